"""Which commitment a row is: reading again changes nothing, and repeats are told (MISSION T3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.sources.identity import content_id

Read = Callable[..., Any]

BARE = "subject,made_at,due_at\n"
HEAD = "id,subject,made_at,due_at,outcome,outcome_by\n"


def ids(got: Any) -> list[str]:
    return [promise["id"] for promise in got.promises]


def test_reading_again_makes_the_same_ids(reading: Read) -> None:
    text = BARE + "Ana,2026-09-01,2026-09-07\nAna,2026-09-01,2026-09-07\nBo,2026-09-01,\n"
    assert ids(reading(text)) == ids(reading(text))
    assert len(set(ids(reading(text)))) == 3


def test_a_made_id_outlives_outcomes_filled_in_and_lines_added_below_or_elsewhere(reading: Read) -> None:
    before = ids(reading("subject,made_at,due_at,outcome\nAna,2026-09-01,2026-09-07,\n"))
    after = ids(reading("subject,made_at,due_at,outcome\nBo,2026-08-01,2026-08-07,1\nAna,2026-09-01,2026-09-07,kept\n"))
    assert before == after[1:]


def test_a_made_id_is_the_same_however_the_row_is_spelled(reading: Read) -> None:
    first = ids(reading(BARE + "Ana,2026-09-01,2026-09-07\n"))
    assert first == ids(reading("Deadline;who;made on\n7 Sep 2026;  ANA ;01.09.2026\n"))


def test_only_rows_without_an_id_get_one(reading: Read) -> None:
    found = ids(reading(HEAD + "p1,Ana,2026-09-01,2026-09-07,,\n,Ana,2026-09-01,2026-09-07,,\nNaN,Ana,2026-09-01,,,\n"))
    assert found[0] == "p1"
    assert all(name.startswith("c-") for name in found[1:])


def test_equal_lines_with_one_id_are_read_once_and_told(reading: Read) -> None:
    row = "p1,Ana,2026-09-01,2026-09-07,kept,maker\n"
    got = reading(HEAD + row + row + row)
    assert (got.row.rows, got.row.unread, [problem.line for problem in got.problems]) == (1, 2, [3, 4])
    assert set(got.said) == {"The same line stands further up; it was read once."}


@pytest.mark.parametrize(
    ("words", "stays"),
    [
        ([("kept", "receiver"), ("broken", "maker")], 2),
        ([("kept", "maker"), ("broken", "receiver")], 3),
        ([("kept", "system"), ("broken", "maker")], 2),
        ([("kept", "receiver"), ("broken", "system")], 2),
        ([("kept", "receiver"), ("", "")], 2),
        ([("kept", "maker"), ("", "receiver")], 2),
        ([("kept", "maker"), ("broken", "maker")], 3),
        ([("pending", ""), ("kept", "")], 3),
        ([("kept", "maker"), ("broken", "receiver"), ("kept", "system")], 3),
    ],
)
def test_of_two_accounts_of_one_promise_the_better_witness_is_believed(
    reading: Read, words: list[tuple[str, str]], stays: int
) -> None:
    """T3: the receiver's word wins."""
    got = reading(HEAD + "".join(f"p1,Ana,2026-09-01,2026-09-07,{what},{who}\n" for what, who in words))
    assert [promise["line"] for promise in got.promises] == [stays]
    assert sorted([stays, *(problem.line for problem in got.problems)]) == list(range(2, 2 + len(words)))


def test_one_id_used_for_two_subjects_stands_for_two_promises(reading: Read) -> None:
    text = HEAD + "1,Ana,2026-09-01,2026-09-07,kept,\n1,Bo,2026-09-01,2026-09-07,broken,\n2,Bo,2026-09-01,,,\n"
    got = reading(text)
    assert (got.row.rows, got.problems) == (3, [])
    assert len(set(ids(got))) == 3
    assert ids(got) == ids(reading(text))


def test_a_key_column_that_mostly_repeats_itself_is_no_id(reading: Read) -> None:
    rows = "".join(f"KITE,Ana,2026-09-{day:02},2026-09-30\n" for day in range(1, 11))
    got = reading("key,subject,made_at,due_at\n" + rows)
    assert (got.row.rows, len(set(ids(got))), "ids were made" in got.row.note) == (10, 10, True)


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(0, 3)), min_size=2, max_size=2, unique=True))
def test_different_contents_get_different_ids(pair: list[tuple[str, int]]) -> None:
    first, second = (content_id("c", *content) for content in pair)
    assert first != second


def test_a_hundred_thousand_lines_with_one_id_are_sorted_out(reading: Read) -> None:
    rows = "".join(f"p1,Ana,2026-09-01,2026-09-07 00:00:00.{number:06},,\n" for number in range(100_000))
    got = reading(HEAD + rows)
    assert (got.row.rows, got.row.unread, got.promises[0]["line"], len(got.problems)) == (1, 99_999, 100_001, 21)
