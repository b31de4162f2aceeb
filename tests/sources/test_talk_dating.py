"""When a recording was made: what the user says, a calendar, a file's name; nothing is guessed."""

from __future__ import annotations

from datetime import UTC, date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sources.talking import asked, each, hear, only, us, vtt

from saidanddone.sources.conversations import Talk, widened
from saidanddone.sources.talk.calendar import MOST_TIMES, events

TALK = vtt("60 62 Ana: Shall we begin?", "63 64 Ben: Yes.")
DAY = date(2026, 3, 5)


def ics(*entries: str) -> str:
    events_ = "".join(f"BEGIN:VEVENT\r\nUID:{n}\r\n{one}\r\nEND:VEVENT\r\n" for n, one in enumerate(entries))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events_}END:VCALENDAR\r\n"


def dated(folder: Path, name: str, calendar: str | None = None, **said: object) -> tuple[int | None, str, Talk]:
    ask = asked(**said)
    if calendar is not None:
        path = folder / "calendar.ics"
        path.write_bytes(calendar.encode())
        ask = widened(ask, calendar=path)
    talk = hear(folder, TALK, name, calendar=ask.calendar, **said)
    return only(talk).began_us, only(talk).dated_by, talk


@pytest.mark.parametrize(
    ("name", "began"),
    [
        ("sync 2026-03-05.vtt", us(2026, 3, 5)),
        ("sync_20260305.vtt", us(2026, 3, 5)),
        ("Mar 5, 2026 sync.vtt", us(2026, 3, 5)),
        ("5 March 2026.vtt", us(2026, 3, 5)),
        ("sync_2026_03_05_final.vtt", us(2026, 3, 5)),
        ("GMT20260305-140012_Recording.transcript.vtt", us(2026, 3, 5, 14, 0, 12)),
        ("2026-03-05 14.00.12 sync.vtt", us(2026, 3, 5, 14, 0, 12)),
        ("sync-2026-03-05T1400.vtt", us(2026, 3, 5, 14)),
        ("20260305_1400.vtt", us(2026, 3, 5, 14)),
        ("call_2026-03-05_167_transcript.vtt", us(2026, 3, 5)),
        ("25-03-2026.vtt", us(2026, 3, 25)),
        ("2026-03-05 14.00.12 sync 99/closed_caption.vtt", us(2026, 3, 5, 14, 0, 12)),
    ],
)
def test_a_files_name_dates_it(tmp_path: Path, name: str, began: int) -> None:
    found, by, talk = dated(tmp_path, name)
    assert (found, by) == (began, "file name")
    assert each(talk, lambda turn: turn.at_us)[0] == began + 60_000_000


@pytest.mark.parametrize(
    "name", ["sync.vtt", "10-11-2026.vtt", "10.11.2026.vtt", "2026-03-05_2026-03-06.vtt", "20269999.vtt"]
)
def test_a_day_that_is_not_there_or_not_clear_is_not_guessed(tmp_path: Path, name: str) -> None:
    began, by, talk = dated(tmp_path, name)
    assert (began, by) == (None, "")
    assert each(talk, lambda turn: turn.at_us) == [None, None]
    assert any("--on" in note for note in talk.notes)


def test_what_the_user_says_comes_before_the_name(tmp_path: Path) -> None:
    assert dated(tmp_path, "sync 2026-01-01.vtt", on=DAY, at=9 * 3600)[:2] == (us(2026, 3, 5, 9), "you")


def test_a_day_by_the_user_takes_the_time_of_the_same_day_from_the_name(tmp_path: Path) -> None:
    assert dated(tmp_path, "2026-03-05 14.00.00.vtt", on=DAY)[0] == us(2026, 3, 5, 14)
    assert dated(tmp_path, "2026-03-04 14.00.00.vtt", on=DAY)[0] == us(2026, 3, 5)


def test_a_time_is_in_the_zone_that_was_asked_for_and_zooms_own_is_not(tmp_path: Path) -> None:
    zone = ZoneInfo("Europe/Berlin")
    assert dated(tmp_path, "2026-03-05 14.00.00.vtt", tz=zone)[0] == us(2026, 3, 5, 13)
    assert dated(tmp_path, "GMT20260305-140000_Recording.vtt", tz=zone)[0] == us(2026, 3, 5, 14)
    assert dated(tmp_path, "a.vtt", tz=zone, on=DAY, at=3600)[0] == us(2026, 3, 5)


def test_a_day_without_a_time_says_that_its_clock_counts_from_midnight(tmp_path: Path) -> None:
    assert any("--at" in note for note in dated(tmp_path, "2026-03-05.vtt")[2].notes)


def test_a_calendar_gives_the_time_by_name_else_by_day(tmp_path: Path) -> None:
    calendar = ics(
        "SUMMARY:Tide planning\r\nDTSTART:20260305T100000Z", "SUMMARY:Retro\r\nDTSTART:20260305T150000Z",
        "SUMMARY:Alone\r\nDTSTART:20260306T110000Z", "SUMMARY:Holiday\r\nDTSTART;VALUE=DATE:20260306",
    )  # fmt: skip
    assert dated(tmp_path, "tide-planning_2026-03-05.vtt", calendar)[:2] == (us(2026, 3, 5, 10), "calendar")
    assert dated(tmp_path, "Retro.vtt", calendar)[:2] == (us(2026, 3, 5, 15), "calendar")
    assert dated(tmp_path, "2026-03-06.vtt", calendar)[:2] == (us(2026, 3, 6, 11), "calendar")
    assert dated(tmp_path, "whatever.vtt", calendar, on=date(2026, 3, 6))[0] == us(2026, 3, 6, 11)


def test_of_several_events_none_is_taken(tmp_path: Path) -> None:
    calendar = ics("SUMMARY:One\r\nDTSTART:20260305T100000Z", "SUMMARY:Two\r\nDTSTART:20260305T150000Z")
    assert dated(tmp_path, "2026-03-05.vtt", calendar)[:2] == (us(2026, 3, 5), "file name")


def test_a_repeated_event_needs_the_day(tmp_path: Path) -> None:
    calendar = ics("SUMMARY:Standup\r\nDTSTART:20260302T090000Z\r\nRRULE:FREQ=DAILY;COUNT=5")
    assert dated(tmp_path, "standup.vtt", calendar)[0] is None
    assert dated(tmp_path, "standup 2026-03-05.vtt", calendar)[0] == us(2026, 3, 5, 9)


# --- The calendar itself --------------------------------------------------------------------------------------------


def listed(folder: Path, text: str | bytes) -> tuple[list[tuple[str, int]], list[int]]:
    path = folder / "c.ics"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    found, problems = events(path, "c.ics", UTC)
    return [(event.name, event.began_us) for event in found], [problem.line for problem in problems]


def test_a_repeated_event_stays_at_its_hour_when_the_clocks_change(tmp_path: Path) -> None:
    rule = "DTSTART;TZID=Europe/Berlin:20260326T090000\r\nRRULE:FREQ=WEEKLY;UNTIL=20260402T235959Z"
    assert [at for _, at in listed(tmp_path, ics(rule))[0]] == [us(2026, 3, 26, 8), us(2026, 4, 2, 7)]


def test_a_zone_by_its_windows_name_is_known(tmp_path: Path) -> None:
    assert listed(tmp_path, ics("DTSTART;TZID=Eastern Standard Time:20260305T090000"))[0] == [("", us(2026, 3, 5, 14))]


def test_moved_and_cancelled_occurrences_are_where_they_went(tmp_path: Path) -> None:
    text = (
        "BEGIN:VCALENDAR\n"
        "BEGIN:VEVENT\nUID:1\nSUMMARY:S\nDTSTART:20260302T090000Z\nRRULE:FREQ=DAILY;COUNT=4\nEXDATE:20260303T090000Z\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:1\nSUMMARY:S\nRECURRENCE-ID:20260304T090000Z\nDTSTART:20260304T110000Z\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:1\nSTATUS:CANCELLED\nRECURRENCE-ID:20260305T090000Z\nDTSTART:20260305T090000Z\nEND:VEVENT\n"
        "END:VCALENDAR\n"
    )
    assert listed(tmp_path, text)[0] == [("S", us(2026, 3, 2, 9)), ("S", us(2026, 3, 4, 11))]


def test_the_later_version_of_an_event_is_the_one_that_holds(tmp_path: Path) -> None:
    event = "BEGIN:VEVENT\nUID:1\nSEQUENCE:{}\nDTSTART:2026030{}T090000Z\nEND:VEVENT\n"
    text = f"BEGIN:VCALENDAR\n{event.format(2, 5)}{event.format(1, 4)}END:VCALENDAR\n"
    assert listed(tmp_path, text)[0] == [("", us(2026, 3, 5, 9))]


def test_one_broken_event_leaves_the_others_and_is_told_by_its_line(tmp_path: Path) -> None:
    text = ics("DTSTART:20260305T090000Z", "DTSTART:yesterday", "SUMMARY:no day", "DTSTART:20260306T090000Z")
    found, lines = listed(tmp_path, text)
    assert [at for _, at in found] == [us(2026, 3, 5, 9), us(2026, 3, 6, 9)]
    assert lines == [7, 11]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=DAILY;BYMONTHDAY=31;BYMONTH=2;COUNT=9", "FREQ=DAILY;COUNT=99999999", "FREQ=", "X",
        "FREQ=DAILY;INTERVAL=0", "FREQ=WEEKLY;BYDAY=XX", "FREQ=YEARLY;UNTIL=99999999T999999Z", "FREQ=DAILY;COUNT=-1",
    ],
)  # fmt: skip
def test_no_rule_however_odd_runs_on_for_ever(tmp_path: Path, rule: str) -> None:
    found, _ = listed(tmp_path, ics(f"DTSTART:20260305T090000Z\r\nRRULE:{rule}"))
    assert ("", us(2026, 3, 5, 9)) in found or not found
    assert len(found) <= MOST_TIMES + 1


def test_what_is_no_calendar_is_told_and_reaches_the_talk(tmp_path: Path) -> None:
    path = tmp_path / "c.ics"
    path.write_text("hello")
    assert events(path, "c.ics", UTC)[1][0].said == "This is no calendar."
    assert widened(asked(), calendar=path).unread
