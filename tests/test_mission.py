"""The table of the founding ideas names tests that exist, and every idea of trust."""

from __future__ import annotations

import re
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
PAGE = HOUSE / "docs" / "mission-trust.md"


def test_every_idea_of_trust_has_its_row() -> None:
    rows = re.findall(r"^\| (T\d+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [f"T{number}" for number in range(1, 16)]


def test_every_test_the_table_names_is_there() -> None:
    named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", PAGE.read_text(encoding="utf-8"))
    assert len(named) >= 14
    missing = [
        f"{file}::{test}"
        for file, test in named
        if not (HOUSE / "tests" / file).is_file()
        or f"def {test}(" not in (HOUSE / "tests" / file).read_text(encoding="utf-8")
    ]
    assert not missing
