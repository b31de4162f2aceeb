"""``saidanddone promise``: one line adds a promise to your own ledger."""

from __future__ import annotations

from typing import Annotated

import typer

from saidanddone.cli import clock, terminal
from saidanddone.cli.edge import guarded
from saidanddone.cli.options import Into
from saidanddone.cli.wanting import hint
from saidanddone.cli.when import in_words, resolve

__all__ = ["register"]


@guarded
def promise(
    what: Annotated[list[str], typer.Argument(metavar="TEXT", help="What you promised, in your own words.")],
    by: Annotated[
        str | None, typer.Option("--by", metavar="DATE", help='Due: friday, "in 2 weeks", 2026-12-01.')
    ] = None,
    to: Annotated[str, typer.Option("--to", metavar="WHOM", help="Whom you promised it to.")] = "",
    size: Annotated[
        float | None, typer.Option("--size", metavar="N", help="How big it is, in a unit of your own (hours, days).")
    ] = None,
    made: Annotated[
        str | None, typer.Option("--made", metavar="DATE", help="When you said it (default: today).")
    ] = None,
    into: Into = None,
) -> None:
    """Write down a promise you made."""
    from saidanddone.verbs.promise import promise as write

    today = clock.local_today()
    day = today if made is None else resolve(made, today=today, look="back")
    due = None if by is None else resolve(by, today=today)
    noted = write(" ".join(what), on=day, by=due, to=to, size=size, into=into)
    terminal.say(f"Noted as {noted.id}, {'no date' if due is None else f'due {in_words(due, today=today)}'}.")
    if due is None:
        terminal.say("Without a date nobody can rely on it, you included. Give it one:")
        terminal.say(f"  saidanddone admit {noted.id} --new-date friday")
    else:
        terminal.say(f"When it is done: saidanddone kept {noted.id}")
    hint(today, into=into, besides=noted.id)


def register(app: typer.Typer) -> None:
    """Offer this verb."""
    app.command("promise", short_help="Write down a promise you made.")(promise)
