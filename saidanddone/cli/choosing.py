"""Which promise is meant: when words fit none or several, the open ones are shown to choose from."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from saidanddone.cli import terminal
from saidanddone.cli.edge import FINE, UNREADABLE
from saidanddone.cli.when import in_words

__all__ = ["told_apart"]

_SHOWN = 20


@dataclass
class _Asked:
    code: int = FINE


@contextmanager
def told_apart(today: date, verb: str) -> Iterator[_Asked]:
    """Run a verb on one promise; where it is not clear which, list the candidates and end with code 2.

    The list holds the owner's own words, on the owner's own screen.
    """
    from saidanddone.verbs.kept import NotOne

    asked = _Asked()
    try:
        yield asked
    except NotOne as unclear:
        asked.code = UNREADABLE
        terminal.note(str(unclear))
        width = shutil.get_terminal_size().columns
        for promise in unclear.candidates[:_SHOWN]:
            unread = "a date I cannot read" if "due_at" in promise.unread else "no date"
            due = f"due {in_words(promise.due, today=today)}" if promise.due else unread
            line = f"  {promise.id or '(no id)':7} {due:26} {promise.what}"
            terminal.note(line if len(line) <= width else line[: width - 2] + " …")
        more = len(unclear.candidates) - _SHOWN
        if more > 0:
            terminal.note(f"  and {more} more; ledger.csv has them all.")
        named = [promise.id for promise in unclear.candidates if promise.id]
        if named:
            terminal.note(f"For instance: saidanddone {verb} {named[0]}")
