"""From pieces of a transcript to a conversation: sentences cut by captions joined, order, speakers, clocks.

A caption is cut where it is full, not where somebody stops. A piece continues the one before it, as one turn, if

1. both have the same label of a speaker, or both have none;
2. less than :data:`GAP` seconds lie between the end of one and the beginning of the other, where both are known, and
   it does not begin before it;
3. the one before does not end a sentence (``.``, ``!``, ``?`` or the like, quotes aside; an ellipsis ends none);
4. together they have at most :data:`LONGEST` characters.

Where no piece of a file ends a sentence, the file has no punctuation, and a pause of :data:`PAUSE` seconds ends one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from saidanddone.evidence.problem import Problem
from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.sources.conversations import Asked, Talk
from saidanddone.sources.talk.dating import Dating
from saidanddone.sources.talk.speakers import name_speakers

__all__ = ["GAP", "LONGEST", "PAUSE", "Piece", "joined", "talk_of"]

GAP: Final = 2.0
PAUSE: Final = 0.8
LONGEST: Final = 600
_ENDED = re.compile(r"(?<!\.\.)[.!?。！？‽][\"'”’»)\]]*$")
_SECOND = 1_000_000
_OUT_OF_ORDER = 60.0
"""Seconds by which captions of people talking at once may stand out of order; more is another clock."""
_NO_SPEAKERS = (
    "It does not say who spoke. What was said is heard; by whom, who answered whom, and how much each spoke cannot be "
    "told."
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One caption, message or paragraph before it is part of a conversation; ``label`` as it stands, empty for none."""

    label: str = field(repr=False)
    text: str = field(repr=False)
    line: int
    line_to: int
    start: float | None = None
    end: float | None = None
    at_us: int | None = None
    reply_to: int | None = None
    key: str = ""


def joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces with those joined that continue one another, by the four rules above."""
    punctuated = any(_ENDED.search(piece.text) for piece in pieces)
    gap = GAP if punctuated else PAUSE
    turns: list[Piece] = []
    texts: list[str] = []
    length = 0

    def close() -> None:
        if turns and len(texts) > 1:
            turns[-1] = replace(turns[-1], text=" ".join(texts))

    for piece in pieces:
        before = turns[-1] if turns else None
        if (
            before is not None
            and before.label == piece.label
            and not _ENDED.search(texts[-1])
            and length + len(piece.text) < LONGEST
            and (before.end is None or piece.start is None or piece.start - before.end < gap)
            and (before.start is None or piece.start is None or piece.start >= before.start)
        ):
            ends = [end for end in (before.end, piece.end) if end is not None]
            turns[-1] = replace(before, line_to=piece.line_to, end=max(ends) if ends else None)
            texts.append(piece.text)
            length += len(piece.text) + 1
        else:
            close()
            turns.append(piece)
            texts, length = [piece.text], len(piece.text)
    close()
    return turns


def _ordered(pieces: Sequence[Piece]) -> tuple[list[Piece], bool]:
    """Pieces in the order they were said, and whether their clock runs backwards so far that it is no order."""
    latest, back = float("-inf"), 0.0
    for piece in pieces:
        if piece.start is not None:
            back = max(back, latest - piece.start)
            latest = max(latest, piece.start)
    if back == 0.0 or back > _OUT_OF_ORDER or any(piece.start is None for piece in pieces):
        return list(pieces), back > _OUT_OF_ORDER
    return sorted(pieces, key=lambda piece: piece.start or 0.0), False


def talk_of(
    format_: str, source: str, pieces: Sequence[Piece], asked: Asked, dating: Dating, *,
    channel: str = "meeting", join: bool = True, replies: bool = False, there: Sequence[str] = (),
    problems: Sequence[Problem] = (), notes: Sequence[str] = (), dropped: Mapping[str, int] | None = None,
) -> Talk:  # fmt: skip
    """One conversation of one file.

    Args:
        pieces: in the file's order. join: whether pieces are captions that may continue one another.
        replies: pieces point at each other by ``reply_to``, so their order is kept. there: labels of people who were
            there without a piece of their own. dropped: reason -> count, as of ``Talk``.
    """
    naming = name_speakers([*(piece.label for piece in pieces), *there], asked)
    ordered, backwards = (list(pieces), False) if replies else _ordered(pieces)
    said = [replace(piece, label=naming.of.get(piece.label, "")) for piece in ordered]
    if join:
        said = joined(said)
    began = dating.began_us
    turns = tuple(
        Turn(
            piece.label, piece.text, piece.line, piece.start, piece.end, _at(piece, began), piece.reply_to,
            piece.line_to if piece.line_to > piece.line else 0, piece.key,
        )
        for piece in said
    )  # fmt: skip
    unread = list(problems)
    if not turns and not unread:
        unread.append(Problem(source, 0, "It holds no words.", "Save the transcript again, with what was said."))
    told = [*notes, *(dating.notes if turns else ())]
    if turns and not any(turn.speaker for turn in turns):
        told.append(_NO_SPEAKERS)
    if backwards:
        told.append("Its clock runs backwards now and then, so its words are kept in the order of the file.")
    conversation = Conversation(
        format_.replace(" ", "-"), source, channel, turns, began, dating.by, people=frozenset(naming.of.values())
    )
    return Talk(
        source, format_, (conversation,) if turns else (), naming.names, naming.merged, tuple(unread),
        {reason: count for reason, count in (dropped or {}).items() if count}, tuple(told),
        frozenset(label for label in (*(piece.label for piece in pieces), *there) if label in naming.of),
    )  # fmt: skip


def _at(piece: Piece, began: int | None) -> int | None:
    if piece.at_us is not None or began is None:
        return piece.at_us
    return began + round((piece.start or 0.0) * _SECOND)
