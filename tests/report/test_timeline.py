"""Commitments over time: each in the lane of its outcome, rare ones kept, big ledgers thinned and saying so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.units import mark

from saidanddone.diagnosis.finding import Mark
from saidanddone.report.timeline import LANES, MARKS_DRAWN, lane_of, thinned


@pytest.mark.parametrize(
    ("row", "lane"),
    [
        (mark(0, age=9), "kept"),
        (mark(0, age=9, renegotiated=True), "moved"),
        (mark(0, age=9, y=0), "late"),
        (mark(0, age=9, y=0, closed_us=None), "broken"),
        (mark(0, age=9, y=0, status="admitted"), "admitted"),
        (mark(0, age=9, y=0, status="overdue"), "overdue"),
        (mark(0, age=90, y=0, status="dropped"), "dropped"),
        (mark(0, age=9, y=None, status="withdrawn"), "withdrawn"),
        (mark(0, age=-9, y=None, status="pending"), "pending"),
        (mark(0, age=9, y=None, status="untold"), "untold"),
        (mark(0, age=9, y=None, status="pending", due_us=None), "undated"),
        (mark(0, age=9, y=None, status="delivered", due_us=None), "undated"),
    ],
)
def test_each_outcome_has_its_lane(row: Mark, lane: str) -> None:
    assert lane_of(row) == lane


STATUS = st.sampled_from(["pending", "overdue", "delivered", "admitted", "withdrawn", "dropped", "untold"])
ROWS = st.lists(st.tuples(st.integers(-50, 3000), STATUS, st.sampled_from([0, 1, None])), max_size=900)


@given(ROWS, st.integers(20, MARKS_DRAWN))
def test_thinning_keeps_to_its_room_and_keeps_every_outcome(rows: list[tuple[int, str, int | None]], most: int) -> None:
    drawn = thinned([mark(i, age=age, status=s, y=y) for i, (age, s, y) in enumerate(rows)], most)
    assert len(drawn.marks) <= most
    assert {lane for _, lane in drawn.marks} == set(drawn.total) <= set(LANES)
    assert sum(drawn.total.values()) == len(rows)
    assert (len(drawn.marks) == len(rows)) == (drawn.said == "")


def test_rare_outcomes_stay_whole_while_common_ones_are_thinned() -> None:
    rows = [mark(i, age=i % 900) for i in range(10_000)] + [mark(i, age=i, y=0, status="dropped") for i in range(40)]
    drawn = thinned(rows)
    assert sum(lane == "dropped" for _, lane in drawn.marks) == 40
    assert drawn.said == "Of 10,040 commitments, 398 are drawn: every 28th of kept."
