"""90 % intervals for a mean rating, on invented subjects whose mean is known: how many hold it, how wide they are (T4).

Ratings as people give them: most at the top, few in the middle, some at the bottom. Each subject's own distribution is
tilted up or down, and mixed with some who are never content; it is none that the model would draw.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np

from saidanddone.evidence.tally import Floats
from saidanddone.forecast.trust.rated import rated
from saidanddone.forecast.trust.voices import Voice

LEAST = 0.86
SIZES = (3, 8, 40, 761)
SEED = 17
DRAWS = 300
"""Subjects a row."""


def one_to_five(rng: np.random.Generator) -> Floats:
    """One subject's shares of 1 … 5."""
    return _tilted(rng, np.array([0.06, 0.04, 0.08, 0.22, 0.60]), 0.6)


def to_ten(rng: np.random.Generator) -> Floats:
    """One subject's shares of 0 … 10."""
    return _tilted(rng, np.array([4, 1, 1, 2, 2, 5, 5, 10, 20, 20, 30]) / 100.0, 0.25)


def alike(rng: np.random.Generator) -> Floats:
    """Subjects who hardly differ."""
    return _tilted(rng, np.array([0.05, 0.05, 0.10, 0.25, 0.55]), 0.1)


def _tilted(rng: np.random.Generator, base: Floats, by: float) -> Floats:
    shares = base * np.exp(rng.normal(0.0, by) * (np.arange(len(base)) - 0.75 * (len(base) - 1)))
    shares /= shares.sum()
    never_content = rng.beta(1.0, 15.0)
    shares *= 1.0 - never_content
    shares[0] += never_content
    return np.asarray(shares, dtype=np.float64)


def voice(steps: Floats, low: float, high: float, name: str = "x") -> Voice:
    """So many ratings at each whole step, all of today."""
    v = np.arange(len(steps)) / (len(steps) - 1)
    n = float(steps.sum())
    return Voice(
        kind="project", subject=name, name=name, low=low, high=high, raters=frozenset(), unknown=int(n), ratings=int(n),
        waiting=0, recent=int(n), last_us=0, volume=n, first=float(steps @ v), second=float(steps @ v**2),
        evidence=(),
    )  # fmt: skip


def covered(
    shares: Callable[[np.random.Generator], Floats], scale: tuple[float, float], n: int, subjects: int, seed: int
) -> tuple[float, float, float, float]:
    """Share of 90 % intervals that hold the mean, their mean width on the scale, and the shares it lies under, over."""
    rng = np.random.default_rng(seed)
    low, high = scale
    held, wide, under, over = [], [], [], []
    for _ in range(DRAWS):
        drawn = [shares(rng) for _ in range(subjects)]
        sizes = [n] * subjects if subjects == 1 else [n, *rng.geometric(1 / 12, subjects - 1).tolist()]
        mean = [low + (high - low) * float(p @ (np.arange(len(p)) / (len(p) - 1))) for p in drawn]
        told = rated([voice(rng.multinomial(m, p).astype(float), low, high) for m, p in zip(sizes, drawn, strict=True)])
        asked = range(1)
        for place in [p for p in asked if sizes[p] == n]:
            one = told[place].research_only
            held.append(one.low <= mean[place] <= one.high)
            wide.append((one.high - one.low) / (high - low))
            under.append(mean[place] < one.low)
            over.append(mean[place] > one.high)
    return float(np.mean(held)), float(np.mean(wide)), float(np.mean(under)), float(np.mean(over))


def main() -> int:
    """Simulate every row; 1 if one covers too seldom."""
    print(
        f"  seed {SEED}; wanted: at least {LEAST:.2f} covered\n"
        "  ratings  subjects  like       covered  width  under   over"
    )
    within = True
    for name, shares, scale in (
        ("1 to 5", one_to_five, (1.0, 5.0)), ("0 to 10", to_ten, (0.0, 10.0)), ("all alike", alike, (1.0, 5.0)),
    ):  # fmt: skip
        for subjects in (1, 8):
            for n in SIZES:
                held, wide, under, over = covered(shares, scale, n, subjects, SEED)
                within = within and held >= LEAST
                print(
                    f"  {n:>7}  {subjects:>8}  {name:<9}  {held:>7.3f}  {wide:.3f}  {under:.3f}  {over:.3f}"
                    f"{'' if held >= LEAST else '  TOO FEW'}"
                )
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
