"""The scale of a survey's answers: its ends, which items are reversed, and into how many categories it falls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from saidanddone.errors import UsageError
from saidanddone.survey.result import Floats

__all__ = ["MOST_CATEGORIES", "Scale"]

MOST_CATEGORIES = 11
"""A scale of more points, or of answers between points, falls into so many steps of equal width (0 to 100: by tens)."""


@dataclass(frozen=True)
class Scale:
    """From the lowest to the highest answer; of ``reversed`` items the lowest is the best, and they are turned round.

    >>> Scale.of((1, 7, ["i1", "i3"])).turned("i1", 7.0)
    1.0
    """

    low: float
    high: float
    reversed: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not (np.isfinite(self.low) and np.isfinite(self.high) and self.low < self.high):
            raise UsageError("A scale is (low, high) or (low, high, reversed items), and low lies below high.")

    @staticmethod
    def of(scale: Scale | Sequence[object]) -> Scale:
        """From ``(low, high)`` or ``(low, high, items that are reversed)``.

        Raises:
            UsageError: it is neither.
        """
        if isinstance(scale, Scale):
            return scale
        try:
            low, high, *more = scale
            turned = more[0] if more else ()
            if len(more) > 1 or isinstance(turned, str):
                raise TypeError
            return Scale(float(low), float(high), frozenset(str(item) for item in turned))  # type: ignore[arg-type, attr-defined]
        except (TypeError, ValueError):
            raise UsageError(
                "A scale is (low, high) or (low, high, reversed items), such as (1, 5) or (1, 7, ['item1'])."
            ) from None

    def turned(self, item: str, value: float) -> float:
        """An answer with higher always better."""
        return self.low + self.high - value if item in self.reversed else value

    def steps(self, values: Floats) -> tuple[int, float]:
        """How many categories these answers fall into, and how far one lies from the next on the scale."""
        points = self.high - self.low
        whole = float(points).is_integer() and points < MOST_CATEGORIES
        if whole and bool(np.all(np.abs(values - self.low - np.round(values - self.low)) < 1e-9)):
            return int(points) + 1, 1.0
        return MOST_CATEGORIES, points / (MOST_CATEGORIES - 1)
