"""Numbers as people say them: certainty in words, percentages, counts, dates, spans of time (REPORT)."""

from __future__ import annotations

import math
import shlex
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

__all__ = [
    "CERTAINTY",
    "DAY_US",
    "EARLY_WIDTH",
    "EITHER_WAY",
    "PLAIN_WIDTH",
    "ago",
    "certainty",
    "command",
    "count_of",
    "day",
    "is_wide",
    "joined",
    "known",
    "month",
    "number",
    "percent",
    "plain",
    "rate",
    "sentence_case",
    "share",
    "span",
    "the_other",
    "time_of_day",
    "too_early",
    "whole",
]

DAY_US: Final = 86_400_000_000
"""Microseconds in a day."""

CERTAINTY: Final = ((0.95, "almost certainly"), (0.80, "probably"), (0.60, "more likely than not"))
"""At or above each probability, its word; below .60 and from .40 it could go either way; below that, the opposite."""

EITHER_WAY: Final = "could go either way"
EARLY_WIDTH: Final = 0.4
"""An interval wider than this is too early to say, whatever its middle."""

PLAIN_WIDTH: Final = 0.1
"""An interval wider than this makes a percentage 'about'."""

_SMALL: Final = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# Bidirectional controls and other invisible signs that can make a label read as something it is not; and two that are
# no characters at all, for which whoever draws an SVG ends the whole program.
_UNSEEN: Final = frozenset("\u061c\u200b\u200e\u200f\u2028\u2029\u2060\ufeff\ufffe\uffff") | frozenset(
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
)


def known(value: float | None) -> float | None:
    """The value, or None when it is missing, not a number, or endless."""
    return None if value is None or not math.isfinite(value) else value


def certainty(p: float) -> tuple[str, bool]:
    """How sure ``p`` (0..1) is, in words, and of which side: True for the thing asked, False for its opposite.

    At exactly .95, .80 and .60 the surer word holds; .40 still could go either way (then side is True).

    >>> certainty(0.97), certainty(0.5), certainty(0.1)
    (('almost certainly', True), ('could go either way', True), ('probably', False))
    """
    for side, value in ((True, round(p, 9)), (False, round(1 - p, 9))):
        if not side and value <= CERTAINTY[-1][0]:
            break
        for border, word in CERTAINTY:
            if value >= border:
                return word, side
    return EITHER_WAY, True


def _width(low: float | None, high: float | None) -> float | None:
    low, high = known(low), known(high)
    return None if low is None or high is None else round(high - low, 9)


def too_early(low: float | None, high: float | None) -> bool:
    """Whether a 90 % interval is too wide to say anything first but that; a missing one is."""
    width = _width(low, high)
    return width is None or width > EARLY_WIDTH


def is_wide(low: float | None, high: float | None) -> bool:
    """Whether a percentage in this interval deserves its 'about'."""
    width = _width(low, high)
    return width is None or width > PLAIN_WIDTH


def percent(p: float | None) -> str:
    """A forecast as a whole percentage; never 0 % or 100 %, which no forecast deserves.

    >>> percent(0.857), percent(0.999), percent(None)
    ('86%', '99%', 'unknown')
    """
    p = known(p)
    return "unknown" if p is None else f"{min(99, max(1, _half_up(100 * p)))}%"


def share(part: float | None) -> str:
    """A counted share as a whole percentage; 0 % and 100 % only when exactly so.

    >>> share(0.0), share(0.002), share(0.998), share(1.0)
    ('0%', 'under 1%', 'over 99%', '100%')
    """
    part = known(part)
    if part is None:
        return "unknown"
    if 0 < part < 0.005:
        return "under 1%"
    if 0.995 <= part < 1:
        return "over 99%"
    return f"{_half_up(100 * part)}%"


def _half_up(x: float) -> int:
    return math.floor(round(x, 9) + 0.5)


def rate(mean: float | None, low: float | None, high: float | None) -> str:
    """A forecast with as much precision as its interval deserves.

    >>> rate(0.857, 0.84, 0.88), rate(0.857, 0.75, 0.95)
    ('86%', 'about 86%')
    """
    return f"about {percent(mean)}" if known(mean) is not None and is_wide(low, high) else percent(mean)


def number(n: int) -> str:
    """A count: in words up to twelve, then in figures with thin groups.

    >>> number(3), number(34), number(336776)
    ('three', '34', '336,776')
    """
    return _SMALL[n] if 0 <= n < len(_SMALL) else f"{n:,}"


def whole(n: float) -> str:
    """A number in figures, no decimals: ``1,234``."""
    return f"{_half_up(n):,}"


def count_of(n: int, one: str, many: str | None = None) -> str:
    """A count with its noun.

    >>> count_of(1, "promise"), count_of(4, "promise"), count_of(0, "promise")
    ('one promise', 'four promises', 'no promises')
    """
    return f"{number(n)} {one if n == 1 else many or one + 's'}"


def joined(parts: Sequence[str], word: str = "and") -> str:
    """Parts as a person lists them.

    >>> joined(["a", "b", "c"])
    'a, b and c'
    """
    return " ".join(parts) if len(parts) < 2 else f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def sentence_case(text: str) -> str:
    """The text with its first letter large and the rest untouched."""
    return text[:1].upper() + text[1:]


def _date(us: int, zone: tzinfo) -> date:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)).astimezone(zone).date()


def day(us: int | None, zone: tzinfo = UTC) -> str:
    """A moment (microseconds UTC) as a day in the reader's zone; a year out of the calendar is 'unknown'.

    >>> day(0)
    '1 January 1970'
    """
    if us is None:
        return "unknown"
    try:
        on = _date(us, zone)
    except (OverflowError, ValueError):
        return "unknown"
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def time_of_day(us: int, zone: tzinfo = UTC) -> str:
    """A moment (microseconds UTC) as a time of day, to the minute; empty out of the calendar.

    >>> time_of_day(0), time_of_day(10**19)
    ('00:00', '')
    """
    try:
        return f"{datetime.fromtimestamp(us // 1_000_000, zone):%H:%M}"
    except (OverflowError, OSError, ValueError):
        return ""


def month(us: int, on_us: int, zone: tzinfo = UTC) -> str:
    """The month of a moment, with its year unless that is plain from ``on_us`` (within eleven months)."""
    then, now = _date(us, zone), _date(on_us, zone)
    name = _MONTHS[then.month - 1]
    months = 12 * (now.year - then.year) + now.month - then.month
    return name if 0 <= months < 11 else f"{name} {then.year}"


def span(days: float | None) -> str:
    """A length of time as a person says it.

    >>> span(0.2), span(1), span(12), span(24), span(90), span(800)
    ('less than a day', 'a day', 'twelve days', 'three weeks', 'three months', 'two years')
    """
    days = known(days)
    if days is None:
        return "an unknown time"
    if days < 0.75:
        return "less than a day"
    for unit, length, until in (("day", 1.0, 20.0), ("week", 7.0, 59.0), ("month", 30.44, 700.0)):
        if days < until:
            n = max(1, _half_up(days / length))
            return f"a {unit}" if n == 1 else count_of(n, unit)
    n = _half_up(days / 365.25)
    return count_of(n, "year")


def ago(last_us: int, on_us: int, zone: tzinfo = UTC) -> str:
    """How long ago a day was, by the calendar, seen from the day of ``on_us``.

    >>> noon, late = 43_200_000_000, 86_399_999_999
    >>> ago(noon, late), ago(noon, DAY_US + late), ago(noon, 12 * DAY_US + late)
    ('today', 'yesterday', 'twelve days ago')
    """
    try:
        days = (_date(max(on_us, last_us), zone) - _date(last_us, zone)).days
    except (OverflowError, ValueError):
        return f"{span((on_us - last_us) / DAY_US)} ago"
    return "today" if days < 1 else "yesterday" if days == 1 else f"{span(days)} ago"


def command(unit_id: str) -> str:
    """The command that names the rows behind a unit, fit to paste into a shell.

    >>> command("team:Blue Sky")
    "saidanddone explain 'team:Blue Sky'"
    """
    return f"saidanddone explain {shlex.quote(plain(unit_id))}"


def plain(text: str) -> str:
    """A label with nothing in it that moves a cursor, hides, or turns the reading direction.

    >>> plain("Atlas\\x1b[31m\\u202e")
    'Atlas [31m '
    """
    seen = "".join(" " if unicodedata.category(c) in {"Cc", "Cs"} or c in _UNSEEN else c for c in text)
    return seen if seen.strip() else "(unnamed)"


def the_other(n: int, one: str, several: str, *, whose: str = "The") -> str:
    """What is folded away below a list: how many more.

    >>> the_other(1, "promise", "promises"), the_other(12, "reply", "replies", whose="Your")
    ('The other promise', 'Your other 12 replies')
    """
    return f"{whose} other {one}" if n == 1 else f"{whose} other {n:,} {several}"
