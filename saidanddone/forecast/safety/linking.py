"""What people say, laid beside how acts were met: answers of a survey on the scale of safety (MODEL §3, S10, T12).

u, how far a team's answers lie from those of the other teams, and z = (ψ − μ)/T, how far its safety lies from theirs,
are both standard normal over teams, and correlate by r. So answers tell where a team stands among the others, never how
safe all of them are: half a point more in every team's answers moves nothing. r is not known: few answers, or answers
that say another thing than behaviour does, are no licence to be sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np

from saidanddone.forecast.safety.bank import Bank
from saidanddone.forecast.safety.held_back import X, along_held_back, has_told
from saidanddone.forecast.safety.posterior import GRID
from saidanddone.forecast.safety.rows import Answers, Floats, HeldBack, Truths

__all__ = ["FEWEST_TO_LEARN", "R_WEIGHTS", "Beside", "R", "Z", "along", "beside", "kernels"]

R: Final = (0.2, 0.4, 0.6, 0.8)
"""r: how far answers and behaviour tell of the same."""
R_WEIGHTS: Final = (0.25, 0.25, 0.25, 0.25)

FEWEST_TO_LEARN: Final = 30
"""With so many teams that have both, r is learned, as one that all of them share; with fewer each has its own."""

Z: Final = 0.05 * np.arange(-120.0, 121.0)
"""Where a team may stand among the others, in standard deviations."""

_REACH = 9.0


@dataclass(frozen=True)
class Beside:
    """What stands beside each team's behaviour, as factors of the density of ψ.

    Attributes:
        factors: of each team (M·W, G), or None where there is nothing. ways: (W,) prior weights of the r that all teams
            share; a single 1 where r is each team's own, summed out before.
        answered: (T,) whether answers are in a team's factor.
    """

    factors: tuple[Floats | None, ...] = field(repr=False)
    ways: Floats = field(repr=False)
    answered: Truths = field(repr=False)

    def of(self, places: Sequence[int]) -> list[Floats | None]:
        """The factors of these teams."""
        return [self.factors[place] for place in places]


def beside(
    answers: Answers | None, held: HeldBack | None, behaved: Truths, bank: Bank, *, learned: bool = False
) -> Beside:
    """What answers and held-back reports say of each of the T teams.

    Args:
        answers, held: of the same teams; None where nobody asked. behaved: (T,) teams that were seen to act at all.
        learned: what teams have in common is known from others, with r summed out.
    """
    teams = len(behaved)
    answered = np.zeros(teams, dtype=np.bool_) if answers is None else np.ptp(answers.likelihood, axis=1) > 0
    shared = not learned and int((answered & behaved).sum()) >= FEWEST_TO_LEARN
    ways = np.asarray(R_WEIGHTS if shared else (1.0,))
    said = None if answers is None else along(answers)
    kept = None if held is None else along_held_back(held, bank)
    factors: list[Floats | None] = []
    for team in range(teams):
        one: Floats | None = None
        if said is not None and answered[team]:
            rows = said[team] if shared else (np.asarray(R_WEIGHTS) @ said[team])[None]
            one = _at(_standing(bank), Z, rows)
        if kept is not None and held is not None and has_told(held)[team]:
            two = np.repeat(_at(_apart(bank), X, kept[team][None]), len(ways), axis=0)
            one = two if one is None else one * two
        factors.append(one)
    return Beside(tuple(factors), ways, answered)


def along(answers: Answers) -> Floats:
    """(T, R, Z) likelihood of each team's answers at each z, for each r."""
    u, weights = kernels(answers.u)
    more = (len(u) - len(answers.u)) // 2
    wide = np.pad(answers.likelihood, ((0, 0), (more, more)), mode="edge")
    return np.asarray(np.einsum("tu,rzu->trz", wide, weights, optimize=True), dtype=np.float64)


def kernels(u: Floats) -> tuple[Floats, Floats]:
    """u carried on as evenly to either side, and (R, Z, U') weights N(u; r z, 1 − r²), summing to 1 over u."""
    step = float(u[1] - u[0])
    more = max(0, int(np.ceil((_REACH - min(-u[0], u[-1])) / step)))
    wide = u[0] + step * np.arange(-more, len(u) + more)
    r = np.asarray(R)[:, None, None]
    weights = np.exp(-0.5 * (wide - r * Z[:, None]) ** 2 / (1.0 - r**2))
    return wide, np.asarray(weights / weights.sum(axis=2, keepdims=True), dtype=np.float64)


def _at(where: Floats, grid: Floats, rows: Floats) -> Floats:
    """Rows (W, ·) over a grid, read at (M, G) places: (M·W, G), the W of each of the M together."""
    read = np.stack([np.interp(where, grid, row) for row in rows], axis=1)
    return np.asarray(read.reshape(-1, where.shape[1]), dtype=np.float64)


@lru_cache(maxsize=8)
def _apart(bank: Bank) -> Floats:
    """(M, G) ψ − μ."""
    return np.asarray(GRID[None, :] - np.repeat(np.asarray(bank.mu), len(bank.t))[:, None], dtype=np.float64)


@lru_cache(maxsize=8)
def _standing(bank: Bank) -> Floats:
    """(M, G) z = (ψ − μ)/T."""
    return np.asarray(_apart(bank) / np.tile(np.asarray(bank.t), len(bank.mu))[:, None], dtype=np.float64)
