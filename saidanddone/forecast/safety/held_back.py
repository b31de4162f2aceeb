"""What was thought of and not said: of the occasions people tell of, how many they spoke up on (MODEL §2, S5, S10).

Of the occasions that members of one team tell of, each was taken with probability σ(c + v + γx): x = ψ − μ how much
safer the team is than the others, c what people of this organisation call holding back, v what a team's people make of
it, γ how much more is said where it is safer. c and γ are common to all teams and learned from the others; so what is
held back tells where a team stands among them, never how safe all of them are.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from saidanddone.forecast.safety.bank import GAMMA_WEIGHTS, GAMMAS, Bank
from saidanddone.forecast.safety.rows import Floats, HeldBack, Truths

__all__ = ["SPOKE", "TEAM_SD", "X", "along_held_back", "has_told"]

SPOKE: Final = (0.5, 1.2)
"""c ~ N: of ten occasions told of, an ordinary team spoke up on six; anything from one to nine and a half is likely."""

TEAM_SD: Final = 0.6
"""v ~ N(0, .6²): what one calls an occasion differs between people, and a team is a handful of them."""

X: Final = 0.05 * np.arange(-180.0, 181.0)
"""ψ − μ, in logits."""

_C = 0.1 * np.arange(-45.0, 56.0)
_ETA = 0.05 * np.arange(-340.0, 341.0)


def has_told(held: HeldBack) -> Truths:
    """(T,) whether a team's people told of any occasion."""
    return np.asarray(held.made + held.held > 0)


def along_held_back(held: HeldBack, bank: Bank) -> Floats:
    """(T, X) likelihood of what each team told at each x, c and γ as the other teams show them; scaled to at most 1."""
    told = np.flatnonzero(has_told(held))
    out = np.ones((len(held.made), len(X)))
    if not len(told):
        return out
    over_v, over_team = _kernels(bank)
    log = held.made[told, None] * -np.logaddexp(0.0, -_ETA) + held.held[told, None] * -np.logaddexp(0.0, _ETA)
    own = np.exp(log - log.max(axis=1, keepdims=True)) @ over_v.T
    # What each team says of (γ, c), whatever its own x is.
    common = np.log(np.maximum(np.einsum("te,gce->tgc", own, over_team, optimize=True), 1e-280))
    prior = np.log(GAMMA_WEIGHTS)[:, None] - 0.5 * ((_C - SPOKE[0]) / SPOKE[1]) ** 2
    everybody = prior + common.sum(axis=0)
    at = _C[:, None] + np.multiply.outer(np.asarray(GAMMAS), X)[:, None, :]
    for k, team in enumerate(told):
        others = everybody - common[k]
        weights = np.exp(others - others.max())
        heavy = weights > 1e-9
        along = weights[heavy] @ np.interp(at[heavy], _ETA, own[k])
        out[team] = along / along.max()
    return out


@lru_cache(maxsize=4)
def _kernels(bank: Bank) -> tuple[Floats, Floats]:
    """(E, E) the spread of v, and (Γ, C, E) where c + v + γx of a team lies whose x is not known."""
    over_v = np.exp(-0.5 * ((_ETA[:, None] - _ETA) / TEAM_SD) ** 2)
    weights = np.asarray(bank.t_weights) / np.sum(bank.t_weights)
    over_team = np.zeros((len(GAMMAS), len(_C), len(_ETA)))
    for g, gamma in enumerate(GAMMAS):
        for t, w in zip(bank.t, weights, strict=True):
            one = np.exp(-0.5 * ((_ETA - _C[:, None]) / (gamma * t)) ** 2)
            over_team[g] += w * one / one.sum(axis=1, keepdims=True)
    return over_v / over_v.sum(axis=1, keepdims=True), over_team
