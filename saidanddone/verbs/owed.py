"""One's own promises as they stand on a day, from the notebook or from exports; never anybody else's (PRIVACY 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Final

import pyarrow.compute as pc

from saidanddone.errors import UsageError
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.outcome import settle
from saidanddone.sources.dates import bare, zone
from saidanddone.store import notebook
from saidanddone.store.promises import NotOne, Promise
from saidanddone.verbs import gathering, permitting
from saidanddone.verbs.dated import ALSO_IN, as_evidence, day_that_counts, end_of_day, last_day_to_move, meant, told

__all__ = ["Owed", "Places", "in_evidence", "in_notebook", "one_in_evidence", "one_in_notebook"]

_OVER: Final = ("delivered", "withdrawn")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise of one's own, as it stands on a day.

    Attributes:
        id: as its source has it. what: in its maker's words; empty where its source keeps none.
        made, first_due, due: days; ``due`` after any move. counts: the day it is held to (``evidence.outcome``).
        moves: how often its day moved. status: one of ``evidence.outcome.STATUSES``; ``unread`` where it cannot be
            read as evidence.
        last_move: the last day on which its date can be moved so that the new one counts; None where none can.
        over: nothing more can become of it. to: whom it was made to, as its maker wrote it in the notebook.
        source: the export it stands in, empty for one that is in none.
        cells: the row it would be in the notebook, empty for one that stands there.
    """

    id: str
    what: str = field(repr=False)
    made: date | None
    first_due: date | None
    due: date | None
    counts: date | None
    moves: int
    status: str
    last_move: date | None
    over: bool = False
    to: str = field(default="", repr=False)
    source: str = ""
    cells: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Places:
    """Evidence beside the notebook, and who asks of it; the fields are the options of ``diagnose``."""

    evidence: tuple[str | Path, ...]
    me: str = field(repr=False)
    roster: Path | None = None
    dates: str | None = None
    tz: str = "UTC"


def in_notebook(where: Path, on: date) -> list[Owed]:
    """Every promise of the notebook that was made by a day.

    Raises:
        UsageError: the notebook cannot be read.
    """
    promises = told(notebook.read(where, notebook.LEDGER))
    return [owed(promise, on) for promise in promises if promise.made is None or promise.made <= on]


def one_in_notebook(where: Path, which: str, on: date) -> Owed:
    """The open promise meant by its id or words.

    Raises:
        NotOne: none or several are meant.
    """
    return owed(meant(notebook.read(where, notebook.LEDGER), which), on)


def owed(promise: Promise, on: date) -> Owed:
    """A promise of the notebook as it stands at the end of a day."""
    row = as_evidence(promise)
    settled = None if row is None else settle(row, end_of_day(on))
    return Owed(
        id=promise.id,
        what=promise.what,
        made=promise.made,
        first_due=promise.first_due or promise.due,
        due=promise.due,
        counts=day_that_counts(settled),
        moves=max(promise.moves, int(promise.first_due is not None and promise.first_due != promise.due)),
        status="unread" if settled is None else settled.status,
        last_move=None if row is None else last_day_to_move(row),
        over=promise.over,
        to=promise.cells.get("to", "").strip(),
        source=promise.cells.get(ALSO_IN, "").strip(),
    )


def in_evidence(places: Places, on: date) -> list[Owed]:
    """Every promise in the evidence that whoever asks made themselves by a day, and nobody else's.

    Raises:
        UsageError: the evidence cannot be used as asked, or nobody of that name made a promise in it.
    """
    gathered = gathering.gather(places.evidence, roster=places.roster, dates=places.dates, tz=places.tz)
    permissions, _ = permitting.permitted(gathered, me=places.me)
    table = gathered.evidence.commitments
    mine = table.filter((pc.field("subject") == permissions.me) & (pc.field("subject_kind") == "person"))
    days = _Days(zone(places.tz))
    on_us = bare(on, days.zone).end_us
    rows = (Commitment(**row) for row in mine.to_pylist())
    return [_owed(row, on_us, places.me, days) for row in rows if row.made_us <= on_us]


def one_in_evidence(places: Places, which: str, on: date) -> Owed:
    """The one of these promises that has an id.

    Raises:
        UsageError: none of one's own has it; whether anybody else's has is not said. NotOne: its outcome is known.
    """
    everything = in_evidence(places, on)
    wanted = which.strip().casefold()
    found = [one for one in everything if one.id.casefold() == wanted] or [
        one for one in everything if one.id.partition("~")[0].casefold() == wanted
    ]
    if len(found) != 1:
        raise UsageError(
            "None of your own promises in this evidence has that id. To see those that are overdue or in danger, leave "
            "the id out."
        )
    if found[0].over:
        raise NotOne("That promise has its outcome already. If it is wrong, correct it where it stands.", ())
    return found[0]


@dataclass(frozen=True, slots=True)
class _Days:
    """Moments as days of one zone, and as a ledger has them."""

    zone: tzinfo

    def __call__(self, us: int) -> date:
        return self.local(us).date()

    def local(self, us: int) -> datetime:
        return (_EPOCH + timedelta(microseconds=us)).astimezone(self.zone)

    def of(self, us: int | None) -> date | None:
        return None if us is None else self(us)

    def cell(self, us: int | None, *, end: bool = False) -> str:
        """A bare date where it is the beginning (or ``end``) of a day, as a bare date is read; else to the microsecond.

        So the source and the notebook give the very same moment, in whichever zone both are read.
        """
        if us is None:
            return ""
        whole = bare(self(us), self.zone)
        return self(us).isoformat() if us == (whole.end_us if end else whole.start_us) else self.local(us).isoformat()


def _owed(row: Commitment, on_us: int, me: str, days: _Days) -> Owed:
    settled = settle(row, on_us)
    first = row.first_due_us if row.first_due_us is not None else row.due_us
    moves = row.renegotiations or int(row.moved_us is not None or first != row.due_us)
    cells = {
        "id": row.id,
        "made_at": days.cell(row.made_us),
        "due_at": days.cell(row.due_us, end=True),
        "first_due_at": days.cell(row.first_due_us, end=True) if moves else "",
        "moved_at": days.cell(row.moved_us),
        "moved_due_at": days.cell(row.moved_due_us, end=True),
        "renegotiations": str(moves),
        "outcome": "pending",
        "subject": me,
        ALSO_IN: row.source,
    }
    return Owed(
        id=row.id,
        what="",
        made=days(row.made_us),
        first_due=days.of(first),
        due=days.of(row.due_us),
        counts=days.of(settled.deadline_us),
        moves=moves,
        status=settled.status,
        last_move=last_day_to_move(row, days),
        over=settled.status in _OVER or row.outcome in ("kept", "broken"),
        source=row.source,
        cells=cells,
    )
