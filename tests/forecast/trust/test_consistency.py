"""Spread and trend beside the mean: which version of you comes through the door (T6)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from forecast.trust.drawn import stand
from hypothesis import given
from hypothesis import strategies as st
from simulated import ledger

from saidanddone.evidence.tally import Floats, Rows
from saidanddone.forecast.trust.consistency import consistency, dispersion, trend
from saidanddone.forecast.trust.result import Consistency


def of(rows: Rows) -> Consistency:
    walk, tallies, _ = stand(rows)
    return consistency(walk, tallies, 0.9, 1)[0]


def every_third_day(y: Floats) -> Rows:
    made = np.arange(len(y)) * 3.0
    return ledger(np.zeros(len(y)), made, made + 1.0, y)


def test_dispersion_is_pearsons_by_hand() -> None:
    kept, total = np.array([9.0, 5.0, 1.0]), np.array([10.0, 10.0, 10.0])
    assert dispersion(kept, total) == pytest.approx((16.0 + 0.0 + 16.0) / (10 * 0.5 * 0.5) / 2)


def test_dispersion_of_chance_alone_is_about_one() -> None:
    rng = np.random.default_rng(0)
    found = [dispersion(rng.binomial(8, 0.7, 12).astype(float), np.full(12, 8.0)) for _ in range(400)]
    assert np.mean([value for value in found if value is not None]) == pytest.approx(1.0, abs=0.05)


def test_with_too_little_or_no_variation_the_spread_is_unknown() -> None:
    assert dispersion(np.array([1.0, 0.0]), np.array([1.0, 1.0])) is None
    assert dispersion(np.array([2.0, 2.0, 2.0]), np.array([2.0, 2.0, 2.0])) is None
    assert dispersion(np.zeros(3), np.ones(3)) is None


def test_good_months_and_bad_months_spread_more_than_a_steady_mixture() -> None:
    steady, by_month = np.tile([1.0, 1.0, 0.0], 60), np.repeat(np.tile([1.0, 1.0, 0.0], 6), 10)
    spread_steady, spread_by_month = of(every_third_day(steady)).spread, of(every_third_day(by_month)).spread
    assert spread_steady is not None
    assert spread_by_month is not None
    assert spread_steady < 1.0 < 3.0 < spread_by_month


@pytest.mark.parametrize(("early", "late"), [(0.9, 0.3), (0.3, 0.9)])
def test_a_change_between_the_halves_has_its_sign_and_excludes_zero(early: float, late: float) -> None:
    rng = np.random.default_rng(1)
    found = of(every_third_day(np.r_[rng.random(40) < early, rng.random(40) < late].astype(float)))
    assert found.trend is not None
    assert found.trend_low is not None
    assert found.trend_high is not None
    assert found.trend_low < found.trend < found.trend_high
    assert (found.trend_low > 0) == (late > early)
    assert (found.trend_high < 0) == (late < early)


@given(st.integers(1, 60), st.integers(1, 60), st.floats(0, 1), st.floats(0, 1))
def test_turning_the_halves_round_turns_the_trend_round(n: int, m: int, a: float, b: float) -> None:
    one, other = (a * n, float(n)), (b * m, float(m))
    mean, low, high = trend(one, other, 0.9)
    back, back_low, back_high = trend(other, one, 0.9)
    assert (mean, low, high) == pytest.approx((-back, -back_high, -back_low), abs=1e-9)


def test_the_trends_interval_covers_what_is_true() -> None:
    rng = np.random.default_rng(2)
    covered = []
    for _ in range(300):
        true = rng.uniform(0.3, 0.95, 2)
        kept = rng.binomial(20, true)
        _, low, high = trend((float(kept[0]), 20.0), (float(kept[1]), 20.0), 0.9)
        covered.append(low <= true[1] - true[0] <= high)
    assert 0.85 < np.mean(covered) < 0.97


def test_promises_due_on_one_day_are_one_occasion_of_the_trend() -> None:
    made = np.repeat(np.arange(10) * 10.0, [1] * 9 + [500])
    found = of(ledger(np.zeros(len(made)), made, made + 1.0, np.r_[np.tile([1, 0], 4), 1, np.zeros(500)]))
    assert found.trend is not None
    assert found.trend_low is not None
    assert found.trend_low < 0.0 < (found.trend_high or 0.0)  # one broken day more, not five hundred promises


def test_lateness_varies_by_its_standard_deviation() -> None:
    walk, tallies, _ = stand(every_third_day(np.ones(12)))
    days = np.array([-2.0, 0.0, 1.0, 9.0])
    late = replace(
        tallies,
        late_n=np.array([4]),
        late_sum=np.array([days.sum()]),
        late_square=np.array([(days**2).sum()]),
    )
    assert consistency(walk, late, 0.9, 1)[0].late_spread == pytest.approx(days.std(ddof=1))
    assert consistency(walk, replace(late, late_n=np.array([2])), 0.9, 1)[0].late_spread is None


def test_a_short_record_has_no_trend() -> None:
    assert of(every_third_day(np.ones(9))).trend is None
