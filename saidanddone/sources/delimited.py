"""Read a CSV, TSV or semicolon file into columns, whatever has happened to it on the way."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import numpy as np
import pyarrow as pa

from saidanddone.evidence.problem import Problem
from saidanddone.sources.encoding import Encoding, recognise
from saidanddone.sources.quoting import quoted_cells
from saidanddone.sources.sheet import LONGEST_CELL, Sheet
from saidanddone.sources.telling import told

__all__ = ["DELIMITERS", "LONGEST_LINE", "Delimited", "open_delimited"]

DELIMITERS = (",", ";", "\t", "|")
"""Tried in this order; the one that cuts the header into most cells wins, the earlier one if two tie."""

LONGEST_LINE = 16_000_000
"""Characters of one line that are looked at; what is beyond is dropped and the line told."""

_FLUSH = 65_536
_CHUNK = 1 << 20
_CSV_LIMIT = 100_000
"""Longest line handed to Python's csv, safely below its process-wide limit on a cell (131,072)."""


@dataclass(frozen=True)
class Delimited:
    """A delimited text file: its header read, its rows still to come.

    Attributes:
        rows_from: the first line after the header, 1-based.
    """

    path: Path = field(repr=False)
    source: str
    encoding: str
    delimiter: str
    header: tuple[str, ...] = field(repr=False)
    rows_from: int
    notes: tuple[str, ...] = ()

    @property
    def format(self) -> str:
        """``tsv`` when tabs part the cells, else ``csv``."""
        return "tsv" if self.delimiter == "\t" else "csv"

    def take(self, columns: Mapping[str, int]) -> Sheet:
        """The columns at these places of the header, read in one pass and without holding the others."""
        taking = _Taking(tuple(columns.values()), len(self.header))
        with self.path.open(encoding=self.encoding, errors="replace", newline=None) as stream:
            lines = _lines(stream, taking.overlong)
            for _ in range(self.rows_from - 1):
                next(lines, None)
            for number, cells in _records(lines, self.rows_from, self.delimiter, len(self.header), taking.unquoted):
                taking.add(number, cells)
        return taking.sheet(self.source, tuple(columns))


def open_delimited(path: Path, source: str) -> Delimited | Problem:
    """Find encoding, delimiter and header; a ``sep=;`` line, blank lines and ``#`` lines above it are skipped."""
    found = recognise(path, source)
    if isinstance(found, Problem):
        return found
    return _header(path, source, found)


def _header(path: Path, source: str, found: Encoding) -> Delimited | Problem:
    stated = ""
    with path.open(encoding=found.name, errors="replace", newline=None) as stream:
        lines = _lines(stream, [])
        for number, line in enumerate(lines, start=1):
            text = line.replace("\x00", "").strip()
            if text.casefold().startswith("sep=") and len(text) == 5:
                stated = text[4]
            elif text.strip(",;|\t ") and not text.startswith("#"):
                delimiter = stated or _sniff(line)
                cells, used = quoted_cells(line, lines, deque(), delimiter)
                header = tuple(cell.replace("\x00", "").strip() for cell in cells or line.split(delimiter))
                notes = (found.note,) if found.note else ()
                return Delimited(path, source, found.name, delimiter, header, number + used + 1, notes)
    return Problem(source, 0, "The file holds no text.", "Export it again; a ledger needs subject, made_at and due_at.")


def _sniff(header: str) -> str:
    outside = "".join(header.split('"')[0::2])
    return max(DELIMITERS, key=outside.count)


def _lines(stream: TextIO, overlong: list[int]) -> Iterator[str]:
    """Physical lines without their ends; those beyond :data:`LONGEST_LINE` are cut and their numbers noted."""
    number, rest, cut = 0, "", False
    while chunk := stream.read(_CHUNK):
        pieces = (rest + chunk).split("\n")
        rest = pieces.pop()
        for piece in pieces:
            number += 1
            if cut or len(piece) > LONGEST_LINE:
                overlong.append(number)
                cut = False
            yield piece
        if len(rest) > LONGEST_LINE:
            rest, cut = rest[:LONGEST_LINE], True
    if rest:
        if cut:
            overlong.append(number + 1)
        yield rest


def _records(
    lines: Iterator[str], first: int, delimiter: str, width: int, unquoted: list[int]
) -> Iterator[tuple[int, list[str]]]:
    """Each row's first line and cells. A quote that never closes costs its own line, not the rest of the file."""
    ahead: deque[str] = deque()
    number = first - 1
    while True:
        if ahead:
            line = ahead.popleft()
        else:
            following = next(lines, None)
            if following is None:
                return
            line = following
        number += 1
        if '"' not in line:
            yield number, line.split(delimiter)
            continue
        if len(line) < _CSV_LIMIT:
            try:
                yield number, next(csv.reader((line,), delimiter=delimiter, strict=True, skipinitialspace=True))
                continue
            except (csv.Error, StopIteration):
                pass
        cells, used = quoted_cells(line, lines, ahead, delimiter)
        if cells is not None:
            yield number, cells
            number += used
            continue
        unquoted.append(number)
        literal = line.split(delimiter)
        if len(literal) == width:
            yield number, literal


class _Taking:
    """Rows on their way into columns: a builder, used once."""

    def __init__(self, wanted: tuple[int, ...], width: int) -> None:
        self.wanted = wanted
        self.width = width
        self.overlong: list[int] = []
        self.unquoted: list[int] = []
        self._giant: list[int] = []
        self._wider: list[int] = []
        self._numbers: list[int] = []
        self._cells: list[list[str]] = [[] for _ in wanted]
        self._chunks: list[list[pa.Array]] = [[] for _ in wanted]

    def add(self, number: int, cells: list[str]) -> None:
        if len(cells) != self.width:
            if len(cells) < self.width:
                cells += [""] * (self.width - len(cells))
            elif any(cell.strip() for cell in cells[self.width :]):
                self._wider.append(number)
        taken = [cells[place] for place in self.wanted]
        if not any(map(str.strip, cells)):
            return
        if max(map(len, taken), default=0) > LONGEST_CELL:
            self._giant.append(number)
            return
        self._numbers.append(number)
        for column, cell in zip(self._cells, taken, strict=True):
            column.append(cell)
        if len(self._cells[0]) >= _FLUSH:
            self._flush()

    def _flush(self) -> None:
        for column, chunks in zip(self._cells, self._chunks, strict=True):
            chunks.append(pa.array(column, type=pa.string()))
            column.clear()

    def sheet(self, source: str, fields: tuple[str, ...]) -> Sheet:
        self._flush()
        columns = {name: pa.concat_arrays(chunks) for name, chunks in zip(fields, self._chunks, strict=True)}
        read = set(self._numbers)
        unquoted_unread = [line for line in self.unquoted if line not in read]
        problems = [
            *told(
                source,
                unquoted_unread,
                "A quotation mark opens here and never closes.",
                'Close it, or double it if it is meant as a mark: "".',
            ),
            *told(
                source,
                [line for line in self.unquoted if line in read],
                "A quotation mark opens here and never closes; the line was read as it stands.",
                'Close it, or double it if it is meant as a mark: "".',
            ),
            *told(
                source,
                self._giant,
                f"A cell is longer than {LONGEST_CELL:,} characters where a name, an id or a "
                "date belongs; the line was not read.",
                "Shorten it, or check that no quotation mark is missing.",
            ),
            *told(
                source,
                self._wider,
                "This line has more cells than the header; the extra ones were ignored.",
                "Put cells that contain the separator in quotation marks.",
            ),
            *told(
                source,
                self.overlong,
                f"This line is longer than {LONGEST_LINE:,} characters; the rest of it was ignored.",
                "Check that the line ends are not missing.",
            ),
        ]
        lines = np.array(self._numbers, dtype=np.int32)
        return Sheet(source, columns, lines, tuple(problems), len(unquoted_unread) + len(self._giant))
