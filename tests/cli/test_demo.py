"""The demonstration: a public project and an organisation that never was, the same for everybody."""

from __future__ import annotations

import csv
import itertools
import json
import re
from importlib import resources
from pathlib import Path

import pytest

from saidanddone.simulation.organisation import LEADERS, MEMBERS
from saidanddone.simulation.pulse import FLATTERED, QUIET
from saidanddone.verbs.demo import ON

LEDGER = "openstack_nova_specs.csv"


def packaged() -> list[dict[str, str]]:
    text = (resources.files("saidanddone") / "data" / LEDGER).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_the_public_ledger_holds_dates_and_outcomes_and_nothing_else() -> None:
    rows = packaged()
    assert len(rows) == 834
    assert len({row["subject"] for row in rows}) == 286
    for row in rows:
        assert re.fullmatch(r"c\d{3}", row["id"])
        assert re.fullmatch(r"s\d{3}", row["subject"])
        assert row["group"] == "OpenStack Nova"
        assert row["outcome"] in ("0", "1")
        for name in ("made_at", "due_at", "closed_at"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", row[name]) or (name == "closed_at" and not row[name])


def test_the_public_ledger_is_attributed() -> None:
    said = (resources.files("saidanddone") / "data" / "ATTRIBUTION.md").read_text(encoding="utf-8")
    assert "CC BY 3.0" in said
    assert "OpenStack" in said
    assert "Changed by us" in said


def test_labels_do_not_follow_the_order_of_time() -> None:
    """A label drawn in order of appearance could be matched with a public history."""
    first_seen = list(dict.fromkeys(row["subject"] for row in packaged()))
    assert first_seen != sorted(first_seen)
    in_order = sum(a < b for a, b in itertools.pairwise(first_seen))
    assert 100 < in_order < 185


@pytest.mark.shared
def test_the_public_ledger_holds_the_facts_it_was_made_from(shared: Path) -> None:
    import pyarrow.parquet as pq

    source = pq.read_table(shared / "data" / "ledgers" / "openstack_specs.parquet").to_pylist()
    facts = sorted((r["made_at"].date().isoformat(), r["due_at"].date().isoformat(), str(r["outcome"])) for r in source)
    assert facts == sorted((row["made_at"], row["due_at"], row["outcome"]) for row in packaged())
    words = {word for row in source for word in re.findall(r"\w{6,}", f"{row['subject']} {row['text']}".casefold())}
    told = " ".join(" ".join(row.values()) for row in packaged()).casefold()
    assert not [word for word in words - {"openstack"} if word in told]


SITUATIONS = {"Atlas": "both", "Beacon": "said_not_done", "Cedar": "neither", "Delta": "done_not_said"}
"""What each team was made to be: what is said gets done or not, what needs saying is welcome or not."""


def test_the_demonstration_shows_both_halves_and_ends_with_its_report(run, tmp_path: Path) -> None:
    ended = run("demo")
    assert (ended.code, ended.err) == (0, "")
    report = Path(ended.out.rstrip().splitlines()[-1])
    assert report.name == "organisation.html"
    page = (tmp_path / report).read_text(encoding="utf-8")
    team_page = (tmp_path / report).with_name("organisation-team.html").read_text(encoding="utf-8")
    for leader in LEADERS:
        assert leader.name in ended.out
        assert leader.name in page
        assert leader.name not in team_page
    for name, handle, _ in MEMBERS:
        assert name not in ended.out + page + team_page
        assert handle not in ended.out + page + team_page
    assert "OpenStack Nova" in ended.out
    assert not re.search(r"\bs\d{3}\b", ended.out)
    assert "the simulation stands in" in " ".join(ended.out.split())
    assert (tmp_path / report).with_suffix(".pdf").read_bytes().startswith(b"%PDF-")
    for verb in ("read", "listen", "diagnose"):
        assert f"$ saidanddone {verb} said-and-done-demo/" in ended.out

    command = next(
        line for line in ended.out.splitlines() if line.startswith("$ saidanddone diagnose") and "workspace" in line
    )
    assert ON.isoformat() in command
    again = run(*command.removeprefix("$ saidanddone ").split(), "--json", "found.json")
    assert again.out.splitlines()[:8] == ended.out.split(f"{command}\n\n")[1].splitlines()[:8]
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    teams = {one["label"]: one for one in found["released"] if one["kind"] == "team"}
    assert {team: one["situation"]["which"] for team, one in teams.items()} == SITUATIONS
    assert found["problems"] == []

    # What people answered: too few on one team, and on another better than what was seen would lead one to expect.
    assert {team for team, one in teams.items() if one["pulse"] is None} == {QUIET}
    parting = {team: one["pulse"]["apart"] for team, one in teams.items() if one["pulse"] is not None}
    assert [(one["half"], one["direction"]) for one in parting.pop(FLATTERED)] == [("safety", "higher")]
    assert list(parting.values()) == [[], []]
    assert "Where answers and behaviour part" in team_page

    # Whoever stands in a calendar and in a transcript met once: one meeting a week, and most of those asked were heard.
    for team in set(teams) - {"Beacon"}:
        (together,) = [one for one in teams[team]["routine"]["contacts"] if one["kind"] == "meeting"]
        assert together["planned"] <= teams[team]["routine"]["weeks"] + 1
        assert together["attended_share"] > 0.8
