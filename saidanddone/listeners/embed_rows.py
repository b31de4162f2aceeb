"""What the embedding listener looks at: a turn's own point, those beside it, the answered one's, and lean's scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from saidanddone.listening.conversation import CHANNELS, Conversation
from saidanddone.listening.features import unquoted
from saidanddone.listening.labels import LABELS, REPLIES
from saidanddone.listening.lean import BASIC, TAGS
from saidanddone.listening.listener import Scores

__all__ = ["COLUMNS", "NEAR", "SIZE", "Beside", "Ear", "beside", "heard", "logits", "rows", "sure"]

Floats = NDArray[np.float32]

COLUMNS: Final = (*(f"tag_{tag}" for tag in TAGS), *(f"basic_{kind}" for kind in BASIC), *LABELS, *REPLIES)
"""What is scored, in order: 15 tags of MRDA, five kinds, the labels of a turn, and those of an answer."""
NEAR: Final = 64
"""Numbers of a neighbour's point that are looked at."""
SIZE: Final = np.float32(6.0)
"""By what points, parts of length 1, are multiplied before they are looked at: numbers of about a third."""
_FAR: Final = (-2, -1, 1, 2)


class Ear(Protocol):
    """What is needed of the default listener."""

    def score(self, conversations: Sequence[Conversation]) -> list[Scores]:
        """As a listener's."""
        ...

    def tags(self, conversations: Sequence[Conversation]) -> Floats:
        """(n, 15) probabilities."""
        ...

    def basic(self, conversations: Sequence[Conversation]) -> Floats:
        """(n, 5) probabilities."""
        ...


@dataclass(frozen=True, slots=True)
class Beside:
    """Where each of n turns, laid end to end, stands.

    Attributes:
        conversation: int32 (n,). speaker: int32 (n,), -1 unknown. channel: int64 (n,), place in CHANNELS.
        answers: int64 (n,), place in the whole of the answered turn, -1 none. words: float32 (n,), log of 1 + words.
    """

    conversation: NDArray[np.int32] = field(repr=False)
    speaker: NDArray[np.int32] = field(repr=False)
    channel: NDArray[np.int64] = field(repr=False)
    answers: NDArray[np.int64] = field(repr=False)
    words: Floats = field(repr=False)


def beside(conversations: Sequence[Conversation], answers: NDArray[np.int64]) -> Beside:
    """Where the turns of ``conversations`` stand; ``answers`` of :func:`heard`."""
    of, speakers, channel, words = [], [], [], []
    for number, conversation in enumerate(conversations):
        known: dict[str, int] = {"": -1}
        for turn in conversation.turns:
            speakers.append(known.setdefault(turn.speaker, len(known) - 1))
            words.append(len(unquoted(turn.text).split()))
        of += [number] * len(conversation.turns)
        channel += [CHANNELS.index(conversation.channel)] * len(conversation.turns)
    return Beside(
        np.array(of, np.int32), np.array(speakers, np.int32), np.array(channel, np.int64), answers,
        np.log1p(np.minimum(np.array(words, np.float32), 60)),
    )  # fmt: skip


def heard(ear: Ear, conversations: Sequence[Conversation]) -> tuple[Floats, NDArray[np.int64]]:
    """((n, len(COLUMNS)) logits of what the default listener hears, (n,) the answered turns, places in the whole)."""
    scores = ear.score(conversations)
    n = sum(len(one.turns) for one in scores)
    if not n:
        return np.zeros((0, len(COLUMNS)), np.float32), np.zeros(0, np.int64)
    starts = np.cumsum([0, *(len(one.turns) for one in scores)])
    answers = np.concatenate(
        [np.where(one.answers >= 0, one.answers + start, -1) for one, start in zip(scores, starts, strict=False)]
    ).astype(np.int64)
    sure = np.concatenate(
        [ear.tags(conversations), ear.basic(conversations), np.concatenate([one.turns for one in scores]),
         np.concatenate([one.replies for one in scores])], axis=1,
    )  # fmt: skip
    return logits(sure), answers


def logits(sure: Floats) -> Floats:
    """Probabilities as log odds, within ±9."""
    p = np.clip(np.asarray(sure, np.float64), 1.2e-4, 1 - 1.2e-4)
    return np.asarray(np.log(p / (1 - p)), np.float32)


def sure(odds: Floats) -> Floats:
    """Log odds as probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), np.float32)


def rows(points: Floats, near: Floats, lean: Floats, where: Beside) -> Floats:
    """float32 (n, d), one row of numbers a turn.

    Args:
        points: (n, WIDE), times :data:`SIZE`. near: (n, NEAR), the same, shortened.
        lean: (n, len(COLUMNS)) log odds of :func:`heard`.
    """
    n = len(points)
    parts = [points, np.clip(lean, -8, 8) / np.float32(3)]
    for by in _FAR:
        there, same, other = _shifted(near, where, by)
        parts += [there * same, there * other] if abs(by) == 1 else [there]
        parts += [same, other]
    answered = where.answers >= 0
    to = np.maximum(where.answers, 0)
    hot = np.zeros((n, len(CHANNELS)), np.float32)
    hot[np.arange(n), where.channel] = 1
    # The mark before a turn says nothing where there is none: all zero.
    parts += [near[to] * answered[:, None], answered[:, None].astype(np.float32), hot, where.words[:, None]]
    return np.concatenate(parts, axis=1, dtype=np.float32)


def _shifted(values: Floats, where: Beside, by: int) -> tuple[Floats, Floats, Floats]:
    """Of each turn, ``values`` of the turn ``by`` later in its conversation, whether the same speaker said it, whether
    another did; zeros where there is none."""
    n = len(values)
    there, same, other = np.zeros_like(values), np.zeros((n, 1), np.float32), np.zeros((n, 1), np.float32)
    if abs(by) < n:
        at, of = (slice(0, n - by), slice(by, n)) if by > 0 else (slice(-by, n), slice(0, n + by))
        here = where.conversation[at] == where.conversation[of]
        alike = (where.speaker[at] == where.speaker[of]) & (where.speaker[at] >= 0)
        there[at] = values[of] * here[:, None]
        same[at, 0], other[at, 0] = here & alike, here & ~alike
    return there, same, other
