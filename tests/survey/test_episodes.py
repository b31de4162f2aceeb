"""Episodes as evidence: five tellers or nothing, a band below twenty, and no act twice (MODEL §2, §3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.evidence import act, episode, response
from saidanddone.evidence.act import Act
from saidanddone.evidence.episode import Episode
from saidanddone.evidence.outcome import DAY_US
from saidanddone.survey.episodes import EXACT_FROM, FEWEST_TELLERS, PULSE, Told, counted, retold

CLOSED = 1_790_000_000_000_000
ON = CLOSED + 30 * DAY_US


def told(who: int, level: int | None = 4, **more: Any) -> Episode:
    given_ = {"round": "r1", "team": "Kite", "told": "own", "kind": "question", "role": "leader", "source": "p.csv"}
    return Episode(**{**given_, "respondent": f"t{who:02}", "closed_us": CLOSED, "level": level, **more})


def seen(*acts: Act) -> pa.Table:
    return act.table(acts)


def of(episodes: Sequence[Episode], known: pa.Table | None = None, on_us: int = ON) -> Told:
    return retold(episode.table(episodes), seen() if known is None else known, on_us)


def test_an_episode_is_an_act_of_nobody_at_its_rounds_end() -> None:
    found = of([told(n) for n in range(5)])
    assert found.acts.schema == act.SCHEMA
    assert found.responses.schema == response.SCHEMA
    assert set(found.acts.column("person").to_pylist()) == {None}
    assert set(found.responses.column("responder").to_pylist()) == {None}
    assert set(found.acts.column("at_us").to_pylist()) == {CLOSED}
    assert set(found.acts.column("exposure_ref").to_pylist()) == {f"{PULSE}r1"}
    assert set(found.acts.column("line").to_pylist()) == {0}
    assert len(set(found.acts.column("id").to_pylist())) == 5
    assert sorted(found.responses.column("act_id").to_pylist()) == sorted(found.acts.column("id").to_pylist())


def test_what_fewer_than_five_people_told_of_is_no_evidence_however_many_episodes_they_tell() -> None:
    four = [told(n % 4, kind=kind) for n, kind in enumerate(("question", "idea", "mistake", "problem") * 3)]
    assert of(four).acts.num_rows == 0
    assert of([*four, told(5)]).acts.num_rows == len(four) + 1


@pytest.mark.parametrize("more", [{"team": "Harbour"}, {"round": "r2"}, {"told": "witnessed"}, {"role": "peer"}])
def test_five_tellers_are_of_one_team_one_round_one_sort_and_one_role(more: dict[str, str]) -> None:
    assert of([*(told(n) for n in range(4)), told(4, **more)]).acts.num_rows == 0


def test_below_twenty_tellers_an_episodes_own_level_is_in_no_row() -> None:
    """PRIVACY: below twenty through the band alone."""
    one = [told(n, level) for n, level in enumerate((5, 5, 5, 1, 1, 1))]
    other = [told(n, level) for n, level in enumerate((2, 4, 3, 4, 2, 4))]
    assert of(one).acts == of(other).acts
    assert of(one).responses == of(other).responses
    assert 1 not in of(one).responses.column("level").to_pylist()


levels = st.lists(st.integers(1, 5), min_size=FEWEST_TELLERS, max_size=EXACT_FROM - 1)


@given(levels, st.randoms())
def test_whoever_was_met_how_moves_nothing_while_the_band_stays(given_: list[int], chance: Any) -> None:
    shuffled = list(given_)
    chance.shuffle(shuffled)
    shuffled = [chance.choice((4, 5)) if level >= 4 else chance.choice((1, 2, 3)) for level in shuffled]
    first, second = (of([told(n, level) for n, level in enumerate(one)]) for one in (given_, shuffled))
    assert first.acts == second.acts
    assert first.responses == second.responses


@given(levels)
def test_a_better_band_never_stands_for_fewer_acts_met_well(given_: list[int]) -> None:
    better = [4 if n == 0 else level for n, level in enumerate(given_)]
    well = [sum(level >= 4 for level in of([told(n, one) for n, one in enumerate(ones)])
                .responses.column("level").to_pylist()) for ones in (given_, better)]  # fmt: skip
    assert well[0] <= well[1]


def test_from_twenty_tellers_on_every_level_stands_as_it_was_told() -> None:
    given_ = [1, 2, 3, 4, 5] * 4
    found = of([told(n, level, followed="changed") for n, level in enumerate(given_)])
    assert sorted(found.responses.column("level").to_pylist()) == sorted(given_)
    assert set(found.responses.column("followed").to_pylist()) == {"changed"}


def test_an_act_that_was_seen_in_those_two_weeks_is_not_told_twice() -> None:
    known = [Act(id="a", team="kite ", at_us=CLOSED - 3 * DAY_US, kind="question", source="a.csv", line=2)]
    found = of([told(n) for n in range(6)], seen(*known))
    assert (found.acts.num_rows, found.left_out) == (0, 6)
    before = [Act(id="a", team="Kite", at_us=CLOSED - 15 * DAY_US, kind="question", source="a.csv", line=2)]
    other = [Act(id="a", team="Kite", at_us=CLOSED - DAY_US, kind="idea", source="a.csv", line=2)]
    elsewhere = [Act(id="a", team="Harbour", at_us=CLOSED - DAY_US, kind="question", source="a.csv", line=2)]
    for apart in (before, other, elsewhere):
        assert of([told(n) for n in range(6)], seen(*apart)).acts.num_rows == 6


def test_who_is_left_when_seen_acts_are_taken_away_has_to_be_five() -> None:
    known = [Act(id="a", team="Kite", at_us=CLOSED, kind="idea", source="a.csv", line=2)]
    mixed = [*(told(n, kind="idea") for n in range(5)), *(told(n) for n in range(5, 9))]
    assert of(mixed).acts.num_rows == 9
    assert of(mixed, seen(*known)).acts.num_rows == 0


def test_a_round_that_closes_later_is_not_known_yet() -> None:
    assert of([told(n) for n in range(6)], on_us=CLOSED - 1).acts.num_rows == 0


def test_an_act_nobody_says_how_it_was_met_of_has_no_response() -> None:
    found = of([told(n, None) for n in range(6)])
    assert (found.acts.num_rows, found.responses.num_rows) == (6, 0)
    few = of([told(n, 4 if n < 4 else None) for n in range(6)])
    assert (few.acts.num_rows, few.responses.num_rows) == (6, 0), "four who said how would be told by the band"


def test_a_rung_of_one_or_two_episodes_is_not_told_apart_below_twenty_tellers() -> None:
    few = [*(told(n) for n in range(5)), told(5, kind="challenge"), told(6, kind="challenge")]
    assert set(of(few).acts.column("stage").to_pylist()) == {"learner"}
    assert set(of([*few, told(7, kind="challenge")]).acts.column("stage").to_pylist()) == {"learner", "challenger"}
    assert "challenger" in of([*few, *(told(n) for n in range(10, 25))]).acts.column("stage").to_pylist()


def test_what_was_held_back_is_counted_and_is_no_act() -> None:
    held = [told(n, None, told="held_back", kind="problem", role=None) for n in range(5)]
    assert of(held).acts.num_rows == 0
    assert counted(episode.table(held), "held_back", 0, ON)["Kite"]["challenger"] == 5
    assert counted(episode.table(held[:4]), "held_back", 0, ON) == {}
    assert counted(episode.table(held), "held_back", CLOSED, ON) == {}


def test_nothing_told_is_told_by_a_repr() -> None:
    found = repr(of([told(n) for n in range(6)]))
    assert "Kite" not in found
    assert "t01" not in found
