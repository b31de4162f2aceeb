"""What a review calls things: kinds of acts, levels, steps, places, waiting times and stated errors, in plain words."""

from __future__ import annotations

import math
from datetime import UTC, tzinfo
from typing import Final

from saidanddone.listening.labels import ACTS
from saidanddone.privacy.review import Place, ReviewedConversation
from saidanddone.report.words import day, known, number, plain, span, time_of_day

__all__ = [
    "FOLLOWED", "LEVELS", "RUNGS", "STEPS", "called", "clock", "of_ten", "place_of", "plural", "waited", "when",
    "where",
]  # fmt: skip

_CALLED: Final = {
    "question": ("a question", "questions"),
    "help_seeking": ("asking for help", "calls for help"),
    "not_knowing": ("saying that one does not know", "times somebody said they did not know"),
    "mistake": ("a mistake admitted", "mistakes admitted"),
    "idea": ("an idea offered", "ideas offered"),
    "problem": ("a problem raised", "problems raised"),
    "challenge": ("a decision challenged", "decisions challenged"),
    "introduction": ("an introduction", "introductions"),
    "personal": ("something personal shared", "personal things shared"),
    "protection": ("stepping in for somebody", "times somebody stepped in for another"),
    "thanks": ("thanks", "thanks"),
    "validation": ("a word of appreciation", "words of appreciation"),
    "agreement": ("agreement", "agreements"),
    "dismissal": ("turning something down", "times something was turned down"),
    "hostility": ("an attack", "attacks"),
    "commitment": ("a promise", "promises"),
    "done": ("a promise done", "promises done"),
    "negative": ("disagreement", "disagreements"),
    "level_1": ("a reply that could land as a punishment", "replies that could land as a punishment"),
    "level_2": ("a reply that brushes aside", "replies that brush aside"),
    "level_3": ("a reply that acknowledges", "replies that acknowledge"),
    "level_4": ("a reply that takes seriously", "replies that take seriously"),
    "level_5": ("a reply that asks for more", "replies that ask for more"),
    "identify": ("naming what was said", "times it was named"),
    "validate": ("saying that it was worth saying", "times its worth was said"),
    "encourage": ("asking for more of it", "times more of it was asked for"),
    "changed": ("a plan changed in answer", "plans changed in answer"),
    "declined": ("a no with its reason", "noes with their reason"),
}
"""A label -> what one of it is called, and several."""

_OWN: Final = {
    "not_knowing": ("saying that you did not know", "times you said that you did not know"),
    "protection": ("stepping in for somebody", "times you stepped in for another"),
}
"""What is called otherwise where it is told to whoever did it."""

if not set(ACTS) <= set(_CALLED):
    raise AssertionError("every act that is listened for has a name")

RUNGS: Final = {
    "challenger": "challenging",
    "contributor": "contributing",
    "learner": "learning",
    "inclusion": "belonging",
}
"""The four rungs (S2), the highest first -> what a reader sees."""

LEVELS: Final = {
    1: "could land as a punishment",
    2: "could sound like brushing it aside",
    3: "acknowledged it",
    4: "took it seriously",
    5: "asked for more of it",
}
"""How a reply reads, by level (S3). Of the words alone: how it landed only the other knows."""

STEPS: Final = {
    "look": "looked",
    "identify": "said what it was",
    "validate": "said that it was worth saying",
    "encourage": "asked for more",
}
"""The four steps of LIVE (S8), as done."""

FOLLOWED: Final = {
    "changed": "Something was to change.",
    "declined_with_reason": "It was a no with its reason, and that is a full answer.",
    "nothing": "Nothing was heard to follow, here; you can still say what became of it.",
    "unknown": "",
}
"""What followed, in a sentence; empty where it is not known."""


def called(label: str) -> str:
    """What a label is called: ``a problem raised``.

    >>> called("problem"), called("commitment")
    ('a problem raised', 'a promise')
    """
    return _CALLED[label][0]


def plural(n: int, label: str, *, own: bool = False) -> str:
    """So many of a label: ``two problems raised``; ``own`` where it is told to whoever did it.

    >>> plural(2, "problem"), plural(1, "problem"), plural(2, "not_knowing", own=True)
    ('two problems raised', 'a problem raised', 'two times you said that you did not know')
    """
    one, several = (_OWN if own and label in _OWN else _CALLED)[label]
    return one if n == 1 else f"{number(n)} {several}"


def clock(seconds: float | None) -> str:
    """A moment in a recording as its player shows it; empty where there is none.

    >>> clock(750.4), clock(3751), clock(None)
    ('12:30', '1:02:31', '')
    """
    if known(seconds) is None:
        return ""
    whole = max(0, int(seconds or 0))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def where(talk: ReviewedConversation, place: Place) -> str:
    """The file and the line, as a program would say it."""
    return f"{plain(talk.source)}:{place.line}"


def place_of(talk: ReviewedConversation, place: Place) -> str:
    """The clock of a recording, else the line: how a person looks it up."""
    return (clock(place.clock) if talk.channel == "meeting" else "") or f"line {place.line:,}"


def when(talk: ReviewedConversation, place: Place, zone: tzinfo = UTC) -> str:
    """The clock of a recording, else the day it was written, of a chat to the minute; empty where neither is known."""
    if talk.channel == "meeting":
        return clock(place.clock)
    if place.at_us is None:
        return ""
    minute = time_of_day(place.at_us, zone) if talk.channel == "chat" else ""
    return f"{day(place.at_us, zone)}{f', {minute}' if minute else ''}"


def waited(seconds: float | None) -> str:
    """How long an answer took.

    >>> waited(0.4), waited(1), waited(95), waited(7000), waited(200_000), waited(None)
    ('at once', 'after one second', 'after two minutes', 'after two hours', 'after two days', '')
    """
    seconds = known(seconds)
    if seconds is None:
        return ""
    if seconds < 1:
        return "at once"
    for unit, length, until in (("second", 1, 89.5), ("minute", 60, 5370), ("hour", 3600, 64_800)):
        if seconds < until:
            n = max(1, math.floor(seconds / length + 0.5))
            return f"after {number(n)} {unit}{'' if n == 1 else 's'}"
    return f"after {span(seconds / 86_400)}"


def of_ten(precision: float | None) -> str:
    """A measured precision as a person says it.

    >>> of_ten(0.83), of_ten(0.99), of_ten(None)
    ('of ten such, about eight are right', 'of ten such, nearly all are right', 'not measured on real talk')
    """
    share = known(precision)
    if share is None:
        return "not measured on real talk"
    n = math.floor(10 * share + 0.5)
    if n >= 10:
        return "of ten such, nearly all are right"
    few = "hardly one is" if not n else "about one is" if n == 1 else f"about {number(n)} are"
    return f"of ten such, {few} right"
