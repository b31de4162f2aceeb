"""Follow-through under pressure beside follow-through in calm (T10): same prior, less evidence."""

from __future__ import annotations

import numpy as np

from saidanddone.evidence.tally import Floats, Tallies
from saidanddone.forecast.trust import volume
from saidanddone.forecast.trust.panel import Walk
from saidanddone.forecast.trust.posterior import Component, mixture
from saidanddone.forecast.trust.result import Pressure
from saidanddone.forecast.trust.sums import Betas

__all__ = ["strain"]

_QUANTILES = (np.arange(99) + 0.5) / 99.0
"""Enough to take a difference of two distributions to about a hundredth."""


def _side(walk: Walk, kept: Floats, total: Floats, own: Floats) -> tuple[Floats, Floats]:
    """Mean, shape (U,), and quantiles, shape (99, U), of one side; its prior is the unit's own forecast."""
    betas = Betas.of(
        volume.STRENGTHS[None, :, None, None, None],
        own[:, None, None, None, None],
        kept[:, None, :, :, None],
        np.broadcast_to(total[:, None, :, :, None], (len(own), 1, *total.shape[1:], len(volume.EVERYBODY))),
    )
    rate = mixture([Component(betas.a, betas.b, walk.grids[volume.NAME])])
    return rate.mean(), np.stack([rate.quantile(q) for q in _QUANTILES])


def strain(walk: Walk, tallies: Tallies, own: Floats, interval: float) -> list[Pressure]:
    """Calm and pressed forecasts of every unit and their difference; ``own``: the unit's forecast, shape (U,)."""
    calm_n = tallies.calm_total[:, -1, -1]
    press_n = tallies.press_total[:, -1, -1]
    if not press_n.any():
        return [Pressure(None, None, None, None, None, float(n), 0.0) for n in calm_n]
    calm, calm_q = _side(walk, tallies.calm_kept, tallies.calm_total, own)
    under, under_q = _side(walk, tallies.press_kept, tallies.press_total, own)
    out = []
    for u in range(len(own)):
        has_calm, has_under = calm_n[u] > 0, press_n[u] > 0
        low = high = difference = None
        if has_calm and has_under:
            apart = (under_q[:, None, u] - calm_q[None, :, u]).ravel()
            low, high = (float(x) for x in np.quantile(apart, [(1 - interval) / 2, (1 + interval) / 2]))
            difference = float(under[u] - calm[u])
        out.append(
            Pressure(
                calm=float(calm[u]) if has_calm else None,
                under=float(under[u]) if has_under else None,
                difference=difference,
                low=low,
                high=high,
                calm_occasions=float(calm_n[u]),
                under_occasions=float(press_n[u]),
            )
        )
    return out
