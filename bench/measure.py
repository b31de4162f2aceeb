"""What a command takes: wall time and the most memory it held, beside what it may take."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

INSIDE = """
import json, resource, subprocess, sys, time
began = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
took = time.perf_counter() - began
most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
print(json.dumps([done.returncode, took, most, done.stderr.decode("utf-8", "replace")[-2000:]]))
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run took: seconds, and the most memory in MB (millions of bytes)."""

    seconds: float
    megabytes: float


def run(*command: str) -> Taken:
    """Run a command in a process of its own.

    Raises:
        SystemExit: it failed; says what it printed last.
    """
    told = subprocess.run([sys.executable, "-c", INSIDE, *command], capture_output=True, check=True, text=True)
    status, seconds, megabytes, printed = json.loads(told.stdout)
    if status:
        sys.exit(f"{' '.join(command)} ended with {status}:\n{printed}")
    return Taken(seconds, megabytes)


def best_of(times: int, *command: str) -> Taken:
    """The quickest of several runs, after one that warms the disk's cache; memory of the hungriest."""
    run(*command)
    runs = [run(*command) for _ in range(times)]
    return Taken(min(r.seconds for r in runs), max(r.megabytes for r in runs))


def told(what: str, taken: Taken, *, seconds: float, megabytes: float | None = None) -> bool:
    """Print one line: what was measured, what it took, what it may take. Whether it stayed within."""
    within = taken.seconds <= seconds and (megabytes is None or taken.megabytes <= megabytes)
    room = "" if megabytes is None else f" (at most {megabytes:,.0f})"
    print(
        f"  {what:<44} {taken.seconds:7.2f} s (at most {seconds:g})  {taken.megabytes:6,.0f} MB{room}"
        f"{'' if within else '  TOO MUCH'}"
    )
    return within


def finish(*within: bool) -> Any:
    """End the script: well if everything stayed within its limits."""
    sys.exit(0 if all(within) else 1)
