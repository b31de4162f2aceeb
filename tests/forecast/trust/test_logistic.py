"""Online logistic regression: near the maximum a posteriori of the batch, and lawful where it must be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize
from simulated import ledger

from saidanddone.evidence.tally import Floats, Rows
from saidanddone.forecast.trust.logistic import learn
from saidanddone.forecast.trust.stream import stream


def told(y: Floats) -> Rows:
    """One verdict after another, each known before the next forecast."""
    made = np.arange(len(y)) * 2.0
    return ledger(np.zeros(len(y)), made, made + 1.0, y)


def sigmoid(z: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-z)))


def a_posteriori(features: Floats, y: Floats, variance: float) -> tuple[Floats, Floats]:
    """Weights that maximise the posterior under N(0, variance), and the inverse of its curvature there."""

    def loss(w: Floats) -> float:
        z = features @ w
        return float(np.logaddexp(0.0, z).sum() - y @ z + w @ w / (2.0 * variance))

    weights = minimize(loss, np.zeros(features.shape[1]), method="BFGS").x
    p = sigmoid(features @ weights)
    curvature = (features * (p * (1 - p))[:, None]).T @ features + np.eye(len(weights)) / variance
    return weights, np.linalg.inv(curvature)


@pytest.mark.parametrize("seed", range(4))
def test_without_drift_it_ends_near_the_maximum_a_posteriori_of_the_whole_batch(seed: int) -> None:
    rng = np.random.default_rng(seed)
    features = np.c_[np.ones(800), rng.normal(size=(800, 2))]
    y = (rng.random(800) < sigmoid(features @ [0.8, -0.6, 0.3])).astype(float)
    rows = told(y)
    got = learn(features, y, stream(rows), drifts=(0.0,), variance=0.3)
    weights, covariance = a_posteriori(features, y, 0.3)
    spread = np.sqrt(np.diag(covariance))
    assert (np.abs(got.weights[0] - weights) < 0.5 * spread).all()
    np.testing.assert_allclose(np.diag(got.covariance[0]), np.diag(covariance), rtol=0.15)


def test_before_any_verdict_it_says_one_half() -> None:
    rows = ledger([0, 0], [0, 0], [1, 1], [1, 0])
    got = learn(np.ones((2, 1)), rows.y, stream(rows), drifts=(0.0, 1e-3), variance=0.3)
    assert (got.p == 0.5).all()


def test_a_forecast_at_the_end_is_the_one_the_walk_would_have_made_next() -> None:
    rng = np.random.default_rng(0)
    features = np.c_[np.ones(60), rng.normal(size=(60, 3))]
    y = (rng.random(60) < 0.7).astype(float)
    drifts = (0.0, 1e-3)
    rising = (2,)
    one_more = learn(features, y, stream(told(y)), drifts=drifts, variance=0.2, rising=rising)
    rows = told(y[:59])
    until = learn(features[:59], y[:59], stream(rows), drifts=drifts, variance=0.2, rising=rising)
    assert until.at(features[59:])[0, 0] == pytest.approx(one_more.p[59, 0], rel=1e-12)
    # With drift the walk is one day less sure by then.
    assert until.at(features[59:])[0, 1] == pytest.approx(one_more.p[59, 1], abs=1e-3)


def test_drift_lets_old_evidence_go() -> None:
    y = np.r_[np.ones(300), np.zeros(40)]
    rows = told(y)
    got = learn(np.ones((len(y), 1)), y, stream(rows), drifts=(1e-7, 1e-1), variance=0.3)
    settled, moved = got.at(np.ones((1, 1)))[0]
    assert settled > 0.6
    assert moved < 0.25


@given(st.integers(0, 10_000), st.integers(0, 3))
def test_more_of_a_rising_feature_never_lowers_a_forecast(seed: int, column: int) -> None:
    rng = np.random.default_rng(seed)
    features = np.c_[np.ones(40), rng.normal(size=(40, 3))]
    y = (rng.random(40) < 0.5).astype(float)
    got = learn(features, y, stream(told(y)), drifts=(1e-6, 1e-2), variance=0.5, rising=(0, 1, 2, 3))
    before = rng.normal(size=(20, 4))
    after = before.copy()
    after[:, column] += rng.exponential(size=20)
    assert (got.weights >= 0).all()
    assert (got.at(after) >= got.at(before) - 1e-12).all()


def test_a_large_occasion_teaches_no_more_than_its_share() -> None:
    made = np.zeros(400)
    alone = ledger(np.zeros(20), np.arange(20) * 2.0, np.arange(20) * 2.0 + 1.0, np.zeros(20))
    together = ledger(np.zeros(400), made, made + 1.0, np.zeros(400))
    by_itself, at_once = (
        learn(np.ones((len(rows), 1)), rows.y, stream(rows), drifts=(0.0,), variance=0.3).at(np.ones((1, 1)))[0, 0]
        for rows in (alone, together)
    )
    assert by_itself - 0.01 < at_once
