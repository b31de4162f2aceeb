"""What would settle on which side of the line Voice lies: how many more acts met as these were (MODEL §1, §4)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from saidanddone.evidence.act import STAGES
from saidanddone.evidence.outcome import DAY_US
from saidanddone.forecast.safety.bank import BIASES
from saidanddone.forecast.safety.posterior import Believed, Fine
from saidanddone.forecast.safety.reading import Reading, Spread
from saidanddone.forecast.safety.result import SafetySettle
from saidanddone.forecast.safety.rows import Floats, Responses
from saidanddone.settings import default

__all__ = ["settle"]

_MOST = 2_000
_NARROW = 0.10
_RECENT = 180


def settle(
    found: Fine, read: Believed, reading: Reading, rows: Responses, *, line: float, decided: float, on_us: int
) -> SafetySettle:
    """Whether and by how many more acts the side of the line can be settled, if they are met as these were.

    More of the same evidence sharpens the likelihood; it cannot tell how much safer it feels where people speak (b), so
    that a team close to the line may stay undecided whatever is said.
    """
    n = len(rows)
    if n == 0:
        return SafetySettle("no_pace", None, None)
    pace = _pace(rows, on_us)

    def decides(more: float) -> tuple[bool, float]:
        spread = _sharpened(found, read, reading, more / n)
        p = spread.above(line)
        low, high = spread.interval()
        return p >= decided or p <= 1.0 - decided, high - low

    if decides(0.0)[0]:
        return SafetySettle("settled", 0, pace)
    most = _ceiling(pace, float(rows.weight.sum()))
    tried = [k for k in (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, _MOST) if k <= most]
    for before, k in zip([0, *tried], tried, strict=False):
        if decides(k)[0]:
            return SafetySettle("possible", _least(decides, before, k), pace)
    narrow = bool(tried) and decides(tried[-1])[1] < _NARROW
    return SafetySettle("on_the_line" if narrow else "cannot_at_this_pace", None, pace)


def _least(decides: Callable[[float], tuple[bool, float]], low: int, high: int) -> int:
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if decides(middle)[0] else (middle, high)
    return high


def _sharpened(found: Fine, read: Believed, reading: Reading, more: float) -> Spread:
    """Voice, with the likelihood of the responses raised to 1 + ``more``."""
    level = np.full(len(STAGES), 1.0 / len(STAGES))
    parts = []
    for k, b in enumerate(BIASES):
        at = found.at(b)
        log: Floats = more * (at.log - at.log.max())
        weights = read.voice[k] * np.exp(log)
        sharper = Fine(at.log, at.mean, at.var / (1.0 + more))
        parts.append(reading.spread(weights / weights.sum(), sharper, 0, level))
    return Spread.mixed(parts)


def _pace(rows: Responses, on_us: int) -> float | None:
    """Days between acts over the last half year, or since the first if that is shorter; None without two."""
    recent = rows.at_us[rows.at_us > on_us - _RECENT * DAY_US]
    if len(recent) < 2:
        return None
    return float((on_us - recent.min()) / DAY_US / len(recent))


def _ceiling(pace: float | None, held: float) -> float:
    """How many more acts this pace can hold up against ageing."""
    if pace is None:
        return float(_MOST)
    return float(min(_MOST, max(0.0, default("safety_half_life") / np.log(2.0) / max(pace, 1e-6) - held)))
