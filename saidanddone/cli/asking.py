"""Questions at a terminal: a line, a day, a choice; asked again when the answer cannot be understood."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from saidanddone.cli import terminal
from saidanddone.cli.when import Look, in_words, resolve
from saidanddone.errors import UsageError

__all__ = ["Ask", "Stop", "ask_choice", "ask_day", "ask_line", "from_lines", "from_terminal"]

Ask = Callable[[str], str]
"""Shows a question and returns the line that was answered. Raises EOFError when there is no more to come."""

_STOPS: Final = ("stop", "quit", "exit")
_WIDTH: Final = 79
_PART: Final = 4
"""So many letters of the middle of an answer are enough to mean it."""


class Stop(Exception):
    """Whoever answers has had enough: what was said so far is kept."""


def from_terminal() -> Ask:
    """Questions to standard output, each before its answer is waited for; answers from standard input, shown after
    their questions where they come through a pipe."""
    if terminal.is_interactive():
        return input

    def read(question: str) -> str:
        terminal.say(question, end="")
        terminal.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        answer = line.rstrip("\r\n")
        terminal.say(answer)
        return answer

    return read


def from_lines(lines: Iterator[str]) -> Ask:
    """Answers from a file, one a line."""

    def read(question: str) -> str:
        line = next(lines, None)
        if line is None:
            raise EOFError
        terminal.say(f"{question}{line.rstrip()}")
        return line

    return read


def ask_line(ask: Ask, question: str, *, indent: int = 2) -> str:
    """One line, trimmed.

    Raises:
        Stop: the answer was ``stop``, or there are no more answers.
    """
    pad = " " * indent
    *before, last = textwrap.wrap(question, _WIDTH - indent) or [""]
    for line in before:
        terminal.say(pad + line)
    try:
        answer = ask(f"{pad}{last} ").strip()
    except EOFError:
        terminal.say()
        raise Stop from None
    if answer.casefold().strip(".!") in _STOPS:
        raise Stop
    return answer


def ask_day(
    ask: Ask,
    question: str,
    *,
    read: Callable[[str], date] | None = None,
    today: date,
    look: Look = "back",
    otherwise: Mapping[str, str] | None = None,
    empty_is_fine: bool = True,
) -> date | str | None:
    """A day, said back in full; None for an empty answer.

    Args:
        read: how an answer becomes a day (default: as ``look`` reads it from ``today``).
        otherwise: other answers, and what each stands for.
        empty_is_fine: else an empty answer is asked about once more before it is taken.
    """
    understood = read or (lambda said: resolve(said, today=today, look=look))
    nudged = empty_is_fine
    while True:
        said = ask_line(ask, question)
        known = _among(said, otherwise or {})
        if known is not None:
            return known
        if not said:
            if nudged:
                return None
            nudged = True
            _told("A rough guess will do: 3 weeks ago, early october. (Enter again to leave it open.)")
            continue
        try:
            day = understood(said)
        except UsageError as unclear:
            _told(str(unclear))
            continue
        terminal.say(f"    = {in_words(day, today=today)}")
        return day


def ask_choice(ask: Ask, question: str, options: Mapping[str, str], *, default: str | None = None) -> str:
    """One of several answers, by its number or the beginning of its words; returns its key."""
    pad = "  "
    terminal.say(pad + question)
    for number, words in enumerate(options.values(), start=1):
        terminal.say(f"    {number}  {words}")
    keys = list(options)
    prompt = f"1-{len(keys)}{f', Enter for {keys.index(default) + 1}' if default else ''}:"
    while True:
        said = ask_line(ask, prompt)
        if not said and default:
            return default
        if said.isascii() and said.isdigit() and 1 <= int(said) <= len(keys):
            return keys[int(said) - 1]
        known = _among(said, {words: key for key, words in options.items()} | {key: key for key in keys})
        if known is not None:
            return known
        _told(f"Please answer with a number from 1 to {len(keys)}.")


def _among(said: str, answers: Mapping[str, str]) -> str | None:
    """What an answer stands for when it is, begins or (from four letters on) is part of exactly one of these."""
    words = said.casefold().replace("’", "'").strip(" .!")
    if words in answers:
        return answers[words]
    for fits in (str.startswith, str.__contains__):
        hits = {stands for answer, stands in answers.items() if words and fits(answer.casefold(), words)}
        if len(hits) == 1:
            return hits.pop()
        if len(words) < _PART:
            return None
    return None


def _told(text: str) -> None:
    terminal.tell(text, indent=4)
