"""Where the words of a turn stand, and those of the turns around it: told by who speaks, whatever else is scored."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from saidanddone.listening.context import placed
from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.features import Layout, Words, laid_out

WORDS = Words(["yes"])
talks = st.lists(st.lists(st.sampled_from("ABC"), min_size=1, max_size=7), min_size=1, max_size=4)


def of(talk: list[list[str]]) -> Layout:
    return laid_out(
        [Conversation(str(k), "", "meeting", [Turn(who, "yes", 1) for who in turns]) for k, turns in enumerate(talk)],
        WORDS,
    )


def stood(layout: Layout) -> np.ndarray:
    """Some places, different for every turn."""
    n = len(layout)
    return (np.arange(n * 30).reshape(n, 30) % 17 + 1).astype(np.float32)


@given(talks)
@settings(max_examples=60, deadline=None)
def test_the_turns_around_are_told_apart_by_who_speaks(talk: list[list[str]]) -> None:
    layout = of(talk)
    sums = stood(layout)
    told = placed(sums, layout)
    assert np.allclose(told[:, :30], sums / 2)
    who = [(number, name) for number, turns in enumerate(talk) for name in turns]
    for place in range(len(who)):
        for k, by in enumerate((-2, -1, 1, 2)):
            same, other = (told[place, 30 + 24 * (2 * k + j) :][:24] for j in (0, 1))
            near = place + by
            if not 0 <= near < len(who) or who[near][0] != who[place][0]:
                assert not same.any()
                assert not other.any()
                continue
            there, nothing = (same, other) if who[near] == who[place] else (other, same)
            assert np.allclose(there, sums[near, :24] / 2)
            assert not nothing.any()
