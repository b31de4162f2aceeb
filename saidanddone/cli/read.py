"""``saidanddone read``: what was read from which file, what was not and why, as a table."""

from __future__ import annotations

import secrets
import shlex
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from saidanddone.cli import terminal
from saidanddone.cli.edge import FINE, PROBLEMS, guarded
from saidanddone.cli.options import Dates, Json, Roster, Strict, Tz
from saidanddone.cli.output import STDOUT, look, spared, to_json

if TYPE_CHECKING:
    from saidanddone.verbs.read import ReadResult

__all__ = ["register"]

_PROBLEMS_SHOWN: Final = 20


@guarded
def read(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE", help="Files or folders to read.")],
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="DIR", help="Keep what was read in this folder (default: only look)."),
    ] = None,
    names: Annotated[
        bool, typer.Option("--names", help="Keep real names too, in a file only you can open, for your own reports.")
    ] = False,
    roster: Roster = None,
    preview: Annotated[
        bool,
        typer.Option("--preview", help="Show by name whom the roster joins and whom it misses; writes nothing."),
    ] = False,
    draft_roster: Annotated[
        Path | None,
        typer.Option(
            "--draft-roster", metavar="FILE.csv", help="Write a roster to fill in: everybody the exports name."
        ),
    ] = None,
    dates: Dates = None,
    tz: Tz = "UTC",
    json: Json = None,
    strict: Strict = False,
) -> int:
    """Read exports, and say what was read and what was not. Reading the same again changes nothing."""
    spared([*sources, into, roster], json=json, draft_roster=draft_roster)

    from saidanddone.verbs.read import read as gather

    with terminal.Progress() as progress:
        found = gather(
            *sources,
            into=into,
            names=names,
            roster=roster,
            preview=preview,
            draft_roster=draft_roster,
            dates=dates,
            tz=tz,
            fresh_key=secrets.token_bytes(32),
            progress=progress,
        )
    if json is not None:
        to_json(found.to_dict(), json)
    if json != STDOUT:
        for line in _told(found, look().width):
            terminal.say(line)
        for line in _next(found, sources, into, draft_roster, look().width):
            terminal.say(line)
    return PROBLEMS if strict and found.problems else FINE


def _told(found: ReadResult, width: int) -> list[str]:
    """The table, the columns each file was read by, the problems, and what the workspace now holds."""
    from saidanddone.report.words import plain

    rows = [(plain(row.source), row.kind, f"{row.rows:,}", f"{row.unread or '-'}") for row in found.told]
    lines = table(("file", "read as", "rows", "not read"), rows, width) if rows else []
    for row in found.told:
        other = [f"{name} from {column!r}" for name, column in row.mapping.items() if name != column]
        said = [f"columns: {', '.join(other)}"] if other else []
        said += [row.note] if row.note else []
        for sentence in said:
            lines += _below(f"{row.source}: {sentence}", width)
    if found.problems:
        lines += ["", f"What could not be read, or only in part ({len(found.problems):,}):"]
        for problem in found.problems[:_PROBLEMS_SHOWN]:
            lines += _below(str(problem), width)
        if len(found.problems) > _PROBLEMS_SHOWN:
            lines.append(f"  and {len(found.problems) - _PROBLEMS_SHOWN:,} more; --json FILE lists them all.")
    if found.into is not None:
        new, known, otherwise = (sum(rows.values()) for rows in (found.added, found.already, found.changed))
        changed = f"Told otherwise than before: {otherwise:,}. " if otherwise else ""
        kept = "Real names are kept, in a file only you can open." if found.names_kept else "No real name was kept."
        lines += ["", f"New: {new:,} rows. {changed}Known before: {known:,}. {kept}"]
    if found.joins is not None:
        from saidanddone.cli.joined import counted, previewed

        told = previewed(found.joins, width) if found.previewed else counted(found.joins, width)
        lines += ["", *told] if lines else told
    return lines


def _next(found: ReadResult, sources: Sequence[str], into: Path | None, drafted: Path | None, width: int) -> list[str]:
    """What to do now: fill in the roster that was drafted, draft one, ask for the diagnosis."""
    exports = shlex.join(sources)
    where = exports if into is None else shlex.quote(str(into))
    if found.drafted is not None:
        roster = shlex.quote(str(drafted))
        handles = "handle is" if found.drafted == 1 else "handles are"
        said = (
            f"{found.drafted:,} {handles} in {roster}, with real names; only you can open it. Give the rows of one "
            "person the same name, write leader or member in the column role, and delete whoever does not belong."
        )
        return [
            "",
            *textwrap.wrap(said, width),
            f"\nNext: saidanddone read {exports} --roster {roster} --preview",
            f"Then: saidanddone diagnose {where} --roster {roster}",
        ]
    if found.previewed:
        return []
    lines = []
    if found.named and not found.has_roster:
        lines += [
            "\nNobody has said who leads. A roster to fill in:",
            f"  saidanddone read {exports} --draft-roster roster.csv",
        ]
    if into is not None:
        lines.append(f"\nNext: saidanddone diagnose {into}")
    return lines


def _below(said: str, width: int) -> list[str]:
    from saidanddone.report.words import plain

    return textwrap.wrap(plain(said), width, initial_indent="  ", subsequent_indent="    ")


def table(head: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Rows under a head; the first column takes what is left, the figures stand right."""
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    widths[0] = min(widths[0], max(12, width - sum(widths[1:]) - 2 * (len(head) - 1)))

    def line(cells: Sequence[str]) -> str:
        shown = [cell if len(cell) <= w else cell[: w - 1] + "~" for cell, w in zip(cells, widths, strict=True)]
        left = [f"{cell:{w}}" for cell, w in zip(shown[:2], widths[:2], strict=True)]
        right = [f"{cell:>{w}}" for cell, w in zip(shown[2:], widths[2:], strict=True)]
        return "  ".join([*left, *right]).rstrip()

    return [line(head), "-" * min(width, sum(widths) + 2 * (len(head) - 1)), *(line(row) for row in rows)]


def register(app: typer.Typer) -> None:
    """Offer this verb."""
    app.command("read", short_help="Read exports; say what was read and what was not.")(read)
