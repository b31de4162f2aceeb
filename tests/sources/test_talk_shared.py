"""Real transcripts, chats and calendars are read completely: counted beside a plain count of another kind."""

from __future__ import annotations

import re
from datetime import UTC
from pathlib import Path

import pytest
import webvtt
from sources.talking import asked, only

from saidanddone.sources.conversations import Talk, open_talk
from saidanddone.sources.talk.calendar import events

pytestmark = pytest.mark.shared

ZOOM = "data/samples/zoom/acdc_2025-10-16_167_{}"


def opened(path: Path) -> Talk:
    (talk,) = open_talk([path], asked())
    return talk


def words(text: str) -> list[str]:
    return re.findall(r"\S+", text)


def seconds(clock: str) -> float:
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


@pytest.fixture(scope="module")
def zoom(shared: Path) -> Path:
    return shared / ZOOM.format("transcript.vtt")


def test_every_word_of_a_zoom_transcript_is_said_by_whom_it_was(zoom: Path) -> None:
    talk = opened(zoom)
    cues = [caption.text.split(": ", 1) for caption in webvtt.read(str(zoom))]
    assert len(cues) == zoom.read_text(encoding="utf-8").count(" --> ") == 397
    said: list[tuple[str, list[str]]] = [(label, words(text)) for label, text in cues]
    heard = [(talk.names[turn.speaker], words(turn.text)) for turn in only(talk).turns]
    assert [word for _, text in heard for word in text] == [word for _, text in said for word in text]
    assert len(talk.names) == len({label for label, _ in said}) == 16
    assert not talk.problems
    assert only(talk).dated_by == "file name"


def test_the_turns_of_a_zoom_transcript_are_as_many_as_a_plain_count_says(zoom: Path) -> None:
    count, before = 0, ("", "", 0.0, 0)
    for caption in webvtt.read(str(zoom)):
        label, text = caption.text.split(": ", 1)
        ended = before[1].rstrip('"').endswith((".", "!", "?")) and not before[1].endswith("...")
        fits = before[3] + len(text) < 600
        goes_on = label == before[0] and not ended and seconds(caption.start) - before[2] < 2 and fits
        count += not goes_on
        before = (label, text, seconds(caption.end), before[3] + len(text) + 1 if goes_on else len(text))
    assert len(only(opened(zoom)).turns) == count


def test_a_zoom_transcript_saved_again_with_plain_line_ends_is_the_same(zoom: Path, tmp_path: Path) -> None:
    again = tmp_path / zoom.name
    again.write_bytes(zoom.read_bytes().replace(b"\r\n", b"\n"))
    assert only(opened(again)).turns == only(opened(zoom)).turns


def test_every_message_of_a_zoom_chat_is_read_or_counted(shared: Path) -> None:
    path = shared / ZOOM.format("chat.txt")
    with path.open(encoding="utf-8", newline="") as stream:
        messages = [one.split("\t", 2) for one in stream.read().split("\r\n") if one]
    reactions = sum(text.startswith("Reacted to ") for _, _, text in messages)
    talk = opened(path)
    assert len(messages) == 318
    assert talk.dropped == {"reactions": reactions}
    assert len(only(talk).turns) == len(messages) - reactions
    assert len(talk.labels) == len({name for _, name, _ in messages})
    replies = [turn for turn in only(talk).turns if turn.reply_to is not None]
    said = sum(text.startswith("Replying to ") for _, _, text in messages)
    assert 0.9 * said <= len(replies) <= said  # who goes on with a thread of their own answers nobody
    assert not any(turn.text.startswith(("Reacted to", "Replying to")) for turn in only(talk).turns)
    assert all(turn.reply_to < place for place, turn in enumerate(only(talk).turns) if turn.reply_to is not None)


@pytest.mark.parametrize(
    ("name", "turns", "dated_by", "people"),
    [("graph_content_v1", 1, "", 1), ("graph_metadataContent", 1, "source", 1), ("stream_classic_noted", 2, "", 0)],
)
def test_every_shape_of_teams_is_read(shared: Path, name: str, turns: int, dated_by: str, people: int) -> None:
    talk = opened(shared / "data" / "samples" / "teams" / f"{name}.vtt")
    conversation = only(talk)
    assert (talk.format, len(conversation.turns), conversation.dated_by) == ("teams", turns, dated_by)
    assert len(conversation.people) == people
    assert not talk.problems


def test_a_real_show_is_read_from_first_to_last_clock(shared: Path) -> None:
    path = next((shared / "seeds").glob("podcast-*.txt"))
    text = path.read_text(encoding="utf-8")
    stamps = re.findall(r"\d\d;\d\d;\d\d;\d\d (\w+):", text)
    talk = opened(path)
    assert [talk.names[turn.speaker] for turn in only(talk).turns] == stamps
    assert len(stamps) == len(re.findall(r"\d\d;\d\d;\d\d;\d\d", text)) == 100
    starts = [turn.start for turn in only(talk).turns]
    assert starts == sorted(starts)
    body = re.sub(r"\d\d;\d\d;\d\d;\d\d \w+:", " ", text[text.index("00;00;03;13") :])
    heard = [word for turn in only(talk).turns for word in words(turn.text)]
    assert heard == words(body)[: len(heard)]
    assert words(body)[len(heard) :] == words(text.split(" ".join(heard[-2:]))[-1])
    assert only(talk).turns[-1].text.endswith("Bye bye.")


@pytest.mark.parametrize(
    ("name", "count", "unread"),
    [
        ("alarm_google_future", 1, 0), ("alarm_thunderbird_2_future", 1, 0), ("bom_calendar", 0, 1),
        ("issue_1231_recurrence", 1, 0), ("issue_156_RDATE_with_PERIOD_TZID_khal", 19, 0),
        ("issue_722_missing_timezones", 2, 2), ("issue_836_do_not_quote_tzid", 1, 0), ("property_params", 1, 0),
    ],
)  # fmt: skip
def test_real_calendars_are_read_the_broken_ones_too(shared: Path, name: str, count: int, unread: int) -> None:
    path = shared / "data" / "samples" / "ics" / f"{name}.ics"
    found, problems = events(path, path.name, UTC)
    assert (len(found), len(problems)) == (count, unread)
