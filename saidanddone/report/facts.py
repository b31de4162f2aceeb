"""What stands beside a forecast: audits, reporters, freshness, memory, pressure, steadiness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Final

from saidanddone.diagnosis.finding import Mark
from saidanddone.evidence.outcome import DROPPED_AFTER_US
from saidanddone.forecast.trust.result import Audit, TrustForecast
from saidanddone.privacy.release import Released
from saidanddone.report.sentences import is_stale, line_of, subject, verdict
from saidanddone.report.words import (
    DAY_US,
    EITHER_WAY,
    certainty,
    count_of,
    day,
    joined,
    known,
    month,
    number,
    percent,
    sentence_case,
    share,
    span,
    whole,
)
from saidanddone.settings import default

__all__ = ["Fact", "facts"]

AUDITS: Final = (
    ("done_at_all", "Done at all, however late"),
    ("as_first_promised", "By the date first promised"),
    ("as_renegotiated", "By the date as moved in time"),
)
"""Three ways to count the same promises (T3), most lenient first."""

MEMORY_GAP: Final = 0.05
"""Earned and remembered trust closer than this are the same to a reader."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing worth knowing beside the forecast: a short name and a sentence or two."""

    name: str
    said: str


def facts(released: Released, on_us: int, zone: tzinfo = UTC) -> tuple[Fact, ...]:
    """Everything known beside the forecast, in the order a reader asks; what is not known is left out."""
    trust = released.trust
    found = (
        Fact("Three ways to count", _audits(trust)),
        Fact("Without a date", _undated(released)),
        Fact("Moved, admitted, dropped", _spoken_for(released, on_us)),
        Fact("Timing", _timing(trust)),
        Fact("How firmly said", _formal(released)),
        Fact("Under pressure", _pressure(trust)),
        Fact("Steadiness", _consistency(trust)),
        Fact("As it is remembered", _remembered(released, on_us, zone)),
        Fact("Who says so", _reporters(trust)),
        Fact("How fresh", _freshness(trust, zone)),
    )
    return tuple(fact for fact in found if fact.said)


def _audits(trust: TrustForecast) -> str:
    same: dict[tuple[int, int], tuple[list[str], Audit]] = {}
    for key, name in AUDITS:
        audit = trust.audits.get(key)
        if audit is not None and audit.settled:
            # Of equal counts the last stands for all: the forecast's own, where it is among them.
            names, _ = same.get((audit.kept, audit.settled), ([], audit))
            same[audit.kept, audit.settled] = ([*names, name], audit)
    few = trust.occasions < default("fewest_occasions")
    told = []
    for names, audit in same.values():
        stands = "" if few else f", {_stands(audit.p_above, line_of(trust))}"
        count = f"{number(audit.kept) if audit.kept else 'none'} of {number(audit.settled)}{stands}"
        if len(names) == len(AUDITS):
            all_one = "whether late ones count, or only the date first promised, or the date as moved in time"
            return sentence_case(f"{count}, {all_one}.")
        first, *others = names
        told.append(f"{joined([first, *(f'{name[:1].lower()}{name[1:]}' for name in others)])}: {count}.")
    return " ".join(told)


def _stands(p: float | None, line: str) -> str:
    """How sure it is on which side of the line."""
    p = known(p)
    if p is None:
        return "how that stands to the line is unknown"
    word, side = certainty(p)
    return (
        f"could be either side of {line}" if word == EITHER_WAY else f"{word} {'at least' if side else 'below'} {line}"
    )


def _undated(released: Released) -> str:
    undated, who = released.trust.counts.get("undated", 0), subject(released)
    if not undated:
        return ""
    part = known(released.trust.undated_share)
    of_all = "" if part is None else f" ({share(part)} of all)"
    return (
        f"{sentence_case(count_of(undated, who.promise))} had no date{of_all}. They can be neither kept nor broken, "
        "so they count for nothing here."
    )


def _stated(released: Released, on_us: int) -> float:
    """Share of what is overdue that would be called quiet by now, had the source not said that it was missed."""
    waited = [
        on_us - mark.due_us > max(DROPPED_AFTER_US, mark.due_us - mark.made_us)
        for mark in released.marks
        if mark.status == "overdue" and mark.due_us is not None
    ]
    return sum(waited) / max(1, len(waited))


def _spoken_for(released: Released, on_us: int) -> str:
    trust, who = released.trust, subject(released)
    counts, said = trust.counts, []
    stated = _stated(released, on_us)
    of_most = "" if stated == 1 else "of most "
    unkept = f"; {of_most}the source says {{}} not kept and no more" if stated > 0.5 else ""
    for key, one, many in (
        ("renegotiated", "was moved to a new date", "were moved to a new date"),
        ("admitted", "was given up openly", "were given up openly"),
        ("withdrawn", "was called off by those it was made to", "were called off by those they were made to"),
        ("dropped", "went quiet: overdue, and no word of it found", "went quiet: overdue, and no word of them found"),
        ("overdue", f"is past its day{unkept.format('it was')}", f"are past their day{unkept.format('they were')}"),
    ):
        n = counts.get(key, 0)
        if n:
            said.append(f"{number(n)} {one if n == 1 else many}")
    unknown, made = counts.get("history_unknown", 0), counts.get("made", 0)
    tail = ""
    if unknown and unknown >= made:
        tail = " The source does not say whether dates were moved."
    elif unknown:
        tail = f" For {number(unknown)} the source does not say whether the date was moved."
    if not said:
        return f"No {who.promise} was given up or went quiet.{tail}" if counts.get("settled", 0) else tail.strip()
    return f"Of {count_of(made, who.promise)}, {joined(said)}.{tail}"


def _timing(trust: TrustForecast) -> str:
    counts = trust.counts
    parts = [
        f"{number(counts[key])} {words}"
        for key, words in (("early", "at least a day early"), ("on_time", "on time"), ("late", "late"))
        if counts.get(key, 0)
    ]
    return f"{sentence_case(joined(parts))}." if parts else ""


def _formal(released: Released) -> str:
    counts, who = released.trust.counts, subject(released)
    formal, made = counts.get("formal", 0), counts.get("made", 0)
    if not formal:
        return ""
    return f"{sentence_case(number(formal))} of {count_of(made, who.promise)} in a form that binds."


def _pressure(trust: TrustForecast) -> str:
    pressure = trust.pressure
    calm, under, gap = known(pressure.calm), known(pressure.under), known(pressure.difference)
    low, high = known(pressure.low), known(pressure.high)
    if under is None or pressure.under_occasions <= 0:
        return ""
    if calm is None or gap is None or low is None or high is None:
        return f"Under pressure {percent(under)}; there is no calm to compare it with."
    both = f"{percent(under)} under pressure, {percent(calm)} in calm"
    if low > 0:
        return f"{both}: promises hold better when it is hard."
    if high < 0:
        return f"{both}: promises give way when it is hard."
    return f"{both}: too close, or too few, to call a difference."


def _consistency(trust: TrustForecast) -> str:
    steady, said = trust.consistency, []
    spread, late = known(steady.spread), known(steady.late_spread)
    trend, low, high = known(steady.trend), known(steady.trend_low), known(steady.trend_high)
    if spread is not None:
        if spread > 1.5:
            said.append("Good and bad come in runs, more than chance alone would give.")
        else:
            said.append("Hits and misses are spread as chance alone would spread them.")
    if late is not None:
        said.append(f"Closing times scatter by about {span(late)}.")
    if trend is not None and low is not None and high is not None:
        points = whole_points(trend)
        if low > 0:
            said.append(f"The newer half is better than the older, by about {points}.")
        elif high < 0:
            said.append(f"The newer half is worse than the older, by about {points}.")
        else:
            said.append("No trend that stands out from chance.")
    return " ".join(said)


def whole_points(change: float) -> str:
    """A change of a rate in whole percentage points, without its sign."""
    return count_of(max(1, round(abs(100 * change))), "point")


def _remembered(released: Released, on_us: int, zone: tzinfo) -> str:
    trust = released.trust
    mean, perceived = known(trust.mean), known(trust.perceived)
    if mean is None or perceived is None or verdict(trust) in ("nothing", "start"):
        return ""
    if perceived - mean >= MEMORY_GAP:
        return f"Remembered as about {percent(perceived)}, better than the {percent(mean)} it has earned lately."
    if mean - perceived < MEMORY_GAP:
        return f"Memory and record agree: earned {percent(mean)}, remembered about {percent(perceived)}."
    miss = _last_miss(released.marks, on_us)
    why = "because misses are remembered longer than what went well; that they last three times as long is assumed"
    if miss is None:
        return f"Earned {percent(mean)}, remembered as about {percent(perceived)}, {why}."
    when, streak = miss
    since = f"Kept for {span((on_us - when) / DAY_US)}, and still remembered for {month(when, on_us, zone)}"
    if streak < 3:
        return f"Earned {percent(mean)}, remembered as about {percent(perceived)}, {why}."
    return f"{since}: earned {percent(mean)}, remembered as about {percent(perceived)}, {why}."


def _last_miss(marks: Sequence[Mark], on_us: int) -> tuple[int, int] | None:
    """When the last miss fell due, and how many were kept since; None when nothing was ever missed."""
    due = [(mark.due_us, mark.y) for mark in marks if mark.due_us is not None and mark.y is not None]
    misses = [when for when, y in due if y == 0 and when <= on_us]
    if not misses:
        return None
    last = max(misses)
    return last, sum(y == 1 and last < when <= on_us for when, y in due)


def _reporters(trust: TrustForecast) -> str:
    parts = [
        (trust.counts.get("by_maker", 0), "from the one who promised"),
        (trust.counts.get("by_receiver", 0), "from those it was promised to"),
        (trust.counts.get("by_system", 0), "read off a system's dates"),
    ]
    said = [f"{number(n)} {words}" for n, words in parts if n]
    if not said:
        return ""
    if len(said) == 1:
        words = next(words for n, words in parts if n)
        only_own = " Asking those it was promised to would make it firmer." if words.startswith("from the one") else ""
        return f"Every outcome is {words}.{only_own}"
    tail = " Where they differ, the receiver's word counts." if parts[1][0] else ""
    return f"Outcomes: {joined(said)}.{tail}"


def _freshness(trust: TrustForecast, zone: tzinfo) -> str:
    fresh, half = known(trust.fresh_days), known(trust.half_life_days)
    if fresh is None or trust.last_us is None:
        return ""
    ago = "today" if fresh < 1 else f"{span(fresh)} ago"
    said = f"Last outcome {ago} ({day(trust.last_us, zone)})."
    if half is None:
        return said
    said += f" Here evidence loses half its say in about {span(half)}"
    left = known(trust.volume)
    if left is not None and whole(left) != whole(trust.occasions):
        said += f": {count_of(trust.occasions, 'occasion')} weigh as much as {number(round(left))} would today"
    return f"{said}. This is getting old." if is_stale(trust) else f"{said}."
