"""Gathers the fragments beside it into CHANGELOG.md under a version and a day, and takes them away."""

from __future__ import annotations

import sys
from pathlib import Path

KINDS = ("added", "changed", "fixed", "removed", "security")
TITLE = "# Changelog\n"


def fragments(folder: Path) -> dict[str, list[Path]]:
    """Kind -> its fragments, both in order."""
    found = {kind: sorted(folder.glob(f"*.{kind}.md")) for kind in KINDS}
    return {kind: paths for kind, paths in found.items() if paths}


def release(told: dict[str, list[str]], version: str, day: str) -> str:
    """One release's part of the changelog, from its sentences by kind."""
    parts = [f"## {version} ({day})"]
    for kind, sentences in told.items():
        lines = (f"- {' '.join(sentence.split())}" for sentence in sentences)
        parts.append(f"### {kind.capitalize()}\n\n" + "\n".join(lines))
    return "\n\n".join(parts) + "\n"


def gather(folder: Path, changelog: Path, version: str, day: str) -> None:
    """Put the fragments into the changelog, newest release first, and take them away."""
    found = fragments(folder)
    told = {kind: [path.read_text(encoding="utf-8") for path in paths] for kind, paths in found.items()}
    before = changelog.read_text(encoding="utf-8").removeprefix(TITLE) if changelog.exists() else ""
    changelog.write_text(f"{TITLE}\n{release(told, version, day)}{before}", encoding="utf-8", newline="\n")
    for paths in found.values():
        for path in paths:
            path.unlink()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("Say which version and which day: python changelog.d/gather.py 0.1.0 2026-11-30")
    HERE = Path(__file__).resolve().parent
    gather(HERE, HERE.parent / "CHANGELOG.md", sys.argv[1], sys.argv[2])
