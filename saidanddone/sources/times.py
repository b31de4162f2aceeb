"""Columns of dates and times as microseconds UTC, with the order of day and month decided once for a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.problem import Problem
from saidanddone.sources import dates
from saidanddone.sources.cells import as_text, tidy
from saidanddone.sources.dates import UNDECIDED, Moment
from saidanddone.sources.sheet import Bools, Sheet

__all__ = [
    "NO_DATE",
    "Times",
    "localise",
    "order_of",
    "read_times",
    "undecided_problem",
    "whole_days",
    "zones_are_mixed",
]

Ints = NDArray[np.int64]

_ZONED = re.compile(r"(z|utc|gmt|[+-]\d\d(:?\d\d)?)$", re.IGNORECASE)
_IN_FIGURES = re.compile(r"\s*\d{1,2}[-/]\d", re.ASCII)
"""How a date begins that may prove its order."""
NO_DATE = frozenset(("na", "none", "null", "nat", "nan", "tbd", "tba", "tbc", "?", "open", "undated", "no date"))
"""Words that stand where there is no date, in lower case."""
_DAY_AND_TIME = re.compile(r"(\S+) (\d{1,2}):(\d\d)(?: ([AaPp])[Mm])?", re.ASCII)
_MINUTE = 60_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_US = (datetime(dates.FIRST_YEAR, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)
_LAST_US = (datetime(dates.LAST_YEAR + 1, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True)
class Times:
    """One column, each array of length n.

    Attributes:
        start_us, end_us: equal for a time; a bare date's first and last microsecond. 0 where there is none.
        is_date: a bare date. empty: nothing stood there. bad: something that is no date. undecided: day or month first?
    """

    start_us: Ints = field(repr=False)
    end_us: Ints = field(repr=False)
    is_date: Bools = field(repr=False)
    empty: Bools = field(repr=False)
    bad: Bools = field(repr=False)
    undecided: Bools = field(repr=False)

    @property
    def read(self) -> Bools:
        """Where a date or time was read."""
        return ~(self.empty | self.bad | self.undecided)

    def arrow(self, *, end: bool = False) -> pa.Array:
        """Microseconds as Arrow int64, null where nothing was read; of a bare date its end if asked."""
        return pa.array(self.end_us if end else self.start_us, type=pa.int64(), mask=~self.read)


def _distinct(column: pa.Array) -> tuple[Ints, list[str]]:
    encoded = as_text(column).dictionary_encode()
    texts = [tidy(text) for text in encoded.dictionary.to_pylist()]
    codes: Ints = pc.fill_null(encoded.indices, len(texts)).to_numpy(zero_copy_only=False).astype(np.int64)
    return codes, [*texts, ""]


def order_of(texts: Iterable[str]) -> tuple[str | None, bool]:
    """The order that these texts prove, and whether they contradict each other (then there is none).

    >>> order_of(["7/9/26", "13/9/26"]), order_of(["7/9/26"]), order_of(["13/9/26", "9/13/26"])
    (('dmy', False), (None, False), (None, True))
    """
    proved = {found for text in texts if _IN_FIGURES.match(text) and (found := dates.leaning(text))}
    return (proved.pop(), False) if len(proved) == 1 else (None, bool(proved))


def localise(local_us: Ints, zone: tzinfo) -> Ints:
    """Wall-clock microseconds in a zone to microseconds UTC; a time a clock change repeats is the earlier."""
    if zone is UTC or not len(local_us):
        return local_us
    days, place = np.unique(local_us // DAY_US, return_inverse=True)
    offsets = np.array([_offset_us(int(day) * DAY_US, zone) for day in days])
    changes = offsets != np.array([_offset_us(int(day + 1) * DAY_US, zone) for day in days])
    shifted: Ints = local_us - offsets[place]
    for row in np.flatnonzero(changes[place]):
        shifted[row] = local_us[row] - _offset_us(int(local_us[row]), zone)
    return shifted


def _offset_us(local_us: int, zone: tzinfo) -> int:
    offset = (_EPOCH.replace(tzinfo=zone) + timedelta(microseconds=local_us)).utcoffset()
    return 0 if offset is None else offset // timedelta(microseconds=1)


def _typed(column: pa.Array, zone: tzinfo) -> Times:
    """A Parquet column of timestamps (times at face value, also at midnight) or of dates (bare dates)."""
    n = len(column)
    is_date = pa.types.is_date(column.type)
    empty = column.is_null().to_numpy(zero_copy_only=False)
    wall = pc.cast(pc.cast(column, pa.timestamp("us"), safe=False) if is_date or column.type.tz is None else column,
                   pa.timestamp("us", None if is_date else column.type.tz), safe=False)  # fmt: skip
    start = pc.fill_null(pc.cast(wall, pa.int64()), 0).to_numpy(zero_copy_only=False).copy()
    bad = ~empty & ((start < _FIRST_US) | (start >= _LAST_US))
    start[bad] = 0
    end = start
    if is_date:
        start, end = localise(start, zone), localise(start + DAY_US, zone) - 1
    elif column.type.tz is None:
        start = end = localise(start, zone)
    return Times(start, end, np.full(n, is_date) & ~empty, empty, bad, np.zeros(n, dtype=bool))


def _written(codes: Ints, texts: list[str], order: str | None, zone: tzinfo) -> Times:
    none = Moment(0, 0, False)
    moments = [none] * len(texts)
    days: dict[str, Moment | None] = {}
    states = np.zeros((3, len(texts)), dtype=bool)
    for place, text in enumerate(texts):
        if not text or text.casefold() in NO_DATE:
            states[0, place] = True
            continue
        found = _quickly(text, days, order, zone) or dates.parse(text, order, zone)
        if found is None:
            states[1, place] = True
        elif found is UNDECIDED:
            states[2, place] = True
        elif isinstance(found, Moment):
            moments[place] = found
    starts, ends, bare = (np.array([moment[part] for moment in moments]) for part in range(3))
    empty, bad, undecided = states[:, codes]
    return Times(starts[codes], ends[codes], bare[codes].astype(bool), empty, bad, undecided)


def _quickly(text: str, days: dict[str, Moment | None], order: str | None, zone: tzinfo) -> Moment | None:
    """A day and a plain time of it, each day read once (``days``); None where that is not all there is to it.

    A large export tells hundred thousands of times within a few hundred days. On a day on which the clock changes, a
    time is no sum of the two.
    """
    found = _DAY_AND_TIME.fullmatch(text)
    if found is None:
        return None
    written, hours, minutes, half = found.groups()
    if written not in days:
        day = dates.parse(written, order, zone)
        whole = isinstance(day, Moment) and day.is_date and day.end_us - day.start_us + 1 == DAY_US
        days[written] = day if whole and isinstance(day, Moment) else None
    known, hour, minute = days[written], int(hours), int(minutes)
    if known is None or minute > 59 or hour > (12 if half else 23) or (half and not hour):
        return None
    if half:
        hour = hour % 12 + (12 if half in "pP" else 0)
    moment = known.start_us + (hour * 60 + minute) * _MINUTE
    return Moment(moment, moment, False)


def read_times(
    sheet: Sheet, names: Iterable[str], zone: tzinfo, order: str | None, *, also: Iterable[str] = ()
) -> tuple[Mapping[str, Times], tuple[Problem, ...]]:
    """The date columns of a sheet by field, and whether the file contradicts itself.

    ``order``: what the asker says (``dmy`` or ``mdy``), else decided from all these columns together. ``also``: columns
    that are not read and are looked at only to decide it.
    """
    written: dict[str, tuple[Ints, list[str]]] = {}
    times: dict[str, Times] = {}
    for name in names:
        column = sheet.columns.get(name)
        if column is None:
            continue
        if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
            times[name] = _typed(column, zone)
        else:
            written[name] = _distinct(column)
    problems: tuple[Problem, ...] = ()
    if order is None:
        seen = [texts for _, texts in written.values()]
        seen += [_distinct(sheet.columns[name])[1] for name in also if name in sheet.columns]
        order, contradictory = order_of(text for texts in seen for text in texts)
        if contradictory:
            problems = (
                Problem(
                    sheet.source, 0, "Some dates can only be day-first and others only month-first.",
                    "Write all dates of one file the same way, best as 2026-09-07.",
                ),
            )  # fmt: skip
    times.update({name: _written(codes, texts, order, zone) for name, (codes, texts) in written.items()})
    return times, problems


def whole_days(times: Times, zone: tzinfo) -> Times:
    """The same as bare dates: a time stands for the day in ``zone`` on which it lies, from beginning to end.

    For fields that are days by nature, however a program writes them (``10/Jan/24 12:00 AM``).
    """
    timed = times.read & ~times.is_date
    if not timed.any():
        return times
    distinct, place = np.unique(times.start_us[timed], return_inverse=True)
    days = [
        dates.bare((_EPOCH + timedelta(microseconds=int(moment))).astimezone(zone).date(), zone) for moment in distinct
    ]
    start, end, is_date = times.start_us.copy(), times.end_us.copy(), times.is_date.copy()
    start[timed] = np.array([day.start_us for day in days])[place]
    end[timed] = np.array([day.end_us for day in days])[place]
    is_date[timed] = True
    return Times(start, end, is_date, times.empty, times.bad, times.undecided)


def zones_are_mixed(sheet: Sheet, names: Iterable[str]) -> bool:
    """Whether some times of the file name a zone and others do not."""
    seen: set[bool] = set()
    for name in names:
        column = sheet.columns.get(name)
        if column is None:
            continue
        if pa.types.is_timestamp(column.type):
            seen.add(column.type.tz is not None)
        elif not pa.types.is_date(column.type):
            seen.update(bool(_ZONED.search(text)) for text in _distinct(column)[1] if ":" in text)
    return len(seen) == 2


def undecided_problem(source: str, count: int) -> tuple[Problem, ...]:
    """One problem for all the lines whose dates could be day-first or month-first; none for none."""
    if not count:
        return ()
    lines = "1 line has a date" if count == 1 else f"{count:,} lines have dates"
    said = f"{lines} that could be day-first or month-first, as 7/9/26 could, and nothing in the file decides it."
    return (Problem(source, 0, said, "Say which with --dates dmy or --dates mdy; the lines were not read."),)
