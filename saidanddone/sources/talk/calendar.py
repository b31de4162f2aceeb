"""Dated events of a calendar file (iCalendar), repeated ones at every time they fall on, to date recordings by.

icalendar reads the file and knows the zones, those of Windows too; repetitions are counted on the clock of the wall, so
that a meeting at nine stays at nine when the clocks change. A moved or cancelled occurrence (``RECURRENCE-ID``) takes
the place of the one it moves. What repeats more often than daily is no meeting and is read once.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from pathlib import Path
from typing import Any, Final

from saidanddone.evidence.problem import Problem
from saidanddone.sources.conversations import Event
from saidanddone.sources.dates import FIRST_YEAR, LAST_YEAR
from saidanddone.sources.talk.lines import read_lines
from saidanddone.sources.telling import told

__all__ = ["MOST_TIMES", "events"]

MOST_TIMES: Final = 5_000
"""Times of one repeated event that are counted."""
_YEARS = 20
_SEARCHED = frozenset(("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "BYMONTH"))
"""What, said of every day, may hold for none till the end of time; a rule that says so is not followed."""
_MOST_EVENTS = 100_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_AGAIN = "Export the calendar again."


@dataclass(frozen=True)
class _Entry:
    """One VEVENT as far as it concerns dating; ``again`` is the occurrence it stands for, if it stands for one."""

    uid: str = field(repr=False)
    name: str = field(repr=False)
    begin: date | datetime
    length: timedelta
    rule: str
    more: tuple[date | datetime, ...]
    without: tuple[date | datetime, ...]
    again: date | datetime | None
    cancelled: bool
    sequence: int


def events(path: Path, source: str, zone: tzinfo) -> tuple[tuple[Event, ...], list[Problem]]:
    """Every dated event of a calendar, by when it begins, and what could not be read of it.

    Args:
        zone: of times that name none, and of whole days.
    """
    lines = read_lines(path, source)
    problems = list(lines.problems)
    text = "\n".join(lines.texts)
    if "BEGIN:VCALENDAR" not in text.upper():
        if not problems:
            problems.append(Problem(source, 0, "This is no calendar.", "Pass an .ics file, as calendars export it."))
        return (), problems
    entries: list[_Entry] = []
    unread: list[int] = []
    for line, block in _blocks(lines.texts):
        entry = _entry(block, zone)
        if entry is None:
            unread.append(line)
        else:
            entries.append(entry)
    problems += told(source, unread, "This event has no beginning that can be read.", _AGAIN)
    found: list[Event] = []
    for entry, moments in _series(entries, zone):
        found += (_event(entry, moment, zone) for moment in moments)
        if len(found) > _MOST_EVENTS:
            problems.append(Problem(source, 0, "It holds more events than are looked at.", "Export fewer years."))
            break
    return tuple(sorted(set(found), key=lambda event: (event.began_us, event.name))), problems


def _blocks(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Each VEVENT with the time zones of its file, as a calendar of its own, so that one that is broken stays alone."""
    zones: list[str] = []
    inside = ""
    block: list[str] = []
    begun = 0
    found: list[tuple[int, list[str]]] = []
    for number, text in enumerate(texts, 1):
        word = text.strip().upper().lstrip("\ufeff")
        if not inside and word in ("BEGIN:VEVENT", "BEGIN:VTIMEZONE"):
            inside, block, begun = word[6:], [], number
        if inside:
            block.append(text)
            if word == f"END:{inside}":
                if inside == "VTIMEZONE":
                    zones += block
                else:
                    found.append((begun, block))
                inside = ""
    if inside == "VEVENT":
        found.append((begun, []))
    for number, block in found:
        yield number, "\r\n".join(("BEGIN:VCALENDAR", *zones, *block, "END:VCALENDAR", ""))


def _entry(block: str, zone: tzinfo) -> _Entry | None:
    import icalendar

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            component: Any = icalendar.Calendar.from_ical(block)
            (event,) = component.walk("VEVENT")
            begin = _when(event.get("DTSTART"))
            if begin is None or not FIRST_YEAR < begin.year < LAST_YEAR:
                return None
            sequence = str(event.get("SEQUENCE", 0))
            return _Entry(
                str(event.get("UID", "")) or block, " ".join(str(event.get("SUMMARY", "")).split())[:500], begin,
                _length(event, begin, zone), _rule(event), _times(event.get("RDATE")), _times(event.get("EXDATE")),
                _when(event.get("RECURRENCE-ID")), str(event.get("STATUS", "")).upper() == "CANCELLED",
                int(sequence) if sequence.isascii() and sequence.isdecimal() and len(sequence) < 10 else 0,
            )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError, OSError):
        # icalendar raises these, of many kinds, on what it cannot make sense of.
        return None


def _when(value: Any) -> date | datetime | None:
    found = getattr(value, "dt", None)
    if isinstance(found, tuple):
        found = found[0]
    return found if isinstance(found, date) else None


def _times(value: Any) -> tuple[date | datetime, ...]:
    """The times of one or several RDATE or EXDATE."""
    lists = value if isinstance(value, list) else [value]
    found = (_when(one) for listed in lists for one in getattr(listed, "dts", ()))
    return tuple(one for one in found if one is not None)[:MOST_TIMES]


def _length(event: Any, begin: date | datetime, zone: tzinfo) -> timedelta:
    end = _when(event.get("DTEND"))
    if end is not None and isinstance(end, datetime) == isinstance(begin, datetime):
        return max(_instant(end, zone) - _instant(begin, zone), timedelta())
    length = getattr(event.get("DURATION"), "dt", None)
    if isinstance(length, timedelta) and length > timedelta():
        return length
    return timedelta() if isinstance(begin, datetime) else timedelta(days=1)


def _rule(event: Any) -> str:
    rule = event.get("RRULE")
    if rule is None or isinstance(rule, list):
        return ""
    return str(rule.to_ical().decode("utf-8", "replace"))


def _instant(value: date | datetime, zone: tzinfo) -> datetime:
    """The moment, in UTC; of a day its first."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return (value if value.tzinfo is not None else value.replace(tzinfo=zone)).astimezone(UTC)


def _series(entries: Sequence[_Entry], zone: tzinfo) -> Iterator[tuple[_Entry, list[date | datetime]]]:
    """Each event with the times it falls on, without those moved or called off."""
    latest: dict[tuple[str, datetime | None], _Entry] = {}
    for entry in entries:
        key = (entry.uid, None if entry.again is None else _instant(entry.again, zone))
        if key not in latest or latest[key].sequence <= entry.sequence:
            latest[key] = entry
    moved: dict[str, set[datetime]] = {}
    for uid, again in latest:
        if again is not None:
            moved.setdefault(uid, set()).add(again)
    for entry in latest.values():
        if entry.cancelled:
            continue
        if entry.again is not None:
            yield entry, [entry.begin, *entry.more]
            continue
        without = {_instant(one, zone) for one in entry.without} | moved.get(entry.uid, set())
        times = [entry.begin, *_repeated(entry), *entry.more]
        yield entry, [one for one in times if _instant(one, zone) not in without]


def _repeated(entry: _Entry) -> list[date | datetime]:
    """The times after the first at which a rule repeats an event, for twenty years at most."""
    from dateutil.rrule import rrulestr

    parts = dict(part.split("=", 1) for part in entry.rule.upper().split(";") if part.count("=") == 1)
    if parts.get("FREQ") not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        return []
    if parts["FREQ"] == "DAILY" and not parts.keys().isdisjoint(_SEARCHED):
        return []
    begin = entry.begin if isinstance(entry.begin, datetime) else datetime.combine(entry.begin, time())
    wall = begin.replace(tzinfo=None)
    last = wall.replace(year=min(wall.year + _YEARS, LAST_YEAR), day=min(wall.day, 28))
    last = min(last, _until(parts.pop("UNTIL", ""), begin) or last)
    counted = parts.pop("COUNT", "")
    most = int(counted) if re.fullmatch(r"\d{1,5}", counted, re.ASCII) else MOST_TIMES
    try:
        text = ";".join(f"{name}={value}" for name, value in parts.items() if not name.startswith("X-"))
        rule: Any = rrulestr(f"{text};UNTIL={last:%Y%m%dT%H%M%S}", dtstart=wall)
        times = list(islice(rule, min(most, MOST_TIMES)))
    except (ValueError, KeyError, TypeError, IndexError, OverflowError):
        return []
    if not isinstance(entry.begin, datetime):
        return [one.date() for one in times if one != wall]
    return [one.replace(tzinfo=begin.tzinfo) for one in times if one != wall]


def _until(written: str, begin: datetime) -> datetime | None:
    """The last moment of a repetition, on the clock of the wall where the event is."""
    found = re.fullmatch(r"(\d{8})(?:T(\d{6})(Z?))?", written)
    if not found:
        return None
    try:
        moment = datetime.strptime(found[1] + (found[2] or "235959"), "%Y%m%d%H%M%S")  # noqa: DTZ007
        if found[3] and begin.tzinfo is not None:
            moment = moment.replace(tzinfo=UTC).astimezone(begin.tzinfo).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return moment


def _event(entry: _Entry, begin: date | datetime, zone: tzinfo) -> Event:
    began = _instant(begin, zone)
    began_us = (began - _EPOCH) // _MICRO
    is_day = not isinstance(begin, datetime)
    local = begin if not isinstance(begin, datetime) else (begin if begin.tzinfo else began).date()
    return Event(entry.name, began_us, began_us + entry.length // _MICRO - is_day, local, is_day)
