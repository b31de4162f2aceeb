"""The same reaction to the same situation: follow-through by situation, and when it may be called different (T6)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from check_situations import SLACK, leader, told
from forecast.trust.drawn import ledgers, stand
from hypothesis import given
from simulated import ledger

from saidanddone.evidence.tally import Floats, Ints, Rows
from saidanddone.forecast.trust.consistency import consistency
from saidanddone.forecast.trust.situations import (
    FALSE_ALARMS,
    Situations,
    by_order,
    by_shift,
    dispersion,
    situations,
)

SEED = 1


def of(rows: Rows) -> Situations:
    return situations(rows, np.arange(len(rows)), 0.9, SEED)


@pytest.mark.parametrize(
    ("n", "months", "together"), [(30, 0.0, 1), (100, 0.0, 1), (60, 0.0, 3), (60, 1.0, 1), (200, 1.0, 1)]
)
def test_steady_leaders_are_not_called_inconsistent(n: int, months: float, together: int) -> None:
    """Neither are those with good and bad months, which have nothing to do with the situation. SE .011."""
    of_any, _ = told(400, n, months=months, together=together)
    assert of_any <= FALSE_ALARMS + SLACK


def test_who_folds_under_pressure_is_told_so() -> None:
    of_any, of_pressure = told(100, 60, under=0.5)
    assert of_pressure > 0.6
    assert of_any - of_pressure < 0.1


def test_a_situation_is_told_by_its_own_occasions_and_a_little_by_all() -> None:
    made = np.arange(40.0)
    pressure = np.repeat([0, 1], 20)
    y = np.r_[np.ones(20), np.tile([1.0, 0.0], 10)]
    calm, under = of(ledger(np.zeros(40), made, made + 1.0, y, pressure=pressure)).situations
    assert (calm.by, calm.name, calm.occasions) == ("pressure", "in calm", 20.0)
    assert (under.name, under.occasions) == ("under pressure", 20.0)
    assert 0.5 < under.mean < 31 / 42 < calm.mean < 1.0
    assert under.low < under.mean < under.high < calm.mean


def test_notice_is_from_the_promise_to_when_it_was_first_due() -> None:
    made = np.arange(18) * 10.0
    lead = np.repeat([7.0, 31.0, 32.0], 6)
    found = of(ledger(np.zeros(18), made, made + lead, np.tile([1.0, 0.0], 9)))
    assert [(one.name, one.occasions) for one in found.situations] == [
        ("due within a week", 6.0), ("due within a month", 6.0), ("due later", 6.0),
    ]  # fmt: skip


@pytest.mark.parametrize(("under", "sorts"), [(4, ()), (5, ("pressure",))])
def test_fewer_than_five_occasions_on_a_side_say_nothing(under: int, sorts: tuple[str, ...]) -> None:
    made = np.arange(30.0)
    pressure = np.r_[np.ones(under), np.zeros(30 - under)]
    found = of(ledger(np.zeros(30), made, made + 1.0, np.tile([1.0, 0.0], 15), pressure=pressure))
    assert tuple(found.dispersion) == sorts
    assert {one.by for one in found.situations} == set(sorts)


def test_promises_that_fall_due_together_are_one_occasion() -> None:
    """Ten under pressure on one day are one, however they turned out."""
    made = np.r_[np.arange(20.0), np.full(10, 40.0)]
    pressure = np.r_[np.zeros(20), np.ones(10)]
    assert of(ledger(np.zeros(30), made, made + 1.0, np.ones(30), pressure=pressure)).situations == ()


@given(ledgers(units=1))
def test_every_figure_is_within_its_range(rows: Rows) -> None:
    found = of(rows)
    assert all(0.0 <= one.low < one.mean < one.high <= 1.0 for one in found.situations)
    assert all(0.0 <= p <= 1.0 for p in found.by_chance.values())
    assert set(found.differs) <= set(found.by_chance) == set(found.dispersion)
    assert all(value is None or value >= 0.0 for value in found.dispersion.values())


def drawn(seed: int) -> tuple[Floats, Ints]:
    rng = np.random.default_rng(seed)
    return (rng.random(30) < 0.7).astype(float), rng.permutation(np.repeat([0, 1, 2], 10))


def test_dispersion_over_all_orders_is_one() -> None:
    share, which = drawn(1)
    rng = np.random.default_rng(0)
    found = [dispersion(rng.permutation(share), which) for _ in range(4_000)]
    assert np.mean([value for value in found if value is not None]) == pytest.approx(1.0, abs=0.05)


def test_where_all_is_kept_nothing_disperses() -> None:
    assert dispersion(np.ones(20), np.repeat([0, 1], 10)) is None


def test_the_shifts_are_those_of_a_plain_loop() -> None:
    share, which = drawn(2)
    tried = [dispersion(share, np.roll(which, shift)) for shift in range(30)]
    assert tried[0] is not None
    assert by_shift(share, which) == pytest.approx(
        np.mean([one >= tried[0] - 1e-9 for one in tried if one is not None])
    )


def test_a_record_split_clean_in_two_is_hardly_any_order_and_half_a_coin_is_most() -> None:
    which = np.repeat([0, 1], 15)
    assert by_order(np.repeat([0.0, 1.0], 15), which, SEED) <= 0.002
    assert by_order(np.tile([0.0, 1.0], 15), which, SEED) > 0.5


def test_notice_is_said_to_be_unknown_where_a_source_tells_of_no_moved_dates() -> None:
    rows, _ = leader(np.random.default_rng(1), 40)
    walk, tallies, _ = stand(rows)
    assert consistency(walk, tallies, 0.9, SEED)[0].notice_known
    unknown = replace(tallies, counts={**tallies.counts, "history_unknown": np.array([3])})
    found = consistency(walk, unknown, 0.9, SEED)[0]
    assert not found.notice_known
    assert {one.by for one in found.situations} == {"pressure", "form", "notice"}


def test_the_interval_of_a_situation_covers_its_rate() -> None:
    rng = np.random.default_rng(8)
    held = []
    for _ in range(200):
        rows, rate = leader(rng, 60)
        held += [one.low <= rate <= one.high for one in of(rows).situations]
    assert np.mean(held) >= 0.86
