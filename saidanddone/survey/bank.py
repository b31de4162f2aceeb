"""Item banks: how items behave, known from elsewhere, or supposed and matched to the answers at hand (MODEL §3).

P(answer >= k | θ) = σ(a(θ − b_k)): Samejima's graded response model (1969), θ standard normal over people. Without a
bank, all items are supposed to discriminate alike; how sharply is a grid with a prior, and thresholds follow from how
often each answer was given. What teams answer *on average* hangs little on which item is the sharper one: on whole
companies held out this does as well as a bank of the same items (docs/measured.md, "Pulse").
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from saidanddone.errors import UsageError
from saidanddone.survey.result import Floats

__all__ = ["Bank", "log_categories", "supposed"]

_SHARPNESS = np.array([0.8, 1.2, 1.7, 2.4, 3.3])
_SHARPNESS_WEIGHTS = np.exp(-0.5 * ((np.log(_SHARPNESS) - np.log(1.7)) / 0.45) ** 2)
"""Discriminations of work-climate items: those of two surveys calibrated whole lie between 1.2 and 2.8."""

_OWN = 12.0
"""So many answers at the other items' shares steady the shares of an item few people answered."""
_ANY = 6.0
"""So many answers spread evenly steady the shares of all items together."""
_EDGE = 0.004
_NORMAL_IN_LOGISTIC = 0.92 * np.pi / 8.0
"""∫ σ(a(θ − b)) N(θ; 0, 1) dθ is close to σ(−ab/√(1 + this·a²))."""


@dataclass(frozen=True)
class Bank:
    """Items of which it is known how they behave: H suppositions, each weighed.

    Attributes:
        items: their names. weights: (H,), sum to 1. a: (H, I) discriminations, above 0. b: (H, I, K − 1) thresholds,
            ascending, on θ's scale. low, high: of the answers' scale.
    """

    items: tuple[str, ...]
    weights: Floats = field(repr=False)
    a: Floats = field(repr=False)
    b: Floats = field(repr=False)
    low: float = 1.0
    high: float = 5.0

    def __post_init__(self) -> None:
        h, i = len(self.weights), len(self.items)
        if self.a.shape != (h, i) or self.b.ndim != 3 or self.b.shape[:2] != (h, i):
            raise UsageError("A bank has one discrimination and one row of thresholds for each of its items.")
        if not (np.all(self.a > 0) and np.all(np.diff(self.b, axis=2) >= 0)):
            raise UsageError("A bank's discriminations are above 0, and its thresholds ascend.")

    @staticmethod
    def known(items: tuple[str, ...], a: Floats, b: Floats, low: float = 1.0, high: float = 5.0) -> Bank:
        """Of parameters that are known: ``a`` (I,), ``b`` (I, K − 1)."""
        return Bank(items, np.ones(1), np.asarray(a)[None], np.asarray(b)[None], low, high)

    def of(self, items: tuple[str, ...], categories: int, low: float, high: float) -> Bank:
        """Its part for these items.

        Raises:
            UsageError: it does not know one of them, or knows them on another scale.
        """
        missing = sum(item not in self.items for item in items)
        if missing:
            raise UsageError(
                f"The bank does not know {missing} of the {len(items)} items. Calibrate one on all of them."
            )
        if (self.low, self.high) != (low, high) or self.b.shape[2] + 1 != categories:
            raise UsageError("The bank was calibrated on another scale than these answers have.")
        at = [self.items.index(item) for item in items]
        return Bank(items, self.weights, self.a[:, at], self.b[:, at], low, high)


def supposed(items: tuple[str, ...], counts: Floats, low: float, high: float) -> Bank:
    """What is supposed of items that were answered so: all alike in discrimination, which is a grid.

    Args:
        counts: (I, K) how often each category was chosen.
    """
    weights = _SHARPNESS_WEIGHTS / _SHARPNESS_WEIGHTS.sum()
    a = np.repeat(_SHARPNESS[:, None], len(counts), axis=1)
    return Bank(items, weights, a, np.stack([_matched(counts, one) for one in a]), low, high)


def _matched(counts: Floats, a: Floats) -> Floats:
    """(I, K − 1) thresholds at which items so sharp are answered as these were."""
    items, categories = counts.shape
    together = counts.sum(axis=0) / items
    together = (together + _ANY / categories) / (together.sum() + _ANY)
    share = (counts + _OWN * together) / (counts.sum(axis=1, keepdims=True) + _OWN)
    above = np.clip(1.0 - np.cumsum(share, axis=1)[:, :-1], _EDGE, 1.0 - _EDGE)
    flat = np.sqrt(1.0 + _NORMAL_IN_LOGISTIC * a**2) / a
    b = -np.log(above / (1.0 - above)) * flat[:, None] + 1e-4 * np.arange(categories - 1)
    return np.asarray(np.maximum.accumulate(b, axis=1), dtype=np.float64)


def log_categories(a: Floats, b: Floats, theta: Floats) -> Floats:
    """(I, K, Q) log P(category | θ) of items with ``a`` (I,) and ``b`` (I, K − 1) at ``theta`` (Q,)."""
    above = 1.0 / (1.0 + np.exp(-a[:, None, None] * (theta[None, None, :] - b[:, :, None])))
    edge = np.ones((len(a), 1, len(theta)))
    up = np.concatenate([edge, above, 0.0 * edge], axis=1)
    return np.asarray(np.log(np.clip(up[:, :-1] - up[:, 1:], 1e-9, None)), dtype=np.float64)
