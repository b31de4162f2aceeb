"""A notebook's days, read as the sources read them, and the date that counts for a promise (MISSION T3, T5)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import UTC, date
from typing import Final

from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.outcome import DAY_US, MOVE_LEAD_SHARE, Settled, settle
from saidanddone.sources.cells import tidy
from saidanddone.sources.dates import Moment, parse
from saidanddone.sources.ledger import OUTCOME_WORDS
from saidanddone.sources.times import NO_DATE, order_of
from saidanddone.store import promises as ledger
from saidanddone.store.promises import DATES, Promise
from saidanddone.store.sheet import Sheet

__all__ = [
    "ALSO_IN", "as_evidence", "day_reader", "day_that_counts", "end_of_day", "last_day_to_move", "meant", "standing",
    "told",
]  # fmt: skip

ALSO_IN: Final = "also_in"
"""The notebook's column that says in which source a promise stands as well."""

_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()


def told(sheet: Sheet) -> list[Promise]:
    """Every promise of a ledger, in its order."""
    return ledger.promises(sheet, day_reader(sheet, DATES))


def meant(sheet: Sheet, which: str) -> Promise:
    """The promise meant by its id or words.

    Raises:
        NotOne: none or several are meant, or nothing more can become of it.
    """
    return ledger.find(sheet, which, day_reader(sheet, DATES))


def day_reader(sheet: Sheet, columns: Sequence[str]) -> Callable[[str], date | None]:
    """How a cell of these columns becomes a day: day-first or month-first as the whole file proves, never guessed.

    What it returns answers None where nothing stands, and raises ValueError for text that is no one day.
    """
    order, _ = order_of(tidy(cells.get(name, "")) for _, cells in sheet.entries for name in columns)

    def day(cell: str) -> date | None:
        text = tidy(cell)
        if not text or text.casefold() in NO_DATE:
            return None
        found = parse(text, order, UTC)
        if isinstance(found, Moment):
            return date.fromordinal(found.start_us // DAY_US + _EPOCH_DAY)
        raise ValueError("no day, or more than one, is meant")

    return day


def as_evidence(promise: Promise) -> Commitment | None:
    """A promise as the rules take it; None where they cannot read it as evidence.

    A promise whose making, due or first due day is missing in part or cannot be read has no date that counts.
    """
    if promise.made is None or set(promise.unread) & {"due_at", "first_due_at"}:
        return None
    return Commitment(
        id=promise.id,
        subject="",
        made_us=_start_us(promise.made),
        source="",
        line=0,
        due_us=_end_us(promise.due),
        first_due_us=_end_us(promise.first_due),
        moved_us=None if promise.moved is None else _start_us(promise.moved),
        moved_due_us=_end_us(promise.moved_due),
        closed_us=None if promise.closed is None else _start_us(promise.closed),
        outcome=OUTCOME_WORDS.get(promise.outcome),
        renegotiations=promise.moves,
    )


def standing(promise: Promise, on: date) -> Settled | None:
    """What the rules make of a promise at the end of a day; None where they cannot read it as evidence."""
    row = as_evidence(promise)
    return None if row is None else settle(row, end_of_day(on))


def last_day_to_move(row: Commitment, day: Callable[[int], date] | None = None) -> date | None:
    """The last day on which its date can be moved so that the new one counts (rule 2 of ``evidence.outcome``).

    None where no move counts: it has no date, or was moved before, or that day would lie before it was made.
    ``day``: the day of a moment (µs UTC) in the zone where moves are written down (default: in UTC).
    """
    day = day or _day
    first = row.first_due_us if row.first_due_us is not None else row.due_us
    if first is None or row.moved_us is not None or (row.renegotiations or 0) > 0 or first != row.due_us:
        return None
    last = day(first - max(DAY_US, math.ceil(MOVE_LEAD_SHARE * (first - row.made_us))))
    return None if last < day(row.made_us) else last


def day_that_counts(settled: Settled | None) -> date | None:
    """The day of the deadline; None without one."""
    if settled is None or settled.deadline_us is None:
        return None
    return _day(settled.deadline_us)


def end_of_day(day: date) -> int:
    """The last microsecond of a day, UTC."""
    return _start_us(day) + DAY_US - 1


def _day(us: int) -> date:
    return date.fromordinal(us // DAY_US + _EPOCH_DAY)


def _start_us(day: date) -> int:
    return (day.toordinal() - _EPOCH_DAY) * DAY_US


def _end_us(day: date | None) -> int | None:
    return None if day is None else end_of_day(day)
