"""An attacker's ways to one person's answers or acts through a team's page, each closed (PRIVACY 1-3)."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from verbs.talks import Office, members

from saidanddone.privacy.release import Released
from saidanddone.report import captions
from saidanddone.verbs.diagnose import diagnose

DAY = 86_400_000_000
ALICE = "Alice Arundel"


def apollo(n: int = 8) -> tuple[Office, list[str]]:
    """Alice leads n people."""
    office, theirs = Office(), members("Apollo", n)
    office.roster("Apollo", [ALICE], theirs)
    return office, theirs


def asked(office: Office, folder: Path) -> Released:
    return next(one for one in office.ask(folder).released if one.label == "Apollo")


def body(unit: Released) -> str:
    return json.dumps(unit.to_dict(), sort_keys=True)


@pytest.mark.parametrize("before", [4, 5])
def test_colleagues_who_answered_long_ago_hide_nobody_who_answers_alone_today(before: int, tmp_path: Path) -> None:
    """Five names, of whom one is nearly all that age has left of the figure."""

    def told(level: int) -> Released:
        office, theirs = apollo()
        for week in range(-200, -180):
            for turn in range(2):
                asking, answering = theirs[(week + turn + 1) % before], theirs[(week + turn) % before]
                office.say(asking, "Apollo", week, 5 * turn, "idea", (4, answering), meeting="")
        for week in range(20, 40):
            for turn in range(2):
                office.say(theirs[4 + week % 3], "Apollo", week, 5 * turn, "idea", (level, theirs[7]), meeting="")
        office.say(theirs[4], "Apollo", 41, 0, "idea", (4, ALICE), meeting="")
        return asked(office, tmp_path / str(level))

    kind, unkind = told(5), told(1)
    assert kind.safety is not None
    assert kind.safety.leaders_only
    assert body(kind) == body(unkind)


def answered_by_one(level: int) -> Office:
    """Every colleague answers; challenges one of them nearly alone."""
    office, theirs = apollo()
    for week in range(12):
        office.meet("Apollo", [ALICE, *theirs], week)
        office.say(theirs[week % 8], "Apollo", week, 0, "question", (5, ALICE))
        office.say(theirs[(week + 1) % 8], "Apollo", week, 5, "question", (4, theirs[(week + 3) % 8]))
        office.say(theirs[(week + 1) % 8], "Apollo", week, 7, "idea", (4, theirs[(week + 4) % 8]))
        office.say(theirs[week % 7], "Apollo", week, 20, "challenge", (level, theirs[7]))
    office.say(theirs[1], "Apollo", 1, 30, "challenge", (4, theirs[0]))
    office.say(theirs[2], "Apollo", 2, 30, "challenge", (4, theirs[3]))
    return office


@pytest.fixture(scope="module")
def one_rung(tmp_path_factory: pytest.TempPathFactory) -> Released:
    return asked(answered_by_one(1), tmp_path_factory.mktemp("rung"))


def test_a_rung_that_one_colleague_answered_nearly_alone_is_left_out(one_rung: Released) -> None:
    assert one_rung.safety is not None
    assert not one_rung.safety.leaders_only, "together, five colleagues' answers are told"
    assert "challenger" not in {one.stage for one in one_rung.safety.stages}


def test_a_list_of_acts_gives_back_no_colleagues_answer(one_rung: Released) -> None:
    """Twelve challenges met badly, each on its day, would be one colleague's twelve answers."""
    by_peers = [act for act in one_rung.acts if act.role == "peer"]
    assert by_peers
    assert {(act.level, act.followed) for act in by_peers} == {(None, "unknown")}
    assert {act.level for act in one_rung.acts if act.role == "leader"} == {5}


@pytest.fixture(scope="module")
def one_challenger(tmp_path_factory: pytest.TempPathFactory) -> Released:
    """Six ask and propose; one of them alone ever challenges, and is met badly."""
    office, theirs = apollo(7)
    for week in range(12):
        office.meet("Apollo", [ALICE, *theirs], week)
        for turn in range(2):
            office.say(theirs[(week + turn) % 6], "Apollo", week, 10 * turn, "question", (4, ALICE))
            office.say(theirs[(week + turn + 1) % 6], "Apollo", week, 10 * turn + 5, "idea", (4, ALICE))
    for week in (3, 7, 9):
        office.say(theirs[6], "Apollo", week, 33, "challenge", (1, ALICE))
    return asked(office, tmp_path_factory.mktemp("challenger"))


def test_a_list_of_acts_gives_back_no_rung_that_was_left_out(one_challenger: Released) -> None:
    assert one_challenger.safety is not None
    told = {one.stage for one in one_challenger.safety.stages}
    assert "challenger" not in told
    assert {act.stage for act in one_challenger.acts} <= {*told, ""}
    assert "challenge" not in {act.kind for act in one_challenger.acts}
    left_out = [act for act in one_challenger.acts if not act.stage]
    assert left_out
    assert {(act.state, act.level, act.role) for act in left_out} == {("", None, None)}, "a clock's day may find one"


def test_a_clock_that_one_person_stopped_tells_a_day_and_neither_how_often_nor_where(one_challenger: Released) -> None:
    assert one_challenger.speaking is not None
    public = next(clock for clock in one_challenger.speaking.clocks if clock.kind == "challenge_public")
    assert public.last_us is not None
    assert (public.last_us % DAY, public.seen, public.evidence) == (0, None, None)


def test_at_five_who_spoke_up_no_hour_is_told(one_challenger: Released) -> None:
    safety = one_challenger.safety
    assert safety is not None
    assert safety.last_us is not None
    assert safety.fresh_days is not None
    assert (safety.last_us % DAY, safety.fresh_days % 1) == (0, 0)


def a_mistake(minute: int, *, week: int = 5) -> Office:
    office, theirs = apollo(7)
    office.meet("Apollo", [ALICE, *theirs], week)
    office.say(theirs[0], "Apollo", week, minute, "mistake", (1, ALICE))
    office.say(theirs[0], "Apollo", week, minute + 7, "challenge", (2, ALICE))
    for promise in range(10):
        office.promise(ALICE, "Apollo", promise)
    return office


def test_of_one_who_spoke_up_neither_minute_nor_row_is_told(tmp_path: Path) -> None:
    """S7: what is told of a first experience is how it was met, at any minute of the day the same."""
    early, late = (asked(a_mistake(minute), tmp_path / str(minute)) for minute in (3, 41))
    assert early.safety is not None
    assert early.safety.acts == 2
    assert body(early) == body(late)
    assert (early.safety.last_us, early.safety.fresh_days, early.safety.settle.pace_days) == (None, None, None)
    assert not [row for row in early.evidence if not row.startswith("promises.csv:")]


@pytest.mark.parametrize("speakers", [2, 7])
def test_commitments_are_counted_without_any_row_of_the_other_half(speakers: int, tmp_path: Path) -> None:
    office, theirs = apollo(7)
    for week in range(10):
        office.promise(ALICE, "Apollo", week)
        office.say(theirs[week % speakers], "Apollo", week, 0, "question", (5, ALICE), meeting="")
    unit = asked(office, tmp_path)
    assert captions.rows_behind(unit) == 10
    assert len(unit.evidence) == (10 if speakers < 5 else 30)


def test_a_file_named_after_a_person_becomes_no_team_of_that_name(tmp_path: Path) -> None:
    for who, level in (("bob", 1), ("eve", 5)):
        acts = [(f"{who}{i}", f"2026-09-0{i + 1}T10:00:00Z", "mistake", "own") for i in range(4)]
        answers = [(f"r{who}{i}", f"{who}{i}", level, "leader", f"2026-09-0{i + 1}T11:00:00Z") for i in range(4)]
        for name, header, rows in (
            (f"{who}.csv", ("id", "at", "kind", "reporter"), acts),
            (f"answers-{who}.csv", ("id", "act_id", "level", "role", "at"), answers),
        ):
            with (tmp_path / name).open("w", newline="", encoding="utf-8") as opened:
                csv.writer(opened).writerows([header, *rows])
    found = diagnose(tmp_path, on="2026-11-01")
    assert [one.label for one in found.released] == ["your team"]
    assert found.released[0].safety is not None
    assert found.released[0].safety.acts == 8


def test_a_file_of_one_persons_acts_is_not_cited(tmp_path: Path) -> None:
    office, theirs = apollo(7)
    for week in range(12):
        office.say(theirs[week % 6], "Apollo", week, 0, "question", (5, ALICE), meeting="")
    places = office.write(tmp_path)
    own = tmp_path / "bob.csv"
    with own.open("w", newline="", encoding="utf-8") as opened:
        csv.writer(opened).writerows(
            [("id", "at", "kind", "person", "team"), ("b1", "2026-03-02T14:37:00Z", "question", theirs[0], "Apollo")]
        )
    found = diagnose(*places, own, roster=tmp_path / "people.csv", on="2026-11-01")
    unit = next(one for one in found.released if one.label == "Apollo")
    assert {act.source for act in unit.acts} == {"acts.csv", ""}
    assert "bob" not in body(unit)
    assert "acts.csv:2" in unit.evidence


def test_five_of_whom_one_spoke_up_nearly_alone_are_few(tmp_path: Path) -> None:
    office, theirs = apollo(7)
    for week in range(20):
        office.meet("Apollo", [ALICE, *theirs], week)
        office.say(theirs[0], "Apollo", week, 3, "mistake", (2, ALICE))
        office.say(theirs[0], "Apollo", week, 8, "problem", (2, ALICE))
    for turn in range(1, 5):
        office.say(theirs[turn], "Apollo", turn, 30, "question", (5, ALICE))
    unit = asked(office, tmp_path)
    assert unit.safety is not None
    assert (unit.safety.stages, unit.safety.speaking, unit.acts) == ((), (), ())


def test_what_a_leader_admitted_in_private_is_on_no_page_of_the_team(tmp_path: Path) -> None:
    office, theirs = apollo(7)
    for week in range(10):
        office.meet("Apollo", [ALICE, *theirs], week)
        office.say(theirs[week % 7], "Apollo", week, 0, "question", (5, ALICE))
    office.say(ALICE, "Apollo", 3, 20, "mistake")
    office.say(ALICE, "Apollo", 4, 20, "mistake")
    office.acts[-1] = (*office.acts[-1][:5], "no", *office.acts[-1][6:])
    found = {one.kind: one.speaking for one in office.ask(tmp_path).released}
    assert {kind: one.leaders.acts for kind, one in found.items() if one is not None and one.leaders is not None} == {
        "team": {"mistake": 1}, "leader": {"mistake": 2},
    }  # fmt: skip


def test_no_path_sets_quarters_beside_each_other_between_which_one_colleague_answered(tmp_path: Path) -> None:
    """Five answered over the year, in the last quarter one alone: this quarter less the last would be theirs."""
    office, theirs = apollo()
    for week in range(20):
        office.say(theirs[(week + 1) % 8], "Apollo", week, 0, "question", (4, theirs[week % 7]), meeting="")
        office.say(theirs[(week + 1) % 8], "Apollo", week, 9, "question", (4, ALICE), meeting="")
    for week in range(33, 38):
        office.say(theirs[week % 6], "Apollo", week, 0, "idea", (1, theirs[7]), meeting="")
    unit = asked(office, tmp_path / "all")
    assert unit.safety is not None
    assert not unit.safety.leaders_only
    assert unit.situation is not None
    assert not [one for one in unit.situation.earlier if one.safety]
    led = replace(office, responses=[row for row in office.responses if row[3] == ALICE])
    alone = asked(led, tmp_path / "led")
    assert alone.situation is not None
    assert [one for one in alone.situation.earlier if one.safety], "leaders' answers alone have a path"
