"""Every real survey and every sample of a survey program: what was read, and what ours says of the real ones' teams.

Surveys lie as one answer a row (``data/surveys``); samples as LimeSurvey and Qualtrics export them (``data/samples``).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from real_ledgers import SHARED

import saidanddone
from saidanddone.errors import NothingReadable
from saidanddone.survey import estimate

SCALES = {
    "bhr2000": (1, 5),
    "lq2002_lead_tsig": (1, 5),
    "teamstate_psysafety": (1, 7),
    "bfi": (1, 6),
}
SAMPLES = ("limesurvey", "qualtrics")
ITEMS = "item,half,low,high\nQ1,safety,1,5\nsuggestion,other,1,5\n"
"""What somebody would say of these samples' items; their questions are about other things."""


def told(name: str, scale: tuple[int, int]) -> str:
    """One survey: how large it is, how far teams lie apart, how surely each is told."""
    table = pq.read_table(SHARED / "data" / "surveys" / f"{name}.parquet")
    found = estimate(table, scale)
    mean, low, high = (found.teams.column(column).to_numpy() for column in ("mean", "low", "high"))
    people = found.teams.column("n").to_numpy()
    icc = f"{float(found.posterior.icc @ found.posterior.icc_weights):.3f}" if len(people) > 1 else "–"
    index = found.indices
    apart = "–" if index.icc1 is None else f"{index.icc1:.3f}"
    return (
        f"  {name:<20} {people.sum():>6,} {len(people):>5}  {people.min()}–{people.max()}".ljust(48)
        + f"{mean.min():.2f}–{mean.max():.2f}   {np.median(high - low):.2f}   {icc:>5}   {apart:>5}   {index.alpha:.3f}"
    )


def main() -> int:
    """Print both tables; 1 if a survey cannot be told or a sample is lost without a word."""
    print("  survey               people teams  sizes     means     width   ICC, latent   ICC(1)   α")
    for name, scale in SCALES.items():
        print(told(name, scale))
    lost = 0
    print("  sample                                         rows   not read   said")
    for folder in SAMPLES:
        for path in sorted((SHARED / "data" / "samples" / folder).glob("*.csv")):
            with tempfile.TemporaryDirectory() as into:
                items = Path(into) / "items.csv"
                items.write_text(ITEMS, encoding="utf-8")
                try:
                    read = saidanddone.read(path, items, into=Path(into) / "workspace")
                except NothingReadable as none:
                    print(f"  {folder}/{path.name:<38}      –   {str(none).splitlines()[0]}")
                    lost += not str(none)
                    continue
            said = " ".join(problem.said for problem in read.problems if problem.source == path.name)
            for row in (row for row in read.told if row.source == path.name):
                print(f"  {folder}/{path.name:<36} {row.rows:>6} {row.unread:>6}   {row.kind}. {row.note} {said}")
                lost += not (row.rows or row.unread or row.understood or said)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
