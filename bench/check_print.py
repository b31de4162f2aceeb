"""How long the demonstration's two reports take as PDFs, the first one with all that has to be loaded for it."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from measure import finish

from saidanddone.report import paper
from saidanddone.verbs.demo import demo

AT_MOST = 3.0
"""Seconds for one."""

if __name__ == "__main__":
    within = []
    with tempfile.TemporaryDirectory() as folder:
        for part in demo(into=Path(folder) / "demo").parts:
            began = time.perf_counter()
            pdf = paper.render(part.diagnosis)
            took = time.perf_counter() - began
            within.append(took <= AT_MOST)
            print(
                f"  {part.title[:44]:<44} {took:7.2f} s (at most {AT_MOST:g})  {len(pdf) / 1e3:6,.0f} kB"
                f"{'' if within[-1] else '  TOO MUCH'}"
            )
    finish(*within)
