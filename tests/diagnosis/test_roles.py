"""A roster laid over commitments: whose word to whom, and one pseudonym a person (MISSION T1)."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.diagnosis.roles import (
    PERSON_COLUMNS,
    ROSTER_RULES,
    directions_told,
    leaders,
    unified,
    with_roles,
    with_units,
)
from saidanddone.evidence import act, commitment, encounter, exposure, inclusion, people, response
from saidanddone.evidence.act import Act
from saidanddone.evidence.bundle import SCHEMAS, Evidence
from saidanddone.evidence.commitment import DIRECTIONS, Commitment
from saidanddone.evidence.encounter import Encounter
from saidanddone.evidence.exposure import Exposure
from saidanddone.evidence.inclusion import Inclusion
from saidanddone.evidence.people import Person
from saidanddone.evidence.pseudonym import pseudonym
from saidanddone.evidence.response import Response


def promised(subject: str, made_us: int = 50, **more: Any) -> Commitment:
    return Commitment(id=f"{subject}{made_us}", subject=subject, made_us=made_us, source="l.csv", line=2, **more)


def told(commitments: list[Commitment], roster: list[Person]) -> list[tuple[str | None, str | None]]:
    table = with_roles(commitment.table(commitments), people.table(roster))
    assert table.schema.equals(commitment.SCHEMA)
    return list(zip(table.column("direction").to_pylist(), table.column("team").to_pylist(), strict=True))


ALICE_LEADS = Person("p-alice", "Apollo", "leader")
BOB_WORKS = Person("p-bob", "Apollo", "member")


def test_a_leaders_commitment_is_to_the_team_and_a_members_is_by_it() -> None:
    assert told([promised("p-alice"), promised("p-bob")], [ALICE_LEADS, BOB_WORKS]) == [
        ("to_team", "Apollo"),
        ("by_team", "Apollo"),
    ]


def test_a_members_due_date_never_enters_the_trust_axis_whatever_its_source_calls_it() -> None:
    claimed = [promised("p-bob", direction="to_team"), promised("p-stranger", direction="to_team")]
    assert [direction for direction, _ in told(claimed, [ALICE_LEADS, BOB_WORKS])] == ["by_team", "by_team"]


def test_what_a_source_says_of_a_leaders_commitment_stands() -> None:
    stated = [promised("p-alice", direction="outward"), promised("p-alice", direction="by_team")]
    assert [direction for direction, _ in told(stated, [ALICE_LEADS])] == ["outward", "by_team"]


def test_somebody_the_roster_does_not_know_stays_unknown() -> None:
    assert told([promised("p-stranger")], [ALICE_LEADS]) == [(None, None)]


def test_a_role_counts_from_its_first_day_until_before_its_last() -> None:
    roster = [Person("p-alice", "Apollo", "member", None, 100), Person("p-alice", "Apollo", "leader", 100, 200)]
    made = [promised("p-alice", made_us=at) for at in (99, 100, 199, 200)]
    assert [direction for direction, _ in told(made, roster)] == ["by_team", "to_team", "to_team", "by_team"]


def test_who_leads_one_team_and_works_in_another_promises_to_the_one_they_lead() -> None:
    roster = [ALICE_LEADS, Person("p-alice", "Borealis", "member")]
    made = [promised("p-alice", team="Apollo"), promised("p-alice", team="Borealis"), promised("p-alice")]
    assert told(made, roster) == [("to_team", "Apollo"), ("by_team", "Borealis"), ("to_team", "Apollo")]


def test_a_team_is_not_guessed_for_somebody_who_leads_two() -> None:
    roster = [ALICE_LEADS, Person("p-alice", "Borealis", "leader")]
    assert told([promised("p-alice")], roster) == [("to_team", None)]


def test_a_team_is_spelled_as_on_the_roster() -> None:
    assert told([promised("p-alice", team="  apollo ")], [ALICE_LEADS]) == [("to_team", "Apollo")]


KEY = b"k" * 32
ALICE, BOB, CHARLIE = (pseudonym(name, KEY) for name in ("Alice", "Bob", "Charlie"))


def to(receiver: str, roster: list[Person], **more: Any) -> str | None:
    """The direction of Alice's promise to this receiver."""
    ((direction, _),) = told([promised(ALICE, to=receiver, **more)], roster)
    return direction


def test_a_leaders_promise_to_somebody_outside_the_team_is_outward() -> None:
    roster = [Person(ALICE, "Apollo", "leader"), Person(BOB, "Apollo", "member"), Person(CHARLIE, "Borealis", "member")]
    assert [to(receiver, roster) for receiver in (BOB, CHARLIE, pseudonym("a customer", KEY), ALICE)] == [
        "to_team", "outward", "outward", "to_team",
    ]  # fmt: skip


def test_a_trackers_project_need_not_be_called_like_the_team_for_somebody_to_be_outside_it() -> None:
    roster = [Person(ALICE, "Apollo", "leader"), Person(BOB, "Apollo", "member")]
    receivers = (BOB, CHARLIE, "Moonshot App", "Apollo", "Borealis")
    assert [to(receiver, roster, team="Moonshot App") for receiver in receivers] == [
        "to_team", "outward", "to_team", "to_team", "outward",
    ]  # fmt: skip


def test_a_roster_of_leaders_alone_does_not_say_who_is_outside() -> None:
    leaders_only = [Person(ALICE, "Apollo", "leader"), Person(CHARLIE, "Borealis", "leader")]
    assert [to(receiver, leaders_only) for receiver in (BOB, CHARLIE)] == ["to_team", "to_team"]


def test_who_was_ever_in_the_team_is_not_outside() -> None:
    roster = [Person(ALICE, "Apollo", "leader"), Person(BOB, "Apollo", "member", 0, 10)]
    assert to(BOB, roster, made_us=50) == "to_team"


def test_a_leaders_promise_to_another_unit_is_outward_and_to_everybody_is_not() -> None:
    roster = [Person(ALICE, "Apollo", "leader")]
    receivers = ("Apollo", " APOLLO ", "team", "The Team", "us", "everyone", "Borealis", "the board")
    assert [to(receiver, roster) for receiver in receivers] == ["to_team"] * 6 + ["outward"] * 2


def test_who_leads_two_teams_promises_to_either_of_them() -> None:
    roster = [
        Person(ALICE, "Apollo", "leader"), Person(ALICE, "Borealis", "leader"), Person(BOB, "Borealis", "member"),
    ]  # fmt: skip
    assert [to(receiver, roster) for receiver in (BOB, "Borealis", CHARLIE, "Cassini")] == [
        "to_team", "to_team", "outward", "outward",
    ]  # fmt: skip
    assert to(CHARLIE, roster, team="Apollo") == "to_team", "nobody but its leader is listed in Apollo"


def test_what_a_source_states_wins_over_whom_it_was_made_to() -> None:
    roster = [Person(ALICE, "Apollo", "leader"), Person(BOB, "Apollo", "member")]
    assert to(CHARLIE, roster, direction="to_team") == "to_team"
    assert to(BOB, roster, direction="outward") == "outward"


def test_a_members_promise_is_by_the_team_to_whomever() -> None:
    roster = [Person(ALICE, "Apollo", "member"), Person(BOB, "Apollo", "leader")]
    assert [to(receiver, roster) for receiver in (BOB, CHARLIE, "Borealis")] == ["by_team"] * 3


def test_the_directions_are_told_by_number_and_name_nobody() -> None:
    roster = people.table([Person(ALICE, "Apollo", "leader"), Person(BOB, "Apollo", "member")])
    made = [promised(ALICE, 1), promised(ALICE, 2, to=CHARLIE), promised(BOB), promised(CHARLIE)]
    said = directions_told(with_roles(commitment.table([*made, promised("K", subject_kind="team")]), roster))
    assert said == "Commitments by direction: 1 to the team, 1 by the team, 1 outward, 1 not known."
    assert directions_told(commitment.SCHEMA.empty_table()) == ""


def test_a_unit_that_was_taken_for_a_person_gets_its_name_back() -> None:
    made = commitment.table([promised(ALICE, 1, to="p-unit"), promised(ALICE, 2, to=BOB), promised(ALICE, 3)])
    assert with_units(made, {"p-unit": "Borealis"}).column("to").to_pylist() == ["Borealis", BOB, None]
    assert with_units(made, {}).equals(made)


def test_one_handle_may_be_two_people_in_two_sources() -> None:
    made = [promised("p-alex"), Commitment(id="2", subject="p-alex", made_us=1, source="other.csv", line=2)]
    met = [Encounter(id="e", at_us=1, source="other.csv", line=2, invited=("p-alex", "p-bo"), attended=None)]
    evidence = Evidence(commitments=commitment.table(made), encounters=encounter.table(met))
    one = unified(evidence, {}, {"l.csv": {"p-alex": "p-ames"}, "other.csv": {"p-alex": "p-birk"}})
    assert one.commitments.column("subject").to_pylist() == ["p-ames", "p-birk"]
    assert one.encounters.column("invited").to_pylist() == [["p-birk", "p-bo"]]
    assert unified(evidence, {}, {"l.csv": {"p-alex": "p-alex"}}) is evidence


def test_every_column_that_holds_pseudonyms_is_known() -> None:
    people_in = {"subject", "maker", "to", "person", "responder", "invited", "attended", "rater", "pseudonym"}
    people_in |= {"declined"}
    held = {name: tuple(c for c in schema.names if c in people_in) for name, schema in SCHEMAS.items()}
    assert {name: columns for name, columns in held.items() if columns} == dict(PERSON_COLUMNS)


def test_one_person_is_one_in_weeks_and_stretches_too() -> None:
    week = Inclusion(person="p-old", week_us=0, replies=1.0, source="l.csv", line=2)
    hours = Exposure(team="Apollo", person="p-old", from_us=0, to_us=1, kind="meeting", amount=1, source="l", line=2)
    evidence = Evidence(inclusion=inclusion.table([week]), exposure=exposure.table([hours]))
    one = unified(evidence, {"p-old": "p-new"})
    assert [one.inclusion.column("person").to_pylist(), one.exposure.column("person").to_pylist()] == [["p-new"]] * 2


def test_a_projects_commitments_are_left_alone() -> None:
    made = [promised("Apollo", subject_kind="project", direction="to_team")]
    assert told(made, [Person("Apollo", "Apollo", "member")]) == [("to_team", None)]


def test_without_a_roster_nothing_changes() -> None:
    table = commitment.table([promised("p-alice", direction="to_team")])
    assert with_roles(table, people.SCHEMA.empty_table()).equals(table)
    empty = commitment.SCHEMA.empty_table()
    assert with_roles(empty, people.table([ALICE_LEADS])).equals(empty)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.sampled_from([None, *DIRECTIONS])), max_size=12),
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from(["leader", "member"]), st.integers(0, 9), st.integers(0, 9)),
        min_size=1,
        max_size=5,
    ),
)
def test_to_the_team_is_said_only_of_who_led_that_day(
    made: list[tuple[str, int, str | None]], stints: list[tuple[str, str, int, int]]
) -> None:
    roster = [Person(who, "Apollo", role, min(a, b), max(a, b)) for who, role, a, b in stints]
    commitments = [promised(who, at, direction=direction) for who, at, direction in made]
    for row, (direction, _) in zip(commitments, told(commitments, roster), strict=True):
        led = any(
            p.pseudonym == row.subject and p.role == "leader" and (p.from_us or 0) <= row.made_us < (p.to_us or 0)
            for p in roster
        )
        assert (direction == "to_team") <= led
        assert (row.direction == "outward") == (direction == "outward")


def test_leaders_are_all_who_ever_led() -> None:
    roster = people.table([ALICE_LEADS, BOB_WORKS, Person("p-carol", "Apollo", "leader", 0, 1)])
    assert leaders(roster) == {"p-alice", "p-carol"}


def test_one_person_has_one_pseudonym_in_every_table() -> None:
    evidence = Evidence(
        commitments=commitment.table([promised("p-old", maker="p-old", to="p-other")]),
        acts=act.table([Act(id="a", at_us=1, kind="idea", source="a.csv", line=2, person="p-old")]),
        responses=response.table([Response(id="r", act_id="a", level=3, source="r.csv", line=2, responder="p-old")]),
        encounters=encounter.table(
            [Encounter(id="e", at_us=1, source="e.csv", line=2, invited=("p-old", "p-other"), attended=("p-old",))]
        ),
        people=people.table([Person("p-old", "Apollo", "member")]),
        names={"p-old": "ana@x"},
    )
    one = unified(evidence, {"p-old": "p-new"})
    everything = str([table.to_pylist() for table in one.tables().values()])
    assert "'p-old'" not in everything
    assert one.encounters.column("invited").to_pylist() == [["p-new", "p-other"]]
    assert one.names == {"p-new": "ana@x"}
    for name, table in one.tables().items():
        assert table.schema.equals(getattr(evidence, name).schema)
    assert unified(evidence, {}) is evidence


@pytest.mark.parametrize("column", ["subject", "maker", "to"])
def test_a_change_of_pseudonym_leaves_missing_ones_missing(column: str) -> None:
    evidence = Evidence(commitments=commitment.table([promised("p-old")]))
    before = evidence.commitments.column(column)
    after = unified(evidence, {"p-old": "p-new"}).commitments.column(column)
    assert isinstance(after, pa.ChunkedArray)
    assert after.null_count == before.null_count


def test_the_rules_are_told_in_whole_sentences() -> None:
    assert [name for name, said in ROSTER_RULES if not (said[0].isupper() and said.endswith("."))] == []
    assert {"joined", "role", "to the team", "outward", "by the team"} == {name for name, _ in ROSTER_RULES}
