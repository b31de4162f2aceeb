"""P(next kept) when units are alike: the unit's own record shrunk towards everybody's (empirical-Bayes Beta-binomial).

``(k·m + A)/(k + N)``: k of everybody's commitments are worth as much as one's own; k, the half-life of the unit's
record and that of everybody's are averaged by their record, so nothing is fitted by hand.

Source: empirical-Bayes Beta-binomial, Efron & Morris 1975 in spirit. Checked against: exact marginal likelihood
ordering of k on simulated ledgers (tests).
"""

from __future__ import annotations

import numpy as np

from saidanddone.evidence.tally import Floats, Ints
from saidanddone.forecast.trust.sums import Betas, Sums

__all__ = ["NAME", "betas", "prior", "runs"]

NAME = "pooled"

_STRENGTHS = np.array([1.0, 4.0, 16.0, 64.0])
_STRENGTHS_FOREVER = np.array([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0])
_EVERYBODY = (30.0, 365.0, float("inf"))


def betas(sums: Sums) -> Betas:
    """Aged (4 strengths × H half-lives × 3 of everybody's) and not aged (8 strengths), shape (m, 12·H + 8)."""
    population = sums.population()
    kept, total = sums.unit_kept[:, :, 0], sums.unit_total[:, :, 0]
    aged = Betas.of(
        _STRENGTHS[None, :, None, None],
        population[:, None, None, sums.at(*_EVERYBODY)],
        kept[:, None, :, None],
        total[:, None, :, None],
    )
    forever = sums.at(float("inf"))
    unaged = Betas.of(_STRENGTHS_FOREVER, population[:, forever], kept[:, forever], total[:, forever])
    return Betas(np.concatenate([aged.a, unaged.a], axis=1), np.concatenate([aged.b, unaged.b], axis=1))


def prior(sums: Sums) -> Floats:
    """Prior weights of the grid, shape (12·H + 8,): half to ageing (longer half-lives likelier), half to not."""
    aged = np.broadcast_to(sums.longevity()[None, :, None], (len(_STRENGTHS), len(sums.half_lives), 3)).ravel()
    unaged = np.ones(len(_STRENGTHS_FOREVER))
    return np.concatenate([aged / aged.sum(), unaged / unaged.sum()])


def runs(sums: Sums) -> Ints:
    """Starts of runs of the grid that differ only in everybody's mean."""
    aged = len(_STRENGTHS) * len(sums.half_lives) * len(_EVERYBODY)
    return np.concatenate([np.arange(0, aged, len(_EVERYBODY)), aged + np.arange(len(_STRENGTHS_FOREVER))])
