"""Two forecasts together as a cloud: the regions that hold half and nine tenths of their independent product."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from saidanddone.forecast.quantiles import QUANTILES
from saidanddone.privacy.release import Released

__all__ = ["MIDDLE", "Loop", "middle_of", "quantiles_of", "regions"]

Floats = NDArray[np.float64]
Loop = tuple[tuple[float, float], ...]
"""A closed outline: corners as (along trust, along safety), each 0..1; the last is joined to the first."""

MIDDLE: Final = QUANTILES.index(0.5)

CELLS: Final = 72
"""Cells along each axis; finer ones would not be seen at eight centimetres."""

SMOOTHED: Final = (0.3, 0.45, 0.6)
"""Standard deviations of a forecast over which its steps from quantile to quantile are smoothed away, each tried until
one summit is left: Voice is told under three assumptions out of all that lie between them (MODEL §2), and no valley
between those three is anything that is known. What was two summits far apart stays two."""


def quantiles_of(unit: Released) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Both forecasts of a unit at ``QUANTILES``, trust first; a half with nothing to go on is empty."""
    safety = unit.safety
    return (
        unit.trust.quantiles if unit.trust.state != "none" else (),
        () if safety is None or safety.state == "none" else safety.quantiles,
    )


def middle_of(trust: Sequence[float], safety: Sequence[float]) -> tuple[float, float] | None:
    """Both medians, from quantiles at ``QUANTILES``; None unless both halves are known."""
    return (trust[MIDDLE], safety[MIDDLE]) if trust and safety else None


def regions(trust: Sequence[float], safety: Sequence[float], shares: Sequence[float]) -> tuple[tuple[Loop, ...], ...]:
    """For each share the smallest region that holds so much of the product of two forecasts, as outlines.

    Args:
        trust, safety: quantiles at ``forecast.quantiles.QUANTILES``, each 0..1; empty where nothing is known, and
            the region is then a band over that whole axis: it could be anywhere along it.
        shares: how much each region holds, 0..1, such as .9 and .5.

    Returns:
        One tuple of outlines a share; nothing in it where neither forecast is known.
    """
    if not trust and not safety:
        return tuple(() for _ in shares)
    (x, along), (y, up) = _masses(trust), _masses(safety)
    together = np.outer(along, up)
    ranked = np.sort(together, axis=None)[::-1]
    held = np.cumsum(ranked)
    found = []
    for share in shares:
        last = min(int(np.searchsorted(held, share * held[-1])), ranked.size - 1)
        found.append(_outlines(x, y, together, float(ranked[last])))
    return tuple(found)


def _masses(quantiles: Sequence[float]) -> tuple[Floats, Floats]:
    """Centres of equal cells along an axis, and how much of a forecast lies in each."""
    if not quantiles:
        edges = np.linspace(0.0, 1.0, CELLS + 1)
        return (edges[1:] + edges[:-1]) / 2, np.full(CELLS, 1.0 / CELLS)
    told = np.clip(np.maximum.accumulate(np.asarray(quantiles, dtype=np.float64)), 0.0, 1.0)
    low, high = 2 * told[0] - told[1], 2 * told[-1] - told[-2]
    spread = float(np.interp(0.84, QUANTILES, told) - np.interp(0.16, QUANTILES, told)) / 2
    # Room for what smoothing takes beyond the ends: else it would pile up there, and outlines be cut flat.
    spare = max(0.08 * (high - low), 3 * SMOOTHED[-1] * spread, 1e-3)
    edges = np.linspace(max(0.0, low - spare), min(1.0, high + spare), CELLS + 1)
    places = np.concatenate(([low], told, [high]))
    mass = np.diff(np.interp(edges, places, (0.0, *QUANTILES, 1.0), left=0.0, right=1.0))
    centres = (edges[1:] + edges[:-1]) / 2
    smoothed = mass
    for share in SMOOTHED:
        smoothed = _smoothed(mass, centres, share * spread)
        rises = np.sign(np.diff(smoothed[smoothed > 1e-4 * smoothed.max()]))
        if np.count_nonzero(np.diff(rises[rises != 0])) <= 1:
            break
    return centres, smoothed


def _smoothed(mass: Floats, centres: Floats, width: float) -> Floats:
    """A forecast's mass with its steps smoothed away over ``width``, and no wider for it than it was."""
    cells = width / (centres[1] - centres[0])
    if cells <= 0.2:
        whole: Floats = mass / mass.sum()
        return whole
    reach = min(CELLS - 1, int(np.ceil(3 * cells)))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / cells) ** 2)
    # What would leave a side is turned back in: nothing lies beyond 0 and 1.
    wider = np.convolve(np.pad(mass, reach, mode="symmetric"), weights / weights.sum(), mode="valid")
    middle = float(centres @ mass / mass.sum())
    was, now = (float((centres - middle) ** 2 @ m / m.sum()) for m in (mass, wider))
    stretch = max(1.0, (now / was) ** 0.5) if was > 0 else 1.0
    back = np.interp(middle + (centres - middle) * stretch, centres, wider, left=0.0, right=0.0)
    same: Floats = back / back.sum()
    return same


# Corners of a cell counted 1, 2, 4, 8 from its lower left round to its upper left -> sides that an outline joins:
# 0 below, 1 right, 2 above, 3 left.
_SIDES: Final = {
    1: ((3, 0),), 2: ((0, 1),), 3: ((3, 1),), 4: ((1, 2),), 5: ((3, 2), (1, 0)), 6: ((0, 2),), 7: ((3, 2),),
    8: ((2, 3),), 9: ((2, 0),), 10: ((0, 3), (2, 1)), 11: ((2, 1),), 12: ((1, 3),), 13: ((1, 0),), 14: ((0, 3),),
}  # fmt: skip


def _outlines(x: Floats, y: Floats, height: Floats, level: float) -> tuple[Loop, ...]:
    """Closed lines along which ``height`` is ``level`` (marching squares); what touches a side ends at that side."""
    step_x, step_y = (x[1] - x[0]) / 2, (y[1] - y[0]) / 2
    x = np.concatenate(([max(0.0, x[0] - step_x)], x, [min(1.0, x[-1] + step_x)]))
    y = np.concatenate(([max(0.0, y[0] - step_y)], y, [min(1.0, y[-1] + step_y)]))
    height = np.pad(height, 1, mode="edge")
    # Beyond the sides there is nothing: outlines close there.
    x = np.concatenate(([x[0]], x, [x[-1]]))
    y = np.concatenate(([y[0]], y, [y[-1]]))
    height = np.pad(height, 1)
    inside = height >= level
    kinds = inside[:-1, :-1] + 2 * inside[1:, :-1] + 4 * inside[1:, 1:] + 8 * inside[:-1, 1:]
    follows: dict[tuple[int, int, int], tuple[int, int, int]] = {}
    for i, j in zip(*np.nonzero((kinds > 0) & (kinds < 15)), strict=True):
        for enters, leaves in _SIDES[int(kinds[i, j])]:
            follows[_edge(int(i), int(j), enters)] = _edge(int(i), int(j), leaves)
    loops = []
    while follows:
        start, at = follows.popitem()
        loop = [start]
        while at != start:
            loop.append(at)
            at = follows.pop(at)
        loops.append(tuple(_point(x, y, height, level, edge) for edge in loop))
    return tuple(sorted((_without_repeats(loop) for loop in loops), key=len, reverse=True))


def _edge(i: int, j: int, side: int) -> tuple[int, int, int]:
    """The side of a cell as what it shares with its neighbour: where it begins, and 0 along x or 1 along y."""
    return ((i, j, 0), (i + 1, j, 1), (i, j + 1, 0), (i, j, 1))[side]


def _point(x: Floats, y: Floats, height: Floats, level: float, edge: tuple[int, int, int]) -> tuple[float, float]:
    i, j, upright = edge
    k, m = (i, j + 1) if upright else (i + 1, j)
    one, other = float(height[i, j]), float(height[k, m])
    part = 0.5 if one == other else min(1.0, max(0.0, (level - one) / (other - one)))
    return float(x[i] + part * (x[k] - x[i])), float(y[j] + part * (y[m] - y[j]))


def _without_repeats(loop: Loop) -> Loop:
    return (loop[0], *(here for before, here in pairwise(loop) if here != before))
