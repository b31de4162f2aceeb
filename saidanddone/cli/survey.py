"""``saidanddone survey``: what a pulse's answers tell; with ``--form``, the sheet that they are asked for with."""

from __future__ import annotations

import shlex
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from saidanddone.cli import clock, terminal
from saidanddone.cli.edge import FINE, PROBLEMS, guarded
from saidanddone.cli.options import Dates, Json, On, Roster, Strict, Team, Tz
from saidanddone.cli.output import STDOUT, look, nearby, spared, to_json
from saidanddone.cli.when import resolve
from saidanddone.errors import UsageError

if TYPE_CHECKING:
    from saidanddone.verbs.form import Printed

__all__ = ["register"]

PAPERS: Final = ("a4", "letter")
OPEN_DAYS: Final = 7
"""Days a round stays open unless --closes says otherwise."""


@guarded
def survey(
    answers: Annotated[
        list[str] | None,
        typer.Argument(metavar="ANSWERS", help="Tables of answers, or folders with them; other evidence may join."),
    ] = None,
    form: Annotated[
        Path | None,
        typer.Option("--form", metavar="FOLDER", help="Make the sheet to print and the table to type it into."),
    ] = None,
    number: Annotated[
        int,
        typer.Option("--number", metavar="N", help="With --form: which round it is; that says what is asked.", min=1),
    ] = 1,
    round: Annotated[  # noqa: A002  (what people call it)
        str | None,
        typer.Option("--round", metavar="NAME", help="With --form: what the round is called (default: its last day)."),
    ] = None,
    closes: Annotated[
        str | None,
        typer.Option("--closes", metavar="DATE", help="With --form: the last day to hand it in (default: in a week)."),
    ] = None,
    people: Annotated[
        int | None,
        typer.Option(
            "--people", metavar="N", help="With --form: how many are on the team; tells what that costs.", min=1
        ),
    ] = None,
    template: Annotated[
        str | None,
        typer.Option(
            "--template",
            metavar="NAME",
            help="With --form: a named scale, such as edmondson; the wording is yours to add.",
        ),
    ] = None,
    paper: Annotated[str, typer.Option("--paper", metavar="a4|letter", help="With --form: the sheet.")] = "a4",
    on: On = None,
    team: Team = None,
    roster: Roster = None,
    dates: Dates = None,
    tz: Tz = "UTC",
    json: Json = None,
    strict: Strict = False,
) -> int:
    """What a pulse's answers tell, team by team. With --form: a pulse on paper, for the team that starts tomorrow."""
    if form is not None:
        if answers or json is not None or roster is not None or on is not None:
            raise UsageError(
                "--form makes a sheet and reads no answers. Leave out the answers, --on, --roster and --json."
            )
        if paper.lower() not in PAPERS:
            raise UsageError("--paper is a4 or letter.")
        today = clock.today(tz)
        last = today + timedelta(days=OPEN_DAYS) if closes is None else resolve(closes, today=today, look="ahead")

        from saidanddone.verbs.form import form as make

        printed = make(
            form, closes=last, number=number, round=round, people=people, team=team, scale=template, paper=paper.lower()
        )
        _tell(printed)
        return FINE
    if not answers:
        raise UsageError(
            "Say where the answers are. For a sheet to ask for them with: saidanddone survey --form FOLDER"
        )
    if any(one is not None for one in (round, closes, people, template)):
        raise UsageError("--round, --closes, --people and --template belong to --form FOLDER.")
    spared([*answers, roster], json=json)
    day = clock.end_of(clock.asked_day(on, tz), tz)

    from saidanddone.verbs.pulse import pulse

    with terminal.Progress() as progress:
        progress("reading answers")
        found = pulse(*answers, on=day, team=team, roster=roster, dates=dates, tz=tz)
    if json is not None:
        to_json(found.to_dict(), json)
    if json != STDOUT:
        from saidanddone.report import pulse_terminal

        terminal.say(pulse_terminal.render(found, zone=clock.zone(tz), **look().options()).rstrip(), coloured=True)
    return PROBLEMS if strict and found.problems else FINE


def _tell(printed: Printed) -> None:
    """What was made, what becomes of it, and what it costs a small team."""
    from saidanddone.report.formwords import COSTED, costs, day_of
    from saidanddone.report.words import count_of, plain
    from saidanddone.verbs.form import ANSWERS, HTML, ITEMS, PDF

    form = printed.form
    what = {
        PDF: "one sheet, both sides, for everybody",
        HTML: "the same for a browser: tick there, then print",
        ANSWERS: "to type the sheets into, one a row",
        ITEMS: "the named scale: what its answers mean",
    }
    terminal.tell(
        f"Round {form.number} of the pulse, to be handed in by {day_of(form.closes)}; it takes "
        f"{count_of(form.minutes, 'minute')}."
    )
    terminal.say()
    terminal.say(f"In {nearby(printed.folder)}:")
    for name, words in what.items():
        if name in printed.written:
            terminal.say(f"  {name:<12} {words}")
        elif name in printed.replaced:
            terminal.say(f"  {name:<12} {words}; made anew, in place of the one there")
        elif name in printed.kept:
            terminal.say(f"  {name:<12} {words}; was there, left as it is")
    terminal.say()
    same = f"round {plain(form.round)}, closed {form.closes.isoformat()}"
    where = f", team {plain(form.team)}" if form.team else " and your team's name"
    terminal.tell(f"In every row: {same}{where}. Leave empty what was not ticked. Number no sheet, write down no name.")
    if printed.wording:
        terminal.tell(
            f"The wording of {printed.wording} items is yours to paste, if you have leave to use it, into the column "
            f"words of {ITEMS}; then make the form again."
        )
    if form.people is not None:
        sizes = costs(form.people)
        terminal.say()
        terminal.tell(form.small)
        heads = max(map(len, COSTED[:2]))
        for head, told in zip(COSTED[:2], (map(str, sizes), (f"{share}%" for share in sizes.values())), strict=True):
            terminal.say(f"  {head:<{heads}}" + "".join(f"{one:>6}" for one in told))
        terminal.tell(COSTED[2], indent=2)
    terminal.say()
    tables = [ANSWERS] if form.scale is None else [ANSWERS, ITEMS]
    typed = shlex.join(str(nearby(printed.folder / name)) for name in tables)
    terminal.say(f"When all is typed in: saidanddone survey {typed}")


def register(app: typer.Typer) -> None:
    """Offer this verb."""
    app.command("survey", short_help="A pulse: the sheet to ask with, what answers tell.")(survey)
