"""Which rule spoke for a row, and that every row behind a figure is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.evidence.commitment import OUTCOMES, Commitment
from saidanddone.evidence.outcome import DAY_US, settle
from saidanddone.verbs.explanation import RULES, rows_behind, rule

NOW = 100 * DAY_US


def promised(**more: Any) -> Commitment:
    return Commitment(
        id="1", subject="p-a", source="l.csv", **{"line": 2, "made_us": DAY_US, "due_us": 10 * DAY_US, **more}
    )


def spoke(**more: Any) -> str:
    one = promised(**more)
    return rule(one, settle(one, NOW), NOW)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"due_us": None}, "undated"),
        ({"outcome": "withdrawn"}, "withdrawn"),
        ({"outcome": "kept"}, "stated"),
        ({"outcome": "admitted"}, "stated"),
        ({"outcome": "delivered"}, "delivered"),
        ({"closed_us": 9 * DAY_US}, "closed_in_time"),
        ({"closed_us": 11 * DAY_US}, "closed_late"),
        ({}, "open_after"),
        ({"due_us": 200 * DAY_US}, "not_due"),
        ({"due_us": 200 * DAY_US, "closed_us": 50 * DAY_US}, "not_due"),
        ({"outcome": "broken", "known_us": 150 * DAY_US}, "not_known"),
        ({"outcome": "kept", "known_us": DAY_US}, "known_early"),
        ({"due_us": DAY_US, "outcome": "kept"}, "known_early"),
        ({"made_us": 101 * DAY_US, "due_us": 110 * DAY_US}, "later"),
    ],
)
def test_each_row_names_the_rule_that_spoke(fields: dict[str, Any], expected: str) -> None:
    assert spoke(**fields) == expected


times = st.none() | st.integers(0, 130).map(lambda day: day * DAY_US)


@given(made=st.integers(0, 130), due=times, closed=times, known=times, outcome=st.sampled_from([None, *OUTCOMES]))
def test_a_row_counts_exactly_when_its_verdict_may_be_used(
    made: int, due: int | None, closed: int | None, known: int | None, outcome: str | None
) -> None:
    one = promised(made_us=made * DAY_US, due_us=due, closed_us=closed, known_us=known, outcome=outcome)
    told = settle(one, NOW)
    row = rows_behind([one], NOW)[0]
    usable = told.y is not None and told.known_us is not None and one.made_us < told.known_us < NOW
    assert row.counts == usable
    assert row.y == (told.y if usable else None)
    assert row.rule in RULES


def test_rows_come_in_the_order_they_were_made_and_say_where_they_stand() -> None:
    rows = rows_behind([promised(made_us=7, due_us=9, line=4), promised(made_us=3, due_us=9, line=9)], NOW)
    assert [(row.source, row.line) for row in rows] == [("l.csv", 9), ("l.csv", 4)]


def test_a_due_time_moved_in_good_time_is_told() -> None:
    row = rows_behind([promised(moved_us=2 * DAY_US, moved_due_us=30 * DAY_US, closed_us=20 * DAY_US)], NOW)[0]
    assert (row.moved, row.y, row.rule) == (True, 1, "closed_in_time")
