"""A response to an act of vulnerability: who met it, how, and what followed (MISSION S3, S8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from saidanddone.evidence.arrow import rows_to_table

__all__ = ["FOLLOWED", "LEVELS", "LIVE", "ROLES", "SCHEMA", "UNREAD", "Response", "table"]

LEVELS = {1: "punished", 2: "ignored or brushed aside", 3: "acknowledged", 4: "validated", 5: "encouraged"}
"""How an act was met. A reasoned no is 3: acknowledged (S3)."""

UNREAD = 0
"""Instead of a level: somebody answered, and how could not be read. It is no level and enters no figure."""

ROLES = ("leader", "peer")
LIVE = ("look", "identify", "validate", "encourage")
"""The four steps of a good response (S8), each a flag."""
FOLLOWED = ("changed", "declined_with_reason", "nothing", "unknown")

SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("act_id", pa.string(), nullable=False),
        pa.field("responder", pa.string()),
        pa.field("role", pa.string()),
        pa.field("at_us", pa.int64()),
        pa.field("level", pa.int8(), nullable=False),
        pa.field("look", pa.bool_()),
        pa.field("identify", pa.bool_()),
        pa.field("validate", pa.bool_()),
        pa.field("encourage", pa.bool_()),
        pa.field("followed", pa.string(), nullable=False),
        pa.field("confidence", pa.float64()),
        pa.field("source", pa.string(), nullable=False),
        pa.field("line", pa.int32(), nullable=False),
    ]
)
"""Table ``responses``. Times in microseconds UTC; ``level`` 1..5, or :data:`UNREAD`; ``confidence`` 0..1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One response to one act (``act_id`` in the same source)."""

    id: str
    act_id: str
    level: int
    source: str
    line: int
    responder: str | None = None
    role: str | None = None
    at_us: int | None = None
    look: bool | None = None
    identify: bool | None = None
    validate: bool | None = None
    encourage: bool | None = None
    followed: str = "unknown"
    confidence: float | None = None

    def __post_init__(self) -> None:
        if self.level != UNREAD and self.level not in LEVELS:
            raise ValueError("Response.level must be 1 to 5, or 0 where it could not be read")
        if self.role not in (None, *ROLES):
            raise ValueError(f"Response.role must be one of {', '.join(ROLES)}")
        if self.followed not in FOLLOWED:
            raise ValueError(f"Response.followed must be one of {', '.join(FOLLOWED)}")
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise ValueError("Response.confidence must be between 0 and 1")


def table(responses: Iterable[Response]) -> pa.Table:
    """Responses as an Arrow table of :data:`SCHEMA`."""
    return rows_to_table(responses, SCHEMA)
