"""``saidanddone rehearse``: what they said and a drafted reply in; a checklist, and the reply with two edits, out."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from saidanddone.cli import terminal
from saidanddone.cli.asking import Ask, Stop, from_terminal
from saidanddone.cli.edge import guarded
from saidanddone.cli.options import Json
from saidanddone.cli.output import STDOUT, look, spared, to_json
from saidanddone.errors import UsageError

if TYPE_CHECKING:
    from saidanddone.verbs.rehearse import Rehearsal

__all__ = ["register"]

_KINDS: Final = {
    "question": "a question",
    "help_seeking": "a request for help",
    "not_knowing": "somebody saying that they do not know",
    "mistake": "an admitted mistake",
    "idea": "an idea",
    "problem": "a problem raised",
    "challenge": "a disagreement with how things are done",
    "introduction": "an introduction",
    "personal": "something personal",
    "protection": "somebody stepping in for another",
}
_STEPS: Final = {"look": "Look", "identify": "Identify", "validate": "Validate", "encourage": "Encourage"}
_LANDS: Final = (
    "as a punishment for speaking", "as brushed aside", "as acknowledged", "as valued", "as an invitation to go on",
)  # fmt: skip
_MISSING: Final = {
    "identify": "naming what they brought",
    "validate": "saying that it was worth saying",
    "encourage": "an open door for more",
}
_NAMES: Final = {
    "validate": "Say that it was worth saying",
    "identify": "Name what they brought",
    "encourage": "Leave the door open",
    "reason": "Give the reason for the no",
}
_CLOSE: Final = 0.1
"""Two levels nearer than this are not told apart."""

_MOST: Final = 2_000_000
"""Bytes of a file; more is refused unread."""
_STOPS: Final = ("stop", "quit", "exit", "")


@guarded
def rehearse(
    concern: Annotated[
        str | None, typer.Option("--concern", metavar="TEXT|FILE", help="What they said; - is standard input.")
    ] = None,
    reply: Annotated[
        str | None, typer.Option("--reply", metavar="TEXT|FILE", help="Your draft; - is standard input.")
    ] = None,
    json: Json = None,
) -> None:
    """Look over a reply before you send it: a checklist of how it meets what somebody brought, and two edits.

    Nothing is sent anywhere. Nothing is written but what --json asks for.
    """
    if concern == STDOUT and reply == STDOUT:
        raise UsageError("Standard input can be what they said or your reply, not both.")
    if json == STDOUT and (concern is None or reply is None):
        raise UsageError("With --json - give both --concern and --reply: the questions would stand in the JSON.")
    spared([path for path in (concern, reply) if _is_file(path)], json=json)
    said, drafted = _given(concern, "--concern"), _given(reply, "--reply")
    ask = from_terminal()
    try:
        if said is None:
            said = _lines(ask, "What did they say? (an empty line ends)")
        asked = drafted is None
        if drafted is None:
            drafted = _lines(ask, "What would you reply? (an empty line ends)")
    except Stop:
        terminal.say("Stopped here. Nothing was written down.")
        return
    from saidanddone.verbs.rehearse import rehearse as look_over

    while True:
        found = look_over(said, drafted)
        if json is not None:
            to_json(found.to_dict(), json)
        if json != STDOUT:
            _shown(found)
        if not asked:
            return
        try:
            drafted = _lines(ask, "Another draft? (Enter to stop)")
        except Stop:
            return


def _is_file(given: str | None) -> bool:
    try:
        return given is not None and given != STDOUT and "\n" not in given and Path(given).is_file()
    except (OSError, ValueError):
        return False


def _given(given: str | None, option: str) -> str | None:
    """The text of an option: standard input, a file's words, or the words themselves."""
    if given is None:
        return None
    if given == STDOUT:
        return sys.stdin.read(_MOST)
    if not _is_file(given):
        if "/" in given and " " not in given.strip() and "." in given:
            raise UsageError(
                f"There is no file at the path given with {option}. Check it, or give the words in quotes."
            )
        return given
    path = Path(given)
    try:
        if path.stat().st_size > _MOST:
            raise UsageError(f"{path.name} is too long for a message. Give the part that matters with {option}.")
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        raise UsageError(f"{path.name} cannot be opened. Check that you may read it.") from None


def _lines(ask: Ask, question: str) -> str:
    """Lines up to an empty one.

    Raises:
        Stop: there is none, or the first says so.
    """
    terminal.say()
    terminal.say(question)
    found: list[str] = []
    while True:
        try:
            line = ask("> ")
        except EOFError:
            terminal.say()
            break
        if not line.strip() or (not found and line.strip().casefold() in _STOPS):
            break
        found.append(line)
    if not found:
        raise Stop
    return "\n".join(found)


def _shown(found: Rehearsal) -> None:
    seems = "Which kind of speaking up this is, is not plain. The checklist holds all the same."
    terminal.say()
    terminal.tell(seems if found.kind is None else f"What they bring seems to be {_KINDS[found.kind]}.")
    terminal.say()
    terminal.say("A checklist of your reply")
    yes, no = ("+", "-") if look().ascii_only else ("✓", "–")
    for step in found.steps:
        head = f"  {yes if step.there else no} {_STEPS[step.name]:<10}"
        guess = " (a guess, no word of it)" if step.by == "listener" else ""
        _hung(head, step.why.removesuffix(".") + guess + ("" if step.why.endswith("”") else "."))
    terminal.say()
    for line in _told(found):
        terminal.tell(line)
    if not found.edits:
        return
    terminal.say()
    terminal.say("Two edits" if len(found.edits) > 1 else "One edit")
    for number, edit in enumerate(found.edits, start=1):
        taken = found.reply[edit.start : edit.end].strip(" \n,;:-–—")
        _hung(f"  {number} ", _edit(edit.rule, taken, edit.words))
        _hung("    ", edit.why)
    terminal.say()
    terminal.say("Your reply with " + ("both" if len(found.edits) > 1 else "it"))
    for line in found.revised.strip().split("\n"):
        terminal.tell(line, indent=4)


def _edit(rule: str, taken: str, words: str) -> str:
    if rule == "but":
        return "Make two sentences of it, without the but."
    if rule in _NAMES and not taken:
        return f"{_NAMES[rule]}: “{words}”"
    shown = taken if len(taken) <= _SHOWN else f"{taken[:_SHOWN].rsplit(' ', 1)[0]} …"
    return f"In place of “{shown}”: “{words}”" if words else f"Leave out “{shown.rstrip('.')}”."


_SHOWN: Final = 90


def _hung(head: str, text: str) -> None:
    """A line whose continuation stands below its words."""
    for line in textwrap.wrap(text, 79 - len(head)) or [""]:
        terminal.say(head + line)
        head = " " * len(head)


def _told(found: Rehearsal) -> list[str]:
    """How it will likely land, and what is missing."""
    lines = []
    if found.says_no and found.reasoned:
        lines.append("You say no and say why. That is an answer; nothing below takes it back.")
    elif found.says_no:
        lines.append("You say no. That is yours to say; with the reason it can be understood.")
    lines.append(f"{_landing(found)} This is a guess no human rating has confirmed.")
    missing = [_MISSING[step] for step in found.missing if step in _MISSING]
    if missing:
        listed = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} and {missing[-1]}"
        lines.append(f"{'What could be added' if found.reasoned else 'What is missing'}: {listed}.")
    if not missing and not found.edits:
        lines.append("All four steps are there. Send it as it is.")
    return lines


def _landing(found: Rehearsal) -> str:
    best = found.level
    beside = [level for level in (best - 1, best + 1) if 1 <= level <= len(_LANDS)]
    other = max(beside, key=lambda level: found.levels[level - 1])
    if found.levels[best - 1] - found.levels[other - 1] < _CLOSE:
        return f"It could be heard {_LANDS[best - 1]} or {_LANDS[other - 1]}."
    return f"It is more likely to be heard {_LANDS[best - 1]} than {_LANDS[other - 1]}."


def register(app: typer.Typer) -> None:
    """Offer this verb."""
    app.command("rehearse", short_help="Look over a reply before you send it.")(rehearse)
