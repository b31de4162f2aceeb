"""Calendars become encounters: each meeting once, on the clock of the wall, with who was asked and never who came."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import saidanddone
from saidanddone.diagnosis.exposure import exposures
from saidanddone.evidence.act import SCHEMA as ACTS
from saidanddone.evidence.arrow import conform
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.encounter import SCHEMA
from saidanddone.evidence.exposure import SCHEMA as EXPOSURE
from saidanddone.evidence.people import SCHEMA as PEOPLE
from saidanddone.evidence.people import People
from saidanddone.evidence.pseudonym import pseudonym
from saidanddone.sources.calendar import MOST_ENCOUNTERS, read
from saidanddone.sources.calendar_entries import open_calendar
from saidanddone.sources.detect import ReadRow, read_paths

KEY = b"k" * 32
TWO = "ORGANIZER;CN=Alice Ames:mailto:alice@example.org\nATTENDEE;CN=Bob:mailto:bob@example.org"
THREE = f"{TWO}\nATTENDEE:mailto:chris@example.org"
BERLIN = ZoneInfo("Europe/Berlin")


def us(*parts: int, zone: tzinfo = UTC) -> int:
    return round(datetime(*parts, tzinfo=zone).timestamp()) * 1_000_000  # type: ignore[arg-type, misc]


def who(handle: str) -> str:
    return pseudonym(handle, KEY)


def calendar(*entries: str, head: str = "") -> str:
    events = "".join(f"BEGIN:VEVENT\nUID:{n}\n{one}\nEND:VEVENT\n" for n, one in enumerate(entries))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{events}END:VCALENDAR\n"


def told(folder: Path, *texts: str, tz: str = "UTC") -> tuple[Evidence, list[str], list[ReadRow]]:
    paths = []
    for number, text in enumerate(texts):
        paths.append(folder / f"c{number}.ics")
        paths[-1].write_bytes(text.replace("\n", "\r\n").encode())
    evidence, problems, rows = read_paths(paths, People(KEY, apart=True), tz=tz)
    return evidence, [str(problem) for problem in problems], rows


def met(folder: Path, *texts: str, tz: str = "UTC") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = told(folder, *texts, tz=tz)[0].encounters.to_pylist()
    return found


def times(folder: Path, *texts: str, tz: str = "UTC") -> list[tuple[int, str]]:
    return [(one["at_us"], one["state"]) for one in met(folder, *texts, tz=tz)]


def test_who_is_asked_stands_there_and_who_came_does_not(tmp_path: Path) -> None:
    (one,) = met(tmp_path, calendar(f"DTSTART:20260305T090000Z\nDURATION:PT45M\nSUMMARY:Secret\n{THREE}"))
    assert one["at_us"] == us(2026, 3, 5, 9)
    assert one["minutes"] == 45
    assert (one["kind"], one["state"]) == ("meeting", "held")
    assert set(one["invited"]) == {who(f"{name}@example.org") for name in ("alice", "bob", "chris")}
    assert (one["attended"], one["declined"]) == ([], [])
    assert "Secret" not in str(one)


def test_two_people_are_one_to_one_and_rooms_and_onlookers_are_nobody(tmp_path: Path) -> None:
    beside = "ATTENDEE;CUTYPE=ROOM:mailto:room@example.org\nATTENDEE;ROLE=NON-PARTICIPANT:mailto:pa@example.org"
    (one,) = met(tmp_path, calendar(f"DTSTART:20260305T090000Z\nDTEND:20260305T093000Z\n{TWO}\n{beside}"))
    assert one["kind"] == "one_to_one"
    assert len(one["invited"]) == 2


def test_a_group_asked_makes_it_a_meeting_however_few_are_named(tmp_path: Path) -> None:
    group = "ORGANIZER:mailto:alice@example.org\nATTENDEE;CUTYPE=GROUP:mailto:kite@example.org"
    assert met(tmp_path, calendar(f"DTSTART:20260305T090000Z\n{group}"))[0]["kind"] == "meeting"


def test_an_address_in_any_spelling_is_one_person_and_a_name_without_one_stands_for_itself(tmp_path: Path) -> None:
    bob, chris = "ATTENDEE;EMAIL=bob@example.org:urn:uuid:1", "ATTENDEE;CN=Chris:invalid:nomail"
    odd = f"ORGANIZER:MAILTO:Alice@Example.org\n{bob}\n{chris}"
    (one,) = met(tmp_path, calendar(f"DTSTART:20260305T090000Z\n{odd}"))
    assert one["invited"] == [who("alice@example.org"), who("bob@example.org"), who("Chris")]


def test_names_go_with_the_addresses_so_that_a_roster_knows_either(tmp_path: Path) -> None:
    names = told(tmp_path, calendar(f"DTSTART:20260305T090000Z\n{TWO}"))[0].names
    assert names[who("alice@example.org")] == "Alice Ames <alice@example.org>"


def test_a_roster_drafted_from_a_calendar_joins_it_with_names_and_without(tmp_path: Path) -> None:
    path, draft, kept = tmp_path / "c.ics", tmp_path / "roster.csv", tmp_path / "kept"
    path.write_text(calendar(f"DTSTART:20260305T090000Z\n{TWO}"))
    saidanddone.read(path, draft_roster=draft)
    found = saidanddone.read(path, into=kept)
    assert not found.names_kept
    for place in (path, kept):
        joins = saidanddone.read(place, roster=draft, preview=True).joins
        assert joins is not None
        assert sorted(row.match.name or "" for row in joins.rows) == ["Alice Ames", "Bob"]


def test_whole_days_and_entries_for_oneself_are_no_encounters_and_are_told(tmp_path: Path) -> None:
    evidence, problems, rows = told(
        tmp_path, calendar(f"DTSTART;VALUE=DATE:20260305\n{TWO}", "DTSTART:20260305T090000Z\nSUMMARY:Focus")
    )
    assert not evidence.encounters.num_rows
    assert not problems
    assert (rows[0].kind, rows[0].rows, rows[0].understood) == ("calendar", 0, 2)


def test_a_meeting_that_stands_in_two_calendars_is_an_entry_of_both_and_happened_once(tmp_path: Path) -> None:
    one = f"DTSTART:20260305T090000Z\n{THREE}"
    evidence, _, rows = told(tmp_path, calendar(one), calendar(one, "DTSTART:20260306T090000Z\nSUMMARY:Focus"))
    assert evidence.encounters.num_rows == 1
    assert [(row.rows, row.understood) for row in rows] == [(1, 0), (1, 1)]


def test_whoever_declined_could_not_have_come_and_one_to_one_with_them_did_not_happen(tmp_path: Path) -> None:
    no = "ATTENDEE;PARTSTAT=DECLINED:mailto:bob@example.org"
    three = f"ORGANIZER:mailto:alice@example.org\n{no}\nATTENDEE:mailto:chris@example.org"
    first, second = met(
        tmp_path,
        calendar(
            f"DTSTART:20260305T090000Z\n{three}", f"DTSTART:20260306T090000Z\nORGANIZER:mailto:alice@example.org\n{no}"
        ),
    )
    assert (first["state"], first["declined"]) == ("held", [who("bob@example.org")])
    assert (second["state"], second["kind"]) == ("cancelled", "one_to_one")


def test_a_weekly_meeting_stays_at_its_hour_when_the_clocks_change(tmp_path: Path) -> None:
    rule = f"DTSTART;TZID=Europe/Berlin:20260326T090000\nRRULE:FREQ=WEEKLY;UNTIL=20260402T235959Z\n{TWO}"
    assert [at for at, _ in times(tmp_path, calendar(rule))] == [us(2026, 3, 26, 8), us(2026, 4, 2, 7)]


@pytest.mark.parametrize("name", ["Eastern Standard Time", '"Eastern Standard Time"', "America/New_York"])
def test_zones_by_the_names_of_windows_quoted_or_without_a_definition_are_known(tmp_path: Path, name: str) -> None:
    assert times(tmp_path, calendar(f"DTSTART;TZID={name}:20260305T090000\n{TWO}")) == [(us(2026, 3, 5, 14), "held")]


def test_a_zone_of_its_own_is_read_from_its_definition(tmp_path: Path) -> None:
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Our own\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0330\nTZOFFSETTO:+0330\n"
        "END:STANDARD\nEND:VTIMEZONE\n"
    )
    text = calendar(f"DTSTART;TZID=Our own:20260305T090000\n{TWO}", head=zone)
    assert times(tmp_path, text) == [(us(2026, 3, 5, 5, 30), "held")]


def test_two_files_may_call_different_zones_by_one_name(tmp_path: Path) -> None:
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:{0}\nTZOFFSETTO:{0}\n"
        "END:STANDARD\nEND:VTIMEZONE\n"
    )
    one, other = (
        calendar(f"UID:{offset}\nDTSTART;TZID=Ours:20260305T090000\n{TWO}", head=zone.format(offset))
        for offset in ("+0330", "-0100")
    )
    assert [at for at, _ in times(tmp_path, one)] == [us(2026, 3, 5, 5, 30)]
    assert [at for at, _ in times(tmp_path, other)] == [us(2026, 3, 5, 10)]


def test_a_time_without_a_zone_is_in_the_one_asked_for(tmp_path: Path) -> None:
    assert times(tmp_path, calendar(f"DTSTART:20260305T090000\n{TWO}"), tz="Europe/Berlin")[0][0] == us(2026, 3, 5, 8)


@pytest.mark.parametrize(
    ("title", "state"),
    [
        ("Canceled: One to one", "cancelled"), ("Abgesagt: Runde", "cancelled"), ("ANNULÉ : Point", "cancelled"),
        ("Cancelled orders: review", "held"), ("Why it was canceled: a review", "held"),
    ],
)  # fmt: skip
def test_what_outlook_writes_before_a_title_calls_a_meeting_off(tmp_path: Path, title: str, state: str) -> None:
    assert times(tmp_path, calendar(f"SUMMARY:{title}\nDTSTART:20260302T090000Z\n{TWO}")) == [
        (us(2026, 3, 2, 9), state)
    ]


def test_what_is_taken_out_or_called_off_was_cancelled_and_what_is_moved_is_where_it_went(tmp_path: Path) -> None:
    text = (
        f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260302T090000Z\nRRULE:FREQ=WEEKLY;COUNT=5\n"
        f"EXDATE:20260309T090000Z\n{TWO}\nEND:VEVENT\n"
        f"BEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20260316T090000Z\nDTSTART:20260318T110000Z\n{TWO}\nEND:VEVENT\n"
        f"BEGIN:VEVENT\nUID:1\nSTATUS:CANCELLED\nRECURRENCE-ID:20260323T090000Z\nDTSTART:20260323T090000Z\n{TWO}\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    )
    assert times(tmp_path, text) == [
        (us(2026, 3, 2, 9), "held"), (us(2026, 3, 9, 9), "cancelled"), (us(2026, 3, 18, 11), "held"),
        (us(2026, 3, 23, 9), "cancelled"), (us(2026, 3, 30, 9), "held"),
    ]  # fmt: skip


def test_an_exception_by_the_day_alone_takes_out_the_occurrence_of_that_day(tmp_path: Path) -> None:
    text = calendar(
        f"DTSTART;TZID=Europe/Berlin:20260302T090000\nRRULE:FREQ=WEEKLY;COUNT=2\nEXDATE;VALUE=DATE:20260309\n{TWO}"
    )
    assert [state for _, state in times(tmp_path, text)] == ["held", "cancelled"]


def test_one_moved_with_all_after_it_moves_them_by_as_much(tmp_path: Path) -> None:
    text = (
        f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;TZID=Europe/Berlin:20260316T090000\nRRULE:FREQ=WEEKLY;COUNT=4\n"
        f"{TWO}\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260323T090000\n"
        f"DTSTART;TZID=Europe/Berlin:20260324T140000\nDURATION:PT30M\n{TWO}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    found = met(tmp_path, text)
    assert [one["at_us"] for one in found] == [
        us(2026, 3, 16, 9, zone=BERLIN), us(2026, 3, 24, 14, zone=BERLIN), us(2026, 3, 31, 14, zone=BERLIN),
        us(2026, 4, 7, 14, zone=BERLIN),
    ]  # fmt: skip
    assert [one["minutes"] for one in found] == [0, 30, 30, 30]


def test_further_dates_and_periods_count_each_at_its_own_length(tmp_path: Path) -> None:
    text = calendar(
        f"DTSTART:20260302T090000Z\nDURATION:PT30M\nRDATE:20260304T090000Z\n"
        f"RDATE;VALUE=PERIOD:20260306T090000Z/PT2H,20260307T090000Z/20260307T093500Z\n{TWO}"
    )
    assert [one["minutes"] for one in met(tmp_path, text)] == [30, 30, 120, 35]


def test_a_message_that_calls_a_meeting_off_calls_off_what_another_file_planned(tmp_path: Path) -> None:
    plan = calendar(f"DTSTART:20260302T090000Z\nDTSTAMP:20260220T090000Z\nRRULE:FREQ=WEEKLY;COUNT=3\n{TWO}")
    off = calendar(f"DTSTART:20260302T090000Z\nDTSTAMP:20260306T090000Z\nSEQUENCE:1\n{TWO}", head="METHOD:CANCEL\n")
    # It was called off on the sixth: what was before that day was held.
    assert [state for _, state in times(tmp_path, plan, off)] == ["held", "cancelled", "cancelled"]
    assert times(tmp_path, off, plan) == times(tmp_path, plan, off)


def test_an_answer_to_an_invitation_is_no_meeting(tmp_path: Path) -> None:
    assert not met(tmp_path, calendar(f"DTSTART:20260302T090000Z\n{TWO}", head="METHOD:REPLY\n"))


def test_two_peoples_exports_of_one_meeting_are_one_meeting(tmp_path: Path) -> None:
    mine = calendar(f"DTSTART:20260302T090000Z\nRRULE:FREQ=WEEKLY;COUNT=4\n{TWO}")
    yours = calendar(f"DTSTART:20260302T090000Z\nRRULE:FREQ=WEEKLY;COUNT=4\n{THREE}")
    found = met(tmp_path, mine, yours)
    assert len(found) == 4
    assert {len(one["invited"]) for one in found} == {3}
    apart = [{one["id"] for one in met(tmp_path, text)} for text in (mine, yours)]
    assert apart[0] == apart[1] == {one["id"] for one in found}


def test_a_moved_meeting_keeps_its_id(tmp_path: Path) -> None:
    rule = f"DTSTART:20260302T090000Z\nRRULE:FREQ=WEEKLY;COUNT=2\n{TWO}"
    plan = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n{rule}\nEND:VEVENT\n"
    moved = f"BEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20260309T090000Z\nDTSTART:20260311T090000Z\n{TWO}\nEND:VEVENT\n"
    before, after = met(tmp_path, f"{plan}END:VCALENDAR\n"), met(tmp_path, f"{plan}{moved}END:VCALENDAR\n")
    assert [one["id"] for one in before] == [one["id"] for one in after]
    assert before[1]["at_us"] != after[1]["at_us"]


def test_an_endless_meeting_ends_a_year_after_the_calendar_was_last_changed(tmp_path: Path) -> None:
    text = calendar(f"DTSTART:20240101T090000Z\nDTSTAMP:20260301T000000Z\nRRULE:FREQ=WEEKLY\n{TWO}")
    evidence, _, rows = told(tmp_path, text)
    last = max(evidence.encounters.column("at_us").to_pylist())
    assert us(2027, 2, 22) < last < us(2027, 3, 3)
    assert "2026-03-01" in rows[0].note


def test_more_than_a_calendar_ever_holds_is_cut_and_told_in_a_sentence(tmp_path: Path) -> None:
    daily = f"DTSTART:20060101T090000Z\nDTSTAMP:20260301T000000Z\nRRULE:FREQ=DAILY\n{TWO}"
    evidence, problems, _ = told(tmp_path, calendar(*[daily] * 25))
    assert evidence.encounters.num_rows == MOST_ENCOUNTERS
    assert any("the rest was not read" in problem for problem in problems)


def test_a_mark_at_the_beginning_and_any_ending_of_a_name_make_no_difference(tmp_path: Path) -> None:
    path = tmp_path / "export.txt"
    path.write_bytes(b"\xef\xbb\xbf" + calendar(f"DTSTART:20260302T090000Z\n{TWO}").encode())
    assert read_paths([path], People(KEY, apart=True))[0].encounters.num_rows == 1


def test_a_calendar_nobody_listened_in_says_nothing_of_silence(tmp_path: Path) -> None:
    evidence = told(tmp_path, calendar(f"DTSTART:20260302T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=9\n{THREE}"))[
        0
    ]
    roster = pa.Table.from_pylist(
        [
            {"pseudonym": who(f"{name}@example.org"), "team": "Kite", "role": role, "from_us": None, "to_us": None}
            for name, role in (("alice", "leader"), ("bob", "member"), ("chris", "member"))
        ],
        schema=PEOPLE,
    )
    acts = pa.Table.from_pylist(
        [dict.fromkeys(ACTS.names) | {
            "id": "a", "at_us": us(2026, 3, 2, 9, 10), "kind": "question", "person": who("bob@example.org"),
            "team": "Kite", "reporter": "observed", "source": "acts.csv", "line": 2, "confidence": 1.0,
        }],
        schema=ACTS,
    )  # fmt: skip
    assert exposures(evidence.encounters, roster, EXPOSURE.empty_table(), acts, us(2026, 12, 1)) == []


def test_a_workspace_kept_before_anybody_declined_is_still_read() -> None:
    older = SCHEMA.empty_table().drop_columns(["declined"])
    assert conform(older, SCHEMA).schema == SCHEMA


_WRITTEN = """
    BEGIN:VEVENT | END:VEVENT | UID:1 | DTSTART:20260302T090000Z | DTSTART;TZID=?:20260302T090000 | RRULE:FREQ=WEEKLY
    | RRULE:FREQ=WEEKLY;UNTIL=1 | EXDATE:20260309T090000Z | EXDATE;VALUE=DATE:20260309 | RDATE;VALUE=PERIOD:x/y
    | RECURRENCE-ID:20260302T090000Z | RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260302 | STATUS:CANCELLED
    | ORGANIZER:mailto:alice@example.org | ATTENDEE;PARTSTAT=DECLINED;CN=Zara:mailto: | ATTENDEE;CN=: | DURATION:-PT1H
    | DTEND;VALUE=DATE:20260303 | SEQUENCE:-1 | METHOD:CANCEL | DTSTAMP:99991231T000000Z | END:VCALENDAR
    """
_LINES = st.sampled_from(_WRITTEN.split("|")).map(str.strip)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_LINES, max_size=25))
def test_calendars_in_any_disorder_raise_nothing_and_problems_name_nobody(tmp_path: Path, lines: list[str]) -> None:
    path = tmp_path / "c.ics"
    path.write_text("\n".join(["BEGIN:VCALENDAR", *lines]))
    (reading,) = read([open_calendar(path, "c.ics", UTC)], People(KEY), zone=UTC)
    assert reading.evidence.encounters.schema == SCHEMA
    told_ids = reading.evidence.encounters.column("id").to_pylist()
    assert len(set(told_ids)) == len(told_ids)
    said = " ".join(str(problem) for problem in reading.problems) + repr(reading)
    assert "Zara" not in said
    assert "alice" not in said


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "understood", "unread"),
    [
        ("alarm_google_future", 1, 0), ("alarm_thunderbird_2_future", 1, 0), ("bom_calendar", 0, 0),
        ("issue_1231_recurrence", 1, 0), ("issue_156_RDATE_with_PERIOD_TZID_khal", 1, 0),
        ("issue_722_missing_timezones", 1, 2), ("issue_836_do_not_quote_tzid", 1, 0), ("property_params", 1, 0),
    ],
)  # fmt: skip
def test_real_calendars_of_one_person_or_of_whole_days_hold_no_encounter(
    shared: Path, name: str, understood: int, unread: int
) -> None:
    path = shared / "data" / "samples" / "ics" / f"{name}.ics"
    evidence, _, (row,) = read_paths([path], People(KEY, apart=True))
    assert (row.kind, row.understood, row.unread) == ("calendar", understood, unread)
    assert not evidence.encounters.num_rows


@pytest.mark.shared
def test_a_real_list_of_periods_gives_each_once_there_are_two_people(shared: Path, tmp_path: Path) -> None:
    path = shared / "data" / "samples" / "ics" / "issue_156_RDATE_with_PERIOD_TZID_khal.ics"
    text = path.read_text().replace("CLASS:PUBLIC", "ORGANIZER:mailto:alice@example.org")
    found = met(tmp_path, text.replace("\r\n", "\n"))
    assert len(found) == 19
    assert {one["minutes"] for one in found} == {60}
    assert found[0]["at_us"] == us(2018, 3, 27, 13)
