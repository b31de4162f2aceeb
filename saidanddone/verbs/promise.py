"""Add a promise to your own ledger in one line (MISSION T5: made when, due when; a small one counts)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random, SystemRandom

from saidanddone.errors import UsageError
from saidanddone.store import notebook
from saidanddone.store.promises import new_id
from saidanddone.store.sheet import Sheet

__all__ = ["Noted", "promise"]


@dataclass(frozen=True, slots=True)
class Noted:
    """A promise written down: its ``id``, the notebook's folder, what was said, and when it is due (None: no date)."""

    id: str
    where: Path
    what: str = field(repr=False)
    due: date | None


def promise(
    what: str,
    *,
    on: date,
    by: date | None = None,
    to: str = "",
    size: float | None = None,
    into: Path | None = None,
    here: Path | None = None,
    chance: Random | None = None,
) -> Noted:
    """Write down a promise you made.

    Args:
        what: in your own words; they stay in your file. on: the day it was made.
        by: the day it is due, or None. to: whom it was made to. size: effort in a unit of your own, above 0.
        into: the notebook's folder; else ``here`` if it holds a ledger.csv, else ``said-and-done`` below it.
        here: the folder you stand in (default: the current one). chance: draws the id.

    Raises:
        UsageError: nothing was said, it was due before it was made, or the file cannot be written.
    """
    if not what.strip():
        raise UsageError("Say what you promised, in a few words.")
    if by is not None and by < on:
        raise UsageError(
            "A promise cannot be due before it was made. Check the date, or say when you made it with --made."
        )
    if size is not None and not (math.isfinite(size) and size > 0):
        raise UsageError("The size of a promise is a number above 0.")
    where = notebook.folder(into, here or Path.cwd())
    cells = {
        "what": what,
        "to": to,
        "made_at": on.isoformat(),
        "due_at": by.isoformat() if by else "",
        "outcome": "pending",
        "renegotiations": "0",
        "size": "" if size is None else f"{size:g}",
        "subject": notebook.ME,
    }
    ids: list[str] = []

    def add(sheet: Sheet) -> Sheet:
        ids.append(new_id(sheet, chance or SystemRandom()))
        return sheet.added({"id": ids[-1], **cells})

    notebook.edit(where, notebook.LEDGER, add)
    return Noted(ids[-1], where, what, by)
