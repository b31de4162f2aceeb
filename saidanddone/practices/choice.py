"""Which one practice comes first: written rules, half before finding, harm before all; never the wrong tool (B3, Q4).

The half is chosen first, the finding second, so that nothing known of one half can call for a tool of the other:

1. Where moments are held against whoever spoke, often enough to be no accident, that stops first.
2. Else the half the situation names: trust where it is known to fall short, as speaking up usually builds on it and
   an answer that is not followed up teaches people to stop; else safety where it is known to fall short.
3. Where neither is known to: the half whose next evidence would narrow the answer most.
   A half with nothing to go on waits for one that has something, unless that one holds.
4. Where both hold: keep both, unless moments are held against people, or they were included less afterwards.
"""

from __future__ import annotations

from math import comb
from typing import Final

from saidanddone.diagnosis.speaking import Speaking
from saidanddone.forecast.quadrant import Situation
from saidanddone.forecast.safety.result import SafetyForecast, StageSafety
from saidanddone.forecast.trust.result import TrustForecast
from saidanddone.practices.catalogue import PRACTICES, Practice
from saidanddone.settings import default

__all__ = ["choose", "half_first", "harmed"]

HARM: Final = 0.10
HARMED: Final = 2
"""From this share of moments held against whoever spoke on, and so many, it is no accident and comes first."""

FEW: Final = 5
"""Of fewer moments than this one held against somebody is enough, unless promises are known to fall short."""

PASSED_OVER: Final = 0.25
"""From this share without an answer on, answering comes before answering better."""

ONLY_ANSWERED: Final = 0.5
NOTHING_AFTER: Final = 0.5
"""Of what was met well and is known to have had an end: so much with nothing after it is thanks alone (S3)."""

LATE_DAYS: Final = 14.0
"""A median lateness above two weeks, its interval above one, makes late news the finding (S9)."""

UNDATED: Final = 0.2
CHANCE: Final = 0.10
"""At most so likely by chance alone: a difference between two sorts of moments is spoken of."""


def choose(
    trust: TrustForecast | None,
    safety: SafetyForecast | None,
    situation: Situation | None = None,
    speaking: Speaking | None = None,
) -> Practice:
    """The one practice that would help most, by the rules above.

    Args:
        trust, safety: the two forecasts of one unit; None where there is none.
        situation: where both met; None where they did not. speaking: what stands beside ``safety``.
    """
    half = half_first(trust, safety, situation)
    if half == "trust" and trust is not None:
        return PRACTICES[_of_trust(trust)]
    if half == "safety":
        return PRACTICES[_of_safety(safety, speaking, situation)]
    if half == "both":
        return PRACTICES[
            _of_safety(safety, speaking, situation) if harmed(safety, situation) or _drifts(speaking) else "keep_both"
        ]
    return PRACTICES["begin"]


def half_first(trust: TrustForecast | None, safety: SafetyForecast | None, situation: Situation | None) -> str:
    """The half whose tools are wanted: ``trust``, ``safety``, or ``both`` where both hold."""
    sides = {} if situation is None else situation.sides
    if harmed(safety, situation) and sides.get("safety") != "above":
        return "safety"
    if situation is None:
        nothing_of_trust = trust is None or trust.state == "none"
        return "safety" if nothing_of_trust and safety is not None and safety.state != "none" else "trust"
    if situation.first in ("trust", "safety"):
        return situation.first
    if situation.reason == "keep":
        return "both"
    known = [half for half in situation.undecided if sides.get(half) != "nothing"]
    return next(iter(known or situation.undecided), "trust")


def harmed(safety: SafetyForecast | None, situation: Situation | None = None) -> bool:
    """Whether moments are held against whoever spoke often enough to be no accident.

    One alone is not, but of a first few: and there it does not overrule promises that are known to fall short.
    """
    held = 0 if safety is None else safety.levels.get(1, 0)
    if safety is None or not held:
        return False
    if held < HARMED:
        return safety.acts < FEW and (situation is None or situation.sides.get("trust") != "below")
    return held >= HARM * safety.acts


def _of_trust(trust: TrustForecast) -> str:
    counts, p = trust.counts, trust.p_above
    if counts.get("dropped", 0):
        return "name_dropped"
    if counts.get("undated", 0) and (trust.undated_share or 0.0) >= UNDATED:
        return "date_undated"
    if trust.state == "none" or trust.mean is None or p is None:
        return "begin"
    if trust.occasions < default("fewest_occasions"):
        return "small_and_often"
    decided = default("decided")
    if p < decided:
        done = trust.audits.get("done_at_all")
        if done is not None and done.p_above >= decided:
            return "move_in_time"
        if p <= 1 - decided:
            return "promise_less"
        return "steady_hand" if trust.consistency.differs else "small_and_often"
    if (trust.pressure.high or 0.0) < 0:
        return "before_pressure"
    if trust.consistency.differs:
        return "steady_hand"
    return "ask_receivers" if counts.get("by_maker", 0) and not counts.get("by_receiver", 0) else "keep_going"


def _of_safety(safety: SafetyForecast | None, speaking: Speaking | None, situation: Situation | None) -> str:
    """The finding of this half that matters most: harm, then no answer, then how it is answered, then rarity."""
    if safety is None or safety.state == "none" or not safety.acts:
        if safety is not None and safety.unsettled:
            return "settle_moments"
        return _when_rare(speaking) if safety is not None and safety.counts_used else "mark_moments"
    roles = {role.role: role for role in safety.roles}
    leader, peer = roles.get("leader"), roles.get("peer")
    if harmed(safety, situation):
        return "step_in" if leader and peer and peer.high < leader.mean else "take_back"
    if _drifts(speaking):
        return "keep_inviting"
    if safety.unsettled > safety.acts:
        return "settle_moments"
    if _share(safety, 2) >= PASSED_OVER:
        return "answer_all"
    if leader and peer and leader.high < peer.low:
        return "answer_differently"
    if leader and peer and peer.high < leader.low:
        return "step_in"
    if _challenge_costs(safety.stages):
        return "welcome_challenge"
    if _thanks_alone(safety):
        return "close_the_loop"
    if _share(safety, 3) >= ONLY_ANSWERED and not _reasoned(safety):
        return "value_first"
    late = None if speaking is None else speaking.lateness
    if late is not None and (late.days or 0.0) > LATE_DAYS and (late.low or 0.0) > LATE_DAYS / 2:
        return "ask_early"
    if _rare(safety, speaking):
        return _when_rare(speaking)
    if safety.acts < default("fewest_occasions"):
        return "mark_moments"
    if (safety.p_above or 0.0) >= default("decided"):
        return "welcome_challenge"
    return "answer_all" if _share(safety, 2) >= _share(safety, 3) else "value_first"


def _drifts(speaking: Speaking | None) -> bool:
    """People were included less after they had spoken up (S4)."""
    return speaking is not None and speaking.drift is not None and speaking.drift.state == "less"


def _share(safety: SafetyForecast, level: int) -> float:
    return safety.levels.get(level, 0) / safety.acts if safety.acts else 0.0


def _challenge_costs(stages: tuple[StageSafety, ...]) -> bool:
    """Whether challenges were met well more rarely than everything else, by more than chance."""
    hard = [stage for stage in stages if stage.stage == "challenger"]
    rest = [stage for stage in stages if stage.stage != "challenger"]
    well, n = sum(s.met_well for s in hard), sum(s.acts for s in hard)
    well_else, n_else = sum(s.met_well for s in rest), sum(s.acts for s in rest)
    return n >= 3 and n_else >= 3 and _as_few(well, n, well_else, n_else) <= CHANCE


def _as_few(well: int, n: int, well_else: int, n_else: int) -> float:
    """P(at most ``well`` of ``n``) if both sorts were met alike, given how many were met well in all (Fisher, exact).

    >>> round(_as_few(0, 3, 7, 7), 4)
    0.0083
    """
    total, all_well = n + n_else, well + well_else
    ways = sum(comb(all_well, k) * comb(total - all_well, n - k) for k in range(min(well, n) + 1))
    return ways / comb(total, n)


def _thanks_alone(safety: SafetyForecast) -> bool:
    told = sum(n for what, n in safety.followed.items() if what != "unknown")
    return safety.thanked_only >= 2 and safety.thanked_only >= NOTHING_AFTER * told


def _reasoned(safety: SafetyForecast) -> bool:
    """Most of what was answered and no more was declined with a reason, which is no failing (S3)."""
    return safety.followed.get("declined_with_reason", 0) >= 0.5 * safety.levels.get(3, 0)


def _rare(safety: SafetyForecast, speaking: Speaking | None) -> bool:
    """Little is said for the time there was: two of the three clocks, or silence that counted, say so (S5)."""
    clocks = () if speaking is None else speaking.clocks
    return sum(clock.state == "rare" for clock in clocks) >= 2 and (safety.p_above or 0.0) < default("decided")


def _when_rare(speaking: Speaking | None) -> str:
    """Somebody has to go first: those who lead, where none of them was seen to (S13); else an invitation."""
    leaders = None if speaking is None else speaking.leaders
    return "admit_first" if leaders is not None and not leaders.mistakes_public else "invite"
