"""No answer, no respondent and no small team's exact figure is in anything the product puts out (PRIVACY)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from verbs.canaries import Canaries
from verbs.talks import Office, members
from verbs.test_every_output import told

from saidanddone.cli import app
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.privacy.team import for_team
from saidanddone.verbs import inquiry
from saidanddone.verbs.diagnose import diagnose
from saidanddone.verbs.explain import explain
from saidanddone.verbs.gathering import gather
from saidanddone.verbs.pulse import pulse
from saidanddone.verbs.read import read

ITEMS = ("raise", "mistake", "ask")
ROUNDS = (("spring", "2026-04-15"), ("autumn", "2026-10-15"))
ON = "2026-11-01"
SIZES = {"Apollo": 8, "Kite": 6, "Vega": 3}


def write(path: Path, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as opened:
        csv.writer(opened).writerows([list(columns), *map(list, rows)])
    return path


@dataclass
class Asked:
    """Two rounds of three teams in one department; the first of each team has gone by the second.

    Attributes:
        figures: what may not be said, and what it is: answers of nobody else's digits, and means that follow of them.
    """

    folder: Path
    canaries: Canaries = field(default_factory=Canaries)
    chance: Random = field(default_factory=lambda: Random(20261123))
    figures: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        office = Office()
        people = {team: members(team, n) for team, n in SIZES.items()}
        for team, leader in (("Apollo", "Alice Arundel"), ("Kite", "Charlie Chen"), ("Vega", "Dana Duarte")):
            office.roster(team, [leader], people[team])
        for week in range(30, 42):
            office.meet("Apollo", ["Alice Arundel", *people["Apollo"]], week)
            office.promise("Alice Arundel", "Apollo", week, kept=week % 3 > 0)
            for turn in range(4):
                who = people["Apollo"][(week + turn) % 8]
                office.say(who, "Apollo", week, 5 * turn, "question", (5, "Alice Arundel"))
        self.evidence = [*office.write(self.folder), self._answers(people)]
        scales = [(item, "safety", 0, 100) for item in ITEMS]
        self.evidence.append(write(self.folder / "items.csv", ("item", "half", "low", "high"), scales))
        self.roster = self.folder / "people.csv"

    def _answers(self, people: dict[str, list[str]]) -> Path:
        rows = []
        for name, closed in ROUNDS:
            everybody: list[float] = []
            for team, who in people.items():
                mine: list[float] = []
                for nobody in who[name == "autumn" :]:
                    # Called by name on purpose: the source should not, and nothing may come of it.
                    called = self.canaries.handle(self.canaries.member(f"respondent {nobody}"), "respondent")
                    given = [round(self.chance.uniform(20, 90), 2) + 0.003 for _ in ITEMS]
                    for item, value in zip(ITEMS, given, strict=True):
                        rows.append((called, team, "Sky", item, f"{value:.3f}", name, closed))
                        self.figures[f"{value:.3f}"] = f"an answer of {team}"
                    mine.append(sum(given) / len(given))
                self._mean(mine, f"the mean of {team}, {name}")
                everybody += mine
            self._mean(everybody, f"the mean of the department, {name}")
        columns = ("respondent", "team", "department", "item", "answer", "round", "closed")
        return write(self.folder / "answers.csv", columns, rows)

    def _mean(self, means: list[float], what: str) -> None:
        mean = sum(means) / len(means)
        self.figures |= {f"{mean:.4f}": what, f"{mean / 100:.6f}": f"{what}, as a share"}

    def look(self, said: str | bytes, what: str) -> None:
        text = said.decode("latin-1") if isinstance(said, bytes) else said
        found = self.canaries.found_in(text, (), self.figures)
        assert not found, f"{what} gives away: {', '.join(found[:8])}"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return Asked(tmp_path_factory.mktemp("asked"))


@pytest.fixture(scope="module")
def found(asked: Asked) -> ReleasedDiagnosis:
    return diagnose(*asked.evidence, roster=asked.roster, on=ON)


def test_the_answers_are_read_and_would_be_found(asked: Asked, found: ReleasedDiagnosis) -> None:
    """This test of leaks can fail: every answer is read, two teams are told of, and the words are there to be found."""
    assert gather(asked.evidence).evidence.answers.num_rows == 3 * (sum(SIZES.values()) * 2 - 3)
    bands = {one.label: [row.mean for row in one.pulse.latest] for one in found.released if one.pulse is not None}
    assert bands == {"Apollo": [None], "Kite": [None]}
    with pytest.raises(AssertionError, match="an answer of"):
        asked.look((asked.folder / "answers.csv").read_text("utf-8"), "the table")
    with pytest.raises(AssertionError, match="the mean of"):
        asked.look(next(one for one, what in asked.figures.items() if "mean of Kite" in what), "a mean")


def test_no_form_of_a_diagnosis_gives_an_answer_away(asked: Asked, found: ReleasedDiagnosis, tmp_path: Path) -> None:
    forms = dict(told(found, tmp_path))
    assert len(forms) >= 11
    for form, said in (*forms.items(), ("a team's page", json.dumps(for_team(found).to_dict()))):
        asked.look(said, form)
    assert "p-" not in repr([one.pulse for one in found.released]) + repr(found.pulses)


def test_a_pulse_alone_and_an_explanation_give_no_answer_away(asked: Asked, tmp_path: Path) -> None:
    alone = pulse(*asked.evidence, roster=asked.roster, on=ON)
    assert [one.label for one in alone.released if one.pulse is not None] == ["Apollo", "Kite"]
    for said in (json.dumps(alone.to_dict()), repr(alone), str(alone.to_arrow().to_pylist())):
        asked.look(said, "pulse")
    why = explain("team:Apollo", *asked.evidence, roster=asked.roster, on=ON)
    for said in (json.dumps(why.to_dict()), repr(why), why.text(), str(why.to_arrow().to_pylist())):
        asked.look(said, "explain")
    brought = read(*asked.evidence, into=tmp_path / "workspace", roster=asked.roster)
    for said in (json.dumps(brought.to_dict()), repr(brought), str(brought.to_arrow().to_pylist())):
        asked.look(said, "read")


def test_a_workspace_holds_answers_and_nobody_they_are_of(asked: Asked, tmp_path: Path) -> None:
    """Neither what the source called a respondent nor when they answered; nothing joins one's two rounds."""
    import pyarrow.parquet as pq

    read(*asked.evidence, into=tmp_path / "workspace", roster=asked.roster)
    rows: list[dict[str, Any]] = []
    for path in (tmp_path / "workspace").rglob("*"):
        if path.is_file():
            said = path.read_bytes().decode("latin-1") + path.name
            if path.suffix == ".parquet" and path.name.startswith("answers"):
                rows = pq.read_table(path).to_pylist()
                said += str(rows)
            assert not asked.canaries.found_in(said, (), {}), path.name
    kept = gather([tmp_path / "workspace"]).evidence.answers.to_pylist()
    tokens = {name: {row["respondent"] for row in kept if row["round"] == name} for name, _ in ROUNDS}
    assert [len(one) for one in tokens.values()] == [17, 14]
    assert not tokens["spring"] & tokens["autumn"]
    assert {len({row["closed_us"] for row in kept if row["round"] == name}) for name, _ in ROUNDS} == {1}


def test_nothing_between_the_answers_and_the_door_gives_one_away_when_printed(asked: Asked) -> None:
    inquired = inquiry.inquire(
        asked.evidence, on=ON, team=None, roster=asked.roster, leader=None, me=None, policy=None, dates=None, tz="UTC",
        seed=None, progress=None,
    )  # fmt: skip
    inside = inquired.diagnosis.research_only
    for thing in (inquired, inquired.diagnosis, inside, *inside.groups, *inside.findings, *inquired.units):
        asked.look(repr(thing) + str(thing), f"repr of {type(thing).__name__}")


def test_a_roster_without_the_leaver_gives_the_same_history(asked: Asked, found: ReleasedDiagnosis) -> None:
    """Who was there is what the answers say of their team; today's roster moves no figure of a round before."""
    with asked.roster.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    gone = {members(team, n)[0] for team, n in SIZES.items()}
    today = [row for row in rows if row["name"] not in gone]
    assert len(today) == len(rows) - 3
    listed = write(asked.folder / "today.csv", rows[0], ([row[name] for name in rows[0]] for row in today))
    again = pulse(*asked.evidence, roster=listed, on=ON)
    before = pulse(*asked.evidence, roster=asked.roster, on=ON)
    assert [one.pulse for one in again.released] == [one.pulse for one in before.released]
    assert again.pulses == before.pulses


def test_no_command_prints_or_writes_an_answer(
    asked: Asked, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    who = ("--roster", asked.roster, "--on", ON)
    runs: list[tuple[Any, ...]] = [
        (
            "diagnose",
            *asked.evidence,
            *who,
            "--json",
            out / "d.json",
            "--csv",
            out / "d.csv",
            "--report",
            out / "r.html",
        ),
        ("diagnose", *asked.evidence, *who, "--team", "Vega", "--json", out / "v.json"),
        ("survey", *asked.evidence, *who, "--json", out / "s.json"),
        ("explain", "team:Apollo", *asked.evidence, *who),
    ]
    for words in runs:
        with pytest.raises(SystemExit) as ended:
            app([str(word) for word in words], prog_name="saidanddone")
        printed = capfd.readouterr()
        asked.look(printed.out + printed.err, f"saidanddone {words[0]}")
        assert not ended.value.code, f"{words[0]}: {printed.err}"
    for path in out.rglob("*"):
        if path.is_file():
            asked.look(path.read_bytes(), path.name)
