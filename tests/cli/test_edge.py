"""Every ending is a sentence and an exit code: never a traceback, never a word of anybody's data."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import saidanddone
from saidanddone.cli import terminal
from saidanddone.cli.output import REPORT
from saidanddone.simulation.organisation import organisation
from saidanddone.verbs.demo import ON

PYTHON = [sys.executable, "-m", "saidanddone"]
HERE = {**os.environ, "PYTHONPATH": str(Path(saidanddone.__file__).parents[1])}
FEW = """subject,made_at,due_at,closed_at,outcome,group
Ada Secret,2026-01-01,2026-01-10,2026-01-09,,Atlas
Ada Secret,2026-02-01,2026-02-10,,,Atlas
Ada Secret,2026-02-05,soonish,,,Atlas
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "few.csv"
    path.write_text(FEW, encoding="utf-8")
    return path


def test_a_verb_that_is_not_there_ends_with_2(run) -> None:
    ended = run("forecastify")
    assert ended.code == 2
    assert "No such command" in ended.err


def test_a_file_that_is_not_there_ends_with_2_and_a_sentence(run) -> None:
    for verb in ("diagnose", "read", "backtest"):
        ended = run(verb, "nothing.csv")
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.count("\n") == 1


def test_no_evidence_at_all_ends_with_2_and_says_what_to_do(run) -> None:
    for verb in (("diagnose",), ("explain", "team:Atlas")):
        ended = run(*verb)
        assert ended.code == 2
        assert "Say where the evidence is" in ended.err


@pytest.mark.parametrize("more", [("--report", "a.docx"), ("--paper", "a5"), ("--charts", "nowhere/pictures")])
def test_what_cannot_be_printed_or_drawn_is_refused_before_any_work(run, more: tuple[str, str]) -> None:
    ended = run("diagnose", "nothing.csv", *more)
    assert (ended.code, ended.out) == (2, "")
    assert more[0] in ended.err


@pytest.mark.parametrize(
    "more", [("--on", "7/9/26"), ("--tz", "Mars/Olympus"), ("--report", "nowhere/a.html"), ("--report", "a.txt")]
)
def test_an_option_that_cannot_be_meant_ends_with_2_and_a_sentence(run, ledger: Path, more: tuple[str, str]) -> None:
    ended = run("diagnose", ledger, *more)
    assert (ended.code, ended.out) == (2, "")
    assert more[1] not in ended.err or more[0] == "--report"


def test_a_day_before_every_promise_is_said_so(run, ledger: Path) -> None:
    for verb in (("diagnose",), ("explain", "team:Atlas")):
        ended = run(*verb, ledger, "--on", "2020-01-01")
        assert (ended.code, ended.out) == (2, "")
        assert ended.err == "Nothing had been promised by that day. Ask about a later one with --on.\n"


def test_an_unknown_kind_of_address_is_answered_with_the_known_ones(run, ledger: Path) -> None:
    for asked in (("diagnose", "--store", "https://example.org/x"), ("diagnose", "https://example.org/x")):
        ended = run(*asked)
        assert (ended.code, ended.out) == (2, "")
        assert "duckdb:FILE or the folder of a workspace" in ended.err


def test_a_report_and_json_in_one_file_are_refused_before_any_work(run, ledger: Path, tmp_path: Path) -> None:
    ended = run("diagnose", ledger, "--report", "x.html", "--json", tmp_path / "x.html")
    assert (ended.code, ended.out) == (2, "")
    assert "same file" in ended.err
    assert not (tmp_path / "x.html").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_output_that_cannot_be_written_ends_with_2_and_a_sentence(tmp_path: Path, ledger: Path) -> None:
    for asked in (["read", str(ledger)], ["diagnose", str(ledger), "--json", "-"]):
        with Path("/dev/full").open("w", encoding="utf-8") as full:
            told = subprocess.run(
                [*PYTHON, *asked], stdout=full, stderr=subprocess.PIPE, cwd=tmp_path, env=HERE, text=True, check=False
            )
        assert told.returncode == 2
        assert told.stderr.startswith("The output could not be written")
        assert told.stderr.count("\n") == 1


def test_strict_ends_with_1_when_a_row_could_not_be_read_and_else_with_0(run, ledger: Path) -> None:
    assert run("read", ledger).code == 0
    ended = run("read", ledger, "--strict")
    assert ended.code == 1
    assert "few.csv:4" in ended.out
    ledger.write_text("\n".join(FEW.splitlines()[:3]), encoding="utf-8")
    assert run("read", ledger, "--strict").code == 0


def test_no_row_readable_ends_with_2_also_without_strict(run, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("subject,made_at,due_at\nAda Secret,never,never\n", encoding="utf-8")
    for verb in ("read", "diagnose", "backtest"):
        ended = run(verb, "x.csv")
        assert ended.code == 2
        assert "Ada" not in ended.out + ended.err


def test_json_on_standard_output_stands_there_alone(run, ledger: Path) -> None:
    for words, schema in (
        (("read", ledger), "read/1"),
        (("diagnose", ledger), "diagnosis/1"),
        (("backtest", ledger), "backtest/1"),
    ):
        ended = run(*words, "--json", "-")
        assert ended.code == 0
        assert json.loads(ended.out)["schema"] == schema
    assert not REPORT.exists()


def test_json_in_a_file_leaves_the_words_on_the_screen(run, ledger: Path, tmp_path: Path) -> None:
    ended = run("diagnose", ledger, "--json", "d.json", "--report", "mine.html")
    assert ended.code == 0
    assert json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))["schema"] == "diagnosis/1"
    assert ended.out.rstrip().endswith("mine.html")
    assert "<html" in (tmp_path / "mine.html").read_text(encoding="utf-8")


def test_without_an_option_the_report_is_named_at_the_end(run, ledger: Path) -> None:
    ended = run("diagnose", ledger)
    assert ended.out.rstrip().endswith(str(REPORT))
    assert REPORT.is_file()


def test_a_member_is_named_in_no_output_of_any_verb(run, ledger: Path, tmp_path: Path) -> None:
    for words in (("read", ledger), ("diagnose", ledger), ("backtest", ledger), ("explain", "Ada Secret", ledger)):
        ended = run(*words, "--json", "out.json")
        told = ended.out + ended.err
        if (tmp_path / "out.json").exists():
            told += (tmp_path / "out.json").read_text(encoding="utf-8")
        assert "Secret" not in told


def test_a_leader_is_explained_by_the_id_the_diagnosis_gives(run, tmp_path: Path) -> None:
    ledger, roster = organisation(seed=1, on=ON).write(tmp_path)
    who = ("--roster", roster, "--on", ON.isoformat())
    diagnosis = json.loads(run("diagnose", ledger, *who, "--json", "-").out)
    leaders = [unit for unit in diagnosis["released"] if unit["kind"] == "leader"]
    assert len(leaders) == 7
    ended = run("explain", leaders[0]["id"], ledger, *who)
    assert ended.code == 0
    assert leaders[0]["label"] in ended.out
    assert "ledger.csv:" in ended.out
    assert run("explain", "p-nobody", ledger, *who).code == 2


def test_our_own_mistake_is_a_sentence_without_data_and_ends_with_70(run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*asked: object, **options: object) -> None:
        raise KeyError(" ".join(("Ada", "Secret")))

    monkeypatch.setattr("saidanddone.verbs.read.read", fails)
    ended = run("read", "x.csv")
    assert (ended.code, ended.out) == (70, "")
    assert "KeyError" in ended.err
    assert "Secret" not in ended.err
    assert ended.err.count("\n") == 1
    monkeypatch.setenv("SAIDANDDONE_DEBUG", "1")
    told = run("read", "x.csv").err
    assert ("Traceback" in told, "KeyError" in told, "test_edge.py" in told) == (True, True, True)
    assert "Ada Secret" not in told


def test_interrupting_says_one_line_and_ends_with_130(run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*asked: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("saidanddone.verbs.read.read", interrupted)
    ended = run("read", "x.csv")
    assert (ended.code, ended.out, ended.err) == (130, "", "Interrupted.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
def test_an_interrupt_during_the_interview_keeps_what_was_said(tmp_path: Path) -> None:
    asked = subprocess.Popen(
        [*PYTHON, "start"],
        cwd=tmp_path,
        env=HERE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert asked.stdin is not None
    asked.stdin.write("Fix the stairs\n3 weeks ago\n")
    asked.stdin.flush()
    ledger = tmp_path / "said-and-done" / "ledger.csv"
    for _ in range(600):
        if ledger.exists() and "stairs" in ledger.read_text() and ",20" in ledger.read_text():
            break
        time.sleep(0.05)
    asked.send_signal(signal.SIGINT)
    _, err = asked.communicate(timeout=60)
    assert asked.returncode == 130
    assert "Traceback" not in err
    assert "kept" in err
    assert "stairs" in ledger.read_text()


def test_a_reader_who_stops_listening_gets_no_complaint(tmp_path: Path, ledger: Path) -> None:
    told = subprocess.Popen(
        [*PYTHON, "read", str(ledger), "--json", "-"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=HERE,
    )
    assert told.stdout is not None
    assert told.stderr is not None
    told.stdout.close()
    assert told.stderr.read() == b""
    told.stderr.close()
    assert told.wait(60) == 0


def test_a_terminal_that_knows_only_ascii_is_no_reason_to_fail(tmp_path: Path) -> None:
    plain = {**HERE, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    told = subprocess.run(
        [*PYTHON, "promise", "Café für Łukasz \U0001f600", "--by", "in 2 weeks"],
        cwd=tmp_path, env=plain, capture_output=True, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stderr) == (0, b"")
    kept = subprocess.run([*PYTHON, "kept", "caf"], cwd=tmp_path, env=plain, capture_output=True, check=False)
    assert kept.returncode == 0
    assert kept.stdout.isascii()
    assert "Café für Łukasz" in (tmp_path / "said-and-done" / "ledger.csv").read_text(encoding="utf-8")


def test_the_version_is_told(run) -> None:
    assert run("--version").out == f"saidanddone {saidanddone.__version__}\n"


def test_a_files_name_moves_no_cursor_and_turns_no_text(run, tmp_path: Path) -> None:
    path = tmp_path / "evil\x1b[31m\u202e.csv"
    path.write_text(FEW, encoding="utf-8")
    for words in (("diagnose", path), ("diagnose", f"{path}x"), ("read", path), ("backtest", f"{path}x")):
        ended = run(*words)
        assert "evil" in ended.out + ended.err
        assert not {"\x1b", "\u202e"} & set(ended.out + ended.err)


def test_our_own_colours_and_line_ends_survive_and_nothing_else_does(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.say("\x1b[1;31mred\x1b[0m\n\n  two\x1b[2J\u202e", coloured=True)
    terminal.note("\x1b[31mno\n")
    told = capsys.readouterr()
    assert told.out == "\x1b[1;31mred\x1b[0m\n\n  two [2J \n"
    assert told.err == " [31mno\n\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="This system has no named pipes.")
def test_a_pipe_or_a_device_is_refused_and_not_waited_for(run, tmp_path: Path) -> None:
    for name in ("ledger.csv", "pipe.csv"):
        os.mkfifo(tmp_path / name)
        for verb in ("diagnose", "read", "backtest"):
            ended = run(verb, tmp_path / name)
            assert (ended.code, ended.out) == (2, "")
            assert "a pipe or a device" in ended.err
    assert "a pipe or a device" in run("diagnose", "/dev/zero").err
