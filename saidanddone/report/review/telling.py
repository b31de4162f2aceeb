"""The sentences of a review, the same in page, PDF and terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import Final

from saidanddone.privacy.review import ReviewedPromise
from saidanddone.report.review.answer import kinds_of
from saidanddone.report.review.tally import Found, Promised, Tally
from saidanddone.report.review.words import FOLLOWED, LEVELS, STEPS, called, of_ten, place_of, plural, waited
from saidanddone.report.words import count_of, day, joined, known, number, sentence_case, share

__all__ = [
    "LEVEL_MEANS", "LITTLE", "ONLY_PROPOSED", "WAYS_OUT", "alike", "by_when", "missed_intro", "noticed_told",
    "of_level", "own_told", "promise_state", "promises_intro", "proposed_replies", "proposed_told", "replies_intro",
    "reply_told", "sure", "talk_told", "told_of", "unplaced_told", "way_out", "whose",
]  # fmt: skip

WAYS_OUT: Final = {
    "question": "answer it now, or say that you do not know yet",
    "help_seeking": "ask what would help most, and by when",
    "not_knowing": "say what you know of it, or that you do not know either",
    "mistake": "say thank you for the telling, then ask what it takes to put it right",
    "idea": "say what you make of it; a no with its reason is an answer too",
    "problem": "say what you make of it, and who will look into it by when",
    "challenge": "say what would change your mind, or why the decision stands",
    "introduction": "say that you are glad they are there, and ask one thing about it",
    "personal": "say that you heard it; nothing more is needed",
    "protection": "say that stepping in was right",
}
"""Kind of act -> what one can still do about it where nobody answered."""

LEVEL_MEANS: Final = {
    1: "blame, threat, ridicule, or a question of loyalty",
    2: "no answer to it, or a later without a day",
    3: "answered, or turned down with a reason: that is fine",
    4: "its worth was said, or it was engaged with",
    5: "more of it was asked for, or it was acted on",
}
"""Level -> what it stands for (S3)."""

ONLY_PROPOSED: Final = "All of it is only proposed."
"""Said under a picture where nothing counts."""

LITTLE: Final = 0.15
"""The quieter half of five or more people saying less than this share of the words is little."""


# --- What nobody answered -------------------------------------------------------------------------------------------


def missed_intro(tally: Tally) -> str:
    """How many acts nobody answered, and that none is too late."""
    n = len(tally.missed)
    if not tally.counted:
        return "Nothing was counted that could have been missed." if tally.proposed else "None was heard."
    if not n:
        return f"None of what was counted: somebody answered each. {_beyond(tally)}"
    kinds = kinds_of([one.act.kind for one in tally.missed])
    late = "It is not too late." if n == 1 else "It is not too late for any of them."
    return f"No answer was heard to {kinds}. {late}"


def _beyond(tally: Tally) -> str:
    """What an empty list does not cover: what is only proposed, and what was not heard at all."""
    missed, proposed = "some are always missed in listening.", len(tally.proposed)
    if not proposed or tally.missed_proposed:  # what of it got no answer is told next, with how many there are
        return sentence_case(missed)
    return f"{sentence_case(number(proposed))} more {'is' if proposed == 1 else 'are'} only proposed, and {missed}"


def proposed_told(tally: Tally) -> str:
    """Of what is only proposed: how many moments seem to have had no answer; empty where none had."""
    n, of = len(tally.missed_proposed), len(tally.proposed)
    if not n:
        return ""
    settle = "whether anybody spoke up there is for you to settle"
    if n == of:
        return f"{sentence_case(count_of(n, 'proposal'))} without an answer: {settle}"
    return f"{sentence_case(number(n))} of {number(of)} proposals had no answer: {settle}"


def alike(missed: Sequence[Found]) -> list[tuple[Found, ...]]:
    """Missed acts of one kind together, each group and what is in it in the order given and heard."""
    groups: dict[str, list[Found]] = {}
    for one in missed:
        groups.setdefault(one.act.kind, []).append(one)
    return [tuple(sorted(group, key=lambda one: (one.n, one.act.place.turn))) for group in groups.values()]


def way_out(found: Found, n: int = 1) -> str:
    """What can still be done about an act that nobody answered, or about ``n`` of a kind."""
    return f"You can still go back to {'it' if n == 1 else 'each'}: {WAYS_OUT[found.act.kind]}."


# --- Your replies ---------------------------------------------------------------------------------------------------


def own_told(tally: Tally) -> str:
    """What the reader did themselves (S13); empty where that was nothing. Whoever chairs asks: questions are told, and
    not as speaking up."""
    if not tally.own:
        return ""
    unmet = sum(one.act.met is None for one in tally.own)
    kinds = [one.act.kind for one in tally.own]
    spoke, asked = [kind for kind in kinds if kind != "question"], kinds.count("question")
    said = f"You spoke up yourself: {kinds_of(spoke, own=True)}." if spoke else ""
    if asked:
        said = f"{said} You {'also ' if said else ''}asked {count_of(asked, 'question')}.".strip()
    if not unmet:
        return said
    left = (
        "It was"
        if len(tally.own) == 1
        else "All were"
        if unmet == len(tally.own)
        else f"{sentence_case(number(unmet))} of them {'was' if unmet == 1 else 'were'}"
    )
    return f"{said} {left} left without an answer; you can say so, and by when you need one."


def replies_intro(tally: Tally) -> list[str]:
    """How many acts the reader answered, and how far their level may be believed."""
    own = own_told(tally)
    return [*_answered(tally), *([own] if own else [])]


def _answered(tally: Tally) -> list[str]:
    n = len(tally.replies)
    if not n:
        spoke = any(talk.my_share is not None for talk in tally.heard)
        if not spoke:
            return ["You said nothing here, so there is no reply of yours to review."]
        return ["You answered none of what was counted here."]
    said = [f"You answered {count_of(n, 'act')} of speaking up."]
    guessed = tally.perhaps(1, 2, 3, 4, 5)
    if guessed:
        which = "" if guessed == n else f" of {number(guessed)} of them"
        said.append(f"The level{which} is proposed, not measured well enough to be counted: take it as a question.")
    if tally.level(1) or tally.perhaps(1):
        said.append(
            "That one could land as a punishment is a reading of its words, not of you. You can go back, take back how "
            "it was said, and keep what you meant."
        )
    if tally.level(2) or tally.perhaps(2):
        said.append("Where one could sound like brushing it aside, you can still say when you will come back to it.")
    return said


def proposed_replies(tally: Tally) -> str:
    """Of the reader's replies to what is only proposed: how many there are; empty where there is none."""
    n, of = sum(one.reply is not None for one in tally.proposed), len(tally.proposed)
    if not n:
        return ""
    if n == of:
        return f"What you replied to the {'' if n == 1 else f'{number(n)} '}proposal{'' if n == 1 else 's'}"
    return f"What you replied to {number(n)} of {number(of)} proposals"


def of_level(level: int, *, proposed: bool = False) -> str:
    """What a reply of a level did, told of the reply and not of the person.

    >>> of_level(3), of_level(1, proposed=True)
    ('your reply acknowledged it.', 'your reply could land as a punishment (proposed).')
    """
    return f"your reply {LEVELS[level]}{' (proposed)' if proposed else ''}."


def reply_told(found: Found) -> list[str]:
    """One reply: its time and level, its steps, and what followed; a sentence each."""
    reply = found.reply
    if reply is None or reply.level is None:
        return []
    at = f"at {place_of(found.talk, reply.place)}" if reply.place else ""
    when = ", ".join(part for part in (waited(reply.seconds), at) if part)
    level = of_level(reply.level, proposed=not reply.counts)
    said = [sentence_case(f"{when}, {level}" if when else level)]
    there = [STEPS[step] for step in STEPS if getattr(reply, step)]
    lacking = [step for step in STEPS if not getattr(reply, step)]
    if there:
        said.append(f"You {joined(there)}.")
    if lacking and reply.level < 4:
        said.append(f"Not heard in it: {joined([step.capitalize() for step in lacking])}.")
    elif lacking:
        said.append(f"It went without {joined([step.capitalize() for step in lacking])}.")
    said.append(FOLLOWED[reply.followed or "unknown"])
    return [sentence for sentence in said if sentence]


# --- What you noticed -----------------------------------------------------------------------------------------------


def noticed_told(tally: Tally) -> list[str]:
    """What share of others' acts the reader had marked, and which kinds went by unmarked; empty if not asked."""
    noticed = tally.review.noticed
    if noticed is None:
        return []
    marked = f"You marked {count_of(noticed.marks, 'moment')} before anything was shown."
    if not noticed.acts:
        return [marked, "Nothing was counted of others here to compare them with."]
    if noticed.acts == 1:
        among = "was" if noticed.noticed else "was not"
        said = [marked, f"The one act of somebody else that we heard {among} among them."]
    else:
        k = number(noticed.noticed) if noticed.noticed else "none"
        whole = "All" if noticed.noticed == noticed.acts else sentence_case(k)
        verb = "was" if noticed.noticed == 1 else "were"
        said = [marked, f"{whole} of the {number(noticed.acts)} acts of others that we heard {verb} among them."]
    gone = [one.act.kind for one in tally.counted if one.act.noticed is False]
    if gone:
        said.append(f"Not among them: {kinds_of(gone)}.")
    said.append("What you marked and we did not hear may be right all the same: we miss some.")
    return said


# --- Promises -------------------------------------------------------------------------------------------------------


def promises_intro(tally: Tally) -> list[str]:
    """How many promises, whose, how many without a date and how to date one (T5)."""
    promises = [one.promise for one in tally.promises]
    if not promises:
        return ["No promise was heard."]
    n, undated = len(promises), sum(one.due_us is None for one in promises)
    by = [(sum(one.by == who for one in promises), words) for who, words in _BY.items()]
    of = joined([f"{number(k)} {words}" for k, words in by if k])
    said = [f"{sentence_case(count_of(n, 'promise'))} heard: {of}."]
    said += unplaced_told(promises)
    undated -= sum(one.undated_why in _UNPLACED for one in promises)
    if undated:
        one_of = "It has no date." if n == undated == 1 else (
            "None has a date." if n == undated else f"{sentence_case(number(undated))} without a date."
        )  # fmt: skip
        said.append(
            f"{one_of} To date one, tell whoever it was made to: “You will have it by Thursday noon; if that moves, "
            "I will say so before.”"
        )
    if any(_open(one) for one in promises):
        said.append("What is proposed becomes a promise only once you confirm it: `--into DIR --confirm`.")
    return said


_UNPLACED: Final = {
    "undated": ("say the recording's day with `--on` to place it", "its day is not known"),
    "start": ("it says from when, and by when is still open", "from a day on"),
    "order": ("it can be read as two days; a month in words would be one", "a day that can be read two ways"),
    "past": ("it was over when it was named, so it is hardly when this is due", "a time already over"),
    "repeats": ("it comes again and again, so no single day is due", "again and again"),
}
"""Why a time that was named is no day -> what can be done about it, and the same in few words."""


def unplaced_told(promises: Sequence[ReviewedPromise]) -> list[str]:
    """Of promises that name a time which is no day here: how many, and what would make it one."""
    said = []
    for why, (way, _) in _UNPLACED.items():
        n = sum(one.due_us is None and one.undated_why == why for one in promises)
        if n:
            names = (
                "It names" if n == len(promises) == 1 else f"{sentence_case(number(n))} {'names' if n == 1 else 'name'}"
            )
            said.append(f"{names} a time; {way}.")
    return said


_BY: Final = {"you": "by you", "leader": "by a leader", "somebody": "by somebody"}


def _open(promise: ReviewedPromise) -> bool:
    return promise.tier == "proposed" and not promise.judged


def whose(promise: ReviewedPromise) -> str:
    """Whose it is and to whom it was made, as far as that is shown."""
    people = {"you": "you", "leader": "a leader", "somebody": "somebody", "everybody": "everybody there"}
    to = "somebody else" if promise.by == promise.to == "somebody" else people[promise.to]
    return f"{people[promise.by]} to {to}"


def by_when(promise: ReviewedPromise, zone: tzinfo = UTC) -> str:
    """By when it is due; undated is a state of its own, and so is a time that was named and is no day here."""
    if promise.due_us is not None:
        return f"by {day(promise.due_us, zone)}"
    return f"undated ({_UNPLACED[promise.undated_why][1]})" if promise.undated_why in _UNPLACED else "undated"


def promise_state(one: Promised) -> str:
    """Whether it is confirmed or proposed, what it answers, and whether it seems to be done."""
    promise = one.promise
    said = ["confirmed" if promise.judged else "proposed" if _open(promise) else "heard"]
    if promise.answers_id is not None:
        kind = next((act.kind for act in one.talk.acts if act.id == promise.answers_id), None)
        said.append(f"in answer to {called(kind)}" if kind else "in answer to somebody")
    if promise.done is not None:
        said.append(f"seemingly done at {place_of(one.talk, promise.done)} (proposed)")
    return ", ".join(said)


# --- Who talked -----------------------------------------------------------------------------------------------------


def talk_told(tally: Tally) -> list[str]:
    """The reader's share of the words, the quieter half's, and why nothing is said of interruptions."""
    talks = tally.review.conversations
    words = sum(talk.words for talk in talks)
    if not words:
        return []
    said = []
    if mine := [talk for talk in talks if talk.my_share is not None]:
        part = _over([(talk.words, talk.my_share) for talk in mine])
        voices = f", one of {number(mine[0].voices)} voices" if len(talks) == 1 and mine[0].voices > 1 else ""
        said.append(f"You said {share(part)} of the words{'' if len(talks) == 1 else ' where you spoke'}{voices}.")
    if quiet := [talk for talk in talks if talk.quiet_share is not None]:
        part = _over([(talk.words, talk.quiet_share) for talk in quiet])
        others = "the others" if tally.review.reader else "all who spoke"
        in_those = "" if len(talks) == 1 else f", over {count_of(len(quiet), 'conversation')} of five or more"
        little = " Nobody needs to talk more; ask one of them what they see." if (part or 0) < LITTLE else ""
        said.append(f"The less heard half of {others} said {share(part)} of them{in_those}.{little}")
    elif not said:
        said.append("Shares of the words are told of you, and of the less heard half where there are enough others.")
    said.append(
        "Nothing is said of interruptions: when two talk at once, this does not tell breaking in from joining in."
        if any(talk.overlaps for talk in talks)
        else "Nothing is said of interruptions: what was read cannot show two people talking at once."
    )
    return said


def _over(parts: list[tuple[int, float | None]]) -> float | None:
    words = sum(n for n, _ in parts)
    return sum(n * (known(part) or 0.0) for n, part in parts) / words if words else None


def sure(tally: Tally, kind: str) -> str:
    """How often what is proposed as this is right, as measured; how sure the program felt is no measure of it."""
    return of_ten(next((one.precision for one in tally.review.standings if one.label == kind), None))


def told_of(found: Found, n: int = 1) -> str:
    """An act's kind with a large first letter, for a line of its own; of ``n`` such, how many."""
    return sentence_case(plural(n, found.act.kind))
