"""Files are known by what is in them; folders are read whole and what is passed over is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from saidanddone.errors import UsageError
from saidanddone.evidence.people import People
from saidanddone.sources.detect import read_path

Read = Callable[..., Any]

LEDGER = "subject,made_at,due_at\nAna,2026-09-01,2026-09-07\n"


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("subject,made_at,due_at", "ledger"),
        ("name,role,made_at,due_at", "ledger"),
        ("act_id,level,at", "responses"),
        ("at,kind,who_responded", "moments"),
        ("at,kind,level", "moments"),
        ("at,kind,person", "acts"),
        ("at,kind,invited", "encounters"),
        ("from,to,team", "pressure"),
        ("team,start,end,kind,person hours", "exposure"),
        ("handle,week,turns", "inclusion"),
        ("name,team,role,from,to", "roster"),
    ],
)
def test_a_file_is_known_by_its_columns_whatever_it_is_called(reading: Read, header: str, kind: str) -> None:
    row = ",".join("2026-09-01" for _ in header.split(","))
    assert reading(f"{header}\n{row}\n", name="export.dat").row.kind == kind


@pytest.mark.parametrize("header", ["a,b,c", "Zebediah,Wilhelmina", "x"])
def test_a_table_of_something_else_is_told_without_quoting_it(reading: Read, header: str) -> None:
    got = reading(f"{header}\n1,2,3\n")
    assert got.said == ["Its columns are not those of any table this reads."]
    assert "subject, made_at and due_at" in got.problems[0].remedy
    assert all(name not in repr(got.problems) + repr(got.row) for name in ("Zebediah", "Wilhelmina"))


def test_the_file_name_tells_what_a_file_was_meant_to_be(reading: Read) -> None:
    assert reading("at,where\n1,2\n", name="acts.csv").said == [
        "It looks like acts but has no column for what kind of act it was (kind)."
    ]


def test_a_folder_is_read_whole_and_what_is_passed_over_is_said(tmp_path: Path, people: People) -> None:
    (tmp_path / "deep" / ".hidden").mkdir(parents=True)
    for name in ("a.csv", "b.TXT", "deep/c.tsv", ".secret.csv", "deep/.hidden/d.csv"):
        (tmp_path / name).write_text(LEDGER.replace(",", "\t") if name.endswith("tsv") else LEDGER, encoding="utf-8")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    evidence, problems, rows = read_path(tmp_path, people)
    assert [(row.source, row.kind) for row in rows] == [
        ("a.csv", "ledger"), ("b.TXT", "ledger"), ("c.tsv", "ledger"), ("photo.png", "skipped"),
    ]  # fmt: skip
    assert (evidence.commitments.num_rows, problems) == (3, [])


def test_two_files_of_one_name_are_told_apart_without_their_folders(tmp_path: Path, people: People) -> None:
    for folder in ("ana", "bo"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    evidence, _, rows = read_path(tmp_path, people)
    assert [row.source for row in rows] == ["ledger.csv", "ledger.csv (2)"]
    assert evidence.commitments.column("source").to_pylist() == ["ledger.csv", "ledger.csv (2)"]
    _, _, (third,) = read_path(tmp_path / "bo" / "ledger.csv", people, taken=[row.source for row in rows])
    assert third.source == "ledger.csv (3)"


def test_an_empty_folder_gets_one_sentence(tmp_path: Path, people: People) -> None:
    assert [problem.said for problem in read_path(tmp_path, people)[1]] == ["The folder holds no table."]


@pytest.mark.parametrize("options", [{"tz": "Nowhere/Land"}, {"dates": "ymd"}])
def test_an_impossible_request_is_refused_with_a_sentence(
    tmp_path: Path, people: People, options: dict[str, str]
) -> None:
    (tmp_path / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    with pytest.raises(UsageError, match=r"--tz|--dates"):
        read_path(tmp_path / "ledger.csv", people, **options)  # type: ignore[arg-type]


def test_a_path_that_does_not_exist_is_refused_with_a_sentence(tmp_path: Path, people: People) -> None:
    with pytest.raises(UsageError, match="no file or folder called ledger"):
        read_path(tmp_path / "ledger", people)


def test_reading_the_same_file_twice_is_the_same(tmp_path: Path, people: People) -> None:
    (tmp_path / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    first, again = (read_path(tmp_path, people) for _ in range(2))
    assert first[0].commitments.equals(again[0].commitments)
    assert first[1:] == again[1:]
