"""Read a CSV, TSV or semicolon file into columns, whatever has happened to it on the way."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import TextIO

import numpy as np
import pyarrow as pa

from saidanddone.evidence.problem import Problem
from saidanddone.sources.encoding import Encoding, recognise
from saidanddone.sources.quoting import quoted_cells
from saidanddone.sources.sheet import LONGEST_CELL, Sheet
from saidanddone.sources.telling import told

__all__ = ["DELIMITERS", "LONGEST_LINE", "Delimited", "Mend", "open_delimited"]

DELIMITERS = (",", ";", "\t", "|")
"""Tried in this order; the one that cuts the header into most cells wins, the earlier one if two tie."""

LONGEST_LINE = 16_000_000
"""Characters of one line that are looked at; what is beyond is dropped and the line told."""

_FLUSH = 65_536
_CHUNK = 1 << 20

Mend = Callable[[list[str]], list[str] | None]
"""Takes a row with more cells than the header; the row with as many as it, or None if nobody can say which is which."""


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

    def take(self, columns: Mapping[str, int], mend: Mend | None = None, longest: int = LONGEST_CELL) -> Sheet:
        """The columns at these places of the header, read in one pass and without holding the others.

        ``mend`` puts rows with more cells than the header right; without it what is beyond the header is ignored.
        ``longest``: characters a cell may hold; more where one of the columns holds what somebody said.
        """
        taking = _Taking(tuple(columns.values()), len(self.header), mend, longest)
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
    """Each row's first line and cells. A quote that never closes costs its own line, not the rest of the file.

    Python's csv cuts row after row as long as their marks are right; the one it stumbles over is cut kindly instead,
    and it goes on behind that one.
    """
    ahead: deque[str] = deque()
    held: list[str] = []

    def fed() -> Iterator[str]:
        while True:
            if ahead:
                line = ahead.popleft()
            else:
                following = next(lines, None)
                if following is None:
                    return
                line = following
            held.append(line)
            yield line + "\n"

    number = first
    while True:
        try:
            for cells in csv.reader(fed(), delimiter=delimiter, strict=True, skipinitialspace=True):
                yield number, cells
                number += len(held)
                held.clear()
        except csv.Error:
            line = held[0]
            ahead.extendleft(reversed(held[1:]))
            held.clear()
        else:
            return
        kindly, used = quoted_cells(line, lines, ahead, delimiter)
        if kindly is not None:
            yield number, kindly
            number += 1 + used
            continue
        unquoted.append(number)
        literal = line.split(delimiter)
        if len(literal) == width:
            yield number, literal
        number += 1


def _taker(wanted: tuple[int, ...]) -> Callable[[list[str]], tuple[str, ...]]:
    """What picks the wanted cells of a row."""
    if len(wanted) == 1:
        only = wanted[0]
        return lambda cells: (cells[only],)
    return itemgetter(*wanted)


class _Taking:
    """Rows on their way into columns: a builder, used once."""

    def __init__(self, wanted: tuple[int, ...], width: int, mend: Mend | None, longest: int = LONGEST_CELL) -> None:
        self.wanted = wanted
        self.width = width
        self.mend = mend
        self.longest = longest
        self.overlong: list[int] = []
        self.unquoted: list[int] = []
        self._giant: list[int] = []
        self._wider: list[int] = []
        self._mended: list[int] = []
        self._unplaced: list[int] = []
        self._numbers: list[int] = []
        self._rows: list[tuple[str, ...]] = []
        self._taken = _taker(wanted)
        self._chunks: list[list[pa.Array]] = [[] for _ in wanted]

    def add(self, number: int, cells: list[str]) -> None:
        if len(cells) < self.width:
            if not any(map(str.strip, cells)):
                return
            cells += [""] * (self.width - len(cells))
        elif len(cells) > self.width:
            fitted = self._fitted(number, cells)
            if fitted is None:
                return
            cells = fitted
        taken = self._taken(cells)
        if not (any(taken) or any(map(str.strip, cells))):
            return
        if max(map(len, taken)) > self.longest:
            self._giant.append(number)
            return
        self._numbers.append(number)
        self._rows.append(taken)
        if len(self._rows) >= _FLUSH:
            self._flush()

    def _fitted(self, number: int, cells: list[str]) -> list[str] | None:
        """A row with more cells than the header as one with as many, told; None if it must be left out."""
        if self.mend is not None:
            mended = self.mend(cells)
            if mended is None:
                self._unplaced.append(number)
            elif mended != cells[: self.width]:
                self._mended.append(number)
            return mended
        if any(cell.strip() for cell in cells[self.width :]):
            self._wider.append(number)
        return cells

    def _flush(self) -> None:
        columns = zip(*self._rows, strict=True) if self._rows else [()] * len(self.wanted)
        for column, chunks in zip(columns, self._chunks, strict=True):
            chunks.append(pa.array(column, type=pa.string()))
        self._rows.clear()

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
                f"A cell is longer than {self.longest:,} characters where a name, an id or a "
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
                self._mended,
                "This line has more cells than the header; they fit in one way only, and it was read that way.",
                "Nothing needs to be done; export it again if that seems wrong.",
            ),
            *told(
                source,
                self._unplaced,
                "This line has more cells than the header, and nothing proves which belongs where; it was not read.",
                "Export it again, or put cells that contain the separator in quotation marks.",
            ),
            *told(
                source,
                self.overlong,
                f"This line is longer than {LONGEST_LINE:,} characters; the rest of it was ignored.",
                "Check that the line ends are not missing.",
            ),
        ]
        lines = np.array(self._numbers, dtype=np.int32)
        unread = len(unquoted_unread) + len(self._giant) + len(self._unplaced)
        return Sheet(source, columns, lines, tuple(problems), unread)
