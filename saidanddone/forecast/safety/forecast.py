"""The safety forecast of every unit: Spoken and Voice, their intervals, and what they rest on (MODEL §2, S1-S9).

Spoken is P(the next act that is made is met well); it is scored. Voice is the same for any act, made or swallowed; it
is checked by simulation. Everything here is per unit and still unreleased.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from saidanddone.evidence.act import STAGES
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.unreleased import Unreleased
from saidanddone.forecast.quantiles import QUANTILES
from saidanddone.forecast.safety.bank import BANK, BIASES, Bank
from saidanddone.forecast.safety.linking import beside
from saidanddone.forecast.safety.posterior import Believed, Learned, believed, fine, spoken_alone
from saidanddone.forecast.safety.prepared import Prepared, Unit, prepared
from saidanddone.forecast.safety.reading import Reading, Spread, reading_of
from saidanddone.forecast.safety.responses import likelihood
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
from saidanddone.forecast.safety.rows import ROLES, Answers, Floats, HeldBack, Ints, Responses, Silences
from saidanddone.forecast.safety.settling import settle
from saidanddone.settings import default

__all__ = ["WELL", "forecasts", "learn", "state_word"]

WELL = 4
"""Met well: at least validated."""

LINES = (0.4, 0.5, 0.6)
_UNITS = {"meeting": "person-hours", "writing": "person-weeks"}


def state_word(p_above: float | None, width: float, *, decided: float) -> str:
    """``none``, ``safe``, ``unsafe`` or ``uncertain``. No volume is asked for, only an interval that tells (S7).

    >>> state_word(0.9, 0.3, decided=0.8), state_word(0.9, 0.5, decided=0.8), state_word(None, 1.0, decided=0.8)
    ('safe', 'uncertain', 'none')
    """
    if p_above is None:
        return "none"
    if width > 0.4:
        return "uncertain"
    return "safe" if p_above >= decided else "unsafe" if p_above <= 1.0 - decided else "uncertain"


def learn(responses: Responses, silences: Silences | None, *, bank: Bank = BANK) -> tuple[Learned, float]:
    """What these units have in common, to forecast others with; and how much a witness counts, 0..1."""
    ready = prepared(responses, silences, bank=bank)
    return ready.alone, ready.witness


def forecasts(
    responses: Responses,
    silences: Silences | None,
    *,
    answers: Answers | None = None,
    held: HeldBack | None = None,
    on_us: int,
    line: float | None = None,
    decided: float | None = None,
    learned: tuple[Learned, float] | None = None,
    frozen: bool = False,
    ready: Prepared | None = None,
    bank: Bank = BANK,
) -> dict[str, Unreleased[SafetyForecast]]:
    """Forecast every unit of ``responses.teams``.

    Args:
        responses: every unit's, one act a row. silences: counts beside exposure, of the same units.
        answers, held: what they answered in a survey and told of in its episodes, of the same units; both enter Voice
            alone, and tell where a unit stands among the others.
        on_us: the day asked about, µs UTC. line: the safety line (.50). decided: probability of one side (.80).
        learned: what other units have in common (:func:`learn`), instead of learning it from these.
            frozen: keep its weights as they are whatever a unit's own evidence says of them.
        ready: :func:`~saidanddone.forecast.safety.prepared.prepared` of the same responses and silences, where it is
            there already. bank: constants of the model.

    Returns:
        Name of a unit -> its forecast, unreleased; counts that are told by more than responses are left at 0.
    """
    at = default("safety_line") if line is None else line
    sure = default("decided") if decided is None else decided
    if ready is None:
        ready = prepared(responses, silences, witness=None if learned is None else learned[1], bank=bank)
    along = beside(ready, answers, held, learn=learned is None)
    common = learned[0] if learned is not None else ready.alone
    if learned is None and any(factor is not None for factor in along.factors):
        common = ready.common(along.factors)
    out: dict[str, Unreleased[SafetyForecast]] = {}
    for place, name in enumerate(responses.teams):
        one, factor, counted = ready.units[place], along.factors[place], ready.counted[place]
        read = believed(one.found, one.silent, common, bank, among=learned is None, frozen=frozen, beside=factor)
        asked = _Asked(on_us, at, sure, bank, common, frozen)
        if len(one.rows) or counted or factor is not None:
            told = _forecast(one, read, asked, silences, place, counted=counted)
            out[name] = Unreleased(replace(told, answers_used=bool(along.answered[place])))
        else:
            out[name] = Unreleased(_nothing(at))
    return out


@dataclass(frozen=True)
class _Asked:
    on_us: int
    line: float
    decided: float
    bank: Bank
    learned: Learned = field(repr=False)
    frozen: bool


def _forecast(
    unit: Unit, read: Believed, asked: _Asked, silences: Silences | None, place: int, *, counted: bool
) -> SafetyForecast:
    rows, bank = unit.rows, asked.bank
    n = len(rows)
    reading = reading_of(bank)
    mix = _stage_mix(rows, bank)
    spoken = reading.spread(read.spoken, unit.found.at(0.0), 0, mix)
    level = np.full(len(STAGES), 1.0 / len(STAGES))
    voices = [reading.spread(read.voice[k], unit.found.at(b), 0, level) for k, b in enumerate(BIASES)]
    whole = Spread.mixed(voices)
    at = [_voice_at(b, one) for b, one in zip(BIASES, voices, strict=True)]
    voice = Estimate(whole.mean(), min(one.low for one in at), max(one.high for one in at))
    p_above = whole.above(asked.line)
    recent = rows.at_us > asked.on_us - 90 * DAY_US
    after_well, after_badly = (reading.after(read.spoken, unit.found.at(0.0), mix, met) for met in (4, 1))
    return SafetyForecast(
        state=state_word(p_above, max(one.high - one.low for one in at), decided=asked.decided),
        spoken=_estimate(spoken) if n else None,
        voice=voice,
        voice_at=tuple(at),
        p_above=p_above,
        line=asked.line,
        p_above_at=tuple((line, whole.above(line)) for line in LINES),
        quantiles=tuple(round(float(q), 5) for q in whole.quantile(np.asarray(QUANTILES))),
        acts=n,
        made=n,
        volume=_volume(rows, read, bank),
        occasions=len(np.unique(rows.cluster)),
        recent=int(recent.sum()),
        last_us=int(rows.at_us.max()) if n else None,
        fresh_days=(asked.on_us - int(rows.at_us.max())) / DAY_US if n else None,
        levels={k: int((rows.level == k).sum()) for k in range(1, 6)},
        followed={},
        thanked_only=0,
        unanswered=0,
        unsettled=0,
        unseen=0,
        stages=_stages(rows, read, unit, reading),
        roles=_roles(unit, read, reading, mix),
        channels=_channels(unit, asked, mix),
        speaking=_speaking(silences, place),
        counts_used=counted,
        witnessed_only=bool(n) and bool(rows.witnessed.all()),
        witnessed=int(rows.witnessed.sum()),
        responders=len(np.unique(rows.responder[rows.responder >= 0])),
        leaders_only=bool(n) and bool((rows.role == 1).all()),
        if_met_well=after_well if n else None,
        if_met_badly=after_badly if n else None,
        settle=settle(unit.found, read, reading, rows, line=asked.line, decided=asked.decided, on_us=asked.on_us),
    )


def _nothing(line: float) -> SafetyForecast:
    return SafetyForecast(
        state="none", spoken=None, voice=None, voice_at=(), p_above=None, line=line, p_above_at=(), quantiles=(),
        acts=0, made=0, volume=0.0, occasions=0, recent=0, last_us=None, fresh_days=None,
        levels=dict.fromkeys(range(1, 6), 0),
        followed={}, thanked_only=0, unanswered=0, unsettled=0, unseen=0, stages=(), roles=(), channels=(), speaking=(),
        counts_used=False, witnessed_only=False, witnessed=0, responders=0, leaders_only=False, if_met_well=None,
        if_met_badly=None, settle=SafetySettle("no_pace", None, None),
    )  # fmt: skip


def _estimate(spread: Spread) -> Estimate:
    low, high = spread.interval()
    return Estimate(spread.mean(), low, high)


def _voice_at(b: float, spread: Spread) -> VoiceAt:
    low, high = spread.interval()
    return VoiceAt(b, spread.mean(), low, high)


def _stage_mix(rows: Responses, bank: Bank) -> Floats:
    seen = np.bincount(rows.stage, weights=rows.weight, minlength=len(STAGES))
    mix = seen + bank.mix_acts * np.asarray(bank.mix)
    return np.asarray(mix / mix.sum(), dtype=np.float64)


def _volume(rows: Responses, read: Believed, bank: Bank) -> float:
    """Effective acts: aged, and those of one meeting counted by how much of their fate they share."""
    if not len(rows):
        return 0.0
    sigma = np.asarray(bank.sigma)
    shared = (bank.alpha * sigma) ** 2 / ((bank.alpha * sigma) ** 2 + np.pi**2 / 3.0)
    rho = float(read.spoken.sum(axis=1) @ shared)
    _, meeting = np.unique(rows.cluster, return_inverse=True)
    weight = np.bincount(meeting, weights=rows.weight)
    many = np.bincount(meeting)
    return float((weight / (1.0 + (many - 1.0) * rho)).sum())


def _stages(rows: Responses, read: Believed, unit: Unit, reading: Reading) -> tuple[StageSafety, ...]:
    found = []
    for code, name in enumerate(STAGES):
        here = rows.stage == code
        if here.any():
            one = _estimate(reading.spread(read.spoken, unit.found.at(0.0), 0, np.eye(len(STAGES))[code]))
            well = int((rows.level[here] >= WELL).sum())
            found.append(StageSafety(name, int(here.sum()), well, one.mean, one.low, one.high))
    return tuple(found)


def _roles(unit: Unit, read: Believed, reading: Reading, mix: Floats) -> tuple[RoleSafety, ...]:
    found = []
    for place, name in enumerate(unit.mixes[1:], start=1):
        here = unit.rows.role == ROLES.index(name)
        people = len(np.unique(unit.rows.responder[here & (unit.rows.responder >= 0)]))
        one = _estimate(reading.spread(read.spoken, unit.found.at(0.0), place, mix))
        found.append(RoleSafety(name, people, int(here.sum()), one.mean, one.low, one.high))
    return tuple(sorted(found, key=lambda role: role.role))


def _channels(unit: Unit, asked: _Asked, mix: Floats) -> tuple[SourceSafety, ...]:
    """What each channel alone says; two disagree where the 90 % interval of their difference in logits leaves out 0."""
    rows, bank = unit.rows, asked.bank
    present: Ints = np.unique(rows.channel)
    if len(present) < 2:
        return ()
    reading, told = reading_of(bank), []
    for code in present:
        part = rows.of(rows.channel == code)
        found = fine(likelihood(part.weighed(1.0), part.mixes()[1], bank))
        spoken = spoken_alone(found, asked.learned, bank, among=False, frozen=asked.frozen)
        told.append((int(code), len(part), _estimate(reading.spread(spoken, found.at(0.0), 0, mix)),
                     reading.where(found.at(0.0), spoken)))  # fmt: skip
    out = []
    for code, n, one, (mean, var) in told:
        others = [(m, v) for other, _, _, (m, v) in told if other != code]
        apart = any(abs(mean - m) > 1.645 * np.sqrt(var + v) for m, v in others)
        out.append(SourceSafety(rows.channels[code], n, one.mean, one.low, one.high, bool(apart)))
    return tuple(out)


def _speaking(silences: Silences | None, place: int) -> tuple[SpeakingRate, ...]:
    """Acts a unit of exposure with the 90 % interval of a Poisson rate (Jeffreys)."""
    from scipy.special import gammaincinv

    if silences is None:
        return ()
    out = []
    for k, source in enumerate(silences.sources):
        exposure = float(silences.exposure[place, k])
        if exposure > 0:
            n = float(silences.acts[place, k].sum())
            low, high = (float(gammaincinv(n + 0.5, q)) / exposure for q in (0.05, 0.95))
            out.append(SpeakingRate(source, _UNITS.get(source, ""), round(n), exposure, n / exposure, low, high))
    return tuple(out)
