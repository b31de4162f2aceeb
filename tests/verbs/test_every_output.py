"""A member's name, handle, pseudonym or score is in nothing the product puts out, whatever is read (PRIVACY 1).

The organisation of ``canaries`` holds a word found nowhere else in every field of every format; each test puts out all
it can and looks for them. Names of teams, projects and files are shown as they are: they are no field of a person.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from verbs.canaries import LEADERS, PROJECT, REPOSITORY, TEAM, Office

from saidanddone.cli import app
from saidanddone.errors import SaidAndDoneError
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.privacy.team import for_team
from saidanddone.report import page, paper, record, spreadsheet, terminal
from saidanddone.sources.detect import DOCUMENTS, FORMATS
from saidanddone.verbs import inquiry
from saidanddone.verbs.backtest import backtest
from saidanddone.verbs.charts import charts
from saidanddone.verbs.diagnose import diagnose
from saidanddone.verbs.explain import explain
from saidanddone.verbs.gathering import gather
from saidanddone.verbs.read import read

DAY = "2025-06-30"


@dataclass
class Watch:
    """An organisation, what may not be said of it, and everything progress lines have said."""

    office: Office
    keys: frozenset[bytes]
    scores: dict[str, str] = field(default_factory=dict)
    progress: list[str] = field(default_factory=list)

    def look(self, said: str | bytes, what: str = "it") -> None:
        text = said.decode("latin-1") if isinstance(said, bytes) else said
        found = self.office.canaries.found_in(text, self.keys, self.scores)
        assert not found, f"{what} gives away: {', '.join(found[:8])}"

    def ask(self, **more: Any) -> ReleasedDiagnosis:
        return diagnose(self.office.evidence, on=DAY, progress=self.progress.append, **more)


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Watch:
    office = Office(tmp_path_factory.mktemp("office"))
    watch = Watch(office, frozenset({gather([office.evidence]).people.key}))
    own = diagnose(office.evidence, roster=office.roster, on=DAY, me=office.members[0])
    trust = next(unit.trust for unit in own.released if unit.kind == "self")
    for name in ("mean", "low", "high", "cautious", "volume", "perceived"):
        watch.scores[str(getattr(trust, name))[:9]] = f"{name} of member 0"
    return watch


@pytest.fixture(scope="module")
def runs(watch: Watch) -> dict[str, ReleasedDiagnosis]:
    """What may be asked, each once: with and without a roster, for somebody above, and for a team."""
    office = watch.office
    told = watch.ask(roster=office.roster, policy=office.policy)
    return {
        "roster": told,
        "no roster": watch.ask(),
        "above": watch.ask(roster=office.roster, above=True),
        "a leader": watch.ask(roster=office.roster, leader=LEADERS[0]),
        "a team's page": for_team(told),
    }


RUNS = ("roster", "no roster", "above", "a leader", "a team's page")


def told(found: ReleasedDiagnosis, folder: Path) -> Iterator[tuple[str, str | bytes]]:
    """Every form a diagnosis is put out in, by name."""
    yield "dict", json.dumps(found.to_dict())
    yield "repr", repr(found)
    yield "str", f"{found}{[str(unit) for unit in found.released]}{[str(unit.trust) for unit in found.released]}"
    yield "arrow", str(found.to_arrow().to_pylist()) + str(found.to_arrow().schema)
    yield "csv", spreadsheet.render(found)
    for voice in ("leader", "team"):
        yield f"page, {voice}", page.render(found, voice=voice, mark="mark")
        yield f"terminal, {voice}", terminal.render(found, voice=voice, width=200)
        yield f"terminal in colour, {voice}", terminal.render(found, voice=voice, colour=True)
    drawn = charts(found)
    specs = [drawn.forecasts, drawn.calibration, *drawn.timelines.values()]
    yield "chart specs", json.dumps([chart.to_dict() for chart in specs if chart is not None]) + repr(drawn)
    for written in drawn.save(folder / "charts"):
        yield written.name, written.read_bytes() + written.name.encode()
    pypdf = pytest.importorskip("pypdf")
    (folder / "report.pdf").write_bytes(paper.render(found))
    opened = pypdf.PdfReader(folder / "report.pdf")
    yield "pdf", "".join(sheet.extract_text() for sheet in opened.pages) + str(opened.metadata)


def test_the_words_are_read_and_would_be_found(watch: Watch, runs: dict[str, ReleasedDiagnosis]) -> None:
    """This test of leaks can fail: every format is read, the leaders are named, and the words are there to be found."""
    kinds = {row.kind for row in gather([watch.office.evidence]).told}
    assert kinds == {"ledger", "jira", "github", "ratings", "responses"}
    assert kinds <= {one.kind for one in (*FORMATS, *DOCUMENTS)}
    labels = {unit.label for unit in runs["roster"].released}
    assert {*LEADERS, TEAM, PROJECT, f"{REPOSITORY}/orion"} <= labels
    assert len(runs["roster"].problems) > 30
    for name, path in watch.office.files.items():
        assert watch.office.canaries.found_in(path.read_text("utf-8"), watch.keys, {}), name
    with pytest.raises(AssertionError, match="member 0"):
        watch.look(watch.office.members[0])
    with pytest.raises(AssertionError, match="mean of member 0"):
        watch.look(next(iter(watch.scores)))


@pytest.mark.parametrize("name", RUNS)
def test_no_form_of_a_diagnosis_gives_a_member_away(
    watch: Watch, runs: dict[str, ReleasedDiagnosis], name: str, tmp_path: Path
) -> None:
    forms = dict(told(runs[name], tmp_path))
    assert len(forms) >= 11
    for form, said in forms.items():
        watch.look(said, f"{form} ({name})")


def test_whoever_asks_sees_themselves_and_nobody_else(watch: Watch, tmp_path: Path) -> None:
    who = watch.office.members[3]
    out = watch.ask(roster=watch.office.roster, me=who)
    assert [unit.label for unit in out.released if unit.kind == "self"] == ["You"]
    mine = {place for place in watch.office.canaries.handles.values() if place == "member 3"}
    for form, said in told(out, tmp_path):
        text = said.decode("latin-1") if isinstance(said, bytes) else said
        found = set(watch.office.canaries.found_in(text, watch.keys, watch.scores))
        assert found <= {f"pseudonym of {place}" for place in mine}, form


def test_no_explanation_gives_a_member_away(watch: Watch, runs: dict[str, ReleasedDiagnosis]) -> None:
    office = watch.office
    for unit in (f"team:{TEAM}", f"project:{PROJECT}"):
        out = explain(unit, office.evidence, roster=office.roster, on=DAY, progress=watch.progress.append)
        assert out.rows
        for said in (json.dumps(out.to_dict()), repr(out), str(out), out.text(), str(out.to_arrow().to_pylist())):
            watch.look(said, f"explain {unit}")
    assert runs["roster"].released


def test_no_record_and_no_reading_gives_a_member_away(watch: Watch, tmp_path: Path) -> None:
    office = watch.office
    out = backtest(office.evidence, progress=watch.progress.append)
    drawn = charts(out)
    shapes = json.dumps(drawn.calibration.to_dict()) if drawn.calibration is not None else ""
    for said in (json.dumps(out.to_dict()), repr(out), record.render(out), shapes, repr(drawn)):
        watch.look(said, "backtest")
    kept = tmp_path / "workspace"
    result = read(office.evidence, into=kept, roster=office.roster, progress=watch.progress.append)
    for said in (json.dumps(result.to_dict()), repr(result), str(result), str(result.to_arrow().to_pylist())):
        watch.look(said, "read")
    gathered = gather([office.evidence], roster=office.roster)
    for thing in (gathered, gathered.evidence, gathered.people, gathered.told):
        watch.look(repr(thing) + str(thing), f"repr of {type(thing).__name__}")


def test_no_file_of_a_workspace_without_names_holds_what_anybody_is_called(watch: Watch, tmp_path: Path) -> None:
    """Names, and every word of free text: what is kept is what happened and when, under pseudonyms."""
    import pyarrow.parquet as pq

    kept = tmp_path / "workspace"
    read(watch.office.evidence, into=kept, roster=watch.office.roster)
    files = [path for path in kept.rglob("*") if path.is_file()]
    assert len(files) >= 3
    for path in files:
        said = path.read_bytes().decode("latin-1") + path.name
        if path.suffix == ".parquet":
            said += str(pq.read_table(path).to_pylist())
        found = set(watch.office.canaries.found_in(said, frozenset(), {}))
        assert not found, f"{path.name} holds: {', '.join(sorted(found)[:8])}"


def test_nothing_between_the_evidence_and_the_door_gives_a_member_away_when_printed(watch: Watch) -> None:
    office = watch.office
    inquired = inquiry.inquire(
        [office.evidence], on=DAY, team=None, roster=office.roster, leader=None, me=office.members[0],
        policy=office.policy, dates=None, tz="UTC", seed=None, progress=watch.progress.append,
    )  # fmt: skip
    things = [inquired, inquired.diagnosis, inquired.permissions, inquired.units, *inquired.units]
    things += [*inquired.ledgers.values(), inquired.ledgers, *inquired.records.values()]
    for thing in things:
        if not isinstance(thing, dict):
            watch.look(repr(thing) + str(thing), f"repr of {type(thing).__name__}")
    watch.look(repr(vars(inquired)["diagnosis"]), "repr of what is inside")


WRONG = ("leader", "team", "on", "tz", "dates", "policy", "store", "roster", "me")


@pytest.mark.parametrize("option", WRONG)
def test_no_error_and_no_log_repeats_a_name_its_asker_wrote(
    watch: Watch, option: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    office = watch.office
    name = office.canaries.member(f"wrong {option}")
    asked: dict[str, Any] = {"roster": office.roster, option: name}
    with caplog.at_level(logging.DEBUG):
        for verb in (diagnose, lambda *places, **more: explain(name, *places, **more)):
            with pytest.raises(SaidAndDoneError) as raised:
                verb(office.files["ledger"], **asked)  # type: ignore[operator]
            said = str(raised.value) + repr(raised.value) + "".join(traceback.format_exception(raised.value))
            # A place that is not there is named as its asker named it.
            watch.look(re.sub(r"(nothing|no (roster|policy)) at .*?\. Check", "", said), f"error of --{option}")
    printed = capfd.readouterr()
    watch.look(caplog.text + printed.out + printed.err, "log and streams")


def test_no_progress_line_names_anybody(watch: Watch, runs: dict[str, ReleasedDiagnosis]) -> None:
    assert runs
    assert len(watch.progress) > 10
    watch.look(" ".join(watch.progress), "progress")


def test_no_command_prints_or_writes_what_gives_a_member_away(
    watch: Watch, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    office = watch.office
    who, out = ("--roster", office.roster, "--on", DAY), tmp_path / "out"
    told_of = (office.files["ledger"], office.files["jira csv"])
    out.mkdir()
    asked: list[tuple[Any, ...]] = [
        ("diagnose", *told_of, *who, "--json", out / "d.json", "--csv", out / "d.csv", "--policy", office.policy,
         "--report", out / "r.html", "--charts", out / "charts"),
        ("diagnose", *told_of, "--json", "-"),
        ("diagnose", *told_of, *who, "--above", "--json", out / "a.json", "--report", out / "a.html"),
        ("diagnose", *told_of, *who, "--leader", office.members[0]),
        ("explain", f"project:{PROJECT}", *told_of, *who, "--json", out / "e.json"),
        ("explain", office.members[0], *told_of, *who),
        ("backtest", office.files["ledger"], "--json", out / "b.json"),
        ("read", *told_of, "--roster", office.roster, "--into", tmp_path / "kept", "--json", out / "w.json"),
        ("read", office.files["jira csv"]),
    ]  # fmt: skip
    codes = []
    for words in asked:
        with pytest.raises(SystemExit) as ended:
            app([str(word) for word in words], prog_name="saidanddone")
        codes.append(int(ended.value.code or 0))
        printed = capfd.readouterr()
        watch.look(printed.out + printed.err, f"saidanddone {words[0]}")
    assert codes == [0, 0, 0, 2, 0, 2, 0, 0, 0]
    written = [path for path in out.rglob("*") if path.is_file()]
    assert len(written) >= 10
    for path in written:
        watch.look(path.read_bytes(), path.name)
