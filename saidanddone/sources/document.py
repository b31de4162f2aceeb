"""A JSON export opened as its items, each with the line it stands on, however the pages were saved.

Read alike: one object, an array, arrays or objects one after the other (as paging tools print them), arrays of arrays,
one object a line, and pages that hold their items under a name such as ``issues`` or ``values``. Where the whole
export stands on one line, an item's number takes the line's place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from saidanddone.evidence.problem import Problem
from saidanddone.sources.cells import tidy
from saidanddone.sources.encoding import recognise
from saidanddone.sources.telling import told

__all__ = ["MOST_BROKEN", "PAGES", "Document", "Item", "at", "open_document", "text"]

PAGES: Final = ("issues", "comments", "values", "items", "milestones", "events", "nodes", "response")
"""Names under which a page holds its items."""

MOST_BROKEN: Final = 100_000
"""So many broken places in one file are told and counted; behind them it is not looked at any more."""

_OWN: Final = ("number", "key", "title")
"""What only an item has: an issue with its comments is no page of comments."""

_SPACE: Final = re.compile(r"[\s\x00\ufeff]*")
_BETWEEN: Final = re.compile(r"[\s\x00\ufeff,\]]*")
_INDENT: Final = re.compile(r"[ \t]*")
_FRAME: Final = "[], \t\r\n\x00\ufeff"
_LONGEST_NUMBER: Final = 78
_BROKEN_ONE = "Here stands something that is not valid JSON; it was not read, what follows it was."
_MEND_ONE = "Export it again, or mend the line."
_BROKEN_REST = "From here on the file is not valid JSON; what stands before it was read."
_EXPORT_AGAIN = "Export it again; the download may have been cut short."


def _whole(figures: str) -> int | None:
    """A whole number; None where it is longer than any that means something."""
    return int(figures) if len(figures) <= _LONGEST_NUMBER else None


_DECODER: Final = json.JSONDecoder(parse_constant=lambda _: None, parse_int=_whole)


@dataclass(frozen=True, slots=True)
class Item:
    """One object of an export.

    Attributes:
        value: the object. line: where it begins, 1-based; its number where all stands on one line.
        under: the name its page holds it under, empty outside a page. page: the rest of that page.
    """

    value: Mapping[str, Any] = field(repr=False)
    line: int
    under: str = ""
    page: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Document:
    """One JSON export.

    Attributes:
        source: the file's name, without its folder. items: in the order they stand there.
        problems: what could not even be cut into items. unread: how many those were. notes: how it was opened.
    """

    source: str
    items: tuple[Item, ...] = field(repr=False)
    problems: tuple[Problem, ...] = ()
    unread: int = 0
    notes: tuple[str, ...] = ()


def open_document(path: Path, source: str) -> Document | Problem:
    """The export's items, or why it cannot be opened as JSON."""
    found = recognise(path, source)
    if isinstance(found, Problem):
        return found
    try:
        written = path.read_text(encoding=found.name, errors="replace")
    except OSError:
        return Problem(source, 0, "The file cannot be opened.", "Check that you may read it.")
    cutting = _Cutting(written)
    items = list(cutting.items())
    problems = _problems(source, cutting)
    if not items and not problems:
        return Problem(source, 0, "The file holds no JSON objects.", "Check that the export is complete.")
    notes = (found.note,) if found.note else ()
    return Document(source, tuple(items), tuple(problems), len(cutting.broken) + len(cutting.strange), notes)


def _problems(source: str, cutting: _Cutting) -> list[Problem]:
    """What could not be cut into objects; after the last that was read, the file counts as cut short."""
    single = [line for line in cutting.broken if line < cutting.last_read]
    rest = cutting.broken[len(single) :]
    problems = told(source, single, _BROKEN_ONE, _MEND_ONE)
    problems += told(source, rest[:1], _BROKEN_REST, _EXPORT_AGAIN)
    problems += told(
        source, cutting.strange, "This is no object with named fields; it was not read.",
        "Export the objects themselves.",
    )  # fmt: skip
    if cutting.given_up:
        said = f"More than {MOST_BROKEN:,} places in it are no objects with named fields; the rest was not tried."
        problems.append(Problem(source, 0, said, "Check that this is the export you mean."))
    return problems


def at(value: Any, *path: str) -> Any:
    """What stands in nested objects under these names; None where a step is missing or no object.

    >>> at({"fields": {"assignee": None}}, "fields", "assignee", "displayName") is None
    True
    """
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def text(value: Any, *path: str) -> str | None:
    """The text or number that stands there, tidied and on one line; None where there is none.

    >>> text({"key": " PT-1 "}, "key"), text({"id": 7}, "id"), text({"id": None}, "id")
    ('PT-1', '7', None)
    """
    found = at(value, *path)
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return None
    if (
        isinstance(found, int) and found.bit_length() > 256
    ):  # no id is that long; Python refuses to print far longer ones
        return None
    said = str(found).encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair is no text
    return tidy(" ".join(said.split())) or None


class _Cutting:
    """A text being cut into its objects: a builder, used once.

    Objects are taken as they come until one is no JSON. From there on, only what begins a line at the same indentation
    is tried, each within its own lines, so that one bad object costs itself alone and bad input costs no more than its
    length.
    """

    def __init__(self, written: str) -> None:
        self.broken: list[int] = []
        self.strange: list[int] = []
        self.last_read = 0
        self._text = written
        self._lined = "\n" in written.strip()
        self._counted = (0, 1)
        self._framed = self._number = 0
        self._here = 0
        self._under = ""
        self._page: Mapping[str, Any] = {}

    @property
    def given_up(self) -> bool:
        """Whether so much was no object that the rest was not tried."""
        return len(self.broken) + len(self.strange) + self._framed >= MOST_BROKEN

    def items(self) -> Iterator[Item]:
        """Every object, in order."""
        place = self._skip(0)
        while place < len(self._text) and not self.given_up:
            self._here, self._under, self._page = place, "", {}
            try:
                if self._text[place] == "[":
                    place = yield from self._array(place, "", {})
                else:
                    place = yield from self._value(place, "", {})
            except (ValueError, RecursionError):
                yield from self._recovered()
                return
            place = self._between(place)

    def _recovered(self) -> Iterator[Item]:
        """What can still be read behind the first break: whatever begins a line as the broken object did."""
        self._tell_broken(self._here)
        begins = self._text.rfind("\n", 0, self._here) + 1
        indent = _INDENT.match(self._text, begins)
        lines = re.compile(rf"^{re.escape(indent.group() if indent else '')}[\[{{]", re.MULTILINE)
        found = lines.search(self._text, self._here + 1)
        while found and not self.given_up:
            following = lines.search(self._text, found.end())
            place, end = found.end() - 1, following.start() if following else len(self._text)
            try:
                value, _ = _DECODER.raw_decode(self._text[place:end])  # an error costs these lines, not the whole text
                cut = list(self._flat(value, place) if isinstance(value, list) else self._again(place))
            except (ValueError, RecursionError):
                if self._text[place:end].strip(_FRAME):
                    self._tell_broken(place)
                else:  # a bracket that only opens the next page is nothing lost
                    self._framed += 1
            else:
                self.last_read = max([self.last_read, *(item.line for item in cut)])
                yield from cut
            found = following

    def _again(self, place: int) -> Iterator[Item]:
        yield from self._value(place, self._under, self._page)

    def _flat(self, value: list[Any], place: int) -> Iterator[Item]:
        """The objects of a page that stands on lines of its own, all of them told by its first line."""
        for one in value:
            if isinstance(one, list):
                yield from self._flat(one, place)
            elif isinstance(one, dict):
                yield Item(one, self._numbered(place), self._under, MappingProxyType(dict(self._page)))
            else:
                self.strange.append(self._numbered(place))

    def _tell_broken(self, place: int) -> None:
        self.broken.append(self._numbered(place))

    def _array(self, place: int, under: str, page: Mapping[str, Any]) -> Generator[Item, None, int]:
        """The objects of the array that begins here; returns the place behind it."""
        place = self._skip(place + 1)
        while self._sign(place) != "]":
            self._here, self._under, self._page = place, under, page
            if self._sign(place) == "[":
                place = yield from self._array(place, under, page)
            else:
                place = yield from self._value(place, under, page)
            place = self._skip(place)
            if self._sign(place) == ",":
                place = self._skip(place + 1)
            elif self._sign(place) != "]":
                self._here = place
                raise ValueError
            if self.given_up:
                return len(self._text)
        return place + 1

    def _value(self, place: int, under: str, page: Mapping[str, Any]) -> Generator[Item, None, int]:
        """The object that begins here, or those of the page it is; returns the place behind it."""
        value, end = _DECODER.raw_decode(self._text, place)
        if not isinstance(value, dict):
            self.strange.append(self._numbered(place))
            return end
        held = None if under else _held(value)
        if held is None:
            yield Item(value, self._numbered(place), under, MappingProxyType(dict(page)))
            return end
        rest = {name: part for name, part in value.items() if name != held}
        yield from self._array(self._member(place, held), held, rest)
        return end

    def _member(self, place: int, name: str) -> int:
        """Where the value of this name of the object that begins here begins; the last one, as JSON has it."""
        found = place
        place = self._skip(place + 1)
        while self._sign(place) == '"':
            key, place = _DECODER.raw_decode(self._text, place)
            place = self._skip(self._skip(place) + 1)
            if key == name:
                found = place
            _, place = _DECODER.raw_decode(self._text, place)
            place = self._skip(place)
            if self._sign(place) == ",":
                place = self._skip(place + 1)
        return found

    def _sign(self, place: int) -> str:
        if place >= len(self._text):
            raise ValueError
        return self._text[place]

    def _skip(self, place: int) -> int:
        found = _SPACE.match(self._text, place)
        return found.end() if found else place

    def _between(self, place: int) -> int:
        found = _BETWEEN.match(self._text, place)
        return found.end() if found else place

    def _numbered(self, place: int) -> int:
        """The line of this place, or the number of what stands there where all stands on one line."""
        self._number += 1
        if not self._lined:
            return self._number
        counted, line = self._counted
        if place < counted:
            counted, line = 0, 1
        line += self._text.count("\n", counted, place)
        self._counted = (place, line)
        return line


def _held(value: Mapping[str, Any]) -> str | None:
    """Under which name this object holds the items of a page; None where it is an item itself."""
    if any(name in value for name in _OWN):
        return None
    return next((name for name in PAGES if _objects(value.get(name))), None)


def _objects(value: Any) -> bool:
    return isinstance(value, list) and (not value or isinstance(value[0], dict))
