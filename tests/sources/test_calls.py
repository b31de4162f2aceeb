"""Who only calls somebody by name passes the word: told by the names of whoever is there, in talk and in chat."""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path

import pytest
from sources.talking import hear, only

from saidanddone.evidence.people import People
from saidanddone.sources.calls import names_in, only_calls
from saidanddone.sources.conversations import Asked
from saidanddone.sources.messages import slack

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


def test_a_chat_does_too(tmp_path: Path) -> None:
    told = [("U1", "anybody for lunch?"), ("U2", "me"), ("U1", "<@U2>?")]
    messages = [
        {"type": "message", "user": user, "text": text, "ts": f"{1_767_261_600 + n}.0"}
        for n, (user, text) in enumerate(told)
    ]
    files = {
        "users.json": [{"id": "U1", "name": "ana"}, {"id": "U2", "name": "bo"}],
        "channels.json": [{"id": "C1", "name": "general"}],
        "general/2026-01-01.json": messages,
    }
    for name, value in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps(value), encoding="utf-8")
    talk = slack.read(tmp_path, "export", Asked(People(b"k" * 32), UTC))
    assert [turn.calls for turn in only(talk).turns] == [False, False, True]
