"""P(next kept) from the circumstances a promise is made in: lead time, open load, gap, how many fall due together.

All are known when the promise is made; each is the logarithm of one plus a count or of days, standardised by what was
seen up to then, so that no forecast depends on a later row. Size and form join where a ledger states them: as features
cut off at four standard deviations, never as a weight (T5, T14: one grand promise cannot offset many small misses).

Source: MODEL §1 (context model). Checked against: recovery of a planted lead-time effect (tests).
"""

from __future__ import annotations

import math

import numpy as np

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Floats, Rows
from saidanddone.forecast.trust.stream import Stream

__all__ = ["DRIFTS", "NAME", "START", "VARIANCE", "circumstances", "features"]

NAME = "context"
DRIFTS = (1e-6, 1e-4, 1e-3, 1e-2)
VARIANCE = 0.3
START = (1.0,)
"""Weights to start from: everybody's share, which circumstances then move."""

_FIRST_GAP = 8.0
"""log1p of days since the previous promise, for a unit's first: as if eight years."""

_PRIOR_ROWS = 10.0
"""Rows of unit variance the running standard deviation starts from."""

_MOST = 4.0
"""Standard deviations beyond which a circumstance says no more."""


def circumstances(rows: Rows, stream: Stream) -> Floats:
    """Constant, lead, open load, gap, batch so far, size and form, standardised; shape (n, 5), (n, 6) or (n, 7).

    Size and form are there only if some row states them, and 0 in rows that do not.

    Open load and batch count commitments earlier in ``(made_us, id)`` order only; a commitment stays open until its
    verdict is known.
    """
    n = len(rows)
    raw = np.zeros((n, 4))
    raw[:, 0] = np.log1p(np.clip((rows.due_us - rows.made_us) / DAY_US, 0.0, None))
    units = len(rows.units)
    open_now, last_made = [0] * units, [math.nan] * units
    together: dict[int, int] = {}
    unit_of, occasion_of = rows.unit.tolist(), rows.occasion.tolist()
    for days, verdict, row in zip(stream.days.tolist(), stream.verdict.tolist(), stream.row.tolist(), strict=True):
        unit = unit_of[row]
        if verdict:
            open_now[unit] -= 1
            continue
        gap = days - last_made[unit]
        so_far = together.get(occasion_of[row], 0)
        raw[row, 1] = math.log1p(open_now[unit])
        raw[row, 2] = _FIRST_GAP if math.isnan(gap) else math.log1p(gap)
        raw[row, 3] = math.log1p(so_far)
        open_now[unit] += 1
        last_made[unit] = days
        together[occasion_of[row]] = so_far + 1
    columns = [np.ones((n, 1)), _standardised(raw)]
    sized = np.isfinite(rows.size)
    if sized.any():
        # Standardised among the rows that state a size: silence about size is no size.
        size = np.zeros((n, 1))
        size[sized] = _standardised(np.log(rows.size[sized])[:, None])
        columns.append(size)
    if (rows.formal >= 0).any():
        columns.append(np.where(rows.formal >= 0, 2.0 * rows.formal - 1.0, 0.0)[:, None])
    return np.concatenate(columns, axis=1)


def features(readings: Floats, circumstances: Floats) -> Floats:
    """What the context forecaster learns from: everybody's share of the last year (a logit), then circumstances.

    ``readings`` as from ``stack.readings``, shape (m, 8); shape (m, 1 + k).
    """
    return np.concatenate([readings[:, 2:3], circumstances], axis=1)


def _standardised(raw: Floats) -> Floats:
    count = np.arange(1, len(raw) + 1)[:, None]
    # Centred on the first row: the running sums stay small and the variance never cancels away.
    centred = raw - raw[:1]
    mean = np.cumsum(centred, axis=0) / count
    variance = np.maximum(np.cumsum(centred**2, axis=0) / count - mean**2, 0.0)
    spread = np.sqrt((variance * count + _PRIOR_ROWS) / (count + _PRIOR_ROWS))
    return np.asarray(np.clip((centred - mean) / spread, -_MOST, _MOST), dtype=np.float64)
