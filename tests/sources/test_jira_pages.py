"""Pages of Jira's REST interface: a moved due date is a renegotiation, and what no history says stays unknown."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.outcome import settle
from saidanddone.evidence.people import People
from saidanddone.sources import dates
from saidanddone.sources.detect import read_path
from saidanddone.sources.jira.history import Change, Someone, dated

Read = Callable[..., Any]

ANA = {"accountId": "712020:a1", "displayName": "Ana Lima", "accountType": "atlassian"}
BO = {"accountId": "712020:b1", "displayName": "Bo Field", "accountType": "atlassian"}
CY = {"accountId": "712020:c1", "displayName": "Cy Moor", "accountType": "atlassian"}
BOT = {"accountId": "712020:z1", "displayName": "Automation", "accountType": "app"}


def micros(*parts: int) -> int:
    return (datetime(*parts, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)  # type: ignore[misc, arg-type]


def issue(key: str = "TIDE-1", *histories: dict[str, Any], log: bool = True, **fields: Any) -> dict[str, Any]:
    told = {
        "project": {"key": "TIDE", "name": "Tide"},
        "assignee": ANA,
        "reporter": BO,
        "created": "2026-06-01T09:00:00.000+0000",
        "updated": "2026-06-09T09:00:00.000+0000",
        "duedate": "2026-06-20",
        "resolutiondate": None,
        "resolution": None,
        "priority": {"name": "Medium"},
        "status": {"name": "Offen", "statusCategory": {"key": "new", "name": "Zu erledigen"}},
    }
    made = {"id": str(10_000 + int(key.split("-")[1])), "key": key, "fields": told | fields}
    return made | {"changelog": {"histories": list(histories)}} if log else made


def changed(at: str, field: str, before: str | None, after: str | None, by: Any = ANA, **words: Any) -> dict[str, Any]:
    item = {"field": field, "from": before, "to": after, "fromString": before, "toString": after} | words
    return {"created": f"{at}T10:00:00.000+0000", "author": by, "items": [item]}


def ended(resolution: str, at: str, by: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fields and history of an issue closed in this way."""
    done = {"name": "Fertig", "statusCategory": {"key": "done", "name": "Fertig"}}
    fields = {"resolution": {"name": resolution}, "resolutiondate": f"{at}T10:00:00.000+0000", "status": done}
    return fields, changed(at, "resolution", None, "5", by, toString=resolution)


def page(*issues: Any, **more: Any) -> str:
    return json.dumps({"startAt": 0, "issues": list(issues), **more}, indent=1)


def one(reading: Read, *issues: Any) -> dict[str, Any]:
    (promise,) = reading(page(*issues), name="issues.json").promises
    return dict(promise)


def test_an_issue_with_a_changelog_has_a_known_history(reading: Read) -> None:
    got = reading(page(issue()), name="issues.json")
    (promise,) = got.promises
    assert (got.row.kind, got.row.rows, got.row.unread, got.problems) == ("jira", 1, 0, [])
    assert (promise["renegotiations"], promise["first_due_us"]) == (0, promise["due_us"])
    assert (promise["id"], promise["team"], promise["due_us"]) == ("TIDE-1", "Tide", micros(2026, 6, 21) - 1)
    assert set(got.evidence.names.values()) == {"Ana Lima", "Bo Field"}
    assert got.evidence.origins.column("history").to_pylist() == [True]


def test_without_a_changelog_it_is_unknown_whether_a_due_date_was_moved(reading: Read) -> None:
    got = reading(page(issue(), issue("TIDE-2", log=False)), name="issues.json")
    assert [promise["renegotiations"] for promise in got.promises] == [0, None]
    assert got.evidence.origins.column("history").to_pylist() == [False]
    assert "nobody knows whether due dates were moved: 1." in got.row.note


def test_a_changelog_cut_short_is_no_history(reading: Read) -> None:
    short = issue()
    short["changelog"] |= {"total": 120, "maxResults": 100}
    assert one(reading, short)["renegotiations"] is None
    contrary = issue("TIDE-1", changed("2026-06-02", "duedate", "2026-06-05", "2026-06-12"))
    assert one(reading, contrary)["renegotiations"] is None, "it does not lead to the date that stands there"


def test_as_many_changes_as_a_search_gives_at_most_may_not_be_all(reading: Read) -> None:
    many = [changed("2026-06-02", "labels", "a", "b") for _ in range(41)]
    known = [one(reading, issue("TIDE-1", *many[:count]))["renegotiations"] for count in (39, 40, 41)]
    assert known == [0, None, 0]


def test_a_changelog_saved_on_its_own_completes_its_issue(tmp_path: Path, people: People) -> None:
    moves = [changed(f"2026-06-0{day}", "duedate", f"2026-06-1{day}", f"2026-06-1{day + 1}") for day in (2, 3)]
    (tmp_path / "issues.json").write_text(page(issue(log=False, duedate="2026-06-14")), encoding="utf-8")
    for place, move in enumerate(moves):
        address = "https://tide.example/rest/api/3/issue/10001/changelog?startAt=0"
        log = {"self": address, "total": 2, "values": [move | {"id": str(place)}]}
        (tmp_path / f"log-{place}.json").write_text(json.dumps(log), encoding="utf-8")
    evidence, problems, rows = read_path(tmp_path, people)
    (promise,) = evidence.commitments.to_pylist()
    assert (promise["renegotiations"], promise["first_due_us"], problems) == (2, micros(2026, 6, 13) - 1, [])
    assert [(row.rows, row.unread, row.understood) for row in rows] == [(1, 0, 0), (0, 0, 1), (0, 0, 1)]
    (tmp_path / "log-1.json").unlink()
    evidence, _, _ = read_path(tmp_path, people)
    assert evidence.commitments.column("renegotiations").to_pylist() == [None], "one of two pages is not the history"


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


@pytest.mark.parametrize(("at", "presses"), [("2026-05-31", True), ("2026-06-05", False)])
def test_pressure_is_that_of_when_it_was_made(reading: Read, at: str, presses: bool) -> None:
    raised = changed(at, "priority", "3", "1", fromString="Medium", toString="Blocker")
    now = {"priority": {"name": "Blocker"}}
    assert one(reading, issue("TIDE-1", raised, **now))["pressure"] is presses
    assert one(reading, issue(log=False, **now))["pressure"] is True, "without a history, as it is today"


@pytest.mark.parametrize(
    ("now", "history", "formal"),
    [({"sprint": {"id": 5}}, changed("2026-06-05", "Sprint", "", "5", toString="S5"), False),
     ({"sprint": None}, changed("2026-06-05", "Sprint", "5", "", fromString="S5"), True),
     ({"fixVersions": [{"name": "2.0"}]}, changed("2026-06-05", "Fix Version", None, "7", toString="2.0"), False),
     ({"fixVersions": []}, changed("2026-06-05", "Fix Version", "7", None, fromString="2.0"), True),
     ({"fixVersions": [{"name": "2.0"}, {"name": "3.0"}]},
      changed("2026-06-05", "Fix Version", None, "7", toString="2.0"), True),
     ({"fixVersions": [{"name": "2.0"}]}, changed("2026-05-31", "Fix Version", None, "7", toString="2.0"), True),
     ({"fixVersions": []}, changed("2026-06-05", "labels", "a", "b"), False)],
)  # fmt: skip
def test_form_is_that_of_when_it_was_made(reading: Read, now: Any, history: Any, formal: bool) -> None:
    assert one(reading, issue("TIDE-1", history, **now))["formal"] is formal
    assert one(reading, issue(log=False, **now))["formal"] is any(map(bool, now.values()))


def test_nobody_assigned_is_the_projects_commitment(reading: Read) -> None:
    promise = one(reading, issue(assignee=None))
    assert (promise["subject"], promise["subject_kind"], promise["maker"]) == ("Tide", "project", None)


def test_two_people_of_one_name_are_told_apart_by_their_ids(reading: Read) -> None:
    other = ANA | {"accountId": "712020:a2"}
    got = reading(page(issue(), issue("TIDE-2", assignee=other)), name="issues.json")
    assert sorted(got.evidence.names.values()) == ["712020:a1", "712020:a2", "Bo Field"]


FIELDS = [
    {"id": "customfield_1", "name": "Sprint", "custom": True, "schema": {"custom": "x"}, "clauseNames": []},
    {"id": "customfield_2", "name": "Story Points", "custom": True, "schema": {"custom": "x"}, "clauseNames": []},
    {"id": "customfield_3", "name": "Target end", "custom": True, "schema": {"custom": "x"}, "clauseNames": []},
]


@pytest.mark.parametrize("named", ["by the list of fields", "by the page", "by nothing"])
def test_names_of_fields_say_which_hold_sprints_points_and_targets(tmp_path: Path, people: People, named: str) -> None:
    own = {"customfield_1": ["Sprint 4"], "customfield_2": 5, "customfield_3": "2026-06-12", "duedate": None}
    names = {str(field["id"]): field["name"] for field in FIELDS} if named == "by the page" else {}
    (tmp_path / "issues.json").write_text(page(issue(log=False, **own), names=names), encoding="utf-8")
    if named == "by the list of fields":
        (tmp_path / "fields.json").write_text(json.dumps(FIELDS), encoding="utf-8")
    evidence, problems, rows = read_path(tmp_path, people)
    (promise,) = evidence.commitments.to_pylist()
    known = named != "by nothing"
    assert promise["due_us"] == (micros(2026, 6, 13) - 1 if known else None)
    assert (promise["size"], promise["formal"]) == ((5.0, True) if known else (None, None))
    assert problems == []
    if named == "by the list of fields":
        assert (rows[0].rows, rows[0].unread, rows[0].understood) == (0, 0, 3)


def comment(number: int, at: str, author: Any, issue_id: str = "10001") -> dict[str, Any]:
    return {
        "self": f"https://tide.example/rest/api/2/issue/{issue_id}/comment/{number}",
        "id": str(number), "author": author, "body": "Zebediah said so", "created": at,
    }  # fmt: skip


def test_comments_are_threads_of_those_who_wrote_on_one_issue_on_one_day(tmp_path: Path, people: People) -> None:
    written = [
        comment(1, "2026-06-02T23:30:00.000+0200", ANA), comment(2, "2026-06-02T23:00:00.000+0000", BO),
        comment(3, "2026-06-03T00:30:00.000+0000", BO), comment(4, "2026-06-03T09:00:00.000+0000", BOT),
        comment(5, "2026-06-03T09:00:00.000+0000", ANA, "10002"), comment(6, "soon", ANA),
    ]  # fmt: skip
    held = issue(log=False, comment={"comments": [written[0]]})
    (tmp_path / "comments.json").write_text(json.dumps({"comments": written}), encoding="utf-8")
    (tmp_path / "issues.json").write_text(page(held), encoding="utf-8")
    evidence, problems, rows = read_path(tmp_path, people)
    threads = evidence.encounters.to_pylist()
    assert [(len(one["attended"]), one["team"], one["kind"]) for one in threads] == [
        (2, "Tide", "thread"), (1, "Tide", "thread"), (1, None, "thread"),
    ]  # fmt: skip
    assert threads[0]["at_us"] == micros(2026, 6, 2, 21, 30)
    assert (rows[0].rows, rows[0].unread, rows[0].understood) == (4, 1, 1)
    assert [problem.said for problem in problems] == ["A time in it cannot be read; it was not read."]
    assert "Zebediah" not in repr(evidence.tables())


def test_an_issue_on_two_pages_is_read_once_as_it_stood_last(tmp_path: Path, people: People) -> None:
    older = issue(assignee=BO, updated="2026-06-02T09:00:00.000+0000")
    (tmp_path / "a.json").write_text(page(issue()), encoding="utf-8")
    (tmp_path / "b.json").write_text(page(older, issue("TIDE-2")), encoding="utf-8")
    evidence, _, rows = read_path(tmp_path, people)
    assert [(one["id"], one["source"]) for one in evidence.commitments.to_pylist()] == [
        ("TIDE-1", "a.json"), ("TIDE-2", "b.json"),
    ]  # fmt: skip
    assert [(row.rows, row.understood) for row in rows] == [(1, 0), (1, 1)]


@pytest.mark.parametrize(
    ("created", "tz", "said"),
    [("2026-06-01T09:00:00.000+0200", "UTC", "Times carry +0200, but due days end in UTC: pass --tz"),
     ("2026-06-01T09:00:00.000-0730", "Europe/Berlin", "Times carry -0730, but due days end in Europe/Berlin"),
     ("2026-06-01T09:00:00.000+0200", "Europe/Berlin", None), ("2026-01-01T09:00:00.000+0100", "Europe/Berlin", None),
     ("2026-06-01T09:00:00.000+0000", "UTC", None), ("2026-06-01T09:00:00.000Z", "UTC", None)],
)  # fmt: skip
def test_times_of_another_zone_than_that_of_the_days_are_told(
    reading: Read, created: str, tz: str, said: str | None
) -> None:
    note = reading(page(issue(created=created)), name="issues.json", tz=tz).row.note
    assert said in note if said else "Times carry" not in note


def test_issues_that_stand_on_pages_not_saved_are_told(reading: Read) -> None:
    assert "Jira has 70 issues for this query" in reading(page(issue(), total=70), name="issues.json").row.note


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (issue(created=None), "This issue does not say when it was created; it was not read."),
        (issue(duedate="soon"), "A time in it cannot be read; it was not read."),
        (issue(created="2026-06-01T09:00Zz"), "A time in it cannot be read; it was not read."),
        (issue() | {"key": "Zebediah"}, "This issue has no key, or one that is no key; it was not read."),
        (issue(**ended("Done", "2026-05-01", ANA)[0]), "It was closed before it was created; it was not read."),
        ({"errorMessages": ["Zebediah may not"]}, "This is an answer of Jira that says it could not give the data."),
        ({"id": "1", "author": ANA, "created": "2026-06-01T09:00:00.000+0000", "items": [{}]},
         "This changelog does not say whose it is, or its issue is not here; it was not read."),
        ({"Zebediah": 1}, "This is nothing of Jira that this reads."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_by_line_and_without_a_name(reading: Read, wrong: Any, said: str) -> None:
    text = f"{json.dumps(issue('TIDE-7'))}\n{json.dumps({'key': 'x', 'fields': {}} if 'items' in wrong else wrong)}\n"
    if "items" in wrong:
        text = json.dumps({"issues": [issue("TIDE-7"), wrong]})
    got = reading(text, name="issues.jsonl")
    assert (got.row.rows, got.row.unread) == (1, 1)
    assert [(problem.line, problem.said) for problem in got.problems] == [(2, said)]
    assert "Zebediah" not in repr(got.problems) + repr(got.row) + repr(got.evidence)


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
