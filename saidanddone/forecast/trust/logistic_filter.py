"""P(next kept) by a logistic filter: unit and group drift, and always back towards everybody (Ornstein-Uhlenbeck).

On the logit scale ``z = everybody + group + unit``. Between verdicts the unit's part reverts to 0 with time scale ℓ
(variance τ²), the group's with ℓ_g (τ_g²), everybody's walks at random (q a day); each verdict moves all three by one
approximate Kalman step. ``P = σ(z/√(1 + πv/8))`` with v the summed variances.

Source: Ornstein-Uhlenbeck state, extended Kalman update as in Glickman 1999; MODEL §1. Checked against: a direct
one-unit, one-setting filter written out by hand (tests).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

from saidanddone.evidence.tally import Floats, Ints, Rows
from saidanddone.forecast.trust.stream import Stream

__all__ = ["NAME", "SETTINGS", "Filter", "Setting", "logistic_normal_mean", "run"]

NAME = "logistic filter"

_MOST_VARIANCE = 4.0
"""Variance everybody's level starts with and never exceeds, logit²: a 95 % range of about 2 % to 98 %."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One point of the grid: τ and τ_g in logits, ℓ and ℓ_g in days, q in logit² a day."""

    unit_spread: float
    unit_days: float
    group_spread: float
    group_days: float
    walk: float


_GROUPS = ((1e-3, 30.0), (0.7, 1.0), (0.7, 30.0), (0.7, 365.0))
SETTINGS = tuple(
    Setting(spread, days, group_spread, group_days, walk)
    for spread, days, walk, (group_spread, group_days) in product(
        (0.3, 0.7, 1.5), (1.0, 10.0, 90.0, 365.0, 1e9), (1e-6, 1e-3, 3e-2, 1.0), _GROUPS
    )
)
"""The grid, wide enough for airlines (hours) and for parliaments (years)."""


def logistic_normal_mean(mean: Floats, variance: Floats) -> Floats:
    """E σ(Z) for Z normal, by MacKay's approximation σ(mean/√(1 + π·variance/8))."""
    return np.asarray(1.0 / (1.0 + np.exp(-mean / np.sqrt(1.0 + math.pi / 8.0 * variance))), dtype=np.float64)


@dataclass(frozen=True)
class Filter:
    """A finished run: forecasts of every row and the state to forecast on from.

    Attributes:
        p: shape (n, G), P(kept) at each row's forecast.
        unit_mean, unit_variance: shape (U, G); unit_days: shape (U,), when each was last moved; likewise group_*.
        level_mean, level_variance: shape (G,); level_days: when last moved.
    """

    settings: tuple[Setting, ...] = field(repr=False)
    p: NDArray[np.float32] = field(repr=False)
    unit_mean: Floats = field(repr=False)
    unit_variance: Floats = field(repr=False)
    unit_days: Floats = field(repr=False)
    group_mean: Floats = field(repr=False)
    group_variance: Floats = field(repr=False)
    group_days: Floats = field(repr=False)
    level_mean: Floats = field(repr=False)
    level_variance: Floats = field(repr=False)
    level_days: float = 0.0

    def at(self, unit: Ints, group: Ints, days: float) -> tuple[Floats, Floats]:
        """Mean and variance of z at ``days`` for m units, each of shape (m, G). −1 is a unit or group never met."""
        grid = _columns(self.settings)
        mean, variance = _reverted(
            self.unit_mean, self.unit_variance, self.unit_days, unit, days, grid.unit_var, grid.unit_days
        )
        group_mean, group_variance = _reverted(
            self.group_mean, self.group_variance, self.group_days, group, days, grid.group_var, grid.group_days
        )
        mean, variance = mean + group_mean + self.level_mean, variance + group_variance
        drift = grid.walk * max(days - self.level_days, 0.0)
        variance = variance + np.minimum(self.level_variance + drift, _MOST_VARIANCE)
        return mean, variance


def _reverted(
    mean: Floats, variance: Floats, since: Floats, which: Ints, days: float, spread: Floats, scale: Floats
) -> tuple[Floats, Floats]:
    """Mean and variance of one part at ``days``, each of shape (m, G); ``which`` −1 has the part's prior."""
    # A stranger is the last row, so that −1 finds it.
    elapsed = np.maximum(days - np.append(since, days)[which], 0.0)[:, None]
    fade = np.exp(-elapsed / scale)
    known = np.vstack([variance, spread])[which] - spread
    return np.vstack([mean, np.zeros(len(spread))])[which] * fade, spread + known * fade**2


@dataclass(frozen=True, slots=True)
class _Columns:
    unit_var: Floats
    unit_days: Floats
    group_var: Floats
    group_days: Floats
    walk: Floats


def _columns(settings: tuple[Setting, ...]) -> _Columns:
    return _Columns(
        np.array([s.unit_spread**2 for s in settings]),
        np.array([s.unit_days for s in settings]),
        np.array([s.group_spread**2 for s in settings]),
        np.array([s.group_days for s in settings]),
        np.array([s.walk for s in settings]),
    )


def run(rows: Rows, stream: Stream, settings: tuple[Setting, ...] = SETTINGS) -> Filter:
    """Walk the stream once for all settings together: forecasts (n, G) and the final state."""
    grid = _columns(settings)
    unit_var, group_var, walk = grid.unit_var, grid.group_var, grid.walk
    unit_rate, group_rate = -1.0 / grid.unit_days, -1.0 / grid.group_days
    n, size, units, groups = len(rows), len(settings), len(rows.units), len(rows.groups)
    z_out = np.empty((n, size), np.float32)
    unit_m, unit_v, unit_t = np.zeros((units, size)), np.tile(unit_var, (units, 1)), [0.0] * units
    group_m, group_v, group_t = np.zeros((groups, size)), np.tile(group_var, (groups, 1)), [0.0] * groups
    level_m, level_v, level_t = np.zeros(size), np.full(size, _MOST_VARIANCE), 0.0
    unit_of, group_of, outcome = rows.unit.tolist(), rows.group.tolist(), rows.y.tolist()
    shares = stream.share.tolist()
    exp, sqrt, minimum, probit = np.exp, np.sqrt, np.minimum, math.pi / 8.0
    # In place and with local names: this loop is the cost of a backtest.
    for days, verdict, row in zip(stream.days.tolist(), stream.verdict.tolist(), stream.row.tolist(), strict=True):
        unit, group = unit_of[row], group_of[row]
        um, uv, gm, gv = unit_m[unit], unit_v[unit], group_m[group], group_v[group]
        elapsed = days - unit_t[unit]
        if elapsed > 0:
            fade = exp(unit_rate * elapsed)
            um *= fade
            fade *= fade
            uv -= unit_var
            uv *= fade
            uv += unit_var
            unit_t[unit] = days
        elapsed = days - group_t[group]
        if elapsed > 0:
            fade = exp(group_rate * elapsed)
            gm *= fade
            fade *= fade
            gv -= group_var
            gv *= fade
            gv += group_var
            group_t[group] = days
        elapsed = days - level_t
        if elapsed > 0:
            level_v += walk * elapsed
            minimum(level_v, _MOST_VARIANCE, out=level_v)
            level_t = days
        z = level_m + gm + um
        if not verdict:
            z_out[row] = z / sqrt(1.0 + probit * (level_v + gv + uv))
            continue
        p = 1.0 / (1.0 + exp(-z))
        share = shares[row]
        slope = p * (1.0 - p) * share
        gain = 1.0 / (1.0 + slope * (level_v + gv + uv))
        error = (outcome[row] - p) * share * gain
        curve = slope * gain
        level_m += level_v * error
        gm += gv * error
        um += uv * error
        level_v -= level_v * level_v * curve
        gv -= gv * gv * curve
        uv -= uv * uv * curve
    # In place: at a third of a million rows a copy would be a third of a gigabyte.
    np.negative(z_out, out=z_out)
    np.exp(z_out, out=z_out)
    z_out += 1.0
    np.reciprocal(z_out, out=z_out)
    return Filter(
        settings,
        z_out,
        unit_m,
        unit_v,
        np.array(unit_t),
        group_m,
        group_v,
        np.array(group_t),
        level_m,
        level_v,
        level_t,
    )
