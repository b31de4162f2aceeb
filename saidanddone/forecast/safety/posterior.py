"""What is believed of each team's safety: an exact grid, with what teams have in common learned over all of them.

Spoken reads responses alone, at ψ' = ψ + b. Voice reads responses at ψ + b and silences at ψ, for each b (MODEL §2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from saidanddone.forecast.safety.bank import BIASES, Bank
from saidanddone.forecast.safety.responses import Likelihood
from saidanddone.forecast.safety.rows import Floats, Ints

__all__ = ["GRID", "Believed", "Fine", "Learned", "believed", "fine", "jointly", "learned_from", "spoken_alone"]

GRID = np.arange(-5.0, 7.0001, 0.025)
"""ψ, in logits: the step MODEL asks for."""

MOST_TEAMS = 200
"""What teams have in common is learned from at most so many, those with most acts."""

_NOTHING = 1e-14
"""Hypotheses of one mean and spread of teams that together weigh less change no probability by 1e-11."""

_LEAST = 1e-280
"""No evidence is less than this: it is divided by."""

_FALL = 60.0
_POINTS = 6


@dataclass(frozen=True)
class Fine:
    """A team's :class:`Likelihood` on a grid of ψ' that reaches from GRID to GRID + 1: (Σ, G'), (K, Σ, G')."""

    log: Floats = field(repr=False)
    mean: Floats = field(repr=False)
    var: Floats = field(repr=False)

    def at(self, b: float) -> Fine:
        """On GRID, read at ψ + b."""
        first = round(b / 0.025)
        part = slice(first, first + len(GRID))
        return Fine(self.log[..., part], self.mean[..., part], self.var[..., part])


_WIDE = np.arange(-5.0, 8.0001, 0.025)


def fine(found: Likelihood) -> Fine:
    """The same between its points, by polynomials through the six nearest; beyond them the likelihood falls steeply."""
    inside = np.clip(_WIDE, found.at[0], found.at[-1])
    beyond = np.abs(_WIDE - inside)
    places, weights = _stencil(found.at, inside)

    def between(values: Floats) -> Floats:
        return np.asarray((values[..., places] * weights).sum(axis=-1), dtype=np.float64)

    return Fine(between(found.log) - _FALL * beyond, between(found.mean), np.maximum(between(found.var), 0.0))


def _stencil(at: Floats, x: Floats) -> tuple[Ints, Floats]:
    """(X, 6) places of the evenly spaced ``at`` around each x, and Lagrange's weights of them."""
    where = (x - at[0]) / (at[1] - at[0])
    first = np.clip(np.floor(where).astype(np.int64) - 2, 0, len(at) - _POINTS)
    t = (where - first)[:, None]
    weights = np.ones((len(x), _POINTS))
    for k in range(_POINTS):
        for other in range(_POINTS):
            if other != k:
                weights[:, k] *= (t[:, 0] - other) / (k - other)
    return first[:, None] + np.arange(_POINTS)[None, :], weights


@dataclass(frozen=True)
class Learned:
    """What teams have in common, as weights summing to 1: (Σ, M) for Spoken and (B, Σ, M, H) for Voice."""

    spoken: Floats = field(repr=False)
    voice: Floats = field(repr=False)


@dataclass(frozen=True)
class Believed:
    """One team's posterior weights: (Σ, G) for Spoken at ψ', (B, Σ, G) for Voice at ψ; each sums to 1 (each b's)."""

    spoken: Floats = field(repr=False)
    voice: Floats = field(repr=False)


@lru_cache(maxsize=8)
def _priors(bank: Bank, shift: float) -> tuple[Floats, Floats]:
    """(M, G) density of ψ on the grid for each (μ, T), each row summing to 1, and the prior weights (M,)."""
    mu = np.repeat(np.asarray(bank.mu) + shift, len(bank.t))
    t = np.tile(np.asarray(bank.t), len(bank.mu))
    density = np.exp(-0.5 * ((GRID[None, :] - mu[:, None]) / t[:, None]) ** 2)
    weights = np.multiply.outer(np.asarray(bank.mu_weights), np.asarray(bank.t_weights)).ravel()
    return density / density.sum(axis=1, keepdims=True), weights / weights.sum()


def _evidence(log: Floats, silent: Floats, prior: Floats) -> Floats:
    """(Σ, M, H) likelihood of everything under each hypothesis, the likeliest responses at 1."""
    scaled = np.exp(log - log.max())
    total = (scaled[:, None, :] * prior[None, :, :]).reshape(-1, len(GRID)) @ silent
    return np.asarray(np.maximum(total, _LEAST).reshape(len(scaled), len(prior), -1))


def _weights(prior: Floats, evidence: Sequence[Floats]) -> Floats:
    log = np.log(prior) + sum((np.log(one) for one in evidence), start=np.zeros_like(prior))
    weights = np.exp(log - log.max())
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def _start(bank: Bank, hyper: Floats) -> Floats:
    sigma = np.asarray(bank.sigma_weights) / np.sum(bank.sigma_weights)
    _, m = _priors(bank, 0.0)
    whole = sigma[:, None, None] * m[None, :, None] * hyper[None, None, :]
    return np.asarray(whole / whole.sum(), dtype=np.float64)


def _density(bank: Bank, beside: Floats | None) -> Floats:
    """(M, G) density of ψ for each (μ, T), times what stands ``beside`` a team's behaviour."""
    prior, _ = _priors(bank, 0.0)
    return prior if beside is None else prior * beside


def learned_from(
    teams: Sequence[Fine],
    silent: Sequence[Floats],
    hyper: Floats,
    bank: Bank,
    most: int = MOST_TEAMS,
    beside: Sequence[Floats | None] | None = None,
) -> Learned:
    """What these teams have in common.

    Args:
        silent: (G, H) of each. hyper: (H,) prior weights. beside: (M, G) factor of each, None where there is none.
    """
    start = _start(bank, hyper)
    teams, silent = teams[:most], silent[:most]
    beside = [None] * len(teams) if beside is None else beside[:most]
    none = np.ones((len(GRID), 1))
    at_spoken, _ = _priors(bank, bank.spoken_shift)
    spoken = _weights(start.sum(axis=2), [_evidence(t.at(0.0).log, none, at_spoken)[..., 0] for t in teams])
    densities = [_density(bank, one) for one in beside]
    voice = [
        _weights(start, [_evidence(t.at(b).log, s, d) for t, s, d in zip(teams, silent, densities, strict=True)])
        for b in BIASES
    ]
    return Learned(spoken, np.stack(voice))


def believed(
    team: Fine,
    silent: Floats,
    learned: Learned,
    bank: Bank,
    *,
    among: bool,
    frozen: bool = False,
    beside: Floats | None = None,
) -> Believed:
    """One team's posterior.

    Args:
        among: whether ``learned`` has read this team's own evidence; otherwise it is the prior of another one.
        frozen: whether the hypotheses keep their weights whatever this team's evidence says of them.
        beside: (M, G) what stands beside the team's behaviour; it enters Voice alone.
    """
    prior = _density(bank, beside)
    spoken = spoken_alone(team, learned, bank, among=among, frozen=frozen)
    voice = [
        _of(team.at(b).log, silent, prior, learned.voice[k], among=among, frozen=frozen) for k, b in enumerate(BIASES)
    ]
    return Believed(spoken, np.stack(voice))


def spoken_alone(team: Fine, learned: Learned, bank: Bank, *, among: bool, frozen: bool = False) -> Floats:
    """(Σ, G) weights of Spoken at ψ' as :func:`believed` has them, without all that Voice takes."""
    at_spoken, _ = _priors(bank, bank.spoken_shift)
    none = np.ones((len(GRID), 1))
    return _of(team.at(0.0).log, none, at_spoken, learned.spoken[..., None], among=among, frozen=frozen)


def jointly(team: Fine, silent: Floats, learned: Learned, bank: Bank) -> Floats:
    """(M, G) posterior weights of (μ, T) and ψ, for teams that ``learned`` has read; over the three b, alike likely."""
    prior, _ = _priors(bank, 0.0)
    out = np.zeros_like(prior)
    for k, b in enumerate(BIASES):
        log = team.at(b).log
        scaled, one = np.exp(log - log.max()), np.zeros_like(prior)
        for likelihood, spread in zip(scaled, learned.voice[k], strict=True):
            heavy = spread.sum(axis=1) > _NOTHING
            here = prior[heavy] * likelihood
            one[heavy] += here * ((spread[heavy] / np.maximum(here @ silent, _LEAST)) @ silent.T)
        out += one / one.sum()
    return np.asarray(out / out.sum(), dtype=np.float64)


def _of(log: Floats, silent: Floats, prior: Floats, weights: Floats, *, among: bool, frozen: bool) -> Floats:
    """(Σ, G): Σ over hypotheses of weight × likelihood × prior / evidence."""
    scaled = np.exp(log - log.max())
    out = np.zeros_like(scaled)
    for k, spread in enumerate(weights):
        # A hypothesis adds as much as it weighs: the evidence for those that weigh nothing is not worked out again.
        heavy = spread.sum(axis=1) > (_NOTHING if among or frozen else 0.0)
        here, share = prior[heavy], spread[heavy]
        if among or frozen:
            share = share / np.maximum((here * scaled[k]) @ silent, _LEAST)
        out[k] = scaled[k] * (here * (share @ silent.T)).sum(axis=0)
    return np.asarray(out / out.sum(), dtype=np.float64)
