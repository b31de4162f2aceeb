"""Teams that never were, whose safety is known: they speak up, are met, or keep quiet, as MODEL §2 says people do.

A :class:`World` states how acts are met and how often they are made; a :class:`Design` states how much of it is seen.
:func:`talk` draws teams, their acts and how each was met, and tells the truth beside the evidence, so that a forecast
can be held against it. Nothing here is taken from the forecast's own sums: the two agree only if both read the model
alike. Chance is a generator given by the caller.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from saidanddone.evidence.act import STAGES
from saidanddone.evidence.outcome import DAY_US
from saidanddone.forecast.safety.rows import Responses, Silences

__all__ = ["BEGAN_US", "Design", "Talk", "World", "met_well", "talk"]

Floats = NDArray[np.float64]

BEGAN_US: Final = 1_767_225_600_000_000
"""Day 0 of every simulated year: 2026-01-01, microseconds UTC."""

DAYS: Final = 365
"""How long the simulated talk goes on."""

_NODES, _MASSES = np.polynomial.hermite_e.hermegauss(31)
_MASSES = _MASSES / _MASSES.sum()


@dataclass(frozen=True, kw_only=True)
class World:
    """How acts of vulnerability are met, and how often they are made.

    P(level >= k) = σ(α(ψ + b + λ_responder + ε_meeting − δ_stage − κ_k)); acts of a stage in a source are
    Poisson(φ · exposure · exp(a + γψ)). ψ, λ and ε are on the logit scale of the model.

    Attributes:
        alpha: how sharply levels tell safety apart. delta: (4,) how much harder each stage is to meet well.
        kappa: (4,) thresholds of levels 2, 3, 4 and 5, ascending; that of level 4 is 0.
        mean, spread: ψ ~ N(mean, spread²) over the teams. tail: degrees of freedom of a Student t of that spread
            instead of the normal; None for the normal.
        responder_sd, meeting_sd: of λ and of ε. b: by how much safer it is when people do speak.
        log_rate: (S, 4) a, by source and stage. gamma: how much more is said where it is safer. rate_sd: of ln φ, one
            for each team and source; one for each team with ``one_pace``.
        drift: by how much ψ rises or falls from the first day to the last, ± with even chances; the truth is that of
            the last day.
        misread: share of levels read one too high or one too low.
    """

    alpha: float
    delta: Floats
    kappa: Floats
    mean: float = 0.0
    spread: float = 1.0
    tail: float | None = None
    responder_sd: float = 0.5
    meeting_sd: float = 0.0
    b: float = 0.0
    log_rate: Floats
    gamma: float = 0.5
    rate_sd: float = 0.3
    one_pace: bool = False
    drift: float = 0.0
    misread: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Design:
    """How much is seen of how many teams.

    Attributes:
        teams: how many. meetings: of each, among which acts fall evenly.
        mix: shares of the acts that each responder of a team meets; the first is its leader.
        exposure: (S,) of each team by source: person-hours in meetings, person-weeks in writing.
        acts: expected acts of a team, whatever its safety; None for as many as the world's rates make.
        stages: (4,) shares of stages where ``acts`` is given.
        seen: whether the exposure is known. as_messages: exposure is told as what grows with speaking (messages),
            by exp(as_messages · ψ) of the true one. apart: every act is said to be a meeting of its own.
    """

    teams: int
    meetings: int = 8
    mix: tuple[float, ...] = (1.0,)
    exposure: tuple[float, ...] = (20.0, 0.0)
    acts: float | None = None
    stages: tuple[float, ...] = (0.25, 0.25, 0.25, 0.25)
    seen: bool = True
    as_messages: float = 0.0
    apart: bool = False


@dataclass(frozen=True)
class Talk:
    """What was seen, and what was true.

    Attributes:
        responses, silences: the evidence, as the forecast takes it; ``silences`` None where exposure is not known.
        safety: (T,) ψ on the last day. responders: (T, R) λ. made: (T,) acts.
        spoken: (T,) P(the next act made is met well), over who meets it, its stage and a meeting yet to come.
        spoken_as_seen: (T,) the same over the responders and stages seen so far; as ``spoken`` where nothing was.
        voice: (T,) the same for any act, stages alike; without ``b``, which only acts that are made have.
        voice_as_seen: (T,) the same over the responders seen so far.
    """

    responses: Responses = field(repr=False)
    silences: Silences | None = field(repr=False)
    safety: Floats = field(repr=False)
    responders: Floats = field(repr=False)
    made: Floats = field(repr=False)
    spoken: Floats = field(repr=False)
    spoken_as_seen: Floats = field(repr=False)
    voice: Floats = field(repr=False)
    voice_as_seen: Floats = field(repr=False)


def met_well(world: World, safety: Floats, stage: int) -> Floats:
    """P(level >= 4) of an act of one stage in a meeting yet to come, at any ψ (with λ and b in it), of its shape."""
    at = safety[..., None] + world.meeting_sd * _NODES - world.delta[stage] - world.kappa[2]
    return np.asarray(_sigma(world.alpha * at) @ _MASSES)


def talk(world: World, design: Design, rng: np.random.Generator) -> Talk:
    """Draw teams, their acts over a year and how each was met.

    Args:
        world: how it is. design: what is seen of it. rng: the chance.
    """
    T, R = design.teams, len(design.mix)
    mix = np.asarray(design.mix, float) / np.sum(design.mix)
    now = _safety(world, T, rng)
    responders = world.responder_sd * rng.standard_normal((T, R))
    change = world.drift * rng.choice([-1.0, 1.0], T)
    counts = _counts(world, design, now - change / 2.0, rng)
    team, source, stage = (np.repeat(where.ravel(), counts.ravel()) for where in np.indices(counts.shape))
    n = len(team)
    responder = rng.choice(R, n, p=mix)
    meeting = rng.integers(0, design.meetings, n)
    # A meeting has a day, so that what drifts is the same for all that was said in it.
    day = rng.uniform(0.0, DAYS, (T, design.meetings))
    meant = world.meeting_sd * rng.standard_normal((T, design.meetings))
    at = now[team] - change[team] * (1.0 - day[team, meeting] / DAYS) + world.b
    at = at + responders[team, responder] + meant[team, meeting] - world.delta[stage]
    reached = _sigma(world.alpha * (at[:, None] - world.kappa))
    level = 1 + (rng.random((n, 1)) < reached).sum(axis=1)
    level = _misread(level, world.misread, rng)

    cluster = np.arange(n) if design.apart else team * design.meetings + meeting
    responses = Responses(
        teams=tuple(f"team {number + 1:03d}" for number in range(T)),
        team=team.astype(np.int64),
        cluster=cluster.astype(np.int64),
        responder=(team * R + responder).astype(np.int64),
        role=np.where(responder == 0, 1, 0).astype(np.int64),
        stage=stage.astype(np.int64),
        level=level.astype(np.int64),
        weight=np.ones(n),
        witnessed=np.zeros(n, bool),
        at_us=(BEGAN_US + day[team, meeting] * DAY_US).astype(np.int64),
        channel=source.astype(np.int64),
    )
    told = np.tile(np.asarray(design.exposure, float), (T, 1)) * np.exp(design.as_messages * now)[:, None]
    silences = Silences(acts=counts.astype(float), exposure=told) if design.seen else None

    def share(cell: NDArray[np.intp], width: int, of_all: Floats) -> Floats:
        seen = np.zeros((T, width))
        np.add.at(seen, (team, cell), 1.0)
        total = seen.sum(axis=1, keepdims=True)
        return np.where(total > 0, seen / np.maximum(total, 1.0), of_all)

    stages = _stages(world, design)
    by = np.stack([met_well(world, now[:, None] + responders + world.b, s) for s in range(len(STAGES))], axis=2)
    unspoken = np.stack([met_well(world, now[:, None] + responders, s) for s in range(len(STAGES))], axis=2).mean(
        axis=2
    )
    mix_seen = share(responder, R, mix)
    return Talk(
        responses,
        silences,
        now,
        responders,
        counts.sum(axis=(1, 2)).astype(float),
        np.einsum("trs,r,s->t", by, mix, stages),
        np.einsum("trs,tr,ts->t", by, mix_seen, share(stage, len(STAGES), stages)),
        unspoken @ mix,
        (unspoken * mix_seen).sum(axis=1),
    )


def _sigma(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


def _safety(world: World, teams: int, rng: np.random.Generator) -> Floats:
    """ψ of each team; a Student t is brought to the same spread."""
    if world.tail is None:
        z = rng.standard_normal(teams)
    else:
        z = rng.standard_t(world.tail, teams) * np.sqrt((world.tail - 2.0) / world.tail)
    return np.asarray(world.mean + world.spread * z)


def _stages(world: World, design: Design) -> Floats:
    """(4,) of which stage the next act that is made is."""
    if design.acts is not None:
        shares = np.asarray(design.stages, float)
    else:
        shares = np.asarray(np.asarray(design.exposure, float) @ np.exp(world.log_rate))
    return np.asarray(shares / shares.sum())


def _counts(world: World, design: Design, safety: Floats, rng: np.random.Generator) -> NDArray[np.int64]:
    """(T, S, 4) acts made."""
    exposure = np.asarray(design.exposure, float)
    if design.acts is not None:
        expected = np.zeros((len(safety), len(exposure), len(STAGES)))
        expected[:, 0] = design.acts * np.asarray(design.stages, float) / np.sum(design.stages)
    else:
        talkative = world.rate_sd * rng.standard_normal((len(safety), 1 if world.one_pace else len(exposure)))
        pace = np.exp(talkative + world.gamma * safety[:, None])
        expected = pace[:, :, None] * exposure[:, None] * np.exp(world.log_rate)
    return rng.poisson(expected)


def _misread(level: NDArray[np.int64], share: float, rng: np.random.Generator) -> NDArray[np.int64]:
    """Some levels one off, up or down alike; at the ends only inward."""
    if not share:
        return level
    step = np.where(level == 1, 1, np.where(level == 5, -1, rng.choice([-1, 1], len(level))))
    return np.asarray(level + step * (rng.random(len(level)) < share))
