"""By when something was promised: the last moment of what a sentence names, or why there is none (T5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final

from saidanddone.listening.phrases import Piece, pieces, plain
from saidanddone.listening.placing import Placed, place

__all__ = ["Deadline", "Reading", "moment", "read", "resolve"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when.

    Attributes:
        due_us: the last moment of what was named, microseconds UTC. is_date: a day, and this is that day's end.
        start, end: characters of the phrase (first, past-last).
        certain: it can be read one way only; False for ``early next week``, ``at 5``, ``a couple of days``.
    """

    due_us: int
    is_date: bool
    start: int
    end: int
    certain: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sentence says about a deadline.

    Attributes:
        deadline: the deadline, None if there is none.
        why: why there is none though a time was named: ``repeats`` (no single one), ``past``, ``undated`` (nobody knows
            when it was said), ``order`` (day or month first?), ``start`` (not before, rather than by);
            else empty.
        span: characters of the phrase it is about, None if no time was named.
    """

    deadline: Deadline | None
    why: str
    span: tuple[int, int] | None


_GAP: Final = re.compile(
    r"[\s,;@()–-]*(?:(?:on|at|by|in|of|the|this|around|about|before|for|from|sometime|no later than|t|,|@|due|until)"
    r"(?![a-z])[\s,(-]*)*"
)
"""What may stand between two pieces of one phrase."""
_DAYS: Final = frozenset(
    (
        "date",
        "figures",
        "nth",
        "nth weekday",
        "weekday",
        "relative",
        "feast",
        "offset",
        "shift",
        "period",
        "week of",
        "weekdays on",
    )
)
_JOINS: Final = frozenset(
    (a, b)
    for pair in (
        ("weekday", "date"), ("weekday", "figures"), ("weekday", "nth"), ("weekday", "offset"), ("relative", "date"),
        ("relative", "figures"), ("relative", "weekday"), ("relative", "nth"), ("offset", "date"),
        ("offset", "figures"),
    )
    for a, b in (pair, pair[::-1])
)  # fmt: skip
_BEFORE: Final = re.compile(
    r"(?P<way>by|before|until|till|til|due|no later than|not later than|latest|within|after|since|starting|beginning"
    r"|start(?:ing)? (?:on|from)|as of|every|each|any|from|prior to|ahead of|last|past|past the|than|at|over|during)"
    r"[ :]+(?:(?:on|the) )*$"
)
_BINDING: Final = frozenset(
    ("by", "before", "until", "till", "til", "due", "no later than", "not later than", "latest", "within", "prior to",
     "ahead of")
)  # fmt: skip
_STARTING: Final = frozenset(("after", "since", "starting", "beginning", "starting on", "starting from", "start from",
                              "as of", "from"))  # fmt: skip
_STRICTLY_BEFORE: Final = frozenset(("before", "prior to", "ahead of"))
_REPEATS: Final = re.compile(
    r"\b(?:(?:every|each)(?: other| single| second)? (?:\d+ |two |few )?(?:working |business )?(?:day|week|month"
    r"|quarter|year|morning|evening|afternoon|night|hour|sprint|mon|tue|wed|thu|fri|sat|sun)[a-z]*|(?:mon|tues|wednes|thurs|fri"
    r"|satur|sun)days|weekly|daily|monthly|quarterly|yearly|hourly|nightly|biweekly|fortnightly|on week(?:day|end)s"
    r"|(?:once|twice) an? (?:day|week|month))\b"
)
_OR: Final = re.compile(r"\s*(?:or|-|–|to|/|through|thru)\s*(?:on )?")
_AND: Final = re.compile(r"\s*and\s*(?:on )?")
_ZONES: Final = {
    "z": 0, "utc": 0, "gmt": 0, "bst": 1, "cet": 1, "cest": 2, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7,
    "mdt": -6, "pst": -8, "pdt": -7, "jst": 9,
}  # fmt: skip
"""Hours ahead of UTC of the zones that people write after a time; one that is not here leaves the reading uncertain."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_LAST_TICK: Final = time(23, 59, 59, 999_999)


@dataclass(frozen=True, slots=True)
class _Phrase:
    found: tuple[Piece, ...]
    way: str
    placed: Placed | None
    inside: bool = False  # led to by *in the*, *by the*, *this*: in the morning

    @property
    def start(self) -> int:
        return self.found[0].start

    @property
    def end(self) -> int:
        return self.found[-1].end


def _bundles(text: str, loose: bool) -> Iterator[tuple[Piece, ...]]:
    """Pieces that stand together, phrase by phrase."""
    low = plain(text)
    open_: list[Piece] = []
    for piece in pieces(text, loose=loose):
        if open_ and not _together(open_, piece, low[open_[-1].end : piece.start]):
            yield tuple(open_)
            open_ = []
        open_.append(piece)
    if open_:
        yield tuple(open_)


def _together(before: Sequence[Piece], piece: Piece, gap: str) -> bool:
    if not _GAP.fullmatch(gap):
        return False
    kinds = [p.kind for p in before]
    if kinds[-1] in ("shift", "week of"):
        return piece.kind in _DAYS
    if piece.kind in ("clock", "hours"):
        return not {"clock", "hours"} & set(kinds) and not any(p["span"] and "ago" in p.kind for p in before)
    if piece.kind == "daypart":
        return "daypart" not in kinds
    standing = [p for p in before if p.kind in _DAYS]
    if not standing:
        return True
    if "shift" in kinds[:-1]:
        return False
    if piece.kind == "shift":
        return kinds == ["weekday"] and gap.strip() in ("", ",")
    if {piece.kind, standing[-1].kind} == {"weekday", "period"}:
        other = piece if piece.kind == "period" else standing[-1]
        return len(standing) == 1 and bool(other["unit"] == "week" or other["weekno"]) and not other["part"]
    if {piece.kind, standing[-1].kind} == {"nth", "period"}:
        other = piece if piece.kind == "period" else standing[-1]
        return len(standing) == 1 and bool(other["unit"] == "month" or other["mon"]) and not other["part"]
    if "relative" in (piece.kind, standing[-1].kind) and any(p["rel"] == "this" for p in (*before, piece)):
        return False
    return len(standing) < 3 and (standing[-1].kind, piece.kind) in _JOINS


def _phrases(text: str, now: datetime | None, day_first: bool | None, *, loose: bool = False) -> Iterator[_Phrase]:
    low = plain(text)
    for found in _bundles(text, loose):
        led = _BEFORE.search(low[: found[0].start])
        way = led["way"] if led else ""
        if not way and found[0]["how"] in ("within", "inside", "under"):
            way = "within"
        inside = low.startswith(("in the ", "by the ", "on the "), found[0].start)
        yield _Phrase(found, way, place(found, now, day_first), inside)


def moment(text: str, reference: datetime) -> date | datetime | None:
    """The date or date-time that a text names, seen from a reference (without a zone): the first that is to come.

    Periods (next week), ranges and parts of days name no single one. Day and month in figures are read month first.
    """
    passed: date | datetime | None = None
    for phrase in _phrases(text, reference, False, loose=True):
        named = _single(phrase)
        if named is None:
            continue
        ahead = named > reference if isinstance(named, datetime) else named >= reference.date()
        if ahead:
            return named
        passed = passed or named
    return passed


def _single(phrase: _Phrase) -> date | datetime | None:
    placed = phrase.placed
    if placed is not None and placed.wide and placed.ends is not None and not placed.part:
        return datetime.combine(placed.first, placed.ends)
    if placed is None or placed.needs or placed.wide or placed.first != placed.last:
        return None
    if placed.part in ("noon", "midday", "midnight"):
        return datetime.combine(placed.last, time(0 if placed.part == "midnight" else 12))
    if placed.part and not any(p.kind in _DAYS for p in phrase.found) and not placed.part.startswith(("e", "close")):
        return None
    if placed.part in ("eod", "eob", "cob", "end") or placed.part.startswith(("end of", "close of")):
        return datetime.combine(placed.last, time(23, 59, 59))
    if placed.part or placed.ends is None or placed.begins != placed.ends:
        return placed.last
    return datetime.combine(placed.last, placed.ends)


def resolve(text: str, said_us: int | None, zone: tzinfo, *, day_first: bool | None = None) -> Deadline | None:
    """The deadline that a sentence names, or None.

    Args:
        text: one sentence or clause; what is outside it is not looked at.
        said_us: when it was said, microseconds UTC; None if nobody knows: only a date with its year is a deadline then.
        zone: where it was said. day_first: how 3/4 is read; None: only where it can be read one way.
    """
    return read(text, said_us, zone, day_first=day_first).deadline


def read(text: str, said_us: int | None, zone: tzinfo, *, day_first: bool | None = None) -> Reading:
    """The deadline that a sentence names, or why a time that it names is none; arguments as of :func:`resolve`.

    A phrase that ``by``, ``before``, ``until``, ``due`` or ``within`` leads to goes before one that just stands there.
    """
    said = (_EPOCH + timedelta(microseconds=said_us)).astimezone(zone) if said_us is not None else None
    now = said.replace(tzinfo=None) if said else None
    refused: list[Reading] = []
    told: list[tuple[bool, Deadline]] = []
    phrases = list(_phrases(text, now, day_first))
    repeats = _REPEATS.search(plain(text))
    for at, phrase in enumerate(phrases):
        span = phrase.start, phrase.end
        why = _refused(phrase, bool(repeats and repeats.start() <= phrase.end and phrase.start <= repeats.end()))
        if why == "vague" or (phrase.placed is None and not why):
            continue
        due = None if why else _due(text, phrases, at, zone)
        if due is not None and said_us is not None and due.due_us < said_us:
            why = "past"
        if why or due is None:
            refused.append(Reading(None, why or "past", span))
        else:
            told.append((phrase.way in _BINDING or (phrase.placed is not None and bool(phrase.placed.part)), due))
    if told:
        due = next((due for bound, due in told if bound), told[0][1])
        if not (repeats and not any(bound for bound, _ in told)):
            return Reading(due, "", (due.start, due.end))
    if repeats:
        return Reading(None, "repeats", repeats.span())
    return refused[0] if refused else Reading(None, "", None)


def _refused(phrase: _Phrase, repeated: bool) -> str:
    """Why a phrase is no deadline; empty if it may be one."""
    if repeated or phrase.way in ("every", "each", "any"):
        return "repeats"
    if any(p.kind == "ago" or p["which"] in ("last", "past", "previous", "prior") for p in phrase.found):
        return "past"
    if phrase.way in ("last", "past") or any(
        p["rel"] in ("yesterday", "day before yesterday", "last") for p in phrase.found
    ):
        return "past"
    ranged = any(p.kind == "hours" for p in phrase.found)
    if (phrase.way in _STARTING and not ranged) or any(p["how"] == "after" for p in phrase.found):
        return "start"
    if len(phrase.found) == 1 and phrase.found[0].kind == "daypart" and not _part_meant(phrase):
        return "vague"
    if phrase.placed is not None and phrase.placed.needs:
        return "undated" if phrase.placed.needs == "date" else "order"
    return ""


def _part_meant(phrase: _Phrase) -> bool:
    """A part of a day by itself is a time only where something leads to it: by lunch, in the morning, noon, EOD."""
    daypart = phrase.found[0]["daypart"]
    named = daypart not in ("morning", "afternoon", "evening", "night", "lunch", "lunchtime", "dinner", "dinnertime",
                            "breakfast", "first thing")  # fmt: skip
    return named or phrase.way in _BINDING or phrase.way in ("at", "over", "during") or phrase.inside


def _due(text: str, phrases: Sequence[_Phrase], at: int, zone: tzinfo) -> Deadline | None:
    """The last moment of a phrase, or of the second of two that are joined by *or*."""
    phrase = phrases[at]
    placed, end, certain = phrase.placed, phrase.end, True
    assert placed is not None
    low = plain(text)
    joined = _AND if low[: phrase.start].endswith("between ") else _OR
    if at + 1 < len(phrases) and joined.fullmatch(low[phrase.end : phrases[at + 1].start]):
        other = phrases[at + 1]
        if other.placed and not other.placed.needs and other.placed.last >= placed.last:
            placed, end, certain = other.placed, other.end, False
    certain = certain and placed.certain
    last, ends = placed.last, placed.ends
    try:
        if ends is None or placed.part == "midnight":
            if phrase.way in _STRICTLY_BEFORE and placed.part == "" and not _ends_named(phrase):
                last = placed.first - timedelta(days=1)
            local, is_date = datetime.combine(last, _LAST_TICK), True
        else:
            local, is_date = datetime.combine(last, ends), False
        offset = _ZONES.get(placed.zone)
        where = zone if offset is None or is_date else timezone(timedelta(hours=offset))
        due_us = (local.replace(tzinfo=where).astimezone(UTC) - _EPOCH) // _MICROSECOND
    except OverflowError:
        return None
    certain = certain and (not placed.zone or offset is not None)
    return Deadline(due_us, is_date, phrase.start, end, certain)


def _ends_named(phrase: _Phrase) -> bool:
    """Whether the phrase names an end already: before the end of March is by the end of March."""
    return any(p["part"] in ("end", "close", "late") or p["eo"] or p["ends"] for p in phrase.found)
