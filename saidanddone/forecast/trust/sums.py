"""The aged sums a closed-form forecaster reads, at each forecast of a walk or on one day; and the Betas it answers."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from saidanddone.evidence.tally import Floats, Ints, Tallies, WalkForward

__all__ = ["Betas", "Sums", "of_tallies", "of_walk"]


@dataclass(frozen=True)
class Sums:
    """Aged sums for m questions; H half-lives (days), R values of ρ.

    Attributes:
        unit_kept, unit_total: shape (m, H, R). group_kept, group_total, all_kept, all_total: shape (m, H).
    """

    half_lives: tuple[float, ...]
    rhos: tuple[float, ...]
    unit_kept: Floats = field(repr=False)
    unit_total: Floats = field(repr=False)
    group_kept: Floats = field(repr=False)
    group_total: Floats = field(repr=False)
    all_kept: Floats = field(repr=False)
    all_total: Floats = field(repr=False)

    def take(self, rows: Ints) -> Sums:
        """The sums of these questions only."""
        return Sums(
            self.half_lives,
            self.rhos,
            self.unit_kept[rows],
            self.unit_total[rows],
            self.group_kept[rows],
            self.group_total[rows],
            self.all_kept[rows],
            self.all_total[rows],
        )

    def population(self) -> Floats:
        """Mean of the whole ledger at every half-life, shape (m, H): (K + 1)/(N + 2)."""
        return np.asarray((self.all_kept + 1.0) / (self.all_total + 2.0), dtype=np.float64)

    def longevity(self) -> Floats:
        """Prior weight of each half-life, shape (H,): the longer the likelier, until the record shows otherwise."""
        rank = np.arange(1.0, len(self.half_lives) + 1.0)
        return np.asarray(rank**2 / (rank**2).sum(), dtype=np.float64)

    def at(self, *days: float) -> Ints:
        """Positions of these half-lives in the grid."""
        return np.array([self.half_lives.index(d) for d in days], dtype=np.int64)


@dataclass(frozen=True)
class Betas:
    """What a closed-form forecaster answers: one Beta(a, b) of the rate per question and grid point, shape (m, G)."""

    a: Floats = field(repr=False)
    b: Floats = field(repr=False)

    @property
    def mean(self) -> Floats:
        """P(next kept), shape (m, G)."""
        return np.asarray(self.a / (self.a + self.b), dtype=np.float64)

    def merged(self, weights: Floats, starts: Ints) -> tuple[Betas, Floats]:
        """Runs of grid points merged into one Beta each, a and b averaged by weight; one begins at each of ``starts``.

        For points that differ only in the prior's mean this is the Beta with the averaged mean: far fewer to mix.
        """
        total = np.add.reduceat(weights, starts)
        share = weights / np.repeat(np.maximum(total, 1e-300), np.diff(np.append(starts, len(weights))))
        a = np.add.reduceat(self.a * share, starts, axis=1)
        b = np.add.reduceat(self.b * share, starts, axis=1)
        return Betas(np.maximum(a, 1e-9), np.maximum(b, 1e-9)), total

    @staticmethod
    def of(strength: Floats, prior: Floats, kept: Floats, total: Floats) -> Betas:
        """Beta(k·m + A, k(1 − m) + V − A), all four broadcast, grid axes flattened behind the first."""
        a = strength * prior + kept
        b = strength * (1.0 - prior) + total - kept
        a, b = np.broadcast_arrays(a, b)
        flat = (len(a), math.prod(a.shape[1:]))
        return Betas(a.reshape(flat), np.maximum(b, 1e-9).reshape(flat))


def of_walk(walked: WalkForward) -> Sums:
    """The sums at every forecast of a walk forward."""
    return Sums(
        walked.half_lives,
        walked.rhos,
        walked.unit_kept,
        walked.unit_total,
        walked.group_kept,
        walked.group_total,
        walked.all_kept,
        walked.all_total,
    )


def of_tallies(tallies: Tallies) -> Sums:
    """The sums of every unit on the day of the tallies."""
    shape = (len(tallies.units), len(tallies.half_lives))
    return Sums(
        tallies.half_lives,
        tallies.rhos,
        tallies.kept,
        tallies.total,
        tallies.group_kept[tallies.group],
        tallies.group_total[tallies.group],
        np.broadcast_to(tallies.all_kept, shape),
        np.broadcast_to(tallies.all_total, shape),
    )
