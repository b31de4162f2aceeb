"""Pieces that stand together, placed on a calendar: the days or the time of day that a phrase names (T5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from saidanddone.listening import calendar_days as days
from saidanddone.listening.clocks import ENDS, LATE, SURE, hours_from, time_of, today_or_tomorrow
from saidanddone.listening.phrases import MONTHS, WEEKDAYS, Piece
from saidanddone.listening.spans import later, length, nearest
from saidanddone.listening.spoken_numbers import amount, ordinal, year

__all__ = ["Placed", "place"]


@dataclass(frozen=True, slots=True)
class Placed:
    """What a phrase names: whole days, and within them a time of day if one was said.

    Attributes:
        first, last: first and last day named.
        begins, ends: the time of day, or of a range its two ends; None: whole days.
        part: the day's part was named rather than a time (``morning``, ``eod`` …), empty if none.
        certain: one reading only. needs: what was missing to place it: ``date``, ``order`` or empty.
        wide: a period was named rather than a day. zone: as written with the time, empty if none.
    """

    first: date
    last: date
    begins: time | None = None
    ends: time | None = None
    part: str = ""
    certain: bool = True
    needs: str = ""
    wide: bool = False
    zone: str = ""


_UNPLACED: Final = Placed(date.min, date.min, needs="date")
_PARTS: Final = {
    "end": "end", "close": "end", "late": "end", "later": "end", "back end": "end", "second half": "end",
    "early": "early", "beginning": "early", "start": "early", "first half": "mid", "mid": "mid", "middle": "mid",
}  # fmt: skip
_SOON: Final = 300
"""Days ahead beyond which a date without its year may as well be the one that is just over."""


def _month_number(name: str) -> int:
    return MONTHS.index(name[:3]) + 1


def _steps(which: str) -> int:
    """How many periods on: this 0, next 1, last -1."""
    if which.rsplit(" ", maxsplit=1)[-1] in ("next", "following", "coming", "upcoming"):
        return 1
    return -1 if which in ("last", "past", "previous", "prior") else 0


class _Bundle:
    """The pieces of one phrase, by kind, and what they are placed against."""

    def __init__(self, found: Sequence[Piece], now: datetime | None, day_first: bool | None) -> None:
        self.found = found
        self.by = {piece.kind: piece for piece in reversed(found)}
        self.now = now
        self.day_first = day_first
        wd = self.by.get("weekday")
        self.weekday = WEEKDAYS.index(wd["wd"][:3]) if wd else None

    @property
    def today(self) -> date | None:
        return self.now.date() if self.now else None

    # Each of these gives whole days, or None where its kind of piece is not there or names no day.

    def days(self) -> Placed | None:
        if "shift" in self.by:
            return self._shifted()
        if "week of" in self.by and len(self.found) > 1:
            within = _Bundle(self.found[1:], self.now, self.day_first).days()
            if within is None or within.needs or self.found[0]["ending"]:
                return within
            return replace(within, first=days.week(within.first)[0], last=days.week(within.last)[1], wide=True)
        for kind, placed in (
            ("figures", self._figures),
            ("date", self._date),
            ("nth weekday", self._nth_weekday),
            ("nth", self._nth),
            ("feast", self._feast),
            ("week of", self._nothing),
            ("offset", self._offset),
            ("weekdays on", self._weekdays_on),
            ("weekday", self._weekday),
            ("period", self._period),
            ("relative", self._relative),
        ):
            if kind in self.by:
                return placed(self.by[kind])
        return None

    def _nothing(self, _piece: Piece) -> Placed | None:
        return None

    def _shifted(self) -> Placed | None:
        """Two weeks after something: what follows is placed first, a weekday before it picks the day of that week."""
        at = next(i for i, piece in enumerate(self.found) if piece.kind == "shift")
        piece, rest = self.found[at], self.found[at + 1 :]
        base = _Bundle(rest, self.now, self.day_first).days() if rest else None
        if base is None or base.needs:
            return base
        way = -1 if piece["way"] in ("before", "prior to") else 1
        day = later(
            base.last, length(piece["span"] if piece["span"][0] in "a0123456789" else f"a {piece['span']}"), way
        )
        if day is None:
            return None
        named = next((p for p in self.found[:at] if p.kind == "weekday"), None)
        if named is not None:
            day = nearest(day, WEEKDAYS.index(named["wd"][:3]))
        return replace(base, first=day, last=day)

    def _figures(self, piece: Piece) -> Placed | None:
        """Day and month in figures. Their order: one of them over 12, a weekday that fits only one, else as asked."""
        a, b, short = int(piece["a"]), int(piece["b"]), piece["y"]
        if not short and self.today is None:
            return _UNPLACED
        readings: dict[bool, date] = {}
        for first, (m, d) in ((False, (a, b)), (True, (b, a))):
            if short:
                day = days.from_figures(year(short), m, d)
            else:
                assert self.today is not None
                day = days.next_day_and_month(self.today, m, d, self.weekday) if 1 <= m <= 12 else None
            if day is not None:
                readings[first] = day
        if not readings:
            return None
        if len(set(readings.values())) > 1 and self.weekday is not None and self.day_first is None:
            fitting = {first: day for first, day in readings.items() if day.weekday() == self.weekday}
            readings = fitting if len(fitting) == 1 else readings
        if len(set(readings.values())) > 1 and self.day_first is None:
            return replace(_UNPLACED, needs="order")
        day = readings.get(bool(self.day_first)) or next(iter(readings.values()))
        return Placed(day, day)

    def _date(self, piece: Piece) -> Placed | None:
        if piece["y"]:
            day = days.from_figures(int(piece["y"]), int(piece["m"]), int(piece["d"]))
            return Placed(day, day) if day else None
        month, dom = _month_number(piece["mon"]), ordinal(piece["day"])
        if piece["year"] or piece["short"]:
            day = days.from_figures(year(piece["year"] or piece["short"]), month, dom)
            return Placed(day, day) if day else None
        if self.today is None:
            return _UNPLACED
        day = days.next_day_and_month(self.today, month, dom, self.weekday)
        return Placed(day, day, certain=(day - self.today).days < _SOON) if day else None

    def _month_of(self, piece: Piece) -> date | None:
        """First day of the month that an ordinal is counted in; None without a date to go by."""
        if piece["mon"] and piece["year"]:
            return date(year(piece["year"]), _month_number(piece["mon"]), 1)
        if self.today is None:
            return None
        if piece["mon"]:
            number = _month_number(piece["mon"])
            return date(self.today.year + (number < self.today.month), number, 1)
        return days.add_months(self.today.replace(day=1), 1 if piece["next"] else 0)

    def _nth_weekday(self, piece: Piece) -> Placed | None:
        first = self._month_of(piece)
        if first is None:
            return _UNPLACED
        nth = -1 if piece["nth"] == "last" else ordinal(piece["nth"])
        day = days.nth_weekday(first.year, first.month, WEEKDAYS.index(piece["wd"][:3]), nth)
        if day and piece["mon"] and not piece["year"] and self.today and day < self.today:
            day = days.nth_weekday(first.year + 1, first.month, day.weekday(), nth)
        return Placed(day, day) if day else None

    def _nth(self, piece: Piece) -> Placed | None:
        first = self._month_of(piece)
        if first is None:
            return _UNPLACED
        period = self.by.get("period")
        if period is not None and (whole := self._whole(period)):
            day = days.from_figures(whole[0].year, whole[0].month, ordinal(piece["nth"]))
            return Placed(day, day) if day else None
        if piece["last"]:
            day = days.month(first)[1]
            if piece["work"] and day.weekday() > 4:
                day -= timedelta(days=day.weekday() - 4)
        elif piece["mon"] or piece["next"] or piece["this"]:
            day = days.from_figures(first.year, first.month, ordinal(piece["nth"]))
        else:
            day = self._next_nth(ordinal(piece["nth"]))
        near = day is not None and (self.today is None or (day - self.today).days < _SOON)
        return Placed(day, day, certain=near) if day else None

    def _next_nth(self, dom: int) -> date | None:
        """The next such day of a month, today included; with a weekday, the next that falls on it."""
        assert self.today is not None
        for months in range(48):
            first = days.add_months(self.today.replace(day=1), months)
            day = days.from_figures(first.year, first.month, dom) if first else None
            if day and day >= self.today and self.weekday in (None, day.weekday()):
                return day
        return None

    def _feast(self, piece: Piece) -> Placed | None:
        on = next(f for pattern, f in days.FEASTS.items() if re.fullmatch(pattern, piece["feast"]))
        if piece["year"]:
            return Placed(on(int(piece["year"])), on(int(piece["year"])))
        if self.today is None:
            return _UNPLACED
        day = next(d for d in (on(self.today.year), on(self.today.year + 1)) if d >= self.today)
        if _steps(piece["which"]) < 0:
            day = on(day.year - 1)
        return Placed(day, day)

    def _offset(self, piece: Piece) -> Placed | None:
        if self.now is None:
            return _UNPLACED
        long = length(piece["span"] if piece["span"] != "hour" else "an hour")
        vague = bool(re.search(r"couple|few|several|\bor\b|\bto\b|[-–]", piece["span"]))
        if long.seconds and not long.working:
            whole = later(self.now.date(), replace(long, seconds=0.0))
            if whole is None:
                return None
            at = datetime.combine(whole, self.now.time()) + timedelta(seconds=min(long.seconds, 1e9))
            return Placed(at.date(), at.date(), at.time(), at.time(), certain=not vague)
        day = later(self.now.date(), long)
        if day is None:
            return None
        if self.weekday is not None:
            day = nearest(day, self.weekday)
        return Placed(day, day, certain=not vague)

    def _weekdays_on(self, piece: Piece) -> Placed | None:
        """Two Mondays from now."""
        if self.today is None:
            return _UNPLACED
        first = days.following(self.today, WEEKDAYS.index(piece["wd"][:3]))
        day = first + timedelta(weeks=int(amount(piece["count"])) - 1)
        return Placed(day, day)

    def _weekday(self, piece: Piece) -> Placed | None:
        """Friday is the next one; this Friday this week's or the next; next Friday that of next week."""
        if self.today is None:
            return _UNPLACED
        assert self.weekday is not None
        period = self.by.get("period")
        if period is not None and (period["unit"] == "week" or period["weekno"]):
            week = self._period(period)
            day = days.week(week.first)[0] + timedelta(days=self.weekday) if week and not week.needs else None
            return Placed(day, day) if day else week
        day, which, certain = days.following(self.today, self.weekday), piece["which"], True
        if piece["dom"]:
            found = self._next_nth(ordinal(piece["dom"]))
            return Placed(found, found, certain=(found - self.today).days < _SOON) if found else None
        if which in ("next", "the next", "following", "the following"):
            monday = days.week(self.today)[0] + timedelta(weeks=1)
            certain = day >= monday
            day = monday + timedelta(days=self.weekday)
        elif which in ("this", "this coming", "this upcoming", "current") and self.today.weekday() == self.weekday:
            day = self.today if which == "this" else day
        elif which == "past":
            day -= timedelta(weeks=1)
        elif _steps(which) < 0:
            day = days.week(self.today)[0] + timedelta(days=self.weekday - 7)
        if piece["week"]:
            day = (
                day + timedelta(weeks=1)
                if piece["week"] == " week"
                else days.week(day)[0] + timedelta(7 + self.weekday)
            )
        return Placed(day, day, certain=certain)

    def _relative(self, piece: Piece) -> Placed | None:
        if self.today is None:
            return _UNPLACED
        said = piece["rel"]
        steps = {"day after tomorrow": 2, "yesterday": -1, "last": -1, "day before yesterday": -2}.get(said, 1)
        day = self.today if said in ("today", "tonight", "this") else self.today + timedelta(days=steps)
        return Placed(day, day)

    def _period(self, piece: Piece) -> Placed | None:
        """A week, weekend, month, quarter, half, year; which one, and which part of it."""
        if self.today is None and not piece["year"]:
            return _UNPLACED
        span = self._whole(piece)
        if span is None:
            return None
        part = _PARTS.get(piece["part"], "end" if piece["ends"] in ("end",) else "")
        first, last = days.part_of(span, part)
        return Placed(first, last, certain=part not in ("early", "mid"), wide=True)

    def _whole(self, piece: Piece) -> tuple[date, date] | None:
        today = self.today or date(year(piece["year"]), 1, 1)
        steps = 2 if piece["ends"] == " after next" else _steps(piece["which"])
        unit = piece["unit"] or {"w": "week", "m": "month", "q": "quarter", "y": "year"}.get(piece["eo"][2:], "")
        if piece["mon"]:
            number = _month_number(piece["mon"])
            which_year = year(piece["year"]) if piece["year"] else today.year + (number < today.month)
            return days.month(date(which_year - (steps < 0), number, 1))
        if piece["quarter"]:
            long = 3 if piece["quarter"][0] == "q" else 6
            first = long * (int(piece["quarter"][1]) - 1) + 1
            if first > 12:
                return None
            which_year = year(piece["year"]) if piece["year"] else today.year + (first + long <= today.month)
            return date(which_year, first, 1), days.month(date(which_year, first + long - 1, 1))[1]
        if piece["weekno"]:
            return _numbered_week(today, int(piece["weekno"]))
        if piece["year"]:
            return date(today.year if not piece["year"] else year(piece["year"]), 1, 1), date(
                year(piece["year"]), 12, 31
            )
        try:
            return _stepped(today, unit, steps)
        except (OverflowError, ValueError):
            return None


def _numbered_week(today: date, number: int) -> tuple[date, date] | None:
    """The next ISO week of that number, this one included."""
    for which_year in (today.year, today.year + 1):
        try:
            monday = date.fromisocalendar(which_year, number, 1)
        except ValueError:
            continue
        if monday + timedelta(days=6) >= today:
            return days.week(monday)
    return None


def _stepped(today: date, unit: str, steps: int) -> tuple[date, date] | None:
    """The week, weekend, month, quarter, half or year so many after the one that today is in."""
    if unit in ("week", "weekend"):
        monday, sunday = days.week(today + timedelta(weeks=steps))
        return (sunday - timedelta(days=1) if unit == "weekend" else monday), sunday
    if unit == "year":
        return date(today.year + steps, 1, 1), date(today.year + steps, 12, 31)
    long = {"month": 1, "quarter": 3, "half": 6}[unit]
    first = days.add_months(date(today.year, (today.month - 1) // long * long + 1, 1), steps * long)
    final = days.add_months(first, long - 1) if first else None
    return (first, days.month(final)[1]) if first and final else None


def place(found: Sequence[Piece], now: datetime | None, day_first: bool | None) -> Placed | None:
    """What the pieces of one phrase name, seen from ``now`` (local, without a zone); None if nothing.

    Where ``now`` is None only a date with its year can be placed; else ``needs`` is ``date``. Where day and month could
    be either way round and ``day_first`` is None, ``needs`` is ``order``.
    """
    bundle = _Bundle(found, now, day_first)
    placed = bundle.days()
    if placed is not None and placed.needs:
        return placed
    part = (
        next((p["daypart"] for p in reversed(found) if p["daypart"]), "").removesuffix("ish").replace("mid n", "midn")
    )
    relative = bundle.by.get("relative")
    late = part in LATE or (relative is not None and relative["rel"] == "tonight")
    hours, clock = bundle.by.get("hours"), bundle.by.get("clock")
    timed = hours or clock
    if placed is None and (not (timed or part) or "ago" in bundle.by or "shift" in bundle.by or "week of" in bundle.by):
        return None
    told = time_of(timed, late, "a" if part in ("morning", "first thing", "breakfast") else "") if timed else None
    if timed and told is None:
        return placed
    if placed is None:
        if now is None:
            return _UNPLACED
        day, told = today_or_tomorrow(now, told, part, late, bool(timed and timed["ap"]))
        placed = Placed(day, day)
    if told is not None and timed is not None:
        begins = hours_from(timed, late, told[0]) if hours else told[0]
        sure = told[1] and placed.certain
        return replace(placed, begins=begins, ends=told[0], certain=sure, zone=timed["zone"] or timed["zulu"])
    if part:
        ends = ENDS.get(part)
        sure = placed.certain and part in SURE
        return replace(placed, part=part, begins=ends, ends=ends, certain=sure)
    return placed
