"""The roster: who belongs to which team in which role, and which handles are one and the same person."""

from __future__ import annotations

import re
from datetime import tzinfo
from pathlib import Path
from types import MappingProxyType

import numpy as np

from saidanddone.evidence import people as people_table
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.people import People, Person
from saidanddone.evidence.problem import Problem
from saidanddone.evidence.pseudonym import normalise, pseudonym
from saidanddone.sources import dates as dates_
from saidanddone.sources import labels
from saidanddone.sources.book import missing_columns, no_rows, open_book
from saidanddone.sources.header import Field, match
from saidanddone.sources.rows import Rows
from saidanddone.sources.sheet import Reading, Sheet
from saidanddone.sources.whose import Roster

__all__ = ["FIELDS", "Roster", "read", "read_sheet", "role"]

FIELDS = (
    Field("name", "the person's name (name)", True, ("full name", "person")),
    Field("handle", also=("user", "username", "login", "account", "email")),
    Field("source", also=("system",)),
    Field("team", also=("group",)),
    Field("role"),
    Field("from", also=("since", "start", "joined")),
    Field("to", also=("until", "end", "left")),
)

_LEADER = frozenset(
    (
        "leader", "lead", "team lead", "teamlead", "team leader", "squad lead", "squad leader", "group lead",
        "group leader", "tech lead", "technical lead", "manager", "team manager", "line manager", "people manager",
        "engineering manager", "head", "head of team", "head of department", "director", "supervisor", "boss",
    )
)  # fmt: skip
_MEMBER = frozenset(
    (
        "member", "team member", "engineer", "developer", "dev", "programmer", "designer", "tester", "analyst",
        "architect", "researcher", "scientist", "writer", "administrator", "specialist", "consultant", "contractor",
        "contributor", "individual contributor", "ic", "employee", "staff", "intern", "trainee", "apprentice",
        "student", "volunteer",
    )
)  # fmt: skip
_WITH_ADDRESS = re.compile(r"<([^\s<>@]+@[^\s<>@]+)>\s*$")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)


def role(word: str) -> str | None:
    """``leader`` or ``member`` for a role in words; None for a word that does not say which.

    Being called a leader makes somebody's forecast visible, so only plain words for leading a team do; what a
    *product manager* or a *lead engineer* is, the roster's owner says.

    >>> role("Team Lead"), role("senior software engineer"), role("product manager"), role("lead engineer")
    ('leader', 'member', None, None)
    """
    words = labels.plain(word).split()
    if " ".join(words) in _LEADER:
        return "leader"
    if " ".join(words) in _MEMBER:
        return "member"
    plain_member = words and words[-1] in _MEMBER and not any(one in _LEADER for one in words)
    return "member" if plain_member else None


def read(path: Path, key: bytes, *, dates: str | None = None, tz: str = "UTC") -> tuple[Roster, list[Problem]]:
    """Read a roster file.

    Columns ``name, handle, source, team, role, from, to``; only ``name`` is needed. A person with several handles has
    several rows with the same name. ``to`` is the last day. The role is ``leader`` or ``member`` (default: member), or
    a plain word for one (:func:`role`). A handle beside a ``source`` holds in that source only
    (:func:`saidanddone.sources.whose.places`).

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
    note = "The only roster among the files is taken as the roster; of several, pass one as --roster."
    return rows.reading(evidence, count, (note,))


def _read(sheet: Sheet, key: bytes, dates: str | None, zone: tzinfo) -> tuple[Roster, Rows, int]:
    rows = Rows(sheet, People(key), zone, dates, ("from", "to"))
    written = [None if name is None else labels.shown(name) for name in rows.needed_texts("name", "whose row it is")]
    handles, sources, teams = rows.texts("handle"), rows.texts("source"), rows.texts("team")
    roles = _roles(rows, len(sheet))
    begins, ends = rows.times("from"), rows.times("to", end=True)
    backwards = [b is not None and e is not None and e < b for b, e in zip(begins, ends, strict=True)]
    rows.tell(np.array(backwards, dtype=bool), "The stretch of time ends before it begins; the line was not read.",
              "Check both dates: day and month may be swapped.", drop=True)  # fmt: skip
    mangled = [handle is not None and _SCIENTIFIC.fullmatch(handle) is not None for handle in handles]
    rows.tell(np.array(mangled, dtype=bool), "A spreadsheet has turned this handle into a rounded number.",
              "Format the column handle as text, and enter the handle again.")  # fmt: skip
    good = list(rows.unrepeated([None] * len(sheet)))
    canonical: dict[str, str] = {}
    for row in good:
        canonical.setdefault(normalise(written[row] or ""), written[row] or "")
    aliases = dict(canonical)
    within: dict[str, dict[str, str]] = {}
    torn = np.zeros(len(sheet), dtype=bool)
    people: dict[Person, None] = {}
    for row in good:
        name = canonical[normalise(written[row] or "")]
        place = normalise(sources[row] or "")
        belongs = within.setdefault(place, {}) if place else aliases
        for handle in _as_written(handles[row]):
            if belongs.setdefault(handle, name) != name:
                torn[row] = True
        end = ends[row]
        until = None if end is None else end + 1
        people.setdefault(Person(pseudonym(name, key), teams[row], roles[row] or "member", begins[row], until))
    rows.tell(torn, "The handle on this line belongs to somebody else on a line further up; it was left with them.",
              "Give each handle to one person only.")  # fmt: skip
    names = {pseudonym(name, key): name for name in canonical.values()}
    frozen = MappingProxyType({place: MappingProxyType(theirs) for place, theirs in within.items() if theirs})
    roster = Roster(tuple(people), MappingProxyType(aliases), frozen, MappingProxyType(names))
    return roster, rows, len(good)


def _as_written(handle: str | None) -> tuple[str, ...]:
    """The handle, and the same without the sign that guards a spreadsheet's cell; both lead to the person.

    Of ``Ana <ana@example.org>`` the address alone does too: calendars and mail know her by it.
    """
    if handle is None:
        return ()
    address = _WITH_ADDRESS.search(handle)
    written = (labels.shown(handle), handle, *((address[1],) if address else ()))
    return tuple(dict.fromkeys(normalise(one) for one in written))


def _roles(rows: Rows, count: int) -> list[str | None]:
    """What each row says of the role; a word that does not say which is told and set aside."""
    said = rows.texts("role")
    found = [None if word is None else role(word) for word in said]
    unknown = [word is not None and one is None for word, one in zip(said, found, strict=True)]
    where = np.array(unknown, dtype=bool).reshape(count)
    rows.tell(where, "The column role holds a word we do not know; it was set aside.",
              "Use leader or member; a person counts as a member until the roster says leader.")  # fmt: skip
    return found
