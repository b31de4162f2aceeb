"""What stands beside the forecast of speaking up: clocks, levels, what followed, lateness, leaders first, drift."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest
from report.said import CHANNELS, CLOCKS, FIRST, both, speaking
from report.said import quiet as nothing
from report.said import rewarded as safety
from report.units import ON, diagnosis, finding

from saidanddone.diagnosis.speaking import Drift, Lateness, LeadersFirst
from saidanddone.forecast.safety.result import SafetyForecast, SafetyRecord, SourceSafety
from saidanddone.report.speakingwords import (
    clock_sentence,
    disagreement,
    drift_line,
    followed_line,
    lateness_line,
    leaders_line,
    levels_line,
    record_line,
    rests_on,
    roles_line,
    speaking_line,
    stages_line,
)

ORDINARY, RARE, UNOBSERVED = CLOCKS


def test_a_clock_says_when_and_whether_so_long_a_silence_is_rare_ordinary_or_unobserved() -> None:
    """MISSION S5."""
    assert clock_sentence(ORDINARY, ON, UTC) == (
        "A problem raised early: twelve days ago, on 10 November 2026. So long a silence over 44 hours that people "
        "spent there is ordinary."
    )
    rare = clock_sentence(RARE, ON, UTC)
    assert "six months ago" in rare
    assert "is rare: about six in a hundred teams where it is just safe enough are silent for so long" in rare
    unknown = clock_sentence(UNOBSERVED, ON, UTC)
    assert "none in what was read" in unknown
    assert "silence cannot be told from nobody listening" in unknown
    assert "rare" not in unknown


def test_a_clock_whose_source_is_silent_claims_no_more_than_the_source_and_says_what_is_missing() -> None:
    """What counts only because nothing says otherwise is told, and told as that."""
    silent = clock_sentence(replace(RARE, assumed=1), ON, UTC)
    assert silent.startswith("A mistake admitted: six months ago")
    assert "nobody had found" not in silent
    assert "It is not recorded whether anybody had found it; it counts. So long" in silent
    some = clock_sentence(replace(ORDINARY, assumed=2), ON, UTC)
    assert some.startswith("A problem raised: ")
    assert "Of two of six it is not recorded when the problems began; they count." in some
    assert "Of all six it is not recorded" in clock_sentence(replace(ORDINARY, assumed=6), ON, UTC)
    assert "not recorded" not in clock_sentence(RARE, ON, UTC)
    untold = clock_sentence(replace(RARE, seen=None), ON, UTC)
    assert untold.startswith("A mistake admitted: ")
    assert "not recorded" not in untold


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [(0.0, "person-hours", "over less than an hour that people"), (1.2, "person-hours", "over one hour that people"),
     (1234.0, "person-hours", "over 1,234 hours that people"), (1.0, "person-weeks", "over one week that people"),
     (30.4, "person-weeks", "over 30 weeks that people")],
)  # fmt: skip
def test_the_time_there_was_is_told_in_hours_or_weeks_that_people_spent(amount: float, unit: str, said: str) -> None:
    assert said in clock_sentence(replace(ORDINARY, exposure=amount, unit=unit), ON, UTC)


def test_a_clock_without_anything_ever_may_still_be_rare() -> None:
    said = clock_sentence(replace(RARE, last_us=None, days=None, surprise=0.002), ON, UTC)
    assert "none in what was read" in said
    assert "fewer than one in a hundred" in said


def test_sources_that_disagree_are_shown_disagreeing_and_others_are_not() -> None:
    unit = diagnosis(both(finding("Blue", "team"), safety())).released[0]
    said = disagreement(unit)
    assert said is not None
    assert "in meetings about 78% are met well (24 moments)" in said
    assert "in writing about 48% are met well (16 moments)" in said
    agreed = tuple(replace(channel, disagrees=False) for channel in CHANNELS)
    assert disagreement(diagnosis(both(finding("Blue", "team"), safety(channels=agreed))).released[0]) is None
    assert disagreement(diagnosis(finding("Blue", "team")).released[0]) is None


def test_levels_are_told_as_what_happened_and_a_reasoned_no_is_no_punishment() -> None:
    """MISSION S3."""
    said = levels_line(safety())
    assert said.startswith("Of 40 moments: ten asked for more, 18 thanked and taken up")
    assert "seven answered and no more, or declined with a reason" in said
    assert "one held against whoever spoke" in said
    assert levels_line(nothing()) == "Nobody has said yet how any of it was met."


def test_thanks_with_nothing_after_it_is_told() -> None:
    """MISSION S3."""
    said = followed_line(safety())
    assert "of 14 something changed" in said
    assert "Four were met well and nothing came after it." in said
    assert followed_line(safety(**FIRST)) == "What came of it nobody has said."


def test_how_often_people_speak_up_is_told_for_the_time_there_was() -> None:
    said = speaking_line(safety())
    assert said is not None
    assert "in meetings 3.9 times in 100 hours that people spent there (2.9 to 5.2)" in said
    assert speaking_line(safety(speaking=())) is None


def test_how_late_bad_news_is_comes_with_its_middle_its_interval_and_where_it_is_going() -> None:
    """MISSION S9."""
    said = lateness_line(Lateness(9, 8.0, 4.0, 15.0, 0.44, -3.0))
    assert said == (
        "Half of the bad news comes within eight days of its beginning (four days to 15 days), going by nine problems "
        "and mistakes; 44% within a week. Lately that is three days sooner than before."
    )
    assert "too few to say" in lateness_line(Lateness(2, None, None, None, None, None))
    assert "Lately" not in lateness_line(Lateness(9, 8.0, 4.0, 15.0, 0.44, None))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (LeadersFirst({}, 0, None, None, None, None, None, None), "No leader was seen"),
        (LeadersFirst({"admit_mistake": 1}, 1, ON, None, None, None, None, None), "Leaders went first once, one of"),
        (LeadersFirst({"help": 3}, 0, ON, 1.0, 2.0, 2.0, 1.2, 3.1), "three times, none of them a mistake"),
        (LeadersFirst({"help": 3}, 0, ON, 1.0, 2.0, 2.0, 1.2, 3.1), "others spoke up more often (2.0 times as often"),
        (LeadersFirst({"help": 3}, 0, ON, 1.0, 0.5, 0.5, 0.2, 0.8), "others spoke up less often"),
        (LeadersFirst({"help": 3}, 0, ON, 1.0, 1.2, 1.2, 0.6, 2.2), "about as often, as far as can be told ("),
    ],
)
def test_leaders_who_go_first_are_counted_with_what_followed(found: LeadersFirst, said: str) -> None:
    """MISSION S13."""
    assert said in leaders_line(found)


@pytest.mark.parametrize(
    ("state", "said"), [("no_sign", "No sign that"), ("less", "were included less"), ("more", "were included more")]
)
def test_inclusion_after_speaking_up_is_told_of_everybody_together(state: str, said: str) -> None:
    """MISSION S4."""
    told = drift_line(Drift(state, 14, 6, 3, -0.5, -0.9, -0.1, 0.02))
    assert told is not None
    assert said in told
    assert "comparable colleagues" in told


def test_below_the_least_it_may_rest_on_nothing_is_said_of_inclusion() -> None:
    """MODEL §5: at least eight acts, five speakers, two responders."""
    assert drift_line(Drift("none", 7, 4, 2)) is None
    assert drift_line(None) is None


def test_rungs_and_roles_stand_beside_each_other_where_there_are_two() -> None:
    """MISSION S2."""
    stages, roles = stages_line(safety()), roles_line(safety())
    assert stages is not None
    assert stages.index("introducing oneself") < stages.index("asking") < stages.index("challenging a decision")
    assert roles == (
        "Met well, by who answered: those who lead about 72% (22 moments) and peers about 64% (18 moments)."
    )
    assert stages_line(safety(stages=())) is roles_line(safety(roles=())) is None


RECORD = SafetyRecord(60, 54, 0.60, 0.21, 0.04, 0.06, 0.66, 0.24)


@pytest.mark.parametrize(
    ("record", "said"),
    [(RECORD, "54 forecasts, each made before the answer was read, 9% less surprised"),
     (replace(RECORD, log_loss=0.70), "no less surprised"), (None, None), (replace(RECORD, scored=0), None)],
)  # fmt: skip
def test_our_own_record_of_speaking_up_is_told_even_where_it_is_no_better(
    record: SafetyRecord | None, said: str | None
) -> None:
    told = record_line(safety(record=record))
    assert (told is None) if said is None else (said in str(told))


def small(**changes: Any) -> str:
    return " ".join(rests_on(safety(**changes)))


def test_the_small_print_says_what_counted_what_did_not_and_how_it_would() -> None:
    said = small()
    assert "rests on 40 moments of 52 seen, three of them known from others who saw it" in said
    told = "Seven moments were answered, may have been, or can be yet, and nobody has said how: "
    assert f"{told}`saidanddone listen FILE --into DIR --confirm`" in said
    assert "Four got no answer with somebody there who leads, and were counted as passed over" in said
    assert "Five got no answer, and nobody knows" in said
    assert "they count for nothing" in said


def test_the_small_print_says_what_is_ours_what_is_scored_and_what_is_assumed() -> None:
    said = small()
    assert "The line of 50% for speaking up is ours" in said
    assert "checked by simulation and not scored" in said
    assert "The forecast of the next act that is made is scored" in said
    assert "moves the middle between 55% and 66%" in said
    assert "silence told nothing" not in said
    assert "silence told nothing (exposure.csv tells)" in small(counts_used=False)
    assert "provisional" in small(witnessed_only=True)
    assert "silence" not in " ".join(rests_on(safety(counts_used=False), silence=False))


def test_a_silence_without_a_level_is_not_said_to_count_and_what_a_pulse_told_of_is_named() -> None:
    assert "counted as passed over" in " ".join(rests_on(safety(unanswered=2)))
    pending = " ".join(rests_on(nothing(made=9, unsettled=7, unanswered=2)))
    assert "counted as passed over" not in pending
    assert "once most answers beside them are settled" in pending
    told = SourceSafety("pulse", 9, 0.5, 0.3, 0.7, False)
    assert "say in a pulse" in " ".join(rests_on(safety(channels=(*safety().channels, told))))
    assert "pulse" not in " ".join(rests_on(safety()))


@pytest.mark.parametrize("spoken", [safety(), safety(**FIRST), nothing(made=3, unsettled=3)])
def test_nothing_beside_it_shows_a_hole_or_names_anybody(spoken: SafetyForecast) -> None:
    beside = speaking()
    lines = [levels_line(spoken), followed_line(spoken), speaking_line(spoken), stages_line(spoken), roles_line(spoken),
             *rests_on(spoken), *(clock_sentence(clock, ON, UTC) for clock in beside.clocks)]  # fmt: skip
    for line in filter(None, lines):
        assert not {"None", "nan", "p-1"} & set(line.split())
        assert line.endswith(".")


def test_a_rate_from_too_little_time_together_is_not_told() -> None:
    """Three acts in one hour are not 300 in a hundred."""
    rate = safety().speaking[0]
    little = speaking_line(safety(speaking=(replace(rate, exposure=9.9),)))
    assert little == "How often somebody speaks up: too little time together was seen to tell a rate."
    assert "times in 100 hours" in str(speaking_line(safety(speaking=(replace(rate, exposure=10.0),))))


def test_where_nothing_moves_the_middle_nothing_is_said_of_it() -> None:
    same = tuple(replace(one, mean=0.48) for one in safety().voice_at)
    assert "moves the middle" not in " ".join(rests_on(safety(voice_at=same)))
