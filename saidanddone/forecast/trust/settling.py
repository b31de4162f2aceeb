"""How many more occasions would settle whether the rate is above the line, and whether this pace ever can (MODEL §1).

More occasions are imagined at the present rate and the present pace; older evidence goes on ageing meanwhile. Ageing
caps what a pace can hold: at most ``1/(1 − 2^(−pace/H))`` occasions, about ``H/(pace·ln 2)``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Floats, Tallies
from saidanddone.forecast.trust.forgetting import FACTORS
from saidanddone.forecast.trust.outlook import Outlook, State, above, rate
from saidanddone.forecast.trust.panel import Walk
from saidanddone.forecast.trust.posterior import Rate
from saidanddone.forecast.trust.result import Settle

__all__ = ["TOO_EARLY", "Line", "settle"]

TOO_EARLY = 0.4
"""An interval wider than this says that it is too early to say, however likely a side is."""

STEPS = (1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200)
"""Numbers of further occasions tried. More than the last is not a plan."""


@dataclass(frozen=True, slots=True)
class Line:
    """The question: is the rate at or above ``at``; decided at probability ``decided``; ``width``: a tie's width.

    ``fewest``: occasions a record needs; with fewer nothing is settled, whatever the probability (T2).
    """

    at: float
    decided: float
    interval: float
    width: float
    fewest: float

    def is_decided(self, p_above: Floats) -> Floats:
        """Whether P(above) settles it either way, shape as given (booleans as floats)."""
        return np.asarray((p_above >= self.decided) | (p_above <= 1.0 - self.decided), dtype=np.float64)


def _is_wide(rates: Rate, line: Line) -> NDArray[np.bool_]:
    """Whether an interval is too wide for any answer but "too early to say", shape (U,)."""
    tail = (1.0 - line.interval) / 2.0
    return np.asarray(rates.quantile(1.0 - tail) - rates.quantile(tail) > TOO_EARLY)


def _imagined(state: State, p: Floats, pace: Floats, more: int) -> State:
    """The state after ``more`` occasions at rate p, shape (U,), one every ``pace`` days, shape (U,)."""
    lives = np.array(state.sums.half_lives)
    fade = np.exp2(-pace[:, None] / lives[None, :])
    left = fade**more
    with np.errstate(invalid="ignore", divide="ignore"):
        held = np.where(fade < 1.0, (1.0 - left) / (1.0 - fade), float(more))
    kept = state.sums.unit_kept * left[:, :, None] + (p[:, None] * held)[:, :, None]
    total = state.sums.unit_total * left[:, :, None] + held[:, :, None]
    curve = (p * (1.0 - p))[:, None]
    remain = FACTORS[None, :] ** more
    grown = np.where(FACTORS < 1.0, (1.0 - remain) / np.maximum(1.0 - FACTORS, 1e-12), float(more))
    return replace(
        state,
        sums=replace(state.sums, unit_kept=kept, unit_total=total),
        counted_kept=state.counted_kept * remain + p[:, None] * grown,
        counted_total=state.counted_total * remain + grown,
        z_variance=1.0 / (1.0 / state.z_variance + more * curve),
    )


def _pace_days(tallies: Tallies) -> Floats:
    """Days between occasions so far, NaN with fewer than two."""
    occasions = tallies.counts["occasions"].astype(np.float64)
    span = (tallies.last_us - tallies.first_us) / DAY_US
    with np.errstate(invalid="ignore", divide="ignore"):
        pace = span / (occasions - 1.0)
    return np.where((occasions >= 2) & (span > 0), np.maximum(pace, 1.0 / 24.0), np.nan)


def settle(walk: Walk, tallies: Tallies, state: State, outlook: Outlook, line: Line, half_life: Floats) -> list[Settle]:
    """What would settle each unit's question.

    Args:
        half_life: days, shape (U,), inf for a panel that never forgets.
    """
    now = outlook.rate.above(line.at)
    p, shift = outlook.p, outlook.rate.shift
    pace = _pace_days(tallies)
    usable = np.where(np.isfinite(pace), pace, 30.0)
    needed = np.full(len(p), -1)
    missing = np.maximum(line.fewest - tallies.counts["occasions"], 0.0)
    wide = _is_wide(outlook.rate, line)
    open_ = ~((line.is_decided(now) > 0) & (missing == 0) & ~wide)
    last = np.full(len(p), np.nan)
    never = wide & open_
    if never.any():
        # More of the same narrows: what the furthest step leaves too wide, no step before it settles.
        asking = np.flatnonzero(never)
        far = rate(walk, _imagined(state, p, usable, STEPS[-1]), asking)
        never[asking] = _is_wide(replace(far, shift=shift[asking]), line)
    for more in STEPS:
        if not (open_ & (needed < 0)).any():
            break
        imagined = _imagined(state, p, usable, more)
        sure = line.is_decided(above(walk, imagined, line.at, shift)) > 0
        sure &= ~never
        asking = np.flatnonzero(sure & open_ & (needed < 0))
        if wide[asking].any():
            sure[asking] = ~_is_wide(replace(rate(walk, imagined, asking), shift=shift[asking]), line)
        settled = sure & open_ & (needed < 0) & (more >= missing)
        needed = np.where(settled, more, needed)
    left = np.flatnonzero(open_ & (needed < 0))
    if len(left):
        far = replace(rate(walk, _imagined(state, p, usable, STEPS[-1]), left), shift=shift[left])
        last[left] = far.quantile((1 + line.interval) / 2) - far.quantile((1 - line.interval) / 2)
    out = []
    for u in range(len(p)):
        days = float(pace[u]) if np.isfinite(pace[u]) else None
        ceiling = None
        if days is not None and np.isfinite(half_life[u]):
            ceiling = float(1.0 / -np.expm1(-np.log(2.0) * days / half_life[u]))
        if tallies.total[u, -1, 0] == 0:
            out.append(Settle("no_pace", None, None, None))
        elif not open_[u]:
            out.append(Settle("settled", 0, days, ceiling))
        elif needed[u] > 0:
            out.append(Settle("possible", int(needed[u]), days, ceiling))
        elif np.isfinite(last[u]) and last[u] < line.width:
            out.append(Settle("on_the_line", None, days, ceiling))
        else:
            out.append(Settle("cannot_at_this_pace", None, days, ceiling))
    return out
