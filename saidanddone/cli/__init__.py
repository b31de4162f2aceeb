"""The command line: words typed in, words printed; one verb a file, and nothing heavy before a verb runs."""

from __future__ import annotations

import gc
import os
import sys
import warnings
from typing import Annotated

import typer

from saidanddone.cli import (
    admit,
    backtest,
    demo,
    diagnose,
    explain,
    kept,
    listen,
    promise,
    read,
    rehearse,
    repair,
    routine,
    start,
    survey,
)
from saidanddone.cli.edge import DEBUG, INTERRUPTED

__all__ = ["app", "main"]

app = typer.Typer(
    name="saidanddone",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Two forecasts a team can act on: will what was said get done, and can what needs saying get said.",
    epilog="Begin with: saidanddone start (ten minutes, from memory) or saidanddone demo (made-up and public data).",
)

for verb in (
    start, demo, promise, kept, admit, repair, read, listen, rehearse,
    routine, survey, diagnose, explain, backtest,
):  # fmt: skip
    verb.register(app)


def _version(asked: bool) -> None:
    if asked:
        from saidanddone import __version__

        typer.echo(f"saidanddone {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Two forecasts a team can act on: will what was said get done, and can what needs saying get said."""


def main() -> None:
    """What ``saidanddone`` and ``python -m saidanddone`` run; ends the process with the contract's exit codes."""
    if not sys.warnoptions and not os.environ.get(DEBUG):
        warnings.simplefilter("ignore")  # what other packages tell their developers is not for our readers
    # Our sums are many and small: several threads for each wait for one another longer than they work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Nearly all that a verb makes lasts until it ends: looking for what does not is a tenth of a long diagnosis.
    gc.set_threshold(50_000, 20, 20)
    try:
        app(prog_name="saidanddone")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
