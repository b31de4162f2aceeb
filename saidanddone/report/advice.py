"""One thing to do tomorrow, with words to say, chosen by what was found; never a quality tool for quantity (B1, B3)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from saidanddone.diagnosis.finding import Mark
from saidanddone.forecast.trust.result import TrustForecast
from saidanddone.practices.catalogue import BOTH, PRACTICES, SAID, Practice
from saidanddone.practices.choice import choose, harmed
from saidanddone.privacy.release import Released, ReleasedDiagnosis
from saidanddone.privacy.rules import MEMBER, NO_ROSTER
from saidanddone.report.asking import ASKING
from saidanddone.report.doing import DOING, done_but_late
from saidanddone.report.levers import OTHER_LEVER, OTHER_LEVER_SAFETY, because, order
from saidanddone.report.raising import RAISING, UNSAID
from saidanddone.report.sentences import by_caution, first_unit, verdict
from saidanddone.report.timeline import is_told, lane_of
from saidanddone.report.together import doing_together
from saidanddone.report.voice import THIRD, Voice, is_own
from saidanddone.report.words import DAY_US, known, plain

__all__ = ["KINDS", "URGENCY", "Advice", "advise", "hold_back", "rather_not", "tomorrow"]

UNDATED_MATTERS: Final = 0.2
"""From this share without a date on, dating them comes before anything else but naming what went quiet."""

UNDATED_BACKLOG: Final = 0.5
"""From this share on, and beyond :data:`MANY_UNDATED`, what has no date is a tracker's backlog, which promises nothing
by a day: dating three hundred wishes would make three hundred promises out of none (MISSION T5 is about promises)."""

MANY_UNDATED: Final = 12
"""So many can be dated in one sitting, whatever their share."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do, words to say, and why this.

    Attributes:
        kind: one of :data:`KINDS`, the id of a practice for safety or for both halves, or ``ask_together`` for somebody
            above the leaders. unit: whom it is about.
        also: how many other units the same would help.
        rows: what it speaks of; empty where it rests on all of the unit's rows. id: of the unit, empty for none.
        avoid: words better left unsaid, each after " / ". not_when: when to leave it alone. Empty where there is none.
        half: whose tool it is, ``trust``, ``safety`` or ``both``; never the other's (B3).
    """

    kind: str
    unit: str
    do: str
    say: str
    why: str
    also: int = 0
    rows: tuple[Mark, ...] = field(default=(), repr=False)
    id: str = ""
    avoid: str = ""
    not_when: str = ""
    half: str = "trust"


def rather_not(advice: Advice, quoted: str) -> str:
    """Words better left unsaid, each as ``quoted`` puts it; empty where there are none."""
    words = " or ".join(quoted.format(words) for words in advice.avoid.split(" / "))
    return f"Rather not: {words}" if advice.avoid else ""


def hold_back(advice: Advice) -> str:
    """When to leave it alone; empty where nothing is said of that."""
    return f"Hold back {advice.not_when[:1].lower()}{advice.not_when[1:]}" if advice.not_when else ""


KINDS: Final = (
    "name_dropped", "date_undated", "speak_of_overdue", "move_in_time", "promise_less", "before_pressure",
    "small_and_often", "begin", "ask_receivers", "keep_going",
)  # fmt: skip
"""Every advice for trust, most urgent first; all are tools for quantity: trust is built by what is done, and often."""

URGENT: Final = ("name_dropped", "date_undated", "speak_of_overdue")
"""Costs one sentence each; only what is known to be missing in the other half comes before them."""

_HARMS: Final = ("step_in", "take_back")
URGENCY: Final = (
    *_HARMS, *URGENT, *(one.id for one in SAID if one.id not in _HARMS), *KINDS[len(URGENT):], "steady_hand", BOTH.id,
)  # fmt: skip
"""Every advice of both halves, in the order in which one of several units is helped first."""

REPAIRED: Final = ("name_dropped", "speak_of_overdue", "move_in_time")
"""Advice that comes down to a message about one promise, for which ``repair`` has the words."""

QUIET_LASTS: Final = 365
"""Days: what went quiet, or is overdue, and fell due within them leads the advice; older cannot well be mended so."""

MANY_OVERDUE: Final = 10
"""From so many on, a word about each is no plan for one day: dates one can hold are."""


def advise(released: Released, on_us: int, voice: Voice = THIRD) -> Advice:
    """The one thing that would help most with this unit's trust, on this day; on a team's page, as a team asks for it.

    The choice and the rows it rests on are the same in every voice.
    """
    kind = _chosen(released, on_us)
    unit = "you" if is_own(released, voice) else plain(released.label)
    practice = _practice(released, kind)
    if practice is not None:
        return _of_practice(released, practice, voice, unit)
    rows = _rows(released, kind, on_us)
    about = released.trust.counts.get("undated", 0) if kind == "date_undated" else len(rows)
    asks = voice.page == "team"
    do, say, why = (ASKING if asks else DOING)[kind](released, about)
    if unit == "you" and kind in REPAIRED:
        do = f"{do} `saidanddone repair` drafts the message; for what stands in an export, add its file and --me."
    reason = " ".join(part for part in (why, order(released, "trust"), OTHER_LEVER) if part)
    beside = UNSAID[kind] if asks else PRACTICES[kind]
    return Advice(
        kind, unit, do, say, reason, rows=rows, id=released.id, avoid=beside.avoid, not_when=beside.not_when
    )  # fmt: skip


def _practice(released: Released, kind: str) -> Practice | None:
    """The practice that takes the place of the trust advice ``kind``; None where that stands.

    It does where both halves met and the other half comes first, or where nothing is left to do for trust.
    """
    found = released.situation
    if found is None and not harmed(released.safety, found):
        return None
    chosen = choose(released.trust, released.safety, found, released.speaking)
    if chosen.half == "trust":
        return chosen if chosen.id == "steady_hand" and kind == "keep_going" else None
    missing = found is not None and found.first == "safety"
    if kind in URGENT and not missing and not harmed(released.safety, found):
        return None
    # Both hold: what there is to do for trust is done first, if anything is.
    return chosen if chosen.half == "safety" or kind == "keep_going" else None


def _of_practice(released: Released, practice: Practice, voice: Voice, unit: str) -> Advice:
    told = RAISING[practice.id] if voice.page == "team" else practice
    lever = {"trust": OTHER_LEVER, "safety": OTHER_LEVER_SAFETY}.get(practice.half, "")
    why = (because(released, practice.id), practice.why, order(released, practice.half), lever)
    return Advice(
        practice.id, unit, told.do, told.say, " ".join(part for part in why if part), id=released.id,
        avoid=told.avoid, not_when=told.not_when, half=practice.half,
    )  # fmt: skip


def tomorrow(diagnosis: ReleasedDiagnosis, voice: Voice = THIRD) -> Advice:
    """The one thing to do after reading the whole: the reader's own, or where most went quiet or stays unproven.

    Among several units harm comes first, then a half that is known to be missing, then the most urgent kind of advice
    (:data:`URGENCY`), then the lowest cautious bound.
    """
    first = first_unit(diagnosis, voice)
    if first is not None:
        return advise(first, diagnosis.on_us, voice)
    if diagnosis.distribution is not None:
        return Advice("ask_together", "", *doing_together())
    if not diagnosis.released:
        reasons = {row.reason for row in diagnosis.withheld}
        left_out = any(row.kind == "leader" for row in diagnosis.withheld)
        return _led_by_nobody() if MEMBER in reasons and not left_out else _nobody(NO_ROSTER in reasons)
    lowest_first = by_caution(diagnosis.released)[::-1]
    all_of_it = [advise(unit, diagnosis.on_us, voice) for unit in lowest_first]
    missing = {unit.id for unit in lowest_first if unit.situation is not None and unit.situation.first is not None}

    def urgency(advice: Advice) -> tuple[bool, bool, int]:
        return advice.kind not in _HARMS, advice.id not in missing, URGENCY.index(advice.kind)

    best = min(all_of_it, key=urgency)
    return replace(best, also=sum(advice.kind == best.kind for advice in all_of_it) - 1)


def _within_a_year(released: Released, status: str, on_us: int) -> tuple[Mark, ...]:
    """Which have this status and fell due within :data:`QUIET_LASTS`."""
    return tuple(
        mark
        for mark in released.marks
        # A later day that was named and lies ahead is a word already.
        if not is_told(mark)
        and mark.status == status
        and mark.due_us is not None
        and 0 <= on_us - mark.due_us <= QUIET_LASTS * DAY_US
    )


def _rows(released: Released, kind: str, on_us: int) -> tuple[Mark, ...]:
    """The rows this kind of advice speaks of; none where it rests on all of them."""
    if kind in ("name_dropped", "speak_of_overdue"):
        return _within_a_year(released, "dropped" if kind == "name_dropped" else "overdue", on_us)
    if kind == "date_undated":
        return tuple(mark for mark in released.marks if lane_of(mark) == "undated")
    if kind == "move_in_time":
        lane = "late" if done_but_late(released.trust) else "overdue"
        return tuple(mark for mark in released.marks if lane_of(mark) == lane)
    if kind == "before_pressure":
        return tuple(mark for mark in released.marks if mark.pressure)
    return ()


def _chosen(released: Released, on_us: int) -> str:
    trust = released.trust
    counts, answer = trust.counts, verdict(trust)
    if _within_a_year(released, "dropped", on_us):
        return "name_dropped"
    if _undated_matters(trust):
        return "date_undated"
    if answer == "nothing":
        return "begin"
    overdue = len(_within_a_year(released, "overdue", on_us))
    if 0 < overdue < MANY_OVERDUE:
        return "speak_of_overdue"
    if overdue:
        return "move_in_time" if answer == "reliable" or done_but_late(trust) else "promise_less"
    if answer in ("start", "early") or (
        trust.settle.verdict in ("cannot_at_this_pace", "no_pace") and answer not in ("reliable", "short")
    ):
        return "small_and_often"
    missed = answer in ("either", "on_the_line") and counts.get("overdue", 0) >= MANY_OVERDUE
    if missed or answer in ("short", "leaning_short"):
        return "move_in_time" if done_but_late(trust) else "promise_less"
    if (known(trust.pressure.high) or 0.0) < 0:
        return "before_pressure"
    if answer == "reliable" and counts.get("by_maker", 0) and not counts.get("by_receiver", 0):
        return "ask_receivers"
    return "keep_going"


def _undated_matters(trust: TrustForecast) -> bool:
    undated, part = trust.counts.get("undated", 0), known(trust.undated_share) or 0.0
    return undated > 0 and part >= UNDATED_MATTERS and (part < UNDATED_BACKLOG or undated <= MANY_UNDATED)


def _led_by_nobody() -> Advice:
    """What to do where the roster lists people, and none of them may be shown because none of them is said to lead."""
    return Advice(
        "begin",
        "",
        "Say on the roster who leads: write leader in the column role, with the team, and ask again.",
        "Who leads which team here, and since when?",
        "Nobody the roster says leads has promised anything here, and members are never scored.",
    )


def _nobody(roster: bool) -> Advice:
    """What to do where nothing may be shown; ``roster``: because nobody said who leads."""
    if roster:
        return Advice(
            "begin",
            "",
            "Say who leads: `saidanddone read FILE --draft-roster roster.csv` lists everybody a file names; fill in "
            "role and team, and ask again with `--roster roster.csv`.",
            "Who leads which team here, and since when?",
            "Until then nobody can tell who promised what to whom, and of what was read nothing may be shown.",
        )
    return Advice(
        "begin",
        "",
        "Write down what was promised, to whom and by when: `saidanddone start` asks for it in ten minutes.",
        "What did I say I would do for you in the last three months?",
        "Nothing that was read may be shown as it stands; the reasons are listed with what was withheld.",
    )
