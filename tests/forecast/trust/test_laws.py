"""Laws of MODEL §6, with everything learned held fixed: what one more promise, or more of the same, may do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from forecast.trust.drawn import among, asked_again, ledgers, stand, the_day_after, walk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_sums import tallied
from simulated import ledger, steady

from saidanddone.evidence.tally import Floats, Rows
from saidanddone.forecast.trust import context, forgetting, laplace, logistic_filter, population, stack
from saidanddone.forecast.trust.outlook import State, components, forecast, outlook, state_of
from saidanddone.forecast.trust.panel import CLOSED, NAMES, Walk

FEW = settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])


def by_member(walk: Walk, state: State) -> dict[str, Floats]:
    """What each member says of every unit, by its own formula."""
    readings = stack.readings(state.sums)
    both = np.concatenate([readings, state.circumstances], axis=1)
    said = {
        population.NAME: population.betas(state.sums).mean,
        laplace.NAME: laplace.betas(state.sums).mean,
        forgetting.NAME: forgetting.betas(state.sums, state.counted_kept, state.counted_total).mean,
        **{name: module.betas(state.sums).mean for name, module in CLOSED.items()},
        logistic_filter.NAME: logistic_filter.logistic_normal_mean(state.z_mean, state.z_variance),
        context.NAME: walk.learned[context.NAME].at(context.features(readings, state.circumstances)),
        stack.NAME: walk.learned[stack.NAME].at(readings),
        stack.CONTEXT_NAME: walk.learned[stack.CONTEXT_NAME].at(both),
    }
    return {name: p @ walk.grids[name] for name, p in said.items()}


@FEW
@given(ledgers(), st.integers(1, 12))
def test_one_more_kept_never_lowers_what_any_member_says_and_one_more_broken_never_raises_it(
    rows: Rows, times: int
) -> None:
    walk, _, state = stand(rows)
    for y, better in ((1.0, 1), (0.0, -1)):
        now = state
        for _ in range(times):
            after = now.after(y)
            before, said = by_member(walk, now), by_member(walk, after)
            for name in NAMES:
                assert (better * (said[name] - before[name]) >= -1e-9).all(), name
            assert (better * (forecast(walk, after) - forecast(walk, now)) >= -1e-9).all()
            now = after


def test_even_where_who_kept_the_last_breaks_the_next_one_more_kept_lowers_no_member() -> None:
    """Learned freely, a stack would turn one's own record round here."""
    made = np.tile(np.arange(150) * 3.0, 4)
    rows = ledger(np.repeat(np.arange(4), 150), made, made + 1.0, (np.arange(600) + np.arange(600) // 150) % 2)
    walk, _, state = stand(rows)
    before, after = by_member(walk, state), by_member(walk, state.after(1.0))
    for name in NAMES:
        assert (after[name] >= before[name] - 1e-9).all(), name


@FEW
@given(ledgers(), st.sampled_from([0.0, 1.0]))
def test_what_a_forecast_rests_on_never_shrinks_with_one_more_outcome(rows: Rows, y: float) -> None:
    walk, _, state = stand(rows)
    for before, after in zip(components(walk, state), components(walk, state.after(y)), strict=True):
        if before.normal:
            assert (after.b <= before.b).all()
        elif before.a.shape[1] != len(forgetting.FACTORS) + len(state.sums.half_lives):
            assert (after.a + after.b >= before.a + before.b - 1e-9).all()
        else:
            # Forgetting by count holds at most 1/(1 − λ) outcomes; below that it never shrinks either.
            full = 1.0 / np.maximum(1.0 - forgetting.FACTORS, 1e-9)
            full = np.append(np.full(len(state.sums.half_lives), np.inf), full)
            held = before.a + before.b - 2.0
            assert (after.a + after.b >= before.a + before.b - 1e-9)[held <= full].all()


def two_units(kept: int, times: tuple[int, int]) -> Rows:
    """Among ten others, two units that kept ``kept`` of five, one ``times`` as often as the other, over two years."""
    rng = np.random.default_rng(3)
    others, _ = steady(rng, units=10, alike=6.0, mean=0.75, promises=15.0)
    unit, made, y = [], [], []
    for code, often in enumerate(times):
        n = 5 * often
        unit += [code] * n
        made += list(np.linspace(1.0, 719.0, n))
        y += ([1] * kept + [0] * (5 - kept)) * often
    began = others.made_us.min()
    days = (others.made_us - began) / 86_400e6
    return ledger(np.r_[unit, others.unit + 2], np.r_[made, days], np.r_[made, days] + 14.0, np.r_[y, others.y])


@pytest.mark.parametrize("kept", [1, 3, 4])
def test_the_same_ratio_with_more_volume_is_surer(kept: int) -> None:
    walk, _, state = stand(two_units(kept, (2, 30)))
    rate = outlook(walk, state).rate
    width = rate.quantile(0.95) - rate.quantile(0.05)
    assert width[1] < 0.7 * width[0]


@pytest.mark.parametrize("kept", [5, 4])
def test_the_same_good_ratio_with_more_volume_has_the_higher_cautious_bound(kept: int) -> None:
    walk, _, state = stand(two_units(kept, (1, 30)))
    cautious = outlook(walk, state).rate.quantile(0.05)
    assert cautious[1] > cautious[0]


@FEW
@given(ledgers(), st.floats(1.0, 300.0))
def test_an_outlook_is_what_a_walk_would_have_said_of_a_promise_made_that_day(rows: Rows, later: float) -> None:
    """Members without context say the same to rounding; those with it differ only in the circumstances imagined."""
    on_us = the_day_after(rows, later)
    done, _, state = stand(rows, on_us)
    longer = asked_again(rows, on_us)
    asked = walk(longer).members[len(rows) :]
    said = by_member(done, state)
    met = np.isin(np.arange(len(rows.units)), rows.unit)
    for k, name in enumerate(NAMES):
        if name in (context.NAME, stack.NAME, stack.CONTEXT_NAME):
            continue
        np.testing.assert_allclose(said[name][met], asked[met, k], rtol=2e-5, err_msg=name)
    k = NAMES.index(stack.NAME)
    # Until the promise its weights drift on, and are a little less sure.
    np.testing.assert_allclose(said[stack.NAME][met], asked[met, k], atol=0.03)


@FEW
@given(ledgers())
def test_the_rate_is_moved_until_its_mean_is_the_forecast(rows: Rows) -> None:
    walk, _, state = stand(rows)
    look = outlook(walk, state)
    np.testing.assert_allclose(look.rate.mean(), look.p, atol=1e-4)
    np.testing.assert_allclose(look.p, forecast(walk, state))


def test_a_unit_that_a_sample_left_out_is_forecast_from_its_sums() -> None:
    rows, _ = steady(np.random.default_rng(2), units=12, alike=3.0, mean=0.7, promises=30.0)
    inside = rows.unit < 6
    some = replace(among(rows, np.flatnonzero(inside)), units=rows.units[:6])
    tallies = tallied(rows, the_day_after(rows))
    sampled = walk(some)
    state = state_of(sampled, tallies)
    look = outlook(sampled, state)
    assert state.walked.tolist() == [True] * 6 + [False] * 6
    share = tallies.kept[:, -1, 0] / tallies.total[:, -1, 0]
    left_out = np.arange(12) >= 6
    much = left_out & (tallies.total[:, -1, 0] > 20)
    assert much.any()
    assert (np.abs(look.p - share)[much] < 0.12).all()
    assert (look.rate.quantile(0.05)[much] < share[much]).all()
