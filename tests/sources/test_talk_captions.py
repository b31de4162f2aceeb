"""Captions of any origin: labels in every way they are written, sentences cut, and captions that roll or overlap."""

from __future__ import annotations

from pathlib import Path

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st
from sources.talking import clock, each, hear, only, turns, vtt

from saidanddone.sources.talk.cues import read_cues
from saidanddone.sources.talk.turns import GAP, LONGEST, Piece, joined

SRT = (
    "1\r\n00:00:01,000 --> 00:00:02,500\r\nAna: Who checks the\r\n\r\n2\r\n00:00:02,600 --> 00:00:04,000\r\n"
    "<i>Ana: north gate?</i>\r\n\r\n3\r\n00:00:05,000 --> 00:00:06,000\r\n{\\an8}Ben: I do,\r\n\r\nat noon.\r\n"
)


def test_subrip_is_read_with_its_markup_left_out(tmp_path: Path) -> None:
    talk = hear(tmp_path, SRT, "talk.srt")
    assert talk.format == "captions"
    assert turns(talk) == [("Ana", "Who checks the north gate?"), ("Ben", "I do, at noon.")]
    assert each(talk, lambda turn: (turn.line, turn.line_to)) == [(1, 7), (9, 13)]


@pytest.mark.parametrize(
    "cues",
    [
        ("1 2 <v Ana Ruiz>Who goes?", "3 4 <v.loud Ben Ode>I do.</v>"),
        ("1 2 [Ana Ruiz] Who goes?", "3 4 [Ben Ode] I do."),
        ("1 2 [Ana Ruiz]: Who goes?", "3 4 [Ben Ode]: I do."),
        ("1 2 - Ana Ruiz: Who goes?", "3 4 - Ben Ode: I do."),
        ("1 2 >> Ana Ruiz: Who goes?", "3 4 >> Ben Ode: I do."),
        ("1 2 Ana Ruiz: Who goes?\nBen Ode: I do.", "3 4 [Applause]"),
    ],
)
def test_every_way_of_naming_who_speaks_is_read(tmp_path: Path, cues: tuple[str, ...]) -> None:
    talk = hear(tmp_path, vtt(*cues, header="WEBVTT\nKind: captions"))
    assert turns(talk) == [("Ana Ruiz", "Who goes?"), ("Ben Ode", "I do.")]


def test_speakers_named_when_they_change_go_on_until_the_next(tmp_path: Path) -> None:
    cues = (
        "1 2 ANA: Who goes?",
        "3 4 It is late.",
        "5 6 BEN: I do.",
        "7 8 And you?",
        "9 10 ANA: Me too.",
        "11 12 BEN: So?",
    )
    talk = hear(tmp_path, vtt(*cues))
    assert [name for name, _ in turns(talk)] == ["ANA", "ANA", "BEN", "BEN", "ANA", "BEN"]


def test_dashes_say_that_somebody_else_speaks_and_not_who(tmp_path: Path) -> None:
    talk = hear(tmp_path, vtt("1 2 - Who goes?\n- I do.", "3 4 Good."))
    assert turns(talk) == [("", "Who goes?"), ("", "I do."), ("", "Good.")]


def test_a_colon_within_a_sentence_makes_no_speaker(tmp_path: Path) -> None:
    talk = hear(tmp_path, vtt("1 2 One thing: the door.", "3 4 It is shut.", "5 6 See https://example.org: there."))
    assert {name for name, _ in turns(talk)} == {""}
    assert turns(talk)[0][1] == "One thing: the door."


def test_sounds_are_no_speech_and_are_counted(tmp_path: Path) -> None:
    talk = hear(tmp_path, vtt("1 2 [Music]", "2 3 (laughs)", "3 4 ♪ ♪", "4 5 Well then."))
    assert turns(talk) == [("", "Well then.")]
    assert talk.dropped == {"sounds": 3}


def test_captions_that_roll_up_a_screen_are_said_once(tmp_path: Path) -> None:
    talk = hear(tmp_path, vtt(
        "1 2 the gauge is new and",
        "2 3 the gauge is new and\n<c>we trust it now</c>", "3 4 we trust it now\nsince may",
    ))  # fmt: skip
    assert turns(talk) == [("", "the gauge is new and we trust it now since may")]


def test_a_file_without_a_header_or_numbers_is_read(tmp_path: Path) -> None:
    assert turns(hear(tmp_path, "00:01.000 --> 00:02.000\nYes.\n", "x.vtt")) == [("", "Yes.")]


def test_cues_without_an_empty_line_between_them_are_parted(tmp_path: Path) -> None:
    text = "WEBVTT\n\n1\n00:01.000 --> 00:02.000\nYes.\n2\n00:03.000 --> 00:04.000\nNo.\n"
    assert [words for _, words in turns(hear(tmp_path, text))] == ["Yes.", "No."]


def test_styles_notes_and_settings_are_no_speech(tmp_path: Path) -> None:
    text = "WEBVTT - a title\n\nSTYLE\n::cue { color: red }\n\nNOTE\nof ours\n\nREGION\nid:x\n\nfirst\n"
    text += "00:01.000 --> 00:02.000 align:start position:0%\nYes.\n"
    talk = hear(tmp_path, text)
    assert turns(talk) == [("", "Yes.")]
    assert only(talk).turns[0].key == "first"
    assert not talk.problems


def test_broken_cues_are_told_by_line_and_their_words_are_kept(tmp_path: Path) -> None:
    text = vtt("1 2 One.", "5 4 Two.", "6 7 Three.") + "\nlost words\n\n00:xx --> 00:09\nFour.\n"
    talk = hear(tmp_path, text)
    assert [words for _, words in turns(talk)] == ["One.", "Two.", "Three.", "Four."]
    assert sorted(problem.line for problem in talk.problems) == [8, 15, 17]
    assert each(talk, lambda turn: turn.end)[1] is None
    assert each(talk, lambda turn: turn.start)[3] is None


# --- The rule by which captions are joined --------------------------------------------------------------------------


def piece(text: str, start: float, end: float, label: str = "a", line: int = 1) -> Piece:
    return Piece(label, text, line, line, start, end)


def test_a_sentence_is_joined_and_an_ended_one_is_not() -> None:
    assert [turn.text for turn in joined([piece("so I", 0, 1), piece("went.", 1, 2), piece("and", 2, 3)])] == [
        "so I went.", "and",
    ]  # fmt: skip


def test_another_speaker_or_a_pause_ends_a_turn() -> None:
    pieces = [piece("so I", 0, 1), piece("no", 1, 2, "b"), piece("went", 2, 3), piece("home.", 3 + GAP, 9)]
    assert [turn.text for turn in joined(pieces)] == ["so I", "no", "went", "home."]


def test_an_ellipsis_ends_no_sentence_and_a_quote_behind_the_mark_does() -> None:
    pieces = [piece("well...", 0, 1), piece("he said “no.”", 1, 2), piece("then", 2, 3)]
    assert [turn.text for turn in joined(pieces)] == ["well... he said “no.”", "then"]


def test_without_any_punctuation_a_shorter_pause_ends_a_turn() -> None:
    pieces = [piece("so i", 0, 1), piece("went", 1.1, 2), piece("home", 3, 4)]
    assert [turn.text for turn in joined(pieces)] == ["so i went", "home"]


@given(st.lists(st.tuples(st.text("ab .!?…", min_size=1, max_size=80), st.sampled_from("xy"), st.floats(0, 5))))
def test_joining_loses_no_word_no_line_and_no_speaker(said: list[tuple[str, str, float]]) -> None:
    pieces, at = [], 0.0
    for number, (text, label, pause) in enumerate(said, 1):
        pieces.append(piece(text, at + pause, at + pause + 1, label, number))
        at += pause + 1
    turns_ = joined(pieces)
    assert " ".join(turn.text for turn in turns_) == " ".join(text for text, _, _ in said)
    assert [n for turn in turns_ for n in range(turn.line, turn.line_to + 1)] == [piece.line for piece in pieces]
    assert [turn.label for turn in turns_ for _ in range(turn.line, turn.line_to + 1)] == [
        label for _, label, _ in said
    ]
    assert all(len(turn.text) <= max(LONGEST, 80) for turn in turns_)


def test_every_cue_of_a_file_has_the_lines_it_stands_on() -> None:
    texts = SRT.replace("\r\n", "\n").split("\n")
    cues, problems = read_cues(texts, "x.srt")
    assert [(texts[cue.line - 1], texts[cue.line_to - 1]) for cue in cues] == [
        ("1", "Ana: Who checks the"), ("2", "<i>Ana: north gate?</i>"), ("3", "at noon."),
    ]  # fmt: skip
    assert not problems


WORDS = st.from_regex(r"[A-Za-z][a-z .,?!']{0,40}[a-z.?!]", fullmatch=True)


@given(st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 90), WORDS)))
def test_cues_are_those_that_another_reader_finds(said: list[tuple[int, int, str]]) -> None:
    text = vtt(*(f"{start / 10} {(start + length) / 10} {words}" for start, length, words in said))
    cues, problems = read_cues(text.split("\n"), "x.vtt")
    expected = webvtt.from_string(text)
    assert [(cue.key, clock(cue.start), clock(cue.end), " ".join(cue.texts)) for cue in cues] == [
        (other.identifier, other.start, other.end, other.raw_text) for other in expected
    ]
    assert not problems
