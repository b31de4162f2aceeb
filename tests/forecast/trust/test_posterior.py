"""The rate behind a forecast: one component equals the textbook, many their weighted sum."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc, betaincinv, ndtr, ndtri

from saidanddone.forecast.trust.posterior import Component, below, mixture

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def one(a: float, b: float) -> Component:
    return Component(np.array([[a]]), np.array([[b]]), np.array([1.0]))


@given(st.floats(0.3, 800.0), st.floats(0.3, 800.0))
def test_the_quantiles_of_one_beta_are_those_of_the_incomplete_beta_function(a: float, b: float) -> None:
    rate = mixture([one(a, b)])
    for q in QUANTILES:
        assert rate.quantile(q)[0] == pytest.approx(betaincinv(a, b, q), abs=0.004)
    assert rate.mean()[0] == pytest.approx(a / (a + b), abs=0.004)
    assert rate.above(0.8)[0] == pytest.approx(1.0 - betainc(a, b, 0.8), abs=0.01)


@given(st.floats(-4.0, 4.0), st.floats(0.01, 3.0))
def test_the_quantiles_of_one_logistic_normal_are_those_of_the_normal(mean: float, variance: float) -> None:
    rate = mixture([Component(np.array([[mean]]), np.array([[variance]]), np.array([1.0]), normal=True)])
    for q in QUANTILES:
        z = mean + np.sqrt(variance) * ndtri(q)
        assert rate.quantile(q)[0] == pytest.approx(1.0 / (1.0 + np.exp(-z)), abs=0.004)


def test_a_mixture_is_the_weighted_sum_of_its_components() -> None:
    rng = np.random.default_rng(0)
    a, b = rng.uniform(1.0, 30.0, (2, 3, 4))
    mean, variance = rng.normal(0.5, 1.0, (3, 2)), rng.uniform(0.1, 1.0, (3, 2))
    betas = Component(a, b, np.array([0.1, 0.2, 0.15, 0.25]))
    normals = Component(mean, variance, np.array([0.2, 0.1]), normal=True)
    logits = rng.normal(0.0, 1.5, (3, 5))
    rates = 1.0 / (1.0 + np.exp(-logits))
    wanted = sum(w * betainc(a[:, g, None], b[:, g, None], rates) for g, w in enumerate(betas.weights))
    wanted = wanted + sum(
        w * ndtr((logits - mean[:, g, None]) / np.sqrt(variance[:, g, None])) for g, w in enumerate(normals.weights)
    )
    np.testing.assert_allclose(below([betas, normals], logits), wanted, atol=1e-12)


def test_what_hardly_counts_is_left_out_and_the_rest_sums_to_one() -> None:
    many = Component(np.full((1, 60), 3.0), np.full((1, 60), 1.0), np.r_[np.full(2, 0.495), np.full(58, 0.01 / 58)])
    logits = np.array([[0.0]])
    assert below([many], logits)[0, 0] == pytest.approx(betainc(3.0, 1.0, 0.5))


@given(st.floats(1.0, 60.0), st.floats(1.0, 60.0), st.floats(-4.0, 4.0))
def test_moved_to_a_forecast_its_mean_is_the_forecast(a: float, b: float, apart: float) -> None:
    p = a / (a + b * np.exp(apart))
    moved = mixture([one(a, b)]).moved_to(np.array([p]))
    assert moved.mean()[0] == pytest.approx(p, abs=1e-6)


def test_moving_keeps_the_quantiles_in_order_and_the_line_in_step() -> None:
    rate = mixture([one(8.0, 3.0)])
    up = rate.moved_to(np.array([0.85]))
    assert up.quantile(0.05)[0] > rate.quantile(0.05)[0]
    assert up.above(0.8)[0] > rate.above(0.8)[0]
    assert up.above(float(up.quantile(0.3)[0]))[0] == pytest.approx(0.7, abs=1e-6)


def test_one_unit_of_many_is_the_same_alone() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.uniform(1.0, 30.0, (2, 5, 3))
    rate = mixture([Component(a, b, np.full(3, 1 / 3))]).moved_to(np.full(5, 0.7))
    alone = rate.of(3)
    assert alone.quantile(0.05)[0] == rate.quantile(0.05)[3]
    assert alone.above(0.8)[0] == rate.above(0.8)[3]


@given(st.floats(0.5, 400.0), st.floats(0.5, 400.0), st.floats(1.5, 10.0))
def test_the_same_ratio_with_more_behind_it_is_narrower(a: float, b: float, more: float) -> None:
    few, many = mixture([one(a, b)]), mixture([one(a * more, b * more)])
    width = [float((r.quantile(0.95) - r.quantile(0.05))[0]) for r in (few, many)]
    assert width[1] <= width[0] + 0.004
