"""How people are met when they speak up, laid beside what was kept: every unit's safety, and where both halves meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import numpy as np
import pyarrow as pa

from saidanddone.diagnosis.behind import behind
from saidanddone.diagnosis.counted import filled, marks
from saidanddone.diagnosis.drift import drift
from saidanddone.diagnosis.exposure import Stretch, exposures
from saidanddone.diagnosis.finding import Finding
from saidanddone.diagnosis.last_time import clocks
from saidanddone.diagnosis.lateness import lateness
from saidanddone.diagnosis.leading import leaders_first
from saidanddone.diagnosis.met import met
from saidanddone.diagnosis.nothing import nothing_yet
from saidanddone.diagnosis.safety import (
    Acts,
    acts_of,
    responses,
    silences,
    situated,
)
from saidanddone.diagnosis.speaking import Speaking
from saidanddone.diagnosis.views import Unit
from saidanddone.evidence import encounter
from saidanddone.evidence.act import KINDS
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.pseudonym import normalise
from saidanddone.evidence.tally import Floats, Ints
from saidanddone.forecast.quadrant import Earlier
from saidanddone.forecast.safety.forecast import forecasts
from saidanddone.forecast.safety.linking import expected_u
from saidanddone.forecast.safety.prepared import Prepared, prepared
from saidanddone.forecast.safety.record import record_of
from saidanddone.forecast.safety.result import SafetyForecast
from saidanddone.forecast.safety.rows import Responses, Silences
from saidanddone.privacy.permissions import Permissions
from saidanddone.privacy.safety import KIND, LEAST_SPEAKERS, everybodys_answers, own_answers
from saidanddone.settings import default
from saidanddone.survey.banded import U
from saidanddone.survey.episodes import retold
from saidanddone.verbs.answering import Polled
from saidanddone.verbs.permitting import Asked
from saidanddone.verbs.unnamed import with_teams

__all__ = ["Heard", "Then", "WithSafety", "beside", "heard"]

_NO_MEETINGS: Final = encounter.SCHEMA.empty_table()

MOST_IN_DETAIL: Final = 12
"""Results up to which each is told with its path and our record on it: more clouds with a path are a thicket, and what
nobody can read off need not be waited for."""


@dataclass(frozen=True)
class _Whose:
    """One unit's acts: all of them, and those whose answers its forecast is made of."""

    made: Ints = field(repr=False)
    used: Ints = field(repr=False)
    leaders_only: bool = False


@dataclass(frozen=True)
class Then:
    """One half of a path: what a unit's forecast was on an earlier day. Its ``repr`` tells no figure."""

    quantiles: tuple[float, ...] = field(repr=False)
    p_above: float | None = field(repr=False)


@dataclass(frozen=True)
class Heard:
    """Every act of the evidence, whose each is, and how much occasion there was. Its ``repr`` names nobody.

    Attributes:
        teams: by the name a team is shown under. people: pseudonym -> the acts a leader or whoever asks answered.
        unheard: teams whose answers may not be told, though there are some. polled: what their people answered in a
            pulse; None without one. stopping: ids of acts told in a pulse that three people or more told of.
    """

    evidence: Evidence = field(repr=False)
    on_us: int
    acts: Acts = field(repr=False)
    stretches: tuple[Stretch, ...] = field(repr=False)
    teams: dict[str, _Whose] = field(repr=False)
    people: dict[str, _Whose] = field(repr=False)
    unheard: tuple[str, ...] = field(repr=False)
    same: Mapping[str, str] = field(repr=False)
    half_life: float = 365.0
    polled: Polled | None = field(default=None, repr=False)
    stopping: frozenset[str] = field(default=frozenset(), repr=False)

    def named(self, unit: str) -> _Whose | None:
        """The acts of the team that a finding of this name tells of."""
        return next((one for name, one in self.teams.items() if normalise(name) == normalise(unit)), None)

    def team_forecasts(self, on_us: int, whose: Mapping[str, _Whose] | None = None) -> dict[str, SafetyForecast]:
        """Every team's forecast on a day, sealed no longer: only the door's own rules chose what it is made of."""
        units = self.teams if whose is None else whose
        if not units:
            return {}
        read, silent, ready = self._today if whose is None and on_us == self.on_us else self._read(on_us, units)
        answers, held = (None, None)
        if self.polled is not None:
            answers, held = self.polled.answers(tuple(units), on_us), self.polled.held_back(tuple(units), on_us)
        told = forecasts(read, silent, answers=answers, held=held, on_us=on_us, ready=ready)
        return {name: one.research_only for name, one in told.items()}

    def foretold(self) -> dict[str, Floats]:
        """Where each team's answers would lie, from how its people were seen to be met alone; of those that were seen.

        Returns:
            Team -> weights of ``survey.banded.U``.
        """
        if self.polled is None or not self.teams:
            return {}
        whose = {name: replace(one, used=self.acts.seen(one.used)) for name, one in self.teams.items()}
        polled = bool(self.acts.polled.any())
        _, _, ready = self._read(self.on_us, whose) if polled else self._today
        weights = expected_u(ready, U, self.polled.answers(tuple(whose), self.on_us))
        behaved = ready.behaved()
        return {name: row for name, row, is_seen in zip(whose, weights, behaved, strict=True) if is_seen}

    @cached_property
    def _today(self) -> tuple[Responses, Silences | None, Prepared]:
        return self._read(self.on_us, self.teams)

    def _read(self, on_us: int, units: Mapping[str, _Whose]) -> tuple[Responses, Silences | None, Prepared]:
        """What the forecast of these units is made of on a day, prepared once for all that is asked of it."""
        read = responses(self.acts, {name: one.used for name, one in units.items()}, on_us, self.half_life)
        evidence = self.evidence
        aged = exposures(evidence.encounters, evidence.people, evidence.exposure, evidence.acts, on_us, self.half_life)
        made = {name: one.made for name, one in units.items()}
        silent = silences(self.acts, made, aged, on_us, self.half_life)
        return read, silent, prepared(read, silent)

    def own_forecasts(self) -> dict[str, SafetyForecast]:
        """The forecast of each leader's own answers, and of those of whoever asks."""
        if not self.people:
            return {}
        read = responses(self.acts, {name: one.used for name, one in self.people.items()}, self.on_us, self.half_life)
        return {name: one.research_only for name, one in forecasts(read, None, on_us=self.on_us).items()}

    def then(self, on_us: int, permissions: Permissions) -> dict[str, Then]:
        """Each team's half of the path on an earlier day, where its answers might have been told on that day too.

        None is told where colleagues' answers are in it, on either day: set beside each other, two quarters would give
        the answers of whoever gave any in between.

        Returns:
            Name of a team, as ``normalise`` has it -> its forecast then.
        """
        whose = {}
        for name, now in self.teams.items():
            if not now.leaders_only and (self.acts.level[now.used] > 0).any():
                continue
            one = _chosen(self.acts, now.made[self.acts.at_us[now.made] <= on_us], permissions, self.same)
            if one is not None and one.leaders_only:
                whose[name] = one
        told = self.team_forecasts(on_us, whose).items()
        return {normalise(name): Then(one.quantiles, one.p_above) for name, one in told if one.p_above is not None}

    def own_then(self, on_us: int) -> dict[str, Then]:
        """The same of each leader's own answers, by pseudonym."""
        at_us, level = self.acts.at_us, self.acts.level
        whose = {
            name: one.used[(at_us[one.used] <= on_us) & (level[one.used] > 0)] for name, one in self.people.items()
        }
        whose = {name: used for name, used in whose.items() if len(used)}
        if not whose:
            return {}
        told = forecasts(responses(self.acts, whose, on_us, self.half_life), None, on_us=on_us)
        opened = {name: one.research_only for name, one in told.items()}
        return {name: Then(one.quantiles, one.p_above) for name, one in opened.items() if one.p_above is not None}


@dataclass(frozen=True)
class WithSafety:
    """Findings with their safety, those of teams that were heard and promised nothing among them; and more units."""

    findings: tuple[Finding, ...] = field(repr=False)
    units: tuple[Unit, ...] = field(repr=False)


def heard(
    evidence: Evidence, on_us: int, permissions: Permissions, same: Mapping[str, str], polled: Polled | None = None
) -> Heard | None:
    """The acts of this evidence as the units they are told of; None where there is nothing to hear, or nobody to tell.

    Args:
        evidence: gathered. on_us: the day asked about, µs UTC. same: as ``permitting.same_people`` gives it.
        polled: what people answered in a pulse, if anybody asked them.
    """
    if permissions.above or not (evidence.acts.num_rows or evidence.exposure.num_rows or polled is not None):
        return None
    evidence = with_teams(evidence, permissions, same)
    table = met(evidence.acts, evidence.responses, evidence.encounters, evidence.people, on_us)
    stopping = frozenset[str]()
    if polled is not None:
        told = retold(polled.episodes, table, on_us)
        stopping = frozenset(one for one, tellers in told.tellers.items() if tellers >= LEAST_SPEAKERS)
        table = pa.concat_tables([table, met(told.acts, told.responses, _NO_MEETINGS, evidence.people, on_us)])
    acts = acts_of(table, evidence.people, permissions.leaders, roster=permissions.roster)
    stretches = exposures(evidence.encounters, evidence.people, evidence.exposure, evidence.acts, on_us)
    teams, unheard = {}, []
    answered = frozenset[str]() if polled is None else polled.teams
    for name in sorted({*acts.teams, *(one.team for one in stretches), *answered}):
        made = acts.in_team(name)
        one = _chosen(acts, made, permissions, same)
        if one is None:
            unheard.append(name)
        elif len(made) or name in answered or any(stretch.team == name for stretch in stretches):
            teams[name] = one
    people = {}
    for who in sorted(name for name in {*permissions.leaders, permissions.me} if name is not None):
        at = acts.answered_by(who, leading=who in permissions.leaders)
        if len(at) and own_answers(who, permissions):
            people[who] = _Whose(at, at)
    half_life = default("safety_half_life")
    return Heard(
        evidence, on_us, acts, tuple(stretches), teams, people, tuple(unheard), same, half_life, polled, stopping
    )


def _chosen(acts: Acts, made: Ints, permissions: Permissions, same: Mapping[str, str]) -> _Whose | None:
    """Whose answers a team's figure is made of, as the door has it; None where all of them must stay behind it."""
    who = behind(acts, made, made, same)
    if not who.answering and not who.nobodys:
        return _Whose(made, made, leaders_only=bool((acts.level[made] > 0).any()))
    if everybodys_answers(who, permissions):
        return _Whose(made, made)
    used = made[acts.led[made] | (acts.level[made] == 0)]
    if not (acts.level[used] > 0).any():
        return None
    return _Whose(made, used, leaders_only=True)


def beside(
    findings: Sequence[Finding],
    told: Heard | None,
    permissions: Permissions,
    *,
    asked: Asked,
    units: Iterable[Unit],
    seed: int,
    path: Callable[[Sequence[Finding]], Mapping[str, tuple[Earlier, ...]]],
) -> WithSafety:
    """The findings with their safety and their situation.

    Args:
        findings: as forecast. told: as :func:`heard` gives it. units: every unit known so far.
        seed: of what is tried at random. path: findings -> id of each -> the same on earlier days, oldest first.
    """
    if permissions.above:
        return WithSafety(tuple(findings), ())
    if told is None:
        return WithSafety(tuple(replace(one, situation=situated(one.trust, None)) for one in findings), ())
    place = {_key(one): one.id for one in reversed(findings) if one.kind in ("team", "project")}
    place |= {_key(one): one.id for one in findings if one.kind == "team"}
    taken = {unit.id for unit in units}
    mine: dict[str, Finding] = {one.id: one for one in findings}
    more: list[Unit] = []
    forecast = told.team_forecasts(told.on_us) if any(asked(_team(name)) for name in told.teams) else {}
    kinds = _kinds(told)
    for name, one in forecast.items():
        at = place.get(normalise(name))
        unit = _team(name)
        if not asked(unit):
            continue
        if at is None:
            unit = replace(unit, id=next(i for i in (unit.id, *(f"{unit.id}#{n}" for n in range(2, 99)))
                                         if i not in taken))  # fmt: skip
            more.append(unit)
            at = unit.id
            mine[at] = nothing_yet(unit, "team", default("line"))
        whose = told.teams[name]
        mine[at] = _with(mine[at], told, whose, one, _speaking(told, name, whose, kinds, seed))
    own = told.own_forecasts() if any(one.unit in told.people for one in mine.values()) else {}
    for finding in list(mine.values()):
        who = finding.unit
        if finding.kind in ("leader", "self") and who in own:
            speaking = _own_acts(told, who) if who in permissions.leaders else None
            mine[finding.id] = _with(finding, told, told.people[who], own[who], speaking)
    found = [one for one in mine.values() if one.safety is not None and one.safety.p_above is not None]
    if len(found) <= MOST_IN_DETAIL:
        mine |= {one.id: _with_record(one, told, seed) for one in found}
    paths = path(found) if len(found) <= MOST_IN_DETAIL else {}
    out = [replace(one, situation=situated(one.trust, one.safety, paths.get(one.id, ()))) for one in mine.values()]
    held = [Unit(f"{KIND}:{name}", KIND, name, name, frozenset(), 0, 0) for name in told.unheard if asked(_team(name))]
    return WithSafety(tuple(out), (*more, *held))


def _with(
    finding: Finding, told: Heard, whose: _Whose, forecast: SafetyForecast, speaking: Speaking | None
) -> Finding:  # fmt: skip
    """The finding with its safety, the acts it rests on, and who stands behind it."""
    acts = told.acts
    team = finding.kind not in ("leader", "self")
    return replace(
        finding,
        safety=filled(forecast, acts, whose.made, whose.used, leaders_only=team and whose.leaders_only),
        speaking=speaking,
        acts=marks(acts, whose.used),
        behind=behind(acts, whose.made, whose.used, told.same),
    )


def _with_record(finding: Finding, told: Heard, seed: int) -> Finding:
    """The finding with our record on its own acts, and on nobody else's."""
    if finding.safety is None:
        return finding
    whose = told.people.get(finding.unit) if finding.kind in ("leader", "self") else told.named(finding.unit)
    if whose is None:
        return finding
    read = responses(told.acts, {"": told.acts.seen(whose.used)}, told.on_us, told.half_life)
    record = record_of(read, seed=seed) if len(read) else None
    return replace(finding, safety=replace(finding.safety, record=record))


def _speaking(told: Heard, name: str, whose: _Whose, kinds: frozenset[str], seed: int) -> Speaking:
    """What stands beside a team's forecast."""
    acts, stretches = told.acts, [one for one in told.stretches if one.team == name]
    members = acts.rows(acts.seen(whose.made))
    team = np.flatnonzero(acts.team == acts.teams.index(name)) if name in acts.teams else whose.made
    everybody = acts.rows(acts.seen(team))
    of_pulses = [place for place in whose.made.tolist() if acts.table.column("id")[place].as_py() in told.stopping]
    stopping = pa.concat_tables([members, acts.rows(np.array(of_pulses, dtype=np.int64))])
    return Speaking(
        clocks=clocks(stopping, stretches, told.on_us, line=default("safety_line"), told=kinds, by_day=True),
        lateness=lateness(members, told.on_us),
        leaders=leaders_first(everybody, told.evidence.people, told.on_us, private=False),
        drift=drift(members, told.evidence.inclusion, told.on_us, seed=seed, people=told.evidence.people),
    )


def _kinds(told: Heard) -> frozenset[str]:
    """Kinds of act these sources tell of at all: whoever writes a table knew what was asked."""
    table = told.acts.rows(told.acts.seen(np.arange(len(told.acts))))
    written = "table" in table.column("channel").to_pylist()
    return frozenset(KINDS if written else table.column("kind").to_pylist())


def _own_acts(told: Heard, leader: str) -> Speaking | None:
    """A leader's own acts, and what followed in the teams they lead."""
    acts = told.acts
    who = acts.people.index(leader) if leader in acts.people else -2
    own = acts.own & (acts.person == who)
    if not own.any():
        return None
    near = np.isin(acts.team, acts.team[own]) & (~acts.own | own)
    found = leaders_first(acts.rows(np.flatnonzero(near)), told.evidence.people, told.on_us)
    return None if found is None else Speaking(leaders=found)


def _team(name: str) -> Unit:
    return Unit(f"team:{name}", "team", name, name, frozenset(), 0, 0, unpromised=True)


def _key(finding: Finding) -> str:
    return normalise(finding.unit)
