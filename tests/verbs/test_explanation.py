"""Which rule spoke for a row, and that every row behind a figure is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sources import hub

from saidanddone.evidence.commitment import OUTCOMES, Commitment
from saidanddone.evidence.outcome import DAY_US, settle
from saidanddone.sources.rules import RULES_OF
from saidanddone.verbs.explain import explain
from saidanddone.verbs.explanation import RULES, Explanation, _sources_text, rows_behind, rule, sources_behind

NOW = 100 * DAY_US


def promised(**more: Any) -> Commitment:
    return Commitment(
        id="1", subject="p-a", source="l.csv", **{"line": 2, "made_us": DAY_US, "due_us": 10 * DAY_US, **more}
    )


def spoke(**more: Any) -> str:
    one = promised(**more)
    return rule(one, settle(one, NOW), NOW)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"due_us": None}, "undated"),
        ({"outcome": "withdrawn"}, "withdrawn"),
        ({"outcome": "kept"}, "stated"),
        ({"outcome": "admitted"}, "stated"),
        ({"outcome": "delivered"}, "delivered"),
        ({"closed_us": 9 * DAY_US}, "closed_in_time"),
        ({"closed_us": 11 * DAY_US}, "closed_late"),
        ({}, "open_after"),
        ({"due_us": 200 * DAY_US}, "not_due"),
        ({"due_us": 200 * DAY_US, "closed_us": 50 * DAY_US}, "not_due"),
        ({"outcome": "broken", "known_us": 150 * DAY_US}, "not_known"),
        ({"outcome": "kept", "known_us": DAY_US}, "known_early"),
        ({"due_us": DAY_US, "outcome": "kept"}, "known_early"),
        ({"made_us": 101 * DAY_US, "due_us": 110 * DAY_US}, "later"),
    ],
)
def test_each_row_names_the_rule_that_spoke(fields: dict[str, Any], expected: str) -> None:
    assert spoke(**fields) == expected


times = st.none() | st.integers(0, 130).map(lambda day: day * DAY_US)


@given(made=st.integers(0, 130), due=times, closed=times, known=times, outcome=st.sampled_from([None, *OUTCOMES]))
def test_a_row_counts_exactly_when_its_verdict_may_be_used(
    made: int, due: int | None, closed: int | None, known: int | None, outcome: str | None
) -> None:
    one = promised(made_us=made * DAY_US, due_us=due, closed_us=closed, known_us=known, outcome=outcome)
    told = settle(one, NOW)
    row = rows_behind([one], NOW)[0]
    usable = told.y is not None and told.known_us is not None and one.made_us < told.known_us < NOW
    assert row.counts == usable
    assert row.y == (told.y if usable else None)
    assert row.rule in RULES


def test_rows_come_in_the_order_they_were_made_and_say_where_they_stand() -> None:
    rows = rows_behind([promised(made_us=7, due_us=9, line=4), promised(made_us=3, due_us=9, line=9)], NOW)
    assert [(row.source, row.line) for row in rows] == [("l.csv", 9), ("l.csv", 4)]


def test_a_due_time_moved_in_good_time_is_told() -> None:
    row = rows_behind([promised(moved_us=2 * DAY_US, moved_due_us=30 * DAY_US, closed_us=20 * DAY_US)], NOW)[0]
    assert (row.moved, row.y, row.rule) == (True, 1, "closed_in_time")


@pytest.mark.parametrize(
    ("fields", "knowing", "expected"),
    [
        ({}, (), None),
        ({}, ("l.csv",), False),
        ({"renegotiations": 0}, (), False),
        ({"renegotiations": 2}, (), True),
        ({"moved_us": 2 * DAY_US, "moved_due_us": 30 * DAY_US}, (), True),
    ],
)
def test_a_row_says_whether_its_due_time_was_moved_or_that_nobody_knows(
    fields: dict[str, Any], knowing: tuple[str, ...], expected: bool | None
) -> None:
    assert rows_behind([promised(**fields)], NOW, knowing=knowing)[0].renegotiated is expected


def test_each_source_of_a_figure_is_told_with_its_rules_and_whether_it_knows_of_moves() -> None:
    origins = [
        {"source": "b.json", "format": "github", "history": True},
        {"source": "a.csv", "format": "jira", "history": False},
        {"source": "other.csv", "format": "ledger", "history": None},
        {"source": "stars.csv", "format": "ratings", "history": None},
    ]
    found = sources_behind({"b.json", "a.csv", "lost.csv"}, origins)
    assert [(one.source, one.format, one.history) for one in found] == [
        ("a.csv", "jira", False), ("b.json", "github", True), ("lost.csv", "", None),
    ]  # fmt: skip
    assert [one.rules for one in found] == [RULES_OF["jira"], RULES_OF["github"], ()]
    assert "stars.csv" in {one.source for one in sources_behind({"b.json"}, origins, rated=True)}
    assert found[1].to_dict()["rules"][0].keys() == {"rule", "said"}


@pytest.mark.parametrize("format_", RULES_OF)
def test_the_rules_of_each_format_are_whole_sentences_with_names_of_their_own(format_: str) -> None:
    names, said = zip(*RULES_OF[format_], strict=True)
    assert len(set(names)) == len(names)
    assert [one for one in said if not (one[0].isupper() and one.endswith(".")) or len(one) > 250] == []


TEAM = "name,handle,team,role\nAlice,alice,Kite,leader\n"


@pytest.fixture(scope="module")
def explained(tmp_path_factory: pytest.TempPathFactory) -> Explanation:
    """A leader's figure from a tracker's export and a ledger."""
    folder = tmp_path_factory.mktemp("explained")
    (folder / "roster.csv").write_text(TEAM, encoding="utf-8")
    held = [
        hub.issue(number, who=("alice",), closed=15, milestone=hub.milestone(number, 10 + number))
        for number in range(1, 9)
    ]
    (folder / "issues.json").write_text(json.dumps(held), encoding="utf-8")
    ledger = "id,subject,made_at,due_at,closed_at,renegotiations\nx1,Alice,2026-09-01,2026-09-07,2026-09-05,0\n"
    (folder / "promises.csv").write_text(ledger, encoding="utf-8")
    evidence = [folder / "issues.json", folder / "promises.csv"]
    return explain("Alice", *evidence, roster=folder / "roster.csv", leader="Alice", on="2026-11-22")


def test_explaining_prints_the_written_rules_of_each_source(explained: Explanation) -> None:
    text = " ".join(explained.text().split())
    assert "How issues.json was read: as github" in text
    assert "How promises.csv was read: as ledger" in text
    for format_ in ("github", "ledger"):
        assert [said for _, said in RULES_OF[format_] if said not in text] == []
    assert "It is not known of every due time whether it was moved." in text
    assert "It is known which due times were moved." in text


def test_only_rows_whose_source_cannot_know_say_that_renegotiation_is_unknown(explained: Explanation) -> None:
    unknown = {row.source for row in explained.rows if row.renegotiated is None}
    assert (unknown, {row.source for row in explained.rows}) == ({"issues.json"}, {"issues.json", "promises.csv"})
    assert " ".join(explained.text().split()).count("renegotiation unknown") == len(explained.rows) - 1


def test_the_json_of_an_explanation_lists_sources_with_format_history_and_rules(explained: Explanation) -> None:
    told = explained.to_dict()
    assert [(one["source"], one["format"], one["history"]) for one in told["sources"]] == [
        ("issues.json", "github", False), ("promises.csv", "ledger", True),
    ]  # fmt: skip
    assert json.loads(json.dumps(told["sources"])) == told["sources"]
    assert explained.to_arrow().column("renegotiated").null_count == len(explained.rows) - 1


def test_many_files_of_one_kind_are_told_together() -> None:
    origins = [{"source": f"page-{n:02}.json", "format": "github", "history": n == 1} for n in range(1, 9)]
    lines = _sources_text(sources_behind({one["source"] for one in origins}, origins))
    assert lines[1].endswith("page-05.json and 3 more were read: as github")
    assert lines[2] == "  It is not known of every due time whether it was moved."
