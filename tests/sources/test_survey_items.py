"""A table of items says which columns of a survey are items, wherever among the evidence it lies (S10, T12)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from saidanddone.evidence.people import People
from saidanddone.sources.detect import read_path, read_paths
from saidanddone.verbs.read import read

Read = Callable[..., Any]
ANSWERS = "round,team,Q1,Q2,why\n2026-W46,Kite,7,1,Zebediah is late\n2026-W46,Kite,6,2,\n"


def test_items_are_read_with_their_half_and_scale(reading: Read) -> None:
    got = reading("item,half,low,high,reversed\nQ1,safety,1,7,yes\nQ2,Psychological safety,0,10,\n")
    assert (got.row.kind, got.problems) == ("items", [])
    first, second = got.evidence.items.to_pylist()
    assert first == {
        "item": "Q1", "half": "safety", "low": 1.0, "high": 7.0, "reversed": True, "source": "ledger.csv", "line": 2,
    }  # fmt: skip
    assert (second["half"], second["low"], second["high"], second["reversed"]) == ("safety", 0.0, 10.0, False)


def test_an_item_without_a_scale_is_taken_for_five_points_and_that_is_said(reading: Read) -> None:
    got = reading("item,half\nQ1,trust\n")
    assert [(row["low"], row["high"]) for row in got.evidence.items.to_pylist()] == [(1.0, 5.0)]
    assert "from 1 to 5" in got.row.note


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",trust,1,5", "The line does not say which item it is."),
        ("Q1,money,1,5", "The column half holds no word we know; the line was not read."),
        ("Q1,trust,5,5", "The lowest answer is not below the highest; the line was not read."),
        ("kept,trust,1,7", "This is the name of one of our own items, which is known already; the line was not read."),
        ("q 9,trust,1,7", "A line further up is of the same item; that one was read, this one not."),
    ],
)
def test_a_line_that_cannot_stand_is_told_and_not_read(reading: Read, row: str, said: str) -> None:
    got = reading(f"item,half,low,high\nQ9,safety,1,5\n{row}\n")
    assert got.said == [said]
    assert got.evidence.items.column("item").to_pylist() == ["Q9"]


def test_an_item_that_goes_by_its_wording_is_kept_under_a_hash_and_found_by_it(tmp_path: Path, people: People) -> None:
    wording = "Can you rely on Zebediah?"
    (tmp_path / "items.csv").write_text(f"item,half\n{wording},trust\n", encoding="utf-8")
    (tmp_path / "pulse-2026-W46.csv").write_text(f"team,{wording}\nKite,4\n", encoding="utf-8")
    evidence, problems, _ = read_path(tmp_path, people)
    (item,) = evidence.items.column("item").to_pylist()
    assert (evidence.answers.column("item").to_pylist(), problems) == ([item], [])
    assert "Zebediah" not in repr(evidence.items.to_pylist())


@pytest.mark.parametrize("order", [("items.csv", "a/answers.csv"), ("a/answers.csv", "items.csv")])
def test_a_table_of_items_holds_wherever_it_lies(tmp_path: Path, people: People, order: tuple[str, str]) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "items.csv").write_text("item,half,low,high\nq_1,safety,1,7\nQ2,trust,1,7\n", encoding="utf-8")
    (tmp_path / "a" / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    evidence, problems, rows = read_paths([tmp_path / name for name in order], people)
    assert sorted(row.kind for row in rows) == ["items", "pulse"]
    assert problems == []
    assert sorted(zip(*(evidence.answers.column(name).to_pylist() for name in ("item", "value")), strict=True)) == [
        ("Q2", 1.0), ("Q2", 2.0), ("q_1", 6.0), ("q_1", 7.0),
    ]  # fmt: skip


def test_without_it_a_table_of_codes_alone_is_no_pulse(reading: Read) -> None:
    got = reading(ANSWERS)
    assert (got.row.kind, got.evidence.answers.num_rows) == ("unknown", 0)


def test_answers_off_a_named_scale_are_told_by_their_line(tmp_path: Path, people: People) -> None:
    (tmp_path / "items.csv").write_text("item,half,low,high\nQ1,safety,1,5\nQ2,trust,1,5\n", encoding="utf-8")
    (tmp_path / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    evidence, problems, _ = read_path(tmp_path, people)
    assert [problem.line for problem in problems] == [2, 3]
    assert evidence.answers.column("value").to_pylist() == [2.0, 1.0] or (
        sorted(evidence.answers.column("value").to_pylist()) == [1.0, 2.0]
    )


def test_a_table_of_items_that_a_workspace_holds_counts_for_the_next_round(tmp_path: Path) -> None:
    into = tmp_path / "kept"
    for name, text in (("items.csv", "item,half,low,high\nQ1,safety,1,7\nQ2,trust,1,7\n"), ("answers.csv", ANSWERS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        result = read(tmp_path / name, into=into, fresh_key=b"k" * 32)
    assert (result.counts["answers"], result.problems) == (4, ())
