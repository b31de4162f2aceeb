"""What was heard in a conversation: acts, how each was met, promises; places in the source, never words."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Answer", "HeardAct", "HeardPromise", "Hearing", "TalkShare"]


@dataclass(frozen=True, slots=True)
class Answer:
    """How one act was met, by one turn.

    Attributes:
        turn: place of the answering turn. by: its speaker. role: ``leader``, ``peer`` or None where no roster says.
        level: 1 punished … 5 encouraged; a reasoned no is 3 (S3). probability: of that level, 0..1.
        look, identify, validate, encourage: which LIVE steps it has (S8). followed: of ``evidence.response.FOLLOWED``.
        seconds: from the act's end to the answer's beginning, never negative; None where the source has no times.
        tier: of ``labels.TIERS``, of its level. id: of the act's turn and this one, stable as an act's.
        judged: the level a person gave it, which is then its ``level``; None: nobody said.
    """

    turn: int
    by: str = field(repr=False)
    role: str | None
    level: int
    probability: float
    look: bool
    identify: bool
    validate: bool
    encourage: bool
    followed: str
    seconds: float | None
    tier: str
    id: str = ""
    judged: int | None = None

    @property
    def counts(self) -> bool:
        """Whether its level counts: measured well enough, or given by a person. That it came is known by rule."""
        return self.judged is not None or self.tier != "proposed"


@dataclass(frozen=True, slots=True)
class HeardAct:
    """One act of vulnerability.

    Attributes:
        id: stable over runs: made of the conversation's content, the turn and the kind.
        turn: place of the turn. kind: of ``labels.ACTS``. probability: 0..1. tier: of ``labels.TIERS``.
        judged: True confirmed, False rejected, None not judged by anybody.
        answers: every turn that answers it, the one that counts first; empty: nobody did.
    """

    id: str
    turn: int
    by: str = field(repr=False)
    kind: str
    probability: float
    tier: str
    judged: bool | None = None
    answers: tuple[Answer, ...] = ()

    @property
    def met(self) -> Answer | None:
        """The answer that counts (MODEL §2: one act is one row)."""
        return self.answers[0] if self.answers else None


@dataclass(frozen=True, slots=True)
class HeardPromise:
    """One promise: who, what, to whom, by when (T5).

    Attributes:
        id: as of an act. turn: where it was made. by: who made it. to: who is answered by it; empty: everybody there.
        what: (first, past-last) characters of the turn's text that say it; words are never kept.
        due_us: by when; None is undated, a state of its own. due_is_date: a day, not a time of day.
        when: (first, past-last) characters of the turn's text that say by when; None if undated.
        done_turn: a later turn that seems to say it is done; proposed, never taken for granted.
        answers_id: the act it was made in answer to, if any.
    """

    id: str
    turn: int
    by: str = field(repr=False)
    to: str = field(repr=False)
    what: tuple[int, int]
    due_us: int | None
    due_is_date: bool
    when: tuple[int, int] | None
    probability: float
    tier: str
    judged: bool | None = None
    done_turn: int | None = None
    answers_id: str | None = None


@dataclass(frozen=True, slots=True)
class TalkShare:
    """How much of the words one speaker said."""

    speaker: str = field(repr=False)
    turns: int
    words: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Hearing:
    """One conversation, listened to.

    Attributes:
        conversation, source, channel, began_us: as of the conversation. language: ISO 639-1 code, ``und`` if too short.
        refused: why acts were not listened for (another language than English, …); empty if they were.
        acts, promises: in the order of their turns. shares: by speaker.
    """

    conversation: str
    source: str
    channel: str
    began_us: int | None
    language: str
    refused: str
    turns: int
    acts: tuple[HeardAct, ...] = ()
    promises: tuple[HeardPromise, ...] = ()
    shares: tuple[TalkShare, ...] = ()
