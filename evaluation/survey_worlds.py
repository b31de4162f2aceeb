"""Organisations whose answers are drawn from the graded response model, their teams' true mean answers beside them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from saidanddone.survey.bank import Bank

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(61)
WEIGHTS = WEIGHTS / WEIGHTS.sum()
LOW, HIGH = 1.0, 5.0


@dataclass(frozen=True)
class Organisation:
    """Answers (N, I) 1..5, each respondent's team, every team's size and true mean answer."""

    answers: Floats = field(repr=False)
    team: Ints = field(repr=False)
    sizes: Ints = field(repr=False)
    truth: Floats = field(repr=False)

    def table(self) -> pa.Table:
        """As ``saidanddone.survey.estimate`` takes it; teams are called so that they sort in their order."""
        people, items = self.answers.shape
        return pa.table(
            {
                "respondent": np.repeat([f"r{who}" for who in range(people)], items),
                "team": np.repeat([f"team {one:03}" for one in self.team], items),
                "item": np.tile(item_names(items), people),
                "answer": self.answers.ravel(),
            }
        )


def item_names(items: int) -> list[str]:
    """What items are called here."""
    return [f"item {number}" for number in range(1, items + 1)]


def random_bank(rng: np.random.Generator, items: int = 8) -> Bank:
    """Items as work-climate surveys have them: people rather agree, and items differ in how sharply they tell."""
    a = np.exp(rng.normal(np.log(1.7), 0.25, items))
    base = np.array([-2.6, -1.5, -0.5, 1.0])
    b = np.sort(base + rng.normal(0, 0.25, (items, 4)) + rng.normal(0, 0.3, (items, 1)), axis=1)
    return Bank.known(tuple(item_names(items)), a, b, LOW, HIGH)


def categories(theta: Floats, bank: Bank) -> Floats:
    """(…, I, K) probabilities of each answer."""
    above = 1.0 / (1.0 + np.exp(-bank.a[0, :, None] * (np.asarray(theta)[..., None, None] - bank.b[0])))
    edge = np.ones((*above.shape[:-1], 1))
    return -np.diff(np.concatenate([edge, above, 0.0 * edge], axis=-1), axis=-1)


def organisation(
    rng: np.random.Generator,
    bank: Bank,
    *,
    teams: int,
    sizes: tuple[int, int] = (3, 8),
    icc: float,
    level_sd: float = 0.5,
) -> Organisation:
    """One organisation: its level, its teams, their people, and what they answer."""
    n = rng.integers(sizes[0], sizes[1] + 1, teams)
    mu = rng.normal(0, level_sd) + np.sqrt(icc) * rng.normal(size=teams)
    team = np.repeat(np.arange(teams), n)
    theta = mu[team] + np.sqrt(1 - icc) * rng.normal(size=len(team))
    p = categories(theta, bank)
    chosen = (rng.random((*p.shape[:2], 1)) > p.cumsum(-1)).sum(-1).clip(0, p.shape[-1] - 1)
    there = categories(mu[:, None] + np.sqrt(1 - icc) * NODES[None, :], bank)
    expected = (there * np.arange(p.shape[-1])).sum(-1).mean(-1) @ WEIGHTS
    return Organisation(chosen + LOW, team, n, expected + LOW)
