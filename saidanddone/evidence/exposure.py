"""Exposure: how much occasion to speak up a team had, by the clock or the roster, never by messages (MODEL §2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from saidanddone.evidence.arrow import rows_to_table

__all__ = ["KINDS", "SCHEMA", "UNITS", "Exposure", "table"]

KINDS = ("meeting", "writing")
UNITS = {"meeting": "person-hours", "writing": "person-weeks"}
"""What exposure of each kind is counted in: scheduled person-hours of meetings, rostered person-weeks of a channel."""

SCHEMA = pa.schema(
    [
        pa.field("team", pa.string(), nullable=False),
        pa.field("person", pa.string()),
        pa.field("from_us", pa.int64(), nullable=False),
        pa.field("to_us", pa.int64(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("amount", pa.float64(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("line", pa.int32(), nullable=False),
    ]
)
"""Table ``exposure``. Times in microseconds UTC; ``amount`` in the unit of its kind, 0 or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """So much occasion to speak up within ``[from_us, to_us]``, for a team or for one person on it."""

    team: str
    from_us: int
    to_us: int
    kind: str
    amount: float
    source: str
    line: int
    person: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"Exposure.kind must be one of {', '.join(KINDS)}")
        if self.to_us < self.from_us:
            raise ValueError("Exposure.to_us must not be before Exposure.from_us")
        if not 0 <= self.amount < float("inf"):
            raise ValueError("Exposure.amount must not be negative")


def table(stretches: Iterable[Exposure]) -> pa.Table:
    """Stretches of exposure as an Arrow table of :data:`SCHEMA`."""
    return rows_to_table(stretches, SCHEMA)
