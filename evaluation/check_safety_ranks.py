"""Calibration ranks of the safety forecast, 2,000 a kind: responses, counts, both, and both beside a pulse."""

from __future__ import annotations

import sys

import numpy as np
from safety_ranks import BINS, KINDS, chi_square, ranks

DRAWS = 2000
LEAST = 0.01
"""p of χ² must be above this (MODEL §6)."""
SEED = 20261123


def main() -> int:
    """Print each kind; 1 if the ranks of one are not uniform."""
    print(f"  {DRAWS} worlds a kind, a team each, {BINS} bins, seed {SEED}; wanted: p > {LEAST:g}")
    print(f"  kind         χ²({BINS - 1})      p   counts by bin")
    within = True
    for number, kind in enumerate(KINDS):
        found, p, counts = chi_square(ranks(kind, DRAWS, np.random.default_rng(SEED + number), teams=1))
        within = within and p > LEAST
        print(
            f"  {kind:<10}  {found:>6.1f}  {p:.3f}   {' '.join(map(str, counts))}{'' if p > LEAST else '  NOT UNIFORM'}"
        )
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
