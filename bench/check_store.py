"""The store's sums alone, on two threads: every forecast of a ledger's history, and every unit on one day."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from measure import Taken, finish, told

SHARED = Path(os.environ.get("SAIDANDDONE_SHARED") or Path(__file__).resolve().parents[2] / "shared")
LEDGERS = SHARED / "data" / "ledgers"
LIMITS = (
    ("walkforward", "jira_due", 10, 700),
    ("tallies", "jira_due", 3, 700),
    ("walkforward", "flights_nyc13", 60, 2000),
    ("tallies", "flights_nyc13", 3, 1500),
)

if __name__ == "__main__":
    if not LEDGERS.is_dir():
        sys.exit("  The real ledgers are not beside this clone; say where with SAIDANDDONE_SHARED.")
    summed = Path(__file__).with_name("store_sums.py")
    results = []
    for step, ledger, seconds, megabytes in LIMITS:
        command = [sys.executable, str(summed), step, str(LEDGERS / f"{ledger}.parquet")]
        said = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
        commitments, took, most = json.loads(said)
        results.append(
            told(f"{step} {ledger} ({commitments:,})", Taken(took, most), seconds=seconds, megabytes=megabytes)
        )
    finish(*results)
