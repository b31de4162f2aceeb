"""Whole ledgers, as large as they come: a backtest of 64,747 commitments, a diagnosis of 336,776."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from measure import finish, run, told

SHARED = Path(os.environ.get("SAIDANDDONE_SHARED") or Path(__file__).resolve().parents[2] / "shared")
LEDGERS = SHARED / "data" / "ledgers"

if __name__ == "__main__":
    if not LEDGERS.is_dir():
        sys.exit("  The real ledgers are not beside this clone; say where with SAIDANDDONE_SHARED.")
    saidanddone = (sys.executable, "-m", "saidanddone")
    with tempfile.TemporaryDirectory() as folder:
        record = run(*saidanddone, "backtest", str(LEDGERS / "jira_due.parquet"), "--json", f"{folder}/record.json")
        page = ("--report", f"{folder}/report.html")
        flights = run(*saidanddone, "diagnose", str(LEDGERS / "flights_nyc13.parquet"), *page)
    finish(
        told("backtest jira_due (64,747, whole panel)", record, seconds=60, megabytes=1500),
        told("diagnose flights_nyc13 (336,776)", flights, seconds=20),
    )
