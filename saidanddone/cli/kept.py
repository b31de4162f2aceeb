"""``saidanddone kept``: one line says that a promise was done."""

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
        if done.due is None:
            terminal.say("It had no date, so it can count neither as kept nor as late.")
        elif done.days is not None and done.days > 0:
            terminal.say(
                f"It was due {in_words(done.due, today=today)}: {_days(done.days)} late. "
                "Done late counts as done, not as kept in time."
            )
        else:
            early = f", {_days(-done.days)} early" if done.days else ""
            terminal.say(f"Kept{early}. It counts from {in_words(done.due, today=today)}, the day it was due.")
    return asked.code


def _days(count: int) -> str:
    return "one day" if count == 1 else f"{count} days"


def register(app: typer.Typer) -> None:
    """Offer this verb."""
    app.command("kept", short_help="Write down that a promise was done.")(kept)
