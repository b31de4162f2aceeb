"""Trust as remembered: bad evidence ages slower there, and only there (T8)."""

from __future__ import annotations

import numpy as np
import pytest
from forecast.trust.drawn import stand
from hypothesis import given
from hypothesis import strategies as st
from plain_sums import tallied
from simulated import ledger

from saidanddone.evidence.tally import Rows
from saidanddone.forecast.trust.outlook import forecast, state_of
from saidanddone.forecast.trust.remembered import perceived, remembered

positive = st.floats(0.1, 500.0)


@given(positive, st.floats(0.05, 0.95), st.floats(1.0, 9.0), st.floats(0.5, 30.0))
def test_a_steady_share_of_misses_is_remembered_as_it_is(volume: float, share: float, longer: float, k: float) -> None:
    """However much longer the memory of misses reaches: from not at all (a short record) to nine times as far."""
    got = remembered(
        np.array(volume * share),
        np.array(volume),
        np.array(longer * volume * (1 - share)),
        np.array(longer * volume),
        k=k,
        m=share,
    )
    assert float(got) == pytest.approx(share)


@given(positive, positive, st.floats(0.05, 0.95), st.floats(0.5, 30.0))
def test_where_both_age_alike_it_is_ratio_and_volume(kept: float, bad: float, m: float, k: float) -> None:
    total = np.array(kept + bad)
    got = remembered(np.array(kept), total, np.array(bad), total, k=k, m=m)
    assert float(got) == pytest.approx((kept + k * m) / (kept + bad + k))


@given(positive, positive, positive)
def test_more_kept_is_never_remembered_worse_nor_more_broken_better(kept: float, bad: float, more: float) -> None:
    def said(a: float, b: float) -> float:
        return float(remembered(np.array(a), np.array(a + b), np.array(b), np.array(2 * a + b), k=4.0, m=0.7))

    assert said(kept + more, bad) >= said(kept, bad) >= said(kept, bad + more)


def turned_round(good_after: float) -> Rows:
    """Ninety days of every second promise broken, then only kept ones for so many days; three others keep most."""
    chance = np.random.default_rng(1)
    bad, good = np.arange(0.0, 90.0, 3.0), np.arange(90.0, 90.0 + good_after, 3.0)
    made = np.r_[bad, good]
    others = np.tile(made, 3)
    unit = np.r_[np.zeros(len(made)), np.repeat([1, 2, 3], len(made))]
    y = np.r_[np.arange(len(bad)) % 2, np.ones(len(good)), chance.random(len(others)) < 0.8]
    days = np.r_[made, others]
    return ledger(unit, days, days + 1.0, y)


def gap(days: float) -> float:
    """Remembered minus what it would be if good and bad aged alike, so many days after turning round."""
    rows = turned_round(days)
    walk, tallies, state = stand(rows)
    alike = tallied(rows, tallies.on_us, slower=1.0)
    earned = forecast(walk, state)
    return float(perceived(walk, tallies, earned)[0] - perceived(walk, alike, earned)[0])


@pytest.mark.parametrize(("days", "worse"), [(15.0, 0.003), (60.0, 0.015), (120.0, 0.02)])
def test_who_turned_round_is_remembered_worse_than_where_both_age_alike(days: float, worse: float) -> None:
    assert gap(days) < -worse


def test_the_memory_of_a_bad_time_fades_too() -> None:
    assert gap(60.0) < gap(240.0) < gap(900.0) < -0.0
    assert gap(900.0) > gap(60.0) / 2


def test_where_nothing_bad_has_faded_it_is_the_forecast() -> None:
    made = np.arange(60.0)
    walk, tallies, state = stand(ledger(np.zeros(60), made, made + 1.0, np.ones(60)))
    earned = forecast(walk, state)
    assert perceived(walk, tallies, earned)[0] == pytest.approx(earned[0], abs=0.005)


def test_how_slowly_bad_evidence_fades_in_memory_does_not_move_the_forecast() -> None:
    rows = turned_round(60.0)
    walk, tallies, state = stand(rows)
    other = state_of(walk, tallied(rows, tallies.on_us, slower=9.0))
    assert forecast(walk, other).tolist() == forecast(walk, state).tolist()
