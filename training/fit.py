"""Many logistic regressions at once: one matrix of features, one column a label, each its own problem and its own
steps.

L-BFGS with the curvature, the line search and the end kept per column; a row that says nothing of a label weighs
nothing
in its column. The two products with the sparse matrix, the dear part, are shared by all columns.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

__all__ = ["fitted"]

Floats = NDArray[np.float32]


def fitted(
    X: scipy.sparse.csr_matrix, Y: Floats, weight: Floats, penalty: Floats | float, *, steps: int = 60, memory: int = 6,
    start: Floats | None = None, around: Floats | float = 0.0, tolerance: float = 1e-3,
) -> Floats:  # fmt: skip
    """(columns of X, columns of Y) weights that minimise Σ weight·logloss + penalty/2·‖w − around‖², column by column.

    Args:
        X: (n, V). Y: (n, H) in 0..1; NaN is left out. weight: (n, H). penalty: one, or one a column.
    """
    known = ~np.isnan(Y)
    C = np.where(known, weight, 0).astype(np.float32)
    Y = np.where(known, Y, 0).astype(np.float32)
    lam = np.broadcast_to(np.asarray(penalty, np.float32), (Y.shape[1],))
    W = np.zeros((X.shape[1], Y.shape[1]), np.float32) if start is None else start.copy()
    XT = X.T.tocsr()
    Z = X @ W if start is not None else np.zeros_like(Y)
    f, residual = _loss(Z, Y, C)
    f = f + 0.5 * lam * ((W - around) ** 2).sum(0, dtype=np.float64)
    G = XT @ residual + lam * (W - around)
    first = np.sqrt((G * G).sum(0)) + 1e-12
    S: list[Floats] = []
    T: list[Floats] = []
    R: list[NDArray[np.float64]] = []
    for _ in range(steps):
        D = _direction(G, S, T, R)
        slope = (G * D).sum(0, dtype=np.float64)
        ZD = X @ D
        off = W - around
        ww, wd, dd = ((a * b).sum(0, dtype=np.float64) for a, b in ((off, off), (off, D), (D, D)))
        alpha = np.ones(Y.shape[1]) if S else np.minimum(1.0, 1.0 / np.sqrt(dd + 1e-12))
        open_ = np.ones(Y.shape[1], bool)
        new = f.copy()
        for _ in range(12):
            at = np.flatnonzero(open_)
            loss, _r = _loss(Z[:, at] + ZD[:, at] * alpha[at].astype(np.float32), Y[:, at], C[:, at])
            value = loss + 0.5 * lam[at] * (ww[at] + 2 * alpha[at] * wd[at] + alpha[at] ** 2 * dd[at])
            good = value <= f[at] + 1e-4 * alpha[at] * slope[at]
            new[at[good]] = value[good]
            open_[at[good]] = False
            if not open_.any():
                break
            alpha[open_] *= 0.4
        alpha[open_] = 0.0
        a32 = alpha.astype(np.float32)
        step = D * a32
        W += step
        Z += ZD * a32
        f = new
        _f, residual = _loss(Z, Y, C)
        G_new = XT @ residual + lam * (W - around)
        y = G_new - G
        G = G_new
        sy = (step * y).sum(0, dtype=np.float64)
        S.append(step)
        T.append(y)
        R.append(np.where(sy > 1e-10, 1.0 / np.maximum(sy, 1e-10), 0.0))
        if len(S) > memory:
            S.pop(0), T.pop(0), R.pop(0)
        if (np.sqrt((G * G).sum(0)) < tolerance * first).all():
            break
    return W


def _loss(Z: Floats, Y: Floats, C: Floats) -> tuple[NDArray[np.float64], Floats]:
    e = np.exp(-np.abs(Z))
    loss = (C * (np.maximum(Z, 0) - Y * Z + np.log1p(e))).sum(0, dtype=np.float64)
    p = np.where(Z >= 0, 1, e) / (1 + e)
    return loss, (C * (p - Y)).astype(np.float32)


def _direction(G: Floats, S: list[Floats], T: list[Floats], R: list[NDArray[np.float64]]) -> Floats:
    q = -G
    kept = []
    for s, t, r in zip(reversed(S), reversed(T), reversed(R), strict=True):
        a = (r * (s * q).sum(0)).astype(np.float32)
        q = q - a * t
        kept.append(a)
    if S:
        yy = (T[-1] * T[-1]).sum(0)
        sy = np.where(R[-1] > 0, 1 / np.maximum(R[-1], 1e-30), 0)
        q = q * np.where(yy > 0, sy / np.maximum(yy, 1e-30), 1.0).astype(np.float32)
    for s, t, r, a in zip(S, T, R, reversed(kept), strict=True):
        b = (r * (t * q).sum(0)).astype(np.float32)
        q = q + s * (a - b)
    return np.asarray(q, np.float32)
