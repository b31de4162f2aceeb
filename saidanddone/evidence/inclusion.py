"""Inclusion: how much others made room for somebody in one week; never shown of anybody (MISSION S4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from saidanddone.evidence.arrow import rows_to_table

__all__ = ["COUNTS", "SCHEMA", "WEEK_US", "Inclusion", "monday", "table"]

COUNTS = ("invitations", "replies", "mentions", "turns")

WEEK_US = 7 * 86_400_000_000
_FIRST_MONDAY_US = 4 * 86_400_000_000
"""1970 began on a Thursday."""

SCHEMA = pa.schema(
    [
        pa.field("person", pa.string(), nullable=False),
        pa.field("team", pa.string()),
        pa.field("week_us", pa.int64(), nullable=False),
        pa.field("invitations", pa.float64()),
        pa.field("replies", pa.float64()),
        pa.field("mentions", pa.float64()),
        pa.field("turns", pa.float64()),
        pa.field("source", pa.string(), nullable=False),
        pa.field("line", pa.int32(), nullable=False),
    ]
)
"""Table ``inclusion``. ``week_us``: Monday 00:00 UTC, microseconds. Counts of that week; null where not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inclusion:
    """One person's week: invitations received, replies received, times mentioned, turns they had."""

    person: str
    week_us: int
    source: str
    line: int
    team: str | None = None
    invitations: float | None = None
    replies: float | None = None
    mentions: float | None = None
    turns: float | None = None

    def __post_init__(self) -> None:
        for name in COUNTS:
            value = getattr(self, name)
            if value is not None and not 0 <= value < float("inf"):
                raise ValueError(f"Inclusion.{name} must not be negative")


def monday(at_us: int) -> int:
    """The Monday, 00:00 UTC, of the week a moment is in; microseconds UTC.

    >>> from datetime import UTC, datetime
    >>> datetime.fromtimestamp(monday(1_788_786_000_000_000) / 1e6, UTC).strftime("%a %Y-%m-%d %H:%M")
    'Mon 2026-09-07 00:00'
    """
    return at_us - (at_us - _FIRST_MONDAY_US) % WEEK_US


def table(weeks: Iterable[Inclusion]) -> pa.Table:
    """Weeks as an Arrow table of :data:`SCHEMA`."""
    return rows_to_table(weeks, SCHEMA)
