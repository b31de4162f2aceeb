"""The options that several verbs share, each said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "Dates",
    "Evidence",
    "Into",
    "Json",
    "Leader",
    "Me",
    "On",
    "Policy",
    "Roster",
    "Store",
    "Strict",
    "Team",
    "Tz",
    "Which",
]

Evidence = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="EVIDENCE", help="Exports, folders, or what read made of them (default: your notebook here)."
    ),
]
On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day to ask about, such as 2026-09-30 (default: today).")
]
Team = Annotated[str | None, typer.Option("--team", metavar="TEAM", help="Only what concerns this team.")]
Roster = Annotated[
    Path | None,
    typer.Option(
        "--roster",
        metavar="FILE.csv",
        help="Who is who: name, handle, source, team, role (leader or member), from, to.",
    ),
]
Leader = Annotated[
    str | None, typer.Option("--leader", metavar="NAME", help="Only this leader; needs a roster that says so.")
]
Me = Annotated[str | None, typer.Option("--me", metavar="NAME", help="You: shows your own record, to you.")]
Policy = Annotated[
    Path | None,
    typer.Option("--policy", metavar="FILE", help="Who agreed to be forecast by name, and whose promises are public."),
]
Dates = Annotated[
    str | None, typer.Option("--dates", metavar="dmy|mdy", help="How to read 7/9/26: day first or month first.")
]
Tz = Annotated[
    str, typer.Option("--tz", metavar="ZONE", help="Time zone of dates that name none, such as Europe/Lisbon.")
]
Json = Annotated[
    str | None, typer.Option("--json", metavar="FILE", help="Write the result as JSON; - is standard output.")
]
Store = Annotated[
    str | None, typer.Option("--store", metavar="URL", help="Where evidence is kept: a folder, or duckdb:FILE.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 if anything could not be read.")]
Into = Annotated[
    Path | None,
    typer.Option(
        "--into",
        metavar="DIR",
        help="The folder of your notebook (default: here if ledger.csv is here, else said-and-done).",
    ),
]
Which = Annotated[
    list[str] | None,
    typer.Argument(metavar="ID", help="Its id, or a few of its words; leave it out to see what is open."),
]
