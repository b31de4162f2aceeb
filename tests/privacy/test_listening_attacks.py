"""What an attacker tries of listening: to learn how one answered, to be told a name, to stall it, to be run."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from listening.hand import talk
from privacy.test_review import PEOPLE, heard, shown
from sources.talking import asked
from verbs.ears import Ears, chat, coded, meeting, turns_table

import saidanddone
from saidanddone.listeners.asked import Window, understood
from saidanddone.listening.acts import identify_turns
from saidanddone.listening.language import language_of
from saidanddone.listening.phrases import LONGEST
from saidanddone.listening.promising import promising, sentences
from saidanddone.privacy.review import _band
from saidanddone.sources.conversations import open_talk
from saidanddone.sources.messages import jira_text, markdown
from saidanddone.verbs import scoring

MAX = PEOPLE[5]


# --- How one person answered --------------------------------------------------------------------------------


def test_one_who_gave_most_of_the_answers_is_not_told_as_everybody() -> None:
    told = shown(heard(*PEOPLE[:1], *PEOPLE[2:], "p-canary0000sue", MAX))
    assert told.others is not None
    alone = shown(heard(*PEOPLE[:1], *PEOPLE[2:], "p-canary0000sue", *[MAX] * 6))
    assert alone.others is None
    assert [one.kind for one in alone.withheld] == ["answers"]


@pytest.mark.parametrize("level", range(1, 6))
def test_two_reviews_that_differ_by_an_answer_do_not_tell_its_level(level: int) -> None:
    """Exact counts would. Told in thirds, one answer more among ten moves nothing, whatever its level."""
    ten = {1: 1, 2: 2, 3: 2, 4: 3, 5: 2}
    assert _band(ten) == _band({**ten, level: ten[level] + 1}) == "about half"


def test_an_unnamed_speaker_is_no_fifth_person() -> None:
    assert shown(heard(*PEOPLE[2:], "p-canary0000sue")).others is not None
    assert shown(heard(*PEOPLE[2:], "")).others is None


# --- Names in places that are not speakers ------------------------------------------------------------------

LETTER = """From a@example.org Mon Sep  7 14:00:00 2026
From: Canary Nest <canary@example.org>
To: Tom Reed <tom@example.org>
Subject: The export
Message-ID: <87abc.fsf@canarys-laptop>
Date: Mon, 7 Sep 2026 14:00:00 +0000

How do we get the export back?

"""


def test_the_machine_a_letter_was_written_on_is_not_told(tmp_path: Path) -> None:
    box = tmp_path / "team.mbox"
    box.write_text(LETTER, encoding="utf-8")
    found = saidanddone.listen(box, listener=Ears())
    told = json.dumps(found.to_dict()) + str(found.to_arrow().to_pylist()) + repr(found)
    assert found.review.conversations[0].title.startswith("letters-")
    assert "canary" not in told.casefold()


def test_a_direct_conversation_is_not_called_after_everybody_in_it(tmp_path: Path) -> None:
    export = chat(tmp_path / "export", channel="mpdm-alice--bob--canary-1")
    (export / "channels.json").write_text("[]", encoding="utf-8")
    (export / "mpims.json").write_text(json.dumps([{"id": "G1", "name": "mpdm-alice--bob--canary-1"}]), "utf-8")
    found = saidanddone.listen(export, private=True, listener=Ears(), into=tmp_path / "kept", fresh_key=b"k" * 32)
    assert found.review.acts()
    assert "canary" not in json.dumps(found.to_dict())
    for file in (tmp_path / "kept").iterdir():
        assert b"canary" not in file.read_bytes()


def test_a_link_in_a_folder_brings_in_nothing_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    meeting(tmp_path / "mine" / "monday.vtt")
    theirs = meeting(tmp_path / "theirs.vtt")
    try:
        (tmp_path / "mine" / "linked.vtt").symlink_to(theirs)
    except OSError:
        pytest.skip("this system makes no links")
    found = open_talk([tmp_path / "mine"], asked())
    assert [one.source for one in found] == ["monday.vtt"]
    # What somebody names is theirs to name, by a link too.
    assert open_talk([tmp_path / "mine" / "linked.vtt"], asked())[0].conversations


# --- What would be run --------------------------------------------------------------------------------------


@pytest.mark.parametrize("evil", ["=1+1", "+cmd|' /C calc'!A1", "@SUM(1)", "-2+3", "\t=1"])
def test_scores_for_a_spreadsheet_hold_no_formula(tmp_path: Path, evil: str) -> None:
    rows = [{**row, "turn": f"{evil}{row['turn']}"} for row in coded(conversation=evil)]
    found = saidanddone.listen(turns_table(tmp_path / "turns.csv", rows), listener=Ears())
    scoring.write(found.scores(), tmp_path / "scores.csv")
    with (tmp_path / "scores.csv").open(newline="", encoding="utf-8") as opened:
        cells = [cell for row in list(csv.reader(opened))[1:] for cell in row]
    assert cells
    assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+@\t") or (cell[:1] == "-" and "+" in cell)]


# --- What would stall it ------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["a", "a@", "<", ":a", "`a", "\n", "a@a."])
def test_hostile_text_does_not_stall_the_telling_of_a_language(part: str) -> None:
    english = "we should have said this to them before they were done with it, and so we will now"
    assert language_of(talk(("p-1", part * (200_000 // len(part))), *[("p-2", english)] * 3))[1] == ""


def test_talk_without_a_full_stop_is_taken_in_pieces_and_nothing_is_lost() -> None:
    text = "and so it went on " * 1_000 + "i will send you the plan by friday"
    pieces = list(sentences(text))
    assert max(last - first for first, last in pieces) <= LONGEST
    assert "".join("".join(text[first:last].split()) for first, last in pieces) == "".join(text.split())
    assert len(promising(text)) == 1
    assert list(sentences("x" * 5_000)) == [(0, 2_000), (2_000, 4_000), (4_000, 5_000)]


def test_a_model_that_answers_empty_lines_without_end_says_nothing() -> None:
    conversation = talk(("p-1", "How do we do it?"))
    assert understood("```" + "\n" * 1_000_000, Window((), (0,)), conversation) == {}


@pytest.mark.parametrize("words", [markdown.words, jira_text.words])
@pytest.mark.parametrize("part", ["\n", " \n", "{quote}", "----\n\n"])
def test_a_comment_of_nothing_but_empty_lines_says_nothing(words: Callable[[str], str], part: str) -> None:
    assert words(part * (200_000 // len(part))).replace("{quote}", "").strip() == ""


@pytest.mark.parametrize("header", ["From: " + "(" * 5_000, "To: " + "((" * 5_000, 'From: "<a,((' * 2_000])
def test_a_letter_with_hostile_headers_is_set_aside_and_the_next_one_read(tmp_path: Path, header: str) -> None:
    hostile = LETTER.replace("From: Canary Nest <canary@example.org>\nTo: Tom Reed <tom@example.org>", header)
    (tmp_path / "team.mbox").write_text(hostile + LETTER, encoding="utf-8")
    (found,) = open_talk([tmp_path / "team.mbox"], asked())
    assert found.dropped["damaged"] == 1
    assert len(found.conversations) == 1


def test_a_guess_at_the_words_cannot_be_confirmed_without_the_workspaces_key() -> None:
    said = talk(("ana", "i deleted the wrong index"), ("tom", "thanks"))
    ids = [identify_turns(replace(said, salt=key)) for key in (b"a" * 32, b"b" * 32, b"")]
    assert len({name for names in ids for name in names}) == 6
    assert identify_turns(replace(said, salt=b"a" * 32)) == ids[0]
