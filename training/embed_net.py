"""A small net over rows of numbers, many columns at once, and the logistic weighing of two listeners; numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Net", "NetRecipe", "averaged", "fused", "weighed"]

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class NetRecipe:
    """What can be varied; the shipped weights use what stands here.

    Attributes:
        drop, drop_read: share of the hidden and of what is read left out at random. decay: pull of the hidden's weights
            to 0. held: pull of the straight lines to what the other listener said; as many kinds of nets, each from
            every one of the seeds.
    """

    hidden: int = 128
    epochs: int = 6
    batch: int = 512
    rate: float = 2e-3
    drop: float = 0.5
    drop_read: float = 0.3
    decay: float = 5e-4
    held: tuple[float, ...] = (3e-3, 3e-4)
    seeds: tuple[int, ...] = (4, 5)


@dataclass(frozen=True)
class Net:
    """hidden = relu(x·hidden + hidden_bias); log odds = hidden·out + x·skip + out_bias."""

    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats
    skip: Floats

    def __call__(self, X: NDArray[np.floating[Any]]) -> Floats:
        """(n, o) log odds of the rows of ``X``."""
        found = np.empty((len(X), self.out.shape[1]), np.float32)
        for i in range(0, len(X), 4096):
            x = X[i : i + 4096].astype(np.float32)
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


def fused(
    X: NDArray[np.floating[Any]],
    Y: Floats,
    weight: Floats,
    use: NDArray[np.int64],
    own: slice,
    recipe: NetRecipe,
    pull: float,
    seed: int,
) -> Net:
    """A net fitted on the rows ``use`` of ``X`` by Adam, from a fixed seed: the same inputs give the same net.

    Args:
        X: (n, d). Y: (n, o) 0..1, NaN not known. weight: (n, o). own: columns of X that hold a third of the log odds
            that another listener gives; the net begins as what that one says. pull: one of ``recipe.held``.
    """
    r = np.random.default_rng(seed)
    d, o, width = X.shape[1], Y.shape[1], recipe.hidden
    skip = np.zeros((d, o), np.float32)
    skip[np.arange(own.start, own.stop), np.arange(o)] = 3.0
    P = [
        r.normal(0, (2 / d) ** 0.5, (d, width)).astype(np.float32), np.zeros(width, np.float32),
        r.normal(0, 0.01, (width, o)).astype(np.float32), np.zeros(o, np.float32), skip.copy(),
    ]  # fmt: skip
    M, V = [np.zeros_like(p) for p in P], [np.zeros_like(p) for p in P]
    steps = max(recipe.epochs * (len(use) // recipe.batch), 1)
    decay, held = np.float32(recipe.decay), np.float32(pull)
    t = 0
    for _ in range(recipe.epochs):
        order = r.permutation(use)
        for i in range(0, len(use) - recipe.batch + 1, recipe.batch):
            at = np.sort(order[i : i + recipe.batch])
            x, y = X[at].astype(np.float32), Y[at]
            known = ~np.isnan(y)
            t += 1
            x *= (r.random(x.shape, dtype=np.float32) > recipe.drop_read) / np.float32(1 - recipe.drop_read)
            h = np.maximum(x @ P[0] + P[1], 0)
            mask = (r.random(h.shape, dtype=np.float32) > recipe.drop) / np.float32(1 - recipe.drop)
            kept = h * mask
            z = kept @ P[2] + P[3] + x @ P[4]
            share = known * (weight[at] / recipe.batch)
            g = ((1 / (1 + np.exp(-z)) - np.where(known, y, 0)) * share).astype(np.float32)
            dh = (g @ P[2].T) * mask * (h > 0)
            G = (
                x.T @ dh + decay * P[0],
                dh.sum(0),
                kept.T @ g + decay * P[2],
                g.sum(0),
                x.T @ g + held * (P[4] - skip),
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
        w = _three(A, y, c, penalty, around)
        if w[:2].min() < 0:  # neither is ever heard as its own opposite
            left = np.append(w[:2] >= 0, True)
            w = _three(A * left, y, c, penalty, around * left)
        out[:, column] = w
    return out


def _three(A: Doubles, y: Doubles, weight: Doubles, penalty: float, around: Doubles) -> Doubles:
    """Three numbers by Newton's steps, each halved until it betters: scores far apart would throw a whole one off."""
    held = penalty * np.diag([1.0, 1.0, 1e-3])

    def cost(w: Doubles) -> float:
        z = A @ w
        return float((weight * (np.logaddexp(0, z) - y * z)).sum() + (w - around) @ held @ (w - around) / 2)

    w = around.copy()
    now = cost(w)
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(A @ w, -30, 30)))
        gradient = A.T @ (weight * (p - y)) + held @ (w - around)
        curve = (A * (weight * p * (1 - p))[:, None]).T @ A + held
        step = np.linalg.solve(curve, gradient)
        tried = [w - step / 2**k for k in range(12)]
        better = next((one for one in tried if cost(one) < now), None)
        if better is None:
            break
        before, w, now = now, better, cost(better)
        if before - now < 1e-8 * before:
            break
    return w
