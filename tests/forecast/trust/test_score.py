"""Our own record: each figure by its definition, and by others' published values where there are any."""

from __future__ import annotations

import math

import numpy as np
import pytest
from forecast.trust.drawn import ledgers, walk
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_sums import walked
from simulated import ledger, steady

from saidanddone.evidence.tally import Floats, Rows
from saidanddone.forecast.trust.panel import NAMES
from saidanddone.forecast.trust.score import (
    BINS,
    baselines,
    calibration_error,
    ece_noise,
    record,
    scores,
    wilson_low,
)


@pytest.mark.parametrize(
    ("kept", "total", "low"),
    [(81, 263, 0.2553), (15, 148, 0.0624), (0, 20, 0.0000), (1, 29, 0.0061)],
)
def test_wilsons_lower_bound_is_the_published_one(kept: int, total: int, low: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17:857, table I, method 3 (score, no continuity correction)."""
    assert wilson_low(np.array([float(kept)]), np.array([float(total)]))[0] == pytest.approx(low, abs=5e-5)


@given(ledgers())
def test_the_baselines_are_counts_of_what_was_known_before(rows: Rows) -> None:
    got = baselines(walked(rows))
    for i in range(len(rows)):
        known = rows.known_us < rows.made_us[i]
        mine = known & (rows.unit == rows.unit[i])
        kept, total = rows.y[mine].sum(), mine.sum()
        assert got["population_mean"][i] == pytest.approx((rows.y[known].sum() + 1) / (known.sum() + 2))
        assert got["laplace"][i] == pytest.approx((kept + 1) / (total + 2))
        assert got["raw_ratio"][i] == pytest.approx(kept / total if total else 0.5)
        if total:
            assert -1e-12 <= got["wilson"][i] <= kept / total + 1e-12
        else:
            assert got["wilson"][i] == 0.5


def pairs(p: Floats, y: Floats) -> float:
    """Share of (kept, broken) pairs in which the kept one was forecast higher; ties are half."""
    kept, broken = p[y > 0.5], p[y < 0.5]
    return float(((kept[:, None] > broken[None, :]) + 0.5 * (kept[:, None] == broken[None, :])).mean())


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.3, 0.3, 0.8]), st.booleans()), min_size=2, max_size=30))
def test_the_area_under_roc_is_the_share_of_pairs_in_the_right_order(told: list[tuple[float, bool]]) -> None:
    p, y = np.array([t[0] for t in told]), np.array([float(t[1]) for t in told])
    got = scores(p, y).auc
    if y.min() == y.max():
        assert got is None
    else:
        assert got == pytest.approx(pairs(p, y))


def test_log_loss_brier_and_calibration_error_by_hand() -> None:
    p, y = np.array([0.9, 0.8, 0.3, 0.0]), np.array([1.0, 0.0, 0.0, 0.0])
    got = scores(p, y)
    assert got.log_loss == pytest.approx(-(math.log(0.9) + math.log(0.2) + math.log(0.7) + math.log(0.998)) / 4)
    assert got.brier == pytest.approx((0.01 + 0.64 + 0.09 + 0.002**2) / 4)
    assert got.ece == pytest.approx((0.1 + 0.8 + 0.3 + 0.002) / 4)  # four forecasts, four bins


def test_the_bins_are_of_equal_mass() -> None:
    p = np.linspace(0.0, 1.0, 1000)
    y = (np.arange(1000) % 100 < 50).astype(float)  # each hundred kept half: a bin is off by how far it lies from half
    assert calibration_error(p, y) == pytest.approx(np.abs(p.reshape(BINS, -1).mean(axis=1) - 0.5).mean())


def test_chance_alone_reaches_the_noise_quantile_about_one_time_in_twenty() -> None:
    rng = np.random.default_rng(0)
    p = rng.uniform(0.3, 0.95, 400)
    limit = ece_noise(p, seed=1)
    over = np.mean([calibration_error(p, (rng.random(400) < p).astype(float)) > limit for _ in range(600)])
    assert 0.02 < over < 0.10
    assert ece_noise(p, seed=1) == limit


def test_the_first_tenth_is_not_scored() -> None:
    rows, _ = steady(np.random.default_rng(0), units=4, alike=6.0, mean=0.7, promises=15.0)
    done, sums = walk(rows), walked(rows)
    n = len(rows)
    got = record(done, sums, seed=1)
    first = n // 10
    assert (got.n, got.scored) == (n, n - first)
    clipped = np.clip(done.p[first:], 0.002, 0.998)
    losses = -np.log(np.where(rows.y[first:] > 0.5, clipped, 1.0 - clipped))
    assert got.panel.log_loss == pytest.approx(losses.mean())
    assert [f.name for f in got.forecasters] == list(NAMES)
    assert sum(f.weight_final for f in got.forecasters) == pytest.approx(1.0)
    assert sum(f.weight_mean for f in got.forecasters) == pytest.approx(1.0)
    assert sum(count for _, _, count in got.calibration) == got.scored
    weighed = sum(abs(said - was) * count for said, was, count in got.calibration) / got.scored
    assert weighed == pytest.approx(got.panel.ece)


@settings(max_examples=20)
@given(ledgers(least=1))
def test_any_ledger_has_a_record_and_what_is_undefined_is_none(rows: Rows) -> None:
    told = record(walk(rows), walked(rows), seed=1).to_dict()
    assert told["schema"] == "backtest/1"
    assert set(told["baselines"]) == {"population_mean", "raw_ratio", "wilson", "laplace"}
    assert set(told["panel"]) == {"log_loss", "brier", "ece", "ece_noise95", "auc"}
    kinds = set(rows.y[len(rows) // 10 :].tolist())
    assert (told["panel"]["auc"] is None) == (len(kinds) < 2)


def test_an_empty_ledger_has_a_record_without_figures() -> None:
    rows = ledger([], [], [], [])
    told = record(walk(rows), walked(rows), seed=1).to_dict()
    assert told["scored"] == 0
    assert set(told["panel"].values()) == {None}
    assert all(figure is None for scored in told["baselines"].values() for figure in scored.values())
    assert all(member["log_loss"] is None for member in told["forecasters"])
    assert told["calibration"] == []
