"""Which commitment a row is: reading again changes nothing, and repeats are told (MISSION T3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.evidence.commitment import Commitment, table
from saidanddone.sources.identity import content_id, drop_overlaps

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


# --- One promise in several sources ---------------------------------------------------------------------------------

DAY = 86_400_000_000
TRACKED = ("old.json", "new.json", "jira.csv")


def told(source: str, **more: Any) -> Commitment:
    fields = {"id": "PT-1", "subject": "p-ana", "made_us": 3 * DAY, "due_us": 20 * DAY, "line": 2, **more}
    return Commitment(source=source, **fields)


def one_of(*accounts: Commitment, trackers: tuple[str, ...] = TRACKED) -> dict[str, Any]:
    (row,) = drop_overlaps(table(accounts), trackers)[0].to_pylist()
    return dict(row)


def test_two_exports_of_one_tracker_count_a_promise_once_whatever_they_know_of_its_beginning() -> None:
    rows, problems = drop_overlaps(table([told("old.json"), told("new.json", made_us=5 * DAY)]), TRACKED)
    assert rows.num_rows == 1
    assert [problem.said for problem in problems] == [
        "1 of its promises also stand in another source; each is counted once."
    ]


def test_in_plain_ledgers_the_same_number_made_at_another_time_is_another_promise() -> None:
    accounts = [told("a.csv", id="1"), told("b.csv", id="1", made_us=5 * DAY)]
    assert drop_overlaps(table(accounts), ())[0].num_rows == 2
    assert drop_overlaps(table(accounts), ("jira.csv",))[0].num_rows == 2


def test_a_ledger_that_tells_of_a_trackers_issue_tells_of_the_same_promise() -> None:
    row = one_of(
        told("ledger.csv", outcome="kept", outcome_by="receiver"), told("jira.csv", made_us=9, closed_us=8 * DAY)
    )
    assert (row["source"], row["outcome"], row["closed_us"]) == ("ledger.csv", "kept", 8 * DAY)


def test_several_people_on_one_issue_made_a_promise_each() -> None:
    accounts = [told("old.json"), told("old.json", id="PT-1~0a1b2c", subject="p-bo"), told("new.json", subject="p-bo")]
    rows = drop_overlaps(table(accounts), TRACKED)[0].to_pylist()
    assert sorted(row["subject"] for row in rows) == ["p-ana", "p-bo"]


@pytest.mark.parametrize(
    ("poor", "rich", "field", "value"),
    [
        ({"closed_us": 9 * DAY}, {"size": 3.0}, "size", 3.0),
        ({"closed_us": 9 * DAY}, {"formal": True}, "formal", True),
        ({"closed_us": 9 * DAY}, {"pressure": False}, "pressure", False),
        ({"closed_us": 9 * DAY}, {"renegotiations": 0, "made_us": 4 * DAY}, "renegotiations", 0),
        ({"closed_us": 9 * DAY}, {"renegotiations": 0, "made_us": 4 * DAY}, "made_us", 4 * DAY),
        ({"outcome": "broken", "outcome_by": "receiver"}, {"closed_us": 25 * DAY}, "closed_us", 25 * DAY),
        ({"outcome": "kept", "outcome_by": "maker", "due_us": None}, {}, "due_us", 20 * DAY),
        ({"outcome": "admitted", "outcome_by": "maker"}, {"closed_us": 25 * DAY}, "closed_us", None),
        ({"closed_us": 9 * DAY, "due_us": 30 * DAY}, {"renegotiations": 0}, "renegotiations", None),
        ({"closed_us": 9 * DAY, "size": 5.0}, {"size": 3.0}, "size", 5.0),
    ],
)  # fmt: skip
def test_what_the_better_account_leaves_open_the_other_fills_in(
    poor: dict[str, Any], rich: dict[str, Any], field: str, value: Any
) -> None:
    assert one_of(told("old.json", **poor), told("new.json", **rich))[field] == value


def test_the_history_of_a_due_time_is_never_lost() -> None:
    moved = {"first_due_us": 20 * DAY, "moved_us": 8 * DAY, "moved_due_us": 30 * DAY, "renegotiations": 1}
    row = one_of(told("old.json", due_us=30 * DAY, **moved), told("new.json", due_us=30 * DAY, closed_us=28 * DAY))
    assert {name: row[name] for name in moved} == moved
    assert (row["source"], row["closed_us"]) == ("new.json", 28 * DAY)
    before = one_of(told("old.json", renegotiations=0, closed_us=28 * DAY), told("new.json", due_us=30 * DAY, **moved))
    assert {name: before[name] for name in (*moved, "due_us")} == {**moved, "due_us": 30 * DAY}


accounts = st.lists(
    st.builds(
        told,
        st.sampled_from(["old.json", "new.json", "jira.csv", "ledger.csv"]),
        made_us=st.sampled_from([3 * DAY, 5 * DAY]),
        due_us=st.sampled_from([None, 20 * DAY, 30 * DAY]),
        closed_us=st.sampled_from([None, 9 * DAY, 25 * DAY]),
        outcome=st.sampled_from([None, "kept", "broken", "pending", "admitted", "withdrawn", "unknown"]),
        outcome_by=st.sampled_from([None, "maker", "receiver", "system"]),
        first_due_us=st.sampled_from([None, 20 * DAY]),
        moved_us=st.sampled_from([None, 8 * DAY, 12 * DAY]),
        moved_due_us=st.sampled_from([None, 30 * DAY]),
        renegotiations=st.sampled_from([None, 0, 1]),
        size=st.sampled_from([None, 1.0, 3.0]),
        team=st.sampled_from([None, "Kite"]),
    ),
    min_size=2,
    max_size=4,
    unique_by=lambda one: one.source,
)


@given(found=accounts, draw=st.randoms(use_true_random=False))
def test_whichever_source_is_read_first_the_same_account_stands(found: list[Commitment], draw: Any) -> None:
    shuffled = draw.sample(found, len(found))
    first, second = (drop_overlaps(table(order), TRACKED) for order in (found, shuffled))
    as_told = [sorted(rows.to_pylist(), key=lambda row: row["source"]) for rows, _ in (first, second)]
    assert as_told[0] == as_told[1]
    assert first[1] == second[1]
    for row in as_told[0]:
        Commitment(**row)


@given(found=accounts)
def test_a_move_that_anybody_saw_is_still_seen(found: list[Commitment]) -> None:
    rows = drop_overlaps(table([replace(one, made_us=3 * DAY) for one in found]), TRACKED)[0].to_pylist()
    seen = any(one.moved_us is not None for one in found if one.due_us is not None)
    counted = any(row["moved_us"] is not None or row["renegotiations"] for row in rows)
    assert counted or not seen
