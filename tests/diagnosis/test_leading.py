"""Leaders going first, and what followed (MISSION S13)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from check_last_time import LED, Led, led
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.diagnosis import met as met_rows
from saidanddone.diagnosis.leading import FEWEST_ACTS, WINDOW_DAYS, divided, leaders_first, spaced
from saidanddone.diagnosis.speaking import LeadersFirst
from saidanddone.evidence import people
from saidanddone.evidence.act import STAGE_OF
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.people import Person

ON_US = 1_000 * DAY_US
ROSTER = people.table([Person("p-lead", "Apollo", "leader"), Person("p-a", "Apollo"), Person("p-b", "Apollo")])
PAIRS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=3, max_size=12)


def act(day: float, person: str | None = "p-a", kind: str = "question", **more: Any) -> dict[str, Any]:
    at_us = int(day * DAY_US)
    return {
        "id": f"{person}{at_us}", "team": "Apollo", "person": person, "kind": kind, "stage": STAGE_OF[kind],
        "at_us": at_us, "public": True, "reporter": "observed", "state": "unsettled", "followed": "unknown",
        "cluster": f"day {at_us // DAY_US}", "channel": "meeting", "source": "acts.csv", "line": 2, **more,
    }  # fmt: skip


def told(rows: list[dict[str, Any]], roster: pa.Table = ROSTER) -> LeadersFirst | None:
    return leaders_first(pa.Table.from_pylist(rows, met_rows.SCHEMA), roster, ON_US)


def steady(before: int, after: int, occasions: int = 5) -> list[dict[str, Any]]:
    """A leader who admits something every sixty days, with so many acts in the two weeks before and after."""
    rows = [act(0), act(999)]
    for i in range(occasions):
        day = 60 + 60 * i
        rows.append(act(day, "p-lead", "mistake"))
        rows += [act(day - 1 - k) for k in range(before)] + [act(day + 1 + k) for k in range(after)]
    return rows


def test_acts_a_week_before_and_after_are_those_of_everybody_else() -> None:
    found = told(steady(2, 6))
    assert found is not None
    assert (found.before, found.after) == (1.0, 3.0)
    assert found.acts == {"mistake": 5}
    assert (found.mistakes_public, found.last_us) == (5, 300 * DAY_US)
    assert found.low is not None
    assert found.ratio is not None
    assert found.high is not None
    assert 1.0 < found.low < found.ratio < found.high


@given(PAIRS, st.integers(0, 11))
def test_one_act_more_afterwards_never_lowers_the_ratio(pairs: list[tuple[int, int]], place: int) -> None:
    counts = np.array(pairs, dtype=np.int64)
    one = divided(counts)
    counts[place % len(counts), 1] += 1
    two = divided(counts)
    if one is not None:
        assert two is not None
        assert two[0] > one[0]


@given(PAIRS)
def test_time_run_backwards_turns_the_ratio_over(pairs: list[tuple[int, int]]) -> None:
    counts = np.array(pairs, dtype=np.int64)
    forwards, backwards = divided(counts), divided(counts[:, ::-1])
    assert (forwards is None) == (counts.sum() < FEWEST_ACTS)
    if forwards is not None and backwards is not None:
        ratio, low, high = forwards
        assert 0.0 < low < ratio < high
        assert backwards == pytest.approx((1 / ratio, 1 / high, 1 / low))


@given(PAIRS)
def test_pairs_that_disagree_leave_more_open_than_pairs_that_agree(pairs: list[tuple[int, int]]) -> None:
    counts = np.array(pairs, dtype=np.int64) + 2
    wild = counts.copy()
    wild[0], wild[1] = (counts[0].sum() + counts[1].sum(), 0), (0, 0)
    wild[1, 1] = counts[0].sum() + counts[1].sum()
    tame = wild.copy()
    tame[:2] = (counts[0].sum() + counts[1].sum() + 1) // 2
    one, two = divided(wild), divided(tame)
    assert one is not None
    assert two is not None
    assert one[2] / one[1] > two[2] / two[1]


@given(st.lists(st.integers(0, 2_000), max_size=40))
def test_no_day_lies_in_the_windows_of_two_occasions(days: list[int]) -> None:
    chosen = [days[place] for place in spaced(days, days)]
    assert all(later - earlier > 2 * WINDOW_DAYS for earlier, later in pairwise(chosen))
    assert bool(chosen) == bool(days)


def test_the_leaders_own_meeting_and_day_count_on_neither_side() -> None:
    crowd = [act(60 + 60 * i, "p-b") for i in range(5) for _ in range(9)]
    threads = [act(63 + 60 * i, "p-b", cluster=f"day {60 + 60 * i}") for i in range(5)]
    plain, more = told(steady(3, 3)), told([*steady(3, 3), *crowd, *threads])
    assert plain == more


def test_windows_that_reach_beyond_what_was_read_do_not_count() -> None:
    rows = [row for row in steady(2, 6) if row["at_us"] < 290 * DAY_US]  # the fourth, on day 240, is the last
    found, fewer = told(rows), told([row for row in rows if row["at_us"] <= 250 * DAY_US])
    assert found is not None
    assert fewer is not None
    assert fewer.acts == {"mistake": 4}
    assert fewer.after is not None
    assert fewer.after == 3.0


def test_with_too_little_acts_are_counted_and_no_ratio_told() -> None:
    found = told(steady(2, 6, occasions=2))
    assert found is not None
    assert (found.acts, found.ratio, found.before, found.low) == ({"mistake": 2}, None, None, None)


def test_a_leader_who_never_went_first_is_told_as_such() -> None:
    found = told([act(1), act(2)])
    assert found is not None
    assert (found.acts, found.last_us, found.mistakes_public) == ({}, None, 0)


def test_asking_and_proposing_is_what_leading_consists_of_and_not_going_first() -> None:
    usual = [act(day, "p-lead", kind) for day in range(3, 990, 9) for kind in ("question", "idea", "introduction")]
    assert told([*steady(2, 6), *usual]) == told(steady(2, 6))


def test_without_a_leader_or_without_anybody_known_nothing_is_said() -> None:
    assert told(steady(2, 6), people.table([Person("p-a", "Apollo")])) is None
    assert told(steady(2, 6), people.table([Person("p-x", "Borealis", "leader")])) is None
    assert told([act(1, None)]) is None
    assert told([]) is None


def test_who_leads_is_looked_up_at_the_moment_of_the_act() -> None:
    roster = people.table(
        [Person("p-lead", "Apollo", "leader", to_us=100 * DAY_US), Person("p-lead", "Apollo", from_us=100 * DAY_US)]
    )
    found = told(steady(2, 6), roster)
    assert found is not None
    assert found.acts == {"mistake": 1}


def test_an_act_of_nobody_known_counts_on_neither_side() -> None:
    assert told([*steady(2, 6), *(act(61 + 60 * i, None) for i in range(5))]) == told(steady(2, 6))


@pytest.mark.parametrize("world", [LED[1], LED[5]], ids=lambda world: world.name)
def test_the_interval_holds_where_leaders_act_in_lively_weeks(world: Led) -> None:
    found = [led(world, np.random.default_rng(seed)) for seed in np.random.SeedSequence(7).spawn(150)]
    ends = [(one.low, one.high) for one in found if one is not None and one.low is not None and one.high is not None]
    assert len(ends) > 120
    assert np.mean([low <= world.ratio <= high for low, high in ends]) >= 0.83
