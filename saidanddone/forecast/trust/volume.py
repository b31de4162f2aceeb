"""P(next kept) = ratio × volume: what was kept, as surely as there were separate occasions to keep it (T2).

``(k·m + A)/(k + V)`` with A and V counted in occasions: ten promises due on one day are one to ten occasions,
depending on how much of their fate they share (ρ), which is averaged by its record like k and the half-lives.

>>> from saidanddone.forecast.trust.volume import ratio_and_volume
>>> low = ratio_and_volume(761 * 0.80, 761.0, k=8.0, m=0.75)   # many reviews, 80 % good
>>> high = ratio_and_volume(3 * 1.0, 3.0, k=8.0, m=0.75)       # three reviews, all good
>>> round(low, 3), round(high, 3)                              # the few hardly move the forecast
(0.799, 0.818)

Source: MODEL §1. Checked against: ``pooled`` at ρ = 0 (tests).
"""

from __future__ import annotations

import numpy as np

from saidanddone.evidence.tally import Floats, Ints
from saidanddone.forecast.trust.sums import Betas, Sums

__all__ = ["EVERYBODY", "NAME", "STRENGTHS", "betas", "prior", "ratio_and_volume", "runs"]

NAME = "ratio and volume"

STRENGTHS = np.array([1.0, 2.0, 4.0, 8.0, 16.0, 32.0])
EVERYBODY = (30.0, 365.0, float("inf"))


def ratio_and_volume(kept: float, volume: float, *, k: float, m: float) -> float:
    """(k·m + A)/(k + V); kept and volume in occasions."""
    return (k * m + kept) / (k + volume)


def betas(sums: Sums) -> Betas:
    """6 strengths × H half-lives × R values of ρ × 3 half-lives of everybody's, shape (m, 18·H·R)."""
    return Betas.of(
        STRENGTHS[None, :, None, None, None],
        sums.population()[:, None, None, None, sums.at(*EVERYBODY)],
        sums.unit_kept[:, None, :, :, None],
        sums.unit_total[:, None, :, :, None],
    )


def prior(sums: Sums) -> Floats:
    """Prior weights of the grid, shape (18·H·R,): longer half-lives likelier."""
    shape = (len(STRENGTHS), len(sums.half_lives), len(sums.rhos), len(EVERYBODY))
    return np.broadcast_to(sums.longevity()[None, :, None, None], shape).ravel().copy()


def runs(sums: Sums) -> Ints:
    """Starts of runs of the grid that differ only in everybody's mean."""
    points = len(STRENGTHS) * len(sums.half_lives) * len(sums.rhos) * len(EVERYBODY)
    return np.arange(0, points, len(EVERYBODY))
