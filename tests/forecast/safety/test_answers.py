"""Answers and what was held back beside behaviour: laws, exact sums, what they may move (MODEL §3, §6, S10)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safety_coverage import ON_US
from safety_pulse import Asked, Pulsed, U, answered, voice
from safety_worlds import LED, usual

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Floats
from saidanddone.forecast.safety.bank import BANK, BIASES, GAMMA_WEIGHTS, GAMMAS
from saidanddone.forecast.safety.forecast import forecasts
from saidanddone.forecast.safety.held_back import SPOKE, TEAM_SD, X, along_held_back
from saidanddone.forecast.safety.linking import FEWEST_TO_LEARN, R_WEIGHTS, R, along, beside, expected_u
from saidanddone.forecast.safety.prepared import Prepared, prepared
from saidanddone.forecast.safety.result import SafetyForecast
from saidanddone.forecast.safety.rows import Answers, HeldBack, Responses
from saidanddone.simulation.speaking import Design, Talk, talk

FEW = settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
SLACK = 1e-5
TEAMS = 4
"""Of the small organisation; the first is the one asked about."""
MANY = FEWEST_TO_LEARN + 6


def said(at: Floats, error: float = 0.5) -> Answers:
    """Answers that put each team there, give or take."""
    return Answers(U, np.exp(-0.5 * ((U - np.asarray(at)[:, None]) / error) ** 2))


@cache
def small() -> tuple[Talk, Prepared]:
    seen = talk(usual(), Design(teams=TEAMS, mix=LED[2], exposure=(0.3, 0.0)), np.random.default_rng(5))
    return seen, prepared(seen.responses, seen.silences)


@cache
def large() -> tuple[Talk, Prepared]:
    seen = talk(usual(), Design(teams=MANY, acts=25.0, seen=False), np.random.default_rng(9))
    return seen, prepared(seen.responses, seen.silences)


def told(answers: Answers | None = None, held: HeldBack | None = None) -> SafetyForecast:
    """The first of four teams, beside the other three."""
    seen, ready = small()
    found = forecasts(seen.responses, seen.silences, answers=answers, held=held, on_us=ON_US, ready=ready)
    return found[seen.responses.teams[0]].research_only


def voices(it: SafetyForecast) -> Floats:
    assert it.voice is not None
    assert it.p_above is not None
    return np.array([it.p_above, it.voice.mean, *(one.mean for one in it.voice_at)])


STANDS = st.floats(-2.0, 2.0)
OTHERS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=TEAMS - 1, max_size=TEAMS - 1)
OCCASIONS = st.integers(0, 40)


def kept_back(own: tuple[int, int], others: list[tuple[int, int]]) -> HeldBack:
    made, held = np.array([own, *others], dtype=float).T
    return HeldBack(made, held)


@FEW
@given(STANDS, st.floats(0.1, 2.0), st.lists(STANDS, min_size=TEAMS - 1, max_size=TEAMS - 1))
def test_better_answers_never_lower_voice(at: float, more: float, others: list[float]) -> None:
    before, after = told(said(np.array([at, *others]))), told(said(np.array([at + more, *others])))
    assert (voices(after) >= voices(before) - SLACK).all()
    assert after.answers_used


@FEW
@given(OCCASIONS, OCCASIONS, st.integers(1, 10), OTHERS)
def test_more_held_back_never_raises_voice(made: int, held: int, more: int, others: list[tuple[int, int]]) -> None:
    before, after = told(held=kept_back((made, held), others)), told(held=kept_back((made, held + more), others))
    assert (voices(after) <= voices(before) + SLACK).all()
    assert not after.answers_used


@FEW
@given(st.integers(1, 40), OCCASIONS, OTHERS, st.sampled_from([4, 5]))
def test_one_more_act_that_was_made_and_met_well_never_lowers_voice_or_spoken(
    made: int, held: int, others: list[tuple[int, int]], level: int
) -> None:
    """The act stands in both: among those made, and among those that were met."""
    seen, _ = small()
    acts = seen.responses
    one = np.flatnonzero(acts.team == 0)[:1]
    found = []
    for more in (0, 1):
        extra = {
            name: np.concatenate([getattr(acts, name), getattr(acts, name)[one][:more]])
            for name in ("team", "cluster", "responder", "role", "stage", "weight", "witnessed", "at_us", "channel")
        }
        rows = replace(acts, **extra, level=np.concatenate([acts.level, np.full(more, level)]))
        back = kept_back((made + more, held), others)
        found.append(forecasts(rows, seen.silences, held=back, on_us=ON_US)[acts.teams[0]].research_only)
    before, after = found
    assert (voices(after) >= voices(before) - SLACK).all()
    assert after.spoken is not None
    assert before.spoken is not None
    # One more act also moves which rungs are asked of and who answers: by how much, is another law's business.
    assert after.spoken.mean >= before.spoken.mean - 0.01


@FEW
@given(st.lists(STANDS, min_size=TEAMS, max_size=TEAMS), OTHERS)
def test_answers_and_what_was_held_back_leave_spoken_as_it_is(at: list[float], others: list[tuple[int, int]]) -> None:
    """Spoken is of acts that were made, and is scored on them: responses alone move it (MODEL §2)."""
    with_all, without = told(said(np.array(at)), kept_back((5, 9), others)), told()
    assert with_all.spoken == without.spoken
    assert with_all.stages == without.stages
    assert with_all.counts_used == without.counts_used


def test_where_nothing_may_be_used_of_the_answers_nothing_moves() -> None:
    """Below five respondents a team's row is ones (PRIVACY)."""
    nothing = Answers(U, np.ones((TEAMS, len(U))))
    none_told = HeldBack(np.zeros(TEAMS), np.zeros(TEAMS))
    assert told(nothing, none_told) == told()


def test_twice_as_sure_answers_cannot_make_the_forecast_surer_than_the_link_between_them_allows() -> None:
    """r is not known, so that no number of answers stands for behaviour."""
    few, endless = told(said(np.zeros(TEAMS), 0.5)), told(said(np.zeros(TEAMS), 0.06))
    alone = told()
    assert alone.width is not None
    assert few.width is not None
    assert endless.width is not None
    assert endless.width > 0.75 * alone.width
    assert few.width < alone.width


def test_a_team_that_only_answered_is_told_and_stays_uncertain() -> None:
    seen, _ = small()
    rows = seen.responses.of(seen.responses.team != 0)
    found = forecasts(rows, None, answers=said(np.array([1.5, 0.0, 0.0, 0.0])), on_us=ON_US)
    one, other = (found[seen.responses.teams[k]].research_only for k in (0, 1))
    assert one.answers_used
    assert one.state == "uncertain"
    assert one.spoken is None
    assert one.voice is not None
    assert other.width is not None
    assert one.width is not None
    assert one.width > other.width


def test_a_team_without_anything_is_not_told_for_what_others_answered() -> None:
    seen, _ = small()
    rows = seen.responses.of(seen.responses.team != 0)
    at = said(np.array([0.0, 1.0, 0.0, 0.0]))
    at.likelihood[0] = 1.0
    assert forecasts(rows, None, answers=at, on_us=ON_US)[seen.responses.teams[0]].research_only.state == "none"


def test_the_link_is_the_plain_integral_over_u() -> None:
    """L(z) = ∫ L(u) N(u; r z, 1 − r²) du for each r, against sums on a far finer grid (MODEL §3)."""
    answers = said(np.array([0.7]), 0.4)
    found = along(answers)[0]
    fine = np.linspace(-12.0, 12.0, 48001)
    likelihood = np.exp(-0.5 * ((fine - 0.7) / 0.4) ** 2)
    z = 0.05 * np.arange(-120, 121)
    for k, r in enumerate(R):
        for place in (40, 100, 120, 135, 180):
            near = np.exp(-0.5 * (fine - r * z[place]) ** 2 / (1.0 - r**2))
            assert found[k, place] == pytest.approx((likelihood * near).sum() / near.sum(), abs=1e-6)


def test_what_was_held_back_is_summed_out_as_plain_sums_do() -> None:
    """Two teams: c, γ, what each makes of it, and the other's own place, one after another (docs/decisions/0045)."""
    rng = np.random.default_rng(3)
    n = 200_000
    gamma = rng.choice(GAMMAS, n, p=np.asarray(GAMMA_WEIGHTS) / np.sum(GAMMA_WEIGHTS))
    c = SPOKE[0] + SPOKE[1] * rng.standard_normal(n)
    own, other = TEAM_SD * rng.standard_normal((2, n))
    apart = rng.choice(BANK.t, n, p=np.asarray(BANK.t_weights)) * rng.standard_normal(n)

    def chance(at: Floats, made: int, held: int) -> Floats:
        return np.asarray(-made * np.logaddexp(0.0, -at) - held * np.logaddexp(0.0, at))

    of_other = np.exp(chance(c + other + gamma * apart, 9, 6))
    at = [100, 150, 180, 200, 230, 260]
    plain = np.array([(of_other * np.exp(chance(c + own + gamma * X[k], 3, 8))).sum() for k in at])
    ours = along_held_back(HeldBack(np.array([3.0, 9.0]), np.array([8.0, 6.0])), BANK)[0, at]
    np.testing.assert_allclose(ours / ours.max(), plain / plain.max(), atol=0.02)


def test_expected_answers_follow_behaviour_and_know_nothing_of_a_team_nobody_saw() -> None:
    seen, _ = small()
    rows = seen.responses.of(seen.responses.team != 0)
    ready = prepared(rows, None)
    weights = expected_u(ready, U)
    np.testing.assert_allclose(weights.sum(axis=1), 1.0)
    normal = np.exp(-0.5 * U**2)
    np.testing.assert_allclose(weights[0], normal / normal.sum(), atol=2e-3)
    share = [np.mean(rows.level[rows.team == team] >= 4) for team in range(1, TEAMS)]
    best, worst = 1 + int(np.argmax(share)), 1 + int(np.argmin(share))
    assert weights[best] @ U > weights[worst] @ U
    assert (weights[best] @ U**2 - (weights[best] @ U) ** 2) < 1.0 + 1e-6


def test_with_thirty_teams_answers_count_by_how_well_they_foretold_the_others() -> None:
    seen, ready = large()
    z = (seen.safety - usual().mean) / usual().spread
    rng = np.random.default_rng(2)
    alike, unlike = said(0.9 * z), said(rng.permutation(0.9 * z))

    def width(answers: Answers, learn: bool) -> float:
        factors = beside(ready, answers, None, learn=learn).factors
        assert all(one is not None for one in factors)
        # How sharp the factor is at T = .9: the spread of z it leaves to a team of which nothing else is known.
        row = BANK.mu.index(0.7) * len(BANK.t) + BANK.t.index(0.9)
        psi = -5.0 + 0.025 * np.arange(481)
        spreads = []
        for one in factors:
            assert one is not None
            p = one[row] * np.exp(-0.5 * ((psi - 0.7) / 0.9) ** 2)
            p = p / p.sum()
            spreads.append(np.sqrt(p @ psi**2 - (p @ psi) ** 2))
        return float(np.mean(spreads))

    assert width(alike, True) < 0.9 * width(alike, False)
    assert width(unlike, True) > 1.05 * width(unlike, False)
    assert sum(R_WEIGHTS) == 1.0


def test_with_fewer_teams_nothing_is_learned_of_how_far_answers_foretell_behaviour() -> None:
    _, ready = small()
    answers = said(np.array([1.0, 0.5, -0.5, -1.0]))
    for one, other in zip(beside(ready, answers, None).factors, beside(ready, answers, None, learn=False).factors,
                          strict=True):  # fmt: skip
        np.testing.assert_array_equal(one, other)


def test_what_is_not_of_this_form_is_refused() -> None:
    ones = np.ones((2, 3))
    for u, likelihood in (
        (np.array([-1.0, 0.5, 1.0]), ones), (np.array([1.0, 0.0, -1.0]), ones), (np.array([0.5, 1.0, 1.5]), ones),
        (np.array([-1.0, 0.0, 1.0]), np.ones((2, 4))), (np.array([-1.0, 0.0, 1.0]), np.zeros((2, 3))),
        (np.array([-1.0, 0.0, 1.0]), -ones),
    ):  # fmt: skip
        with pytest.raises(ValueError, match="Answers"):
            Answers(u, likelihood)
    for made, held in (
        (np.zeros(2), np.zeros(3)),
        (np.array([-1.0]), np.zeros(1)),
        (np.zeros((1, 1)), np.zeros((1, 1))),
    ):
        with pytest.raises(ValueError, match="HeldBack"):
            HeldBack(made, held)


def test_no_repr_tells_what_was_answered() -> None:
    assert "0.5" not in repr(said(np.array([0.5]))) + repr(HeldBack(np.array([0.5]), np.array([0.5])))


def test_reports_of_a_pulse_stand_beside_meetings_as_a_source_of_their_own() -> None:
    """Where the two disagree, both are told."""
    n = 24
    rows = Responses(
        teams=("Atlas",), team=np.zeros(n, np.int64), cluster=np.arange(n), responder=np.full(n, -1),
        role=np.ones(n, np.int64), stage=np.ones(n, np.int64), level=np.repeat([5, 1], n // 2), weight=np.ones(n),
        witnessed=np.zeros(n, bool), at_us=np.full(n, ON_US - DAY_US), channel=np.repeat([0, 3], n // 2),
    )  # fmt: skip
    channels = forecasts(rows, None, on_us=ON_US)["Atlas"].research_only.channels
    assert [(one.channel, one.acts, one.disagrees) for one in channels] == [("meeting", 12, True), ("pulse", 12, True)]


def test_answers_that_tell_of_safety_make_voice_surer_and_nearer_the_truth() -> None:
    """MODEL §2: .047 to .045 with five answers; here few acts, and answers that tell most of what there is."""
    alone, with_answers, truth = [], [], []
    for number in range(6):
        rng = np.random.default_rng([17, number])
        world = usual(mean=0.7, b=BIASES[1])
        seen = talk(world, Design(teams=8, mix=LED[2], acts=5.0, seen=False), rng)
        ready = prepared(seen.responses, None)
        asked = answered(world, seen, Asked(people=25, r=0.8), rng)
        alone.append(voice(ready, seen, seen.responses, world.b, None, None))
        with_answers.append(voice(ready, seen, seen.responses, world.b, asked, None))
        truth.append(seen.voice)
    before, after = (
        Pulsed(np.concatenate(one), np.concatenate(truth)).covered() for one in (alone, with_answers)
    )  # fmt: skip
    assert after.width < 0.98 * before.width
    assert after.rmse < 0.95 * before.rmse


def test_half_a_point_more_in_everybodys_answers_moves_next_to_nothing() -> None:
    """Through the survey's own sums: what all answer alike says where all stand, and of no team (MODEL §3)."""
    seen, ready = large()
    world = usual()
    some, more = (
        voice(ready, seen, seen.responses, BIASES[1],
              answered(world, seen, Asked(people=25, r=0.8, shift=shift), np.random.default_rng(4)), None)
        for shift in (0.0, 0.5)
    )  # fmt: skip
    without = voice(ready, seen, seen.responses, BIASES[1], None, None)
    assert np.abs(some - without)[:, 0].mean() > 0.01
    assert np.abs(more - some)[:, 0].mean() < 0.004
