"""From where a team's safety lies to shares one can read: Spoken, Voice, one rung, one role (MODEL §2).

A share averages over a new meeting, and over where the mix of responders stands given the evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np

from saidanddone.forecast.safety.bank import Bank, normal_nodes
from saidanddone.forecast.safety.posterior import GRID, Fine
from saidanddone.forecast.safety.responses import log_levels
from saidanddone.forecast.safety.rows import Floats

__all__ = ["Reading", "Spread", "reading_of"]

_X = np.arange(-9.0, 11.0001, 0.025)
_DUST = 1e-10


@dataclass(frozen=True)
class Spread:
    """A distribution of a share: values 0..1 in ascending order and their weights, which sum to 1."""

    values: Floats = field(repr=False)
    weights: Floats = field(repr=False)

    @staticmethod
    def of(values: Floats, weights: Floats) -> Spread:
        """From values in any order; what weighs next to nothing is left out."""
        kept = weights > _DUST * weights.max()
        values, weights = values[kept], weights[kept]
        order = np.argsort(values, kind="stable")
        return Spread(values[order], weights[order] / weights.sum())

    @staticmethod
    def mixed(parts: Sequence[Spread]) -> Spread:
        """Equal parts of several."""
        return Spread.of(np.concatenate([p.values for p in parts]), np.concatenate([p.weights for p in parts]))

    @cached_property
    def _cdf(self) -> Floats:
        return np.asarray(np.cumsum(self.weights) - 0.5 * self.weights, dtype=np.float64)

    def mean(self) -> float:
        """E[share]."""
        return float(self.values @ self.weights)

    def quantile(self, q: Floats | float) -> Floats:
        """The shares below which lie q of it."""
        return np.asarray(np.interp(q, self._cdf, self.values), dtype=np.float64)

    def interval(self) -> tuple[float, float]:
        """Its 90 % interval."""
        low, high = self.quantile(np.array([0.05, 0.95]))
        return float(low), float(high)

    def above(self, line: float) -> float:
        """P(share >= line)."""
        return float(1.0 - np.interp(line, self.values, self._cdf, left=0.0, right=1.0))


@lru_cache(maxsize=4)
def reading_of(bank: Bank) -> Reading:
    """How this bank's ψ reads as shares, worked out once."""
    return Reading(bank)


class Reading:
    """Shares as functions of ψ plus responder, averaged over a new meeting."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self._nodes, self._node_weights = normal_nodes(7)

    @cached_property
    def _well(self) -> Floats:
        """(Σ, stages, X): P(met well) at ψ plus responder, by spread among meetings and rung."""
        delta = np.asarray(self.bank.delta)
        nodes, weights = normal_nodes(15)
        well = [
            sum(
                w / (1.0 + np.exp(-self.bank.alpha * (_X[None, :] + s * e - delta[:, None] - self.bank.kappa[2])))
                for e, w in zip(nodes, weights, strict=True)
            )
            for s in self.bank.sigma
        ]
        return np.stack(well)

    def spread(self, weights: Floats, found: Fine, mix: int, stages: Floats) -> Spread:
        """The distribution of the share met well.

        Args:
            weights: (Σ, G) posterior. found: on the same grid. mix: which mix of responders. stages: (4,) shares.
        """
        values, each = [], []
        for k in range(len(weights)):
            if weights[k].sum() < 1e-8:
                continue
            here = np.flatnonzero(weights[k] > _DUST * weights.max())
            curve = stages @ self._well[k]
            where = GRID[here] + found.mean[mix, k, here]
            spread = np.sqrt(found.var[mix, k, here])
            for node, w in zip(self._nodes, self._node_weights, strict=True):
                values.append(np.interp(where + spread * node, _X, curve))
                each.append(weights[k, here] * w)
        return Spread.of(np.concatenate(values), np.concatenate(each))

    def where(self, found: Fine, weights: Floats) -> tuple[float, float]:
        """Mean and variance of ψ plus the team's mix of responders, in logits."""
        at = GRID[None, :] + found.mean[0]
        mean = float((weights * at).sum())
        return mean, float((weights * (at**2 + found.var[0])).sum()) - mean**2

    def after(self, weights: Floats, found: Fine, stages: Floats, level: int) -> float:
        """E[share met well] once one more act, in a new meeting, has been met at this level."""
        total, mass = 0.0, 0.0
        delta = np.asarray(self.bank.delta)
        nodes, node_weights = normal_nodes(7)
        for k, s in enumerate(self.bank.sigma):
            here = np.flatnonzero(weights[k] > 1e-7 * weights.max())
            spread = np.sqrt(found.var[0, k, here])
            at = (GRID[here] + found.mean[0, k, here])[:, None] + spread[:, None] * self._nodes
            z = at[None, :, :, None] - delta[:, None, None, None] + s * nodes
            met = np.exp(log_levels(z, np.full((1, 1, 1, 1), level), self.bank)) @ node_weights
            new = weights[k, here][:, None] * self._node_weights[None, :] * np.einsum("s,sgq->gq", stages, met)
            total += float((new * np.interp(at, _X, stages @ self._well[k])).sum())
            mass += float(new.sum())
        return total / mass
