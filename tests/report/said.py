"""Speaking up made up for the report's tests: a safety forecast, a situation, clocks and acts of one unit."""

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

LEVELS = {1: 2, 2: 3, 3: 6, 4: 7, 5: 3}


def quantiles(mean: float, volume: float) -> tuple[float, ...]:
    """Quantiles of a Beta distribution, at ``QUANTILES``."""
    grid = (np.arange(2000) + 0.5) / 2000
    density = (mean * volume - 1) * np.log(grid) + ((1 - mean) * volume - 1) * np.log1p(-grid)
    mass = np.exp(density - density.max())
    return tuple(float(q) for q in np.interp(QUANTILES, np.cumsum(mass) / mass.sum(), grid))


def safety(mean: float = 0.58, volume: float = 18.0, **changes: Any) -> SafetyForecast:
    """Twenty-one moments, most of them met well enough, with whatever a test changes."""
    told = quantiles(mean, volume)
    low, high = told[2], told[-3]
    above = {line: float(1 - np.interp(line, told, QUANTILES)) for line in (0.4, 0.5, 0.6)}
    base = SafetyForecast(
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


def met(trust: TrustForecast, said: SafetyForecast, earlier: tuple[Earlier, ...] = EARLIER) -> Situation:
    """Both halves met."""
    known = said.state != "none"
    return situation(
        trust.p_above if trust.state != "none" else None, said.p_above, trust_line=0.8, safety_line=0.5, decided=0.8,
        at_lines=tuple((line, p) for line, p in said.p_above_at) if known else (), earlier=earlier,
    )  # fmt: skip


CLOCKS = (
    Clock("problem_early", ON - 23 * DAY, 23.0, 41.0, "person-hours", 0.34, "ordinary", 4, "chat.csv:3"),
    Clock("mistake_uncaught", ON - 160 * DAY, 160.0, 290.0, "person-hours", 0.06, "rare", 1, "chat.csv:1"),
    Clock("challenge_public", None, None, None, None, None, "unobserved", 0),
)
SPEAKING = Speaking(
    CLOCKS,
    Lateness(9, 6.0, 3.0, 14.0, 0.56, None),
    LeadersFirst({"mistake": 2, "question": 3}, 2, ON - 30 * DAY, 0.8, 1.3, 1.6, 0.9, 2.8),
    Drift("no_sign", 9, 6, 3, -0.1, -0.5, 0.3, 0.61),
)


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
    return replace(
        base, safety=said, situation=met(trust, said, earlier), speaking=SPEAKING if said.made else None, acts=listed,
        behind=behind, **changes,
    )  # fmt: skip
