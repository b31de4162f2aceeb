"""Encounters out of calendars: who was asked to meet whom, when, for how long, and what was called off (MISSION T7).

An entry with a time of day that names two people or more, its organiser among them, is an encounter at each time it
falls on; of exactly two, one to one. A calendar knows who was asked and who said no, never who came: ``attended`` stays
empty. An occurrence called off or taken out of its series was cancelled, and so is one to one that either declined.
Titles, places and descriptions are not kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from saidanddone.evidence import encounter
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.encounter import Encounter
from saidanddone.evidence.people import People
from saidanddone.evidence.problem import Problem
from saidanddone.sources.calendar_entries import Calendar, Entry, instant
from saidanddone.sources.calendar_times import Occurrence, occurrences
from saidanddone.sources.identity import content_id
from saidanddone.sources.sheet import Reading

__all__ = ["AHEAD", "EXTENSION", "MOST_ENCOUNTERS", "read"]

EXTENSION: Final = ".ics"

MOST_ENCOUNTERS: Final = 100_000
"""Occurrences that are read of all calendars of one request."""

AHEAD: Final = timedelta(days=366)
"""How far beyond the day a calendar was last changed its repeated entries are followed."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO: Final = timedelta(microseconds=1)
_TWO: Final = 2


def read(calendars: Sequence[Calendar], people: People, *, zone: tzinfo) -> list[Reading]:
    """The encounters of several calendars, one reading each; a meeting that stands in two of them counts once.

    Args:
        zone: of times that name none.
    """
    owner = {id(entry): place for place, calendar in enumerate(calendars) for entry in calendar.entries}
    of: dict[str, tuple[int, list[Entry]]] = {}
    for place, calendar in enumerate(calendars):
        for entry in calendar.entries:
            of.setdefault(entry.uid, (place, []))[1].append(entry)
    found: list[list[Encounter]] = [[] for _ in calendars]
    meeting: list[set[int]] = [set() for _ in calendars]
    names: list[dict[str, str]] = [{} for _ in calendars]
    untold: set[int] = set()
    total = 0
    for uid, (place, entries) in of.items():
        until = _last(calendars, {owner[id(entry)] for entry in entries})
        for one in occurrences(entries, zone, until):
            if one.entry.is_day or not _people(one.entry):
                continue
            if total == MOST_ENCOUNTERS:
                untold.add(place)
                break
            total += 1
            met = _encounter(one, uid, calendars[place].source, people, zone, names[place])
            found[place].append(met)
            for entry in entries:
                meeting[owner[id(entry)]].add(entry.line)
    return [
        _reading(calendar, found[place], meeting[place], names[place], is_cut=place in untold)
        for place, calendar in enumerate(calendars)
    ]


def _last(calendars: Sequence[Calendar], places: Iterable[int]) -> datetime | None:
    """Until when repeated entries of these calendars are followed: a year beyond what they knew of last."""
    known = []
    for place in places:
        calendar = calendars[place]
        newest = calendar.newest or max((instant(entry.begin, UTC) for entry in calendar.entries), default=None)
        known += [newest] if newest is not None else []
    return max(known) + AHEAD if known else None


def _people(entry: Entry) -> bool:
    """Whether this is people meeting: two of them at least, or one and a group."""
    return len(entry.guests) >= _TWO


def _encounter(
    one: Occurrence, uid: str, source: str, people: People, zone: tzinfo, names: dict[str, str]
) -> Encounter:
    """One occurrence. Its id comes from the entry's own, so that it is the same in everybody's export."""
    invited: dict[str, None] = {}
    declined: dict[str, None] = {}
    for guest in one.entry.guests:
        who = people.pseudonym(guest.handle)
        names.setdefault(who, people.resolve(guest.handle) if not people.apart else guest.label)
        invited.setdefault(who)
        if guest.declined:
            declined.setdefault(who)
    alone = len(invited) == _TWO and not one.entry.crowd
    held = one.held and len(invited) - len(declined) >= _TWO
    return Encounter(
        id=content_id("k", people.pseudonym(uid), (one.key - _EPOCH) // _MICRO),
        at_us=(instant(one.begin, zone) - _EPOCH) // _MICRO,
        source=source,
        line=one.entry.line,
        invited=tuple(invited),
        minutes=one.length / timedelta(minutes=1),
        kind="one_to_one" if alone else "meeting",
        state="held" if held else "cancelled",
        declined=tuple(declined),
    )


def _reading(
    calendar: Calendar, found: list[Encounter], meeting: set[int], names: dict[str, str], *, is_cut: bool
) -> Reading:
    """What one calendar brought, in the order of time."""
    rows = len(meeting)
    understood = len(calendar.entries) - rows
    notes = []
    if understood:
        entries = "1 entry" if understood == 1 else f"{understood:,} entries"
        notes.append(f"{entries} of whole days or of fewer than two people: no encounter.")
    if calendar.newest is not None and any(one.at_us > (calendar.newest - _EPOCH) // _MICRO for one in found):
        notes.append(
            f"Last changed on {calendar.newest.date().isoformat()}: what stands in it for later is a plan, and counts "
            "once its day has come. What repeats is followed for a year beyond that day."
        )
    problems = list(calendar.problems)
    if is_cut:
        said = f"Its entries repeat more than {MOST_ENCOUNTERS:,} times; the rest was not read."
        problems.append(Problem(calendar.source, 0, said, "Export fewer years, or fewer calendars at once."))
    found.sort(key=lambda one: (one.at_us, one.id))
    evidence = Evidence(encounters=encounter.table(_told_apart(found)), names=names)
    return Reading(evidence, tuple(problems), rows, calendar.unread, tuple(notes), understood=understood)


def _told_apart(found: Iterable[Encounter]) -> list[Encounter]:
    """Each id once: two entries that are one to the last letter, as careless exports have them, are one."""
    by_id: dict[str, list[Encounter]] = defaultdict(list)
    for one in found:
        by_id[one.id].append(one)
    return [ones[0] for ones in by_id.values()]
