"""Transcripts of clocks, names and words, as podcasts, recorders and transcribers publish them.

Read are ``00;01;02;13 Name: words`` (after the last ``;`` stand frames, 30 a second), ``00:01:02 Name: words``,
``[00:01:02] Name: words``, ``Name (00:01:02): words``, and ``Name  00:01:02`` alone on a line above the words. Lines
and paragraphs without a clock belong to the turn before them; a second clock and name in a line begins another turn.

What stands before the first clock (a title, notes) is no speech. Behind the last turn, a page goes on with headings and
links: everything from the first paragraph on that ends without a mark of punctuation, after one that ended a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from saidanddone.sources.conversations import Asked, Talk
from saidanddone.sources.talk.dating import date_recording
from saidanddone.sources.talk.lines import decoded, read_lines
from saidanddone.sources.talk.speakers import is_label
from saidanddone.sources.talk.turns import Piece, talk_of

__all__ = ["knows", "read"]

_CLOCK = r"\d{1,3}(?:[:;]\d{2}){1,3}(?:[.,]\d{1,3})?"
_STAMP = rf"(?:\[{_CLOCK}\]|\({_CLOCK}\)|{_CLOCK})"
_LABEL = r"[^\s\d\[\]():;][^:;\t\n]{0,78}?"
_STAMPED = re.compile(
    rf"\s*({_STAMP})(?:\s*[-–—])?\s+(?:\*\*)?({_LABEL})(?:\*\*)?\s*:(?!//)(?:\*\*)?\s*(.*)$", re.ASCII
)
_BARE = re.compile(rf"\s*({_STAMP})(?:\s*[-–—])?(?:\s+(.*)|$)", re.ASCII)
_HEADED = re.compile(rf"\s*(?:\*\*)?({_LABEL})(?:\*\*)?(?:\s*[,|–-]\s*|\s+)({_STAMP})\s*(?::(?:\s*(.*))?)?$", re.ASCII)
_WITHIN = re.compile(rf"(?<=\s)({_STAMP})\s+({_LABEL}):(?!//)\s*", re.ASCII)
_ENDED = re.compile(r"[.!?…。！？][\"'”’)\]]*$")
_OPEN = re.compile(r"[.!?…,;:—–。！？-][\"'”’)\]]*$")
_FRAMES = 30.0
_HEADING = 300
"""Characters of a line in which a clock and a name must stand, if they stand there."""


@dataclass
class _Open:
    """A turn while its paragraphs are collected."""

    label: str = field(repr=False)
    start: float
    line: int
    line_to: int
    texts: list[str] = field(repr=False)


def _seconds(stamp: str) -> float:
    """Seconds of a clock of minutes and seconds, hours too, or frames too where there are four figures.

    >>> _seconds("00;01;02;15"), _seconds("[1:02:03]"), _seconds("0:03")
    (62.5, 3723.0, 3.0)
    """
    *whole, last = re.split(r"[:;]", stamp.strip("[]()").replace(",", "."))
    seconds = 0.0
    if len(whole) == 3:
        seconds = float(last) / _FRAMES
        *whole, last = whole
    for place, part in enumerate(reversed(whole), 1):
        seconds += int(part) * 60.0**place
    return seconds + float(last)


def _clocked(line: str) -> bool:
    found = _STAMPED.match(line[:_HEADING])
    if found and is_label(found[2]):
        return True
    found = _HEADED.match(line[:_HEADING])
    return bool(found and is_label(found[1]))


def knows(path: Path, head: bytes) -> bool:
    """Whether at least two of its first lines, and one of twenty-five, carry a clock and a label."""
    if path.suffix.casefold() not in ("", ".txt", ".md", ".text"):
        return False
    text = decoded(head)
    lines = [line for line in re.split(r"\r\n|\r|\n", text) if line.strip()]
    return "-->" not in text and sum(map(_clocked, lines)) >= max(2, len(lines) / 25)


def read(path: Path, source: str, asked: Asked) -> Talk:
    """A transcript as one conversation."""
    lines = read_lines(path, source)
    turns, before = _turns(lines.texts)
    after = _without_what_follows(turns, lines.texts)
    pieces = []
    for place, turn in enumerate(turns):
        text = " ".join(" ".join(turn.texts).split())
        end = turns[place + 1].start if place + 1 < len(turns) and turns[place + 1].start >= turn.start else None
        if text:
            pieces.append(Piece(turn.label, text, turn.line, turn.line_to, turn.start, end))
    return talk_of(
        "transcript", source, pieces, asked, date_recording(path, asked), join=False, problems=lines.problems,
        notes=lines.notes, dropped={"lines before it begins": before, "lines after its end": after},
    )  # fmt: skip


def _labels(found: Iterable[tuple[str, bool]]) -> frozenset[str]:
    """Labels to believe: those that recur, and those written as names are; a wrapped line may look like one."""
    counts = Counter(label for label, fits in found if fits)
    return frozenset(label for label, number in counts.items() if number > 1 or not label[:1].islower())


def _turns(texts: Sequence[str]) -> tuple[list[_Open], int]:
    labels = _labels(
        (found[2].strip("* "), is_label(found[2])) for line in texts if (found := _STAMPED.match(line[:_HEADING]))
    )
    headed = _labels(
        (found[1].strip("* "), is_label(found[1])) for line in texts if (found := _HEADED.match(line[:_HEADING]))
    )
    turns: list[_Open] = []
    before = 0
    for number, line in enumerate(texts, 1):
        begun = _begun(line, labels, headed, turns)
        if begun is not None:
            label, stamp, words = begun
            turns.append(_Open(label, _seconds(stamp), number, number, []))
        elif not turns:
            before += bool(line.strip())
            continue
        else:
            words = line
        for part in _parts(words, labels):
            if isinstance(part, str):
                if part.strip():
                    turns[-1].texts.append(part.strip())
                    turns[-1].line_to = number
            else:
                turns.append(_Open(part[1], _seconds(part[0]), number, number, []))
    return turns, before


def _begun(
    line: str, labels: frozenset[str], headed: frozenset[str], turns: Sequence[_Open]
) -> tuple[str, str, str] | None:
    """The label, the clock and the first words of a turn that begins in this line; None if none does."""
    head, rest = line[:_HEADING], line[_HEADING:]
    if not re.search(r"\d[:;]\d\d", head):
        return None
    if (found := _STAMPED.match(head)) and found[2].strip("* ") in labels:
        return found[2].strip("* "), found[1], (found[3] or "") + rest
    if not rest and (found := _HEADED.match(head)) and (name := found[1].strip("* ")) in headed:
        return name, found[2], found[3] or ""
    if (found := _BARE.match(head)) and turns:
        return turns[-1].label, found[1], (found[2] or "") + rest
    return None


def _parts(words: str, labels: frozenset[str]) -> Iterator[str | tuple[str, str]]:
    """Words, and clocks with labels that stand among them and begin another turn."""
    at = 0
    for found in _WITHIN.finditer(words):
        if found[2].strip() in labels:
            yield words[at : found.start()]
            yield found[1], found[2].strip()
            at = found.end()
    yield words[at:]


def _without_what_follows(turns: Sequence[_Open], texts: Sequence[str]) -> int:
    """Cuts off what a page says behind the last turn; returns how many lines that is."""
    if not turns:
        return 0
    last = turns[-1]
    if len(last.texts) < 2:
        return 0
    spoken = [number for number in range(last.line, last.line_to + 1) if texts[number - 1].strip()]
    for place in range(1, min(len(last.texts), len(spoken))):
        words, parted = last.texts[place], not texts[spoken[place] - 2].strip()
        if parted and _ENDED.search(last.texts[place - 1]) and not _OPEN.search(words):
            cut = len(last.texts) - place
            last.texts = last.texts[:place]
            last.line_to = spoken[place - 1]
            return cut
    return 0
