"""Do intervals for a unit's rate hold the rate? Counted over simulated ledgers whose rates are known (MODEL §1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from plain_sums import tallied, walked
from simulated import steady

from saidanddone.evidence.outcome import DAY_US
from saidanddone.forecast.trust import panel
from saidanddone.forecast.trust.outlook import outlook, state_of

__all__ = ["Coverage", "Setting", "simulate"]

TAIL = 0.05
LINE = 0.80


@dataclass(frozen=True, slots=True)
class Setting:
    """Units on a ledger, how alike they are (occasions a stranger's prior is worth), their mean, occasions each."""

    units: int
    alike: float
    mean: float
    promises: float
    batch: int = 1


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was found over all units of a setting.

    Attributes:
        units: how many rates were asked about. covered: share of them within the 90 % interval; width: its mean.
        below, above: share that lay under it, over it.
        said, true: mean P(rate >= .80), and the share of rates that are. sure: of those said at .80 or more, how many
            there are; right: the share of them that is.
    """

    units: int
    covered: float
    width: float
    below: float
    above: float
    said: float
    true: float
    sure: int
    right: float | None


def simulate(setting: Setting, rounds: int, seed: int) -> Coverage:
    """Walk the panel over ``rounds`` ledgers of a setting; ask for every unit's rate the day after the last verdict."""
    rng = np.random.default_rng(seed)
    rates, low, high, p_above = [], [], [], []
    for _ in range(rounds):
        rows, truth = steady(
            rng,
            units=setting.units,
            alike=setting.alike,
            mean=setting.mean,
            promises=setting.promises,
            batch=setting.batch,
        )
        walk = panel.walk(rows, walked(rows))
        rate = outlook(walk, state_of(walk, tallied(rows, int(rows.known_us.max()) + DAY_US))).rate
        rates.append(truth)
        low.append(rate.quantile(TAIL))
        high.append(rate.quantile(1.0 - TAIL))
        p_above.append(rate.above(LINE))
    truth, under, over, said = (np.concatenate(parts) for parts in (rates, low, high, p_above))
    sure = said >= 0.80
    return Coverage(
        units=len(truth),
        covered=float(((truth >= under) & (truth <= over)).mean()),
        width=float((over - under).mean()),
        below=float((truth < under).mean()),
        above=float((truth > over).mean()),
        said=float(said.mean()),
        true=float((truth >= LINE).mean()),
        sure=int(sure.sum()),
        right=float((truth >= LINE)[sure].mean()) if sure.any() else None,
    )
