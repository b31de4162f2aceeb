"""``saidanddone rehearse`` as somebody uses it before an answer that is hard to give (S8, B2)."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import saidanddone
from saidanddone.cli import rehearse as command
from saidanddone.errors import UsageError

Run = Callable[..., Any]
CONCERN = "The ventilation in room 4 has been off since Monday and it's the room with the solvents."
GOOD = "The ventilation in room 4, with the solvents: good that you saw it. I'm calling the technician now."
NO = "We can't change it this week, because the only technician is away until Friday."


def told(run: Run, reply: str, concern: str = CONCERN) -> str:
    done = run("rehearse", "--concern", concern, "--reply", reply)
    assert done.code == 0, done.err
    return " ".join(done.out.split())


def test_it_shows_a_checklist_where_it_lands_what_is_missing_and_the_reply_with_both_edits(run: Run) -> None:
    out = told(run, "noted")
    assert "A checklist of your reply ✓ Look You answer, so it was seen." in out
    assert "– Validate On its own it ends the matter." in out
    assert "more likely to be heard as brushed aside than as " in out
    assert "a guess no human rating has confirmed" in out
    assert (
        "What is missing: naming what they brought, saying that it was worth saying and an open door for more." in out
    )
    assert "Two edits 1 In place of “noted”: “" in out
    assert out.index("Your reply with both") < out.rindex("?")


def test_a_reply_that_has_it_all_is_told_to_be_sent(run: Run) -> None:
    out = told(run, GOOD)
    assert "All four steps are there. Send it as it is." in out
    assert "edit" not in out


def test_a_reasoned_no_is_called_an_answer_and_kept(run: Run) -> None:
    out = told(run, NO)
    assert "You say no and say why. That is an answer; nothing below takes it back." in out
    assert "heard as acknowledged" in out
    assert "missing" not in out
    assert NO in out[out.index("Your reply with") :]


def test_a_bare_no_is_not_blamed_and_is_asked_for_its_reason(run: Run) -> None:
    out = told(run, "No.")
    assert "That is yours to say; with the reason it can be understood." in out
    assert "No. The reason: [why not]." in out


def test_words_may_come_from_files_and_from_standard_input(run: Run, tmp_path: Path) -> None:
    (tmp_path / "said.txt").write_text(CONCERN, encoding="utf-8-sig")
    from_file = run("rehearse", "--concern", "said.txt", "--reply", "-", answers=GOOD)
    assert from_file.out == run("rehearse", "--concern", CONCERN, "--reply", GOOD).out


def test_asked_in_turn_it_looks_over_one_draft_after_another_until_there_is_none(run: Run) -> None:
    done = run("rehearse", answers=f"{CONCERN}\n\nnoted\n\nThank you.\nI'll see to the\nventilation of room 4\n\n\n")
    assert done.code == 0
    assert "What did they say? (an empty line ends)" in done.out
    assert done.out.count("A checklist of your reply") == 2
    assert done.out.count("Another draft? (Enter to stop)") == 2


@pytest.mark.parametrize("answers", ["", "\n", "stop\n", f"{CONCERN}\n\n", f"{CONCERN}\n\n\n"])
def test_without_words_it_stops_in_a_sentence(run: Run, answers: str) -> None:
    done = run("rehearse", answers=answers)
    assert done.code == 0
    assert done.out.endswith("Stopped here. Nothing was written down.\n")


def test_json_holds_the_checklist_and_the_edits_and_reply_that_make_one_another(run: Run, tmp_path: Path) -> None:
    found = json.loads(run("rehearse", "--concern", CONCERN, "--reply", "Thanks, but no.", "--json", "-").out)
    assert found["schema"] == "rehearsal/1"
    assert [line["step"] for line in found["checklist"]] == ["look", "identify", "validate", "encourage"]
    assert found["lands"]["validated"] is False
    text = "Thanks, but no."
    for edit in sorted(found["edits"], key=lambda one: (one["start"], one["end"]), reverse=True):
        assert text[edit["start"] : edit["end"]] == edit["replaces"]
        text = text[: edit["start"]] + edit["instead"] + text[edit["end"] :]
    assert text == found["revised"]
    run("rehearse", "--concern", CONCERN, "--reply", "Thanks, but no.", "--json", "out.json")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == found


def test_nothing_is_written_and_no_connection_made(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*asked: Any) -> None:
        raise AssertionError("the network was reached for")

    monkeypatch.setattr(socket.socket, "connect", refused)
    told(run, "noted")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--concern", "-", "--reply", "-"], "not both"),
        (["--json", "-"], "give both --concern and --reply"),
        (["--concern", "  ", "--reply", "x"], "no words in what they said"),
        (["--concern", "x", "--reply", "…"], "no words in your reply"),
        (["--concern", "x", "--reply", "y" * 30_000], "Give the part that matters"),
        (["--concern", "drafts/said.txt", "--reply", "x"], "There is no file at the path given with --concern"),
        (["--concern", "said.txt", "--reply", "x", "--json", "said.txt"], "said.txt is read here"),
    ],
)
def test_what_cannot_be_done_ends_in_a_sentence(run: Run, tmp_path: Path, words: list[str], why: str) -> None:
    (tmp_path / "said.txt").write_text(CONCERN, encoding="utf-8")
    done = run("rehearse", *words)
    assert (done.code, done.out) == (2, "")
    assert why in done.err
    assert (tmp_path / "said.txt").read_text(encoding="utf-8") == CONCERN


def test_outside_english_it_declines_politely(run: Run) -> None:
    german = "Ich glaube, dass wir den Termin im März auf keinen Fall halten können."
    done = run("rehearse", "--concern", german, "--reply", "Warum hast du mir das nicht schon früher gesagt?")
    assert done.code == 2
    assert "Only English can be looked over so far" in done.err


@pytest.mark.parametrize(
    "odd",
    ["\x1b[2J\x07 wiped?", "\u202eno\u202c fine", "a\x00b", "\ud800 x", "ﷺ" * 900, "noted " * 3000, "(" * 5000 + "no"],
    ids=range(7),
)  # fmt: skip
def test_hostile_text_neither_breaks_it_nor_moves_the_cursor(run: Run, odd: str) -> None:
    done = run("rehearse", "--concern", CONCERN, "--reply", f"{GOOD} {odd}"[:20_000])
    assert done.code in (0, 2)
    assert "our mistake" not in done.err
    assert not set(done.out + done.err) & set("\x1b\x07\x00\u202e\u202c")


def test_a_hundred_kilobytes_are_refused_in_a_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("word " * 20_000, encoding="utf-8")
    done = run("rehearse", "--concern", CONCERN, "--reply", "long.txt")
    assert done.code == 2
    assert "up to 20,000 can be looked over" in done.err


def test_it_never_calls_itself_more_than_a_checklist() -> None:
    source = Path(command.__file__).read_text(encoding="utf-8")
    assert "checklist" in source
    assert not {word for word in ("assessment", "evaluat", "diagnos", "predict", "verdict") if word in source}


def test_from_python_it_is_one_call() -> None:
    found = saidanddone.rehearse(CONCERN, NO)
    assert (found.reasoned, found.level) == (True, 3)
    assert "solvents" not in repr(found)
    with pytest.raises(UsageError, match="no words"):
        saidanddone.rehearse(CONCERN, " ")
