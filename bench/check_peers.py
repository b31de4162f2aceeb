"""What one of the store's sums costs beside the same sum written by hand for DuckDB, both from the same ledger."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import duckdb
from measure import finish

SHARED = Path(os.environ.get("SAIDANDDONE_SHARED") or Path(__file__).resolve().parents[2] / "shared")
FLIGHTS = SHARED / "data" / "ledgers" / "flights_nyc13.parquet"

BY_HAND = """
SELECT subject, sum(outcome * w), sum(w)
FROM (SELECT subject, outcome, exp(-ln(2) * epoch_us(TIMESTAMP '2014-01-02') / 86400e6 / 30
             + ln(2) * epoch_us(known_at) / 86400e6 / 30) AS w FROM flights)
GROUP BY subject
"""
"""Two sums: kept and all by subject at a half-life of thirty days, every commitment an occasion of its own."""

SUMS = 8 * (9 * 4 + 2)
"""What ``tallies`` sums: eight half-lives of nine sums at four values of ρ, and a group's two; counts besides."""

AT_MOST = 3.0
"""Times what a sum by hand takes: many at once cost less each, but they also settle and batch the commitments first."""


def best(question: str, times: int = 5) -> float:
    """Seconds of the quickest of several runs, the file read each time, on two threads."""
    with duckdb.connect() as engine:
        engine.execute("SET threads = 2")
        engine.execute(f"CREATE VIEW flights AS SELECT * FROM read_parquet('{FLIGHTS}')")
        took = []
        for _ in range(times + 1):
            began = time.perf_counter()
            engine.execute(question).fetchall()
            took.append(time.perf_counter() - began)
    return min(took[1:])


if __name__ == "__main__":
    if not FLIGHTS.is_file():
        sys.exit("  The real ledgers are not beside this clone; say where with SAIDANDDONE_SHARED.")
    command = [sys.executable, str(Path(__file__).with_name("store_sums.py")), "tallies", str(FLIGHTS)]
    said = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    _, ours, _ = json.loads(said.stdout)
    theirs = best(BY_HAND) / 2
    times = ours / SUMS / theirs
    print(
        f"  tallies flights_nyc13: {SUMS} sums {ours:.2f} s, {1e3 * ours / SUMS:.1f} ms each; by hand"
        f" {1e3 * theirs:.1f} ms each: {times:.2f} × (at most {AT_MOST:g} ×){'' if times <= AT_MOST else '  TOO MUCH'}"
    )
    finish(times <= AT_MOST)
