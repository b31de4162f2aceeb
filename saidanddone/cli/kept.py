"""``saidanddone kept``: one line says that a promise was done."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from saidanddone.cli import clock, terminal
from saidanddone.cli.choosing import told_apart
from saidanddone.cli.edge import guarded
from saidanddone.cli.options import Into, Which
from saidanddone.cli.wanting import hint
from saidanddone.cli.when import in_words, resolve

if TYPE_CHECKING:
    from saidanddone.verbs.kept import Kept

__all__ = ["register"]


@guarded
def kept(
    which: Which = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day it was done (default: today).")
    ] = None,
    into: Into = None,
) -> int | None:
    """Write down that a promise was done; late or in time, its dates tell."""
    from saidanddone.verbs.kept import kept as write

    today = clock.local_today()
    day = today if on is None else resolve(on, today=today, look="back")
    with told_apart(today, "kept") as asked:
        done = write(" ".join(which or []), on=day, into=into)
        terminal.say(f"Done: {done.promise.what}")
        for line in _stands(done, today):
            terminal.say(line)
        hint(today, into=into)
    return asked.code


def _stands(done: Kept, today: date) -> list[str]:
    """How it stands now, as the diagnosis will count it."""
    if done.admitted:
        return ["Done after all; it stands as admitted, so not as kept."]
    if done.due is None or done.days is None:
        for column, what in (("due_at", "date"), ("first_due_at", "first date"), ("made_at", "day it was made")):
            if column in done.promise.unread:
                return [f"Its {what} in ledger.csv cannot be read, so it does not count yet. Write it as 2026-12-01."]
        if done.promise.due is not None:
            return ["ledger.csv does not say when it was made, so it does not count yet. Fill in made_at."]
        return ["It had no date, so it can count neither as kept nor as late."]
    counts = in_words(done.due, today=today)
    moved = done.promise.due is not None and done.promise.due != done.due
    if done.days > 0 and moved:
        return [
            f"The date that counts is {counts}: a date moved late, or once more, does not take its place.",
            f"It was done {_days(done.days)} after it. Done late counts as done, not as kept in time.",
        ]
    if done.days > 0:
        return [f"It was due {counts}: {_days(done.days)} late. Done late counts as done, not as kept in time."]
    early = f", {_days(-done.days)} early" if done.days else ""
    return [f"Kept{early}. It counts from {counts}, {'the date that counts' if moved else 'the day it was due'}."]


def _days(count: int) -> str:
    return "one day" if count == 1 else f"{count} days"


def register(app: typer.Typer) -> None:
    """Offer this verb."""
    app.command("kept", short_help="Write down that a promise was done.")(kept)
