"""A ledger walked forward, whole or by a seeded sample of its subjects, with our own record on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from saidanddone.evidence.tally import View
from saidanddone.forecast.trust import panel, sample, score
from saidanddone.forecast.trust.panel import Walk
from saidanddone.forecast.trust.result import Record
from saidanddone.settings import default
from saidanddone.store.engine import Engine
from saidanddone.store.walkforward import walkforward

if TYPE_CHECKING:
    import ibis

__all__ = ["walked_forward"]

SAMPLED = (
    "The weights come from a sample of whole records, drawn with seed {seed}: {some:,} of {all:,} commitments, "
    "of {few:,} of {many:,} subjects."
)


def walked_forward(
    opened: Engine,
    view: View,
    commitments: pa.Table,
    on_us: int,
    seed: int,
    progress: Callable[[str], None] | None = None,
    *,
    sample_above: float | None = None,
    budget: int = sample.BUDGET,
    only: frozenset[str] | None = None,
    standing: ibis.Table | None = None,
) -> tuple[Walk, Record]:
    """The panel walked over a view of the engine's commitments, and how it did.

    Args:
        commitments: those of the engine, to draw a sample from where there are more than ``sample_above`` (a setting
            of that name unless given here). budget: how many the sample may hold.
        only: the units the record is scored on; None for all. standing: as for :func:`walkforward`.
    """
    limit = default("sample_above") if sample_above is None else sample_above
    said = None
    if commitments.num_rows > limit:
        counted = commitments.group_by("subject").aggregate([([], "count_all")]).to_pylist()
        counts = {row["subject"]: row["count_all"] for row in counted}
        chosen = sample.choose(counts, seed, budget)
        view = replace(view, subjects=chosen)
    rows, walked = walkforward(opened, view, on_us, standing=standing)
    if commitments.num_rows > limit:
        rows, walked = sample.newest(rows, walked, budget)
        said = SAMPLED.format(seed=seed, some=len(rows), all=commitments.num_rows, few=len(chosen), many=len(counts))
    walk = panel.walk(rows, walked, progress=progress)
    return walk, score.record(walk, walked, seed=seed, sample=said, only=only)
