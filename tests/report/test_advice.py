"""One thing to do tomorrow, chosen by the finding; never a quality tool for a quantity problem (B1, B3)."""

from __future__ import annotations

from typing import Any, cast

import pytest
from report.said import UNSAFE, both
from report.said import rewarded as safety
from report.units import ON, diagnosis, finding, forecast, mark, stranger

from saidanddone.diagnosis.finding import Mark
from saidanddone.forecast.trust.result import Audit, Settle, TrustForecast
from saidanddone.report.advice import KINDS, Advice, advise, hold_back, rather_not, tomorrow

QUIET = {"made": 30, "settled": 30, "kept": 26}
DONE_LATE = {"done_at_all": Audit(0.95, 0.9, 0.98, 0.99, 29, 30)}
NOT_DONE = {"done_at_all": Audit(0.6, 0.5, 0.7, 0.02, 18, 30)}
SHORT = {"mean": 0.6, "low": 0.5, "high": 0.7, "p_above": 0.02, "state": "broken"}
CALM = forecast().pressure


def advice(trust: TrustForecast, rows: tuple[Mark, ...] = ()) -> Advice:
    return advise(diagnosis(finding(trust=trust, rows=rows)).released[0], ON)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"counts": QUIET | {"undated": 9}, "undated_share": 0.3}, "date_undated"),
        ({"counts": QUIET | {"late": 9}, "audits": DONE_LATE} | SHORT, "move_in_time"),
        ({"counts": QUIET, "audits": NOT_DONE} | SHORT, "promise_less"),
        ({"counts": QUIET}, "before_pressure"),
        ({"counts": {"made": 2, "settled": 2, "kept": 2}, "occasions": 2}, "small_and_often"),
        ({"counts": QUIET, "low": 0.3, "high": 0.95}, "small_and_often"),
    ],
)
def test_the_finding_chooses_the_advice(changes: dict[str, Any], kind: str) -> None:
    assert advice(forecast(**changes)).kind == kind


def test_nothing_to_go_on_calls_for_a_first_promise_with_a_date() -> None:
    assert advice(stranger()).kind == "begin"


def test_a_good_record_on_ones_own_word_calls_for_the_receivers() -> None:
    steady = forecast(pressure=stranger().pressure, counts=QUIET | {"by_maker": 30})
    assert advice(steady).kind == "ask_receivers"
    heard = forecast(pressure=stranger().pressure, counts=QUIET | {"by_maker": 20, "by_receiver": 10})
    assert advice(heard).kind == "keep_going"


LATELY = tuple(mark(i, age=3 + i, status="overdue", y=0) for i in range(3))
GONE = tuple(mark(i, age=60 + i, status="dropped", y=0) for i in range(3))


def test_what_went_quiet_within_the_year_comes_before_everything_else() -> None:
    counts = QUIET | {"dropped": 3, "undated": 9, "overdue": 2}
    one = advice(forecast(counts=counts, undated_share=0.3), GONE)
    assert one.kind == "name_dropped"
    assert "three promises passed the date within the last year" in one.do
    many = advice(forecast(counts=counts), tuple(mark(i, age=60 + i, status="dropped", y=0) for i in range(40)))
    assert "the newest three first: 40 promises" in many.do


def test_what_went_quiet_long_ago_no_longer_leads() -> None:
    counts = QUIET | {"dropped": 1, "by_receiver": 30}
    steady = forecast(counts=counts, pressure=stranger().pressure)
    assert advice(steady, (mark(1, age=366, status="dropped", y=0),)).kind == "keep_going"
    assert advice(steady, (mark(1, age=364, status="dropped", y=0),)).kind == "name_dropped"


def test_a_pace_that_cannot_settle_it_calls_for_smaller_promises_more_often() -> None:
    trust = forecast(
        counts=QUIET, p_above=0.6, state="uncertain", settle=Settle("cannot_at_this_pace", None, 40.0, 6.0)
    )
    assert advice(trust).kind == "small_and_often"


def test_every_advice_has_words_to_say_and_why_this_and_not_the_other_lever() -> None:
    """MISSION B3: all of these are tools for quantity; none belongs to the safety half."""
    quality_tools = ("thank", "listen", "validate", "encourage", "psychological")
    shown = set()
    for changes in (
        {"counts": QUIET | {"dropped": 3}},
        {"counts": QUIET | {"undated": 1}, "undated_share": 0.3},
        {"counts": QUIET | {"overdue": 3}},
        {"counts": QUIET, "audits": DONE_LATE} | SHORT,
        {"counts": QUIET, "audits": NOT_DONE} | SHORT,
        {"counts": QUIET},
        {"counts": QUIET, "occasions": 2},
        {"counts": QUIET, "mean": None},
        {"counts": QUIET | {"by_maker": 30}, "pressure": stranger().pressure},
        {"counts": QUIET | {"by_receiver": 30}, "pressure": stranger().pressure},
    ):
        counts = cast("dict[str, int]", changes["counts"])
        one = advice(forecast(**changes), GONE if "dropped" in counts else LATELY if "overdue" in counts else ())
        shown.add(one.kind)
        assert one.do
        assert one.say
        assert "the other half" in one.why
        assert not [tool for tool in quality_tools if tool in (one.do + one.say).lower()]
    assert shown == set(KINDS)


def test_among_many_the_most_urgent_leads_and_says_how_many_it_would_help() -> None:
    quiet = forecast(counts=QUIET | {"dropped": 3})
    worst = forecast(counts=QUIET | {"dropped": 3}, cautious=0.2)
    whole = diagnosis(
        finding("A", "project", quiet, GONE), finding("B", "project", worst, GONE), finding("C", "project", rows=())
    )
    chosen = tomorrow(whole)
    assert (chosen.kind, chosen.unit, chosen.also) == ("name_dropped", "B", 1)


def test_ones_own_page_gives_advice_about_oneself() -> None:
    assert tomorrow(diagnosis(finding("Ana Example"), finding("Blue", "team"), me="Ana Example")).unit == "you"


def test_with_nothing_released_there_is_still_something_to_do() -> None:
    assert "saidanddone start" in tomorrow(diagnosis()).do


def overdue(n: int, *, age: int, **changes: Any) -> Advice:
    rows = tuple(mark(i, age=age + i, status="overdue", y=0) for i in range(n))
    return advice(forecast(**({"counts": QUIET | {"overdue": n, "by_receiver": 9}} | changes)), rows)


def test_a_word_is_called_for_where_a_few_fell_due_within_the_year() -> None:
    assert overdue(1, age=3).do.startswith("Say a word today about the one overdue promise: a new date")
    assert "about the seven overdue promises, the newest three first" in overdue(7, age=3).do
    assert "about the three overdue promises of the last year: a" in overdue(5, age=363).do


def test_hundreds_missed_years_ago_call_for_dates_that_hold_and_not_for_a_word_about_each() -> None:
    """Sources that state outcomes leave their misses overdue for good: no line said today mends them."""
    steady = {"pressure": stranger().pressure}
    assert overdue(418, age=2000, **steady).kind == "keep_going"
    assert overdue(418, age=2000, p_above=0.5, state="uncertain", **steady, audits=NOT_DONE).kind == "promise_less"
    recent = overdue(40, age=3, audits=NOT_DONE)
    assert recent.kind == "move_in_time"
    assert "40 passed the day they were promised for" in recent.why


def test_where_nobody_said_who_leads_that_is_the_first_thing_to_say() -> None:
    unknown = tomorrow(diagnosis(finding("Bob Example", "self"), roster=False))
    assert "--draft-roster" in unknown.do
    known = tomorrow(diagnosis(finding("Bob Example", "self")))
    assert "write leader in the column role" in known.do


def test_a_backlog_without_dates_is_no_heap_of_broken_promises() -> None:
    """Hundreds of wishes in a tracker are no promises by a day; a dozen without a date can be dated (MISSION T5)."""
    steady = {"pressure": stranger().pressure}
    backlog = advice(forecast(counts=QUIET | {"undated": 300, "by_receiver": 9}, undated_share=0.9, **steady))
    assert backlog.kind == "keep_going"
    assert advice(forecast(counts=QUIET | {"undated": 12}, undated_share=0.9)).kind == "date_undated"
    assert advice(forecast(counts=QUIET | {"undated": 40}, undated_share=0.4)).kind == "date_undated"
    assert advice(forecast(counts=QUIET | {"undated": 3}, undated_share=0.1)).kind != "date_undated"


def test_somebody_above_the_leaders_is_told_to_leave_each_their_own_page() -> None:
    from report.units import together

    chosen = tomorrow(together())
    assert chosen.kind == "ask_together"
    assert "Leave each leader their own page" in chosen.do


def of_both(spoken: Any, trust: TrustForecast | None = None, rows: tuple[Mark, ...] = ()) -> Advice:
    found = both(finding(trust=trust or forecast(counts=QUIET | {"by_receiver": 9}), rows=rows), spoken)
    return advise(diagnosis(found).released[0], ON)


def test_a_missing_half_of_speaking_up_gets_a_tool_of_its_own_even_beside_a_quiet_promise() -> None:
    """MISSION B3, Q4."""
    one = of_both(safety(**UNSAFE), rows=GONE)
    assert (one.kind, one.half) == ("answer_all", "safety")
    assert one.avoid
    assert one.not_when
    assert "what is missing is how speaking up is met" in one.why


def test_where_both_are_missing_follow_through_comes_first_and_says_why() -> None:
    """MISSION Q4."""
    one = of_both(safety(**UNSAFE), forecast(counts=QUIET, audits=NOT_DONE, **SHORT))
    assert (one.kind, one.half) == ("promise_less", "trust")
    assert "Speaking up usually builds on follow-through" in one.why


def test_what_is_held_against_people_comes_first_of_all_and_says_why() -> None:
    held = safety(**(UNSAFE | {"levels": {1: 10, 3: 20, 4: 10}, "roles": ()}))
    one = of_both(held, forecast(counts=QUIET, audits=NOT_DONE, **SHORT), GONE)
    assert one.kind == "take_back"
    assert "Ten of 40 moments were held against whoever spoke." in one.why
    assert "put right at once wherever that happens often; then follow-through" in one.why


def test_a_leader_and_the_team_are_told_one_order_of_the_two_halves() -> None:
    """MISSION Q4: harm that is frequent, then follow-through, whichever of the two a page begins with."""
    often, seldom = {1: 10, 3: 20, 4: 10}, {1: 2, 2: 18, 3: 12, 4: 8}
    promises = forecast(counts=QUIET, audits=NOT_DONE, **SHORT)
    harm, follow = (
        of_both(safety(**(UNSAFE | {"levels": levels, "roles": ()})), promises, GONE) for levels in (often, seldom)
    )
    assert (harm.half, follow.half) == ("safety", "trust")
    assert "is put right before it; here it was two of 40 moments" in follow.why
    assert not any(word in one.why for one in (harm, follow) for word in ("comes first", "even before"))


def test_a_half_that_is_not_decided_is_not_told_as_kept() -> None:
    one = of_both(safety(**UNSAFE), forecast(counts=QUIET, p_above=0.7, state="uncertain"))
    assert one.kind == "answer_all"
    assert "whether promises are kept is not decided yet" in one.why
    assert "is kept here already" not in one.why


def test_with_both_halves_held_what_costs_one_sentence_is_still_said_first() -> None:
    assert of_both(safety(), rows=GONE).kind == "name_dropped"
    steady = forecast(
        counts=QUIET | {"by_receiver": 9}, pressure=stranger().pressure, consistency=stranger().consistency
    )
    assert of_both(safety(), steady).half == "both"


def test_a_team_with_a_missing_half_is_helped_before_one_without() -> None:
    quiet = both(finding("Blue", "team", forecast(counts=QUIET | {"dropped": 3}), GONE), safety())
    low = both(finding("Green", "team", rows=()), safety(**UNSAFE))
    chosen = tomorrow(diagnosis(quiet, low))
    assert (chosen.unit, chosen.half) == ("Green", "safety")


def test_words_better_left_unsaid_are_quoted_one_by_one_and_holding_back_says_when() -> None:
    one = of_both(safety(**UNSAFE))
    assert rather_not(one, "<{}>") == "Rather not: <Good point, moving on.> or <Let us take that offline.>"
    assert hold_back(one).startswith("Hold back when it was said in confidence")
    assert rather_not(tomorrow(diagnosis()), "<{}>") == hold_back(tomorrow(diagnosis())) == ""
