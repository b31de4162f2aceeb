"""The protocol every listener follows, and what it returns: scores, never a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from saidanddone.listening.conversation import Conversation
from saidanddone.listening.labels import LABELS, REPLIES

__all__ = ["Listener", "Scores", "Standing"]


@dataclass(frozen=True, slots=True)
class Scores:
    """What a listener heard in one conversation of n turns.

    Attributes:
        turns: float32 (n, len(LABELS)), calibrated probabilities 0..1.
        answers: int32 (n,), place of the turn each one answers, -1 where none: the source's link, else inferred.
        replies: float32 (n, len(REPLIES)), probabilities as an answer to ``answers``; zero rows where it is -1.
    """

    turns: NDArray[np.float32] = field(repr=False)
    answers: NDArray[np.int32] = field(repr=False)
    replies: NDArray[np.float32] = field(repr=False)

    def __post_init__(self) -> None:
        n = len(self.turns)
        shapes = self.turns.shape, self.answers.shape, self.replies.shape
        if shapes != ((n, len(LABELS)), (n,), (n, len(REPLIES))):
            raise ValueError("Scores must have one row a turn and one column a label")


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one label of a listener may be trusted, as measured before it was shipped.

    Attributes:
        label: of ``LABELS`` or ``REPLIES``. tier: of ``labels.TIERS``.
        threshold: probability from which it is counted, or proposed.
        precision, low, high: share of hits that were right, and its 90 % interval; None if not measured on real talk.
        recall: share of those there that were found. measured_on: the corpora, in words.
    """

    label: str
    tier: str
    threshold: float
    precision: float | None
    low: float | None
    high: float | None
    recall: float | None
    measured_on: str


class Listener(Protocol):
    """Anything that can listen. ``name`` is told in results; ``standing`` gives a label's tier on a channel."""

    @property
    def name(self) -> str:
        """What it is called in results, with its version."""
        ...

    def score(self, conversations: Sequence[Conversation]) -> list[Scores]:
        """One :class:`Scores` a conversation, in order. Pure: the same conversations give the same scores."""
        ...

    def contract(self, conversations: Sequence[Conversation], scores: Sequence[Scores]) -> NDArray[np.float32]:
        """Every turn of every conversation in order, float32 (turns, len(CONTRACT) + 1): wide scores for research.

        Wider than the labels where corpora are: ``mistake`` is any apology or admission. The last is ``negative``.
        """
        ...

    def standing(self, label: str, channel: str) -> Standing:
        """How far this label may be trusted on this channel."""
        ...
