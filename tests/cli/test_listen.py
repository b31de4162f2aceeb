"""``saidanddone listen``, typed in: what it prints and writes, asks and refuses, and how it ends."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from verbs.ears import ALICE, BOB, DATED, NAMES, SCRIPT, chat, coded, meeting, told, turns_table

from saidanddone.report.review import paper

Run = Callable[..., object]


# --- What it prints and writes ----------------------------------------------------------------------------------------


def test_a_review_is_printed_without_a_name_or_a_word(run: Run, vtt: Path) -> None:
    ended = run("listen", vtt)
    assert (ended.code, ended.err) == (0, "")
    told(ended.out)
    assert "Missed opportunities" in ended.out
    assert "add --me NAME" in ended.out


@pytest.mark.usefixtures("heard")
def test_no_output_but_the_owners_transcript_holds_a_word(run: Run, vtt: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    ended = run(
        "listen", vtt, "--me", ALICE, "--into", tmp_path / "ws", "--json", out / "l.json", "--report", out / "r.html",
        "--transcript", out / "words.html",
    )  # fmt: skip
    assert ended.code == 0
    told(ended.out, ended.err, (out / "l.json").read_text("utf-8"), (out / "r.html").read_text("utf-8"))
    words = (out / "words.html").read_text("utf-8")
    assert "loses rows" in words
    assert not [name for name in NAMES if re.search(rf"\b{name}\b", words)]
    assert "words.html#" in (out / "r.html").read_text("utf-8")
    for path in [*out.iterdir(), *(tmp_path / "ws").iterdir()]:
        assert path.stat().st_mode & 0o077 == 0, path.name


@pytest.mark.usefixtures("heard")
def test_the_pdf_says_what_the_page_says_and_names_nobody(run: Run, vtt: Path, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    assert paper.render
    assert run("listen", vtt, "--report", tmp_path / "r.pdf").code == 0
    sheets = pypdf.PdfReader(tmp_path / "r.pdf")
    text = "".join(sheet.extract_text() for sheet in sheets.pages) + str(sheets.metadata)
    assert "promise" in text
    told(text)


@pytest.mark.usefixtures("heard")
def test_json_on_standard_output_is_nothing_else(run: Run, vtt: Path) -> None:
    ended = run("listen", vtt, "--json", "-")
    assert json.loads(ended.out)["schema"] == "listen/1"
    told(ended.out)
    with_speakers = json.loads(run("listen", vtt, "--json", "-", "--research").out)
    assert len({turn["speaker"] for turn in with_speakers["turns"]}) == 5
    told(json.dumps(with_speakers))


@pytest.mark.usefixtures("heard")
def test_scores_of_codes_are_written_and_of_names_only_for_research(run: Run, vtt: Path, tmp_path: Path) -> None:
    table = turns_table(tmp_path / "t.csv", coded())
    assert run("listen", table, "--scores", tmp_path / "s.parquet").code == 0
    assert pq.read_table(tmp_path / "s.parquet").num_rows == len(SCRIPT)
    refused = run("listen", vtt, "--scores", tmp_path / "n.parquet")
    assert refused.code == 2
    assert "can identify people" in refused.err
    assert not (tmp_path / "n.parquet").exists()
    assert run("listen", vtt, "--scores", tmp_path / "n.parquet", "--research").code == 0


def test_the_help_says_that_scores_can_identify_people(run: Run) -> None:
    assert "can identify people" in " ".join(run("listen", "--help").out.replace("│", " ").split())


@pytest.mark.usefixtures("heard")
def test_problems_end_with_1_only_under_strict_and_quote_nobody(run: Run, tmp_path: Path) -> None:
    rows = [*coded(), {"conversation_id": "", "turn": 3, "speaker": ALICE, "text": SCRIPT[1][1]}]
    table = turns_table(tmp_path / "t.csv", rows)
    assert run("listen", table).code == 0
    ended = run("listen", table, "--strict", "--json", "-")
    assert ended.code == 1
    assert json.loads(ended.out)["problems"]
    told(ended.out, ended.err)


def test_a_preview_goes_no_further(run: Run, tmp_path: Path) -> None:
    script = [(f"{who} (Kite)" if n == 1 else who, said) for n, (who, said) in enumerate(SCRIPT)]
    ended = run("listen", meeting(tmp_path / DATED, script), "--preview", "--into", tmp_path / "ws")
    assert ended.code == 0
    assert f"{BOB} is {BOB} (Kite)" in ended.out
    assert not (tmp_path / "ws").exists()


# --- Marking --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("heard")
def test_marks_come_before_anything_is_shown(run: Run, vtt: Path) -> None:
    ended = run("listen", vtt, "--mark", answers="1:02\nlater\n#5\n\n")
    assert ended.code == 0
    assert "neither a time" in ended.out
    assert ended.out.index("Before you see anything") < ended.out.index("Missed opportunities")
    review = json.loads(
        run("listen", vtt, "--mark", "--json", "-", answers="1:02\n\n").out.partition("{")[2].join("{ ")
    )
    assert review["noticed"] == {"marks": 1, "acts": 2, "noticed": 1}


@pytest.mark.usefixtures("heard")
def test_marks_may_stand_in_a_file(run: Run, vtt: Path, tmp_path: Path) -> None:
    (tmp_path / "noticed.txt").write_text("0:03\n\n 9:01 \n", encoding="utf-8-sig")
    ended = run("listen", vtt, "--noticed", tmp_path / "noticed.txt", "--json", "-")
    assert json.loads(ended.out)["noticed"] == {"marks": 2, "acts": 2, "noticed": 1}
    (tmp_path / "noticed.txt").write_text("0:03\n\naround noon, when Bob sighed\n", encoding="utf-8")
    wrong = run("listen", vtt, "--noticed", tmp_path / "noticed.txt")
    assert wrong.code == 2
    assert "12:30" in wrong.err
    assert "line 3" in wrong.err
    assert "Bob" not in wrong.err


# --- Refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--confirm",), "--into DIR"),
        (("--at", "25:00"), "14:30"),
        (("--at", "noon"), "14:30"),
        (("--on", "someday"), "day"),
        (("--tz", "Mars/Olympus"), "zone"),
        (("--report", "r.txt"), ".html"),
        (("--transcript", "t.pdf"), ".html"),
        (("--transcript", "gone/t.html"), "folder"),
        (("--scores", "s.xlsx"), ".parquet"),
        (("--scores", "gone/s.parquet"), "folder"),
        (("--noticed", "gone.txt"), "--noticed"),
        (("--roster", "gone.csv"), "roster"),
        (("--calendar", "gone.ics"), "--calendar"),
        (("--me", "Frank Fofana"), "--me"),
        (("--listener", "telepathy"), "listener"),
        (("--report", "r.html", "--transcript", "r.html"), "same file"),
        (("--scores", DATED.replace(".vtt", ".parquet"), "--json", DATED), "DATED"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_ends_with_2(
    run: Run, vtt: Path, options: tuple[str, ...], said: str
) -> None:
    ended = run("listen", vtt, *options)
    assert ended.code == 2, ended.out
    assert said in ended.err or said == "DATED"
    assert "Traceback" not in ended.err
    assert "Fofana" not in ended.err
    assert vtt.read_text("utf-8").startswith("WEBVTT")


def test_no_result_is_written_over_what_is_read(run: Run, tmp_path: Path) -> None:
    page = meeting(tmp_path / "talk.html")
    table = turns_table(tmp_path / "t.csv", coded())
    roster = tmp_path / "people.csv"
    roster.write_text("name,team,role\nAlice Arundel,Apollo,leader\n", encoding="utf-8")
    for words in (
        (page, "--report", page), (page, "--transcript", page), (page, "--json", page), (table, "--scores", table),
        (tmp_path, "--report", page), (table, "--roster", roster, "--scores", roster),
    ):  # fmt: skip
        before = {path: path.read_bytes() for path in (page, table, roster)}
        assert run("listen", *words).code == 2, words[1:2]
        assert {path: path.read_bytes() for path in before} == before


@pytest.mark.usefixtures("heard")
def test_no_result_is_written_over_a_file_of_the_workspace(run: Run, tmp_path: Path, vtt: Path) -> None:
    ws = tmp_path / "ws"
    run("listen", vtt, "--into", ws)
    before = (ws / "acts.parquet").read_bytes()
    assert run("listen", vtt, "--into", ws, "--research", "--scores", ws / "acts.parquet").code == 2
    assert (ws / "acts.parquet").read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02" * 400, b"PK\x03\x04 not really", b"hello\n" * 50, "WEBVTT\n".encode("utf-16")]
)
def test_what_is_no_conversation_ends_with_2_and_a_sentence(run: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "thing.vtt"
    path.write_bytes(content)
    ended = run("listen", path)
    assert ended.code == 2
    assert ended.err.strip().endswith(".")
    assert "Traceback" not in ended.err + ended.out


def test_a_hostile_archive_is_refused(run: Run, tmp_path: Path) -> None:
    bomb = tmp_path / "export.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("users.json", b"[" + b" " * 200_000_000 + b"]")
        packed.writestr("../../outside/2026-01-01.json", b"[]")
    ended = run("listen", bomb)
    assert ended.code == 2
    assert not (tmp_path.parent.parent / "outside").exists()
    assert "Traceback" not in ended.err


def test_a_folder_without_talk_and_a_file_as_workspace_are_told(run: Run, tmp_path: Path, vtt: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("listen", tmp_path / "empty").code == 2
    assert run("listen", tmp_path / "gone").code == 2
    ended = run("listen", vtt, "--into", vtt)
    assert ended.code == 2
    assert "Traceback" not in ended.err


@pytest.mark.usefixtures("heard")
def test_a_diagnosis_of_what_was_only_heard_is_a_sentence(run: Run, vtt: Path, tmp_path: Path) -> None:
    run("listen", chat(tmp_path / "export"), vtt, "--into", tmp_path / "ws")
    ended = run("diagnose", tmp_path / "ws")
    assert ended.code == 0
    assert "nothing to go on yet" in ended.out
