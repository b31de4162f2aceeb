"""Our examples with plain real turns before and after: what stands first or last of two is then no sign of anything."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from corpora import FAINT, HEADS, RARE, Corpus, basic_class, mrda_tags
from numpy.typing import NDArray

from saidanddone.listening.conversation import Conversation, Turn

__all__ = ["padded", "plain_texts"]

_MARKS = re.compile(r"[.,;]+(?=\s|$)")
_BESIDE = (0, 0, 1, 1, 2, 3)
"""So many plain turns stand before, and so many after, each a draw of its own."""


def plain_texts(parts: Sequence[tuple[Corpus, NDArray[np.bool_]]]) -> Mapping[str, list[str]]:
    """By corpus, turns that may be trained on and of which it says nothing but that they state something."""
    found: dict[str, list[str]] = {}
    for corpus, use in parts:
        if corpus.name in _PLAIN:
            rows = (row for row, used in zip(corpus.rows, use, strict=True) if used and _plain(corpus.name, row))
            found[corpus.name] = [row["text"] for row in rows if len(row["text"].split()) >= 4]
    return found


_PLAIN = ("mrda", "goemotions")


def _plain(corpus: str, row: Mapping[str, Any]) -> bool:
    if corpus == "goemotions":
        return row["labels"] == ["emo:neutral"]
    return basic_class(row["raw_da"]) == "S" and mrda_tags(row["raw_da"]) <= {"s", "rt", "df", "e", "fh"}


def padded(corpus: Corpus, plain: Mapping[str, list[str]]) -> Corpus:
    """Two conversations in three get up to three plain turns before them, two in three as many after."""
    conversations, rows, blocks, place = [], [], [], 0
    for conversation in corpus.conversations:
        n = len(conversation.turns)
        texts = plain.get("mrda" if conversation.channel == "meeting" else "goemotions") or [""]
        digit = zlib.crc32(f"pad {conversation.id}".encode())
        before, after = _BESIDE[digit % len(_BESIDE)], _BESIDE[digit // len(_BESIDE) % len(_BESIDE)]
        speakers = [*sorted({turn.speaker for turn in conversation.turns}), "somebody else"]

        def pad(number: int, texts: list[str] = texts, digit: int = digit, speakers: list[str] = speakers) -> Turn:
            picked = zlib.crc32(f"{digit} {number}".encode())
            text = texts[picked // 7 % len(texts)]
            # Half of them without punctuation, as many of our examples are: to have none is no sign either.
            text = _MARKS.sub("", text) if picked // 3 % 2 else text
            return Turn(speakers[picked % len(speakers)], text, 1)

        turns = [
            *(pad(k) for k in range(before)),
            *(replace(t, reply_to=None if t.reply_to is None else t.reply_to + before) for t in conversation.turns),
            *(pad(before + k) for k in range(after)),
        ]
        numbered = [replace(turn, line=number) for number, turn in enumerate(turns, start=1)]
        conversations.append(Conversation(conversation.id, conversation.source, conversation.channel, numbered))
        own = corpus.rows[place : place + n]
        empty = own[0] | {"level": None, "steps": frozenset(), "labels": [], "answers": None}
        rows += [*([empty] * before), *own, *([empty] * after)]
        blocks += [_faint(before), corpus.known[place : place + n], _faint(after)]
        place += n
    return Corpus(corpus.name, conversations, np.concatenate(blocks), rows)


def _faint(n: int) -> NDArray[np.float32]:
    out = np.full((n, len(HEADS)), np.nan, np.float32)
    out[:, [HEADS.index(label) for label in sorted({*RARE, "harsh"})]] = FAINT
    return out
