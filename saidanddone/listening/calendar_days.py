"""Arithmetic of days, weeks, months and quarters, and the few feasts that people name as deadlines (T5)."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, date, timedelta

__all__ = [
    "FEASTS",
    "add_months",
    "add_working_days",
    "following",
    "from_figures",
    "month",
    "next_day_and_month",
    "nth_weekday",
    "part_of",
    "quarter",
    "week",
]

Days = tuple[date, date]
"""First and last day of a period."""

_SUNDAY = 6
_THIRDS = {"early": 1, "mid": 2}
_WEEK = {"early": 2, "mid": 3}
_MONTH = {"early": 10, "mid": 20}


def from_figures(year: int, month_: int, day: int) -> date | None:
    """The day, or None if there is no such day."""
    if not MINYEAR <= year <= MAXYEAR or not 1 <= month_ <= 12:
        return None
    if not 1 <= day <= calendar.monthrange(year, month_)[1]:
        return None
    return date(year, month_, day)


def add_months(day: date, months: int) -> date | None:
    """The same day of a later month, or that month's last; None beyond the calendar."""
    year, zero_based = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    return date(year, zero_based + 1, min(day.day, calendar.monthrange(year, zero_based + 1)[1]))


def add_working_days(day: date, count: int) -> date:
    """So many days later, Saturdays and Sundays not counted. Public holidays differ by place and are not known."""
    weeks, rest = divmod(count, 5)
    later = day + timedelta(weeks=weeks)
    while rest or (count and later.weekday() > 4):
        later += timedelta(days=1)
        rest -= bool(rest) and later.weekday() <= 4
    return later


def following(day: date, weekday: int) -> date:
    """The next such weekday after a day, never the day itself; Monday is 0."""
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def week(day: date) -> Days:
    """Monday to Sunday of the week a day is in."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def month(day: date) -> Days:
    """First to last of the month a day is in."""
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def quarter(day: date) -> Days:
    """First to last of the quarter a day is in."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, month(date(day.year, first.month + 2, 1))[1]


def part_of(days: Days, part: str) -> Days:
    """The ``early`` third, up to the ``mid`` one, or the ``end`` of a period.

    Of a week they are Monday to Wednesday, to Thursday, and to Sunday; of a month up to the 10th, the 20th, the last.
    """
    first, last = days
    length = (last - first).days + 1
    if part not in _THIRDS:
        return days
    if length <= 7:
        return first, min(last, first + timedelta(days=_WEEK[part]))
    if length <= 31:
        return first, min(last, first + timedelta(days=_MONTH[part] - 1))
    return first, first + timedelta(days=length * _THIRDS[part] // 3 - 1)


def nth_weekday(year: int, month_: int, weekday: int, nth: int) -> date | None:
    """The nth such weekday of a month, -1 its last; None if there is no such day."""
    first, last = month(date(year, month_, 1))
    if nth < 0:
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return day if day <= last else None


def next_day_and_month(on: date, month_: int, day: int, weekday: int | None = None) -> date | None:
    """The next such day from a day on, that day included; on a weekday that is asked, if one of two years has it."""
    found = [d for d in (from_figures(on.year + years, month_, day) for years in range(9)) if d and d >= on]
    fitting = [d for d in found[:2] if d.weekday() == weekday]
    return next(iter(fitting or found), None)


def _easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    j, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * j - k - h + m + 32) % 7
    n = h - m + r
    return date(year, (n + 90) // 25, (n + (n + 90) // 25 + 19) % 32)


def _fixed(month_: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month_, day)


def _moving(month_: int, weekday: int, nth: int, after: int = 0) -> Callable[[int], date]:
    def day(year: int) -> date:
        found = nth_weekday(year, month_, weekday, nth)
        assert found is not None  # every month has four of each weekday, and none asks for a fifth
        return found + timedelta(days=after)

    return day


def _from_easter(days: int) -> Callable[[int], date]:
    return lambda year: _easter(year) + timedelta(days=days)


FEASTS: dict[str, Callable[[int], date]] = {
    r"(?:christmas|xmas) eve": _fixed(12, 24),
    r"(?:christmas|xmas)(?: day)?": _fixed(12, 25),
    r"boxing day": _fixed(12, 26),
    r"new year'?s eve|nye": _fixed(12, 31),
    r"new year(?:'?s)?(?: day)?(?! eve)": _fixed(1, 1),
    r"(?:saint|st\.?) patrick(?:'?s)?(?: day)?": _fixed(3, 17),
    r"(?:(?:saint|st\.?) )?valentine'?s?(?: day)": _fixed(2, 14),
    r"april fool'?s?(?: day)": _fixed(4, 1),
    r"(?:international )?workers'?s? ?'?day|may day": _fixed(5, 1),
    r"independence day": _fixed(7, 4),
    r"hallowe'?en": _fixed(10, 31),
    r"good friday": _from_easter(-2),
    r"easter monday": _from_easter(1),
    r"easter(?: sunday)?": _from_easter(0),
    r"ascension(?: day)?": _from_easter(39),
    r"whit monday": _from_easter(50),
    r"pentecost": _from_easter(49),
    r"memorial day": _moving(5, 0, -1),
    r"labou?r day": _moving(9, 0, 1),
    r"thanksgiving(?: day)?": _moving(11, 3, 4),
    r"mother'?s'? day": _moving(5, _SUNDAY, 2),
    r"father'?s'? day": _moving(6, _SUNDAY, 3),
    r"(?:international )?women'?s'? day": _fixed(3, 8),
    r"(?:martin luther king|mlk)(?: jr\.?)? day": _moving(1, 0, 3),
    r"(?:presidents?'?|washington'?s) (?:day|birthday)": _moving(2, 0, 3),
    r"juneteenth": _fixed(6, 19),
    r"canada day": _fixed(7, 1),
    r"bastille day": _fixed(7, 14),
    r"columbus day": _moving(10, 0, 2),
    r"veterans'? day": _fixed(11, 11),
    r"all saints'? day": _fixed(11, 1),
    r"black friday": _moving(11, 3, 4, after=1),
    r"cyber monday": _moving(11, 3, 4, after=4),
}
"""How a feast is called in lower case, as a pattern -> its day in a year. No country's calendar is complete."""
