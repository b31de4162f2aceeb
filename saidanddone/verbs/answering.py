"""What people answered, laid beside what was seen: every team's pulse, and where answers and behaviour part (S10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePath

import numpy as np
import pyarrow as pa

from saidanddone.diagnosis.answered import Polls, composites
from saidanddone.diagnosis.finding import Finding
from saidanddone.diagnosis.nothing import nothing_yet
from saidanddone.diagnosis.parting import apart, u_of_trust
from saidanddone.diagnosis.promised import TOLD as TOLD_PROMISE
from saidanddone.diagnosis.promised import with_promises
from saidanddone.diagnosis.pulse import Apart, GroupAnswers, Pulse
from saidanddone.diagnosis.standing import FRESH_US, Standing, held_back
from saidanddone.diagnosis.views import Ledger, Unit
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.episode import TOLD
from saidanddone.evidence.pseudonym import normalise
from saidanddone.evidence.tally import Floats
from saidanddone.forecast.safety.rows import Answers, HeldBack
from saidanddone.privacy.lattice import FEWEST, exact_rounds
from saidanddone.privacy.permissions import Permissions
from saidanddone.privacy.pulse import rounds_told
from saidanddone.settings import default
from saidanddone.survey.episodes import counted
from saidanddone.survey.estimating import estimate
from saidanddone.survey.roomy import with_room
from saidanddone.verbs.permitting import Asked
from saidanddone.verbs.unnamed import OWN_NOTES

__all__ = ["Polled", "WithAnswers", "beside", "polled"]


@dataclass(frozen=True)
class Polled:
    """Every round of every pulse, as the teams they are told of. Its ``repr`` tells nothing of it.

    Attributes:
        polls: composites by round. standing: the same as far as it may be used. episodes: of
            ``evidence.episode.SCHEMA``, teams as they are shown.
    """

    polls: Polls = field(repr=False)
    standing: Standing = field(repr=False)
    answered: pa.Table = field(repr=False)
    episodes: pa.Table = field(repr=False)
    on_us: int

    @cached_property
    def teams(self) -> frozenset[str]:
        """Teams whose safety forecast rests on answers or episodes too."""
        named = {name for name in self.episodes.column("team").to_pylist() if name is not None}
        using = {name for name in self.polls.teams if self.standing.used(name, self.on_us)}
        held = self.held_back(sorted(named), self.on_us)
        if held is not None:
            using |= {name for name, told in zip(sorted(named), held.made + held.held, strict=True) if told}
        return frozenset(using)

    @cached_property
    def everybody(self) -> tuple[str, ...]:
        """Every team anybody answered or told of anything for, sorted."""
        tables = (self.answered, self.episodes)
        return tuple(sorted({name for table in tables for name in table.column("team").to_pylist()} - {None}))

    def answers(self, teams: Sequence[str], on_us: int) -> Answers | None:
        """What the safety forecast of these teams may use of their answers."""
        return self.standing.answers(teams, on_us)

    def held_back(self, teams: Sequence[str], on_us: int) -> HeldBack | None:
        """What it may use of what was held back."""
        return held_back(self.episodes, teams, on_us, default("safety_half_life"))

    def promises(self, found: Sequence[Ledger], people: pa.Table) -> list[Ledger]:
        """The ledgers with what was told of promises to teams without one."""
        return with_promises(found, self.answered, self.everybody, people, self.on_us)

    def of_team(self, team: str, parting: Sequence[Apart], *, used: bool) -> Pulse:
        """All that a team's answers tell, unreleased."""
        answered = self.polls.of_team(team)
        newest = {one.half: place for place, one in enumerate(answered)}
        latest = set(newest.values())
        promises = self.polls.promises(team, self.on_us)
        return Pulse(
            latest=tuple(one for place, one in enumerate(answered) if place in latest),
            earlier=tuple(one for place, one in enumerate(answered) if place not in latest),
            apart=tuple(parting),
            own=self._told["own"].get(team),
            witnessed=self._told["witnessed"].get(team),
            held_back=self._told["held_back"].get(team),
            promises_due=None if promises is None else promises[0],
            promises_kept=None if promises is None else promises[1],
            used=used,
            rounds=len(self._rounds.get(team, ())),
        )

    @cached_property
    def _told(self) -> dict[str, dict[str, dict[str, int]]]:
        """Sort of episode -> team -> rung -> episodes of the last year."""
        return {sort: counted(self.episodes, sort, self.on_us - FRESH_US, self.on_us) for sort in TOLD}

    @cached_property
    def _rounds(self) -> dict[str, set[tuple[int, str]]]:
        """Team -> the rounds it took part in."""
        found: dict[str, set[tuple[int, str]]] = {}
        for table in (self.answered, self.episodes):
            rows = zip(*(table.column(name).to_pylist() for name in ("closed_us", "round", "team")), strict=True)
            for closed_us, name, team in rows:
                if team is not None and closed_us <= self.on_us:
                    found.setdefault(team, set()).add((closed_us, name))
        return found


@dataclass(frozen=True)
class WithAnswers:
    """Findings with their pulse, those of teams that answered alone among them; more units; and groups of teams."""

    findings: tuple[Finding, ...] = field(repr=False)
    units: tuple[Unit, ...] = field(repr=False)
    groups: tuple[GroupAnswers, ...] = field(repr=False)


def polled(evidence: Evidence, on_us: int, permissions: Permissions) -> Polled | None:
    """The pulses of this evidence closed by a day; None where there are none, or nobody to tell.

    Args:
        evidence: gathered. on_us: the day asked about, µs UTC.
    """
    if permissions.above or not (evidence.answers.num_rows or evidence.episodes.num_rows):
        return None
    spelt = _spelt(evidence)
    answers = _placed(evidence.answers, evidence, spelt)
    polls = Polls(composites(answers, evidence.items, on_us), evidence.people, exact_rounds, estimate, answers)
    episodes = with_room(_placed(evidence.episodes, evidence, spelt), answers, evidence.people)
    return Polled(polls, Standing(polls, rounds_told), answers, episodes, on_us)


def _spelt(evidence: Evidence) -> dict[str, str]:
    """A team's name without case and spaces -> as it is shown: by the roster, else as other evidence has it."""
    tables = (evidence.exposure, evidence.acts, evidence.commitments, evidence.people)
    names = [name for table in tables for name in reversed(table.column("team").unique().to_pylist())]
    return {normalise(name): name for name in names if name is not None}


def _placed(table: pa.Table, evidence: Evidence, spelt: Mapping[str, str]) -> pa.Table:
    """Answers or episodes with their teams as they are shown.

    A source that names no team at all is of the only team on the roster; without a roster, of one team that is called
    by the name of its file where five people or more answered in it.
    """
    teams, sources = table.column("team").to_pylist(), table.column("source").to_pylist()
    naming = {source for source, team in zip(sources, teams, strict=True) if team is not None}
    listed = {normalise(team): team for team in evidence.people.column("team").to_pylist() if team is not None}
    large = _large(evidence)
    alone: dict[str, str | None] = {}
    for source in set(sources) - naming:
        if evidence.people.num_rows:
            alone[source] = next(iter(listed.values())) if len(listed) == 1 else None
        else:
            alone[source] = PurePath(source).stem if source in large else OWN_NOTES
    named = [
        alone.get(source) if team is None else spelt.get(normalise(team), team)
        for team, source in zip(teams, sources, strict=True)
    ]
    first: dict[str, str] = {}
    named = [None if name is None else first.setdefault(normalise(name), name) for name in named]
    place = table.schema.get_field_index("team")
    return table.set_column(place, table.schema.field("team"), pa.array(named, pa.string()))


def _large(evidence: Evidence) -> set[str]:
    """Sources in which five people or more answered one round."""
    who: dict[tuple[str, str], set[str]] = {}
    for table in (evidence.answers, evidence.episodes):
        for source, name, one in zip(*(table.column(c).to_pylist() for c in ("source", "round", "respondent")),
                                     strict=True):  # fmt: skip
            who.setdefault((source, name), set()).add(one)
    return {source for (source, _), people in who.items() if len(people) >= FEWEST}


def beside(
    findings: Sequence[Finding],
    told: Polled | None,
    foretold: Mapping[str, Floats],
    *,
    asked: Asked,
    units: Iterable[Unit],
) -> WithAnswers:
    """The findings with what their people answered.

    Args:
        findings: with both halves. told: as :func:`polled` gives it. foretold: team -> weights of where its answers
            about safety would lie, from how its people were seen to be met alone. units: every unit known so far.
    """
    if told is None:
        return WithAnswers(tuple(findings), (), ())
    place = {normalise(one.unit): one.id for one in reversed(findings) if one.kind == "project"}
    place |= {normalise(one.unit): one.id for one in findings if one.kind == "team"}
    taken = {unit.id for unit in units}
    mine = {one.id: one for one in findings}
    more: list[Unit] = []
    for team in told.everybody:
        unit = Unit(f"team:{team}", "team", team, team, frozenset(), 0, 0, unpromised=True)
        if not asked(unit):
            continue
        at = place.get(normalise(team))
        if at is None:
            at = next(i for i in (unit.id, *(f"{unit.id}#{n}" for n in range(2, 99))) if i not in taken)
            unit = replace(unit, id=at)
            taken.add(at)
            more.append(unit)
            mine[at] = nothing_yet(unit, "team", default("line"))
        finding = mine[at]
        used = finding.safety is not None and finding.safety.answers_used
        mine[at] = replace(
            finding, pulse=told.of_team(team, _parting(finding, team, told, foretold.get(team)), used=used)
        )
    return WithAnswers(tuple(mine.values()), tuple(more), told.polls.groups())


def _parting(finding: Finding, team: str, told: Polled, foretold: Floats | None) -> list[Apart]:
    """Where its answers part from what was kept, and from how people were met; only where that is known at all."""
    found = []
    trust = told.standing.asked(team, "trust", told.on_us)
    # What the same people told of promises is no behaviour that their answers could part from.
    seen = not any(mark.line == 0 and mark.id.startswith(TOLD_PROMISE) for mark in finding.marks)
    if trust is not None and seen and finding.trust.state != "none" and finding.trust.quantiles:
        found.append(apart(trust, u_of_trust(finding.trust.quantiles)))
    safety = told.standing.asked(team, "safety", told.on_us)
    if safety is not None and foretold is not None:
        found.append(apart(safety, np.asarray(foretold)))
    return [one for one in found if one is not None]
