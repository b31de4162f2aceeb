"""Times of day: what hour a piece names, when a part of the day is over, and whether that is today or tomorrow (T5)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from saidanddone.listening.phrases import Piece
from saidanddone.listening.spoken_numbers import ordinal

__all__ = ["ENDS", "LATE", "SURE", "hours_from", "time_of", "today_or_tomorrow"]

ENDS: Final = {
    "morning": time(12), "noon": time(12), "midday": time(12), "first thing": time(12), "breakfast": time(10),
    "lunch": time(13), "lunchtime": time(13), "afternoon": time(18),
}  # fmt: skip
"""When a named part of a day is over; one that is not here ends with the day."""
SURE: Final = frozenset(
    ("noon", "midday", "midnight", "eod", "eob", "cob", "end", "end of day", "end of the day", "close of business")
)
"""Parts of a day whose end nobody disputes, or whose day's end is taken for it."""
LATE: Final = frozenset(("afternoon", "evening", "night", "tonight", "dinner", "dinnertime"))


def _clock(hour: int, minute: int, ap: str, late: bool, written: str) -> tuple[time, bool] | None:
    """A time of day and whether it is the only reading; without am or pm, 1 to 6 is the afternoon."""
    if hour == 24 and not minute:
        return time(23, 59, 59), True
    if not (0 <= hour <= 23 and 0 <= minute <= 59) or (ap and hour > 12):
        return None
    if ap:
        return time(hour % 12 + (12 if ap == "p" else 0), minute), True
    if hour > 12 or hour == 0 or written.startswith("0"):
        return time(hour, minute), True
    if late or hour < 7:
        return time(hour % 12 + 12 if hour != 12 or not late else 0, minute), late
    return time(hour, minute), hour > 5 and bool(minute)


def time_of(piece: Piece, late: bool, ap: str = "") -> tuple[time, bool] | None:
    """The time of day, and whether it can be read one way only; None if there is no such time.

    ``late``: it is said to be in the afternoon, evening or night. ``ap``: ``a`` or ``p`` where the words around say.
    """
    written, ap = piece["hour"], piece["ap"] or ap
    hour, minute = ordinal(written), int(piece["minute"] or 0)
    if piece["spoken"]:
        minute = ordinal(piece["spoken"])
    if piece["to"] or (piece.kind == "clock" and piece["past"]):
        away = {"half": 30, "quarter": 15, "a quarter": 15}.get(piece["to"]) or ordinal(piece["to"])
        if piece["past"] != "past" and piece["past"] != "after":
            hour, away = (hour - 1) % 24 or 12, 60 - away
        minute = away
    told = _clock(hour, minute, ap, late, written)
    if told is not None and piece["second"]:
        if int(piece["second"]) > 59:
            return None
        told = told[0].replace(second=int(piece["second"])), told[1]
    return told


def hours_from(piece: Piece, late: bool, end: time) -> time:
    """The beginning of a range of hours; without its own am or pm it takes its end's if it is before the end then."""
    hour, minute = int(piece["from"]), int(piece["fromminute"] or 0)
    for ap in (piece["fromap"] or piece["ap"], "a"):
        told = _clock(hour, minute, ap, late, piece["from"])
        if told and told[0] <= end:
            return told[0]
    return end


def today_or_tomorrow(
    now: datetime, told: tuple[time, bool] | None, part: str, late: bool, sure: bool
) -> tuple[date, tuple[time, bool] | None]:
    """A time of day without a day: today's if it is still to come, else tomorrow's."""
    today = now.date()
    if told is None:
        ends = ENDS.get(part)
        passed = ends is not None and ends <= now.time()
        day = today + timedelta(days=1) if passed else today
        return day, None
    at, certain = told
    if at <= now.time() and not certain and not sure and not late and at.hour < 10 and now.hour < at.hour + 12:
        return today, (at.replace(hour=at.hour + 12), False)
    return (today if at > now.time() else today + timedelta(days=1)), told
