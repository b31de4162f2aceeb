"""``saidanddone repair`` as a lead uses it: the list, the questions, the message, and what is written down (T11)."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from saidanddone.cli import clock, terminal
from saidanddone.store import notebook

ON = date(2026, 11, 22)
Run = Callable[..., Any]
LEDGER = """id,what,to,made_at,due_at,closed_at,outcome,renegotiations,subject
plans,Send the hiring plan,the team,2026-11-10,2026-12-04,,pending,0,me
stair,Fix the stairs,,2026-10-01,2026-11-13,,pending,0,me
bankk,Call the bank,,2026-09-01,2026-09-10,2026-09-09,delivered,0,me
"""
EXPORT = """id,subject,made_at,due_at,closed_at
P-1,Nadia,2026-10-01,2026-11-12,
P-2,Ben,2026-10-01,2026-11-12,
"""


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "local_today", lambda: ON)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.csv"
    path.write_text(LEDGER, encoding="utf-8")
    return path


@pytest.fixture
def talk(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Types a command at a terminal, and these answers."""
    monkeypatch.setattr(terminal, "is_interactive", lambda: True)
    return lambda *words, answers: run(*words, answers="".join(f"{line}\n" for line in answers))


def row(folder: Path, which: str) -> dict[str, str]:
    return next(dict(c) for _, c in notebook.read(folder, notebook.LEDGER).entries if c["id"] == which)


# The list


def test_without_an_id_it_lists_what_wants_a_word_with_why_and_what_to_type(run: Run, ledger: Path) -> None:
    done = run("repair")
    assert done.code == 0
    assert "One promise wants a word." in done.out
    assert "stair   Fix the stairs" in done.out
    assert "Was due Friday 13 November, nine days ago." in done.out
    assert done.out.endswith("For the words: saidanddone repair stair\n")
    assert "bank" not in done.out


def test_the_list_says_when_nothing_wants_a_word(run: Run) -> None:
    assert "Nothing wants a word today" in run("repair").out
    run("promise", "Send notes", "--by", "2026-11-24")
    told = run("repair").out
    assert "One promise is due before long; there is no forecast to go by yet." in told


def test_the_list_as_json_holds_no_words_of_anybodys(run: Run, ledger: Path) -> None:
    told = json.loads(run("repair", "--json", "-").out)
    assert (told["schema"], told["on"]) == ("repairs/1", "2026-11-22")
    assert [(one["id"], one["why"], one["due"]) for one in told["promises"]] == [("stair", "overdue", "2026-11-13")]
    assert "stairs" not in json.dumps(told)


# In a pipe


def test_a_pipe_carries_the_message_alone_and_writes_nothing(run: Run, ledger: Path) -> None:
    done = run("repair", "hiring", "plan", "--new-date", "2026-12-18", "--why", "finance decides", answers="yes\n" * 9)
    assert done.code == 0
    assert done.out.count("\n") == 1
    assert done.out.startswith("On Tuesday 10 November I said I would send the hiring plan by Friday 4 December.")
    assert "The reason: finance decides." in done.out
    assert "Nothing was written down" in done.err
    assert ledger.read_text(encoding="utf-8") == LEDGER


def test_the_command_it_names_for_later_writes_it_down(run: Run, ledger: Path) -> None:
    said = run("repair", "plans", "--new-date", "2026-12-18", "--why", "the CFO's move")
    later = shlex.split(said.err.splitlines()[-1])
    assert later[0] == "saidanddone"
    done = run(*later[1:])
    assert "It was moved in good time" in done.err
    told = row(ledger.parent, "plans")
    assert (told["due_at"], told["moved_at"], told["why"]) == ("2026-12-18", "2026-11-22", "the CFO's move")


def test_a_pipe_that_does_not_say_what_is_asked_for_is_told_so(run: Run, ledger: Path) -> None:
    done = run("repair", "plans", answers="1\n")
    assert (done.code, done.out) == (2, "")
    assert "--new-date DATE, or --release" in done.err


def test_sent_with_a_release_is_an_admission_on_the_day_it_was_sent(run: Run, ledger: Path) -> None:
    done = run("repair", "stairs", "--release", "--private", "--sent", "--on", "yesterday")
    assert "I cannot tell you why." in done.out
    assert "Given up, out loud: Fix the stairs" in done.err
    assert row(ledger.parent, "stair")["outcome"] == "admitted"


def test_json_is_the_message_and_what_was_recorded(run: Run, ledger: Path) -> None:
    told = json.loads(run("repair", "plans", "--release", "--json", "-").out)
    assert (told["schema"], told["recorded"], told["last_day_to_move"]) == ("repair/1", None, "2026-11-29")
    assert "let me off" in told["message"]
    told = json.loads(run("repair", "plans", "--new-date", "2026-12-18", "--sent", "--json", "-").out)
    assert (told["recorded"], told["new_date"], told["counts"]) == ("moved", "2026-12-18", "2026-12-18")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["plans", "--new-date", "2026-12-18", "--release"], "not for both"),
        (["plans", "--release", "--why", "x", "--private"], "not both"),
        (["--release"], "Say which promise"),
        (["nothing like it", "--release"], "No open promise has that id or those words"),
        (["bankk", "--release"], "has its outcome already"),
        (["plans", "--new-date", "yesterday"], "already passed|cannot tell"),
        (["plans", "--release", "--me", "Nadia"], "Name the exports"),
        (["P-1", "export.csv", "--release"], "--me NAME"),
        (["P-1", "missing.csv", "--me", "Nadia", "--release"], "There is nothing at missing.csv"),
    ],
)
def test_what_cannot_be_done_ends_in_a_sentence_and_writes_nothing(
    run: Run, ledger: Path, words: list[str], why: str
) -> None:
    (ledger.parent / "export.csv").write_text(EXPORT, encoding="utf-8")
    done = run("repair", *words, "--sent")
    assert (done.code, done.out) == (2, "")
    assert any(part in done.err for part in why.split("|"))
    assert ledger.read_text(encoding="utf-8") == LEDGER


# At a terminal


def test_it_asks_in_turn_shows_the_message_and_writes_it_down_once_it_was_sent(talk: Run, ledger: Path) -> None:
    done = talk(
        "repair", "plan", answers=["1", "2026-12-18", "finance decides in April", "the team, a week", "yes"]
    )  # fmt: skip
    assert done.code == 0
    assert "Until Sunday 29 November a later date still counts." in " ".join(done.out.split())
    assert "I know what this costs, and whom: the team, a week." in " ".join(done.out.split())
    assert "It was moved in good time" in done.out
    told = row(ledger.parent, "plans")
    assert (told["due_at"], told["why"]) == ("2026-12-18", "finance decides in April")
    assert "a week" not in ledger.read_text(encoding="utf-8")


@pytest.mark.parametrize("last", ["", "no", "not yet", "stop"])
def test_unless_it_was_sent_nothing_is_written_down(talk: Run, ledger: Path, last: str) -> None:
    done = talk("repair", "stairs", answers=["2", "private", "", last])
    assert done.code == 0
    assert "I cannot tell you why." in " ".join(done.out.split())
    assert "Nothing was written down" in done.out
    assert ledger.read_text(encoding="utf-8") == LEDGER


def test_a_new_date_that_cannot_be_is_asked_for_again(talk: Run, ledger: Path) -> None:
    done = talk("repair", "plans", answers=["1", "2026-11-20", "soon", "2026-12-04", "", "2026-12-18", "", "", ""])
    assert "already passed" in done.out
    assert "That is the date it has already." in done.out
    assert "I can have it done by Friday 18 December." in " ".join(done.out.split())


def test_what_was_said_on_the_command_line_is_not_asked_again(talk: Run, ledger: Path) -> None:
    done = talk("repair", "plans", "--release", "--why", "no money", "--costs", "the team", answers=[""])
    assert done.out.count("?") == 1  # "Sent it?"
    assert "The reason: no money." in " ".join(done.out.split())


# What stands in an export


def test_in_an_export_one_finds_ones_own_and_is_told_where_it_stands_now(talk: Run, tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(EXPORT, encoding="utf-8")
    done = talk(
        "repair", "P-1", "export.csv", "--me", "Nadia", answers=["Finish the page", "2", "", "the users", "y"]
    )  # fmt: skip
    assert "I said I would finish the page by Thursday 12 November." in " ".join(done.out.split())
    assert "It stands in your notebook now, as P-1." in done.out
    told = row(tmp_path / "said-and-done", "P-1")
    assert (told["what"], told["outcome"], told["subject"]) == ("Finish the page", "admitted", "Nadia")


def test_the_list_of_an_export_names_nobody_else_and_repeats_the_evidence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(EXPORT, encoding="utf-8")
    done = run("repair", "export.csv", "--me", "Nadia")
    assert "P-2" not in done.out + done.err
    assert "Ben" not in done.out + done.err
    assert done.out.endswith("For the words: saidanddone repair P-1 export.csv --me Nadia\n")


def test_the_files_of_a_notebook_are_the_notebook(run: Run, ledger: Path) -> None:
    book = ledger.parent / "mine"
    book.mkdir()
    ledger.rename(book / "ledger.csv")
    assert "saidanddone repair stair" in run("repair", "mine/ledger.csv").out
    run("repair", "stair", "mine", "--me", "me", "--release", "--sent")
    assert row(book, "stair")["outcome"] == "admitted"
    assert not (ledger.parent / "said-and-done").exists()


# Where it is offered


def test_promise_and_kept_offer_it_in_one_line_where_something_is_overdue_or_near(run: Run, ledger: Path) -> None:
    quiet = run("promise", "Send notes", "--by", "2026-11-24", "--into", "other").out
    assert "repair" not in quiet
    done = run("promise", "Send notes", "--by", "2026-11-24").out
    assert done.endswith("One promise is overdue: saidanddone repair\n")
    done = run("kept", "stairs").out
    assert done.endswith("One promise is due within a week: saidanddone repair\n")
    run("kept", "notes")
    assert "saidanddone repair" not in run("promise", "Far off", "--by", "2027-03-01").out


def test_start_offers_it_below_the_first_page(run: Run, ledger: Path) -> None:
    assert run("start", answers="stop\n").out.endswith("One promise is overdue: saidanddone repair\n")


def test_a_diagnosis_of_oneself_offers_it_with_the_same_evidence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(EXPORT, encoding="utf-8")
    done = run("diagnose", "export.csv", "--me", "Nadia", "--on", "2026-11-22")
    assert "One promise is overdue: saidanddone repair export.csv --me Nadia" in done.out
    assert "saidanddone repair" not in run("diagnose", "export.csv", "--on", "2026-11-22").out


def test_a_diagnosis_of_the_notebook_says_what_the_forecast_says_of_what_is_near(run: Run, ledger: Path) -> None:
    lines = [LEDGER.splitlines()[0]]
    for i in range(12):
        made = ON - timedelta(10 * i + 20)
        lines.append(f"k{i:03d},Thing,,{made},{made + timedelta(5)},{made + timedelta(8)},delivered,0,me")
    lines.append(f"nears,Near,,{ON - timedelta(3)},{ON + timedelta(4)},,pending,0,me")
    ledger.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run("diagnose", "--on", "2026-11-22")
    assert (
        "One promise is due within a week, and the forecast is below the line: saidanddone repair\n" in done.out
    )  # fmt: skip
