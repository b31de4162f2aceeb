"""A pulse's estimate: 2,000 respondents x 8 items, and six teams; CPU and memory beside their limits."""

from __future__ import annotations

import json
import subprocess
import sys

from measure import finish

CPU_SECONDS, MEGABYTES, MILLISECONDS = 2.0, 200.0, 20.0

INSIDE = """
import json, resource, sys, time
import numpy as np, pyarrow as pa
from saidanddone.survey import estimate
def answers(teams, respondents):
    rng = np.random.default_rng(1)
    team = np.sort(rng.integers(0, teams, respondents))
    place = rng.normal(0, .45, teams)[team] + rng.normal(0, .9, respondents)
    value = np.clip(np.rint(3.6 + place[:, None] + rng.normal(0, .8, (respondents, 8))), 1, 5)
    return pa.table({"respondent": np.repeat(np.arange(respondents), 8).astype(str),
                     "team": np.repeat(team, 8).astype(str), "item": np.tile(np.arange(8), respondents).astype(str),
                     "answer": value.ravel()})
small, large = answers(6, 33), answers(250, 2000)
began = time.process_time()
estimate(large, (1, 5)).teams
whole = time.process_time() - began
times = []
for _ in range(40):
    began = time.process_time()
    estimate(small, (1, 5)).teams
    times.append(time.process_time() - began)
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
print(json.dumps([whole, float(np.median(times)), most]))
"""


def main() -> None:
    """Print three figures, each with its limit and its ratio to it."""
    told = subprocess.run([sys.executable, "-c", INSIDE], capture_output=True, check=True, text=True)
    whole, one, most = json.loads(told.stdout)
    rows = (
        ("2,000 respondents x 8 items, CPU", whole, CPU_SECONDS, "s"),
        ("six teams of 3 to 8, CPU", 1000 * one, MILLISECONDS, "ms"),
        ("memory of the whole process", most, MEGABYTES, "MB"),
    )
    for what, took, most_allowed, unit in rows:
        late = "" if took <= most_allowed else "  TOO MUCH"
        print(f"  {what:<36} {took:8.2f} {unit} (at most {most_allowed:g}; {took / most_allowed:.2f} of it){late}")
    finish(*(took <= allowed for _, took, allowed, _ in rows))


if __name__ == "__main__":
    main()
