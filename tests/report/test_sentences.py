"""What is said first of one unit and of many: verdicts, claims, grounds, and the half without evidence."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.units import diagnosis, finding, forecast, mark, marks, stranger

from saidanddone.forecast.trust.result import Settle, TrustForecast
from saidanddone.privacy.release import Released
from saidanddone.report import page, terminal
from saidanddone.report.headline import headline, keep_apart, safety_gives, safety_read
from saidanddone.report.sentences import (
    VERDICTS,
    by_caution,
    claim,
    first_unit,
    for_whose_eyes,
    grounds,
    look,
    unit_sentence,
    verdict,
)


def released(trust: TrustForecast, kind: str = "leader", label: str = "Ana Example") -> Released:
    return diagnosis(finding(label, kind, trust)).released[0]


SHORT = {"mean": 0.62, "low": 0.50, "high": 0.71, "cautious": 0.50, "p_above": 0.02, "state": "broken"}


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({}, "reliable"),
        (SHORT, "short"),
        ({"p_above": 0.70, "state": "uncertain"}, "leaning_reliable"),
        ({"p_above": 0.50, "state": "uncertain"}, "either"),
        ({"p_above": 0.30, "state": "uncertain"}, "leaning_short"),
        ({"p_above": 0.50, "state": "uncertain", "settle": Settle("on_the_line", None, 9.0, 50.0)}, "on_the_line"),
        ({"occasions": 4}, "start"),
        ({"low": 0.40, "high": 0.95}, "early"),
        ({"p_above": math.nan}, "early"),
        ({"mean": None}, "nothing"),
        ({"mean": math.nan}, "nothing"),
    ],
)
def test_each_forecast_has_its_verdict(changes: dict[str, Any], answer: str) -> None:
    assert verdict(forecast(**changes)) == answer


def test_nothing_known_reliably_good_and_reliably_bad_are_three_answers_in_words_and_look() -> None:
    """MISSION T9."""
    three = [stranger(), forecast(), forecast(**(SHORT | {"mean": 0.2, "low": 0.1, "high": 0.3}))]
    assert [look(trust) for trust in three] == ["none", "kept", "broken"]
    said = [claim(released(trust)) for trust in three]
    assert "nothing to go on yet" in said[0]
    assert said[1] == "What Ana Example promises can probably be relied on"
    assert said[2] == "What Ana Example promises is, dependably, more often not kept than kept"


def test_falling_short_is_said_with_the_line_and_not_as_worthless() -> None:
    said = unit_sentence(released(forecast(**SHORT)))
    assert "almost certainly falls short" in said
    assert "less than 80% of the time" in said
    assert "about 62%" in said


@pytest.mark.parametrize(
    ("kept", "settled", "word"),
    [(2, 2, "a good start"), (1, 2, "a start"), (1, 1, "a good start")],
)
def test_few_promises_are_told_volume_first(kept: int, settled: int, word: str) -> None:
    """MISSION T2: two kept of two is not yet trust, however likely the forecast."""
    counts = {"made": settled, "settled": settled, "kept": kept}
    said = claim(released(forecast(occasions=settled, recent=settled, counts=counts, p_above=0.97)))
    assert said.startswith("Ana Example has kept")
    assert f"{word}, too little to be a record" in said
    assert "relied on" not in said


@pytest.mark.parametrize(
    ("n", "said"), [(1, "one outcome is known, not kept"), (2, "two outcomes are known, none kept")]
)
def test_a_first_promise_that_was_not_kept_is_called_nothing(n: int, said: str) -> None:
    counts = {"made": n, "settled": n, "kept": 0}
    told = claim(released(forecast(occasions=n, recent=n, counts=counts, p_above=0.2)))
    assert told == f"Of what Ana Example promises {said}: too little to say anything yet"


def test_many_promises_on_one_day_are_no_record_either() -> None:
    counts = {"made": 40, "settled": 40, "kept": 38}
    said = claim(released(forecast(occasions=1, counts=counts)))
    assert said == "Ana Example has kept 38 of 40 promises, all on one occasion: a start, too little to be a record"


def test_a_wide_interval_is_told_before_any_side_is_taken() -> None:
    unit = released(forecast(low=0.45, high=0.97, p_above=0.7, state="uncertain"))
    assert claim(unit) == "It is too early to say whether what Ana Example promises can be relied on"
    assert "anything from 45% to 97%, leaning above 80%" in grounds(unit)
    sided = released(forecast(low=0.18, high=0.91, mean=0.53, p_above=0.11, state="broken"))
    assert claim(sided) == (
        "It is too early to say much of what Ana Example promises, though it is probably kept less than 80% of the time"
    )


def test_evidence_gone_stale_is_told_as_such_and_not_as_too_little() -> None:
    """MISSION T8: the data set expires."""
    old = forecast(low=0.3, high=0.9, p_above=0.5, occasions=1683, fresh_days=2900.0, half_life_days=90.0)
    assert claim(released(old)) == (
        "It is too long ago to say whether what Ana Example promises can be relied on today: "
        "the last outcome is eight years old"
    )
    assert "for all it is too long ago to say" in headline(
        diagnosis(finding("A", "team", old), finding("B", "team", old))
    )


def test_what_was_sure_years_ago_is_told_with_its_age() -> None:
    """MISSION T8."""
    assert claim(released(forecast(fresh_days=3800.0))) == (
        "What Ana Example promises can probably be relied on, though the last outcome is ten years old"
    )
    assert "though" not in claim(released(forecast(fresh_days=90.0)))


def test_a_stranger_is_told_why_there_is_nothing() -> None:
    counts = {"made": 7, "settled": 0, "pending": 7, "undated": 4}
    unit = released(stranger(counts=counts))
    assert grounds(unit) == "Three promises are not due yet and four have no date to be held to."


def test_what_is_past_its_day_without_a_word_is_not_told_as_due_later() -> None:
    counts = {"made": 7, "settled": 0, "pending": 7, "undated": 4}
    row = mark(0, age=9, y=None, status="untold")
    unit = diagnosis(finding("Ana Example", "leader", stranger(counts=counts), rows=[row])).released[0]
    assert grounds(unit) == (
        "Two promises are not due yet, of one nobody has said what became of it and four have no date to be held to."
    )
    two = stranger(counts={"made": 2, "settled": 0, "pending": 2, "undated": 0})
    alone = diagnosis(finding("Ana Example", "leader", two, rows=[row, row])).released[0]
    assert grounds(alone) == "Of two promises nobody has said what became of them."


def test_ones_own_page_speaks_in_the_second_person_whether_one_leads_or_not() -> None:
    leads = diagnosis(finding("Ana Example"), me="Ana Example").released[0]
    member = diagnosis(finding("Ana Example", "self"), me="Ana Example").released[0]
    for unit in (leads, member):
        assert claim(unit) == "What you promise can probably be relied on"
        assert "Ana" not in unit_sentence(unit)


def test_a_team_and_a_project_are_told_by_whose_promises_they_are() -> None:
    assert claim(released(forecast(), "team", "Blue")).startswith("What is promised to Blue ")
    assert claim(released(forecast(), "project", "{0} Nova")).startswith("What {0} Nova commits to ")
    few = forecast(occasions=2, counts={"made": 2, "settled": 2, "kept": 2})
    assert claim(released(few, "project", "{0} Nova")).startswith("{0} Nova has kept two of two commitments")
    assert claim(released(few, "team", "Blue")).startswith("Two of two promises to Blue were kept")


def test_the_headline_answers_both_halves_in_one_sentence() -> None:
    said = headline(diagnosis(finding()))
    assert said == (
        "What Ana Example promises can probably be relied on; whether people can speak up cannot be told yet."
    )


def test_the_headline_of_many_counts_every_unit_once() -> None:
    units = [
        finding("A", "project"),
        finding("B", "project", forecast(**SHORT)),
        finding("C", "project", stranger()),
        finding("D", "project", forecast(occasions=2, counts={"made": 2, "settled": 2, "kept": 2})),
        finding("E", "project", forecast(p_above=0.5, state="uncertain")),
    ]
    assert headline(diagnosis(*units)) == (
        "Of five projects, one can probably be relied on, one falls short of 80%, one could go either way, "
        "for one it is too early to say and about one nothing is known; "
        "whether people can speak up cannot be told yet."
    )


def test_with_nothing_released_the_headline_says_so() -> None:
    assert headline(diagnosis()) == "Nothing can be shown here: there is nothing to go on yet."


def test_the_readers_own_page_leads_among_others() -> None:
    whole = diagnosis(finding("Blue", "team"), finding("Ana Example"), me="Ana Example")
    first = first_unit(whole)
    assert first is not None
    assert first.label == "You"


def test_many_kept_of_more_rank_above_three_of_three() -> None:
    """MISSION T2: 761 reviews at 4.2 beat three at 5.0, because ranking goes by the cautious end."""
    volume = finding("761 at 4.2", "project", forecast(mean=0.84, low=0.81, high=0.86, cautious=0.81, occasions=761))
    few = finding("3 at 5.0", "project", forecast(mean=0.93, low=0.55, high=0.99, cautious=0.55, occasions=3))
    nobody = finding("nobody", "project", stranger())
    ranked = by_caution(diagnosis(nobody, few, volume).released)
    assert [unit.label for unit in ranked] == ["761 at 4.2", "3 at 5.0", "nobody"]


def test_the_other_half_names_only_what_exists() -> None:
    empty = diagnosis(finding())
    assert safety_read(empty).startswith("No moment")
    some = diagnosis(finding(), read={"commitments": 44, "acts": 3, "responses": 1})
    assert "Three moments" in safety_read(some)
    assert "one response" in safety_read(some)
    assert "no forecast is made from them yet" in safety_read(some)
    assert "saidanddone start" in safety_gives()


FIGURE = st.one_of(st.none(), st.floats(0, 1), st.just(math.nan))


@given(
    mean=FIGURE, low=FIGURE, high=FIGURE, p_above=FIGURE, occasions=st.integers(0, 50), settled=st.integers(0, 60),
    kept=st.integers(0, 60), kind=st.sampled_from(["leader", "team", "project"]),
)  # fmt: skip
def test_any_forecast_can_be_told_without_a_nan_or_a_none_showing(
    mean: float | None, low: float | None, high: float | None, p_above: float | None, occasions: int, settled: int,
    kept: int, kind: str,
) -> None:  # fmt: skip
    counts = {"made": settled, "settled": settled, "kept": kept}
    trust = forecast(
        mean=mean, low=low, high=high, cautious=low, p_above=p_above, occasions=occasions, recent=0, counts=counts
    )
    said = unit_sentence(released(trust, kind))
    assert verdict(trust) in VERDICTS
    assert said[0].isupper() or not said[0].isalpha()
    assert not {"nan", "None", "none,"} & set(said.split())
    assert said.endswith(".")


def test_units_without_rows_are_told_too() -> None:
    assert unit_sentence(diagnosis(finding(rows=())).released[0])
    assert marks(0) == ()


def test_every_result_says_for_whose_eyes_it_is() -> None:
    """A leader's forecast goes to that leader and, with consent, to that team; never upward (PRIVACY)."""
    leader = diagnosis(finding()).released[0]
    assert "never upward" in for_whose_eyes(leader)
    assert for_whose_eyes(diagnosis(finding(), me="Ana Example").released[0]) == "For you alone."


def test_several_leaders_together_are_told_apart_and_are_no_ranking() -> None:
    """PRIVACY: a leader's forecast goes to that leader, never upward, to HR or into appraisal."""
    assert "two leaders' own results" in keep_apart(diagnosis(finding("Ana"), finding("Cem")))
    assert keep_apart(diagnosis(finding("Ana"), finding("Cem"), me="Ana")) == ""
    assert keep_apart(diagnosis(finding("Ana"), finding("Blue", "team"))) == ""


def test_whom_only_a_policy_lists_is_called_a_person_and_not_a_leader() -> None:
    listed = {"Ana": "consent", "Cem": "public"}
    whole = diagnosis(finding("Ana"), finding("Cem"), finding("Nova", "project"), listed=listed)
    assert headline(whole).startswith("Of two people and one project, ")
    assert keep_apart(whole) == ""
    assert [unit.kind for unit in whole.released] == ["leader", "leader", "project"]
    shown = terminal.render(whole)
    assert "Ana (person, by consent)" in shown
    assert "Cem (person, by their public promises)" in shown
    assert "leader" not in shown.replace("saidanddone", "")
    assert "<h2>Ana, by consent</h2>" in page.render(whole)
