"""What somebody above the leaders can learn, attacked: how five stand together, and no leader from it (PRIVACY 1)."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from privacy.door_cases import FORECAST, diagnosis, finding, group, many

from saidanddone.errors import UsageError
from saidanddone.privacy import rules
from saidanddone.privacy.above import FOR_ABOVE, STEP, quartiles, stand_together
from saidanddone.privacy.door import release
from saidanddone.privacy.permissions import Permissions
from saidanddone.privacy.release import Distribution
from saidanddone.verbs.diagnose import diagnose

SHARES = st.floats(0.01, 0.99)


def leaders(n: int) -> list[str]:
    return [f"p-leader{place:06d}" for place in range(n)]


def asked(n: int) -> Permissions:
    return Permissions(roster=True, leaders=frozenset(leaders(n)), above=True)


def together(means: list[float], occasions: int = 15) -> Distribution | None:
    found = [
        finding(who, "leader", who, trust=replace(FORECAST, mean=mean, occasions=occasions))
        for who, mean in zip(leaders(len(means)), means, strict=True)
    ]
    return stand_together(found, asked(len(means)))[0]


def test_four_leaders_are_too_few_and_five_are_told_together() -> None:
    assert together([0.5] * 4) is None
    told = together([0.2, 0.5, 0.62, 0.9, 0.95])
    assert told is not None
    assert (told.leaders, told.quartiles, told.line, told.step) == (5, (0.5, 0.6, 0.9), 0.8, 0.1)
    assert told.audience == FOR_ABOVE


def test_a_leader_without_a_record_is_not_counted() -> None:
    assert together([0.5] * 9, occasions=4) is None
    found = [finding(who, "leader", who) for who in leaders(5)]
    found[0] = replace(found[0], trust=replace(FORECAST, mean=None, state="none"))
    assert stand_together(found, asked(5))[0] is None


def test_whom_only_a_policy_lists_is_no_leader_among_leaders() -> None:
    found = [finding(who, "leader", who) for who in leaders(5)]
    told, apart = stand_together(found, asked(4))
    assert told is None
    assert [row.reason for row in apart] == [rules.TOO_FEW_LEADERS.format(fewest=5)]


@given(st.lists(SHARES, min_size=5, max_size=12), st.randoms())
def test_who_is_which_makes_no_difference(means: list[float], chance: Random) -> None:
    mixed = list(means)
    chance.shuffle(mixed)
    assert together(mixed) == together(means)


@given(st.lists(SHARES, min_size=5, max_size=12), SHARES, SHARES)
def test_neither_the_least_nor_the_most_moves_what_is_told(means: list[float], lower: float, higher: float) -> None:
    """So that no answer all share can be read from it: one who kept nothing may stand among those who kept all."""
    means = sorted(means)
    other = [min(means[0], lower), *means[1:-1], max(means[-1], higher)]
    assert together(other) == together(means)


@given(st.lists(st.floats(0.86, 0.99), min_size=5, max_size=12), st.integers(0, 11))
def test_where_all_stand_alike_nobodys_own_answer_is_certain(means: list[float], who: int) -> None:
    """What is told of leaders who all keep nearly everything is told as well where any one of them keeps nothing."""
    who %= len(means)
    others = [share for place, share in enumerate(means) if place != who]
    assert quartiles(means) == quartiles([*others, 0.05]) == (0.9, 0.9, 0.9)


@given(st.lists(SHARES, min_size=4, max_size=9), SHARES)
def test_whoever_knows_all_but_one_learns_that_one_to_within_a_step_at_best(known: list[float], secret: float) -> None:
    told = quartiles([*known, secret])
    possible = [share / 500 for share in range(501) if quartiles([*known, share / 500]) == told]
    assert max([*possible, secret]) - min([*possible, secret]) >= 0.95 * STEP


def test_nothing_else_goes_upward() -> None:
    found = [finding(who, "leader", who) for who in leaders(6)]
    led = group("team", "Apollo", frozenset(leaders(1)))
    public = group("project", "Nova", many(7))
    listed = finding("p-listed", "leader", "p-listed")
    permissions = replace(
        asked(6), me="p-listed", consenting={"p-listed": "public"}, public_units=frozenset({"Nova"}),
        names=dict.fromkeys(leaders(6), "Alice"),
    )  # fmt: skip
    out = release(
        diagnosis(*found, listed, finding(led.id, "team", "Apollo"), finding(public.id, "project", "Nova")),
        permissions=permissions,
        units=[led, public],
    )
    assert out.released == ()
    assert out.record is None
    assert out.distribution is not None
    assert out.to_dict()["distribution"] == out.distribution.to_dict()
    everything = json.dumps(out.to_dict()) + repr(out)
    assert not [word for word in ("Alice", "p-leader", "p-listed", "Apollo") if word in everything]
    assert {row.reason for row in out.withheld} == {rules.UPWARD.format(fewest=5)}


# --- A whole run ----------------------------------------------------------------------------------------------------

WEEKS = 14


def organisation(folder: Path, kept: list[float]) -> tuple[Path, Path]:
    """Leaders who keep these shares of their promises, each to a team of their own, and a member of one of them."""
    folder.mkdir()
    rows, people = [], []
    for place, share in enumerate(kept):
        people.append((f"Leader Lowell{place}", f"Team{place}", "leader"))
        rows += [promise(f"Leader Lowell{place}", f"Team{place}", week, share) for week in range(WEEKS)]
    people.append(("Member Mirren", "Team0", "member"))
    rows += [promise("Member Mirren", "Team0", week, 0.2) for week in range(WEEKS)]
    ledger, roster = folder / "plans.csv", folder / "people.csv"
    for path, header, body in (
        (ledger, ("subject", "made_at", "due_at", "closed_at", "group"), rows),
        (roster, ("name", "team", "role"), people),
    ):
        with path.open("w", newline="", encoding="utf-8") as opened:
            csv.writer(opened).writerows([header, *body])
    return ledger, roster


def promise(who: str, team: str, week: int, share: float) -> tuple[str, ...]:
    made = date(2025, 1, 6) + timedelta(days=7 * week)
    due = made + timedelta(days=5)
    late = week >= share * WEEKS
    days = (made, due, due + timedelta(days=3 if late else -1))
    return (who, *(day.isoformat() for day in days), team)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("above")


def test_a_run_for_somebody_above_tells_the_same_whoever_kept_what(places: Path) -> None:
    kept = [0.2, 0.5, 0.7, 0.8, 0.9, 1.0]
    told = []
    for name, shares in (("one", kept), ("other", kept[::-1])):
        ledger, roster = organisation(places / name, shares)
        out = diagnose(ledger, roster=roster, above=True, on="2025-06-01")
        assert out.distribution is not None
        assert out.distribution.leaders == 6
        assert out.released == ()
        everything = json.dumps(out.to_dict()) + repr(out)
        assert not [word for word in ("Lowell", "Mirren", "p-") if word in everything]
        told.append({key: value for key, value in out.to_dict().items() if key != "seed"})
    assert told[0] == told[1]


def test_a_run_with_too_few_leaders_tells_nothing_and_why(places: Path) -> None:
    ledger, roster = organisation(places / "four", [0.2, 0.5, 0.7, 0.8])
    out = diagnose(ledger, roster=roster, above=True, on="2025-06-01")
    assert out.distribution is None
    assert ("distribution", rules.TOO_FEW_LEADERS.format(fewest=5), 1) in [
        (row.kind, row.reason, row.count) for row in out.withheld
    ]


@pytest.mark.parametrize("more", [{"leader": "Leader Lowell1"}, {"me": "Member Mirren"}, {"team": "Team1"}])
def test_what_stands_together_is_asked_about_nobody_and_no_part(places: Path, more: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="nobody by name") as told:
        diagnose(places / "any.csv", above=True, **more)  # type: ignore[arg-type]
    assert "Lowell" not in str(told.value)


def test_without_a_roster_nobody_can_tell_who_leads(places: Path) -> None:
    ledger, _ = organisation(places / "rosterless", [0.5])
    with pytest.raises(UsageError, match="--above needs a roster"):
        diagnose(ledger, above=True)
