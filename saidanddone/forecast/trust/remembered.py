"""Trust as remembered: the same evidence, with what was bad ageing slower than what was good (T8).

``logit = log((A + k·m)/(V + k)) − log((B_r + k(1 − m))/(V_r + k))``: what was kept as a share of the evidence at the
half-life, what was not as a share of the evidence at r times it, r = 3 by assumption until pulse data fit it.
Each is held against its own volume, so that a steady share of misses reads as it is, after a month as after ten years;
a fixed ``+ log r`` instead is right only for a record much longer than r half-lives, and flatters a short one (two
misses of nine would be remembered as one of eleven; docs/decisions/0013). The forecast itself ages both alike: as a
rule of forecasting, slower decay of bad evidence did worse or no better when this project was planned (MODEL §1).

>>> import numpy as np
>>> from saidanddone.forecast.trust.remembered import remembered
>>> steady = remembered(np.array(80.0), np.array(100.0), np.array(60.0), np.array(300.0), k=4.0, m=0.8)
>>> round(float(steady), 2)  # a fifth missed all along is remembered as that
0.8
>>> healed = remembered(np.array(99.0), np.array(100.0), np.array(60.0), np.array(300.0), k=4.0, m=0.8)
>>> round(float(healed), 2)  # earned .98 of late, but the misses of long ago are still told
0.83
"""

from __future__ import annotations

import numpy as np

from saidanddone.evidence.tally import Floats, Tallies
from saidanddone.forecast.trust import volume
from saidanddone.forecast.trust.panel import Walk
from saidanddone.forecast.trust.stack import logit
from saidanddone.forecast.trust.sums import of_tallies

__all__ = ["perceived", "remembered"]


def remembered(
    kept: Floats, total: Floats, slow_bad: Floats, slow_total: Floats, *, k: Floats | float, m: Floats | float
) -> Floats:
    """Perceived P(kept); sums in occasions (all broadcast), k the prior's strength, m its mean."""
    good = (kept + k * m) / (total + k)
    bad = (slow_bad + k * (1.0 - m)) / (slow_total + k)
    return np.asarray(good / (good + bad), dtype=np.float64)


def perceived(walk: Walk, tallies: Tallies, earned: Floats) -> Floats:
    """Perceived trust of every unit, shape (U,), averaged over the grid of ``volume`` by its record.

    The step from what that grid forecasts to what it remembers is taken from ``earned``, the panel's forecast, shape
    (U,): the two differ only by how long bad evidence lasts, and are the same where nothing bad has faded.
    """
    sums = of_tallies(tallies)
    k = volume.STRENGTHS[None, :, None, None, None]
    m = sums.population()[:, None, None, None, sums.at(*volume.EVERYBODY)]
    kept, total = tallies.kept[:, None, :, :, None], tallies.total[:, None, :, :, None]
    slow_bad, slow_total = tallies.slow_bad[:, None, :, :, None], tallies.slow_total[:, None, :, :, None]
    recalled = remembered(kept, total, slow_bad, slow_total, k=k, m=m)
    forecast = (kept + k * m) / (total + k)
    weights = walk.grids[volume.NAME]
    step = logit(recalled.reshape(len(earned), -1) @ weights) - logit(forecast.reshape(len(earned), -1) @ weights)
    return np.asarray(1.0 / (1.0 + np.exp(-(logit(earned) + step))), dtype=np.float64)
