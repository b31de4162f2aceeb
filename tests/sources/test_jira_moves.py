"""What the history of an issue of Jira tells: a moved due date is a renegotiation, and who called it off (T3, T5)."""

from __future__ import annotations

from datetime import UTC
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sources.tide import ANA, BO, BOT, CY, Read, changed, ended, issue, micros, one, page

from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.outcome import settle
from saidanddone.sources import dates
from saidanddone.sources.jira.history import Change, Someone, dated


def test_a_moved_due_date_is_a_renegotiation(reading: Read) -> None:
    promise = one(
        reading,
        issue(
            "TIDE-1",
            changed("2026-06-18", "duedate", "2026-06-15", "2026-06-20"),
            changed("2026-06-05", "duedate", "2026-06-10", "2026-06-15"),
        ),
    )
    assert promise["first_due_us"] == micros(2026, 6, 11) - 1
    assert (promise["moved_us"], promise["moved_due_us"]) == (micros(2026, 6, 5, 10), micros(2026, 6, 16) - 1)
    assert (promise["due_us"], promise["renegotiations"]) == (micros(2026, 6, 21) - 1, 2)
    assert promise["made_us"] == micros(2026, 6, 1, 9)
    assert settle(Commitment(**promise), micros(2026, 6, 19)).deadline_us == promise["moved_due_us"]


def test_a_promise_counts_from_when_its_assignee_had_it_with_a_due_date(reading: Read) -> None:
    dated_ = changed("2026-06-03", "duedate", None, "2026-06-20")
    passed = changed("2026-06-08", "assignee", "712020:c1", "712020:a1", fromString="Cy Moor", toString="Ana Lima")
    got = reading(page(issue("TIDE-1", dated_), issue("TIDE-2", dated_, passed)), name="issues.json")
    assert [one["made_us"] for one in got.promises] == [micros(2026, 6, 3, 10), micros(2026, 6, 8, 10)]
    assert [(one["renegotiations"], one["maker"]) for one in got.promises] == [(0, None), (0, None)]


def test_whoever_takes_it_over_after_its_day_did_not_miss_it(reading: Read) -> None:
    fields, history = ended("Done", "2026-06-26", ANA)
    passed = changed("2026-06-25", "assignee", "712020:c1", "712020:a1", fromString="Cy Moor", toString="Ana Lima")
    got = reading(page(issue("TIDE-1", passed, history, **fields)), name="issues.json")
    assert [one["made_us"] for one in got.promises] == [micros(2026, 6, 25, 10)]
    assert [problem.said for problem in got.problems] == ["It is due before it was made; a forecast leaves it out."]


def test_what_moved_before_it_was_theirs_is_not_their_move(reading: Read) -> None:
    moved = changed("2026-06-05", "duedate", "2026-06-10", "2026-06-20")
    passed = changed("2026-06-08", "assignee", "712020:c1", "712020:a1", fromString="Cy Moor", toString="Ana Lima")
    promise = one(reading, issue("TIDE-1", moved, passed))
    assert (promise["renegotiations"], promise["moved_us"]) == (0, None)
    assert promise["first_due_us"] == promise["due_us"] == micros(2026, 6, 21) - 1


def test_it_is_the_promise_of_who_had_it_when_it_was_closed(reading: Read) -> None:
    fields, history = ended("Done", "2026-06-09", ANA)
    filed = changed("2026-06-11", "assignee", "712020:a1", "712020:c1", fromString="Ana Lima", toString="Cy Moor")
    got = reading(page(issue("TIDE-1", history, filed, **fields | {"assignee": CY})), name="issues.json")
    (promise,) = got.promises
    assert got.evidence.names[promise["subject"]] == "Ana Lima"
    assert (promise["made_us"], promise["maker"]) == (micros(2026, 6, 1, 9), None)


@pytest.mark.parametrize(
    ("by", "at", "outcome"),
    [(ANA, "2026-06-05", ("admitted", "maker")), (BO, "2026-06-05", ("withdrawn", "receiver")),
     (CY, "2026-06-05", ("withdrawn", "system")), (BOT, "2026-06-05", ("withdrawn", None)),
     (ANA, "2026-06-15", (None, None)), (BO, "2026-06-15", (None, None))],
)  # fmt: skip
def test_a_due_date_taken_away_by_its_day_is_called_off_by_who_did_it(
    reading: Read, by: Any, at: str, outcome: tuple[Any, Any]
) -> None:
    promise = one(reading, issue("TIDE-1", changed(at, "duedate", "2026-06-10", None, by), duedate=None))
    assert (promise["first_due_us"], promise["due_us"]) == (micros(2026, 6, 11) - 1,) * 2, "the first stands"
    assert (promise["outcome"], promise["outcome_by"]) == outcome
    assert settle(Commitment(**promise), micros(2026, 6, 30)).y == (None if outcome[0] == "withdrawn" else 0)


@pytest.mark.parametrize(("closed", "y"), [("2026-06-09", 1), ("2026-06-19", None)])
def test_what_was_delivered_by_the_day_that_was_taken_away_is_kept(reading: Read, closed: str, y: int | None) -> None:
    fields, history = ended("Done", closed, ANA)
    cleared = changed("2026-06-05", "duedate", "2026-06-10", None, BO)
    promise = one(reading, issue("TIDE-1", cleared, history, **fields | {"duedate": None}))
    assert settle(Commitment(**promise), micros(2026, 6, 30)).y == y


def test_a_due_date_cleared_and_set_again_is_one_move(reading: Read) -> None:
    cleared = changed("2026-06-05", "duedate", "2026-06-10", None)
    again = changed("2026-06-05", "duedate", None, "2026-06-20") | {"created": "2026-06-05T10:01:00.000+0000"}
    promise = one(reading, issue("TIDE-1", cleared, again))
    assert (promise["renegotiations"], promise["outcome"]) == (1, None)
    assert promise["moved_us"] == micros(2026, 6, 5, 10, 1)
    assert settle(Commitment(**promise), micros(2026, 6, 19)).deadline_us == micros(2026, 6, 21) - 1


@pytest.mark.parametrize(
    ("by", "cleared", "made"),
    [(BO, "2026-06-05", micros(2026, 6, 12, 10)), (ANA, "2026-06-05", micros(2026, 6, 1, 9)),
     (BO, "2026-06-11", micros(2026, 6, 1, 9))],
    ids=["let off in time", "by themselves", "too late"],
)  # fmt: skip
def test_a_day_set_anew_after_the_old_one_is_a_new_promise_only_for_who_was_let_off_in_time(
    reading: Read, by: Any, cleared: str, made: int
) -> None:
    told = [changed(cleared, "duedate", "2026-06-10", None, by), changed("2026-06-12", "duedate", None, "2026-06-20")]
    promise = one(reading, issue("TIDE-1", *told))
    assert promise["made_us"] == made
    late = settle(Commitment(**promise), micros(2026, 6, 15))
    assert late.y == (None if made == micros(2026, 6, 12, 10) else 0)


def test_a_due_date_written_after_the_end_promises_nothing(reading: Read) -> None:
    fields, history = ended("Done", "2026-06-09", ANA)
    later = changed("2026-06-11", "duedate", None, "2026-06-20")
    promise = one(reading, issue("TIDE-1", history, later, **fields))
    assert (promise["due_us"], promise["made_us"]) == (None, micros(2026, 6, 1, 9))
    moved = changed("2026-06-11", "duedate", "2026-06-08", "2026-06-20")
    promise = one(reading, issue("TIDE-1", history, moved, **fields))
    assert (promise["due_us"], promise["renegotiations"]) == (micros(2026, 6, 9) - 1, 0)


@pytest.mark.parametrize(
    ("resolution", "by", "in_time", "late"),
    [("Won't Do", ANA, ("admitted", "maker"), ("admitted", "maker")),
     ("Won't Do", BO, ("withdrawn", "receiver"), ("broken", "system")),
     ("Declined", CY, ("withdrawn", "system"), ("broken", "system")),
     ("Duplicate", ANA, ("withdrawn", "system"), ("withdrawn", "system")), ("Done", BO, (None, None), (None, None))],
)  # fmt: skip
@pytest.mark.parametrize("at", ["2026-06-09", "2026-06-29"], ids=["before due", "after due"])
def test_who_called_it_off_and_when_says_what_it_was(
    reading: Read, resolution: str, by: Any, in_time: tuple[Any, Any], late: tuple[Any, Any], at: str
) -> None:
    fields, history = ended(resolution, at, by)
    promise = one(reading, issue("TIDE-1", history, **fields))
    assert (promise["outcome"], promise["outcome_by"]) == (in_time if at == "2026-06-09" else late)
    assert (promise["closed_us"] is None) == (promise["outcome"] is not None)


@pytest.mark.parametrize(
    ("moved_on", "outcome"), [("2026-06-05", "withdrawn"), ("2026-06-20", "broken"), ("2026-06-25", "broken")]
)
def test_what_was_called_off_late_is_held_against_the_day_that_holds(
    reading: Read, moved_on: str, outcome: str
) -> None:
    fields, history = ended("Won't Do", "2026-07-01", BO)
    moved = changed(moved_on, "duedate", "2026-06-20", "2026-12-31")
    got = one(reading, issue("TIDE-1", moved, history, **fields, duedate="2026-12-31"))
    assert got["outcome"] == outcome


def test_without_a_history_nobody_knows_who_called_it_off(reading: Read) -> None:
    fields, _ = ended("Won't Do", "2026-06-09", ANA)
    assert one(reading, issue(log=False, **fields))["outcome"] == "withdrawn"


def test_done_without_being_resolved_is_closed_when_its_status_last_changed(reading: Read) -> None:
    done = {"status": {"name": "Fertig", "statusCategory": {"key": "done"}}}
    history = changed("2026-06-07", "status", "1", "3")
    assert one(reading, issue("TIDE-1", history, **done))["closed_us"] == micros(2026, 6, 7, 10)
    dated_ = done | {"statuscategorychangedate": "2026-06-08T09:00:00.000+0200"}
    assert one(reading, issue(log=False, **dated_))["closed_us"] == micros(2026, 6, 8, 7)
    got = reading(page(issue(log=False, **done)), name="issues.json")
    assert (got.promises[0]["outcome"], got.promises[0]["closed_us"]) == ("delivered", None)
    assert "Done at a time not told, and so counted as kept: 1." in got.row.note


def test_what_is_released_later_was_done_when_it_last_came_to_be_done(reading: Read) -> None:
    released = {"status": {"name": "Rolled out", "statusCategory": {"key": "done"}}}

    def walked(*statuses: str) -> list[dict[str, Any]]:
        return [
            changed(f"2026-06-{5 + place:02}", "status", "1", "2", fromString=before, toString=after)
            for place, (before, after) in enumerate(pairwise(statuses))
        ]

    once = walked("To Do", "Doing", "Done", "Rolled out")
    assert one(reading, issue("TIDE-1", *once, **released))["closed_us"] == micros(2026, 6, 6, 10)
    again = walked("To Do", "Done", "Doing", "Rolled out", "Closed", "Rolled out")
    assert one(reading, issue("TIDE-1", *again, **released))["closed_us"] == micros(2026, 6, 7, 10)
    told = released | {"statuscategorychangedate": "2026-06-04T09:00:00.000+0000"}
    assert one(reading, issue("TIDE-1", *once, **told))["closed_us"] == micros(2026, 6, 4, 9)


def test_an_unfinished_status_says_more_than_a_stale_resolution(reading: Read) -> None:
    fields, _ = ended("Done", "2026-06-09", ANA)
    going = fields | {"status": {"name": "Doing", "statusCategory": {"key": "indeterminate"}}}
    got = reading(page(issue(**going), issue("TIDE-2", **fields)), name="issues.json")
    assert [(one["closed_us"], one["outcome"]) for one in got.promises] == [
        (None, None), (micros(2026, 6, 9, 10), None),
    ]  # fmt: skip
    assert "Resolved as done in a status that is not done, and so open again: 1." in got.row.note


def test_a_resolution_of_an_unknown_word_is_told(reading: Read) -> None:
    fields = [ended(word, "2026-06-09", ANA)[0] for word in ("Blue", "Fixed", "Duplikat")]
    got = reading(page(*(issue(f"TIDE-{n}", **one) for n, one in enumerate(fields, 1))), name="issues.json")
    assert [one["closed_us"] is None for one in got.promises] == [False, False, True]
    assert "Resolutions of a word not known here, taken for done: 1." in got.row.note


DAYS = st.one_of(st.none(), st.integers(10, 28).map(lambda day: dates.parse(f"2026-06-{day}", None, UTC)))


@given(st.lists(DAYS, max_size=6), DAYS)
def test_a_history_of_moves_ends_where_the_due_date_stands_and_starts_with_the_first_one(
    later: list[Any], first: Any
) -> None:
    stood = [first, *later]
    changes = [
        Change(1_000 + at, "due", before, after, Someone())
        for at, (before, after) in enumerate(pairwise(stood))
        if before != after
    ]
    found = dated(1, stood[-1], changes, None)
    assert found is not None
    set_to = [day for day in stood if day is not None]
    assert found.first == (set_to[0] if set_to else None)
    assert found.due == (set_to[-1] if set_to else None)
    assert found.changes == sum(a != b for a, b in pairwise(set_to)), "cleared and set again is one"
    assert (found.released is None) == (stood[-1] is not None or not set_to)
    assert (found.moved_us is None) == (found.changes == 0)
    assert found.made_us == 1 if first is not None else found.made_us >= 1
