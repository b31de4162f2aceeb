"""How near an estimate of teams' mean answers comes, beside the plain mean and empirical Bayes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

Z = 1.6448536269514722


@dataclass
class Scores:
    """Rows of one way to estimate: error, whether the interval held it, and how wide it was."""

    name: str
    rows: list[Floats] = field(default_factory=list)

    def add(self, mean: Floats, low: Floats, high: Floats, truth: Floats) -> None:
        """One organisation's teams."""
        self.rows.append(np.c_[mean - truth, (truth >= low) & (truth <= high), high - low])

    def all(self) -> Floats:
        """(teams, 3)."""
        return np.concatenate(self.rows)

    def rmse(self) -> float:
        """Root mean squared error, in points of the scale."""
        return float(np.sqrt((self.all()[:, 0] ** 2).mean()))

    def bias(self) -> float:
        """Mean error, in points."""
        return float(self.all()[:, 0].mean())

    def coverage(self) -> float:
        """Share of the intervals that hold the truth."""
        return float(self.all()[:, 1].mean())


def plain(x: Floats, team: Ints, n: Ints) -> tuple[Floats, Floats, Floats]:
    """Each team's mean of its people's means, and its 90 % interval by Student's t."""
    mean = np.bincount(team, x, len(n)) / n
    spread = np.array([x[team == j].std(ddof=1) for j in range(len(n))])
    half = stdtrit(n - 1, 0.95) * spread / np.sqrt(n)
    return mean, mean - half, mean + half


def empirical_bayes(x: Floats, team: Ints, n: Ints) -> tuple[Floats, Floats, Floats]:
    """Means drawn to the organisation's by plug-in variances (Morris 1983), with the usual 90 % interval."""
    teams, people = len(n), n.sum()
    mean = np.bincount(team, x, teams) / n
    within = ((x - mean[team]) ** 2).sum() / (people - teams)
    between = max(((n * (mean - x.mean()) ** 2).sum() / (teams - 1) - within)
                  / ((people - (n**2).sum() / people) / (teams - 1)), 1e-6)  # fmt: skip
    centre = x.mean()
    for _ in range(50):
        w = 1 / (between + within / n)
        centre = (w * mean).sum() / w.sum()
        again = max((w**2 * ((mean - centre) ** 2 - within / n)).sum() / (w**2).sum(), 1e-6)
        if abs(again - between) < 1e-8:
            break
        between = again
    pull = between / (between + within / n)
    est = centre + pull * (mean - centre)
    half = Z * np.sqrt(pull * within / n + (1 - pull) ** 2 / w.sum())
    return est, est - half, est + half


def widened(found: tuple[Floats, Floats, Floats], variance: Floats) -> tuple[Floats, Floats, Floats]:
    """The same where the target itself is known only to this variance."""
    mean, low, high = found
    return (
        mean,
        mean - np.sqrt((mean - low) ** 2 + Z**2 * variance),
        mean + np.sqrt((high - mean) ** 2 + Z**2 * variance),
    )


def show(scores: Sequence[Scores], sizes: Ints) -> None:
    """A line each: error, bias, coverage, width, and coverage at every team size."""
    print(
        "  way                    RMSE    bias  covered  width   covered at size "
        + "  ".join(map(str, np.unique(sizes)))
    )
    for one in scores:
        rows = one.all()
        at = "  ".join(f"{rows[sizes == n, 1].mean():.3f}" for n in np.unique(sizes))
        print(
            f"  {one.name:<21} {one.rmse():.4f} {one.bias():+.4f}    {one.coverage():.3f}  "
            f"{rows[:, 2].mean():.3f}   {at}"
        )


def judged(ours: Scores, raw: Scores, eb: Scores, sizes: Ints, *, name: str) -> bool:
    """Whether ours keeps what is wanted of it; prints the two ratios of errors."""
    rows = ours.all()
    by_size = [float(rows[sizes == n, 1].mean()) for n in np.unique(sizes)]
    below_raw, below_eb = 1 - ours.rmse() / raw.rmse(), 1 - ours.rmse() / eb.rmse()
    within = (
        0.88 <= ours.coverage() <= 0.92
        and all(0.86 <= c <= 0.94 for c in by_size)
        and abs(ours.bias()) <= 0.02
        and below_raw >= 0.20
        and below_eb >= 0.05
    )
    print(
        f"  {name}: RMSE {below_raw:.1%} below the plain mean (wanted 20 %), {below_eb:.1%} below empirical Bayes "
        f"(wanted 5 %){'' if within else '  MISSED'}"
    )
    return within
