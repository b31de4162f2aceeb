"""The classical indices of every real survey with teams, beside R's: run in R where it is, else as R gave them.

R 4.2.2 with psych 2.2.9 and multilevel 2.7 (Debian's r-cran-psych, r-cran-multilevel, r-cran-gparotation).
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from real_ledgers import SHARED

from saidanddone.survey.agreement import indices
from saidanddone.survey.estimating import Answers, laid_out
from saidanddone.survey.scale import Scale

CLOSE = 1e-4
SURVEYS = {
    "bhr2000": (1.0, 5.0),
    "lq2002_lead_tsig": (1.0, 5.0),
    "teamstate_psysafety": (1.0, 7.0),
}
TOLD_BY_R: dict[str, dict[str, float]] = {
    "bhr2000": {
        "alpha": 0.89134326, "omega": 0.89287299, "icc1": 0.13569919, "icc2": 0.89543999, "rwgj": 0.88761150,
        "awgj": 0.41254882,
    },
    "lq2002_lead_tsig": {
        "alpha": 0.90698749, "omega": 0.90823317, "icc1": 0.08337851, "icc2": 0.79126388, "rwgj": 0.88947986,
        "awgj": 0.37278562,
    },
    "teamstate_psysafety": {
        "alpha": 0.43860584, "omega": 0.56166069, "icc1": 0.13977763, "icc2": 0.35586367, "rwgj": 0.84859977,
        "awgj": 0.513357,
    },
}  # fmt: skip
"""As R gave them on the day this was written."""


def ours(laid: Answers) -> dict[str, float]:
    """The indices, agreement as its mean over teams."""
    found = indices(laid.value, laid.team, laid.teams, laid.scale.low, laid.scale.high, seed=1).to_dict()
    told = {name: found[name] for name in ("alpha", "omega", "icc1", "icc2")}
    for name in ("rwgj", "awgj"):
        told[name] = float(np.mean([value for value in found[name].values() if value is not None]))
    return told


def by_r(laid: Answers) -> dict[str, float]:
    """The same by R."""
    whole = np.isfinite(laid.value).all(axis=1)
    with tempfile.TemporaryDirectory() as where:
        path = Path(where) / "answers.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(("team", *laid.items))
            out.writerows(
                (laid.teams[team], *row) for team, row in zip(laid.team[whole], laid.value[whole], strict=True)
            )
        script = Path(__file__).with_name("survey_indices.R")
        asked = ("Rscript", str(script), str(path), str(laid.scale.low), str(laid.scale.high))
        told = subprocess.run(asked, capture_output=True, check=True, text=True).stdout
    return dict(json.loads(told.strip().splitlines()[-1]))


def main() -> int:
    """Print both of each survey; 1 if they differ by more than 1e-4."""
    here = shutil.which("Rscript") is not None
    print(f"  {'R run now' if here else 'R is not here: its figures as they were noted'}; wanted: equal to {CLOSE:g}")
    within = True
    for name, (low, high) in SURVEYS.items():
        laid = laid_out(pq.read_table(SHARED / "data" / "surveys" / f"{name}.parquet"), Scale(low, high))
        mine, theirs = ours(laid), by_r(laid) if here else TOLD_BY_R[name]
        print(f"  {name}")
        for index, value in mine.items():
            apart = abs(value - theirs[index])
            within = within and apart <= CLOSE
            print(f"    {index:<6} {value:.6f}   R {theirs[index]:.6f}{'' if apart <= CLOSE else '  APART'}")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
