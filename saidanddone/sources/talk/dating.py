"""When a recording was made whose clock only counts from its beginning: what the user says, a calendar, a file's name.

In this order: what the source itself says; ``on`` and ``at`` of the user; an event of the calendar; the file's name, or
that of its folder. A day that could be read two ways (``10-11-2025``) is not guessed, nor are two days in one name.

An event dates a recording if its name stands in the file's name, and the day agrees where a day is known; else if it is
the only one with a time on that day. Of several that fit none is taken.

Where the day is known and the time of day is not, the clock counts from the day's first moment, as it does for every
date without a time (:mod:`saidanddone.sources.dates`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path

from saidanddone.sources import dates
from saidanddone.sources.conversations import Asked, Event
from saidanddone.sources.dates import Moment
from saidanddone.sources.labels import plain

__all__ = ["Dating", "date_recording", "meeting"]

_ZOOM_NAME = re.compile(r"GMT(\d{8})-(\d{6})(?!\d)")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_AFTER = r"(?![-_.:]?\d)"
_TIME = (
    rf"(?:(?:T|[ _]|[ _-]at[ _-]|-)[ _]?(?P<h>\d\d)[.:h_-](?P<mi>\d\d)(?:[.:_-](?P<s>\d\d))?{_AFTER}"
    rf"|T(?P<hms>\d{{4}}(?:\d\d)?){_AFTER})?"
)
_CLOSE = r"(?:[T _-](?P<hms>\d{4}(?:\d\d)?)" + _AFTER + ")?"
_NAMED = tuple(
    re.compile(shape, re.ASCII | re.IGNORECASE)
    for shape in (
        r"(?<!\d)(?P<day>(?:19|20)\d\d([-_. ])\d{1,2}\2\d{1,2})(?!\d)" + _TIME,
        r"(?<!\d)(?P<day>(?:19|20)\d{6})(?!\d)" + _CLOSE,
        rf"(?<![a-z])(?P<day>(?:{_MONTHS})[a-z]{{0,6}}\.?[ _-]\d{{1,2}}(?:st|nd|rd|th)?,?[ _-]{{1,2}}"
        r"(?:19|20)\d\d)(?!\d)" + _TIME,
        r"(?<!\d)(?P<day>\d{1,2}(?:st|nd|rd|th)?\.?[ _-][a-z]{3,9}\.?,?[ _-](?:19|20)\d\d)(?!\d)" + _TIME,
        r"(?<!\d)(?P<day>\d{1,2}([-_. ])\d{1,2}\2(?:19|20)\d\d)(?!\d)" + _TIME,
    )
)
_KIND = re.compile(
    r"[ _.-]*(?:audio_)?(?:meeting_saved_|recordingnew|recording[ _.-]*)?(?:new_?)?"
    r"(?:closed[ _-]?captions?|transcripts?|chat|captions?|saved|cc)(?:[ _-](?:corrected|raw|final))?$",
    re.IGNORECASE,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = 1_000_000
_UNDATED = "Its clock counts from the beginning, and nothing says when that was: pass the day with --on 2026-09-07."
_DAY_ONLY = (
    "The day is known, the time of day is not; its clock is counted from midnight. Pass the time with --at 09:30."
)


@dataclass(frozen=True)
class Dating:
    """When a conversation began, microseconds UTC, or None; how that is known; what to say about it."""

    began_us: int | None = None
    by: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Named:
    """What a file's name says: the day, and seconds after its midnight or the moment itself; or that it is unclear."""

    day: date | None = None
    seconds: int | None = None
    moment_us: int | None = None
    unclear: bool = False


def meeting(source: str) -> str:
    """What a transcript and a chat of one meeting have in common in their names.

    >>> meeting("GMT20251016-140000_Recording.transcript.vtt") == meeting("GMT20251016-140000_RecordingnewChat.txt")
    True
    >>> meeting("sync 12/chat.txt") == meeting("sync 12/closed_caption.txt")
    True
    """
    folder, _, name = source.rpartition("/")
    stem = name.rsplit(".", 1)[0] if "." in name else name
    return f"{folder}/{plain(_KIND.sub('', stem))}"


def date_recording(path: Path, asked: Asked, *, clock: float | None = None) -> Dating:
    """When the recording in this file began.

    Args:
        clock: seconds after midnight of its first word, where its clock is that of the wall and not of the recording.
    """
    named = _of_name(path.stem)
    if named == _Named():
        named = _of_name(path.parent.name)
    by = "you" if asked.on is not None else "file name" if named.day is not None else ""
    day = asked.on or named.day
    if asked.on is not None and asked.at is not None:
        return Dating(_moment(asked.on, asked.at, asked.tz), "you")
    event = _event(path, day, asked.calendar)
    if event is not None and clock is None and (by != "file name" or named.seconds is named.moment_us is None):
        told = (_DAY_ONLY,) if event.is_day else ()
        return Dating(event.began_us, "calendar", told)
    if day is None and event is not None:
        day, by = event.day, "calendar"
    if day is None:
        unclear = ("The day in the file's name could be read in more than one way.",) if named.unclear else ()
        return Dating(notes=(*unclear, _UNDATED))
    if clock is not None:
        return Dating(_moment(day, clock, asked.tz), by)
    if named.day == day and named.moment_us is not None:
        return Dating(named.moment_us, by)
    at = asked.at if asked.at is not None else named.seconds if named.day == day else None
    return Dating(_moment(day, at or 0, asked.tz), by, () if at is not None else (_DAY_ONLY,))


def _moment(day: date, seconds: float, zone: tzinfo) -> int:
    """A time of a day by the clock on the wall; seconds may run into the next day."""
    whole, fraction = divmod(round(seconds * _SECOND), _SECOND)
    wall = datetime(day.year, day.month, day.day) + timedelta(seconds=whole)  # noqa: DTZ001
    return (wall.replace(tzinfo=zone) - _EPOCH) // timedelta(microseconds=1) + fraction


def _of_name(name: str) -> _Named:
    if found := _ZOOM_NAME.search(name):
        moment = dates.parse(f"{found[1]}T{found[2]}", None, UTC)
        if isinstance(moment, Moment):
            return _Named((_EPOCH + timedelta(microseconds=moment.start_us)).date(), None, moment.start_us)
    days = list(_days(name))
    known = {found.day for found in days}
    if len(known) == 1 and not any(found.unclear for found in days):
        return max(days, key=lambda found: found.seconds is not None)
    return _Named(unclear=bool(days))


def _days(name: str) -> Iterator[_Named]:
    for shape in _NAMED:
        for found in shape.finditer(name):
            written = re.sub(r"[_ ]+", " ", found["day"])
            if re.fullmatch(r"\d+ \d+ \d+", written):
                written = written.replace(" ", "-")
            moment = dates.parse(written, None, UTC)
            if moment is None:
                continue
            if not isinstance(moment, Moment) or _both_ways(written):
                yield _Named(unclear=True)
                continue
            parts = found.groupdict()
            whole = parts.get("hms") or f"{parts.get('h') or ''}{parts.get('mi') or ''}{parts.get('s') or ''}"
            yield _Named((_EPOCH + timedelta(microseconds=moment.start_us)).date(), _of_day(whole))


def _of_day(figures: str) -> int | None:
    """Seconds after midnight of ``1400`` or ``140012``; None if it is no time of day."""
    if len(figures) not in (4, 6):
        return None
    hours, minutes, seconds = int(figures[:2]), int(figures[2:4]), int(figures[4:] or 0)
    return hours * 3600 + minutes * 60 + seconds if hours < 24 and minutes < 60 and seconds < 60 else None


def _both_ways(written: str) -> bool:
    """Whether a day in figures could be day-first or month-first; in a file's name dots do not decide it."""
    found = re.fullmatch(r"(\d{1,2})[-.](\d{1,2})[-.]\d{4}", written)
    return found is not None and found[1] != found[2] and int(found[1]) <= 12 and int(found[2]) <= 12


def _event(path: Path, day: date | None, calendar: tuple[Event, ...]) -> Event | None:
    """The one event that a recording of this name, on this day if known, was made of."""
    if not calendar:
        return None
    among = [event for event in calendar if day is None or event.day == day]
    name = f" {plain(path.stem)} "
    fitting = [event for event in among if len(plain(event.name)) > 2 and f" {plain(event.name)} " in name]
    if not fitting:
        name = f" {plain(path.parent.name)} "
        fitting = [event for event in among if len(plain(event.name)) > 2 and f" {plain(event.name)} " in name]
    if not fitting and day is not None:
        fitting = [event for event in among if not event.is_day]
    moments = {event.began_us for event in fitting}
    return fitting[0] if len(moments) == 1 else None
