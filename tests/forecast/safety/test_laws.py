"""Laws of MODEL §6, what teams have in common held fixed: what one more good answer, or silence, may do (S1–S9)."""

from __future__ import annotations

from dataclasses import fields
from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safety_coverage import ON_US
from safety_worlds import LED, SOURCES, usual

from saidanddone.evidence.act import STAGES
from saidanddone.evidence.outcome import DAY_US
from saidanddone.forecast.safety.forecast import forecasts, learn
from saidanddone.forecast.safety.posterior import Learned
from saidanddone.forecast.safety.result import SafetyForecast
from saidanddone.forecast.safety.rows import Responses, Silences
from saidanddone.simulation.speaking import Design, talk

FEW = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
SLACK = 1e-5
"""Shares are read off a grid: what is equal may differ by this."""

Act = tuple[int, int, int, int]
ACTS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 1), st.integers(0, 3), st.integers(1, 5)), min_size=1, max_size=10
)
"""Meeting, responder, rung, level."""
EXPOSURES = st.floats(0.05, 20.0)


@cache
def common(counted: bool) -> tuple[Learned, float]:
    """What eight other teams have in common, learned once."""
    design = Design(teams=8, mix=LED[2], exposure=(0.5, 0.0), seen=counted)
    others = talk(usual(), design, np.random.default_rng(8))
    return learn(others.responses, others.silences)


def rows(acts: list[Act]) -> Responses:
    table = np.array(acts, np.int64).reshape(-1, 4)
    n = len(table)
    return Responses(
        teams=("Atlas",),
        team=np.zeros(n, np.int64),
        cluster=table[:, 0],
        responder=table[:, 1],
        role=1 - table[:, 1],
        stage=table[:, 2],
        level=table[:, 3],
        weight=np.ones(n),
        witnessed=np.zeros(n, bool),
        at_us=np.full(n, ON_US - DAY_US),
        channel=np.zeros(n, np.int64),
    )


def counts(acts: list[Act], exposure: float) -> Silences:
    said = np.bincount([stage for _, _, stage, _ in acts], minlength=len(STAGES)).astype(float)
    made = np.zeros((1, len(SOURCES), len(STAGES)))
    made[0, 0] = said
    return Silences(acts=made, exposure=np.array([[exposure, 0.0]]))


def told(acts: list[Act], exposure: float | None = None) -> SafetyForecast:
    silences = None if exposure is None else counts(acts, exposure)
    found = forecasts(rows(acts), silences, on_us=ON_US, learned=common(exposure is not None), frozen=True)
    return found["Atlas"].research_only


def voices(it: SafetyForecast) -> np.ndarray:
    assert it.voice is not None
    assert it.p_above is not None
    return np.array([it.p_above, it.voice.mean, *(one.mean for one in it.voice_at)])


def spoken(it: SafetyForecast) -> float:
    assert it.spoken is not None
    return it.spoken.mean


@FEW
@given(ACTS, st.integers(0, 9), st.sampled_from([4, 5]))
def test_one_more_act_met_well_never_lowers_spoken_or_voice(acts: list[Act], like: int, level: int) -> None:
    """The one more is like one there was, and the mixes of who answers and what is asked are told alike."""
    meeting, responder, stage, _ = acts[like % len(acts)]
    acts = [(m, responder, stage, lev) for m, _, _, lev in acts]
    before, after = told(acts), told([*acts, (meeting, responder, stage, level)])
    assert (voices(after) >= voices(before) - SLACK).all()
    for now, then in zip(after.stages, before.stages, strict=True):
        assert now.mean >= then.mean - SLACK


@FEW
@given(ACTS, st.integers(0, 9))
def test_one_more_act_punished_never_raises_spoken_or_voice(acts: list[Act], like: int) -> None:
    meeting, responder, stage, _ = acts[like % len(acts)]
    acts = [(m, responder, stage, lev) for m, _, _, lev in acts]
    before, after = told(acts), told([*acts, (meeting, responder, stage, 1)])
    assert (voices(after) <= voices(before) + SLACK).all()
    for now, then in zip(after.stages, before.stages, strict=True):
        assert now.mean <= then.mean + SLACK


@FEW
@given(ACTS, st.integers(0, 9), st.integers(1, 3), st.sampled_from([4, 5]))
def test_had_an_act_been_met_well_instead_no_forecast_would_be_lower(
    acts: list[Act], which: int, was: int, level: int
) -> None:
    """With whatever mix of people and rungs there is: the acts are the same, but for how one was met."""
    which %= len(acts)
    worse = [act if k != which else (*act[:3], was) for k, act in enumerate(acts)]
    better = [act if k != which else (*act[:3], level) for k, act in enumerate(acts)]
    before, after = told(worse), told(better)
    assert (voices(after) >= voices(before) - SLACK).all()
    assert spoken(after) >= spoken(before) - SLACK


@FEW
@given(ACTS, EXPOSURES, st.floats(1.0, 8.0))
def test_more_silence_never_raises_voice_and_leaves_spoken(acts: list[Act], exposure: float, times: float) -> None:
    """The same acts in more hours together: more was left unsaid (S5)."""
    before, after = told(acts, exposure), told(acts, exposure * times)
    assert (voices(after) <= voices(before) + SLACK).all()
    assert spoken(after) == pytest.approx(spoken(before), abs=1e-12)


@FEW
@given(ACTS, EXPOSURES)
def test_twice_the_exposure_lowers_voice(acts: list[Act], exposure: float) -> None:
    before, after = told(acts, exposure), told(acts, 2.0 * exposure)
    assert before.voice is not None
    assert after.voice is not None
    assert after.voice.mean < before.voice.mean


@FEW
@given(EXPOSURES, st.floats(1.0, 8.0))
def test_a_team_that_says_nothing_is_not_thought_safer_for_saying_it_longer(exposure: float, times: float) -> None:
    assert (voices(told([], exposure * times)) <= voices(told([], exposure)) + SLACK).all()
    assert told([], exposure).spoken is None


def test_without_exposure_silence_says_nothing() -> None:
    """No E, no count likelihood: the acts of a source whose exposure nobody knows move nothing."""
    acts: list[Act] = [(0, 0, 1, 4), (1, 0, 2, 2)]
    silences = Silences(acts=np.full((1, 2, 4), 9.0), exposure=np.zeros((1, 2)))
    with_counts = forecasts(rows(acts), silences, on_us=ON_US)["Atlas"].research_only
    without = forecasts(rows(acts), None, on_us=ON_US)["Atlas"].research_only
    assert with_counts.counts_used is False
    np.testing.assert_array_equal(voices(with_counts), voices(without))


def test_nothing_that_is_no_act_can_enter_the_forecast() -> None:
    """Adding messages moves neither half: what the model takes has no place for them, only for acts and exposure."""
    assert {field.name for field in fields(Responses)} == {
        "teams", "team", "cluster", "responder", "role", "stage", "level", "weight", "witnessed", "at_us", "channel",
        "channels", "banded",
    }  # fmt: skip
    assert {field.name for field in fields(Silences)} == {"acts", "exposure", "heard", "sources"}


def test_ten_acts_of_ten_validated_read_as_a_team_that_meets_acts_well() -> None:
    """Validated is as good as it gets for the forecast: encouraged adds nothing to it, and takes nothing from it."""
    validated, encouraged = (told([(k % 4, 0, 1, level) for k in range(10)]) for level in (4, 5))
    assert spoken(validated) == spoken(encouraged) > 0.8


@FEW
@given(ACTS)
def test_what_one_more_act_would_do_lies_on_either_side(acts: list[Act]) -> None:
    it = told(acts)
    assert it.if_met_well is not None
    assert it.if_met_badly is not None
    assert it.if_met_badly <= spoken(it) + SLACK
    assert it.if_met_well >= spoken(it) - SLACK
