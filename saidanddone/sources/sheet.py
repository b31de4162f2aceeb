"""A file's rows by field, with the line each stands on, however the file was stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.problem import Problem

__all__ = ["LONGEST_CELL", "Book", "Bools", "Lines", "Reading", "Sheet"]

Lines = NDArray[np.int32]
Bools = NDArray[np.bool_]

LONGEST_CELL = 1_000
"""Characters a cell may hold in a column that is needed; a date, a name or an id is never longer."""


@dataclass(frozen=True)
class Sheet:
    """The needed columns of one file.

    Attributes:
        source: the file's name, without its folder.
        columns: field -> Arrow array of length n: text for delimited files, any type for Parquet.
        lines: length n, 1-based line (as an editor counts) or, for Parquet, row.
        exact: fields whose column has the field's exact name.
        problems: rows that could not even be cut into cells. unread: how many those were.
    """

    source: str
    columns: Mapping[str, pa.Array] = field(repr=False)
    lines: Lines = field(repr=False)
    problems: tuple[Problem, ...] = ()
    unread: int = 0
    exact: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.lines)

    def only(self, rows: Bools) -> Sheet:
        """The same with these rows alone, on the lines they stand on."""
        kept = pa.array(rows)
        columns = {name: column.filter(kept) for name, column in self.columns.items()}
        return replace(self, columns=columns, lines=self.lines[rows])


class Book(Protocol):
    """An opened file: what its columns are called, and a way to take those that are needed."""

    @property
    def source(self) -> str:
        """The file's name, without its folder."""

    @property
    def format(self) -> str:
        """``csv``, ``tsv`` or ``parquet``."""

    @property
    def header(self) -> tuple[str, ...]:
        """The names of its columns, as they stand there."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know about how it was opened."""

    def take(self, columns: Mapping[str, int], *, longest: int = LONGEST_CELL) -> Sheet:
        """The columns at these places of the header, by field; cells up to ``longest`` characters."""


@dataclass(frozen=True)
class Reading:
    """What one format's reader hands back.

    Attributes:
        evidence: what was read. problems: what was not, or only in part.
        rows: rows read. unread: rows that gave no evidence. notes: choices made, in words.
        history: whether the source tells of every change of a due time; None where it tells of none at all.
        understood: rows that were understood and promise nothing, such as a task nobody took on.
    """

    evidence: Evidence
    problems: tuple[Problem, ...] = ()
    rows: int = 0
    unread: int = 0
    notes: tuple[str, ...] = ()
    history: bool | None = None
    understood: int = 0
