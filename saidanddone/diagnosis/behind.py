"""Who stands behind a unit's safety: whose acts, whose answers, how large anybody's share is, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from saidanddone.diagnosis.finding import Behind, Shares, Speakers
from saidanddone.diagnosis.last_time import stopped
from saidanddone.diagnosis.safety import CHANNELS, Acts
from saidanddone.diagnosis.views import FADED
from saidanddone.evidence.act import STAGES
from saidanddone.evidence.outcome import DAY_US
from saidanddone.forecast.safety.rows import Ints
from saidanddone.settings import default
from saidanddone.survey.episodes import FEWEST_TELLERS

__all__ = ["behind", "largest"]

_NONE: Mapping[str, str] = {}
_NOBODY: Final = ""


def behind(acts: Acts, made: Ints, used: Ints, same: Mapping[str, str] = _NONE) -> Behind:
    """Who stands behind a unit's figures, for the door.

    Who told of something in a pulse is in no count of those who spoke or answered: they may be the same people again,
    and would open to view what two were seen to say. What a pulse told of stands in ``by_channel`` alone, as of the
    five people without whom it is not used at all.

    Whoever spoke or answered long ago hides nobody today: of whom less is left than :data:`FADED` of the newest is not
    counted, and a share is the larger of two, of the rows as they are and of what is left of each.

    Args:
        made: all of the unit's acts. used: those whose answers the figures are made of.
        same: pseudonym -> one that stands for everybody who may be the same person.
    """
    used = used[acts.level[used] > 0]
    polled, made, used = used[acts.polled[used]], acts.seen(made), acts.seen(used)
    followers = used[~acts.led[used]]
    stages = {STAGES[s]: used[acts.stage[used] == s] for s in np.unique(acts.stage[used])}
    channels = {CHANNELS[c]: used[acts.channel[used] == c] for c in np.unique(acts.channel[used])}
    parts = {**stages, **channels}
    spoke, answered = _shares(acts, acts.person, made), _shares(acts, acts.responder, followers)
    newest = int(acts.at_us[made].max(initial=0))
    rows = acts.rows(made)
    places = rows.column("source").to_pylist()
    answers = acts.rows(used).column("response_source").to_pylist()
    by_source = {place: made[[one == place for one in places]] for place in sorted(set(places))}
    told_there = {place: used[[one == place for one in answers]] for place in sorted({*answers} - {None})}
    leading = acts.responder[used[acts.led[used]]]
    return Behind(
        speakers=_lasting(spoke, same),
        unnamed=int(spoke.get(_NOBODY, (0, 0.0))[0]),
        most_spoken=largest({who: share for who, share in spoke.items() if who}, same, of=spoke),
        by_stage={name: _speakers(acts, at) for name, at in stages.items()},
        by_channel={
            **{name: _speakers(acts, at) for name, at in channels.items()},
            **({"pulse": (frozenset(), FEWEST_TELLERS)} if len(polled) else {}),
        },
        by_clock=stopped(rows),
        by_source={place: _speakers(acts, at) for place, at in by_source.items()},
        answers_by_stage={name: _answerers(acts, at) for name, at in stages.items()},
        answers_by_channel={name: _answerers(acts, at) for name, at in channels.items()},
        answers_by_source={place: _answerers(acts, at) for place, at in told_there.items()},
        shares={name: _shares(acts, acts.person, at, newest) for name, at in parts.items()},
        answer_shares={name: _shares(acts, acts.responder, at[~acts.led[at]], newest) for name, at in parts.items()},
        answering=_lasting(answered, same),
        leading=frozenset(acts.people[one] for one in np.unique(leading[leading >= 0])),
        nobodys=int(answered.get(_NOBODY, (0, 0.0))[0]),
        largest=largest(answered, same),
        all_observed=bool(acts.observed[made].all()),
        cited=_cited(acts, made, used),
        same={one: same[one] for one in sorted({*acts.people} & same.keys())},
    )


def largest(shares: Shares, same: Mapping[str, str], *, of: Shares | None = None) -> float:
    """The largest share that is one person's, or nobody's known: of the rows, or of what is left of them; 0..1.

    Args:
        of: what it is a share of, where that is more than ``shares``.

    >>> largest({"a": (2, 2.0), "b": (2, 0.5)}, {})
    0.8
    >>> largest({"a": (2, 2.0), "b": (2, 0.5)}, {"b": "a"})
    1.0
    """
    whole = [sum(pair[k] for pair in (shares if of is None else of).values()) for k in (0, 1)]
    together: dict[str, tuple[float, float]] = {}
    for who, (n, aged) in shares.items():
        one = same.get(who, who)
        so_far = together.get(one, (0.0, 0.0))
        together[one] = so_far[0] + n, so_far[1] + aged
    return max((pair[k] / whole[k] for pair in together.values() for k in (0, 1) if whole[k] > 0.0), default=0.0)


def _shares(acts: Acts, whose: Ints, at: Ints, newest: int | None = None) -> dict[str, tuple[float, float]]:
    """How many of these rows are whose, and what is left of those beside the newest of them, or beside another."""
    newest = int(acts.at_us[at].max(initial=0)) if newest is None else newest
    left = np.exp2((acts.at_us[at] - newest) / DAY_US / default("safety_half_life"))
    found: dict[str, tuple[float, float]] = {}
    for code, one in zip(whose[at].tolist(), left.tolist(), strict=True):
        name = acts.people[code] if code >= 0 else _NOBODY
        n, so_far = found.get(name, (0.0, 0.0))
        found[name] = n + 1.0, so_far + one
    return found


def _lasting(shares: Shares, same: Mapping[str, str]) -> frozenset[str]:
    """Of whom no less is left than a small part of the newest row."""
    sums: dict[str, float] = {}
    for who, (_, aged) in shares.items():
        sums[same.get(who, who)] = sums.get(same.get(who, who), 0.0) + aged
    return frozenset(who for who in shares if who and sums[same.get(who, who)] >= FADED)


def _speakers(acts: Acts, at: Ints) -> Speakers:
    known = acts.person[at]
    return frozenset(acts.people[who] for who in np.unique(known[known >= 0])), int((known < 0).sum())


def _answerers(acts: Acts, at: Ints) -> Speakers:
    """Who answered these and did not lead."""
    who = acts.responder[at[~acts.led[at]]]
    return frozenset(acts.people[one] for one in np.unique(who[who >= 0])), int((who < 0).sum())


def _cited(acts: Acts, made: Ints, used: Ints) -> tuple[tuple[str, int], ...]:
    """Where these acts stand, and the responses that count for them, each once, the oldest first.

    Responses that the figures leave out are not cited: of a colleague's the row would tell whose it is.
    """
    order = made[np.argsort(acts.at_us[made], kind="stable")]
    rows, counted = acts.rows(order), np.isin(order, used).tolist()
    columns = ("source", "line", "response_source", "response_line")
    found: dict[tuple[str, int], None] = {}
    for counts, *where in zip(counted, *(rows.column(name).to_pylist() for name in columns), strict=True):
        source, line, answer, at = where
        found[source, line] = None
        if counts and answer is not None and at is not None:
            found[answer, at] = None
    return tuple(found)
