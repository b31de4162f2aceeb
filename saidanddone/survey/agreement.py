"""The classical indices: reliability (α, ω), what teams share (ICC 1 and 2), agreement (rwg(j), awg(j)), and chance's.

Formulas as in the R packages psych (α, ω) and multilevel (the rest), equal to R's to 1e-4. Agreement is shown beside
that of teams made up at random from the same people, and decides nothing: of random teams of five, four in five pass
the customary .70 of rwg(j) (MODEL §3).
"""

from __future__ import annotations

import numpy as np

from saidanddone.evidence.tally import Ints
from saidanddone.survey.result import Floats, Indices

__all__ = ["alpha", "awgj", "icc", "indices", "omega", "rwgj"]

_SHUFFLES = 200
_ROUNDS, _SETTLED = 2000, 1e-12


def indices(value: Floats, team: Ints, teams: tuple[str, ...], low: float, high: float, *, seed: int) -> Indices:
    """All of them.

    Args:
        value: (N, I) answers, higher always better, NaN where there is none; who left one out is left out here.
        team: (N,) codes into ``teams``. low, high: of the scale. seed: of the teams made up at random.
    """
    whole = np.isfinite(value).all(axis=1)
    value, team = value[whole], team[whole]
    x = value.mean(axis=1) if len(value) else np.zeros(0)
    there = [value[team == code] for code in range(len(teams))]
    one, two = icc(x, team)
    chance = _by_chance(value, team, low, high, seed)
    return Indices(
        alpha=alpha(value),
        omega=omega(value),
        icc1=one,
        icc2=two,
        rwgj={name: rwgj(rows, low, high) for name, rows in zip(teams, there, strict=True)},
        awgj={name: awgj(rows, low, high) for name, rows in zip(teams, there, strict=True)},
        pseudo_icc1=None if one is None else _told(chance[0]),
        pseudo_rwgj=_told(chance[1]),
    )


def alpha(value: Floats) -> float | None:
    """Cronbach's α of (N, I) answers; None with fewer than two items or people, or without any spread."""
    people, items = value.shape
    if items < 2 or people < 2:
        return None
    total = float(value.sum(axis=1).var(ddof=1))
    parts = float(value.var(axis=0, ddof=1).sum())
    return None if total <= 0 else items / (items - 1) * (1.0 - parts / total)


def omega(value: Floats) -> float | None:
    """McDonald's ω total of one minimum-residual factor of the correlations; None with fewer than three items."""
    people, items = value.shape
    if items < 3 or people < 3 or (value.std(axis=0) == 0).any():
        return None
    r = np.asarray(np.corrcoef(value, rowvar=False), dtype=np.float64).reshape(items, items)
    off = ~np.eye(items, dtype=bool)
    loading = np.full(items, np.sqrt(max(float(r[off].mean()), 0.05)))
    for _ in range(_ROUNDS):
        before = loading.copy()
        for i in range(items):  # each in turn at its best given the others: Harman and Jones (1966)
            others = off[i]
            loading[i] = np.clip(r[i, others] @ loading[others] / (loading[others] @ loading[others]), -0.9975, 0.9975)
        if np.abs(loading - before).max() < _SETTLED:
            break
    return float(1.0 - (1.0 - loading**2).sum() / r.sum())


def icc(x: Floats, team: Ints) -> tuple[float | None, float | None]:
    """ICC(1) and ICC(2) of respondents' mean answers by one-way analysis of variance; teams of their mean size.

    None with fewer than two teams, or no more people than teams.
    """
    codes, place, n = np.unique(team, return_inverse=True, return_counts=True)
    teams, people = len(codes), len(x)
    if teams < 2 or people <= teams:
        return None, None
    mean = np.bincount(place, x, teams) / n
    between = float((n * (mean - x.mean()) ** 2).sum() / (teams - 1))
    within = float(((x - mean[place]) ** 2).sum() / (people - teams))
    if between <= 0:
        return None, None
    size = people / teams
    return (between - within) / (between + (size - 1) * within), (between - within) / between


def rwgj(rows: Floats, low: float, high: float) -> float | None:
    """James, Demaree and Wolf's (1984) rwg(j) of one team against answers spread evenly; 0 where they agree less.

    The expected variance is (A² − 1)/12 with A = high − low + 1 categories. None with fewer than two people.
    """
    if len(rows) < 2:
        return None
    return float(_rwgj(rows.var(axis=0, ddof=1).mean(), rows.shape[1], low, high))


def _rwgj(variance: Floats | float, items: int, low: float, high: float) -> Floats:
    agreed = 1.0 - np.asarray(variance) / (((high - low + 1.0) ** 2 - 1.0) / 12.0)
    agreed = np.maximum(agreed, 0.0)  # Below, the formula has a pole.
    return np.asarray(items * agreed / (items * agreed + 1.0 - agreed), dtype=np.float64)


def awgj(rows: Floats, low: float, high: float) -> float | None:
    """Brown and Hauenstein's (2005) awg(j): the mean over items of agreement against the most possible at their mean.

    Items whose mean lies too near an end to be told are left out, but not those where all gave the first or the last
    answer: these are 1. None if all are left out, or with fewer than two people.
    """
    n = len(rows)
    if n < 2:
        return None
    mean, variance = rows.mean(axis=0), rows.var(axis=0, ddof=1)
    most = ((high + low) * mean - mean**2 - high * low) * n / (n - 1)
    ends = (mean == low) | (mean == high)
    told = ends | ((mean >= (low * (n - 1) + high) / n) & (mean <= (high * (n - 1) + low) / n))
    if not told.any():
        return None
    each = np.where(ends, 1.0, 1.0 - 2.0 * variance / np.where(ends, 1.0, most))
    return float(each[told].mean())


def _by_chance(value: Floats, team: Ints, low: float, high: float, seed: int) -> tuple[list[float], list[float]]:
    """ICC(1) and every team's rwg(j) where people are dealt to teams of the same sizes at random."""
    codes, place, n = np.unique(team, return_inverse=True, return_counts=True)
    if len(value) < 2 or len(codes) < 1:
        return [], []
    rng = np.random.default_rng(seed)
    x, ones, agreed = value.mean(axis=1), [], []
    for _ in range(_SHUFFLES):
        dealt = place[rng.permutation(len(place))]
        one, _two = icc(x, dealt)
        ones += [] if one is None else [one]
        mean = np.stack([np.bincount(dealt, item, len(codes)) for item in value.T]) / n
        square = np.stack([np.bincount(dealt, item**2, len(codes)) for item in value.T])
        variance = np.maximum(square - n * mean**2, 0.0).mean(axis=0) / np.maximum(n - 1, 1)
        agreed += _rwgj(variance, value.shape[1], low, high)[n > 1].tolist()
    return ones, agreed


def _told(values: list[float]) -> tuple[float, float] | None:
    return (float(np.mean(values)), float(np.quantile(values, 0.95))) if values else None
