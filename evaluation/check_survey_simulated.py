"""The pulse's estimates on simulated organisations of 3-12 teams of 3-8: error, bias, coverage, calibration ranks."""

from __future__ import annotations

import sys
import time

import numpy as np
from survey_scores import Scores, empirical_bayes, judged, plain, show
from survey_worlds import HIGH, LOW, organisation, random_bank

from saidanddone.survey import Bank, estimate

ORGANISATIONS = 2000
"""So many that the ratio of two errors is known to half a percent."""
FOR_THE_RECORD = 250
SEED = 20261123
BINS = 20
LEAST = 0.01


def run(
    rng: np.random.Generator, bank: Bank | None, organisations: int, icc: float | None = None
) -> tuple[list[Scores], np.ndarray, dict[str, list[float]], float]:
    """Scores of each way, the teams' sizes, ranks by way, and CPU seconds an organisation without a bank."""
    ways = [Scores("plain mean"), Scores("empirical Bayes"), Scores("ours, with the bank"), Scores("ours, no bank")]
    sizes, ranks, took = [], {"with the bank": [], "no bank": []}, 0.0
    for _ in range(organisations):
        items = bank or random_bank(rng)
        share = float(rng.beta(2, 8)) if icc is None else icc
        world = organisation(rng, items, teams=int(rng.integers(3, 13)), icc=share)
        x = world.answers.mean(axis=1)
        ways[0].add(*plain(x, world.team, world.sizes), world.truth)
        ways[1].add(*empirical_bayes(x, world.team, world.sizes), world.truth)
        for way, known in ((2, items), (3, None)):
            table = world.table()
            began = time.process_time()
            found = estimate(table, (LOW, HIGH), bank=known)
            took += 0.0 if known else time.process_time() - began
            mean, low, high = (found.teams.column(name).to_numpy() for name in ("mean", "low", "high"))
            ways[way].add(mean, low, high, world.truth)
            posterior = found.posterior
            ranks["with the bank" if known else "no bank"] += [
                float(posterior.at_most(true)[j]) for j, true in enumerate(world.truth)
            ]
        sizes.append(world.sizes)
    return ways, np.concatenate(sizes), ranks, took / organisations


def chi_square(ranks: list[float]) -> tuple[float, float]:
    """χ² of the ranks over equal bins, and its p."""
    from scipy.special import chdtrc

    counts = np.histogram(ranks, BINS, (0, 1))[0]
    found = float(((counts - len(ranks) / BINS) ** 2 / (len(ranks) / BINS)).sum())
    return found, float(chdtrc(BINS - 1, found))


def main() -> int:
    """Print every table; 1 if something wanted is missed where prior and world agree."""
    within = True
    fixed = random_bank(np.random.default_rng(7))
    for name, bank in (("one bank for all", fixed), ("new items each time", None)):
        print(f"  {ORGANISATIONS} organisations, ICC ~ Beta(2, 8), {name}, seed {SEED}")
        ways, sizes, ranks, seconds = run(np.random.default_rng(SEED), bank, ORGANISATIONS)
        show(ways, sizes)
        within &= judged(ways[2], ways[0], ways[1], sizes, name="with the bank")
        within &= judged(ways[3], ways[0], ways[1], sizes, name="no bank")
        for way, told in ranks.items():
            found, p = chi_square(told)
            # Items that are always the same are no draw from what is supposed of items without a bank.
            asked = bank is None or way == "with the bank"
            within &= p > LEAST or not asked
            wish = f"wanted > {LEAST:g}" if asked else "for the record"
            print(f"  ranks {way}: {len(told)}, χ²({BINS - 1}) = {found:.1f}, p = {p:.3f} ({wish})")
        print(f"  {1000 * seconds:.1f} ms of CPU an organisation, without a bank\n")
    for icc in (0.02, 0.05, 0.2, 0.4):
        print(f"  {FOR_THE_RECORD} organisations whose ICC is {icc:g}, new items each time (for the record)")
        ways, sizes, *_ = run(np.random.default_rng(SEED), None, FOR_THE_RECORD, icc)
        show(ways, sizes)
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
