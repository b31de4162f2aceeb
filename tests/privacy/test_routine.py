"""What of a routine leaves by the door: a leader's own to that leader, of a team nobody's pattern (T7, PRIVACY 1)."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from privacy.door_cases import diagnosis, finding
from privacy.door_cases import group as unit_of

from saidanddone.diagnosis.routine import Cadence, Contact, Routine
from saidanddone.privacy.door import release
from saidanddone.privacy.permissions import Permissions
from saidanddone.privacy.routine import for_release

ALICE, BOB = "p-alice00000000", "p-bob0000000000"
ROSTER = Permissions(roster=True, leaders=frozenset({ALICE}))
DAY = 86_400_000_000


def contact(kind: str) -> Contact:
    return Contact(kind, 12, 9, 3, 0.75, 0.5, 8.0, 21.0, 20_000 * DAY + 5, 0.8)


def routine(people: int = 8, without: int = 3, thin: int = 3) -> Routine:
    return Routine(
        0, 84 * DAY, 12.0, (contact("meeting"), contact("one_to_one")), people, without, thin,
        whom=frozenset({BOB}), cadence=(Cadence("meeting", 1, 30, 1, 10, 0, "gap"),
                                        Cadence("one_to_one", 2, 30, 2, 11, 0, "never", BOB)),
    )  # fmt: skip


def of_team(one: Routine) -> Routine:
    told = for_release(one, "team", ROSTER)
    assert told is not None
    return told


def test_a_leader_sees_whom_they_have_not_met() -> None:
    assert for_release(routine(), "leader", ROSTER, unit=ALICE) == routine()
    assert for_release(routine(), "self", Permissions(me=BOB), unit=BOB) == routine()


def test_a_team_sees_nobodys_pattern() -> None:
    told = of_team(routine())
    assert told.whom == frozenset()
    assert [one.kind for one in told.cadence] == ["meeting"]
    alone = next(one for one in told.contacts if one.kind == "one_to_one")
    assert (alone.held, alone.last_us, alone.longest_gap_days, alone.attended_share) == (9, None, None, None)
    together = next(one for one in told.contacts if one.kind == "meeting")
    assert together.last_us is not None
    assert together.last_us % DAY == 0


@pytest.mark.parametrize(("people", "without", "told"), [
    (8, 0, 0), (8, 1, None), (8, 2, None), (8, 3, 3), (8, 5, 5), (8, 6, None), (8, 7, None), (8, 8, 8), (2, 2, None),
])  # fmt: skip
def test_how_many_had_no_contact_is_told_where_nobody_could_be_found_out_by_it(
    people: int, without: int, told: int | None
) -> None:
    assert of_team(routine(people, without, without)).without == told


def test_how_many_had_little_is_told_only_where_the_difference_is_nobody_or_three() -> None:
    assert of_team(routine(12, 3, 3)).thin == 3
    assert of_team(routine(12, 3, 4)).thin is None
    assert of_team(routine(12, 3, 6)).thin == 6
    assert of_team(routine(12, 1, 4)).thin == 4, "of those without nothing is told"


def test_encounters_of_two_are_summed_only_where_three_had_some() -> None:
    assert [one.kind for one in of_team(routine(8, 6, 6)).contacts] == ["meeting"]
    assert [one.kind for one in of_team(routine(5, 5, 5)).contacts] == ["meeting"]
    unknown = replace(routine(), people=None, without=None, thin=None)
    assert [one.kind for one in of_team(unknown).contacts] == ["meeting"]


def test_somebody_above_and_somebody_elses_result_tell_of_nobody() -> None:
    assert for_release(routine(), "leader", replace(ROSTER, above=True), unit=ALICE) is None
    listed = replace(ROSTER, consenting={BOB: "consent"})
    told = for_release(routine(), "leader", listed, unit=BOB)
    assert told is not None
    assert (told.whom, told.without, told.people) == (frozenset(), None, None)
    assert for_release(None, "team", ROSTER) is None


def test_the_door_tells_each_kind_of_result_its_own() -> None:
    found = [
        replace(finding(ALICE, "leader", ALICE), routine=routine()),
        replace(finding("team:Apollo", "team", "Apollo"), routine=routine()),
    ]
    units = [unit_of("team", "Apollo", frozenset({ALICE}))]
    out = release(diagnosis(*found), permissions=ROSTER, units=units)
    by_kind = {one.kind: one.routine for one in out.released}
    assert by_kind["leader"] == routine()
    assert by_kind["team"] == of_team(routine())
    for said in (repr(out), json.dumps(out.to_dict())):
        assert BOB not in said
