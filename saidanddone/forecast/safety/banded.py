"""How likely it is that so many of a round's told acts were met well, where nobody may know more (MODEL §2, §3).

Of the reports of few people only a band of the share met well is used (``survey.episodes``). What stands for them as
levels is for counting alone: taken for levels, it would be far surer than it is (docs/decisions/0045).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from saidanddone.forecast.safety.bank import Bank, normal_nodes
from saidanddone.forecast.safety.rows import Floats, Responses

__all__ = ["CUTS", "banded_log"]

CUTS: Final = (0.5, 0.75)
"""Where bands of a share part; what lies on a cut is in the upper one. As ``survey.bands`` has them."""

_MEETING_NODES, _RESPONDER_NODES = 21, 9


def banded_log(rows: Responses, at: Floats, bank: Bank) -> Floats:
    """(Σ, C) log likelihood of rows that stand for bands, at each ψ, for each spread among meetings.

    Args:
        rows: of one team: levels that stand for the band they lie in. Those of one cluster, of leaders or not, and of
            witnesses or not, are one band; bands of a cluster share its fate.
    """
    group = np.stack([rows.cluster, rows.witnessed.astype(np.int64), (rows.role == 1).astype(np.int64)], axis=1)
    names, which = np.unique(group, axis=0, return_inverse=True)
    which = which.reshape(-1)
    out = np.zeros((len(bank.sigma), len(at)))
    for place, sigma in enumerate(bank.sigma):
        nodes, weights = normal_nodes(_MEETING_NODES)
        well = _well(at, sigma * nodes, bank)
        shared: dict[int, Floats] = {}
        for number, (cluster, _, _) in enumerate(names.tolist()):
            mine = which == number
            stages = np.bincount(rows.stage[mine], minlength=len(bank.delta)) / mine.sum()
            chance = _in_band(int(mine.sum()), float(np.mean(rows.level[mine] >= 4)), well @ stages)
            log = rows.weight[mine].mean() * np.log(chance)
            shared[cluster] = shared[cluster] + log if cluster in shared else log
        for log in shared.values():
            out[place] += np.log(np.exp(log) @ weights)
    return out


def _well(at: Floats, meant: Floats, bank: Bank) -> Floats:
    """(C, meetings, stages) P(met well), whoever met it."""
    nodes, weights = normal_nodes(_RESPONDER_NODES)
    z = at[:, None, None, None] + meant[:, None, None] - np.asarray(bank.delta)[:, None] + bank.responder_sd * nodes
    return np.asarray(1.0 / (1.0 + np.exp(-bank.alpha * (z - bank.kappa[2]))) @ weights, dtype=np.float64)


def _in_band(n: int, share: float, p: Floats) -> Floats:
    """P(a share of n acts lies in the band of ``share``), each of them met well with probability p."""
    band = sum(share >= cut - 1e-9 for cut in CUTS)
    k = np.arange(n + 1)
    inside = k[sum((k / n >= cut - 1e-9).astype(int) for cut in CUTS) == band]
    ways = np.concatenate([[0.0], np.cumsum(np.log(np.arange(n, 0, -1.0) / np.arange(1.0, n + 1)))])[inside]
    p = np.clip(p, 1e-12, 1.0 - 1e-12)[..., None]
    return np.asarray(np.exp(ways + inside * np.log(p) + (n - inside) * np.log1p(-p)).sum(axis=-1), dtype=np.float64)
