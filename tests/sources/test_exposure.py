"""Exposure from a plain table: all of it is said, nothing of it is guessed (MODEL §2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from saidanddone.evidence.people import People

Read = Callable[..., Any]
HEADER = "team,from,to,kind,amount,person\n"
DAY = 86_400_000_000
SEPTEMBER = 1_788_220_800_000_000
"""2026-09-01, 00:00 UTC."""


def test_a_stretch_is_read_with_both_its_days(reading: Read, people: People) -> None:
    got = reading(HEADER + "Kite,2026-09-01,2026-09-30,meeting,42.5,\nReef,2026-09-01,2026-09-01,writing,1,Cleo\n")
    first, second = got.evidence.exposure.to_pylist()
    assert (got.row.kind, got.problems) == ("exposure", [])
    assert first == {
        "team": "Kite", "person": None, "from_us": SEPTEMBER, "to_us": SEPTEMBER + 30 * DAY - 1, "kind": "meeting",
        "amount": 42.5, "source": "ledger.csv", "line": 2,
    }  # fmt: skip
    assert (second["kind"], second["person"]) == ("writing", people.pseudonym("Cleo"))
    assert got.evidence.names == {people.pseudonym("Cleo"): "Cleo"}


@pytest.mark.parametrize(("written", "kind"), [("Meetings", "meeting"), ("person-hours", "meeting"),
                                               ("chat", "writing"), ("Person Weeks", "writing")])  # fmt: skip
def test_a_kind_may_be_called_as_people_do(reading: Read, written: str, kind: str) -> None:
    got = reading(HEADER + f"Kite,2026-09-01,2026-09-30,{written},1,\n")
    assert got.evidence.exposure.column("kind").to_pylist() == [kind]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",2026-09-01,2026-09-30,meeting,1,", "The line does not say whose occasion it was."),
        ("Kite,,2026-09-30,meeting,1,", "The line does not say from when it was."),
        ("Kite,2026-09-01,,meeting,1,", "The line does not say until when it was."),
        ("Kite,2026-09-30,2026-09-01,meeting,1,", "It ends before it begins; the line was not read."),
        ("Kite,2026-09-01,2026-09-30,tea,1,", "The column kind holds no word we know; the line was not read."),
        ("Kite,2026-09-01,2026-09-30,meeting,,", "The line does not say how much occasion there was; it was not read."),
        ("Kite,2026-09-01,2026-09-30,meeting,-1,", "The column amount holds no usable number; it was set aside."),
        ("Kite,2026-09-01,2026-09-30,meeting,inf,", "The column amount holds no usable number; it was set aside."),
    ],
)
def test_a_row_that_leaves_something_out_is_told_and_not_read(reading: Read, row: str, said: str) -> None:
    got = reading(HEADER + row + "\nKite,2026-10-01,2026-10-31,meeting,3,\n")
    assert got.said[0] == said
    assert got.evidence.exposure.column("amount").to_pylist() == [3.0]
    assert (got.row.rows, got.row.unread) == (1, 1)


def test_one_stretch_told_twice_is_read_once(reading: Read) -> None:
    row = "Kite,2026-09-01,2026-09-30,meeting,{},\n"
    got = reading(HEADER + row.format(1) + row.format(2))
    assert got.evidence.exposure.column("amount").to_pylist() == [1.0]
    assert [problem.line for problem in got.problems] == [3]


def test_a_stretch_of_pressure_is_none_of_exposure(reading: Read) -> None:
    assert reading("team,from,to\nKite,2026-09-01,2026-09-30\n").row.kind == "pressure"
    assert reading("team,from,to,kind\nKite,2026-09-01,2026-09-30,meeting\n").row.kind == "pressure"
