"""The words of a message that says a promise will not be kept, or was not: plain, and nothing the facts do not hold.

Five to seven sentences in the writer's own first person (MISSION T11, REPORT 'Manner'): what was said, that it will not
be or was not done, why, whom it costs, and a new date or the wish to be let off. No grovelling and no excuse; what was
not told is left out, never made up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from saidanddone.report.words import DAY_US, day, number, plain, span

__all__ = ["Letter", "write"]


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message is made of.

    Attributes:
        what: what was promised, in its maker's own words. made: the day it was said, None when nobody knows.
        first_due: the day it was first promised for; due: the day it is due after any move; None without one.
        moves: how often that day was moved before. on: the day the message is sent.
        new_date: the day asked for now; None asks to be let off.
        why: the reason in the maker's own words; empty leaves it out. private: say that it cannot be told.
        costs: whom it costs and what, likewise. short_notice: it is too late for the move to count as made in time.
    """

    what: str = field(repr=False)
    on: date
    made: date | None = None
    first_due: date | None = None
    due: date | None = None
    moves: int = 0
    new_date: date | None = None
    why: str = field(default="", repr=False)
    private: bool = False
    costs: str = field(default="", repr=False)
    short_notice: bool = False


def write(letter: Letter) -> tuple[str, ...]:
    """The message, a sentence or two an element, in their order.

    >>> for line in write(Letter("Send the plan", on=date(2026, 12, 1), made=date(2026, 11, 2),
    ...                          first_due=date(2026, 12, 4), due=date(2026, 12, 4), new_date=date(2026, 12, 11),
    ...                          why="the figures are not in yet", costs="the team waits a week to plan")):
    ...     print(line)
    On Monday 2 November I said I would send the plan by Friday 4 December.
    I can see now that it will not be done by then.
    The reason: the figures are not in yet.
    I know what this costs, and whom: the team waits a week to plan.
    I can have it done by Friday 11 December.
    Does that still work for you, or shall we let it go?
    """
    return tuple(
        sentence
        for sentence in (
            _said(letter),
            _moved(letter),
            _state(letter),
            _reason(letter),
            f"I know what this costs, and whom: {_clause(letter.costs)}." if _clause(letter.costs) else "",
            *_asks(letter),
        )
        if sentence
    )


def _said(letter: Letter) -> str:
    when = "I" if letter.made is None else f"On {_day(letter.made, letter.on)} I"
    if letter.made == letter.on:
        when = "Earlier today I"
    first = letter.first_due or letter.due
    said = _would(letter.what)
    if said is None:
        by = "" if first is None else f", by {_day(first, letter.on)}"
        return f'{when} promised this{by}: "{_clause(letter.what)}".'
    if first is None:
        return f"{when} said I would {said}."
    if _DATED.search(said):
        return f"{when} said I would {said}; that meant {_day(first, letter.on)}."
    return f"{when} said I would {said} by {_day(first, letter.on)}."


def _moved(letter: Letter) -> str:
    """That it was moved before, said openly."""
    if not letter.moves or letter.due is None:
        return ""
    nth = _NTH[letter.moves + 1] if letter.moves + 1 < len(_NTH) else "next"
    to = "" if letter.due == letter.first_due else f" to {_day(letter.due, letter.on)}"
    if letter.moves == 1:
        moved = f"I then moved it{to}"
    else:
        moved = f"I have moved it {_TIMES.get(letter.moves, f'{number(letter.moves)} times')}{to and f', last{to}'}"
    return f"{moved}, so this is the {nth} time I come to you about it."


def _state(letter: Letter) -> str:
    off = letter.new_date is None
    if letter.due is None:
        return f"I gave no day for it, and {'I will not do it' if off else 'it is not done'}."
    that = "That day" if letter.moves else "That"
    left = (letter.due - letter.on).days
    if left < 0:
        ago = f"{that} was {'yesterday' if left == -1 else f'{span(-left)} ago'}"
        return f"{ago}, it is not done, and I will not do it." if off else f"{ago}, and it is not done."
    notice = ", and I know that this is short notice" if letter.short_notice else ""
    if off:
        return f"I am taking that back: I will not do it{notice}."
    if not left:
        return f"{that} is today, and it will not be done{notice.replace(', and', ';')}."
    return f"I can see now that it will not be done by then{notice}."


def _reason(letter: Letter) -> str:
    if letter.private:
        return "I cannot tell you why."
    why = _clause(letter.why)
    if not why:
        return ""
    if why.casefold().startswith("because "):
        return f"That is {why[:1].lower()}{why[1:]}."
    return f"The reason: {why}."


def _asks(letter: Letter) -> tuple[str, ...]:
    unseen = "" if _clause(letter.costs) else "If it costs you something I do not see, please tell me."
    if letter.new_date is None:
        return (
            "I am asking you to let me off.",
            "If you still need it, say so, and we will look for another way.",
            unseen,
        )
    later = f"I can have it done by {_day(letter.new_date, letter.on)}."
    return later, "Does that still work for you, or shall we let it go?", unseen


def _clause(text: str) -> str:
    """Words of the writer on one line, with no end of their own."""
    return " ".join(plain(text).split()).rstrip(" .;,") if text.strip() else ""


def _would(what: str) -> str | None:
    """What follows "I said I would", where a promise begins with a plain verb; None where it does not."""
    said = _INTRO.sub("", _clause(what))
    first = re.match(r"[A-Za-z]+", said)
    if first is None or first.group().casefold() not in _VERBS or re.search(r"[.!?:]\s", said):
        return None
    after = said[first.end() :].casefold().split()[:1]
    if first.group().casefold() in _NOUNS and (not after or after[0] not in _AFTER_VERB):
        return None
    return said[:1].lower() + said[1:]


def _day(of: date, on: date) -> str:
    """``Friday 4 December``, with its year where that is not the message's own."""
    named = f"{_WEEKDAYS[of.weekday()]} {day((of.toordinal() - _EPOCH_DAY) * DAY_US)}"
    return named.rsplit(" ", 1)[0] if of.year == on.year else named


_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NTH: Final = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_TIMES: Final = {2: "twice"}
_INTRO: Final = re.compile(r"^(?:i(?:['’]ll| will| shall| would)|we(?:['’]ll| will)|will|to)\s+", re.IGNORECASE)
_DATED: Final = re.compile(
    r"\b(?:by|before|until|till|tomorrow|today|tonight|(?:this|next) (?:week|month|quarter|year|[a-z]+day))\b",
    re.IGNORECASE,
)
"""Words that show the promise names its day itself: the day is then said once more, and not as a second one."""

_VERBS: Final = frozenset(
    """
    add address agree align analyse analyze announce answer apply appoint approve arrange ask assess assign attend be
    begin book bring budget build buy call cancel change check choose clarify clean clear close collect come comment
    commit compare complete confirm connect consider contact coordinate create cut decide define deliver deploy design
    discuss document do draft draw end escalate establish estimate evaluate examine explain explore extend fill finalise
    finalize find finish fix follow get give go handle have hear help hire hold improve inform install introduce
    investigate invite join keep launch lead learn let list listen look maintain make manage meet merge migrate move
    name negotiate note notify offer open order organise organize outline own pay pick plan prepare present print
    prioritise prioritize produce promote propose protect provide publish push put raise read record recruit reduce
    refactor release remind remove renew reorganise reorganize repair repeat replace reply report request research
    resolve respond restore return review revise rewrite run save say schedule see select sell send separate set settle
    share ship show sign simplify solve sort speak split stand start stop submit suggest summarise summarize support
    switch take talk teach tell test think tidy train translate try turn update upgrade upload use visit wait walk
    work wrap write
    """.split()  # noqa: SIM905  (a list of them would be eighty lines)
)
"""First words of a promise that "I said I would" can go before."""

_NOUNS: Final = frozenset(
    """
    address answer budget build call change check close comment contact cut design document draft end estimate finish
    fix follow help hire hold launch lead list look name note offer open order outline pay pick plan present process
    produce project push raise read record release repair reply report request research review run save schedule share
    ship show sign sort split stand start stop support switch talk test train transfer update upgrade upload use visit
    wait walk work wrap
    """.split()  # noqa: SIM905
)
"""Those among them that may name a thing ("Design review"); a verb only before a word that no thing's name begins."""

_AFTER_VERB: Final = frozenset(
    """
    the a an my our your their his her its this that these those all every each both it them you us everyone with to
    at into up out through over whether how what who why if two three four five
    """.split()  # noqa: SIM905
)
