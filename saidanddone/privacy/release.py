"""Released results: made here and nowhere else, and the only thing an output accepts (PRIVACY, Who is measured)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import InitVar, asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final

from saidanddone.diagnosis.finding import ActMark, Mark
from saidanddone.diagnosis.pulse import Answered, Pulse
from saidanddone.diagnosis.routine import Routine
from saidanddone.diagnosis.speaking import Speaking
from saidanddone.errors import NotReleased
from saidanddone.evidence.problem import Problem
from saidanddone.forecast.quadrant import Situation
from saidanddone.forecast.safety.result import SafetyForecast
from saidanddone.forecast.trust.result import Record, TrustForecast

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "Distribution",
    "GroupPulse",
    "Released",
    "ReleasedDiagnosis",
    "Withheld",
    "longest",
    "records_of",
    "require_released",
]

_DOOR: Final = object()
_ROOMS: Final = (__name__, "saidanddone.privacy.review")
"""Where released things are made: here, and of conversations next door."""


def _kept(kind: type[Any], values: tuple[Any, ...]) -> Any:
    """A copy or an unpickled one, made as the door made it: through the same checks."""
    if kind not in _PASSED:
        raise NotReleased("Only what privacy has released can be copied as released.")
    return kind(*values, _door=_DOOR)


class _ThroughTheDoor:
    """What every released thing has in common: it is made by the door, and by nothing an honest program does.

    A subclass is refused, since it could show what it likes under the name; an object made without its ``__init__``
    holds nothing and is refused by every output. A copy or a pickle gives an equal one back.
    """

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        if cls.__module__ not in _ROOMS:
            raise NotReleased("Results are released by privacy alone; nothing can be made to pass for one.")

    def __reduce__(self) -> tuple[Any, ...]:
        require_released(self)
        return _kept, (type(self), tuple(getattr(self, field.name) for field in fields(self)))  # type: ignore[arg-type]


_PASSED: Final[set[type[Any]]] = set()
"""Every kind of released thing; each is written in by the room that makes it."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """How many results stayed behind the door, and why; never whose."""

    kind: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Released(_ThroughTheDoor):
    """One unit's result, fit to show to those it is released to.

    Attributes:
        id, kind: as in ``diagnosis.finding.Finding``. label: the name to print. audience: who may be shown it.
        evidence: where everything behind both halves stands, as far as it may be told; the first ``rows`` of it are
            commitments. by_leaders: all of it was promised by leaders; of a team, then, to it and not in its name.
        acts: the newest acts of vulnerability behind ``safety``, newest last; nobody's name and no words.
    """

    id: str
    kind: str
    label: str
    audience: str
    trust: TrustForecast
    evidence: tuple[str, ...] = field(repr=False)
    marks: tuple[Mark, ...] = field(repr=False)
    safety: SafetyForecast | None = None
    situation: Situation | None = None
    speaking: Speaking | None = None
    by_leaders: bool = False
    acts: tuple[ActMark, ...] = field(default=(), repr=False)
    rows: int = 0
    pulse: Pulse | None = None
    routine: Routine | None = None
    _door: InitVar[object] = None

    def __post_init__(self, _door: object) -> None:
        if _door is not _DOOR:
            raise NotReleased("Only privacy releases a result; use saidanddone.diagnose.")
        if not isinstance(self.trust, TrustForecast):
            raise NotReleased("A result is released with its forecast opened by privacy, not with a sealed one.")

    def to_dict(self) -> dict[str, Any]:
        """One element of the contract's ``released``."""
        return {
            "id": self.id,
            "kind": self.kind,
            "label": self.label,
            "trust": self.trust.to_dict(),
            "safety": None if self.safety is None else self.safety.to_dict(),
            "situation": None if self.situation is None else self.situation.to_dict(),
            "speaking": None if self.speaking is None else self.speaking.to_dict(),
            "pulse": None if self.pulse is None else self.pulse.to_dict(),
            "routine": None if self.routine is None else self.routine.to_dict(),
            "evidence": list(self.evidence),
        }


@dataclass(frozen=True, slots=True)
class Distribution(_ThroughTheDoor):
    """How at least five leaders stand together, for somebody above them: rounded, and nobody's own figure (PRIVACY 1).

    Attributes:
        kind: whose, ``leader``. leaders: how many of them have a record, at least five.
        quartiles: lower quartile, median and upper quartile of P(the next commitment is kept), 0..1, each rounded to
            the nearest ``step``. line: the share kept it is held against, 0..1. audience: who may be shown it.
    """

    kind: str
    leaders: int
    quartiles: tuple[float, float, float]
    line: float
    step: float
    audience: str
    _door: InitVar[object] = None

    def __post_init__(self, _door: object) -> None:
        if _door is not _DOOR:
            raise NotReleased("Only privacy releases a distribution; use saidanddone.diagnose.")

    def to_dict(self) -> dict[str, Any]:
        """The contract's ``distribution``."""
        return {
            "kind": self.kind,
            "leaders": self.leaders,
            "quartiles": list(self.quartiles),
            "line": self.line,
            "step": self.step,
            "audience": self.audience,
        }


@dataclass(frozen=True, slots=True)
class GroupPulse(_ThroughTheDoor):
    """What a department or the whole organisation answered, fit to show to everybody in it.

    Attributes:
        kind: ``department`` or ``organisation``. label: its name; empty for the organisation.
        answered: its composites, oldest first, without rosters.
    """

    kind: str
    label: str
    answered: tuple[Answered, ...]
    _door: InitVar[object] = None

    def __post_init__(self, _door: object) -> None:
        if _door is not _DOOR:
            raise NotReleased("Only privacy releases a pulse; use saidanddone.diagnose.")

    def to_dict(self) -> dict[str, Any]:
        """One element of the contract's ``pulse_groups``."""
        figures = [asdict(one) for one in self.answered]
        for one in figures:
            del one["roster"]
        return {"kind": self.kind, "label": self.label, "answered": figures}


@dataclass(frozen=True, slots=True)
class ReleasedDiagnosis(_ThroughTheDoor):
    """A whole diagnosis, released: what report, terminal, JSON and the Python face show.

    Attributes:
        released: every unit that may be shown. distribution: how the leaders stand together, where that was asked for
            (then nothing is in ``released``) and may be told. withheld: how many results stayed behind, and why.
        record: the longest of ``records``, each of which is scored on units of ``released`` alone, their ids beside it.
        pulses: what departments and the whole organisation answered, as far as that may be told.
    """

    on_us: int
    released: tuple[Released, ...]
    withheld: tuple[Withheld, ...]
    problems: tuple[Problem, ...]
    record: Record | None
    read: Mapping[str, int]
    sources: tuple[str, ...]
    version: str
    seed: int
    notes: tuple[str, ...] = ()
    on_day: str = ""
    distribution: Distribution | None = None
    records: tuple[tuple[frozenset[str], Record], ...] = field(default=(), repr=False)
    pulses: tuple[GroupPulse, ...] = ()
    _door: InitVar[object] = None

    def __post_init__(self, _door: object) -> None:
        if _door is not _DOOR:
            raise NotReleased("Only privacy releases a diagnosis; use saidanddone.diagnose.")
        for unit in (*self.released, *self.pulses):
            require_released(unit)

    def to_dict(self) -> dict[str, Any]:
        """The contract's JSON object (schema diagnosis/1)."""
        from datetime import UTC, datetime, timedelta

        on = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=self.on_us)
        return {
            "schema": "diagnosis/1",
            "on": self.on_day or on.date().isoformat(),
            "released": [r.to_dict() for r in self.released],
            "withheld": [{"kind": w.kind, "reason": w.reason, "count": w.count} for w in self.withheld],
            "problems": [p.to_dict() for p in self.problems],
            "read": dict(self.read),
            "sources": list(self.sources),
            "version": self.version,
            "seed": self.seed,
            "notes": list(self.notes),
            "record": None if self.record is None else self.record.to_dict(),
            "distribution": None if self.distribution is None else self.distribution.to_dict(),
            "pulse_groups": [group.to_dict() for group in self.pulses],
        }

    def to_arrow(self) -> pa.Table:
        """One row a released unit: who, for whom, and both forecasts' figures (probabilities 0..1, days, µs UTC).

        What is of safety has names of its own (``voice_mean``, ``p_above_safety`` …), null where nothing is known.
        A person's ``id`` is made from all the files read together, so another set of files gives another one; to join
        tables of several days, read into a workspace, whose ids last.
        """
        import pyarrow as pa

        rows = []
        for unit in self.released:
            row: dict[str, Any] = {"id": unit.id, "kind": unit.kind, "label": unit.label, "audience": unit.audience}
            rows.append(row | {name: getattr(unit.trust, name) for name in _TRUST_COLUMNS} | _said(unit))
        texts = dict.fromkeys(
            ("id", "kind", "label", "audience", "state", "safety_state", "situation", "situation_state"), pa.string()
        )
        whole = dict.fromkeys(("occasions", "recent", "last_us", "acts"), pa.int64())
        names = ("id", "kind", "label", "audience", *_TRUST_COLUMNS, *_SAFETY_COLUMNS)
        schema = pa.schema([(name, texts.get(name) or whole.get(name) or pa.float64()) for name in names])
        return pa.Table.from_pylist(rows, schema=schema)


_PASSED.update((Released, Distribution, GroupPulse, ReleasedDiagnosis))

_TRUST_COLUMNS = (
    "state",
    "mean",
    "low",
    "high",
    "cautious",
    "p_above",
    "line",
    "volume",
    "occasions",
    "recent",
    "last_us",
    "fresh_days",
    "perceived",
    "undated_share",
    "renegotiated_share",
    "admitted_share",
    "dropped_share",
    "if_kept",
    "if_broken",
)

_SAFETY_COLUMNS = (
    "safety_state",
    "voice_mean",
    "voice_low",
    "voice_high",
    "spoken_mean",
    "spoken_low",
    "spoken_high",
    "p_above_safety",
    "safety_line",
    "acts",
    "situation_state",
    "situation",
)


def _said(unit: Released) -> dict[str, Any]:
    """What a row tells of safety, and of where both halves meet."""
    row: dict[str, Any] = dict.fromkeys(_SAFETY_COLUMNS)
    if unit.situation is not None:
        row |= {"situation_state": unit.situation.state, "situation": unit.situation.which}
    safety = unit.safety
    if safety is None:
        return row
    for name, told in (("voice", safety.voice), ("spoken", safety.spoken)):
        if told is not None:
            row |= {f"{name}_mean": told.mean, f"{name}_low": told.low, f"{name}_high": told.high}
    more = {"safety_state": safety.state, "p_above_safety": safety.p_above, "safety_line": safety.line}
    return row | more | {"acts": safety.acts}


def records_of(
    records: Iterable[tuple[frozenset[str], Record]], released: Iterable[Released]
) -> tuple[tuple[frozenset[str], Record], ...]:
    """The records that are scored on nothing but these results: another would tell of what is not shown."""
    shown = {unit.id for unit in released}
    return tuple((ids, record) for ids, record in records if ids <= shown)


def longest(records: Iterable[tuple[frozenset[str], Record]]) -> Record | None:
    """The record with most forecasts scored; None without any."""
    return max((record for _, record in records), key=lambda record: record.scored, default=None)


def require_released(thing: object) -> None:
    """Raise :class:`NotReleased` unless the thing came through the door."""
    whole = type(thing) in _PASSED
    # One made by object.__new__ has none of what the door gives: it is told here, not by whatever reads it first.
    if not whole or not all(hasattr(thing, field.name) for field in fields(thing)):  # type: ignore[arg-type]
        raise NotReleased("This output shows only results that privacy has released; use saidanddone.diagnose.")
