"""The last correction: an overconfident panel is corrected, an honest one left alone, the order never changed."""

from __future__ import annotations

import numpy as np
import pytest
from forecast.trust.drawn import ledgers
from hypothesis import given
from hypothesis import strategies as st
from simulated import ledger

from saidanddone.evidence.tally import Floats, Rows
from saidanddone.forecast.trust.grid import log_loss
from saidanddone.forecast.trust.recalibration import Recalibrated, recalibrate
from saidanddone.forecast.trust.stream import stream

N = 4000


def kept_at(rate: Floats, seed: int) -> Rows:
    made = np.arange(len(rate)) * 2.0
    return ledger(np.zeros(len(rate)), made, made + 1.0, np.random.default_rng(seed).random(len(rate)) < rate)


def stretched(p: Floats, by: float) -> Floats:
    return np.asarray(1.0 / (1.0 + ((1.0 - p) / p) ** by))


@pytest.mark.parametrize(("by", "left"), [(2.5, 0.2), (0.4, 0.75)])
def test_a_panel_that_exaggerates_is_corrected_and_one_that_hedges_slowly(by: float, left: float) -> None:
    """The slope starts tight around 1: from there it is a long way up to what a hedging panel needs."""
    rate = np.random.default_rng(1).uniform(0.2, 0.95, N)
    rows = kept_at(rate, 2)
    said = stretched(rate, by)
    got = recalibrate(said, rows.y, stream(rows))
    late = slice(N // 2, N)
    assert np.abs(got.p - rate)[late].mean() < left * np.abs(said - rate)[late].mean()
    assert log_loss(got.p, rows.y).mean() < log_loss(said, rows.y).mean()
    assert (got.slope < 1.0) == (by > 1.0)
    assert got.trust > 0.7


def test_a_panel_that_always_says_too_much_is_brought_down() -> None:
    rate = np.full(N, 0.8)
    rows = kept_at(rate, 3)
    got = recalibrate(np.full(N, 0.9), rows.y, stream(rows))
    assert abs(got.p[-1] - 0.8) < 0.03


@pytest.mark.parametrize("seed", range(3))
def test_an_honest_panel_is_left_alone(seed: int) -> None:
    rate = np.random.default_rng(seed).uniform(0.2, 0.95, N)
    rows = kept_at(rate, seed + 10)
    got = recalibrate(rate, rows.y, stream(rows))
    assert np.abs(got.p - rate).max() < 0.05
    assert log_loss(got.p, rows.y).mean() < log_loss(rate, rows.y).mean() + 5e-4


def test_the_correction_has_to_earn_its_place() -> None:
    rows = ledger([0, 0], [0.0, 0.5], [1.0, 1.5], [1, 0])
    got = recalibrate(np.array([0.3, 0.9]), rows.y, stream(rows))
    assert got.p.tolist() == pytest.approx([0.3, 0.9])


@given(ledgers(least=2), st.integers(0, 100))
def test_the_order_of_forecasts_is_never_changed(rows: Rows, seed: int) -> None:
    p = np.random.default_rng(seed).uniform(0.01, 0.99, len(rows))
    got = recalibrate(p, rows.y, stream(rows))
    said = np.linspace(0.0, 1.0, 101)
    assert (np.diff(got.apply(said)) >= 0).all()
    assert got.slope >= 0.2


def test_without_a_correction_forecasts_are_as_they_were() -> None:
    said = np.linspace(0.01, 0.99, 9)
    np.testing.assert_allclose(Recalibrated(said).apply(said), said, rtol=1e-9)
