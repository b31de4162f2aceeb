"""``saidanddone admit``: one line says that a promise will not be kept, or moves its date."""

from __future__ import annotations

from typing import Annotated

import typer

from saidanddone.cli import clock, terminal
from saidanddone.cli.choosing import told_apart
from saidanddone.cli.edge import guarded
from saidanddone.cli.options import Into, Which
from saidanddone.cli.when import in_words, resolve

__all__ = ["register"]


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
        if due is None:
            terminal.say(f"Given up, out loud: {told.promise.what}")
            terminal.say("It does not count as kept. It stands as admitted, which is not the same as gone quiet.")
        else:
            terminal.say(f"Due {in_words(due, today=today)}: {told.promise.what}")
            terminal.say(_MOVED[told.in_time])
    return asked.code


_MOVED = {
    True: "It was moved in good time, so the new date is the one that counts.",
    False: "It was moved late or moved before, so the first date still counts; saying so is better than silence.",
    None: "It had no date before; now it has one to be kept by.",
}


def register(app: typer.Typer) -> None:
    """Offer this verb."""
    app.command("admit", short_help="Say that a promise will not be kept, or moves.")(admit)
