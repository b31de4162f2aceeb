"""Whether the command ends as it should on a busy machine: `read` and `diagnose`, eight at a time, again and again.

Threads of the packages below may outlive Python by a moment, and have ended the process by SIGABRT (exit 134) after
all was written and said. Such an ending is a matter of chance: while a workspace was read through files of Python's,
one run of `read` in 160 ended so here, and nineteen when the machine was busier. Any that ends otherwise than with 0
fails the check.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

AT_ONCE = 8
RUNS = {"read": 160, "diagnose": 40}
LEDGER = "leader,promised on,due by,done on\n" + "".join(
    f"Nadia,2026-03-{day:02},2026-03-{day + 4:02},2026-03-{day + 3:02}\n" for day in range(2, 20)
)


def ended(folder: Path, verb: str, n: int) -> int:
    """How one run ends."""
    told = {
        "read": ("read", "promises.csv", "--into", f"workspace-{n}"),
        "diagnose": ("diagnose", "promises.csv", "--report", f"report-{n}.html"),
    }[verb]
    command = [sys.executable, "-m", "saidanddone", *told]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode


def main() -> int:
    """Print how many ended how; 1 where any ended otherwise than well."""
    wrong = 0
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(AT_ONCE) as pool:
        folder = Path(name)
        (folder / "promises.csv").write_text(LEDGER, encoding="utf-8")
        for verb, runs in RUNS.items():
            codes = Counter(pool.map(lambda n, verb=verb: ended(folder, verb, n), range(runs)))  # type: ignore[misc]
            said = ", ".join(f"{n} with {code}" for code, n in sorted(codes.items()))
            print(f"{verb:<9} {runs} runs, {AT_ONCE} at a time: {said}", flush=True)
            wrong += runs - codes[0]
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
