"""One thing to do tomorrow, with words to say, chosen by what was found; never a quality tool for quantity (B1, B3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from saidanddone.forecast.trust.result import TrustForecast
from saidanddone.privacy.release import Released, ReleasedDiagnosis
from saidanddone.report.sentences import by_caution, first_unit, is_own, is_stale, subject, verdict
from saidanddone.report.words import (
    DAY_US,
    certainty,
    count_of,
    known,
    number,
    percent,
    plain,
    sentence_case,
    share,
    span,
)

__all__ = ["KINDS", "Advice", "advise", "tomorrow"]

UNDATED_MATTERS: Final = 0.2
"""From this share without a date on, dating them comes before anything else but naming what went quiet."""

OTHER_LEVER: Final = (
    "This is a matter of what gets done and how often. How speaking up is met is the other half; it needs "
    "its own evidence and its own tools, and none of them would change this."
)
"""Why this and not the other lever (B3); holds for every advice of this half."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do, words to say, and why this.

    Attributes:
        kind: one of :data:`KINDS`. unit: whom it is about. also: how many other units the same would help.
    """

    kind: str
    unit: str
    do: str
    say: str
    why: str
    also: int = 0


KINDS: Final = (
    "name_dropped", "date_undated", "speak_of_overdue", "move_in_time", "promise_less", "before_pressure",
    "small_and_often", "begin", "ask_receivers", "keep_going",
)  # fmt: skip
"""Every advice there is, most urgent first; all are tools for quantity: trust is built by what is done, and often."""


FEW_TO_NAME: Final = 5
"""More than so many are not named in one breath."""

QUIET_LASTS: Final = 365
"""Days: what went quiet, or is overdue, and fell due within them leads the advice; older cannot well be mended so."""

MANY_OVERDUE: Final = 10
"""From so many on, a word about each is no plan for one day: dates one can hold are."""


def advise(released: Released, on_us: int) -> Advice:
    """The one thing that would help most with this unit's trust, on this day."""
    kind = _chosen(released, on_us)
    if kind == "name_dropped":
        told = _name_dropped(released, _within_a_year(released, "dropped", on_us))
    elif kind == "speak_of_overdue":
        told = _speak_of_overdue(released, _within_a_year(released, "overdue", on_us))
    else:
        known_words = _TOLD[kind]
        told = known_words if isinstance(known_words, Told) else known_words(released)
    do, say, why = told
    return Advice(kind, "you" if is_own(released) else plain(released.label), do, say, f"{why} {OTHER_LEVER}")


def tomorrow(diagnosis: ReleasedDiagnosis) -> Advice:
    """The one thing to do after reading the whole: the reader's own, or where most went quiet or stays unproven.

    Among several units the most urgent kind of advice wins, then the lowest cautious bound.
    """
    first = first_unit(diagnosis)
    if first is not None:
        return advise(first, diagnosis.on_us)
    if not diagnosis.released:
        return _nobody()
    lowest_first = by_caution(diagnosis.released)[::-1]
    all_of_it = [advise(unit, diagnosis.on_us) for unit in lowest_first]
    best = min(all_of_it, key=lambda advice: KINDS.index(advice.kind))
    return replace(best, also=sum(advice.kind == best.kind for advice in all_of_it) - 1)


def _within_a_year(released: Released, status: str, on_us: int) -> int:
    """How many have this status and fell due within :data:`QUIET_LASTS`."""
    return sum(
        mark.status == status and mark.due_us is not None and on_us - mark.due_us <= QUIET_LASTS * DAY_US
        for mark in released.marks
    )


def _chosen(released: Released, on_us: int) -> str:
    trust = released.trust
    counts, answer = trust.counts, verdict(trust)
    undated = known(trust.undated_share) or 0.0
    if _within_a_year(released, "dropped", on_us):
        return "name_dropped"
    if counts.get("undated", 0) and undated >= UNDATED_MATTERS:
        return "date_undated"
    if answer == "nothing":
        return "begin"
    overdue = _within_a_year(released, "overdue", on_us)
    if 0 < overdue < MANY_OVERDUE:
        return "speak_of_overdue"
    if overdue:
        return "move_in_time" if answer == "reliable" or _done_but_late(trust) else "promise_less"
    if answer in ("start", "early") or (
        trust.settle.verdict in ("cannot_at_this_pace", "no_pace") and answer not in ("reliable", "short")
    ):
        return "small_and_often"
    missed = answer in ("either", "on_the_line") and counts.get("overdue", 0) >= MANY_OVERDUE
    if missed or answer in ("short", "leaning_short"):
        return "move_in_time" if _done_but_late(trust) else "promise_less"
    if (known(trust.pressure.high) or 0.0) < 0:
        return "before_pressure"
    if answer == "reliable" and counts.get("by_maker", 0) and not counts.get("by_receiver", 0):
        return "ask_receivers"
    return "keep_going"


def _done_but_late(trust: TrustForecast) -> bool:
    """The work comes, only not by the date: done at all is likely above the line."""
    done = trust.audits.get("done_at_all")
    p = None if done is None else known(done.p_above)
    return p is not None and certainty(p) in (("almost certainly", True), ("probably", True))


class Told(NamedTuple):
    """What to do, words to say, and why."""

    do: str
    say: str
    why: str


def _name_dropped(released: Released, n: int) -> Told:
    promise = subject(released).promise
    them = "it" if n == 1 else "them"
    newest = "" if n <= FEW_TO_NAME else ", the newest three first"
    return Told(
        f"Name what went quiet{newest}: {count_of(n, promise)} passed the date within the last year and no word of "
        f"{them} was found. Say what becomes of {them}, even if the answer is no.",
        "I said I would do this by then. I did not, and I did not say so. Here is where it stands: "
        "[done by …; or: it will not happen, because …].",
        "Silence is remembered longer than a no. One honest line ends it, and nothing else here costs so little.",
    )


def _date_undated(released: Released) -> Told:
    n, promise = released.trust.counts.get("undated", 0), subject(released).promise
    what, them = (promise, "it") if n == 1 else (f"{promise}s", "them")
    return Told(
        f"Put a date on the {number(n)} {what} without one, or take {them} back.",
        "I said we would look at this. I mean by Thursday. If I see on Tuesday that it will not work, "
        "I will tell you on Tuesday.",
        f"{sentence_case(share(released.trust.undated_share))} of what was said has no date. Without one nobody can "
        "rely on it, and it cannot speak for you either.",
    )


def _speak_of_overdue(released: Released, n: int) -> Told:
    promise = subject(released).promise
    these = f"the {number(n)} overdue {promise if n == 1 else promise + 's'}"
    newest = "" if n <= FEW_TO_NAME else ", the newest three first"
    since = " of the last year" if n < released.trust.counts.get("overdue", 0) else ""
    return Told(
        f"Say a word today about {these}{since}{newest}: a new date, or that it will not happen.",
        "This was due and is not done. You will have it by [day]; should that slip too, I will say so the day before.",
        "Late with a word is late. Late without one turns into a promise that went quiet, which weighs more.",
    )


def _small_and_often(released: Released) -> Told:
    trust, settle = released.trust, released.trust.settle
    many = (
        f"About {number(settle.occasions)} more"
        if settle.verdict == "possible" and settle.occasions
        else "A handful a month"
    )
    so_far = f"So far it is {count_of(trust.occasions, 'occasion')}."
    if is_stale(trust):
        so_far = f"The last outcome is {span(trust.fresh_days)} old, and what it says has faded."
    return Told(
        "Make more small promises with near dates: things you would do anyway, said out loud beforehand.",
        "I will send the notes by tonight. I will have asked finance by Wednesday.",
        f"{so_far} {many} would tell; one big gesture would not.",
    )


def _move_in_time(released: Released) -> Told:
    late, overdue = (released.trust.counts.get(key, 0) for key in ("late", "overdue"))
    if not _done_but_late(released.trust):
        how = f"{sentence_case(number(overdue))} passed the day they were promised for, unkept."
    else:
        how = "What is promised does come, late."
        if late:
            how = f"{sentence_case(number(late))} came late; nearly all came."
    return Told(
        "Go through what falls due in the next two weeks and move, today, every date that will not hold.",
        "I said Friday. I can already see it will be Wednesday after. Does that still work for you?",
        f"{how} A date moved well before it falls due counts as kept; the same date missed does not.",
    )


def _promise_less(released: Released) -> Told:
    return Told(
        "Before the next yes, take one promise back: say which one will not happen, and why. Make fewer, with dates "
        "you can hold.",
        "I have said yes to more than I can do. This one will not happen this month, because […]. "
        "The other two I will do by [day].",
        f"The next one is {percent(released.trust.mean)} likely to be kept. Fewer, kept, change that; more do not.",
    )


_BEGIN: Final = Told(
    "Make one small promise with a date within a week, write it down (`saidanddone promise`), and keep it.",
    "By Friday noon you will have my comments on the draft, yes or no.",
    "There is nothing to go on yet, and five small promises with dates change that.",
)
_BEFORE_PRESSURE: Final = Told(
    "Before the next hard stretch, say which promises stand whatever happens and which will wait.",
    "The next three weeks will be tight. These two dates hold. This one moves by a month, as of today.",
    "Promises give way here when it gets hard, and people watch most closely then.",
)
_ASK_RECEIVERS: Final = Told(
    "Ask those you promised whether it was done as they understood it, and write down what they say.",
    "I count these three as done. Do you?",
    "The record is good, and it rests on the word of the one who promised. Theirs would make it hold.",
)
_KEEP_GOING: Final = Told(
    "Keep doing it, and say the next date out loud: a promise nobody heard builds nothing.",
    "You will have it by Thursday.",
    "Nothing in the record calls for a change. Evidence fades, so it wants renewing.",
)


def _nobody() -> Advice:
    return Advice(
        "begin",
        "",
        "Write down what was promised, to whom and by when: `saidanddone start` asks for it in ten minutes.",
        "What did I say I would do for you in the last three months?",
        "Nothing that was read may be shown as it stands; the reasons are listed with what was withheld.",
    )


_TOLD: Final[dict[str, Told | Callable[[Released], Told]]] = {
    "date_undated": _date_undated,
    "move_in_time": _move_in_time,
    "promise_less": _promise_less,
    "before_pressure": _BEFORE_PRESSURE,
    "small_and_often": _small_and_often,
    "begin": _BEGIN,
    "ask_receivers": _ASK_RECEIVERS,
    "keep_going": _KEEP_GOING,
}
