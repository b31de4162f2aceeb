"""What is said of speaking up and of the four situations: certainty in words, volume first (S1-S7, Q2, Q3)."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.said import FIRST, OPEN, UNSAFE, both, where
from report.said import quiet as nothing
from report.said import rewarded as safety
from report.units import diagnosis, finding, forecast, stranger

from saidanddone.forecast.quadrant import SITUATIONS
from saidanddone.forecast.safety.result import Estimate, SafetyForecast, SafetySettle, VoiceAt
from saidanddone.forecast.trust.result import TrustForecast
from saidanddone.privacy.release import Released
from saidanddone.report.headline import headline
from saidanddone.report.safetywords import (
    SAFETY_VERDICTS,
    SITUATION_NAMES,
    SITUATION_SAID,
    half_the_job,
    robustness,
    safety_clause,
    safety_look,
    safety_sentence,
    safety_verdict,
    settle_sentences,
    situation_sentence,
)
from saidanddone.report.voice import Voice, voice_of

SHORT: dict[str, Any] = {"mean": 0.62, "low": 0.50, "high": 0.71, "p_above": 0.02, "state": "broken"}


def released(
    spoken: SafetyForecast | None, trust: TrustForecast | None = None, kind: str = "team", **changes: Any
) -> Released:
    return diagnosis(both(finding("Blue", kind, trust), spoken, **changes)).released[0]


@pytest.mark.parametrize(
    ("changes", "verdict", "look"),
    [
        ({}, "safe", "kept"),
        (UNSAFE, "unsafe", "broken"),
        ({"p_above": 0.80}, "safe", "kept"),
        ({"p_above": 0.79}, "leaning_safe", "uncertain"),
        ({"p_above": 0.60}, "leaning_safe", "uncertain"),
        ({"p_above": 0.59}, "either", "uncertain"),
        ({"p_above": 0.40}, "either", "uncertain"),
        ({"p_above": 0.39}, "leaning_unsafe", "uncertain"),
        ({"p_above": 0.20}, "unsafe", "broken"),
        ({"voice_at": (VoiceAt(0.0, 0.5, 0.29, 0.70),)}, "early", "uncertain"),
        ({"voice": Estimate(0.5, 0.2, 0.70), "p_above": 0.5}, "either", "uncertain"),
        ({"p_above": math.nan}, "early", "uncertain"),
        ({"acts": 4}, "start", "uncertain"),
        ({"acts": 0, "made": 0, "levels": {}, "spoken": None}, "silent", "uncertain"),
        ({"acts": 0, "made": 3, "levels": {}, "spoken": None}, "unsettled", "none"),
        ({"acts": 0, "made": 3, "levels": {}, "spoken": None, "answers_used": True}, "answered", "uncertain"),
        ({"acts": 0, "made": 0, "levels": {}}, "answered", "uncertain"),
        ({"state": "none", "made": 0, "acts": 0}, "nothing", "none"),
    ],
)
def test_each_forecast_of_speaking_up_has_its_verdict_and_look(
    changes: dict[str, Any], verdict: str, look: str
) -> None:
    spoken = safety(**changes)
    assert (safety_verdict(spoken), safety_look(spoken)) == (verdict, look)
    assert verdict in SAFETY_VERDICTS


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0.96, "people can almost certainly speak up and be met well"),
        (0.85, "people can probably speak up and be met well"),
        (0.70, "counting what may stay unsaid, speaking up is more likely than not met well at least half the time"),
        (0.50, "whether people can speak up and be met well, counting what may stay unsaid, could go either way"),
        (0.30, "counting what may stay unsaid, speaking up is more likely than not met well less than half the time"),
        (0.10, "counting what may stay unsaid, speaking up is probably met well less than half the time"),
    ],
)
def test_certainty_is_told_in_words_a_person_uses(p: float, said: str) -> None:
    assert safety_clause(released(safety(p_above=p))) == said


def test_a_wide_interval_is_too_early_before_any_side_is_taken() -> None:
    wide = (VoiceAt(0.5, 0.5, 0.25, 0.75),)
    assert safety_clause(released(safety(voice_at=wide, p_above=0.5))) == (
        "it is too early to say whether people can speak up"
    )
    assert safety_clause(released(safety(voice_at=wide, p_above=0.9))) == (
        "it is too early to say for sure whether people can speak up, though, counting what may stay unsaid, speaking "
        "up is probably met well at least half the time"
    )


def test_a_first_good_experience_reads_as_one_and_neither_as_nothing_nor_as_a_record() -> None:
    """MISSION S7."""
    said = safety_sentence(released(safety(**FIRST)))
    assert said.startswith(
        "The one time somebody spoke up, it was met well: a good first experience, not yet a record."
    )
    assert "28% to 94%" in said
    assert "going by one moment on one occasion" in said
    bad = safety(**(FIRST | {"levels": {1: 1}}))
    assert safety_clause(released(bad)) == ("one moment of speaking up, not met well: too little to say anything yet")


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ({4: 1, 5: 1}, "speaking up was met well two of two times: a good start, not yet a record"),
        ({2: 2}, "two moments of speaking up, none met well: too little to say anything yet"),
        ({3: 1, 4: 1}, "speaking up was met well one of two times: a start, not yet a record"),
    ],
)
def test_few_moments_are_told_volume_first(levels: dict[int, int], said: str) -> None:
    assert safety_clause(released(safety(**(FIRST | {"acts": 2, "levels": levels})))) == said


def test_two_good_moments_in_a_year_of_meetings_are_not_told_as_all_is_well() -> None:
    """MISSION S5: silence counts where there was time to speak."""
    rare = safety(**(FIRST | {"acts": 2, "levels": {4: 2}, "counts_used": True, "p_above": 0.1}))
    assert "though few in so much time together" in safety_clause(released(rare))


def test_what_only_others_saw_is_provisional() -> None:
    """MISSION S6."""
    for spoken in (safety(witnessed_only=True), safety(**(FIRST | {"witnessed_only": True}))):
        assert "going only by what others saw, and so provisionally, " in safety_clause(released(spoken))
    assert "provisional" not in safety_clause(released(safety()))


def test_what_is_old_is_told_with_its_age() -> None:
    """MISSION T8."""
    assert "though the last time anybody did is ten months ago" in safety_clause(released(safety(fresh_days=300.0)))


def test_moments_nobody_settled_are_told_with_the_way_to_settle_them() -> None:
    said = safety_sentence(released(nothing(made=12, unsettled=9, unseen=3)))
    assert "cannot be told before somebody says how twelve moments were met" in said
    assert "nine moments were met that were, or may have been, answered: " in said
    assert "`saidanddone listen FILE --into DIR --confirm` asks" in said
    assert "encounters.csv" in said


def test_each_voice_is_told_the_same_in_its_own_person() -> None:
    team = diagnosis(both(finding("Blue", "team"), safety()))
    assert safety_clause(team.released[0], voice_of(team, "team")) == "we can probably speak up and be met well"
    low = diagnosis(both(finding("Blue", "team"), safety(**UNSAFE)))
    assert safety_clause(low.released[0], voice_of(low, "team")) == (
        "counting what we may leave unsaid, speaking up is almost certainly met well less than half the time"
    )
    own = diagnosis(both(finding("Ana Example"), safety()))
    assert "people can probably speak up to you and be met well" in headline(own, voice_of(own, "leader"))
    assert safety_clause(own.released[0]) == "people can probably speak up to Ana Example and be met well"


def test_the_headline_tells_both_halves_each_with_its_own_certainty() -> None:
    """MISSION Q1."""
    assert headline(diagnosis(both(finding("Blue", "team"), safety(**UNSAFE)))) == (
        "What is promised to Blue can probably be relied on; counting what may stay unsaid, speaking up is almost "
        "certainly met well less than half the time."
    )


def test_the_headline_of_several_counts_every_team_once_in_each_half() -> None:
    pairs = [(forecast(), safety()), (forecast(), safety(**UNSAFE)), (forecast(**SHORT), safety(**OPEN)),
             (stranger(), safety(**FIRST)), (forecast(), None)]  # fmt: skip
    found = [both(finding(f"Team {i}", "team", trust), spoken) for i, (trust, spoken) in enumerate(pairs)]
    assert headline(diagnosis(*found)) == (
        "Of five teams, three can probably be relied on, one falls short of 80% and about one nothing is known; "
        "people can probably speak up in one and are probably met well too rarely in one, counting what may stay "
        "unsaid; whether they can could go either way for one, is too early to say for one and cannot be told yet for "
        "one."
    )


@pytest.mark.parametrize(
    ("trust", "spoken", "name"),
    [
        (forecast(), safety(), "both"),
        (forecast(), safety(**UNSAFE), "done_not_said"),
        (forecast(**SHORT), safety(), "said_not_done"),
        (forecast(**SHORT), safety(**UNSAFE), "neither"),
    ],
)
def test_a_decided_situation_is_named_with_how_surely_and_at_which_line(
    trust: TrustForecast, spoken: SafetyForecast, name: str
) -> None:
    """MISSION Q2."""
    said = situation_sentence(released(spoken, trust))
    assert said.lower().startswith(SITUATION_NAMES[name])
    assert SITUATION_SAID[name] in said
    assert "Of the four situations it is " in said
    assert ("at 60% it would be not settled" in said) == (name in ("both", "said_not_done"))
    assert ("the same with the line for speaking up at 40% and 60%" in said) == (name in ("done_not_said", "neither"))


def test_nobody_is_called_a_dictator_and_no_team_dysfunctional_on_its_own_page() -> None:
    assert set(SITUATION_NAMES) == set(SITUATION_SAID) == set(SITUATIONS)
    said = " ".join((*SITUATION_NAMES.values(), *SITUATION_SAID.values())).lower()
    assert not [word for word in ("dictator", "dysfunction", "all talk", "benevolent") if word in said]


@pytest.mark.parametrize(
    ("trust", "spoken", "parts"),
    [
        (forecast(), safety(**OPEN), ("what is promised is kept", "whether people can speak up is not decided yet",
                                      "“said and done” or “done, but not said”")),
        (forecast(**SHORT), safety(**OPEN), ("not kept often enough", "“said, but not done” or “neither”")),
        (forecast(p_above=0.5), safety(), ("people can speak up", "whether what is promised gets done is not decided",
                                           "“said and done” or “said, but not done”")),
        (forecast(), None, ("what is promised is kept", "there is nothing to go on yet")),
        (stranger(), safety(**UNSAFE), ("people are not met well often enough", "there is nothing to go on yet")),
    ],
)  # fmt: skip
def test_half_an_answer_says_which_half_and_what_is_left(
    trust: TrustForecast, spoken: SafetyForecast | None, parts: tuple[str, ...]
) -> None:
    said = situation_sentence(released(spoken, trust))
    assert said.startswith("Half of the answer is there")
    for part in parts:
        assert part in said


def test_nothing_decided_is_not_enough_evidence_yet() -> None:
    said = situation_sentence(released(safety(**OPEN), forecast(p_above=0.5)))
    assert said.startswith("Not enough evidence yet to say which of the four situations this is.")
    assert "cannot be told yet" in situation_sentence(diagnosis(finding("Blue", "team")).released[0])


BOTH_MISSING = "Both halves of the job are still to do, and each needs tools of its own."


@pytest.mark.parametrize(
    ("trust", "spoken", "said"),
    [
        (forecast(), safety(), None),
        (forecast(), safety(**UNSAFE), ("Half of the job is done: promises are kept. The missing half is how people "
                                       "are met when they speak up.")),
        (forecast(**SHORT), safety(), ("Half of the job is done: people can speak up. The missing half is that what "
                                      "was said gets done.")),
        (forecast(**SHORT), safety(**UNSAFE), BOTH_MISSING),
        (forecast(**SHORT), safety(**OPEN), ("What is known to be missing is that what was said gets done; the other "
                                            "half is not decided yet.")),
        (forecast(p_above=0.5), safety(**UNSAFE), ("What is known to be missing is how people are met when people "
                                                   "speak up; the other half is not decided yet.")),
        (forecast(), None, None),
    ],
)  # fmt: skip
def test_the_missing_half_is_named(trust: TrustForecast, spoken: SafetyForecast | None, said: str | None) -> None:
    """MISSION Q3."""
    assert half_the_job(released(spoken, trust)) == said


def test_a_team_is_told_of_its_missing_half_in_the_first_person() -> None:
    whole = diagnosis(both(finding("Blue", "team"), safety(**UNSAFE)))
    assert "how we are met when we speak up" in str(half_the_job(whole.released[0], voice_of(whole, "team")))


def test_an_answer_that_hangs_on_the_line_says_so() -> None:
    far = safety(**(UNSAFE | {"p_above_at": ((0.4, 0.85), (0.5, 0.1), (0.6, 0.02))}))
    assert robustness(where(0.95, far)) == (
        "It hangs on where the line for speaking up is drawn, here at 50%: at 40% it would be “said and done”."
    )


@pytest.mark.parametrize(
    ("trust", "at", "said"),
    [
        (0.5, (0.85, 0.1, 0.02), "here at 50%: at 40% people can speak up."),
        (None, (0.85, 0.1, 0.02), "here at 50%: at 40% people can speak up."),
        (0.95, (0.9, 0.6, 0.1), "here at 50%: at 40% people can speak up and at 60% people are not met well often"),
        (0.5, (0.9, 0.6, 0.4), "here at 50%: at 40% people can speak up."),
        (0.5, (0.3, 0.1, 0.02), "here at 50%: at 40% that would not be settled."),
        (0.5, (0.1, 0.05, 0.02), "It would be the same with the line for speaking up at 40% and 60%."),
        (0.95, (0.7, 0.5, 0.3), None),
    ],
)
def test_half_an_answer_says_too_whether_another_line_would_change_it(
    trust: float | None, at: tuple[float, float, float], said: str | None
) -> None:
    """The line for speaking up is ours; nothing is said of it only where no line would decide that half."""
    spoken = safety(p_above=at[1], p_above_at=tuple(zip((0.4, 0.5, 0.6), at, strict=True)))
    told = robustness(where(trust, spoken), spoken)
    assert told is None if said is None else told is not None and said in told


@pytest.mark.parametrize(
    ("settle", "said"),
    [
        (SafetySettle("settled", 0, 9.0), "settled for now"),
        (SafetySettle("possible", 6, 9.0), ("About six more moments met as these were would settle which side of 50% "
                                           "it is on: at this pace (one every nine days) that takes eight weeks.")),
        (SafetySettle("cannot_at_this_pace", None, 40.0), "speaking up cannot be settled"),
        (SafetySettle("on_the_line", None, 9.0), "sits on the line of 50% itself"),
        (SafetySettle("no_pace", None, None), "There is no pace yet"),
    ],
)  # fmt: skip
def test_what_would_settle_it_and_whether_this_pace_can(settle: SafetySettle, said: str) -> None:
    told = settle_sentences(released(safety(settle=settle)))
    assert said in told[-1]
    assert "from 69% to 70%" in told[0]
    assert "to 66%" in told[0]


def test_more_of_the_same_is_never_asked_of_those_who_speak() -> None:
    """MISSION B3: more evidence is listened for; nobody is told to speak more."""
    told = " ".join(settle_sentences(released(safety(settle=SafetySettle("cannot_at_this_pace", None, 40.0)))))
    assert "not about making people speak more" in told


def test_an_answer_too_wide_to_be_one_is_not_called_settled() -> None:
    wide = safety(voice_at=(VoiceAt(0.5, 0.7, 0.45, 0.9),), settle=SafetySettle("settled", 0, 9.0))
    assert settle_sentences(released(wide))[-1].startswith("It is not settled: an answer that may be anything")
    answered = replace(wide, acts=0, made=0, levels={}, spoken=None, answers_used=True)
    assert settle_sentences(released(answered))[-1].startswith("It is not settled: an answer that may be anything")


FIGURE = st.one_of(st.none(), st.floats(0, 1), st.just(math.nan))
ESTIMATE = st.one_of(st.none(), st.builds(Estimate, st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)))


@given(
    p=FIGURE, spoken=ESTIMATE, voice=ESTIMATE, acts=st.integers(0, 40), made=st.integers(0, 60),
    counts=st.booleans(), witnessed=st.booleans(), unsettled=st.integers(0, 9),
    verdict=st.sampled_from(["settled", "possible", "cannot_at_this_pace", "on_the_line", "no_pace"]),
    kind=st.sampled_from(["leader", "team"]), page=st.sampled_from(["", "leader", "team"]), p_trust=st.floats(0, 1),
)  # fmt: skip
def test_any_forecast_can_be_told_without_a_nan_or_a_none_showing(
    p: float | None, spoken: Estimate | None, voice: Estimate | None, acts: int, made: int, counts: bool,
    witnessed: bool, unsettled: int, verdict: str, kind: str, page: str, p_trust: float,
) -> None:  # fmt: skip
    forecast_of_it = safety(
        p_above=p, spoken=spoken, voice=voice, acts=acts, made=made, counts_used=counts, witnessed_only=witnessed,
        unsettled=unsettled, levels={4: acts}, settle=SafetySettle(verdict, 3, 5.0),
    )  # fmt: skip
    told = safety(p_above=p if p is not None and not math.isnan(p) else 0.5)
    found = both(finding("Blue", kind, forecast(p_above=p_trust)), told)
    unit = diagnosis(found).released[0]
    object.__setattr__(unit, "safety", forecast_of_it)
    speaks = Voice(page, unit.id if page else None)
    said = [safety_sentence(unit, speaks), situation_sentence(unit, speaks), *settle_sentences(unit)]
    said.append(half_the_job(unit, speaks) or "Nothing.")
    for sentence in said:
        assert sentence[0].isupper() or sentence[0] == "`"
        assert sentence.endswith(".")
        assert not {"nan", "None", "nan%"} & set(sentence.split())
        assert "  " not in sentence


def test_silence_is_told_as_silence_and_as_too_much_of_it_only_where_it_is() -> None:
    """MISSION S5."""
    silent: dict[str, Any] = {"acts": 0, "made": 0, "levels": {}, "spoken": None}
    assert safety_clause(released(safety(**silent, p_above=0.05))) == (
        "nobody was seen to speak up in what was read, too little for the time there was"
    )
    assert safety_clause(released(safety(**silent, p_above=0.4))) == (
        "nobody was seen to speak up in what was read, in the time there was"
    )
    assert "from silence alone" in safety_sentence(released(safety(**silent))).lower()


def test_one_more_that_changes_nothing_is_told_as_changing_nothing() -> None:
    still = settle_sentences(released(safety(if_met_well=0.69, if_met_badly=0.69)))[0]
    assert still == (
        "One more that is met well would leave speaking up at 69%; one that is held against somebody would leave it "
        "at 69%."
    )
