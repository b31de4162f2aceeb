"""The entries of a calendar file (iCalendar): when each is, how it repeats, and who was asked to come.

``icalendar`` reads each entry with the time zones it names, those of Windows too, as a calendar of its own: one that is
broken stays alone. Of titles, places and descriptions nothing is kept but a summary, for dating recordings
(:mod:`saidanddone.sources.talk.calendar`).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from saidanddone.evidence.problem import Problem
from saidanddone.sources.dates import FIRST_YEAR, LAST_YEAR
from saidanddone.sources.talk.lines import read_lines
from saidanddone.sources.telling import told

__all__ = ["MOST_ENTRIES", "MOST_TIMES", "Calendar", "Entry", "Guest", "instant", "is_calendar", "open_calendar"]

MOST_TIMES: Final = 5_000
"""Times of one repeated entry that are counted."""

MOST_ENTRIES: Final = 50_000
"""Entries of one file that are read; a full calendar of ten years has some twenty thousand."""

MOST_GUESTS: Final = 1_000
_AGAIN: Final = "Export the calendar again."
_NO_MEETINGS: Final = frozenset(("REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"))
"""Methods of messages about a meeting that are not its entry."""

_CALLED_OFF: Final = re.compile(
    r"\s*(?:cancell?ed|abgesagt|annulée?|annullato|cancelad[oa]|geannuleerd)\s*:", re.IGNORECASE
)
"""What Outlook writes before the title of a meeting that was called off, where its export gives no other sign of it."""

_THINGS: Final = frozenset(("ROOM", "RESOURCE"))


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody an entry names, its organiser among them. Its ``repr`` names nobody.

    Attributes:
        handle: the address, else the name. label: name and address, for whoever joins them to a roster.
        declined: they said they would not come.
    """

    handle: str = field(repr=False)
    label: str = field(repr=False)
    declined: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One VEVENT.

    Attributes:
        line: where it begins in its file. uid, name: of the entry. begin: a day, or a time on the clock of the wall.
        more: further times, each with a length where it has one of its own. without: times taken out.
        again: the occurrence it stands for; ``onward`` for that one and all after it.
        cancelled: it was called off; ``changed`` says when that was, where it is known.
        guests: people, its organiser among them. crowd: how many of those it names are groups of people.
    """

    line: int
    uid: str = field(repr=False)
    name: str = field(repr=False)
    begin: date | datetime
    length: timedelta
    rule: str = ""
    more: tuple[tuple[date | datetime, timedelta | None], ...] = ()
    without: tuple[date | datetime, ...] = ()
    again: date | datetime | None = None
    onward: bool = False
    cancelled: bool = False
    changed: datetime | None = None
    sequence: int = 0
    guests: tuple[Guest, ...] = field(default=(), repr=False)
    crowd: int = 0

    @property
    def is_day(self) -> bool:
        """Whether it takes whole days."""
        return not isinstance(self.begin, datetime)


@dataclass(frozen=True)
class Calendar:
    """One calendar file, opened.

    Attributes:
        entries: in file order. problems: what could not be read. unread: entries that were not.
        newest: when it was last changed as far as its entries say, UTC; None where none does.
    """

    source: str
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    problems: tuple[Problem, ...] = ()
    unread: int = 0
    newest: datetime | None = None


def is_calendar(head: bytes) -> bool:
    """Whether a file that begins like this is a calendar."""
    return head.lstrip(b"\xef\xbb\xbf\r\n\t ").upper().startswith(b"BEGIN:VCALENDAR")


def open_calendar(path: Path, source: str, zone: tzinfo) -> Calendar:
    """A calendar file's entries; it never raises on what the file holds.

    Args:
        zone: of times that name none, and of whole days.
    """
    lines = read_lines(path, source)
    problems = [_reworded(problem) for problem in lines.problems]
    if not any("BEGIN:VCALENDAR" in text.upper() for text in lines.texts):
        if not problems:
            problems.append(Problem(source, 0, "This is no calendar.", "Pass an .ics file, as calendars export it."))
        return Calendar(source, problems=tuple(problems))
    import icalendar

    # It keeps the zones that files define, by their names; what another file called so is not meant here.
    begin_anew: Any = icalendar.use_zoneinfo
    begin_anew()
    entries: list[Entry] = []
    unread: list[int] = []
    newest: datetime | None = None
    for number, (line, method, block) in enumerate(_blocks(lines.texts)):
        if number == MOST_ENTRIES:
            said = f"It holds more than {MOST_ENTRIES:,} entries; it was read up to line {line:,}."
            problems.append(Problem(source, line, said, "Export fewer years."))
            break
        if method in _NO_MEETINGS:
            continue
        entry, stamp = _entry(block, line, method, zone)
        if entry is None:
            unread.append(line)
        else:
            entries.append(entry)
        if stamp is not None and (newest is None or stamp > newest):
            newest = stamp
    if not entries and not unread:
        problems.append(Problem(source, 0, "This calendar holds no entries.", "Export the one that meetings are in."))
    problems += told(source, unread, "This event has no beginning that can be read.", _AGAIN)
    return Calendar(source, tuple(entries), tuple(problems), len(unread), newest)


def _reworded(problem: Problem) -> Problem:
    """The same of a calendar: whoever reads lines speaks of talk."""
    said = problem.said.replace("any talk", "any calendar").replace("no transcript", "no calendar")
    return Problem(problem.source, problem.line, said, "Export the calendar again, as .ics and fewer years at once.")


def _blocks(texts: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Line, method of its calendar, and text of each VEVENT, as a calendar of its own with the zones it names."""
    zones: dict[str, list[str]] = {}
    inside = method = ""
    block: list[str] = []
    begun = 0
    found: list[tuple[int, str, list[str]]] = []
    for number, text in enumerate(texts, 1):
        word = text.strip().upper().lstrip("\ufeff")
        if not inside and word in ("BEGIN:VEVENT", "BEGIN:VTIMEZONE"):
            inside, block, begun = word[6:], [], number
        elif not inside and word.startswith("METHOD:"):
            method = word[7:].strip()
        elif not inside and word == "END:VCALENDAR":
            method = ""
        if inside:
            block.append(text)
            if word == f"END:{inside}":
                if inside == "VTIMEZONE":
                    if not _is_known(name := _tzid(block)):
                        zones.setdefault(name, block)
                else:
                    found.append((begun, method, block))
                inside = ""
    if inside == "VEVENT":
        found.append((begun, method, []))
    for number, how, lines in found:
        body = "\r\n".join(lines)
        named = [line for name, zone in zones.items() if name in body for line in zone]
        yield number, how, "\r\n".join(("BEGIN:VCALENDAR", *named, body, "END:VCALENDAR", ""))


def _tzid(block: Sequence[str]) -> str:
    """What a time zone is called; what cannot be told apart is in every entry."""
    named = next((text for text in block if text.strip().upper().startswith("TZID")), ":")
    return named.partition(":")[2].strip().strip('"')


def _is_known(name: str) -> bool:
    """Whether a zone is known without a definition: reading it with each entry would take longer than all the rest."""
    try:
        return bool(ZoneInfo(name).key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _entry(block: str, line: int, method: str, zone: tzinfo) -> tuple[Entry | None, datetime | None]:
    """The entry, where it can be read, and when it was last touched."""
    import icalendar

    stamp = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            component: Any = icalendar.Calendar.from_ical(block)
            (event,) = component.walk("VEVENT")
            stamps = [_when(event.get(name)) for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED")]
            known = [instant(one, zone) for one in stamps if one is not None and _plausible(one)]
            stamp = max(known, default=None)
            begin = _when(event.get("DTSTART"))
            if begin is None or not _plausible(begin):
                return None, stamp
            again = event.get("RECURRENCE-ID")
            off = (
                method == "CANCEL"
                or str(event.get("STATUS", "")).strip().upper() == "CANCELLED"
                or _CALLED_OFF.match(str(event.get("SUMMARY", ""))) is not None
            )
            touched = next((one for one in (stamps[1], stamps[0] if method == "CANCEL" else None) if one), None)
            guests, crowd = _guests(event)
            return Entry(
                line, str(event.get("UID", "")) or block, " ".join(str(event.get("SUMMARY", "")).split())[:500], begin,
                _length(event, begin, zone), _rule(event), _times(event.get("RDATE")),
                tuple(when for when, _ in _times(event.get("EXDATE"))), _when(again),
                "THISANDFUTURE" in str(getattr(again, "params", {}).get("RANGE", "")).upper(), off,
                instant(touched, zone) if off and touched is not None and _plausible(touched) else None,
                _sequence(event), guests, crowd,
            ), stamp  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError, OSError):
        # icalendar raises these, of many kinds, on what it cannot make sense of.
        return None, stamp


def _plausible(when: date | datetime) -> bool:
    return FIRST_YEAR < when.year < LAST_YEAR


def _when(value: Any) -> date | datetime | None:
    found = getattr(value, "dt", None)
    if isinstance(found, tuple):
        found = found[0]
    return found if isinstance(found, date) else None


def _times(value: Any) -> tuple[tuple[date | datetime, timedelta | None], ...]:
    """The times of one or several RDATE or EXDATE; of a period also how long it is."""
    found = []
    for listed in value if isinstance(value, list) else [value]:
        for one in getattr(listed, "dts", ()):
            dt = getattr(one, "dt", None)
            begin = _when(one)
            if begin is None or not _plausible(begin):
                continue
            length = None
            if isinstance(dt, tuple):
                until = dt[1] if isinstance(dt[1], timedelta) else dt[1] - dt[0]
                length = max(until, timedelta())
            found.append((begin, length))
    return tuple(found[:MOST_TIMES])


def _length(event: Any, begin: date | datetime, zone: tzinfo) -> timedelta:
    end = _when(event.get("DTEND"))
    if end is not None and isinstance(end, datetime) == isinstance(begin, datetime):
        return max(instant(end, zone) - instant(begin, zone), timedelta())
    length = getattr(event.get("DURATION"), "dt", None)
    if isinstance(length, timedelta) and length > timedelta():
        return length
    return timedelta() if isinstance(begin, datetime) else timedelta(days=1)


def _rule(event: Any) -> str:
    rule = event.get("RRULE")
    if rule is None or isinstance(rule, list):
        return ""
    return str(rule.to_ical().decode("utf-8", "replace"))


def _sequence(event: Any) -> int:
    sequence = str(event.get("SEQUENCE", 0))
    return int(sequence) if sequence.isascii() and sequence.isdecimal() and len(sequence) < 10 else 0


def _guests(event: Any) -> tuple[tuple[Guest, ...], int]:
    """Everybody an entry names, each once, and how many groups of people; rooms, things and whoever is only told."""
    found: dict[str, Guest] = {}
    crowd = 0
    for name in ("ORGANIZER", "ATTENDEE"):
        value = event.get(name)
        for one in (value if isinstance(value, list) else [value])[:MOST_GUESTS]:
            params = getattr(one, "params", {})
            if one is None or _word(params, "CUTYPE") in _THINGS or _word(params, "ROLE") == "NON-PARTICIPANT":
                continue
            crowd += _word(params, "CUTYPE") == "GROUP"
            guest = _guest(str(one), params)
            if guest is not None:
                before = found.get(guest.handle)
                label = guest.label if before is None else max(before.label, guest.label, key=len)
                found[guest.handle] = Guest(guest.handle, label, guest.declined or bool(before and before.declined))
    return tuple(found.values()), crowd


def _guest(value: str, params: Any) -> Guest | None:
    address = re.sub(r"^mailto:", "", value.strip(), flags=re.IGNORECASE).strip().casefold()
    if "@" not in address or " " in address:
        address = _text(params, "EMAIL").casefold()
    name = " ".join(_text(params, "CN").strip("\"' ").split())
    declined = _word(params, "PARTSTAT") == "DECLINED"
    if address and "@" in address:
        known = name and name.casefold() != address and "@" not in name
        return Guest(address, f"{name} <{address}>" if known else address, declined)
    return Guest(name, name, declined) if name else None


def _text(params: Any, name: str) -> str:
    value = params.get(name, "")
    return str(value[0] if isinstance(value, list) and value else value or "")[:500]


def _word(params: Any, name: str) -> str:
    return _text(params, name).strip().upper()


def instant(value: date | datetime, zone: tzinfo) -> datetime:
    """The moment, in UTC; of a day its first."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return (value if value.tzinfo is not None else value.replace(tzinfo=zone)).astimezone(UTC)
