"""What a review is made of: acts, answers, promises and conversations as they may be shown, and no speaker in any."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

__all__ = [
    "BY", "TO", "Noticed", "Place", "ReviewedAct", "ReviewedAnswer", "ReviewedConversation", "ReviewedPromise",
]  # fmt: skip

BY: Final = ("you", "leader", "somebody")
"""Who did it, as far as that is shown."""

TO: Final = (*BY, "everybody")
"""To whom it was promised, as far as that is shown."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the source: ``turn`` 0-based, first and last ``line`` 1-based, ``clock`` seconds from the beginning."""

    turn: int
    line: int
    line_to: int
    clock: float | None
    at_us: int | None

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as for JSON."""
        return {"turn": self.turn, "line": self.line, "clock": self.clock, "at_us": self.at_us}


@dataclass(frozen=True, slots=True)
class ReviewedAnswer:
    """How an act was answered: of somebody else's answer only that it came, and when.

    Attributes:
        by: of :data:`BY`. place: of the answer; None unless it is the reader's. seconds: until it came.
        level, probability, identify, validate, encourage, followed, tier, judged: as of
            ``listening.heard.Answer``; None, and ``look`` alone, where it is not the reader's.
    """

    by: str
    seconds: float | None
    look: bool = True
    place: Place | None = None
    level: int | None = None
    probability: float | None = None
    identify: bool | None = None
    validate: bool | None = None
    encourage: bool | None = None
    followed: str | None = None
    tier: str | None = None
    judged: int | None = None

    @property
    def counts(self) -> bool:
        """Whether its level counts; false where it is only proposed, and where it is not the reader's."""
        return self.level is not None and (self.judged is not None or self.tier != "proposed")

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as for JSON."""
        return {
            "by": self.by, "seconds": self.seconds, "level": self.level, "probability": self.probability,
            "live": {"look": self.look, "identify": self.identify, "validate": self.validate,
                     "encourage": self.encourage},
            "followed": self.followed, "tier": self.tier, "judged": self.judged, "counts": self.counts,
            "place": self.place and self.place.to_dict(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReviewedAct:
    """One act of vulnerability, without a speaker unless it is the reader's own.

    Attributes:
        kind, stage, probability, tier, judged: as of ``listening.heard.HeardAct``. mine: whether the reader's.
        noticed: whether the reader had marked it; None where nothing was marked, or it is the reader's own.
        mine_met: the reader's answer, if there is one. met: the answer that counts; None: nobody answered.
    """

    id: str
    place: Place
    kind: str
    stage: str
    probability: float
    tier: str
    judged: bool | None
    mine: bool
    noticed: bool | None
    met: ReviewedAnswer | None
    mine_met: ReviewedAnswer | None

    @property
    def counts(self) -> bool:
        """Whether it counts, or is only proposed."""
        return self.judged is True or self.tier != "proposed"

    def to_dict(self) -> dict[str, Any]:
        """One element of the contract's ``acts``."""
        return {
            "id": self.id, **self.place.to_dict(), "kind": self.kind, "stage": self.stage,
            "probability": self.probability, "tier": self.tier, "judged": self.judged, "mine": self.mine,
            "noticed": self.noticed, "counts": self.counts,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReviewedPromise:
    """One promise; whose it is, only if the reader's or a leader's.

    Attributes:
        by: of :data:`BY`. to: of :data:`TO`. due_us: None is undated. undated_why: why it is, as
            ``listening.promises.why_undated`` tells it; empty where it has a day.
        done: where it seems to be said that it is done; proposed.
        answers_id: the act it answers. Others as of ``listening.heard.HeardPromise``.
    """

    id: str
    place: Place
    by: str
    due_us: int | None
    due_is_date: bool
    probability: float
    tier: str
    judged: bool | None
    done: Place | None
    answers_id: str | None
    to: str = "everybody"
    undated_why: str = ""

    def to_dict(self) -> dict[str, Any]:
        """One element of the contract's ``promises``."""
        return {
            "id": self.id, **self.place.to_dict(), "by": self.by, "to": self.to,
            "due_us": self.due_us, "due_is_date": self.due_is_date, "undated_why": self.undated_why,
            "probability": self.probability, "tier": self.tier,
            "judged": self.judged, "done": self.done and self.done.to_dict(), "answers_id": self.answers_id,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReviewedConversation:
    """One conversation, as it may be shown.

    Attributes:
        title: the conversation's name within its source. voices: how many people spoke. words: how many were said.
        my_share: the reader's share of the words, 0..1; None if the reader did not speak or is not known.
        quiet_share: the share of words that the less heard half of the others said; None for fewer than five others.
        overlaps: whether the source can show two people at once; nothing is said of interruptions where it cannot.
    """

    source: str
    title: str
    channel: str
    began_us: int | None
    dated_by: str
    language: str
    refused: str
    turns: int
    words: int
    voices: int
    my_share: float | None
    quiet_share: float | None
    overlaps: bool
    acts: tuple[ReviewedAct, ...] = field(repr=False)
    promises: tuple[ReviewedPromise, ...] = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as for JSON: what is said of the whole."""
        names = ("source", "title", "channel", "began_us", "dated_by", "language", "refused", "turns", "words",
                 "voices", "my_share", "quiet_share")  # fmt: skip
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Noticed:
    """What share of others' acts the reader had marked before seeing any (S8: Look is noticing).

    Attributes:
        marks: moments marked. acts: acts of others that counted. noticed: how many of them had a mark.
    """

    marks: int
    acts: int
    noticed: int

    def to_dict(self) -> dict[str, int]:
        """Plain values, as for JSON."""
        return {"marks": self.marks, "acts": self.acts, "noticed": self.noticed}
