"""Sentences that speak to somebody by name: told by where the name stands, for whoever is there (MISSION T5, S2)."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sources.talking import hear, hear_slack, only

from saidanddone.evidence.people import People
from saidanddone.sources.spoken_to import by_word, spoken_to

WHOSE = by_word(
    {"a": ["Ana Lopez | Kite"], "b": ["Ben Okri (guest)", "Ben"], "j": ["José-María Ruiz"], "l": ["Lea Lopez"],
     "y": ["May Young"]},
)  # fmt: skip

TO_BEN = [
    "Ben, what about the pump?",
    "Good. Ben, what about the pump?",
    "What about the pump, Ben?",
    "Thanks Ben.",
    "Yes, Ben, I agree",
    "ben can you look at it?",
    "So Ben what do you think?",
    "Okri, please",
    "Ben Okri: go on",
    "I'll send @ben the slides",
    "@Ben Okri could you",
    "Mr. Okri, could you?",
]
OF_BEN = [
    "Ben said it leaks",
    "the pump leaks, Ben said.",
    "Ben, Ana and I will go",
    "Ben and Ana, please",
    "we need Ana, Ben",
    "Ben, who built it, is ill",
    "ask Ben",
    "Ben's pump leaks",
    "@ben or @ana, whoever is there",
    "mail ben@okri.example",
    "Ben, our lead, will decide",
    "Ben, he said no.",
    "Ask my boss, Ben.",
    "Who did it? Ben.",
    "Ben: 30 days",
    "> Ben, can you look?",
    "Lopez, please",
    "",
]


@pytest.mark.parametrize("text", TO_BEN)
def test_a_name_set_apart_as_one_speaks_to_people(text: str) -> None:
    assert [who for _, _, who in spoken_to(text, WHOSE)] == ["b"]


@pytest.mark.parametrize("text", OF_BEN)
def test_within_a_sentence_or_in_a_list_it_tells_of_them(text: str) -> None:
    assert "b" not in [who for _, _, who in spoken_to(text, WHOSE)]


def test_a_plain_word_in_a_list_is_nobodys_name() -> None:
    assert spoken_to("The team is small, young.", WHOSE) == ()
    assert spoken_to("Who said so? Ben, was it you?", WHOSE) == ((12, 29, "b"),)


def test_each_sentence_is_to_its_own() -> None:
    text = "Thank you, Ana. José-María, is it late? Dr. Ruiz, is it?"
    assert [(text[first:last].strip(), who) for first, last, who in spoken_to(text, WHOSE)] == [
        ("Thank you, Ana.", "a"), ("José-María, is it late?", "j"), ("Dr. Ruiz, is it?", "j"),
    ]  # fmt: skip


@given(st.lists(st.sampled_from(["Ben", "ana", ",", ".", "?", "@", " ", "so", "I'll", "\n", "…", "Dr"])).map("".join))
def test_whatever_is_said_the_places_are_in_order_and_within(text: str) -> None:
    found = spoken_to(text, WHOSE)
    assert all(0 <= first < last <= len(text) for first, last, _ in found)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(found))


def test_a_transcript_tells_them_by_pseudonym_and_nobody_speaks_to_themself(tmp_path: Path) -> None:
    said = ["Ana: Ben, is it late?", "Ben: It is, Ana.", "Ben: Ben, Ben, Ben.", "Ana: Cyril, is it?"]
    cues = [f"00:00:{5 * n:02d}.000 --> 00:00:{5 * n + 4:02d}.000\n{text}\n" for n, text in enumerate(said)]
    talk = hear(tmp_path, "WEBVTT\n\n" + "\n".join(cues), people=People(bytes(32)))
    ana, ben = (turn.speaker for turn in only(talk).turns[:2])
    assert [[who for _, _, who in turn.spoken_to] for turn in only(talk).turns] == [[ben], [ana], [], []]
    assert "Ana" not in repr(only(talk).turns[0])


def test_a_chat_tells_who_is_mentioned(tmp_path: Path) -> None:
    talk = hear_slack(tmp_path, ("U1", "<@U2> could you look?", 0), ("U2", "I will, and I'll tell <@U1> tonight", 1))
    (one,) = talk.conversations
    ana, bo = (turn.speaker for turn in one.turns)
    assert [[who for _, _, who in turn.spoken_to] for turn in one.turns] == [[bo], [ana]]
