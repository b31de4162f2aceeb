"""What stands beside a forecast, and what would change it."""

from __future__ import annotations

from typing import Any

import pytest
from report.units import DAY, ON, diagnosis, finding, forecast, mark, stranger

from saidanddone.diagnosis.finding import Mark
from saidanddone.forecast.trust.result import Audit, Pressure, Settle, TrustForecast
from saidanddone.report.changing import change, change_of_many
from saidanddone.report.facts import facts


def told(trust: TrustForecast, rows: tuple[Mark, ...] | None = None) -> dict[str, str]:
    unit = diagnosis(finding(trust=trust, rows=rows)).released[0]
    return {fact.name: fact.said for fact in facts(unit, ON)}


def test_three_audits_of_one_ledger_are_each_told_against_the_line() -> None:
    """MISSION T3: done at all, as first promised, as renegotiated; never a bare ratio."""
    said = told(forecast())["Three ways to count"]
    assert said == (
        "Done at all, however late: 35 of 36, almost certainly at least 80%. "
        "By the date first promised: 28 of 36, could be either side of 80%. "
        "By the date as moved in time: 31 of 36, probably at least 80%."
    )


def test_an_audit_below_the_line_says_below() -> None:
    audits = {"done_at_all": Audit(0.5, 0.4, 0.6, 0.01, 18, 36)}
    assert told(forecast(audits=audits))["Three ways to count"].endswith("almost certainly below 80%.")


def test_three_audits_that_agree_are_told_once() -> None:
    same = Audit(0.5, 0.4, 0.6, 0.01, 18, 36)
    said = told(forecast(audits=dict.fromkeys(("done_at_all", "as_first_promised", "as_renegotiated"), same)))
    assert said["Three ways to count"].startswith("18 of 36, almost certainly below 80%, whether late ones count")


def test_where_no_move_is_known_of_there_is_one_date_and_it_is_labelled() -> None:
    """MODEL 1: a source without a change history cannot tell what was promised first."""
    audits = {
        "done_at_all": Audit(0.9, 0.8, 0.97, 0.97, 34, 36),
        "as_first_promised": Audit(0.7, 0.6, 0.8, 0.04, 26, 36),
        "as_renegotiated": Audit(0.7, 0.6, 0.8, 0.04, 26, 36),
    }
    unknown = {"made": 36, "settled": 36, "kept": 26, "history_unknown": 36}
    assert told(forecast(audits=audits, counts=unknown))["Three ways to count"] == (
        "Done at all, however late: 34 of 36, almost certainly at least 80%. "
        "By the date the source shows today: 26 of 36, almost certainly below 80%."
    )
    same = dict.fromkeys(audits, audits["as_first_promised"])
    said = told(forecast(audits=same, counts=unknown))["Three ways to count"]
    assert said.startswith("Done at all, however late and by the date the source shows today: 26 of 36")


def test_one_promise_without_a_date_is_told_in_the_singular() -> None:
    said = told(forecast(counts={"made": 9, "settled": 8, "kept": 8, "undated": 1}, undated_share=1 / 9))
    assert said["Without a date"] == (
        "One promise had no date (11% of all). It can be neither kept nor broken, so it counts for nothing here."
    )


def test_promises_without_a_date_are_counted_as_behaviour_not_character() -> None:
    """MISSION T5."""
    assert told(forecast())["Without a date"].startswith("Four promises had no date (9% of all).")
    assert "Without a date" not in told(forecast(counts={"made": 9, "settled": 9, "kept": 9}))


def test_moved_admitted_and_dropped_are_outcomes_of_their_own() -> None:
    """MISSION T11."""
    counts = {"made": 10, "settled": 8, "kept": 4, "renegotiated": 1, "admitted": 2, "dropped": 3}
    said = told(forecast(counts=counts))["Moved, admitted, dropped"]
    assert "one was moved to a new date" in said
    assert "two were given up openly" in said
    assert "three went quiet" in said


def test_a_source_without_change_history_says_that_moves_are_unknown() -> None:
    counts = {"made": 10, "settled": 8, "kept": 4, "history_unknown": 10}
    assert "does not say whether dates were moved" in told(forecast(counts=counts))["Moved, admitted, dropped"]


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(-0.34, -0.02, "give way"), (0.01, 0.2, "hold better"), (-0.2, 0.1, "too close")],
)
def test_pressure_is_called_a_difference_only_when_its_interval_says_so(low: float, high: float, said: str) -> None:
    """MISSION T10."""
    pressure = Pressure(0.88, 0.80, (low + high) / 2, low, high, 25.0, 9.0)
    assert said in told(forecast(pressure=pressure))["Under pressure"]


def test_a_kept_streak_after_a_miss_is_remembered_for_its_month() -> None:
    """MISSION T8: earned and perceived trust are two things."""
    miss = mark(0, age=253, y=0, status="dropped")
    kept = tuple(mark(i, age=250 - 10 * i) for i in range(1, 20))
    said = told(forecast(mean=0.88, perceived=0.70), (miss, *kept))["As it is remembered"]
    assert said.startswith("Kept for eight months, and still remembered for March: earned 88%")
    assert "is assumed" in said


def test_memory_and_record_that_agree_say_so() -> None:
    assert told(forecast(perceived=0.85))["As it is remembered"].startswith("Memory and record agree")
    assert "better than" in told(forecast(mean=0.5, perceived=0.8))["As it is remembered"]


def test_who_reported_the_outcome_is_told_and_the_receivers_word_wins() -> None:
    """MISSION T3."""
    assert "the receiver's word counts" in told(forecast())["Who says so"]
    only_own = told(forecast(counts={"made": 9, "settled": 9, "kept": 9, "by_maker": 9}))["Who says so"]
    assert only_own.startswith("Every outcome is from the one who promised.")


def test_how_fresh_the_evidence_is_and_how_fast_it_fades() -> None:
    """MISSION T8."""
    assert told(forecast())["How fresh"] == (
        "Last outcome nine days ago (13 November 2026). Here evidence loses half its say in about seven months: "
        "34 occasions weigh as much as 29 would today."
    )
    late = forecast(fresh_days=12 + 14 / 24 - 1e-6, last_us=ON - 12 * DAY - 14 * DAY // 24)
    assert told(late)["How fresh"].startswith("Last outcome twelve days ago (9 November 2026).")
    old = told(forecast(fresh_days=400.0, last_us=ON - 400 * DAY))["How fresh"]
    assert old.endswith("This is getting old.")


def test_a_stranger_has_no_facts() -> None:
    assert told(stranger(), ()) == {}


def changes(**settle: Any) -> str:
    return " ".join(change(diagnosis(finding(trust=forecast(**settle))).released[0]))


@pytest.mark.parametrize(
    ("settle", "said"),
    [
        (Settle("possible", 6, 11.0, 60.0), "About six more occasions"),
        (Settle("possible", 6, 11.0, 60.0), "one occasion every eleven days) that takes two months"),
        (
            Settle("cannot_at_this_pace", None, 40.0, 8.0),
            "keeps it below the weight of about eight occasions, too little this near to 80%",
        ),
        (Settle("cannot_at_this_pace", None, 7.0, None), "At this pace (one occasion every seven days)"),
        (Settle("on_the_line", None, 9.0, 50.0), "sits on the line of 80% itself"),
        (Settle("no_pace", None, None, None), "no pace yet"),
        (Settle("settled", 0, 9.0, 50.0), "is settled for now"),
    ],
)
def test_what_would_settle_it_is_told_or_that_this_pace_cannot(settle: Settle, said: str) -> None:
    assert said in changes(settle=settle)


def test_few_occasions_are_told_how_many_make_a_record_whatever_the_forecast_says() -> None:
    """MISSION T2."""
    assert "A record begins at five occasions: three more." in changes(occasions=2)
    assert "settled" not in changes(occasions=2)


def test_one_more_kept_and_one_more_broken_are_told() -> None:
    assert "One more kept would take it from 86% to 87%; one broken would take it to 82%." in changes()
    assert "would leave it at 86%" in changes(if_kept=0.861, if_broken=0.858)


def test_a_stranger_is_told_no_change_of_a_number_that_is_not_there() -> None:
    said = change(diagnosis(finding(trust=stranger(), rows=())).released[0])
    assert len(said) == 1


def test_many_answers_are_counted_by_whether_they_can_be_settled() -> None:
    units = diagnosis(finding("A", "project"), finding("B", "project", stranger())).released
    assert change_of_many(units).startswith("Of two: one settled for now and one without a pace yet.")


WIDE = {"low": 0.45, "high": 0.97}


def test_what_is_too_early_to_say_is_nowhere_called_settled() -> None:
    settled = Settle("settled", 0, 9.0, 50.0)
    assert "settled for now" not in changes(settle=settled, **WIDE)
    assert "anything from 45% to 97% is too wide" in changes(settle=settled, **WIDE)
    units = diagnosis(finding("A", "project"), finding("B", "project", forecast(settle=settled, **WIDE))).released
    assert change_of_many(units).startswith("Of two: one settled for now and one too early to say.")


def test_a_pace_is_told_only_of_what_came_in_the_last_ninety_days() -> None:
    """MISSION T8: the data set expires, and a pace with it."""
    can = Settle("possible", 6, 11.0, 60.0)
    assert "no pace now" in changes(settle=can, recent=0, fresh_days=100.0)
    old = finding("A", "project", forecast(settle=can, recent=0, fresh_days=900.0))
    new = finding("B", "project", forecast(settle=can))
    said = change_of_many(diagnosis(old, new).released)
    assert said.startswith("Of two: one could be settled at this pace and one without an outcome for too long to say.")


def test_audits_with_equal_counts_share_one_verdict() -> None:
    """MISSION T3: the same count cannot stand on two sides of a line."""
    audits = {
        "done_at_all": Audit(0.9, 0.8, 0.97, 0.97, 34, 36),
        "as_first_promised": Audit(0.7, 0.6, 0.8, 0.04, 26, 36),
        "as_renegotiated": Audit(0.72, 0.6, 0.8, 0.30, 26, 36),
    }
    assert told(forecast(audits=audits))["Three ways to count"] == (
        "Done at all, however late: 34 of 36, almost certainly at least 80%. "
        "By the date first promised and by the date as moved in time: 26 of 36, more likely than not below 80%."
    )


def test_too_few_occasions_are_counted_and_not_called_certain() -> None:
    """MISSION T2."""
    same = dict.fromkeys(("done_at_all", "as_first_promised", "as_renegotiated"), Audit(0.2, 0.0, 0.5, 0.01, 0, 3))
    said = told(forecast(occasions=3, audits=same))["Three ways to count"]
    assert said.startswith("None of three, whether late ones count, or only the date first promised")
    assert "certain" not in said


def test_what_is_past_its_day_is_told_and_what_only_a_source_called_missed_is_told_as_that() -> None:
    """MISSION T11."""
    counts = {"made": 900, "settled": 900, "kept": 482, "overdue": 418, "history_unknown": 900}
    old = tuple(mark(i, age=2000 + i, status="overdue", y=0) for i in range(418))
    said = told(forecast(counts=counts), old)["Moved, admitted, dropped"]
    assert "418 are past their day; the source says they were not kept and no more." in said
    assert "No promise" not in said
    lately = (mark(900, age=2, status="overdue", y=0),)
    mixed = told(forecast(counts=counts), (*old[1:], *lately))["Moved, admitted, dropped"]
    assert "418 are past their day; of most the source says they were not kept and no more." in mixed
    new = told(forecast(counts={"made": 9, "settled": 9, "kept": 8, "overdue": 1}), (mark(1, age=2, status="overdue"),))
    assert new["Moved, admitted, dropped"] == "Of nine promises, one is past its day."
