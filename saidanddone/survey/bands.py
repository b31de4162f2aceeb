"""Three bands for a composite of answers: all that a small team's answers are told by (PRIVACY, What is released)."""

from __future__ import annotations

from typing import Final

__all__ = ["BANDS", "CUTS", "band_of"]

BANDS: Final = ("low", "middle", "high")

CUTS: Final = (0.5, 0.75)
"""Where the bands part, as shares of the scale: 3.0 and 4.0 of 1 to 5. Fixed: nobody else's answers move them."""


def band_of(mean: float, low: float, high: float) -> int:
    """The band of a mean answer: a place in :data:`BANDS`. What lies on a cut is in the upper band.

    >>> band_of(2.9, 1, 5), band_of(3.0, 1, 5), band_of(4.2, 1, 5)
    (0, 1, 2)
    """
    share = (mean - low) / (high - low)
    return int(share >= CUTS[0] - 1e-9) + int(share >= CUTS[1] - 1e-9)
