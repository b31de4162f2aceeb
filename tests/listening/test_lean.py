"""The default listener: its rows of numbers against a plain reference, its scores' laws, and pairs that must differ."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from saidanddone.listening import features
from saidanddone.listening.conversation import CHANNELS, Conversation, Turn
from saidanddone.listening.labels import CONTRACT, LABELS, LEVELS, REPLIES, TIERS
from saidanddone.listening.lean import TAGS, lean

MASK = (1 << 64) - 1


def said(*turns: str, channel: str = "chat", name: str = "one") -> Conversation:
    """Turns written ``Speaker: text``."""
    split = (turn.split(": ", 1) for turn in turns)
    return Conversation(
        name, "test", channel, [Turn(who, text, line) for line, (who, text) in enumerate(split, start=1)]
    )


def score(conversation: Conversation, turn: int, label: str) -> float:
    scores = lean().score([conversation])[0]
    if label in LABELS:
        return float(scores.turns[turn, LABELS.index(label)])
    return float(scores.replies[turn, REPLIES.index(label)])


# --- rows of numbers against a plain reference ---------------------------------------------------------------------


def by_hand(ids: Sequence[int], salt: int) -> int:
    """The bucket of one group of words, in whole numbers without a limit."""
    key = 0
    for place in ids:
        key = key << 16 | place
    mixed = ((key ^ salt) * 0x9E3779B97F4A7C15) & MASK
    mixed ^= mixed >> 29
    mixed = (mixed * 0xC2B2AE3D27D4EB4F) & MASK
    return mixed >> (64 - features.BITS)


def plain_rows(turns: Sequence[str], words: features.Words, longest: int, salts: Sequence[int]) -> list[list[int]]:
    """Turn by turn and group by group, what the arrays must hold; END closes a group, nothing reaches past it."""
    found = []
    for text, salt in zip(turns, salts, strict=True):
        ids = [features.BEGIN, *(words[word] for word in features.tokens(text)), features.END]
        for begin in range(len(ids)):
            row = []
            for size in range(1, longest + 1):
                group = ids[begin : begin + size]
                row.append(by_hand(group, salt) if len(group) == size else -1)
            found.append(row)
    return found


KNOWN = ("yes", "no", "i", "don't", "know", "?", ".", "the", "build")
texts = some.lists(some.sampled_from((*KNOWN, "zebra", "walking", "42", "A?", "")), max_size=6).map(" ".join)


@given(turns=some.lists(some.tuples(some.sampled_from("AB"), texts), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_rows_of_numbers_are_those_of_a_plain_reference(turns: list[tuple[str, str]]) -> None:
    words = features.Words(KNOWN)
    conversation = Conversation("c", "test", "chat", [Turn(who, text, 1) for who, text in turns])
    layout = features.laid_out([conversation], words)
    plain = [text for _, text in turns]
    assert features.own_buckets(layout).tolist() == plain_rows(plain, words, 3, [0] * len(plain))
    as_prev, as_next = features.context_buckets(layout)
    spans = np.cumsum(layout.lengths + 2)
    who = [name for name, _ in turns]
    for i in range(len(turns)):
        at = slice(int(spans[i] - layout.lengths[i] - 2), int(spans[i]))
        if i + 1 < len(turns):
            salt = (2 if who[i] == who[i + 1] else 1) << 58
            assert as_prev[at].tolist() == plain_rows([plain[i]], words, 2, [salt])
        else:
            assert (as_prev[at] == -1).all()
        if i:
            salt = (4 if who[i] == who[i - 1] else 3) << 58
            assert as_next[at].tolist() == plain_rows([plain[i]], words, 2, [salt])
        else:
            assert (as_next[at] == -1).all()


def test_a_word_that_nobody_taught_is_known_by_its_ending() -> None:
    words = features.Words(KNOWN)
    assert words["zebra"] == features.OTHER
    assert len({words["walking"], words["walked"], words["quickly"], words["zebras"], words["42"], words["zebra"]}) == 6
    assert "zebra" not in words


# --- laws ------------------------------------------------------------------------------------------------------------

TALK = (
    said(
        "Ada: I think I broke the release, sorry. I forgot the migration.",
        "Tom: Thanks for saying so. What do you need?",
    ),
    said("Ada: Could we move the deadline?", "Tom: No, the customer has it in writing.", "Ada: ok", channel="meeting"),
    Conversation("empty", "test", "email", []),
    said("Kim: ", "Kim: ...", "Lee: WHAT IS THIS GARBAGE!!", channel="review"),
    said(*(f"{'AB'[k % 2]}: turn number {k}, is it done?" for k in range(30)), channel="meeting"),
    said("Ada: " + "I could take the old tests out and move them over to the new runner " * 2, channel="meeting"),
    said("Tom: " + "The build is red again. I think we should look at the cache first. " * 4, channel="meeting"),
)


def test_every_score_is_a_probability_and_levels_sum_to_one() -> None:
    for conversation, scores in zip(TALK, lean().score(TALK), strict=True):
        assert len(scores.turns) == len(conversation.turns)
        for values in (scores.turns, scores.replies):
            assert np.isfinite(values).all()
            assert (values >= 0).all()
            assert (values <= 1).all()
        answered = scores.answers >= 0
        assert np.allclose(scores.replies[answered, 1 : 1 + len(LEVELS)].sum(1), 1, atol=1e-5)
        assert not scores.replies[~answered].any()
        assert (scores.answers < np.arange(len(scores.answers))).all()


def test_a_batch_is_scored_as_one_by_one_and_in_any_order() -> None:
    together = lean().score(TALK)
    backward = lean().score(TALK[::-1])[::-1]
    for conversation, one, other in zip(TALK, together, backward, strict=True):
        alone = lean().score([conversation])[0]
        for scores in (alone, other):
            assert np.allclose(one.turns, scores.turns, atol=1e-5)
            assert np.allclose(one.replies, scores.replies, atol=1e-5)
            assert (one.answers == scores.answers).all()


def test_nothing_to_hear_gives_nothing() -> None:
    assert lean().score([]) == []
    assert lean().tags([]).shape == (0, len(TAGS))
    assert lean().contract_scores([]).shape == (0, len(CONTRACT) + 1)


def test_names_of_speakers_do_not_matter() -> None:
    before = lean().score(TALK)
    renamed = [
        replace(one, turns=[replace(turn, speaker=f"p{ord(turn.speaker[0])}") for turn in one.turns]) for one in TALK
    ]
    for one, other in zip(before, lean().score(renamed), strict=True):
        assert np.allclose(one.turns, other.turns, atol=1e-5)


def test_a_link_of_the_source_is_never_overruled() -> None:
    talk = said("Ada: Is the build broken?", "Tom: Lunch?", "Kim: Yes, since noon.")
    linked = replace(talk, turns=[*talk.turns[:2], replace(talk.turns[2], reply_to=0)])
    assert lean().score([linked])[0].answers[2] == 0


def test_nobody_answers_themself_or_turns_far_away() -> None:
    talk = said("Ada: Can anybody help me?", *(f"Tom: thought {k}" for k in range(14)))
    answers = lean().score([talk])[0].answers
    assert (answers[11:] == -1).all()
    assert all(to < 0 or talk.turns[to].speaker != turn.speaker for to, turn in zip(answers, talk.turns, strict=True))


def test_the_listener_needs_nothing_but_numpy() -> None:
    listens = (
        "import sys; from saidanddone.listening.lean import lean; lean().score([]);"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'scipy', 'sklearn', 'ibis', 'duckdb', 'pandas'}))"
    )
    done = subprocess.run([sys.executable, "-c", listens], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_label_has_a_standing_and_unmeasured_ones_are_proposed() -> None:
    for label in (*LABELS, *REPLIES):
        for channel in CHANNELS:
            standing = lean().standing(label, channel)
            assert standing.tier in TIERS
            assert 0 < standing.threshold <= 1.01
            if standing.tier == "counted":
                assert standing.low is not None
                assert standing.low >= 0.85
            if standing.precision is None:
                assert standing.tier == "proposed"
    assert {lean().standing(label, channel).tier for label in ("commitment", "idea") for channel in CHANNELS} == {
        "proposed"
    }


def test_weights_are_small_enough_to_ship() -> None:
    from importlib.resources import files

    assert len(files("saidanddone.listening").joinpath("weights", "lean.npz").read_bytes()) <= 3_000_000


# --- pairs that differ in little, written for this test --------------------------------------------------------------

NEAR = [
    ("mistake", "I deleted the wrong table last night, my mistake.", "Sorry, could you say that again?"),
    (
        "mistake",
        "We missed the deadline because I misread the brief.",
        "You missed the deadline because you misread the brief.",
    ),
    ("thanks", "Thanks a lot for checking this!", "No thanks, I already ate."),
    ("question", "Which of the two servers is down?", "You know what I mean."),
    ("not_knowing", "I honestly don't understand how the cache works.", "Nobody knows what tomorrow brings, ha."),
    ("help_seeking", "I'm stuck on this test, could somebody help me?", "Please send me the file by noon."),
    ("commitment", "I'll send you the draft by Thursday.", "I said I'd send you the draft last Thursday."),
    ("commitment", "I will fix the login page tomorrow.", "I won't fix the login page."),
    ("commitment", "I'll have the numbers ready on Friday.", "I'll be honest, the numbers look odd."),
    ("idea", "Maybe we could try a smaller batch first?", "The batch ran at noon."),
    (
        "problem",
        "The backups have not been running since Monday, and nobody noticed.",
        "The lunch menu is on the wall.",
    ),
    ("challenge", "I don't agree with that plan, it ignores the night shift.", "Great plan, let's do it."),
    ("introduction", "Hi everyone, I'm Jo, I just joined the data team.", "Jo just wrote to the data team."),
    ("hostility", "You people are clueless, this is pathetic.", "This bug is nasty, it kills the parser."),
    ("agreement", "Yes, makes sense, let's do that.", "No, that makes no sense to me."),
    ("dismissal", "No, we won't do that.", "Yes, we'll do that."),
    ("done", "Done, the report is uploaded.", "The report has to be uploaded."),
]


@pytest.mark.parametrize(("label", "more", "less"), NEAR, ids=[f"{label}-{k}" for k, (label, _, _) in enumerate(NEAR)])
def test_of_two_turns_that_look_alike_the_right_one_scores_higher(label: str, more: str, less: str) -> None:
    assert score(said(f"Ada: {more}"), 0, label) > score(said(f"Ada: {less}"), 0, label)


ACT = "Ada: I made a mistake in the invoice, I typed the wrong amount."
MET = [
    (
        "level_1",
        "Tom: Unbelievable. Are you even able to do this job?",
        "Tom: Thanks for telling me right away, that happens.",
    ),
    (
        "level_1",
        "Tom: I'll remember that at your review.",
        "Tom: We can't change the invoice, because it is already paid.",
    ),
    ("validate", "Tom: Thanks for saying so, that was the right thing to do.", "Tom: Whatever."),
    ("encourage", "Tom: Good catch! What do you need from me to fix it?", "Tom: Noted."),
    ("level_2", "Tom: Anyway, next topic.", "Tom: Thank you for being open about it, how can I help?"),
]


@pytest.mark.parametrize(("label", "more", "less"), MET, ids=[f"{label}-{k}" for k, (label, _, _) in enumerate(MET)])
def test_of_two_answers_the_right_one_scores_higher(label: str, more: str, less: str) -> None:
    talks = (said(ACT, answer) for answer in (more, less))
    # Which turn is answered is given: this is about how.
    better, worse = (replace(talk, turns=[talk.turns[0], replace(talk.turns[1], reply_to=0)]) for talk in talks)
    assert score(better, 1, label) > score(worse, 1, label)


def test_a_reasoned_no_is_no_punishment() -> None:
    plan = "Ada: I think we should move the release to May."
    scores = lean().score([said(plan, "Tom: I see why, but we can't, because "
                                "the contract fixes the date in April.")])[0]  # fmt: skip
    levels = scores.replies[1, 1:6]
    assert levels[0] < levels[1:].max()
    assert not math.isclose(float(levels.sum()), 0)
