"""Follow-through under pressure beside follow-through in calm (T10)."""

from __future__ import annotations

import numpy as np
import pytest
from forecast.trust.drawn import stand
from simulated import ledger

from saidanddone.evidence.tally import Rows
from saidanddone.forecast.trust.outlook import forecast
from saidanddone.forecast.trust.result import Pressure
from saidanddone.forecast.trust.strain import strain


def strained(calm: float, under: float, *, each: int = 60, under_each: int | None = None) -> Rows:
    """One unit, every second promise under pressure, kept at these rates; a second unit of calm alone."""
    pressed = each if under_each is None else under_each
    made = np.r_[np.linspace(0.0, 700.0, each), np.linspace(3.0, 703.0, pressed), np.linspace(1.0, 701.0, each)]
    unit = np.r_[np.zeros(each + pressed), np.ones(each)]
    y = np.r_[spread(calm, each), spread(under, pressed), spread(0.8, each)]
    pressure = np.r_[np.zeros(each), np.ones(pressed), np.zeros(each)]
    return ledger(unit, made, made + 2.0, y, pressure=pressure)


def spread(rate: float, n: int) -> np.ndarray:
    """So many of n kept, evenly spread."""
    return np.diff(np.floor(np.arange(n + 1) * rate + 1e-9))


def of(rows: Rows) -> list[Pressure]:
    walk, tallies, state = stand(rows)
    return strain(walk, tallies, forecast(walk, state), 0.9)


@pytest.mark.parametrize(("calm", "under"), [(0.95, 0.4), (0.4, 0.95)])
def test_the_difference_has_its_sign_and_an_interval_that_excludes_nothing_changed(calm: float, under: float) -> None:
    mine = of(strained(calm, under))[0]
    assert mine.calm is not None
    assert mine.under is not None
    assert mine.difference == pytest.approx(mine.under - mine.calm)
    assert mine.low is not None
    assert mine.high is not None
    assert mine.low < mine.difference < mine.high
    assert (mine.low > 0.0) == (under > calm)
    assert (mine.high < 0.0) == (under < calm)


def test_where_pressure_changes_nothing_the_interval_includes_zero() -> None:
    mine = of(strained(0.8, 0.8))[0]
    assert mine.low is not None
    assert mine.high is not None
    assert mine.low < 0.0 < mine.high


def test_little_seen_under_pressure_leaves_the_difference_wide() -> None:
    little, much = of(strained(0.8, 0.5, under_each=4))[0], of(strained(0.8, 0.5))[0]
    assert little.high is not None
    assert little.low is not None
    assert much.high is not None
    assert much.low is not None
    assert little.high - little.low > 1.3 * (much.high - much.low)


def test_what_was_never_seen_is_none_and_not_zero() -> None:
    calm_only = of(strained(0.8, 0.5))[1]
    assert calm_only.under is None
    assert calm_only.difference is None
    assert calm_only.calm is not None
    nothing_stated = of(ledger([0, 0], [0.0, 5.0], [1.0, 6.0], [1, 0]))[0]
    assert nothing_stated.calm is None
    assert nothing_stated.under is None
    assert (nothing_stated.calm_occasions, nothing_stated.under_occasions) == (0.0, 0.0)
