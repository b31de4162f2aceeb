"""The last time, and how rare so long a silence is (MISSION S5)."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.diagnosis import met as met_rows
from saidanddone.diagnosis.exposure import Stretch
from saidanddone.diagnosis.last_time import RARE, clocks, exposure_since, surprise
from saidanddone.diagnosis.speaking import CLOCKS, Clock
from saidanddone.evidence import people
from saidanddone.evidence.act import STAGE_OF
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.people import Person

ON_US = 400 * DAY_US
AMOUNTS = st.floats(0.0, 1e5)


def act(day: float, kind: str, **more: Any) -> dict[str, Any]:
    at_us = int(day * DAY_US)
    return {
        "id": f"{kind}{at_us}", "team": "Apollo", "person": "p-a", "kind": kind, "stage": STAGE_OF[kind],
        "at_us": at_us, "reporter": "observed", "state": "unsettled", "followed": "unknown", "cluster": f"{at_us}",
        "channel": "table", "source": "acts.csv", "line": round(day) + 2, **more,
    }  # fmt: skip


def told(rows: list[dict[str, Any]], stretches: list[Stretch] | None = None, **more: Any) -> dict[str, Clock]:
    table = pa.Table.from_pylist(rows, met_rows.SCHEMA)
    found = clocks(table, stretches or [], ON_US, **more)
    assert tuple(clock.kind for clock in found) == CLOCKS
    return {clock.kind: clock for clock in found}


def weekly(hours: float, start: int = 0, end: int = 400) -> list[Stretch]:
    return [
        Stretch("Apollo", "meeting", day * DAY_US, day * DAY_US + DAY_US // 24, hours) for day in range(start, end, 7)
    ]


@given(st.sampled_from(CLOCKS), AMOUNTS, AMOUNTS, AMOUNTS)
def test_more_exposure_never_makes_a_silence_more_probable(kind: str, met: float, more: float, written: float) -> None:
    less = surprise(kind, {"meeting": met, "writing": written})
    assert surprise(kind, {"meeting": met + more, "writing": written}) <= less + 1e-12
    assert 0.0 <= less <= 1.0


@given(st.sampled_from(CLOCKS), st.floats(0.1, 1e3), st.floats(0.2, 0.7), st.floats(0.01, 0.2))
def test_silence_is_the_more_surprising_the_safer_a_team_at_the_line_would_be(
    kind: str, hours: float, line: float, higher: float
) -> None:
    assert surprise(kind, {"meeting": hours}, line=line + higher) <= surprise(kind, {"meeting": hours}, line=line)


@pytest.mark.parametrize("kind", CLOCKS)
def test_without_exposure_no_silence_surprises_and_after_a_lifetime_every_one_does(kind: str) -> None:
    assert surprise(kind, {}) == pytest.approx(1.0)
    assert surprise(kind, {"meeting": 1e7}) < 0.001


@given(st.floats(0.0, 399.0), st.floats(0.0, 399.0))
def test_one_more_act_never_makes_a_silence_longer_or_rarer(first: float, second: float) -> None:
    one = told([act(first, "problem")], weekly(6.0))["problem_early"]
    two = told([act(first, "problem"), act(second, "problem")], weekly(6.0))["problem_early"]
    assert one.days is not None
    assert two.days is not None
    assert two.days <= one.days
    assert (two.surprise or 0.0) >= (one.surprise or 0.0) - 1e-12
    assert two.seen == 2


def test_a_year_without_a_challenge_in_weekly_meetings_is_rare_and_a_week_is_not() -> None:
    year = told([act(10, "challenge", public=True)], weekly(6.0))["challenge_public"]
    assert year.surprise is not None
    assert (year.state, year.unit) == ("rare", "person-hours")
    assert year.surprise < RARE
    assert year.exposure == pytest.approx(6.0 * 56)
    week = told([act(393, "challenge", public=True)], weekly(6.0))["challenge_public"]
    assert week.state == "ordinary"
    assert week.evidence == "acts.csv:395"


def test_without_exposure_nobody_has_looked_and_no_silence_is_claimed() -> None:
    for clock in told([act(10, "problem")]).values():
        assert (clock.state, clock.exposure, clock.surprise) == ("unobserved", None, None)
    assert told([act(10, "problem")])["problem_early"].days == 390.0


def test_exposure_that_ended_before_the_last_act_says_nothing_of_the_time_since() -> None:
    early = weekly(6.0, 0, 100)
    assert told([act(120, "problem")], early)["problem_early"].state == "unobserved"


def test_no_meeting_since_an_act_of_last_week_is_a_pause() -> None:
    clock = told([act(399.5, "problem")], weekly(6.0))["problem_early"]
    assert (clock.state, clock.exposure, clock.unit, clock.surprise) == ("ordinary", 0.0, "person-hours", 1.0)


def test_sources_that_never_tell_of_mistakes_make_no_silence_about_them() -> None:
    heard = [act(day, "question", channel="meeting") for day in range(0, 390, 7)]
    assert {clock.state for clock in told(heard, weekly(6.0)).values()} == {"unobserved"}
    elsewhere = told(heard, weekly(6.0), told={"question", "mistake"})
    assert (elsewhere["mistake_uncaught"].state, elsewhere["mistake_uncaught"].days) == ("rare", None)
    assert elsewhere["problem_early"].state == "unobserved"


def test_a_problem_counts_unless_it_is_known_to_be_old() -> None:
    day = DAY_US
    rows = [act(50, "problem", began_us=43 * day), act(60, "problem"), act(90, "problem", began_us=82 * day)]
    clock = told(rows)["problem_early"]
    assert (clock.seen, clock.assumed, clock.last_us) == (2, 1, 60 * day)


def test_a_mistake_counts_unless_it_had_been_found_and_a_challenge_unless_nobody_was_there() -> None:
    rows = [act(10 + i, "mistake", uncaught=flag) for i, flag in enumerate((True, None, False))]
    rows += [act(20 + i, "challenge", public=flag) for i, flag in enumerate((True, None, False))]
    clocks_told = told([*rows, act(23, "protection", public=True)])
    assert (clocks_told["mistake_uncaught"].seen, clocks_told["mistake_uncaught"].assumed) == (2, 1)
    assert (clocks_told["challenge_public"].seen, clocks_told["challenge_public"].assumed) == (3, 1)
    assert clocks_told["challenge_public"].last_us == 23 * DAY_US


def test_what_comes_after_the_day_asked_about_does_not_count() -> None:
    assert told([act(401, "problem")])["problem_early"].seen == 0


def test_with_a_roster_a_leaders_own_act_stops_no_clock() -> None:
    roster = people.table([Person("p-lead", "Apollo", "leader", from_us=100 * DAY_US), Person("p-a", "Apollo")])
    rows = [act(50, "problem", person="p-lead"), act(60, "problem"), act(150, "problem", person="p-lead")]
    assert told(rows)["problem_early"].last_us == 150 * DAY_US
    assert told(rows, people=roster)["problem_early"].last_us == 60 * DAY_US
    assert told([], people=roster)["problem_early"].seen == 0


def test_a_stretch_counts_by_the_part_of_it_that_lies_since() -> None:
    stretches = [Stretch("Apollo", "writing", 0, 100 * DAY_US, 20.0), Stretch("Apollo", "meeting", DAY_US, DAY_US, 2.0)]
    assert exposure_since(stretches, 75 * DAY_US, ON_US) == {"writing": pytest.approx(5.0)}
    assert exposure_since(stretches, None, 50 * DAY_US) == {"writing": pytest.approx(10.0), "meeting": 2.0}


def test_of_two_channels_the_one_in_which_more_would_have_been_said_is_shown() -> None:
    both = [*weekly(0.1), Stretch("Apollo", "writing", 0, ON_US, 300.0)]
    clock = told([act(1, "problem")], both)["problem_early"]
    assert clock.unit == "person-weeks"
    assert clock.surprise is not None
    assert clock.surprise < surprise("problem_early", {"writing": clock.exposure or 0.0})
