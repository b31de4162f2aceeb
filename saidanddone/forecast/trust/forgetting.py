"""P(next kept) by a Beta that forgets: by count (each outcome fades the earlier ones) and by half-life.

``A ← λA + y, N ← λN + 1`` at every verdict; ``p = (A + 1)/(N + 2)``. The half-life form is the same in time.

Source: Jøsang & Ismail 2002, "The Beta Reputation System". Checked against: Laplace at λ = 1 (tests).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from saidanddone.evidence.tally import Floats, Rows
from saidanddone.forecast.trust.stream import Stream
from saidanddone.forecast.trust.sums import Betas, Sums

__all__ = ["FACTORS", "NAME", "Forgetting", "betas", "prior", "walk"]

NAME = "forgetting"

FACTORS = np.array([0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.0])
"""λ: what is left of an outcome when the next one comes in."""


@dataclass(frozen=True)
class Forgetting:
    """Sums by count, before each forecast (n, 8) and after every verdict (U, 8)."""

    kept: Floats = field(repr=False)
    total: Floats = field(repr=False)
    unit_kept: Floats = field(repr=False)
    unit_total: Floats = field(repr=False)


def walk(rows: Rows, stream: Stream) -> Forgetting:
    """Walk the stream once, in order of known time."""
    n, units = len(rows), len(rows.units)
    kept, total = np.empty((n, len(FACTORS))), np.empty((n, len(FACTORS)))
    unit_kept, unit_total = np.zeros((units, len(FACTORS))), np.zeros((units, len(FACTORS)))
    unit_of, outcome = rows.unit.tolist(), rows.y.tolist()
    for row, verdict in zip(stream.row.tolist(), stream.verdict.tolist(), strict=True):
        unit = unit_of[row]
        if verdict:
            unit_kept[unit] *= FACTORS
            unit_total[unit] *= FACTORS
            unit_kept[unit] += outcome[row]
            unit_total[unit] += 1.0
        else:
            kept[row] = unit_kept[unit]
            total[row] = unit_total[unit]
    return Forgetting(kept, total, unit_kept, unit_total)


def betas(sums: Sums, kept: Floats, total: Floats) -> Betas:
    """By half-life (H) and by count (8; ``kept`` and ``total`` of shape (m, 8)), shape (m, H + 8)."""
    by_time = Betas.of(np.array(2.0), np.array(0.5), sums.unit_kept[:, :, 0], sums.unit_total[:, :, 0])
    by_count = Betas.of(np.array(2.0), np.array(0.5), kept.astype(np.float64), total.astype(np.float64))
    return Betas(np.concatenate([by_time.a, by_count.a], axis=1), np.concatenate([by_time.b, by_count.b], axis=1))


def prior(sums: Sums) -> Floats:
    """Prior weights of the grid, shape (H + 8,): half to time (longer half-lives likelier), half to count."""
    return np.concatenate([sums.longevity(), np.full(len(FACTORS), 1.0 / len(FACTORS))])
