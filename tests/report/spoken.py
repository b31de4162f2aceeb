"""Safety forecasts, situations and what stands beside them, made up for the report's tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from report.units import DAY, ON

from saidanddone.diagnosis.finding import Behind, Finding
from saidanddone.diagnosis.speaking import Clock, Drift, Lateness, LeadersFirst, Speaking
from saidanddone.forecast.quadrant import Situation, situation
from saidanddone.forecast.quantiles import QUANTILES
from saidanddone.forecast.safety.result import (
    Estimate,
    RoleSafety,
    SafetyForecast,
    SafetySettle,
    SourceSafety,
    SpeakingRate,
    StageSafety,
    VoiceAt,
)

STAGES = (
    StageSafety("inclusion", 4, 4, 0.86, 0.70, 0.96),
    StageSafety("learner", 16, 12, 0.76, 0.62, 0.87),
    StageSafety("contributor", 8, 5, 0.66, 0.48, 0.81),
    StageSafety("challenger", 12, 7, 0.60, 0.43, 0.75),
)
ROLES = (RoleSafety("leader", 2, 22, 0.72, 0.60, 0.83), RoleSafety("peer", 5, 18, 0.64, 0.49, 0.78))
CHANNELS = (
    SourceSafety("meeting", 24, 0.78, 0.66, 0.88, True),
    SourceSafety("writing", 16, 0.48, 0.31, 0.65, True),
)
SPEAKING = (
    SpeakingRate("meeting", "person-hours", 24, 610.0, 0.039, 0.029, 0.052),
    SpeakingRate("writing", "person-weeks", 16, 208.0, 0.077, 0.050, 0.110),
)
CLOCKS = (
    Clock("problem_early", ON - 12 * DAY, 12.0, 44.0, "person-hours", 0.41, "ordinary", 6, "acts.csv:40"),
    Clock("mistake_uncaught", ON - 190 * DAY, 190.0, 400.0, "person-hours", 0.06, "rare", 1, "acts.csv:8"),
    Clock("challenge_public", None, None, None, None, None, "unobserved", 0),
)


def safety(**changes: Any) -> SafetyForecast:
    """A team whose speaking up is probably met well, with whatever a test changes."""
    base = SafetyForecast(
        state="safe", spoken=Estimate(0.69, 0.59, 0.78), voice=Estimate(0.61, 0.45, 0.74),
        voice_at=(VoiceAt(0.0, 0.66, 0.55, 0.74), VoiceAt(0.5, 0.61, 0.50, 0.70), VoiceAt(1.0, 0.55, 0.45, 0.65)),
        p_above=0.91, line=0.50, p_above_at=((0.40, 0.98), (0.50, 0.91), (0.60, 0.55)),
        quantiles=tuple(0.3 + 0.6 * q for q in QUANTILES), acts=40, made=52, volume=31.5, occasions=23, recent=14,
        last_us=ON - 5 * DAY, fresh_days=5.0, levels={1: 1, 2: 4, 3: 7, 4: 18, 5: 10},
        followed={"changed": 14, "declined_with_reason": 6, "nothing": 5, "unknown": 15}, thanked_only=4,
        unanswered=4, unsettled=7, unseen=5, stages=STAGES, roles=ROLES, channels=CHANNELS, speaking=SPEAKING,
        counts_used=True, witnessed_only=False, witnessed=3, responders=7, leaders_only=False, if_met_well=0.70,
        if_met_badly=0.66, settle=SafetySettle("settled", 0, 9.0),
    )  # fmt: skip
    return replace(base, **changes)


UNSAFE: dict[str, Any] = {
    "state": "unsafe", "spoken": Estimate(0.34, 0.24, 0.45), "voice": Estimate(0.27, 0.14, 0.40), "p_above": 0.02,
    "levels": {1: 2, 2: 16, 3: 8, 4: 10, 5: 4}, "p_above_at": ((0.40, 0.05), (0.50, 0.02), (0.60, 0.01)),
}  # fmt: skip
OPEN: dict[str, Any] = {"state": "uncertain", "p_above": 0.55, "voice": Estimate(0.52, 0.36, 0.68)}
FIRST: dict[str, Any] = {
    "state": "uncertain", "acts": 1, "made": 1, "volume": 1.0, "occasions": 1, "recent": 1, "levels": {5: 1},
    "followed": {"unknown": 1}, "thanked_only": 0, "unanswered": 0, "unsettled": 0, "unseen": 0, "stages": (),
    "roles": (), "channels": (), "speaking": (), "counts_used": False, "witnessed": 0, "responders": 1,
    "spoken": Estimate(0.66, 0.28, 0.94), "voice": Estimate(0.56, 0.18, 0.91), "p_above": 0.62,
    "settle": SafetySettle("no_pace", None, None),
}  # fmt: skip


def nothing(**changes: Any) -> SafetyForecast:
    """Moments nobody has said anything of: everything that can be missing missing."""
    none: dict[str, Any] = {
        "state": "none", "spoken": None, "voice": None, "voice_at": (), "p_above": None, "p_above_at": (),
        "quantiles": (), "acts": 0, "made": 0, "levels": {}, "followed": {}, "last_us": None, "fresh_days": None,
        "if_met_well": None, "if_met_badly": None, "occasions": 0, "recent": 0,
    }  # fmt: skip
    return safety(**(FIRST | none | changes))


def where(trust: float | None, spoken: SafetyForecast | None, **changes: Any) -> Situation:
    """The situation of a team with P(trust above its line) and this forecast of speaking up."""
    told = spoken is not None and spoken.state != "none"
    given: dict[str, Any] = {
        "trust_line": 0.8, "safety_line": 0.5, "decided": 0.8,
        "at_lines": spoken.p_above_at if spoken is not None and told else (),
    }  # fmt: skip
    return situation(trust, spoken.p_above if spoken is not None and told else None, **(given | changes))


def speaking(**changes: Any) -> Speaking:
    """Clocks, lateness, leaders' own acts and no drift."""
    base = Speaking(
        clocks=CLOCKS,
        lateness=Lateness(9, 8.0, 4.0, 15.0, 0.44, -3.0),
        leaders=LeadersFirst({"admit_mistake": 2, "not_knowing": 3}, 2, ON - 30 * DAY, 1.4, 2.1, 1.5, 0.9, 2.4),
        drift=Drift("no_sign", 14, 6, 3, -0.1, -0.5, 0.3, 0.6),
    )
    return replace(base, **changes)


EVERYBODY = frozenset(f"p-{i}" for i in range(7))
BEHIND = Behind(
    speakers=EVERYBODY,
    by_stage={stage.stage: (EVERYBODY, 0) for stage in STAGES},
    by_channel={channel.channel: (EVERYBODY, 0) for channel in CHANNELS},
    by_clock=dict.fromkeys((clock.kind for clock in CLOCKS), (EVERYBODY, 0)),
    leading=frozenset({"p-0", "p-1"}),
    all_observed=True,
)
"""Seven people spoke up on every rung and in every channel, and two leaders answered them."""


def both(found: Finding, spoken: SafetyForecast | None, *, beside: Speaking | None = None, **changes: Any) -> Finding:
    """A finding with both halves, and the situation they make."""
    at = None if found.trust.state == "none" else found.trust.p_above
    return replace(
        found, safety=spoken, situation=where(at, spoken, **changes), speaking=beside,
        behind=None if spoken is None else BEHIND,
    )  # fmt: skip
