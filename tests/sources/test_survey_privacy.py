"""Addresses, names, places, times and text of a survey reach nothing: no table, no sentence, no file (PRIVACY)."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from saidanddone.evidence.people import People
from saidanddone.sources.detect import read_path, rosters_among
from saidanddone.verbs.read import read

PLANTED = (
    "zebediah", "quillfeather", "203.0.113.77", "48.858", "2.2945", "tokplant", "refplant", "extplant", "2026-11-11",
    "07:41", "nl-informal", "secret words", "R_plantedplanted", "918273645", "mozilla",
)  # fmt: skip
"""Each stands in one of the files below, in a place from which nothing may be kept."""

LIME = (
    "id,submitdate,lastpage,startlanguage,seed,token,firstname,lastname,email,startdate,datestamp,ipaddr,refurl,"
    "trust_1,kept,help,own_kind,trust_comment,safety_other,groupTime12,team\n"
    "4711,2026-11-11 07:41:03,3,nl-informal,918273645,tokplant,Zebediah,Quillfeather,z.quillfeather@example.org,"
    "2026-11-11 07:41:00,2026-11-11 07:41:03,203.0.113.77,https://refplant.example/,5,4,secret words,secret words,"
    "secret words,secret words,7.41,Kite\n"
    "4712,2026-11-13 09:00:00,3,nl-informal,918273646,tokplant,,,,2026-11-11 07:41:00,,203.0.113.77,,4,Zebediah,3,"
    "idea,,,,Kite\n"
)
QUALTRICS = (
    "StartDate,EndDate,Status,IPAddress,Progress,Duration (in seconds),Finished,RecordedDate,ResponseId,"
    "RecipientLastName,RecipientFirstName,RecipientEmail,ExternalReference,LocationLatitude,LocationLongitude,"
    "DistributionChannel,UserLanguage,Q_MetaInfo_Browser,trust_1,kept,held_back,Q9_TEXT,team\n"
    "2026-11-11 07:41:00,2026-11-11 07:41:03,0,203.0.113.77,100,3,1,2026-11-11 07:41:03,R_plantedplanted,Quillfeather,"
    "Zebediah,z.quillfeather@example.org,extplant,48.8584,2.2945,email,nl-informal,Mozilla,5,secret words,Zebediah,"
    "secret words,Kite\n"
    "2026-11-11 07:41:00,2026-11-13 07:41:03,0,203.0.113.77,100,3,1,2026-11-11 07:41:03,R_plantedplantee,,,,,,,,,,4,3,"
    "idea,,Kite\n"
)
PLAIN = (
    "round,closed,team,respondent,name,email,started,kept,help,comment\n"
    "autumn,2026-11-13,Kite,Zebediah Quillfeather,Zebediah,z@quillfeather.example,2026-11-11 07:41,4,secret words,x\n"
)
FILES = {"results-survey1.csv": LIME, "qualtrics.csv": QUALTRICS, "plain.csv": PLAIN}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_what_was_planted_is_really_there() -> None:
    assert [one for one in PLANTED if not any(one.lower() in text.lower() for text in FILES.values())] == []


def test_nothing_planted_is_in_the_evidence_or_in_what_is_said_of_it(folder: Path) -> None:
    evidence, problems, rows = read_path(folder, People(b"k" * 32))
    assert (evidence.answers.num_rows, evidence.episodes.num_rows) == (8, 2)
    assert evidence.names == {}
    said = repr([evidence, problems, rows, *(table.to_pylist() for table in evidence.tables().values())]).lower()
    assert [one for one in PLANTED if one.lower() in said] == []


def test_an_items_table_cannot_make_an_item_of_a_programs_own_column(folder: Path) -> None:
    (folder / "items.csv").write_text(
        "item,half,low,high\nLocationLatitude,trust,1,90\nlastpage,trust,1,90\nDuration (in seconds),trust,0,999\n",
        encoding="utf-8",
    )
    evidence, _, _ = read_path(folder, People(b"k" * 32))
    assert set(evidence.answers.column("item").to_pylist()) == {"trust_1", "kept", "help"}


def test_nothing_planted_is_in_a_workspace_or_its_report(folder: Path, tmp_path: Path) -> None:
    into = tmp_path / "kept"
    result = read(folder, into=into, names=True, fresh_key=b"k" * 32)
    said = json.dumps(result.to_dict())
    for path in sorted(into.iterdir()):
        said += path.read_bytes().decode("latin-1")
        if path.suffix == ".parquet":
            said += repr(pq.read_table(path).to_pylist())
    assert [one for one in PLANTED if one.lower() in said.lower()] == []


def test_reading_again_changes_no_byte(folder: Path, tmp_path: Path) -> None:
    into = tmp_path / "kept"
    first = read(folder, into=into, fresh_key=b"k" * 32)
    before = {path.name: path.read_bytes() for path in into.iterdir()}
    again = read(folder, into=into)
    assert {path.name: path.read_bytes() for path in into.iterdir()} == before
    assert (first.added["answers"], again.added["answers"], again.already["answers"]) == (8, 0, 8)


def test_who_came_later_cannot_be_told_from_a_workspace(folder: Path, tmp_path: Path) -> None:
    late = "".join(
        f"47{n},2026-11-13 09:00:0{n % 10},3,en,9182{n},,,,,,,,,{1 + n % 5},4,,,,,,Kite\n" for n in range(13, 33)
    )
    into, at_once = tmp_path / "twice", tmp_path / "once"
    read(folder, into=into, fresh_key=b"k" * 32)
    (folder / "results-survey1.csv").write_text(LIME + late, encoding="utf-8")
    read(folder, into=into)
    read(folder, into=at_once, fresh_key=b"k" * 32)
    for name in ("answers", "episodes"):
        assert pq.read_table(into / f"{name}.parquet").equals(pq.read_table(at_once / f"{name}.parquet"))


def test_names_beside_answers_make_no_roster(folder: Path) -> None:
    assert rosters_among(folder.iterdir()) == []


def test_a_workspace_among_the_exports_counts_nobody_again(folder: Path) -> None:
    first = read(folder, into=folder / "kept", fresh_key=b"k" * 32)
    again = read(folder, into=folder / "kept")
    assert first.added["answers"] == 8
    assert {name: rows for name, rows in again.added.items() if rows} == {}
    assert {row.kind for row in again.told if row.source.endswith(".parquet")} == {"skipped"}
