"""What silence says: how often people spoke up, beside the exposure there was (MODEL §2, MISSION S5).

Acts of one source are N ~ Poisson(φ E exp(A + u + γψ)): A of the bank's rates, u an offset of the source common to all
teams, φ what makes a team talkative for reasons that are not safety. Without exposure nothing is said.
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
    RATES,
    normal_nodes,
    phi_nodes,
)
from saidanddone.forecast.safety.rows import Floats, Silences

__all__ = ["HYPER", "counts", "hyper_weights", "sources_used"]

_OFFSETS, _OFFSET_WEIGHTS = normal_nodes(5)
_OFFSETS = LEVEL_RATE_SD * _OFFSETS

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
            one = _of_source(float(silences.acts[team, source].sum()), np.log(exposure) + float(rates), psi)
        log = (log[:, :, :, None] + one[:, :, None, :]).reshape(len(psi), HYPER, -1)
    flat = log.reshape(len(psi), -1)
    return np.asarray(np.exp(flat - flat.max()), dtype=np.float64)


def _of_source(n: float, base: float, psi: Floats) -> Floats:
    """(G, γ·d, offsets) log likelihood of n acts, up to a constant."""
    out = np.empty((len(psi), len(GAMMAS), len(DS), len(_OFFSETS)))
    for g, gamma in enumerate(GAMMAS):
        rate = base + gamma * psi[:, None] + _OFFSETS[None, :]
        for k, d in enumerate(DS):
            phi, weights = phi_nodes(d, 41 if n > 50 else 15)
            log = np.log(weights) + n * np.log(phi) + n * rate[..., None] - phi * np.exp(rate)[..., None]
            top = log.max(axis=-1)
            out[:, g, k, :] = top + np.log(np.exp(log - top[..., None]).sum(axis=-1))
    return out.reshape(len(psi), HYPER, len(_OFFSETS))
