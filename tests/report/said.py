"""Speaking up made up for the report's tests: safety forecasts, situations, clocks and acts of one unit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from report.units import DAY, ON, finding, forecast

from saidanddone.diagnosis.finding import ActMark, Behind, Finding
from saidanddone.diagnosis.speaking import Clock, Drift, Lateness, LeadersFirst, Speaking
from saidanddone.forecast.quadrant import Earlier, Situation, situation
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
from saidanddone.forecast.trust.result import TrustForecast

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
RATES = (
    SpeakingRate("meeting", "person-hours", 24, 610.0, 0.039, 0.029, 0.052),
    SpeakingRate("writing", "person-weeks", 16, 208.0, 0.077, 0.050, 0.110),
)
CLOCKS = (
    Clock("problem_early", ON - 12 * DAY, 12.0, 44.0, "person-hours", 0.41, "ordinary", 6, "chat.csv:3"),
    Clock("mistake_uncaught", ON - 190 * DAY, 190.0, 400.0, "person-hours", 0.06, "rare", 1, "chat.csv:1"),
    Clock("challenge_public", None, None, None, None, None, "unobserved", 0),
)


LEVELS = {1: 2, 2: 3, 3: 6, 4: 7, 5: 3}


def quantiles(mean: float, volume: float) -> tuple[float, ...]:
    """Quantiles of a Beta distribution, at ``QUANTILES``."""
    grid = (np.arange(2000) + 0.5) / 2000
    density = (mean * volume - 1) * np.log(grid) + ((1 - mean) * volume - 1) * np.log1p(-grid)
    mass = np.exp(density - density.max())
    return tuple(float(q) for q in np.interp(QUANTILES, np.cumsum(mass) / mass.sum(), grid))


def rewarded(**changes: Any) -> SafetyForecast:
    """A team whose speaking up is probably met well, with whatever a test changes."""
    base = SafetyForecast(
        state="safe", spoken=Estimate(0.69, 0.59, 0.78), voice=Estimate(0.61, 0.45, 0.74),
        voice_at=(VoiceAt(0.0, 0.66, 0.55, 0.74), VoiceAt(0.5, 0.61, 0.50, 0.70), VoiceAt(1.0, 0.55, 0.45, 0.65)),
        p_above=0.91, line=0.50, p_above_at=((0.40, 0.98), (0.50, 0.91), (0.60, 0.55)),
        quantiles=tuple(0.3 + 0.6 * q for q in QUANTILES), acts=40, made=52, volume=31.5, occasions=23, recent=14,
        last_us=ON - 5 * DAY, fresh_days=5.0, levels={1: 1, 2: 4, 3: 7, 4: 18, 5: 10},
        followed={"changed": 14, "declined_with_reason": 6, "nothing": 5, "unknown": 15}, thanked_only=4,
        unanswered=4, unsettled=7, unseen=5, stages=STAGES, roles=ROLES, channels=CHANNELS, speaking=RATES,
        counts_used=True, witnessed_only=False, witnessed=3, responders=7, leaders_only=False, if_met_well=0.70,
        if_met_badly=0.66, settle=SafetySettle("settled", 0, 9.0),
    )  # fmt: skip
    return replace(base, **changes)


def safety(mean: float = 0.58, volume: float = 18.0, **changes: Any) -> SafetyForecast:
    """Twenty-one moments, most of them met well enough, with whatever a test changes."""
    told = quantiles(mean, volume)
    low, high = told[2], told[-3]
    above = {line: float(1 - np.interp(line, told, QUANTILES)) for line in (0.4, 0.5, 0.6)}
    base = replace(
        rewarded(),
        state="safe" if above[0.5] >= 0.8 else "unsafe" if above[0.5] <= 0.2 else "uncertain",
        spoken=Estimate(min(0.98, mean + 0.07), low + 0.07, min(0.99, high + 0.05)),
        voice=Estimate(mean, low, high),
        voice_at=tuple(VoiceAt(b, mean - 0.06 * (b - 0.5), low - 0.06 * (b - 0.5), high - 0.06 * (b - 0.5))
                       for b in (0.0, 0.5, 1.0)),
        p_above=above[0.5], line=0.5, p_above_at=tuple(above.items()), quantiles=told, acts=21, made=29,
        volume=volume, occasions=14, recent=9, last_us=ON - 4 * DAY, fresh_days=4.0, levels=LEVELS,
        followed={"changed": 6, "declined_with_reason": 3, "nothing": 5, "unknown": 7}, thanked_only=3,
        unanswered=3, unsettled=5, unseen=3,
        stages=(
            StageSafety("inclusion", 2, 1, 0.60, 0.33, 0.83), StageSafety("learner", 8, 5, 0.68, 0.49, 0.84),
            StageSafety("contributor", 7, 3, 0.55, 0.35, 0.74), StageSafety("challenger", 4, 1, 0.44, 0.22, 0.68),
        ),
        roles=(RoleSafety("leader", 2, 13, 0.53, 0.36, 0.70), RoleSafety("peer", 6, 8, 0.71, 0.50, 0.88)),
        channels=(
            SourceSafety("meeting", 12, 0.71, 0.54, 0.86, False), SourceSafety("writing", 9, 0.50, 0.30, 0.70, False),
        ),
        speaking=(SpeakingRate("meeting", "person-hours", 14, 320.0, 0.044, 0.027, 0.066),),
        counts_used=True, witnessed_only=False, witnessed=0, responders=8, leaders_only=False, if_met_well=0.67,
        if_met_badly=0.61, settle=SafetySettle("possible", 12, 9.0),
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


def quiet(**changes: Any) -> SafetyForecast:
    """Nothing to go on."""
    base = SafetyForecast(
        state="none", spoken=None, voice=None, voice_at=(), p_above=None, line=0.5, p_above_at=(), quantiles=(),
        acts=0, made=0, volume=0.0, occasions=0, recent=0, last_us=None, fresh_days=None, levels={}, followed={},
        thanked_only=0, unanswered=0, unsettled=0, unseen=0, stages=(), roles=(), channels=(), speaking=(),
        counts_used=False, witnessed_only=False, witnessed=0, responders=0, leaders_only=False, if_met_well=None,
        if_met_badly=None, settle=SafetySettle("no_pace", None, None),
    )  # fmt: skip
    return replace(base, **changes)


def reliable(mean: float = 0.86, volume: float = 45.0, **changes: Any) -> TrustForecast:
    """A trust forecast with its whole distribution told."""
    told = quantiles(mean, volume)
    return forecast(mean=mean, low=told[2], high=told[-3], cautious=told[2],
                    p_above=float(1 - np.interp(0.8, told, QUANTILES)), quantiles=told, **changes)  # fmt: skip


EARLIER = (
    Earlier(ON - 270 * DAY, quantiles(0.62, 14), quantiles(0.35, 8), None),
    Earlier(ON - 180 * DAY, quantiles(0.70, 24), quantiles(0.38, 10), None),
    Earlier(ON - 90 * DAY, quantiles(0.78, 34), quantiles(0.45, 12), None),
)


def where(trust: float | None, said: SafetyForecast | None, **changes: Any) -> Situation:
    """The situation of a team with P(trust above its line) and this forecast of speaking up."""
    told = said is not None and said.state != "none"
    given: dict[str, Any] = {
        "trust_line": 0.8, "safety_line": 0.5, "decided": 0.8,
        "at_lines": said.p_above_at if said is not None and told else (),
    }  # fmt: skip
    return situation(trust, said.p_above if said is not None and told else None, **(given | changes))


def speaking(**changes: Any) -> Speaking:
    """Clocks, lateness, leaders' own acts and no drift."""
    base = Speaking(
        clocks=CLOCKS,
        lateness=Lateness(9, 8.0, 4.0, 15.0, 0.44, -3.0),
        leaders=LeadersFirst({"admit_mistake": 2, "not_knowing": 3}, 2, ON - 30 * DAY, 1.4, 2.1, 1.5, 0.9, 2.4),
        drift=Drift("no_sign", 14, 6, 3, -0.1, -0.5, 0.3, 0.6),
    )
    return replace(base, **changes)


def acts(n: int = 29) -> tuple[ActMark, ...]:
    """n acts, the newest last."""
    levels = [level for level, times in LEVELS.items() for _ in range(times)]
    kinds = (("question", "learner"), ("idea", "contributor"), ("problem", "challenger"), ("challenge", "challenger"))
    return tuple(
        ActMark(
            ON - (4 + 9 * (n - i)) * DAY, *kinds[i % 4], "met", levels[(5 * i) % len(levels)],
            "leader" if i % 3 else "peer", ("changed", "nothing", "unknown")[i % 3],
            "meeting" if i % 2 else "writing", "chat.csv", i + 1,
        )
        for i in range(n)
    )  # fmt: skip


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


def both(found: Finding, said: SafetyForecast | None, *, beside: Speaking | None = None, **changes: Any) -> Finding:
    """A finding with both halves, and the situation they make."""
    at = None if found.trust.state == "none" else found.trust.p_above
    return replace(
        found, safety=said, situation=where(at, said, **changes), speaking=beside,
        behind=None if said is None else BEHIND,
    )  # fmt: skip


def speaking_up(
    label: str = "Blue", kind: str = "team", trust: TrustForecast | None = None, said: SafetyForecast | None = None,
    *, earlier: tuple[Earlier, ...] = EARLIER, **changes: Any,
) -> Finding:  # fmt: skip
    """One unit's finding with both halves."""
    trust, said = trust or reliable(), said or safety()
    listed = acts(said.made) if said.made else ()
    behind = Behind(
        speakers=frozenset(f"p-{i}" for i in range(9)), leading=frozenset({"p-1", "p-2"}),
        by_stage={stage.stage: (frozenset(f"p-{i}" for i in range(6)), 0) for stage in said.stages},
        by_channel={one: (frozenset(f"p-{i}" for i in range(6)), 0) for one in ("meeting", "writing")},
        all_observed=True, cited=tuple((act.source, act.line) for act in listed),
        by_clock=dict.fromkeys((clock.kind for clock in CLOCKS), (frozenset(f"p-{i}" for i in range(6)), 0)),
        by_source={act.source: (frozenset(f"p-{i}" for i in range(6)), 0) for act in listed},
    )  # fmt: skip
    base = finding(label, kind, trust, None if trust.state != "none" else ())
    known = None if trust.state == "none" else trust.p_above
    return replace(
        base, safety=said, situation=where(known, said, earlier=earlier), acts=listed,
        speaking=speaking() if said.made else None, behind=behind, **changes,
    )  # fmt: skip
