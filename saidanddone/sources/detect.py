"""What kind of file each is, by its content and its header, and all of them read into one body of evidence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from pathlib import Path
from types import MappingProxyType

from saidanddone.errors import UsageError
from saidanddone.evidence.bundle import Evidence, merge
from saidanddone.evidence.people import People
from saidanddone.evidence.problem import Problem
from saidanddone.sources import acts, encounters, ledger, moments, pressure, responses, roster
from saidanddone.sources.book import missing_columns, no_rows, open_book
from saidanddone.sources.dates import ORDERS
from saidanddone.sources.dates import zone as zone_of
from saidanddone.sources.header import Field, Match, match
from saidanddone.sources.sheet import Book, Reading

__all__ = ["EXTENSIONS", "FORMATS", "Format", "ReadRow", "read_path"]

EXTENSIONS = (".csv", ".tsv", ".txt", ".parquet")
"""What is read from a folder; a file named directly is read whatever it is called."""


@dataclass(frozen=True)
class Format:
    """One format: what it is called, its fields, which of them mark it, and its reader.

    Attributes:
        marks: beyond the required fields, at least one of these must be there (none: no more is needed).
    """

    kind: str
    what: str
    fields: tuple[Field, ...] = field(repr=False)
    read: Callable[..., Reading] = field(repr=False)
    marks: tuple[str, ...] = ()

    def fits(self, found: Match) -> bool:
        """Whether a header is one of this format."""
        return not found.missing and (not self.marks or any(mark in found.columns for mark in self.marks))


FORMATS = (
    Format("ledger", "a ledger", ledger.FIELDS, ledger.read),
    Format("responses", "responses", responses.FIELDS, responses.read),
    Format("moments", "moments", moments.FIELDS, moments.read, ("who_responded", "level", "followed")),
    Format("encounters", "encounters", encounters.FIELDS, encounters.read, ("invited", "attended")),
    Format("roster", "a roster", roster.FIELDS, roster.read_sheet, ("role", "handle")),
    Format("pressure", "stretches of pressure", pressure.FIELDS, pressure.read),
    Format("acts", "acts", acts.FIELDS, acts.read),
)
"""Tried in this order; the first that fits a header reads the file."""


@dataclass(frozen=True)
class ReadRow:
    """What was read from one file.

    Attributes:
        source: the file's name without its folder. format: csv, tsv or parquet; empty if it could not be opened.
        kind: one of the kinds of :data:`FORMATS`; ``unknown`` or ``skipped``.
        rows, unread: rows that became evidence, and rows that did not.
        mapping: field -> the name its column goes by. note: choices made on the way, in words.
    """

    source: str
    format: str = ""
    kind: str = "unknown"
    rows: int = 0
    unread: int = 0
    mapping: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


def read_path(
    path: Path,
    people: People,
    *,
    dates: str | None = None,
    tz: str = "UTC",
    taken: Collection[str] = (),
) -> tuple[Evidence, list[Problem], list[ReadRow]]:
    """Read a file, or every table in a folder and its subfolders; hidden ones are left alone.

    Args:
        people: makes pseudonyms. dates: ``dmy`` or ``mdy`` for dates like 7/9/26; None to decide by each file.
        tz: zone of times without one. taken: source names already given to other files of the same request.

    Raises:
        UsageError: no such path, time zone, or order of day and month.
    """
    zone = zone_of(tz)
    if dates is not None and dates not in ORDERS:
        raise UsageError("Say --dates dmy (day first) or --dates mdy (month first).")
    if not path.exists():
        raise UsageError(f"There is no file or folder called {path.name}. Check the name.")
    parts: list[Evidence] = []
    problems: list[Problem] = []
    rows: list[ReadRow] = []
    names = set(taken)
    for file in _files(path):
        source = _unused(file.name, names)
        names.add(source)
        if path.is_dir() and file.suffix.casefold() not in EXTENSIONS:
            rows.append(ReadRow(source, kind="skipped", note="Not a table; name it directly to have it tried."))
            continue
        evidence, told, row = _read_file(file, source, people, dates, zone)
        parts.append(evidence)
        problems += told
        rows.append(row)
    if path.is_dir() and not parts:
        problems.append(
            Problem(path.name, 0, "The folder holds no table.", f"Put files ending in {', '.join(EXTENSIONS)} in it.")
        )
    return merge(parts), problems, rows


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        inside = file.relative_to(path).parts
        if not any(part.startswith(".") for part in inside) and file.is_file():
            yield file


def _unused(name: str, taken: Collection[str]) -> str:
    """The name, or with the first number that makes it new: ``ledger.csv (2)``."""
    if name not in taken:
        return name
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"


def _read_file(
    file: Path, source: str, people: People, dates: str | None, zone: tzinfo
) -> tuple[Evidence, list[Problem], ReadRow]:
    book = open_book(file, source)
    if isinstance(book, Problem):
        return Evidence(), [book], ReadRow(source)
    recognised = _recognise(book, file.stem)
    if isinstance(recognised, Problem):
        return Evidence(), [recognised], ReadRow(source, book.format, note=" ".join(book.notes))
    format_, found = recognised
    sheet = replace(book.take(found.columns), exact=found.exact)
    problems = list(sheet.problems) if not len(sheet) else []
    if not len(sheet):
        if not problems:
            problems = [no_rows(source)]
        return Evidence(), problems, ReadRow(source, book.format, format_.kind, 0, sheet.unread, found.mapping)
    reading = format_.read(sheet, people, dates=dates, zone=zone)
    note = " ".join((*book.notes, *found.notes, *reading.notes))
    row = ReadRow(
        source, book.format, format_.kind, reading.rows, reading.unread, MappingProxyType(dict(found.mapping)), note
    )
    return reading.evidence, list(reading.problems), row


def _recognise(book: Book, stem: str) -> tuple[Format, Match] | Problem:
    """The format whose columns these are, or what is missing from the one they come nearest to."""
    tried = [(format_, match(book.header, format_.fields)) for format_ in FORMATS]
    for format_, found in tried:
        if format_.fits(found):
            return format_, found
    near = [
        (format_.kind == stem.casefold(), len(found.columns) - len(found.missing), -place, format_, found)
        for place, (format_, found) in enumerate(tried)
        if found.missing and (format_.kind == stem.casefold() or len(found.columns) >= 2)
        if len(found.missing) < sum(needed.required for needed in format_.fields)
    ]
    if near:
        *_, format_, found = max(near, key=lambda one: one[:3])
        return missing_columns(book.source, format_.what, found)
    return Problem(
        book.source, 0, "Its columns are not those of any table this reads.",
        "A ledger has the columns subject, made_at and due_at; the page on formats shows an example of each kind.",
    )  # fmt: skip
