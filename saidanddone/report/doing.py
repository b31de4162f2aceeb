"""The one thing to do, in words to a leader: what, words to say, and why (B1); ``advice`` chooses which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from saidanddone.forecast.trust.result import TrustForecast
from saidanddone.privacy.release import Released
from saidanddone.report.sentences import is_stale
from saidanddone.report.voice import subject
from saidanddone.report.words import certainty, count_of, known, number, percent, sentence_case, share, span

__all__ = [
    "DOING",
    "FEW_TO_NAME",
    "LOUDER",
    "SILENCE",
    "STRETCH",
    "WITHOUT_A_WORD",
    "Telling",
    "Told",
    "done_but_late",
    "fewer_kept",
    "how_late",
    "newest_first",
    "nothing_yet",
    "so_far",
    "the_overdue",
    "without_date",
]

FEW_TO_NAME: Final = 5
"""More than so many are not named in one breath."""


class Told(NamedTuple):
    """What to do, words to say, and why."""

    do: str
    say: str
    why: str


Telling = Callable[[Released, int], Told]
"""Tells one kind of advice about a unit; the number says how many promises it is about."""

# What leader and team are told alike, so that both read the same figures and the same reason.
SILENCE: Final = "Silence is remembered longer than a no. One honest line ends it"
WITHOUT_A_WORD: Final = (
    "Late with a word is late. Late without one turns into a promise that went quiet, which weighs more."
)
STRETCH: Final = "Promises give way here when it gets hard, and people watch most closely then."
LOUDER: Final = "Nothing in the record calls for a change. Evidence fades, so it wants renewing."


def newest_first(n: int) -> str:
    """Where to begin when there are too many to name at once."""
    return "" if n <= FEW_TO_NAME else ", the newest three first"


def without_date(released: Released) -> str:
    """What share has no date, and what that costs."""
    part = sentence_case(share(released.trust.undated_share))
    return f"{part} of what was said has no date. Without one nobody can rely on it"


def the_overdue(released: Released, n: int) -> str:
    """Which of those past their day a word is wanted about."""
    promise = subject(released).promise
    since = " of the last year" if n < released.trust.counts.get("overdue", 0) else ""
    return f"the {number(n)} overdue {promise if n == 1 else promise + 's'}{since}{newest_first(n)}"


def so_far(released: Released) -> str:
    """How much there is, and how much more would tell."""
    trust, settle = released.trust, released.trust.settle
    possible = settle.verdict == "possible" and settle.occasions
    many = f"About {number(settle.occasions or 0)} more" if possible else "A handful a month"
    said = f"So far it is {count_of(trust.occasions, 'occasion')}."
    if is_stale(trust):
        said = f"The last outcome is {span(trust.fresh_days)} old, and what it says has faded."
    return f"{said} {many} would tell; one big gesture would not."


def done_but_late(trust: TrustForecast) -> bool:
    """The work comes, only not by the date: done at all is likely above the line."""
    done = trust.audits.get("done_at_all")
    p = None if done is None else known(done.p_above)
    return p is not None and certainty(p) in (("almost certainly", True), ("probably", True))


def how_late(released: Released) -> str:
    """How many came late, or never, and what moving a date in time is worth."""
    late, overdue = (released.trust.counts.get(key, 0) for key in ("late", "overdue"))
    if not done_but_late(released.trust):
        how = f"{sentence_case(number(overdue))} passed the day they were promised for, unkept."
    elif late:
        how = f"{sentence_case(number(late))} came late; nearly all came."
    else:
        how = "What is promised does come, late."
    return f"{how} A date moved well before it falls due counts as kept; the same date missed does not."


def fewer_kept(released: Released) -> str:
    """The chance of the next one, and that fewer promises raise it."""
    return f"The next one is {percent(released.trust.mean)} likely to be kept. Fewer, kept, change that; more do not."


def nothing_yet() -> str:
    """What a first handful changes."""
    return "There is nothing to go on yet, and five small promises with dates change that."


def _name_dropped(released: Released, n: int) -> Told:
    them = "it" if n == 1 else "them"
    return Told(
        f"Name what went quiet{newest_first(n)}: {count_of(n, subject(released).promise)} passed the date within the "
        f"last year and no word of {them} was found. Say what becomes of {them}, even if the answer is no.",
        "I said I would do this by then. I did not, and I did not say so. Here is where it stands: "
        "[done by …; or: it will not happen, because …].",
        f"{SILENCE}, and nothing else here costs so little.",
    )


def _date_undated(released: Released, n: int) -> Told:
    promise = subject(released).promise
    what, them = (promise, "it") if n == 1 else (f"{promise}s", "them")
    return Told(
        f"Put a date on the {number(n)} {what} without one, or take {them} back.",
        "I said we would look at this. I mean by Thursday. If I see on Tuesday that it will not work, "
        "I will tell you on Tuesday.",
        f"{without_date(released)}, and it cannot speak for you either.",
    )


def _speak_of_overdue(released: Released, n: int) -> Told:
    return Told(
        f"Say a word today about {the_overdue(released, n)}: a new date, or that it will not happen.",
        "This was due and is not done. You will have it by [day]; should that slip too, I will say so the day before.",
        WITHOUT_A_WORD,
    )


def _small_and_often(released: Released, _: int) -> Told:
    return Told(
        "Make more small promises with near dates: things you would do anyway, said out loud beforehand.",
        "I will send the notes by tonight. I will have asked finance by Wednesday.",
        so_far(released),
    )


def _move_in_time(released: Released, _: int) -> Told:
    return Told(
        "Go through what falls due in the next two weeks and move, today, every date that will not hold.",
        "I said Friday. I can already see it will be Wednesday after. Does that still work for you?",
        how_late(released),
    )


def _promise_less(released: Released, _: int) -> Told:
    return Told(
        "Before the next yes, take one promise back: say which one will not happen, and why. Make fewer, with dates "
        "you can hold.",
        "I have said yes to more than I can do. This one will not happen this month, because […]. "
        "The other two I will do by [day].",
        fewer_kept(released),
    )


def _before_pressure(_: Released, __: int) -> Told:
    return Told(
        "Before the next hard stretch, say which promises stand whatever happens and which will wait.",
        "The next three weeks will be tight. These two dates hold. This one moves by a month, as of today.",
        STRETCH,
    )


def _begin(_: Released, __: int) -> Told:
    return Told(
        "Make one small promise with a date within a week, write it down (`saidanddone promise`), and keep it.",
        "By Friday noon you will have my comments on the draft, yes or no.",
        nothing_yet(),
    )


def _ask_receivers(_: Released, __: int) -> Told:
    return Told(
        "Ask those you promised whether it was done as they understood it, and write down what they say.",
        "I count these three as done. Do you?",
        "The record is good, and it rests on the word of the one who promised. Theirs would make it hold.",
    )


def _keep_going(_: Released, __: int) -> Told:
    return Told(
        "Keep doing it, and say the next date out loud: a promise nobody heard builds nothing.",
        "You will have it by Thursday.",
        LOUDER,
    )


DOING: Final[Mapping[str, Telling]] = MappingProxyType(
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
"""Kind of advice -> how it is told to whoever promised."""
