"""Calendars that never were: in step with what was recorded, and with who is one to one with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saidanddone.evidence.people import People
from saidanddone.evidence.pseudonym import pseudonym
from saidanddone.simulation.calendars import CALLED_OFF, PAIRS, WITHOUT, address, calendars
from saidanddone.simulation.conversations import Talks, talks
from saidanddone.simulation.organisation import LEADERS, MEMBERS
from saidanddone.sources.detect import read_paths

ON = date(2026, 9, 30)
KEY = b"k" * 32
HANDLES = [leader.handle for leader in LEADERS] + [handle for _, handle, _ in MEMBERS]
WHO = {pseudonym(address(handle), KEY): handle for handle in HANDLES}


@pytest.fixture(scope="module")
def year() -> Talks:
    return talks(seed=4, on=ON)


@pytest.fixture(scope="module")
def encounters(year: Talks, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Every encounter up to the day, with handles for pseudonyms."""
    folder = tmp_path_factory.mktemp("calendars")
    for name, words in calendars(year.meetings, seed=4, on=ON).items():
        (folder / name).write_text(words, encoding="utf-8", newline="")
    evidence, problems, rows = read_paths([folder], People(KEY, apart=True))
    assert problems == []
    assert [row.unread for row in rows] == [0] * len(LEADERS)
    found = []
    for row in evidence.encounters.to_pylist():
        at = datetime.fromtimestamp(row["at_us"] / 1e6, UTC)
        if at.date() < ON:
            found.append({**row, "at": at, "who": frozenset(WHO[one] for one in row["invited"])})
    return found


def alone(encounters: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in encounters if one["kind"] == "one_to_one"]


def test_the_same_seed_and_day_write_the_same_calendars(year: Talks) -> None:
    assert calendars(year.meetings, seed=4, on=ON) == calendars(year.meetings, seed=4, on=ON)
    assert calendars(year.meetings, seed=4, on=ON) != calendars(year.meetings, seed=5, on=ON)


def test_every_meeting_that_was_recorded_stands_in_a_calendar_within_a_minute_and_with_its_people(
    year: Talks, encounters: list[dict[str, Any]]
) -> None:
    planned = {(one["at"], one["state"]): one["who"] for one in encounters if one["kind"] == "meeting"}
    for meeting in year.meetings:
        begins = meeting.began.replace(second=0)
        assert {said.who for said in meeting.said} <= planned[begins, "held"]


def test_what_is_called_off_was_not_recorded(year: Talks, encounters: list[dict[str, Any]]) -> None:
    recorded = {(meeting.began.replace(second=0), meeting.team) for meeting in year.meetings}
    team = {handle: name for _, handle, name in MEMBERS}
    off = [one for one in encounters if one["kind"] == "meeting" and one["state"] == "cancelled"]
    assert off
    for one in off:
        assert all((one["at"], team[who]) not in recorded for who in one["who"] if who in team)


def test_whoever_leads_is_one_to_one_with_their_own_people_and_with_no_others(
    encounters: list[dict[str, Any]],
) -> None:
    met = {one["who"] for one in alone(encounters)}
    assert met == {frozenset((leader, member)) for leader, (_, _, whom) in PAIRS.items() for member in whom}
    team = {handle: name for _, handle, name in MEMBERS} | {leader.handle: leader.team for leader in LEADERS}
    assert all(len({team[who] for who in pair}) == 1 for pair in met)
    assert not [pair for pair in met if WITHOUT in pair]


def test_one_leader_calls_off_more_than_the_others(encounters: list[dict[str, Any]]) -> None:
    planned, off = Counter[str](), Counter[str]()
    for one in alone(encounters):
        (leader,) = one["who"] & PAIRS.keys()
        planned[leader] += 1
        off[leader] += one["state"] == "cancelled"
    shares = {leader: off[leader] / planned[leader] for leader in PAIRS}
    assert max(shares, key=shares.__getitem__) in CALLED_OFF
    assert all(share < 0.2 for leader, share in shares.items() if leader not in CALLED_OFF)


def test_who_came_to_lead_lately_is_in_nothing_before(encounters: list[dict[str, Any]]) -> None:
    new = min(LEADERS, key=lambda one: one.since_weeks)
    first = min(one["at"].date() for one in encounters if new.handle in one["who"])
    since = ON - timedelta(weeks=new.since_weeks)
    assert since - timedelta(days=since.weekday()) <= first < since + timedelta(weeks=2)


def test_no_two_things_stand_at_one_hour_of_anybody_who_leads(encounters: list[dict[str, Any]]) -> None:
    for leader in PAIRS:
        mine = sorted((one["at"], one["minutes"]) for one in encounters if leader in one["who"])
        for (at, minutes), (after, _) in pairwise(mine):
            assert at + timedelta(minutes=minutes) <= after


def test_lines_are_as_short_as_the_format_asks_and_end_as_it_asks(year: Talks) -> None:
    for words in calendars(year.meetings, seed=4, on=ON).values():
        assert max(len(line.encode()) for line in words.split("\r\n")) <= 75
        assert "\n" not in words.replace("\r\n", "")


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10_000), st.dates(date(2005, 1, 1), date(2095, 12, 31)))
def test_any_seed_and_day_give_calendars_of_everybody_who_leads(seed: int, on: date) -> None:
    found = calendars(talks(seed=seed, on=on).meetings, seed=seed, on=on)
    assert len(found) == len(LEADERS)
    assert all(words.count("BEGIN:VEVENT") == words.count("END:VEVENT") > 2 for words in found.values())
