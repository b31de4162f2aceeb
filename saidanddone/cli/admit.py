"""``saidanddone admit``: one line says that a promise will not be kept, or moves its date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from saidanddone.cli import clock, terminal
from saidanddone.cli.choosing import told_apart
from saidanddone.cli.edge import guarded
from saidanddone.cli.options import Into, Which
from saidanddone.cli.when import in_words, resolve

if TYPE_CHECKING:
    from saidanddone.verbs.admit import Admitted

__all__ = ["register", "written_down"]


@guarded
def admit(
    which: Which = None,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why, in your own words.")] = "",
    new_date: Annotated[
        str | None, typer.Option("--new-date", metavar="DATE", help="The date it moved to, if they agreed to one.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day you said so (default: today).")
    ] = None,
    into: Into = None,
) -> int | None:
    """Write down that you said a promise will not be kept, or not by then."""
    from saidanddone.verbs.admit import admit as write

    today = clock.local_today()
    day = today if on is None else resolve(on, today=today, look="back")
    due = None if new_date is None else resolve(new_date, today=today)
    with told_apart(today, "admit") as asked:
        told = write(" ".join(which or []), on=day, why=why, new_date=due, into=into)
        for line in written_down(told, today):
            terminal.say(line)
    return asked.code


def written_down(told: Admitted, today: date) -> list[str]:
    """What stands in the notebook now, and what it means."""
    if told.due is None:
        return [
            f"Given up, out loud: {told.promise.what}",
            "It does not count as kept. It stands as admitted, which is not the same as gone quiet.",
        ]
    return [f"Due {in_words(told.due, today=today)}: {told.promise.what}", _counts(told, today)]


def _counts(told: Admitted, today: date) -> str:
    """Which date counts after a move, and why."""
    if told.in_time is None:
        return "It had no date before; now it has one to be kept by."
    if told.in_time:
        return "It was moved in good time, so the new date is the one that counts."
    if told.counts is None:
        return "ledger.csv does not say when it was made, so no date counts yet. Fill in made_at."
    why = "It was moved before" if told.before else "It was moved late"
    still = "the date that counts is still" if told.before else "the first date still counts,"
    return f"{why}, so {still} {in_words(told.counts, today=today)}; saying so is better than silence."


def register(app: typer.Typer) -> None:
    """Offer this verb."""
    app.command("admit", short_help="Say that a promise will not be kept, or moves.")(admit)
