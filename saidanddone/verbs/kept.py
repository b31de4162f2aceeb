"""Say that a promise was done: late or in time, its dates tell (MISSION T1, T3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from saidanddone.errors import UsageError
from saidanddone.store import notebook
from saidanddone.store.promises import NotOne, Promise
from saidanddone.store.sheet import Sheet
from saidanddone.verbs.dated import day_that_counts, meant, standing, told

__all__ = ["Kept", "NotOne", "kept"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise that was done.

    Attributes:
        promise: as it stood before. closed: the day it was done.
        due: the date that counts, by the rules of ``evidence.outcome``: after at most one move, made in time; None
            without one, or where ledger.csv does not say it so that it can be read.
        days: days after that date, negative when early; None without one.
        admitted: it was given up before, and stands so.
    """

    promise: Promise = field(repr=False)
    where: Path
    closed: date
    due: date | None
    days: int | None
    admitted: bool


def kept(which: str, *, on: date, into: Path | None = None, here: Path | None = None) -> Kept:
    """Write down that a promise was done on the day ``on``.

    Args:
        which: its id, or words that only one open promise holds. into, here: as for ``promise``.

    Raises:
        NotOne: none or several are meant. UsageError: done before it was made, or the file cannot be written.
    """
    where = notebook.folder(into, here or Path.cwd())
    meant(notebook.read(where, notebook.LEDGER), which)  # before anything is made on disk
    seen: list[Promise] = []

    def close(sheet: Sheet) -> Sheet:
        found = meant(sheet, which)
        if found.made is not None and on < found.made:
            raise UsageError("A promise cannot be done before it was made. Check the day you gave with --on.")
        seen.append(found)
        written = {"closed_at": on.isoformat(), "outcome": "delivered", "outcome_by": "maker"}
        if found.outcome == "admitted":
            del written["outcome"]  # done after all, yet it was given up: both are true
        return sheet.changed(found.at, written)

    sheet = notebook.edit(where, notebook.LEDGER, close)
    was = seen[-1]
    (now,) = (promise for promise in told(sheet) if promise.at == was.at)
    due = day_that_counts(standing(now, on))
    return Kept(was, where, on, due, None if due is None else (on - due).days, was.outcome == "admitted")
