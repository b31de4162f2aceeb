"""The tables of the founding ideas name tests that exist, and every idea each is about."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
TRUST, SAFETY = HOUSE / "docs" / "mission-trust.md", HOUSE / "docs" / "mission-safety.md"


def rows(page: Path) -> list[str]:
    """The ids that stand first in a page's table."""
    return re.findall(r"^\| ([A-Z]\d+)\b[^|]* \|", page.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_idea_of_trust_has_its_row() -> None:
    assert rows(TRUST) == [f"T{number}" for number in range(1, 16)]


def test_every_idea_of_safety_has_its_row() -> None:
    ideas = [f"S{number}" for number in range(1, 14)]
    assert rows(SAFETY) == [*ideas, "T5", "Q1", "Q2", "Q3", "Q4", "B3"]


def test_no_forecast_of_safety_is_claimed_before_there_is_one() -> None:
    forecast = (HOUSE / "saidanddone" / "forecast" / "safety").exists()
    assert ("no forecast of safety yet" in SAFETY.read_text(encoding="utf-8").replace("**", "")) is not forecast


@pytest.mark.parametrize("page", [TRUST, SAFETY], ids=lambda page: page.stem)
def test_every_test_a_table_names_is_there(page: Path) -> None:
    table = [line for line in page.read_text(encoding="utf-8").splitlines() if re.match(r"\| [A-Z]\d", line)]
    named = [re.findall(r"`([\w/]+\.py)::(test_\w+)`", line) for line in table]
    assert all(named)
    missing = [
        f"{file}::{test}"
        for file, test in (one for each in named for one in each)
        if not (HOUSE / "tests" / file).is_file()
        or f"def {test}(" not in (HOUSE / "tests" / file).read_text(encoding="utf-8")
    ]
    assert not missing
