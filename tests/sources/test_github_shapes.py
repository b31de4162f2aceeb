"""GitHub's exports in every shape they are saved in, whole or broken, and in any order."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from documents import blocks
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources import hub

from saidanddone.evidence.bundle import SCHEMAS
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.people import People
from saidanddone.sources.detect import read_path, read_paths

Read = Callable[..., Any]

ISSUES = [hub.issue(12), hub.issue(13, closed=15), hub.issue(14, milestone=None)]

TAKEN = {
    "title": "something",
    "state": "OPEN",
    "stateReason": None,
    "createdAt": hub.day(3),
    "updatedAt": hub.day(30),
    "closedAt": None,
    "author": {"login": "ana", "is_bot": False},
    "labels": [{"name": "P0"}],
    "milestone": {"number": 1, "title": "v1", "description": "", "dueOn": hub.day(20, "07:00:00Z")},
}
LISTED = {"number": 12, "url": "https://github.com/acme/kite/issues/12", "assignees": [{"login": "bo"}], **TAKEN}
"""An issue as ``gh issue list --json`` prints it."""

GRAPH = {
    "number": 12,
    "url": "https://github.com/acme/kite/issues/12",
    **TAKEN,
    "author": {"__typename": "User", "login": "ana"},
    "assignees": {"nodes": [{"login": "bo"}]},
    "labels": {"nodes": [{"name": "P0"}]},
    "timelineItems": {
        "nodes": [
            {
                "__typename": "MilestonedEvent",
                "createdAt": hub.day(5),
                "actor": {"login": "ana"},
                "milestoneTitle": "v1",
            },
            {"__typename": "LabeledEvent", "createdAt": hub.day(6), "actor": {"login": "ana"}},
        ]
    },
}


def without_place(table: Any) -> list[dict[str, Any]]:
    rows = [{k: v for k, v in row.items() if k not in ("source", "line")} for row in table.to_pylist()]
    return sorted(rows, key=lambda row: row["id"])


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(ISSUES),
        json.dumps(ISSUES, indent=2),
        json.dumps(ISSUES[:2]) + json.dumps(ISSUES[2:]),
        json.dumps([ISSUES[:2], ISSUES[2:]]),
        "\n".join(map(json.dumps, ISSUES)),
        json.dumps({"total_count": 3, "incomplete_results": False, "items": ISSUES}),
        json.dumps([{"method": "get", "path": "/repos/acme/kite/issues?page=1", "status": 200, "response": ISSUES}]),
        json.dumps([hub.webhook("labeled", issue=one) for one in ISSUES]),
        json.dumps(
            [{"id": 1, "event": "issues", "request": {"payload": hub.webhook("labeled", issue=one)}} for one in ISSUES]
        ),
    ],
    ids=["array", "indented", "pages", "slurped", "lines", "search", "recorded", "webhooks", "deliveries"],
)
def test_every_shape_gives_the_same_promises(reading: Read, content: str) -> None:
    got = reading(content, "issues.json")
    assert without_place(got.evidence.commitments) == without_place(
        reading(json.dumps(ISSUES), "x.json").evidence.commitments
    )
    assert (got.problems, got.row.kind, got.row.rows, got.row.unread) == ([], "github", 4, 0)


def test_what_the_command_line_tool_lists_is_the_same_promise(reading: Read) -> None:
    listed = reading(json.dumps([LISTED]), "issues.json")
    (mine,) = listed.promises
    rest = reading(json.dumps([hub.issue(labels=[{"name": "P0"}])]), "issues.json").promises
    (theirs,) = [one for one in rest if one["id"] == "acme/kite#12"]
    assert mine == theirs
    assert "Its milestones do not say when they were made" in listed.row.note


@pytest.mark.parametrize(
    "wrapped",
    [
        {"data": {"repository": {"issues": {"nodes": [GRAPH]}}}},
        {
            "data": {
                "repository": {"nameWithOwner": "acme/kite", "issue": {k: v for k, v in GRAPH.items() if k != "url"}}
            }
        },
        {"data": {"search": {"edges": [{"node": {"__typename": "Issue", **GRAPH}}]}}},
        {"data": {"node": GRAPH}},
    ],
    ids=["issues", "issue", "search", "node"],
)
def test_an_answer_of_graphql_tells_the_issue_and_what_happened_to_it(reading: Read, wrapped: Any) -> None:
    got = reading(json.dumps(wrapped), "graph.json")
    (promise,) = got.promises
    assert (promise["id"], promise["made_us"]) == ("acme/kite#12", 1_788_602_400_000_000)
    assert (promise["renegotiations"], promise["pressure"], got.problems) == (None, True, [])


def test_milestones_of_graphql_hold_their_issues(reading: Read) -> None:
    inside = {k: v for k, v in GRAPH.items() if k not in ("milestone", "timelineItems")}
    stone = {
        "number": 1, "title": "v1", "dueOn": hub.day(20), "state": "OPEN", "createdAt": hub.day(1),
        "updatedAt": hub.day(2), "creator": {"login": "ana"}, "url": "https://github.com/acme/kite/milestone/1",
        "issues": {"nodes": [inside]},
    }  # fmt: skip
    got = reading(json.dumps({"data": {"repository": {"milestones": {"nodes": [stone]}}}}), "graph.json")
    assert [one["id"] for one in got.promises] == ["acme/kite milestone 1", "acme/kite#12"]
    assert len({one["due_us"] for one in got.promises}) == 1


def test_a_repository_on_a_server_of_ones_own_is_told_by_its_address(reading: Read) -> None:
    listed = {**LISTED, "url": "https://git.example.org/acme/kite/issues/12"}
    saved = {**hub.issue(), "repository_url": None, "url": "https://git.example.org/api/v3/repos/acme/kite/issues/12"}
    for one in (listed, saved):
        assert {row["team"] for row in reading(json.dumps([one]), "i.json").promises} == {"acme/kite"}


def test_without_an_address_the_files_name_stands_for_the_repository_and_that_is_said(reading: Read) -> None:
    bare = {k: v for k, v in LISTED.items() if k != "url"}
    got = reading(json.dumps([bare]), "kite.json")
    assert [one["id"] for one in got.promises] == ["kite#12"]
    assert "goes by the file's name" in got.row.note


def test_events_of_one_issue_are_known_by_the_files_name_and_told_where_they_are_not(reading: Read) -> None:
    lost = reading(json.dumps([hub.milestoned(5), hub.event("labeled", 6)], indent=1), "events.json")
    assert lost.said == ["This event does not say to which issue it belongs; it was not read."]
    assert (lost.problems[0].line, lost.row.unread, lost.row.understood) == (2, 1, 1)
    found = reading(json.dumps([hub.milestoned(5)]), "issue-12-events.json")
    assert (found.problems, found.row.understood) == ([], 1)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"message": "Not Found", "documentation_url": "https://docs.github.com/rest", "status": "404"},
         "This is an answer of GitHub that says it could not give the data."),
        ({"path": "/repos/acme/kite/issues", "status": 404, "response": {"message": "Not Found"}},
         "This is an answer of GitHub that says it could not give the data."),
        ({"$schema": "http://json-schema.org/draft-07/schema", "$id": "milestone$edited", "type": "object"},
         "This is a JSON Schema: it describes what an export looks like and holds none."),
        ({k: v for k, v in LISTED.items() if k not in ("number", "url")},
         "The issue does not say its number; it was not read."),
        ({k: v for k, v in LISTED.items() if k != "createdAt"},
         "It does not say when it was created, so nobody can say when it was promised; it was not read."),
        (hub.issue(created_at="yesterday"), "A time or a date in it cannot be read; it was not read."),
        (hub.issue(milestone=hub.milestone(due_on="soon")), "A time or a date in it cannot be read; it was not read."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_by_its_line(reading: Read, content: Any, said: str) -> None:
    got = reading("[\n" + json.dumps(hub.issue(99, milestone=None)) + ",\n" + json.dumps(content) + "\n]", "i.json")
    assert [(problem.line, problem.said) for problem in got.problems] == [(3, said)]
    assert (got.row.rows, got.row.unread) == (1, 1)


@pytest.mark.shared
def test_every_real_sample_reads_alone_and_all_of_them_together(shared: Path, people: People) -> None:
    folder = shared / "data" / "samples" / "github"
    for path in sorted(folder.glob("*.json")):
        _, problems, (row,) = read_path(path, people)
        assert row.kind == "github"
        if "schema" in path.name:
            assert [problem.said[:21] for problem in problems] == ["This is a JSON Schema"]
        else:
            assert (problems, row.unread, row.rows + row.understood > 0) == ([], 0, True)
    evidence, problems, rows = read_path(folder, people)
    assert (evidence.commitments.num_rows, len(problems), sum(row.understood for row in rows)) == (1, 1, 18)
    (promise,) = evidence.commitments.to_pylist()
    assert (promise["due_us"] + 1, promise["closed_us"]) == (1_558_656_000_000_000, 1_557_933_618_000_000)
    assert promise["renegotiations"] == 0


# --- Laws -----------------------------------------------------------------------------------------------------------

LOGINS = ("ana", "bo", "cy")


@st.composite
def exports(draw: st.DrawFn) -> list[list[dict[str, Any]]]:
    """Two to four files that tell of the same few issues and milestones at different times, partly at odds."""

    def stone(number: int) -> dict[str, Any]:
        updated = draw(st.integers(1, 28))
        return hub.milestone(number, draw(st.sampled_from([None, 12, 20, 30])), updated_at=hub.day(updated))

    def one() -> dict[str, Any]:
        kind = draw(st.sampled_from(["issue", "milestone", "event", "webhook"]))
        if kind == "milestone":
            return stone(draw(st.integers(1, 2)))
        closed = draw(st.none() | st.integers(4, 40))
        held = draw(st.none() | st.integers(1, 2))
        of = hub.issue(
            draw(st.integers(1, 2)),
            closed=closed,
            who=tuple(draw(st.sets(st.sampled_from(LOGINS), max_size=2))),
            milestone=None if held is None else stone(held),
            state_reason=draw(st.sampled_from(["completed", "not_planned", "duplicate"])) if closed else None,
            updated_at=hub.day(draw(st.integers(3, 45))),
        )
        on, by = draw(st.integers(3, 45)), draw(st.sampled_from(LOGINS))
        what = draw(st.sampled_from(["milestoned", "demilestoned", "assigned", "unassigned", "closed", "reopened"]))
        more = {"milestone": {"title": draw(st.sampled_from(["v1", "v2"]))}} if "milestoned" in what else {}
        if "assigned" in what:
            more = {"assignee": hub.user(draw(st.sampled_from(LOGINS)))}
        if kind == "event":
            return hub.event(what, on, of=of, by=by, **more)
        return of if kind == "issue" else hub.webhook(what, by=by, issue=of, **({} if "milestone" in more else more))

    return [[one() for _ in range(draw(st.integers(1, 3)))] for _ in range(draw(st.integers(2, 4)))]


@pytest.mark.parametrize(
    "other",
    [
        hub.issue(),
        hub.issue(who=("cy",)),
        hub.issue(closed=15, updated_at=hub.day(30)),
        hub.issue(milestone=hub.milestone(due=25)),
        hub.issue(labels=[{"name": "P0"}]),
    ],
    ids=["equal", "assignee", "closed", "due", "labels"],
)
def test_of_two_files_of_one_moment_the_same_one_is_believed_in_either_order(
    tmp_path: Path, people: People, other: dict[str, Any]
) -> None:
    paths = [tmp_path / "a.json", tmp_path / "b.json"]
    for path, content in zip(paths, (hub.issue(), other), strict=True):
        path.write_text(json.dumps([content]), encoding="utf-8")
    one, two = (read_paths(order, people)[0].commitments.to_pylist() for order in (paths, paths[::-1]))
    assert sorted(one, key=lambda row: row["id"]) == sorted(two, key=lambda row: row["id"])


@given(files=exports())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_order_of_the_files_changes_nothing(tmp_path: Path, files: list[list[dict[str, Any]]]) -> None:
    paths = [tmp_path / f"file-{number}.json" for number in range(len(files))]
    for path, content in zip(paths, files, strict=True):
        path.write_text(json.dumps(content), encoding="utf-8")
    told = [
        sorted(read_paths(order, People(b"k" * 32))[0].commitments.to_pylist(), key=lambda row: row["id"])
        for order in list(permutations(paths))[:6]
    ]
    assert all(one == told[0] for one in told)
    for promise in told[0]:
        Commitment(**promise)


# --- Malformed ------------------------------------------------------------------------------------------------------

SECRET = "zebediah"
VALUES = (
    None, True, False, 0, -1, 12, 1e300, 2**70, "", " ", "12", SECRET, "2026-09-07", "2026-09-07T10:00:00Z",
    "31.02.2026",
    "9999-12-31T23:59:59Z", "0000-00-00", "x" * 2_000, "\x00", "\ud83d", "=1+1", [], {}, [None], [[]], [SECRET],
    {"login": SECRET}, {"login": None}, {"nodes": [None, 7]}, {"nodes": None}, {"number": "x"}, [{"login": SECRET}],
    [{"name": 7}], {"title": SECRET, "number": 3, "due_on": "soon"}, "open", "closed", "https://github.com/a/b/issues/1",
)  # fmt: skip


def malformed(seed: int, count: int) -> str:
    """Items of every kind with fields that are wrong in every way; the seed says which."""
    draw = random.Random(seed)
    kinds: tuple[Callable[[], dict[str, Any]], ...] = (
        hub.issue, hub.milestone, lambda: hub.milestoned(5, of=hub.issue()), lambda: hub.event("closed", 7),
        lambda: hub.webhook("edited", milestone=hub.milestone(), changes={"due_on": {"from": hub.day(3)}}),
        lambda: hub.webhook("closed", issue=hub.issue()), lambda: dict(LISTED), lambda: {"data": {"node": dict(GRAPH)}},
        lambda: {"path": "/repos/a/b/issues", "status": 200, "response": [hub.issue()]},
    )  # fmt: skip
    items = []
    for _ in range(count):
        one = draw.choice(kinds)()
        inner = [one, *(part for part in one.values() if isinstance(part, dict))]
        for _ in range(draw.randrange(5)):
            target = draw.choice(inner)
            if target:
                target[draw.choice(list(target))] = draw.choice(VALUES)
        items.append(json.dumps(one if draw.random() < 0.95 else draw.choice(VALUES)))
    text = draw.choice((",\n", "\n")).join(items)
    return text if draw.random() < 0.5 else f"[{text[: draw.choice((len(text), len(text) // 2))]}]"


def test_twenty_thousand_malformed_items_raise_nothing_and_give_nobody_away(tmp_path: Path, people: People) -> None:
    seen = 0
    for seed in range(100):
        path = tmp_path / f"{seed}.json"
        path.write_text(malformed(seed, 210), encoding="utf-8")
        evidence, problems, (row,) = read_path(path, people)
        seen += 210
        assert evidence.commitments.schema == SCHEMAS["commitments"]
        assert len(set(evidence.commitments.column("id").to_pylist())) == evidence.commitments.num_rows == row.rows
        for promise in evidence.commitments.to_pylist():
            Commitment(**promise)
            assert promise["subject_kind"] == "project" or promise["subject"].startswith("p-")
        assert all(problem.said.endswith(".") and problem.remedy for problem in problems)
        assert row.unread == 0 or problems
        assert SECRET not in repr((problems, row, evidence))
    assert seen >= 20_000


PAGE = Path(__file__).resolve().parents[2] / "docs" / "formats.md"


def test_the_example_on_the_page_of_formats_is_read_in_full(reading: Read) -> None:
    section = PAGE.read_text(encoding="utf-8").split("\n## GitHub\n")[1].split("\n## ")[0]
    (example,) = (block.body for block in blocks(section) if block.kind == "json")
    got = reading(example, "github.json")
    assert (got.row.kind, got.row.unread, got.problems) == ("github", 0, [])
    assert [one["id"] for one in got.promises] == ["acme/kite milestone 2", "acme/kite#7"]
    assert got.promises[1]["renegotiations"] is None
