"""Which version will come through the door: follow-through under pressure, by situation, and over time (T6, T10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from saidanddone.forecast.trust.result import Situation, TrustForecast
from saidanddone.report.words import count_of, joined, known, percent, span, too_early, whole
from saidanddone.settings import default

__all__ = ["pressure", "situations", "steadiness", "whole_points"]

CLOSE: Final = 0.15
"""A difference whose whole 90 % interval is nearer to nothing than this is much the same to whoever relies on it."""

RUNS: Final = 1.5
"""A spread above this is called runs."""

_BY: Final = {"form": "how it was said", "notice": "how much notice there was", "pressure": "whether it is a hard time"}
"""Sort of situation -> what it then depends on."""

NOTICE_UNKNOWN: Final = (
    "This source does not say when due dates were moved, so how much notice there was may rest on a date set later."
)


def pressure(trust: TrustForecast) -> str:
    """The same forecast in calm and under pressure, and whether they differ by more than chance (T10)."""
    found = trust.pressure
    calm, under, gap = known(found.calm), known(found.under), known(found.difference)
    low, high = known(found.low), known(found.high)
    if under is None or found.under_occasions <= 0:
        return ""
    if calm is None or gap is None or low is None or high is None:
        return f"Under pressure {percent(under)}; there is no calm to compare it with."
    both = f"{percent(under)} under pressure, {percent(calm)} in calm"
    if min(found.under_occasions, found.calm_occasions) < default("fewest_occasions"):
        return f"{both}: too few on one side to call a difference."
    if low > 0:
        return f"{both}: promises hold better when it is hard."
    if high < 0:
        return f"{both}: promises give way when it is hard."
    if low > -CLOSE and high < CLOSE:
        return f"{both}: much the same in calm and under pressure."
    return f"{both}: too close, or too few, to call a difference."


def situations(trust: TrustForecast) -> str:
    """Follow-through situation by situation: side by side where they differ by more than chance, else that they do not.

    Pressure is told by :func:`pressure`; a sort of situation with too little on one side is refused in words.
    """
    steady, said = trust.consistency, []
    sorts = [by for by in dict.fromkeys(one.by for one in steady.situations) if by != "pressure"]
    same = []
    for by in sorts:
        there = [one for one in steady.situations if one.by == by]
        if any(one.occasions < default("fewest_occasions") or too_early(one.low, one.high) for one in there):
            names = joined([f"{one.name} ({_occasions(one)})" for one in there])
            said.append(f"Too early to compare {names}.")
        elif by in steady.differs:
            on = _BY.get(by, "the situation")
            said.append(f"Kept: {_side_by_side(there)}; more than chance, it depends on {on}.")
        else:
            same.append(f"whether {joined([one.name for one in there], 'or')}")
    if same:
        said.append(f"Much the same {', and '.join(same)}.")
    if "notice" in sorts and not steady.notice_known:
        said.append(NOTICE_UNKNOWN)
    return " ".join(said)


def _occasions(one: Situation) -> str:
    return count_of(round(one.occasions), "occasion")


def _side_by_side(there: Sequence[Situation]) -> str:
    told = [f"{percent(one.mean)} {one.name} ({percent(one.low)} to {percent(one.high)})" for one in there]
    return joined(told)


def steadiness(trust: TrustForecast) -> str:
    """Whether good and bad come in runs, how far closing times scatter, and where it is going (T6)."""
    steady, said = trust.consistency, []
    spread, late = known(steady.spread), known(steady.late_spread)
    trend, low, high = known(steady.trend), known(steady.trend_low), known(steady.trend_high)
    if spread is not None:
        if spread > RUNS:
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
    return count_of(max(1, int(whole(abs(100 * change)).replace(",", ""))), "point")
