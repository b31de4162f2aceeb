"""How right the probabilities of the four situations are, on teams whose trust and safety are known.

Safety is the product's own forecast of simulated acts; trust is the Beta posterior of a rate under the very prior it
was drawn from (the panel's own intervals: ``check_interval_coverage.py``). The situation is the product of the two:
right where the axes are independent; at a correlation of .5 it is asked how wrong it gets.
"""

from __future__ import annotations

import sys

import numpy as np
from safety_coverage import said
from safety_worlds import LED, drawn

from saidanddone.evidence.act import STAGES
from saidanddone.evidence.tally import Floats
from saidanddone.forecast.quadrant import SITUATIONS, situation
from saidanddone.forecast.safety import silence
from saidanddone.forecast.safety.bank import BANK, BIASES
from saidanddone.forecast.safety.posterior import GRID, believed, fine, learned_from
from saidanddone.forecast.safety.reading import Reading, Spread
from saidanddone.forecast.safety.responses import likelihood
from saidanddone.simulation.speaking import Design, Talk, talk

WORLDS = 250
TEAMS = 16
SEED = 77
ALIKE, MEAN = 6.0, 0.75
"""Rates kept are Beta(4.5, 1.5): what the intervals of trust are checked on."""
PROMISES = 8.0
LINES = {"trust_line": 0.8, "safety_line": 0.5}
MOST = {0.0: 0.02, 0.5: 0.05}
"""Calibration error allowed, by correlation of the axes (MODEL §4)."""


def rates(rng: np.random.Generator, safety: Floats, correlation: float) -> Floats:
    """Rates kept whose normal scores correlate so with safety's within a world; each Beta(4.5, 1.5)."""
    from scipy.special import betaincinv, ndtr

    z = correlation * safety + np.sqrt(1.0 - correlation**2) * rng.standard_normal(safety.shape)
    return np.asarray(betaincinv(ALIKE * MEAN, ALIKE * (1.0 - MEAN), ndtr(z)))


def above(seen: Talk) -> Floats:
    """(T,) P(Voice >= line) as the product's forecast has it, without all else that it tells of a team."""
    used = silence.sources_used(seen.silences)
    found, silent = [], []
    for team in range(len(seen.safety)):
        rows = seen.responses.of(seen.responses.team == team)
        _, met = np.unique(rows.responder, return_counts=True)
        mix = np.append(met, 0.0) / len(rows) if len(rows) else np.ones(1)
        found.append(fine(likelihood(rows, mix[None], BANK)))
        silent.append(silence.counts(seen.silences, team, used, GRID))
    order = np.argsort([-n for n in seen.made], kind="stable")
    weights = silence.hyper_weights(used)
    common = learned_from([found[j] for j in order], [silent[j] for j in order], weights, BANK)
    reading, alike, out = Reading(BANK), np.full(len(STAGES), 1.0 / len(STAGES)), []
    for one, quiet in zip(found, silent, strict=True):
        voice = believed(one, quiet, common, BANK, among=True).voice
        spreads = [reading.spread(voice[k], one.at(b), 0, alike) for k, b in enumerate(BIASES)]
        out.append(Spread.mixed(spreads).above(LINES["safety_line"]))
    return np.array(out)


def calibration(p: Floats, came: Floats, bins: int = 10) -> float:
    """Mean |said − came| over ten bins of equal mass."""
    order = np.argsort(p, kind="stable")
    parts = np.array_split(order, bins)
    return float(sum(len(part) * abs(p[part].mean() - came[part].mean()) for part in parts) / len(p))


def of_chance(p: Floats, rng: np.random.Generator, draws: int = 200) -> float:
    """95 % quantile of the calibration error of somebody who is exactly right."""
    return float(np.quantile([calibration(p, (rng.random(len(p)) < p).astype(float)) for _ in range(draws)], 0.95))


def main() -> int:
    """Print each situation at both correlations; 1 if the error is more than allowed."""
    from scipy.special import betainc

    rng = np.random.default_rng(SEED)
    design = Design(teams=TEAMS, mix=LED[3], exposure=(0.4, 0.0))
    parts, standing = [], []
    for number in range(WORLDS):
        world = drawn(rng, b=float(rng.choice(BIASES)))
        seen = talk(world, design, rng)
        parts.append((above(seen), seen.voice, seen.made))
        standing.append((seen.safety - world.mean) / world.spread)
        if number == 0:
            np.testing.assert_allclose(parts[0][0], said(seen)[3], atol=1e-6)
    said_above, voice, made = (np.concatenate(column) for column in zip(*parts, strict=True))
    told = ~np.isnan(said_above)
    safe = voice >= LINES["safety_line"]
    within = True
    print(
        f"  {told.sum():,} teams of {WORLDS} worlds, {made.mean():.0f} acts each, {PROMISES:g} promises each,"
        f" seed {SEED}; Voice >= .50: {safe.mean():.2f} of them"
    )
    for correlation, most in MOST.items():
        rate = rates(rng, np.concatenate(standing), correlation)
        n = rng.poisson(PROMISES, len(rate))
        kept = rng.binomial(n, rate)
        a, b = ALIKE * MEAN + kept, ALIKE * (1.0 - MEAN) + n - kept
        trusted = 1.0 - betainc(a, b, LINES["trust_line"])
        high = rate >= LINES["trust_line"]
        truth = np.where(high, np.where(safe, 0, 1), np.where(safe, 2, 3))
        p, right, decided = np.zeros((len(rate), 4)), 0, 0
        for team in np.flatnonzero(told):
            one = situation(float(trusted[team]), float(said_above[team]), decided=0.8, **LINES)
            assert one.p is not None
            p[team] = [one.p[name] for name in SITUATIONS]
            if one.which is not None:
                decided += 1
                right += SITUATIONS[truth[team]] == one.which
        errors = [calibration(p[told, k], (truth[told] == k).astype(float)) for k in range(4)]
        noise = [of_chance(p[told, k], rng) for k in range(4)]
        mean = float(np.mean(errors))
        fine = mean <= most
        within = within and fine
        print(
            f"  correlation {correlation:.1f}: error {mean:.3f} (at most {most:.2f}){'' if fine else '  TOO MUCH'};"
            f" decided {decided / told.sum():.2f}, of these right {right / max(1, decided):.2f}; likeliest right"
            f" {np.mean(p[told].argmax(axis=1) == truth[told]):.2f}"
        )
        for k, name in enumerate(SITUATIONS):
            print(
                f"    {name:<14} said {p[told, k].mean():.3f}  came {np.mean(truth[told] == k):.3f}"
                f"  error {errors[k]:.3f} (of chance alone {noise[k]:.3f})"
            )
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
