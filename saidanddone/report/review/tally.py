"""What a review comes to: acts counted, answered, missed and proposed, and the reader's own replies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from saidanddone.errors import NotReleased
from saidanddone.evidence.act import STAGES
from saidanddone.privacy.release import require_released
from saidanddone.privacy.review import (
    ReleasedReview,
    ReviewedAct,
    ReviewedAnswer,
    ReviewedConversation,
    ReviewedPromise,
)

__all__ = ["Found", "Promised", "Tally", "by_weight", "lowest_first", "tallied", "wilson"]

_Z90: Final = 1.6448536269514722
"""Half the width of a 90 % interval in standard deviations."""


@dataclass(frozen=True, slots=True)
class Found:
    """One act with where it was: ``n`` is its conversation's place among all, 0-based."""

    n: int
    talk: ReviewedConversation
    act: ReviewedAct

    @property
    def reply(self) -> ReviewedAnswer | None:
        """The reader's own answer to it, whole; None if there is none."""
        answer = self.act.mine_met
        return answer if answer is not None and answer.level is not None else None


@dataclass(frozen=True, slots=True)
class Promised:
    """One promise with where it was."""

    n: int
    talk: ReviewedConversation
    promise: ReviewedPromise


@dataclass(frozen=True)
class Tally:
    """A review's acts, sorted by what became of them; each in the order they were heard.

    Attributes:
        counted: what others did that counts. proposed: what a person has yet to settle. missed: counted, and nobody
            answered. missed_proposed: proposed, and nobody answered. replies: counted, and the reader answered.
        own: the reader's own acts that count (S13); no opportunity of theirs, and told apart.
    """

    review: ReleasedReview = field(repr=False)
    counted: tuple[Found, ...] = field(repr=False)
    proposed: tuple[Found, ...] = field(repr=False)
    missed: tuple[Found, ...] = field(repr=False)
    missed_proposed: tuple[Found, ...] = field(repr=False)
    replies: tuple[Found, ...] = field(repr=False)
    own: tuple[Found, ...] = field(repr=False)
    promises: tuple[Promised, ...] = field(repr=False)

    @property
    def shown(self) -> tuple[Found, ...]:
        """What is drawn: what counts and what is proposed, in the order it was heard."""
        return tuple(sorted((*self.counted, *self.proposed), key=lambda one: (one.n, one.act.place.turn)))

    @property
    def answered(self) -> int:
        """How many of those counted somebody answered."""
        return len(self.counted) - len(self.missed)

    @cached_property
    def heard(self) -> tuple[ReviewedConversation, ...]:
        """The conversations that were listened to, without those refused."""
        return tuple(talk for talk in self.review.conversations if not talk.refused)

    @cached_property
    def refused(self) -> tuple[ReviewedConversation, ...]:
        """The conversations in which acts were not listened for."""
        return tuple(talk for talk in self.review.conversations if talk.refused)

    @property
    def inferred(self) -> bool:
        """Whether an answer, or an act, rests on what a listener made of it and not on a link or a person's word."""
        return any(
            found.talk.channel == "meeting" or not (found.act.judged or found.act.tier == "counted")
            for found in self.counted
        )

    def level(self, *levels: int) -> int:
        """How many of the reader's replies stood at one of these levels, of those whose level counts."""
        return sum(self.review.mine.get(level, 0) for level in levels)

    def perhaps(self, *levels: int) -> int:
        """How many of the reader's replies are only proposed to stand at one of these levels."""
        return _proposed_at(self.replies, levels)

    def perhaps_beside(self, *levels: int) -> int:
        """The same of replies to what is itself only proposed."""
        return _proposed_at(self.proposed, levels)


def _proposed_at(found: Sequence[Found], levels: Sequence[int]) -> int:
    return sum(one.reply is not None and not one.reply.counts and one.reply.level in levels for one in found)


def tallied(review: ReleasedReview) -> Tally:
    """Sort a review's acts.

    Raises:
        NotReleased: privacy has not released it.
    """
    require_released(review)
    if not isinstance(review, ReleasedReview):
        raise NotReleased("This is no conversation review; use saidanddone.listen.")
    everything = [Found(n, talk, act) for n, talk in enumerate(review.conversations) for act in talk.acts]
    others = [found for found in everything if not found.act.mine]
    counted = tuple(found for found in others if found.act.counts)
    proposed = tuple(found for found in others if not found.act.counts)
    return Tally(
        review,
        counted,
        proposed,
        tuple(found for found in counted if found.act.met is None),
        tuple(found for found in proposed if found.act.met is None),
        tuple(found for found in counted if found.reply is not None),
        tuple(found for found in everything if found.act.mine and found.act.counts),
        tuple(Promised(n, talk, promise) for n, talk in enumerate(review.conversations) for promise in talk.promises),
    )


def by_weight(found: Sequence[Found]) -> list[Found]:
    """Missed acts, those that took most to say first; among equals the surer first, then the earlier."""
    rung = STAGES.index
    return sorted(found, key=lambda one: (-rung(one.act.stage), -one.act.probability, one.n, one.act.place.turn))


def lowest_first(replies: Sequence[Found]) -> list[Found]:
    """The reader's replies, those that could have hurt first; among equals in the order they were heard."""
    return sorted(replies, key=lambda one: (one.reply.level or 0) if one.reply else 0)


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 90 % interval of a share counted ``k`` times of ``n``.

    Source: Wilson (1927), Probable inference, the law of succession, and statistical inference.

    >>> [round(end, 2) for end in wilson(12, 15)]
    [0.59, 0.92]
    """
    if n == 0:
        return 0.0, 1.0
    z2 = _Z90 * _Z90
    middle = (k + z2 / 2) / (n + z2)
    half = _Z90 * math.sqrt(k * (n - k) / n + z2 / 4) / (n + z2)
    return max(0.0, middle - half), min(1.0, middle + half)
