"""Trust as others have it: remembered, seen by whoever came lately, rated; and situation by situation."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.units import DAY, ON, SEEN, SITUATIONS, STEADY, diagnosis, finding, forecast, mark, rating

from saidanddone.diagnosis.finding import Mark
from saidanddone.forecast.trust.result import Consistency, Pressure, Rated, Seen, TrustForecast
from saidanddone.report.facts import facts
from saidanddone.report.rated import on_scale, rated
from saidanddone.report.situations import situations
from saidanddone.report.voice import THIRD, Voice


def told(
    trust: TrustForecast, rows: tuple[Mark, ...] | None = None, kind: str = "leader", voice: Voice = THIRD
) -> dict[str, str]:
    unit = diagnosis(finding(trust=trust, rows=rows, kind=kind)).released[0]
    return {fact.name: fact.said for fact in facts(unit, ON, voice=voice)}


SEEN_LATELY = "As seen by whoever came lately"


def seen(*observers: Seen, **changes: Any) -> str:
    return told(forecast(seen=observers, **changes)).get(SEEN_LATELY, "")


def test_a_newcomer_is_told_what_they_could_have_seen_beside_what_was_earned() -> None:
    """MISSION T15."""
    assert seen(SEEN[1]) == (
        "Whoever joined three months ago has seen eight of the 36 promises that came due; from that alone they would "
        "expect 66% (48% to 81%), probably below 80%; Ana Example has earned 86%."
    )
    own = told(forecast(seen=SEEN[1:2]), voice=Voice("leader", "p-Ana Example"))
    assert own[SEEN_LATELY].endswith("you have earned 86%.")


def test_a_stranger_can_only_expect_what_is_usual() -> None:
    """MISSION T15: strangers get the base rate."""
    assert "has seen none of the 36 promises that came due: a stranger here" in seen(SEEN[0])
    assert "what is usual, about 70% (35% to 92%)" in seen(SEEN[0])


def test_too_little_seen_is_refused_in_words() -> None:
    """MISSION T2."""
    said = seen(replace(SEEN[1], settled=2))
    assert "too early for them to say: anything from 48% to 81%" in said
    assert "would expect" not in said


def test_too_early_a_record_is_not_called_earned() -> None:
    assert "earned" not in seen(SEEN[1], low=0.3, high=0.95)
    assert "earned" not in seen(SEEN[1], occasions=3)


def test_who_saw_all_of_it_is_told_so_and_nobody_when_nobody_watched() -> None:
    everything = Seen(90, 36, 30, 36, 0.8, 0.7, 0.9, 0.5)
    assert seen(everything).startswith("Whoever joined three months ago has seen all of the 36 promises")
    assert seen() == ""
    assert seen(Seen(90, 0, 0, 0, 0.7, 0.3, 0.9, 0.3)) == ""


@given(st.lists(st.builds(
    Seen, st.integers(-3, 900), st.integers(0, 40), st.just(0), st.integers(0, 40), st.floats(0, 1), st.floats(0, 1),
    st.floats(0, 1), st.floats(0, 1),
), max_size=4))  # fmt: skip
def test_any_observers_can_be_told(observers: list[Seen]) -> None:
    said = seen(*observers)
    assert said == "" or (said[0].isupper() and said.endswith("."))


def test_ratings_are_told_on_their_own_scale_against_their_own_line() -> None:
    """MISSION T4: 4.7 of 5, and 9.1 of 10, compared raw."""
    assert rated(rating()).startswith(
        "4.3 of 5 from twelve ratings by nine people (4.0 to 4.6), four of them in the last 90 days; "
        "the line is 4.7: almost certainly below."
    )
    ten = rating(scale_low=0, scale_high=10, mean=9.32, low=9.1, high=9.5, line=9.1, p_above=0.95, raters=None)
    assert rated(ten).startswith("9.3 of 10 from twelve ratings (9.1 to 9.5)")
    assert "the line is 9.1: almost certainly at or above it." in rated(ten)


def test_few_ratings_come_volume_first_and_fewer_than_five_raters_not_at_all() -> None:
    """MISSION T2; PRIVACY: five at least."""
    assert rated(rating(ratings=6, raters=6)).startswith("Six ratings, a start: 4.3 of 5 (4.0 to 4.6)")
    for one in (rating(ratings=9, raters=4), rating(ratings=4, raters=None)):
        assert rated(one).startswith("Fewer than five people have rated this, too few to say what they said.")
        assert "4.3" not in rated(one)


def test_ratings_all_over_the_scale_are_refused_in_words() -> None:
    said = rated(rating(low=2.1, high=4.6))
    assert said.startswith("Twelve ratings by nine people: too early to say, anything from 2.1 to 4.6")
    assert "4.3" not in said


def test_ratings_that_wait_for_others_are_told() -> None:
    assert "One newer one waits for others." in rated(rating(waiting=1))
    assert "Two newer ones wait for others." in rated(rating(waiting=2))


def test_a_scale_that_begins_elsewhere_is_named_whole_and_a_long_one_has_no_decimals() -> None:
    odd = rating(scale_low=-2, scale_high=2, mean=1.04, low=0.6, high=1.4, line=1.7)
    assert rated(odd).startswith("1.0 on a scale from -2 to 2 from")
    assert on_scale(87.5, rating(scale_low=0, scale_high=100)) == "88"


@given(
    st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.integers(0, 2000), st.one_of(st.none(), st.integers(0, 99))
)
def test_any_ratings_can_be_told(one: float, two: float, three: float, n: int, raters: int | None) -> None:
    low, mean, high = sorted((1 + 4 * one, 1 + 4 * two, 1 + 4 * three))
    said = rated(rating(low=low, mean=mean, high=high, ratings=n, raters=raters, p_above=one))
    assert said.endswith(".")
    assert "nan" not in said


def test_ratings_stand_among_the_facts_with_their_own_rows() -> None:
    unit = diagnosis(finding()).released[0]
    fact = next(fact for fact in facts(unit, ON) if fact.name == "As others rate it")
    assert len(fact.ratings) == 12
    assert fact.rows == ()


def steady(**changes: Any) -> str:
    return situations(forecast(consistency=replace(STEADY, **changes)))


def test_situations_stand_side_by_side_only_where_they_differ_by_more_than_chance() -> None:
    """MISSION T6: the same reaction to the same situation."""
    said = steady()
    assert said == (
        "Kept: 62% said in passing (50% to 74%) and 91% in a form that binds (84% to 96%); more than chance, it "
        "depends on how it was said. Much the same whether due within a week or due later."
    )
    assert "84%" not in said.split("Much the same")[1]
    assert steady(differs=()).count("Much the same") == 1
    assert "depends" not in steady(differs=())


def test_too_little_in_one_situation_is_refused_in_words() -> None:
    few = (SITUATIONS[0], replace(SITUATIONS[1], occasions=2.0))
    assert steady(situations=few) == (
        "Too early to compare said in passing (twelve occasions) and in a form that binds (two occasions)."
    )
    assert steady(situations=()) == ""


def test_notice_is_labelled_where_the_source_does_not_tell_of_moved_dates() -> None:
    """MISSION T6; MODEL 1: lead times from a source without a change history are flagged."""
    assert "does not say when due dates were moved" in steady(notice_known=False)
    assert "moved" not in steady()
    assert "moved" not in steady(notice_known=False, situations=SITUATIONS[:2])


def test_much_the_same_in_calm_and_under_pressure_is_said_only_where_it_is_sure() -> None:
    """MISSION T10."""
    close = Pressure(0.86, 0.85, -0.01, -0.08, 0.07, 40.0, 30.0)
    assert told(forecast(pressure=close))["Under pressure"].endswith("much the same in calm and under pressure.")
    few = Pressure(0.86, 0.30, -0.56, -0.9, -0.1, 40.0, 2.0)
    assert told(forecast(pressure=few))["Under pressure"].endswith("too few on one side to call a difference.")


def misses(*ages: int) -> tuple[Mark, ...]:
    return tuple(mark(i, age=age, y=0, status="dropped") for i, age in enumerate(ages))


REMEMBERED = "As it is remembered"


def test_the_months_a_memory_goes_back_to_are_named_with_their_rows() -> None:
    """MISSION T8: reliable for eight months, still remembered for March."""
    rows = (*misses(253, 250, 247), *(mark(10 + i, age=240 - 10 * i) for i in range(20)))
    unit = diagnosis(finding(trust=forecast(mean=0.88, perceived=0.70), rows=rows)).released[0]
    fact = next(fact for fact in facts(unit, ON) if fact.name == REMEMBERED)
    assert fact.said.startswith("Kept for eight months, and still remembered for March: earned 88%")
    assert {row.due_us for row in fact.rows} == {ON - age * DAY for age in (253, 250, 247)}


def test_misses_all_over_the_year_are_put_down_to_no_month() -> None:
    said = told(forecast(mean=0.88, perceived=0.70), misses(*range(20, 340, 20)))[REMEMBERED]
    assert "goes back to" not in said
    assert said.startswith("Earned 88%")


def test_a_miss_of_yesterday_ends_the_streak() -> None:
    rows = (*misses(253, 250, 247, 1), *(mark(10 + i, age=240 - 10 * i) for i in range(20)))
    said = told(forecast(mean=0.88, perceived=0.70), rows)[REMEMBERED]
    assert "Kept for" not in said


def test_what_went_quiet_is_told_with_its_month_where_all_of_it_lies_in_one_or_two() -> None:
    """MISSION T11: three promises went quiet in March."""
    counts = {"made": 10, "settled": 8, "kept": 4, "dropped": 3}
    said = told(forecast(counts=counts), misses(253, 250, 247))
    assert "three went quiet in March (overdue, and no word of them found)" in said["Moved, admitted, dropped"]
    apart = told(forecast(counts=counts), misses(253, 150, 47))
    assert "three went quiet (overdue" in apart["Moved, admitted, dropped"]


@pytest.mark.parametrize("known", [(10, "The date"), (4, "For four the date")])
def test_without_a_change_history_the_date_first_promised_is_labelled_as_todays(known: tuple[int, str]) -> None:
    unknown, begins = known
    counts = {"made": 10, "settled": 8, "kept": 4, "history_unknown": unknown}
    assert (
        f"{begins} first promised is the one the source shows today."
        in told(forecast(counts=counts))["Three ways to count"]
    )
    assert "shows today" not in told(forecast())["Three ways to count"]


def test_a_forecast_without_any_of_it_tells_none_of_it() -> None:
    bare = told(forecast(seen=(), rated=(), consistency=Consistency(None, None, None, None, None)))
    assert not {SEEN_LATELY, "As others rate it", "From one situation to the next"} & set(bare)


def test_the_json_tells_it_in_plain_lists_and_objects() -> None:
    trust = diagnosis(finding()).to_dict()["released"][0]["trust"]
    assert json.loads(json.dumps(trust)) == trust, "nothing in it is a tuple"
    assert trust["seen"][1]["settled"] == 8
    assert trust["rated"][0]["evidence"][0] == "ratings.csv:2"
    assert trust["consistency"]["situations"][0]["name"] == "said in passing"
    assert trust["consistency"]["differs"] == ["form"]


def test_a_rating_is_of_the_type_the_forecast_gives() -> None:
    assert isinstance(forecast().rated[0], Rated)
