"""Circumstances of a promise: what was known when it was made, and an effect of them that is found."""

from __future__ import annotations

import math

import numpy as np
import pytest
from forecast.trust.drawn import among, ledgers
from hypothesis import given
from hypothesis import strategies as st
from simulated import ledger

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Floats, Rows
from saidanddone.forecast.trust import context
from saidanddone.forecast.trust.context import circumstances
from saidanddone.forecast.trust.logistic import learn
from saidanddone.forecast.trust.stream import stream


def raw_by_hand(rows: Rows) -> Floats:
    """Lead, open load, gap and batch so far of every row, by looking at every row before it."""
    raw = np.zeros((len(rows), 4))
    for i in range(len(rows)):
        before = np.arange(len(rows)) < i
        mine = before & (rows.unit == rows.unit[i])
        still_open = mine & (rows.known_us >= rows.made_us[i])
        last = rows.made_us[mine].max() if mine.any() else None
        raw[i] = [
            math.log1p((rows.due_us[i] - rows.made_us[i]) / DAY_US),
            math.log1p(still_open.sum()),
            8.0 if last is None else math.log1p((rows.made_us[i] - last) / DAY_US),
            math.log1p((before & (rows.occasion == rows.occasion[i])).sum()),
        ]
    return raw


@given(ledgers())
def test_each_circumstance_is_what_was_known_when_the_promise_was_made(rows: Rows) -> None:
    got = circumstances(rows, stream(rows))
    raw = raw_by_hand(rows)
    for i in range(len(rows)):
        seen = raw[: i + 1]
        spread = np.sqrt((seen.var(axis=0) * (i + 1) + 10.0) / (i + 11.0))
        wanted = np.clip((raw[i] - seen.mean(axis=0)) / spread, -4.0, 4.0)
        np.testing.assert_allclose(got[i, 1:5], wanted, atol=1e-7)
    assert (got[:, 0] == 1.0).all()


@given(ledgers(least=2), st.data())
def test_no_later_row_moves_a_circumstance(rows: Rows, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, len(rows)))
    whole, part = circumstances(rows, stream(rows)), among(rows, np.arange(first))
    alone = circumstances(part, stream(part))
    np.testing.assert_allclose(alone[:, :5], whole[:first, :5], rtol=1e-12, atol=1e-12)


@given(ledgers())
def test_no_circumstance_speaks_louder_than_four_standard_deviations(rows: Rows) -> None:
    """However grand a promise, its size is one bounded feature among others (T14)."""
    assert (np.abs(circumstances(rows, stream(rows))) <= 4.0).all()


def test_size_and_form_join_only_where_some_row_states_them() -> None:
    days = np.arange(6.0)
    plain = ledger(np.zeros(6), days, days + 3, np.ones(6))
    sized = ledger(np.zeros(6), days, days + 3, np.ones(6), size=[1, 2, np.nan, 2, 1, 1e9])
    formal = ledger(np.zeros(6), days, days + 3, np.ones(6), formal=[1, 0, -1, 1, 0, -1])
    widths = [circumstances(rows, stream(rows)).shape[1] for rows in (plain, sized, formal)]
    assert widths == [5, 6, 6]
    size = circumstances(sized, stream(sized))[:, 5]
    assert size[2] == 0.0  # silence about size is no size
    assert 1.0 < size[5] <= 4.0
    assert circumstances(formal, stream(formal))[:, 5].tolist() == [1.0, -1.0, 0.0, 1.0, -1.0, 0.0]


@pytest.mark.parametrize("effect", [-0.8, 0.8])
def test_a_planted_effect_of_the_lead_is_found(effect: float) -> None:
    rng = np.random.default_rng(11)
    n = 4000
    made = np.sort(rng.uniform(0.0, 2000.0, n))
    lead = np.exp(rng.normal(2.0, 1.0, n))
    standardised = (np.log1p(lead) - np.log1p(lead).mean()) / np.log1p(lead).std()
    y = rng.random(n) < 1.0 / (1.0 + np.exp(-(0.5 + effect * standardised)))
    rows = ledger(rng.integers(0, 40, n), made, made + lead, y)
    course = stream(rows)
    learned = learn(circumstances(rows, course), rows.y, course, drifts=context.DRIFTS[:1], variance=context.VARIANCE)
    weights = learned.weights[0]
    spread = np.sqrt(np.diag(learned.covariance[0]))
    assert abs(weights[1] - effect) < 3.0 * spread[1] + 0.05
    assert (np.abs(weights[2:5]) < 4.0 * spread[2:5] + 0.05).all()
