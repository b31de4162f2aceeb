"""``saidanddone backtest``: our own record on a ledger, walked forward without looking ahead."""

from __future__ import annotations

import textwrap
from typing import Annotated

import typer

from saidanddone.cli import terminal
from saidanddone.cli.edge import guarded
from saidanddone.cli.options import Dates, Json, Tz
from saidanddone.cli.output import STDOUT, look, spared, to_json

__all__ = ["register"]


@guarded
def backtest(
    ledger: Annotated[
        str,
        typer.Argument(
            metavar="LEDGER",
            help="A ledger: CSV, TSV or Parquet; a folder or notebook may hold acts and responses too.",
        ),
    ],
    dates: Dates = None,
    tz: Tz = "UTC",
    json: Json = None,
) -> None:
    """Show how our forecasts did on a ledger whose outcomes are known, and on acts and how they were met."""
    spared([ledger], json=json)

    from saidanddone.verbs.backtest import backtest as score

    with terminal.Progress() as progress:
        record = score(ledger, dates=dates, tz=tz, progress=progress)
    if json is not None:
        to_json(record.to_dict(), json)
    if json != STDOUT:
        from saidanddone.report.record import render

        if record.n or not record.safety:
            terminal.say(render(record, **look().options()).rstrip(), coloured=True)
        if said := record.safety_said():
            terminal.say("\n".join(["", *textwrap.wrap(said, 80)]) if record.n else textwrap.fill(said, 80))


def register(app: typer.Typer) -> None:
    """Offer this verb."""
    app.command("backtest", short_help="Show our own record on a ledger.")(backtest)
