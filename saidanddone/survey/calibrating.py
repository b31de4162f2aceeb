"""An item bank from many people's answers: discriminations and thresholds at their most probable (MODEL §3).

Marginal maximum a posteriori of the graded response model (Bock & Aitkin 1981), θ standard normal over people, with
priors log a ~ N(log 1.5, .6²), b_1 ~ N(0, 3²) and log(b_k+1 − b_k) ~ N(−.2, 1²): wide beside what a hundred people tell.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from saidanddone.errors import UsageError
from saidanddone.survey.bank import Bank, hypotheses
from saidanddone.survey.estimating import laid_out
from saidanddone.survey.result import Floats
from saidanddone.survey.scale import Scale

__all__ = ["FEWEST", "calibrate"]

FEWEST = 100
"""Of fewer people an item's parameters are little more than their priors."""

_THETA = np.linspace(-5.0, 5.0, 61)
_SHARP = (float(np.log(1.5)), 0.6)
_FIRST_SD = 3.0
_GAP = (-0.2, 1.0)


def calibrate(answers: pa.Table, scale: Scale | Sequence[object]) -> Bank:
    """The bank of these items, for surveys whose items rotate or are asked of a handful.

    Args:
        answers, scale: as of ``estimate``; teams play no part.

    Raises:
        UsageError: fewer than a hundred people answered, or as in ``estimate``.
    """
    from scipy.optimize import minimize

    laid = laid_out(answers, Scale.of(scale))
    if len(laid.value) < FEWEST:
        raise UsageError(f"A bank needs the answers of at least {FEWEST} people; these are {len(laid.value)}.")
    sheet = laid.sheet()
    patterns, times = np.unique(sheet.answers, axis=0, return_counts=True)
    chosen = np.zeros((*patterns.shape, sheet.categories))
    who, item = np.nonzero(patterns >= 0)
    chosen[who, item, patterns[who, item]] = 1.0
    start = hypotheses(sheet.chosen().sum(axis=0), None)
    middle = len(start) // 2
    first = _packed(start.a[middle], start.b[middle])
    flat = chosen.reshape(len(patterns), -1)
    found = minimize(
        _loss, first, args=(flat, times.astype(np.float64), len(laid.items), sheet.categories), jac=True,
        method="L-BFGS-B", options={"maxiter": 300, "ftol": 1e-10, "gtol": 1e-4},
    )  # fmt: skip
    a, b = _unpacked(found.x, len(laid.items), sheet.categories)
    return Bank(laid.items, a, b, laid.scale.low, laid.scale.high)


def _packed(a: Floats, b: Floats) -> Floats:
    """Parameters without bounds: log a, the lowest threshold, logs of the gaps above it."""
    gaps = np.log(np.maximum(np.diff(b, axis=1), 0.05))
    return np.concatenate([np.log(a), b[:, 0], gaps.ravel()])


def _unpacked(x: Floats, items: int, categories: int) -> tuple[Floats, Floats]:
    gaps = np.exp(x[2 * items :].reshape(items, categories - 2))
    first = x[items : 2 * items, None]
    return np.exp(x[:items]), np.concatenate([first, first + np.cumsum(gaps, axis=1)], axis=1)


def _loss(x: Floats, flat: Floats, times: Floats, items: int, categories: int) -> tuple[float, Floats]:
    """Minus the log posterior and its gradient, by Fisher's identity: that of the complete data, given the answers."""
    a, b = _unpacked(x, items, categories)
    above = 1.0 / (1.0 + np.exp(-a[:, None, None] * (_THETA[None, None, :] - b[:, :, None])))
    edge = np.ones((items, 1, len(_THETA)))
    p = np.clip(-np.diff(np.concatenate([edge, above, 0.0 * edge], axis=1), axis=1), 1e-12, None)
    each = flat @ np.log(p).reshape(items * categories, -1)
    most = each.max(axis=1, keepdims=True)
    normal = np.exp(-0.5 * _THETA**2)
    joint = np.exp(each - most) * (normal / normal.sum())
    whole = joint.sum(axis=1, keepdims=True)
    posterior = joint / whole * times[:, None]
    log = float((times * (np.log(whole[:, 0]) + most[:, 0])).sum())
    expected = (flat.T @ posterior).reshape(items, categories, -1) / p
    slope = (expected[:, 1:] - expected[:, :-1]) * above * (1.0 - above)
    by_log_a = (slope * a[:, None, None] * (_THETA[None, None, :] - b[:, :, None])).sum(axis=(1, 2))
    by_b = -slope.sum(axis=2) * a[:, None]
    gaps = np.diff(b, axis=1)
    by_gap = gaps * np.cumsum(by_b[:, ::-1], axis=1)[:, ::-1][:, 1:]
    gradient = np.concatenate([by_log_a, by_b.sum(axis=1), by_gap.ravel()])
    centre = np.concatenate([np.full(items, _SHARP[0]), np.zeros(items), np.full(gaps.size, _GAP[0])])
    sd = np.concatenate([np.full(items, _SHARP[1]), np.full(items, _FIRST_SD), np.full(gaps.size, _GAP[1])])
    off = (x - centre) / sd
    return -(log - 0.5 * float(off @ off)), -(gradient - off / sd)
