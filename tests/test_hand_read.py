"""Conversations read by hand are facts without words, and fit what the product reads today."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import check_hand_read
import pytest
from check_hand_read import READ, HandRead, cut, hand_read, one_speech, opened, written

from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.labels import ACTS, LABELS

READS = hand_read()
NAMED = pytest.mark.parametrize("read", READS, ids=[read.name for read in READS])


def strings(told: Any) -> list[str]:
    """Every string in a file of facts, keys of turns left out."""
    if isinstance(told, str):
        return [told]
    inner = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    return [found for part in inner for found in strings(part)]


@pytest.mark.parametrize("path", sorted(READ.glob("*.toml")), ids=lambda path: path.stem)
def test_what_was_read_by_hand_holds_labels_days_and_places_and_no_words(path: Path) -> None:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    kept = {told.pop("source"), told.pop("check"), "vague", "", *LABELS}
    rest = [found for found in strings(told) if found not in kept]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", found) and date.fromisoformat(found) for found in rest)
    assert all(key.isdecimal() for part in ("labels", "doubtful") for key in told[part])


@NAMED
def test_no_label_is_both_certain_and_doubtful_and_every_turn_is_there(read: HandRead) -> None:
    places = {*read.labels, *read.doubtful, *read.promises, *read.doubtful_promises}
    assert places <= set(range(read.turns))
    assert not [turn for turn, labels in read.labels.items() if labels & read.doubtful.get(turn, frozenset())]


@NAMED
def test_only_acts_have_answers_and_they_come_later_at_a_level_from_one_to_five(read: HandRead) -> None:
    for act, turn, level in read.answers:
        labels = read.labels.get(act, frozenset()) | read.doubtful.get(act, frozenset())
        assert labels & set(ACTS)
        assert act < turn < read.turns
        assert 1 <= level <= 5


@NAMED
def test_a_promise_is_a_commitment_that_was_labelled(read: HandRead) -> None:
    assert {turn for turn, labels in read.labels.items() if "commitment" in labels} == set(read.promises)
    assert {turn for turn, labels in read.doubtful.items() if "commitment" in labels} == set(read.doubtful_promises)


@pytest.mark.shared
@NAMED
def test_the_conversation_is_still_cut_into_the_turns_that_were_read(shared: Path, read: HandRead) -> None:
    talk = opened(read, shared)
    assert (len(talk.turns), cut(talk)) == (read.turns, read.check)
    assert not [act for act, turn, _ in read.answers if talk.turns[act].speaker == talk.turns[turn].speaker]


@pytest.mark.shared
def test_a_conversation_that_is_cut_otherwise_is_not_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    stale = dataclasses.replace(READS[0], check="0" * 16)
    monkeypatch.setattr(check_hand_read, "hand_read", lambda: [stale])
    with pytest.raises(SystemExit, match="read it by hand again"):
        list(check_hand_read.measured(check_hand_read.lean()))


def test_one_speech_ends_where_somebody_else_speaks() -> None:
    turns = tuple(Turn(who, "Said.", line) for line, who in enumerate("AABAA", 1))
    talk = Conversation("c", "c", "meeting", turns)
    assert one_speech(talk, 1, 0)
    assert not one_speech(talk, 1, 3)


def test_only_what_stands_between_the_markers_of_a_page_is_renewed() -> None:
    page = "Before.\n<!-- begin figures -->\nold\n<!-- end figures -->\nAfter.\n"
    assert written(page, "new") == page.replace("old", "new")
