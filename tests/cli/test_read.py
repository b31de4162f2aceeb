"""What ``read`` prints of people: numbers unasked, names in a preview, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

LEDGER = (
    "subject,made_at,due_at,closed_at,group\n"
    "Felix (Geth),2026-01-01,2026-01-08,2026-01-07,Kite\n"
    "Chris,2026-01-05,2026-01-08,2026-01-07,Kite\n"
    "Wilhelmina Zebediah-Featherstonehaugh of Nowhere (External),2026-01-05,2026-01-08,2026-01-07,Kite\n"
)
WHO = "name,handle,source,team,role\nFelix,,,Kite,leader\nChris A,,,,\nChris B,,,,\n"
NAMES = ("Felix", "Chris", "Geth", "Zebediah")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The ledger and the roster, in the folder that commands are typed in."""
    (tmp_path / "plans.csv").write_text(LEDGER, encoding="utf-8")
    (tmp_path / "who.csv").write_text(WHO, encoding="utf-8")
    return tmp_path


def test_names_are_printed_in_a_preview_alone(run: Run, files: Path) -> None:
    plain = run("read", "plans.csv", "--roster", "who.csv")
    assert "1 label was joined by rule to people on the roster" in plain.out
    assert "--preview shows" in plain.out
    assert [name for name in NAMES if name in plain.out + plain.err] == []
    asked = run("read", "plans.csv", "--roster", "who.csv", "--preview")
    assert asked.code == 0
    assert [name for name in NAMES if name not in asked.out] == []
    assert "without the brackets" in asked.out
    assert "Chris A, Chris B" in asked.out
    assert '"Felix (Geth)"' not in asked.out, "a cell without a comma needs no quotes"
    assert "Felix (Geth),Felix (Geth)  keeps this one apart" in asked.out


def test_json_names_people_only_with_a_preview(run: Run, files: Path) -> None:
    assert [name for name in NAMES if name in run("read", "plans.csv", "--roster", "who.csv", "--json", "-").out] == []
    assert "Felix (Geth)" in run("read", "plans.csv", "--roster", "who.csv", "--preview", "--json", "-").out


def test_a_long_name_is_shown_whole_and_no_line_is_wider_than_the_screen(run: Run, files: Path) -> None:
    (files / "a-very-long-name-of-a-file-somebody-exported-yesterday.csv").write_text(LEDGER, encoding="utf-8")
    shown = run("read", ".", "--roster", "who.csv", "--preview").out
    assert "Wilhelmina Zebediah-Featherstonehaugh of Nowhere (External)" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_without_a_roster_it_says_how_to_draft_one_and_the_draft_what_to_do_with_it(run: Run, files: Path) -> None:
    first = run("read", "plans.csv")
    assert "saidanddone read plans.csv --draft-roster roster.csv" in first.out
    drafted = run("read", "plans.csv", "--draft-roster", "roster.csv")
    assert "3 handles are in roster.csv" in drafted.out
    assert "saidanddone read plans.csv --roster roster.csv --preview" in drafted.out
    assert [name for name in NAMES if name in drafted.out] == []
    again = run("read", "plans.csv", "--draft-roster", "roster.csv")
    assert (again.code, "overwrites nothing" in again.err) == (2, True)
    assert "--draft-roster" not in run("read", "plans.csv", "--roster", "roster.csv").out


def test_a_diagnosis_that_cannot_tell_who_leads_says_how_to_draft_a_roster(run: Run, files: Path) -> None:
    shown = run("diagnose", "plans.csv", "--on", "2026-02-01")
    assert "saidanddone read plans.csv --draft-roster roster.csv" in shown.out


def test_a_preview_of_no_roster_is_refused(run: Run, files: Path) -> None:
    refused = run("read", "plans.csv", "--preview")
    assert (refused.code, "--roster" in refused.err) == (2, True)


def test_a_row_to_add_is_shown_as_no_spreadsheet_would_run_it(run: Run, files: Path) -> None:
    (files / "plans.csv").write_text("subject,made_at,due_at\n=1+1,2026-01-01,2026-01-08\n", encoding="utf-8")
    assert "Their Name,'=1+1,ledger" in run("read", "plans.csv", "--roster", "who.csv", "--preview").out
