"""Told acts of which a band alone may be used: as sure as a band is, and no surer (MODEL §3, decision 0045)."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from safety_coverage import ON_US
from safety_pulse import Asked, Pulsed, episodes, held_back, voice
from safety_worlds import LED, drawn

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Floats
from saidanddone.forecast.safety.banded import CUTS, banded_log
from saidanddone.forecast.safety.bank import BANK, BIASES, normal_nodes
from saidanddone.forecast.safety.prepared import prepared
from saidanddone.forecast.safety.responses import COARSE, likelihood
from saidanddone.forecast.safety.rows import Responses
from saidanddone.simulation.speaking import Design, talk
from saidanddone.survey import bands


def told(levels: list[int], cluster: int = 0, leader: bool = False, banded: bool = True) -> Responses:
    n = len(levels)
    return Responses(
        teams=("Atlas",), team=np.zeros(n, np.int64), cluster=np.full(n, cluster), responder=np.full(n, -1),
        role=np.full(n, int(leader)), stage=np.ones(n, np.int64), level=np.array(levels), weight=np.ones(n),
        witnessed=np.zeros(n, bool), at_us=np.full(n, ON_US - DAY_US), channel=np.full(n, 3),
        banded=np.full(n, banded),
    )  # fmt: skip


def plain(n: int, band: int, sigma: float) -> Floats:
    """Every way in which n acts can be met, those of the band summed; the meeting by a fine sum."""
    x = np.linspace(-6.0, 6.0, 241)
    weights = np.exp(-0.5 * x**2) / np.exp(-0.5 * x**2).sum()
    who, each = normal_nodes(25)
    z = COARSE[:, None, None] + sigma * x[:, None] + BANK.responder_sd * who - BANK.delta[1]
    p = (1.0 / (1.0 + np.exp(-BANK.alpha * z))) @ each
    total = np.zeros_like(p)
    for met in product((0, 1), repeat=n):
        if bands.band_of(sum(met) / n, 0.0, 1.0) == band:
            total += p ** sum(met) * (1.0 - p) ** (n - sum(met))
    return np.asarray(np.log(total @ weights))


@pytest.mark.parametrize("band", [0, 1, 2])
def test_a_band_is_as_likely_as_all_the_ways_that_lead_to_it(band: int) -> None:
    levels = {0: [4, 3, 2, 4, 2], 1: [4, 4, 4, 3, 2], 2: [4, 4, 4, 4, 3]}[band]
    found = banded_log(told(levels), COARSE, BANK)
    for k, sigma in enumerate(BANK.sigma):
        exact = plain(5, band, sigma)
        near = (COARSE > -3.0) & (COARSE < 5.0)
        np.testing.assert_allclose(found[k][near], exact[near], atol=2e-3)


def test_bands_part_where_the_survey_parts_them() -> None:
    assert CUTS == bands.CUTS


def test_a_band_tells_less_than_the_levels_that_stand_for_it() -> None:
    levels = [4, 4, 4, 3, 4, 4, 4, 4, 3, 4]
    mix = np.ones((1, 1))
    spread = []
    for banded in (True, False):
        log = likelihood(told(levels, banded=banded), mix, BANK).log[0] - 0.5 * ((COARSE - 0.7) / 0.8) ** 2
        share = np.exp(log - log.max()) / np.exp(log - log.max()).sum()
        spread.append(np.sqrt(share @ COARSE**2 - (share @ COARSE) ** 2))
    assert spread[0] > 1.1 * spread[1]


def test_which_of_a_round_were_met_how_moves_nothing() -> None:
    one, other = (banded_log(told(levels), COARSE, BANK) for levels in ([4, 4, 4, 2, 3], [3, 4, 2, 5, 4]))
    np.testing.assert_array_equal(one, other)


def test_leaders_and_others_are_bands_of_their_own_and_two_rounds_are_told_apart() -> None:
    well, badly = told([4] * 5, leader=True), told([2] * 5)
    both = replace(
        well,
        **{
            name: np.concatenate([getattr(well, name), getattr(badly, name)])
            for name in well.__dataclass_fields__ if name not in ("teams", "channels")
        },
    )  # fmt: skip
    apart = replace(both, cluster=np.repeat([0, 1], 5))
    alone = banded_log(well, COARSE, BANK) + banded_log(badly, COARSE, BANK)
    np.testing.assert_allclose(banded_log(apart, COARSE, BANK), alone)
    np.testing.assert_allclose(banded_log(both, COARSE, BANK)[0], alone[0])  # no meeting to share
    assert np.abs(banded_log(both, COARSE, BANK)[3] - alone[3]).max() > 0.1


def test_intervals_made_of_bands_hold_the_truth() -> None:
    """Taken for levels, what stands for a band held .76 of nine in ten (decision 0045)."""
    found, truth = [], []
    for number in range(10):
        rng = np.random.default_rng([3, number])
        world = drawn(rng, b=float(rng.choice(BIASES)))
        seen = talk(world, Design(teams=8, mix=LED[3], acts=4.0, seen=False), rng)
        asked = Asked(people=8, rounds=3, occasions=2.5, mix=LED[3], banded=True)
        rows = episodes(world, seen, asked, held_back(world, seen, asked, rng)[1], rng)
        found.append(voice(prepared(rows, None), seen, rows, world.b, None, None))
        truth.append(seen.voice)
    it = Pulsed(np.concatenate(found), np.concatenate(truth)).covered()
    assert it.n >= 70
    assert it.within(teams_a_world=1.5), it
    assert it.width < 0.5
