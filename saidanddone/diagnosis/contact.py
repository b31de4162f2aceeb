"""How often each team meets, and each leader their people, over the half year before a day (MISSION T7, C2).

- **Looked at** are the last 26 weeks before the day asked, as far as the sources tell: from the first to the last that
  those in which the unit meets tell of, what they plan for later among them. What lies after the day does not count.
- **A meeting of the team** is one its source says is the team's, or one to which at least half of those then on it
  (leading it or not), and two of those who do not lead it, were asked, and who are half of all who were.
- **One to one** is a leader with somebody who was on their team that day.
- **Nobody is said to lack contact** unless the leader's own calendar was read (:meth:`Acquaintance.own`).
- **Lacking** is who has been on the team for four weeks and had no one-to-one with a leader of it in them. **Thin** is
  less than fifteen minutes a week together, in one-to-ones and in meetings of twelve people or fewer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import tzinfo
from itertools import pairwise
from statistics import median
from typing import Final

import pyarrow as pa

from saidanddone.diagnosis.acquaintance import Acquaintance
from saidanddone.diagnosis.cadence import LEAST_MINUTES, Slots, days_of, minutes_of, reason_of, rhythm
from saidanddone.diagnosis.gatherings import Gathering, Span
from saidanddone.diagnosis.routine import Cadence, Contact, Routine
from saidanddone.evidence.outcome import DAY_US

__all__ = ["LATELY_US", "routines"]

LATELY_US: Final = 28 * DAY_US
"""How long without one to one is too long."""

_WEEK_US: Final = 7 * DAY_US
_FEW: Final = 12
"""People up to whom a meeting is contact with each of them."""

_LEAST_PAIR: Final = 3


def routines(
    encounters: pa.Table, people: pa.Table, on_us: int, zone: tzinfo, *, me: str | None = None
) -> dict[str, Routine]:
    """The contact of every team on the roster and of every leader, and of whoever asks, where anything tells of it.

    Args:
        encounters, people: of the schemas in ``evidence``. on_us: µs UTC. zone: whose clock a proposal is on.
        me: pseudonym of whoever asks about themselves.

    Returns:
        ``team:`` and the team's name, or a pseudonym -> its routine.
    """
    if not encounters.num_rows:
        return {}
    known = Acquaintance(encounters, people, on_us, me)
    found = {f"team:{team}": _of_team(known, team, zone) for team in known.teams()}
    found |= {leader: _of_leader(known, leader, zone) for leader in known.leaders()}
    if me is not None and found.get(me) is None:
        found[me] = _of_oneself(known, me, zone)
    return {name: one for name, one in found.items() if one is not None}


def _of_team(known: Acquaintance, team: str, zone: tzinfo) -> Routine | None:
    """A team's meetings and its leaders' one-to-ones, as one figure each."""
    leading = known.leaders_of(team)
    meetings = known.meetings(team)
    alone = _merged(known.alone(leader, [team]) for leader in leading)
    own = [known.own(leader) for leader in leading]
    window = known.window([*meetings, *alone], frozenset().union(*own))
    if window is None:
        return None
    meetings, alone = _within(meetings, window), _within(alone, window)
    members = known.members(team)
    told = bool(own) and all(own)
    cadence = _for_team(meetings, window, Slots(_within(known.with_(leading), window) or meetings, zone))
    lacking = _lacking(known, leading, members, [team], window) if told else None
    return Routine(
        *window,
        _weeks(window),
        _contacts(meetings, alone if told or alone else None, members, window),
        len(members),
        None if lacking is None else len(lacking),
        _thin(_minutes(known, leading, members, window)) if told else None,
        cadence=cadence,
    )


def _of_leader(known: Acquaintance, leader: str, zone: tzinfo) -> Routine | None:
    """A leader's meetings with their teams, and one to one with each on them."""
    teams = known.led_by(leader)
    theirs = known.with_([leader])
    meetings = {team: [one for one in theirs if known.is_of(one, team)] for team in teams}
    alone = known.alone(leader, teams)
    own = known.own(leader)
    window = known.window([*_merged(meetings.values()), *alone], own)
    if window is None:
        return None
    alone = _within(alone, window)
    members = set().union(*(known.members(team) for team in teams)) - {leader}
    slots = Slots(_within(theirs, window), zone)
    cadence = [one for team in teams for one in _for_team(_within(meetings[team], window), window, slots)]
    minutes = _minutes(known, [leader], members, window)
    since = window[1] - LATELY_US
    elsewhere = [other for team in teams for other in known.leaders_of(team) if other != leader]
    without_others = _lacking(known, elsewhere, members, teams, window) if elsewhere else None
    for who in sorted(members) if own and since >= window[0] else ():
        # Whom somebody else who leads there sees one to one needs no second of it; the count tells it all the same.
        seen = without_others is not None and who not in without_others and not _with(alone, who)
        if known.throughout(who, teams, since) and not seen:
            ones = _with(alone, who)
            reason = reason_of("one_to_one", ones, *window, None if minutes is None else minutes[who])
            cadence += [rhythm("one_to_one", reason, ones, slots, who)] if reason else []
    lacking = _lacking(known, [leader], members, teams, window) if own else None
    return Routine(
        *window,
        _weeks(window),
        _contacts(_within(_merged(meetings.values()), window), alone if own or alone else None, members, window),
        len(members),
        None if lacking is None else len(lacking),
        _thin(minutes) if own else None,
        frozenset(lacking or ()),
        tuple(cadence),
    )


def _of_oneself(known: Acquaintance, me: str, zone: tzinfo) -> Routine | None:
    """Whoever asks: their meetings, and their one-to-ones with anybody. Nobody is said to be lacking."""
    mine = known.with_([me])
    window = known.window(mine, known.own(me))
    if window is None:
        return None
    mine = _within(mine, window)
    alone = [one for one in mine if one.kind == "one_to_one" and len(one.meant) == 2]
    others = set().union(*(one.meant for one in alone)) - {me}
    slots = Slots(mine, zone)
    cadence: list[Cadence] = []
    for who in sorted(others):
        ones = _with(alone, who)
        reason = reason_of("one_to_one", ones, *window, None) if len(ones) >= _LEAST_PAIR else ""
        cadence += [rhythm("one_to_one", reason, ones, slots, who)] if reason else []
    meetings = [one for one in mine if one.kind == "meeting"]
    return Routine(
        *window, _weeks(window), _contacts(meetings, alone, others, window), None, None, None, cadence=tuple(cadence)
    )


def _lacking(
    known: Acquaintance, leading: Sequence[str], members: Iterable[str], teams: Sequence[str], window: Span
) -> set[str] | None:
    """Who had no one-to-one in the last four weeks, of those who were there all that time."""
    since = window[1] - LATELY_US
    if since < window[0]:
        return None
    met: set[str] = set()
    for leader in leading:
        for one in known.alone(leader, teams):
            if one.held and since <= one.at_us <= window[1]:
                met |= one.there
    return {who for who in members if known.throughout(who, teams, since)} - met


def _minutes(
    known: Acquaintance, leading: Sequence[str], members: Iterable[str], window: Span
) -> dict[str, float] | None:
    """Minutes a week that each member had with the leader they had most with; None where lengths are not known."""
    if window[1] - window[0] < LATELY_US:
        return None
    most: dict[str, float] = dict.fromkeys(members, 0.0)
    for leader in leading:
        together: dict[str, float] = {}
        for one in _within(known.with_([leader]), window):
            there = one.there
            if one.held and leader in there and len(there) <= _FEW:
                if one.minutes is None:
                    return None
                for who in there:
                    together[who] = together.get(who, 0.0) + one.minutes
        most = {who: max(minutes, together.get(who, 0.0)) for who, minutes in most.items()}
    return {who: minutes / known.weeks_on(who, window) for who, minutes in most.items()}


def _thin(minutes: Mapping[str, float] | None) -> int | None:
    """How many had less than fifteen minutes a week."""
    return None if minutes is None else sum(one < LEAST_MINUTES for one in minutes.values())


def _for_team(meetings: Sequence[Gathering], window: Span, slots: Slots) -> tuple[Cadence, ...]:
    """What is proposed for a team as a whole."""
    held = [one for one in meetings if one.held]
    known = held and all(one.minutes is not None for one in held)
    reason = reason_of("meeting", meetings, *window, minutes_of(held) / _weeks(window) if known else None)
    return (rhythm("meeting", reason, meetings, slots),) if reason else ()


def _contacts(
    meetings: Sequence[Gathering], alone: Sequence[Gathering] | None, others: Collection[str], window: Span
) -> tuple[Contact, ...]:
    """Both kinds of contact; one to one only where anything tells of it (``alone`` is not None)."""
    found = [_contact("meeting", meetings, {"": meetings}, window)]
    if alone is not None:
        found.append(_contact("one_to_one", alone, {who: _with(alone, who) for who in others}, window))
    return tuple(found)


def _contact(kind: str, ones: Sequence[Gathering], apart: Mapping[str, Sequence[Gathering]], window: Span) -> Contact:
    """One kind of contact over the time looked at.

    Args:
        apart: the same by whom they are with: from one to the next is counted for each.
    """
    weeks = _weeks(window)
    held = [one for one in ones if one.held]
    gaps = [
        days_of(later.at_us - earlier.at_us)
        for series in apart.values()
        for earlier, later in pairwise([one for one in series if one.held])
    ]
    told = [one for one in held if one.minutes is not None]
    asked = [(one.invited - one.declined, one.came) for one in held if one.came is not None and one.invited]
    places = sum(len(could) for could, _ in asked)
    return Contact(
        kind=kind,
        planned=len(ones),
        held=len(held),
        cancelled=len(ones) - len(held),
        per_week=len(held) / weeks,
        hours_week=minutes_of(told) / 60 / weeks if told or not held else None,
        usual_gap_days=median(gaps) if gaps else None,
        longest_gap_days=max(gaps, default=None),
        last_us=max((one.at_us for one in held), default=None),
        attended_share=sum(len(could & came) for could, came in asked) / places if places else None,
    )


def _merged(several: Iterable[Sequence[Gathering]]) -> list[Gathering]:
    """All of these, each once, in order of time."""
    found = {id(one): one for ones in several for one in ones}
    return sorted(found.values(), key=lambda one: one.at_us)


def _within(ones: Iterable[Gathering], window: Span) -> list[Gathering]:
    return [one for one in ones if window[0] <= one.at_us <= window[1]]


def _with(ones: Iterable[Gathering], who: str) -> list[Gathering]:
    return [one for one in ones if who in one.meant]


def _weeks(window: Span) -> float:
    return (window[1] - window[0]) / _WEEK_US
