"""Which column of a file holds which field: exact names first, then a few well-known other names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Field", "Match", "match", "places_of"]

_APART = re.compile(r"[\s_\-./]+")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a format.

    Attributes:
        name: the column's exact name. said: what it holds, to complete "no column for …".
        required: a file without it is not of this format. also: other names, the likelier first.
        many: it may stand in several columns, as an export writes what has several values; all of them are taken.
    """

    name: str
    said: str = ""
    required: bool = False
    also: tuple[str, ...] = ()
    many: bool = False


def places_of(name: str, columns: Iterable[str]) -> list[str]:
    """The keys under which the columns of a field are held, where it may have several: itself, then numbered.

    >>> places_of("Sprint", ["Sprint", "Status", "Sprint 2"])
    ['Sprint', 'Sprint 2']
    """
    numbered = re.compile(re.escape(name) + r"(?: \d+)?")
    return [column for column in columns if numbered.fullmatch(column)]


@dataclass(frozen=True, slots=True)
class Match:
    """What was found in a header.

    Attributes:
        columns: field -> place in the header; the further columns of a field that may have many are numbered from 2.
        mapping: field -> the name it has there, as one of the known names.
        exact: fields found under their exact name. missing: required fields that were not found.
        notes: where two columns could have been one field, and which was used.
    """

    columns: Mapping[str, int]
    mapping: Mapping[str, str]
    exact: frozenset[str]
    missing: tuple[Field, ...]
    notes: tuple[str, ...]


def _plain(name: str) -> str:
    """Names are equal whatever their case, spaces, underscores, hyphens, dots and slashes."""
    return _APART.sub("", name.replace("\ufeff", "").replace("\x00", "")).casefold()


def match(header: Sequence[str], fields: Sequence[Field]) -> Match:
    """Find the columns of these fields. A column serves one field only; of two columns for one field the first wins.

    >>> found = match(["Who", "Made on", "deadline", "due_at"], [Field("subject", also=("who",)),
    ...     Field("made_at", also=("made", "made on")), Field("due_at", also=("due", "deadline"))])
    >>> dict(found.mapping)
    {'subject': 'who', 'made_at': 'made on', 'due_at': 'due_at'}
    >>> found.notes
    ('Both due_at and deadline could be due_at; due_at was used.',)
    """
    places: dict[str, list[int]] = {}
    for place, name in enumerate(header):
        places.setdefault(_plain(name), []).append(place)
    columns: dict[str, int] = {}
    mapping: dict[str, str] = {}
    used: set[int] = set()

    def claim(field: Field, known: str) -> None:
        free = [place for place in places.get(_plain(known), ()) if place not in used]
        if field.name not in columns and free:
            columns[field.name], mapping[field.name] = free[0], known
            used.add(free[0])

    for field in fields:
        claim(field, field.name)
    exact = frozenset(columns)
    for field in fields:
        for known in field.also:
            claim(field, known)
    further: dict[str, int] = {}
    for field in fields:
        if field.many and field.name in columns:
            more = [place for known in (field.name, *field.also) for place in places.get(_plain(known), ())]
            for number, place in enumerate([place for place in dict.fromkeys(more) if place not in used], start=2):
                further[f"{field.name} {number}"] = place
                used.add(place)
    notes: list[str] = []
    for field in fields:
        if field.name in columns:
            notes.extend(
                f"Both {mapping[field.name]} and {known} could be {field.name}; {mapping[field.name]} was used."
                if known != mapping[field.name]
                else f"Two columns are called {known}; the first was used."
                for known in (field.name, *field.also)
                if any(place not in used for place in places.get(_plain(known), ()))
            )
    order = [field.name for field in fields if field.name in columns]
    return Match(
        {name: columns[name] for name in order} | further,
        {name: mapping[name] for name in order},
        exact,
        tuple(field for field in fields if field.required and field.name not in columns),
        tuple(notes),
    )
