"""A seeded sample of subjects, whole records each, where a ledger is too large to learn weights from all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from saidanddone.evidence.tally import Rows, WalkForward

__all__ = ["BUDGET", "choose", "newest"]

BUDGET = 10_000
"""Commitments a sample may hold: about three seconds of walking, and weights settle long before."""


def choose(commitments: Mapping[str, int], seed: int, budget: int = BUDGET) -> frozenset[str]:
    """Subjects drawn in random order as long as their commitments fit the budget; the smallest one if none fits.

    Args:
        commitments: subject -> how many it made. seed: of the draw; the same seed gives the same sample.
    """
    names = sorted(commitments)
    left, chosen = budget, []
    for place in np.random.default_rng(seed).permutation(len(names)).tolist():
        count = commitments[names[place]]
        if count <= left:
            chosen.append(names[place])
            left -= count
    if not chosen and names:
        chosen = [min(names, key=lambda name: (commitments[name], name))]
    return frozenset(chosen)


def newest(rows: Rows, walked: WalkForward, budget: int = BUDGET) -> tuple[Rows, WalkForward]:
    """The newest rows, when even one subject is more than the budget; their sums still know all that came before."""
    if len(rows) <= budget:
        return rows, walked
    keep = slice(len(rows) - budget, len(rows))
    shorter = replace(
        rows,
        unit=rows.unit[keep],
        group=rows.group[keep],
        occasion=rows.occasion[keep],
        made_us=rows.made_us[keep],
        due_us=rows.due_us[keep],
        known_us=rows.known_us[keep],
        y=rows.y[keep],
        size=rows.size[keep],
        formal=rows.formal[keep],
        pressure=rows.pressure[keep],
    )
    return shorter, WalkForward(
        walked.half_lives,
        walked.rhos,
        walked.unit_kept[keep],
        walked.unit_total[keep],
        walked.group_kept[keep],
        walked.group_total[keep],
        walked.all_kept[keep],
        walked.all_total[keep],
    )
