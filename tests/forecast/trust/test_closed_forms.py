"""The members that read only sums: each equals its formula, and those it should agree with."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from forecast.trust.drawn import ledgers, stand
from hypothesis import given, settings
from plain_sums import walked
from scipy.special import betaln
from simulated import ledger, steady

from saidanddone.evidence.tally import HALF_LIVES, RHOS, Rows
from saidanddone.forecast.trust import forgetting, laplace, layered, pooled, population, volume
from saidanddone.forecast.trust.grid import average
from saidanddone.forecast.trust.outlook import likeness
from saidanddone.forecast.trust.panel import CLOSED
from saidanddone.forecast.trust.score import baselines
from saidanddone.forecast.trust.stream import stream
from saidanddone.forecast.trust.sums import Betas, Sums, of_walk

FOREVER = len(HALF_LIVES) - 1


def sums_of(rows: Rows) -> Sums:
    return of_walk(walked(rows))


@given(ledgers())
def test_laplace_is_the_contracts_baseline(rows: Rows) -> None:
    np.testing.assert_allclose(laplace.betas(sums_of(rows)).mean[:, 0], baselines(walked(rows))["laplace"], rtol=1e-12)


@given(ledgers())
def test_everybodys_unaged_mean_is_the_contracts_baseline(rows: Rows) -> None:
    mean = population.betas(sums_of(rows)).mean[:, -1]
    np.testing.assert_allclose(mean, baselines(walked(rows))["population_mean"], rtol=1e-12)


@given(ledgers())
def test_how_alike_units_are_moves_everybodys_interval_and_not_the_mean(rows: Rows) -> None:
    sums = sums_of(rows)
    tight, wide = population.betas(sums, 50.0), population.betas(sums, 2.0)
    np.testing.assert_allclose(tight.mean, wide.mean, rtol=1e-12)
    np.testing.assert_allclose(tight.a + tight.b, 50.0, rtol=1e-12)


@given(ledgers())
def test_who_never_forgets_forecasts_as_laplace_does(rows: Rows) -> None:
    sums, counted = sums_of(rows), forgetting.walk(rows, stream(rows))
    mean = forgetting.betas(sums, counted.kept, counted.total).mean
    np.testing.assert_allclose(mean[:, FOREVER], laplace.betas(sums).mean[:, 0], rtol=1e-12)
    np.testing.assert_allclose(mean[:, -1], laplace.betas(sums).mean[:, 0], rtol=1e-12)


def test_forgetting_by_count_is_the_published_recursion() -> None:
    """Jøsang & Ismail 2002, eq. 13: each new rating fades the earlier ones by λ."""
    y = [1, 0, 1, 1, 0]
    rows = ledger([0] * 5, [0, 2, 4, 6, 8], [1, 3, 5, 7, 9], y)
    counted = forgetting.walk(rows, stream(rows))
    for column, factor in enumerate(forgetting.FACTORS):
        kept = sum(outcome * factor ** (4 - i) for i, outcome in enumerate(y))
        assert counted.unit_kept[0, column] == pytest.approx(kept)
        assert counted.kept[4, column] == pytest.approx((kept - y[4]) / factor)


@given(ledgers())
def test_ratio_and_volume_is_pooling_where_nothing_is_shared(rows: Rows) -> None:
    sums = sums_of(rows)
    shape = (len(rows), len(volume.STRENGTHS), len(HALF_LIVES), len(RHOS), len(volume.EVERYBODY))
    by_volume = volume.betas(sums).mean.reshape(shape)
    unaged = pooled.betas(sums).mean[:, -8:]
    for place, k in enumerate(volume.STRENGTHS):
        at = int(np.log2(k))
        np.testing.assert_allclose(by_volume[:, place, FOREVER, 0, 2], unaged[:, at], rtol=1e-12)


@given(ledgers())
def test_what_shares_its_fate_counts_for_less_the_more_it_shares(rows: Rows) -> None:
    betas = volume.betas(sums_of(rows))
    shape = (len(rows), len(volume.STRENGTHS), len(HALF_LIVES), len(RHOS), len(volume.EVERYBODY))
    assert (np.diff((betas.a + betas.b).reshape(shape), axis=3) <= 1e-12).all()


@given(ledgers(units=1))
def test_in_one_group_that_is_almost_everybody_layers_are_pooling(rows: Rows) -> None:
    sums = sums_of(rows)
    strengths = np.array([1e9])
    group = layered.group_mean(sums, strengths, np.array([FOREVER]))[:, 0, 0]
    np.testing.assert_allclose(group, sums.population()[:, FOREVER], rtol=1e-6)
    layers = layered.betas(sums).mean[:, -20:].reshape(len(rows), 4, 5)
    for place, k in enumerate((2.0, 8.0, 32.0, 128.0)):
        kept, total = sums.unit_kept[:, FOREVER, 0], sums.unit_total[:, FOREVER, 0]
        near = (k * sums.population()[:, FOREVER] + kept) / (k + total)
        # Of everybody's share only Laplace's two imagined outcomes are not this group's own.
        np.testing.assert_allclose(layers[:, place, -1], near, atol=0.02)


@given(ledgers())
def test_every_closed_form_lies_between_its_prior_and_its_record(rows: Rows) -> None:
    sums = sums_of(rows)
    for module in CLOSED.values():
        betas = module.betas(sums)
        assert betas.mean.shape == (len(rows), len(module.prior(sums)))
        assert (betas.a > 0).all()
        assert (betas.b > 0).all()
        assert ((betas.mean > 0) & (betas.mean < 1)).all()


@given(ledgers())
def test_runs_that_differ_only_in_the_priors_mean_merge_into_its_average(rows: Rows) -> None:
    sums = sums_of(rows)
    for module in CLOSED.values():
        betas, starts = module.betas(sums), module.runs(sums)
        size = (betas.a + betas.b)[0]
        weights = module.prior(sums)
        merged, total = betas.merged(weights, starts)
        ends = np.append(starts[1:], len(weights))
        for place, (low, high) in enumerate(zip(starts, ends, strict=True)):
            np.testing.assert_allclose(size[low:high], size[low], rtol=1e-9)
            assert total[place] == pytest.approx(weights[low:high].sum())
            mean = betas.mean[0, low:high] @ weights[low:high] / total[place]
            assert merged.mean[0, place] == pytest.approx(mean)


@pytest.mark.parametrize(("alike", "seed"), list(product((1.0, 8.0, 128.0), (0, 1))))
def test_pooling_finds_the_strength_with_the_greatest_marginal_likelihood(alike: float, seed: int) -> None:
    """Beta-binomial in closed form, at everybody's mean; the record is that likelihood, a verdict at a time."""
    rows, _ = steady(np.random.default_rng(seed), units=60, alike=alike, mean=0.7, promises=25.0, lead=0.01)
    sums, course = sums_of(rows), stream(rows)
    n = len(rows)
    everybody = np.full((n, 1), rows.y.mean())
    strengths = 2.0 ** np.arange(8)
    kept, total = sums.unit_kept[:, FOREVER, :1], sums.unit_total[:, FOREVER, :1]
    by_record = average(lambda i: Betas.of(strengths, everybody[i], kept[i], total[i]).mean, rows.y, course).weights
    of_unit = np.array([[rows.y[rows.unit == u].sum(), (rows.unit == u).sum()] for u in range(len(rows.units))])
    a, b = strengths * rows.y.mean(), strengths * (1 - rows.y.mean())
    evidence = betaln(a + of_unit[:, :1], b + of_unit[:, 1:] - of_unit[:, :1]) - betaln(a, b)
    marginal = evidence.sum(axis=0)
    exact = np.exp(marginal - marginal.max())
    np.testing.assert_allclose(by_record, exact / exact.sum(), atol=0.02)
    unaged = average(lambda i: pooled.betas(sums.take(i)).mean[:, -8:], rows.y, course).weights
    assert abs(int(unaged.argmax()) - int(marginal.argmax())) <= 1


@settings(max_examples=20)
@given(ledgers(least=5))
def test_how_alike_units_have_turned_out_is_one_of_the_strengths_or_between(rows: Rows) -> None:
    assert 1.0 <= likeness(stand(rows)[0]) <= 128.0
