"""How late bad news is: from when a problem began to when it was raised (S9, MODEL §5)."""

from __future__ import annotations

from math import comb
from typing import Final

import numpy as np
import pyarrow as pa

from saidanddone.diagnosis.last_time import EARLY_US
from saidanddone.diagnosis.speaking import Lateness
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Floats

__all__ = ["FEWEST", "FEWEST_FOR_A_TREND", "KINDS", "lateness", "median_interval"]

KINDS: Final = ("problem", "mistake")
"""What is bad news: a problem raised, a mistake admitted."""

FEWEST: Final = 3
"""Problems with a known beginning below which no median is told."""

FEWEST_FOR_A_TREND: Final = 8


def lateness(met: pa.Table, on_us: int) -> Lateness | None:
    """How late the bad news of one unit is; None where no problem or mistake has a known beginning.

    Problems are ordered by when they were *raised*: ordered by their beginning, the newest would all look early,
    because of them only those raised at once are known yet. Raised before it began is 0 days late.

    Args:
        met: the unit's rows, of ``diagnosis.met.SCHEMA``; rows after ``on_us`` (µs UTC) do not count.
    """
    rows = met.select(("kind", "at_us", "began_us")).to_pylist()
    known = sorted(
        (row["at_us"], row["began_us"])
        for row in rows
        if row["kind"] in KINDS and row["began_us"] is not None and row["at_us"] <= on_us
    )
    if not known:
        return None
    late_us = np.array([max(0, at - began) for at, began in known], dtype=np.float64)
    days = late_us / DAY_US
    low, high = median_interval(days)
    half = len(days) // 2
    trended = len(days) >= FEWEST_FOR_A_TREND
    return Lateness(
        problems=len(days),
        days=float(np.median(days)) if len(days) >= FEWEST else None,
        low=low,
        high=high,
        early=float((late_us <= EARLY_US).mean()),
        trend=float(np.median(days[-half:]) - np.median(days[:half])) if trended else None,
    )


def median_interval(values: Floats, level: float = 0.90) -> tuple[float | None, float | None]:
    """An interval that holds the median with at least this probability, whatever the distribution is.

    Two order statistics, as far in as the binomial allows. Below five values not even the smallest and the largest
    do at 90 %, and there is none.
    """
    n = len(values)
    outside, below = 0.0, 0
    while below < n:
        outside += comb(n, below) / 2**n
        if 2.0 * outside > 1.0 - level:
            break
        below += 1
    if below == 0:
        return None, None
    ordered = np.sort(values)
    return float(ordered[below - 1]), float(ordered[n - below])
