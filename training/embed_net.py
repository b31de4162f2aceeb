"""A small net over rows of numbers, many columns at once, and the logistic weighing of two listeners; numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Net", "NetRecipe", "averaged", "fused", "weighed"]

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class NetRecipe:
    """What can be varied; the shipped weights use what stands here."""

    hidden: int = 128
    epochs: int = 4
    batch: int = 512
    rate: float = 2e-3
    drop: float = 0.3
    decay: float = 1e-4
    seeds: tuple[int, ...] = (4, 5)


@dataclass(frozen=True)
class Net:
    """hidden = relu(x·hidden + hidden_bias); log odds = hidden·out + x·skip + out_bias."""

    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats
    skip: Floats

    def __call__(self, X: Floats) -> Floats:
        """(n, o) log odds of the rows of ``X``."""
        found = np.empty((len(X), self.out.shape[1]), np.float32)
        for i in range(0, len(X), 4096):
            x = X[i : i + 4096]
            found[i : i + 4096] = (
                np.maximum(x @ self.hidden + self.hidden_bias, 0) @ self.out + x @ self.skip + self.out_bias
            )
        return found


def averaged(nets: Sequence[Net]) -> Net:
    """One net that says the mean of what ``nets`` say."""
    share = np.float32(1 / len(nets))
    return Net(
        np.concatenate([net.hidden for net in nets], axis=1), np.concatenate([net.hidden_bias for net in nets]),
        np.concatenate([net.out for net in nets]) * share, np.mean([net.out_bias for net in nets], axis=0),
        np.mean([net.skip for net in nets], axis=0),
    )  # fmt: skip


def fused(X: Floats, Y: Floats, weight: Floats, use: NDArray[np.int64], own: slice, recipe: NetRecipe) -> Net:
    """The mean of a few nets, each from a seed of its own: steadier than one. The arguments are those of each."""
    return averaged([_fused(X, Y, weight, use, own, recipe, seed) for seed in recipe.seeds])


def _fused(
    X: Floats, Y: Floats, weight: Floats, use: NDArray[np.int64], own: slice, recipe: NetRecipe, seed: int
) -> Net:
    """A net fitted on the rows ``use`` of ``X`` by Adam, from a fixed seed: the same inputs give the same net.

    Args:
        X: (n, d). Y: (n, o) 0..1, NaN not known. weight: (n, o). own: columns of X that hold a third of the log odds
            that another listener gives; the net begins as what that one says.
    """
    r = np.random.default_rng(seed)
    d, o, width = X.shape[1], Y.shape[1], recipe.hidden
    skip = np.zeros((d, o), np.float32)
    skip[np.arange(own.start, own.stop), np.arange(o)] = 3.0
    P = [
        r.normal(0, (2 / d) ** 0.5, (d, width)).astype(np.float32), np.zeros(width, np.float32),
        r.normal(0, 0.01, (width, o)).astype(np.float32), np.zeros(o, np.float32), skip,
    ]  # fmt: skip
    M, V = [np.zeros_like(p) for p in P], [np.zeros_like(p) for p in P]
    steps = max(recipe.epochs * (len(use) // recipe.batch), 1)
    t = 0
    for _ in range(recipe.epochs):
        order = r.permutation(use)
        for i in range(0, len(use) - recipe.batch + 1, recipe.batch):
            at = np.sort(order[i : i + recipe.batch])
            x, y = X[at], Y[at]
            known = ~np.isnan(y)
            t += 1
            h = np.maximum(x @ P[0] + P[1], 0)
            mask = (r.random(h.shape, dtype=np.float32) > recipe.drop) / np.float32(1 - recipe.drop)
            kept = h * mask
            z = kept @ P[2] + P[3] + x @ P[4]
            share = known * (weight[at] / recipe.batch)
            g = ((1 / (1 + np.exp(-z)) - np.where(known, y, 0)) * share).astype(np.float32)
            dh = (g @ P[2].T) * mask * (h > 0)
            decay = np.float32(recipe.decay)
            G = (
                x.T @ dh + decay * P[0],
                dh.sum(0),
                kept.T @ g + decay * P[2],
                g.sum(0),
                x.T @ g + decay * (P[4] - skip),
            )
            warm = min(1.0, t / 100)
            a = recipe.rate * warm * (1 - t / steps)
            for k in range(5):
                M[k] += 0.1 * (G[k] - M[k])
                V[k] += 0.001 * (G[k] ** 2 - V[k])
                P[k] -= (a * (M[k] / (1 - 0.9**t)) / (np.sqrt(V[k] / (1 - 0.999**t)) + 1e-8)).astype(np.float32)
    return Net(*P)


def weighed(one: Floats, two: Floats, Y: Floats, weight: Floats, penalty: float = 3.0) -> Floats:
    """(3, o): how much each column of ``one`` and of ``two`` counts, and the start; logistic, held near a half each.

    Args:
        one, two: (n, o) log odds. Y: (n, o), NaN not known; a column with fewer than ten of yes or no keeps ``one``.
    """
    out = np.zeros((3, Y.shape[1]), np.float32)
    out[0] = 1
    for column in range(Y.shape[1]):
        at = ~np.isnan(Y[:, column])
        y, c = Y[at, column].astype(np.float64), weight[at, column].astype(np.float64)
        if min((y > 0.5).sum(), (y < 0.5).sum()) < 10:
            continue
        A = np.stack([one[at, column], two[at, column], np.ones(len(y))], 1).astype(np.float64)
        around = np.array([0.5, 0.5, 0.0])
        held = penalty * np.diag([1.0, 1.0, 1e-3])
        w = around.copy()
        for _ in range(25):  # Newton; three numbers
            p = 1 / (1 + np.exp(-np.clip(A @ w, -30, 30)))
            gradient = A.T @ (c * (p - y)) + held @ (w - around)
            curve = (A * (c * p * (1 - p))[:, None]).T @ A + held
            step = np.linalg.solve(curve, gradient)
            w -= step
            if np.abs(step).max() < 1e-6:
                break
        out[:, column] = w
    return out
