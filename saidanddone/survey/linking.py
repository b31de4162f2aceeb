"""Answers on the scale that behaviour can be laid beside: u, a team's place among teams (MODEL §3, Linking).

u = (team's θ − organisation's mean)/√ICC, standard normal over teams. What is shared by all teams is integrated with
the weights that the *other* teams leave it.
"""

from __future__ import annotations

import numpy as np

from saidanddone.evidence.tally import Ints
from saidanddone.survey.banded import U
from saidanddone.survey.bank import Bank, log_categories
from saidanddone.survey.graded import ICC, LEVEL, THETA, Fitted, kernels
from saidanddone.survey.result import Floats, Linked

__all__ = ["linked"]

_DUST = 1e-4


def linked(fitted: Fitted, bank: Bank, items: Ints, low: float, step: float) -> Linked:
    """Each team's likelihood of u, and what one respondent answers given u.

    Args:
        items: (J,) how many items a respondent of each team answered, as a rule; the spread of a mean hangs on it.
        low, step: from categories to the answer scale.
    """
    teams = fitted.each.shape[1]
    likelihood = np.zeros((teams, len(U)))
    score, spread = np.zeros((teams, len(U))), np.zeros((teams, len(U)))
    near = kernels(fitted.team)
    mass = 0.0
    for s, m in np.argwhere(fitted.common > _DUST * fitted.common.max()):
        icc, here = fitted.icc[s], float(fitted.common[s, m])
        at = LEVEL[m] + np.sqrt(ICC[icc]) * U
        likelihood += (here / fitted.evidence[s, :, m])[:, None] * _between(fitted.each[s], fitted.team, at)
        mean, apart, noise = _within(bank, fitted.sharp[s], near[icc])
        told = _between(np.stack([mean, apart, noise]), fitted.team, at)
        score += here * told[0]
        spread += here * np.sqrt(told[1] + told[2] / np.maximum(items, 1)[:, None])
        mass += here
    return Linked(
        U,
        likelihood / likelihood.max(axis=1, keepdims=True),
        low + step * (score / mass + fitted.shift),
        step * spread / mass,
    )


def _between(rows: Floats, grid: Floats, at: Floats) -> Floats:
    """(J, U) rows of values on an even grid, between its points."""
    where = np.clip((at - grid[0]) / (grid[1] - grid[0]), 0.0, len(grid) - 1.000001)
    first = where.astype(np.int64)
    part = where - first
    return np.asarray(rows[:, first] * (1.0 - part) + rows[:, first + 1] * part, dtype=np.float64)


def _within(bank: Bank, h: int, near: Floats) -> tuple[Floats, Floats, Floats]:
    """(G,) each, in categories: mean answer of one respondent of a team; the variance of what respondents answer on
    average; the mean over items of the variance of one answer around it."""
    category = np.exp(log_categories(bank.a[h], bank.b[h], THETA))
    step = np.arange(category.shape[1], dtype=np.float64)
    answer = np.einsum("ikq,k->iq", category, step)
    noise = (np.einsum("ikq,k->iq", category, step**2) - answer**2).mean(axis=0)
    mean = answer.mean(axis=0)
    expected = near @ mean
    return expected, np.maximum(near @ mean**2 - expected**2, 0.0), near @ noise
