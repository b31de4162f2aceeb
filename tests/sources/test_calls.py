"""Who only calls somebody by name passes the word: told by the names of whoever is there, in talk and in chat."""

from __future__ import annotations

from pathlib import Path

import pytest
from sources.talking import hear, hear_slack, only

from saidanddone.sources.calls import asks_for, names_in, only_calls

TABLE = "conversation_id,turn,speaker,text\n1,1,Ana,Shall we begin?\n1,2,Ben,yes\n1,3,Ana,Ben?\n"

CALLS = [
    "Ben?",
    "ben",
    "Okay, thank you, Ana. Ben?",
    "Next, please: Ben!",
    "Ana or Ben?",
    "Ben Okri?",
    "Go ahead, BEN.",
]
SAYS = ["Ben, why?", "Lunch?", "Okay?", "Ben is late", "Ben, 3?", "", "Is it you, Ben?", "Ben? " * 20]


@pytest.mark.parametrize("text", CALLS)
def test_a_name_and_what_is_said_along_with_it_is_a_call(text: str) -> None:
    assert only_calls(text, names_in(["Ana Lopez | Kite", "Ben Okri (guest)"]))


@pytest.mark.parametrize("text", SAYS)
def test_one_word_more_is_something_said(text: str) -> None:
    assert not only_calls(text, names_in(["Ana Lopez | Kite", "Ben Okri (guest)"]))


def test_what_stands_beside_a_name_is_none() -> None:
    """A team or a firm beside the name may be asked for; so may whoever is called You, or nothing but a letter."""
    assert names_in(["Ana Lopez | Kite", "Ben (guest)", "You", "J"]) == {"ana", "lopez", "ben"}


def test_a_transcript_tells_which_turns_only_call(tmp_path: Path) -> None:
    said = ["Ana: Shall we begin?", "Ben: Yes.", "Ana: Ben?", "Ben: The pump leaks.", "Ana: Ben, since when?"]
    cues = [f"00:00:{5 * n:02d}.000 --> 00:00:{5 * n + 4:02d}.000\n{text}\n" for n, text in enumerate(said)]
    talk = hear(tmp_path, "WEBVTT\n\n" + "\n".join(cues))
    assert [turn.calls for turn in only(talk).turns] == [False, False, True, False, False]


def test_a_chat_does_too_wherever_in_it_somebody_writes(tmp_path: Path) -> None:
    talk = hear_slack(tmp_path, ("U1", "anybody for lunch?", 0), ("U2", "me", 1), ("U1", "<@U2>?", 90_000))
    assert [[turn.calls for turn in one.turns] for one in talk.conversations] == [[False, False], [True]]


def test_a_table_of_turns_does_too(tmp_path: Path) -> None:
    talk = hear(tmp_path, TABLE, "turns.csv")
    assert [turn.calls for turn in only(talk).turns] == [False, False, True]


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Will Hart", "Will you, please?"), ("Help Desk", "Help, please!"), ("Why Notley", "Why?"),
        ("An Do", "Do you?"), ("Can Yilmaz", "Can you go next, please?"), ("IT Support", "Support, please"),
        ("Meeting Room 3", "Meeting?"),
        ("You", "You?"), ("Question", "Question?"), ("J", "J?"),
    ],
)  # fmt: skip
def test_what_asks_or_says_something_is_no_call_though_it_stands_in_a_label(label: str, text: str) -> None:
    assert not only_calls(text, names_in([label]))


@pytest.mark.parametrize(
    "text",
    ["Could you ask Dr. Lopez?", "Is that for Mr. Lopez?", "How did it break？\nLopez?", "Ship it? Lopez?", "?", "?!"],
)
def test_what_is_asked_beside_a_name_is_asked(text: str) -> None:
    assert not asks_for(text, names_in(["Ana Lopez"]))


def test_a_very_long_turn_is_looked_over_once() -> None:
    names = names_in(["Ben"])
    assert asks_for("a b " * 500_000 + ". Ben?", names)
    assert not asks_for("ben? " + "a b " * 500_000 + "?", names)


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Will Hart", "Will?"), ("May Lind", "Thanks, May."), ("José", "Jose\u0301?"), ("O'Neil", "O’Neil?"),
        ("Jean-Luc Roy", "Jean Luc?"), ("Jean-Luc Roy", "Jean?"), ("田", "田?"), ("अमित", "अमित?"), ("ana", "@ana?"),
        ("Hope", "👋 Hope"),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(label: str, text: str) -> None:
    assert only_calls(text, names_in([label]))
