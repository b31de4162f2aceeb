"""Real surveys and real exports of survey programs are read, or one sentence says what is missing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from saidanddone.evidence.people import People
from saidanddone.sources.detect import read_path

pytestmark = pytest.mark.shared
SURVEYS = {"bhr2000": 5.0, "lq2002_lead_tsig": 5.0, "teamstate_psysafety": 7.0, "bfi": 6.0}
"""Survey -> the highest answer of its scale."""


@pytest.mark.parametrize("name", SURVEYS)
def test_every_answer_of_a_real_survey_is_read(shared: Path, tmp_path: Path, people: People, name: str) -> None:
    path = tmp_path / f"{name}-2001-06.parquet"
    shutil.copy(shared / "data" / "surveys" / f"{name}.parquet", path)
    table = pq.read_table(path)
    evidence, problems, (row,) = read_path(path, people)
    assert (row.kind, row.rows, row.unread) == ("pulse", table.num_rows, 0)
    assert evidence.answers.num_rows == table.num_rows
    for column, there in (("respondent", "respondent"), ("team", "team"), ("item", "item")):
        assert len(evidence.answers.column(column).unique()) == len(table.column(there).unique())
    assert sorted(evidence.answers.column("value").to_pylist()) == sorted(
        map(float, table.column("answer").to_pylist())
    )
    assert {item["high"] for item in evidence.items.to_pylist()} == {SURVEYS[name]}
    assert [problem.said.partition(" of no half")[1] for problem in problems] == [" of no half"]


def test_a_real_survey_without_a_date_is_asked_for_one(shared: Path, people: People) -> None:
    evidence, problems, _ = read_path(shared / "data" / "surveys" / "bhr2000.parquet", people)
    assert evidence.answers.num_rows == 0
    assert problems[0].said == "Nothing says when its round closed, so its answers were not read."


def test_coded_episodes_of_another_kind_are_no_survey(shared: Path, people: People) -> None:
    _, problems, (row,) = read_path(shared / "data" / "surveys" / "events_pairprog.parquet", people)
    assert (row.kind, len(problems)) == ("unknown", 1)


def test_a_table_of_items_gives_a_real_survey_its_half(shared: Path, tmp_path: Path, people: People) -> None:
    shutil.copy(shared / "data" / "surveys" / "teamstate_psysafety.parquet", tmp_path / "t-2020-01.parquet")
    lines = "".join(f"PsyS{n},safety,1,7\n" for n in range(1, 5))
    (tmp_path / "items.csv").write_text("item,half,low,high\n" + lines, encoding="utf-8")
    evidence, problems, _ = read_path(tmp_path, people)
    assert (problems, evidence.items.num_rows, evidence.answers.num_rows) == ([], 4, 884)


def test_the_export_of_limesurvey_for_r_is_read_and_what_was_not_handed_in_counted(
    shared: Path, people: People
) -> None:
    (path,) = (shared / "data" / "samples" / "limesurvey").glob("*.csv")
    evidence, problems, (row,) = read_path(path, people)
    assert (row.kind, row.unread, sum(evidence.counts().values())) == ("limesurvey", 0, 0)
    assert row.note.startswith("28 responses were not handed in and left out.")
    assert len(problems) == 1


@pytest.mark.parametrize("name", ["sample.csv", "sample_legacy.csv"])
def test_the_exports_of_qualtrics_are_read_with_the_items_that_are_named(
    shared: Path, tmp_path: Path, people: People, name: str
) -> None:
    shutil.copy(shared / "data" / "samples" / "qualtrics" / name, tmp_path / name)
    (tmp_path / "items.csv").write_text("item,half,low,high\nQ1,trust,1,5\nQ2,trust,1,5\n", encoding="utf-8")
    evidence, problems, rows = read_path(tmp_path, people)
    (answer,) = evidence.answers.to_pylist()
    assert (answer["item"], answer["value"], rows[-1].kind) == ("Q1", 2.0, "qualtrics")
    assert len(problems) == 1, "the second question was answered in words"
    assert "130.92" not in repr((evidence.answers.to_pylist(), problems, rows))


def test_the_structure_of_a_survey_is_looked_at_calmly(shared: Path, people: People) -> None:
    evidence, problems, (row,) = read_path(shared / "data" / "samples" / "limesurvey" / "citric_survey.lss", people)
    assert (row.kind, row.understood, problems, sum(evidence.counts().values())) == ("structure", 4, [], 0)
