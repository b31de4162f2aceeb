"""The pulse's estimates on real companies: a few people asked, the mean of all others foretold (bhr2000, and others).

A bank is calibrated on half of the companies. Of each of 3-12 unseen companies, 3-8 people are drawn; the target is the
mean answer of its remaining members, and every interval is widened by the target's own error. 1,600 draws, a
hundred for each of sixteen random halves: by which half it is, a ratio of errors differs by some points.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from real_ledgers import SHARED
from survey_scores import Floats, Ints, Scores, empirical_bayes, judged, plain, show, widened

from saidanddone.survey import Bank, calibrate, estimate
from saidanddone.survey.estimating import laid_out
from saidanddone.survey.scale import Scale

DRAWS = 1600
HALVES = 16
"""So many random halves share the draws, so that the answer hangs on no single choice of companies."""
SEED = 20261123
SURVEYS = (("bhr2000", (1.0, 5.0), 30, True), ("lq2002_lead_tsig", (1.0, 5.0), 20, False))
"""Name, scale, the least members a company needs to be a target, and whether what is wanted is asked of it."""


def check(path: Path, scale: tuple[float, float], least: int, *, wanted: bool) -> bool:
    """Print the table of one survey; whether it keeps what is wanted."""
    table = pq.read_table(path)
    laid = laid_out(table, Scale.of(scale))
    whole = np.isfinite(laid.value).all(axis=1)
    value, team = laid.value[whole], laid.team[whole]
    x = value.mean(axis=1)
    ways = [Scores("plain mean"), Scores("empirical Bayes"), Scores("ours, no bank"), Scores("ours, with the bank")]
    sizes = []
    for half in range(HALVES):
        rng = np.random.default_rng(SEED + half)
        companies = rng.permutation(np.unique(team))
        known, unseen = companies[: len(companies) // 2], companies[len(companies) // 2 :]
        names = pa.array([laid.teams[company] for company in known])
        bank = calibrate(table.filter(pc.is_in(pc.cast(table.column("team"), pa.string()), names)), scale)
        unseen = np.array([one for one in unseen if (team == one).sum() >= least])
        print(f"  {path.stem}: bank of {len(known)} companies, {len(unseen)} unseen ones of {least} members or more")
        sizes += [_draw(rng, value, x, team, unseen, laid.items, scale, bank, ways) for _ in range(DRAWS // HALVES)]
        eb, *mine = (Scores(way.name, way.rows[-(DRAWS // HALVES) :]).rmse() for way in ways[1:])
        print(f"    below empirical Bayes: {', '.join(f'{1 - one / eb:.1%}' for one in mine)} (no bank, with the bank)")
    show(ways, np.concatenate(sizes))
    kept = judged(ways[2], ways[0], ways[1], np.concatenate(sizes), name="no bank")
    also = judged(ways[3], ways[0], ways[1], np.concatenate(sizes), name="with the bank")
    return (kept and also) or not wanted


def _draw(
    rng: np.random.Generator,
    value: Floats,
    x: Floats,
    team: Ints,
    unseen: Ints,
    items: tuple[str, ...],
    scale: tuple[float, float],
    bank: Bank,
    ways: list[Scores],
) -> Ints:
    """One organisation of people drawn from unseen companies, scored; the teams' sizes."""
    chosen = rng.choice(unseen, min(int(rng.integers(3, 13)), len(unseen)), replace=False)
    n = rng.integers(3, 9, len(chosen))
    asked, target, error = [], [], []
    for company, many in zip(chosen, n, strict=True):
        there = rng.permutation(np.flatnonzero(team == company))
        asked.append(there[:many])
        rest = x[there[many:]]
        target.append(rest.mean())
        error.append(rest.var(ddof=1) / len(rest))
    rows, truth, variance = np.concatenate(asked), np.array(target), np.array(error)
    place = np.repeat(np.arange(len(n)), n)
    mine = pa.table(
        {
            "respondent": np.repeat([f"r{who}" for who in rows], value.shape[1]),
            "team": np.repeat([f"team {one:03}" for one in place], value.shape[1]),
            "item": np.tile(items, len(rows)),
            "answer": value[rows].ravel(),
        }
    )
    ways[0].add(*widened(plain(x[rows], place, n), variance), truth)
    ways[1].add(*widened(empirical_bayes(x[rows], place, n), variance), truth)
    for way, one in ((2, None), (3, bank)):
        found = estimate(mine, scale, bank=one).teams
        told = tuple(found.column(name).to_numpy() for name in ("mean", "low", "high"))
        ways[way].add(*widened(told, variance), truth)
    return n


def main() -> int:
    """Every survey; 1 if what is wanted of bhr2000 is missed."""
    print(f"  {DRAWS} draws of 3-12 companies, seed {SEED}")
    within = [
        check(SHARED / "data" / "surveys" / f"{name}.parquet", scale, least, wanted=wanted)
        for name, scale, least, wanted in SURVEYS
    ]
    return 0 if all(within) else 1


if __name__ == "__main__":
    sys.exit(main())
