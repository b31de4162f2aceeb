"""A last monotone correction: if what we call .90 has been kept .80 of the time, say so from now on.

``logit p' = a + b·logit p`` with a, b learned online (b kept positive, so order never changes), mixed
with p itself by both their records, starting from p: the correction must earn its place.

Source: Platt scaling made sequential (MODEL §1). Checked against: an overconfident forecaster is corrected, an honest
one left alone (tests).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from saidanddone.evidence.tally import Floats
from saidanddone.forecast.trust.grid import log_loss, normalised
from saidanddone.forecast.trust.stack import logit
from saidanddone.forecast.trust.stream import Stream
from saidanddone.forecast.trust.weights import record

__all__ = ["Recalibrated", "recalibrate"]

_OFFSET_VARIANCE, _SLOPE_VARIANCE = 0.02, 0.01
"""How far from p a correction may start to reach: tight, for a panel is seldom far off (measured on 22 ledgers)."""
_DRIFT = 1e-5
"""Variance added to each at every verdict, so that the correction can follow."""
_LEAST_SLOPE = 0.2
_TEMPER, _MEMORY = 0.1, 0.999
_PRIOR_TRUST = 0.2
"""Weight of the corrected forecast before it has a record."""


@dataclass(frozen=True)
class Recalibrated:
    """Corrected forecasts, shape (n,), and the correction as it stands at the end."""

    p: Floats = field(repr=False)
    offset: float = 0.0
    slope: float = 1.0
    trust: float = _PRIOR_TRUST

    def apply(self, p: Floats) -> Floats:
        """The correction applied to new forecasts; increasing in p."""
        corrected = 1.0 / (1.0 + np.exp(-(self.offset + self.slope * logit(p))))
        return np.asarray(self.trust * corrected + (1.0 - self.trust) * p, dtype=np.float64)


def recalibrate(p: Floats, y: Floats, stream: Stream) -> Recalibrated:
    """Correct forecasts as issued from verdicts known before each; shape (n,)."""
    x_of, outcome, shares = logit(p).tolist(), y.tolist(), stream.share.tolist()
    offset, slope, va, vb = 0.0, 1.0, _OFFSET_VARIANCE, _SLOPE_VARIANCE
    corrected = np.empty(len(p))
    for verdict, row in zip(stream.verdict.tolist(), stream.row.tolist(), strict=True):
        x = x_of[row]
        q = 1.0 / (1.0 + math.exp(-(offset + slope * x)))
        if not verdict:
            corrected[row] = q
            continue
        share = shares[row]
        curve = q * (1.0 - q) * share
        gain = 1.0 / (1.0 + curve * (va + vb * x * x))
        error = (outcome[row] - q) * share * gain
        offset += va * error
        slope = max(slope + vb * x * error, _LEAST_SLOPE)
        va += _DRIFT - va * va * curve * gain
        vb += 0.1 * _DRIFT - vb * vb * x * x * curve * gain
    both = np.stack([corrected, p], axis=1)
    so_far = record(log_loss(both, y), stream, _MEMORY)
    trust = normalised(np.log([_PRIOR_TRUST, 1.0 - _PRIOR_TRUST]) - _TEMPER * so_far)
    at_forecast = trust[stream.known_before]
    return Recalibrated(np.einsum("nk,nk->n", at_forecast, both), offset, slope, float(trust[-1, 0]))
