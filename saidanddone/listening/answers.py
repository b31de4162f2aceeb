"""How each act was met: by which turns, at which level, with which steps of LIVE, and after how long (MISSION S3, S8).

A no is a no and nothing worse: disagreement never makes level 1. Being punished needs an attack, a hint at consequences
or a question of loyalty in so many words, or the reading of the answer together with what it answers; a no that gives
its reason is level 3, acknowledged.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from saidanddone.listening.acts import identify_turns
from saidanddone.listening.brushing import bounded, bounds, is_brush_off, is_nod
from saidanddone.listening.closing import is_closing
from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.features import unquoted
from saidanddone.listening.following import Following
from saidanddone.listening.heard import Answer, HeardAct
from saidanddone.listening.labels import LABELS, LEVELS, REPLIES
from saidanddone.listening.listener import Listener, Scores
from saidanddone.listening.rehearsal_rules import at_most

__all__ = ["NO_ANSWER", "WITHIN_SECONDS", "WITHIN_TURNS", "answered", "as_told", "level_of", "may_answer"]

NO_ANSWER: Final = 0
"""In place of a level: a person says that this turn does not answer that act."""

WITHIN_TURNS: Final = 10
"""In talk, an answer comes within so many turns (MODEL §2)."""

WITHIN_SECONDS: Final = 48 * 3600.0
"""In writing, within two days (MODEL §2)."""

_ATTACK: Final = 0.9
"""Where an attack cannot be told well enough to be counted, only one that is this sure makes level 1 by itself."""

_SOON: Final = 30.0
"""Seconds after a speech within which the next to speak may have taken it up."""

_CALLED: Final = 300.0
"""Seconds within which somebody who was called by name may still take it up."""

_A_WORD_OR_TWO: Final = 2
_NAME: Final = re.compile(r"^\s*[^\W\d_]+(?:['’-][^\W\d_]+)*,\s|,\s+[^\W\d_]+(?:['’-][^\W\d_]+)*(?=\s*[.!?…]*\s*$)")
"""Whom a sentence is said to, at its beginning or its end."""
_US: Final = 1_000_000
_WEAKEST: Final = {"counted": 0, "stated_error": 1, "proposed": 2}


def answered(
    conversation: Conversation,
    scores: Scores,
    listener: Listener,
    acts: Sequence[HeardAct],
    *,
    leaders: Collection[str],
    promised: Mapping[int, str],
    levels: Mapping[str, int] | None = None,
) -> list[HeardAct]:
    """The acts, each with every turn that answers it, the one that counts first.

    A leader's answer counts before a peer's, then one that a person spoke of, then the earlier one. Nobody answers
    themself. In talk, whoever answers any part of the same unbroken speech answers the act in it too: people answer
    a speech, not one sentence. And where no answer was recognised, whoever was called by name or spoke next took it
    up, as far as anybody can tell: silence is claimed only where nobody did. How such an answer was meant is not
    read; it stands as acknowledged, with probability 0. Who only says goodbye to the meeting answers nothing.

    Args:
        leaders: pseudonyms of those who lead; empty where no roster says, and then roles are None.
        promised: place of a turn -> id of the act that a promise made in it answers.
        levels: id of an answer -> the level a person gave it, which stands whatever was heard, and makes an answer of a
            later turn of somebody else's where none was; or :data:`NO_ANSWER`, and it is none.
    """
    answering: dict[int, list[int]] = {}
    for place, target in enumerate(scores.answers.tolist()):
        if target >= 0:
            answering.setdefault(target, []).append(place)
    after = Following(conversation, scores, listener, answering, leaders, promised)
    met = []
    names, given = identify_turns(conversation), levels or {}
    told = _told(names, given)
    for act in acts:
        begin, end = _speech(conversation, act.turn)
        places = {place for turn in range(begin, end + 1) for place in answering.get(turn, ()) if place > act.turn}
        heard = {
            place
            for place in places
            if conversation.turns[place].speaker != act.by and _in_time(conversation, end, place)
            if not _closes(conversation, end, place) and not _to_others(conversation, act, place)
        }
        named, denied = told.get(act.turn, (frozenset(), frozenset()))
        came = sorted({*heard, *(at for at in named if may_answer(conversation, act.turn, at))} - denied)
        limits = _limits(conversation, act, end, came)
        found = []
        for place in came:
            name = f"l-{names[act.turn]}-{names[place]}"
            one = _answer(
                conversation, scores, listener, act, place, leaders, promised, name, given, limits[place]
            )  # fmt: skip
            found.append(after.told(one, act, end))
        if not found and (taken := _taken_up(conversation, act, begin, end, leaders, denied)) is not None:
            found = [replace(taken, id=f"l-{names[act.turn]}-{names[taken.turn]}")]
        # What a person named stands before what is guessed.
        found.sort(key=lambda answer: (answer.role != "leader", answer.judged is None, answer.turn))
        met.append(replace(act, answers=tuple(found)))
    return met


def as_told(conversation: Conversation, scores: Scores, acts: Sequence[HeardAct], levels: Mapping[str, int]) -> Scores:
    """The same scores with the links a person told of: turns answer what they were said to, and not what they were
    said not to, unless something else in that speech is still answered."""
    told = _told(identify_turns(conversation), levels) if levels else {}
    if not told:
        return scores
    links = scores.answers.copy()
    for place, target in enumerate(scores.answers.tolist()):
        to = [act for act, (yes, _) in told.items() if place in yes and may_answer(conversation, act, place)]
        if to:
            links[place] = max(to)
        elif target >= 0:
            first, last = _speech(conversation, target)
            said = {act for act, (_, no) in told.items() if place in no and first <= act <= last}
            left = {act.turn for act in acts if first <= act.turn <= last} - said
            if target in said or (said and not left):
                links[place] = max(left, default=-1) if target in said else -1
    return replace(scores, answers=links)


def level_of(levels: Sequence[float], *, hostile: bool, declined: bool, punished_from: float) -> tuple[int, float]:
    """The level 1..5 an answer stands at, and its probability.

    A no with its reason that attacks nobody is 3, however surely something else is heard in it (S3).

    Args:
        levels: probabilities of the five levels. hostile: whether the answer attacks. declined: whether it gives a
            reason for a no. punished_from: probability from which level 1 is believed.

    >>> level_of([.45, .30, .15, .05, .05], hostile=False, declined=False, punished_from=.6)
    (2, 0.3)
    >>> level_of([.05, .60, .30, .03, .02], hostile=False, declined=True, punished_from=.6)
    (3, 0.3)
    >>> level_of([.80, .05, .10, .03, .02], hostile=False, declined=True, punished_from=.6)
    (3, 0.1)
    """
    best = max(range(5), key=lambda k: levels[k])
    if best == 0 and not (hostile or levels[0] >= punished_from):
        best = max(range(1, 5), key=lambda k: levels[k])
    if best <= 1 and declined and not hostile:
        best = 2
    return best + 1, float(levels[best])


def may_answer(conversation: Conversation, act: int, place: int) -> bool:
    """Whether a turn can answer what was said in another: it comes later, and somebody else says it."""
    by = conversation.turns[act].speaker
    return place > act and (not by or conversation.turns[place].speaker != by)


def _told(names: Sequence[str], given: Mapping[str, int]) -> dict[int, tuple[frozenset[int], frozenset[int]]]:
    """Place of a turn -> the places of those that answer what is said there, and of those that do not, as told."""
    where = {name: place for place, name in enumerate(names)}
    found: dict[int, tuple[frozenset[int], frozenset[int]]] = {}
    for name, level in given.items():
        act, _, by = name.removeprefix("l-").partition("-")
        if act in where and by in where:
            yes, no = found.get(where[act], (frozenset(), frozenset()))
            at = {where[by]}
            found[where[act]] = (yes, no | at) if level == NO_ANSWER else (yes | at, no)
    return found


def _answer(
    conversation: Conversation,
    scores: Scores,
    listener: Listener,
    act: HeardAct,
    place: int,
    leaders: Collection[str],
    promised: Mapping[int, str],
    name: str,
    given: Mapping[str, int],
    limits: tuple[int, int],
) -> Answer:
    channel = conversation.channel
    row, as_reply = scores.turns[place], scores.replies[place]

    def holds(label: str) -> bool:
        value = row[LABELS.index(label)] if label in LABELS else as_reply[REPLIES.index(label)]
        return bool(value >= listener.standing(label, channel).threshold)

    punished = listener.standing("level_1", channel)
    least, most = limits
    declined = holds("declined") and most > 2
    attacks = listener.standing("hostility", channel)
    surely = attacks.threshold if attacks.tier != "proposed" else max(_ATTACK, attacks.threshold)
    hostile = bool(row[LABELS.index("hostility")] >= surely)
    levels = [float(as_reply[REPLIES.index(level)]) for level in LEVELS]
    if not hostile:
        levels = bounded(levels, least, most)
    level, probability = level_of(levels, hostile=hostile, declined=declined, punished_from=punished.threshold)
    if name in given:
        level, probability = given[name], 1.0
    declined = declined and level > 2  # a person may say that a no with its reason punished
    kept = promised.get(place) == act.id
    followed = "unknown"
    if kept or (holds("changed") and most > 2):
        followed = "changed"
    elif declined and most > 3:  # words that say that all was said, or attack, are no reason
        followed = "declined_with_reason"
    speaker = conversation.turns[place].speaker
    return Answer(
        turn=place,
        by=speaker,
        role=None if not leaders or not speaker else "leader" if speaker in leaders else "peer",
        level=level,
        probability=probability,
        look=True,
        identify=holds("identify"),
        validate=level >= 4 or (level == 3 < most and (holds("validate") or holds("validation"))),
        encourage=level == 5 or (name not in given and level >= 3 < most and holds("encourage")),
        followed=followed,
        seconds=_seconds(conversation, _speech(conversation, act.turn)[1], place),
        tier=max(
            ("counted" if act.judged else act.tier, listener.standing(f"level_{level}", channel).tier),
            key=_WEAKEST.__getitem__,
        ),
        id=name,
        judged=given.get(name),
    )


def _limits(conversation: Conversation, act: HeardAct, end: int, places: Sequence[int]) -> dict[int, tuple[int, int]]:
    """The least and the most that each of these answers can be by its words alone. Whether it sets the act aside, its
    speaker's other answers say too; what punishes in it is not made good by them."""
    turns = conversation.turns
    if not places:
        return {}
    asked = any("?" in turn.text for turn in (turns[act.turn], *turns[max(act.turn, end - WITHIN_TURNS) : end + 1]))
    limits, nods, worded = {}, set(), {}
    for place in places:
        said, last = _said(conversation, end, place)
        limits[place] = bounds(act.kind, said, asked=asked)
        if is_brush_off("question", _to_them(turns[place], act.by), asked=True):  # put off, and on to somebody else
            limits[place] = (1, 2)
        worded[place] = min(at_most(unquoted(turns[place].text)), _at_most_to(turns[place], act.by))
        # A nod while somebody is speaking sets nothing aside: they go on.
        goes_on = conversation.channel == "meeting" and last + 1 < len(turns) and turns[last + 1].speaker == act.by
        if act.by and goes_on and is_nod(said):
            nods.add(place)
    engaged = {turns[place].speaker for place in places if place not in nods and limits[place][1] > 2}
    aside = {turns[place].speaker for place in places if place not in nods and limits[place][1] <= 2} - engaged
    alone = {place: limit if limit[1] > 2 or turns[place].speaker in aside else (1, 5)
             for place, limit in limits.items()}  # fmt: skip
    return {place: (min(least, worded[place]), min(most, worded[place])) for place, (least, most) in alone.items()}


def _said(conversation: Conversation, end: int, place: int) -> tuple[str, int]:
    """All that the speaker of an answer said in one go after an act, as far as need be, and the last turn of it."""
    turns = conversation.turns
    first = last = place
    if who := turns[place].speaker:
        while first - 1 > end and place - first < WITHIN_TURNS and turns[first - 1].speaker == who:
            first -= 1
        while last + 1 < len(turns) and last - place < WITHIN_TURNS and turns[last + 1].speaker == who:
            last += 1
    return " ".join(turn.text for turn in turns[first : last + 1]), last


def _to_others(conversation: Conversation, act: HeardAct, place: int) -> bool:
    """Whether a message only speaks to others by name, and no source says that it answers the act. (In talk a chair
    answers one by asking another.)"""
    turn = conversation.turns[place]
    named = {who for _, _, who in turn.spoken_to}
    return (
        conversation.channel != "meeting" and turn.reply_to is None and bool(act.by and named) and act.by not in named
    )


def _at_most_to(turn: Turn, who: str) -> int:
    """The most an answer can be that asks only others, by name: it invites no more of whoever the act is of, and with
    a word or two beside it has said little to them (*"Good. Tomasz, what about the rota?"*)."""
    others = [(first, last) for first, last, name in turn.spoken_to if name != who]
    if not (who and others) or "?" not in turn.text:
        return 5
    rest = list(turn.text)
    for first, last in others:
        rest[first:last] = " " * (last - first)
    said = "".join(rest)
    if "?" in said:
        return 5
    return 3 if len(said.split()) <= _A_WORD_OR_TWO else 4


def _to_them(turn: Turn, who: str) -> str:
    """What an answer says to whom it answers, without their name (*"Not now, Bo. Dee, how was the fair?"*); empty where
    it speaks to nobody by name."""
    said = turn.text
    for first, last, name in reversed(turn.spoken_to):  # the last first: places before it stay
        said = said[:first] + (_NAME.sub("", said[first:last]) if name == who else " ") + said[last:]
    return said if turn.spoken_to else ""


def _called(conversation: Conversation, act: HeardAct, begin: int, end: int) -> Iterator[int]:
    """Turns soon after a speech by whom it spoke to by name, or, until its speaker goes on, that call them by name."""
    turns = conversation.turns
    asked = {who for turn in turns[begin : end + 1] for _, _, who in turn.spoken_to}
    goes_on = False
    for place in range(end + 1, min(len(turns), end + 1 + WITHIN_TURNS)):
        turn = turns[place]
        goes_on = goes_on or turn.speaker == act.by
        calls = not goes_on and any(who == act.by for _, _, who in turn.spoken_to)
        if (calls or turn.speaker in asked - {act.by}) and (_seconds(conversation, end, place) or 0.0) <= _CALLED:
            yield place


def _taken_up(
    conversation: Conversation, act: HeardAct, begin: int, end: int, leaders: Collection[str], denied: Collection[int]
) -> Answer | None:
    """In talk, who was called by name or calls the act's speaker; else the next turn, if somebody else says it soon;
    none of those that a person ``denied``.

    Which turn a turn answers is guessed, and often wrongly: a guess at another is no sign of silence;
    what a source says is.
    """
    if conversation.channel != "meeting":
        return None
    turns = conversation.turns
    for place in (*_called(conversation, act, begin, end), end + 1):
        if place >= len(turns) or place in denied or turns[place].reply_to is not None:
            continue
        who, seconds = turns[place].speaker, _seconds(conversation, end, place)
        if not who or who == turns[end].speaker or not turns[place].text.strip():
            continue
        if place == end + 1 and (seconds or 0.0) > _SOON:
            continue
        goes_on = place + 1 < len(turns) and turns[place + 1].speaker == act.by
        if _closes(conversation, end, place) or (goes_on and is_nod(turns[place].text)):
            continue
        role = None if not leaders else "leader" if who in leaders else "peer"
        level = min(3, _limits(conversation, act, end, [place])[place][1])
        return Answer(place, who, role, level, 0.0, True, False, False, False, "unknown", seconds, "proposed")
    return None


def _closes(conversation: Conversation, end: int, place: int) -> bool:
    """Whether all that is said there in one go is goodbye to the meeting."""
    return conversation.channel == "meeting" and is_closing(_said(conversation, end, place)[0])


def _speech(conversation: Conversation, place: int) -> tuple[int, int]:
    """The first and the last turn of the unbroken speech that a turn stands in, of the first no more than
    :data:`WITHIN_TURNS` back; of what is written, the turn itself."""
    turns, first, last = conversation.turns, place, place
    who = turns[place].speaker
    if conversation.channel != "meeting" or not who:
        return place, place
    while first > 0 and place - first < WITHIN_TURNS and turns[first - 1].speaker == who:
        first -= 1
    while last + 1 < len(turns) and turns[last + 1].speaker == who:
        last += 1
    return first, last


def _in_time(conversation: Conversation, act: int, place: int) -> bool:
    """Whether a turn comes soon enough after an act to be counted as an answer to it."""
    if place <= act:
        return False
    if conversation.channel == "meeting":
        return place - act <= WITHIN_TURNS
    seconds = _seconds(conversation, act, place)
    return seconds is None or seconds <= WITHIN_SECONDS


def _seconds(conversation: Conversation, act: int, place: int) -> float | None:
    """From the end of one turn to the beginning of another; none is negative (talk overlaps)."""
    asked, came = conversation.turns[act], conversation.turns[place]
    if asked.start is not None and came.start is not None:
        return max(0.0, came.start - (asked.end if asked.end is not None else asked.start))
    if asked.at_us is not None and came.at_us is not None:
        if (
            conversation.channel == "meeting" and asked.at_us == came.at_us
        ):  # a text without a clock: only its day is told
            return None
        return max(0.0, (came.at_us - asked.at_us) / _US)
    return None
