"""Lengths of time as people say them, and days so much later or earlier (T5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from saidanddone.listening import calendar_days as days
from saidanddone.listening.spoken_numbers import amount

__all__ = ["Length", "later", "length", "nearest"]

_SPANS: Final = re.compile(
    r"(?P<count>(?:\d+(?:\.\d+)?|[a-z][a-z -]*?)(?: and a half)?)[ -]?(?:more |full )?"
    r"(?P<unit>(?:business|working|work|week) ?days?|calendar days?|sec(?:ond)?s?|min(?:ute)?s?|h(?:ou)?rs?|days?"
    r"|weeks?|wks?|fortnights?|months?|quarters?|years?|yrs?|(?<=\d)[hdw]|(?<=\d )[hd])(?![a-z])"
    r"(?P<or> or (?:two|three|so))?(?P<half> and a half)?"
)
_RANGE: Final = re.compile(r"(.+?) ?(?:-|–|\bto\b|\bor\b) ?(.+)")


@dataclass(frozen=True, slots=True)
class Length:
    """So many months, days, working days and seconds, each to be added in its own way."""

    months: float = 0.0
    days: float = 0.0
    working: float = 0.0
    seconds: float = 0.0


def length(span: str) -> Length:
    """A length of time in the units a calendar needs; of a range its longer end."""
    months = days_ = working = seconds = 0.0
    for m in _SPANS.finditer(re.sub(r"(?:^|(?<= ))and (?!a half)|,", " ", span)):
        count = m["count"].strip()
        if between := _RANGE.fullmatch(count):
            count = between[2]
        n = amount(count.replace("and a half", "")) + (0.5 if "and a half" in count or m["half"] else 0.0)
        n += {"two": 1.0, "three": 2.0}.get((m["or"] or "").removeprefix(" or "), 0.0)
        unit = m["unit"]
        if re.match(r"(?:business|working|work|week) ?day", unit):
            working += n
        elif unit.startswith(("sec", "min", "h")):
            seconds += n * (1 if unit[0] == "s" else 60 if unit[0] == "m" else 3600)
        elif unit.startswith(("month", "quarter", "year", "yr")):
            months += n * {"m": 1, "q": 3, "y": 12}[unit[0]]
        elif n == 0.5 and unit[0] == "d":
            seconds += 43200.0
        else:
            days_ += n * (14 if unit[0] == "f" else 7 if unit[0] == "w" else 1)
    return Length(months, days_, working, seconds)


def later(day: date, long: Length, way: int = 1) -> date | None:
    """A day so much later, or earlier with ``way`` -1; None beyond the calendar."""
    whole, rest = divmod(long.months, 1.0)
    moved = days.add_months(day, way * int(whole))
    try:
        if moved is not None:
            moved += timedelta(days=way * round(long.days + rest * 30.0 + long.seconds // 86400))
            if long.working:
                moved = days.add_working_days(moved, round(long.working)) if way > 0 else None
    except OverflowError:
        return None
    return moved


def nearest(day: date, weekday: int) -> date:
    """Such a weekday at most three days before or after a day."""
    return day + timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)
