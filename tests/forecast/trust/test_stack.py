"""The stack of sums: its features are what they say, and it leans on the sums that inform."""

from __future__ import annotations

import numpy as np
from forecast.trust.drawn import ledgers
from hypothesis import given
from plain_sums import walked
from simulated import ledger

from saidanddone.evidence.tally import HALF_LIVES, Rows
from saidanddone.forecast.trust import stack
from saidanddone.forecast.trust.logistic import learn
from saidanddone.forecast.trust.stream import stream
from saidanddone.forecast.trust.sums import of_walk


@given(ledgers())
def test_its_features_are_logits_of_everybody_the_group_and_the_unit(rows: Rows) -> None:
    w = walked(rows)
    got = stack.readings(of_walk(w))
    for column, days in enumerate((0.5, 30.0, 365.0)):
        h = HALF_LIVES.index(days)
        np.testing.assert_allclose(got[:, column], stack.logit((w.all_kept[:, h] + 1) / (w.all_total[:, h] + 2)))
    year = HALF_LIVES.index(365.0)
    everybody = (w.all_kept[:, year] + 1) / (w.all_total[:, year] + 2)
    group = (16.0 * everybody + w.group_kept[:, year]) / (16.0 + w.group_total[:, year])
    np.testing.assert_allclose(got[:, 3], stack.logit(group))
    for column, days in enumerate((2.0, 30.0, 365.0, float("inf")), start=4):
        h = HALF_LIVES.index(days)
        own = (8.0 * group + w.unit_kept[:, h, 0]) / (8.0 + w.unit_total[:, h, 0])
        np.testing.assert_allclose(got[:, column], stack.logit(own) - stack.logit(group), atol=1e-12)


def test_with_one_informative_sum_its_weight_goes_to_one_and_the_others_to_nothing() -> None:
    rng = np.random.default_rng(3)
    n = 6000
    readings = rng.normal(0.0, 1.0, (n, 8))
    y = rng.random(n) < 1.0 / (1.0 + np.exp(-readings[:, 6]))
    made = np.arange(n) * 2.0
    rows = ledger(np.zeros(n), made, made + 1.0, y)
    learned = learn(
        readings, rows.y, stream(rows), drifts=stack.DRIFTS[:1], variance=stack.VARIANCE, rising=stack.RISING
    )
    weights = learned.weights[0]
    assert abs(weights[6] - 1.0) < 0.15
    assert (np.abs(np.delete(weights, 6)) < 0.12).all()


def test_its_weights_of_a_units_own_record_never_fall_below_zero() -> None:
    n = 400
    made = np.arange(n) * 2.0
    contrary = ledger(np.zeros(n), made, made + 1.0, np.arange(n) % 2)  # whoever kept the last breaks the next
    course, sums = stream(contrary), of_walk(walked(contrary))
    rising = learn(
        stack.readings(sums), contrary.y, course, drifts=stack.DRIFTS, variance=stack.VARIANCE, rising=stack.RISING
    )
    free = learn(stack.readings(sums), contrary.y, course, drifts=stack.DRIFTS, variance=stack.VARIANCE)
    assert (free.weights[:, list(stack.RISING)] < 0).any()
    assert (rising.weights[:, list(stack.RISING)] >= 0).all()
