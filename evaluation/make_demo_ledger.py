"""Makes the demonstration ledger: bare facts about OpenStack Nova specifications, dates and outcomes only.

Each row is one specification approved for a release: the day it was first proposed, the day the release was due,
the day it was implemented, and whether that was in time. What it was about and who wrote it stay outside:

- titles, texts and links are never read into the output;
- times are cut to whole days, so that a row cannot be looked up by its second;
- each author becomes a label (s001, s002 …) drawn in an order from the operating system's randomness that is
  recorded nowhere, and rows of one day are shuffled the same way. Running this again therefore gives another file;
  ``--check`` says whether a file holds the same facts.

Run: ``python evaluation/make_demo_ledger.py`` (needs the real data beside the repository).
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import sys
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

REPOSITORY = Path(__file__).resolve().parents[1]
LEDGER = REPOSITORY / "saidanddone" / "data" / "openstack_nova_specs.csv"
COLUMNS = ("id", "subject", "made_at", "due_at", "closed_at", "outcome", "group")
GROUP = "OpenStack Nova"

Fact = tuple[str, str, str, str, str]
"""Author, day made, day due, day closed or empty, outcome 1 or 0."""


def shared() -> Path:
    """Where the real data lies."""
    return Path(os.environ.get("SAIDANDDONE_SHARED", REPOSITORY.parent / "shared"))


def facts(parquet: Path) -> list[Fact]:
    """Every commitment as author, days and outcome; nothing else leaves this function."""
    table = pq.read_table(parquet, columns=["subject", "made_at", "due_at", "closed_at", "outcome"])
    return [
        (
            row["subject"],
            row["made_at"].date().isoformat(),
            row["due_at"].date().isoformat(),
            row["closed_at"].date().isoformat() if row["closed_at"] is not None else "",
            str(row["outcome"]),
        )
        for row in table.to_pylist()
    ]


def anonymous(rows: list[Fact], chance: random.Random) -> list[dict[str, str]]:
    """The rows as they may be shown: labels for authors, days for times, a new id in a new order."""
    authors = sorted({row[0] for row in rows})
    chance.shuffle(authors)
    label = {author: f"s{number:03d}" for number, author in enumerate(authors, start=1)}
    shuffled = list(rows)
    chance.shuffle(shuffled)
    shuffled.sort(key=lambda row: row[1])
    return [
        dict(zip(COLUMNS, (f"c{number:03d}", label[author], made, due, closed, outcome, GROUP), strict=True))
        for number, (author, made, due, closed, outcome) in enumerate(shuffled, start=1)
    ]


def same_facts(path: Path, rows: list[Fact]) -> bool:
    """Whether a ledger holds these facts: the same commitments, shared out among the same number of authors alike."""

    def shape(author_rows: list[tuple[str, ...]]) -> Counter[tuple[tuple[str, ...], ...]]:
        by_author: dict[str, list[tuple[str, ...]]] = {}
        for author, *rest in author_rows:
            by_author.setdefault(author, []).append(tuple(rest))
        return Counter(tuple(sorted(of_one)) for of_one in by_author.values())

    with path.open(encoding="utf-8", newline="") as file:
        kept = [tuple(row[name] for name in COLUMNS[1:6]) for row in csv.DictReader(file)]
    return shape(kept) == shape([tuple(row) for row in rows])


def main() -> int:
    """Write the ledger, or check the one that is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; say whether the ledger holds these facts")
    check = parser.parse_args().check
    rows = facts(shared() / "data" / "ledgers" / "openstack_specs.parquet")
    if check:
        same = same_facts(LEDGER, rows)
        print(f"{LEDGER.name}: {'the same facts' if same else 'NOT the same facts'}, {len(rows)} commitments.")
        return 0 if same else 1
    with LEDGER.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(anonymous(rows, random.SystemRandom()))
    print(f"{LEDGER.name}: {len(rows)} commitments by {len({row[0] for row in rows})} authors.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
