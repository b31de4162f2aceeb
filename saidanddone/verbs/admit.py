"""Say that a promise will not be kept, or move its date: out loud is an outcome of its own (MISSION T11)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from saidanddone.errors import UsageError
from saidanddone.store import notebook
from saidanddone.store.promises import Promise
from saidanddone.store.sheet import Sheet
from saidanddone.verbs.dated import day_that_counts, meant, standing
from saidanddone.verbs.dated import told as promises_of

__all__ = ["Admitted", "admit", "admitted", "changed"]


@dataclass(frozen=True, slots=True)
class Admitted:
    """A promise given up, or moved.

    Attributes:
        promise: as it stood before. due: its new day, None when it was given up.
        in_time: a move that counts: the first one, made well before the old day (MODEL §1). None when nothing
            moved: it was given up, or it had no day before.
        before: it had been moved before. counts: the date that counts now; None without one.
    """

    promise: Promise = field(repr=False)
    where: Path
    due: date | None
    in_time: bool | None
    before: bool
    counts: date | None


def admit(
    which: str,
    *,
    on: date,
    why: str = "",
    new_date: date | None = None,
    into: Path | None = None,
    here: Path | None = None,
) -> Admitted:
    """Write down that you said, on the day ``on``, that a promise will not be kept, or not by then.

    Args:
        which: its id, or words that only one open promise holds. why: in your own words; they stay in your file.
        new_date: the day it moved to, with the receiver's agreement; None when it was given up.
        into, here: as for ``promise``.

    Raises:
        NotOne: none or several are meant. UsageError: the new day lies before today, or is the old one, or the
            old one cannot be read; or the file cannot be written.
    """
    if new_date is not None and new_date < on:
        raise UsageError("The new date has already passed. Name one that lies ahead.")
    where = notebook.folder(into, here or Path.cwd())
    meant(notebook.read(where, notebook.LEDGER), which)  # before anything is made on disk
    seen: list[Promise] = []

    def change(sheet: Sheet) -> Sheet:
        seen.append(meant(sheet, which))
        return changed(sheet, seen[-1], on=on, why=why, new_date=new_date)

    sheet = notebook.edit(where, notebook.LEDGER, change)
    return admitted(seen[-1], sheet, where, on=on, new_date=new_date)


def changed(sheet: Sheet, found: Promise, *, on: date, why: str, new_date: date | None) -> Sheet:
    """The ledger with a promise of it given up, or moved.

    Raises:
        UsageError: the new day is the old one, or the old one cannot be read.
    """
    if new_date is not None and new_date == found.due:
        raise UsageError("That is the date it has already. Name another.")
    if new_date is not None and "due_at" in found.unread:
        raise UsageError("Its date in ledger.csv cannot be read, so it cannot be moved. Write it there as 2026-12-01.")
    reason = {"why": why} if why.strip() else {}
    told = _moved(found, on, new_date) if new_date else {"outcome": "admitted", "outcome_by": "maker"}
    return sheet.changed(found.at, reason | told)


def admitted(was: Promise, sheet: Sheet, where: Path, *, on: date, new_date: date | None) -> Admitted:
    """How a promise stands in a ledger after it was given up or moved; ``was``: as it stood before."""
    (now,) = (promise for promise in promises_of(sheet) if promise.at == was.at)
    counts = day_that_counts(standing(now, on))
    before = was.moves > 0 or bool(was.cells.get("first_due_at", "").strip())
    moved = new_date is not None and was.due is not None
    return Admitted(was, where, new_date, not before and counts == new_date if moved else None, before, counts)


def _moved(found: Promise, on: date, to: date) -> dict[str, str]:
    """The cells that record a move made on a day; the first move and the first date stay for ever."""
    told = {"due_at": to.isoformat(), "outcome": "pending"}
    old = found.cells.get("due_at", "").strip()
    if not old:
        return told
    told["renegotiations"] = str(found.moves + 1)
    if not found.cells.get("first_due_at", "").strip():
        told |= {"first_due_at": old, "moved_at": on.isoformat(), "moved_due_at": to.isoformat()}
    return told
