"""Listens to every sample of real talk beside the repository, and prints what was read and heard; fails if one is lost.

``--write PAGE`` renews the table between the markers of a page.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from saidanddone.errors import NothingReadable
from saidanddone.verbs.listen import listen

SHARED = Path(os.environ.get("SAIDANDDONE_SHARED") or Path(__file__).parents[2] / "shared")
BEGIN, END = "<!-- begin samples -->", "<!-- end samples -->"
FOLDERS = ("zoom", "teams", "slack", "mbox", "github")
SPOKEN = (".vtt", ".srt", ".txt", ".zip", ".mbox", ".json")


def samples() -> list[Path]:
    """Every file that may hold talk, the unpacked export of a chat as one, and the podcast."""
    found: list[Path] = []
    for folder in FOLDERS:
        here = sorted((SHARED / "data" / "samples" / folder).iterdir())
        found += [path for path in here if path.is_dir() or path.suffix in SPOKEN]
    return [*found, *sorted((SHARED / "seeds").glob("podcast*.txt"))]


def lines() -> tuple[list[str], int]:
    """The table as Markdown, and how many samples of talk could not be read."""
    head = "| sample | read as | conversations | turns | acts counted | proposed | unanswered | promises | not read |"
    told = [head, "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    lost = 0
    for path in samples():
        name = f"{path.parent.name}/{path.name}"
        try:
            found = listen(path)
        except NothingReadable as none:
            told.append(f"| {name} | no talk in it | | | | | | | {'' if path.suffix == '.json' else none} |")
            lost += path.suffix != ".json"  # what lies beside a transcript, and exports without comments
            continue
        acts = [act for _, act in found.review.acts()]
        kinds = ", ".join(sorted({talk.format for talk in found.talks if talk.conversations}))
        counts = [
            len(found.review.conversations), sum(one.turns for one in found.review.conversations),
            sum(act.counts for act in acts), sum(not act.counts for act in acts),
            sum(act.counts and act.met is None for act in acts), len(found.review.promises()),
            len(found.review.problems),
        ]  # fmt: skip
        told.append(f"| {name} | {kinds} | {' | '.join(f'{count:,}' for count in counts)} |")
    return told, lost


def main() -> int:
    """Print the table, renew a page if asked, and fail if a sample of talk was lost."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", type=Path, help="the page whose table is renewed")
    page = asked.parse_args().write
    told, lost = lines()
    print("\n".join(told))
    if page is not None:
        before, rest = page.read_text(encoding="utf-8").split(BEGIN)
        page.write_text(before + "\n".join([BEGIN, *told, END]) + rest.split(END)[1], encoding="utf-8")
    return int(lost > 0)


if __name__ == "__main__":
    sys.exit(main())
