"""What silence says: how often people spoke up, beside the exposure there was (MODEL §2, MISSION S5).

Acts of one source are N ~ Poisson(φ E exp(A + u + γψ)): A of the bank's rates, u an offset of the source common to all
teams, φ what makes a team talkative for reasons that are not safety. Without exposure nothing is said. Where acts were
noted by hand, how much is noted is part of φ.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from saidanddone.forecast.safety.bank import (
    DS,
    DS_WEIGHTS,
    GAMMA_WEIGHTS,
    GAMMAS,
    LEVEL_RATE_SD,
    NOTED_RATE,
    RATES,
    normal_nodes,
)
from saidanddone.forecast.safety.rows import Floats, Silences

__all__ = ["HYPER", "counts", "hyper_weights", "sources_used"]

_OFFSETS = 0.55 * np.arange(-3.0, 4.0)
"""Evenly spaced: many teams tell the offset more narrowly than the nodes of a quadrature for its prior lie apart."""
_OFFSET_WEIGHTS = np.exp(-0.5 * (_OFFSETS / LEVEL_RATE_SD) ** 2)
_OFFSET_WEIGHTS = _OFFSET_WEIGHTS / _OFFSET_WEIGHTS.sum()

_NODES, _STEPS = 7, 12

HYPER = len(GAMMAS) * len(DS)
"""Combinations of γ and d; each source in use multiplies them by its offsets."""


def sources_used(silences: Silences | None) -> tuple[int, ...]:
    """Places of the sources in which any team has exposure."""
    if silences is None:
        return ()
    return tuple(k for k in range(len(silences.sources)) if (silences.exposure[:, k] > 0).any())


def hyper_weights(used: Sequence[int]) -> Floats:
    """(H,) prior weights of (γ, d, one offset a source in use)."""
    if not used:
        return np.ones(1)
    weights = np.multiply.outer(np.asarray(GAMMA_WEIGHTS), np.asarray(DS_WEIGHTS)).ravel()
    for _ in used:
        weights = np.multiply.outer(weights, _OFFSET_WEIGHTS).ravel()
    return np.asarray(weights, dtype=np.float64)


def counts(silences: Silences | None, team: int, used: Sequence[int], psi: Floats) -> Floats:
    """(G, H) likelihood of one team's counts at each ψ, scaled to a maximum of 1; ones where nothing is known."""
    if silences is None or not used:
        return np.ones((len(psi), 1))
    log = np.zeros((len(psi), HYPER, 1))
    for source in used:
        exposure = float(silences.exposure[team, source])
        one = np.zeros((len(psi), HYPER, len(_OFFSETS)))
        if exposure > 0:
            rates = np.logaddexp.reduce(np.asarray(RATES[silences.sources[source]]))
            n, base = float(silences.acts[team, source].sum()), float(np.log(exposure) + rates)
            if silences.heard is None or silences.heard[team, source]:
                one = _of_source(n, base, psi, np.asarray(DS), _OFFSETS)
            else:  # how much is noted is the team's own: part of φ, and no offset that others share
                shift, spread = NOTED_RATE
                one = one + _of_source(n, base + shift, psi, np.hypot(DS, spread), np.zeros(1))
        log = (log[:, :, :, None] + one[:, :, None, :]).reshape(len(psi), HYPER, -1)
    flat = log.reshape(len(psi), -1)
    flat -= flat.max()
    return np.asarray(np.exp(flat, out=flat), dtype=np.float64)


def _of_source(n: float, base: float, psi: Floats, spreads: Floats, offsets: Floats) -> Floats:
    """(G, γ·d, offsets) log likelihood of n acts, up to a constant; ``spreads``: of log φ, one for each d.

    v = log φ is integrated by Gauss-Hermite quadrature around its mode, scaled by the curvature there: of many acts the
    likelihood of v is far narrower than its prior, and fixed nodes would miss it.
    """
    gamma = np.asarray(GAMMAS)[None, :, None, None]
    d = spreads[None, None, :, None]
    rate = np.exp(base + gamma * psi[:, None, None, None] + offsets[None, None, None, :])
    precision = 1.0 / d**2
    v = d**2 * (n - rate) / (1.0 + d**2 * rate)
    v = np.clip(v, -12.0, 12.0)
    for _ in range(_STEPS):
        expected = rate * np.exp(v)
        step = np.clip((n - expected - precision * v) / (expected + precision), -2.0, 2.0)
        v = v + step
        if np.abs(step).max() < 1e-4:
            break
    width = 1.0 / np.sqrt(rate * np.exp(v) + precision)
    nodes, weights = normal_nodes(_NODES)
    total = np.zeros(np.broadcast_shapes(v.shape, rate.shape))
    top = n * v - rate * np.exp(v) - 0.5 * precision * v**2
    for x, w in zip(nodes, weights, strict=True):
        at = v + width * x
        total += w * np.exp(n * at - rate * np.exp(at) - 0.5 * precision * at**2 + 0.5 * x**2 - top)
    log = n * np.log(rate) + top + np.log(total * width / d)
    return np.asarray(log.reshape(len(psi), HYPER, len(offsets)), dtype=np.float64)
