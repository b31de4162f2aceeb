"""A year of talk that never was: the same for the same seed, read back word for word, true to what it says of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saidanddone.evidence.people import People
from saidanddone.evidence.pseudonym import pseudonym
from saidanddone.listening.labels import ACTS
from saidanddone.simulation import chat, exports, meetings, voices
from saidanddone.simulation.conversations import Said, Talks, talks
from saidanddone.simulation.exports import Exports
from saidanddone.simulation.manners import MANNERS
from saidanddone.simulation.organisation import LEADERS, MEMBERS
from saidanddone.sources import roster
from saidanddone.sources.conversations import Asked, Talk, open_talk
from saidanddone.sources.whose import places

ON = date(2026, 9, 30)
KEY = b"k" * 32
NAMES = {**{leader.handle: leader.name for leader in LEADERS}, **{handle: name for name, handle, _ in MEMBERS}}


def spoken_on(year: Talks) -> list[tuple[str, tuple[Said, ...]]]:
    return [(one.team, one.said) for one in year.meetings] + [(one.team, one.said) for one in year.threads]


@pytest.fixture(scope="module")
def year() -> Talks:
    return talks(seed=4, on=ON)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    return exports.write(tmp_path_factory.mktemp("organisation"), seed=4, on=ON)


@pytest.fixture(scope="module")
def read(made: Exports) -> Sequence[Talk]:
    return open_talk([made.meetings, made.chat], Asked(People(KEY), UTC))


def test_the_same_seed_and_day_write_the_same_bytes_in_every_file(made: Exports, tmp_path: Path) -> None:
    folder = made.roster.parent
    exports.write(tmp_path, seed=4, on=ON)
    first, again = (
        {path.relative_to(below): path.read_bytes() for path in below.rglob("*") if path.is_file()}
        for below in (folder, tmp_path)
    )
    assert first == again
    assert len(first) > 150


def test_every_file_is_recognised_and_read_without_a_problem(made: Exports, read: Sequence[Talk]) -> None:
    assert Counter(talk.format for talk in read) == {"zoom": len(made.talks.meetings), "slack": 1}
    assert [problem for talk in read for problem in talk.problems] == []
    assert all(conversation.began_us is not None for talk in read for conversation in talk.conversations)
    assert {talk.conversations[0].dated_by for talk in read if talk.format == "zoom"} == {"file name"}


def test_what_is_read_is_what_was_said_by_whoever_said_it(made: Exports, read: Sequence[Talk]) -> None:
    listed, problems = roster.read(made.roster, KEY)
    assert problems == []
    met = set()
    for talk in read:
        names = {who: listed.who(label, places(talk.source, talk.format)).name for who, label in talk.names.items()}
        for conversation in talk.conversations:
            for turn in conversation.turns:
                said, place = made.truth[conversation.source, turn.line]
                assert turn.text == said[place].text
                name = names[turn.speaker]
                assert name is not None
                assert pseudonym(name, KEY) == pseudonym(NAMES[said[place].who], KEY)
                met.add((conversation.source, turn.line))
    assert met == set(made.truth)


def test_a_thread_links_its_answers_to_what_they_answer(made: Exports, read: Sequence[Talk]) -> None:
    linked = 0
    for talk in read:
        for conversation in talk.conversations if talk.format == "slack" else ():
            for turn in conversation.turns:
                said, place = made.truth[conversation.source, turn.line]
                if said[place].to is not None:
                    assert turn.reply_to is not None
                    linked += conversation.turns[turn.reply_to].text == said[said[place].to or 0].text
    assert linked > 200


def test_no_slot_stays_open_and_nobody_speaks_of_themself_by_name(year: Talks) -> None:
    for _, said in spoken_on(year):
        for one in said:
            assert not re.search(r"[{}]|  ", one.text)
            assert one.text[0].isupper()
            assert one.text[-1] in ".?!"
            assert not re.search(rf"\b{NAMES[one.who].split()[0]}\b", one.text)


def test_every_kind_is_met_at_every_level_and_every_answer_answers_somebody_else(year: Talks) -> None:
    met: Counter[tuple[str, int]] = Counter()
    for _, said in spoken_on(year):
        for one in said:
            assert (one.to is None) == (one.level is None)
            if one.to is not None and one.level is not None:
                assert said[one.to].kind
                assert said[one.to].who != one.who
                met[said[one.to].kind, one.level] += 1
    assert set(met) == {(kind, level) for kind in voices.ACTS for level in range(1, 6)}
    assert set(voices.ACTS) <= set(ACTS)


@pytest.mark.parametrize("team", MANNERS)
def test_each_team_answers_as_its_manner_says(team: str, year: Talks) -> None:
    leaders = {leader.handle for leader in LEADERS}
    levels = [
        one.level
        for name, said in spoken_on(year)
        for one in said
        if name == team and one.to is not None and one.level is not None
        if one.who in leaders and not (MANNERS[team].hard and said[one.to].kind in ("problem", "challenge"))
    ]
    asked = sum(MANNERS[team].leader[3:])
    # Drawn once an answer: four standard errors of a share.
    assert abs(sum(level >= 4 for level in levels) / len(levels) - asked) < 4 * 0.5 / len(levels) ** 0.5


def test_two_teams_welcome_what_is_said_and_two_do_not(year: Talks) -> None:
    assert min(year.met_well("Atlas"), year.met_well("Beacon")) > 0.6
    assert max(year.met_well("Cedar"), year.met_well("Delta")) < 0.45


def test_a_team_is_large_enough_to_be_told_of() -> None:
    members = Counter(team for _, _, team in MEMBERS)
    assert set(members) == set(MANNERS)
    assert min(members.values()) >= 6
    assert len({name.split()[0] for name in NAMES.values()}) == len(NAMES)


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10_000), st.dates(date(2005, 1, 1), date(2095, 12, 31)))
def test_nothing_is_said_after_its_day_or_before_its_year(seed: int, on: date) -> None:
    year = talks(seed=seed, on=on)
    days = [one.began.date() for one in year.meetings]
    days += [said.at.date() for one in year.threads for said in one.said if said.at is not None]
    assert max(days) <= on
    assert min(days) >= on - timedelta(weeks=53)
    assert all(said.at is not None for one in year.threads for said in one.said)


def test_captions_follow_one_another_and_are_as_short_as_captions_are(year: Talks) -> None:
    text, lines = meetings.transcript(year.meetings[0])
    assert text.startswith("WEBVTT\r\n")
    clocks = [match for line in text.splitlines() if (match := re.match(r"(\S+) --> (\S+)$", line))]
    times = [clock for found in clocks for clock in found.groups()]
    assert times == sorted(times)
    assert len(lines) == len(year.meetings[0].said)
    assert max(len(line.partition(": ")[2]) for line in text.splitlines() if ": " in line) <= 100


def test_an_export_of_slack_holds_what_is_no_speech_too(made: Exports, read: Sequence[Talk]) -> None:
    found = next(talk for talk in read if talk.format == "slack")
    assert found.source == chat.FILE_NAME
    assert set(found.dropped) == {"bots", "joins"}
