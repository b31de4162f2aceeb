"""The safety of one small team by plain quadrature: every responder and every meeting summed out, nothing approximated.

Written from MODEL §2 alone, to hold the forecast's quicker sums against; for three responders at most.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.polynomial.hermite_e import hermegauss

from saidanddone.evidence.tally import Floats
from saidanddone.forecast.safety.rows import Responses
from saidanddone.simulation.speaking import World

__all__ = ["log_likelihood"]


def log_likelihood(rows: Responses, safety: Floats, world: World, nodes: int = 25) -> tuple[Floats, Floats]:
    """Log likelihood of one team's responses at each ψ (+ b), and the mean of each responder's λ there.

    Args:
        rows: of one team, every weight counted as so much of an act. safety: (G,) values of ψ + b. world: α, δ, κ and
            the spreads.

    Returns:
        (G,) and (R, G), responders in the order of ``np.unique``.
    """
    people, who = np.unique(rows.responder, return_inverse=True)
    x, w = hermegauss(nodes)
    w = w / w.sum()
    # Validated and encouraged are one: met well.
    cuts = np.array([-np.inf, *world.kappa[:3], np.inf])

    def log_level(z: Floats, level: int) -> Floats:
        above, below = cuts[min(level, 4) - 1], cuts[min(level, 4)]
        return np.log(1 / (1 + np.exp(-world.alpha * (z - above))) - 1 / (1 + np.exp(-world.alpha * (z - below))))

    parts, first = [], []
    for chosen in product(range(nodes), repeat=len(people)):
        effect = world.responder_sd * x[list(chosen)]
        log = np.full(len(safety), float(np.log(w[list(chosen)]).sum()))
        for meeting in np.unique(rows.cluster):
            inside = np.zeros((len(safety), nodes))
            for row in np.flatnonzero(rows.cluster == meeting):
                z = safety[:, None] + world.meeting_sd * x + effect[who[row]] - world.delta[rows.stage[row]]
                inside += rows.weight[row] * log_level(z, int(rows.level[row]))
            log = log + np.log(np.exp(inside) @ w)
        parts.append(log)
        first.append(effect)
    logs, effects = np.array(parts), np.array(first)
    top = logs.max(axis=0)
    share = np.exp(logs - top)
    total = share.sum(axis=0)
    return top + np.log(total), (effects.T @ share) / total
