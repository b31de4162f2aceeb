"""What a round of a pulse is called and on which day it closed: one day for all who answered in it (PRIVACY)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo

from saidanddone.sources.dates import bare

__all__ = ["HOW_TO_CLOSE", "closing", "day_end", "round_of"]

HOW_TO_CLOSE = (
    "Add a column closed with the round's last day, or call the round or the file by it, "
    "as in pulse-2026-11-13.csv or 2026-W46."
)

_WEEK = re.compile(r"(?<!\d)(\d{4})[-_ ]?[Ww](\d{1,2})(?!\d)", re.ASCII)
_DAY = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)", re.ASCII)
_MONTH = re.compile(r"(?<!\d)(\d{4})[-_.](\d{2})(?![-_.]?\d)", re.ASCII)
_COPY = re.compile(r"(?: ?\(\d{1,3}\)| - copy)+$", re.ASCII | re.IGNORECASE)
_EXPORTED = re.compile(r"_[^\W\d_]{3,12} \d{1,2}, \d{4}_\d{1,2}\.\d{2}$")
"""What Qualtrics writes behind a survey's name: the moment of the export, another one in each."""

_FIRST, _LAST = 1990, 2100
_LONGEST = 80


def round_of(stem: str) -> str:
    """What a round is called that only its file names: without the marks of a copy or of an export.

    >>> round_of("autumn (2)"), round_of("Team pulse_November 13, 2026_16.20")
    ('autumn', 'Team pulse')
    """
    name = _EXPORTED.sub("", _COPY.sub("", stem.strip())).strip()
    return (name or stem)[:_LONGEST]


def closing(texts: Iterable[str], zone: tzinfo) -> int | None:
    """End (µs UTC) of the day, week or month that the first of these texts names; None where none does.

    >>> closing(["pulse"], UTC) is None, closing(["2026-W46"], UTC) == closing(["2026-11-15"], UTC)
    (True, True)
    """
    for text in texts:
        day = _named(text)
        if day is not None:
            return bare(day, zone).end_us
    return None


def _named(text: str) -> date | None:
    try:
        if week := _WEEK.search(text):
            found = date.fromisocalendar(int(week[1]), int(week[2]), 7)
        elif day := _DAY.search(text):
            found = date(int(day[1]), int(day[3]), int(day[4]))
        elif month := _MONTH.search(text):
            found = date(int(month[1]), int(month[2]), monthrange(int(month[1]), int(month[2]))[1])
        else:
            return None
    except ValueError:  # such as a 13th month
        return None
    return found if _FIRST <= found.year < _LAST else None


def day_end(at_us: int, zone: tzinfo) -> int:
    """The last microsecond (UTC) of the day that a moment falls on in a zone."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_us)
    return bare(moment.astimezone(zone).date(), zone).end_us
