"""Malformed exports of Jira raise nothing, give nobody away, and tell what was not read; the real samples read."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saidanddone.evidence.bundle import SCHEMAS
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.encounter import Encounter
from saidanddone.evidence.people import People
from saidanddone.sources.detect import read_path

SECRET = "Zebediah"
HEADER = (
    "Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project name", "Priority", "Resolution", "Assignee",
    "Assignee Id", "Reporter", "Created", "Updated", "Resolved", "Due date", "Labels", "Labels", "Description",
    "Original estimate", "Story Points", "Sprint", "Sprint", "Fix versions", "Comment", "Status Category",
)  # fmt: skip
GOOD = {
    "Summary": SECRET, "Issue key": "TIDE-{}", "Issue id": "{}", "Status": "Done", "Project name": "Tide",
    "Assignee": SECRET, "Assignee Id": f"id-{SECRET}", "Created": "05/Jun/26 9:00 AM", "Updated": "13/6/26 9:00",
    "Resolved": "09/Jun/26 8:00 AM", "Due date": "10/Jun/26 12:00 AM", "Story Points": "3", "Status Category": "Done",
}  # fmt: skip
CELLS = (
    "", " ", SECRET, "7/9/26", "13/9/26", "9/13/26 3:04 PM", "05/Jun/26 11:20 PM", "31/Feb/26", "9999999999999999999",
    "TIDE-1", f"{SECRET}-1", "-", "Done", "To Do", "Won't Do", "Highest", "1e999", "nan", "-5", '"', '""', '"open',
    'half"quoted', ",", ";;", "\t", "\x00", "\ufeff", "é", "漢字", "=1+1", "x" * 1_200, "\n", "\r\n", "\u2028",
    "12:00 AM",
)  # fmt: skip


def table(seed: int, rows: int) -> bytes:
    """Rows bad in every way at once, good ones among them; the seed says which."""
    draw = random.Random(seed)
    mark = draw.choice(",,,;\t")
    lines = [mark.join(HEADER)]
    for number in range(rows):
        cells = [GOOD.get(name, "").format(number) for name in HEADER]
        for _ in range(draw.choice((0, 0, 1, 2, 9))):
            cells[draw.randrange(len(cells))] = draw.choice(CELLS)
        for _ in range(draw.choice((0, 0, 0, 1, 3, 80))):
            cells.insert(draw.randrange(len(cells)), draw.choice(CELLS))
        lines.append(mark.join(cells[: draw.choice((len(cells), len(cells), len(cells), 3, 0))]))
    raw = bytearray("\n".join(lines).encode(draw.choice(("utf-8", "utf-8-sig", "utf-16")), "replace"))
    for _ in range(draw.choice((0, 0, 3, 30))):
        raw[draw.randrange(len(HEADER) * 30, len(raw))] = draw.randrange(256)
    return bytes(raw)


ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, 10**400, "", " ", SECRET, "x" * 2_000, "soon", "2026-06-10",
    "2026-06-10T09:00:00.000+0000",
    "7/9/26", "done", "Won't Do", "\ud800", [], [None], [[]], [SECRET], {}, {"name": SECRET}, {"displayName": SECRET},
    {"accountId": [SECRET]}, {"displayName": SECRET, "accountId": SECRET}, {"name": "Done", "statusCategory": "done"},
    {"histories": None}, {"histories": [None, 1, {"items": [None, {"field": "duedate", "to": [1]}]}]},
    {"histories": [{"created": "2026-06-10", "items": [{"field": "duedate"}, {"field": ["x"]}, 1]}], "total": "x"},
    {"comments": [None, 1, {"author": {"name": SECRET}, "created": "2026-06-10T09:00:00Z"}, {"created": SECRET}]},
)  # fmt: skip
PLACES = (
    "key", "id", "fields", "changelog", "fields.assignee", "fields.reporter", "fields.created", "fields.updated",
    "fields.duedate", "fields.resolutiondate", "fields.resolution", "fields.status", "fields.status.statusCategory",
    "fields.priority", "fields.project", "fields.comment", "fields.sprint", "fields.fixVersions",
    "fields.timeoriginalestimate", "fields.customfield_1", "fields.statuscategorychangedate", "author", "created",
    "body",
    "changelog.histories", "changelog.values", "schema", "custom", "clauseNames", "name", "errorMessages",
)  # fmt: skip


def export(seed: int, items: int) -> bytes:
    """Issues in which odd things stand anywhere; the seed says which."""
    draw = random.Random(seed)
    lines = []
    for number in range(items):
        issue: dict[str, Any] = {
            "key": f"TIDE-{number}",
            "fields": {"created": "2026-06-01T09:00:00.000+0000", "assignee": {"displayName": SECRET}, "status": {}},
            "changelog": {},
        }
        for _ in range(draw.choice((0, 1, 2, 12))):
            *path, last = draw.choice(PLACES).split(".")
            there: Any = issue
            for step in path:
                there = there.get(step) if isinstance(there, dict) else None
            if isinstance(there, dict):
                there[last] = copy.deepcopy(draw.choice(ODD))
        lines.append(json.dumps(issue))
    text = "\n".join(lines) if draw.random() < 0.5 else json.dumps({"issues": [json.loads(line) for line in lines]})
    raw = bytearray(text.encode())
    for _ in range(draw.choice((0, 0, 1, 5))):
        raw[draw.randrange(len(raw))] = draw.randrange(256)
    return bytes(raw)


def check(path: Path, people: People, dates: str | None) -> int:
    """Nothing raised, nothing lost unsaid, nobody named; how many rows became evidence."""
    evidence, problems, (row,) = read_path(path, people, dates=dates, tz="Europe/Berlin")
    for name, found in evidence.tables().items():
        assert found.schema == SCHEMAS[name]
    for promise in evidence.commitments.to_pylist():
        Commitment(**promise)
        assert promise["subject_kind"] == "project" or promise["subject"].startswith("p-")
    for thread in evidence.encounters.to_pylist():
        Encounter(**thread)
    ids = evidence.commitments.column("id").to_pylist()
    assert len(set(ids)) == len(ids)
    assert all(problem.said.endswith(".") and problem.remedy and problem.line >= 0 for problem in problems)
    assert SECRET not in f"{evidence!r}{problems!r}{row!r}"
    assert row.unread == 0 or problems
    return row.rows


@given(st.integers(0, 2**32), st.sampled_from([None, "dmy", "mdy"]))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_six_thousand_malformed_rows_raise_nothing(
    tmp_path: Path, people: People, seed: int, dates: str | None
) -> None:
    path = tmp_path / "jira.csv"
    path.write_bytes(table(seed, 100))
    check(path, people, dates)


@given(st.integers(0, 2**32))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_three_thousand_malformed_issues_raise_nothing(tmp_path: Path, people: People, seed: int) -> None:
    path = tmp_path / "jira.json"
    path.write_bytes(export(seed, 50))
    check(path, people, None)


def test_they_are_bad_but_not_hopeless(tmp_path: Path, people: People) -> None:
    rows = items = 0
    for seed in range(12):
        (tmp_path / "jira.csv").write_bytes(table(seed, 100))
        (tmp_path / "jira.json").write_bytes(export(seed, 100))
        rows += check(tmp_path / "jira.csv", people, None)
        items += check(tmp_path / "jira.json", people, None)
    assert 120 < rows < 1_080
    assert 120 < items < 1_080


@pytest.mark.shared
def test_every_real_sample_is_read_and_what_is_not_is_told_by_line(shared: Path, people: People) -> None:
    folder = shared / "data" / "samples" / "jira"
    alone = {}
    for path in sorted(folder.iterdir()):
        if path.suffix != ".md":
            evidence, problems, (row,) = read_path(path, people)
            alone[path.name] = (row.kind, row.rows, row.unread, row.understood)
            assert all(problem.line for problem in problems)
            assert sum(evidence.counts().values()) == row.rows
    assert alone == {
        "jira_cloud_en_bom_ddMMMyy.csv": ("jira", 2, 0, 0),
        "jira_timeline_export_tsv.csv": ("jira", 29, 3, 0),
        "rest_jira_comments_issue_page_1.json": ("jira", 2, 0, 0),
        "rest_jira_fields.json": ("jira", 0, 0, 44),
        "rest_jira_issues_page_1.json": ("jira", 2, 0, 0),
    }
    _, _, together = read_path(folder, people)
    assert {row.source: (row.kind, row.rows, row.unread, row.understood) for row in together if row.kind == "jira"} == (
        alone
    )
