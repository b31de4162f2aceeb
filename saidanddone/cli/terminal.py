"""What is printed and where: results on standard output, everything about the run on standard error."""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import textwrap
from collections.abc import Iterator
from typing import Final, Self

from saidanddone.errors import UsageError

__all__ = ["Progress", "Unwritable", "abandon", "flush", "is_interactive", "note", "prepare", "say", "tell"]

_CLEAR: Final = "\r\x1b[K"
"""Back to the start of the line, and wipe it."""

_WIDTH: Final = 79

_OURS: Final = re.compile(r"(\x1b\[[0-9;]*m)")
"""A colour or its end, as the product's own pages set them; it moves nothing and hides nothing."""


def _shown(text: str, *, coloured: bool = False) -> str:
    """Text in which nothing that was read, a file's name say, can move the cursor or turn the reading direction.

    Line ends stay. With ``coloured``, colours stay too: for what was rendered here, its labels made plain before.
    """
    from saidanddone.report.words import plain

    def lines(part: str) -> str:
        return "\n".join(plain(line) if line.strip() else line.replace("\x1b", " ") for line in part.split("\n"))

    if text.isascii() and text.isprintable():
        return text
    if not coloured:
        return lines(text)
    return "".join(part if _OURS.fullmatch(part) else lines(part) for part in _OURS.split(text))


class Unwritable(UsageError):
    """Standard output takes no more: a full disk, most likely."""


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Unwritable(f"The output could not be written ({error.strerror or 'the system refused'}).") from None


def prepare() -> None:
    """Let no sign that a terminal cannot show stop the program: it is shown as ``?`` instead."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


def say(text: str = "", *, coloured: bool = False, end: str = "\n") -> None:
    """A line (or more) of the result; ``coloured`` where this program rendered it with colours of its own."""
    with _writing():
        sys.stdout.write(f"{_shown(text, coloured=coloured)}{end}")


def tell(text: str, *, indent: int = 0) -> None:
    """Running text, wrapped to what every terminal shows."""
    pad = " " * indent
    say(textwrap.fill(text, _WIDTH, initial_indent=pad, subsequent_indent=pad))


def note(text: str) -> None:
    """A line about the run: on standard error, so that results can be piped on."""
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    sys.stderr.write(f"{_shown(text)}\n")


def flush() -> None:
    """Everything said so far reaches whoever listens (or raises BrokenPipeError or Unwritable here, not at exit)."""
    with _writing():
        sys.stdout.flush()


def abandon() -> None:
    """Nobody listens any more: let the rest of the output go nowhere, quietly."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def is_interactive() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def _overwrite(line: str) -> None:
    sys.stderr.write(f"{_CLEAR}{line}")
    sys.stderr.flush()


class Progress:
    """What is being done now, in one line on standard error that is overwritten and wiped; silent in a pipe."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def __call__(self, step: str) -> None:
        """Show this step in place of the one before."""
        if self._shown:
            _overwrite(f"{step[: _WIDTH - 2]} …")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *ended: object) -> None:
        if self._shown:
            _overwrite("")
