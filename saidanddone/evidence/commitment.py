"""A commitment: who said what would be done, for whom, by when, and what became of it (MISSION T1, T5, T11)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from saidanddone.evidence.arrow import rows_to_table

__all__ = [
    "DIRECTIONS", "HEARD_ID", "KINDS", "MADE_ID", "OUTCOMES", "REPORTERS", "SCHEMA", "SUBJECT_KINDS", "Commitment",
    "table",
]  # fmt: skip

SUBJECT_KINDS = ("person", "team", "project")
"""Whose commitment it is. A person is never named without permission (PRIVACY)."""

DIRECTIONS = ("to_team", "by_team", "outward")
"""``to_team``: a leader to the team (the trust axis); ``by_team``: a member's delivery; ``outward``: to others."""

KINDS = ("promise", "value", "claim")
"""A promise, a stated value, or a claim about oneself (T12)."""

OUTCOMES = ("kept", "broken", "pending", "overdue", "delivered", "admitted", "withdrawn", "dropped", "unknown")
"""What the source says became of it: a plain verdict (``kept``, ``broken``), a status of MODEL §1, or
``unknown``: a source that states verdicts is silent about this one."""

REPORTERS = ("maker", "receiver", "system")
"""Who says so. Where they differ the receiver's word wins, then the system's (T3)."""

MADE_ID = "^c-[0-9a-f]{16}"
"""What an id looks like that was made of what a row says, pseudonyms among it, where its source gave none."""

HEARD_ID = "^p-[a-z2-7]{13}-"
"""What the id of a promise looks like that was heard in talk and confirmed by a person."""

SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("subject", pa.string(), nullable=False),
        pa.field("subject_kind", pa.string(), nullable=False),
        pa.field("maker", pa.string()),
        pa.field("team", pa.string()),
        pa.field("to", pa.string()),
        pa.field("direction", pa.string()),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("made_us", pa.int64(), nullable=False),
        pa.field("due_us", pa.int64()),
        pa.field("due_is_date", pa.bool_(), nullable=False),
        pa.field("first_due_us", pa.int64()),
        pa.field("moved_us", pa.int64()),
        pa.field("moved_due_us", pa.int64()),
        pa.field("closed_us", pa.int64()),
        pa.field("outcome", pa.string()),
        pa.field("outcome_by", pa.string()),
        pa.field("known_us", pa.int64()),
        pa.field("renegotiations", pa.int32()),
        pa.field("answers_id", pa.string()),
        pa.field("size", pa.float64()),
        pa.field("formal", pa.bool_()),
        pa.field("pressure", pa.bool_()),
        pa.field("occasion", pa.string()),
        pa.field("told_us", pa.int64()),
        pa.field("source", pa.string(), nullable=False),
        pa.field("line", pa.int32(), nullable=False),
    ]
)
"""Table ``commitments``. Times in microseconds UTC (``…_us``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One commitment, as one source tells it.

    Attributes:
        id: unique within its source; with ``source`` it is the row's identity.
        subject: whose commitment: a pseudonym when ``subject_kind`` is person, else the unit's own name.
        maker: pseudonym of the person who made it, where it is not the subject itself.
        team: the group, team or project it belongs to.
        to: pseudonym or unit it was made to.
        made_us, due_us: when it was made; when it is due as the source says now. ``due_us`` None: undated (T5).
        due_is_date: the due time was a bare date and stands for that day's end.
        first_due_us: due time as first promised; None means "as ``due_us``" unless ``renegotiations`` says otherwise.
        moved_us, moved_due_us: when it was first moved, and to when.
        closed_us: when it was delivered or closed.
        outcome: one of :data:`OUTCOMES`, or None when only dates speak.
        outcome_by: one of :data:`REPORTERS`.
        known_us: from when the outcome may be used by a forecast; None means "when it was due".
        renegotiations: how often the due time moved; None when the source cannot know.
        size: effort in the source's own unit, > 0; shown and a bounded feature, never an unbounded weight (T14).
        formal: said in a form that binds (T5). pressure: made or due under pressure (T10).
        occasion: what shares fate with it; None means subject and due day.
        told_us: when the source last changed what it says of it, None where it does not tell: of two accounts of one
            thing the later one stands, whichever file was read first.
        source, line: where it was read: file name and 1-based line.
    """

    id: str
    subject: str
    made_us: int
    source: str
    line: int
    subject_kind: str = "person"
    maker: str | None = None
    team: str | None = None
    to: str | None = None
    direction: str | None = None
    kind: str = "promise"
    due_us: int | None = None
    due_is_date: bool = False
    first_due_us: int | None = None
    moved_us: int | None = None
    moved_due_us: int | None = None
    closed_us: int | None = None
    outcome: str | None = None
    outcome_by: str | None = None
    known_us: int | None = None
    renegotiations: int | None = None
    answers_id: str | None = None
    size: float | None = None
    formal: bool | None = None
    pressure: bool | None = None
    occasion: str | None = None
    told_us: int | None = None

    def __post_init__(self) -> None:
        for name, allowed in (
            ("subject_kind", SUBJECT_KINDS),
            ("direction", (None, *DIRECTIONS)),
            ("kind", KINDS),
            ("outcome", (None, *OUTCOMES)),
            ("outcome_by", (None, *REPORTERS)),
        ):
            if getattr(self, name) not in allowed:
                raise ValueError(f"Commitment.{name} must be one of {', '.join(str(a) for a in allowed)}")
        if self.renegotiations is not None and self.renegotiations < 0:
            raise ValueError("Commitment.renegotiations must not be negative")
        if self.size is not None and not self.size > 0:
            raise ValueError("Commitment.size must be above 0")


def table(commitments: Iterable[Commitment]) -> pa.Table:
    """Commitments as an Arrow table of :data:`SCHEMA`."""
    return rows_to_table(commitments, SCHEMA)
