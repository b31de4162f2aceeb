"""Whether people have the contact that trust needs, and a rhythm that would give it (MISSION T7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

import saidanddone
from saidanddone.diagnosis.contact import routines
from saidanddone.diagnosis.finding import Diagnosis, Finding
from saidanddone.diagnosis.nothing import nothing_yet
from saidanddone.diagnosis.views import Unit
from saidanddone.errors import UsageError
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.pseudonym import PSEUDONYM, normalise
from saidanddone.evidence.unreleased import Unreleased
from saidanddone.privacy import door
from saidanddone.privacy.permissions import Permissions
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.settings import default
from saidanddone.sources.dates import zone as zone_of
from saidanddone.verbs import gathering, permitting
from saidanddone.verbs.day import day_of, moment
from saidanddone.verbs.permitting import Asked

__all__ = ["RoutineResult", "WithRoutine", "beside", "routine"]

NO_MEETINGS = (
    "Nothing here tells when people met. Pass a calendar (.ics), a list of encounters, or what was listened to."
)


@dataclass(frozen=True)
class WithRoutine:
    """Findings with how often their people met, those of teams known by that alone among them; and more units."""

    findings: tuple[Finding, ...] = field(repr=False)
    units: tuple[Unit, ...] = field(repr=False)


@dataclass(frozen=True)
class RoutineResult:
    """What may be shown of the contact people had.

    Attributes:
        diagnosis: each unit's routine, released, beside an empty forecast. names: pseudonym -> name of those whom
            whoever asks about themselves has not met enough, or should meet; empty for everybody else.
        on: the day asked about. tz: whose clock the proposals are on.
    """

    diagnosis: ReleasedDiagnosis
    names: Mapping[str, str] = field(repr=False)
    on: date
    tz: str

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as for JSON; nobody is named in it but who the diagnosis names."""
        shown = [one for one in self.diagnosis.released if one.routine is not None]
        return {
            "schema": "routine/1",
            "on": self.on.isoformat(),
            "routines": [
                {"id": one.id, "kind": one.kind, "label": one.label, **(one.routine.to_dict() if one.routine else {})}
                for one in shown
            ],
            "withheld": [
                {"kind": one.kind, "reason": one.reason, "count": one.count} for one in self.diagnosis.withheld
            ],
            "problems": [problem.to_dict() for problem in self.diagnosis.problems],
        }

    def calendar(self, stamp: datetime, *, names: bool = False) -> bytes | None:
        """Every proposal as a calendar file that mail and calendar programs import; None where there is none.

        Args:
            stamp: when it was made. names: say in each entry whom it is with, where whoever asks may know.
        """
        from saidanddone.report.cadence import render

        said = self.names if names else {}
        plans = [plan for one in self.diagnosis.released if one.routine is not None for plan in one.routine.cadence]
        return render(plans, tz=self.tz, after=self.on, stamp=stamp, names=said)


def routine(
    *evidence: str | Path,
    on: date | datetime | str | None = None,
    team: str | None = None,
    roster: str | Path | None = None,
    leader: str | None = None,
    me: str | None = None,
    policy: str | Path | None = None,
    dates: str | None = None,
    tz: str = "UTC",
    store: str | None = None,
    progress: gathering.Progress | None = None,
) -> RoutineResult:
    """How often each team met, and each leader their people; gaps, what was called off, who lacks contact; a rhythm.

    Args:
        evidence: calendars, lists of encounters, workspaces, folders of them. on: the day asked about; default the last
            day on which anything was planned. team: only this team, and its leaders. roster: who is who.
        leader: only this leader; needs a roster. me: whoever asks; they alone are told whom they have not met.
        policy: as for ``diagnose``. dates: ``dmy`` or ``mdy``. tz: zone of times that name none, and of the proposals.
        store: one more place of evidence. progress: told what is being done.

    Raises:
        UsageError: the request cannot be carried out as asked, or nothing tells of any meeting.
        NothingReadable: not one row could be read.
    """
    zone = zone_of(tz)
    places = gathering.with_kept_inside(evidence if store is None else (*evidence, store))
    rules = None if policy is None else Path(policy)
    listed = None if roster is None else Path(roster)
    gathered = gathering.gather(places, roster=listed, dates=dates, tz=tz, aside=[rules], progress=progress)
    found = gathered.evidence
    if not found.encounters.num_rows:
        raise UsageError(NO_MEETINGS)
    newest = pc.max(found.encounters.column("at_us")).as_py()
    on_us = newest - newest % DAY_US + DAY_US - 1 if on is None else moment(on, found.commitments)
    permissions, told = permitting.permitted(gathered, me=me, policy=rules, on_us=on_us)
    asked = permitting.asked(gathered, permissions, leader=leader, team=team)
    whole = beside((), found, on_us, permissions, asked=asked, units=(), zone=zone, people=True)
    diagnosis = Diagnosis(
        on_us=on_us,
        findings=whole.findings,
        record=None,
        read=found.counts(),
        problems=(*gathered.problems, *told),
        sources=gathered.sources,
        version=saidanddone.__version__,
        seed=int(default("seed")),
        notes=gathered.notes,
        on_day=day_of(on, on_us),
    )
    out = door.release(Unreleased(diagnosis), permissions=permissions, units=whole.units)
    return RoutineResult(out, _names(out, permissions), date.fromisoformat(day_of(on, on_us)), tz)


def beside(
    findings: Sequence[Finding],
    evidence: Evidence,
    on_us: int,
    permissions: Permissions,
    *,
    asked: Asked,
    units: Iterable[Unit],
    zone: tzinfo,
    people: bool = False,
) -> WithRoutine:
    """The findings with how often their people met, where anything tells of it.

    Args:
        findings: as forecast. units: every unit known so far. zone: whose clock a proposal is on.
        people: also of persons who have no finding yet.
    """
    if permissions.above or not evidence.encounters.num_rows:
        return WithRoutine(tuple(findings), ())
    found = routines(evidence.encounters, evidence.people, on_us, zone, me=permissions.me)
    out = list(findings)
    place = {_key(one): number for number, one in enumerate(out) if one.kind in ("leader", "self", "team")}
    taken = {unit.id for unit in units}
    more: list[Unit] = []
    for name, one in found.items():
        person = PSEUDONYM.fullmatch(name) is not None
        unit = _person(name) if person else _team(name.removeprefix("team:"))
        at = place.get(("person", name) if person else ("team", normalise(unit.name)))
        if at is not None:
            out[at] = replace(out[at], routine=one)
        elif asked(unit) and unit.id not in taken and (people or not person):
            more.append(unit)
            kind = ("leader" if name in permissions.leaders else "self") if person else "team"
            out.append(replace(nothing_yet(unit, kind, default("line")), routine=one))
    return WithRoutine(tuple(out), tuple(more))


def _key(finding: Finding) -> tuple[str, str]:
    return ("team", normalise(finding.unit)) if finding.kind == "team" else ("person", finding.unit)


def _team(name: str) -> Unit:
    return Unit(f"team:{name}", "team", name, name, frozenset(), 0, 0, unpromised=True)


def _person(name: str) -> Unit:
    return Unit(name, "person", name, None, frozenset({name}), 0, 0)


def _names(out: ReleasedDiagnosis, permissions: Permissions) -> dict[str, str]:
    """The names of those whom whoever asks about themselves lacks: theirs to know, and nobody else's."""
    own = [one.routine for one in out.released if one.id == permissions.me and one.routine is not None]
    whom = {who for one in own for who in one.whom}
    whom |= {plan.with_whom for one in own for plan in one.cadence if plan.with_whom is not None}
    return {who: permissions.names[who] for who in sorted(whom) if who in permissions.names}
