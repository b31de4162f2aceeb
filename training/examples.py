"""Our own labelled examples, read: conversations of turns, each with its labels and what it answers.

``python training/examples.py`` checks every file and prints how often each label stands, by channel.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "CHANNELS",
    "FOLDER",
    "LABELS",
    "MARKS",
    "STEPS",
    "Example",
    "ExampleTurn",
    "MalformedExample",
    "examples",
    "parsed",
]

FOLDER = Path(__file__).with_name("examples")
CHANNELS = ("chat", "email", "review", "meeting")
ACTS = (
    "question", "help_seeking", "not_knowing", "mistake", "idea", "problem", "challenge", "introduction", "personal",
    "protection",
)  # fmt: skip
ANSWERS = ("thanks", "validation", "agreement", "dismissal", "hostility", "commitment", "done")
LABELS = (*ACTS, *ANSWERS)
"""What a turn may be labelled; what each means: ``labelling.md``."""
MARKS = ("request", "displeased")
"""Marked beside them: in mail, that the reader is asked for something; that somebody is fed up. No listener tells
them; they teach what mail wants and how displeasure sounds."""
STEPS = ("identify", "validate", "encourage", "changed", "declined")
"""What an answer to an act may carry beside its level."""

_HEAD = re.compile(r"== (?P<id>(?P<channel>[a-z]+)-[a-z0-9-]+) \| (?P<setting>.+)")
_LEVEL = re.compile(r"L([1-5])")
_ANSWERED = re.compile(r"@(\d+)")


class MalformedExample(ValueError):
    """A line of the examples is not in the form that ``labelling.md`` gives."""


@dataclass(frozen=True, slots=True)
class ExampleTurn:
    """One turn.

    Attributes:
        speaker: as written. labels: of :data:`LABELS`. steps: of :data:`STEPS`. text: what is said.
        level: 1 to 5 where it answers an act of vulnerability, else None.
        answers: place of the turn it answers, 0-based, where it has a level or says which.
    """

    speaker: str
    labels: frozenset[str]
    text: str
    level: int | None = None
    steps: frozenset[str] = frozenset()
    answers: int | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """One conversation: its ``id``, ``channel`` and ``turns``."""

    id: str
    channel: str
    turns: tuple[ExampleTurn, ...]


def examples(folder: Path = FOLDER, files: str = "*.txt") -> Iterator[Example]:
    """Every conversation of every file, in the order of file names.

    Raises:
        MalformedExample: with file, line and what is wrong.
    """
    seen: set[str] = set()
    for file in sorted(folder.glob(files)):
        for example in parsed(file.read_text(encoding="utf-8"), file.name):
            if example.id in seen:
                raise MalformedExample(f"{file.name}: {example.id} stands twice")
            seen.add(example.id)
            yield example


def parsed(written: str, source: str) -> Iterator[Example]:
    """The conversations of one file's text."""
    head: re.Match[str] | None = None
    turns: list[ExampleTurn] = []
    for number, line in enumerate(written.splitlines(), start=1):
        where = f"{source}:{number}"
        if not line.strip():
            continue
        if line.startswith("== "):
            if head is not None:
                yield _whole(head, turns, where)
            head = _HEAD.fullmatch(line.rstrip())
            turns = []
            if head is None or head["channel"] not in CHANNELS:
                raise MalformedExample(f"{where}: a conversation begins '== CHANNEL-ID | setting'")
            continue
        if head is None:
            raise MalformedExample(f"{where}: no conversation has begun")
        turns.append(_turn(line, turns, where))
    if head is not None:
        yield _whole(head, turns, source)


def _whole(head: re.Match[str], turns: Sequence[ExampleTurn], where: str) -> Example:
    if not turns:
        raise MalformedExample(f"{where}: {head['id']} has no turn")
    return Example(head["id"], head["channel"], tuple(turns))


def _turn(line: str, before: Sequence[ExampleTurn], where: str) -> ExampleTurn:
    cells = [cell.strip() for cell in line.split("|", 2)]
    if len(cells) != 3 or not all(cells):
        raise MalformedExample(f"{where}: a turn is 'speaker | labels | text'")
    speaker, given, text = cells
    labels, steps = set[str](), set[str]()
    level = answers = None
    for word in () if given == "-" else given.split():
        if word in LABELS or word in MARKS:
            labels.add(word)
        elif word in STEPS:
            steps.add(word)
        elif found := _LEVEL.fullmatch(word):
            level = int(found[1])
        elif found := _ANSWERED.fullmatch(word):
            answers = int(found[1]) - 1
        else:
            raise MalformedExample(f"{where}: {word!r} is no label")
    if answers is None and level is not None:
        acts = [place for place, turn in enumerate(before) if turn.speaker != speaker and turn.labels & set(ACTS)]
        answers = acts[-1] if acts else None
    _check(level, steps, answers, before, where)
    text = text.replace("\\n", "\n")
    return ExampleTurn(speaker, frozenset(labels), text, level, frozenset(steps), answers)


def _check(level: int | None, steps: set[str], answers: int | None, before: Sequence[ExampleTurn], where: str) -> None:
    if steps and level is None:
        raise MalformedExample(f"{where}: {', '.join(sorted(steps))} stand beside a level only")
    if level is None:
        return
    if answers is None or not 0 <= answers < len(before):
        raise MalformedExample(f"{where}: a level answers a turn before it")
    if not before[answers].labels & set(ACTS):
        raise MalformedExample(f"{where}: a level answers an act, and turn {answers + 1} is labelled as none")
    if level >= 4 and not steps & {"validate", "encourage"}:
        raise MalformedExample(f"{where}: L{level} carries validate or encourage")
    if level == 1 and steps & {"validate", "encourage"}:
        raise MalformedExample(f"{where}: L1 carries neither validate nor encourage")


def main() -> int:
    """Check every file and print the counts."""
    try:
        read = list(examples())
    except MalformedExample as wrong:
        print(wrong)
        return 1
    turns = [(example.channel, turn) for example in read for turn in example.turns]
    texts = Counter(turn.text.casefold() for _, turn in turns)
    print(f"{len(read):,} conversations, {len(turns):,} turns, {sum(n - 1 for n in texts.values()):,} said before")
    print(f"{'':14}" + "".join(f"{channel:>9}" for channel in CHANNELS))
    for name in ("turns", *LABELS, *MARKS, *(f"L{level}" for level in range(1, 6)), *STEPS):
        row = [sum(_holds(name, turn) for where, turn in turns if where == channel) for channel in CHANNELS]
        print(f"{name:14}" + "".join(f"{count:>9,}" for count in row))
    return 0


def _holds(name: str, turn: ExampleTurn) -> bool:
    return name == "turns" or name in turn.labels or name in turn.steps or name == f"L{turn.level}"


if __name__ == "__main__":
    sys.exit(main())
