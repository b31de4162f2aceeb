"""``saidanddone start``: ten minutes, from memory, no export and no roster."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from saidanddone.cli import clock, terminal
from saidanddone.cli.asking import Ask, Stop, from_lines, from_terminal
from saidanddone.cli.edge import INTERRUPTED, guarded
from saidanddone.cli.interview import Interview
from saidanddone.cli.options import Into
from saidanddone.cli.output import look, nearby
from saidanddone.cli.wanting import hint
from saidanddone.errors import UsageError

if TYPE_CHECKING:
    from saidanddone.verbs.start import FirstPage, Promise

__all__ = ["register"]


@guarded
def start(
    into: Into = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="FILE", help="Take the answers from a file, one a line, instead of typing them."
        ),
    ] = None,
) -> int | None:
    """Ten minutes, from memory: what you promised, and how speaking up was met."""
    from saidanddone.verbs import start as notebook

    today = clock.local_today()
    ask = from_terminal() if answers is None else _from_file(answers)
    where = notebook.begin(into)
    terminal.tell(
        "Ten minutes, from memory. It stays on this machine, for you alone, written down as you go, in files you can "
        f'edit in {nearby(where)}. Type "stop" whenever you like; start again to go on.'
    )
    terminal.say()
    try:
        told = notebook.at_hand(where)
        sitting = Interview(ask, where, today)
        sitting.promises([promise for promise in told if _left_open(promise, today)], len(told))
        sitting.speaking_up()
    except Stop:
        terminal.say("Stopped here; all you said is kept.")
    except KeyboardInterrupt:
        terminal.note(f"\nInterrupted; all you said is kept in {nearby(where)}. Start again to go on.")
        return INTERRUPTED
    with terminal.Progress() as progress:
        progress("making your first page")
        first = notebook.start(on=today, into=where)
    terminal.say()
    _tell(first)
    hint(today, into=into)
    return None


def _left_open(promise: Promise, today: date) -> bool:
    if promise.over:
        return False
    passed = promise.due is not None and promise.due < today and promise.outcome == "pending"
    return promise.silent or passed


def _from_file(path: Path) -> Ask:
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read ({error.strerror or 'the system refused'}).") from None
    return from_lines(iter(text.splitlines()))


def _tell(first: FirstPage) -> None:
    """The first page on the screen, and where it lies."""
    from saidanddone.report import terminal as paper_roll
    from saidanddone.verbs.start import MARK

    if first.diagnosis is None or first.page is None:
        terminal.tell("Nothing to make a first page of yet. One promise is enough: what, and about when you said it.")
        return
    style = look().options()
    shown = paper_roll.render(first.diagnosis, mark=MARK, remembered=first.moments, brief=True, **style)
    terminal.say(shown.rstrip(), coloured=True)
    terminal.say(f"\nAll of it, with what it rests on, is on your first page:\n  {nearby(first.page)}")
    terminal.say("From now on, one line each: saidanddone promise, saidanddone kept, saidanddone admit")


def register(app: typer.Typer) -> None:
    """Offer this verb."""
    app.command("start", short_help="Begin: ten minutes, from memory.")(start)
