"""P(next kept) = the share everybody kept: what is known of a stranger (T15).

Everybody's kept share ``m = (K + 1)/(N + 2)``, taken at several half-lives; as a statement about one unit's *rate*
it is Beta(k·m, k(1 − m)), where k is how alike units are.

Checked against: the contract's baseline ``population_mean`` (unaged) in ``tests/forecast/trust``.
"""

from __future__ import annotations

import numpy as np

from saidanddone.forecast.trust.sums import Betas, Sums

__all__ = ["LIKENESS", "NAME", "betas"]

NAME = "population mean"

LIKENESS = 4.0
"""Occasions a stranger's prior is worth. The mean does not depend on it; only the width of the interval does."""

_DAYS = (30.0, 365.0, float("inf"))


def betas(sums: Sums, likeness: float = LIKENESS) -> Betas:
    """One Beta per half-life of the population's mean, each worth ``likeness`` occasions, shape (m, 3)."""
    prior = sums.population()[:, sums.at(*_DAYS)]
    nothing = np.zeros_like(prior)
    return Betas.of(np.array(likeness), prior, nothing, nothing)
