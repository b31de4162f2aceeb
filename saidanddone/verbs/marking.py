"""What a person says of a conversation: moments they noticed, and which proposals are right (MISSION S8)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from saidanddone.errors import UsageError
from saidanddone.evidence.response import LEVELS
from saidanddone.listening.acts import HIGHEST_FIRST, counted, identify_turns
from saidanddone.listening.answers import NO_ANSWER, may_answer
from saidanddone.listening.conversation import Conversation
from saidanddone.listening.heard import Answer, HeardAct, HeardPromise, Hearing
from saidanddone.listening.hearing import in_english
from saidanddone.privacy.review import Heard

__all__ = [
    "NEAR_SECONDS", "NEAR_TURNS", "Proposal", "answer", "levels", "moment", "named", "owed", "places", "proposals",
    "readable", "replies", "told_apart", "unanswered", "unasked", "unheard",
]  # fmt: skip

NEAR_SECONDS: Final = 30.0
"""A moment marked within so many seconds of a turn means that turn."""

NEAR_TURNS: Final = 2
"""A turn marked by its number means those so near to it as well."""

_CLOCK: Final = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,]\d+)?", re.ASCII)
_TURN: Final = re.compile(r"#\s*([1-9]\d{0,6})", re.ASCII)
_MARK: Final = "A moment is a time in the recording such as 12:30, or a turn such as #45; one mark could not be read."
_NO_CLOCK: Final = "This conversation has no clock: mark moments by the turn's number, such as #45."
_BEYOND: Final = "One mark lies beyond the conversation's end. Check it: a time counts from where the recording begins."
_NOT_LISTENED: Final = "That turn is not in English: how what is said there was met cannot be told."
_NO_REPLY: Final = "An answer comes after what it answers, and somebody else says it: that turn can be none."
_SETTLED_SO: Final = (
    "An answer is settled with its level, 1 to 5, or false if it is none; anything else with true or false."
)
_ONE: Final = "Moments can be marked in one conversation at a time: name one file that holds one."


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing that only a person can settle: is it what it seems to be?

    Attributes:
        id: of the act, the promise, the closing of one, whether it was kept, or an answer.
        label: an act's kind (of an answer, that of the act it answers), ``commitment``, ``done`` or ``kept``.
        source, title: the file and the conversation. turn: its place. line: in the source. clock: seconds, if known.
        probability: 0..1, as heard (of an answer, of its level; of somebody else's, of the act).
        mine: whether the reader said it. text: the turn's words, for its owner's own screen; never written anywhere.
        due_us: of a promise, when it is due.
        to: of an answer, the words it answers, for the same screen alone. level: of the reader's own answer, the level
            that is proposed; None where nothing is.
    """

    id: str
    label: str
    source: str
    title: str
    turn: int
    line: int
    clock: float | None
    probability: float
    mine: bool
    text: str = field(repr=False)
    due_us: int | None = None
    to: str = field(default="", repr=False)
    level: int | None = None


def places(marks: Sequence[str], conversations: Sequence[Conversation]) -> list[list[int]]:
    """Per conversation, the turns that the marks mean.

    Args:
        marks: each a clock time since the recording began, or ``#`` and a turn's number counted from 1.

    Raises:
        UsageError: a mark is neither, or there are several conversations.
    """
    if not marks:
        return [[] for _ in conversations]
    talk = _one_of(conversations)
    return [sorted(set().union(*(_near(talk, mark) for mark in marks)))]


def readable(mark: str) -> bool:
    """Whether a mark has a form that can be read, wherever it points.

    >>> readable("12:30"), readable("#45"), readable("before lunch")
    (True, True, False)
    """
    return bool(_TURN.fullmatch(mark.strip()) or _CLOCK.fullmatch(mark.strip()))


def unheard(heard: Heard, marks: Sequence[str]) -> list[str]:
    """Those of ``marks`` near which no act stands, counted or proposed.

    Raises:
        UsageError: as :func:`places` does.
    """
    if not marks:
        return []
    talk, there = _one_of(heard.conversations), {act.turn for act in heard.hearings[0].acts}
    return [mark for mark in marks if not there & _near(talk, mark)]


def moment(heard: Heard, mark: str, kind: str, me: str | None) -> Proposal:
    """That the turn at a mark is an act of this kind: the turn of that number, or whoever speaks at that time.

    Raises:
        UsageError: as :func:`places` does, or the turn is not in English.
    """
    talk = _one_of(heard.conversations)
    at = _meant(talk, mark)
    if heard.hearings[0].refused or at not in in_english(talk):
        raise UsageError(_NOT_LISTENED)
    return _one(talk, f"a-{identify_turns(talk)[at]}-{kind}", kind, at, 1.0, me)


def answer(heard: Heard, to: Proposal, mark: str, me: str | None) -> Proposal:
    """That the turn at a mark answers an act: ``to`` is one that was proposed, or an answer to it that is none.

    Raises:
        UsageError: as :func:`places` does, or that turn can answer nothing said there.
    """
    talk = _one_of(heard.conversations)
    at, names = _meant(talk, mark), identify_turns(talk)
    name = to.id.split("-")[1]
    act = names.index(name) if name in names else at  # of another run: nothing here answers it
    if not may_answer(talk, act, at):
        raise UsageError(_NO_REPLY)
    one = _one(talk, f"l-{names[act]}-{names[at]}", to.label, at, 1.0, me)
    return replace(one, to=talk.turns[act].text)


def _meant(talk: Conversation, mark: str) -> int:
    """The one turn a mark means: that of the number, or that of whoever speaks then."""
    _near(talk, mark)
    turn = _TURN.fullmatch(mark.strip())
    return int(turn[1]) - 1 if turn else _speaking(talk, _seconds(mark))


def _speaking(talk: Conversation, seconds: float) -> int:
    """The turn being said in a second: the latest that goes on then, else that begun last, else the first to come.

    A clock is shown without its fractions, so a turn that begins within that second has begun.
    """
    timed = [(turn.start, place) for place, turn in enumerate(talk.turns) if turn.start is not None]
    begun = [(start, place) for start, place in timed if start < seconds + 1]
    going_on = [(start, place) for start, place in begun if seconds <= (talk.turns[place].end or start)]
    return max(going_on or begun, default=min(timed))[1]


def named(heard: Heard, names: Collection[str]) -> set[str]:
    """Those of ``names`` that are acts of some kind in a turn of these conversations, heard or not, or of a turn that
    can answer another."""
    if not names:
        return set()
    found = set()
    for talk in heard.conversations:
        where = {name: place for place, name in enumerate(identify_turns(talk))}
        for name in names:
            kind, _, rest = name.partition("-")
            first, _, second = rest.partition("-")
            if first in where and (
                (kind == "a" and second in HIGHEST_FIRST)
                or (kind == "l" and second in where and may_answer(talk, where[first], where[second]))
            ):
                found.add(name)
    return found


def told_apart(judged: Mapping[str, bool | int]) -> tuple[dict[str, bool], dict[str, int]]:
    """Verdicts, and levels of answers, 0 of what is none.

    Raises:
        UsageError: an answer has no level 1 to 5 and is not said to be none, or something else has a level.
    """
    verdicts: dict[str, bool] = {}
    given: dict[str, int] = {}
    if not all(isinstance(name, str) for name in judged):
        raise UsageError(_SETTLED_SO)
    for name, said in judged.items():
        if name.startswith("l-") and (said is False or (not isinstance(said, bool) and said in LEVELS)):
            given[name] = int(said) or NO_ANSWER
        elif isinstance(said, bool) and not name.startswith("l-"):
            verdicts[name] = said
        else:
            raise UsageError(_SETTLED_SO)
    return verdicts, given


def _one_of(conversations: Sequence[Conversation]) -> Conversation:
    if len(conversations) != 1:
        raise UsageError(_ONE)
    return conversations[0]


def _near(talk: Conversation, mark: str) -> set[int]:
    """The turns that one mark means."""
    if turn := _TURN.fullmatch(mark.strip()):
        at = int(turn[1]) - 1
        if not 0 <= at < len(talk.turns):
            raise UsageError(_BEYOND)
        return {place for place in range(at - NEAR_TURNS, at + NEAR_TURNS + 1) if 0 <= place < len(talk.turns)}
    seconds = _seconds(mark)
    if seconds > max((turn.end or turn.start or 0.0 for turn in talk.turns), default=0.0) + NEAR_SECONDS:
        raise UsageError(_BEYOND if any(turn.start is not None for turn in talk.turns) else _NO_CLOCK)
    return _around(talk, seconds)


def _seconds(mark: str) -> float:
    clock = _CLOCK.fullmatch(mark.strip())
    if clock is None:
        raise UsageError(_MARK)
    return float(int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3]))


def _around(talk: Conversation, seconds: float) -> set[int]:
    if all(turn.start is None for turn in talk.turns):
        raise UsageError(_NO_CLOCK)
    return {
        place
        for place, turn in enumerate(talk.turns)
        if turn.start is not None
        and turn.start - NEAR_SECONDS <= seconds <= (turn.end if turn.end is not None else turn.start) + NEAR_SECONDS
    }


def proposals(heard: Heard, me: str | None, judged: Mapping[str, bool]) -> list[Proposal]:
    """Every proposal nobody has judged yet: acts, promises, and promises that seem to be done; most probable first."""
    found = []
    for talk, hearing in zip(heard.conversations, heard.hearings, strict=True):
        found += [
            _one(talk, act.id, act.kind, act.turn, act.probability, me)
            for act in hearing.acts
            if act.judged is None and not counted(act)
        ]
        for promise in hearing.promises:
            if promise.judged is None and promise.tier == "proposed":
                one = _one(talk, promise.id, "commitment", promise.turn, promise.probability, me)
                found.append(_part_of(one, promise, hearing))
            if promise.judged and promise.done_turn is not None and f"d-{promise.id}" not in judged:
                found.append(_one(talk, f"d-{promise.id}", "done", promise.done_turn, promise.probability, me))
    return sorted(found, key=lambda proposal: (-proposal.probability, proposal.source, proposal.turn))


def _part_of(one: Proposal, promise: HeardPromise, hearing: Hearing) -> Proposal:
    """The same; of several promises of a turn each in its own words, so that a person can tell them apart."""
    if sum(other.turn == promise.turn for other in hearing.promises) == 1:
        return one
    first, last = promise.what
    return replace(one, text=one.text[first:last])


def unasked(heard: Heard, me: str | None) -> list[Proposal]:
    """Every act that counts by itself and that nobody has judged, the least probable first."""
    found = [
        _one(talk, act.id, act.kind, act.turn, act.probability, me)
        for talk, hearing in zip(heard.conversations, heard.hearings, strict=True)
        for act in hearing.acts
        if act.judged is None and counted(act)
    ]
    return sorted(found, key=lambda proposal: (proposal.probability, proposal.source, proposal.turn))


def owed(heard: Heard, me: str | None, judged: Mapping[str, bool]) -> list[Proposal]:
    """Every confirmed promise with a due time that nothing closed and of which nobody has said what became of it."""
    return [
        _part_of(
            _one(talk, f"k-{promise.id}", "kept", promise.turn, promise.probability, me, promise.due_us),
            promise,
            hearing,
        )
        for talk, hearing in zip(heard.conversations, heard.hearings, strict=True)
        for promise in hearing.promises
        if promise.judged
        and promise.due_us is not None
        and not judged.get(f"d-{promise.id}")
        and f"k-{promise.id}" not in judged
    ]


def replies(heard: Heard, me: str | None) -> list[Proposal]:
    """Every answer to an act that counts whose level is only proposed, the reader's own first, as they were said.

    Of an act, that is the answer that counts, and the reader's where that is another. What a listener made of
    somebody else's is not told, not even here: a person says how it was met, and no machine grades a colleague.
    """
    found = []
    for talk, hearing in zip(heard.conversations, heard.hearings, strict=True):
        for act in hearing.acts:
            if counted(act):
                found += [_reply(talk, act, answer, me) for answer in _asked(act, me) if not answer.counts]
    once: dict[str, Proposal] = {}
    for proposal in found:
        once.setdefault(proposal.id, proposal)
    return sorted(once.values(), key=lambda proposal: not proposal.mine)


def unanswered(heard: Heard, me: str | None) -> list[Proposal]:
    """Every act of somebody else that counts and that nobody seems to have answered, as they were said."""
    return [
        _one(talk, act.id, act.kind, act.turn, act.probability, me)
        for talk, hearing in zip(heard.conversations, heard.hearings, strict=True)
        for act in hearing.acts
        if counted(act) and not act.answers and (me is None or act.by != me)
    ]


def levels(heard: Heard) -> dict[str, str]:
    """Id of every answer whose level was heard -> the label of the level it stands at."""
    return {
        answer.id: f"level_{answer.level}" for hearing in heard.hearings for act in hearing.acts
        for answer in act.answers if answer.probability
    }  # fmt: skip


def _asked(act: HeardAct, me: str | None) -> list[Answer]:
    own = next((answer for answer in act.answers if me is not None and answer.by == me), None)
    return [answer for answer in dict.fromkeys((own, act.met)) if answer is not None]


def _reply(talk: Conversation, act: HeardAct, answer: Answer, me: str | None) -> Proposal:
    mine = me is not None and answer.by == me
    one = _one(talk, answer.id, act.kind, answer.turn, act.probability, me)
    heard = answer.level if mine and answer.probability else None
    return replace(
        one, level=heard, to=talk.turns[act.turn].text, probability=answer.probability if mine else act.probability
    )  # fmt: skip


def _one(
    talk: Conversation, name: str, label: str, turn: int, probability: float, me: str | None, due_us: int | None = None
) -> Proposal:
    said = talk.turns[turn]
    mine = me is not None and said.speaker == me
    return Proposal(
        name, label, talk.source, talk.id, turn, said.line, said.start, probability, mine, said.text, due_us
    )
