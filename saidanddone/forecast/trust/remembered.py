"""Trust as remembered: the same evidence, with what was bad ageing slower than what was good (T8).

``logit = log((A + k·m)/(B_r + r·k(1 − m))) + log r``, B_r the bad sum at r times the half-life, r = 3 by assumption
until pulse data fit it. Without ``+ log r`` a steady 20 % of misses would read as 43 % for ever. The forecast itself
ages both alike: slower decay of bad evidence forecast worse or no better on every ledger (MODEL §1, measured).

>>> import numpy as np
>>> from saidanddone.forecast.trust.remembered import remembered
>>> steady = remembered(np.array(80.0), np.array(3 * 20.0), k=4.0, m=0.8, slower=3.0)  # a steady fifth missed
>>> round(float(steady), 2)
0.8
>>> healed = remembered(np.array(80.0), np.array(10.0), k=4.0, m=0.8, slower=3.0)  # misses long past, still there
>>> round(float(healed), 2)
0.95
"""

from __future__ import annotations

import numpy as np

from saidanddone.evidence.tally import Floats, Tallies
from saidanddone.forecast.trust import volume
from saidanddone.forecast.trust.panel import Walk
from saidanddone.forecast.trust.sums import of_tallies

__all__ = ["perceived", "remembered"]


def remembered(kept: Floats, slow_bad: Floats, *, k: Floats | float, m: Floats | float, slower: float) -> Floats:
    """Perceived P(kept); kept and slow_bad in occasions, k the prior's strength, m its mean; all broadcast."""
    odds = (kept + k * m) / np.maximum(slow_bad + slower * k * (1.0 - m), 1e-300) * slower
    return np.asarray(odds / (1.0 + odds), dtype=np.float64)


def perceived(walk: Walk, tallies: Tallies) -> Floats:
    """Perceived trust of every unit, shape (U,), averaged over the grid of ``volume`` by its record."""
    sums = of_tallies(tallies)
    k = volume.STRENGTHS[None, :, None, None, None]
    m = sums.population()[:, None, None, None, sums.at(*volume.EVERYBODY)]
    grid = remembered(
        tallies.kept[:, None, :, :, None],
        tallies.slow_bad[:, None, :, :, None],
        k=k,
        m=m,
        slower=tallies.slower,
    )
    return np.asarray(grid.reshape(len(grid), -1) @ walk.grids[volume.NAME], dtype=np.float64)
