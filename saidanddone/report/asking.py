"""The same one thing, as a team may ask for it: the same figures and the same reason as its leader reads (B1).

Nothing here is about the team: it says what the team may expect, and asks; it blames nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from saidanddone.privacy.release import Released
from saidanddone.report.doing import (
    LOUDER,
    SILENCE,
    STRETCH,
    WITHOUT_A_WORD,
    Telling,
    Told,
    fewer_kept,
    how_late,
    newest_first,
    nothing_yet,
    so_far,
    the_overdue,
    without_date,
)
from saidanddone.report.voice import subject
from saidanddone.report.words import count_of, number

__all__ = ["ASKING"]


def _name_dropped(released: Released, n: int) -> Told:
    them = "it" if n == 1 else "them"
    return Told(
        f"Ask about what went quiet{newest_first(n)}: {count_of(n, subject(released).promise)} passed the date within "
        f"the last year and no word of {them} was found. Ask what becomes of {them}, even if the answer is no.",
        "This was to be done by then, and we have not heard of it since. Where does it stand? A no is an answer too.",
        f"{SILENCE}, and asking for it is allowed.",
    )


def _date_undated(released: Released, n: int) -> Told:
    promise = subject(released).promise
    what, them = (promise, "it") if n == 1 else (f"{promise}s", "them")
    return Told(
        f"Ask for a date for the {number(n)} {what} without one, or to take {them} back.",
        "You said you would look at this. By when may we count on it? Any day will do that you can hold.",
        f"{without_date(released)}, and it cannot count as kept either.",
    )


def _speak_of_overdue(released: Released, n: int) -> Told:
    return Told(
        f"Ask today about {the_overdue(released, n)}: for a new date, or to hear that it will not happen.",
        "This was due and we do not have it yet. When may we count on it, or is it off? Both help us plan.",
        WITHOUT_A_WORD,
    )


def _small_and_often(released: Released, _: int) -> Told:
    return Told(
        "Ask for small promises with near dates: things that would be done anyway, said out loud beforehand.",
        "What can we count on by tonight? And what by Wednesday?",
        so_far(released),
    )


def _move_in_time(released: Released, _: int) -> Told:
    return Told(
        "Go through what falls due in the next two weeks together, and ask today which dates will not hold.",
        "This was said for Friday. If it is going to be later, tell us now and we can plan for it.",
        how_late(released),
    )


def _promise_less(released: Released, _: int) -> Told:
    return Told(
        "Before asking for the next thing, give one promise back: say which one you can do without, and why. Fewer "
        "can be held.",
        "Of all that was promised, this one can wait, because […]. The other two matter to us by [day].",
        fewer_kept(released),
    )


def _before_pressure(_: Released, __: int) -> Told:
    return Told(
        "Before the next hard stretch, ask which promises stand whatever happens and which will wait.",
        "The next three weeks will be tight. Which dates hold, and which had better move today?",
        STRETCH,
    )


def _begin(_: Released, __: int) -> Told:
    return Told(
        "Ask for one small promise with a date within a week, and write down what became of it.",
        "What can we count on by Friday noon?",
        nothing_yet(),
    )


def _ask_receivers(_: Released, __: int) -> Told:
    return Told(
        "Say of what was promised to you whether it was done as you understood it, and have that written down.",
        "These three count as done. This is how we see them.",
        "The record is good, and it rests on the word of the one who promised. Ours would make it hold.",
    )


def _keep_going(_: Released, __: int) -> Told:
    return Told(
        "Carry on, and ask for the next date out loud: a promise nobody heard builds nothing.",
        "Does Thursday still stand?",
        LOUDER,
    )


ASKING: Final[Mapping[str, Telling]] = MappingProxyType(
    {
        "name_dropped": _name_dropped,
        "date_undated": _date_undated,
        "speak_of_overdue": _speak_of_overdue,
        "move_in_time": _move_in_time,
        "promise_less": _promise_less,
        "before_pressure": _before_pressure,
        "small_and_often": _small_and_often,
        "begin": _begin,
        "ask_receivers": _ask_receivers,
        "keep_going": _keep_going,
    }
)
"""Kind of advice -> how it is told to those who were promised something."""
