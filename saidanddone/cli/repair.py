"""``saidanddone repair``: the missed or endangered promise, the words for it, and its record once they are sent."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

import typer

from saidanddone.cli import clock, terminal
from saidanddone.cli.admit import written_down
from saidanddone.cli.asking import Ask, Stop, ask_choice, ask_day, ask_line, from_terminal
from saidanddone.cli.choosing import told_apart
from saidanddone.cli.edge import guarded
from saidanddone.cli.options import Dates, Into, Me, Roster, Tz
from saidanddone.cli.output import STDOUT, spared, to_json
from saidanddone.cli.wanting import listed, notebook_typed, places_typed, stands
from saidanddone.cli.when import resolve
from saidanddone.errors import UsageError

if TYPE_CHECKING:
    from saidanddone.verbs.repair import Answers, Owed, Places

__all__ = ["register"]

_WAYS: Final = {"date": "a new date", "release": "to be let off: it will not happen"}
_PRIVATE: Final = ("private", "secret", "i cannot say", "i can't say", "cannot say", "can't say", "confidential")
_YES: Final = ("y", "yes", "sent", "done")
_TABLES: Final = (".csv", ".tsv", ".json", ".jsonl", ".parquet", ".duckdb")


@guarded
def repair(
    which: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID] [EVIDENCE]...",
            help="Its id, or a few of its words; leave it out for a list. With --me, exports it stands in.",
        ),
    ] = None,
    new_date: Annotated[
        str | None, typer.Option("--new-date", metavar="DATE", help="Ask for this day instead: friday, 2026-12-01.")
    ] = None,
    release: Annotated[bool, typer.Option("--release", help="Ask to be let off: it will not happen.")] = False,
    why: Annotated[str | None, typer.Option("--why", metavar="TEXT", help="Why, in your own words.")] = None,
    private: Annotated[bool, typer.Option("--private", help="Say that you cannot tell why.")] = False,
    costs: Annotated[
        str | None, typer.Option("--costs", metavar="TEXT", help="Whom it costs, and what. It is not written down.")
    ] = None,
    said: Annotated[
        str | None,
        typer.Option("--said", metavar="TEXT", help="What you promised, where an export keeps no words of it."),
    ] = None,
    sent: Annotated[bool, typer.Option("--sent", help="The message was sent: write it down.")] = False,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day it is sent, or asked about (default: today).")
    ] = None,
    me: Me = None,
    roster: Roster = None,
    dates: Dates = None,
    tz: Tz = "UTC",
    into: Into = None,
    json: Annotated[
        str | None, typer.Option("--json", metavar="FILE", help="Write the result as JSON; - is standard output.")
    ] = None,
) -> int | None:
    """Put a missed or endangered promise right: draft the message, and record it when it is sent."""
    from saidanddone.verbs import repair as verb

    today = clock.local_today()
    day = today if on is None else resolve(on, today=today, look="back")
    words, places, into = _asked_of(which or [], me, roster, dates, tz, into)
    spared([*(places.evidence if places else ()), into, roster], json=json)
    if release and new_date is not None:
        raise UsageError("Ask for a new date or to be let off (--release), not for both.")
    if private and why:
        raise UsageError("Give a reason (--why), or say that you cannot tell it (--private), not both.")
    if not words:
        if sent or release or new_date is not None:
            raise UsageError("Say which promise you mean: its id, or a few of its words.")
        with terminal.Progress() as progress:
            found = verb.endangered(on=day, places=places, into=into, progress=progress)
        if json is not None:
            to_json(found.to_dict(), json)
        if json != STDOUT:
            listed(found, [*places_typed(places), *notebook_typed(into)])
        return None
    given = verb.Answers(
        new_date=None if new_date is None else resolve(new_date, today=day),
        why=why or "", private=private, costs=costs or "", said=said or "",
    )  # fmt: skip
    ask = from_terminal() if terminal.is_interactive() and json != STDOUT else None
    with told_apart(day, "repair") as asked:
        promise = verb.at_stake(" ".join(words), on=day, places=places, into=into)
        _shown(promise, day, ask)
        try:
            asks = _Asks(new_date is None and not release, not sent, why is None and not private, costs is None)
            answers = _answered(ask, promise, given, asks, day)
            message = verb.draft(promise, answers, on=day)
            _drafted(message, ask, quiet=json == STDOUT)
            sent = sent or (
                ask is not None and ask_line(ask, "Sent it? (yes, or Enter for not yet)").casefold() in _YES
            )
        except Stop:
            terminal.say("Stopped here. Nothing was written down.")
            return None
        done = verb.send(promise, answers, on=day, into=into) if sent else None
        if json is not None:
            to_json(verb.Repair(promise, message, done).to_dict(), json)
        tell = terminal.note if ask is None else terminal.say
        if done is None:
            tell("Nothing was written down. Once you have sent it:")
            tell(f"  {_later(promise, answers, places, into)}")
        else:
            for line in [*written_down(done, day), *_there_too(promise)]:
                tell(line)
    return asked.code


class _Asks(NamedTuple):
    """What the command line leaves open: which of both, whether it is still to be sent, why, whom it costs."""

    way: bool
    unsent: bool
    why: bool
    costs: bool


def _asked_of(
    which: Sequence[str], me: str | None, roster: Path | None, dates: str | None, tz: str, into: Path | None
) -> tuple[list[str], Places | None, Path | None]:
    """The words that mean a promise, the evidence it is looked for in (None for the notebook), and which notebook."""
    from saidanddone.verbs.repair import Places
    from saidanddone.verbs.start import own_notebook

    evidence = [word for word in which if _is_place(word, strict=me is None)]
    words = [word for word in which if word not in evidence]
    if not evidence:
        if roster is not None or (me is not None and me.casefold() != "me"):
            raise UsageError("Name the exports to look in after the id, as in: saidanddone repair ID FILE --me NAME")
        return words, None, into
    if (me is None or me.casefold() == "me") and own_notebook(evidence):
        path = Path(evidence[0])
        return words, None, into or (path if path.is_dir() else path.parent)
    if me is None:
        raise UsageError("Say who you are with --me NAME: in exports you see your own promises alone.")
    return words, Places(tuple(evidence), me, roster, dates, tz), into


def _is_place(word: str, *, strict: bool) -> bool:
    """Whether a word is a place of evidence; without --me (``strict``) only what can be nothing else."""
    path = Path(word)
    address, table = word.casefold().startswith("duckdb:"), path.suffix.casefold() in _TABLES
    return address or (table and path.exists() if strict else table or os.sep in word or path.exists())


def _shown(promise: Owed, today: date, ask: Ask | None) -> None:
    """What was said and until when it can be moved; on a screen alone, so that a pipe carries nothing but the draft."""
    if ask is not None:
        terminal.tell(f"You said{f' to {promise.to}' if promise.to else ''}: {promise.what or promise.id}")
        terminal.tell(stands(promise, today))
        terminal.say()


def _answered(ask: Ask | None, promise: Owed, given: Answers, asks: _Asks, today: date) -> Answers:
    """What was said on the command line, and the rest as answered; a pipe is not asked."""
    if ask is None:
        if asks.way:
            raise UsageError("Say what you ask for: --new-date DATE, or --release to be let off.")
        return given
    answers = given
    if not promise.what and not given.said and asks.unsent:
        answers = replace(answers, said=ask_line(ask, "What did you say you would do? (in a few words)"))
    if asks.way and ask_choice(ask, "What do you ask for?", _WAYS) == "date":
        answers = replace(answers, new_date=_new_date(ask, promise, today))
    if asks.why:
        said = ask_line(ask, 'Why? As you would say it ("private" if you cannot; Enter to skip)')
        private = said.casefold().replace("’", "'").strip(" .!") in _PRIVATE
        answers = replace(answers, private=private, why="" if private else said)
    if asks.costs and asks.unsent:
        answers = replace(
            answers, costs=ask_line(ask, "Whom does it cost, and what? (the team, a week of waiting; Enter to skip)")
        )
    return answers


def _new_date(ask: Ask, promise: Owed, today: date) -> date:
    """A day that the promise can be moved to; asked for until there is one."""
    from saidanddone.verbs.repair import allowed

    def read(said: str) -> date:
        day = resolve(said, today=today)
        allowed(promise, day, today)
        return day

    while True:
        day = ask_day(ask, "By when?", read=read, today=today, look="ahead")
        if isinstance(day, date):
            return day
        terminal.tell("A day they can hold you to: friday, in 2 weeks, 1 december. (stop to leave it)", indent=4)


def _drafted(message: Sequence[str], ask: Ask | None, *, quiet: bool) -> None:
    """The message: wrapped on a screen; in a pipe alone on one line, ready to be pasted."""
    if quiet:
        return
    if ask is None:
        terminal.say(" ".join(message))
        return
    terminal.say()
    terminal.tell(" ".join(message))
    terminal.say()


def _later(promise: Owed, answers: Answers, places: Places | None, into: Path | None) -> str:
    """The command that writes it down, with the answers that are kept."""
    words = ["saidanddone", "repair", *([promise.id] if promise.id else promise.what.split())]
    words += places_typed(places)
    words += ["--release"] if answers.new_date is None else ["--new-date", answers.new_date.isoformat()]
    for name, value in (("why", answers.why), ("said", answers.said if promise.cells else "")):
        words += [f"--{name}", value] if value else []
    return shlex.join([*words, *notebook_typed(into), "--sent"])


def _there_too(promise: Owed) -> list[str]:
    """What is left to do for a promise that stands in an export."""
    if not promise.cells:
        return []
    return [
        f"It stands in your notebook now, as {promise.id}. Read beside {promise.source}, both are one promise.",
        "Say so where it is tracked as well: those who look there do not see your notebook.",
    ]


def register(app: typer.Typer) -> None:
    """Offer this verb."""
    app.command("repair", short_help="Put a missed or endangered promise right.")(repair)
