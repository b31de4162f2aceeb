"""``diagnose --page``: one result, a page for a leader and one for a team, in everything the run writes (PRIVACY 1)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PROMISES = "leader,team,made_at,due_at,closed_at\n" + "".join(
    f"{who},Harbour,2026-0{month}-0{1 + i},2026-0{month}-1{i},2026-0{month}-0{9 - i}\n"
    for month in range(1, 7)
    for i, who in enumerate(("Nadia Brandt", "Tomas Okafor"))
)
ROSTER = "name,team,role\nNadia Brandt,Harbour,leader\nTomas Okafor,Harbour,leader\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "promises.csv").write_text(PROMISES, encoding="utf-8")
    return tmp_path / "promises.csv"


def test_a_teams_page_names_no_leader_in_anything_the_run_writes(run, ledger: Path) -> None:
    ended = run(
        "diagnose", ledger, "--roster", "roster.csv", "--on", "2026-07-01", "--page", "team", "--report", "team.html",
        "--json", "team.json", "--csv", "team.csv",
    )  # fmt: skip
    assert ended.code == 0
    assert ended.out.startswith("We can ")
    written = [(ledger.parent / f"team.{kind}").read_text(encoding="utf-8") for kind in ("html", "json", "csv")]
    for said in (ended.out, ended.err, *written):
        assert "Nadia" not in said
        assert "Tomas" not in said
    told = json.loads(written[1])
    assert [unit["id"] for unit in told["released"]] == ["team:Harbour"]
    assert {"kind": "leader", "count": 2} in [{k: row[k] for k in ("kind", "count")} for row in told["withheld"]]


def test_a_leaders_page_says_you_and_shows_that_leaders_figures(run, ledger: Path) -> None:
    ended = run(
        "diagnose", ledger, "--roster", "roster.csv", "--on", "2026-07-01", "--leader", "Nadia Brandt", "--report",
        "nadia.html",
    )  # fmt: skip
    assert ended.code == 0
    assert "you promise" in ended.out.split("\n\n")[0]
    assert "for Nadia Brandt</span>" in (ledger.parent / "nadia.html").read_text(encoding="utf-8")


def test_a_page_for_nobody_we_know_ends_with_2_and_a_sentence(run, ledger: Path) -> None:
    ended = run("diagnose", ledger, "--page", "boss")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("--page is leader or team")
