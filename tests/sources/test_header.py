"""Columns are found by name, exact names first, and it is said which was taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from saidanddone.sources.detect import FORMATS
from saidanddone.sources.header import Field, match

Read = Callable[..., Any]


@pytest.mark.parametrize("due", ["due_at", "Due At", "DUE-AT", " due at ", "dueAt", "Due Date", "deadline", "by"])
def test_a_column_is_found_however_it_is_written(reading: Read, due: str) -> None:
    got = reading(f"subject,made_at,{due}\nAna,2026-09-01,2026-09-07\n")
    assert got.promises[0]["due_us"] is not None
    assert "due_at" in got.row.mapping


def test_the_mapping_says_which_column_was_taken_for_what(reading: Read) -> None:
    got = reading("Who;Promised on;Deadline;Done\nAna;2026-09-01;2026-09-07;2026-09-05\n")
    assert dict(got.row.mapping) == {
        "subject": "who", "made_at": "promised on", "due_at": "deadline", "closed_at": "done",
    }  # fmt: skip


def test_of_two_columns_the_exact_name_wins_and_it_is_told(reading: Read) -> None:
    got = reading("subject,made_at,deadline,due_at\nAna,2026-09-01,2026-09-30,2026-09-07\n")
    assert got.row.mapping["due_at"] == "due_at"
    assert "Both due_at and deadline could be due_at; due_at was used." in got.row.note


def test_of_two_columns_of_one_name_the_first_wins_and_it_is_told() -> None:
    found = match(["team", "x", "Team"], [Field("team")])
    assert found.columns == {"team": 0}
    assert found.notes == ("Two columns are called team; the first was used.",)


def test_made_by_is_the_subject_only_if_nothing_else_is() -> None:
    ledger = next(format_ for format_ in FORMATS if format_.kind == "ledger").fields
    assert match(["made by", "made", "due"], ledger).mapping["subject"] == "made by"
    both = match(["who", "made by", "made", "due"], ledger).mapping
    assert (both["subject"], both["maker"]) == ("who", "made by")


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        ("subject,made_at,outcome", "when it is due (due_at)"),
        ("subject,due_at,outcome", "when it was made (made_at)"),
        ("made_at,due_at,outcome", "who made the promise (subject)"),
    ],
)
def test_a_missing_column_is_named(reading: Read, header: str, missing: str) -> None:
    got = reading(f"{header}\n1,2,3\n")
    assert got.said == [f"It looks like a ledger but has no column for {missing}."]


def test_all_missing_columns_are_named_at_once(reading: Read) -> None:
    got = reading("subject,outcome,size\nAna,1,2\n")
    assert got.said == [
        "It looks like a ledger but has no column for when it was made (made_at) or when it is due (due_at)."
    ]


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.kind)
def test_no_two_fields_of_a_format_share_an_exact_name_or_hide_behind_each_other(format_: Any) -> None:
    for field in format_.fields:
        for known in (field.name, *field.also[:1]):
            assert field.name in match([known], [field]).columns
    assert len({field.name for field in format_.fields}) == len(format_.fields)
