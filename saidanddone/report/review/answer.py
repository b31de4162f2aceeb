"""The sentence that answers the question: how was speaking up met here, and how sure is that; never a score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from saidanddone.report.review.tally import Tally, wilson
from saidanddone.report.review.words import LEVELS, plural
from saidanddone.report.words import certainty, count_of, joined, number, sentence_case, too_early
from saidanddone.settings import default

__all__ = ["MOST_SURE", "answer", "grounds", "heard_of", "kinds_of"]

MOST_SURE: Final = 0.9499
"""Where who answers whom was inferred, or an act may be mistaken, no answer is told as surer than 'probably'."""

_HALF: Final = 0.5


def answer(tally: Tally) -> str:
    """One sentence. Where little was heard, the count comes first (T2, S7)."""
    if not tally.review.conversations:
        return "There was no conversation in what was read, so nothing can be said of how speaking up is met."
    if not tally.heard:
        return "How speaking up was met cannot be told here: the talk could not be listened to, and we do not guess."
    heard = len(tally.counted)
    if not heard:
        if tally.proposed:
            what = "one proposal is" if len(tally.proposed) == 1 else f"{number(len(tally.proposed))} proposals are"
            return f"Nobody was surely heard to speak up here; {what} for you to settle."
        return "Nobody was heard to speak up here, so how it would be met cannot be told."
    first = _whether_answered(tally)
    second = _for_you(tally) if _waits(tally) else _how_answered(tally)
    return f"{first}; {second}." if second else f"{first}."


def _waits(tally: Tally) -> bool:
    """Whether most of what was heard waits to be settled, and little counts; what a person has settled comes first."""
    heard = len(tally.counted)
    settled = tally.review.reader and tally.level(*LEVELS)
    return heard < default("fewest_occasions") and heard < len(tally.proposed) and not settled


def _for_you(tally: Tally) -> str:
    return f"{number(len(tally.proposed))} proposals are for you to settle"


def _whether_answered(tally: Tally) -> str:
    heard, answered = len(tally.counted), tally.answered
    if heard < default("fewest_occasions"):
        replies = [one.reply for one in (*tally.counted, *tally.proposed) if one.reply is not None]
        hard = tally.level(1, 2) or any((reply.level or 5) <= 2 for reply in replies)
        good = answered == heard and not hard
        start = "a good start, not yet a picture" if good else "too few to make a picture"
        if heard == 1:
            if answered:
                one = "a good start, not yet a picture" if good else "too little to make a picture"
                return f"Somebody spoke up once and was answered: {one}"
            return "Somebody spoke up once, and no answer was heard: too little to make a picture"
        return f"{sentence_case(_times(answered, heard))} somebody spoke up, an answer came: {start}"
    low, high = wilson(answered, heard)
    if too_early(low, high):
        return f"Too early to say whether speaking up is answered here: {_times(answered, heard)} an answer came"
    chance = (answered + 1) / (heard + 2)
    if tally.inferred:
        chance = min(MOST_SURE, max(1 - MOST_SURE, chance))
    word, side = certainty(chance)
    counts = f"{_times(answered, heard)} an answer came"
    if "either" in word:
        return f"Whether speaking up is answered here could go either way: {counts}"
    fate = "answered" if side else "left without an answer"
    return f"Whoever speaks up here will {word} be {fate}: {counts}"


def _times(k: int, n: int) -> str:
    return f"{number(k) if k else 'none'} of {number(n)} times"


def _how_answered(tally: Tally) -> str:
    """How it was met, as far as that may be told: the reader's own replies, else everybody's together, else nothing.

    That an answer came is known by rule; how it met what was said counts only where that was measured or settled.
    """
    mine = tally.level(1, 2, 3, 4, 5)
    if tally.review.reader and mine:
        return _own(tally, mine)
    if tally.review.reader and (guessed := tally.perhaps(1, 2, 3, 4, 5)):
        return _guessed(guessed, tally.perhaps(1, 2))
    others = tally.review.others
    if others:
        return (
            f"{others} {'of the ' if others == 'about half' else ''}answers, over everybody, said that it was welcome"
        )
    if not tally.answered:
        return ""
    if tally.review.unsettled and not tally.review.withheld:
        what = "the answer was" if tally.answered == 1 else "the answers were"
        return f"how welcome {what} is only proposed"
    return "how welcome the answers were cannot be told from here"


def _own(tally: Tally, mine: int) -> str:
    hurt, brushed, glad = tally.level(1), tally.level(2), tally.level(4, 5)
    more = len(tally.replies) - mine  # whose level is only proposed
    which = "counted " if more else ""
    of = f"your one {which}reply" if mine == 1 else f"your {number(mine)} {which}replies"
    if hurt:
        return f"{of if mine == 1 else f'{number(hurt)} of {of}'} could land as a punishment"
    if brushed:
        return f"{of if mine == 1 else f'{number(brushed)} of {of}'} could sound like brushing it aside"
    if unsure := tally.perhaps(1, 2):
        look = "is" if unsure == 1 else "are"
        return f"{number(unsure)} of your {number(mine + more)} replies {look} worth a second look"
    if 2 * glad >= mine:
        return f"{of if mine == 1 else f'{_part(glad, mine)} {of}'} also said that it was welcome"
    return f"{of} acknowledged it" + ("" if not glad else f", and {number(glad)} said that it was welcome")


def _guessed(n: int, low: int) -> str:
    """Of the reader's replies whose level is only proposed: that it is, and how many deserve a second look."""
    if n == 1:
        said = "how your one reply reads is only proposed"
        return f"{said}, and it is worth a second look" if low else said
    said = f"how your {number(n)} replies read is only proposed"
    if not low:
        return said
    which = "all" if low == n else number(low)
    return f"{said}, and {which} {'is' if low == 1 else 'are'} worth a second look"


def _part(k: int, n: int) -> str:
    return "all of" if k == n else f"{number(k)} of"


def heard_of(tally: Tally) -> str:
    """What the answer rests on: how many acts, in how much talk.

    ``Fifteen acts of speaking up in one conversation of 167 turns``
    """
    turns = sum(talk.turns for talk in tally.heard)
    said = "one turn" if turns == 1 else f"{turns:,} turns"
    if not tally.counted:
        return f"listened to {count_of(len(tally.heard), 'conversation')} of {said}"
    acts = sentence_case(count_of(len(tally.counted), "act"))
    return f"{acts} of speaking up in {count_of(len(tally.heard), 'conversation')} of {said}"


def grounds(tally: Tally) -> list[str]:
    """How sure that is, and why no surer; a sentence each."""
    if not tally.heard:
        return []
    if not tally.counted:
        return [f"{sentence_case(heard_of(tally))}."]
    said = [f"{heard_of(tally)}."]
    if tally.proposed:
        n = len(tally.proposed)
        more = (
            "One more is only proposed and" if n == 1
            else "What is proposed is" if _waits(tally)
            else f"{sentence_case(number(n))} more are only proposed and"
        )  # fmt: skip
        said.append(f"{more} not counted.")
    if tally.inferred:
        few = " and misses most problems and challenges" if _misses(tally) else ""
        said.append(
            f"It was heard by a program, which errs as the small print says{few}; who answers whom is partly inferred."
        )
    if tally.answered:
        said.append("How a reply landed is read from its words; only the one it was said to knows.")
    return said


def _misses(tally: Tally) -> bool:
    """Whether of problems and challenges fewer than half are found, as far as anybody measured."""
    bold = [one for one in tally.review.standings if one.label in ("problem", "challenge")]
    return bool(bold) and all(one.tier == "proposed" and (one.recall or 0.0) < _HALF for one in bold)


def kinds_of(found: Sequence[str], *, own: bool = False) -> str:
    """Kinds of acts counted, the most frequent first: ``two problems raised and a question``.

    Args:
        own: told to whoever did them.
    """
    order = sorted(dict.fromkeys(found), key=lambda kind: -found.count(kind))
    return joined([plural(found.count(kind), kind, own=own) for kind in order])
