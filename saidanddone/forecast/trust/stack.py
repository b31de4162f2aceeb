"""P(next kept) by a stack: the sums of several half-lives weighed against each other online, with and without context.

Features are logits of everybody's and the group's recent share and how far the unit's shrunk share lies from the
group's at several half-lives; weights are learned by :mod:`saidanddone.forecast.trust.logistic`.

Source: MODEL §1 (online stacks). Checked against: with one informative sum, the weight it converges to (tests).
"""

from __future__ import annotations

import numpy as np

from saidanddone.evidence.tally import Floats
from saidanddone.forecast.trust.layered import group_mean
from saidanddone.forecast.trust.sums import Sums

__all__ = ["CONTEXT_NAME", "DRIFTS", "NAME", "RISING", "START", "VARIANCE", "logit", "readings"]

NAME = "stack of sums"
CONTEXT_NAME = "stack of sums and context"
DRIFTS = (1e-7, 1e-5, 1e-4, 1e-3)
VARIANCE = 0.05

_UNIT_DAYS = (2.0, 30.0, 365.0, float("inf"))
_EVERYBODY = (0.5, 30.0, 365.0)
RISING = (4, 5, 6, 7)
"""Columns of the unit's own record: more kept never lowers the forecast (MODEL §6)."""
START = (0.0, 0.0, 0.0, 1.0, 0.05, 0.25, 0.35, 0.35)
"""Weights to start from: the group's mean and most of the unit's own departure from it, so that a short ledger is
forecast by its shrunk share and not by a coin."""

_UNIT_STRENGTH = 8.0
_GROUP_STRENGTH = np.array([16.0])


def logit(p: Floats) -> Floats:
    """log(p/(1 − p)), p clipped to [.002, .998]."""
    clipped = np.clip(p, 0.002, 0.998)
    return np.asarray(np.log(clipped / (1.0 - clipped)), dtype=np.float64)


def readings(sums: Sums) -> Floats:
    """The features, shape (m, 8)."""
    population = sums.population()
    group = group_mean(sums, _GROUP_STRENGTH, sums.at(365.0))[:, 0, 0]
    here = logit(group)
    columns = [logit(population[:, i]) for i in sums.at(*_EVERYBODY)] + [here]
    for i in sums.at(*_UNIT_DAYS):
        own = (_UNIT_STRENGTH * group + sums.unit_kept[:, i, 0]) / (_UNIT_STRENGTH + sums.unit_total[:, i, 0])
        columns.append(logit(own) - here)
    return np.stack(columns, axis=1)
