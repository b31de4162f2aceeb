"""A roster laid over commitments: whose word to whom, and one pseudonym a person (MISSION T1)."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.diagnosis.roles import leaders, unified, with_roles
from saidanddone.evidence import act, commitment, encounter, people, response
from saidanddone.evidence.act import Act
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.commitment import DIRECTIONS, Commitment
from saidanddone.evidence.encounter import Encounter
from saidanddone.evidence.people import Person
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
