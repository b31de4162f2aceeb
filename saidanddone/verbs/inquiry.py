"""A whole inquiry, from places of evidence to an unreleased diagnosis: what diagnose and explain share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

import saidanddone
from saidanddone.diagnosis import trust
from saidanddone.diagnosis.finding import Diagnosis, Finding
from saidanddone.diagnosis.nothing import nothing_yet
from saidanddone.diagnosis.views import Ledger, Unit, ledgers, people_in
from saidanddone.errors import UsageError
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.unreleased import Unreleased
from saidanddone.forecast.trust.forecast import forecasts
from saidanddone.forecast.trust.panel import Walk
from saidanddone.forecast.trust.result import Record
from saidanddone.privacy.permissions import Permissions
from saidanddone.privacy.rules import why_withheld
from saidanddone.settings import default
from saidanddone.sources.dates import zone as zone_of
from saidanddone.sources.ledger import made_after
from saidanddone.store import engine
from saidanddone.store.engine import Engine
from saidanddone.store.settled import standing
from saidanddone.store.tallies import tallies
from saidanddone.verbs import answering, gathering, path, permitting, rating, routine, speaking
from saidanddone.verbs.day import day_of
from saidanddone.verbs.orphans import orphans, unused
from saidanddone.verbs.walking import walked_forward

if TYPE_CHECKING:
    import ibis

__all__ = ["Inquiry", "inquire"]


@dataclass(frozen=True)
class Inquiry:
    """What was found, before the door.

    Attributes:
        units: every unit the evidence holds, forecast or not. records: id of a unit -> our record on its ledger.
        ledgers: id of a unit -> the ledger it was forecast from. origins: where the evidence came from.
    """

    diagnosis: Unreleased[Diagnosis]
    permissions: Permissions
    units: tuple[Unit, ...] = field(repr=False)
    records: dict[str, Record] = field(repr=False)
    ledgers: dict[str, Ledger] = field(repr=False)
    origins: pa.Table = field(repr=False)


@dataclass(frozen=True)
class _Told:
    """One ledger's findings, our record on it, and the panel walked over it."""

    findings: tuple[Finding, ...] = field(repr=False)
    record: Record
    walk: Walk = field(repr=False)


def inquire(
    places: Sequence[str | Path],
    *,
    on: date | datetime | str | None,
    team: str | None,
    roster: str | Path | None,
    leader: str | None,
    me: str | None,
    policy: str | Path | None,
    dates: str | None,
    tz: str,
    seed: int | None,
    progress: gathering.Progress | None,
    above: bool = False,
) -> Inquiry:
    """Gather, permit, and forecast what may be shown; arguments and errors as in ``verbs.diagnose``."""
    if above and (leader is not None or me is not None or team is not None):
        raise UsageError(permitting.NOT_ABOVE)
    listed = None if roster is None else Path(roster)
    rules = None if policy is None else Path(policy)
    gathered = gathering.gather(
        gathering.with_kept_inside(places), roster=listed, dates=dates, tz=tz, aside=[rules], progress=progress
    )
    gathered = gathering.laid_over(gathering.needed(gathered))
    evidence = gathered.evidence
    on_us = rating.day_asked(on, evidence)
    permissions, policy_problems = permitting.permitted(gathered, me=me, policy=rules, above=above, on_us=on_us)
    asked = permitting.asked(gathered, permissions, leader=leader, team=team)
    start = int(default("seed")) if seed is None else seed
    made, said = evidence.commitments.column("made_us"), evidence.acts.column("at_us")
    if len(made) and pc.min(made).as_py() > on_us and not (len(said) and pc.min(said).as_py() <= on_us):
        raise UsageError("Nothing had been promised by that day. Ask about a later one with --on.")
    same = permitting.same_people(evidence.names)
    polled = answering.polled(evidence, on_us, permissions)
    told_of = speaking.heard(evidence, on_us, permissions, same, polled)
    teams = [name for name in evidence.people.column("team").to_pylist() if name is not None]
    views = _Views(evidence, permissions, tuple(teams), same)
    found = views.on(on_us) if polled is None else polled.promises(views.on(on_us), evidence.people)
    findings: list[Finding] = []
    records: dict[str, Record] = {}
    ledger_of: dict[str, Ledger] = {}
    walks: dict[str, Walk] = {}
    for ledger in found:
        may = {name: unit for name, unit in ledger.units.items() if asked(unit) and _may(ledger, unit, permissions)}
        if may:
            forecast = _forecast(ledger, may, on_us, permissions, start, progress)
            findings += forecast.findings
            records |= dict.fromkeys((finding.id for finding in forecast.findings), forecast.record)
            ledger_of |= dict.fromkeys((finding.id for finding in forecast.findings), ledger)
            walks[ledger.name] = forecast.walk
    silent = [unit for unit in permitting.silent_people(gathered, permissions, found) if asked(unit)]
    kinds = {unit.id: "leader" if unit.name in permissions.leaders else "self" for unit in silent}
    findings += [nothing_yet(unit, kinds[unit.id], default("line")) for unit in silent]
    units = [*(unit for ledger in found for unit in ledger.units.values()), *silent]
    units += permitting.withheld_people(gathered, found)
    persons = people_in(evidence.commitments) | set(evidence.people.column("pseudonym").to_pylist())
    ratings = rating.of_units(rating.by_person(evidence.ratings, same), teams, units, persons, gathered.people)
    told = rating.beside(findings, ratings, on_us, permissions, asked=asked, units=units, roster=evidence.people)
    whole = speaking.beside(
        told.findings,
        told_of,
        permissions,
        asked=asked,
        units=(*units, *told.units),
        seed=start,
        path=lambda shown: path.of(shown, ledger_of, walks, told_of, views.on, permissions, on_us, progress),
    )
    known = (*units, *told.units, *whole.units)
    foretold = {} if polled is None or told_of is None else told_of.foretold()
    answered = answering.beside(whole.findings, polled, foretold, asked=asked, units=known)
    units_so_far = (*known, *answered.units)
    contact = routine.beside(
        answered.findings, evidence, on_us, permissions, asked=asked, units=units_so_far, zone=zone_of(tz)
    )
    diagnosis = Diagnosis(
        on_us=on_us,
        findings=contact.findings,
        record=max(records.values(), key=lambda record: record.scored, default=None),
        records=_told_of(records),
        read=evidence.counts(),
        problems=(
            *gathered.problems,
            *orphans(evidence),
            *unused(evidence, on_us),
            *policy_problems,
            *made_after(evidence.commitments, on_us),
        ),
        sources=gathered.sources,
        version=saidanddone.__version__,
        seed=start,
        on_day=day_of(on, on_us),
        notes=(*dict.fromkeys(record.sample for record in records.values() if record.sample), *gathered.notes),
        groups=answered.groups if team is None and leader is None else (),
    )
    return Inquiry(
        Unreleased(diagnosis), permissions, (*units_so_far, *contact.units), records, ledger_of, evidence.origins
    )


@dataclass(frozen=True)
class _Views:
    """How this evidence's commitments are seen as ledgers, on any day."""

    evidence: Evidence = field(repr=False)
    permissions: Permissions = field(repr=False)
    teams: tuple[str, ...] = field(repr=False)
    same: Mapping[str, str] = field(repr=False)

    def on(self, on_us: int, permissions: Permissions | None = None) -> list[Ledger]:
        """The ledgers on a day, for whom they may be shown to on it."""
        may, evidence = permissions or self.permissions, self.evidence
        return ledgers(
            evidence.commitments,
            on_us,
            leaders=may.leaders,
            me=may.me,
            listed=may.consenting,
            teams=self.teams,
            roster=may.roster,
            people=evidence.people if may.roster else None,
            same=self.same,
        )


def _told_of(records: Mapping[str, Record]) -> tuple[tuple[frozenset[str], Record], ...]:
    """Each record with the ids of all units it is scored on."""
    units: dict[int, set[str]] = {}
    for unit_id, record in records.items():
        units.setdefault(id(record), set()).add(unit_id)
    return tuple((frozenset(units[key]), record) for key, record in {id(r): r for r in records.values()}.items())


def _may(ledger: Ledger, unit: Unit, permissions: Permissions) -> bool:
    """Whether a unit is forecast: where it may be shown, or to tell somebody above how the leaders stand together."""
    if permissions.above:
        return ledger.name == "leaders"
    return why_withheld(unit, permissions) is None


def _forecast(
    ledger: Ledger,
    may: dict[str, Unit],
    on_us: int,
    permissions: Permissions,
    seed: int,
    progress: gathering.Progress | None,
) -> _Told:
    """Forecast these units of a ledger. Its other units inform what is common to all, and are not looked at."""
    if progress is not None:
        progress("summing")
    # Our record tells how much was kept in all it is scored on: over more than is shown it would tell of the rest.
    only = None if len(may) == len(ledger.units) else frozenset(may)
    # One thread adds up in one order, so that the same evidence gives the same figures to the last bit.
    memory = engine.memory(Evidence(commitments=ledger.commitments), threads=1)
    with memory as opened, standing(opened, on_us) as stand:
        walk, record = walked_forward(
            opened, ledger.view, ledger.commitments, on_us, seed, progress, only=only, standing=stand
        )
        summed = tallies(opened, ledger.view, on_us, slower=default("bad_lasts"), standing=stand)
        rows = _rows_of(opened, stand, ledger, may, on_us)
    told = {name: one for name, one in forecasts(summed, walk, seed=seed).items() if name in may}
    return _Told(trust.findings(ledger.kind, may, told, rows, permissions.leaders), record, walk)


def _rows_of(opened: Engine, stand: ibis.Table, ledger: Ledger, may: dict[str, Unit], on_us: int) -> pa.Table:
    """The settled commitments of these units, with the columns a finding cites."""
    # Past its day in a source that would say and does not: not due no longer, and no miss either.
    untold = (stand.outcome == "unknown") & (stand.status == "pending") & (stand.deadline_us < on_us)
    stand = stand.mutate(status=untold.fill_null(False).ifelse("untold", stand.status))
    by = ledger.view.by
    cited = stand.filter(stand[by].isin(sorted(may))).mutate(unit=stand[by]).select(*trust.COLUMNS)
    return opened.arrow(cited, doing="Listing the commitments")
