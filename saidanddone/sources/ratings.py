"""Ratings from a plain table: how somebody was rated, on which scale, when (MISSION T4).

The scale is stated: in the rating itself (``4.7/5``, ``9.1 of 10``, ``94 %``, ``★★★★☆``), in a column ``scale``
(``1-5``, ``0 to 10``, ``5``), or in ``scale_low`` and ``scale_high``. It is never guessed: a file of ratings up to 5
may be one of five or one of ten. A scale of which only the top is said begins at 1, from ten up at 0, and also at 0
where a rating on it is below 1.

What was written beside a rating is not read: no column for it exists, and it stays with its owner.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

import numpy as np

from saidanddone.evidence import rating
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.commitment import SUBJECT_KINDS
from saidanddone.evidence.people import People
from saidanddone.evidence.problem import Problem
from saidanddone.evidence.pseudonym import normalise
from saidanddone.evidence.rating import Rating
from saidanddone.sources.header import Field
from saidanddone.sources.identity import content_id
from saidanddone.sources.rows import Rows
from saidanddone.sources.sheet import Reading, Sheet

__all__ = ["FIELDS", "MOST_COUNTED", "NOTE", "Said", "read", "said", "scale"]

FIELDS = (
    Field("subject", "who or what was rated (subject)", True, ("who", "person", "name", "ratee", "about", "leader")),
    Field("rating", "the rating (rating)", True, ("score", "stars", "mean", "average", "mean rating")),
    Field("rated_at", "when it was given (rated_at)", True,
          ("rated", "rated on", "at", "date", "when", "time", "timestamp", "submitted", "submitted at", "created at")),
    Field("scale", also=("rating scale",)),
    Field("scale_low", also=("lowest", "scale min")),
    Field("scale_high", also=("highest", "scale max", "out of")),
    Field("rater", also=("rated by", "by", "reviewer", "respondent", "from")),
    Field("count", also=("reviews", "ratings", "number of ratings", "number of reviews", "n")),
    Field("id", also=("rating id", "response id")),
    Field("team", also=("group", "project")),
    Field("subject_kind", also=("subject type", "kind of subject")),
)  # fmt: skip

NOTE = "Only figures were read; what was written beside them stays in the file."
MOST_COUNTED = 10_000_000
"""Ratings one row may be the mean of."""

_NUMBER = r"-?\d{1,9}(?:[.,]\d{1,9})?"
_OF = re.compile(rf"({_NUMBER}) ?(?:/|of|out of|von) ?({_NUMBER})(?: stars?)?", re.ASCII | re.IGNORECASE)
_PLAIN = re.compile(rf"({_NUMBER})(?: ?stars?)?", re.ASCII | re.IGNORECASE)
_PERCENT = re.compile(rf"({_NUMBER}) ?(?:%|percent|per cent)", re.ASCII | re.IGNORECASE)
_STARS = re.compile("([★⭐]*)(☆*)")
_SPAN = re.compile(rf"({_NUMBER}) ?(?:-|–|—|−|to|\.\.|bis) ?({_NUMBER})", re.IGNORECASE)
_TOP = re.compile(rf"(?:/|of|out of)? ?({_NUMBER})[- ]?(?:stars?|points?)?", re.ASCII | re.IGNORECASE)
_PERCENT_SCALE = re.compile("%|percent|per cent|percentage", re.IGNORECASE)
_FROM_ZERO = 10.0
Span = tuple[float, float]
"""Lowest and highest rating of a scale."""

_HOW_TO = "Add a column scale, such as 1-5 or 0-10, or columns scale_low and scale_high."


@dataclass(frozen=True, slots=True)
class Said:
    """What one cell says: a figure, and the scale if it names one (``low`` None: only its top)."""

    raw: float
    low: float | None = None
    high: float | None = None


def said(text: str) -> Said | None:
    """What a cell of ratings says; None if it is no rating.

    >>> said("4,7"), said("4.7/5"), said("9.1 of 10")
    (Said(raw=4.7, low=None, high=None), Said(raw=4.7, low=None, high=5.0), Said(raw=9.1, low=None, high=10.0))
    >>> said("94 %"), said("★★★★☆")
    (Said(raw=94.0, low=0.0, high=100.0), Said(raw=4.0, low=None, high=5.0))
    >>> said("very good") is None
    True
    """
    text = " ".join(text.replace("\ufe0f", "").split())[:80]
    stars = _STARS.fullmatch(text)
    if text and stars:
        filled, empty = len(stars[1]), len(stars[2])
        return Said(float(filled), None, float(filled + empty)) if empty else Said(float(filled))
    if found := _PERCENT.fullmatch(text):
        return Said(_number(found[1]), 0.0, 100.0)
    if found := _OF.fullmatch(text):
        return Said(_number(found[1]), None, _number(found[2]))
    found = _PLAIN.fullmatch(text)
    return Said(_number(found[1])) if found else None


def scale(text: str) -> tuple[float | None, float] | None:
    """Lowest (None: not said) and highest rating of a scale; None where that cannot be told.

    >>> scale("1-5"), scale("0 to 10"), scale("5"), scale("%"), scale("5-1"), scale("Jan 5")
    ((1.0, 5.0), (0.0, 10.0), (None, 5.0), (0.0, 100.0), None, None)
    """
    text = " ".join(text.split())[:80]
    if _PERCENT_SCALE.fullmatch(text):
        return 0.0, 100.0
    if found := _SPAN.fullmatch(text):
        low, high = _number(found[1]), _number(found[2])
        return (low, high) if low < high else None
    found = _TOP.fullmatch(text)
    return (None, _number(found[1])) if found and _number(found[1]) > 0 else None


def read(sheet: Sheet, people: People, *, dates: str | None, zone: tzinfo) -> Reading:
    """One rating a row, or the mean of ``count`` ratings; a row needs a subject, a rating, its scale and when."""
    rows = Rows(sheet, people, zone, dates, ("rated_at",))
    at = rows.needed_times("rated_at", "when the rating was given")
    subjects, cells = rows.needed_texts("subject", "who or what was rated"), rows.needed_texts("rating", "a rating")
    found = _each(cells)
    not_read = np.array([one is None and cell is not None for one, cell in zip(found, cells, strict=True)], dtype=bool)
    rows.tell(not_read, "The rating cannot be read as a figure.", "Write it as 4.5, 4.5/5 or 90 %.", drop=True)
    spans, unscaled = _spans(rows, found)
    outside = np.array(
        [one is not None and span is not None and not span[0] <= one.raw <= span[1]
         for one, span in zip(found, spans, strict=True)], dtype=bool,
    )  # fmt: skip
    rows.tell(
        outside, "The rating lies outside its scale.", "Check the rating, and the scale stated for it.", drop=True
    )
    counts = rows.numbers("count", 1, MOST_COUNTED)
    kinds = rows.choices("subject_kind", {kind: kind for kind in SUBJECT_KINDS})
    ids, teams, raters = rows.texts("id"), rows.texts("team"), rows.persons("rater")
    ratings = []
    for row in rows.unrepeated(ids):
        one, span = found[row], spans[row]
        if one is None or span is None:
            continue
        itself = teams[row] is not None and normalise(teams[row] or "") == normalise(subjects[row] or "")
        kind = kinds[row] or ("team" if itself else "person")
        subject = rows.person(subjects[row] or "") if kind == "person" else subjects[row] or ""
        given = ids[row] or rows.made_id(content_id("g", subject, at[row], one.raw, *span, raters[row]))
        ratings.append(
            Rating(
                id=given,
                subject=subject,
                subject_kind=kind,
                team=teams[row],
                rater=raters[row],
                at_us=at[row] or 0,
                raw=one.raw,
                scale_low=span[0],
                scale_high=span[1],
                count=max(1, int(counts[row] or 1)),
                source=sheet.source,
                line=rows.line(row),
            )
        )
    reading = rows.reading(Evidence(ratings=rating.table(ratings), names=rows.names), len(ratings), (NOTE,))
    if unscaled:
        asked = Problem(
            sheet.source, 0, f"{_of(unscaled, len(sheet))}, and a scale is not guessed.",
            f"{_HOW_TO} If a spreadsheet turns 1-5 into a date, write 1 to 5.",
        )  # fmt: skip
        reading = replace(reading, problems=(*reading.problems, asked))
    return reading


def _each(texts: Sequence[str | None]) -> list[Said | None]:
    """What each text says, read once; where stars are drawn, a full row of them is as long as the others."""
    distinct = {text: said(text) for text in set(texts) if text is not None}
    drawn = {
        text: one for text, one in distinct.items() if one is not None and _STARS.fullmatch(text.replace("\ufe0f", ""))
    }
    tops = {one.high for one in drawn.values() if one.high is not None}
    for text, one in drawn.items():
        if one.high is None and tops == {one.raw}:
            distinct[text] = replace(one, high=one.raw)
    return [None if text is None else distinct[text] for text in texts]


def _spans(rows: Rows, found: Sequence[Said | None]) -> tuple[list[Span | None], int]:
    """The scale of every row, None where none is stated (and how many those are); contradictions are told."""
    stated = rows.texts("scale")
    read_scales = {text: scale(text) for text in set(stated) if text is not None}
    lows, highs = rows.numbers("scale_low", -np.inf, np.inf), rows.numbers("scale_high", -np.inf, np.inf)
    n = len(found)
    unread, against = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    ends: list[tuple[float | None, float] | None] = []
    for row, one in enumerate(found):
        column = read_scales[text] if (text := stated[row]) is not None else None
        unread[row] = text is not None and column is None
        high = highs[row]
        if column is None and high is not None:
            column = (lows[row], high)
        own = None if one is None or one.high is None else (one.low, one.high)
        against[row] = own is not None and column is not None and own[1] != column[1]
        if own is not None and column is not None and own[0] is None:
            own = column
        ends.append(own or column)
    rows.tell(unread, "The scale cannot be read.", "Write it as 1 to 5, as 0-10, or as its highest rating.", drop=True)
    rows.tell(
        against, "The rating names one scale and its column another.", "Correct the one that is wrong.", drop=True
    )
    below = {
        end[1] for end, one in zip(ends, found, strict=True)
        if end is not None and end[0] is None and one is not None and 0.0 <= one.raw < 1.0
    }  # fmt: skip
    spans: list[Span | None] = []
    for end in ends:
        if end is None:
            spans.append(None)
            continue
        low = end[0]
        if low is None:
            low = 0.0 if end[1] >= _FROM_ZERO or end[1] <= 1.0 or end[1] in below else 1.0
        spans.append((low, end[1]) if low < end[1] else None)
    backwards = np.array([end is not None and span is None for end, span in zip(ends, spans, strict=True)], dtype=bool)
    rows.tell(backwards, "The scale ends below where it begins.", "Give its lowest rating first.", drop=True)
    said_none = [
        one is not None and end is None and not lost for one, end, lost in zip(found, ends, unread, strict=True)
    ]
    return spans, sum(said_none)


def _of(some: int, everything: int) -> str:
    """How many of the ratings stand without a scale, as the beginning of a sentence."""
    if some == everything:
        return "The file does not say on which scale its ratings were given"
    do = "does" if some == 1 else "do"
    return f"{some:,} of {everything:,} ratings {do} not say on which scale"


def _number(text: str) -> float:
    return float(text.replace(",", "."))
