"""The day meant by words such as "friday", "in 2 weeks" or "3 weeks ago"; words that mean two days are refused."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, Literal

from saidanddone.errors import UsageError

__all__ = ["Look", "in_words", "resolve"]

Look = Literal["ahead", "back"]
"""Which way a day without a year, or a bare weekday, is looked for: a promise lies ahead, a memory lies back."""

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_COUNTS: Final = {
    word: count
    for count, words in enumerate(
        ("", "a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
    for word in words.split()
}
_DAYS_IN: Final = {"day": 1, "week": 7, "fortnight": 14}
_MID_MONTH: Final = 15
_ROUGHLY: Final = {"early": 5, "mid": _MID_MONTH, "middle of": _MID_MONTH, "late": 25, "start of": 1, "beginning of": 1}
"""Day of the month for a rough memory; never used for a date that lies ahead."""

_REMEDY: Final = "Write it as 2026-12-01, 1 december, friday, tomorrow or in 2 weeks."
_REMEDY_BACK: Final = "Write it as 2026-09-01, 1 september, friday, last week or 3 weeks ago; a rough guess will do."
_COUNT: Final = r"(?P<count>\d{1,4}|" + "|".join(_COUNTS) + r"|a couple of)"
_UNIT: Final = r"(?P<unit>day|week|fortnight|month|year)s?"
_MONTH: Final = "(?P<month>sept|" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS) + r")\.?"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?:,?\s+(?P<year>\d{4}))?"
_WEEKDAY: Final = "(?P<weekday>" + "|".join(f"{d[:3]}(?:{d[3:]})?|tues|wednes|thur|thurs" for d in _DAYS) + ")"


def _unclear(look: Look) -> UsageError:
    return UsageError(f"I cannot tell which day that is. {_REMEDY if look == 'ahead' else _REMEDY_BACK}")


def in_words(day: date, *, today: date | None = None) -> str:
    """A day as people write it: ``Friday 4 December``, with its year when that is not ``today``'s.

    >>> in_words(date(2026, 12, 4), today=date(2026, 11, 22))
    'Friday 4 December'
    """
    year = "" if today is not None and day.year == today.year else f" {day.year}"
    return f"{_DAYS[day.weekday()].capitalize()} {day.day} {_MONTHS[day.month - 1].capitalize()}{year}"


def _months_on(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _last_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _span(found: re.Match[str], today: date, sign: int) -> date:
    said, unit = found["count"], found["unit"]
    count = 2 if said == "a couple of" else _COUNTS[said] if said in _COUNTS else int(said)
    if unit in _DAYS_IN:
        return today + sign * timedelta(days=count * _DAYS_IN[unit])
    return _months_on(today, sign * count * (12 if unit == "year" else 1))


def _month_number(found: re.Match[str]) -> int:
    return next(n for n, name in enumerate(_MONTHS, start=1) if name.startswith(found["month"][:3]))


def _nearest_year(month: int, day: int, today: date, look: Look) -> date:
    """This year's or the nearest other year's such day; 29 February finds its leap year."""
    years = range(today.year, today.year + 9) if look == "ahead" else range(today.year, today.year - 9, -1)
    for year in years:
        if day <= calendar.monthrange(year, month)[1]:
            then = date(year, month, day)
            if (then >= today) if look == "ahead" else (then <= today):
                return then
    raise UsageError("There is no such day in that month.")


def _month_day(found: re.Match[str], today: date, look: Look) -> date:
    month, day = _month_number(found), int(found["day"])
    if found["year"]:
        try:
            return date(int(found["year"]), month, day)
        except ValueError:
            raise UsageError("There is no such day in that month.") from None
    return _nearest_year(month, day, today, look)


def _weekday(found: re.Match[str], today: date, look: Look) -> date:
    wanted = next(n for n, name in enumerate(_DAYS) if name.startswith(found["weekday"][:3]))
    which = (found["which"] or "").strip()
    ahead = (wanted - today.weekday()) % 7
    if look == "back":
        if which == "next":
            raise _unclear(look)
        return today - timedelta(days=(today.weekday() - wanted) % 7 or 7)
    if which == "last":
        raise _unclear(look)
    name = _DAYS[wanted].capitalize()
    if which == "next" and ahead:
        first, second = today + timedelta(days=ahead), today + timedelta(days=ahead + 7)
        raise UsageError(
            f"Some people mean {in_words(first, today=today)} by that and some {in_words(second, today=today)}. "
            f"Write {first.isoformat()} or {second.isoformat()}."
        )
    if not which and not ahead:
        after = today + timedelta(days=7)
        raise UsageError(f"That day is itself a {name}. Write {today.isoformat()} for it, or {after.isoformat()}.")
    return today + timedelta(days=ahead or 7) if which != "this" else today + timedelta(days=ahead)


def _numbers(found: re.Match[str], today: date, look: Look) -> date:
    """Figures with dots are day-first; with slashes or hyphens they may be either."""
    del today, look
    first, second, year = int(found["a"]), int(found["b"]), int(found["c"])
    year += 2000 if year < 100 else 0
    ways: set[date] = set()
    orders = ((first, second),) if found["dot"] == "." else ((first, second), (second, first))
    for day, month in orders:
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            ways.add(date(year, month, day))
    if not ways:
        raise UsageError("There is no such day in the calendar.")
    if len(ways) > 1:
        one, other = sorted(ways)
        raise UsageError(
            f"That can be read as {in_words(one)} or {in_words(other)}. Write {one.isoformat()} or {other.isoformat()}."
        )
    return ways.pop()


def _iso(found: re.Match[str], today: date, look: Look) -> date:
    del today, look
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise UsageError("There is no such day in the calendar.") from None


def _ahead(found: re.Match[str], today: date, look: Look) -> date:
    if look == "back":
        raise _unclear(look)
    return _span(found, today, 1)


def _ago(found: re.Match[str], today: date, look: Look) -> date:
    if look == "ahead":
        raise _unclear(look)
    return _span(found, today, -1)


def _last_span(found: re.Match[str], today: date, look: Look) -> date:
    if look == "ahead":
        raise _unclear(look)
    return _months_on(today, -1) if found["unit"] == "month" else today - timedelta(days=7)


def _end_of(found: re.Match[str], today: date, look: Look) -> date:
    what = found["what"]
    if what.endswith("year"):
        end = date(today.year + what.startswith("next"), 12, 31)
    elif what.endswith("month"):
        end = _last_of_month(_months_on(today, 1 if what.startswith("next") else 0))
    else:
        friday = today + timedelta(days=(4 - today.weekday()) % 7 + (7 if what.startswith("next") else 0))
        raise UsageError(
            f"A week ends on Friday for some and on Sunday for others. Write {friday.isoformat()}, or friday."
        )
    if look == "back" and end > today:
        raise _unclear(look)
    return end


def _month_alone(found: re.Match[str], today: date, look: Look) -> date:
    part = (found["part"] or "").replace("-", " ").strip()
    month = _month_number(found)
    start = _nearest_year(month, 1, today, look) if look == "back" else None
    if part == "end of":
        first = start or _nearest_year(month, calendar.monthrange(today.year, month)[1], today, look).replace(day=1)
        return min(_last_of_month(first), today) if look == "back" else _last_of_month(first)
    if look == "ahead" or start is None:
        raise UsageError("Which day of that month? Write 1 december, or end of december.")
    return min(start.replace(day=_ROUGHLY.get(part, _MID_MONTH)), today)


_Rule = Callable[[re.Match[str], date, Look], date]
_RULES: Final[tuple[tuple[re.Pattern[str], _Rule], ...]] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})", _iso),
        (r"(?P<a>\d{1,2})(?P<dot>\.)(?P<b>\d{1,2})\.(?P<c>\d{4}|\d{2})", _numbers),
        (r"(?P<a>\d{1,2})(?P<dot>[-/])(?P<b>\d{1,2})[-/](?P<c>\d{4}|\d{2})", _numbers),
        (rf"(?:in |within )?{_COUNT} {_UNIT}(?: from (?:now|today))?", _ahead),
        (rf"(?:about |around |roughly )?{_COUNT} {_UNIT} ago", _ago),
        (r"last (?P<unit>week|month)", _last_span),
        (rf"(?P<which>this |next |last )?{_WEEKDAY}", _weekday),
        (rf"(?:the )?{_DAY}(?: of)? {_MONTH}{_YEAR}", _month_day),
        (rf"{_MONTH} (?:the )?{_DAY}{_YEAR}", _month_day),
        (r"(?:the )?end of (?:the |this )?(?P<what>(?:next )?(?:week|month|year))", _end_of),
        (rf"(?P<part>early |mid[- ]|middle of |late |start of |beginning of |end of )?{_MONTH}", _month_alone),
    )
)


def resolve(said: str, *, today: date, look: Look = "ahead") -> date:
    """The day meant by ``said``, seen from ``today``.

    Days that can be meant in two ways (``7/9/26``, ``next friday``, ``end of the week``) are refused with both
    readings; a memory (``look="back"``) may be rough (``early september``), a promise may not.

    >>> resolve("in 2 weeks", today=date(2026, 11, 22))
    datetime.date(2026, 12, 6)
    >>> resolve("3 weeks ago", today=date(2026, 11, 22), look="back")
    datetime.date(2026, 11, 1)

    Raises:
        UsageError: no day, or more than one, is meant; the message never repeats what was typed.
    """
    words = " ".join(said.casefold().replace("’", "'").split()).strip(" .!?")
    words = re.sub(r"^(?:by|on|until|before|since|due)\s+(?:the end of )?(?=\S)", _keep_end_of, words)
    if look == "back":
        words = re.sub(r"^in (?=[a-z])", "", words)
    fixed = {"today": 0, "tonight": 0, "now": 0, "tomorrow": 1, "yesterday": -1}
    if words in fixed:
        return today + timedelta(days=fixed[words])
    if look == "ahead" and words in ("next week", "next month", "this week", "this month", "soon"):
        raise UsageError(f"That is not yet a date anybody could hold you to. {_REMEDY}")
    for pattern, rule in _RULES:
        found = pattern.fullmatch(words)
        if found:
            try:
                return rule(found, today, look)
            except (OverflowError, ValueError):
                raise _unclear(look) from None
    raise _unclear(look)


def _keep_end_of(found: re.Match[str]) -> str:
    return "end of " if found.group().endswith("end of ") else ""
