"""Trust as others have it: as it is remembered, and as whoever came lately could have come to it (MISSION T8, T15)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from saidanddone.diagnosis.finding import Mark
from saidanddone.forecast.trust.result import Seen, TrustForecast
from saidanddone.privacy.release import Released
from saidanddone.report.sentences import line_of, verdict
from saidanddone.report.voice import Subject
from saidanddone.report.words import (
    DAY_US,
    EITHER_WAY,
    certainty,
    count_of,
    joined,
    known,
    month,
    number,
    percent,
    span,
    too_early,
)
from saidanddone.settings import default

__all__ = ["MEMORY_GAP", "months_of", "remembered", "seen"]

MEMORY_GAP: Final = 0.05
"""Earned and remembered trust closer than this are the same to a reader."""

STREAK: Final = 3
"""So many kept since the last miss are a streak worth naming."""

MONTHS_NAMED: Final = 2
"""A memory is put down to months only if so many carry most of it."""

_WHY: Final = "because misses are remembered longer than what went well; that they last three times as long is assumed"


def remembered(released: Released, on_us: int, zone: tzinfo, who: Subject) -> tuple[str, tuple[Mark, ...]]:
    """What is earned and what is remembered, the months a gap goes back to, and the misses that lie in them."""
    trust = released.trust
    mean, perceived = known(trust.mean), known(trust.perceived)
    if mean is None or perceived is None or verdict(trust) in ("nothing", "start"):
        return "", ()
    if perceived - mean >= MEMORY_GAP:
        better = f"Remembered as about {percent(perceived)}, better than the {percent(mean)} {who.earned} lately."
        return better, ()
    if mean - perceived < MEMORY_GAP:
        return f"Memory and record agree: earned {percent(mean)}, remembered about {percent(perceived)}.", ()
    both = f"arned {percent(mean)}, remembered as about {percent(perceived)}, {_WHY}"
    months, misses = _heaviest(released.marks, on_us, trust.half_life_days, zone)
    last = max((mark.due_us for mark in misses if mark.due_us is not None), default=None)
    if last is None:
        return f"E{both}.", ()
    since = [mark for mark in released.marks if mark.due_us is not None and last < mark.due_us <= on_us]
    if sum(mark.y == 1 for mark in since) >= STREAK and not any(mark.y == 0 for mark in since):
        kept = f"Kept for {span((on_us - last) / DAY_US)}, and still remembered for {joined(months)}"
        return f"{kept}: e{both}.", misses
    return f"E{both}. Most of it goes back to {joined(months)}.", misses


def _heaviest(
    marks: Sequence[Mark], on_us: int, half_life: float | None, zone: tzinfo
) -> tuple[list[str], tuple[Mark, ...]]:
    """The one or two months that carry most of the remembered misses, in order, and the misses in them; else nothing.

    A miss weighs by its age, at a half-life several times the record's own (setting ``bad_lasts``).
    """
    slow = default("bad_lasts") * (known(half_life) or 365.0) * DAY_US
    by_month: dict[str, list[Mark]] = defaultdict(list)
    weight: dict[str, float] = defaultdict(float)
    for mark in marks:
        if mark.y == 0 and mark.due_us is not None and mark.due_us <= on_us:
            name = month(mark.due_us, on_us, zone)
            by_month[name].append(mark)
            weight[name] += 2.0 ** (-(on_us - mark.due_us) / slow)
    heavy = sorted(weight, key=lambda name: -weight[name])[:MONTHS_NAMED]
    if heavy and weight[heavy[0]] >= 0.5 * sum(weight.values()):
        heavy = heavy[:1]
    elif sum(weight[name] for name in heavy) < 0.5 * sum(weight.values()):
        return [], ()
    heavy.sort(key=lambda name: min(mark.due_us or 0 for mark in by_month[name]))
    return heavy, tuple(mark for name in heavy for mark in by_month[name])


def months_of(marks: Sequence[Mark], on_us: int, zone: tzinfo) -> str:
    """Where these fell due, as `` in March`` or `` in March and June``; nothing where that is more than two months."""
    dues = sorted(mark.due_us for mark in marks if mark.due_us is not None)
    names = list(dict.fromkeys(month(due, on_us, zone) for due in dues))
    return f" in {joined(names)}" if 0 < len(names) <= MONTHS_NAMED and len(dues) == len(marks) else ""


def seen(trust: TrustForecast, who: Subject) -> str:
    """What whoever joined lately could have seen of it, and what they would expect from that alone (T15)."""
    observers = [one for one in trust.seen if one.of > 0 and one.days > 0]
    told = [one for one in observers if one.settled < one.of]
    if verdict(trust) == "nothing" or not observers:
        return ""
    if not told:
        one = observers[0]
        return f"Whoever joined {span(one.days)} ago has seen all of the {_due(one, who)}, as everybody else has."
    newest, *longer = told
    # A second observer is worth a sentence only where the newest can say nothing and they can.
    richer = next((one for one in longer if not _thin(one)), None) if _thin(newest) else None
    said = [_from_there(newest, trust, who, first=True)]
    said += [_from_there(richer, trust, who, first=False)] if richer is not None else []
    if verdict(trust) not in ("start", "early"):
        said[-1] = f"{said[-1].removesuffix('.')}; {who.earned} {percent(trust.mean)}."
    return " ".join(said)


def _thin(one: Seen) -> bool:
    return one.settled < default("fewest_occasions") or too_early(one.low, one.high)


def _due(one: Seen, who: Subject) -> str:
    return f"{count_of(one.of, who.promise)} that came due"


def _from_there(one: Seen, trust: TrustForecast, who: Subject, *, first: bool) -> str:
    """What one observer could have seen and would expect; too little to go by is said as that."""
    count = number(one.settled) if one.settled else "none"
    said = f"Whoever joined {span(one.days)} ago has seen {count}{f' of the {_due(one, who)}' if first else ''}"
    mean, low, high = known(one.mean), known(one.low), known(one.high)
    if mean is None or low is None or high is None:
        return f"{said}."
    between = f"{percent(low)} to {percent(high)}"
    if one.settled == 0:
        return f"{said}: a stranger here, who can only expect what is usual, about {percent(mean)} ({between})."
    if _thin(one):
        return f"{said}; from that alone it is too early for them to say: anything from {between}."
    line = line_of(trust)
    word, side = certainty(known(one.p_above) or 0.0)
    stands = f"either side of {line}" if word == EITHER_WAY else f"{word} {'at least' if side else 'below'} {line}"
    return f"{said}; from that alone they would expect {percent(mean)} ({between}), {stands}."
