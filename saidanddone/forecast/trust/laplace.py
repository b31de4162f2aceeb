"""P(next kept) = (kept + 1)/(all + 2): Laplace's rule of succession for one unit alone.

>>> import numpy as np
>>> from saidanddone.forecast.trust.laplace import rule
>>> float(rule(np.array(2.0), np.array(2.0)))  # two kept of two is not yet trust (T2)
0.75

Source: Laplace 1774. Checked against: the contract's baseline ``laplace``.
"""

from __future__ import annotations

import numpy as np

from saidanddone.evidence.tally import Floats
from saidanddone.forecast.trust.sums import Betas, Sums

__all__ = ["NAME", "betas", "rule"]

NAME = "Laplace"


def rule(kept: Floats, total: Floats) -> Floats:
    """(kept + 1)/(total + 2)."""
    return np.asarray((kept + 1.0) / (total + 2.0), dtype=np.float64)


def betas(sums: Sums) -> Betas:
    """Beta(kept + 1, broken + 1), nothing forgotten, every commitment one; shape (m, 1)."""
    forever = sums.at(float("inf"))
    kept, total = sums.unit_kept[:, forever, 0], sums.unit_total[:, forever, 0]
    return Betas.of(np.array(2.0), np.array(0.5), kept, total)
