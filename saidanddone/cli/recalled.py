"""The days a promise was due or moved to, as its maker recalls them: seen from when it was said, or from now."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from saidanddone.cli.when import in_words, resolve
from saidanddone.errors import UsageError

__all__ = ["due_day", "long_after", "moved_day"]

_AFTER: Final = re.compile(r"(?P<span>.+?) (?:late|later|after)")
_WITH_YEAR: Final = re.compile(r"\d{4}|\d+[-/.]\d+[-/.]\d+")
_FAR: Final = timedelta(days=275)
"""A day named without its year that only fits so long after it was due was hardly meant: more likely one before it."""


def long_after(said: str, day: date) -> date | None:
    """``a week late``, ``2 weeks later``: so long after a day; None when the answer is no such thing."""
    found = _AFTER.fullmatch(" ".join(said.casefold().split()))
    return None if found is None else resolve(found["span"], today=day)


def due_day(said: str, made: date, today: date) -> date:
    """The day a promise was due, as remembered today: ``friday`` is the first one after it was said.

    >>> due_day("friday", made=date(2026, 10, 5), today=date(2026, 11, 22))
    datetime.date(2026, 10, 9)
    >>> due_day("2 weeks later", made=date(2026, 10, 5), today=date(2026, 11, 22))
    datetime.date(2026, 10, 19)
    >>> due_day("in 2 weeks", made=date(2026, 10, 5), today=date(2026, 11, 22))
    datetime.date(2026, 12, 6)

    Raises:
        UsageError: no day is meant, or one before it was said.
    """
    day = _seen_from(made, said, today)
    if day < made:
        raise UsageError(f"That lies before the day it was said, {in_words(made, today=today)}.")
    return day


def moved_day(said: str, due: date, today: date) -> date:
    """The later day a promise was moved to. A day without a year is not carried most of a year on without a word.

    >>> moved_day("10 november", due=date(2026, 10, 30), today=date(2026, 11, 22))
    datetime.date(2026, 11, 10)

    Raises:
        UsageError: no day is meant, or one before it was due, or it only fits most of a year later.
    """
    day = _seen_from(due, said, today)
    if day < due:
        raise UsageError(f"That lies before the day it was due, {in_words(due, today=today)}. Give a later one.")
    if day - max(due, today) > _FAR and not _WITH_YEAR.search(said):
        raise UsageError(f"That would be {in_words(day)}. If you mean that day, write {day.isoformat()}.")
    return day


def _seen_from(then: date, said: str, today: date) -> date:
    words = " ".join(said.casefold().split())
    if re.match(r"(?:by )?(?:in (?!the )|today|tonight|tomorrow|now)", words):
        return resolve(words, today=today)
    if words.endswith(" ago") or words.startswith(("yesterday", "last ")):
        return resolve(words, today=today, look="back")
    return long_after(words, then) or resolve(words, today=then)
