"""What we wrote ourselves and was left among the evidence is passed over, and nothing is counted twice."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import saidanddone
from saidanddone.errors import NothingReadable
from saidanddone.evidence.people import People
from saidanddone.report import page, spreadsheet
from saidanddone.report.review import page as review_page
from saidanddone.sources.detect import read_path
from saidanddone.sources.ours import is_ours
from saidanddone.store.sheet import safe

LEDGER = "subject,made_at,due_at,outcome,done_at\n" + "".join(
    f"Ana,2026-0{month}-05,2026-0{month}-12,{said}\n"
    for month, said in ((1, "kept,2026-01-11"), (2, "broken,"), (3, "kept,2026-03-12"))
)
TALK = """WEBVTT

00:00:01.000 --> 00:00:05.000
Ana Lima: I made a mistake in the migration, and I do not know how to undo it.

00:00:06.000 --> 00:00:10.000
Bo Field: Thanks for telling us, what do you need to fix it?
"""


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of evidence alone."""
    folder = tmp_path_factory.mktemp("given")
    (folder / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    (folder / "standup_2026-03-02.vtt").write_text(TALK, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def left(given: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with everything that we wrote about it left beside it."""
    folder = tmp_path_factory.mktemp("left") / "all"
    shutil.copytree(given, folder)
    found = saidanddone.diagnose(given / "ledger.csv")
    heard = saidanddone.listen(given / "standup_2026-03-02.vtt")
    read = saidanddone.read(given / "ledger.csv")
    for name, told in (("diagnosis", found), ("listened", heard), ("read", read)):
        (folder / f"{name}.json").write_text(json.dumps(told.to_dict(), indent=2), encoding="utf-8")
    (folder / "findings.csv").write_text(spreadsheet.render(found), encoding="utf-8-sig")
    (folder / "report.html").write_text(page.render(found), encoding="utf-8")
    (folder / "review.html").write_text(review_page.render(heard.review), encoding="utf-8")
    scores = heard.scores(research=True)
    pq.write_table(scores, folder / "scores.parquet")
    lines = [",".join(map(json.dumps, scores.column_names))]
    lines += [",".join("" if cell is None else safe(str(cell)) for cell in row.values()) for row in scores.to_pylist()]
    (folder / "scores.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "alt-texts.txt").write_text("map.svg, map.png\nMap of the four situations.\n", encoding="utf-8")
    return folder


def test_what_we_wrote_is_passed_over_with_one_calm_line_a_file(given: Path, left: Path, people: People) -> None:
    alone, _, _ = read_path(given, people)
    evidence, problems, rows = read_path(left, people)
    assert evidence.counts() == alone.counts()
    assert evidence.commitments.equals(alone.commitments)
    assert problems == []
    ours = {row.source: (row.kind, row.note) for row in rows if is_ours(left / row.source)}
    assert ours.keys() == {path.name for path in left.iterdir()} - {path.name for path in given.iterdir()}
    assert set(ours.values()) == {
        ("skipped", "Written by Said & Done itself: a result or part of a workspace, and no export. Passed over.")
    }


def test_a_folder_with_our_results_in_it_is_diagnosed_and_heard_as_without_them(given: Path, left: Path) -> None:
    def told(folder: Path) -> list[dict[str, object]]:
        return [{**unit, "problems": None} for unit in saidanddone.diagnose(folder).to_dict()["released"]]

    assert [unit["id"] for unit in told(left)] == [unit["id"] for unit in told(given)]
    assert saidanddone.diagnose(left).to_arrow().equals(saidanddone.diagnose(given).to_arrow())
    heard = [saidanddone.listen(folder).to_dict() for folder in (given, left)]
    assert heard[0]["conversations"] == heard[1]["conversations"]


def test_a_result_that_is_named_as_evidence_says_what_to_give_instead(left: Path) -> None:
    for name in ("diagnosis.json", "findings.csv", "report.html", "scores.parquet"):
        with pytest.raises(NothingReadable, match=r"wrote this itself.*Give the files that it was made from"):
            saidanddone.diagnose(left / name)


@pytest.mark.parametrize(
    "text",
    ['{"schema": "other/1"}', '{"id": 1, "schema": "diagnosis/1"}', "id,kind,label\n",
     "<!doctype html><title>Tea</title>",
     "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Other//EN\r\n", "", "map.svg\n"],
)  # fmt: skip
def test_what_others_wrote_is_not_taken_for_ours(tmp_path: Path, text: str) -> None:
    (tmp_path / "file").write_text(text, encoding="utf-8")
    assert not is_ours(tmp_path / "file")


def test_meetings_that_we_proposed_are_none_that_were_held(tmp_path: Path) -> None:
    held = "BEGIN:VCALENDAR\r\nPRODID:-//Said & Done//routine//EN\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
    (tmp_path / "cadence.ics").write_text(held, encoding="utf-8", newline="")
    assert is_ours(tmp_path / "cadence.ics")
    assert not is_ours(tmp_path)
    assert not is_ours(tmp_path / "nothing")


def test_what_a_workspace_keeps_for_its_owner_is_ours_and_a_file_of_that_name_elsewhere_is_not(tmp_path: Path) -> None:
    kept = tmp_path / "ws"
    ledger = tmp_path / "ledger.csv"
    ledger.write_text("subject,made_at,due_at\nAna Lind,2026-08-03,2026-08-07\n", encoding="utf-8")
    saidanddone.read(ledger, into=kept, names=True)
    assert all(is_ours(path) for path in kept.iterdir() if path.suffix in (".json", ".parquet"))
    elsewhere = tmp_path / "names.json"
    shutil.copy(kept / "names.json", elsewhere)
    assert not is_ours(elsewhere)
