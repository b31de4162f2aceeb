"""A JSON export opened as its items, each with the line it stands on, however the pages were saved.

Read alike: one object, an array, arrays or objects one after the other (as paging tools print them), arrays of arrays,
one object a line, and pages that hold their items under a name such as ``issues`` or ``values``. Where the whole
export stands on one line, an item's number takes the line's place.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from saidanddone.evidence.problem import Problem
from saidanddone.sources.cells import tidy
from saidanddone.sources.encoding import recognise

__all__ = ["PAGES", "Document", "Item", "at", "open_document", "text"]

PAGES: Final = ("issues", "comments", "values", "items", "milestones", "events", "nodes", "response")
"""Names under which a page holds its items."""

_SPACE: Final = re.compile(r"[\s\x00\ufeff]*")
_DECODER: Final = json.JSONDecoder(parse_constant=lambda _: None)
_BROKEN = "From here on the file is not valid JSON; what stands before it was read."
_REMEDY = "Export it again; the download may have been cut short."


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
    problems = [Problem(source, line, _BROKEN, _REMEDY) for line in cutting.broken]
    problems += [
        Problem(source, line, "This is no object with named fields; it was not read.", "Export the objects themselves.")
        for line in cutting.strange
    ]
    if not items and not problems:
        return Problem(source, 0, "The file holds no JSON objects.", "Check that the export is complete.")
    notes = (found.note,) if found.note else ()
    return Document(source, tuple(items), tuple(problems), len(cutting.broken) + len(cutting.strange), notes)


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
    """A text being cut into its objects: a builder, used once."""

    def __init__(self, written: str) -> None:
        self.broken: list[int] = []
        self.strange: list[int] = []
        self._text = written
        inside = written.strip()
        self._ends = [place for place, sign in enumerate(written) if sign == "\n"] if "\n" in inside else None
        self._number = 0

    def items(self) -> Iterator[Item]:
        """Every object, in order."""
        place = self._skip(0)
        while place < len(self._text):
            try:
                if self._text[place] == "[":
                    place = yield from self._array(place, "", {})
                else:
                    place = yield from self._value(place, "", {})
            except (ValueError, RecursionError):
                self.broken.append(self._line(place))
                place = self._next_line(place)
                if len(self.broken) > 1:  # a second break is no single bad line
                    place = self._next_good_line(place)
            place = self._skip(place)
            while place < len(self._text) and self._text[place] in ",]":
                place = self._skip(place + 1)

    def _array(self, place: int, under: str, page: Mapping[str, Any]) -> Generator[Item, None, int]:
        """The objects of the array that begins here; returns the place behind it."""
        place = self._skip(place + 1)
        while self._sign(place) != "]":
            if self._sign(place) == "[":
                place = yield from self._array(place, under, page)
            else:
                place = yield from self._value(place, under, page)
            place = self._skip(place)
            if self._sign(place) == ",":
                place = self._skip(place + 1)
            elif self._sign(place) != "]":
                raise ValueError
        return place + 1

    def _value(self, place: int, under: str, page: Mapping[str, Any]) -> Generator[Item, None, int]:
        """The object that begins here, or those of the page it is; returns the place behind it."""
        value, end = _DECODER.raw_decode(self._text, place)
        if not isinstance(value, dict):
            self.strange.append(self._numbered(place))
            return end
        held = next((name for name in PAGES if _objects(value.get(name))), None)
        if held is None or under:
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

    def _numbered(self, place: int) -> int:
        self._number += 1
        return self._line(place)

    def _line(self, place: int) -> int:
        if self._ends is None:
            return max(self._number, 1)
        return bisect_right(self._ends, place - 1) + 1

    def _next_line(self, place: int) -> int:
        end = self._text.find("\n", place)
        return len(self._text) if end < 0 else end + 1

    def _next_good_line(self, place: int) -> int:
        found = re.compile(r"^\{", re.MULTILINE).search(self._text, place)
        return found.start() if found else len(self._text)


def _objects(value: Any) -> bool:
    return isinstance(value, list) and (not value or isinstance(value[0], dict))
