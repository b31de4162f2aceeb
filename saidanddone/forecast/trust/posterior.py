"""The rate behind the forecast: a mixture of the members' posteriors, which gives intervals and P(rate >= line).

A panel of means has no interval (quantiles of member means cover the true rate half the time, MODEL §1). Members with
a closed form answer Beta(a, b), the filter a logistic-normal; weighted by their record they make one distribution of
the unit's rate, ``F(x) = Σ w_i F_i(σ(logit x − c))``, with c such that its mean is the panel's forecast.

Distributions live on a grid of logits; all arithmetic is vectorised over units.

Source: MODEL §1, "The posterior behind it". Checked against: ``scipy.special.betaincinv`` for one component, and
coverage in simulation (``evaluation/coverage.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from saidanddone.evidence.tally import Floats

__all__ = ["Component", "Rate", "mixture"]

_LOGITS = np.linspace(-9.0, 9.0, 289)
"""Grid of the rate on the logit scale (0.01 % to 99.99 %), step 1/16."""

_RATES = 1.0 / (1.0 + np.exp(-_LOGITS))
_MIDDLES = 0.5 * (_LOGITS[1:] + _LOGITS[:-1])
_MOST_SHIFT = 6.0
_KEPT_MASS = 0.98
"""Mixture components beyond this share of the weight are left out and the rest renormalised."""


@dataclass(frozen=True)
class Component:
    """Distributions of one kind for U units: Beta(a, b), or normal (mean a, variance b) on the logit scale.

    Attributes:
        a, b: shape (U, G). weights: shape (G,), the member's weight times its grid's.
    """

    a: Floats = field(repr=False)
    b: Floats = field(repr=False)
    weights: Floats = field(repr=False)
    normal: bool = False


@dataclass(frozen=True)
class Rate:
    """Distribution of the rate of U units: F on the logit grid, shape (U, 289), moved by ``shift`` logits, shape (U,)."""

    cdf: Floats = field(repr=False)
    shift: Floats = field(repr=False)

    def quantile(self, q: float) -> Floats:
        """The rate below which lies q of the distribution, shape (U,), 0..1."""
        logits = np.array([np.interp(q, row, _LOGITS) for row in self.cdf])
        return np.asarray(1.0 / (1.0 + np.exp(-(logits + self.shift))), dtype=np.float64)

    def above(self, line: float) -> Floats:
        """P(rate >= line), shape (U,)."""
        at = np.log(line / (1.0 - line)) - self.shift
        return np.array([1.0 - np.interp(x, _LOGITS, row) for x, row in zip(at, self.cdf, strict=True)])

    def mean(self) -> Floats:
        """E[rate], shape (U,)."""
        return _mean(self.cdf, self.shift)

    def moved_to(self, p: Floats) -> Rate:
        """The same distribution, shifted on the logit scale until its mean is p, shape (U,)."""
        low, high = np.full(len(p), -_MOST_SHIFT), np.full(len(p), _MOST_SHIFT)
        for _ in range(40):
            middle = 0.5 * (low + high)
            below = _mean(self.cdf, middle) < p
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return Rate(self.cdf, 0.5 * (low + high))


def _mean(cdf: Floats, shift: Floats) -> Floats:
    mass = np.diff(cdf, axis=1)
    rates = 1.0 / (1.0 + np.exp(-(_MIDDLES[None, :] + shift[:, None])))
    ends = cdf[:, 0] * 0.0 + (1.0 - cdf[:, -1])
    return np.asarray((mass * rates).sum(axis=1) + ends, dtype=np.float64)


def mixture(components: list[Component]) -> Rate:
    """The weighted mixture of all components, not yet moved."""
    from scipy.special import betainc, ndtr

    weights = np.concatenate([c.weights for c in components])
    order = np.argsort(-weights)
    enough = int(np.searchsorted(np.cumsum(weights[order]), _KEPT_MASS * weights.sum())) + 1
    kept = np.zeros(len(weights), bool)
    kept[order[:enough]] = True
    total = weights[kept].sum()
    units = components[0].a.shape[0]
    cdf = np.zeros((units, len(_LOGITS)))
    start = 0
    for component in components:
        size = len(component.weights)
        for g in np.flatnonzero(kept[start : start + size]):
            a, b = component.a[:, g, None], component.b[:, g, None]
            share = component.weights[g] / total
            if component.normal:
                cdf += share * ndtr((_LOGITS[None, :] - a) / np.sqrt(b))
            else:
                cdf += share * betainc(a, b, _RATES[None, :])
        start += size
    return Rate(np.clip(cdf, 0.0, 1.0), np.zeros(units))
