"""What would change an answer, and how long that takes at this pace, or that this pace cannot (REPORT, item 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from saidanddone.forecast.trust.result import TrustForecast
from saidanddone.privacy.release import Released
from saidanddone.report.safetywords import safety_verdict, too_early_of
from saidanddone.report.sentences import is_stale, line_of, verdict
from saidanddone.report.voice import subject
from saidanddone.report.words import count_of, joined, known, number, percent, span, too_early
from saidanddone.settings import default

__all__ = ["change", "change_of_many"]


def change(released: Released) -> tuple[str, ...]:
    """What would change this answer, and how long that takes at this pace (REPORT, item 6)."""
    trust, who = released.trust, subject(released)
    mean, kept, broken = known(trust.mean), known(trust.if_kept), known(trust.if_broken)
    said = []
    if mean is not None and kept is not None and broken is not None and verdict(trust) != "nothing":
        now, up, down = percent(mean), percent(kept), percent(broken)
        if up == now == down:
            said.append(f"One more {who.promise}, kept or broken, would leave it at {now}.")
        else:
            said.append(
                f"One more kept would {'leave it at' if up == now else 'take it from ' + now + ' to'} {up}; "
                f"one broken would {'leave it at' if down == now else 'take it to'} {down}."
            )
    said.append(_settling(trust))
    return tuple(sentence for sentence in said if sentence)


def _settling(trust: TrustForecast) -> str:
    settle, line = trust.settle, line_of(trust)
    if verdict(trust) == "start":
        fewest = round(default("fewest_occasions"))
        return f"A record begins at {number(fewest)} occasions: {number(fewest - trust.occasions)} more."
    pace = known(settle.pace_days)
    often = "" if pace is None or pace <= 0 else f"one occasion every {span(pace)}".replace("every a ", "every ")
    if settle.verdict == "settled" and too_early(trust.low, trust.high):
        return (
            f"It is not settled: an answer that may be anything from {percent(trust.low)} to {percent(trust.high)} "
            "is too wide to be one. Further occasions narrow it."
        )
    if settle.verdict == "settled":
        return f"Which side of {line} it is on is settled for now, as long as new evidence keeps coming."
    if settle.verdict == "possible" and settle.occasions:
        more = count_of(settle.occasions, "more occasion", "more occasions")
        if not trust.recent and known(trust.fresh_days) is not None:
            return (
                f"About {more} like the ones so far would settle which side of {line} it is on; the last one is "
                f"{span(trust.fresh_days)} old, so there is no pace now to say how long that takes."
            )
        if not often or pace is None:
            return f"About {more} like the ones so far would settle which side of {line} it is on."
        return (
            f"About {more} like the ones so far would settle which side of {line} it is on: "
            f"at this pace ({often}) that takes {span(pace * settle.occasions)}."
        )
    if settle.verdict == "cannot_at_this_pace":
        at = f" ({often})" if often else ""
        most = known(settle.ceiling)
        below = " light" if most is None else f" below the weight of about {count_of(round(most), 'occasion')}"
        return (
            f"At this pace{at} it cannot be settled: evidence fades as it comes, which keeps it{below}, "
            f"too little this near to {line}. Smaller promises, made more often, bring it nearer."
        )
    if settle.verdict == "on_the_line":
        return f"It sits on the line of {line} itself: more of the same would not move it to either side."
    return "There is no pace yet to say how long an answer takes; the first few promises with a date will give one."


def change_of_many(units: Sequence[Released]) -> str:
    """How many of several answers are settled, can be, or cannot; each unit's own :func:`change` says more."""
    counted = Counter(_standing(unit.trust) for unit in units)
    words = {
        "settled": "settled for now",
        "possible": "could be settled at this pace",
        "early": "too early to say",
        "stale": "without an outcome for too long to say",
        "no_pace_now": "could be settled, with nothing new in the last 90 days",
        "on_the_line": "on the line itself",
        "no_pace": "without a pace yet",
        "cannot_at_this_pace": "cannot be settled at this pace, as evidence fades as fast as it comes",
    }
    parts = [f"{number(counted[key])} {said}" for key, said in words.items() if counted[key]]
    trust = f"Of {number(len(units))}: {joined(parts)}. Smaller promises, made more often, settle more of them."
    return " ".join(part for part in (trust, _speaking_of_many(units)) if part)


def _speaking_of_many(units: Sequence[Released]) -> str:
    """The same of speaking up, where anything is known of it in any of them."""
    told = [unit.safety for unit in units if unit.safety is not None and safety_verdict(unit.safety) != "nothing"]
    counted = Counter("early" if too_early_of(safety) else safety.settle.verdict for safety in told)
    words = {
        "settled": "settled for now",
        "possible": "could be settled at this pace",
        "early": "too early to say",
        "on_the_line": "on the line itself",
        "no_pace": "without a pace yet",
        "cannot_at_this_pace": "cannot be settled at this pace",
    }
    parts = [f"{number(counted[key])} {said}" for key, said in words.items() if counted[key]]
    if not parts:
        return ""
    return f"Of speaking up in {number(len(told))}: {joined(parts)}. Hearing more of what is said already settles more."


def _standing(trust: TrustForecast) -> str:
    """What the forecast says of settling it, as far as its interval and its newest occasion bear that out (T8)."""
    said = trust.settle.verdict
    if said == "settled" and (verdict(trust) == "start" or too_early(trust.low, trust.high)):
        return "stale" if is_stale(trust) else "early"
    if said in ("possible", "cannot_at_this_pace") and not trust.recent:
        return "stale" if is_stale(trust) else "no_pace_now" if said == "possible" else said
    return said
