"""Jira's CSV and timeline are read in their real variety, and nothing is guessed (MISSION T1, T3, T5, T10)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from saidanddone.evidence.people import People
from saidanddone.sources.detect import read_path

Read = Callable[..., Any]

HEADER = (
    "Summary", "Issue key", "Issue Type", "Status", "Project key", "Project name", "Priority", "Resolution", "Assignee",
    "Assignee Id", "Reporter", "Reporter Id", "Created", "Updated", "Resolved", "Due date", "Labels", "Labels",
    "Description", "Original estimate", "Custom field (Story point estimate)", "Sprint", "Sprint", "Fix versions",
    "Status Category",
)  # fmt: skip
ISSUE = {
    "Summary": "Mend the tide gauge", "Issue key": "TIDE-1", "Issue Type": "Task", "Status": "Done",
    "Project key": "TIDE", "Project name": "Tide", "Priority": "Medium", "Resolution": "Done", "Assignee": "Ana Lima",
    "Assignee Id": "712020:a1", "Reporter": "Bo Field", "Reporter Id": "712020:b1", "Created": "05/Jun/26 11:20 PM",
    "Updated": "09/Jun/26 8:00 AM", "Resolved": "09/Jun/26 8:00 AM", "Due date": "10/Jun/26 12:00 AM",
    "Description": "One line,\nand \"another\"", "Status Category": "Done",
}  # fmt: skip


def micros(*parts: int) -> int:
    return (datetime(*parts, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)  # type: ignore[misc, arg-type]


def written(*issues: dict[str, str], header: tuple[str, ...] = HEADER, mark: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator="\n")
    writer.writerow(header)
    for issue in issues:
        writer.writerow([issue.get(name, "") if header.index(name) == place else issue.get(f"{name} 2", "")
                         for place, name in enumerate(header)])  # fmt: skip
    return out.getvalue()


def one(reading: Read, **changed: str) -> dict[str, Any]:
    """What one issue with these cells is read as."""
    (promise,) = reading(written(ISSUE | {name.replace("_", " "): cell for name, cell in changed.items()})).promises
    return dict(promise)


def test_an_issue_is_its_assignees_commitment(reading: Read) -> None:
    got = reading(written(ISSUE), name="export.csv")
    (promise,) = got.promises
    assert (got.row.kind, got.row.rows, got.row.unread, got.problems) == ("jira", 1, 0, [])
    assert (promise["id"], promise["team"], promise["subject_kind"]) == ("TIDE-1", "Tide", "person")
    assert got.evidence.names == {promise["subject"]: "Ana Lima", promise["to"]: "Bo Field"}
    assert promise["made_us"] == micros(2026, 6, 5, 23, 20)
    assert promise["due_us"] == micros(2026, 6, 11) - 1, "the whole day"
    assert promise["due_is_date"]
    assert promise["closed_us"] == micros(2026, 6, 9, 8)
    assert (promise["outcome"], promise["renegotiations"], promise["maker"]) == (None, None, None)


def test_a_table_never_claims_to_know_whether_due_dates_were_moved(reading: Read) -> None:
    got = reading(written(ISSUE))
    assert got.evidence.origins.to_pylist() == [{"source": "ledger.csv", "format": "jira", "history": False}]
    assert "Whether due dates were moved is not in a table" in got.row.note


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_marks_and_encodings_change_nothing(reading: Read, encoding: str, mark: str) -> None:
    issue = ISSUE | {"Assignee": "José Núñez", "Summary": "a, b; c\td"}
    got = reading(written(issue, mark=mark).encode(encoding))
    assert (got.row.rows, got.row.unread, set(got.evidence.names.values())) == (1, 0, {"José Núñez", "Bo Field"})


def test_the_order_of_the_columns_changes_nothing(reading: Read) -> None:
    turned = reading(written(ISSUE, header=tuple(reversed(HEADER)))).promises
    assert turned == reading(written(ISSUE)).promises


@pytest.mark.parametrize("name", ["Due date", "Due Date", "due_date", "Duedate", "Custom field (Target end)"])
def test_the_due_date_is_found_under_each_of_its_names(reading: Read, name: str) -> None:
    header = tuple(name if column == "Due date" else column for column in HEADER)
    (promise,) = reading(written({**ISSUE, name: ISSUE["Due date"]}, header=header)).promises
    assert promise["due_us"] == micros(2026, 6, 11) - 1


@pytest.mark.parametrize(
    "day",
    ["10/Jun/26 12:00 AM", "10/Jun/26", "2026-06-10", "2026-06-10 00:00", "2026-06-10T00:00:00.000+0200", "10.06.2026",
     "2026-06-10 00:00:00.0", "10-06-2026 00:00", "2026-06-10T09:30:00Z"],
)  # fmt: skip
def test_a_due_date_is_a_whole_day_however_it_is_written(reading: Read, day: str) -> None:
    got = reading(written(ISSUE | {"Due date": day}), dates="dmy", tz="Europe/Berlin")
    (promise,) = got.promises
    assert promise["due_us"] == micros(2026, 6, 10, 22) - 1
    assert promise["due_is_date"]


def test_day_and_month_are_decided_by_the_file_or_asked_for(reading: Read) -> None:
    unclear = {"Created": "7/6/26 10:00", "Updated": "7/6/26 10:00", "Resolved": "", "Due date": "7/9/26"}
    got = reading(written(ISSUE | unclear))
    assert (got.row.rows, got.row.unread) == (0, 1)
    assert "--dates dmy" in got.problems[0].remedy
    decided = reading(written(ISSUE | unclear | {"Updated": "23/6/26 10:00"}))
    assert decided.promises[0]["due_us"] == micros(2026, 9, 8) - 1, "a column that is not read decides it too"
    assert reading(written(ISSUE | unclear), dates="mdy").promises[0]["due_us"] == micros(2026, 7, 10) - 1


def test_nobody_assigned_is_the_projects_commitment(reading: Read) -> None:
    promise = one(reading, Assignee="Unassigned", Assignee_Id="")
    assert (promise["subject"], promise["subject_kind"], promise["maker"]) == ("Tide", "project", None)
    assert promise["to"] is not None


def test_what_one_promised_oneself_was_made_to_nobody_else(reading: Read) -> None:
    assert one(reading, Reporter="Ana Lima", Reporter_Id="712020:a1")["to"] is None


def test_the_team_is_the_projects_name_else_its_key_else_that_of_the_issue(reading: Read) -> None:
    assert one(reading, Project_name="")["team"] == "TIDE"
    assert one(reading, Project_name="", Project_key="", Issue_key="GAUGE_2-7")["team"] == "GAUGE_2"


def test_two_people_of_one_name_are_told_apart_by_their_ids(reading: Read) -> None:
    other = ISSUE | {"Issue key": "TIDE-2", "Assignee Id": "712020:a2"}
    got = reading(written(ISSUE, other))
    assert sorted(got.evidence.names.values()) == ["712020:a1", "712020:a2", "Bo Field"]


def test_a_roster_that_knows_the_id_wins_over_the_name_shown(tmp_path: Any) -> None:
    path = tmp_path / "jira.csv"
    path.write_text(written(ISSUE), encoding="utf-8")
    evidence, _, _ = read_path(path, People(b"k" * 32, {"712020:a1": "Ana", "bo field": "Bo"}))
    assert sorted(evidence.names.values()) == ["Ana", "Bo"]


@pytest.mark.parametrize(
    ("priority", "pressure"),
    [("Highest", True), ("Blocker", True), ("P1 - Urgent", True), ("Medium", False), ("Not critical", False),
     ("Lila", None), ("", None)],
)  # fmt: skip
def test_the_most_pressing_priorities_are_pressure(reading: Read, priority: str, pressure: bool | None) -> None:
    assert one(reading, Priority=priority)["pressure"] is pressure


@pytest.mark.parametrize(
    ("cells", "formal"),
    [({"Sprint": "Sprint 4"}, True), ({"Sprint_2": "Sprint 5"}, True), ({"Fix_versions": "2.0"}, True), ({}, False),
     ({"Sprint": "Sprint 4", "Due_date": ""}, False)],
)  # fmt: skip
def test_a_due_date_in_a_sprint_or_a_release_is_formal(reading: Read, cells: dict[str, str], formal: bool) -> None:
    assert one(reading, **cells)["formal"] is formal


@pytest.mark.parametrize("word", ["Won't Do", "Won’t Fix", "Declined", "Duplicate", "Cannot Reproduce", "Incomplete"])
def test_called_off_without_a_history_is_withdrawn(reading: Read, word: str) -> None:
    promise = one(reading, Resolution=word)
    assert (promise["outcome"], promise["closed_us"]) == ("withdrawn", None)


@pytest.mark.parametrize(("word", "outcome"), [("Won't Do", "broken"), ("Duplicate", "withdrawn")])
def test_a_miss_is_not_undone_by_calling_it_off_later(reading: Read, word: str, outcome: str) -> None:
    late = one(reading, Resolution=word, Due_date="05/Jun/26 12:00 AM", Resolved="09/Jun/26 9:00 AM")
    assert (late["outcome"], late["closed_us"]) == (outcome, None)


def test_a_status_calls_off_only_what_is_over(reading: Read) -> None:
    assert one(reading, Status="Cancelled")["outcome"] == "withdrawn"
    still = one(reading, Status="Deferred", Resolution="", Resolved="", Status_Category="To Do")
    assert (still["outcome"], still["closed_us"]) == (None, None)


def test_a_category_in_another_language_is_done_too_and_one_not_known_is_told(reading: Read) -> None:
    unresolved = {"Resolved": "", "Resolution": "", "Status": "Ausgeliefert"}
    fertig = unresolved | {"Status Category": "Fertig"}
    assert reading(written(ISSUE | fertig)).promises[0]["outcome"] == "delivered"
    got = reading(written(ISSUE | unresolved | {"Status Category": "Bitinud"}))
    assert got.promises[0]["outcome"] is None
    assert "In a status category of a word not known here, and so judged by the status: 1." in got.row.note


def test_done_without_a_time_is_delivered_and_told(reading: Read) -> None:
    got = reading(written(ISSUE | {"Resolved": ""}))
    assert (got.promises[0]["outcome"], got.promises[0]["closed_us"]) == ("delivered", None)
    assert "Done at a time the table does not give, and so counted as kept: 1." in got.row.note


@pytest.mark.parametrize(
    ("word", "outcome"),
    [("Wird nicht erledigt", "withdrawn"), ("Abgelehnt", "withdrawn"), ("Verworfen", "withdrawn"),
     ("Duplikat", "withdrawn"), ("Nicht reproduzierbar", "withdrawn"), ("Ne sera pas fait", "withdrawn"),
     ("No se hará", "withdrawn"), ("Não será feito", "withdrawn"), ("Дубликат", "withdrawn"),
     ("対応しない", "withdrawn"), ("Not Planned", "withdrawn"), ("Cancelled by customer", "withdrawn"),
     ("Out of date", "withdrawn"), ("Won\u2019t do (yet)", "withdrawn"), ("No se hara\u0301", "withdrawn"),
     ("Erledigt", None), ("Résolu", None)],
)  # fmt: skip
def test_calling_off_is_understood_in_the_languages_of_done(reading: Read, word: str, outcome: str | None) -> None:
    got = reading(written(ISSUE | {"Resolution": word}))
    assert [one["outcome"] for one in got.promises] == [outcome]
    assert "not known here" not in got.row.note


def test_a_resolution_of_an_unknown_word_is_taken_for_done_and_told(reading: Read) -> None:
    got = reading(written(ISSUE | {"Resolution": "Blue"}))
    assert [one["closed_us"] for one in got.promises] == [micros(2026, 6, 9, 8)]
    assert "Resolutions of a word not known here, taken for done: 1." in got.row.note


def test_an_unfinished_status_says_more_than_a_stale_resolution(reading: Read) -> None:
    got = reading(written(ISSUE | {"Status": "Doing", "Status Category": "In Progress"}))
    assert [(one["closed_us"], one["outcome"]) for one in got.promises] == [(None, None)]
    assert "Resolved as done in a status that is not done, and so open again: 1." in got.row.note


def test_an_export_in_another_language_is_refused_with_a_hint(reading: Read) -> None:
    header = "Zusammenfassung;Vorgangsschlüssel;Vorgangstyp;Status;Bearbeiter;Autor;Erstellt;Fälligkeitsdatum\n"
    got = reading(f"{header}x;T-1;Aufgabe;Fertig;Ana;Bo;03.06.26 10:00;12.06.26\n")
    assert (got.row.kind, got.row.rows) == ("unknown", 0)
    assert ["an export of Jira is read in English" in problem.remedy for problem in got.problems] == [True]


def test_the_last_change_of_the_statuss_category_closes_what_was_never_resolved(reading: Read) -> None:
    header = (*HEADER, "Status Category Changed")
    changed = ISSUE | {"Resolved": "", "Status Category Changed": "08/Jun/26 1:00 PM"}
    assert reading(written(changed, header=header)).promises[0]["closed_us"] == micros(2026, 6, 8, 13)
    still = changed | {"Status Category": "In Progress", "Resolution": ""}
    assert reading(written(still, header=header)).promises[0]["closed_us"] is None


def test_story_points_are_the_size_and_estimates_only_where_there_are_none(reading: Read) -> None:
    points = "Custom field (Story point estimate)"
    estimated = ISSUE | {"Original estimate": "14400"}
    pointed = ISSUE | {"Issue key": "TIDE-2", points: "3", "Original estimate": "28800"}
    assert [promise["size"] for promise in reading(written(estimated, pointed)).promises] == [None, 3.0]
    assert reading(written(estimated)).promises[0]["size"] == 14_400.0
    got = reading(written(ISSUE | {points: "many"}))
    assert (got.promises[0]["size"], len(got.problems)) == (None, 1)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"Created": ""}, "The line does not say when the issue was created."),
        ({"Created": "soon"}, "The day it was created cannot be read; the line was not read."),
        ({"Due date": "soon"}, "The day it is due cannot be read; the line was not read."),
        ({"Resolved": "soon"}, "The day it was resolved cannot be read; the line was not read."),
        ({"Resolved": "01/Jun/26"}, "It was resolved before it was created; the line was not read."),
        ({"Issue key": "Ana Lima"}, "The line has no issue key, or one that is no key; it was not read."),
        ({"Issue key": ""}, "The line has no issue key, or one that is no key; it was not read."),
    ],
)
def test_what_cannot_be_read_is_told_by_line_and_without_a_name(
    reading: Read, cells: dict[str, str], said: str
) -> None:
    got = reading(written(ISSUE | {"Issue key": "TIDE-2"}, ISSUE | cells))
    assert (got.row.rows, got.row.unread) == (1, 1)
    assert [(problem.line, problem.said) for problem in got.problems] == [(4, said)], "the description is two lines"
    assert "Ana" not in repr(got.problems) + repr(got.row)


def test_due_before_it_was_made_is_told_and_read(reading: Read) -> None:
    got = reading(written(ISSUE | {"Due date": "01/Jun/26 12:00 AM"}))
    assert (got.row.rows, got.said) == (1, ["It is due before it was made; a forecast leaves it out."])


def test_one_key_is_one_issue_as_it_was_changed_last(reading: Read) -> None:
    older = ISSUE | {"Updated": "06/Jun/26 8:00 AM", "Resolved": "", "Resolution": "", "Status Category": "To Do"}
    for rows in ((ISSUE, older), (older, ISSUE), (ISSUE, older, ISSUE)):
        got = reading(written(*rows))
        assert [promise["closed_us"] for promise in got.promises] == [micros(2026, 6, 9, 8)]
        assert (got.row.unread, len(got.problems)) == (len(rows) - 1, len(rows) - 1)


TIMELINE = (
    "Key\tIssue Type\tParent\tSummary\tStatus\tAssignee\tSprint\tStart date\tInferred start date\tDue date\t"
    "Inferred due date\n"
)


def test_a_timeline_counts_inferred_dates_and_says_so(reading: Read) -> None:
    got = reading(
        TIMELINE
        + "TIDE-1\tTask\t\tBuoys\tDone\tLima, Ana\tSprint 1\t\t5/3/25\t\t5/17/25\n"
        + "TIDE-2\tTask\tTIDE-1\tLamps\tTo Do\tLima, Ana\t\t5/5/25\t5/3/25\t5/9/25\t5/17/25\n"
    )
    assert (got.row.kind, got.row.format, got.row.rows, got.problems) == ("jira", "tsv", 2, [])
    first, second = got.promises
    assert (first["made_us"], first["due_us"]) == (micros(2025, 5, 3), micros(2025, 5, 18) - 1)
    assert (second["made_us"], second["due_us"]) == (micros(2025, 5, 5), micros(2025, 5, 10) - 1)
    assert (first["team"], first["formal"], second["formal"], first["outcome"]) == ("TIDE", True, False, "delivered")
    assert "Due dates that Jira inferred and nobody set: 1." in got.row.note
    assert "Start dates that Jira inferred and nobody set: 1." in got.row.note


def test_a_ledger_with_keys_is_still_a_ledger(reading: Read) -> None:
    assert reading("key,subject,made_at,due_at\nTIDE-1,Ana,2026-09-01,2026-09-07\n").row.kind == "ledger"


def test_an_export_without_a_time_of_creation_gets_one_sentence(reading: Read) -> None:
    got = reading("Issue key,Assignee,Status,Due date\nTIDE-1,Ana,Done,2026-09-07\n")
    assert (got.row.kind, got.row.rows, got.row.unread, len(got.problems)) == ("jira", 0, 1, 1)
    assert "Created" in got.problems[0].remedy
