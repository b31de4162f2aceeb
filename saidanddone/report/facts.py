"""What stands beside a forecast: audits, reporters, freshness, memory, pressure, steadiness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Final

from saidanddone.diagnosis.finding import Mark
from saidanddone.evidence.outcome import DROPPED_AFTER_US
from saidanddone.forecast.trust.result import Audit, TrustForecast
from saidanddone.privacy.release import Released
from saidanddone.report.rated import rated
from saidanddone.report.remembered import months_of, remembered, seen
from saidanddone.report.sentences import is_stale, line_of
from saidanddone.report.situations import pressure, situations, steadiness
from saidanddone.report.timeline import lane_of, only_told
from saidanddone.report.voice import THIRD, Voice, subject
from saidanddone.report.words import (
    DAY_US,
    EITHER_WAY,
    ago,
    certainty,
    count_of,
    day,
    joined,
    known,
    number,
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

_OF_ROWS: Final = ("Three ways to count", "Without a date", "Moved, admitted, dropped", "Timing", "How firmly said")
"""What can only be said of promises that stand in a row of their own, not of those that answers tell of."""

AS_SHOWN: Final = "By the date the source shows today"
"""What the second and third way come to where no source tells of a moved date."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing worth knowing beside the forecast: a short name, a sentence or two, and what they rest on.

    Attributes:
        rows: the commitments it speaks of; empty where it rests on all of the unit's.
        ratings: ``source:line`` of the ratings it speaks of, where it rests on ratings and on no commitment.
    """

    name: str
    said: str
    rows: tuple[Mark, ...] = field(default=(), repr=False)
    ratings: tuple[str, ...] = field(default=(), repr=False)


def facts(released: Released, on_us: int, zone: tzinfo = UTC, voice: Voice = THIRD) -> tuple[Fact, ...]:
    """Everything known beside the forecast, in the order a reader asks; what is not known is left out."""
    trust, marks, who = released.trust, released.marks, subject(released, voice)
    memory, misses = remembered(released, on_us, zone, who)
    found = (
        Fact("Three ways to count", _audits(trust)),
        Fact("Without a date", _undated(released), _in_lane(marks, "undated")),
        Fact("Moved, admitted, dropped", _spoken_for(released, on_us, zone), _unlike_said(marks)),
        Fact("Timing", _timing(released)),
        Fact("How firmly said", _formal(released)),
        Fact("Under pressure", pressure(trust), tuple(mark for mark in marks if mark.pressure)),
        Fact("From one situation to the next", situations(trust)),
        Fact("Steadiness", steadiness(trust)),
        Fact("As it is remembered", memory, misses),
        Fact("As seen by whoever came lately", seen(trust, who)),
        *(Fact("As others rate it", rated(one), ratings=one.evidence) for one in trust.rated),
        Fact("Who says so", _reporters(released, voice)),
        Fact("How fresh", _freshness(trust, zone)),
    )
    told = only_told(marks)
    return tuple(fact for fact in found if fact.said and not (told and fact.name in _OF_ROWS))


def _in_lane(marks: Sequence[Mark], *lanes: str) -> tuple[Mark, ...]:
    return tuple(mark for mark in marks if lane_of(mark) in lanes)


def _unlike_said(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Those that went otherwise than first said, and not merely late."""
    stayed = ("admitted", "withdrawn", "dropped", "overdue")
    return tuple(mark for mark in marks if mark.renegotiated or mark.status in stayed)


def _audits(trust: TrustForecast) -> str:
    same: dict[tuple[int, int], tuple[list[str], Audit]] = {}
    for key, name in AUDITS:
        audit = trust.audits.get(key)
        if audit is not None and audit.settled:
            # Of equal counts the last stands for all: the forecast's own, where it is among them.
            names, _ = same.get((audit.kept, audit.settled), ([], audit))
            same[audit.kept, audit.settled] = ([*names, name], audit)
    shown = [name for _, name in AUDITS[1:]]
    # Where no source tells of a moved date, first promised and as moved are one and the same: what it shows today.
    one_date = _moves_unknown(trust) and any(names[-2:] == shown for names, _ in same.values())
    few = trust.occasions < default("fewest_occasions")
    told = []
    for names, audit in same.values():
        stands = "" if few else f", {_stands(audit.p_above, line_of(trust))}"
        count = f"{number(audit.kept) if audit.kept else 'none'} of {number(audit.settled)}{stands}"
        ways = [*names[:-2], AS_SHOWN] if one_date and names[-2:] == shown else names
        if len(ways) == len(AUDITS):
            all_one = "whether late ones count, or only the date first promised, or the date as moved in time"
            return " ".join([sentence_case(f"{count}, {all_one}."), *_as_shown_today(trust)])
        first, *others = ways
        told.append(f"{joined([first, *(f'{name[:1].lower()}{name[1:]}' for name in others)])}: {count}.")
    return " ".join(told if one_date else [*told, *_as_shown_today(trust)])


def _moves_unknown(trust: TrustForecast) -> bool:
    unknown = trust.counts.get("history_unknown", 0)
    return unknown > 0 and unknown >= trust.counts.get("made", 0)


def _as_shown_today(trust: TrustForecast) -> list[str]:
    """That the date first promised is not known, where the source tells of no moved dates."""
    unknown = trust.counts.get("history_unknown", 0)
    if not unknown:
        return []
    of_these = "T" if _moves_unknown(trust) else f"For {number(unknown)} t"
    return [f"{of_these}he date first promised is the one the source shows today."]


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
    they = (
        "It can be neither kept nor broken, so it counts"
        if undated == 1
        else ("They can be neither kept nor broken, so they count")
    )
    return f"{sentence_case(count_of(undated, who.promise))} had no date{of_all}. {they} for nothing here."


def _stated(released: Released, on_us: int) -> float:
    """Share of what is overdue that would be called quiet by now, had the source not said that it was missed."""
    waited = [
        on_us - mark.due_us > max(DROPPED_AFTER_US, mark.due_us - mark.made_us)
        for mark in released.marks
        if mark.status == "overdue" and mark.due_us is not None
    ]
    return sum(waited) / max(1, len(waited))


def _spoken_for(released: Released, on_us: int, zone: tzinfo) -> str:
    trust, who = released.trust, subject(released)
    counts, said = trust.counts, []
    stated = _stated(released, on_us)
    of_most = "" if stated == 1 else "of most "
    unkept = f"; {of_most}the source says {{}} not kept and no more" if stated > 0.5 else ""
    quiet = [mark for mark in released.marks if mark.status == "dropped"]
    when = months_of(quiet, on_us, zone) if len(quiet) == counts.get("dropped", 0) else ""
    for key, one, many in (
        ("renegotiated", "was moved to a new date", "were moved to a new date"),
        ("admitted", "was given up openly", "were given up openly"),
        ("withdrawn", "was called off", "were called off"),
        (
            "dropped",
            f"went quiet{when} (overdue, and no word of it found)",
            f"went quiet{when} (overdue, and no word of them found)",
        ),
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


def _timing(released: Released) -> str:
    counts = released.trust.counts
    parts = [
        f"{number(counts[key])} {words}"
        for key, words in (("early", "at least a day early"), ("on_time", "on time"), ("late", "late"))
        if counts.get(key, 0)
    ]
    said = [f"{sentence_case(joined(parts))}."] if parts else []
    kept = [mark for mark in released.marks if mark.y == 1]
    untimed = sum(mark.closed_us is None for mark in kept)
    if untimed:
        said.append(
            f"Of {count_of(len(kept), 'kept one')}, {number(untimed)} {'has' if untimed == 1 else 'have'} no time of "
            "closing: that it was in time is taken from the source, and may be too kind."
        )
    return " ".join(said)


def _formal(released: Released) -> str:
    counts, who = released.trust.counts, subject(released)
    formal, made = counts.get("formal", 0), counts.get("made", 0)
    if not formal:
        return ""
    return f"{sentence_case(number(formal))} of {count_of(made, who.promise)} in a form that binds."


def _reporters(released: Released, voice: Voice) -> str:
    trust = released.trust
    asking = "Our own word" if voice.says_we(released) else "Asking those it was promised to"
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
        only_own = f" {asking} would make it firmer." if words.startswith("from the one") else ""
        return f"Every outcome is {words}.{only_own}"
    tail = " Where they differ, the receiver's word counts." if parts[1][0] else ""
    return f"Outcomes: {joined(said)}.{tail}"


def _freshness(trust: TrustForecast, zone: tzinfo) -> str:
    fresh, half = known(trust.fresh_days), known(trust.half_life_days)
    if fresh is None or trust.last_us is None:
        return ""
    when = ago(trust.last_us, trust.last_us + round(fresh * DAY_US), zone)
    said = f"Last outcome {when} ({day(trust.last_us, zone)})."
    if half is None:
        return said
    said += f" Here evidence loses half its say in about {span(half)}"
    left = known(trust.volume)
    if left is not None and whole(left) != whole(trust.occasions):
        said += f": {count_of(trust.occasions, 'occasion')} weigh as much as {number(round(left))} would today"
    return f"{said}. This is getting old." if is_stale(trust) else f"{said}."
