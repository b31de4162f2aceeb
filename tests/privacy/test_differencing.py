"""No figure minus others is one person's: everything one run shows, set against everything else it shows (PRIVACY 1).

The attacker here is stronger than any reader: besides every sum they see which rows each figure rests on, as a report's
rows and ``explain`` show, so that each cut between figures is open to them. What they do not see is who made which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from privacy.door_cases import diagnosis, finding

from saidanddone.diagnosis.roles import leaders as leading
from saidanddone.diagnosis.roles import with_roles
from saidanddone.diagnosis.views import Ledger, ledgers
from saidanddone.evidence import commitment, people
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.people import Person
from saidanddone.privacy.door import release
from saidanddone.privacy.permissions import Permissions
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.privacy.team import for_team
from saidanddone.verbs.diagnose import diagnose

NOW = 1_000
TEAMS, GROUPS = ("Apollo", "Borealis"), ("Nova", "Orion", "Pisces")


@dataclass(frozen=True)
class Office:
    """Commitments, who leads, and whom this run may show."""

    rows: list[Commitment]
    permissions: Permissions
    found: list[Ledger]


def office(seed: int) -> Office:
    """An organisation at random: leaders who also deliver, members, projects' own promises, teams, and a run."""
    chance = Random(seed)
    everybody = [f"p-{place:02}" for place in range(chance.randrange(3, 16))]
    led = everybody[: chance.randrange(0, 4)]
    roster = chance.random() < 0.6
    stints = [Person(who, chance.choice(TEAMS), "leader" if who in led else "member") for who in everybody]
    stints += [Person(who, chance.choice(TEAMS), "member", None, 15) for who in led]
    table = people.table([stint for stint in stints if roster and chance.random() < 0.8])
    rows = []
    for number in range(chance.randrange(5, 90)):
        who = chance.choice(everybody[: chance.randrange(1, len(everybody) + 1)])
        own = chance.random() < 0.25
        group = chance.choice([*TEAMS, *GROUPS, *GROUPS, None])
        rows.append(
            Commitment(
                id=f"c{number}",
                subject=(group or "Nova") if own else who,
                subject_kind=chance.choice(("project", "project", "team")) if own else "person",
                maker=chance.choice([who, None]) if own else None,
                team=group,
                direction=chance.choice([None, None, "to_team", "by_team", "outward"]),
                made_us=chance.choice([10, 18]),
                due_us=chance.choice([20, 20, 20, None, 2_000]),
                outcome=chance.choice(["kept", "broken", None]),
                source=chance.choice(["a.csv", "b.csv"]),
                line=number + 2,
            )
        )
    listed = chance.sample(everybody, chance.randrange(0, len(everybody)) if chance.random() < 0.4 else 0)
    permissions = Permissions(
        roster=table.num_rows > 0,
        leaders=leading(table),
        me=chance.choice([None, *everybody]),
        consenting=dict.fromkeys(listed, "consent"),
    )
    told = with_roles(commitment.table(rows), table)
    found = ledgers(
        told, NOW, leaders=permissions.leaders, me=permissions.me, listed=permissions.consenting,
        teams=[name for name in table.column("team").to_pylist() if name], roster=permissions.roster,
    )  # fmt: skip
    return Office(rows, permissions, found)


def shown(run: Office) -> ReleasedDiagnosis:
    units = [unit for ledger in run.found for unit in ledger.units.values()]
    kinds = {unit.id: ledger.kind for ledger in run.found for unit in ledger.units.values()}
    found = [finding(unit.id, kinds[unit.id] if unit.kind == "person" else unit.kind, unit.name) for unit in units]
    return release(diagnosis(*found), permissions=run.permissions, units=units)


def figures(run: Office) -> dict[str, frozenset[str]]:
    """Id of each released figure -> the commitments it rests on."""
    released = {unit.id for unit in shown(run).released}
    return {
        unit.id: frozenset(
            row["id"] for row in ledger.commitments.to_pylist() if row[ledger.view.by] == name
        )
        for ledger in run.found
        for name, unit in ledger.units.items()
        if unit.id in released
    }  # fmt: skip


def pieces(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """The finest pieces that the sets cut one another into: all that sums and differences of them can tell apart."""
    cells: dict[frozenset[int], set[str]] = defaultdict(set)
    sets = list(sets)
    for one in frozenset().union(*sets):
        cells[frozenset(place for place, held in enumerate(sets) if one in held)].add(one)
    return [frozenset(cell) for cell in cells.values()]


def attack(run: Office) -> None:
    """Every piece is either somebody's who may be shown, or at least five people's."""
    told = figures(run)
    by_id = {row.id: row for row in run.rows}
    named = run.permissions.leaders | run.permissions.consenting.keys() | {run.permissions.me}
    own = frozenset().union(*(rows for figure, rows in told.items() if figure.startswith("p-")))
    for piece in pieces(told.values()):
        made = {by_id[one].subject if by_id[one].subject_kind == "person" else by_id[one].maker for one in piece}
        hidden = {who for who in made if who not in named}
        if hidden:
            assert not piece & own, "somebody's own figure rests on another's commitments"
            assert len(hidden - {None}) >= 5, "what is left belongs to fewer than five"


@given(st.integers(0, 2**32))
@settings(max_examples=300)
def test_no_figure_minus_others_is_one_persons(seed: int) -> None:
    attack(office(seed))


def test_the_attack_finds_what_a_door_without_its_rules_would_give_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """This test can fail: without the rule on subtraction, figures fall to it."""
    from saidanddone.privacy import rules

    without = {kind: tuple(rule for rule in told if rule.__name__ != "nobody_by_subtraction")
               for kind, told in rules._RULES.items()}  # fmt: skip
    monkeypatch.setattr(rules, "_RULES", without)
    fallen = 0
    for seed in range(400):
        try:
            attack(office(seed))
        except AssertionError:
            fallen += 1
    assert fallen > 0


def test_figures_are_shown_and_cut_one_another_in_these_organisations() -> None:
    """And it is not for want of figures that nothing falls."""
    told = [figures(office(seed)) for seed in range(400)]
    kinds = {figure.partition(":")[0] if ":" in figure else "person" for sets in told for figure in sets}
    assert kinds == {"person", "team", "project"}
    assert sum(len(pieces(sets.values())) > len(sets) for sets in told) > 20


# --- Our own record, set beside the figures it was scored on ----------------------------------------------------------


def test_our_own_record_gives_nobody_away_who_is_not_shown(tmp_path: Path) -> None:
    """Scored over a hidden person too it would tell how much they kept, once what is shown is taken away."""
    rows = ["subject,made_at,due_at,closed_at,group"]
    for place in range(7):
        group, late = ("Nova", place % 2) if place < 6 else ("Orion", 1)
        day = 25 if late else 10
        rows += [f"maker{place},2025-0{m}-01,2025-0{m}-20,2025-0{m}-{day},{group}" for m in range(1, 10)]
    ledger = tmp_path / "plans.csv"
    ledger.write_text("\n".join(rows), encoding="utf-8")
    out = diagnose(ledger, on="2025-12-01")
    assert [unit.label for unit in out.released] == ["Nova"]
    assert out.record is not None
    nova = out.released[0].trust.counts
    assert out.record.n == nova["settled"] == 54
    assert out.record.subjects == 1
    assert round(sum(share * n for _, share, n in out.record.calibration)) <= nova["kept"]

    more = [line.replace("maker6", f"maker{6 + place}") for place in range(1, 5) for line in rows if "maker6" in line]
    ledger.write_text("\n".join(rows + more), encoding="utf-8")
    both = diagnose(ledger, on="2025-12-01")
    assert {unit.label for unit in both.released} == {"Nova", "Orion"}
    assert both.record is not None
    assert both.record.subjects == 2, "what is shown is scored"


def test_a_teams_page_carries_no_record_of_whoever_is_left_out(tmp_path: Path) -> None:
    ledger, policy = tmp_path / "plans.csv", tmp_path / "policy.toml"
    rows = [f"Zoe,2025-0{m}-0{d},2025-0{m}-20,2025-0{m}-25,Gala" for m in range(1, 10) for d in range(1, 4)]
    rows += [f"maker{p},2025-0{m}-01,2025-0{m}-20,2025-0{m}-10,Opera" for p in range(6) for m in range(1, 4)]
    ledger.write_text("\n".join(["subject,made_at,due_at,closed_at,group", *rows]), encoding="utf-8")
    policy.write_text('[subjects]\n"Zoe" = "consent"\n', encoding="utf-8")
    whole = diagnose(ledger, on="2025-12-01", policy=policy)
    assert whole.record is not None
    assert whole.record.n == 27, "hers is the longest"
    theirs = for_team(whole)
    assert [unit.label for unit in theirs.released] == ["Opera"]
    assert theirs.record is not None
    assert theirs.record.n == 18
