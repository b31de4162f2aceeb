"""Say that a promise will not be kept, or move its date: out loud is an outcome of its own (MISSION T11)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from saidanddone.errors import UsageError
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.outcome import DAY_US, settle
from saidanddone.store import notebook
from saidanddone.store.promises import Promise, find
from saidanddone.store.sheet import Sheet

__all__ = ["Admitted", "admit"]

_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Admitted:
    """A promise given up, or moved.

    Attributes:
        promise: as it stood before. due: its new day, None when it was given up.
        in_time: a move that counts: the first one, made well before the old day (MODEL §1). None when nothing
            moved: it was given up, or it had no day before.
    """

    promise: Promise = field(repr=False)
    where: Path
    due: date | None
    in_time: bool | None


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
        NotOne: none or several are meant. UsageError: the new day lies before today, or is the old one; or the
            file cannot be written.
    """
    if new_date is not None and new_date < on:
        raise UsageError("The new date has already passed. Name one that lies ahead.")
    where = notebook.folder(into, here or Path.cwd())
    find(notebook.read(where, notebook.LEDGER), which)  # before anything is made on disk
    seen: list[Promise] = []

    def change(sheet: Sheet) -> Sheet:
        found = find(sheet, which)
        if new_date is not None and new_date == found.due:
            raise UsageError("That is the date it has already. Name another.")
        seen.append(found)
        told = {"why": why} if why.strip() else {}
        return sheet.changed(
            found.at,
            told | (_moved(found, on, new_date) if new_date else {"outcome": "admitted", "outcome_by": "maker"}),
        )

    notebook.edit(where, notebook.LEDGER, change)
    return Admitted(seen[-1], where, new_date, _in_time(seen[-1], on, new_date) if new_date else None)


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


def _in_time(found: Promise, on: date, to: date) -> bool | None:
    """Whether the deadline moves with this move, by the rules of ``evidence.outcome``."""
    if not found.cells.get("due_at", "").strip():
        return None
    if found.moves or found.first_due is not None or found.due is None or found.made is None:
        return False
    row = Commitment(
        id=found.id,
        subject="",
        made_us=_start_us(found.made),
        source="",
        line=0,
        due_us=_end_us(to),
        first_due_us=_end_us(found.due),
        moved_us=_start_us(on),
        moved_due_us=_end_us(to),
    )
    return settle(row, _start_us(on)).deadline_us == _end_us(to)


def _start_us(day: date) -> int:
    return (day.toordinal() - _EPOCH_DAY) * DAY_US


def _end_us(day: date) -> int:
    return _start_us(day) + DAY_US - 1
