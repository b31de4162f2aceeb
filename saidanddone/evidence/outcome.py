"""What became of a commitment: the written rules for status, deadline and verdict (MISSION T3, T5, T11; MODEL §1).

The rules, in order:

1. *First due* is the due time as first promised. No due time at all: **undated**; it is counted and shown, and
   never gives a verdict.
2. *The deadline* d* is the due time after at most one move, and only if that move was made at least
   ``max(1 day, 20 % of the lead)`` before the first due time. A later move, a second move, or a move whose time
   the source does not know leaves d* where it was.
3. *The verdict* y: what the source states (``kept`` 1, ``broken`` 0, ``admitted`` 0, ``dropped`` 0, ``overdue`` 0,
   ``withdrawn`` none) wins over dates. ``delivered`` is 1 iff closed by d* (1 if the closing time is unknown).
   Otherwise closed by d* is 1, closed later 0, still open after d* 0, still open before it none; ``pending`` says
   no more than open. ``unknown`` (a source that states verdicts, silent here) without a closing time is none.
4. *Known*: a verdict counts only from d*, kept and admitted too; a source that states both its verdict and
   ``known_us`` is taken at its word.
5. *Status* on a day, exclusive: **withdrawn** and **admitted** as stated; **delivered** once closed (or stated
   kept and known); **pending** before d*; after it **overdue**, and **dropped** when overdue by more than
   ``max(30 days, its lead)`` without a word; a later day named, too late to move the deadline, is a word until that
   day has passed. Of an ``unknown`` one nothing is said: pending. A source that only states ``broken`` has had a word
   and does not say which: overdue.

``renegotiated`` is a flag beside the status. This module is the reference, one commitment at a time; the store
says the same once as an Ibis expression, and a test holds them together.
"""

from __future__ import annotations

from dataclasses import dataclass

from saidanddone.evidence.commitment import Commitment

__all__ = ["DAY_US", "DROPPED_AFTER_US", "MOVE_LEAD_SHARE", "STATUSES", "Settled", "settle"]

DAY_US = 86_400_000_000
"""Microseconds in a day."""

DROPPED_AFTER_US = 30 * DAY_US
"""Overdue for longer than this (or than its own lead, if longer) without a word is dropped (MODEL §1)."""

MOVE_LEAD_SHARE = 0.2
"""A due time moves in time if at least this share of the lead (and a day) was left (MODEL §1)."""

STATUSES = ("pending", "overdue", "delivered", "admitted", "withdrawn", "dropped")
"""Exclusive statuses, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class Settled:
    """One commitment as it stands on a day.

    Attributes:
        status: one of :data:`STATUSES`.
        first_due_us, deadline_us: as first promised; d*. None when undated.
        y: 1 kept, 0 not, None when there is no verdict yet (or ever).
        known_us: from when ``y`` counts; None exactly when ``y`` is None.
        y_first: the verdict against the first due time (T3). done: delivered at all, however late.
        timing: ``early`` (at least a day before d*), ``on_time``, ``late``; None when the closing time is unknown.
        late_days: closing time minus d*, days (negative: early); None when unknown.
        renegotiated: the due time moved at least once; None when the source cannot know.
    """

    status: str
    first_due_us: int | None
    deadline_us: int | None
    y: int | None
    known_us: int | None
    y_first: int | None
    done: int | None
    timing: str | None
    late_days: float | None
    renegotiated: bool | None


def _deadline(row: Commitment, first: int) -> int:
    if row.moved_us is None or row.moved_due_us is None:
        return first
    lead = first - row.made_us
    in_time = first - row.moved_us >= max(DAY_US, MOVE_LEAD_SHARE * lead)
    return row.moved_due_us if in_time else first


def _renegotiated(row: Commitment) -> bool | None:
    if row.moved_us is not None or (row.first_due_us is not None and row.first_due_us != row.due_us):
        return True
    return None if row.renegotiations is None else row.renegotiations > 0


def _verdict(row: Commitment, deadline: int, on_us: int) -> int | None:
    if row.outcome in ("kept", "broken", "admitted", "dropped", "overdue"):
        return int(row.outcome == "kept")
    if row.outcome == "withdrawn":
        return None
    if row.closed_us is not None:
        return int(row.closed_us <= deadline)
    if row.outcome == "delivered":
        return 1
    if row.outcome == "unknown":
        return None
    return 0 if on_us > deadline else None


def _status(row: Commitment, first: int | None, deadline: int | None, known: int | None, on_us: int) -> str:
    if row.outcome in ("withdrawn", "admitted"):
        return row.outcome
    closed = row.closed_us is not None and row.closed_us <= on_us
    stated_done = row.outcome in ("kept", "delivered") and row.closed_us is None and (known is None or known <= on_us)
    if closed or stated_done:
        return "delivered"
    if row.outcome == "dropped":
        return "dropped"
    if deadline is None or first is None:
        return "overdue" if row.outcome == "overdue" else "pending"
    if on_us <= deadline or row.outcome == "unknown":
        return "pending"
    if row.outcome == "broken":
        return "overdue"
    grace = max(DROPPED_AFTER_US, first - row.made_us)
    quiet_since = deadline if row.due_us is None else max(deadline, row.due_us)
    return "dropped" if on_us - quiet_since > grace else "overdue"


def settle(row: Commitment, on_us: int) -> Settled:
    """One commitment as it stands at ``on_us`` (microseconds UTC), by the rules above.

    A verdict whose ``known_us`` lies after ``on_us`` is returned all the same; it is the reader of it who may not
    use it yet (a forecast uses a verdict iff ``known_us`` is strictly before the forecast).
    """
    first = row.first_due_us if row.first_due_us is not None else row.due_us
    renegotiated = _renegotiated(row)
    if first is None:
        status = _status(row, None, None, None, on_us)
        return Settled(status, None, None, None, None, None, None, None, None, renegotiated)
    deadline = _deadline(row, first)
    y = _verdict(row, deadline, on_us)
    if y is None:
        known = None
    elif row.known_us is None:
        known = deadline
    elif row.outcome in ("kept", "broken"):
        known = row.known_us
    else:
        known = max(row.known_us, deadline)
    timing, late_days = None, None
    if row.closed_us is not None:
        late_us = row.closed_us - deadline
        late_days = late_us / DAY_US
        timing = "early" if late_us <= -DAY_US else "on_time" if late_us <= 0 else "late"
    y_first = y
    if y == 1 and deadline != first and (row.closed_us is None or row.closed_us > first):
        y_first = 0
    done = None if y is None else int(y == 1 or row.closed_us is not None)
    return Settled(
        _status(row, first, deadline, known, on_us),
        first,
        deadline,
        y,
        known,
        y_first,
        done,
        timing,
        late_days,
        renegotiated,
    )
