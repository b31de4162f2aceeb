"""Listening: turns a second on one core and on two, text in and every score out, and the most memory a process held."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from measure import finish

SHARED = Path(os.environ.get("SAIDANDDONE_SHARED") or Path(__file__).resolve().parents[2] / "shared")
MRDA = SHARED / "data" / "conversations" / "mrda.parquet"
AT_LEAST = 8_000
"""Turns a second, one process on one core."""
TOGETHER = 1.8
"""Times that, two processes on two cores."""
MEGABYTES = 120

WORKER = """
import json, os, resource, sys, time
for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[threads] = "1"
from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.lean import lean
def talk():
    with open(sys.argv[1], encoding="utf-8") as file:
        for line in file:
            name, turns = json.loads(line)
            yield Conversation(name, "mrda", "meeting", [Turn(*turn) for turn in turns])
lean().score([next(talk())])
print("ready", flush=True)
sys.stdin.readline()
rates = []
until = time.perf_counter() + float(sys.argv[2])
while not rates or time.perf_counter() < until:
    began = time.perf_counter()
    n = sum(len(lean().score([one])[0].turns) for one in talk())
    rates.append(n / (time.perf_counter() - began))
# getrusage would count what the starting process held before this one began; the kernel's own mark does not.
try:
    with open("/proc/self/status", encoding="ascii") as status:
        most = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024 / 1e6
except OSError:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
print(json.dumps([sorted(rates)[len(rates) // 2], max(rates), most]))
"""
SECONDS = 6.0


def rates(processes: int, talk: Path) -> tuple[float, float]:
    """(turns a second of all processes together, MB of the hungriest): each takes the same talk, all at once."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(talk), str(SECONDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(processes)
    ]
    for one in running:
        assert one.stdout is not None
        one.stdout.readline()
    for one in running:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    told = [json.loads(one.communicate()[0]) for one in running]
    return sum(rate for rate, _, _ in told), max(most for _, _, most in told)


def written(to: Path) -> int:
    """The development split as plain JSON, so that the process measured holds no Parquet reader."""
    import pyarrow.parquet

    rows = pyarrow.parquet.read_table(MRDA, filters=[("split", "=", "dev")]).to_pylist()
    talk: dict[str, list[tuple[object, ...]]] = {}
    for row in rows:
        turns = talk.setdefault(row["conversation_id"], [])
        turns.append((row["speaker"], row["text"], len(turns) + 1, row["start"], row["end"]))
    to.write_text("\n".join(json.dumps(one) for one in talk.items()), encoding="utf-8")
    return len(rows)


if __name__ == "__main__":
    if not MRDA.is_file():
        sys.exit("  The real corpora are not beside this clone; say where with SAIDANDDONE_SHARED.")
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "talk.json"
        n = written(file)
        began = time.perf_counter()
        alone, most = rates(1, file)
        both, most_of_both = rates(2, file)
    print(f"  {n:,} turns of meetings, again and again for {SECONDS:g} s")
    print(f"  one process  {alone:9,.0f} turns/s (at least {AT_LEAST:,})      {most:4.0f} MB (at most {MEGABYTES})")
    print(
        f"  two          {both:9,.0f} turns/s, {both / alone:.2f} times (at least {TOGETHER})"
        f"  {most_of_both:4.0f} MB each"
    )
    finish(alone >= AT_LEAST, both >= TOGETHER * alone, max(most, most_of_both) <= MEGABYTES)
