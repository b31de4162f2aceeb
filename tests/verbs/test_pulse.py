"""A pulse beside everything else: four kinds of evidence in one question, each where it belongs (S10, S12, T7, T12)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from verbs.talks import Office, members

from saidanddone.errors import NothingReadable, UsageError
from saidanddone.evidence import answer, encounter
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.item import OWN
from saidanddone.evidence.outcome import DAY_US
from saidanddone.privacy.release import Released, ReleasedDiagnosis
from saidanddone.verbs.diagnose import diagnose
from saidanddone.verbs.explain import explain
from saidanddone.verbs.pulse import pulse
from saidanddone.verbs.rating import day_asked

COLUMNS = ("round", "closed", "team", "department", *OWN, "own_kind", "own_met", "own_by", "own_followed",
           "held_back", "promises_due", "promises_kept")  # fmt: skip
ON = "2026-11-01"


def answered(name: str, n: int, value: int, **more: Any) -> list[dict[str, Any]]:
    """So many respondents of a team who all answer alike but for one."""
    row = {"round": "autumn", "closed": "2026-10-15", "team": name} | dict.fromkeys(OWN, value) | more
    return [row, *({**row, "challenge": 3} for _ in range(n - 1))]


def write(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as opened:
        told = csv.DictWriter(opened, COLUMNS)
        told.writeheader()
        told.writerows(rows)
    return path


def named(found: ReleasedDiagnosis, label: str) -> Released:
    return next(one for one in found.released if one.label == label)


def office() -> Office:
    """Alice leads Apollo's eight, keeps one promise in three and answers well; Kite has only a leader and its pulse."""
    made = Office()
    there = members("Apollo", 8)
    made.roster("Apollo", ["Alice Arundel"], there)
    made.roster("Kite", ["Charlie Chen"], members("Kite", 6))
    for week in range(30, 42):
        made.meet("Apollo", ["Alice Arundel", *there], week)
        made.promise("Alice Arundel", "Apollo", week, kept=week % 3 == 0)
        for turn in range(4):
            made.say(there[(week + turn) % 8], "Apollo", week, 5 * turn, "question", (5, "Alice Arundel"))
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("polled")


@pytest.fixture(scope="module")
def places(folder: Path) -> list[Path]:
    return office().write(folder)


@pytest.fixture(scope="module")
def polled(folder: Path) -> Path:
    told = {"own_kind": "idea", "own_met": 2, "own_by": "leader", "held_back": "problem"}
    kept = {"promises_due": 2, "promises_kept": 2}
    return write(
        folder / "pulse.csv",
        [*answered("apollo", 8, 2, **told, **kept), *answered("Kite", 6, 4, **kept), *answered("Vega", 3, 5)],
    )


@pytest.fixture(scope="module")
def without(folder: Path, places: list[Path]) -> ReleasedDiagnosis:
    return diagnose(*places, roster=folder / "people.csv", on=ON)


@pytest.fixture(scope="module")
def whole(folder: Path, places: list[Path], polled: Path) -> ReleasedDiagnosis:
    return diagnose(*places, polled, roster=folder / "people.csv", on=ON)


def test_a_team_is_told_its_answers_beside_both_halves(whole: ReleasedDiagnosis) -> None:
    apollo = named(whole, "Apollo")
    assert apollo.pulse is not None
    assert {one.half: one.band for one in apollo.pulse.latest} == {"trust": 0, "safety": 0, "engagement": 0}
    assert [one.mean for one in apollo.pulse.latest] == [None] * 3
    assert apollo.pulse.rounds == 1
    assert apollo.pulse.own == {"contributor": 8}
    assert apollo.pulse.held_back == {"challenger": 8}
    assert (apollo.pulse.promises_due, apollo.pulse.promises_kept) == (2.0, 2.0)


def test_answers_never_move_trust(whole: ReleasedDiagnosis, without: ReleasedDiagnosis) -> None:
    """MODEL §1, Whose: the ledger alone informs it, and a ledger silences what was told of its time."""
    assert named(whole, "Apollo").trust == named(without, "Apollo").trust
    leader = named(whole, "Alice Arundel"), named(without, "Alice Arundel")
    assert leader[0].trust == leader[1].trust
    assert leader[0].safety == leader[1].safety, "what a team answers of all its leaders is no single one's"
    assert leader[0].pulse is None


def test_poor_answers_lower_voice_and_leave_the_counts_of_what_was_seen(
    whole: ReleasedDiagnosis, without: ReleasedDiagnosis
) -> None:
    after, before = named(whole, "Apollo").safety, named(without, "Apollo").safety
    assert after is not None
    assert before is not None
    assert after.voice is not None
    assert before.voice is not None
    assert after.voice.mean < before.voice.mean
    assert after.answers_used
    assert named(whole, "Apollo").pulse.used  # type: ignore[union-attr]
    for name in ("acts", "made", "levels", "followed", "occasions", "recent", "last_us", "unanswered", "speaking"):
        assert getattr(after, name) == getattr(before, name), name
    assert named(whole, "Apollo").acts == named(without, "Apollo").acts
    assert "pulse.csv" not in " ".join(named(whole, "Apollo").evidence)


def test_where_answers_and_behaviour_part_is_said(whole: ReleasedDiagnosis) -> None:
    told = named(whole, "Apollo").pulse
    assert told is not None
    assert ("safety", "lower") in [(one.half, one.direction) for one in told.apart]
    assert all(one.difference is None for one in told.apart), "below twenty there is no difference to tell"


def test_answers_part_from_no_promises_that_the_same_answers_tell_of(tmp_path: Path) -> None:
    """0046: what was seen tells where answers would stand, and nothing of the same pulse."""
    told = {"promises_due": 4, "promises_kept": 4}
    rows = [{**row, "round": f"r{month}", "closed": f"2026-{month:02}-15"}
            for month in range(1, 9) for row in answered("Kite", 8, 1, **told)]  # fmt: skip
    office().write(tmp_path)
    found = diagnose(write(tmp_path / "pulse.csv", rows), roster=tmp_path / "people.csv", on="2026-09-01")
    kite = named(found, "Kite")
    assert kite.pulse is not None
    assert kite.trust.occasions == 8
    assert [one.half for one in kite.pulse.apart] == []


def test_a_team_that_only_answered_has_a_result_of_its_own(whole: ReleasedDiagnosis) -> None:
    kite = named(whole, "Kite")
    assert kite.pulse is not None
    assert kite.trust.occasions == 1, "six people who report promises of one fortnight are one occasion"
    assert kite.trust.state == "uncertain"
    assert kite.safety is not None
    assert (kite.safety.acts, kite.safety.answers_used) == (0, True)


def test_fewer_than_five_answers_are_counted_and_not_told(whole: ReleasedDiagnosis) -> None:
    assert named(whole, "Vega").pulse is None
    assert named(whole, "Vega").safety is None
    assert any(one.kind == "pulse" for one in whole.withheld)


def test_one_promise_eight_answers_and_a_transcript_give_the_posterior_of_the_ledger_alone(tmp_path: Path) -> None:
    """MODEL §6."""
    one = Office()
    there = members("Apollo", 8)
    one.roster("Apollo", ["Alice Arundel"], there)
    one.promise("Alice Arundel", "Apollo", 40)
    alone = one.ask(tmp_path / "alone", on=ON)
    one.meet("Apollo", ["Alice Arundel", *there], 40)
    one.say(there[0], "Apollo", 40, 5, "question", (4, "Alice Arundel"))
    files = one.write(tmp_path / "all")
    told = write(tmp_path / "all" / "pulse.csv", answered("Apollo", 8, 5, promises_due=1, promises_kept=0))
    both = diagnose(*files, told, roster=tmp_path / "all" / "people.csv", on=ON)
    assert named(both, "Apollo").trust == named(alone, "Apollo").trust
    assert named(both, "Apollo").trust.occasions == 1


def test_answers_of_the_same_band_give_the_same_forecast_to_the_last_bit(
    folder: Path, places: list[Path], whole: ReleasedDiagnosis
) -> None:
    """MODEL §3, Release: nobody's answer comes back by subtraction."""
    told = {"own_kind": "idea", "own_by": "leader", "held_back": "problem", "promises_due": 2, "promises_kept": 2}
    apollo = answered("apollo", 9, 2, **told)
    for n, row in enumerate(apollo):
        row.update({"concerns": 1 + n % 3, "mistakes": 1, "own_met": 1 if n else 5})
    kept = {"promises_due": 2, "promises_kept": 2}
    rows = [*apollo[:8], *answered("Kite", 7, 4, **kept), *answered("Vega", 4, 1)]
    other = diagnose(*places, write(folder / "other" / "pulse.csv", rows), roster=folder / "people.csv", on=ON)
    for label in ("Apollo", "Kite"):
        assert named(other, label).safety == named(whole, label).safety
        assert named(other, label).trust == named(whole, label).trust
        assert named(other, label).pulse == named(whole, label).pulse


def test_a_pulse_alone_is_told_without_any_forecast(polled: Path) -> None:
    found = pulse(polled)
    assert [(one.label, one.pulse is None) for one in found.released] == [
        ("Kite", False), ("Vega", True), ("apollo", False),
    ]  # fmt: skip
    assert all(one.safety is None and one.trust.mean is None for one in found.released)
    assert found.on_day == "2026-10-15", "the last day it speaks of"
    assert json.loads(json.dumps(found.to_dict()))["released"][0]["pulse"]["rounds"] == 1


def test_a_pulse_is_asked_of_one_team_and_of_one_day(polled: Path) -> None:
    assert [one.label for one in pulse(polled, team="KITE").released] == ["Kite"]
    before = pulse(polled, on="2026-10-14")
    assert [one.pulse for one in before.released] == [None] * 3
    assert "One round closes after the day asked about, so nothing of it is told yet." in before.notes
    assert not any("after the day asked about" in note for note in pulse(polled).notes)
    with pytest.raises(UsageError, match="no such team"):
        pulse(polled, team="Harbour")


def test_without_an_answer_there_is_nothing_to_tell(folder: Path, places: list[Path]) -> None:
    with pytest.raises(NothingReadable, match="no answers of a pulse"):
        pulse(*places, roster=folder / "people.csv")


def test_a_question_without_a_day_is_of_the_last_one_a_pulse_or_else_a_calendar_speaks_of() -> None:
    def at(name: str, schema: pa.Schema, at_us: int) -> pa.Table:
        row = {field.name: None for field in schema} | {name: at_us}
        loose = pa.schema([field.with_nullable(True) for field in schema])
        return pa.table({key: [value] for key, value in row.items()}, schema=loose)

    met = at("at_us", encounter.SCHEMA, 5 * DAY_US + 7)
    told = at("closed_us", answer.SCHEMA, 3 * DAY_US + 7)
    assert day_asked(None, Evidence(encounters=met)) == 6 * DAY_US - 1
    assert day_asked(None, Evidence(encounters=met, answers=told)) == 4 * DAY_US - 1
    assert day_asked("1970-01-02", Evidence(encounters=met, answers=told)) == 2 * DAY_US - 1


def test_an_explanation_tells_no_respondent_and_no_line(folder: Path, places: list[Path], polled: Path) -> None:
    told = explain("Kite", *places, polled, roster=folder / "people.csv", on=ON)
    text = told.text() + json.dumps(told.to_dict())
    assert "respondent" not in text
    assert {row.line for row in told.rows} == {0}
    assert len(told.rows) == 1


def test_answers_that_name_no_team_are_of_the_only_one_on_the_roster(tmp_path: Path) -> None:
    rows = [{**row, "team": ""} for row in answered("", 6, 4)]
    one = Office()
    one.roster("Apollo", ["Alice Arundel"], members("Apollo", 6))
    one.write(tmp_path)
    found = pulse(write(tmp_path / "pulse.csv", rows), roster=tmp_path / "people.csv")
    assert [one.label for one in found.released if one.pulse is not None] == ["Apollo"]


def test_answers_that_name_no_team_are_called_after_their_file_only_where_five_gave_them(tmp_path: Path) -> None:
    rows = [{**row, "team": ""} for row in answered("", 5, 4)]
    assert [one.label for one in pulse(write(tmp_path / "Zoe.csv", rows)).released] == ["Zoe"]
    assert [one.label for one in pulse(write(tmp_path / "few" / "Zoe.csv", rows[:4])).released] == ["your team"]
