"""The promises in a notebook's ledger: which are open, and which one is meant by an id or a few of its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Final

from saidanddone.errors import UsageError
from saidanddone.store.sheet import Sheet

__all__ = ["DATES", "NotOne", "Promise", "find", "new_id", "promises"]

_LETTERS: Final = "bcdfghjkmnpqrstvwxz"
"""Consonants that are not mistaken for each other: no id is a word, a number or a date to a spreadsheet."""

_ID_LENGTH: Final = 5
DATES: Final = ("made_at", "due_at", "closed_at", "first_due_at", "moved_at", "moved_due_at")
"""The columns of a ledger that hold days."""

Days = Callable[[str], date | None]
"""How a cell becomes a day: None where none stands there; raises ValueError for text that is no one day."""

_OVER: Final = ("delivered", "kept", "withdrawn", "broken", "1", "0")


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise as it stands in the notebook.

    Attributes:
        at: its position in ``Sheet.rows``. id: empty where its owner gave none. what: in its owner's words.
        made, due, first_due, moved, moved_due, closed: days, or None where the cell holds none that can be read.
        outcome: lower case, empty when nothing was said of it yet. moves: how often it moved.
        cells: the row as it is. unread: columns that hold something which cannot be read as a day.
    """

    at: int
    id: str
    what: str = field(repr=False)
    made: date | None
    due: date | None
    first_due: date | None
    moved: date | None
    moved_due: date | None
    closed: date | None
    outcome: str
    moves: int
    cells: Mapping[str, str] = field(repr=False)
    unread: tuple[str, ...] = ()

    @property
    def over(self) -> bool:
        """Whether nothing more can become of it."""
        return self.closed is not None or "closed_at" in self.unread or self.outcome in _OVER

    @property
    def silent(self) -> bool:
        """Whether its owner has yet to say what became of it, or that it is pending."""
        return not self.outcome and not self.over


class NotOne(UsageError):
    """No promise, or more than one, is meant. ``candidates``: those to choose from, for their owner's eyes alone."""

    def __init__(self, said: str, candidates: tuple[Promise, ...]) -> None:
        super().__init__(said)
        self.candidates = candidates


def _plain(cell: str) -> date | None:
    return date.fromisoformat(cell.strip()) if cell.strip() else None


def promises(sheet: Sheet, days: Days = _plain) -> list[Promise]:
    """Every promise of a ledger, in its order; ``days`` reads its days (default: as YYYY-MM-DD alone)."""
    return [_promise(at, cells, days) for at, cells in sheet.entries]


def find(sheet: Sheet, which: str, days: Days = _plain) -> Promise:
    """The promise meant by its id, by all it says, or by words that only one open promise holds.

    Raises:
        NotOne: none or several are meant, or nothing more can become of it.
    """
    everything = promises(sheet, days)
    wanted = which.strip().casefold()
    by_id = [promise for promise in everything if promise.id and promise.id.casefold() == wanted]
    if len(by_id) == 1:
        return _not_over(by_id[0])
    still = tuple(promise for promise in everything if not promise.over)
    if by_id:
        raise NotOne("Several promises have that id. Give each its own in ledger.csv.", tuple(by_id))
    if not still:
        raise NotOne("No promise is open. Add one with: saidanddone promise", ())
    if not wanted:
        raise NotOne("Say which promise you mean: its id, or a few of its words.", still)
    exact = [promise for promise in still if promise.what.casefold().split() == wanted.split()]
    if len(exact) == 1:
        return exact[0]
    hits = tuple(promise for promise in still if _holds(promise, wanted))
    if len(hits) == 1:
        return hits[0]
    if hits:
        raise NotOne(f"{len(hits)} open promises hold those words. Say which by its id.", hits)
    closed = [promise for promise in everything if promise.over and _holds(promise, wanted)]
    if len(closed) == 1:
        return _not_over(closed[0])
    raise NotOne("No open promise has that id or those words.", still)


def _holds(promise: Promise, wanted: str) -> bool:
    """Whether every word that is wanted is part of what was promised."""
    what = promise.what.casefold()
    return bool(wanted) and all(word in what for word in wanted.split())


def _not_over(promise: Promise) -> Promise:
    if promise.over:
        raise NotOne("That promise has its outcome already. If it is wrong, correct it in ledger.csv.", ())
    return promise


def new_id(sheet: Sheet, chance: Random) -> str:
    """A short id that no row of this sheet has."""
    taken = {cells.get("id", "").casefold() for _, cells in sheet.entries}
    while True:
        made = "".join(chance.choice(_LETTERS) for _ in range(_ID_LENGTH))
        if made not in taken:
            return made


def _promise(at: int, cells: Mapping[str, str], days: Days) -> Promise:
    moves = cells.get("renegotiations", "").strip()
    read: dict[str, date | None] = {}
    for name in DATES:
        with suppress(ValueError):
            read[name] = days(cells.get(name, ""))
    return Promise(
        at=at,
        id=cells.get("id", "").strip(),
        what=cells.get("what", "").strip(),
        made=read.get("made_at"),
        due=read.get("due_at"),
        first_due=read.get("first_due_at"),
        moved=read.get("moved_at"),
        moved_due=read.get("moved_due_at"),
        closed=read.get("closed_at"),
        outcome=cells.get("outcome", "").strip().casefold(),
        moves=int(moves) if moves.isascii() and moves.isdigit() else 0,
        cells=cells,
        unread=tuple(name for name in DATES if name not in read),
    )
