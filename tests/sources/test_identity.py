"""Which commitment a row is: reading again changes nothing, and repeats are told (MISSION T3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.evidence.commitment import Commitment, table
from saidanddone.evidence.outcome import settle
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


# --- One issue told by a tracker on several days --------------------------------------------------------------------

OPEN: dict[str, Any] = {"team": "Tide", "due_us": 10 * DAY, "due_is_date": True}


def as_told(*stories: Commitment) -> list[dict[str, Any]]:
    """What stands of these accounts, whatever order they were read in and however their files are called."""
    names = [f"{letter}.csv" for letter in "fedcba"]
    tellings = []
    for order in (stories, stories[::-1]):
        for called in (names, names[::-1]):
            files = dict(zip(dict.fromkeys(one.source for one in stories), called, strict=False))
            renamed = [replace(one, source=files[one.source]) for one in order]
            rows = drop_overlaps(table(renamed), names)[0].to_pylist()
            tellings.append(sorted(rows, key=lambda row: str(row["subject"])))
    said = [[{name: row[name] for name in row if name != "source"} for row in rows] for rows in tellings]
    assert all(one == said[0] for one in said)
    return tellings[0]


def week(number: int, **more: Any) -> Commitment:
    return told(f"week{number}", told_us=7 * number * DAY, **(OPEN | more))


def test_an_issue_handed_on_is_whose_it_is_now() -> None:
    (row,) = as_told(week(1), week(2, subject="p-bo", closed_us=9 * DAY))
    assert (row["subject"], row["closed_us"]) == ("p-bo", 9 * DAY)


def test_an_issue_that_was_nobodys_and_is_somebodys_now_is_not_the_projects_too() -> None:
    (row,) = as_told(week(1, subject="Tide", subject_kind="project"), week(2))
    assert (row["subject"], row["subject_kind"]) == ("p-ana", "person")


def test_of_several_people_on_one_issue_those_stay_who_are_still_on_it() -> None:
    both = [week(1), week(1, id="PT-1~0a1b2c", subject="p-bo"), week(1, id="PT-1~0a1b2d", subject="p-cy")]
    left = [week(2, subject="p-bo"), week(2, id="PT-1~0a1b2d", subject="p-cy", closed_us=9 * DAY)]
    assert [(row["subject"], row["closed_us"]) for row in as_told(*both, *left)] == [("p-bo", None), ("p-cy", 9 * DAY)]


def test_what_a_reread_export_left_behind_under_its_own_name_is_gone_too() -> None:
    """A workspace keeps the second person's row of an export that now tells of one person alone."""
    behind = [week(1, subject="p-bo"), replace(week(1), id="PT-1~0a1b2c")]
    rows = drop_overlaps(table([replace(behind[0], told_us=9 * DAY), behind[1]]), ["week1"])[0].to_pylist()
    assert [row["subject"] for row in rows] == ["p-bo"]


def test_an_issue_opened_again_is_open() -> None:
    (row,) = as_told(week(1, closed_us=6 * DAY), week(2))
    assert (row["closed_us"], row["outcome"]) == (None, None)


@pytest.mark.parametrize(("told_us", "deadline"), [(5 * DAY, 30 * DAY), (9 * DAY + 1, 10 * DAY)])
def test_a_due_date_that_differs_was_moved_at_the_latest_when_the_later_export_was_told(
    told_us: int, deadline: int
) -> None:
    """T11: a move counts if it came early enough, and nobody is given the benefit of not having looked."""
    (row,) = as_told(
        told("one", told_us=4 * DAY, **OPEN), told("two", told_us=told_us, **(OPEN | {"due_us": 30 * DAY}))
    )
    moved = {name: row[name] for name in ("due_us", "first_due_us", "moved_us", "moved_due_us", "renegotiations")}
    assert moved == {
        "due_us": 30 * DAY,
        "first_due_us": 10 * DAY,
        "moved_us": told_us,
        "moved_due_us": 30 * DAY,
        "renegotiations": 1,
    }
    assert settle(Commitment(**row), 0).deadline_us == deadline


def test_every_move_between_exports_is_counted_and_the_first_is_the_one_that_may_count() -> None:
    (row,) = as_told(week(1), week(2, due_us=30 * DAY), week(3, due_us=30 * DAY), week(4, due_us=50 * DAY))
    assert (row["first_due_us"], row["moved_us"], row["moved_due_us"]) == (10 * DAY, 14 * DAY, 30 * DAY)
    assert (row["due_us"], row["renegotiations"]) == (50 * DAY, 2)


def test_a_due_date_changed_after_closing_changes_nothing_that_was_promised() -> None:
    (row,) = as_told(week(2, closed_us=12 * DAY), week(3, closed_us=12 * DAY, due_us=30 * DAY))
    assert (row["due_us"], row["moved_us"]) == (10 * DAY, None)


def test_one_day_told_in_two_zones_is_no_move() -> None:
    (row,) = as_told(week(1), week(2, due_us=10 * DAY - DAY // 12))
    assert (row["due_us"], row["first_due_us"], row["renegotiations"]) == (10 * DAY - DAY // 12, None, None)


def test_an_account_that_knows_its_history_needs_no_older_one() -> None:
    moved = {"due_us": 30 * DAY, "first_due_us": 10 * DAY, "moved_us": 5 * DAY, "moved_due_us": 30 * DAY}
    (row,) = as_told(week(1), week(2, **moved, renegotiations=1))
    assert row["moved_us"] == 5 * DAY
    (row,) = as_told(week(1, **moved, renegotiations=1), week(2, due_us=50 * DAY))
    assert (row["first_due_us"], row["moved_us"], row["due_us"]) == (10 * DAY, 5 * DAY, 50 * DAY)
    assert row["renegotiations"] == 2


def test_an_export_without_due_dates_forgets_none() -> None:
    (row,) = as_told(week(1, size=3.0), week(2, due_us=None, due_is_date=False, closed_us=13 * DAY))
    assert (row["due_us"], row["due_is_date"], row["size"], row["closed_us"]) == (10 * DAY, True, 3.0, 13 * DAY)


def test_one_key_in_two_projects_is_two_issues_and_accounts_without_a_time_are_left_alone() -> None:
    assert len(as_told(week(1), week(2, subject="p-bo", team="Reef"))) == 2
    assert len(as_told(week(1), replace(week(2, subject="p-bo"), told_us=None))) == 2


@pytest.mark.parametrize("outcome", ["admitted", "kept"])
def test_the_word_of_the_notebook_outweighs_what_a_tracker_tells_later(outcome: str) -> None:
    own = told("ledger.csv", outcome=outcome, outcome_by="maker", team="Tide", due_us=10 * DAY)
    exports = [told("old.json", told_us=7 * DAY, **OPEN), told("new.json", told_us=14 * DAY, **OPEN)]
    row = one_of(*exports, own)
    assert (row["source"], row["outcome"]) == ("ledger.csv", outcome)


def test_what_was_told_anew_is_said_by_source() -> None:
    rows, problems = drop_overlaps(table([week(1), week(2)]), ["week1", "week2"])
    assert rows.num_rows == 1
    assert [(problem.source, problem.said) for problem in problems] == [
        ("week1", "1 of its promises are told again as they stood later; each is counted once.")
    ]


tellings = st.lists(
    st.builds(
        week,
        st.integers(1, 4),
        subject=st.sampled_from(["p-ana", "p-bo"]),
        due_us=st.sampled_from([None, 10 * DAY, 20 * DAY, 30 * DAY]),
        closed_us=st.sampled_from([None, 6 * DAY, 25 * DAY]),
        renegotiations=st.sampled_from([None, None, 0]),
        size=st.sampled_from([None, 1.0]),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one.source,
)


@given(found=tellings)
def test_of_one_issue_in_any_exports_one_account_stands_and_reading_it_again_changes_nothing(
    found: list[Commitment],
) -> None:
    (row,) = as_told(*found)
    last = max(found, key=lambda one: one.told_us or 0)
    assert (row["subject"], row["closed_us"], row["told_us"]) == (last.subject, last.closed_us, last.told_us)
    stands = Commitment(**row)
    again = [stands, *(replace(one, source=f"again-{one.source}") for one in found)]
    assert drop_overlaps(table([stands]), [stands.source])[0].to_pylist() == [row]
    sources = [one.source for one in again]
    (twice,) = drop_overlaps(table(again), sources)[0].to_pylist()
    assert (twice["subject"], twice["due_us"], twice["closed_us"]) == (row["subject"], row["due_us"], row["closed_us"])
