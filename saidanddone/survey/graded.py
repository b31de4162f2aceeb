"""Every team's mean answer by the graded response model, on an exact grid: no sampling, no optimiser (MODEL §3).

A respondent's θ = m + √ICC·u + √(1 − ICC)·e, with u the team's and e the respondent's own, both standard normal. m, ICC
(prior Beta(2, 8)) and how sharply items tell people apart are grids that all teams share; each team's m + √ICC·u is a
grid of its own. What is told of a team is the mean answer of anybody who might be on it, over all items alike.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from scipy.special import betainc

from saidanddone.evidence.tally import Ints
from saidanddone.survey.bank import Bank, log_categories
from saidanddone.survey.result import Floats

__all__ = ["ICC", "LEVEL", "THETA", "Fitted", "Sheet", "fit", "icc_prior", "kernels", "level_prior", "team_priors"]

THETA = np.arange(-6.0, 6.001, 0.125)
"""Grid of a respondent's θ."""

ICC = np.array([0.01, 0.03, 0.06, 0.10, 0.15, 0.20, 0.25, 0.30, 0.36, 0.43, 0.50, 0.60])
LEVEL = np.linspace(-1.5, 1.5, 25)
"""Grids of the intraclass correlation and of the organisation's m."""

_COARSE = np.linspace(-4.5, 4.5, 91)
_ICC_PRIOR = (2.0, 8.0)
_LEVEL_SD = 1.0
_POINTS = 6
_DUST = 1e-6


@dataclass(frozen=True)
class Sheet:
    """Answers as arrays. ``repr`` tells nobody's.

    Attributes:
        answers: (N, I) categories 0 .. K − 1, −1 where there is none. team: (N,) codes 0 .. J − 1. categories: K.
    """

    answers: Ints = field(repr=False)
    team: Ints = field(repr=False)
    categories: int

    @property
    def teams(self) -> int:
        """J."""
        return int(self.team.max()) + 1 if len(self.team) else 0

    def chosen(self) -> Floats:
        """(N, I, K) 1 for the category chosen."""
        out = np.zeros((*self.answers.shape, self.categories))
        who, item = np.nonzero(self.answers >= 0)
        out[who, item, self.answers[who, item]] = 1.0
        return out


@dataclass(frozen=True)
class Fitted:
    """What a sheet says of each team, in categories (0 .. K − 1).

    S suppositions of ICC and sharpness are left; what weighs next to nothing is gone.

    Attributes:
        team: (G,) grid of m + √ICC·u. sharp, icc: (S,) places in the bank's suppositions and in :data:`ICC`.
        weights: (J, S, G) posterior of each team, summing to 1. score: (S, G) mean answer there.
        common: (S, M) posterior of what teams share. each: (S, J, G) likelihood of each team's answers, scaled by one
            factor a team. evidence: (S, J, M) the same, averaged over a team's prior. icc_weights: (C,) posterior.
        shift: how far all scores are moved so that the organisation's mean answer is the one that was given.
    """

    team: Floats = field(repr=False)
    sharp: Ints = field(repr=False)
    icc: Ints = field(repr=False)
    weights: Floats = field(repr=False)
    score: Floats = field(repr=False)
    common: Floats = field(repr=False)
    each: Floats = field(repr=False)
    evidence: Floats = field(repr=False)
    icc_weights: Floats = field(repr=False)
    shift: float = field(repr=False)

    def values(self) -> tuple[Floats, Floats]:
        """(P,) mean answers in ascending order, and (J, P) weights of each team; each row sums to 1."""
        value = self.score.ravel()
        order = np.argsort(value, kind="stable")
        return value[order] + self.shift, self.weights.reshape(len(self.weights), -1)[:, order]


@lru_cache(maxsize=1)
def icc_prior() -> Floats:
    """(C,) prior weights of :data:`ICC`, each that of the stretch nearest to it."""
    between = (ICC[1:] + ICC[:-1]) / 2.0
    return np.asarray(np.diff(betainc(*_ICC_PRIOR, np.concatenate([[0.0], between, [1.0]]))), dtype=np.float64)


@lru_cache(maxsize=1)
def level_prior() -> Floats:
    """(M,) prior weights of :data:`LEVEL`."""
    out = np.exp(-0.5 * (LEVEL / _LEVEL_SD) ** 2)
    return np.asarray(out / out.sum(), dtype=np.float64)


def kernels(team: Floats) -> Floats:
    """(C, G, Q) density of a respondent's θ in a team at each place of its grid, each row summing to 1."""
    out = np.exp(-0.5 * (THETA[None, None, :] - team[None, :, None]) ** 2 / (1.0 - ICC)[:, None, None])
    return np.asarray(out / out.sum(axis=2, keepdims=True), dtype=np.float64)


def team_priors(team: Floats) -> Floats:
    """(C, M, G) density of a team's place for each m and ICC, each row summing to 1."""
    out = np.exp(-0.5 * (team[None, None, :] - LEVEL[None, :, None]) ** 2 / ICC[:, None, None])
    return np.asarray(out / out.sum(axis=2, keepdims=True), dtype=np.float64)


_NEAR = kernels(_COARSE)


def fit(sheet: Sheet, bank: Bank) -> Fitted:
    """Every team's posterior. A team without an answer has the prior that the others leave it.

    Args:
        sheet: answers of at least one respondent. bank: how its items behave.
    """
    log, score = _coarse(sheet, bank)
    team, between = _finer(int(np.bincount(sheet.team).max()))
    prior = team_priors(team)
    top = log.max(axis=(0, 1, 3))
    common = np.empty((len(bank.weights), len(ICC), len(LEVEL)))
    for h in range(len(bank.weights)):
        each = np.exp((log[h] - top[:, None]) @ between.T)
        common[h] = np.log(np.maximum(each @ prior.transpose(0, 2, 1), 1e-280)).sum(axis=1)
    common += np.log(bank.weights)[:, None, None] + np.log(icc_prior())[:, None] + np.log(level_prior())
    common = np.exp(common - common.max())
    kept = common.sum(axis=2) > _DUST * common.sum(axis=2).max()
    sharp, icc = np.nonzero(kept)
    each = np.exp((log[sharp, icc] - top[:, None]) @ between.T)
    prior = prior[icc]
    evidence = np.maximum(each @ prior.transpose(0, 2, 1), 1e-280)
    common = common[sharp, icc] / common[sharp, icc].sum()
    weights = (each * ((common[:, None, :] / evidence) @ prior)).transpose(1, 0, 2)
    weights = weights / weights.sum(axis=(1, 2), keepdims=True)
    by_item = score[sharp, icc] @ between.T
    by_icc = np.asarray(np.bincount(icc, weights=common.sum(axis=1), minlength=len(ICC)), dtype=np.float64)
    return Fitted(
        team, sharp, icc, weights, by_item.mean(axis=1), common, each, evidence, by_icc, _shift(sheet, weights, by_item)
    )  # fmt: skip


def _coarse(sheet: Sheet, bank: Bank) -> tuple[Floats, Floats]:
    """(H, C, J, G) log likelihood of each team's answers, and (H, C, I, G) mean answer to each item, coarsely."""
    flat = sheet.chosen().reshape(len(sheet.answers), -1)
    order = np.argsort(sheet.team, kind="stable")
    known, starts = np.unique(sheet.team[order], return_index=True)
    log = np.zeros((len(bank.weights), len(ICC), sheet.teams, len(_COARSE)))
    score = np.empty((len(bank.weights), len(ICC), sheet.answers.shape[1], len(_COARSE)))
    for h in range(len(bank.weights)):
        category = log_categories(bank.a[h], bank.b[h], THETA)
        person = flat @ category.reshape(-1, len(THETA))
        most = person.max(axis=1, keepdims=True)
        likelihood = np.exp(person - most)
        answer = np.einsum("ikq,k->iq", np.exp(category), np.arange(sheet.categories, dtype=np.float64))
        for c in range(len(ICC)):
            one = np.log(likelihood @ _NEAR[c].T + 1e-300) + most
            log[h, c, known] = np.add.reduceat(one[order], starts, axis=0)
            score[h, c] = answer @ _NEAR[c].T
    return log, score


def _finer(largest: int) -> tuple[Floats, Floats]:
    """(G,) a grid of teams' places on which that of the largest team is told, and (G, coarse) weights to get there.

    Of n respondents a team's place is known to about 1/√n, and the grid's step is two fifths of it; log likelihoods
    are smooth, and polynomials through the six nearest points tell them to far below what matters.
    """
    step = min(0.03, 0.4 / np.sqrt(max(largest, 1)))
    team = np.linspace(_COARSE[0], _COARSE[-1], 1 + round((_COARSE[-1] - _COARSE[0]) / step))
    where = (team - _COARSE[0]) / (_COARSE[1] - _COARSE[0])
    first = np.clip(np.floor(where).astype(np.int64) - 2, 0, len(_COARSE) - _POINTS)
    t = where - first
    weights = np.zeros((len(team), len(_COARSE)))
    for k in range(_POINTS):
        one = np.ones(len(team))
        for other in range(_POINTS):
            if other != k:
                one *= (t - other) / (k - other)
        weights[np.arange(len(team)), first + k] = one
    return team, weights


def _shift(sheet: Sheet, weights: Floats, score: Floats) -> float:
    """By how much answers lay above those that the model leads one to expect of the same teams and items.

    People are not spread normally: where a few are far below the rest, the model alone would put all teams too low.
    """
    items = score.shape[1]
    expected = np.einsum("jsg,sig->ji", weights, score, optimize=True)
    answered = sheet.answers >= 0
    n = np.zeros((len(weights), items))
    told = np.zeros_like(n)
    np.add.at(n, sheet.team, answered)
    np.add.at(told, sheet.team, np.where(answered, sheet.answers, 0))
    return float((told - n * expected).sum() / max(n.sum(), 1.0))
