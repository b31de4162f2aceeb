"""The organisation that never was: the same for the same seed and day, true to what it says of its leaders."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saidanddone.evidence.commitment import OUTCOMES
from saidanddone.evidence.people import People
from saidanddone.simulation.organisation import LEADERS, MEMBERS, WEEKS, Leader, organisation
from saidanddone.sources import roster
from saidanddone.sources.detect import read_path

ON = date(2026, 9, 30)
KEY = b"k" * 32


def test_the_same_seed_and_day_write_the_same_bytes(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in organisation(seed=4, on=ON).write(tmp_path / "a")]
    assert first == [path.read_bytes() for path in organisation(seed=4, on=ON).write(tmp_path / "b")]
    assert first != [path.read_bytes() for path in organisation(seed=5, on=ON).write(tmp_path / "c")]


def test_its_files_are_read_without_a_problem(tmp_path: Path) -> None:
    made = organisation(seed=4, on=ON)
    ledger, who = made.write(tmp_path)
    listed, problems = roster.read(who, KEY)
    assert problems == []
    assert sorted(listed.names.values()) == sorted([leader.name for leader in LEADERS] + [name for name, *_ in MEMBERS])
    evidence, problems, told = read_path(ledger, People(KEY, listed.aliases))
    assert problems == []
    assert evidence.commitments.num_rows == len(made.ledger) == told[0].rows
    assert set(evidence.commitments.column("subject").to_pylist()) == set(listed.names)


def test_every_way_a_promise_can_end_occurs() -> None:
    rows = organisation(seed=4, on=ON).ledger
    outcomes = Counter(row["outcome"] for row in rows)
    assert {"delivered", "admitted", "overdue"} <= set(outcomes) <= {*OUTCOMES, ""}
    assert any(row["renegotiations"] == "1" for row in rows)
    assert any(not row["due_at"] for row in rows)
    assert any(row["due_at"] > ON.isoformat() for row in rows)
    assert {row["pressure"] for row in rows} == {"yes", "no", ""}


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_nothing_in_it_happened_after_its_day_or_before_it_was_said(seed: int, on: date) -> None:
    for row in organisation(seed=seed, on=on).ledger:
        for name in ("made_at", "closed_at", "moved_at"):
            assert row[name] <= on.isoformat()
        for name in ("due_at", "closed_at", "moved_at", "first_due_at"):
            assert not row[name] or row[name] >= row["made_at"]


OF_LONG_STANDING = [leader for leader in LEADERS if leader.since_weeks == WEEKS]


@pytest.mark.parametrize("leader", OF_LONG_STANDING, ids=lambda leader: leader.handle)
def test_each_leader_keeps_about_the_share_they_are_said_to(leader: Leader) -> None:
    calm: list[bool] = []
    for seed in range(20):
        for row in organisation(seed=seed, on=ON).ledger:
            settled = row["due_at"] and row["first_due_at"] < ON.isoformat() and row["due_at"] < ON.isoformat()
            if row["subject"] == leader.handle and settled and row["pressure"] == "no":
                first_due = row["first_due_at"] or row["due_at"]
                calm.append(row["outcome"] == "delivered" and not row["first_due_at"] and row["closed_at"] <= first_due)
    assert len(calm) > 300
    # Drawn once per promise: four standard errors of a share.
    assert abs(sum(calm) / len(calm) - leader.calm) < 4 * 0.5 / len(calm) ** 0.5 + 0.02


def test_the_files_hold_no_word_of_a_promise(tmp_path: Path) -> None:
    ledger, _ = organisation(seed=4, on=ON).write(tmp_path)
    with ledger.open(encoding="utf-8", newline="") as file:
        assert "what" not in (csv.DictReader(file).fieldnames or [])
