"""A rating: how reliable somebody found a person, a team or a project, on the scale they were asked on (MISSION T4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from saidanddone.evidence.arrow import rows_to_table
from saidanddone.evidence.commitment import SUBJECT_KINDS

__all__ = ["SCHEMA", "Rating", "table"]

SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("subject", pa.string(), nullable=False),
        pa.field("subject_kind", pa.string(), nullable=False),
        pa.field("team", pa.string()),
        pa.field("rater", pa.string()),
        pa.field("at_us", pa.int64(), nullable=False),
        pa.field("value", pa.float64(), nullable=False),
        pa.field("raw", pa.float64(), nullable=False),
        pa.field("scale_low", pa.float64(), nullable=False),
        pa.field("scale_high", pa.float64(), nullable=False),
        pa.field("count", pa.int64(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("line", pa.int32(), nullable=False),
    ]
)
"""Table ``ratings``. Times in microseconds UTC; ``value`` 0..1 is ``raw`` rescaled from its own scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One rating. What was written beside it stays in its owner's file and is never read.

    Attributes:
        subject: who or what was rated: a pseudonym when ``subject_kind`` is person, else the unit's own name.
        rater: pseudonym of who rated; None when the source does not say.
        raw: as given, ``scale_low`` ≤ raw ≤ ``scale_high``. value: ``(raw − low) / (high − low)``, 0..1.
        count: 1, or of how many ratings ``raw`` is the mean, where the source tells no more than that.
    """

    id: str
    subject: str
    at_us: int
    raw: float
    scale_low: float
    scale_high: float
    source: str
    line: int
    subject_kind: str = "person"
    team: str | None = None
    rater: str | None = None
    count: int = 1

    def __post_init__(self) -> None:
        if self.subject_kind not in SUBJECT_KINDS:
            raise ValueError(f"Rating.subject_kind must be one of {', '.join(SUBJECT_KINDS)}")
        if not self.scale_low < self.scale_high:
            raise ValueError("Rating.scale_low must be below Rating.scale_high")
        if not self.scale_low <= self.raw <= self.scale_high:
            raise ValueError("Rating.raw must lie on its scale")
        if self.count < 1:
            raise ValueError("Rating.count must be at least 1")

    @property
    def value(self) -> float:
        """The rating on 0..1."""
        return (self.raw - self.scale_low) / (self.scale_high - self.scale_low)


def table(ratings: Iterable[Rating]) -> pa.Table:
    """Ratings as an Arrow table of :data:`SCHEMA`."""
    return rows_to_table(ratings, SCHEMA)
