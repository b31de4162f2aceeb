"""Where evidence came from: each source's format, and whether it tells when due times were changed (MODEL §1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from saidanddone.evidence.arrow import rows_to_table

__all__ = ["SCHEMA", "Origin", "table"]

SCHEMA = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("format", pa.string(), nullable=False),
        pa.field("history", pa.bool_()),
    ]
)
"""Table ``origins``: one row a source; no evidence itself, but what explains it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """One source.

    Attributes:
        source: as in the evidence's own column of that name. format: the kind of file, such as ``ledger`` or ``jira``.
        history: whether it tells of every change of a due time; None where it tells of no due times at all.
    """

    source: str
    format: str
    history: bool | None = None


def table(origins: Iterable[Origin]) -> pa.Table:
    """Origins as an Arrow table of :data:`SCHEMA`."""
    return rows_to_table(origins, SCHEMA)
