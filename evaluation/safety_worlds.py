"""Worlds to hold the safety forecast against: as likely as its bank says before any evidence, or broken on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from saidanddone.evidence.tally import Floats
from saidanddone.forecast.safety import bank as known
from saidanddone.forecast.safety.bank import BANK
from saidanddone.simulation.speaking import World

__all__ = ["EVEN", "LED", "MIXES", "RATES", "SOURCES", "Covered", "covered", "drawn", "usual"]

SOURCES = ("meeting", "writing")
RATES = np.array([known.RATES[source] for source in SOURCES])
"""(2, 4) log rates of the bank, by source and stage."""

EVEN: dict[int, tuple[float, ...]] = {n: (1.0 / n,) * n for n in range(1, 6)}
"""One to five responders who meet alike many acts."""

LED: dict[int, tuple[float, ...]] = {n: (0.7, *((0.3 / (n - 1),) * (n - 1))) if n > 1 else (1.0,) for n in range(1, 6)}
"""One to five responders, of whom the leader meets seven acts in ten."""

MIXES = {"even": EVEN, "led": LED}


def usual(**changed: Any) -> World:
    """The bank's world at its middle: what a check changes is said by name."""
    middle: dict[str, Any] = {
        "alpha": BANK.alpha,
        "delta": np.asarray(BANK.delta),
        "kappa": np.asarray(BANK.kappa),
        "mean": float(np.dot(BANK.mu, BANK.mu_weights)),
        "spread": float(np.dot(BANK.t, BANK.t_weights)),
        "responder_sd": BANK.responder_sd,
        "b": BANK.spoken_shift,
        "log_rate": RATES,
        "gamma": float(np.dot(known.GAMMAS, known.GAMMA_WEIGHTS)),
        "rate_sd": float(np.dot(known.DS, known.DS_WEIGHTS)),
    }
    return World(**{**middle, **changed})


def drawn(rng: np.random.Generator, **fixed: Any) -> World:
    """A world as likely as the bank's priors say: mean, spread, meetings, γ, d and how much is said at all."""

    def one(grid: tuple[float, ...], weights: tuple[float, ...]) -> float:
        return float(rng.choice(grid, p=np.asarray(weights) / np.sum(weights)))

    offset = known.LEVEL_RATE_SD * rng.standard_normal((len(SOURCES), 1))
    chosen: dict[str, Any] = {
        "mean": one(BANK.mu, BANK.mu_weights),
        "spread": one(BANK.t, BANK.t_weights),
        "meeting_sd": one(BANK.sigma, BANK.sigma_weights),
        "gamma": one(known.GAMMAS, known.GAMMA_WEIGHTS),
        "rate_sd": one(known.DS, known.DS_WEIGHTS),
        "log_rate": RATES + offset,
    }
    return usual(**{**chosen, **fixed})


@dataclass(frozen=True, slots=True)
class Covered:
    """How 90 % intervals did: how many, the share that holds the truth, mean width, bias and RMSE of the mean."""

    n: int
    share: float
    width: float
    bias: float
    rmse: float

    def within(self, low: float = 0.88, high: float = 0.92, teams_a_world: float = 1.0) -> bool:
        """Whether the share is within limits, give or take two standard errors (teams of one world are alike)."""
        error = 2.0 * float(np.sqrt(0.09 / max(1.0, self.n / teams_a_world)))
        return low - error <= self.share <= high + error


def covered(truth: Floats, mean: Floats, low: Floats, high: Floats) -> Covered:
    """Intervals against the truth, each (n,)."""
    miss = mean - truth
    held = (low <= truth) & (truth <= high)
    return Covered(
        len(truth), float(held.mean()), float((high - low).mean()), float(miss.mean()), float(np.sqrt((miss**2).mean()))
    )
