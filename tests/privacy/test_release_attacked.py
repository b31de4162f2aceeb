"""A hundred organisations' pulses attacked as ``evaluation/check_release.py`` attacks a thousand (PRIVACY, S10)."""

from __future__ import annotations

import pytest
from attack_combined import combined
from attack_lattice import cut_out, subtracted, unanimous
from attack_release import attacked
from check_release import MOST, SETTINGS, organisations
from release_worlds import World, told, told_groups, told_naively


@pytest.fixture(scope="module", params=SETTINGS)
def worlds(request: pytest.FixtureRequest) -> list[World]:
    return organisations(100, request.param)


@pytest.mark.parametrize("refiltered", [True, False])
def test_no_leavers_answer_is_recovered_and_little_is_learned_of_it(worlds: list[World], refiltered: bool) -> None:
    """Today's roster laid over an earlier round, and a round less the one before."""
    found = attacked(worlds, told, refiltered=refiltered)
    assert found.people > 1000
    assert found.exact == 0
    assert found.after - found.before <= MOST


def test_no_answer_of_a_small_team_is_left_over_beside_the_others(worlds: list[World]) -> None:
    found = subtracted(worlds, most=300)
    assert found.people > 1000
    assert found.exact == 0


def test_departments_are_told_often_enough_to_be_attacked(worlds: list[World]) -> None:
    shown = [key for world in worlds[:20] for key in told_groups(world)]
    assert sum(kind == "department" for kind, _, _ in shown) > 20
    assert sum(kind == "organisation" for kind, _, _ in shown) > 10


def test_what_was_told_is_told_the_same_way_when_another_round_has_come(worlds: list[World]) -> None:
    for world in worlds[:25]:
        earlier = World(world.team[:2], world.answered[:2], world.mean[:2], world.department)
        assert {key: one for key, one in told(world).items() if key[1] < 2} == told(earlier)
        assert {key: one for key, one in told_groups(world).items() if key[2] < 2} == told_groups(earlier)


def test_nobody_is_cut_out_by_a_filter(worlds: list[World]) -> None:
    assert cut_out(worlds).told == 0
    assert cut_out(worlds, naive=True).exact > 100


def test_the_same_attacks_undo_a_release_that_knows_but_one_rule(worlds: list[World]) -> None:
    """This suite can succeed: exact means from five respondents on, of today's answers."""
    filtered = attacked(worlds[:30], told_naively, naive=True, refiltered=True)
    assert filtered.exact > 0.5 * filtered.people
    assert filtered.after > 0.95
    apart = attacked(worlds[:30], told_naively, naive=True)
    assert apart.after > apart.before + 0.02
    assert subtracted(worlds[:30], naive=True, most=300).after > 0.65


def test_where_everybody_answered_alike_nobody_is_found_out() -> None:
    teams, out = unanimous(told)
    assert (teams > 300, out) == (True, 0)
    assert unanimous(told_naively, naive=True)[1] > 1000


def test_a_forecast_with_answers_gives_back_no_more_than_what_is_told_beside_it() -> None:
    """MODEL §3, Release: equal to the last bit for all answers of which the same is told."""
    assert combined(5, seed=3, naive=False).moved == 0
