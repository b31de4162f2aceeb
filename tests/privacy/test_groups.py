"""Departments and the organisation beside their teams: no team that is withheld is what is left of them (PRIVACY)."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from privacy.door_cases import diagnosis
from privacy.pulse_cases import SCALE, asked, composite, group, people

from saidanddone.diagnosis.pulse import Answered, GroupAnswers
from saidanddone.errors import NotReleased
from saidanddone.evidence.unreleased import Unreleased
from saidanddone.privacy import lattice
from saidanddone.privacy.door import release
from saidanddone.privacy.groups import REST, groups_for_release
from saidanddone.privacy.lattice import Cell, band_limits, other_cut, room
from saidanddone.privacy.permissions import Permissions
from saidanddone.privacy.pulse import FEW_PULSE
from saidanddone.privacy.release import GroupPulse, require_released


def department(*sizes: int, means: tuple[float, ...] | None = None, kind: str = "department") -> list[GroupAnswers]:
    """A department (or an organisation) of teams A, B, C … that so many answered of."""
    means = means or (3.5,) * len(sizes)
    names = [chr(65 + at) for at in range(len(sizes))]
    firsts = [sum(sizes[:at]) for at in range(len(sizes))]
    teams = [
        group("team", name, [name], composite(n, mean, people(n, first)))
        for name, n, mean, first in zip(names, sizes, means, firsts, strict=True)
        if n
    ]
    total = sum(sizes)
    mean = sum(n * one for n, one in zip(sizes, means, strict=True)) / total
    names = [name for name, n in zip(names, sizes, strict=True) if n]
    return [group(kind, "Sky", names, composite(total, mean, people(total))), *teams]


def told(*groups: GroupAnswers) -> list[Answered]:
    pulses, _ = groups_for_release(groups)
    return [row for one in pulses for row in one.answered]


@pytest.mark.parametrize("kind", ["department", "organisation"])
@pytest.mark.parametrize(("sizes", "may"), [
    ((8, 9), True), ((8, 9, 4), False), ((8, 9, 1), False), ((8, 9, 4, 4), False), ((8, 9, 4, 4, 2), True),
    ((2, 2), False), ((4, 4, 4), True),
])  # fmt: skip
def test_what_is_left_over_beside_the_teams_shown_is_nobody_or_ten(
    kind: str, sizes: tuple[int, ...], may: bool
) -> None:
    assert bool(told(*department(*sizes, kind=kind))) == may


def test_why_a_department_is_not_told_is_counted() -> None:
    assert groups_for_release(department(8, 9, 4)) == ((), {REST: 1})
    assert groups_for_release(department(2, 2)) == ((), {FEW_PULSE: 1})


def test_a_departments_figure_is_rounded_to_what_two_people_could_move_it_by() -> None:
    one = told(*department(12, 12, means=(3.37, 3.37)))[0]
    assert one.mean == 3.5
    assert told(*department(60, 60, means=(3.37, 3.37)))[0].mean == 3.4
    assert lattice.group_step(SCALE, 24) * 24 >= 2 * (SCALE[1] - SCALE[0])


def test_below_twenty_a_department_is_told_by_its_band_alone() -> None:
    one = told(*department(9, 9))[0]
    assert (one.mean, one.band, one.respondents) == (None, 1, 10)


def test_a_group_of_one_team_is_that_team_and_none_of_its_own() -> None:
    assert groups_for_release(department(30)) == ((), {})


def test_a_team_that_joins_later_changes_nothing_of_what_was_told_before() -> None:
    """Vega answered elsewhere first: it fills no gap that another team's four leave here."""
    four, five = people(4, 60), people(5, 80)
    first = composite(12 + 4, 3.5, people(12) | four)
    teams = [
        group("team", "A", ["A"], composite(12), composite(12, at=1)),
        group("team", "D", ["D"], composite(4, 3.5, four)),
        group("team", "V", ["V"], composite(5, 3.5, five), composite(5, 3.5, five, at=1)),
    ]
    early = GroupAnswers("department", "Sky", frozenset("AD"), (first,), (frozenset("AD"),))
    second = composite(17, 3.5, people(12) | people(5, 80), at=1)
    later = GroupAnswers("department", "Sky", frozenset("ADV"), (first, second), (frozenset("AD"), frozenset("AV")))
    assert told(early, *teams) == []
    assert [one.round for one in told(later, *teams)] == ["2026-02"]


def test_a_group_of_whose_teams_one_is_not_known_is_not_told() -> None:
    whole, *teams = department(12, 12)
    assert told(whole, *teams[:1]) == []
    found = [asked(*team.answered, team=team.label) for team in teams]
    assert len(groups_for_release([whole], found)[0]) == 1


def test_teams_that_are_more_than_their_department_are_no_reason_to_tell_it() -> None:
    whole, *teams = department(12, 12)
    smaller = replace(whole, answered=(composite(20, roster=people(20)),))
    assert told(smaller, *teams) == []


def test_an_organisation_is_held_against_its_departments_too() -> None:
    """All departments but one are told: what is left over is that one, of four."""
    sky = [replace(one, label="Sky") if one.kind == "department" else one for one in department(8, 9)]
    sea = [group("department", "Sea", ["Y", "Z"], composite(4, 3.5, people(4, 50))),
           group("team", "Y", ["Y"], composite(2, 3.5, people(2, 50))),
           group("team", "Z", ["Z"], composite(2, 3.5, people(2, 52)))]  # fmt: skip
    names = ["A", "B", "Y", "Z"]
    whole = group("organisation", "", names, composite(21, 3.5, people(17) | people(4, 50)))
    pulses, why = groups_for_release([whole, *sky, *sea])
    assert [one.kind for one in pulses] == ["department"]
    assert why == {FEW_PULSE: 1, REST: 1}


def test_unanimous_teams_beside_their_department_do_not_give_away_the_small_one() -> None:
    """Bands subtract as well: nine who answered high, and a department that is low, leave only the lowest answers."""
    high, low = band_limits(2, SCALE), band_limits(0, SCALE)
    rest = Cell(10, *SCALE)
    assert room(Cell(30, *band_limits(1, SCALE), (Cell(20, *band_limits(1, SCALE)), rest)), SCALE)
    assert not room(Cell(28, *low, (Cell(18, *high), rest)), SCALE)


@given(
    sizes=st.lists(st.integers(1, 26), min_size=2, max_size=6),
    means=st.lists(st.floats(1.0, 5.0), min_size=6, max_size=6),
)
def test_beside_all_that_is_told_everybody_may_have_answered_anything(sizes: list[int], means: list[float]) -> None:
    """Worked out anew from what is told: limits of each team's sum, from its own figure and from its department's."""
    groups = department(*sizes, means=tuple(means[: len(sizes)]))
    shown = told(*groups)
    if not shown:
        return
    whole, n = shown[0], sum(sizes)
    if whole.mean is None:
        low, high = (n * edge for edge in band_limits(whole.band, SCALE))
    else:
        step = lattice.group_step(SCALE, n) / 2.0
        low, high = n * max(1.0, whole.mean - step), n * min(5.0, whole.mean + step)
    limits = []
    for team, size in zip(groups[1:], sizes, strict=True):
        from saidanddone.privacy.pulse import rounds_told

        one = rounds_told(team.answered)[0]
        if one is None:
            limits.append((size * 1.0, size * 5.0))
        elif one.mean is None:
            limits.append((size * band_limits(one.band, SCALE)[0], size * band_limits(one.band, SCALE)[1]))
        else:
            limits.append((size * (one.mean - 0.05), size * (one.mean + 0.05)))
    hidden = sum(size for size in sizes if size < 5)
    assert hidden == 0 or hidden >= 10
    for at, size in enumerate(sizes):
        others = [one for place, one in enumerate(limits) if place != at]
        least = max(limits[at][0], low - sum(one[1] for one in others))
        most = min(limits[at][1], high - sum(one[0] for one in others))
        assert least <= (size - 1) * 5.0 + 1.0 + 1e-6, "anybody may have given the lowest answer"
        assert most >= (size - 1) * 1.0 + 5.0 - 1e-6, "and the highest"


def test_no_other_cut_is_told_unless_both_sides_have_ten() -> None:
    assert [other_cut(*pair) for pair in ((10, 10), (9, 40), (40, 9), (1, 1))] == [True, False, False, False]


def test_groups_pass_the_door_without_rosters_and_are_made_nowhere_else() -> None:
    found = replace(diagnosis().research_only, groups=tuple(department(12, 12, 3)))
    permissions = Permissions()
    out = release(Unreleased(found), permissions=permissions)
    assert out.pulses == ()
    assert ("pulse", REST, 1) in [(one.kind, one.reason, one.count) for one in out.withheld]
    found = replace(found, groups=tuple(department(12, 12)))
    out = release(Unreleased(found), permissions=permissions)
    one = out.pulses[0]
    require_released(one)
    assert out.to_dict()["pulse_groups"] == [one.to_dict()]
    assert "p-respondent" not in repr(out) + str(out.to_dict())
    assert copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == one
    with pytest.raises(NotReleased):
        GroupPulse("department", "Sky", one.answered)
    assert release(Unreleased(found), permissions=Permissions(above=True)).pulses == ()
