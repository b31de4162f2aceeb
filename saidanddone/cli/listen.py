"""``saidanddone listen``: conversations in, a conversation review out; what is only proposed is settled by a person."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from saidanddone.cli import clock, settling, terminal
from saidanddone.cli.asking import Ask, Stop, ask_line, from_terminal
from saidanddone.cli.edge import FINE, PROBLEMS, guarded
from saidanddone.cli.options import Json, Roster, Strict, Tz
from saidanddone.cli.output import STDOUT, kept_apart, look, page_path, spared, to_json, write_page
from saidanddone.cli.when import resolve
from saidanddone.errors import UsageError

if TYPE_CHECKING:
    from saidanddone.verbs.listen import Listened

__all__ = ["register"]


@guarded
def listen(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="Transcripts, chat or mail exports, comments, or a table of turns."),
    ],
    me: Annotated[
        str | None, typer.Option("--me", metavar="NAME", help="You: your own replies are reviewed, to you.")
    ] = None,
    roster: Roster = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day of a recording that does not say it.")
    ] = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="HH:MM", help="The time it began, where it does not say.")
    ] = None,
    calendar: Annotated[
        Path | None, typer.Option("--calendar", metavar="FILE.ics", help="A calendar that says when meetings were.")
    ] = None,
    speakers: Annotated[
        Path | None,
        typer.Option("--speakers", metavar="FILE.csv", help="Corrects who is who: the columns label and name."),
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Show which labels were taken for one person, and go no further.")
    ] = False,
    private: Annotated[bool, typer.Option("--private", help="Listen to direct messages too.")] = False,
    mark: Annotated[
        bool, typer.Option("--mark", help="First say which moments you noticed; then see what share that was.")
    ] = False,
    noticed: Annotated[
        Path | None,
        typer.Option("--noticed", metavar="FILE", help="Moments you noticed, one a line: 12:30, or #45 for a turn."),
    ] = None,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Settle what is only proposed, one by one; needs --into.")
    ] = False,
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="DIR", help="Keep what counts as evidence there, and what you settled."),
    ] = None,
    listener: Annotated[
        str,
        typer.Option(
            "--listener", metavar="lean|embed|URL", help="Who listens: the default, or another on your own machine."
        ),
    ] = "lean",
    model: Annotated[
        str | None, typer.Option("--model", metavar="NAME", help="Which model the address in --listener should use.")
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE.html|.pdf", help="Write the review as a web page or a PDF."),
    ] = None,
    transcript: Annotated[
        Path | None,
        typer.Option(
            "--transcript", metavar="FILE.html", help="Write the words too, for you alone, so that places link to them."
        ),
    ] = None,
    tz: Tz = "UTC",
    json: Json = None,
    scores: Annotated[
        Path | None,
        typer.Option("--scores", metavar="FILE.parquet", help="For research: write every turn's probabilities."),
    ] = None,
    research: Annotated[
        bool,
        typer.Option("--research", help="Scores and JSON may tell turns apart by speaker; that can identify people."),
    ] = False,
    strict: Strict = False,
) -> int:
    """Listen to conversations: what was asked, admitted, raised or challenged, how it was met, what was promised.

    Nothing is sent anywhere, and no sentence is kept.
    """
    page = page_path(report, None)
    words = page_path(transcript, None)
    _outputs(files, page, words, json, scores, [roster, calendar, speakers, noticed], into)
    if confirm and into is None:
        raise UsageError("What you settle is kept in a workspace: say which with --into DIR.")

    from saidanddone.verbs import listen as verb

    asked: dict[str, Any] = {
        "me": me, "roster": roster, "on": _day(on, tz), "at": _clock(at), "calendar": calendar, "speakers": speakers,
        "private": private, "tz": tz, "into": into, "fresh_key": secrets.token_bytes(32),
        "listener": None if listener == "lean" else verb.another(listener, model),
    }  # fmt: skip
    if preview:
        for line in _previewed(verb.preview(*files, **{name: asked[name] for name in verb.PREVIEWED})):
            terminal.say(line)
        return FINE
    ask = from_terminal()
    marks = _marks(noticed) if noticed is not None else _marked(ask) if mark else None
    with terminal.Progress() as progress:
        found = verb.listen(*files, marks=marks, progress=progress, **asked)
    if confirm:
        found = settling.settled(found, ask, tz, marks or ())
    _written(found, page, words, scores, json, research, tz)
    if json != STDOUT:
        from saidanddone.report.review import terminal as roll

        terminal.say(roll.render(found.review, zone=clock.zone(tz), **look().options()).rstrip(), coloured=True)
        for line in _after(found, into, page, words, scores, asked=confirm):
            terminal.say(line)
    return PROBLEMS if strict and found.review.problems else FINE


def _outputs(
    files: Sequence[Path], page: Path | None, words: Path | None, json: str | None, scores: Path | None,
    beside: Sequence[Path | None], into: Path | None,
) -> None:  # fmt: skip
    """See to it that nothing is written over what is read, nor two results into one file."""
    if words is not None and words.suffix.lower() == ".pdf":
        raise UsageError("--transcript is a web page: give it a name that ends in .html.")
    if scores is not None and scores.suffix.lower() not in (".parquet", ".csv"):
        raise UsageError("--scores writes a table: give it a name that ends in .parquet or .csv.")
    kept_apart(page, json)
    targets = [page, words, scores, None if json in (None, STDOUT) else Path(json or "")]
    read = [*files, *beside, into]
    if any(target is not None and target.is_file() for target in targets):
        from saidanddone.verbs.talk import files_of

        read += [file for path in files if path.is_dir() for file in files_of(path)]
    spared(read, json=json, report=page)
    others = [path for path in (page, None if json in (None, STDOUT) else Path(json or "")) if path is not None]
    for option, path in (("--transcript", words), ("--scores", scores)):
        if path is None:
            continue
        if not path.parent.is_dir():
            raise UsageError(f"There is no folder for {path.name}. Make it first, or name another with {option}.")
        spared(read, report=path)
        if any(path.resolve() == other.resolve() for other in others):
            raise UsageError(f"{option} and another option name the same file. Give each its own.")
        others.append(path)


def _day(said: str | None, tz: str) -> date | None:
    return None if said is None else resolve(said, today=clock.today(tz), look="back")


def _clock(said: str | None) -> int | None:
    """Seconds after midnight."""
    if said is None:
        return None
    hours, _, minutes = said.partition(":")
    digits = said.isascii() and hours.isdigit() and minutes.isdigit()
    if not (digits and int(hours) < 24 and int(minutes) < 60):
        raise UsageError("--at is a time of day such as 14:30.")
    return int(hours) * 3600 + int(minutes) * 60


def _marks(path: Path) -> list[str]:
    if not path.is_file():
        raise UsageError(f"There is no file at {path.name}. Check the path given with --noticed.")
    try:
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        raise UsageError(f"{path.name} cannot be opened. Check that you may read it.") from None
    from saidanddone.verbs.marking import readable

    for n, line in enumerate(lines, 1):
        if line.strip() and not readable(line):
            raise UsageError(f"{path.name}, line {n}, is no moment: write a time such as 12:30, or a turn such as #45.")
    return [line.strip() for line in lines if line.strip()]


def _marked(ask: Ask) -> list[str]:
    """The moments somebody noticed, asked for before anything is shown."""
    terminal.tell("Before you see anything: at which moments did somebody ask, admit, raise, propose or challenge?")
    terminal.tell("One a line: 12:30 in the recording, or #45 for a turn. An empty line ends.")
    from saidanddone.verbs.marking import readable

    found: list[str] = []
    try:
        while said := ask_line(ask, ">"):
            if readable(said):
                found.append(said)
            else:
                terminal.say("That is neither a time such as 12:30 nor a turn such as #45.")
    except Stop:
        pass
    return found


def _written(
    found: Listened, page: Path | None, words: Path | None, scores: Path | None, json: str | None, research: bool,
    tz: str,
) -> None:  # fmt: skip
    if scores is not None:
        from saidanddone.verbs import scoring

        scoring.write(found.scores(research=research), scores)
    if words is not None:
        from saidanddone.report.review import transcript

        write_page(transcript.render(found.words()), words)
    if page is not None:
        write_page(_set(found, page, words, tz), page)
    if json is not None:
        to_json(found.to_dict(research=research), json)


def _set(found: Listened, page: Path, words: Path | None, tz: str) -> str | bytes:
    if page.suffix.lower() == ".pdf":
        from saidanddone.report.review import paper

        return paper.render(found.review, zone=clock.zone(tz))
    from saidanddone.report.review import page as web

    return web.render(found.review, zone=clock.zone(tz), words=None if words is None else words.name)


def _previewed(merged: Sequence[tuple[str, str, Sequence[str]]]) -> list[str]:
    """Which labels were taken for one person, by name: on the screen of whoever holds the file."""
    if not merged:
        return ["Every label stands for itself: no two were taken for one person."]
    lines = ["Labels that were taken for one person:"]
    for source, name, labels in merged:
        lines.append(f"  {source}: {name} is {', '.join(label for label in labels if label != name)}")
    return [*lines, "To correct it: --speakers FILE.csv, with the columns label and name."]


def _after(
    found: Listened, into: Path | None, page: Path | None, words: Path | None, scores: Path | None, *, asked: bool
) -> list[str]:
    """What was written where, and what to do next."""
    from saidanddone.verbs.onward import next_steps

    lines = [""]
    if into is not None and found.added is not None:
        new = sum(found.added.values())
        gone = f" Taken away: {found.gone:,}, rejected or told as something else now." if found.gone else ""
        lines.append(f"Kept in {into}: {new:,} new rows of evidence, no word of what was said.{gone}")
        if found.moved:
            known = "One row was" if found.moved == 1 else f"{found.moved:,} rows were"
            lines.append(f"{known} known from a file of another name with the same words: this name takes its place.")
    lines += [
        f"{what}: {path}" for what, path in (("The review", page), ("The words", words), ("Scores", scores)) if path
    ]
    return lines + next_steps(found, into, asked=asked)


def register(app: typer.Typer) -> None:
    """Offer this verb."""
    app.command("listen", short_help="Review how speaking up was met in a conversation.")(listen)
