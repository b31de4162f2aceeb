"""What a safety forecast says: frozen results whose fields carry their range and meaning (MODEL §2, MISSION S1-S9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

__all__ = [
    "Estimate", "RoleSafety", "SafetyForecast", "SafetyRecord", "SafetySettle", "SourceSafety",
    "SpeakingRate", "StageSafety", "VoiceAt",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its 90 % interval, each 0..1."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class VoiceAt:
    """Voice under one assumption (MODEL §2): that people speak only when it feels safer than usual by ``b`` logits."""

    b: float
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class StageSafety:
    """One rung: acts with a level there, how many of them were met well, and P(the next one made is met well)."""

    stage: str
    acts: int
    met_well: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RoleSafety:
    """Responses of leaders, or of peers: told only where there are two responders of each.

    Attributes:
        role: ``leader`` or ``peer``. responders: how many people. acts: acts they met. mean, low, high: P(met well).
    """

    role: str
    responders: int
    acts: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SourceSafety:
    """What one channel alone says, so that sources which disagree are shown disagreeing.

    Attributes:
        channel: ``meeting``, ``writing``, ``table`` or ``pulse``. acts: acts with a level in it.
        mean, low, high: P(met well) from it alone. disagrees: whether another channel differs from it by more than
            chance allows (their 90 % intervals of the difference exclude zero).
    """

    channel: str
    acts: int
    mean: float
    low: float
    high: float
    disagrees: bool


@dataclass(frozen=True, slots=True)
class SpeakingRate:
    """How often people speak up, by the exposure there was (never by messages, which grow with safety).

    Attributes:
        channel: ``meeting`` or ``writing``. unit: what exposure is counted in: ``person-hours`` or ``person-weeks``.
        acts: acts of vulnerability in it, aged as the exposure is. exposure: how much there was. rate: acts a unit;
            low, high: its 90 % interval.
    """

    channel: str
    unit: str
    acts: int
    exposure: float
    rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SafetySettle:
    """What would settle on which side of the line Voice lies.

    Attributes:
        verdict: ``settled`` | ``possible`` | ``cannot_at_this_pace`` | ``on_the_line`` | ``no_pace``.
        acts: how many more acts met as these were would settle it; 0 when settled; None otherwise.
        pace_days: days between acts with a level at the present pace; None when unknown.
    """

    verdict: str
    acts: int | None
    pace_days: float | None


@dataclass(frozen=True, slots=True)
class SafetyRecord:
    """How forecasts of the next response did, each made before it was read.

    Attributes:
        n: acts with a level. scored: forecasts scored (after the first tenth, at least five). log_loss, brier, ece:
            ours, natural log; ece_noise95: what a forecaster that is exactly right would show in 95 of 100.
        base_log_loss, base_brier: of the share met well so far in the same evidence, (K + 1)/(N + 2).
    """

    n: int
    scored: int
    log_loss: float | None
    brier: float | None
    ece: float | None
    ece_noise95: float | None
    base_log_loss: float | None
    base_brier: float | None


@dataclass(frozen=True, slots=True)
class SafetyForecast:
    """P(an act of vulnerability is met well) for one team or leader, and what it rests on.

    Probabilities and shares are 0..1; times microseconds UTC; ``None`` means nothing is known, never zero.

    Attributes:
        state: ``none`` (nothing to go on) | ``uncertain`` | ``safe`` | ``unsafe``: the side of the line Voice is on.
        spoken: P(the next act that is made is met well), from responses alone; it is scored.
        voice: the same for any act, made or swallowed; checked by simulation, not scored. Its interval is the union of
            those of ``voice_at``, its mean that of their mixture.
        voice_at: Voice for b = 0, .5 and 1 (people speaking only when it feels safe).
        p_above: P(Voice >= line); line: ours, .50. p_above_at: the same at .40, .50 and .60, as (line, probability).
        quantiles: Voice at :data:`saidanddone.forecast.quantiles.QUANTILES`, of the mixture.
        acts: acts of vulnerability with a known level, every one once. made: all that were seen, whatever is known of
            how they were met. volume: effective ones: aged, and those of one meeting or thread sharing their fate.
        occasions: meetings and threads behind them. recent: acts with a level in the last 90 days.
        last_us: the newest of them. fresh_days: days since it.
        levels: how many stand at each level 1..5. followed: what followed: changed | declined_with_reason | nothing |
            unknown -> how many. thanked_only: validated or encouraged with nothing after it (S3).
        unanswered: acts nobody answered with a leader there (level 2). unsettled: answered, perhaps
            answered, or open still, and nobody has said how.
        unseen: acts without an answer where nobody knows whether a leader was there; they count for nothing.
        stages: by rung, those with evidence. roles: by leader and peer; empty without two responders of each.
        channels: by source, where there are two. speaking: rates by exposure; empty where none is known.
        counts_used: whether silence informed Voice (it does only where exposure is known).
        witnessed_only: nothing but what others saw: provisional (S6). witnessed: acts known from witnesses alone.
        responders: distinct people who met these acts. leaders_only: only leaders' responses were used.
        if_met_well, if_met_badly: ``spoken.mean`` after one more act validated, or punished.
        record: how well our forecasts of the next response did on these acts; None with too few.
        answers_used: Voice also rests on what people answered in a survey.
    """

    state: str
    spoken: Estimate | None
    voice: Estimate | None
    voice_at: tuple[VoiceAt, ...]
    p_above: float | None
    line: float
    p_above_at: tuple[tuple[float, float], ...]
    quantiles: tuple[float, ...] = field(repr=False)
    acts: int
    made: int
    volume: float
    occasions: int
    recent: int
    last_us: int | None
    fresh_days: float | None
    levels: Mapping[int, int]
    followed: Mapping[str, int]
    thanked_only: int
    unanswered: int
    unsettled: int
    unseen: int
    stages: tuple[StageSafety, ...]
    roles: tuple[RoleSafety, ...]
    channels: tuple[SourceSafety, ...]
    speaking: tuple[SpeakingRate, ...]
    counts_used: bool
    witnessed_only: bool
    witnessed: int
    responders: int
    leaders_only: bool
    if_met_well: float | None
    if_met_badly: float | None
    settle: SafetySettle
    record: SafetyRecord | None = None
    answers_used: bool = False

    @property
    def width(self) -> float | None:
        """The widest 90 % interval of ``voice_at``: what more evidence narrows. The rest of the band is assumption."""
        return max((one.high - one.low for one in self.voice_at), default=None)

    def to_dict(self) -> dict[str, Any]:
        """The contract's ``safety`` object (schema diagnosis/1)."""
        body = asdict(self)
        body["levels"] = {str(level): n for level, n in self.levels.items()}
        body["followed"] = dict(self.followed)
        body["p_above_at"] = [{"line": line, "p_above": p} for line, p in self.p_above_at]
        for name in ("quantiles", "voice_at", "stages", "roles", "channels", "speaking"):
            body[name] = list(body[name])
        return body
