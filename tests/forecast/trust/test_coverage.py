"""Intervals hold the rate they speak of, on ledgers whose rates are known; at length in ``evaluation``."""

from __future__ import annotations

import pytest
from interval_coverage import Setting, simulate


@pytest.mark.parametrize(
    ("setting", "rounds"),
    [
        (Setting(units=8, alike=6.0, mean=0.75, promises=8.0), 35),
        (Setting(units=40, alike=6.0, mean=0.75, promises=8.0), 8),
        (Setting(units=40, alike=2.0, mean=0.6, promises=8.0), 8),
    ],
    ids=str,
)
def test_nine_in_ten_intervals_cover_the_rate_at_eight_and_at_forty_units(setting: Setting, rounds: int) -> None:
    """MODEL §1 asks for at least .86 of nominal .90; a panel of means alone would cover .41-.54."""
    found = simulate(setting, rounds, seed=7)
    assert found.units >= 280
    assert found.covered >= 0.86
    assert found.width < 0.6  # and not by saying nothing


def test_who_is_said_to_be_above_the_line_mostly_is() -> None:
    found = simulate(Setting(units=40, alike=6.0, mean=0.75, promises=30.0), 4, seed=3)
    assert found.sure >= 20
    assert found.right is not None
    assert found.right >= 0.75
    assert abs(found.said - found.true) < 0.1
