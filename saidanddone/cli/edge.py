"""The edge of the program: every ending a sentence and an exit code, never a traceback (DESIGN, exit codes)."""

from __future__ import annotations

import functools
import os
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Final, ParamSpec

import typer

from saidanddone.cli import terminal
from saidanddone.errors import SaidAndDoneError

__all__ = ["DEBUG", "FINE", "INTERRUPTED", "OURS", "PROBLEMS", "UNREADABLE", "guarded"]

FINE: Final = 0
PROBLEMS: Final = 1
"""Only under --strict: something could not be read."""

UNREADABLE: Final = 2
"""No row was readable, or the arguments are wrong."""

OURS: Final = 70
"""A mistake of this program (the system's own code for an internal software error)."""

INTERRUPTED: Final = 130
DEBUG: Final = "SAIDANDDONE_DEBUG"
"""Set to 1 to see where a mistake of this program happened."""

P = ParamSpec("P")


def guarded(command: Callable[P, int | None]) -> Callable[P, None]:
    """A command whose every ending is an exit code: what it returns, or what its error stands for."""

    @functools.wraps(command)
    def at_the_edge(*args: P.args, **kwargs: P.kwargs) -> None:
        terminal.prepare()
        raise typer.Exit(_run(functools.partial(command, *args, **kwargs)))

    return at_the_edge


def _run(command: Callable[[], int | None]) -> int:
    try:
        code = command() or FINE
        terminal.flush()
    except KeyboardInterrupt:
        terminal.note("Interrupted.")
        return INTERRUPTED
    except BrokenPipeError:
        terminal.abandon()
        return FINE
    except terminal.Unwritable as error:
        terminal.abandon()
        terminal.note(str(error))
        return UNREADABLE
    except SaidAndDoneError as error:
        terminal.note(str(error))
        return UNREADABLE
    except typer.Exit as leaving:
        return leaving.exit_code
    except Exception as error:  # noqa: BLE001 — the last line of defence: a sentence without anybody's data
        terminal.note(_our_mistake(error))
        return OURS
    return code


def _frames(error: BaseException | None) -> str:
    """Where it passed and of which kind it and its causes were; never their words, which may quote a cell."""
    told: list[str] = []
    while error is not None and len(told) < 10:
        frames = "".join(traceback.format_tb(error.__traceback__))
        told.append(f"Traceback (most recent call last):\n{frames}{type(error).__name__}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\nwhich came of:\n\n".join(told)


def _our_mistake(error: Exception) -> str:
    """Where it happened in our own code, and nothing of what was being read."""
    if os.environ.get(DEBUG):
        return _frames(error)
    ours = [f for f in traceback.extract_tb(error.__traceback__) if "saidanddone" in Path(f.filename).parts]
    where = f" in {'/'.join(Path(ours[-1].filename).parts[-2:])}:{ours[-1].lineno}" if ours else ""
    return (
        f"This went wrong inside saidanddone, and it is our mistake ({type(error).__name__}{where}). "
        f"Run it again with {DEBUG}=1 to see more."
    )
