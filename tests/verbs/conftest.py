"""A small organisation to ask about: Alice and her team with Bob in it, Charlie elsewhere, and Dana outside both."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.verbs.diagnose import diagnose

START = date(2025, 1, 6)


def promises(subject: str, team: str, n: int, kept: float, seed: int, *, every: int = 7) -> list[dict[str, str]]:
    """``n`` weekly promises of one subject, about ``kept`` of them kept on time."""
    chance = Random(seed)
    rows = []
    for week in range(n):
        made = START + timedelta(days=every * week)
        due = made + timedelta(days=5)
        late = 0 if chance.random() < kept else 4
        closed = due - timedelta(days=1) + timedelta(days=late)
        rows.append(
            {
                "subject": subject,
                "made_at": made.isoformat(),
                "due_at": due.isoformat(),
                "closed_at": closed.isoformat(),
                "group": team,
            }
        )
    return rows


def write_rows(path: Path, rows: Iterable[dict[str, str]]) -> Path:
    rows = list(rows)
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_roster(path: Path, *rows: tuple[str, str, str, str]) -> Path:
    """Rows of name, handle, team, role."""
    return write_rows(path, [dict(zip(("name", "handle", "team", "role"), row, strict=True)) for row in rows])


def company(folder: Path) -> tuple[Path, Path]:
    """Alice leads Apollo well, Charlie leads Borealis badly; Bob and four others work on Apollo. Ledger and roster."""
    rows = promises("alice@example.org", "Apollo", 40, 0.95, 1) + promises("Charlie Chen", "Borealis", 40, 0.3, 2)
    for number, name in enumerate(("Bob Brink", "Eve Eriksen", "Frank Fofana", "Grace Gomez", "Heidi Huang")):
        rows += promises(name, "Apollo", 12, 0.7, 10 + number)
    rows += promises("Dana Duarte", "Elsewhere", 12, 0.6, 30)
    people = write_roster(
        folder / "people.csv",
        ("Alice Arundel", "alice@example.org", "Apollo", "leader"),
        ("Charlie Chen", "", "Borealis", "leader"),
        ("Bob Brink", "bob@example.org", "Apollo", "member"),
        ("Eve Eriksen", "", "Apollo", "member"),
    )
    return write_rows(folder / "plans.csv", rows), people


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The small organisation's ledger; the test's own to change."""
    return company(tmp_path)[0]


@pytest.fixture
def roster(ledger: Path) -> Path:
    """Who is who in it."""
    return ledger.with_name("people.csv")


@pytest.fixture(scope="session")
def settled_company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Ledger and roster of the small organisation, shared by tests that change nothing."""
    return company(tmp_path_factory.mktemp("company"))


@pytest.fixture(scope="session")
def with_roster(settled_company: tuple[Path, Path]) -> ReleasedDiagnosis:
    """Its diagnosis with its roster."""
    return diagnose(settled_company[0], roster=settled_company[1])


@pytest.fixture(scope="session")
def without_roster(settled_company: tuple[Path, Path]) -> ReleasedDiagnosis:
    """Its diagnosis when nobody says who leads."""
    return diagnose(settled_company[0])


@pytest.fixture
def write() -> Callable[[Path, Iterable[dict[str, str]]], Path]:
    """Writes rows as a CSV file."""
    return write_rows
