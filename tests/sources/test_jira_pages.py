"""Pages of Jira's REST interface: who and what an issue is of, and what no history says stays unknown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sources.tide import ANA, BO, BOT, Read, changed, ended, issue, micros, one, page

from saidanddone.evidence.people import People
from saidanddone.sources.detect import read_path


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
