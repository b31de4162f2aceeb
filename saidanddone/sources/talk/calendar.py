"""Dated events of a calendar file (iCalendar), repeated ones at every time they fall on, to date recordings by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Final

from saidanddone.evidence.problem import Problem
from saidanddone.sources.calendar_entries import MOST_TIMES, instant, open_calendar
from saidanddone.sources.calendar_times import Occurrence, occurrences
from saidanddone.sources.conversations import Event

__all__ = ["MOST_TIMES", "events"]

_MOST_EVENTS: Final = 100_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO: Final = timedelta(microseconds=1)


def events(path: Path, source: str, zone: tzinfo) -> tuple[tuple[Event, ...], list[Problem]]:
    """Every dated event of a calendar, by when it begins, and what could not be read of it.

    Args:
        zone: of times that name none, and of whole days.
    """
    calendar = open_calendar(path, source, zone)
    problems = list(calendar.problems)
    found: list[Event] = []
    for one in occurrences(calendar.entries, zone):
        if one.held:
            found.append(_event(one, zone))
        if len(found) > _MOST_EVENTS:
            problems.append(Problem(source, 0, "It holds more events than are looked at.", "Export fewer years."))
            break
    return tuple(sorted(set(found), key=lambda event: (event.began_us, event.name))), problems


def _event(one: Occurrence, zone: tzinfo) -> Event:
    begin = one.begin
    began = instant(begin, zone)
    began_us = (began - _EPOCH) // _MICRO
    is_day = not isinstance(begin, datetime)
    local = begin if not isinstance(begin, datetime) else (begin if begin.tzinfo else began).date()
    return Event(one.entry.name, began_us, began_us + one.length // _MICRO - is_day, local, is_day)
