"""Which items a round asks: by its number alone, both halves in every round, everything again soon."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.evidence.item import OWN
from saidanddone.survey.asking import columns, counted, grids, seconds
from saidanddone.survey.rotation import CYCLE, asked_in, told_in

ROUNDS = st.integers(min_value=1, max_value=10_000)


def of(half: str) -> list[str]:
    return [item for item, whose in OWN.items() if whose == half]


@given(ROUNDS)
def test_a_round_asks_two_of_each_half_and_one_of_neither(number: int) -> None:
    asked = asked_in(number)
    assert sorted(OWN[item] for item in asked) == ["engagement", "safety", "safety", "trust", "trust"]
    assert len(set(asked)) == len(asked)
    assert [item for item in OWN if item in asked] == list(asked)


@given(ROUNDS)
def test_every_item_comes_back_within_three_rounds(number: int) -> None:
    assert {item for later in range(number, number + 3) for item in asked_in(later)} == set(OWN)


@given(st.integers(min_value=0, max_value=5_000))
def test_two_rounds_from_an_odd_one_on_ask_everything_once(before: int) -> None:
    asked = [*asked_in(2 * before + 1), *asked_in(2 * before + 2)]
    assert sorted(asked) == sorted(OWN)


@given(ROUNDS)
def test_after_six_rounds_every_two_items_of_a_half_have_been_asked_together_once(number: int) -> None:
    rounds = [asked_in(later) for later in range(number, number + CYCLE)]
    for half in ("trust", "safety"):
        for pair in combinations(of(half), 2):
            assert sum(set(pair) <= set(asked) for asked in rounds) == 1


@given(ROUNDS)
def test_the_number_alone_says_what_is_asked(number: int) -> None:
    assert asked_in(number) == asked_in(number + CYCLE) == asked_in(number)
    assert told_in(number) == told_in(number + CYCLE)


@given(ROUNDS)
def test_acts_are_never_asked_for_without_the_silences_beside_them(number: int) -> None:
    """Acts alone, in a round, would tell of more courage than there was (S5)."""
    assert {"own", "held_back"} <= set(told_in(number))


@given(ROUNDS)
def test_what_was_seen_and_what_was_promised_take_turns(number: int) -> None:
    assert len({"seen", "promises"} & set(told_in(number))) == 1
    assert {*told_in(number), *told_in(number + 1)} == {"own", "seen", "held_back", "promises"}


@pytest.mark.parametrize("number", range(1, CYCLE + 1))
def test_a_round_takes_less_than_two_minutes(number: int) -> None:
    assert 45 < seconds(number) < 120


@given(ROUNDS)
def test_the_columns_of_a_round_are_those_of_its_questions_each_once(number: int) -> None:
    named = list(columns(number))
    assert len(set(named)) == len(named)
    told = {column.name for grid in grids(number) for column in grid.columns} | {one.name for one in counted(number)}
    assert set(named) == told
    for prefix in ("own", "seen"):
        wanted = {f"{prefix}_{what}" for what in ("kind", "met", "by", "followed")}
        assert wanted & set(named) == (wanted if prefix in told_in(number) else set())
    assert [column.name for grid in grids(number) for column in grid.columns if column.several] == ["held_back"]


@pytest.mark.parametrize("number", [0, -1])
def test_rounds_are_numbered_from_one(number: int) -> None:
    with pytest.raises(ValueError, match="from 1"):
        asked_in(number)
    with pytest.raises(ValueError, match="from 1"):
        told_in(number)
