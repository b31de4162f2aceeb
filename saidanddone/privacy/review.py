"""What a conversation review may show: acts without their speakers, and nobody's replies but the reader's (PRIVACY 3).

Of everybody else's answers it says that an act was answered and after how long; how they were met only over all of them
together, and only where at least as many people answered as any figure of a team needs.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Any

from saidanddone.errors import NotReleased
from saidanddone.evidence.act import STAGE_OF
from saidanddone.evidence.problem import Problem
from saidanddone.evidence.response import LEVELS
from saidanddone.evidence.unreleased import Unreleased
from saidanddone.listening.acts import counted
from saidanddone.listening.conversation import Conversation
from saidanddone.listening.heard import Answer, HeardAct, HeardPromise, Hearing
from saidanddone.listening.kept import unsettled
from saidanddone.listening.listener import Standing
from saidanddone.listening.promises import why_undated
from saidanddone.privacy.release import _DOOR, _PASSED, Withheld, _ThroughTheDoor
from saidanddone.privacy.reviewed import (
    Noticed,
    Place,
    ReviewedAct,
    ReviewedAnswer,
    ReviewedConversation,
    ReviewedPromise,
)

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "BANDS", "Heard", "Noticed", "Place", "ReleasedReview", "ReviewedAct", "ReviewedAnswer", "ReviewedConversation",
    "ReviewedPromise", "review",
]  # fmt: skip

BANDS = ("few", "about half", "most")
"""Thirds of a share: what is told of several people's answers together."""


@dataclass(frozen=True)
class Heard:
    """Conversations and what was heard in each, in one order; it names people and leaves by :func:`review` alone.

    Attributes:
        marks: per conversation, the places (turns) the reader marked before anything was shown; None: none were asked.
        moments: how many moments they named; None: as many as there are stretches of turns in ``marks``.
    """

    conversations: Sequence[Conversation] = field(repr=False)
    hearings: Sequence[Hearing] = field(repr=False)
    marks: Sequence[Sequence[int]] | None = field(default=None, repr=False)
    moments: int | None = None


@dataclass(frozen=True, slots=True)
class ReleasedReview(_ThroughTheDoor):
    """A conversation review, released: what report, terminal, JSON and the Python face show.

    Attributes:
        reader: whether a reader is known (``--me``). mine: level 1..5 -> how many of the reader's answers stood there,
            of those whose level counts. others: which of :data:`BANDS` of everybody else's answers together were at
            level 4 or 5; None where it is withheld, or none counts.
        unsettled: of how many acts that count the answer came, but its level is only proposed.
        standings: how far each label may be trusted, by what was measured. listener: which listener heard it.
    """

    conversations: tuple[ReviewedConversation, ...]
    reader: bool
    mine: Mapping[int, int]
    others: str | None
    noticed: Noticed | None
    standings: tuple[Standing, ...]
    listener: str
    withheld: tuple[Withheld, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    version: str
    on_us: int | None = None
    unsettled: int = 0
    _door: InitVar[object] = None

    def __post_init__(self, _door: object) -> None:
        if _door is not _DOOR:
            raise NotReleased("Only privacy releases a review; use saidanddone.listen.")

    def acts(self) -> list[tuple[ReviewedConversation, ReviewedAct]]:
        """Every act with its conversation, in order."""
        return [(where, act) for where in self.conversations for act in where.acts]

    def promises(self) -> list[tuple[ReviewedConversation, ReviewedPromise]]:
        """Every promise with its conversation, in order."""
        return [(where, promise) for where in self.conversations for promise in where.promises]

    def to_dict(self) -> dict[str, Any]:
        """The contract's JSON object (schema listen/1) without ``turns``, which research adds."""
        acts = [(n, act) for n, where in enumerate(self.conversations) for act in where.acts]
        met = [(n, act, answer) for n, act in acts for answer in _each(act)]
        return {
            "schema": "listen/1",
            "conversations": [where.to_dict() for where in self.conversations],
            "acts": [{"conversation": n, **act.to_dict()} for n, act in acts],
            "responses": [{"conversation": n, "act_id": act.id, **answer.to_dict()} for n, act, answer in met],
            "promises": [
                {"conversation": n, **promise.to_dict()}
                for n, where in enumerate(self.conversations)
                for promise in where.promises
            ],
            "mine": {str(level): n for level, n in self.mine.items()},
            "others": self.others,
            "unsettled": self.unsettled,
            "noticed": None if self.noticed is None else self.noticed.to_dict(),
            "listener": self.listener,
            "withheld": [{"kind": one.kind, "reason": one.reason, "count": one.count} for one in self.withheld],
            "problems": [problem.to_dict() for problem in self.problems],
            "notes": list(self.notes),
            "version": self.version,
        }

    def to_arrow(self) -> pa.Table:
        """One row an act: where it is, its kind, tier, and how it was met as far as that is shown."""
        import pyarrow as pa

        rows = [
            {
                "source": where.source, "conversation": where.title, "turn": act.place.turn, "line": act.place.line,
                "id": act.id, "kind": act.kind, "stage": act.stage, "tier": act.tier, "probability": act.probability,
                "counts": act.counts, "mine": act.mine, "noticed": act.noticed,
                "met_by": act.met and act.met.by, "seconds": act.met and act.met.seconds,
                "my_level": act.mine_met and act.mine_met.level,
            }
            for where, act in self.acts()
        ]  # fmt: skip
        texts = ("source", "conversation", "id", "kind", "stage", "tier", "met_by")
        whole = ("turn", "line", "my_level")
        flags = ("counts", "mine", "noticed")
        names = ("source", "conversation", "turn", "line", "id", "kind", "stage", "tier", "probability", "counts",
                 "mine", "noticed", "met_by", "seconds", "my_level")  # fmt: skip
        kinds = {name: pa.string() for name in texts} | {name: pa.int64() for name in whole}
        kinds |= {name: pa.bool_() for name in flags}
        return pa.Table.from_pylist(rows, pa.schema([(name, kinds.get(name, pa.float64())) for name in names]))


_PASSED.add(ReleasedReview)


def review(
    heard: Unreleased[Heard],
    *,
    me: str | None,
    leaders: Collection[str],
    fewest: int,
    standings: Iterable[Standing],
    listener: str,
    problems: Iterable[Problem],
    notes: Iterable[str],
    version: str,
    on_us: int | None = None,
    zone: tzinfo = UTC,
) -> ReleasedReview:
    """The review of these conversations that this reader may see.

    Args:
        me: the reader's pseudonym; None: not known, and then nobody's answers are shown.
        leaders: pseudonyms; an answer is said to be a leader's only where ``fewest`` leaders but the reader speak.
        fewest: so many people must have answered before everybody else's answers are told together.
        zone: in which the days of promises were read.
    """
    inside = heard.research_only
    leading = {share.speaker for hearing in inside.hearings for share in hearing.shares} & set(leaders) - {me}
    # Of one leader among few, how long "a leader" took would be how long that one takes.
    answering = frozenset(leaders) if len(leading) >= fewest else frozenset()
    marks: Sequence[Sequence[int] | None] = inside.marks if inside.marks is not None else [None] * len(inside.hearings)
    shown = [
        _conversation(talk, hearing, me, leaders, answering, marked, zone)
        for talk, hearing, marked in zip(inside.conversations, inside.hearings, marks, strict=True)
    ]
    mine, others, responders = _levels(inside.hearings, me)
    withheld = []
    # Where one person gave most of the answers, what is told of all of them is told of that person.
    alone = 2 * max(responders.values(), default=0) > sum(responders.values())
    if others and (len(responders) < fewest or alone):
        reason = f"How others answered is told over at least {fewest} people together, never of one."
        withheld.append(Withheld("answers", reason, sum(others.values())))
        others = {}
    return ReleasedReview(
        tuple(shown), me is not None, mine, _band(others) if others else None,
        _noticed(shown, inside.marks, inside.moments),
        tuple(standings), listener, tuple(withheld), tuple(problems), tuple(notes), version, on_us,
        sum(unsettled(hearing) for hearing in inside.hearings), _door=_DOOR,
    )  # fmt: skip


def _conversation(
    talk: Conversation,
    hearing: Hearing,
    me: str | None,
    leaders: Collection[str],
    answering: Collection[str],
    marks: Sequence[int] | None,
    zone: tzinfo,
) -> ReviewedConversation:
    words = sum(share.words for share in hearing.shares)
    others = sorted(share.words for share in hearing.shares if share.speaker != me)
    own = sum(share.words for share in hearing.shares if share.speaker == me)
    quiet = sum(others[: len(others) // 2]) / words if len(others) >= 5 and words else None
    spoke = me is not None and any(share.speaker == me for share in hearing.shares)
    return ReviewedConversation(
        source=talk.source, title=_title(talk), channel=talk.channel, began_us=talk.began_us, dated_by=talk.dated_by,
        language=hearing.language, refused=hearing.refused, turns=hearing.turns, words=words,
        voices=len(hearing.shares), my_share=own / words if spoke and words else None, quiet_share=quiet,
        overlaps=talk.overlaps,
        acts=tuple(_act(talk, act, me, answering, marks) for act in hearing.acts),
        promises=tuple(_promise(talk, promise, me, leaders, zone) for promise in hearing.promises),
    )  # fmt: skip


def _title(talk: Conversation) -> str:
    """The conversation's name; of letters, whose names are made by machines that are called after people, a hash."""
    if talk.channel != "email":
        return talk.id
    made = hashlib.blake2b(talk.id.encode("utf-8", "surrogatepass"), digest_size=6, key=talk.salt)
    return f"letters-{made.hexdigest()}"


def _act(
    talk: Conversation, act: HeardAct, me: str | None, leaders: Collection[str], marks: Sequence[int] | None
) -> ReviewedAct:
    mine = me is not None and act.by == me
    own = next((answer for answer in act.answers if me is not None and answer.by == me), None)
    return ReviewedAct(
        id=act.id, place=_place(talk, act.turn), kind=act.kind, stage=STAGE_OF[act.kind],
        probability=act.probability, tier=act.tier, judged=act.judged, mine=mine,
        noticed=None if marks is None or mine else act.turn in marks,
        met=None if act.met is None else _answer(talk, act.met, me, leaders),
        mine_met=None if own is None else _answer(talk, own, me, leaders),
    )  # fmt: skip


def _answer(talk: Conversation, answer: Answer, me: str | None, leaders: Collection[str]) -> ReviewedAnswer:
    if me is None or answer.by != me:
        return ReviewedAnswer("leader" if answer.by in leaders else "somebody", answer.seconds)
    return ReviewedAnswer(
        "you", answer.seconds, answer.look, _place(talk, answer.turn), answer.level, answer.probability,
        answer.identify, answer.validate, answer.encourage, answer.followed, answer.tier, answer.judged,
    )  # fmt: skip


def _promise(
    talk: Conversation, promise: HeardPromise, me: str | None, leaders: Collection[str], zone: tzinfo
) -> ReviewedPromise:
    by = "you" if me is not None and promise.by == me else "leader" if promise.by in leaders else "somebody"
    to = "everybody"
    if promise.to:
        to = "you" if promise.to == me else "leader" if promise.to in leaders else "somebody"
    done = None if promise.done_turn is None else _place(talk, promise.done_turn)
    return ReviewedPromise(
        promise.id, _place(talk, promise.turn), by, promise.due_us, promise.due_is_date, promise.probability,
        promise.tier, promise.judged, done, promise.answers_id, to, why_undated(talk, promise, zone=zone),
    )  # fmt: skip


def _place(talk: Conversation, turn: int) -> Place:
    said = talk.turns[turn]
    return Place(turn, said.line, said.line_to or said.line, said.start, said.at_us)


def _band(levels: Mapping[int, int]) -> str:
    """In which third the share of answers at level 4 or 5 is: exact counts of two runs would differ by one answer."""
    glad, whole = levels[4] + levels[5], sum(levels.values())
    return BANDS[min(3 * glad // whole, 2)]


def _levels(hearings: Sequence[Hearing], me: str | None) -> tuple[dict[int, int], dict[int, int], Counter[str]]:
    """Levels of the reader's answers and of the others', and how many each other gave; by the answer that counts.

    Only levels that count themselves: what is proposed is nobody's figure.
    """
    mine, others = dict.fromkeys(LEVELS, 0), dict.fromkeys(LEVELS, 0)
    responders: Counter[str] = Counter()
    for hearing in hearings:
        for act in hearing.acts:
            if not counted(act):
                continue
            for answer in act.answers:
                if me is not None and answer.by == me:
                    mine[answer.level] += answer.counts
                    break
            if act.met is not None and act.met.by != me and act.met.counts:
                others[act.met.level] += 1
                responders[act.met.by] += 1
    responders.pop("", None)  # Nobody knows how many people an unnamed one is.
    return mine, others if any(others.values()) else {}, responders


def _noticed(
    shown: Iterable[ReviewedConversation], marks: Sequence[Sequence[int]] | None, moments: int | None
) -> Noticed | None:
    if marks is None:
        return None
    acts = [act for where in shown for act in where.acts if act.counts and not act.mine]
    named = sum(map(_moments, marks)) if moments is None else moments
    return Noticed(named, len(acts), sum(act.noticed is True for act in acts))


def _moments(places: Sequence[int]) -> int:
    """How many moments these turns are: turns next to each other are one."""
    return sum(place - 1 not in places for place in places)


def _each(act: ReviewedAct) -> list[ReviewedAnswer]:
    """The answer that counts, and the reader's where that is another."""
    found = [answer for answer in (act.met, act.mine_met) if answer is not None]
    return found[:1] if len(found) == 2 and found[0] == found[1] else found
