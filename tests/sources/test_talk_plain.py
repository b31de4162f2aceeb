"""Transcripts as plain text: clocks with frames, clocks in brackets, names above the words, and minutes without any."""

from __future__ import annotations

from pathlib import Path

import pytest
from sources.talking import each, hear, only, turns

SHOW = """March 5, 2026

Why valves stick

In this episode Ana and Ben talk: about valves.

Transcript

00;00;03;15 Ana: Welcome back. Ben, you had a bad week.

00;00;09;00 Ben: I had. I closed the wrong

valve, and nobody asked me why. 00;00;20;29 Ana: Did you say so?

00;00;24;00 Ben: Not before Friday.

Then I did.

More about valves

February 2, 2026
Listen now
"""


def test_a_show_is_read_from_its_first_clock_to_its_last_sentence(tmp_path: Path) -> None:
    talk = hear(tmp_path, SHOW, "show.txt")
    assert talk.format == "transcript"
    assert turns(talk) == [
        ("Ana", "Welcome back. Ben, you had a bad week."),
        ("Ben", "I had. I closed the wrong valve, and nobody asked me why."),
        ("Ana", "Did you say so?"),
        ("Ben", "Not before Friday. Then I did."),
    ]
    assert talk.dropped == {"lines before it begins": 4, "lines after its end": 3}


def test_what_stands_after_the_last_semicolon_are_frames(tmp_path: Path) -> None:
    starts = each(hear(tmp_path, SHOW, "show.txt"), lambda turn: turn.start)
    assert starts == [3.5, 9.0, pytest.approx(20 + 29 / 30), 24.0]


def test_a_turn_ends_where_the_next_begins_and_knows_its_lines(tmp_path: Path) -> None:
    talk = hear(tmp_path, SHOW, "show.txt")
    assert each(talk, lambda turn: (turn.line, turn.line_to)) == [(9, 0), (11, 13), (13, 0), (15, 17)]
    assert only(talk).turns[0].end == 9.0


@pytest.mark.parametrize(
    "text",
    [
        "00:00:01 Ana Ruiz: Who goes?\n00:00:04 Ben: I do.\n",
        "[00:00:01] Ana Ruiz: Who goes?\n[00:00:04] Ben: I do.\n",
        "[00:01] **Ana Ruiz:** Who goes?\n[00:04] **Ben:** I do.\n",
        "(0:01) Ana Ruiz:\nWho goes?\n\n(0:04) Ben:\nI do.\n",
        "Ana Ruiz  0:01\nWho goes?\n\nBen  0:04\nI do.\n",
        "Ana Ruiz (00:01):\nWho goes?\n\nBen (00:04):\nI do.\n",
        "Ana Ruiz (00:01): Who goes?\nBen (00:04): I do.\n",
        "Ana Ruiz\t00:00:01\nWho goes?\nBen\t00:00:04\nI do.\n",
    ],
)
def test_every_way_of_writing_clock_and_name_is_read(tmp_path: Path, text: str) -> None:
    talk = hear(tmp_path, text, "talk.txt")
    assert turns(talk) == [("Ana Ruiz", "Who goes?"), ("Ben", "I do.")]
    assert each(talk, lambda turn: turn.start) == [1.0, 4.0]


def test_a_clock_without_a_name_goes_on_with_who_spoke(tmp_path: Path) -> None:
    talk = hear(tmp_path, "[00:01] Ana: One.\n[00:09] Two.\n[00:12] Ben: Three.\n", "talk.txt")
    assert turns(talk) == [("Ana", "One."), ("Ana", "Two."), ("Ben", "Three.")]


def test_a_time_of_day_within_the_words_begins_no_turn(tmp_path: Path) -> None:
    talk = hear(tmp_path, "00:00:01 Ana: We meet at\n10:30 then.\n00:00:09 Ben: At 10:30 Ana: fine.\n", "talk.txt")
    assert turns(talk)[0][0] == "Ana"
    assert "fine." in turns(talk)[-1][1]


def test_minutes_without_clocks_are_turns_without_times(tmp_path: Path) -> None:
    text = "Pump meeting\n\nAna: Who has the key?\nBen: Me. I took it\nhome with me.\n\nAna: Bring it.\n\n"
    text += "**Ben:** I will.\n"
    talk = hear(tmp_path, text, "minutes 2026-03-05.txt")
    assert talk.format == "minutes"
    assert turns(talk) == [
        ("Ana", "Who has the key?"),
        ("Ben", "Me. I took it home with me."),
        ("Ana", "Bring it."),
        ("Ben", "I will."),
    ]
    assert each(talk, lambda turn: turn.start) == [None] * 4
    assert len({turn.at_us for turn in only(talk).turns}) == 1
    assert talk.dropped == {"lines before it begins": 1}


@pytest.mark.parametrize(
    "text",
    [
        "Dear all,\n\nOne thing: the key.\n\nPlease bring it.\n\nNote: today.\n\nThanks\n",
        "name: Ana\nteam: Tide\n\nname: Ben\nteam: Tide\n\nThis is a letter.\n\nIt goes on.\n\nAnd on.\n\nAnd on.\n",
        "From: Ana\nTo: Ben\nSubject: Key\n\nFrom: Ben\nTo: Ana\nSubject: Key\n",
        "Ana: hello\nBen: hello\n",
        "One: a\nTwo: b\nThree: c\nFour: d\nFive: e\n",
    ],
)
def test_a_text_with_colons_is_not_taken_for_a_transcript(tmp_path: Path, text: str) -> None:
    talk = hear(tmp_path, text, "text.txt")
    assert not talk.conversations
    assert [problem.said for problem in talk.problems] == ["This is no transcript, chat or mail that is read."]
