"""A proposed rhythm as a calendar file: entries that repeat, that anybody may import, and that invite nobody (T7)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from saidanddone.diagnosis.routine import Cadence

__all__ = ["first_day", "render", "summary"]

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKS = 26
"""For how long a proposal repeats: after half a year it is looked at again."""


def render(
    plans: Sequence[Cadence], *, tz: str, after: date, stamp: datetime, names: Mapping[str, str] | None = None
) -> bytes | None:
    """An iCalendar file (RFC 5545) of these proposals, for half a year from the first of each; None of none.

    Args:
        plans: in any order; one that stands twice is written once. tz: the zone their hours are in. after: the day
            they begin after. stamp: when the file is made, with a zone. names: pseudonym -> name to say whom an
            entry is with; nobody is invited either way.
    """
    if not plans:
        return None
    import icalendar

    zone: tzinfo = UTC if tz.upper() == "UTC" else ZoneInfo(tz)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Said & Done//routine//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for plan in dict.fromkeys(plans):
        begin = datetime.combine(first_day(plan, after), time(plan.hour, plan.minute), tzinfo=zone)
        event = icalendar.Event()
        event.add("uid", _uid(plan, after))
        event.add("dtstamp", stamp.astimezone(UTC))
        event.add("dtstart", begin)
        event.add("duration", timedelta(minutes=plan.minutes))
        event.add(
            "rrule",
            {"freq": "weekly", "interval": plan.every_weeks, "byday": _DAYS[plan.weekday],
             "count": max(1, _WEEKS // plan.every_weeks)},
        )  # fmt: skip
        event.add("summary", summary(plan, names or {}))
        event.add("status", "TENTATIVE")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    calendar.add_missing_timezones()
    out: bytes = calendar.to_ical()
    return out


def summary(plan: Cadence, names: Mapping[str, str]) -> str:
    """What an entry is called."""
    if plan.kind == "meeting":
        return "Team meeting (proposed)"
    name = None if plan.with_whom is None else names.get(plan.with_whom)
    return f"One to one with {name} (proposed)" if name else "One to one (proposed)"


def first_day(plan: Cadence, after: date) -> date:
    """The first day of a proposal, after a day."""
    return after + timedelta(days=(plan.weekday - after.weekday() - 1) % 7 + 1)


def _uid(plan: Cadence, after: date) -> str:
    """The same for the same proposal, so that importing it again changes nothing; it gives nobody away."""
    said = (plan.kind, plan.with_whom, plan.weekday, plan.hour, plan.minute, plan.every_weeks, after.isoformat())
    return f"{hashlib.sha256(repr(said).encode()).hexdigest()[:24]}@saidanddone"
