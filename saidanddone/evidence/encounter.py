"""An encounter: people were meant to meet, and did or did not (MISSION T7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from saidanddone.evidence.arrow import rows_to_table

__all__ = ["KINDS", "SCHEMA", "STATES", "Encounter", "table"]

KINDS = ("meeting", "one_to_one", "thread")
STATES = ("held", "cancelled")

SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("team", pa.string()),
        pa.field("invited", pa.list_(pa.string()), nullable=False),
        pa.field("attended", pa.list_(pa.string()), nullable=False),
        pa.field("at_us", pa.int64(), nullable=False),
        pa.field("minutes", pa.float64()),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("state", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("line", pa.int32(), nullable=False),
        pa.field("declined", pa.list_(pa.string())),
    ]
)
"""Table ``encounters``. Times in microseconds UTC; ``invited``, ``attended`` and ``declined`` are pseudonyms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """One meeting, one-to-one or thread.

    Attributes:
        declined: who said beforehand that they would not come, among ``invited``; None where the source cannot know.
    """

    id: str
    at_us: int
    source: str
    line: int
    team: str | None = None
    invited: tuple[str, ...] = ()
    attended: tuple[str, ...] = ()
    minutes: float | None = None
    kind: str = "meeting"
    state: str = "held"
    declined: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"Encounter.kind must be one of {', '.join(KINDS)}")
        if self.state not in STATES:
            raise ValueError(f"Encounter.state must be one of {', '.join(STATES)}")
        if self.minutes is not None and not self.minutes >= 0:
            raise ValueError("Encounter.minutes must not be negative")


def table(encounters: Iterable[Encounter]) -> pa.Table:
    """Encounters as an Arrow table of :data:`SCHEMA`."""
    return rows_to_table(encounters, SCHEMA)
