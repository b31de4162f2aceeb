"""Which commitments count as whose, and who stands behind each unit (PRIVACY 1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from saidanddone.diagnosis.views import Ledger, Unit, ledgers, people_in
from saidanddone.evidence import commitment
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.outcome import settle

NOW = 1_000


def promised(subject: str, number: int = 0, **more: Any) -> Commitment:
    fields = {"made_us": 10, "due_us": 20, "source": "plans.csv", "line": 2, "outcome": "kept"} | more
    return Commitment(id=f"{subject}{number}", subject=subject, **fields)


def seen(commitments: list[Commitment], **more: Any) -> dict[str, Ledger]:
    return {ledger.name: ledger for ledger in ledgers(commitment.table(commitments), NOW, **more)}


def ids(ledger: Ledger) -> list[str]:
    return [unit.id for unit in ledger.units.values()]


def test_a_leader_is_seen_by_what_they_promised_to_their_team_alone() -> None:
    made = [
        promised("p-alice", 1, direction="to_team", team="Apollo"),
        promised("p-alice", 2, direction="by_team", team="Apollo"),
        promised("p-alice", 3, direction="outward", team="Apollo"),
        promised("p-bob", 4, direction="by_team", team="Apollo"),
    ]
    found = seen(made, leaders=frozenset({"p-alice"}), roster=True, teams=["Apollo"])
    assert set(found) == {"leaders", "teams"}
    assert found["leaders"].commitments.column("id").to_pylist() == ["p-alice1"]
    assert found["teams"].commitments.column("id").to_pylist() == ["p-alice1"]
    assert ids(found["leaders"]) == ["p-alice"]
    assert ids(found["teams"]) == ["team:Apollo"]
    assert found["teams"].units["Apollo"].makers == {"p-alice"}


def test_a_member_who_asks_is_seen_by_their_whole_delivery_record() -> None:
    made = [promised("p-bob", 1, direction="by_team"), promised("p-bob", 2), promised("p-carol", 3)]
    found = seen(made, me="p-bob", roster=True)
    assert found["self"].kind == "self"
    assert found["self"].commitments.num_rows == 2


def test_a_leader_who_asks_is_seen_as_a_leader() -> None:
    made = [promised("p-alice", 1, direction="to_team"), promised("p-alice", 2, direction="by_team")]
    found = seen(made, me="p-alice", leaders=frozenset({"p-alice"}), roster=True)
    assert set(found) == {"leaders"}


def test_the_listed_are_seen_in_a_ledger_of_their_own() -> None:
    made = [promised("p-dana", 1), promised("p-alice", 2, direction="to_team"), promised("p-bob", 3)]
    found = seen(made, leaders=frozenset({"p-alice"}), listed=["p-dana", "p-alice"], roster=True)
    assert ids(found["listed"]) == ["p-dana"]
    assert found["listed"].kind == "leader"


def test_groups_are_projects_where_there_is_no_roster() -> None:
    made = [promised(f"p-{i}", i, team="Apollo" if i < 6 else "Borealis") for i in range(8)]
    found = seen(made)
    assert ids(found["projects"]) == ["project:Apollo", "project:Borealis"]
    assert [len(unit.makers) for unit in found["projects"].units.values()] == [6, 2]
    assert found["projects"].view.by == "team"


def test_a_source_without_groups_is_one_project_named_after_it() -> None:
    found = seen([promised(f"p-{i}", i, source="data/nova.csv") for i in range(3)])
    assert ids(found["projects"]) == ["project:nova"]
    assert found["projects"].units["nova"].commitments == 3
    assert found["projects"].units["nova"].whole
    named = seen([promised("p-1", 1, team="Apollo"), promised("p-2", 2, source="data/nova.csv")])["projects"].units
    assert {name: unit.whole for name, unit in named.items()} == {"Apollo": False, "nova": True}


def test_commitments_outside_every_group_of_a_grouped_source_are_no_project() -> None:
    found = seen([promised("p-1", 1, team="Apollo"), promised("p-2", 2)])
    assert ids(found["projects"]) == ["project:Apollo"]
    assert found["projects"].commitments.num_rows == 1


def test_a_team_on_the_roster_is_not_also_a_project_of_its_members() -> None:
    made = [promised("p-alice", 1, direction="to_team", team="Apollo")]
    made += [promised(f"p-{i}", i, direction="by_team", team="Apollo") for i in range(2, 9)]
    made += [promised(f"p-{i}", i, team="Elsewhere") for i in range(20, 26)]
    found = seen(made, leaders=frozenset({"p-alice"}), teams=["apollo"], roster=True)
    assert ids(found["projects"]) == ["project:Elsewhere"]


def test_what_is_promised_in_a_units_name_is_its_own() -> None:
    made = [promised("Apollo", i, subject_kind="project", maker=f"p-{i}") for i in range(5)]
    made.append(promised("Water board", 9, subject_kind="team"))
    found = seen(made)
    assert set(found) == {"in_their_name"}
    assert {unit.id: (len(unit.makers), unit.unknown) for unit in found["in_their_name"].units.values()} == {
        "project:Apollo": (5, 0),
        "team:Water board": (0, 1),
    }


def test_the_subject_is_the_maker_of_a_persons_commitment() -> None:
    """Five clerks writing down one person's promises do not make them five people's."""
    made = [promised("p-bob", i, maker=f"p-clerk{i}", team="Apollo") for i in range(5)]
    assert seen(made)["projects"].units["Apollo"].makers == {"p-bob"}


@pytest.mark.parametrize(
    "silent",
    [
        {"due_us": 2_000, "outcome": None},
        {"due_us": None, "outcome": None},
        {"outcome": "withdrawn"},
        {"known_us": 1_000},
        {"known_us": 10},
        {"closed_us": 15, "outcome": None, "due_us": 1_000},
        {"due_us": 20, "moved_us": 11, "moved_due_us": 2_000, "outcome": None},
    ],
)
def test_makers_are_counted_by_verdicts_so_that_nobody_hides_behind_silent_others(silent: dict[str, Any]) -> None:
    made = [promised("p-bob", 1, team="Apollo"), *(promised(f"p-{i}", i, team="Apollo", **silent) for i in range(2, 8))]
    unit = seen(made)["projects"].units["Apollo"]
    assert unit.makers == {"p-bob"}
    for row in made[1:]:
        told = settle(row, NOW)
        if told.y is not None and told.known_us is not None:
            assert not row.made_us < told.known_us < NOW or row.moved_us is not None


def test_a_unit_without_any_verdict_counts_all_who_promised() -> None:
    made = [promised(f"p-{i}", i, team="Apollo", due_us=2_000, outcome=None) for i in range(6)]
    assert len(seen(made)["projects"].units["Apollo"].makers) == 6


def test_verdicts_of_unknown_makers_are_not_covered_by_pending_promises_of_known_ones() -> None:
    made = [promised("Apollo", 0, subject_kind="project")]
    made += [
        promised("Apollo", i, subject_kind="project", maker=f"p-{i}", due_us=2_000, outcome=None) for i in range(1, 7)
    ]
    assert seen(made)["in_their_name"].units["Apollo"].makers == frozenset()


def test_a_project_is_told_once_from_all_made_in_its_name() -> None:
    """What a tracker leaves unassigned is the project's own, beside what its people took on (MODEL §1)."""
    made = [promised("Apollo", i, subject_kind="project", team="Apollo") for i in range(3)]
    made += [promised(f"p-{i}", 10 + i, team="Apollo") for i in range(6)]
    made += [promised("Borealis", 20, subject_kind="project", team="Borealis")]
    found = seen(made)
    assert ids(found["projects"]) == ["project:Apollo"]
    apollo = found["projects"].units["Apollo"]
    assert (len(apollo.makers), apollo.unknown, apollo.commitments) == (6, 3, 9)
    assert found["projects"].commitments.num_rows == 9
    assert ids(found["in_their_name"]) == ["project:Borealis"]
    assert found["in_their_name"].commitments.num_rows == 1


def test_a_project_is_the_same_in_its_own_name_and_as_a_group_however_it_is_spelled() -> None:
    made = [promised("APOLLO ", 1, subject_kind="project"), promised("p-1", 2, team="Apollo")]
    found = seen(made)
    assert set(found) == {"projects"}
    assert found["projects"].commitments.column("team").to_pylist() == ["Apollo", "Apollo"]


def test_a_team_that_promises_in_its_own_name_is_not_a_project_of_that_name() -> None:
    made = [promised("Apollo", 1, subject_kind="team"), promised("p-1", 2, team="Apollo")]
    assert ids(seen(made)["in_their_name"]) + ids(seen(made)["projects"]) == ["team:Apollo", "project:Apollo"]


def test_a_whole_source_is_not_taken_for_the_project_of_its_name() -> None:
    made = [promised("nova", 1, subject_kind="project", source="b.csv"), promised("p-1", 2, source="nova.csv")]
    found = seen(made)
    assert found["projects"].units["nova"].whole
    assert found["projects"].units["nova"].commitments == 1
    assert ids(found["in_their_name"]) + ids(found["projects"]) == ["project:nova", "project:nova#2"]


def test_no_id_is_given_twice() -> None:
    made = [promised("Apollo", 1, subject_kind="team", maker="p-1")]
    made += [promised("p-1", 2, team="Apollo", direction="to_team")]
    found = seen(made, leaders=frozenset({"p-1"}), roster=True, teams=["Apollo"])
    assert ids(found["teams"]) + ids(found["in_their_name"]) == ["team:Apollo", "team:Apollo#2"]


def test_who_promised_without_a_verdict_is_known_too() -> None:
    made = [promised("p-1", 1, team="Apollo"), promised("p-2", 2, team="Apollo", due_us=None, outcome=None)]
    made += [promised("p-1", 3, team="Apollo", due_us=None, outcome=None)]
    unit = seen(made)["projects"].units["Apollo"]
    assert (unit.makers, unit.unsettled) == ({"p-1"}, {"p-2"})


def test_how_much_of_a_figure_is_one_makers_and_how_much_nobodys() -> None:
    made = [promised("p-1", i, team="Apollo") for i in range(6)] + [promised("p-2", 9, team="Apollo")]
    made += [promised("Apollo", i, subject_kind="project") for i in range(20, 23)]
    unit = seen(made)["projects"].units["Apollo"]
    assert (unit.largest, unit.unknown_share) == (0.6, 0.3)


def test_deliveries_are_told_from_what_somebody_promised_as_a_leader() -> None:
    made = [promised("p-1", 1, team="Nova", direction="outward"), promised("p-2", 2, team="Nova", direction="by_team")]
    assert seen(made)["projects"].units["Nova"].delivering == {"p-2"}


def test_a_unit_and_a_ledger_name_nobody_when_printed() -> None:
    found = seen([promised("p-bob", 1, team="Bob's own")], me="p-bob")
    for ledger in found.values():
        assert "p-bob" not in repr(ledger) + repr(list(ledger.units.values()))
    assert isinstance(next(iter(found["self"].units.values())), Unit)


def test_no_evidence_is_no_ledger() -> None:
    assert ledgers(commitment.SCHEMA.empty_table(), NOW) == []
    assert people_in(commitment.SCHEMA.empty_table()) == frozenset()


def test_people_are_the_persons_who_promised() -> None:
    table = commitment.table([promised("p-bob"), promised("Apollo", subject_kind="team")])
    assert people_in(table) == {"p-bob"}
    assert isinstance(table, pa.Table)


# --- What still weighs, and everything promised ----------------------------------------------------------------------

YEAR = 365 * 86_400_000_000


def once(subject: str, number: int, years_ago: float, **more: Any) -> Commitment:
    due = int((20 - years_ago) * YEAR) - 1
    return promised(subject, number, made_us=due - 1_000, due_us=due, team="Nova", **more)


def nova(made: list[Commitment], **more: Any) -> Unit:
    found = {ledger.name: ledger for ledger in ledgers(commitment.table(made), 20 * YEAR, **more)}
    return found["projects"].units["Nova"]


def test_verdicts_of_years_ago_do_not_hide_whose_the_figure_is_today() -> None:
    old = [once(f"p-{who}", number, 8) for who in range(5) for number in range(10)]
    unit = nova([*old, *(once("p-zoe", number, 0.1) for number in range(25))])
    assert unit.largest > 0.9
    assert unit.makers == {"p-zoe"}
    assert unit.unsettled == {f"p-{who}" for who in range(5)}


def test_a_project_that_has_been_quiet_for_years_keeps_its_makers() -> None:
    unit = nova([once(f"p-{who}", number, 8 + number / 10) for who in range(5) for number in range(4)])
    assert unit.makers == {f"p-{who}" for who in range(5)}
    assert unit.largest == pytest.approx(0.2)


def test_what_nobody_dated_counts_for_whose_a_figure_is() -> None:
    dated = [once(f"p-{who}", number, 0.2) for who in range(5) for number in range(4)]
    undated = [replace(once("p-zoe", number, 0.2), due_us=None, outcome=None) for number in range(180)]
    assert nova(dated).largest == pytest.approx(0.2)
    assert nova([*dated, *undated]).largest == pytest.approx(0.9)


# --- Who led when they made it, and names that may be one person's ----------------------------------------------------


def test_what_a_leader_made_before_they_led_is_none_of_their_promises_as_a_leader() -> None:
    from saidanddone.diagnosis.roles import leaders
    from saidanddone.evidence import people
    from saidanddone.evidence.people import Person
    from saidanddone.privacy.permissions import Permissions
    from saidanddone.privacy.rules import TOO_FEW, why_withheld

    made = [once("p-mia", number, 1, direction="outward") for number in range(6)]
    begins = {"earlier": 2 * YEAR, "between": int(19.5 * YEAR), "later": 30 * YEAR}
    rosters = {when: people.table([Person("p-mia", "Apollo", "leader", at)]) for when, at in begins.items()}
    led = {when: leaders(roster, 20 * YEAR) for when, roster in rosters.items()}
    assert led == {"earlier": {"p-mia"}, "between": {"p-mia"}, "later": frozenset()}
    said = {
        when: why_withheld(
            nova(made, leaders=led[when], roster=True, people=roster), Permissions(roster=True, leaders=led[when])
        )
        for when, roster in rosters.items()
    }
    few = TOO_FEW.format(fewest=5)
    assert said == {"earlier": None, "between": few, "later": few}


def test_five_spellings_of_one_name_are_one_maker() -> None:
    from saidanddone.privacy.permissions import Permissions
    from saidanddone.privacy.rules import TOO_FEW, why_withheld
    from saidanddone.verbs.permitting import same_people

    labels = ["Ana Lopez", "ana.lopez", "ana.lopez@example.org", "Lopez, Ana", "@ana.lopez", "Ana Lopez (Atlas)"]
    names = {f"p-{place}": label for place, label in enumerate(labels)}
    made = [once(who, number, 0.2) for who in names for number in range(4)]
    assert why_withheld(nova(made), Permissions()) is None
    unit = nova(made, same=same_people(names))
    assert why_withheld(unit, Permissions()) == TOO_FEW.format(fewest=5)
    assert unit.largest == 1.0
    assert same_people({f"p-{place}": label for place, label in enumerate(("Ana Lopez", "Bo Lind", "Cy"))}) == {}
