"""Who can speak up to whom: acts and how they were met become forecasts of teams and of leaders' own answers (S1-S9).

Whose an act and its answer are:

======  ==========================================================================================================
unit    its rows
======  ==========================================================================================================
team    acts of its members (leaders' own stand in ``Speaking.leaders``), met by its leaders, or by everybody
leader  others' acts that this leader answered, wherever they lead
self    others' acts that whoever asks answered
======  ==========================================================================================================

An act that nobody answered with a leader there counts as its team's leaders', and as no single leader's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saidanddone.diagnosis.exposure import Stretch
from saidanddone.diagnosis.membership import Membership
from saidanddone.evidence.act import STAGES
from saidanddone.evidence.outcome import DAY_US
from saidanddone.forecast.quadrant import Earlier, Situation, situation
from saidanddone.forecast.safety.result import SafetyForecast
from saidanddone.forecast.safety.rows import Ints, Responses, Silences, Truths
from saidanddone.forecast.trust.result import TrustForecast
from saidanddone.settings import default
from saidanddone.survey.episodes import BANDED

__all__ = [
    "CHANNELS",
    "SOURCES",
    "Acts",
    "acts_of",
    "responses",
    "silences",
    "situated",
]

CHANNELS: Final = ("meeting", "writing", "table", "pulse")
SOURCES: Final = ("meeting", "writing")
"""Channels whose exposure is known, if it is: a table is what somebody wrote down, whenever they did, and a pulse what
its respondents told of two weeks."""

IGNORED: Final = 2
_NOBODY: Final = -1


@dataclass(frozen=True)
class Acts:
    """Every act as arrays, one a row, in the order of ``table``. ``repr`` names nobody.

    Attributes:
        table: of ``diagnosis.met.SCHEMA``. team, person, responder: codes into the names beside them, −1 for nobody.
        level: 0 without one. led: nobody but a leader's answer, or none with a leader there, is in it. own: the act is
            a leader's of that team. witnessed: known from a witness alone. observed: read off a transcript or thread.
    """

    table: pa.Table = field(repr=False)
    teams: tuple[str, ...] = field(repr=False)
    people: tuple[str, ...] = field(repr=False)
    team: Ints = field(repr=False)
    person: Ints = field(repr=False)
    responder: Ints = field(repr=False)
    cluster: Ints = field(repr=False)
    stage: Ints = field(repr=False)
    channel: Ints = field(repr=False)
    level: Ints = field(repr=False)
    at_us: Ints = field(repr=False)
    role: Ints = field(repr=False)
    led: Truths = field(repr=False)
    own: Truths = field(repr=False)
    witnessed: Truths = field(repr=False)
    observed: Truths = field(repr=False)

    @property
    def polled(self) -> Truths:
        """(n,) told in a pulse: of nobody, and in no list, count or date of what was seen."""
        return np.asarray(self.channel == CHANNELS.index("pulse"))

    @property
    def banded(self) -> Truths:
        """(n,) told in a pulse by so few that their levels stand for a band alone."""
        names = self.table.column("id").to_pylist()
        return np.array([name.startswith(BANDED) for name in names], dtype=bool)

    def seen(self, at: Ints) -> Ints:
        """Those of these rows that no pulse told of."""
        return at[~self.polled[at]]

    def __len__(self) -> int:
        return len(self.at_us)

    def in_team(self, name: str) -> Ints:
        """Members' acts in a team."""
        return np.flatnonzero((self.team == _place(self.teams, name)) & ~self.own)

    def answered_by(self, person: str, *, leading: bool) -> Ints:
        """Others' acts that this person answered: as a leader, or at all."""
        who = _place(self.people, person)
        met = (self.responder == who) & (self.person != who) & (self.level > 0) & (who >= 0)
        return np.flatnonzero(met & self.led if leading else met)

    def rows(self, at: Ints) -> pa.Table:
        """These rows, of ``diagnosis.met.SCHEMA``."""
        return self.table.take(pa.array(at))


def acts_of(met: pa.Table, people: pa.Table, leaders: frozenset[str], *, roster: bool) -> Acts:
    """The acts as arrays.

    Args:
        met: of ``diagnosis.met.SCHEMA``. people: of ``evidence.people.SCHEMA``. leaders: pseudonyms that lead by then.
        roster: whether somebody said who leads; then nobody answers as a leader whom the roster does not call one.
    """
    who = Membership(people)
    teams, team = _coded([who.spelt(name) for name in met.column("team").to_pylist()])
    persons, answerers = met.column("person").to_pylist(), met.column("responder").to_pylist()
    names, both = _coded([*persons, *answerers])
    person, responder = both[: len(persons)], both[len(persons) :]
    at_us = met.column("at_us").to_numpy()
    state = np.array(met.column("state").to_pylist(), dtype=object)
    level = pc.fill_null(met.column("level"), 0).to_numpy().astype(np.int64)
    said = np.array([{"leader": 1, "peer": 0}.get(role, -1) for role in met.column("role").to_pylist()], dtype=np.int64)
    if roster:
        is_leader = np.array([name in leaders for name in names], dtype=bool)
        known = responder >= 0
        said = np.where((said == 1) & known & ~is_leader[responder] if len(names) else False, 0, said)
    level = np.where(np.isin(state, ("met", "unanswered")), level, 0)
    leads = [
        one is not None and who.leads(one, int(at), name) is True
        for one, at, name in zip(persons, at_us, met.column("team").to_pylist(), strict=True)
    ]
    reporter = np.array(met.column("reporter").to_pylist(), dtype=object)
    return Acts(
        table=met,
        teams=teams,
        people=names,
        team=team,
        person=person,
        responder=responder,
        cluster=_coded(met.column("cluster").to_pylist())[1],
        stage=_among(met.column("stage"), STAGES),
        channel=_among(met.column("channel"), CHANNELS),
        level=level,
        at_us=at_us,
        role=said,
        led=(said == 1) | (state == "unanswered") | _ignored(met, said, responder, level),
        own=np.array(leads, dtype=bool),
        witnessed=reporter == "witnessed",
        observed=reporter == "observed",
    )


def responses(acts: Acts, units: Mapping[str, Ints], on_us: int, half_life: float) -> Responses:
    """What the forecast is made of.

    Args:
        units: name -> its rows; those without a level or after ``on_us`` are left out here. on_us: µs UTC.
        half_life: days in which an answer loses half its weight, whole days of age alone: of a single act the minute
            could be read off the figure otherwise. Reports of witnesses of one unit on one UTC day are
            one occasion, however many tell of it (MODEL §2).
    """
    names = tuple(units)
    kept = [at[(acts.level[at] > 0) & (acts.at_us[at] <= on_us)] for at in units.values()]
    at = np.concatenate(kept) if kept else np.zeros(0, dtype=np.int64)
    team = np.repeat(np.arange(len(names)), [len(rows) for rows in kept])
    weight = np.exp2(-_days(on_us, acts.at_us[at]) / half_life)
    seen = acts.witnessed[at]
    if seen.any():
        days = np.stack([team[seen], acts.at_us[at][seen] // DAY_US])
        _, one, many = np.unique(days, axis=1, return_inverse=True, return_counts=True)
        weight[seen] /= many[one.reshape(-1)]
    return Responses(
        teams=names,
        team=team.astype(np.int64),
        cluster=acts.cluster[at],
        responder=acts.responder[at],
        role=acts.role[at],
        stage=acts.stage[at],
        level=acts.level[at],
        weight=weight,
        witnessed=seen,
        at_us=acts.at_us[at],
        channel=acts.channel[at],
        channels=CHANNELS,
        banded=acts.polled[at] & acts.banded[at],
    )


def silences(
    acts: Acts, units: Mapping[str, Ints], stretches: Iterable[Stretch], on_us: int, half_life: float
) -> Silences | None:
    """How often members spoke up beside how much occasion they had; None where nobody knows that of any of them.

    Args:
        units: team -> its members' acts. stretches: exposure, weighed by age as the acts are. Others as in
            :func:`responses`. What witnesses tell is left out: what they did not see is no silence. So is what a pulse
            tells: it was no part of the talk whose hours are counted.
    """
    place = {name: number for number, name in enumerate(units)}
    exposure = np.zeros((len(place), len(SOURCES)))
    spans: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for one in stretches:
        if one.team in place and one.channel in SOURCES:
            source = SOURCES.index(one.channel)
            exposure[place[one.team], source] += one.amount
            spans.setdefault((one.team, source), []).append((one.from_us, one.to_us))
    if not exposure.any():
        return None
    counts = np.zeros((len(place), len(SOURCES), len(STAGES)))
    heard = np.zeros((len(place), len(SOURCES)), dtype=bool)
    by_listening = _heard(acts)
    anywhere = [bool((by_listening & (acts.channel == source)).any()) for source in range(len(SOURCES))]
    for name, rows in units.items():
        at = rows[(acts.at_us[rows] <= on_us) & ~acts.witnessed[rows] & ~acts.polled[rows]]
        where = acts.channel[at].copy()
        # What stands in a table alone happened where there was occasion for it: in meetings, if there were any. Beside
        # what was heard there it happened somewhere else, and no occasion is known for it.
        meant = 0 if exposure[place[name], 0] > 0 else 1
        table = where == CHANNELS.index("table")
        if (where == meant).any():
            at, where = at[~table], where[~table]
        else:
            where[table] = meant
        # No occasion known at that time, no count of it: what was said elsewhere would look like talkativeness here.
        for source in range(len(SOURCES)):
            there = where == source
            near = _covered(acts.at_us[at[there]], spans.get((name, source), []))
            at, where = np.delete(at, np.flatnonzero(there)[~near]), np.delete(where, np.flatnonzero(there)[~near])
            mine = by_listening[at[where == source]]
            heard[place[name], source] = 2 * mine.sum() > len(mine) if len(mine) else anywhere[source]
        np.add.at(counts[place[name]], (where, acts.stage[at]), np.exp2(-_days(on_us, acts.at_us[at]) / half_life))
    return Silences(acts=counts, exposure=exposure, sources=SOURCES, heard=heard)


_BY_LISTENING: Final = re.compile(r"a-[a-z2-7]{13}-")
"""What listening calls an act; what is called otherwise somebody noted, which is far less than a listener hears."""


def _heard(acts: Acts) -> Truths:
    names = acts.table.column("id").to_pylist()
    return np.array([_BY_LISTENING.match(name) is not None for name in names], dtype=bool)


def _covered(at_us: Ints, spans: Sequence[tuple[int, int]]) -> Truths:
    """Whether any of these stretches holds each moment, to within a day."""
    if not spans or not len(at_us):
        return np.zeros(len(at_us), dtype=bool)
    begins, ends = np.array(sorted(spans), dtype=np.int64).T
    before = np.searchsorted(begins, at_us + DAY_US, side="right") - 1
    last = np.maximum.accumulate(ends)
    return np.asarray((before >= 0) & (at_us <= last[np.maximum(before, 0)] + DAY_US), dtype=bool)


def situated(
    trust: TrustForecast, safety: SafetyForecast | None, earlier: tuple[Earlier, ...] = ()
) -> Situation | None:  # fmt: skip
    """Where both halves meet (MODEL §4); None where neither has anything to go on.

    Too little to be a record, or an interval too wide to tell by, decides no side, however likely it is (T2, S7).
    """
    p = None if safety is None else safety.p_above
    if trust.p_above is None and p is None:
        return None
    early = [half for half, state in (("trust", trust.state), ("safety", safety.state if safety else "none"))
             if state == "uncertain"]  # fmt: skip
    at_lines = () if safety is None or p is None else safety.p_above_at
    narrows = {
        "trust": _narrows(trust.if_kept, trust.if_broken),
        "safety": 1.0 if safety is None else _narrows(safety.if_met_well, safety.if_met_badly),
    }
    return situation(
        trust.p_above,
        p,
        trust_line=trust.line,
        safety_line=default("safety_line") if safety is None else safety.line,
        decided=default("decided"),
        at_lines=at_lines,
        narrows=narrows,
        earlier=earlier,
        open_halves=tuple(early),
    )


def _ignored(met: pa.Table, role: Ints, responder: Ints, level: Ints) -> Truths:
    """Acts of which a source that otherwise says who answered says that they were ignored, and names nobody for it."""
    sources = met.column("response_source").to_pylist()
    known = (role >= 0) | (responder >= 0)
    naming = {source for source, one in zip(sources, known, strict=True) if source is not None and one}
    silent = {source for source, one, how in zip(sources, known, level, strict=True) if not one and how != IGNORED}
    saying = np.array([source in naming and source not in silent for source in sources], dtype=bool)
    return np.asarray(saying & ~known & (level == IGNORED), dtype=np.bool_)


def _narrows(good: float | None, bad: float | None) -> float:
    """By how much the next observation moves the answer; the most where nothing is known yet."""
    return 1.0 if good is None or bad is None else abs(good - bad)


def _days(on_us: int, at_us: Ints) -> Ints:
    """Whole days of age; the day that ends with ``on_us`` is day 0."""
    return (on_us - at_us) // DAY_US


def _place(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else -2


def _coded(values: Sequence[str | None]) -> tuple[tuple[str, ...], Ints]:
    """The distinct names, sorted, and each value's place among them; −1 for none."""
    names = tuple(sorted({value for value in values if value is not None}))
    at = {name: place for place, name in enumerate(names)}
    return names, np.array([_NOBODY if value is None else at[value] for value in values], dtype=np.int64)


def _among(column: pa.ChunkedArray, names: Sequence[str]) -> Ints:
    at = {name: place for place, name in enumerate(names)}
    return np.array([at[value] for value in column.to_pylist()], dtype=np.int64)
