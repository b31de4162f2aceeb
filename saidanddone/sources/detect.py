"""What kind of file each is, by its content and its header, and all of them read into one body of evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from saidanddone.errors import UsageError
from saidanddone.evidence import origin
from saidanddone.evidence.bundle import Evidence, merge
from saidanddone.evidence.origin import Origin
from saidanddone.evidence.people import People
from saidanddone.evidence.problem import Problem
from saidanddone.sources import calendar, ours, survey_items
from saidanddone.sources.book import missing_columns, no_rows, open_book
from saidanddone.sources.calendar_entries import Calendar, is_calendar, open_calendar
from saidanddone.sources.conversations import is_talk
from saidanddone.sources.dates import ORDERS
from saidanddone.sources.dates import zone as zone_of
from saidanddone.sources.delimited import Delimited
from saidanddone.sources.document import Document, open_document
from saidanddone.sources.formats import DOCUMENTS, FORMATS, DocumentFormat, Format
from saidanddone.sources.header import Match, match
from saidanddone.sources.sheet import Book, Reading
from saidanddone.sources.survey_structure import EXTENSION as STRUCTURE
from saidanddone.sources.survey_structure import Structure, open_structure, together
from saidanddone.sources.surveys import holds_answers, read_survey

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "DOCUMENTS", "EXTENSIONS", "FORMATS", "LARGEST_ROSTER", "SPOKEN", "DocumentFormat", "Format", "ReadRow",
    "read_path", "read_paths", "rosters_among",
]  # fmt: skip

TABLES = (".csv", ".tsv", ".txt", ".parquet")
JSON = (".json", ".jsonl", ".ndjson")
EXTENSIONS = (*TABLES, *JSON, calendar.EXTENSION, STRUCTURE)
"""What is read from a folder; a file named directly is read whatever it is called."""

LARGEST_ROSTER = 5_000_000
"""Bytes: some fifty thousand people. What is larger is an export, and is not opened to see whether it is a roster."""

_SPOKEN = Problem(
    "", 0, "This is a conversation, and those are listened to only when you ask.", "saidanddone listen does."
)
SPOKEN = f"{_SPOKEN.said} {_SPOKEN.remedy}"
"""The note of a conversation that lies among the files of a folder."""


_LIKE_ANSWERS = ("jira", "ledger")
"""Kinds with columns that go by the names of our own items, such as ``kept``. A roster or another table with several of
those is a pulse: whose names stand beside the answers is nobody's roster."""


@dataclass(frozen=True)
class ReadRow:
    """What was read from one file.

    Attributes:
        source: the file's name without its folder. format: csv, tsv, parquet or json; empty if it could not be opened.
        kind: one of the kinds of :data:`FORMATS` and :data:`DOCUMENTS`; ``unknown`` or ``skipped``.
        rows, unread: rows that became evidence, and rows that did not.
        understood: rows that were understood and hold no evidence, such as tasks nobody took on.
        mapping: field -> the name its column goes by. note: choices made on the way, in words.
    """

    source: str
    format: str = ""
    kind: str = "unknown"
    rows: int = 0
    unread: int = 0
    mapping: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    understood: int = 0


@dataclass(frozen=True)
class _Read:
    """One file, read: its evidence, what could not be read, and what is told of it."""

    evidence: Evidence
    problems: Sequence[Problem]
    row: ReadRow


@dataclass(frozen=True)
class _Unsettled:
    """An opened table that holds answers of a survey, or nothing we know: ``otherwise`` is what is told of it then."""

    file: Path = field(repr=False)
    book: Book = field(repr=False)
    otherwise: _Read


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
    return read_paths([path], people, dates=dates, tz=tz, taken=taken)


def read_paths(
    paths: Iterable[Path],
    people: People,
    *,
    dates: str | None = None,
    tz: str = "UTC",
    taken: Collection[str] = (),
    items: pa.Table | None = None,
) -> tuple[Evidence, list[Problem], list[ReadRow]]:
    """Read files and folders as one body of evidence; arguments and errors as in :func:`read_path`.

    ``items``: what was told before of the items of a survey, for its answers; a table among these files goes first.
    JSON exports of one format are read together, since one may tell what became of what another told; answers of a
    survey last, since a table of its items may lie anywhere among the evidence.
    """
    zone = zone_of(tz)
    if dates is not None and dates not in ORDERS:
        raise UsageError("Say --dates dmy (day first) or --dates mdy (month first).")
    done: list[_Read | Document | Calendar | Structure | _Unsettled] = []
    names = set(taken)
    for path in paths:
        if not path.exists():
            raise UsageError(f"There is no file or folder called {path.name}. Check the name.")
        read_here = False
        for file in _files(path):
            source = _unused(file.name, names)
            names.add(source)
            if ours.is_ours(file):
                wrong = () if path.is_dir() else (ours.problem(source),)
                done.append(_Read(Evidence(), wrong, ReadRow(source, kind="skipped", note=ours.NOTE)))
                continue
            if path.is_dir() and file.suffix.casefold() not in EXTENSIONS:
                note = SPOKEN if is_talk(file) else "Not a table; name it directly to have it tried."
                done.append(_Read(Evidence(), (), ReadRow(source, kind="skipped", note=note)))
                continue
            read_here = True
            one = _read_file(file, source, people, dates, zone)
            done.append(_spoken(file, one) if isinstance(one, _Read) else one)
        if path.is_dir() and not read_here:
            said, remedy = "The folder holds no table.", f"Put files ending in {', '.join(EXTENSIONS)} in it."
            done.append(_Read(Evidence(), [Problem(path.name, 0, said, remedy)], ReadRow(path.name, kind="folder")))
    read = _documents_read(_surveys_read(done, people, dates, zone, items), people, zone)
    rows = [one.row for one in read if one.row.kind != "folder"]
    return merge([one.evidence for one in read]), [told for one in read for told in one.problems], rows


def _surveys_read(
    done: Sequence[_Read | Document | Calendar | Structure | _Unsettled],
    people: People,
    dates: str | None,
    zone: tzinfo,
    items: pa.Table | None,
) -> list[_Read | Document | Calendar]:
    """The same with every file of answers read, by all tables of items among them."""
    structure = together(one for one in done if isinstance(one, Structure))
    before = {} if items is None else survey_items.named(items)
    named = before | survey_items.named(merge([one.evidence for one in done if isinstance(one, _Read)]).items)
    read: list[_Read | Document | Calendar] = []
    for one in done:
        if isinstance(one, Structure):
            note = "The scales of a survey, for its answers; nothing of its wording was read."
            read.append(_Read(Evidence(), (), ReadRow(one.source, "xml", "structure", note=note,
                                                      understood=one.questions)))  # fmt: skip
            continue
        if not isinstance(one, _Unsettled):
            read.append(one)
            continue
        found = read_survey(one.book, one.file.stem, people, named, dates=dates, zone=zone, structure=structure)
        if found is None:
            read.append(_spoken(one.file, one.otherwise))
        else:
            read.append(_as_read(one.book.source, one.book.format, found.kind, found.reading, found.mapping,
                                 one.book.notes))  # fmt: skip
    return read


def _documents_read(done: Sequence[_Read | Document | Calendar], people: People, zone: tzinfo) -> list[_Read]:
    """The same with every JSON export read, those of one format together, and so every calendar."""
    waiting: dict[int, list[int]] = {}
    read: dict[int, _Read] = {}
    calendars = [one for one in done if isinstance(one, Calendar)]
    as_read = iter(calendar.read(calendars, people, zone=zone))
    for place, one in enumerate(done):
        if isinstance(one, _Read):
            read[place] = one
            continue
        if isinstance(one, Calendar):
            read[place] = _as_read(one.source, "ics", "calendar", next(as_read), {}, ())
            continue
        number = _format_of(one)
        if number is None:
            read[place] = _unknown(one)
        else:
            waiting.setdefault(number, []).append(place)
    for number, places in waiting.items():
        format_ = DOCUMENTS[number]
        documents = [one for place in places if isinstance(one := done[place], Document)]
        for place, document, reading in zip(places, documents, format_.read(documents, people, zone=zone), strict=True):
            read[place] = _as_read(document.source, "json", format_.kind, reading, {}, document.notes)
    return [read[place] for place in range(len(done))]


def _format_of(document: Document) -> int | None:
    for item in document.items:
        for number, format_ in enumerate(DOCUMENTS):
            if format_.knows(item):
                return number
    return None


def _unknown(document: Document) -> _Read:
    problems = document.problems or (
        Problem(
            document.source, 0, "This is JSON, but of no kind that this reads.",
            "Issues, milestones and events of Jira and GitHub are read; the page on formats shows how to save them.",
        ),
    )  # fmt: skip
    unread = len(document.items) + document.unread
    return _Read(Evidence(), problems, ReadRow(document.source, "json", unread=unread))


def _as_read(
    source: str, format_: str, kind: str, reading: Reading, mapping: Mapping[str, str], notes: Sequence[str]
) -> _Read:
    row = ReadRow(
        source, format_, kind, reading.rows, reading.unread, MappingProxyType(dict(mapping)),
        " ".join((*notes, *reading.notes)), reading.understood,
    )  # fmt: skip
    evidence = reading.evidence
    if any(evidence.counts().values()):
        evidence = replace(evidence, origins=origin.table([Origin(source, kind, reading.history)]))
    return _Read(evidence, reading.problems, row)


def _spoken(file: Path, read: _Read) -> _Read:
    """The same; of a conversation, that it is one and is listened to only when somebody asks (PRIVACY 4)."""
    if read.evidence.counts() != Evidence().counts() or not read.problems or not is_talk(file):
        return read
    told = replace(_SPOKEN, source=read.row.source)
    return _Read(Evidence(), [told], replace(read.row, kind="conversation"))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        inside = file.relative_to(path).parts
        if not any(part.startswith(".") for part in inside) and file.is_file():
            yield file


def rosters_among(files: Iterable[Path]) -> list[Path]:
    """Which of these files are rosters, by their headers; a file too large to be one is not opened."""
    found = []
    for file in files:
        if file.suffix.casefold() not in TABLES or not file.is_file() or file.stat().st_size > LARGEST_ROSTER:
            continue
        book = open_book(file, file.name)
        recognised = book if isinstance(book, Problem) else _recognise(book, file.stem)
        if not isinstance(recognised, Problem) and recognised[0].kind == "roster":
            found.append(file)
    return found


def _unused(name: str, taken: Collection[str]) -> str:
    """The name, or with the first number that makes it new: ``ledger.csv (2)``."""
    if name not in taken:
        return name
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"


def _is_calendar(file: Path) -> bool:
    if file.suffix.casefold() == calendar.EXTENSION:
        return True
    try:
        with file.open("rb") as stream:
            return is_calendar(stream.read(64))
    except OSError:
        return False


def _read_file(
    file: Path, source: str, people: People, dates: str | None, zone: tzinfo
) -> _Read | Document | Calendar | Structure | _Unsettled:
    if _is_calendar(file):
        return open_calendar(file, source, zone)
    if file.suffix.casefold() == STRUCTURE:
        structure = open_structure(file, source)
        return _Read(Evidence(), [structure], ReadRow(source)) if isinstance(structure, Problem) else structure
    if file.suffix.casefold() in JSON:
        document = open_document(file, source)
        return _Read(Evidence(), [document], ReadRow(source)) if isinstance(document, Problem) else document
    book = open_book(file, source)
    if isinstance(book, Problem):
        return _Read(Evidence(), [book], ReadRow(source))
    recognised = _recognise(book, file.stem)
    if isinstance(recognised, Problem):
        unknown = _Read(Evidence(), [recognised], ReadRow(source, book.format, note=" ".join(book.notes)))
        return _Unsettled(file, book, unknown)
    format_, found = recognised
    if format_.mending is not None and isinstance(book, Delimited):
        taken = book.take(found.columns, format_.mending(book.header))
    else:
        taken = book.take(found.columns)
    sheet = replace(taken, exact=found.exact)
    if not len(sheet):
        row = ReadRow(source, book.format, format_.kind, 0, sheet.unread, found.mapping)
        return _Read(Evidence(), sheet.problems or [no_rows(source)], row)
    reading = format_.read(sheet, people, dates=dates, zone=zone)
    return _as_read(source, book.format, format_.kind, reading, found.mapping, (*book.notes, *found.notes))


def _recognise(book: Book, stem: str) -> tuple[Format, Match] | Problem:
    """The format whose columns these are, or what is missing from the one they come nearest to."""
    tried = [(format_, match(book.header, format_.fields)) for format_ in FORMATS]
    answers = holds_answers(book.header)
    for format_, found in tried:
        if format_.fits(found) and (not answers or format_.kind in _LIKE_ANSWERS):
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
        "A ledger has the columns subject, made_at and due_at, a pulse has team, closed and one for each item, and an "
        "export of Jira is read in English; the page on formats shows an example of each kind.",
    )  # fmt: skip
