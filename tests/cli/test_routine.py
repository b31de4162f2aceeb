"""``saidanddone routine`` as a lead uses it: their own calendar, what it says, and a plan that programs import (T7)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from sources import calendars

import saidanddone
from saidanddone.diagnosis.routine import Cadence
from saidanddone.evidence.people import People
from saidanddone.report.cadence import first_day, render
from saidanddone.sources.calendar_entries import open_calendar
from saidanddone.sources.calendar_times import occurrences
from saidanddone.sources.detect import read_path
from saidanddone.verbs.routine import RoutineResult

Run = Callable[..., Any]
ON, TZ, ME = "2026-11-23", "Europe/Berlin", "Alice Ames"
STAMP = datetime(2026, 11, 23, 8, tzinfo=UTC)
OTHERS = [name.split(".")[0].title() for name in calendars.TEAM]


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    calendar, roster = calendars.written(tmp_path)
    return calendar.name, roster.name


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> RoutineResult:
    calendar, roster = calendars.written(tmp_path_factory.mktemp("own"))
    return saidanddone.routine(calendar, roster=roster, me=ME, on=ON, tz=TZ)


def test_a_leader_reads_how_often_who_goes_without_and_what_to_do(run: Run, files: tuple[str, str]) -> None:
    calendar, roster = files
    done = run("routine", calendar, "--roster", roster, "--me", ME, "--on", ON, "--tz", TZ)
    said = " ".join(done.out.split())
    assert done.code == 0
    assert "Four of five had no one-to-one with you in the last four weeks." in said
    assert "two called off (8%)" in said
    assert "Without one in the last four weeks: Charlie Cole, Ines Ito, Lena Lund and Pavel Pike." in said
    assert "One to one with Charlie Cole: every two weeks" in said
    assert "A calendar knows who was asked, not who came" in said


def test_whoever_is_not_that_leader_reads_no_members_name(run: Run, files: tuple[str, str]) -> None:
    calendar, roster = files
    done = run("routine", calendar, "--roster", roster, "--on", ON, "--tz", TZ, "--json", "found.json")
    told = done.out + done.err + Path("found.json").read_text(encoding="utf-8")
    assert "Alice Ames" in told
    assert not [name for name in OTHERS if name in told]


def test_a_member_reads_of_themselves_and_the_team_and_of_no_leader(run: Run, files: tuple[str, str]) -> None:
    calendar, roster = files
    done = run("routine", calendar, "--roster", roster, "--me", "Bob Berg", "--on", ON, "--tz", TZ)
    said = " ".join(done.out.split())
    assert "You From" in said
    assert "One-to-ones: 13 held, 0.5 a week" in said
    assert "Alice" not in said
    assert not [name for name in OTHERS if name != "Bob" and name in said]


def test_of_a_team_nothing_tells_of_one_person(tmp_path: Path) -> None:
    calendar, roster = calendars.written(tmp_path)
    (team,) = saidanddone.routine(calendar, roster=roster, team="Kite", on=ON, tz=TZ, me="Bob Berg").diagnosis.released[
        :1
    ]
    assert team.kind == "team"
    assert team.routine is not None
    # One of five had one to one: a group of one would be known by everybody.
    assert team.routine.without is None
    assert [contact.kind for contact in team.routine.contacts] == ["meeting"]
    assert not [plan for plan in team.routine.cadence if plan.with_whom is not None]


def test_the_plan_is_a_calendar_that_programs_read_at_the_hours_that_were_said(
    run: Run, files: tuple[str, str], own: RoutineResult
) -> None:
    calendar, roster = files
    done = run("routine", calendar, "--roster", roster, "--me", ME, "--on", ON, "--tz", TZ, "--cadence", "plan.ics")
    assert done.code == 0
    text = Path("plan.ics").read_text(encoding="utf-8")
    assert "@example.org" not in text
    assert "ATTENDEE" not in text
    assert not [name for name in OTHERS if name in text]
    parsed = icalendar.Calendar.from_ical(text)
    plans = [plan for one in own.diagnosis.released if one.routine for plan in one.routine.cadence]
    assert len(parsed.walk("VEVENT")) == len(plans) == 4
    zone = ZoneInfo(TZ)
    entries = open_calendar(Path("plan.ics"), "plan.ics", zone).entries
    for plan, entry in zip(plans, entries, strict=True):
        times = [one.begin for one in occurrences([entry], zone)]
        assert len(times) == 26 // plan.every_weeks
        for at in times:
            assert isinstance(at, datetime)
            assert (at.weekday(), at.hour, at.minute) == (plan.weekday, plan.hour, plan.minute)
            assert at.date() > date(2026, 11, 23)
        assert {(later - earlier).days for earlier, later in pairwise(times)} == {7 * plan.every_weeks}
    # It names nobody, so that reading it as evidence adds no meeting that was never held.
    assert not read_path(Path("plan.ics"), People(b"k" * 32, apart=True))[0].encounters.num_rows


def test_the_plan_keeps_its_hour_when_the_clocks_change_and_is_the_same_again() -> None:
    plan = Cadence("meeting", 1, 30, 3, 9, 30, "never")
    asked: dict[str, Any] = {"tz": TZ, "after": date(2027, 1, 1), "stamp": STAMP}
    text = render([plan], **asked)
    assert text is not None
    assert text == render([plan, plan], **asked)
    assert b"DTSTAMP:20261123T080000Z" in text
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert event["DTSTART"].dt == datetime.combine(first_day(plan, date(2027, 1, 1)), time(9, 30), ZoneInfo(TZ))
    assert render([], **asked) is None


def test_names_stand_in_the_plan_only_where_the_leader_asks_for_them(
    run: Run, files: tuple[str, str], own: RoutineResult
) -> None:
    calendar, roster = files
    named = own.calendar(STAMP, names=True)
    assert named is not None
    assert b"One to one with Ines Ito (proposed)" in named
    assert b"Ines" not in (own.calendar(STAMP) or b"")
    done = run("routine", calendar, "--roster", roster, "--names", "--cadence", "plan.ics", "--on", ON)
    assert done.code == 2
    assert "--me" in done.err
    other = saidanddone.routine(calendar, roster=roster, leader=ME, on=ON, tz=TZ)
    assert b"Ines" not in (other.calendar(STAMP, names=True) or b"")


def test_a_plan_never_takes_the_place_of_what_is_read(run: Run, files: tuple[str, str]) -> None:
    calendar, roster = files
    before = Path(calendar).read_bytes()
    for name, said in ((calendar, "is read here"), ("plan.txt", "ends in .ics"), ("no/plan.ics", "no folder")):
        done = run("routine", calendar, "--roster", roster, "--me", ME, "--cadence", name, "--on", ON)
        assert done.code == 2
        assert said in done.err
    assert Path(calendar).read_bytes() == before


def test_a_rhythm_that_is_enough_is_left_alone(run: Run, tmp_path: Path) -> None:
    two = calendars.TEAM[:2]
    weekly = "DTSTART;TZID=Europe/Berlin:2026060{}T140000\nDURATION:PT30M\nRRULE:FREQ=WEEKLY"
    pairs = [calendars.entry(name, weekly.format(day), [name]) for day, name in zip((2, 3), two, strict=True)]
    team = calendars.entry("team", weekly.format(4), two)
    calendars.written(tmp_path, calendars.calendar(*pairs, team), calendars.roster(two))
    done = run(
        "routine", "alice.ics", "--roster", "roster.csv", "--me", ME, "--on", ON, "--tz", TZ, "--cadence", "p.ics"
    )
    assert done.code == 0
    assert "the present rhythm is enough" in done.out
    assert "All two had a one-to-one with you" in " ".join(done.out.split())
    assert not Path("p.ics").exists()


def test_what_tells_of_no_meeting_is_said_in_a_sentence(run: Run, tmp_path: Path) -> None:
    alone = "BEGIN:VEVENT\nUID:1\nDTSTART:20260302T090000Z\nEND:VEVENT\n"
    calendars.written(tmp_path, calendars.calendar(alone))
    for words in (("alice.ics",), ("alice.ics", "--roster", "roster.csv")):
        done = run("routine", *words, "--on", ON)
        assert done.code == 2
        assert "Nothing here tells when people met" in done.err
    assert run("routine").code == 2


def test_the_diagnosis_carries_the_routine_beside_both_halves(run: Run, files: tuple[str, str]) -> None:
    calendar, roster = files
    done = run("diagnose", calendar, "--roster", roster, "--me", ME, "--on", ON, "--tz", TZ, "--json", "-")
    found = {one["kind"]: one for one in json.loads(done.out)["released"]}
    assert found["leader"]["routine"]["without"] == 4
    assert found["team"]["routine"]["contacts"][0]["cancelled"] == 2
    assert "p-" not in json.dumps(found["leader"]["routine"])


def test_a_workspace_knows_the_same_as_the_calendar_it_was_read_from(run: Run, files: tuple[str, str]) -> None:
    calendar, roster = files
    for _ in range(2):
        done = run("read", calendar, "--roster", roster, "--into", "kept", "--names", "--tz", TZ)
        assert done.code == 0
    kept = saidanddone.routine("kept", roster=roster, me=ME, on=ON, tz=TZ)
    fresh = saidanddone.routine(calendar, roster=roster, me=ME, on=ON, tz=TZ)
    whole = [
        [(one.kind, one.routine.contacts, one.routine.without, one.routine.thin) for one in found.diagnosis.released
         if one.routine]
        for found in (kept, fresh)
    ]  # fmt: skip
    assert whole[0] == whole[1]
