"""The bank: what is known before a team's own evidence, anchored on coded talk (MODEL §2, docs/decisions/0032).

P(Y >= k) = σ(α(ψ + λ + ε − δ_s − κ_k)): ψ the team's safety, λ the responder, ε the meeting, δ_s how risky a rung is,
κ_k how much it takes to be met at level k. δ_inclusion = κ_4 = 0 fix the scale. Rates are log acts a unit of
exposure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

import numpy as np

from saidanddone.forecast.safety.rows import Floats

__all__ = [
    "BANK", "BIASES", "DS", "DS_WEIGHTS", "GAMMAS", "GAMMA_WEIGHTS", "LEVEL_RATE_SD", "NOTED_RATE", "RATES", "WITNESS",
    "WITNESS_WEIGHTS", "Bank", "normal_nodes", "phi_nodes", "psi_of_voice",
]  # fmt: skip


@dataclass(frozen=True)
class Bank:
    """Constants of the response model and priors of what is learned.

    Attributes:
        alpha: discrimination. delta: (4,) risk of each rung above inclusion. kappa: (4,) thresholds of levels 2..5.
        mu, mu_weights; t, t_weights: grids of mean and spread of safety among teams, with prior weights.
        sigma, sigma_weights: grid of the spread among meetings of one team. responder_sd: spread among responders.
        spoken_shift: what is spoken is spoken where it feels safer: prior mean of b, added to ``mu`` for Spoken.
        mix, mix_acts: prior of the mix of rungs among spoken acts, and how many acts it counts as.
    """

    alpha: float = 1.4
    delta: tuple[float, ...] = (0.0, 0.4, 0.8, 1.3)
    kappa: tuple[float, ...] = (-1.9, -0.9, 0.0, 1.3)
    mu: tuple[float, ...] = (-0.2, 0.1, 0.4, 0.7, 1.0, 1.3, 1.6)
    mu_weights: tuple[float, ...] = (0.032, 0.098, 0.2, 0.34, 0.2, 0.098, 0.032)
    t: tuple[float, ...] = (0.3, 0.6, 0.9, 1.2)
    t_weights: tuple[float, ...] = (0.15, 0.35, 0.35, 0.15)
    sigma: tuple[float, ...] = (0.0, 0.4, 0.8, 1.2)
    sigma_weights: tuple[float, ...] = (0.3, 0.3, 0.25, 0.15)
    responder_sd: float = 0.5
    spoken_shift: float = 0.5
    mix: tuple[float, ...] = (0.05, 0.55, 0.25, 0.15)
    mix_acts: float = 4.0


BANK: Final = Bank()
"""α and δ as in MODEL's simulation. An average team meets 65 % of the questions and ideas that are spoken well and
punishes 7 %; coded pair programming (61 of 80 supported, 5 rejected) is a good team under it."""

BIASES: Final = (0.0, 0.5, 1.0)
"""b: how much safer, in logits of ψ, it feels where people do speak. Voice is told for each."""

GAMMAS: Final = (0.08, 0.3, 0.5, 0.75, 1.15)
"""γ ~ N⁺(.5, .4²): how much more people speak up where it is safer; a negative one would let silence raise safety."""
GAMMA_WEIGHTS: Final = (0.14, 0.24, 0.28, 0.22, 0.12)

DS: Final = (0.01, 0.3, 0.6, 0.9)
"""d: φ ~ LogNormal(0, d²), how much teams differ in how much they speak for reasons that are not safety."""
DS_WEIGHTS: Final = (0.1, 0.3, 0.35, 0.25)

LEVEL_RATE_SD: Final = 0.7
"""Log rates of the bank are right but for one offset a source, common to all teams, of this spread."""

NOTED_RATE: Final = (-2.5, 2.0)
"""Mean and spread, in logs, of how much of what a listener would hear somebody notes by hand. A list of moments that
stood out holds a tenth of them, or a thousandth: each team's own, so that it tells next to nothing of safety."""

RATES: Final[Mapping[str, tuple[float, float, float, float]]] = MappingProxyType(
    {"meeting": (-3.3, 2.9, 0.2, -1.2), "writing": (-2.7, 0.75, -0.7, -1.6)}
)
"""Log acts a person-hour of meeting, or a person-week of a channel, at ψ = 0, by rung. Of meetings: 28 meetings of ICSI
and AMI as the default listener hears them (25 to 28 questions a person-hour). Of writing: a stated assumption."""

WITNESS: Final = (0.0, 0.25, 0.5, 1.0)
"""How much a witness's report counts beside one's own experience: a grid, its weights with mean .5 (S6)."""
WITNESS_WEIGHTS: Final = (0.2, 0.2, 0.3, 0.3)


@cache
def normal_nodes(n: int) -> tuple[Floats, Floats]:
    """Nodes and weights (summing to 1) of Gauss-Hermite quadrature for a standard normal."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(n)
    return np.asarray(nodes, dtype=np.float64), np.asarray(weights / weights.sum(), dtype=np.float64)


def phi_nodes(d: float, n: int = 15) -> tuple[Floats, Floats]:
    """Values of φ ~ LogNormal(0, d²) and their weights."""
    nodes, weights = normal_nodes(n)
    return np.exp(d * nodes), weights


def psi_of_voice(voice: float, bank: Bank = BANK) -> float:
    """The ψ at which Voice is this, with an ordinary responder in an ordinary meeting.

    >>> round(psi_of_voice(0.5), 2)
    0.62
    """
    grid = np.linspace(-6.0, 8.0, 2801)
    delta = np.asarray(bank.delta)
    share = (1.0 / (1.0 + np.exp(-bank.alpha * (grid[:, None] - delta - bank.kappa[2])))).mean(axis=1)
    return float(np.interp(voice, share, grid))
