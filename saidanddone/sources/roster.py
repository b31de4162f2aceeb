"""The roster: who belongs to which team in which role, and which handles are one and the same person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from types import MappingProxyType

import numpy as np

from saidanddone.evidence import people as people_table
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.people import ROLES, People, Person
from saidanddone.evidence.problem import Problem
from saidanddone.evidence.pseudonym import normalise, pseudonym
from saidanddone.sources import dates as dates_
from saidanddone.sources.book import missing_columns, no_rows, open_book
from saidanddone.sources.header import Field, match
from saidanddone.sources.rows import Rows
from saidanddone.sources.sheet import Reading, Sheet

__all__ = ["FIELDS", "Roster", "read", "read_sheet"]

FIELDS = (
    Field("name", "the person's name (name)", True, ("full name", "person")),
    Field("handle", also=("user", "username", "login", "account", "email")),
    Field("source", also=("system",)),
    Field("team", also=("group",)),
    Field("role"),
    Field("from", also=("since", "start", "joined")),
    Field("to", also=("until", "end", "left")),
)

_ROLE_WORDS: Mapping[str, str] = {**{role: role for role in ROLES}, "lead": "leader"}


@dataclass(frozen=True)
class Roster:
    """Who is who. Its ``repr`` names nobody.

    Attributes:
        people: one entry a person, team, role and stretch of time.
        aliases: normalised handle -> name of the person it belongs to (``evidence.people.People.aliases``).
        names: pseudonym -> name.
    """

    people: tuple[Person, ...] = field(default=(), repr=False)
    aliases: Mapping[str, str] = field(default_factory=dict, repr=False)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)


def read(path: Path, key: bytes, *, dates: str | None = None, tz: str = "UTC") -> tuple[Roster, list[Problem]]:
    """Read a roster file.

    Columns ``name, handle, source, team, role, from, to``; only ``name`` is needed. A person with several handles has
    several rows with the same name. ``to`` is the last day. The role is ``leader`` or ``member`` (default: member).

    Raises:
        UsageError: there is no such time zone.
    """
    zone = dates_.zone(tz)
    book = open_book(path, path.name)
    if isinstance(book, Problem):
        return Roster(), [book]
    found = match(book.header, FIELDS)
    if found.missing:
        return Roster(), [missing_columns(path.name, "a roster", found)]
    sheet = book.take(found.columns)
    if not len(sheet):
        return Roster(), list(sheet.problems) or [no_rows(path.name)]
    roster, rows, _ = _read(sheet, key, dates, zone)
    return roster, list(rows.reading(Evidence(), 0).problems)


def read_sheet(sheet: Sheet, people: People, *, dates: str | None, zone: tzinfo) -> Reading:
    """A roster met among other files, as people; its handles are not joined to those of the other files."""
    roster, rows, count = _read(sheet, people.key, dates, zone)
    evidence = Evidence(people=people_table.table(roster.people), names=dict(roster.names))
    note = "Pass it as --roster to have each person's handles taken for one person."
    return rows.reading(evidence, count, (note,))


def _read(sheet: Sheet, key: bytes, dates: str | None, zone: tzinfo) -> tuple[Roster, Rows, int]:
    rows = Rows(sheet, People(key), zone, dates, ("from", "to"))
    written = rows.needed_texts("name", "whose row it is")
    handles, teams = rows.texts("handle"), rows.texts("team")
    roles = rows.choices("role", _ROLE_WORDS)
    begins, ends = rows.times("from"), rows.times("to", end=True)
    backwards = [b is not None and e is not None and e < b for b, e in zip(begins, ends, strict=True)]
    rows.tell(np.array(backwards, dtype=bool), "The stretch of time ends before it begins; the line was not read.",
              "Check both dates: day and month may be swapped.", drop=True)  # fmt: skip
    good = list(rows.unrepeated([None] * len(sheet)))
    canonical: dict[str, str] = {}
    for row in good:
        canonical.setdefault(normalise(written[row] or ""), written[row] or "")
    aliases = dict(canonical)
    torn = np.zeros(len(sheet), dtype=bool)
    people: dict[Person, None] = {}
    for row in good:
        name = canonical[normalise(written[row] or "")]
        handle = handles[row]
        if handle is not None and aliases.setdefault(normalise(handle), name) != name:
            torn[row] = True
        end = ends[row]
        until = None if end is None else end + 1
        people.setdefault(Person(pseudonym(name, key), teams[row], roles[row] or "member", begins[row], until))
    rows.tell(torn, "The handle on this line belongs to somebody else on a line further up; it was left with them.",
              "Give each handle to one person only.")  # fmt: skip
    names = {pseudonym(name, key): name for name in canonical.values()}
    return Roster(tuple(people), MappingProxyType(aliases), MappingProxyType(names)), rows, len(good)
