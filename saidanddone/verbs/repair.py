"""Put a missed or endangered promise right: the words for it, and its record once they are sent (MISSION T11)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from saidanddone.errors import UsageError
from saidanddone.evidence.pseudonym import normalise
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.report.letter import Letter, write
from saidanddone.store import notebook
from saidanddone.store.promises import Promise
from saidanddone.store.sheet import Sheet
from saidanddone.verbs.admit import Admitted, admit, admitted, changed
from saidanddone.verbs.dated import told
from saidanddone.verbs.endangered import Brief, Endangered, Wanting, endangered, in_brief, in_result, settled_apart
from saidanddone.verbs.owed import Owed, Places, one_in_evidence, one_in_notebook

__all__ = [
    "Answers", "Brief", "Endangered", "Owed", "Places", "ReleasedDiagnosis", "Repair", "Wanting", "allowed", "at_stake",
    "draft", "endangered", "in_brief", "in_result", "repair", "send", "settled_apart",
]  # fmt: skip


_MADE_ID: Final = re.compile(r"(?:c-[0-9a-f]{16}(?:~.*)?)?")


@dataclass(frozen=True, slots=True)
class Answers:
    """What a message is made of, as its sender told it; none of it is kept but ``why`` and the day.

    Attributes:
        new_date: the day asked for; None asks to be let off. why: the reason; private: it cannot be told.
        costs: whom it costs and what. said: what was promised, where its source keeps no words.
    """

    new_date: date | None = None
    why: str = field(default="", repr=False)
    private: bool = False
    costs: str = field(default="", repr=False)
    said: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Repair:
    """A message about a promise, and what was written down of it.

    Attributes:
        promise: as it stands before. message: sentences, in order. sent: what was recorded; None when it was not.
    """

    promise: Owed = field(repr=False)
    message: tuple[str, ...] = field(repr=False)
    sent: Admitted | None

    def to_dict(self) -> dict[str, Any]:
        """As JSON (schema repair/1). The message holds its owner's own words."""
        told, promise = self.sent, self.promise
        return {
            "schema": "repair/1",
            "id": promise.id,
            "status": promise.status,
            "due": None if promise.due is None else promise.due.isoformat(),
            "last_day_to_move": None if promise.last_move is None else promise.last_move.isoformat(),
            "message": " ".join(self.message),
            "recorded": None if told is None else "admitted" if told.due is None else "moved",
            "new_date": None if told is None or told.due is None else told.due.isoformat(),
            "counts": None if told is None or told.counts is None else told.counts.isoformat(),
        }


def repair(
    which: str,
    *evidence: str | Path,
    on: date,
    new_date: date | None = None,
    release: bool = False,
    why: str = "",
    private: bool = False,
    costs: str = "",
    said: str = "",
    sent: bool = False,
    me: str | None = None,
    roster: str | Path | None = None,
    dates: str | None = None,
    tz: str = "UTC",
    into: Path | None = None,
    here: Path | None = None,
) -> Repair:
    """Draft the message for a promise that was missed or is in danger; record it when it was sent.

    Args:
        which: its id, or words that only one open promise of the notebook holds.
        evidence: exports in which it stands; none means the notebook. Needs ``me``: only one's own promises are found.
        on: the day the message is sent. new_date: the day asked for; release: ask to be let off instead.
        why: the reason, in your own words; private: say that it cannot be told. costs: whom it costs, and what.
        said: what you promised, where the source keeps no words of it.
        sent: write it down: moved to the new date, or admitted. Otherwise nothing is written.
        me, roster, dates, tz: as for ``diagnose``. into, here: as for ``promise``.

    Raises:
        NotOne: none or several are meant. UsageError: neither a new date nor a release is asked for, or both; the new
            date cannot be; the evidence cannot be used as asked; the notebook cannot be written.
    """
    if (new_date is None) != release:
        raise UsageError("Say either which new date you ask for, or that you ask to be let off (release).")
    if evidence and me is None:
        raise UsageError("Say who you are with --me NAME: in exports you see your own promises alone.")
    places = None
    if evidence and me is not None:
        places = Places(tuple(evidence), me, None if roster is None else Path(roster), dates, tz)
    promise = at_stake(which, on=on, places=places, into=into, here=here)
    answers = Answers(new_date, why, private, costs, said)
    message = draft(promise, answers, on=on)
    told = send(promise, answers, on=on, into=into, here=here) if sent else None
    return Repair(promise, message, told)


def at_stake(
    which: str, *, on: date, places: Places | None = None, into: Path | None = None, here: Path | None = None
) -> Owed:
    """The promise meant, as it stands on a day. One of an export that stands in the notebook too is taken from there.

    Raises:
        NotOne: none or several are meant. UsageError: see :func:`repair`.
    """
    where = notebook.folder(into, here or Path.cwd())
    if places is None:
        return one_in_notebook(where, which, on)
    found = one_in_evidence(places, which, on)
    rows = notebook.read(where, notebook.LEDGER).entries
    mine = {(cells.get("id", "").strip(), normalise(cells.get("subject", ""))) for _, cells in rows}
    if (found.id, normalise(places.me)) in mine:
        return one_in_notebook(where, found.id, on)
    return found


def draft(promise: Owed, answers: Answers, *, on: date) -> tuple[str, ...]:
    """The message's sentences.

    Raises:
        UsageError: the new date lies before ``on``, or is the old one.
    """
    if answers.new_date is not None:
        allowed(promise, answers.new_date, on)
    late = promise.last_move is None or on > promise.last_move
    return write(
        Letter(
            what=answers.said.strip() or _in_words(promise),
            on=on,
            made=promise.made,
            first_due=promise.first_due,
            due=promise.due,
            moves=promise.moves,
            new_date=answers.new_date,
            why=answers.why,
            private=answers.private,
            costs=answers.costs,
            short_notice=late and not promise.moves and promise.due is not None and on <= promise.due,
        )
    )


def _in_words(promise: Owed) -> str:
    """What was promised; where nobody has put it into words, by its id, unless that was made from the row."""
    if promise.what and promise.what != promise.id:
        return promise.what
    return "do this" if _MADE_ID.fullmatch(promise.id) else f"have {promise.id} done"


def allowed(promise: Owed, new_date: date, on: date) -> None:
    """See to it that a promise can be moved to a day.

    Raises:
        UsageError: it cannot.
    """
    if new_date < on:
        raise UsageError("The new date has already passed. Name one that lies ahead.")
    if new_date == promise.due:
        raise UsageError("That is the date it has already. Name another.")


def send(promise: Owed, answers: Answers, *, on: date, into: Path | None = None, here: Path | None = None) -> Admitted:
    """Write down that the message was sent on a day: moved to its new date, or admitted.

    A promise of an export gets a row of its own in the notebook, under the same id, subject and making, so that read
    together they are one promise with its maker's word. Whom it costs is not written down: the message is the sender's.
    """
    if not promise.cells:
        return admit(_named(promise), on=on, why=answers.why, new_date=answers.new_date, into=into, here=here)
    if answers.new_date is not None:
        allowed(promise, answers.new_date, on)
    where = notebook.folder(into, here or Path.cwd())
    row = {**promise.cells, "what": answers.said.strip() or promise.id}

    seen: list[Promise] = []

    def write_down(sheet: Sheet) -> Sheet:
        with_it = sheet.added(row)
        seen.append(told(with_it)[-1])
        return changed(with_it, seen[-1], on=on, why=answers.why, new_date=answers.new_date)

    sheet = notebook.edit(where, notebook.LEDGER, write_down)
    return admitted(seen[-1], sheet, where, on=on, new_date=answers.new_date)


def _named(promise: Owed) -> str:
    return promise.id or promise.what
