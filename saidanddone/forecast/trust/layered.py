"""P(next kept) when units come in groups: own record, shrunk towards the group's, shrunk towards everybody's.

``g = (k_g·m + A_g)/(k_g + N_g)``, then ``(k·g + A)/(k + N)``; aged together and not aged. Strengths and half-lives
are averaged by their record.

Source: three-level empirical-Bayes Beta-binomial (MODEL §1). Checked against: ``pooled`` when there is one group
and its strength is large (tests).
"""

from __future__ import annotations

import numpy as np

from saidanddone.evidence.tally import Floats, Ints
from saidanddone.forecast.trust.sums import Betas, Sums

__all__ = ["NAME", "betas", "group_mean", "prior", "runs"]

NAME = "layered"

_STRENGTHS = np.array([2.0, 8.0, 32.0, 128.0])
_GROUP_STRENGTHS = np.array([8.0, 64.0])
_GROUP_DAYS = (2.0, 30.0, 365.0, float("inf"))
_GROUP_STRENGTHS_FOREVER = np.array([2.0, 8.0, 32.0, 128.0, 512.0])


def group_mean(sums: Sums, strengths: Floats, half_lives: Ints) -> Floats:
    """The group's mean shrunk towards everybody's, shape (m, len(strengths), len(half_lives))."""
    population = sums.population()[:, None, half_lives]
    kept = sums.group_kept[:, None, half_lives]
    total = sums.group_total[:, None, half_lives]
    k = strengths[None, :, None]
    return np.asarray((k * population + kept) / (k + total), dtype=np.float64)


def betas(sums: Sums) -> Betas:
    """Aged (4 strengths × H × 2 group strengths × 4 half-lives) and not aged (4 × 5), shape (m, 32·H + 20)."""
    prior = group_mean(sums, _GROUP_STRENGTHS, sums.at(*_GROUP_DAYS))
    kept, total = sums.unit_kept[:, :, 0], sums.unit_total[:, :, 0]
    aged = Betas.of(
        _STRENGTHS[None, :, None, None, None],
        prior[:, None, None, :, :],
        kept[:, None, :, None, None],
        total[:, None, :, None, None],
    )
    forever = sums.at(float("inf"))
    prior = group_mean(sums, _GROUP_STRENGTHS_FOREVER, forever)[:, None, :, 0]
    unaged = Betas.of(_STRENGTHS[None, :, None], prior, kept[:, None, forever], total[:, None, forever])
    return Betas(np.concatenate([aged.a, unaged.a], axis=1), np.concatenate([aged.b, unaged.b], axis=1))


def prior(sums: Sums) -> Floats:
    """Prior weights of the grid, shape (32·H + 20,): half to ageing (longer half-lives likelier), half to not."""
    shape = (len(_STRENGTHS), len(sums.half_lives), len(_GROUP_STRENGTHS), len(_GROUP_DAYS))
    aged = np.broadcast_to(sums.longevity()[None, :, None, None], shape).ravel()
    unaged = np.ones(len(_STRENGTHS) * len(_GROUP_STRENGTHS_FOREVER))
    return np.concatenate([aged / aged.sum(), unaged / unaged.sum()])


def runs(sums: Sums) -> Ints:
    """Starts of runs of the grid that differ only in the group's mean."""
    inner = len(_GROUP_STRENGTHS) * len(_GROUP_DAYS)
    aged = len(_STRENGTHS) * len(sums.half_lives) * inner
    forever = len(_GROUP_STRENGTHS_FOREVER)
    return np.concatenate([np.arange(0, aged, inner), aged + np.arange(0, len(_STRENGTHS) * forever, forever)])
