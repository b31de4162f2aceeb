"""Words noted under names without clocks, ``Name: words``, where it is clear that this is what a text is.

It is clear where at least :data:`MOSTLY` of the paragraphs carry a label, few labels recur, there are two of them at
least, and words stand behind them: half of what is said has three or more, a fifth ends with a mark of punctuation. A
paragraph ends at an empty line or before the next label. What stands before the first label is no speech.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from saidanddone.sources.conversations import Asked, Talk
from saidanddone.sources.talk.dating import date_recording
from saidanddone.sources.talk.lines import decoded, read_lines
from saidanddone.sources.talk.speakers import is_label
from saidanddone.sources.talk.turns import Piece, talk_of

__all__ = ["MOSTLY", "knows", "read"]

MOSTLY: Final = 0.6
_HEADING = 300
_MARKS = frozenset('.?!…。？！"”»)')
_FEWEST, _MOST_LABELS = 4, 40
_LABELLED = re.compile(
    r"\s*(?:[-*•]\s+)?(?:\*\*|__)?([^\s:：*_][^:：\n*]{0,78}?)(?:\*\*|__)?\s*[:：](?:\*\*|__)?(?:\s+(.*)|$)"
)


@dataclass
class _Paragraph:
    """A paragraph while its lines are collected; ``label`` is None where it has none."""

    label: str | None = field(repr=False)
    texts: list[str] = field(repr=False)
    line: int
    line_to: int


def knows(path: Path, head: bytes) -> bool:
    """Whether few recurring labels stand before most paragraphs of its beginning."""
    if path.suffix.casefold() not in (".txt", ".md", ".text"):
        return False
    text = decoded(head)
    if "\x00" in text or "-->" in text:
        return False
    return bool(_recurring(_paragraphs(re.split(r"\r\n|\r|\n", text))))


def _paragraphs(texts: Sequence[str]) -> list[_Paragraph]:
    found: list[_Paragraph] = []
    open_ = False
    for number, line in enumerate(texts, 1):
        begun = _LABELLED.match(line[:_HEADING])
        if begun and is_label(begun[1]):
            found.append(_Paragraph(begun[1].strip(), [(begun[2] or "") + line[_HEADING:]], number, number))
            open_ = True
        elif not line.strip():
            open_ = bool(found) and not any(found[-1].texts)
        elif open_:
            found[-1].texts.append(line.strip())
            found[-1].line_to = number
        else:
            found.append(_Paragraph(None, [line.strip()], number, number))
            open_ = True
    return found


def _recurring(paragraphs: Sequence[_Paragraph]) -> frozenset[str]:
    """The labels of this text, if it is clear that it is somebody's words under names; else none."""
    counts = Counter(one.label for one in paragraphs if one.label is not None)
    again = {label for label, number in counts.items() if number > 1}
    carried = sum(counts[label] for label in again)
    said = [" ".join(one.texts).split() for one in paragraphs if one.label in again]
    spoken = sum(len(words) > 2 for words in said), sum(bool(words) and words[-1][-1] in _MARKS for words in said)
    clear = (
        len(paragraphs) >= _FEWEST
        and len(again) >= 2
        and len(again) <= _MOST_LABELS
        and 2 * len(counts) <= sum(counts.values())
        and carried >= MOSTLY * len(paragraphs)
        and 2 * spoken[0] >= len(said)
        and 5 * spoken[1] >= len(said)
    )
    return frozenset(counts) if clear else frozenset()


def read(path: Path, source: str, asked: Asked) -> Talk:
    """Noted words as one conversation, without times of its own."""
    lines = read_lines(path, source)
    paragraphs = _paragraphs(lines.texts)
    labels = _recurring(paragraphs) or frozenset(one.label for one in paragraphs if one.label is not None)
    pieces: list[Piece] = []
    before = 0
    for one in paragraphs:
        text = " ".join(" ".join(one.texts).split())
        if one.label in labels and one.label is not None:
            pieces.append(Piece(one.label, text, one.line, one.line_to))
        elif pieces:
            last = pieces[-1]
            pieces[-1] = Piece(last.label, f"{last.text} {text}".strip(), last.line, one.line_to)
        else:
            before += len(one.texts)
    return talk_of(
        "minutes", source, [piece for piece in pieces if piece.text], asked, date_recording(path, asked), join=False,
        problems=lines.problems, notes=lines.notes, dropped={"lines before it begins": before},
    )  # fmt: skip
