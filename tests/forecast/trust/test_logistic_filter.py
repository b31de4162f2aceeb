"""The logistic filter: the same as written out by hand for one unit, and it reverts to the others with time."""

from __future__ import annotations

import math

import numpy as np
import pytest
from forecast.trust.drawn import asked_again, ledgers, the_day_after
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated import ledger

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Rows
from saidanddone.forecast.trust.logistic_filter import Setting, logistic_normal_mean, run
from saidanddone.forecast.trust.stream import ALIKE, stream

ONE = Setting(unit_spread=0.7, unit_days=90.0, group_spread=0.4, group_days=30.0, walk=1e-3)


def by_hand(events: list[tuple[float, float | None]]) -> list[float]:
    """One unit in one group: (days, None) asks, (days, y) tells; every part moves by its share of the surprise."""
    unit, unit_var, group, group_var, level, level_var, last = 0.0, 0.49, 0.0, 0.16, 0.0, 4.0, 0.0
    said = []
    for days, y in events:
        gone = days - last
        unit *= math.exp(-gone / 90.0)
        unit_var = 0.49 + (unit_var - 0.49) * math.exp(-gone / 90.0) ** 2
        group *= math.exp(-gone / 30.0)
        group_var = 0.16 + (group_var - 0.16) * math.exp(-gone / 30.0) ** 2
        level_var = min(level_var + 1e-3 * gone, 4.0)
        last = days
        z, variance = unit + group + level, unit_var + group_var + level_var
        if y is None:
            said.append(1.0 / (1.0 + math.exp(-z / math.sqrt(1.0 + math.pi * variance / 8.0))))
            continue
        p = 1.0 / (1.0 + math.exp(-z))
        weight = p * (1.0 - p)
        shrink = 1.0 / (1.0 + weight * variance)
        parts = ((unit, unit_var), (group, group_var), (level, level_var))
        unit, group, level = (mean + spread * (y - p) * shrink for mean, spread in parts)
        unit_var, group_var, level_var = (v - v * v * weight * shrink for v in (unit_var, group_var, level_var))
    return said


def test_it_equals_one_unit_and_one_setting_written_out_by_hand() -> None:
    rng = np.random.default_rng(2)
    made = np.cumsum(rng.exponential(5.0, 50) + 2.0)
    y = (rng.random(50) < 0.7).astype(float)
    rows = ledger(np.zeros(50), made, made + 1.5, y)
    events: list[tuple[float, float | None]] = []
    for at, outcome in zip((rows.made_us - rows.made_us[0]) / 86_400e6, y, strict=True):
        events += [(at, None), (at + 1.5, outcome)]
    got = run(rows, stream(rows), (ONE,))
    np.testing.assert_allclose(got.p[:, 0], by_hand(events), rtol=1e-5)  # forecasts are kept in single precision


@settings(max_examples=40)
@given(ledgers(), st.floats(0.01, 400.0))
def test_its_state_on_a_day_is_what_a_forecast_made_that_day_would_see(rows: Rows, later: float) -> None:
    on_us = the_day_after(rows, later)
    longer = asked_again(rows, on_us)
    asked = run(longer, stream(longer)).p[len(rows) :]
    group = longer.group[len(rows) :]
    days = (on_us - int(rows.made_us[0])) / DAY_US
    mean, variance = run(rows, stream(rows)).at(np.arange(len(rows.units)), group, days)
    np.testing.assert_allclose(logistic_normal_mean(mean, variance), asked, rtol=1e-5)


def test_with_time_a_unit_is_forecast_like_the_others() -> None:
    made = np.arange(40) * 2.0
    rows = ledger([0, 1] * 20, made, made + 1.0, [1, 0] * 20)
    done = run(rows, stream(rows), (ONE,))
    apart = []
    for days in (80.0, 200.0, 2000.0):
        mean, _ = done.at(np.array([0, 1]), np.array([0, 0]), days)
        apart.append(float(mean[0, 0] - mean[1, 0]))
    assert apart[0] > 0.5
    assert apart[0] > apart[1] > apart[2] > 0.0
    assert apart[2] < 1e-6


def test_a_unit_and_a_group_never_met_have_the_prior() -> None:
    rows = ledger([0, 1], [0.0, 5.0], [1.0, 6.0], [0, 0], group=[0, 1])
    done = run(rows, stream(rows), (ONE,))
    mean, variance = done.at(np.array([-1, 1]), np.array([-1, 1]), 6.0)
    assert mean[0, 0] == pytest.approx(done.level_mean[0])
    assert variance[0, 0] == pytest.approx(0.49 + 0.16 + done.level_variance[0])
    assert mean[1, 0] < mean[0, 0]
    assert variance[1, 0] < variance[0, 0]


def test_before_any_verdict_everyone_is_one_half() -> None:
    empty = ledger([], [], [], [])
    mean, variance = run(empty, stream(empty)).at(np.array([-1]), np.array([-1]), 10.0)
    assert (mean == 0.0).all()
    assert (logistic_normal_mean(mean, variance) == 0.5).all()


def test_a_large_occasion_moves_it_by_its_share_only() -> None:
    many, few = (ledger(np.zeros(n), np.zeros(n), np.ones(n), np.zeros(n)) for n in (2000, round(1 / ALIKE)))
    of_many, of_few = (run(rows, stream(rows), (ONE,)) for rows in (many, few))
    assert of_many.level_mean[0] > 3.0 * of_few.level_mean[0]  # both are negative


@pytest.mark.parametrize("mean", [-3.0, -1.0, 0.0, 0.4, 2.5])
@pytest.mark.parametrize("variance", [0.05, 0.5, 2.0, 4.0])
def test_the_approximate_mean_is_near_the_integral(mean: float, variance: float) -> None:
    x, w = np.polynomial.hermite_e.hermegauss(80)
    exact = (w / (1.0 + np.exp(-(mean + math.sqrt(variance) * x)))).sum() / w.sum()
    assert logistic_normal_mean(np.array(mean), np.array(variance)) == pytest.approx(exact, abs=0.02)
