"""The rate behind the forecast: a mixture of the members' posteriors, which gives intervals and P(rate >= line).

A panel of means has no interval (quantiles of member means cover the true rate half the time, MODEL §1). Members with
a closed form answer Beta(a, b), the filter a logistic-normal; weighted by their record they make one distribution of
the unit's rate, ``F(x) = Σ w_i F_i(σ(logit x − c))``, with c such that its mean is the panel's forecast.

Distributions live on a grid of logits; all arithmetic is vectorised over units.

Source: MODEL §1, "The posterior behind it". Checked against: ``scipy.special.betaincinv`` for one component, and
coverage in simulation (``evaluation/check_interval_coverage.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from saidanddone.evidence.tally import Floats, Ints

__all__ = ["Component", "Rate", "below", "mixture"]

_OFFSETS = 12.0 * np.sign(np.linspace(-1.0, 1.0, 97)) * np.abs(np.linspace(-1.0, 1.0, 97)) ** 2.2
"""Grid of the rate on the logit scale around each unit's own mean: fine near it (.002 logits), wide in the tails."""

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

    def of(self, units: Ints) -> Component:
        """Those of these units alone."""
        return Component(self.a[units], self.b[units], self.weights, self.normal)


@dataclass(frozen=True)
class Rate:
    """Distribution of the rate of U units, 0..1.

    Attributes:
        logits, cdf: shape (U, 97), F at these logits of the rate. shift: shape (U,), added to every logit.
    """

    logits: Floats = field(repr=False)
    cdf: Floats = field(repr=False)
    shift: Floats = field(repr=False)

    def quantile(self, q: float) -> Floats:
        """The rate below which lies q of the distribution, shape (U,), 0..1."""
        logits = np.array([np.interp(q, f, x) for x, f in zip(self.logits, self.cdf, strict=True)])
        return _rates(logits + self.shift)

    def above(self, line: float) -> Floats:
        """P(rate >= line), shape (U,)."""
        at = np.log(line / (1.0 - line)) - self.shift
        return np.array([1.0 - np.interp(a, x, f) for a, x, f in zip(at, self.logits, self.cdf, strict=True)])

    def mean(self) -> Floats:
        """E[rate], shape (U,)."""
        return self._mean(self.shift)

    def _mean(self, shift: Floats) -> Floats:
        middles = 0.5 * (self.logits[:, 1:] + self.logits[:, :-1])
        inside = (np.diff(self.cdf, axis=1) * _rates(middles + shift[:, None])).sum(axis=1)
        return np.asarray(inside + (1.0 - self.cdf[:, -1]), dtype=np.float64)

    def moved_to(self, p: Floats) -> Rate:
        """The same distribution, shifted on the logit scale until its mean is p, shape (U,)."""
        low, high = np.full(len(p), -_MOST_SHIFT), np.full(len(p), _MOST_SHIFT)
        for _ in range(40):
            middle = 0.5 * (low + high)
            below = self._mean(middle) < p
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return replace(self, shift=0.5 * (low + high))

    def of(self, unit: int) -> Rate:
        """One unit's distribution."""
        one = slice(unit, unit + 1)
        return Rate(self.logits[one], self.cdf[one], self.shift[one])


def _rates(logits: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-logits)), dtype=np.float64)


def _shares(components: list[Component]) -> list[Floats]:
    """Each component's weights, the many that hardly count set to 0 and the rest summing to 1."""
    weights = np.concatenate([c.weights for c in components])
    order = np.argsort(-weights, kind="stable")
    enough = int(np.searchsorted(np.cumsum(weights[order]), _KEPT_MASS * weights.sum())) + 1
    kept = np.zeros(len(weights))
    kept[order[:enough]] = weights[order[:enough]]
    return np.split(kept / kept.sum(), np.cumsum([len(c.weights) for c in components])[:-1])


def below(components: list[Component], logits: Floats) -> Floats:
    """F of the weighted mixture at these logits, shape (U, X) for logits of shape (U, X)."""
    from scipy.special import betainc, ndtr

    rates = _rates(logits)
    cdf = np.zeros(logits.shape)
    for component, shares in zip(components, _shares(components), strict=True):
        for g in np.flatnonzero(shares):
            a, b = component.a[:, g, None], component.b[:, g, None]
            cdf += shares[g] * (ndtr((logits - a) / np.sqrt(b)) if component.normal else betainc(a, b, rates))
    return np.clip(cdf, 0.0, 1.0)


def mixture(components: list[Component]) -> Rate:
    """The weighted mixture of all components, not yet moved."""
    centre = np.zeros(len(components[0].a))
    for component, shares in zip(components, _shares(components), strict=True):
        mean = _rates(component.a) if component.normal else component.a / (component.a + component.b)
        centre += mean @ shares
    centre = np.clip(centre, 1e-4, 1.0 - 1e-4)
    logits = np.log(centre / (1.0 - centre))[:, None] + _OFFSETS[None, :]
    return Rate(logits, below(components, logits), np.zeros(len(centre)))
