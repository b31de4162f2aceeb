"""Who has the floor: found by arrays as one would find it turn by turn, whatever conversation stands beside it."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.features import Layout, Words, laid_out
from saidanddone.listening.floor import FLOOR, TIMED, _nearest, _own, floor

HEADS = ("basic_S", "basic_B", "basic_D", "basic_F", "basic_Q", "tag_aa")
WORDS = Words(["yeah", "so", "we", "could", "meet", "."])

said = st.tuples(st.sampled_from("ABC"), st.sampled_from(["yeah.", "so we could meet.", "so"]), st.floats(0, 5))
talks = st.lists(st.lists(said, min_size=1, max_size=12), min_size=1, max_size=4)


def of(talk: list[list[tuple[str, str, float]]], *, timed: bool = True) -> list[Conversation]:
    found = []
    for number, turns in enumerate(talk):
        begins = np.cumsum([gap for _, _, gap in turns]).tolist()
        made = [
            Turn(who, text, place + 1, begin if timed else None, begin + len(text) / 10 if timed else None)
            for place, ((who, text, _), begin) in enumerate(zip(turns, begins, strict=True))
        ]
        found.append(Conversation(str(number), "", "meeting", made))
    return found


def heard(layout: Layout) -> np.ndarray:
    """Some logits that hang on the turn alone."""
    return np.stack([np.sin(layout.lengths * (k + 1.0)) for k in range(len(HEADS))], 1).astype(np.float32)


@given(talks)
@settings(max_examples=60, deadline=None)
def test_the_longer_turns_of_others_and_ones_own_are_those_found_by_looking(talk: list) -> None:
    layout = laid_out(of(talk), WORDS)
    long = layout.lengths > 3
    before, after = _nearest(layout, long)
    mine, following = _own(layout)
    n = len(layout)

    def first(places: range, *, other: bool) -> int:
        for at in places:
            same = layout.speakers[at] == layout.speakers[i]
            if layout.conversation[at] == layout.conversation[i] and (long[at] and not same if other else same):
                return at
        return -1

    for i in range(n):
        back, on = range(i - 1, -1, -1), range(i + 1, n)
        assert (before[i], after[i]) == (first(back, other=True), first(on, other=True))
        assert (mine[i], following[i]) == (first(back, other=False), first(on, other=False))


@given(talks)
@settings(max_examples=40, deadline=None)
def test_what_is_told_of_a_conversation_does_not_hang_on_those_beside_it(talk: list) -> None:
    together = laid_out(of(talk), WORDS)
    whole = floor(heard(together), together, HEADS)
    assert whole.shape == (len(together), FLOOR)
    for number, one in enumerate(of(talk)):
        alone = laid_out([one], WORDS)
        assert np.allclose(floor(heard(alone), alone, HEADS), whole[together.conversation == number], atol=1e-6)


@given(talks)
@settings(max_examples=20, deadline=None)
def test_without_times_nothing_is_said_of_times(talk: list) -> None:
    layout = laid_out(of(talk, timed=False), WORDS)
    told = floor(heard(layout), layout, HEADS)
    assert np.isfinite(told).all()
    assert not told[:, TIMED].any()


def test_no_turns_have_no_floor() -> None:
    layout = laid_out([], WORDS)
    assert floor(np.zeros((0, len(HEADS)), np.float32), layout, HEADS).shape == (0, FLOOR)


def test_who_is_talked_over_and_goes_on_is_told() -> None:
    turns = [
        Turn("A", "so we could meet so we could", 1, 0.0, 4.0), Turn("B", "yeah.", 2, 2.0, 2.3),
        Turn("A", "so we could meet.", 3, 4.0, 5.0),
    ]  # fmt: skip
    layout = laid_out([Conversation("", "", "meeting", turns)], WORDS)
    told = floor(heard(layout), layout, HEADS)
    over, on = 13 + 14, FLOOR - 11
    assert told[1, over] == 1  # somebody was talking when it began
    assert told[1, over + 6] == 1  # and still was when it ended
    assert told[1, on] == 1  # and goes on after
    assert told[0, over] == told[0, on] == 0
