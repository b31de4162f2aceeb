"""Whoever confirms in the demonstration says what is true, and nothing else becomes evidence."""

from __future__ import annotations

from datetime import date

import pyarrow.compute as pc
import pytest

from saidanddone.evidence.bundle import Evidence
from saidanddone.simulation import exports
from saidanddone.simulation.exports import Exports
from saidanddone.store import workspace
from saidanddone.verbs.demo_person import Settled, settle
from saidanddone.verbs.listen import Listened, listen

TEAM = "Cedar"


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Exports, Listened, Settled, Evidence]:
    """One team's meetings, listened to and settled."""
    folder = tmp_path_factory.mktemp("demonstration")
    made = exports.write(folder, seed=4, on=date(2026, 9, 30))
    found = listen(
        made.meetings / TEAM.lower(), roster=made.roster, into=folder / "kept", fresh_key=b"k" * 32
    )  # fmt: skip
    after, told = settle(found, made)
    return made, after, told, workspace.load(folder / "kept")


def test_every_act_that_is_kept_is_one_and_most_are_kept(settled: tuple[Exports, Listened, Settled, Evidence]) -> None:
    made, _, told, evidence = settled
    rows = evidence.acts.to_pylist()
    for row in rows:
        said, place = made.truth[row["source"], row["line"]]
        assert said[place].kind == row["kind"]
    there = sum(bool(one.kind) for meeting in made.talks.meetings if meeting.team == TEAM for one in meeting.said)
    assert told.heard == len(rows)
    assert 0.8 * there < len(rows) <= there
    assert told.turned_down > 0


def test_every_level_that_a_person_gave_is_the_true_one(settled: tuple[Exports, Listened, Settled, Evidence]) -> None:
    made, _, told, evidence = settled
    of = {row["id"]: row for row in evidence.acts.to_pylist()}
    true = 0
    for row in evidence.responses.to_pylist():
        said, place = made.truth[row["source"], row["line"]]
        act = of[row["act_id"]]
        if said[place].to is not None and made.truth[act["source"], act["line"]][1] == said[place].to:
            true += row["level"] == said[place].level
    assert true >= 0.9 * evidence.responses.num_rows
    assert told.answers >= true > 0


def test_what_is_confirmed_is_near_what_was_drawn(settled: tuple[Exports, Listened, Settled, Evidence]) -> None:
    made, _, _, evidence = settled
    levels = evidence.responses.column("level")
    well = pc.mean(pc.greater_equal(levels, 4).cast("float64")).as_py()
    # What was missed is missed by its words, not by how it was met: four standard errors of what was heard.
    assert abs(well - made.talks.met_well(TEAM)) < 4 * 0.5 / len(levels) ** 0.5


def test_promises_stay_proposals_and_nothing_else_is_left_open(
    settled: tuple[Exports, Listened, Settled, Evidence],
) -> None:
    _, after, told, evidence = settled
    assert {one.label for one in after.proposals()} <= {"commitment", "done"}
    assert evidence.commitments.num_rows == 0
    assert after.counted() == []
    assert len(after.replies()) == told.left


def test_settling_again_says_nothing_new(settled: tuple[Exports, Listened, Settled, Evidence]) -> None:
    made, after, told, _ = settled
    again, said = settle(after, made)
    assert (said.heard, said.turned_down, said.answers, said.left) == (0, 0, 0, told.left)
    assert again.to_dict()["acts"] == after.to_dict()["acts"]
