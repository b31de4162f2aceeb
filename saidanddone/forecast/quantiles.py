"""At which probabilities both forecasts tell their whole distribution."""

from __future__ import annotations

from typing import Final

__all__ = ["QUANTILES"]

QUANTILES: Final = (0.005, *(round(0.025 * step, 3) for step in range(1, 40)), 0.995)
"""Probabilities at which a forecast's whole distribution is told, so that a map can draw it as a cloud."""
