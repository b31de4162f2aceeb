"""No output names a member or shows a member's pseudonym, whatever is asked and whatever goes wrong (PRIVACY 1)."""

from __future__ import annotations

import io
import json
import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from random import Random
from typing import Any

import pytest

from saidanddone.errors import SaidAndDoneError
from saidanddone.evidence.pseudonym import pseudonym
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.report import page, terminal
from saidanddone.verbs.backtest import backtest
from saidanddone.verbs.diagnose import diagnose
from saidanddone.verbs.explain import explain
from saidanddone.verbs.gathering import gather
from saidanddone.verbs.read import read

Write = Callable[[Path, Iterable[dict[str, str]]], Path]

LEADER = "Alice Arundel"


class Office:
    """A leader, twelve members under names drawn at random, and everything that is ever said about them."""

    def __init__(self, folder: Path, write: Write) -> None:
        chance = Random(20261122)
        letters = "bcdfghjklmnpqrstvwxz"
        self.members = tuple(
            " ".join("".join(chance.choice(letters) for _ in range(7)).capitalize() for _ in range(2))
            for _ in range(12)
        )
        rows = []
        for day in range(1, 25):
            rows.append(self.row(LEADER, day, "Apollo", day % 6 != 0))
            rows += [self.row(name, day, "Apollo", chance.random() < 0.7) for name in self.members[:8]]
            rows += [self.row(name, day, "Hideout", chance.random() < 0.3) for name in self.members[8:]]
        rows += [
            {"subject": self.members[0], "made_at": f"whenever {self.members[1]} says", "due_at": "2025-02-01"},
            {"subject": self.members[2], "made_at": "2025-02-01", "due_at": "2025-01-01", "group": "Apollo"},
            {"subject": self.members[3], "made_at": "2025-01-01", "due_at": "2025-02-01", "outcome": self.members[4]},
            {"subject": self.members[5], "made_at": "2025-01-01", "due_at": "2025-02-01", "id": f"{self.members[6]}-1"},
            {"subject": "", "made_at": "2025-01-01", "due_at": "2025-02-01", "maker": self.members[7]},
        ]
        self.ledger = write(folder / "plans.csv", rows)
        people = [{"name": LEADER, "handle": "alice@example.org", "team": "Apollo", "role": "leader", "from": ""}]
        people += [{"name": n, "handle": f"{n.split()[0]}@example.org", "team": "Apollo"} for n in self.members[:6]]
        people += [{"name": self.members[6], "team": "Apollo", "from": f"since {self.members[7]} left"}]
        self.roster = write(folder / "people.csv", people)
        self.folder = folder

    @staticmethod
    def row(name: str, day: int, team: str, kept: bool) -> dict[str, str]:
        return {
            "subject": name,
            "made_at": f"2025-01-{day:02}",
            "due_at": f"2025-02-{day:02}",
            "closed_at": f"2025-02-{day:02}" if kept else "",
            "group": team,
            "id": f"{name}/{day}",
            "text": f"{name} will do it",
        }

    def hidden(self) -> set[str]:
        """Every word and pseudonym that stands for a member."""
        keys = {gather([self.ledger]).people.key}
        words = {part for name in self.members for part in name.split()}
        return {word.casefold() for word in words} | {pseudonym(name, key) for name in self.members for key in keys}

    def assert_nobody_in(self, said: str) -> None:
        found = sorted(word for word in self.hidden() if word in said.casefold())
        assert not found, f"{len(found)} members are named"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    from csv import DictWriter

    def write(path: Path, rows: Iterable[dict[str, str]]) -> Path:
        rows = list(rows)
        with path.open("w", newline="", encoding="utf-8") as opened:
            writer = DictWriter(opened, list(dict.fromkeys(name for row in rows for name in row)), restval="")
            writer.writeheader()
            writer.writerows(rows)
        return path

    return Office(tmp_path_factory.mktemp("office"), write)


@pytest.fixture(scope="module")
def found(office: Office) -> ReleasedDiagnosis:
    return diagnose(office.ledger, roster=office.roster)


def test_the_office_would_be_named_if_anything_named_it(office: Office, found: ReleasedDiagnosis) -> None:
    """This test of leaks can fail: the names are there to be found, and the leader's is."""
    with pytest.raises(AssertionError, match="members are named"):
        office.assert_nobody_in(office.ledger.read_text(encoding="utf-8"))
    assert LEADER in str(found.to_dict())
    assert len(found.problems) >= 4


def test_no_output_of_a_diagnosis_names_a_member(office: Office, found: ReleasedDiagnosis) -> None:
    for said in (
        json.dumps(found.to_dict()),
        repr(found),
        str(found.to_arrow().to_pylist()),
        terminal.render(found),
        terminal.render(found, width=200, colour=True),
        page.render(found),
    ):
        office.assert_nobody_in(said)


def test_no_output_without_a_roster_names_anybody(office: Office) -> None:
    found = diagnose(office.ledger)
    everybody = [*office.members, LEADER]
    for said in (json.dumps(found.to_dict()), repr(found), terminal.render(found), page.render(found)):
        office.assert_nobody_in(said)
        assert LEADER not in said
    assert not any(one.kind in ("leader", "self") for one in found.released)
    assert sum(one.count for one in found.withheld if one.kind == "person") == len(everybody)


def test_whoever_asks_sees_nobody_else(office: Office) -> None:
    me = office.members[9]
    found = diagnose(office.ledger, roster=office.roster, me=me)
    others = office.members[:9] + office.members[10:]
    for said in (json.dumps(found.to_dict()), terminal.render(found), page.render(found), repr(found)):
        assert not [name for name in others for part in name.split() if part.casefold() in said.casefold()]
        assert me not in said
    assert [one.label for one in found.released if one.kind == "self"] == ["You"]


def test_no_explanation_names_a_member(office: Office, found: ReleasedDiagnosis) -> None:
    told = explain("team:Apollo", office.ledger, roster=office.roster)
    for said in (json.dumps(told.to_dict()), repr(told), told.text(), str(told.to_arrow().to_pylist())):
        office.assert_nobody_in(said)


def test_a_projects_explanation_names_nobody(office: Office) -> None:
    told = explain("project:Apollo", office.ledger)
    for said in (json.dumps(told.to_dict()), repr(told), told.text(), str(told.to_arrow().to_pylist())):
        office.assert_nobody_in(said)
        assert LEADER not in said


def test_no_record_and_no_reading_names_a_member(office: Office, tmp_path: Path) -> None:
    record = backtest(office.ledger)
    read_ = read(office.ledger, into=tmp_path / "ws", roster=office.roster)
    for said in (repr(record), json.dumps(record.to_dict()), repr(read_), json.dumps(read_.to_dict())):
        office.assert_nobody_in(said)


@pytest.mark.parametrize(
    "asked",
    [
        {"leader": 0, "roster": True},
        {"leader": 0},
        {"team": 0},
        {"on": 0},
        {"tz": 0},
        {"dates": 0},
        {"policy": 0},
        {"store": 0},
    ],
)
def test_no_error_names_a_member(office: Office, asked: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    """Also when the one who asks wrote a member's name where something else belongs."""
    name = office.members[0]
    asked = {key: office.roster if value is True else name for key, value in asked.items()}
    if "policy" in asked:
        path = office.folder / "policy.toml"
        path.write_text(f'[subjects]\n"{name}" = "{office.members[1]}"\n{office.members[2]} = 3', encoding="utf-8")
        asked["policy"] = path
    printed = io.StringIO()
    with caplog.at_level(logging.DEBUG), redirect_stdout(printed), redirect_stderr(printed):
        try:
            said = json.dumps(diagnose(office.ledger, **asked).to_dict())
        except SaidAndDoneError as error:
            said = str(error) + repr(error)
    if "store" in asked:  # a place that is not there is named, as its asker named it
        said = re.sub(r"nothing at .*?\. Check", "", said)
    office.assert_nobody_in(said + printed.getvalue() + caplog.text)


def test_the_command_line_names_no_member(office: Office, tmp_path: Path) -> None:
    run = [sys.executable, "-m", "saidanddone"]
    ask = ["diagnose", str(office.ledger), "--roster", str(office.roster), "--report", str(tmp_path / "r.html")]
    told = subprocess.run([*run, *ask, "--json", str(tmp_path / "d.json")], capture_output=True, text=True, check=True)
    office.assert_nobody_in(told.stdout + told.stderr)
    office.assert_nobody_in((tmp_path / "r.html").read_text(encoding="utf-8"))
    office.assert_nobody_in((tmp_path / "d.json").read_text(encoding="utf-8"))
    wrong = subprocess.run([*run, *ask, "--leader", office.members[0]], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    office.assert_nobody_in(wrong.stdout + wrong.stderr)
