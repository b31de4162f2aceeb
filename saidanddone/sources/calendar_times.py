"""Every time a calendar's entries fall on, counted on the clock of the wall: a meeting at nine stays at nine.

A moved or cancelled occurrence (``RECURRENCE-ID``) takes the place of the one it moves; one taken out (``EXDATE``) was
planned and called off. What repeats more often than daily is no meeting and is read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any, Final

from saidanddone.sources.calendar_entries import MOST_TIMES, Entry, instant
from saidanddone.sources.dates import LAST_YEAR

__all__ = ["Occurrence", "occurrences"]

_YEARS: Final = 20
_SEARCHED: Final = frozenset(("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "BYMONTH"))
"""What, said of every day, may hold for none till the end of time; a rule that says so is not followed."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time an entry falls on.

    Attributes:
        entry: what is said of it. begin: when, as its entry writes it; length.
        key: the moment (UTC) it was first planned for, by which it is known however often it moves.
        held: it was not called off; that is all a calendar knows.
    """

    entry: Entry = field(repr=False)
    begin: date | datetime
    length: timedelta
    key: datetime
    held: bool


def occurrences(entries: Sequence[Entry], zone: tzinfo, until: datetime | None = None) -> Iterator[Occurrence]:
    """Every occurrence of these entries, those of one meeting once, series by series.

    Of several versions of an entry the one with the highest sequence holds; of equal ones the one that calls it off,
    else the last, with everybody that any of them names. An entry called off at a known time was held before it.

    Args:
        zone: of times that name none. until: repetitions later than this are not counted (at most twenty years are).
    """
    versions: dict[tuple[str, datetime | None], list[Entry]] = {}
    for entry in entries:
        key = (entry.uid, None if entry.again is None else instant(entry.again, zone))
        versions.setdefault(key, []).append(entry)
    moved: dict[str, dict[datetime, Entry]] = {}
    for (uid, again), told in versions.items():
        if again is not None:
            moved.setdefault(uid, {})[again] = _standing(told)
    for (uid, again), told in versions.items():
        if again is None:
            yield from _series(told, moved.pop(uid, {}), zone, until)
    for alone in moved.values():
        for again, entry in alone.items():
            yield _of(entry, entry.begin, again)
            yield from (_of(entry, begin, instant(begin, zone), length) for begin, length in entry.more
                        if instant(begin, zone) != again)  # fmt: skip


def _standing(told: Sequence[Entry]) -> Entry:
    """The version that holds, with everybody its equals name."""
    place, best = max(enumerate(told), key=lambda at: (at[1].sequence, at[1].cancelled, at[0]))
    people = {guest.handle: guest for guest in best.guests}
    for number, entry in enumerate(told):
        if number != place and entry.sequence == best.sequence:
            for guest in entry.guests:
                known = people.get(guest.handle, guest)
                label = max(known.label, guest.label, key=len)
                people[guest.handle] = replace(guest, label=label, declined=known.declined or guest.declined)
    return replace(best, guests=tuple(people.values()))


def _of(entry: Entry, begin: date | datetime, key: datetime, length: timedelta | None = None) -> Occurrence:
    return Occurrence(entry, begin, entry.length if length is None else length, key, not entry.cancelled)


def _series(
    told: Sequence[Entry], moved: dict[datetime, Entry], zone: tzinfo, until: datetime | None
) -> Iterator[Occurrence]:
    """One entry at every time it falls on, each moved or called off as its exceptions say."""
    standing = _standing(told)
    # What calls a series off often says no more than that: the rule is then the one it had.
    whole = [entry for entry in told if not entry.cancelled]
    entry = standing if not standing.cancelled or not whole else _standing(whole)
    entry = replace(entry, guests=standing.guests or entry.guests)
    out = {instant(one, zone) for one in entry.without if isinstance(one, datetime) or entry.is_day}
    days_out = {one for one in entry.without if not isinstance(one, datetime) and not entry.is_day}
    moved_days = {one.again: at for at, one in moved.items()
                  if one.again is not None and not isinstance(one.again, datetime) and not entry.is_day}  # fmt: skip
    onward = sorted(at for at, one in moved.items() if one.onward)
    once = not entry.rule and not entry.more
    done: set[datetime] = set()
    left = dict(moved)
    for begin, length in ((entry.begin, None), *((at, None) for at in _repeated(entry, zone, until)), *entry.more):
        key = instant(begin, zone)
        if key in done:
            continue
        done.add(key)
        at = key if key in left else moved_days.get(begin.date()) if isinstance(begin, datetime) else None
        if at is not None and at in left:
            exception = left.pop(at)
            yield _of(exception, exception.begin, key)
            continue
        shifted = [one for one in onward if one < key]
        if shifted:
            later = moved[shifted[-1]]
            yield _of(later, _shifted(begin, shifted[-1], later, zone), key)
            continue
        off = key in out or (isinstance(begin, datetime) and begin.date() in days_out)
        if standing.cancelled:
            off = off or once or standing.changed is None or key >= standing.changed
        yield replace(_of(entry, begin, key, length), held=not off)
    yield from (_of(one, one.begin, at) for at, one in left.items())


def _shifted(begin: date | datetime, again: datetime, later: Entry, zone: tzinfo) -> date | datetime:
    """The time of an occurrence after one that was moved with all after it: moved by as much, on the wall's clock."""
    if not isinstance(begin, datetime) or not isinstance(later.begin, datetime):
        return begin
    clock = later.begin if later.begin.tzinfo is not None else later.begin.replace(tzinfo=zone)
    first = again.astimezone(clock.tzinfo).replace(tzinfo=None)
    wall = (begin if begin.tzinfo is not None else begin.replace(tzinfo=zone)).astimezone(clock.tzinfo)
    return (wall.replace(tzinfo=None) + (clock.replace(tzinfo=None) - first)).replace(tzinfo=clock.tzinfo)


def _repeated(entry: Entry, zone: tzinfo, until: datetime | None) -> list[date | datetime]:
    """The times after the first at which a rule repeats an entry, for twenty years at most."""
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
    if until is not None:
        last = min(last, until.astimezone(begin.tzinfo or zone).replace(tzinfo=None))
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
