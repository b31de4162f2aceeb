"""A date or time as people and programs write it, read without guessing (MISSION T5).

What is read: ISO 8601 with or without zone (``2026-09-07``, ``2026-09-07T14:30Z``, ``2026-09-07 14:30 +02:00``,
``2026/9/7``, ``20260907``), month names (``7 Sep 2026``, ``Sep 7, 2026``, ``07/Sep/26 3:04 PM``), figures with dots,
which are day-first (``07.09.2026``), figures with slashes or hyphens (``7/9/26``), and counts of seconds, milli-,
micro- or nanoseconds since 1970 that lie between 1990 and 2100. Two-figure years are 1969 to 2068. Month names are
English, German, French, Spanish, Portuguese, Italian or Dutch, as trackers write them for their users.

``7/9/26`` may be 7 September or July 9. Which is decided once for a file, from rows that can only be one of the two
(``13/9/26``), or by the person who asks; never guessed.

A date without a time is the whole day in the file's zone: what was *made* or *closed* that day counts from its first
microsecond, what is *due* or *known* that day from its last. So what is closed on the day it is due is kept.
A time without a zone is in the file's zone; one that a clock change repeats is the earlier.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from saidanddone.errors import UsageError

__all__ = ["FIRST_YEAR", "LAST_YEAR", "ORDERS", "UNDECIDED", "Moment", "bare", "leaning", "parse", "zone"]

ORDERS = ("dmy", "mdy")
"""Day-first, month-first."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years outside are taken for slips of the pen."""

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_SECOND = 1_000_000
_DAY = timedelta(days=1)


class Moment(NamedTuple):
    """``start_us`` to ``end_us``, microseconds UTC: equal for a time, a whole day for a bare date (``is_date``)."""

    start_us: int
    end_us: int
    is_date: bool


class _Undecided:
    """A date that could be day-first or month-first."""

    def __repr__(self) -> str:
        return "UNDECIDED"


UNDECIDED: Final = _Undecided()
"""What :func:`parse` returns for a date that could be day-first or month-first when no order is given."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janv janvier ene enero janeiro gen gennaio januari",
            "feb february februar févr fév février febrero fev fevereiro febbraio februari",
            "mar march mär märz mrz mars marzo março mrt maart",
            "apr april avr avril abr abril aprile",
            "may mai mayo maio mag maggio mei",
            "jun june juni juin junio junho giu giugno",
            "jul july juli juil juillet julio julho lug luglio",
            "aug august août ago agosto augustus",
            "sep sept september septembre septiembre set setembro settembre",
            "oct october okt oktober octobre octubre out outubro ott ottobre",
            "nov november novembre noviembre novembro",
            "dec december dez dezember déc décembre dic diciembre dezembro dicembre",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

_NAME = r"(?P<name>[a-zÀ-ÿ]{3,10})"
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:$|[T ]\d\d:\d\d)|\d{8}T\d{4}", re.ASCII)
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? +", re.ASCII | re.IGNORECASE)
_YEAR = r"(?P<y>\d{4}|\d{2})"
_WHEN = (
    r"(?:(?:T|,? (?:at )?)(?P<h>\d{1,2}):(?P<mi>\d\d)(?::(?P<s>\d\d)(?:[.,](?P<f>\d{1,9}))?)?"
    r" ?(?P<half>[ap]\.?m\.?)? ?(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?$"
)
_SHAPES = tuple(
    re.compile(shape + _WHEN, re.ASCII | re.IGNORECASE)
    for shape in (
        r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})",
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)",
        r"(?P<y>\d{4})[- /]" + _NAME + r"[- /](?P<d>\d{1,2})",
        r"(?P<d>\d{1,2})(?:st|nd|rd|th)?\.?[ \-/]?(?:of )?" + _NAME + r"\.?,?[ \-/]?" + _YEAR,
        _NAME + r"\.?[ \-/]?(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:, ?| |-|/)" + _YEAR,
    )
)
_FIGURES = re.compile(r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)" + _YEAR + _WHEN, re.ASCII | re.IGNORECASE)
_COUNT = re.compile(r"\d{9,19}(?:\.\d*)?$", re.ASCII)
_EARLIEST_COUNT, _LATEST_COUNT = 631_152_000, 4_102_444_800


def zone(name: str) -> tzinfo:
    """The time zone of this name.

    Raises:
        UsageError: there is no such zone.
    """
    if name.upper() in ("UTC", "Z", "GMT"):
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UsageError(
            "There is no time zone of that name. Give one like Europe/Berlin, America/New_York or UTC with --tz."
        ) from None


def _micros(moment: datetime, zone: tzinfo) -> int:
    """Microseconds UTC of a moment; one without a zone is in ``zone``."""
    whole = (moment.toordinal() - _EPOCH_DAY) * 86_400 + moment.hour * 3600 + moment.minute * 60 + moment.second
    offset = moment.utcoffset() if moment.tzinfo is not None else zone.utcoffset(moment.replace(tzinfo=zone))
    shift = 0 if offset is None else (offset.days * 86_400 + offset.seconds) * _SECOND + offset.microseconds
    return whole * _SECOND + moment.microsecond - shift


def bare(day: date, zone: tzinfo) -> Moment:
    """A whole day in a zone, from its first microsecond to its last (days are 23 to 25 hours long)."""
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - in `zone`, by _micros
    return Moment(_micros(midnight, zone), _micros(midnight + _DAY, zone) - 1, True)


def parse(text: str, order: str | None, zone: tzinfo) -> Moment | _Undecided | None:
    """What a text says, :data:`UNDECIDED`, or None if it is no date. ``order``: one of :data:`ORDERS`, or unknown.

    >>> parse("2026-09-07 14:30", None, UTC) == parse("7 Sep 2026, 2:30 PM", None, UTC)
    True
    >>> parse("7/9/26", None, UTC)
    UNDECIDED
    >>> parse("7/9/26", "dmy", UTC) == parse("07.09.2026", None, UTC) == bare(date(2026, 9, 7), UTC)
    True
    >>> parse("soon", None, UTC) is None
    True
    """
    if len(text) > 60:
        return None
    try:
        if _ISO.match(text):
            if len(text) == 10:
                return _within(bare(date.fromisoformat(text), zone), int(text[:4]))
            moment = datetime.fromisoformat(text)
            return _within(_instant(moment, zone), moment.year)
    except (ValueError, OverflowError):
        pass
    text = " ".join(text.split())
    if _COUNT.match(text):
        counted = _counted(text)
        if counted is not None:
            return counted
    try:
        return _shaped(_WEEKDAY.sub("", text, count=1) if text[:1].isalpha() else text, order, zone)
    except (ValueError, OverflowError):
        return None


def _shaped(text: str, order: str | None, zone: tzinfo) -> Moment | _Undecided | None:
    for shape in _SHAPES:
        found = shape.match(text)
        if found:
            parts = found.groupdict()
            month = _MONTHS.get(parts["name"].casefold(), 0) if "name" in parts else int(parts["m"])
            return _moment(_year(parts["y"]), month, int(parts["d"]), parts, zone)
    found = _FIGURES.match(text)
    if not found:
        return None
    parts = found.groupdict()
    first, second, year = int(parts["a"]), int(parts["b"]), _year(parts["y"])
    if parts["sep"] == "." or order == "dmy":
        return _moment(year, second, first, parts, zone)
    if order == "mdy":
        return _moment(year, first, second, parts, zone)
    if first <= 12 and second <= 12 and first != second:
        return None if _moment(year, first, second, parts, zone) is None else UNDECIDED
    return _moment(year, second, first, parts, zone) if second <= 12 else _moment(year, first, second, parts, zone)


def _moment(year: int, month: int, day: int, parts: dict[str, str | None], zone: tzinfo) -> Moment | None:
    if parts["h"] is None:
        return _within(bare(date(year, month, day), zone), year)
    hour, half = int(parts["h"]), (parts["half"] or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    fraction = int(((parts["f"] or "") + "000000")[:6])
    moment = datetime(year, month, day, hour, int(parts["mi"] or 0), int(parts["s"] or 0), fraction)  # noqa: DTZ001
    stated = parts["zone"]
    return _within(_instant(moment.replace(tzinfo=_offset(stated)) if stated else moment, zone), year)


def _instant(moment: datetime, zone: tzinfo) -> Moment:
    micros = _micros(moment, zone)
    return Moment(micros, micros, False)


def _within(moment: Moment, year: int) -> Moment | None:
    return moment if FIRST_YEAR <= year <= LAST_YEAR else None


def _year(text: str | None) -> int:
    year = int(text or 0)
    return year if len(text or "") == 4 else year + (2000 if year <= 68 else 1900)


def _offset(stated: str) -> tzinfo:
    if stated[0] not in "+-":
        return UTC
    figures = stated[1:].replace(":", "").ljust(4, "0")
    shift = timedelta(hours=int(figures[:2]), minutes=int(figures[2:]))
    return timezone(-shift if stated[0] == "-" else shift)


def _counted(text: str) -> Moment | None:
    whole, _, fraction = text.partition(".")
    for figures, unit_ns in ((10, 1_000_000_000), (13, 1_000_000), (16, 1_000), (19, 1)):
        if len(whole) in (figures - 1, figures):
            value = int(whole) * unit_ns // 1000
            if fraction and figures == 10:
                value += int((fraction + "000000")[:6])
            if _EARLIEST_COUNT * _SECOND <= value <= _LATEST_COUNT * _SECOND:
                return Moment(value, value, False)
    return None


def leaning(text: str) -> str | None:
    """The order that this text alone proves, if it proves one: ``13/9/26`` is ``dmy``, ``9/13/26`` is ``mdy``.

    >>> leaning("13/9/26"), leaning("9/13/26 3:04 PM"), leaning("7/9/26"), leaning("13.9.26"), leaning("99/99/26")
    ('dmy', 'mdy', None, None, None)
    """
    found = _FIGURES.match(" ".join(text.split()))
    if not found or found["sep"] == ".":
        return None
    first, second = int(found["a"]), int(found["b"])
    if 12 < first <= 31 and 1 <= second <= 12:
        return "dmy"
    if 12 < second <= 31 and 1 <= first <= 12:
        return "mdy"
    return None
