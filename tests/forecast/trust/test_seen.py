"""Trust by how long somebody has been watching: strangers get the base rate, old hands what is perceived (T15)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from forecast.trust.drawn import ledgers, stand
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated import ledger

from saidanddone.evidence.tally import Rows
from saidanddone.forecast.trust.outlook import forecast, state_of
from saidanddone.forecast.trust.remembered import perceived
from saidanddone.forecast.trust.result import Seen
from saidanddone.forecast.trust.seen import TENURES, seen


def of(rows: Rows, tenures: tuple[int, ...] = TENURES) -> tuple[list[tuple[Seen, ...]], np.ndarray]:
    walk, tallies, _ = stand(rows)
    recalled = perceived(walk, tallies, forecast(walk, state_of(walk, tallies)))
    return seen(walk, tallies, recalled, line=0.8, interval=0.9, tenures=tenures), recalled


def forty() -> Rows:
    """One unit with forty promises over two years, two of them in the last month; three others keep four in five."""
    chance = np.random.default_rng(1)
    own = np.r_[np.linspace(0.0, 600.0, 38), 700.0, 720.0]
    others = np.tile(np.linspace(0.0, 720.0, 30), 3)
    unit = np.r_[np.zeros(40), np.repeat([1, 2, 3], 30)]
    y = np.r_[np.zeros(38), 1.0, 1.0, chance.random(90) < 0.8]
    made = np.r_[own, others]
    return ledger(unit, made, made + 1.0, y)


def test_newcomers_saw_two_of_your_forty() -> None:
    (newest, *_), *_ = of(forty())[0]
    assert (newest.days, newest.settled, newest.kept, newest.of) == (30, 2, 2, 40)


def test_who_saw_only_the_good_days_expects_more_than_who_saw_all() -> None:
    first, *_ = of(forty(), (30, 90, 365, 10_000))[0]
    assert first[0].mean > first[-1].mean + 0.2


def test_who_saw_more_of_a_steady_record_is_surer_of_it() -> None:
    made = np.tile(np.linspace(0.0, 400.0, 60), 3)
    y = np.tile([1.0, 1.0, 1.0, 0.0], 45)
    first, *_ = of(ledger(np.repeat([0, 1, 2], 60), made, made + 1.0, y), (10, 90, 1000))[0]
    widths = [one.high - one.low for one in first]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 1.5 * widths[-1]


@settings(max_examples=15)
@given(ledgers())
def test_watching_from_the_beginning_agrees_with_what_is_perceived(rows: Rows) -> None:
    found, recalled = of(rows, (100_000,))
    for u, told in enumerate(found):
        assert [one.mean for one in told] == pytest.approx([recalled[u]] * len(told), abs=1e-9)


@settings(max_examples=15)
@given(ledgers(), st.lists(st.integers(1, 1000), min_size=2, max_size=4, unique=True).map(sorted))
def test_longer_watching_never_sees_less(rows: Rows, days: list[int]) -> None:
    for told in of(rows, tuple(days))[0]:
        assert [one.settled for one in told] == sorted(one.settled for one in told)
        assert [one.kept for one in told] == sorted(one.kept for one in told)
        assert all(one.kept <= one.settled <= one.of for one in told)
        assert all(0.0 <= one.low <= one.mean <= one.high <= 1.0 for one in told)


def test_a_stranger_has_the_base_rate_of_everybody_else() -> None:
    """Whatever the unit's own record, of which they know nothing."""
    made = np.tile(np.linspace(0.0, 100.0, 40), 4)
    unit = np.repeat([0, 1, 2, 3], 40)
    for own in (0.0, 1.0):
        y = np.where(unit == 0, own, np.tile([1, 1, 1, 0], 40))
        late = np.where(unit == 0, made, made + 200.0)
        first, *_ = of(ledger(unit, late, late + 1.0, y), (1,))[0]
        assert first[0].settled == 0
        assert first[0].mean == pytest.approx(0.75, abs=0.05)
        assert first[0].high - first[0].low > 0.3


def test_where_nobody_else_promised_anything_a_stranger_knows_nothing() -> None:
    made = np.linspace(0.0, 100.0, 30)
    (told,) = of(ledger(np.zeros(30), np.r_[made], made + 1.0, np.ones(30)), (0, 1000))[0]
    assert told[0].settled == 0
    assert told[0].mean == pytest.approx(0.5)
    assert told[1].mean > 0.8


def test_one_more_kept_within_sight_never_lowers_what_is_seen() -> None:
    days = np.r_[np.linspace(0.0, 300.0, 12), 310.0, np.linspace(0.0, 300.0, 40)]
    unit = np.r_[np.zeros(13), np.ones(40)]
    expected = []
    for last in (0.0, 1.0):
        y = np.r_[np.tile([1.0, 0.0], 6), last, np.tile([1.0, 1.0, 0.0, 1.0], 10)]
        first, *_ = of(ledger(unit, days, days + 1.0, y))[0]
        expected.append(first[0].mean)
    assert expected[0] < expected[1]


def test_of_a_unit_outside_the_walk_nothing_is_said() -> None:
    """A large ledger is walked by a sample of its subjects; of the others only sums are known."""
    walk, tallies, _ = stand(forty())
    others = replace(tallies, units=("unit 000", "elsewhere", "unit 002", "unit 003"))
    told = seen(walk, others, np.full(4, 0.5), line=0.8, interval=0.9)
    assert [len(one) for one in told] == [3, 0, 3, 3]


def test_of_a_record_that_is_walked_in_part_nothing_is_said_either() -> None:
    """Or "two of forty" would be two of those that were drawn."""
    walk, tallies, _ = stand(forty())
    more = replace(tallies, counts={**tallies.counts, "settled": np.array([400, 30, 30, 30])})
    told = seen(walk, more, np.full(4, 0.5), line=0.8, interval=0.9)
    assert [len(one) for one in told] == [0, 3, 3, 3]
