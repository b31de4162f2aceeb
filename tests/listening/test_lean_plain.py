"""What says nothing is heard as nothing: plain sentences wherever they stand, links, code, signs, long talk."""

from __future__ import annotations

import numpy as np
import pytest
from listening.test_lean import said, score

from saidanddone.evidence.act import KINDS
from saidanddone.listening import features
from saidanddone.listening.conversation import CHANNELS, Conversation
from saidanddone.listening.labels import ACTS, LABELS, REPLIES
from saidanddone.listening.lean import Lean, lean

PLAIN = (
    "The report has twelve pages.",
    "I walked home along the river yesterday.",
    "The second file holds the addresses.",
    "We meet in the large room on Tuesdays.",
    "The train leaves at nine.",
    "It was raining when I got up.",
    "The table has four columns and a header.",
    "The printer stands beside the window.",
    "Version two came out in March.",
    "They sell bread and newspapers there.",
)


def heard(conversation: Conversation, turn: int) -> set[str]:
    """Acts, attacks and punishment that reach their thresholds."""
    scores = lean().score([conversation])[0]
    asked = [*ACTS, "hostility", "level_1"]
    found = set()
    for label in asked:
        p = scores.turns[turn, LABELS.index(label)] if label in LABELS else scores.replies[turn, REPLIES.index(label)]
        if p >= lean().standing(label, conversation.channel).threshold:
            found.add(label)
    return found


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("place", ["alone", "second of two", "in the middle"])
def test_a_plain_sentence_is_no_act_and_no_attack_wherever_it_stands(channel: str, place: str) -> None:
    before, after = "Ada: The numbers are in the folder.", "Ada: The lamp on the desk is new."
    for text in PLAIN:
        turns = {
            "alone": [f"Tom: {text}"],
            "second of two": [before, f"Tom: {text}"],
            "in the middle": [before, f"Tom: {text}", after],
        }[place]
        assert heard(said(*turns, channel=channel), min(1, len(turns) - 1)) == set(), text


@pytest.mark.parametrize(
    "text",
    [
        "In the list stand Vaskoril, Quilbrant, Tolvanish, Krendimar, and Pelluride, too.",
        "There stands Colvane Mtpone, from Aztrell, in the list.",
        "Of course, for vastrel considerations, completely morquent issues, Oldrivane, it stays.",
    ],
)
def test_words_nobody_knows_are_neither_a_name_given_nor_any_other_act(text: str) -> None:
    for channel in CHANNELS:
        talk = said("Ada: The numbers are in the folder.", f"Tom: {text}", channel=channel)
        assert heard(talk, 1) == set()


@pytest.mark.parametrize("text", ["Hi, I'm Vaskoril, I'm new here.", "Hello, my name is Tolvan, I started on Monday."])
def test_who_says_who_they_are_is_heard_whatever_the_name(text: str) -> None:
    for channel in CHANNELS:
        assert "introduction" in heard(said("Ada: The numbers are in the folder.", f"Tom: {text}", channel=channel), 1)


@pytest.mark.parametrize("text", ["https://example.org/broken/stupid", "`kill -9 1`", "...", "", "42", ":)", "->"])
def test_a_bare_link_code_number_or_sign_is_no_act_and_reports_nothing(text: str) -> None:
    for channel in CHANNELS:
        talk = said("Ada: The numbers are in the folder.", f"Tom: {text}", channel=channel)
        assert heard(talk, 1) == set()
        assert score(talk, 1, "done") < 0.05
        assert score(talk, 1, "dismissal") < 0.05


def test_an_act_in_the_midst_of_a_long_turn_is_heard_about_as_well_as_alone() -> None:
    act = "I made a mistake, I deleted the wrong table and forgot to tell you."
    long = " ".join((*PLAIN[:4], act, *PLAIN[4:8]))
    assert score(said(f"Ada: {long}"), 0, "mistake") > 0.5 * score(said(f"Ada: {act}"), 0, "mistake")
    plain = " ".join(PLAIN)
    assert score(said(f"Ada: {long}"), 0, "mistake") > 3 * score(said(f"Ada: {plain}"), 0, "mistake")


def test_long_plain_talk_is_no_act() -> None:
    for channel in CHANNELS:
        assert heard(said(f"Ada: {' '.join(PLAIN)}", channel=channel), 0) == set()


def test_nobody_is_protected_where_nobody_was_attacked_and_nobody_is_spoken_to() -> None:
    alone = "Tom: Stop, that was not fair to her."
    attacked = said("Ada: Kim, only an idiot would write such garbage.", alone)
    assert score(attacked, 1, "protection") > score(said("Ada: The lamp on the desk is new.", alone), 1, "protection")


def test_sentences_cover_every_turn_once_and_short_turns_are_one() -> None:
    words = features.Words(["the", ".", "?", "lamp"])
    short, dotted, bare = "the lamp .", "the lamp . " * 20, "the lamp " * 40
    layout = features.laid_out([said(f"A: {short}", f"B: {dotted}", f"C: {bare}", "D: ")], words)
    parts, starts = features.sentences(layout)
    assert parts.sum() == len(layout.ids)
    per_turn = np.add.reduceat(parts, starts)
    assert per_turn.tolist() == (layout.lengths + 2).tolist()
    counts = np.diff(starts, append=len(parts))
    assert counts.tolist() == [1, 20, 4, 1]


def test_questions_of_talk_without_punctuation_are_held_to_their_own_threshold() -> None:
    turns = [f"{'AB'[k % 2]}: {text.rstrip('.').lower()}" for k, text in enumerate(PLAIN * 3)]
    bare = said(*turns, "A: do you know which of the two servers is down", channel="meeting")
    marked = said(*turns, "A: do you know which of the two servers is down?", "B: is it?", channel="meeting")
    column = LABELS.index("question")
    standing = {"question/bare": {"threshold": 0.75}, "question/meeting": {"threshold": 0.25}}
    for talk, moved in ((bare, True), (marked, False)):
        plain, held = (Lean(lean().weights, told).score([talk])[0].turns for told in ({}, standing))
        p, q = plain[30, column], held[30, column]
        assert (q < p) == moved
        assert np.isclose(q / (1 - q) * (9 if moved else 1), p / (1 - p), rtol=1e-3)


def test_every_act_that_is_listened_for_is_a_kind_of_evidence() -> None:
    assert set(ACTS) <= set(KINDS)
