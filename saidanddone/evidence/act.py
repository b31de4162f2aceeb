"""An act of vulnerability: someone asked, admitted, proposed, raised or challenged (MISSION S2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from saidanddone.evidence.arrow import rows_to_table

__all__ = ["KINDS", "REPORTERS", "SCHEMA", "STAGES", "STAGE_OF", "Act", "table"]

STAGES = ("inclusion", "learner", "contributor", "challenger")
"""The four rungs, from belonging to challenging (S2)."""

STAGE_OF = {
    "introduction": "inclusion",
    "personal": "inclusion",
    "question": "learner",
    "help_seeking": "learner",
    "not_knowing": "learner",
    "mistake": "learner",
    "idea": "contributor",
    "problem": "challenger",
    "challenge": "challenger",
    "protection": "challenger",
}
"""Kind of act -> its rung. ``protection`` is stepping in after somebody was punished (S11)."""

KINDS = tuple(STAGE_OF)

REPORTERS = ("own", "witnessed", "observed")
"""Whose experience it is: my own, one I saw, or one read off a transcript or thread (S6)."""

SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("person", pa.string()),
        pa.field("team", pa.string()),
        pa.field("at_us", pa.int64(), nullable=False),
        pa.field("began_us", pa.int64()),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("stage", pa.string(), nullable=False),
        pa.field("public", pa.bool_()),
        pa.field("uncaught", pa.bool_()),
        pa.field("answered", pa.bool_()),
        pa.field("reporter", pa.string(), nullable=False),
        pa.field("exposure_ref", pa.string()),
        pa.field("confidence", pa.float64()),
        pa.field("source", pa.string(), nullable=False),
        pa.field("line", pa.int32(), nullable=False),
    ]
)
"""Table ``acts``. Times in microseconds UTC; ``confidence`` 0..1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act of vulnerability.

    Attributes:
        person: pseudonym of who acted; None where it must not be known.
        began_us: when the problem it is about began, where known (S9).
        stage: the rung; defaults to that of ``kind``.
        public: said in front of others. uncaught: a mistake nobody else had found (S5).
        answered: whether anybody answered it, where that is known apart from its responses: an answer whose level
            nobody has settled is no response yet, and no silence either.
        reporter: one of :data:`REPORTERS`. confidence: 0..1 that it is what it is called.
    """

    id: str
    at_us: int
    kind: str
    source: str
    line: int
    stage: str = ""
    person: str | None = None
    team: str | None = None
    began_us: int | None = None
    public: bool | None = None
    uncaught: bool | None = None
    answered: bool | None = None
    reporter: str = "own"
    exposure_ref: str | None = None
    confidence: float | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"Act.kind must be one of {', '.join(KINDS)}")
        if not self.stage:
            object.__setattr__(self, "stage", STAGE_OF[self.kind])
        if self.stage not in STAGES:
            raise ValueError(f"Act.stage must be one of {', '.join(STAGES)}")
        if self.reporter not in REPORTERS:
            raise ValueError(f"Act.reporter must be one of {', '.join(REPORTERS)}")
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise ValueError("Act.confidence must be between 0 and 1")


def table(acts: Iterable[Act]) -> pa.Table:
    """Acts as an Arrow table of :data:`SCHEMA`."""
    return rows_to_table(acts, SCHEMA)
