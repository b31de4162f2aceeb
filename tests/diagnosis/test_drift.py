"""Slow punishment: less included after speaking up (MISSION S4)."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from check_drift import MONDAY_US, WEEK_US, World, found, lived, row

from saidanddone.diagnosis import met as met_rows
from saidanddone.diagnosis.drift import FEWEST_ACTS, drift
from saidanddone.diagnosis.roles import unified
from saidanddone.diagnosis.speaking import Drift
from saidanddone.evidence import inclusion, people
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.people import Person

Lived = tuple[pa.Table, pa.Table, int]


@pytest.fixture(scope="module")
def punished() -> Lived:
    return lived(World(teams=3, people=8, fall=1.2), np.random.default_rng(3))


@pytest.fixture(scope="module")
def told(punished: Lived) -> Drift:
    return drift(*punished, seed=1)


def test_those_who_were_included_less_after_speaking_are_seen(told: Drift) -> None:
    assert told.state == "less"
    assert told.change is not None
    assert told.low is not None
    assert told.high is not None
    assert told.low < told.change < told.high < 0.0
    assert told.p is not None
    assert told.p < 0.05


def test_the_same_seed_gives_the_same_answer_and_another_nearly(punished: Lived, told: Drift) -> None:
    assert drift(*punished, seed=1) == told
    other = drift(*punished, seed=2)
    assert (other.state, other.change) == (told.state, told.change)


def test_no_person_appears_in_the_result(told: Drift) -> None:
    assert {field.name for field in fields(told)} == {
        "state", "acts", "speakers", "responders", "change", "low", "high", "p",
    }  # fmt: skip
    assert not any(isinstance(getattr(told, name), str) for name in ("acts", "speakers", "responders", "change"))


def test_the_order_of_rows_and_what_people_are_called_do_not_matter(punished: Lived, told: Drift) -> None:
    acts, weeks, on_us = punished
    rng = np.random.default_rng(5)
    shuffled = [table.take(pa.array(rng.permutation(table.num_rows))) for table in (acts, weeks)]
    assert drift(*shuffled, on_us, seed=1) == told


def test_more_or_fewer_on_another_scale_is_the_same(punished: Lived, told: Drift) -> None:
    acts, weeks, on_us = punished
    column = weeks.schema.get_field_index("replies")
    tenfold = weeks.set_column(column, "replies", pc.multiply(weeks.column("replies"), 10.0))
    scaled = drift(acts, tenfold, on_us, seed=1)
    assert scaled.change == pytest.approx(told.change)
    assert scaled.state == told.state


def test_what_falls_for_the_whole_team_is_no_drift(punished: Lived, told: Drift) -> None:
    acts, weeks, on_us = lived(World(teams=3, people=8), np.random.default_rng(3))
    table = weeks.to_pylist()
    middle = MONDAY_US + 30 * WEEK_US
    for one in table:
        for name in ("invitations", "replies", "mentions"):
            one[name] = one[name] + (20.0 if one["week_us"] < middle else 0.0)
    assert drift(acts, pa.Table.from_pylist(table, inclusion.SCHEMA), on_us, seed=1).state == "no_sign"


def test_steadily_included_more_afterwards_is_told_too() -> None:
    assert drift(*lived(World(teams=3, people=8, fall=-1.2), np.random.default_rng(3)), seed=1).state == "more"


def test_below_the_minimum_nothing_is_said(punished: Lived) -> None:
    acts, weeks, on_us = punished
    few = drift(acts.slice(0, FEWEST_ACTS - 1), weeks, on_us, seed=1)
    assert (few.state, few.change, few.low, few.high, few.p) == ("none", None, None, None, None)
    speakers = pc.unique(acts.column("person"))[:4]
    assert drift(acts.filter(pc.is_in(acts.column("person"), speakers)), weeks, on_us, seed=1).state == "none"
    column = acts.schema.get_field_index("responder")
    one_responder = acts.set_column(column, "responder", pa.array(["p-x"] * acts.num_rows))
    assert drift(one_responder, weeks, on_us, seed=1).state == "none"
    assert drift(acts, weeks.slice(0, 0), on_us, seed=1) == Drift("none", 0, 0, 0)
    assert drift(acts.slice(0, 0), weeks, on_us, seed=1) == Drift("none", 0, 0, 0)


def test_questions_are_not_what_people_are_punished_for(punished: Lived) -> None:
    acts, weeks, on_us = punished
    column = acts.schema.get_field_index("stage")
    asked = acts.set_column(column, acts.schema.field(column), pa.array(["learner"] * acts.num_rows))
    assert drift(asked, weeks, on_us, seed=1).state == "none"


def test_weeks_that_are_not_over_do_not_count(punished: Lived) -> None:
    acts, weeks, _ = punished
    middle = MONDAY_US + 30 * WEEK_US + 3 * DAY_US
    earlier = weeks.filter(pc.less_equal(weeks.column("week_us"), MONDAY_US + 29 * WEEK_US))
    assert drift(acts, weeks, middle, seed=1) == drift(acts, earlier, middle, seed=1)


def test_a_colleague_who_also_spoke_is_no_one_to_compare_with() -> None:
    _, weeks, on_us = lived(World(people=6), np.random.default_rng(8))
    acts = [
        row(f"p0-{person}", "team 0", MONDAY_US + week * WEEK_US, f"p0-{(person + week) % 6}")
        for week in range(12, 48, 8)
        for person in range(6)
    ]
    assert drift(pa.Table.from_pylist(acts, met_rows.SCHEMA), weeks, on_us, seed=1).state == "none"


def test_a_team_that_no_source_names_is_the_one_team_there_is(told: Drift) -> None:
    acts, weeks, on_us = lived(World(people=12, fall=1.5), np.random.default_rng(2))
    column = weeks.schema.get_field_index("team")
    nameless = weeks.set_column(column, weeks.schema.field(column), pa.nulls(weeks.num_rows, pa.string()))
    assert drift(acts, nameless, on_us, seed=1) == drift(acts, weeks, on_us, seed=1)


def test_leaders_are_neither_speakers_nor_colleagues_to_compare_with(punished: Lived, told: Drift) -> None:
    acts, weeks, on_us = punished
    lead = people.table([Person(f"p{team}-0", f"team {team}", "leader") for team in range(3)])
    members = [table.filter(pc.invert(pc.match_substring(table.column("person"), "-0"))) for table in (acts, weeks)]
    found_without = drift(acts, weeks, on_us, seed=1, people=lead)
    assert found_without == drift(*members, on_us, seed=1)
    assert found_without != told
    assert drift(acts.slice(0, 0), weeks, on_us, seed=1, people=lead).state == "none"


def test_weeks_missing_here_and_there_change_little(punished: Lived, told: Drift) -> None:
    acts, weeks, on_us = punished
    kept = np.random.default_rng(6).random(weeks.num_rows) > 0.1
    thinned = drift(acts, weeks.filter(pa.array(kept)), on_us, seed=1)
    assert thinned.state == "less"
    assert thinned.change == pytest.approx(told.change, abs=0.3)


@pytest.mark.parametrize("driver", ["same", "before"])
def test_speaking_when_listened_to_is_not_taken_for_punishment(driver: str) -> None:
    usual = World(driver=driver, pull=1.2, teams=2, people=8)
    said = [one for one in found(usual, 60, seed=9) if one.state != "none"]
    assert len(said) > 50
    assert sum(one.state != "no_sign" for one in said) <= 8  # P(more than 8 of 60 at .05) is .003
    half = [one.change for one in found(replace(usual, fall=1.0), 20, seed=9) if one.change is not None]
    assert np.mean(half) < -0.5


def test_two_names_of_one_person_on_the_roster_are_one_whether_weeks_or_counts_are_parted(
    punished: Lived, told: Drift
) -> None:
    """One source calls somebody by another name than the next: joined by the roster, nothing is lost or doubled."""
    acts, weeks, on_us = punished
    invited = weeks.set_column(4, weeks.schema.field("replies"), pa.nulls(weeks.num_rows, pa.float64()))
    invited = invited.set_column(5, weeks.schema.field("mentions"), pa.nulls(weeks.num_rows, pa.float64()))
    others = weeks.set_column(3, weeks.schema.field("invitations"), pa.nulls(weeks.num_rows, pa.float64()))
    column = others.schema.get_field_index("person")
    known_as = pc.binary_join_element_wise("known as", others.column("person"), " ")
    others = others.set_column(column, weeks.schema.field("person"), known_as)
    aliases = {f"known as {person}": person for person in pc.unique(weeks.column("person")).to_pylist()}
    both = unified(Evidence(inclusion=pa.concat_tables([invited, others])), aliases).inclusion
    assert drift(acts, both, on_us, seed=1) == told
    assert drift(acts, pa.concat_tables([invited, others]), on_us, seed=1) != told
