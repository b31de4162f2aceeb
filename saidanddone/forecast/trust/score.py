"""Our own record: how the panel's forecasts did against what then happened, beside plain baselines (MODEL §0).

By the backtest contract: rows in order (made, id); the first tenth is not scored; natural log, p clipped to
[.002, .998]; expected calibration error in ten bins of equal mass, with the 95 % quantile it would have if every
forecast were exactly right. A figure that is undefined (nothing scored, one kind of outcome only) is None.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from saidanddone.evidence.tally import Floats, WalkForward
from saidanddone.forecast.trust.grid import CLIP, log_loss
from saidanddone.forecast.trust.panel import NAMES, Walk
from saidanddone.forecast.trust.result import ForecasterRecord, Record, Scores

__all__ = ["BINS", "baselines", "calibration_error", "ece_noise", "record", "scores", "wilson_low"]

BINS = 10
_DRAWS = 200
_Z95 = 1.959963984540054
"""97.5 % quantile of the standard normal: Wilson's interval is two-sided at 95 %."""


def wilson_low(kept: Floats, total: Floats) -> Floats:
    """Lower end of Wilson's 95 % interval (Wilson 1927); 0 where nothing is known."""
    n = np.maximum(total, 1.0)
    share = kept / n
    centre = share + _Z95**2 / (2 * n)
    spread = _Z95 * np.sqrt(share * (1 - share) / n + _Z95**2 / (4 * n**2))
    return np.asarray(np.where(total > 0, (centre - spread) / (1 + _Z95**2 / n), 0.0), dtype=np.float64)


def baselines(walked: WalkForward) -> dict[str, Floats]:
    """The contract's baselines at every forecast, each of shape (n,), nothing aged, every commitment one.

    Where a subject's first outcome is yet to come, its ratio and Wilson's bound of it are not defined: both say .5.
    """
    kept, total = walked.unit_kept[:, -1, 0], walked.unit_total[:, -1, 0]
    return {
        "population_mean": (walked.all_kept[:, -1] + 1.0) / (walked.all_total[:, -1] + 2.0),
        "raw_ratio": np.where(total > 0, kept / np.maximum(total, 1.0), 0.5),
        "wilson": np.where(total > 0, wilson_low(kept, total), 0.5),
        "laplace": (kept + 1.0) / (total + 2.0),
    }


def _bins(n: int) -> list[slice]:
    edges = np.linspace(0, n, min(BINS, n) + 1).round().astype(int).tolist()
    return [slice(low, high) for low, high in pairwise(edges) if high > low]


def calibration_error(p: Floats, y: Floats) -> float:
    """Mean over bins of |mean forecast − share kept|, weighted by size; bins of equal mass by forecast."""
    order = np.argsort(p, kind="stable")
    gaps = [abs(p[order[b]].mean() - y[order[b]].mean()) * (b.stop - b.start) for b in _bins(len(p))]
    return float(sum(gaps) / len(p))


def ece_noise(p: Floats, seed: int) -> float:
    """95 % quantile of :func:`calibration_error` when every outcome is drawn from its own forecast."""
    rng = np.random.default_rng(seed)
    ordered = np.sort(p)
    bins = _bins(len(ordered))
    means = np.array([ordered[b].mean() for b in bins])
    sizes = np.array([b.stop - b.start for b in bins])
    starts = np.array([b.start for b in bins])
    errors = np.empty(_DRAWS)
    for draw in range(_DRAWS):
        y = (rng.random(len(ordered)) < ordered).astype(np.float64)
        errors[draw] = (np.abs(np.add.reduceat(y, starts) / sizes - means) * sizes).sum() / len(ordered)
    return float(np.quantile(errors, 0.95))


def _area_under_roc(p: Floats, y: Floats) -> float | None:
    positives = float(y.sum())
    negatives = len(y) - positives
    if positives == 0 or negatives == 0:
        return None
    _, place, count = np.unique(p, return_inverse=True, return_counts=True)
    ranks = np.cumsum(count) - (count - 1) / 2.0
    return float((ranks[place][y > 0.5].sum() - positives * (positives + 1) / 2.0) / (positives * negatives))


def scores(p: Floats, y: Floats, *, noise_seed: int | None = None) -> Scores:
    """Score forecasts p, shape (n,), against y; with ``noise_seed`` also what calibration error chance alone gives."""
    if not len(p):
        return Scores(None, None, None, None)
    clipped = np.clip(p, CLIP, 1.0 - CLIP)
    return Scores(
        log_loss=float(log_loss(p, y).mean()),
        brier=float(((clipped - y) ** 2).mean()),
        ece=calibration_error(clipped, y),
        auc=_area_under_roc(clipped, y),
        ece_noise95=None if noise_seed is None else ece_noise(clipped, noise_seed),
    )


def record(
    walk: Walk, walked: WalkForward, *, seed: int, sample: str | None = None, only: frozenset[str] | None = None
) -> Record:
    """The record of one walk.

    Args:
        seed: for the calibration noise. sample: in words, when the walk covers a sample of the ledger.
        only: score what was said of these units alone; None for all.
    """
    rows = walk.rows
    theirs = np.ones(len(rows), dtype=bool) if only is None else np.isin(rows.unit, _codes(rows.units, only))
    scored = np.flatnonzero(theirs)
    scored = scored[scored >= len(rows) // 10]
    y, n, counted = rows.y, int(theirs.sum()), len(scored)
    clipped = np.clip(walk.p[scored], CLIP, 1.0 - CLIP)
    order = np.argsort(clipped, kind="stable")
    members = log_loss(walk.members[scored], y[scored]).mean(axis=0) if counted else None
    return Record(
        n=n,
        excluded=int(sum(rows.excluded.values())) if only is None else 0,
        excluded_why=dict(rows.excluded) if only is None else {},
        scored=counted,
        panel=scores(walk.p[scored], y[scored], noise_seed=seed),
        forecasters=tuple(
            ForecasterRecord(
                name=name,
                log_loss=None if members is None else float(members[k]),
                weight_final=float(walk.final[k]),
                weight_mean=float(walk.weights[scored, k].mean()) if counted else float(walk.final[k]),
            )
            for k, name in enumerate(NAMES)
        ),
        baselines={name: scores(p[scored], y[scored]) for name, p in baselines(walked).items()},
        calibration=tuple(
            (float(clipped[order[b]].mean()), float(y[scored][order[b]].mean()), b.stop - b.start)
            for b in (_bins(counted) if counted else [])
        ),
        sample=sample,
        subjects=len(rows.units if only is None else only.intersection(rows.units)),
    )


def _codes(units: tuple[str, ...], wanted: frozenset[str]) -> list[int]:
    return [code for code, name in enumerate(units) if name in wanted]
