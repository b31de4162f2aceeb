"""How long each hostile archive takes to be refused, and in how much memory; and whether an ordinary one still reads.

Every archive is read in a process of its own, as an export of Slack would be; what is measured is what the reading adds
to the memory of a process that has done nothing but load the product. Prints a row each, and fails where one is not
refused within a second and 50 MB, in a sentence, without touching the folder it lies in.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from hostile_archives import HOSTILE, write_slack

SECONDS, MEGABYTES = 1.0, 50.0
_READING = """
import json, resource, sys, time
from datetime import UTC
from pathlib import Path
from saidanddone.evidence.people import People
from saidanddone.sources.conversations import Asked
from saidanddone.sources.messages import slack
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
path, began = Path(sys.argv[1]), time.perf_counter()
with path.open("rb") as stream:
    known = slack.knows(path, stream.read(65536))
talk = slack.read(path, path.name, Asked(People(b"k" * 32), UTC))
taken = time.perf_counter() - began
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({
    "known": known, "seconds": taken, "megabytes": (after - before) / 1024,
    "turns": sum(len(one.turns) for one in talk.conversations), "conversations": len(talk.conversations),
    "problems": [str(one) for one in talk.problems], "dropped": dict(talk.dropped),
}))
"""


def read(path: Path) -> dict[str, object]:
    """What reading this file in a process of its own gave, and what it cost."""
    done = subprocess.run([sys.executable, "-c", _READING, str(path)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{path.name}: {done.stderr}")
    found: dict[str, object] = json.loads(done.stdout)
    return found


def main() -> int:
    """Print a row an archive; 1 where one was not refused as it should be."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--megabytes", type=int, default=500, help="unpacked size of the ordinary export (0: none)")
    megabytes = asked.parse_args().megabytes
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, made in HOSTILE.items():
            path = Path(folder) / "export.zip"
            path.write_bytes(made())
            found = read(path)
            alone = [one.name for one in Path(folder).iterdir()] == ["export.zip"]
            problems = found["problems"]
            assert isinstance(problems, list)
            good = (
                bool(problems) and alone and found["known"]
                and float(str(found["seconds"])) < SECONDS and float(str(found["megabytes"])) < MEGABYTES
            )  # fmt: skip
            failed += not good
            said = problems[0].removeprefix("export.zip: ") if problems else "was not refused"
            print(f"{'ok' if good else 'NO':3}{found['seconds']:6.2f} s {found['megabytes']:6.1f} MB  {name}: {said}")
        print(f"{len(HOSTILE)} hostile archives, {failed} not refused as they should be")
        if megabytes:
            path = Path(folder) / "ordinary.zip"
            messages = write_slack(path, megabytes)
            found = read(path)
            whole = found["turns"] == messages and not found["problems"]
            failed += not whole
            print(
                f"{'ok' if whole else 'NO':3}{found['seconds']:6.1f} s {found['megabytes']:6.0f} MB  an ordinary "
                f"export of {megabytes} MB in {path.stat().st_size / 1e6:.0f} MB: "
                f"{found['turns']:,} of {messages:,} messages"
            )
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
