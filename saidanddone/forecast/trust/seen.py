"""Trust as somebody sees it who has been watching for a month, a quarter or a year (T15).

Whoever joined d days ago could see the promises whose outcome became known since. What they forecast is what such a
record is remembered as (:mod:`remembered`: bad evidence fades slower, T8), from the base rate of everybody else on: a
stranger, who saw nothing, has the base rate and no more. What the panel knows of the unit beyond these sums (its
circumstances, its run of luck) is added on the logit scale in proportion to the share of the record that was seen, so
that whoever has watched from the beginning agrees with ``perceived`` to the last bit but rounding.

The observer is supposed, never one of the people there: it is the same for everybody who joined that long ago, needs
no roster, and knows of no one when they came. In a team of five "the two newest" is a name (docs/decisions/0023).
"""

from __future__ import annotations

import numpy as np

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Floats, Ints, Rows, Tallies
from saidanddone.forecast.trust import volume
from saidanddone.forecast.trust.panel import Walk
from saidanddone.forecast.trust.remembered import remembered
from saidanddone.forecast.trust.result import Seen
from saidanddone.forecast.trust.stack import logit

__all__ = ["TENURES", "seen"]

TENURES = (30, 90, 365)
"""Days for which the observers have been watching, the newest first."""

_SUMS = 4
"""Kept, all; and broken and all as they fade slower."""


def seen(
    walk: Walk, tallies: Tallies, recalled: Floats, *, line: float, interval: float, tenures: tuple[int, ...] = TENURES
) -> list[tuple[Seen, ...]]:
    """Each unit as observers of these tenures could see it; nothing where there is no verdict, or where a large ledger
    was walked by a sample and the unit's record is not in it, or not all of it.

    Args:
        recalled: ``perceived`` of every unit, shape (U,). line, interval: settings of these names.
        tenures: days, rising.
    """
    rows = walk.rows
    place = {name: code for code, name in enumerate(rows.units)}
    code = np.array([place.get(name, -1) for name in tallies.units], dtype=np.int64)
    settled = np.bincount(rows.unit, minlength=len(rows.units))
    whole = np.append(settled, 0)[code] == tallies.counts["settled"]
    units = np.flatnonzero((code >= 0) & whole & (tallies.counts["settled"] > 0))
    out: list[tuple[Seen, ...]] = [()] * len(code)
    if not len(units):
        return out
    base = _base(tallies, units)
    weights = walk.grids[volume.NAME]
    of = settled[code[units]]
    day = tallies.on_us - rows.known_us
    from_start, _ = _forecast(_sums(rows, tallies, day >= 0)[code[units]], base, weights)
    beyond = logit(recalled[units]) - logit(from_start)
    told: list[list[Seen]] = [[] for _ in units]
    for days in tenures:
        there = day <= days * DAY_US
        met = np.bincount(rows.unit[there], minlength=len(rows.units))[code[units]]
        kept = np.bincount(rows.unit[there], weights=rows.y[there], minlength=len(rows.units))[code[units]]
        mean, worth = _forecast(_sums(rows, tallies, there)[code[units]], base, weights)
        mean = _chance(logit(mean) + beyond * met / of)
        low, high, above = _interval(mean, worth, line, interval)
        for u in range(len(units)):
            told[u].append(
                Seen(
                    days=days,
                    settled=int(met[u]),
                    kept=round(float(kept[u])),
                    of=int(of[u]),
                    mean=float(mean[u]),
                    low=float(low[u]),
                    high=float(high[u]),
                    p_above=float(above[u]),
                )
            )
    for u, unit in enumerate(units.tolist()):
        out[unit] = tuple(told[u])
    return out


def _base(tallies: Tallies, units: Ints) -> Floats:
    """Base rate of everybody else at each of ``volume.EVERYBODY``, shape (U, 3): (K + 1)/(N + 2) without the unit."""
    at = [tallies.half_lives.index(days) for days in volume.EVERYBODY]
    alone = tallies.rhos.index(0.0)
    kept = np.maximum(tallies.all_kept[at] - tallies.kept[units][:, at, alone], 0.0)
    total = np.maximum(tallies.all_total[at] - tallies.total[units][:, at, alone], kept)
    return np.asarray((kept + 1.0) / (total + 2.0), dtype=np.float64)


def _batch(rows: Rows) -> Ints:
    """Of how many commitments of its occasion each was one when its verdict became known, shape (n,)."""
    n = len(rows)
    _, rank = np.unique(np.concatenate([rows.made_us, rows.known_us]), return_inverse=True)
    made, known = rank[:n] + rows.occasion * (2 * n + 1), rank[n:] + rows.occasion * (2 * n + 1)
    made = np.sort(made)
    before = np.searchsorted(made, known, side="left")
    return np.asarray(before - np.searchsorted(made, rows.occasion * (2 * n + 1), side="left"), dtype=np.int64)


def _sums(rows: Rows, tallies: Tallies, there: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Floats:
    """The sums of ``volume`` over these rows by unit: shape (units of the walk, 4, H, R)."""
    place = np.flatnonzero(there)
    place = place[np.argsort(rows.unit[place], kind="stable")]
    lives, rhos = np.array(tallies.half_lives), np.array(tallies.rhos)
    out = np.zeros((len(rows.units), _SUMS, len(lives), len(rhos)))
    if not len(place):
        return out
    age = (tallies.on_us - rows.known_us[place])[:, None] / DAY_US
    share = 1.0 / (1.0 + (_batch(rows)[place][:, None] - 1.0) * rhos)
    y = rows.y[place][:, None, None]
    fresh = np.exp2(-age / lives)[:, :, None] * share[:, None, :]
    slow = np.exp2(-age / (lives * tallies.slower))[:, :, None] * share[:, None, :]
    unit = rows.unit[place]
    starts = np.flatnonzero(np.append(True, unit[1:] != unit[:-1]))
    for number, values in enumerate((fresh * y, fresh, slow * (1.0 - y), slow)):
        out[unit[starts], number] = np.add.reduceat(values, starts, axis=0)
    return out


def _forecast(sums: Floats, base: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """What the sums are remembered as, averaged over the grid, shape (U,), and how many occasions that is worth."""
    k = volume.STRENGTHS[None, :, None, None, None]
    m = base[:, None, None, None, :]
    kept, total, slow_bad, slow_total = (sums[:, number, None, :, :, None] for number in range(_SUMS))
    recalled = remembered(kept, total, slow_bad, slow_total, k=k, m=m)
    earned = (kept + k * m) / (total + k)
    square = earned**2 + earned * (1.0 - earned) / (total + k + 1.0)
    mean, square = earned.reshape(len(sums), -1) @ weights, square.reshape(len(sums), -1) @ weights
    worth = mean * (1.0 - mean) / np.maximum(square - mean**2, 1e-12) - 1.0
    return recalled.reshape(len(sums), -1) @ weights, np.maximum(worth, 1e-3)


def _interval(mean: Floats, worth: Floats, line: float, interval: float) -> tuple[Floats, Floats, Floats]:
    """Ends of the interval of a Beta of this mean, worth so many occasions, and P(rate >= line); each of shape (U,)."""
    from scipy.special import betainc, betaincinv

    a, b = np.maximum(mean * worth, 1e-6), np.maximum((1.0 - mean) * worth, 1e-6)
    tail = (1.0 - interval) / 2.0
    ends = (betaincinv(a, b, tail), betaincinv(a, b, 1.0 - tail), 1.0 - betainc(a, b, line))
    low, high, above = (np.asarray(end, dtype=np.float64) for end in ends)
    return low, high, above


def _chance(logits: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-logits)), dtype=np.float64)
