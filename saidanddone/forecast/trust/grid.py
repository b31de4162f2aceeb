"""A grid of hyperparameters averaged by its own record: what forecast well so far speaks louder now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from saidanddone.evidence.tally import Floats, Ints
from saidanddone.forecast.trust.stream import Stream

__all__ = ["CLIP", "Averaged", "average", "log_loss", "normalised"]

CLIP = 0.002
"""Forecasts are scored clipped to [.002, .998]: one surprise costs at most 6.2 nats (the LEDGER contract)."""

_CHUNK = 8192


@dataclass(frozen=True)
class Averaged:
    """A member's forecasts and how its grid stands at the end.

    Attributes:
        p: shape (n,), P(kept) for each row, from verdicts known strictly before it was made.
        weights: shape (G,), of the grid after every known verdict; sums to 1.
    """

    p: Floats = field(repr=False)
    weights: Floats = field(repr=False)


def log_loss(p: Floats, y: Floats) -> Floats:
    """−ln of the probability given to what happened, clipped to [.002, .998]; broadcasts over the last axes of p."""
    clipped = np.clip(p, CLIP, 1.0 - CLIP)
    outcome = y.reshape(y.shape + (1,) * (clipped.ndim - y.ndim))
    return np.asarray(-np.log(np.where(outcome > 0.5, clipped, 1.0 - clipped)), dtype=np.float64)


def normalised(log_weights: Floats) -> Floats:
    """Weights along the last axis from their logarithms, summing to 1."""
    weights = np.exp(log_weights - log_weights.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True), dtype=np.float64)


def average(forecasts: Callable[[Ints], Floats], y: Floats, stream: Stream, prior: Floats | None = None) -> Averaged:
    """Bayesian model averaging over a grid, each forecast with the weights of the verdicts known before it.

    ``w_g ∝ prior_g · exp(−Σ share · loss_g)``; a verdict of a large occasion counts its share (``stream.share``).

    Args:
        forecasts: row indices, shape (m,) -> P(kept) for each point of the grid, shape (m, G). Called for rows as
            they are forecast and again as their verdicts become known, so that memory stays that of a chunk; for no
            rows (m = 0) it says the size of the grid.
        y: shape (n,). prior: shape (G,), weights to start from (any positive scale); None for equal ones.
    """
    n = len(y)
    if n <= _CHUNK:  # All is one chunk: what was forecast of a row is at hand when its verdict becomes known.
        forecasts = forecasts(np.arange(n)).__getitem__
    p = np.empty(n)
    size = forecasts(np.arange(0)).shape[1]
    total = np.zeros(size) if prior is None else -np.log(prior / prior.sum())
    done = 0
    for low in range(0, n, _CHUNK):
        high = min(n, low + _CHUNK)
        known = int(stream.known_before[high - 1])
        now = forecasts(np.arange(low, high))
        losses = _losses(forecasts, y, stream, done, known, size)
        record = np.vstack([total, total + np.cumsum(losses, axis=0)])
        weights = normalised(-record[stream.known_before[low:high] - done])
        p[low:high] = np.einsum("ng,ng->n", weights, now)
        total = record[-1]
        done = known
    for low in range(done, n, _CHUNK):
        total = total + _losses(forecasts, y, stream, low, min(n, low + _CHUNK), size).sum(axis=0)
    return Averaged(p, normalised(-total))


def _losses(forecasts: Callable[[Ints], Floats], y: Floats, stream: Stream, low: int, high: int, size: int) -> Floats:
    """Losses of verdicts ``low`` to ``high`` in the order they become known, each by its share; shape (·, G)."""
    fresh = stream.by_known[low:high]
    if not len(fresh):
        return np.zeros((0, size))
    return log_loss(forecasts(fresh), y[fresh]) * stream.share[fresh][:, None]
