"""Which version of you will come through the door: the spread and the trend of follow-through, beside its mean (T6)."""

from __future__ import annotations

import math

import numpy as np

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Floats, Ints, Tallies
from saidanddone.forecast.trust.panel import Walk
from saidanddone.forecast.trust.result import Consistency
from saidanddone.forecast.trust.situations import Situations, situations

__all__ = ["consistency", "dispersion", "trend"]

_MONTH_US = 30 * DAY_US
_FEWEST_MONTHS = 3
_FEWEST_OCCASIONS = 5
_FEWEST_CLOSED = 3
_QUANTILES = (np.arange(99) + 0.5) / 99.0


def dispersion(kept: Floats, total: Floats) -> float | None:
    """Pearson's dispersion of shares kept across stretches: 1 is chance alone; None if too little or all alike.

    ``Σ (kept − total·p)² / (total·p(1 − p)) / (stretches − 1)``, p the overall share.
    """
    if len(total) < _FEWEST_MONTHS or total.sum() < _FEWEST_OCCASIONS:
        return None
    p = kept.sum() / total.sum()
    if p in (0.0, 1.0):
        return None
    return float(((kept - total * p) ** 2 / (total * p * (1.0 - p))).sum() / (len(total) - 1))


def trend(earlier: tuple[float, float], later: tuple[float, float], interval: float) -> tuple[float, float, float]:
    """Later minus earlier rate and its interval, each half Beta(kept + ½, broken + ½) (Jeffreys' prior).

    ``earlier`` and ``later`` are (kept, occasions).
    """
    from scipy.special import betaincinv

    half = [betaincinv(kept + 0.5, total - kept + 0.5, _QUANTILES) for kept, total in (earlier, later)]
    apart = (half[1][:, None] - half[0][None, :]).ravel()
    low, high = np.quantile(apart, [(1 - interval) / 2, (1 + interval) / 2])
    mean = (later[0] + 0.5) / (later[1] + 1.0) - (earlier[0] + 0.5) / (earlier[1] + 1.0)
    return float(mean), float(low), float(high)


def _per_occasion(occasion: Ints, y: Floats, known_us: Ints) -> tuple[Floats, Ints]:
    """Share kept and last known time of every occasion, in order of time."""
    _, place = np.unique(occasion, return_inverse=True)
    share = np.bincount(place, weights=y) / np.bincount(place)
    last = np.zeros(len(share), np.int64)
    np.maximum.at(last, place, known_us)
    order = np.argsort(last, kind="stable")
    return share[order], last[order]


def consistency(walk: Walk, tallies: Tallies, interval: float, seed: int) -> list[Consistency]:
    """Spread across months, spread of lateness, trend between the halves of each unit's occasions, and by situation.

    Occasions are counted once each, however many commitments fell due together. ``seed``: of the orders in which
    situations are compared.
    """
    untold = tallies.counts["history_unknown"]
    rows = walk.rows
    place = {name: code for code, name in enumerate(rows.units)}
    order = np.argsort(rows.unit, kind="stable")
    starts = np.searchsorted(rows.unit[order], np.arange(len(rows.units) + 1))
    out = []
    for u, name in enumerate(tallies.units):
        spread = change = low = high = late_spread = None
        among = Situations()
        n = int(tallies.late_n[u])
        if n >= _FEWEST_CLOSED:
            mean = tallies.late_sum[u] / n
            late_spread = math.sqrt(max(tallies.late_square[u] / n - mean**2, 0.0) * n / (n - 1))
        code = place.get(name, -1)
        if code >= 0 and starts[code + 1] > starts[code]:
            mine = order[starts[code] : starts[code + 1]]
            share, when = _per_occasion(rows.occasion[mine], rows.y[mine], rows.known_us[mine])
            _, month = np.unique(when // _MONTH_US, return_inverse=True)
            spread = dispersion(
                np.bincount(month, weights=share).astype(np.float64), np.bincount(month).astype(np.float64)
            )
            among = situations(rows, mine, interval, seed)
            if len(share) >= 2 * _FEWEST_OCCASIONS:
                half = len(share) // 2
                before, after = share[:half], share[half:]
                change, low, high = trend(
                    (float(before.sum()), float(len(before))), (float(after.sum()), float(len(after))), interval
                )
        out.append(
            Consistency(
                spread=spread,
                late_spread=late_spread,
                trend=change,
                trend_low=low,
                trend_high=high,
                situations=among.situations,
                by_situation=among.dispersion,
                by_chance=among.by_chance,
                differs=among.differs,
                notice_known=int(untold[u]) == 0,
            )
        )
    return out
