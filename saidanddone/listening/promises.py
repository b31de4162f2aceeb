"""Promises in a conversation: who, what, to whom, by when, and which later turn seems to say it is done (T5)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, tzinfo
from itertools import pairwise
from typing import Final

from saidanddone.evidence.commitment import Commitment
from saidanddone.listening.acts import identify_turns
from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.deadlines import Reading, read
from saidanddone.listening.heard import HeardAct, HeardPromise
from saidanddone.listening.labels import LABELS
from saidanddone.listening.listener import Listener, Scores
from saidanddone.listening.phrases import LONGEST, plain
from saidanddone.listening.promising import Clause, promising

__all__ = ["as_commitment", "find_promises", "why_undated"]

_COMMITMENT: Final = LABELS.index("commitment")
_DONE: Final = LABELS.index("done")
_PAIR: Final = 2
_MOST: Final = 50
"""So many promises of one turn are looked at: nobody makes more at once, and hostile text must not cost more."""
_WORD: Final = re.compile(r"[a-z][a-z0-9_'-]{2,}|#?\d{2,}|[a-z]+-\d+")
_COMMON_WORDS: Final = """\
the and but for not you your yours our ours their they them this that these those with from into about over
after before until then than there here have has had having will would shall should could can may might must
i'll we'll i'm we're it's that's you'll i've we've let's don't won't going gonna get got getting make made
making take took taking done did doing does let just also all any some more most much many one two now today
tomorrow tonight yesterday week weeks day days monday tuesday wednesday thursday friday saturday sunday morning
afternoon evening next last soon later first time back out off too very really well okay yes yeah sure thanks
thank please sorry hey hello what when where which who how why was were been being are its his her him she him
send sent give gave put set new thing things something anything everything want need know think look looks
looked see seen say said tell told try tried trying like good great still already ready finished again only same
other end eod noon"""
_COMMON: Final = frozenset(_COMMON_WORDS.split())
"""Words that two turns may share without being about the same thing."""
_IRREGULAR: Final = {
    "wrote": "write", "written": "write", "built": "build", "ran": "run", "brought": "bring", "found": "find",
    "spoke": "speak", "spoken": "speak", "met": "meet", "paid": "pay", "drew": "draw", "drawn": "draw", "read": "read",
    "taught": "teach", "bought": "buy", "chose": "choose", "chosen": "choose", "held": "hold", "kept": "keep",
    "led": "lead", "left": "leave", "shown": "show",
}  # fmt: skip
_YOU: Final = re.compile(r"\byou\b")


def find_promises(
    conversation: Conversation,
    scores: Scores,
    listener: Listener,
    acts: Sequence[HeardAct] = (),
    *,
    judged: Mapping[str, bool] | None = None,
    zone: tzinfo = UTC,
    day_first: bool | None = None,
) -> list[HeardPromise]:
    """Every promise in it, in order.

    Looked for only in turns that the listener holds to promise something, at or above the threshold of that label, and
    only where a clause stands the checks of :mod:`saidanddone.listening.promising`.

    Args:
        acts: what a promise may be made in answer to. judged: id -> whether a person confirmed it; rejected ones are
            left out. zone: in which "by Friday" ends. day_first: how 3/4 is read; None: it is left undated.

    A promise whose ``when`` is given though ``due_us`` is None names a time that is no single deadline, or that cannot
    be placed because nobody knows the conversation's date; :func:`why_undated` says which.
    """
    judged = judged or {}
    stands = listener.standing("commitment", conversation.channel)
    done_from = listener.standing("done", conversation.channel).threshold
    names = identify_turns(conversation)
    looked_at = {promise_id.rpartition("-")[0] for promise_id in judged}
    by_turn = {act.turn: act.id for act in acts}
    about = _Words(conversation)
    found = []
    for place, turn in enumerate(conversation.turns):
        probability = float(scores.turns[place, _COMMITMENT])
        if probability < stands.threshold and f"p-{names[place]}" not in looked_at:
            continue
        answered = int(scores.answers[place])
        for clause in promising(turn.text)[:_MOST]:
            promise_id = f"p-{names[place]}-{clause.start}"
            verdict = judged.get(promise_id)
            if verdict is False or (probability < stands.threshold and verdict is None):
                continue
            told = _by_when(turn.text, clause, turn.at_us, zone, day_first)
            due = told.deadline
            to = _to_whom(conversation, place, clause, answered)
            whose = conversation.turns[answered].speaker if answered >= 0 else ""
            found.append(
                HeardPromise(
                    promise_id,
                    place,
                    turn.speaker,
                    to,
                    (clause.start, clause.end),
                    due.due_us if due else None,
                    bool(due and due.is_date),
                    told.span,
                    probability,
                    stands.tier,
                    verdict,
                    about.done(place, clause, answered, scores, done_from),
                    by_turn.get(answered) if answered >= 0 and to in (whose, "") else None,
                )
            )
    return found


def why_undated(
    conversation: Conversation, promise: HeardPromise, *, zone: tzinfo = UTC, day_first: bool | None = None
) -> str:
    """Why a promise has no due time: ``none`` named, or as :attr:`deadlines.Reading.why`; empty if it has one."""
    if promise.due_us is not None:
        return ""
    if promise.when is None:
        return "none"
    turn = conversation.turns[promise.turn]
    for clause in promising(turn.text):  # read as it was: "after lunch" is no lunch
        if (clause.start, clause.end) == promise.what:
            return _by_when(turn.text, clause, turn.at_us, zone, day_first).why or "repeats"
    first, last = promise.when
    return read(turn.text[first:last], turn.at_us, zone, day_first=day_first).why or "repeats"


def as_commitment(
    promise: HeardPromise,
    conversation: Conversation,
    *,
    team: str | None = None,
    direction: str | None = None,
    done: bool = False,
) -> Commitment | None:
    """The promise as a row of the ledger; None while nobody knows when it was made.

    Args:
        team: whose record it is on. direction: of ``evidence.commitment.DIRECTIONS``.
        done: a person confirmed that ``done_turn`` closes it; a proposal alone never does.
    """
    turn = conversation.turns[promise.turn]
    if turn.at_us is None or not promise.by:
        return None
    closing = conversation.turns[promise.done_turn] if done and promise.done_turn is not None else None
    return Commitment(
        id=promise.id,
        subject=promise.by,
        made_us=turn.at_us,
        source=conversation.source,
        line=turn.line,
        team=team,
        to=promise.to or None,
        direction=direction,
        due_us=promise.due_us,
        due_is_date=promise.due_is_date,
        closed_us=closing.at_us if closing else None,
        answers_id=promise.answers_id,
    )


# --- By when, to whom -------------------------------------------------------------------------------------------------


_APART: Final = re.compile(r"[,;:]\s(?!\d{4}\b)|\b(?:but|because)\s", re.IGNORECASE)
_NOT_SO: Final = re.compile(r"\b(?:not|never|cannot|no)\b|n['’]t\b", re.IGNORECASE)


def _by_when(text: str, clause: Clause, at_us: int | None, zone: tzinfo, day_first: bool | None) -> Reading:
    """The deadline named in the clause, or else before it in its sentence, the nearest first and none of what is said
    not to be, or after it; a span in characters of the whole text."""
    start, end = clause.sentence
    before = [start, *(start + hit.end() for hit in _APART.finditer(text[start : clause.start])), clause.start]
    pieces = [(a, b) for a, b in pairwise(before) if not _NOT_SO.search(text, a, b)]
    for first, last in ((clause.start, clause.end), *reversed(pieces), (clause.end, end)):
        told = read(text[first:last], at_us, zone, day_first=day_first)
        if told.span is not None:
            return Reading(told.deadline, told.why, (told.span[0] + first, told.span[1] + first))
    return Reading(None, "", None)


def _to_whom(conversation: Conversation, place: int, clause: Clause, answered: int) -> str:
    """Who is spoken to by name, else whose turn it answers, else the other of two; empty: everybody there."""
    turn = conversation.turns[place]
    speakers = {t.speaker for t in conversation.turns if t.speaker}
    if by_name := _by_name(turn, clause):
        return by_name
    if 0 <= answered < len(conversation.turns):
        other = conversation.turns[answered].speaker
        if other and other != turn.speaker:
            return other
    others = (speakers | conversation.people) - {turn.speaker}
    alone = len(others) == _PAIR - 1 and bool(turn.speaker)
    return next(iter(others)) if alone and _YOU.search(plain(turn.text[: 10 * LONGEST])) else ""


def _by_name(turn: Turn, clause: Clause) -> str:
    """Whom its sentence speaks to by name; where that says *you*, whoever was last spoken to before it in the turn."""
    first, last = clause.sentence
    for begin, end, who in turn.spoken_to:
        if begin < last and first < end:
            return who
    before = [who for _, end, who in turn.spoken_to if end <= first]
    return before[-1] if before and _YOU.search(plain(turn.text[first:last])) else ""


# --- Done -------------------------------------------------------------------------------------------------------------


def _stem(word: str) -> str:
    word = _IRREGULAR.get(word, word.removesuffix("'s"))
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _stems(text: str) -> Iterator[str]:
    for word in _WORD.findall(plain(text)):
        if word not in _COMMON:
            yield _stem(word)


class _Words:
    """What each turn is about: its words without those that every turn has."""

    def __init__(self, conversation: Conversation) -> None:
        self.turns = conversation.turns
        self.stems = [frozenset(_stems(turn.text)) for turn in conversation.turns]
        counts = Counter(stem for stems in self.stems for stem in stems)
        often = max(3, len(self.turns) // 8)
        self.usual = frozenset(stem for stem, n in counts.items() if n > often)

    def done(self, place: int, clause: Clause, answered: int, scores: Scores, threshold: float) -> int | None:
        """The first later turn of the same speaker that reports something done and shares a telling word with it."""
        turn = self.turns[place]
        if not turn.speaker:
            return None
        about = set(_stems(turn.text[clause.start : clause.end]))
        if clause.bare or not about:
            about |= self.stems[answered] if answered >= 0 else frozenset()
        about -= self.usual
        for later in range(place + 1, len(self.turns)):
            if self.turns[later].speaker != turn.speaker or scores.turns[later, _DONE] < threshold:
                continue
            if self.stems[later] & about:
                return later
        return None
