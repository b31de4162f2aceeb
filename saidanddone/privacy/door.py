"""The one door: an unreleased diagnosis goes in, what may be shown comes out, the rest is counted (PRIVACY 1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from saidanddone.diagnosis.finding import Diagnosis, Finding, Mark
from saidanddone.diagnosis.safety import situated
from saidanddone.diagnosis.views import Unit
from saidanddone.evidence.unreleased import Unreleased
from saidanddone.privacy import pulse, routine, safety
from saidanddone.privacy.above import stand_together
from saidanddone.privacy.groups import groups_for_release
from saidanddone.privacy.permissions import Permissions
from saidanddone.privacy.release import _DOOR, Released, ReleasedDiagnosis, Withheld, longest, records_of
from saidanddone.privacy.rules import why_withheld

__all__ = ["AUDIENCES", "release", "withheld"]

AUDIENCES = {
    "self": "you alone",
    "leader": "this leader and, if the leader agrees, their team; never upward, to HR or into appraisal",
    "consent": "those whom this person's consent to the study names",
    "public": "everybody: these are public promises",
    "team": "everybody on the team, its leader at the same moment",
    "project": "everybody on the project, those who lead it at the same moment",
}
"""Who may be shown a result, in words."""

WHOLE = "That is everything in a file without teams or projects, taken as one."


def release(
    diagnosis: Unreleased[Diagnosis], *, permissions: Permissions, units: Sequence[Unit] = ()
) -> ReleasedDiagnosis:
    """What of a diagnosis may be shown, and to whom; the rest counted by kind and reason, never named.

    Args:
        diagnosis: as found. A finding is judged by the unit of the same id, which knows who its makers are; without
            one, by the finding's own ``makers`` and ``leaders_only``.
        permissions: what this run may show.
        units: every unit the evidence holds, forecast or not. One that is withheld is counted even if nobody
            spent time on a forecast nobody may see.
    """
    found = diagnosis.research_only
    together, apart = stand_together(found.findings, permissions) if permissions.above else (None, ())
    known = {unit.id: unit for unit in units}
    judged = {finding.id: known.get(finding.id) or _unit_of(finding, permissions) for finding in found.findings}
    may = [finding for finding in found.findings if why_withheld(judged[finding.id], permissions) is None]
    # The pulse first: a forecast that answers have moved goes with them where they may not be told.
    answered = [pulse.for_release(finding, permissions) for finding in may]
    told = [_with_safety(finding, permissions) for finding, _ in answered]
    shown = tuple(
        _released(finding, judged[finding.id], permissions, len(before.evidence))
        for before, (finding, _) in zip(may, told, strict=True)
    )
    held = Counter((safety.KIND, reason) for _, reason in told if reason is not None)
    held.update((pulse.KIND, reason) for _, reason in answered if reason is not None)
    groups, kept_back = ((), {}) if permissions.above else groups_for_release(found.groups, found.findings)
    held.update({(pulse.KIND, reason): n for reason, n in kept_back.items()})
    # Our record says how much was kept in all: two of them, of one leader more or less, would tell that leader's.
    records = () if permissions.above else records_of(found.records, shown)
    alone = None if permissions.above or found.records else found.record
    return ReleasedDiagnosis(
        on_us=found.on_us,
        released=shown,
        withheld=(
            *withheld((known | judged).values(), permissions),
            *(Withheld(kind, reason, count) for (kind, reason), count in sorted(held.items())),
            *apart,
        ),
        problems=found.problems,
        record=longest(records) or alone,
        records=records,
        read=_roughly(found.read),
        sources=found.sources,
        version=found.version,
        seed=found.seed,
        notes=found.notes,
        on_day=found.on_day,
        distribution=together,
        pulses=groups,
        _door=_DOOR,
    )


def withheld(units: Iterable[Unit], permissions: Permissions) -> tuple[Withheld, ...]:
    """How many units may not be shown, by kind and reason.

    A source without groups is a project to nobody but us: where it holds only what people shown here promised it is
    no result kept from the reader, and otherwise it is said to be that.
    """
    counted: Counter[tuple[str, str]] = Counter()
    shown = permissions.leaders | permissions.consenting.keys() | {permissions.me}
    for unit in units:
        reason = why_withheld(unit, permissions)
        if reason is None or (unit.whole and unit.makers and not unit.unknown and unit.makers <= shown):
            continue
        counted[unit.kind, f"{WHOLE} {reason}" if unit.whole else reason] += 1
    return tuple(Withheld(kind, reason, count) for (kind, reason), count in sorted(counted.items()))


def _with_safety(finding: Finding, permissions: Permissions) -> tuple[Finding, str | None]:
    """The finding with what of its safety may be told, its situation told of no more than that; and why not all."""
    told, reason = safety.for_release(finding, permissions)
    if finding.safety is not None and told.safety is None and finding.situation is not None:
        told = replace(told, situation=situated(finding.trust, None))
    return told, reason


def _released(finding: Finding, unit: Unit, permissions: Permissions, rows: int) -> Released:
    person = unit.kind == "person"
    marks = finding.marks
    if not person:
        # A commitment's own id is whatever its source made it, names included; its row says where it is as well.
        marks = tuple(_without_id(mark) for mark in marks)
    return Released(
        id=finding.id,
        kind=finding.kind,
        label=_label(unit, permissions),
        audience=_audience(unit, permissions),
        trust=finding.trust,
        evidence=finding.evidence,
        rows=rows,
        marks=marks,
        safety=finding.safety,
        situation=finding.situation,
        speaking=finding.speaking,
        by_leaders=finding.leaders_only,
        acts=finding.acts,
        pulse=finding.pulse,
        routine=routine.for_release(finding.routine, finding.kind, permissions, unit=unit.name),
        _door=_DOOR,
    )


def _roughly(read: Mapping[str, int]) -> dict[str, int]:
    """How many rows were read; of what a pulse holds only roughly, since rows are people times questions.

    >>> _roughly({"commitments": 57, "answers": 48, "episodes": 3})
    {'commitments': 57, 'answers': 40, 'episodes': 1}
    """
    return {name: _at_least(n) if name in _OF_PEOPLE else n for name, n in read.items()}


_OF_PEOPLE = ("answers", "episodes")


def _at_least(n: int) -> int:
    """Its first digit, noughts after it; of fewer than ten, 1."""
    if n < 10:
        return min(n, 1)
    digits = str(n)
    return int(digits[0] + "0" * (len(digits) - 1))


def _without_id(mark: Mark) -> Mark:
    """The mark, called by where it stands. Written out, because a large ledger has hundreds of thousands."""
    return Mark(
        f"{mark.source}:{mark.line}", mark.made_us, mark.due_us, mark.closed_us, mark.status, mark.y,
        mark.renegotiated, mark.pressure, mark.source, mark.line,
    )  # fmt: skip


def _label(unit: Unit, permissions: Permissions) -> str:
    if unit.kind != "person":
        return unit.name
    if unit.name == permissions.me:
        return "You"
    return permissions.names.get(unit.name) or f"Leader {unit.name.removeprefix('p-')[:6]}"


def _audience(unit: Unit, permissions: Permissions) -> str:
    if unit.kind != "person":
        return AUDIENCES["public" if unit.name in permissions.public_units else unit.kind]
    if unit.name == permissions.me:
        return AUDIENCES["self"]
    if unit.name in permissions.leaders:
        return AUDIENCES["leader"]
    return AUDIENCES[permissions.consenting[unit.name]]


def _unit_of(finding: Finding, permissions: Permissions) -> Unit:
    """A finding's unit when only the number of its makers was passed on; anonymous places stand for them."""
    kind = finding.kind if finding.kind in ("team", "project") else "person"
    if kind == "person":
        makers = frozenset({finding.unit})
    elif finding.leaders_only:
        makers = permissions.leaders
    else:
        makers = frozenset(f"maker {place}" for place in range(finding.makers))
    return Unit(finding.id, kind, finding.unit, finding.team, makers, 0, 0)
