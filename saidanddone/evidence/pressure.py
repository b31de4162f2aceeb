"""A stretch of pressure: from when to when it was hard to keep one's word, and for whom (MISSION T10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from saidanddone.evidence.arrow import rows_to_table

__all__ = ["SCHEMA", "Pressure", "table"]

SCHEMA = pa.schema(
    [
        pa.field("team", pa.string()),
        pa.field("from_us", pa.int64(), nullable=False),
        pa.field("to_us", pa.int64(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("line", pa.int32(), nullable=False),
    ]
)
"""Table ``pressure``. Times in microseconds UTC; ``team`` null means everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressure:
    """One stretch ``[from_us, to_us]``. A commitment due within it was under pressure."""

    from_us: int
    to_us: int
    source: str
    line: int
    team: str | None = None

    def __post_init__(self) -> None:
        if self.to_us < self.from_us:
            raise ValueError("Pressure.to_us must not be before Pressure.from_us")


def table(stretches: Iterable[Pressure]) -> pa.Table:
    """Stretches of pressure as an Arrow table of :data:`SCHEMA`."""
    return rows_to_table(stretches, SCHEMA)
