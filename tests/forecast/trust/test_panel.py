"""The panel walked forward: nothing known later moves a forecast, and no order of rows shows in one (T1)."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from forecast.trust.drawn import among, ledgers, walk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from simulated import ledger, steady
from store.brute import SINCE_US

from saidanddone.evidence import commitment
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Rows, View
from saidanddone.forecast.trust import panel
from saidanddone.forecast.trust.panel import NAMES, Walk
from saidanddone.store.engine import memory
from saidanddone.store.walkforward import walkforward


def same_forecasts(one: Walk, two: Walk, upto: int) -> None:
    for name in ("members", "mixed", "p", "weights"):
        np.testing.assert_allclose(
            getattr(one, name)[:upto], getattr(two, name)[:upto], rtol=1e-9, atol=1e-12, err_msg=name
        )


# --- No leakage -----------------------------------------------------------------------------------------------------


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(ledgers(least=3), st.data())
def test_turning_every_verdict_known_later_moves_no_forecast(rows: Rows, data: st.DataObject) -> None:
    cut = int(data.draw(st.sampled_from(rows.made_us.tolist())))
    turned = replace(rows, y=np.where(rows.known_us >= cut, 1.0 - rows.y, rows.y))
    same_forecasts(walk(rows), walk(turned), int((rows.made_us <= cut).sum()))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(ledgers(least=3), st.data())
def test_a_ledger_cut_off_after_a_row_gives_the_same_forecasts_up_to_it(rows: Rows, data: st.DataObject) -> None:
    upto = data.draw(st.integers(1, len(rows)))
    same_forecasts(walk(rows), walk(among(rows, np.arange(upto))), upto)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(ledgers(least=4), st.data())
def test_whatever_is_promised_later_and_by_whomever_moves_no_forecast(rows: Rows, data: st.DataObject) -> None:
    cut = int(data.draw(st.sampled_from(rows.made_us.tolist())))
    upto = int((rows.made_us <= cut).sum())
    mixed = np.random.default_rng(data.draw(st.integers(0, 99))).permutation(len(rows) - upto) + upto
    columns = {name: getattr(rows, name).copy() for name in ("unit", "group", "occasion", "y", "size", "formal")}
    for column in columns.values():
        column[upto:] = column[mixed]
    # Occasions of the later rows are new ones: whose they are and what they share is the future's too.
    columns["occasion"][upto:] += rows.occasion.max() + 1
    same_forecasts(walk(rows), walk(replace(rows, **columns)), upto)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(ledgers(least=3), st.data())
def test_when_a_later_verdict_becomes_known_moves_no_earlier_forecast(rows: Rows, data: st.DataObject) -> None:
    cut = int(data.draw(st.sampled_from(rows.made_us.tolist())))
    later = rows.known_us >= cut
    moved = replace(rows, known_us=np.where(later, rows.known_us + 7 * DAY_US, rows.known_us))
    same_forecasts(walk(rows), walk(moved), int((rows.made_us <= cut).sum()))


def test_what_becomes_known_earlier_does_move_the_forecast() -> None:
    """The four tests above could not fail if nothing ever moved one."""
    rows, _ = steady(np.random.default_rng(0), units=3, alike=4.0, mean=0.9, promises=12.0)
    turned = walk(replace(rows, y=np.where(rows.known_us < rows.made_us[-1], 1.0 - rows.y, rows.y)))
    assert turned.p[-1] < 0.5 < walk(rows).p[-1]


# --- Through the store ----------------------------------------------------------------------------------------------


def promises(seed: int, n: int = 60) -> list[Commitment]:
    """Promises of four people, many made or known in the same moment."""
    chance = random.Random(seed)
    told = []
    for number in range(n):
        made = SINCE_US + chance.randrange(0, 40) * DAY_US
        due = made + chance.choice([1, 2, 2, 30]) * DAY_US
        told.append(
            Commitment(
                id=f"{number:03}",
                subject=chance.choice(["ana", "bo", "cy", "di"]),
                subject_kind="project",
                team=chance.choice([None, "red", "blue"]),
                made_us=made,
                due_us=due,
                known_us=due,
                outcome=chance.choice(["kept", "kept", "broken"]),
                source="drawn.csv",
                line=number + 1,
            )
        )
    return told


def walked_by_store(told: list[Commitment], on_us: int) -> Walk:
    with memory(Evidence(commitments=commitment.table(told)), threads=1) as engine:
        return panel.walk(*walkforward(engine, View(), on_us))


@pytest.mark.parametrize("seed", range(2))
def test_the_order_in_which_rows_are_told_moves_no_forecast(seed: int) -> None:
    told = promises(seed)
    mixed = list(told)
    random.Random(seed + 1).shuffle(mixed)
    on_us = SINCE_US + 365 * DAY_US
    one, two = walked_by_store(told, on_us), walked_by_store(mixed, on_us)
    assert (np.diff(one.rows.made_us) == 0).any()  # there are ties
    assert one.p.tobytes() == two.p.tobytes()
    assert one.weights.tobytes() == two.weights.tobytes()


@pytest.mark.parametrize("seed", range(2))
def test_through_the_store_too_everything_after_a_forecasts_time_may_change(seed: int) -> None:
    told = promises(seed)
    on_us, cut = SINCE_US + 365 * DAY_US, SINCE_US + (15 + 5 * seed) * DAY_US
    chance = random.Random(seed)
    other = {"kept": "broken", "broken": "kept"}
    changed = []
    for row in told:
        if row.made_us > cut:
            who, outcome = chance.choice(["ana", "eve"]), chance.choice(["kept", "broken"])
            changed.append(replace(row, subject=who, team="green", outcome=outcome))
        elif row.known_us is not None and row.known_us >= cut:
            changed.append(replace(row, outcome=other[row.outcome or ""]))
        else:
            changed.append(row)
    one, two = walked_by_store(told, on_us), walked_by_store(changed[::-1], on_us)
    upto = int((one.rows.made_us <= cut).sum())
    assert 5 < upto < len(told)
    same_forecasts(one, two, upto)


# --- What a walk is -------------------------------------------------------------------------------------------------


@settings(max_examples=25)
@given(ledgers())
def test_every_forecast_is_a_probability_and_every_weight_a_share(rows: Rows) -> None:
    done = walk(rows)
    for p in (done.members, done.mixed, done.p):
        assert np.isfinite(p).all()
        assert ((p > 0.0) & (p < 1.0)).all()
    np.testing.assert_allclose(done.weights.sum(axis=1), 1.0, rtol=1e-9)
    assert done.final.sum() == pytest.approx(1.0)
    assert done.members.shape == (len(rows), len(NAMES))
    for weights in done.grids.values():
        assert weights.sum() == pytest.approx(1.0)


def test_the_same_ledger_gives_the_same_forecasts_to_the_last_bit() -> None:
    rows, _ = steady(np.random.default_rng(5), units=4, alike=6.0, mean=0.7, promises=20.0)
    assert walk(rows).p.tobytes() == walk(rows).p.tobytes()


def test_a_walk_mutates_nothing_it_was_given() -> None:
    rows, _ = steady(np.random.default_rng(5), units=4, alike=6.0, mean=0.7, promises=10.0)
    before = {name: getattr(rows, name).tobytes() for name in ("unit", "y", "made_us", "known_us", "occasion")}
    walk(rows)
    assert before == {name: getattr(rows, name).tobytes() for name in before}


def test_it_says_what_it_is_doing() -> None:
    said: list[str] = []
    from plain_sums import walked

    rows = ledger([0], [0.0], [1.0], [1])
    panel.walk(rows, walked(rows), progress=said.append)
    assert said
    assert all(said)


@pytest.mark.parametrize("y", [0.0, 1.0])
def test_all_kept_and_all_broken_are_forecast_ever_more_surely(y: float) -> None:
    made = np.arange(300) * 2.0
    done = walk(ledger(np.zeros(300), made, made + 1.0, np.full(300, y)))
    toward = done.p if y else 1.0 - done.p
    assert done.p[0] == pytest.approx(0.5)
    assert 0.8 < toward[20] < toward[100] < toward[299] < 1.0


def test_fifty_promises_due_on_one_day_count_less_than_fifty_on_fifty_days() -> None:
    """MODEL §1, occasions: what falls due together is one to fifty occasions, never more than fifty days give."""
    others = np.arange(40) * 3.0
    background = (np.repeat([1, 2], 40), np.r_[others, others], [1, 0, 1] * 26 + [1, 0])
    later = 200.0 + np.arange(50) * 2.0
    apart, together = np.r_[background[1], later], np.r_[background[1], np.full(50, 200.0)]
    unit, y = np.r_[background[0], np.zeros(50)], np.r_[background[2], np.zeros(50)]
    asked = 320.0
    said = [
        walk(ledger(np.r_[unit, 0], np.r_[made, asked], np.r_[made, asked] + 1.0, np.r_[y, 1])).p[-1]
        for made in (apart, together)
    ]
    assert said[0] + 0.05 < said[1] < 0.5
