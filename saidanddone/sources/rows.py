"""The rows of a small table, cell by cell: what a field says in each, with what could not be read told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo

import numpy as np
import pyarrow as pa

from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.people import People
from saidanddone.evidence.problem import Problem
from saidanddone.sources import cells
from saidanddone.sources.sheet import Bools, Reading, Sheet
from saidanddone.sources.telling import told
from saidanddone.sources.times import read_times, undecided_problem

__all__ = ["Rows", "repeated"]

_ISO = "Write it as 2026-09-07 or 2026-09-07 14:30."
_IDS = ("id", "act_id", "exposure_ref")
"""What one row is called by, and others refer to; replaced by a keyed hash where it could name somebody."""

_LIST = (";", "|", ",")


def repeated(keys: Sequence[object]) -> Bools:
    """Which rows have a key that a row further up has; None is no key.

    >>> repeated(["a", None, "a", None]).tolist()
    [False, False, True, False]
    """
    first: dict[object, int] = {}
    return np.array([key is not None and first.setdefault(key, row) != row for row, key in enumerate(keys)], dtype=bool)


class Rows:
    """A builder for one reading of one small table; the ledger, which may be large, is read by column instead.

    Attributes:
        names: pseudonym -> the handle it stands for, of everybody met so far.
    """

    def __init__(
        self, sheet: Sheet, people: People, zone: tzinfo, dates: str | None, date_fields: Sequence[str]
    ) -> None:
        self.names: dict[str, str] = {}
        self._met: dict[str, str] = {}
        self._sheet = sheet
        self._people = people
        self._times, contradiction = read_times(sheet, date_fields, zone, dates)
        self._good: Bools = np.ones(len(sheet), dtype=bool)
        self._made: Counter[str] = Counter()
        for times in self._times.values():
            self._good &= ~times.undecided
        self._problems: list[Problem] = [
            *sheet.problems, *contradiction, *undecided_problem(sheet.source, int((~self._good).sum())),
        ]  # fmt: skip

    def tell(self, where: Bools, said: str, remedy: str, *, drop: bool = False) -> None:
        """Tell of these rows; ``drop`` them from what is read."""
        where = where & self._good
        self._problems += told(self._sheet.source, self._sheet.lines[where], said, remedy)
        if drop:
            self._good = self._good & ~where

    def needed_times(self, name: str, what: str, *, end: bool = False) -> list[int | None]:
        """Microseconds UTC; rows without are told and dropped."""
        times = self._times[name]
        self.tell(times.empty, f"The line does not say {what}.", f"Fill in the column {name}. {_ISO}", drop=True)
        self.tell(times.bad, f"The line does not say {what} in a way that can be read.", _ISO, drop=True)
        return self._micros(name, end)

    def times(self, name: str, *, end: bool = False) -> list[int | None]:
        """Microseconds UTC, None where there is none; what cannot be read is told and set aside."""
        if name in self._times:
            self.tell(self._times[name].bad, f"The date in the column {name} cannot be read; it was set aside.", _ISO)
        return self._micros(name, end)

    def _micros(self, name: str, end: bool) -> list[int | None]:
        if name not in self._times:
            return [None] * len(self._sheet)
        found: list[int | None] = self._times[name].arrow(end=end).to_pylist()
        return found

    def needed_choices(self, name: str, known: Mapping[str, str], shown: Sequence[str]) -> list[str | None]:
        """One of the known words; rows without are told and dropped."""
        found = cells.choices(self._sheet.columns[name], known)
        nothing = found.values.is_null().to_numpy(zero_copy_only=False)
        self.tell(nothing, f"The column {name} holds no word we know; the line was not read.",
                  f"Use one of {', '.join(shown)}.", drop=True)  # fmt: skip
        values: list[str | None] = found.values.to_pylist()
        return values

    def choices(self, name: str, known: Mapping[str, str]) -> list[str | None]:
        """One of the known words, None where there is none; other words are told and set aside."""
        if name not in self._sheet.columns:
            return [None] * len(self._sheet)
        found = cells.choices(self._sheet.columns[name], known)
        self.tell(found.unknown, f"The column {name} holds a word we do not know; it was set aside.",
                  f"Use one of {', '.join(dict.fromkeys(known.values()))}.")  # fmt: skip
        values: list[str | None] = found.values.to_pylist()
        return values

    def numbers(self, name: str, least: float, most: float) -> list[float | None]:
        """Numbers from ``least`` to ``most``, None where there is none; others are told and set aside."""
        if name not in self._sheet.columns:
            return [None] * len(self._sheet)
        values, wrong = cells.numbers(self._sheet.columns[name])
        outside = ~np.isnan(values) & ~((values >= least) & (values <= most))
        span = f"from {least:g} to {most:g}" if np.isfinite(most) else f"of at least {least:g}"
        self.tell(
            wrong | outside, f"The column {name} holds no usable number; it was set aside.", f"Use a number {span}."
        )
        return [None if bad or np.isnan(value) else float(value) for value, bad in zip(values, outside, strict=True)]

    def texts(self, name: str) -> list[str | None]:
        """Text as it stands, tidied; None where there is none."""
        if name not in self._sheet.columns:
            return [None] * len(self._sheet)
        told = cells.words(self._sheet.columns[name]).arrow()
        values: list[str | None] = (cells.unnamed(told, self._people) if name in _IDS else told).to_pylist()
        return values

    def needed_texts(self, name: str, what: str) -> list[str | None]:
        """Text as it stands, tidied; rows without are told and dropped."""
        values = self.texts(name)
        nothing = np.array([value is None for value in values], dtype=bool)
        self.tell(nothing, f"The line does not say {what}.", f"Fill in the column {name}.", drop=True)
        return values

    def persons(self, name: str) -> list[str | None]:
        """Pseudonyms; None where there is nobody."""
        return [None if handle is None else self.person(handle) for handle in self.texts(name)]

    def several_persons(self, name: str) -> list[tuple[str, ...]]:
        """Pseudonyms of a list in one cell, parted by semicolons, bars or commas (the first of these that occurs)."""
        column = self._sheet.columns.get(name)
        if column is not None and (pa.types.is_list(column.type) or pa.types.is_large_list(column.type)):
            listed = [[str(handle) for handle in row or ()] for row in column.to_pylist()]
        else:
            listed = [
                (text or "").split(next((mark for mark in _LIST if mark in (text or "")), ";"))
                for text in self.texts(name)
            ]
        return [
            tuple(dict.fromkeys(self.person(handle) for cell in row if (handle := cells.tidy(cell)))) for row in listed
        ]

    def person(self, handle: str) -> str:
        """The pseudonym of one person, whose handle is remembered in ``names``."""
        if (known := self._met.get(handle)) is not None:
            return known
        pseudonym = self._people.pseudonym(handle)
        self.names.setdefault(pseudonym, self._people.resolve(handle))
        self._met[handle] = pseudonym
        return pseudonym

    def made_id(self, content: str) -> str:
        """An id from what a row says; rows that say the same are numbered."""
        self._made[content] += 1
        return content if self._made[content] == 1 else f"{content}-{self._made[content]}"

    def unrepeated(self, ids: Sequence[str | None]) -> Iterator[int]:
        """Places of the good rows in file order, the first only of those with the same given id."""
        seen: set[str] = set()
        repeats = np.zeros(len(self._sheet), dtype=bool)
        for row in map(int, np.flatnonzero(self._good)):
            given = ids[row]
            if given is not None:
                repeats[row] = given in seen
                seen.add(given)
        said = "A line further up has the same id; that one was read, this one not."
        self.tell(repeats, said, "Give each its own id.", drop=True)
        return (int(row) for row in np.flatnonzero(self._good))

    def line(self, row: int) -> int:
        """The line a row stands on."""
        return int(self._sheet.lines[row])

    @staticmethod
    def flag(word: str | None) -> bool | None:
        """Yes, no, or not said."""
        return None if word is None else word == "yes"

    def reading(self, evidence: Evidence, rows: int, notes: tuple[str, ...] = ()) -> Reading:
        """What was read, with everything told on the way."""
        return Reading(evidence, tuple(self._problems), rows, len(self._sheet) - rows + self._sheet.unread, notes)
