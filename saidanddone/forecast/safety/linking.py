"""What people say, laid beside how acts were met: answers of a survey on the scale of safety (MODEL §3, S10, T12).

u, how far a team's answers lie from those of the other teams, and z = (ψ − μ)/T, how far its safety lies from theirs,
are both standard normal over teams, and correlate by r. So answers tell where a team stands among the others, never how
safe all of them are: half a point more in every team's answers moves nothing. r is not known: answers may say another
thing than behaviour does, and are no licence to be sure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np

from saidanddone.forecast.safety.bank import Bank
from saidanddone.forecast.safety.held_back import X, along_held_back, has_told
from saidanddone.forecast.safety.posterior import GRID
from saidanddone.forecast.safety.prepared import Prepared
from saidanddone.forecast.safety.rows import Answers, Floats, HeldBack, Truths

__all__ = ["FEWEST_TO_LEARN", "R_WEIGHTS", "Beside", "R", "along", "beside", "expected_u"]

R: Final = (0.2, 0.4, 0.6, 0.8)
"""r: how far answers and behaviour tell of the same."""
R_WEIGHTS: Final = (0.25, 0.25, 0.25, 0.25)

FEWEST_TO_LEARN: Final = 30
"""With so many teams that have both, how likely each r is, is learned from the others; with fewer the prior stands."""

_Z: Final = 0.05 * np.arange(-120.0, 121.0)
_REACH = 9.0


@dataclass(frozen=True)
class Beside:
    """What stands beside each team's behaviour.

    Attributes:
        factors: (M, G) of each team, by which the density of ψ is multiplied; None where there is nothing.
        answered: (T,) whether answers are in it.
    """

    factors: tuple[Floats | None, ...] = field(repr=False)
    answered: Truths = field(repr=False)


def beside(ready: Prepared, answers: Answers | None, held: HeldBack | None, *, learn: bool = True) -> Beside:
    """What answers and held-back reports say of each of the T teams, None where nobody asked.

    Args:
        learn: whether how likely each r is may be learned from these teams.
    """
    teams, bank = len(ready.units), ready.bank
    answered = _answered(answers, teams)
    said = None
    if answers is not None and answered.any():
        found = along(answers)
        weights = np.tile(R_WEIGHTS, (teams, 1))
        if learn and _enough(ready, answered):
            weights = _weights(found, _standing(ready), answered & ready.behaved())
        said = np.einsum("tr,trz->tz", weights, found)
    kept = None if held is None else along_held_back(held, bank)
    factors: list[Floats | None] = []
    for team in range(teams):
        one = np.interp(_z(bank), _Z, said[team]) if said is not None and answered[team] else None
        if kept is not None and held is not None and has_told(held)[team]:
            two = np.interp(_apart(bank), X, kept[team])
            one = two if one is None else one * two
        factors.append(one)
    return Beside(tuple(factors), answered)


def expected_u(ready: Prepared, u: Floats, answers: Answers | None = None) -> Floats:
    """Where a team's answers would be expected to lie, from its behaviour alone.

    Args:
        u: (U,) an even grid, as in :class:`~saidanddone.forecast.safety.rows.Answers`. answers: of the same teams; from
            30 that have both they tell how likely each r is, to all teams but the one itself.

    Returns:
        (T, U) weights of u, each row summing to 1; what lies beyond the ends of the grid is in its ends. Of a team of
        which nothing is known it is standard normal.
    """
    teams = len(ready.units)
    where = _standing(ready)
    weights = np.tile(R_WEIGHTS, (teams, 1))
    answered = _answered(answers, teams)
    if answers is not None and _enough(ready, answered):
        weights = _weights(along(answers), where, answered & ready.behaved())
    wide, kernels = _kernels(u)
    more = (len(wide) - len(u)) // 2
    out = np.einsum("tr,tz,rzu->tu", weights, where, kernels, optimize=True)
    inside = out[:, more : more + len(u)].copy()
    inside[:, 0] += out[:, :more].sum(axis=1)
    inside[:, -1] += out[:, more + len(u) :].sum(axis=1)
    return np.asarray(inside / inside.sum(axis=1, keepdims=True), dtype=np.float64)


def along(answers: Answers) -> Floats:
    """(T, R, Z) likelihood of each team's answers at each z, for each r."""
    u, kernels = _kernels(answers.u)
    more = (len(u) - len(answers.u)) // 2
    wide = np.pad(answers.likelihood, ((0, 0), (more, more)), mode="edge")
    return np.asarray(np.einsum("tu,rzu->trz", wide, kernels, optimize=True), dtype=np.float64)


def _answered(answers: Answers | None, teams: int) -> Truths:
    if answers is None:
        return np.zeros(teams, dtype=np.bool_)
    return np.asarray(np.ptp(answers.likelihood, axis=1) > 0, dtype=np.bool_)


def _enough(ready: Prepared, answered: Truths) -> bool:
    return int((answered & ready.behaved()).sum()) >= FEWEST_TO_LEARN


def _weights(found: Floats, where: Floats, both: Truths) -> Floats:
    """(T, R) how likely each r is for each team, by how well r foretells the answers of the others from behaviour."""
    log = np.log(np.maximum(np.einsum("trz,tz->tr", found, where), 1e-280)) * both[:, None]
    others = np.log(R_WEIGHTS) + log.sum(axis=0) - log
    weights = np.exp(others - others.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float64)


def _standing(ready: Prepared) -> Floats:
    """(T, Z) posterior weights of z, from behaviour alone."""
    step = _Z[1] - _Z[0]
    at = np.clip((_z(ready.bank) - _Z[0]) / step, 0.0, len(_Z) - 1.0).ravel()
    below = np.minimum(at.astype(np.int64), len(_Z) - 2)
    part = at - below
    out = np.zeros((len(ready.units), len(_Z)))
    for team, joint in enumerate(ready.joint):
        weights = joint.ravel()
        out[team] = np.bincount(below, weights * (1.0 - part), len(_Z))
        out[team] += np.bincount(below + 1, weights * part, len(_Z))
    return out


def _kernels(u: Floats) -> tuple[Floats, Floats]:
    """u carried on as evenly to either side, and (R, Z, U') weights N(u; r z, 1 − r²), summing to 1 over u."""
    step = float(u[1] - u[0])
    more = max(0, int(np.ceil((_REACH - min(-u[0], u[-1])) / step)))
    wide = u[0] + step * np.arange(-more, len(u) + more)
    r = np.asarray(R)[:, None, None]
    kernels = np.exp(-0.5 * (wide - r * _Z[:, None]) ** 2 / (1.0 - r**2))
    return wide, np.asarray(kernels / kernels.sum(axis=2, keepdims=True), dtype=np.float64)


@lru_cache(maxsize=8)
def _apart(bank: Bank) -> Floats:
    """(M, G) ψ − μ."""
    return np.asarray(GRID[None, :] - np.repeat(np.asarray(bank.mu), len(bank.t))[:, None], dtype=np.float64)


@lru_cache(maxsize=8)
def _z(bank: Bank) -> Floats:
    """(M, G) z = (ψ − μ)/T."""
    return np.asarray(_apart(bank) / np.tile(np.asarray(bank.t), len(bank.mu))[:, None], dtype=np.float64)
