"""Today's date: the only place in the house where the clock is read."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from saidanddone.cli.when import resolve
from saidanddone.errors import UsageError

__all__ = ["asked_day", "day_at", "end_of", "local_today", "now", "today", "zone"]


def zone(tz: str) -> tzinfo:
    """A time zone by its name.

    Raises:
        UsageError: there is none of that name.
    """
    if tz.upper() == "UTC":
        return UTC
    try:
        return ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError("There is no time zone of that name. Write it like Europe/Lisbon or UTC.") from None


def now() -> datetime:
    """This moment, UTC."""
    return datetime.now(UTC)


def today(tz: str) -> date:
    """Today's date in a time zone."""
    return datetime.now(zone(tz)).date()


def end_of(day: date, tz: str) -> datetime:
    """The last microsecond of a day in a time zone."""
    return datetime.combine(day, time.max, tzinfo=zone(tz))


def local_today() -> date:
    """Today's date where this machine is: for one's own notes."""
    return datetime.now().astimezone().date()


def asked_day(said: str | None, tz: str) -> date:
    """The day a question is asked of: as typed after ``--on``, else today."""
    now = today(tz)
    return now if said is None else resolve(said, today=now, look="back")


def day_at(at_us: int, tz: str) -> date:
    """The day that a moment is in, there; microseconds UTC."""
    return datetime.fromtimestamp(at_us / 1e6, zone(tz)).date()
