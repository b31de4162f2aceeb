"""An answer of a pulse survey: one respondent, one item, one round; never who, never when (MISSION S10, S12, T12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from saidanddone.evidence.arrow import rows_to_table

__all__ = ["SCHEMA", "Answer", "table"]

SCHEMA = pa.schema(
    [
        pa.field("round", pa.string(), nullable=False),
        pa.field("item", pa.string(), nullable=False),
        pa.field("team", pa.string()),
        pa.field("department", pa.string()),
        pa.field("respondent", pa.string(), nullable=False),
        pa.field("value", pa.float64(), nullable=False),
        pa.field("closed_us", pa.int64(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
    ]
)
"""Table ``answers``. ``closed_us``: the end of the round's last day, µs UTC, the same in every row of a round.

There is no line, no address and no time of answering, and rows stand in the order of their tokens: nothing here tells
in which order people answered.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer.

    Attributes:
        round: what the round is called. team, department: as they stood when the round opened, and never changed.
        respondent: a token that is another one in every round, and is nobody's pseudonym.
        value: as it was given, on the item's own scale, before any reversing.
    """

    round: str
    item: str
    respondent: str
    value: float
    closed_us: int
    source: str
    team: str | None = None
    department: str | None = None

    def __post_init__(self) -> None:
        if not -1e9 < self.value < 1e9:
            raise ValueError("Answer.value must be a number")


def table(answers: Iterable[Answer]) -> pa.Table:
    """Answers as an Arrow table of :data:`SCHEMA`."""
    return rows_to_table(answers, SCHEMA)
