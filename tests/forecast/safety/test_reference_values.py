"""The forecast's quick sums beside plain quadrature over every responder and meeting (MODEL §2, 'exact grid')."""

from __future__ import annotations

import numpy as np
import pytest
from safety_exact import log_likelihood
from safety_worlds import usual

from saidanddone.evidence.tally import Floats
from saidanddone.forecast.safety.bank import BANK
from saidanddone.forecast.safety.responses import COARSE, likelihood
from saidanddone.simulation.speaking import Design, talk


def beside(log: Floats) -> Floats:
    """A posterior on the coarse grid under a plain prior, so that likelihoods are compared where they matter."""
    log = log - 0.5 * ((COARSE - 0.7) / 0.8) ** 2
    share = np.exp(log - log.max())
    return np.asarray(share / share.sum())


@pytest.mark.parametrize("meeting_sd", BANK.sigma)
@pytest.mark.parametrize("mean", [-1.5, 0.7, 2.5])
def test_responders_and_meetings_are_summed_out_as_plain_quadrature_does(meeting_sd: float, mean: float) -> None:
    world = usual(meeting_sd=meeting_sd, mean=mean)
    design = Design(teams=1, meetings=3, mix=(0.7, 0.3), acts=8.0, seen=False)
    rows = talk(world, design, np.random.default_rng(4)).responses
    met = np.bincount(np.unique(rows.responder, return_inverse=True)[1]) / len(rows)
    assert len(met) == 2
    quick = likelihood(rows, np.append(met, 0.0)[None], BANK)
    at = BANK.sigma.index(meeting_sd)
    log, effects = log_likelihood(rows, COARSE, world, nodes=21)
    exact, ours = beside(log), beside(quick.log[at])
    assert np.abs(exact - ours).sum() / 2.0 < 0.02
    assert (exact - ours) @ COARSE == pytest.approx(0.0, abs=0.01)
    assert ours @ quick.mean[0, at] == pytest.approx(exact @ (met @ effects), abs=0.03)


def test_a_level_that_is_a_weak_sign_counts_for_as_much_of_one() -> None:
    """Two rows of weight one half, alike in everything, are one row."""
    world = usual()
    rows = talk(world, Design(teams=1, meetings=2, acts=6.0, seen=False), np.random.default_rng(1)).responses
    twice = rows.of(np.repeat(np.arange(len(rows)), 2))
    halved = type(rows)(
        **{name: getattr(twice, name) for name in rows.__dataclass_fields__ if name != "weight"},
        weight=np.full(len(twice), 0.5),
    )
    mix = np.array([[1.0, 0.0]])
    np.testing.assert_allclose(likelihood(halved, mix, BANK).log, likelihood(rows, mix, BANK).log, atol=1e-9)
