"""An item of a survey: which half it asks about, on which scale, and whether agreeing is bad news (S10, T12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from saidanddone.evidence.arrow import rows_to_table

__all__ = ["COUNTS", "HALVES", "OWN", "OWN_SCALE", "SCHEMA", "Item", "table"]

HALVES = ("trust", "safety", "engagement", "other")
"""What an item asks about. ``engagement``: permission and respect, engaging fully (S12); it informs neither half."""

OWN: Final[Mapping[str, str]] = {
    "kept": "trust",
    "pressure": "trust",
    "admits": "trust",
    "honest": "trust",
    "concerns": "safety",
    "mistakes": "safety",
    "challenge": "safety",
    "help": "safety",
    "permission": "engagement",
    "engaged": "engagement",
}
"""Our own items and their halves; how they are worded is ``survey.items``' business."""

OWN_SCALE: Final = (1.0, 5.0)
"""Five-point agreement."""

COUNTS: Final = ("promises_due", "promises_kept")
"""Answers that count: promises to us that came due in the last two weeks, and how many of them were kept."""

SCHEMA = pa.schema(
    [
        pa.field("item", pa.string(), nullable=False),
        pa.field("half", pa.string(), nullable=False),
        pa.field("low", pa.float64(), nullable=False),
        pa.field("high", pa.float64(), nullable=False),
        pa.field("reversed", pa.bool_(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("line", pa.int32(), nullable=False),
    ]
)
"""Table ``items``: what somebody said of the items of their own survey. Never its wording."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item: answers lie in ``low`` .. ``high``; of a ``reversed`` one the lowest is the best."""

    item: str
    half: str
    low: float
    high: float
    source: str
    line: int
    reversed: bool = False

    def __post_init__(self) -> None:
        if self.half not in HALVES:
            raise ValueError(f"Item.half must be one of {', '.join(HALVES)}")
        if not self.low < self.high:
            raise ValueError("Item.low must be below Item.high")


def table(items: Iterable[Item]) -> pa.Table:
    """Items as an Arrow table of :data:`SCHEMA`."""
    return rows_to_table(items, SCHEMA)
