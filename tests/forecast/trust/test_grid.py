"""A grid is averaged by the record of each of its points, as plain exponentials of losses say."""

from __future__ import annotations

import math
from unittest.mock import patch

import numpy as np
import pytest
from forecast.trust.drawn import ledgers
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.evidence.tally import Floats, Rows
from saidanddone.forecast.trust import grid
from saidanddone.forecast.trust.grid import average, log_loss, normalised
from saidanddone.forecast.trust.stream import stream


def some(rows: Rows, points: int = 3) -> Floats:
    return np.random.default_rng(len(rows)).uniform(0.0, 1.0, (len(rows), points))


def by_hand(said: Floats, rows: Rows, prior: Floats) -> tuple[list[float], Floats]:
    """Each forecast by weights of the verdicts known before it, and the weights after all, by loops."""
    share = stream(rows).share
    forecasts = []
    for asked in [*range(len(rows)), None]:
        weights = prior / prior.sum()
        for row in range(len(rows)):
            if asked is None or rows.known_us[row] < rows.made_us[asked]:
                weights = weights * np.exp(-share[row] * log_loss(said[row], np.full(len(prior), rows.y[row])))
        weights = weights / weights.sum()
        if asked is not None:
            forecasts.append(float(weights @ said[asked]))
    return forecasts, weights


@given(ledgers(), st.integers(2, 9))
def test_the_average_equals_plain_exponentials_of_the_losses_known_before(rows: Rows, chunk: int) -> None:
    said, prior = some(rows), np.array([1.0, 2.0, 5.0])
    wanted, final = by_hand(said, rows, prior)
    with patch.object(grid, "_CHUNK", chunk):
        got = average(lambda i: said[i], rows.y, stream(rows), prior)
    np.testing.assert_allclose(got.p, wanted, rtol=1e-10)
    np.testing.assert_allclose(got.weights, final, rtol=1e-10)


def test_the_losses_are_natural_logarithms_clipped_at_two_in_a_thousand() -> None:
    p, y = np.array([0.25, 0.0, 1.0, 1.0]), np.array([1.0, 1.0, 0.0, 1.0])
    wanted = [math.log(4), math.log(500), math.log(500), -math.log(0.998)]
    np.testing.assert_allclose(log_loss(p, y), wanted, rtol=1e-12)
    np.testing.assert_allclose(log_loss(np.stack([p, p], axis=1), y), np.stack([wanted, wanted], axis=1), rtol=1e-12)


def test_weights_of_records_a_thousand_nats_apart_are_still_weights() -> None:
    weights = normalised(np.array([[-5000.0, -4000.0, -4000.0]]))
    assert weights[0].tolist() == pytest.approx([0.0, 0.5, 0.5])


def test_without_rows_the_weights_are_the_prior() -> None:
    from simulated import ledger

    rows = ledger([], [], [], [])
    got = average(lambda i: np.zeros((len(i), 2)), rows.y, stream(rows), np.array([1.0, 3.0]))
    assert got.weights.tolist() == pytest.approx([0.25, 0.75])
    assert len(got.p) == 0
