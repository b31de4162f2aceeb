"""The day a question is asked of: as said, else the last one the evidence speaks of. Nothing here reads a clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from saidanddone.errors import UsageError
from saidanddone.evidence.outcome import DAY_US

__all__ = ["STATED", "day_of", "last_told", "moment"]

_DATE_LENGTH = len("2026-09-30")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STATED = ("kept", "broken", "delivered", "admitted", "dropped", "overdue")
"""Outcomes by which a source says that a commitment's fate is decided, whatever its dates."""


def moment(on: date | datetime | str | None, commitments: pa.Table) -> int:
    """The moment asked about, in microseconds UTC.

    A day stands for its last microsecond in UTC, so that all of it counts; a time for itself (UTC unless it says
    otherwise); None for the last day the evidence speaks of, see :func:`last_told`.

    Raises:
        UsageError: a text that is no date such as 2026-09-30.
    """
    if on is None:
        last = last_told(commitments)
        return last - last % DAY_US + DAY_US - 1
    if isinstance(on, str):
        on = _read(on)
    if isinstance(on, datetime):
        aware = on if on.tzinfo is not None else on.replace(tzinfo=UTC)
        return (aware - _EPOCH) // timedelta(microseconds=1)
    return (datetime(on.year, on.month, on.day, tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1) + DAY_US - 1


def day_of(on: date | datetime | str | None, on_us: int) -> str:
    """The day asked about as a date: as its asker wrote it, in their own zone; else the UTC day of ``on_us``."""
    if isinstance(on, str):
        on = _read(on)
    if on is None:
        on = _EPOCH + timedelta(microseconds=on_us)
    return (on.date() if isinstance(on, datetime) else on).isoformat()


def last_told(commitments: pa.Table) -> int:
    """The latest time something is known to have happened: made, moved, closed or known; a stated outcome without a
    time of its own is known when it was due. µs UTC; 0 without commitments. A due time yet to come is no such time.
    """
    stated = pc.is_in(commitments.column("outcome"), pa.array(STATED))
    known = commitments.column("known_us")
    due = pc.if_else(pc.and_(stated, pc.is_null(known)), commitments.column("due_us"), None)
    times = [commitments.column(name) for name in ("made_us", "moved_us", "closed_us", "known_us")]
    latest = [pc.max(column).as_py() for column in (*times, due)]
    return max((time for time in latest if time is not None), default=0)


def _read(text: str) -> date | datetime:
    text = text.strip()
    try:
        return date.fromisoformat(text) if len(text) <= _DATE_LENGTH else datetime.fromisoformat(text)
    except ValueError:
        raise UsageError("I cannot tell which day that is. Write it as 2026-09-30.") from None
