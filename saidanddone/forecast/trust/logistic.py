"""Online logistic regression with drifting weights: what the context and stack forecasters learn with.

Weights w ~ N(0, v₀I) drift by q a day; each verdict moves them by one extended Kalman step with full covariance.
A forecast is moderated by how unsure its weights are, save those of rising features: moderation by these could lower a
forecast because one more promise was kept (MODEL §6).

Source: extended Kalman filter for logistic regression (Penny & Roberts 1999). Checked against: maximum a posteriori
logistic regression on data in one batch, q = 0 (tests).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from saidanddone.evidence.tally import Floats
from saidanddone.forecast.trust.stream import Stream

__all__ = ["Learned", "learn"]

_MOST_VARIANCE = 4.0
"""No weight is ever less sure than this, logit²."""


@dataclass(frozen=True)
class Learned:
    """Forecasts of every row, shape (n, Q), and the weights learned: (Q, k) with covariance (Q, k, k).

    ``moderating``: shape (k,), 1 for features whose uncertain weight moderates a forecast, 0 for rising ones.
    """

    p: Floats = field(repr=False)
    weights: Floats = field(repr=False)
    covariance: Floats = field(repr=False)
    moderating: Floats = field(repr=False)

    def at(self, features: Floats) -> Floats:
        """P(kept) for m questions with features (m, k), shape (m, Q)."""
        z = features @ self.weights.T
        moderating = features * self.moderating
        variance = np.einsum("mk,qkl,ml->mq", moderating, self.covariance, moderating)
        return np.asarray(1.0 / (1.0 + np.exp(-z / np.sqrt(1.0 + math.pi / 8.0 * variance))), dtype=np.float64)


def learn(
    features: Floats,
    y: Floats,
    stream: Stream,
    *,
    drifts: tuple[float, ...],
    variance: float,
    rising: tuple[int, ...] = (),
    start: tuple[float, ...] = (),
) -> Learned:
    """Walk the stream once for all drifts together.

    Args:
        features: shape (n, k), as known at each row's forecast. y: shape (n,).
        drifts: q, logit² a day, one learner each. variance: v₀.
        start: w₀ of the first columns; 0 for the others.
        rising: columns whose weight never goes below 0: more of them never lowers the forecast.
    """
    n, k = features.shape
    q = np.array(drifts)[:, None]
    weights = np.zeros((len(drifts), k))
    weights[:, : len(start)] = start
    covariance = np.tile(np.eye(k) * variance, (len(drifts), 1, 1))
    z_out = np.empty((n, len(drifts)))
    own = np.einsum("qkk->qk", covariance)  # A view: each weight's own variance, as the covariance stands.
    floor = np.full(k, -np.inf)
    floor[list(rising)] = 0.0
    moderating = np.isneginf(floor).astype(np.float64)
    outcome, shares, last, probit = y.tolist(), stream.share.tolist(), 0.0, math.pi / 8.0
    exp, sqrt, minimum = np.exp, np.sqrt, np.minimum
    for days, verdict, row in zip(stream.days.tolist(), stream.verdict.tolist(), stream.row.tolist(), strict=True):
        x = features[row]
        if days > last:
            own += q * (days - last)
            minimum(own, _MOST_VARIANCE, out=own)
            last = days
        z = weights @ x
        if not verdict:
            x = x * moderating
            z_out[row] = z / sqrt(1.0 + probit * ((covariance @ x) @ x))
            continue
        spread = covariance @ x
        v = spread @ x
        p = 1.0 / (1.0 + exp(-z))
        share = shares[row]
        slope = p * (1.0 - p) * share
        gain = 1.0 / (1.0 + slope * v)
        weights += spread * ((outcome[row] - p) * share * gain)[:, None]
        if rising:
            np.maximum(weights, floor, out=weights)
        covariance -= (spread[:, :, None] * spread[:, None, :]) * (slope * gain)[:, None, None]
    return Learned(np.asarray(1.0 / (1.0 + np.exp(-z_out)), dtype=np.float64), weights, covariance, moderating)
