"""Weeks of being included, from a plain table: whose, which, and what is known of it (MISSION S4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from saidanddone.evidence.inclusion import monday
from saidanddone.evidence.people import People

Read = Callable[..., Any]
HEADER = "person,week,team,invitations,replies,mentions,turns\n"
MONDAY = 1_788_739_200_000_000
"""2026-09-07, 00:00 UTC."""


def test_a_week_is_read_and_what_is_not_known_is_not_nothing(reading: Read, people: People) -> None:
    got = reading(HEADER + "Bob,2026-09-07,Kite,6,11,,0\n")
    (week,) = got.evidence.inclusion.to_pylist()
    assert (got.row.kind, got.problems) == ("inclusion", [])
    assert week == {
        "person": people.pseudonym("Bob"), "team": "Kite", "week_us": MONDAY, "invitations": 6.0, "replies": 11.0,
        "mentions": None, "turns": 0.0, "source": "ledger.csv", "line": 2,
    }  # fmt: skip


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Asia/Tokyo"])
@pytest.mark.parametrize("day", ["2026-09-07", "2026-09-09", "2026-09-13"])
def test_any_day_of_a_week_stands_for_it_wherever_it_was_written(reading: Read, day: str, zone: str) -> None:
    got = reading(HEADER + f"Bob,{day},,,1,,\n", tz=zone)
    assert got.evidence.inclusion.column("week_us").to_pylist() == [MONDAY]


def test_one_persons_week_is_read_once_and_a_line_without_a_count_not_at_all(reading: Read) -> None:
    got = reading(HEADER + "Bob,2026-09-07,,,1,,\nBOB,2026-09-08,,,2,,\nCleo,2026-09-07,,,,,\nCleo,2026-09-14,,,-1,,\n")
    assert got.evidence.inclusion.column("replies").to_pylist() == [1.0]
    assert sorted((problem.line, problem.said) for problem in got.problems) == [
        (3, "A line further up is of the same person and week; that one was read, this one not."),
        (4, "The line holds no count; it was not read."),
        (5, "The column replies holds no usable number; it was set aside."),
        (5, "The line holds no count; it was not read."),
    ]


def test_no_name_is_in_what_was_read(reading: Read) -> None:
    got = reading(HEADER + "Zebediah,2026-09-07,,,1,,\n,2026-09-07,,,1,,\n")
    assert "Zebediah" not in repr(got.evidence) + repr(got.problems) + str(got.evidence.inclusion.to_pylist())
    assert got.said == ["The line does not say whose week it was."]


@pytest.mark.parametrize("at", [MONDAY, MONDAY + 1, MONDAY + 7 * 86_400_000_000 - 1])
def test_a_week_begins_on_monday_and_ends_before_the_next(at: int) -> None:
    assert monday(at) == MONDAY
    assert monday(MONDAY - 1) == MONDAY - 7 * 86_400_000_000
