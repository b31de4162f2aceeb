"""An episode a pulse tells of: something raised or seen and how it was met, or something held back (S5, S6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from saidanddone.evidence.act import KINDS, STAGE_OF
from saidanddone.evidence.arrow import rows_to_table
from saidanddone.evidence.response import FOLLOWED, LEVELS, ROLES

__all__ = ["SCHEMA", "TOLD", "Episode", "table"]

TOLD = ("own", "witnessed", "held_back")
"""My own act, one I saw, or one I thought of and did not make."""

SCHEMA = pa.schema(
    [
        pa.field("round", pa.string(), nullable=False),
        pa.field("team", pa.string()),
        pa.field("department", pa.string()),
        pa.field("respondent", pa.string(), nullable=False),
        pa.field("told", pa.string(), nullable=False),
        pa.field("number", pa.int8(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("stage", pa.string(), nullable=False),
        pa.field("level", pa.int8()),
        pa.field("role", pa.string()),
        pa.field("followed", pa.string(), nullable=False),
        pa.field("closed_us", pa.int64(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
    ]
)
"""Table ``episodes``; ``closed_us`` as in ``answers``. Neither a line nor a time of its own, as there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One episode of the two weeks before a round closed.

    Attributes:
        told: one of :data:`TOLD`. number: which of this respondent's of that sort it is, from 1. kind: of
            ``evidence.act``. level: how it was met, 1..5; None of what was held back, and where the respondent did not
            say. role: who met it, ``leader`` or ``peer``. followed: what came of it.
    """

    round: str
    respondent: str
    told: str
    kind: str
    closed_us: int
    source: str
    team: str | None = None
    department: str | None = None
    level: int | None = None
    role: str | None = None
    followed: str = "unknown"
    stage: str = ""
    number: int = 1

    def __post_init__(self) -> None:
        if self.told not in TOLD:
            raise ValueError(f"Episode.told must be one of {', '.join(TOLD)}")
        if self.kind not in KINDS:
            raise ValueError(f"Episode.kind must be one of {', '.join(KINDS)}")
        if not self.stage:
            object.__setattr__(self, "stage", STAGE_OF[self.kind])
        if self.level is not None and (self.level not in LEVELS or self.told == "held_back"):
            raise ValueError("Episode.level must be 1 to 5, and None of what was held back")
        if self.role not in (None, *ROLES):
            raise ValueError(f"Episode.role must be one of {', '.join(ROLES)}")
        if self.followed not in FOLLOWED:
            raise ValueError(f"Episode.followed must be one of {', '.join(FOLLOWED)}")


def table(episodes: Iterable[Episode]) -> pa.Table:
    """Episodes as an Arrow table of :data:`SCHEMA`."""
    return rows_to_table(episodes, SCHEMA)
