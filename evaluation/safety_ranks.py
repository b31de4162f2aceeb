"""Calibration ranks of the safety forecast: where a team's true ψ falls in what is then believed of it.

If worlds are drawn as the bank's priors say and the sums are right, the place is uniform on 0..1 (Talts et al. 2018,
'Validating Bayesian inference algorithms with simulation-based calibration').
"""

from __future__ import annotations

from typing import Final

import numpy as np
from safety_pulse import Asked, answered, held_back
from safety_worlds import EVEN, LED, drawn

from saidanddone.evidence.tally import Floats, Ints
from saidanddone.forecast.safety import silence
from saidanddone.forecast.safety.bank import BANK, BIASES
from saidanddone.forecast.safety.linking import beside
from saidanddone.forecast.safety.posterior import GRID, believed, fine
from saidanddone.forecast.safety.prepared import Prepared, Unit
from saidanddone.forecast.safety.responses import likelihood
from saidanddone.simulation.speaking import Design, talk

__all__ = ["BINS", "KINDS", "chi_square", "ranks"]

KINDS: Final = ("responses", "counts", "combined", "pulse")
BINS: Final = 20

_MIXES = (EVEN[1], EVEN[3], LED[2], LED[4], LED[5])
_ACTS = (3.0, 8.0, 20.0)
_HOURS = (0.1, 0.3, 1.0)


def ranks(kind: str, n: int, rng: np.random.Generator, teams: int = 3) -> Floats:
    """(n,) places in 0..1, one team of each of n worlds; the others of a world help to learn what it has in common.

    Args:
        kind: ``responses`` (Spoken's ψ + b), ``counts``, ``combined``, or ``pulse`` (combined with answers and with
            what was held back): the last three are Voice's ψ, at the b that is true.
        teams: in each world.
    """
    return np.array([_one(kind, rng, teams) for _ in range(n)])


def _one(kind: str, rng: np.random.Generator, teams: int) -> float:
    at = int(rng.integers(len(BIASES)))
    # What is spoken is read at ψ + b, whose prior has the bank's shift in it.
    world = drawn(rng, b=BANK.spoken_shift if kind == "responses" else BIASES[at])
    design = Design(
        teams=teams,
        meetings=int(rng.choice([2, 5, 10])),
        mix=_MIXES[rng.integers(len(_MIXES))],
        acts=float(rng.choice(_ACTS)) if kind == "responses" else None,
        exposure=(float(rng.choice(_HOURS)), 0.0),
        seen=kind != "responses",
    )
    seen = talk(world, design, rng)
    used = silence.sources_used(seen.silences)
    units = []
    for team in range(teams):
        rows = seen.responses.of((seen.responses.team == team) & (kind != "counts"))
        people = len(np.unique(rows.responder))
        found = fine(likelihood(rows, np.eye(people + 1)[:1], BANK))
        units.append(Unit(rows, found, silence.counts(seen.silences, team, used, GRID), ("all",)))
    ready = Prepared(tuple(units), (True,) * teams, 0.5, silence.hyper_weights(used), BANK)
    answers = held = None
    if kind == "pulse":
        asked = Asked(people=int(rng.choice([6, 25])), rounds=2, occasions=float(rng.choice([0.3, 1.0])))
        answers, held = answered(world, seen, asked, rng), held_back(world, seen, asked, rng)[0]
    along = beside(ready, answers, held).factors
    common = ready.common(along)
    first = believed(units[0].found, units[0].silent, common, BANK, among=True, beside=along[0])
    if kind == "responses":
        weights, truth = first.spoken.sum(axis=0), seen.safety[0] + world.b
    else:
        weights, truth = first.voice[at].sum(axis=0), seen.safety[0]
    return float(np.interp(truth, GRID, np.cumsum(weights) - 0.5 * weights, left=0.0, right=1.0))


def chi_square(places: Floats, bins: int = BINS) -> tuple[float, float, Ints]:
    """χ² of uniformity on ``bins`` − 1 degrees of freedom, its p, and the counts."""
    from scipy.special import gammaincc

    counts = np.bincount(np.minimum((places * bins).astype(int), bins - 1), minlength=bins)
    even = len(places) / bins
    found = float(((counts - even) ** 2 / even).sum())
    return found, float(gammaincc((bins - 1) / 2.0, found / 2.0)), counts
