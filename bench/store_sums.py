"""Sums one real ledger in this process; prints, as JSON, the seconds the sums alone took and the most memory held."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from saidanddone.evidence.people import People
from saidanddone.evidence.tally import View
from saidanddone.sources.detect import read_path
from saidanddone.store.engine import memory
from saidanddone.store.tallies import tallies
from saidanddone.store.walkforward import walkforward

STEPS = {"tallies": tallies, "walkforward": walkforward}

if __name__ == "__main__":
    step, ledger = STEPS[sys.argv[1]], Path(sys.argv[2])
    evidence, _, _ = read_path(ledger, People(key=bytes(32)))
    on_us = max(known for known in evidence.commitments["known_us"].to_pylist() if known is not None) + 1
    with memory(evidence, threads=2) as engine:
        step(engine, View(), on_us)  # the first question of a process also loads the engine
        began = time.perf_counter()
        step(engine, View(), on_us)
        took = time.perf_counter() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    print(json.dumps([len(evidence.commitments), took, most]))
