"""Who is listened to: by delayed, tempered, fading record, as plain loops say."""

from __future__ import annotations

import numpy as np
import pytest
from forecast.trust.drawn import ledgers
from hypothesis import given, settings
from simulated import ledger, steady

from saidanddone.evidence.tally import Floats, Rows
from saidanddone.forecast.trust.grid import log_loss, normalised
from saidanddone.forecast.trust.stream import Stream, stream
from saidanddone.forecast.trust.weights import MEMORIES, TEMPERS, mix, record


def fading(losses: Floats, rows: Rows, course: Stream, asked: int | None, memory: float) -> Floats:
    """Σ λ^(share of verdicts known since)·share·loss over the verdicts a forecast may know, newest last."""
    total = np.zeros(losses.shape[1])
    for row in course.by_known:
        if asked is None or rows.known_us[row] < rows.made_us[asked]:
            total = total * memory ** course.share[row] + course.share[row] * losses[row]
    return total


def tempered(p: Floats, rows: Rows, temper: float, memory: float) -> Floats:
    course, losses = stream(rows), log_loss(p, rows.y)
    asked = range(len(rows))
    return np.array([normalised(-temper * fading(losses, rows, course, row, memory)) for row in asked])


@settings(max_examples=30)
@given(ledgers(most=15))
def test_the_panel_equals_plain_exponentials_of_delayed_and_fading_losses(rows: Rows) -> None:
    p = np.random.default_rng(len(rows)).uniform(0.01, 0.99, (len(rows), 3))
    got = mix(p, rows.y, stream(rows))
    weights = [tempered(p, rows, temper, memory) for memory in MEMORIES for temper in TEMPERS]
    panels = np.stack([(w * p).sum(axis=1) for w in weights], axis=1)
    top = tempered(panels, rows, 0.1, 0.999)
    np.testing.assert_allclose(got.p, (top * panels).sum(axis=1), rtol=1e-9)
    np.testing.assert_allclose(got.weights, np.einsum("ns,snk->nk", top, np.stack(weights)), rtol=1e-9)
    np.testing.assert_allclose(got.weights.sum(axis=1), 1.0, rtol=1e-12)
    assert got.final.sum() == pytest.approx(1.0)


@given(ledgers(most=15))
def test_a_forecast_is_a_mean_of_what_the_members_say(rows: Rows) -> None:
    p = np.random.default_rng(1).uniform(0.01, 0.99, (len(rows), 4))
    got = mix(p, rows.y, stream(rows))
    assert (got.p >= p.min(axis=1) - 1e-12).all()
    assert (got.p <= p.max(axis=1) + 1e-12).all()
    np.testing.assert_allclose(got.p, (got.weights * p).sum(axis=1), rtol=1e-9)


@pytest.mark.parametrize("memory", MEMORIES)
def test_a_record_over_fifty_thousand_verdicts_neither_overflows_nor_drifts(memory: float) -> None:
    n = 50_000
    made = np.arange(n) * 2.0
    rows = ledger(np.zeros(n), made, made + 1.0, np.ones(n))
    got = record(np.full((n, 1), 0.5), stream(rows), memory)[:, 0]
    steps = np.arange(n + 1)
    wanted = 0.5 * steps if memory == 1.0 else 0.5 * (1.0 - memory**steps) / (1.0 - memory)
    np.testing.assert_allclose(got, wanted, rtol=1e-9)


def test_the_better_forecaster_is_listened_to_more_and_more() -> None:
    rng = np.random.default_rng(4)
    rows, _ = steady(rng, units=5, alike=6.0, mean=0.8, promises=60.0)
    good, bad = np.full(len(rows), rows.y.mean()), np.full(len(rows), 1.0 - rows.y.mean())
    got = mix(np.stack([good, bad], axis=1), rows.y, stream(rows))
    assert got.weights[0].tolist() == pytest.approx([0.5, 0.5])
    assert got.final[0] > got.weights[len(rows) // 2, 0] > 0.8


def test_a_forecaster_that_turns_bad_is_heard_less_though_it_was_good_for_long() -> None:
    n = 1200
    made = np.arange(n) * 2.0
    rows = ledger(np.zeros(n), made, made + 1.0, np.r_[np.ones(n // 2), np.zeros(n // 2)])
    sunny, gloomy = np.full(n, 0.9), np.full(n, 0.1)
    got = mix(np.stack([sunny, gloomy], axis=1), rows.y, stream(rows))
    assert got.weights[n // 2, 0] > 0.99
    assert got.weights[n // 2 + 150, 0] < 0.5
