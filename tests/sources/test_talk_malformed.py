"""Malformed transcripts raise nothing, quote nothing, and tell what was not read by its line (MISSION T5)."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources.talking import asked, hear, only, turns, vtt

from saidanddone.listening.conversation import Conversation
from saidanddone.sources.conversations import TALK, Talk, open_talk
from saidanddone.sources.talk import captions, minutes, podcast, speakers, teams, zoom, zoom_chat
from saidanddone.sources.talk.calendar import events
from saidanddone.sources.talk.lines import LONGEST_LINE, MOST_TEXT, read_lines
from saidanddone.sources.telling import TOLD_SINGLY

SECRET = "Zebediah"
GOOD = {
    zoom: "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nZebediah: One.\n\n2\n00:00:03.000 --> 00:00:04.000\nBen: Two.\n",
    teams: "WEBVTT\n\n-0:0:1.0 --> 0:0:2.0\n<v Zebediah>One.</v>\n\n0:0:3.0 --> 0:0:4.0\n"
    '{"startDateTime":"2026-03-05T09:00:00Z","speakerName":"Zebediah","spokenText":"Two."}\n',
    captions: "1\n00:00:01,000 --> 00:00:02,000\n- Zebediah: One\n\n"
    "2\n00:00:03,000 --> 00:00:04,000\n[Zebediah] <i>Two\n",
    zoom_chat: '00:00:01\tZebediah:\tOne\r\n00:00:02\tBen:\tReplying to "One"\n\nTwo\r\n'
    "14:03:22 From Zebediah to Everyone:\n"
    '00:00:03\tZebediah:\tReacted to "One" with 👍\r\n',
    podcast: "00;00;01;02 Zebediah: One\n\n[00:00:03] Ben: Two. 00;00;05;06 Zebediah: Three\nZebediah  00:09\nFour\n",
    minutes: "Zebediah: One\nBen: Two\n\nZebediah: Three\nBen: Four\n",
}
JUNK = (
    "", " ", "\n", "\r", "\r\n", "\n\n", "\t", ":", ": ", "-->", " --> ", "<", ">", "<v ", "</v>", "<v Zebediah", "[",
    "]",
    "{", "}", '{"spokenText":', "null", "NOTE", "STYLE\n", "WEBVTT", "00:", "99:99:99.999", "-1:00:00.0", "00;00;00;99",
    "9" * 30, "Zebediah", "Zebediah:", 'Replying to "', 'Reacted to "', "x" * 2_000, "\x00", "\ufeff", "\u2028", "\x85",
    "\u202e", "é", "漢字：", "😀", "&amp;", "&#99999999999;", "&#x110000;", "\ud800",
)  # fmt: skip


def said_properly(talk: Talk) -> None:
    """What holds of every talk, whatever its file held."""
    for problem in talk.problems:
        assert SECRET not in str(problem)
        assert problem.said.endswith(".")
        assert problem.line >= 0
    assert SECRET not in " ".join(talk.notes) + " ".join(talk.dropped)
    assert SECRET not in repr(talk)
    for conversation in talk.conversations:
        in_order(conversation)
        assert {turn.speaker for turn in conversation.turns} - {""} <= talk.names.keys()


def in_order(conversation: Conversation) -> None:
    assert conversation.turns
    for place, turn in enumerate(conversation.turns):
        assert turn.text.strip()
        assert turn.line >= 1
        assert turn.line_to == 0 or turn.line_to > turn.line
        assert turn.end is None or turn.start is None or turn.end >= turn.start
        assert turn.reply_to is None or 0 <= turn.reply_to < place


@pytest.mark.parametrize("reader", GOOD, ids=lambda reader: reader.__name__.rsplit(".", 1)[-1])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_reader_raises_on_what_a_file_holds(reader: object, data: st.DataObject) -> None:
    pieces = list(GOOD[reader].splitlines(keepends=True))
    for _ in range(data.draw(st.integers(0, 8))):
        place = data.draw(st.integers(0, len(pieces)))
        way = data.draw(st.integers(0, 3))
        if way == 0 or place == len(pieces):
            pieces.insert(place, data.draw(st.sampled_from(JUNK) | st.text(max_size=30)))
        elif way == 1:
            del pieces[place]
        elif way == 2:
            pieces[place] = pieces[place][: data.draw(st.integers(0, len(pieces[place])))] + data.draw(
                st.sampled_from(JUNK)
            )
        else:
            pieces.insert(place, pieces[data.draw(st.integers(0, len(pieces) - 1))])
    code = data.draw(st.sampled_from(("utf-8", "utf-16", "utf-8-sig", "latin-1", "utf-16-le")))
    raw = bytearray("".join(pieces).encode(code, "surrogatepass" if code.startswith("utf") else "replace"))
    for _ in range(data.draw(st.sampled_from((0, 0, 3)))):
        if raw:
            raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / data.draw(st.sampled_from(("2026-03-05.txt", "talk.vtt", "talk.srt")))
        path.write_bytes(bytes(raw))
        said_properly(reader.read(path, path.name, asked()))  # type: ignore[attr-defined]
        for talk in open_talk([path], asked()):
            said_properly(talk)


@given(st.binary(max_size=400))
def test_bytes_of_any_kind_raise_nothing(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "talk.txt"
        path.write_bytes(raw)
        for reader in GOOD:
            said_properly(reader.read(path, path.name, asked()))
        events(path, path.name, UTC)
        speakers.corrections(path)
        read: list[Callable[..., bool]] = [format_.knows for format_ in TALK]
        assert all(isinstance(knows(path, raw), bool) for knows in read)


@settings(max_examples=60)
@given(st.lists(st.sampled_from((
    "BEGIN:VEVENT", "END:VEVENT", "DTSTART:20260305T090000Z", "DTSTART:20260305",
    "DTSTART;TZID=No/Where:20260305T090000",
    "DTSTART;TZID=:20260305T090000", "DTEND:20260305T080000Z", "DURATION:-P1D", "RRULE:FREQ=WEEKLY", "RRULE:",
    "EXDATE:",
    "RDATE;VALUE=PERIOD:20260305T090000Z/PT1H", "RECURRENCE-ID:20260305T090000Z", "SEQUENCE:x", "STATUS:CANCELLED",
    "SUMMARY:Zebediah", "UID:1", "BEGIN:VTIMEZONE", "TZID:No/Where", "END:VTIMEZONE", "BEGIN:STANDARD", "END:STANDARD",
    "DTSTART:99991231T235959Z", "DTSTART:00010101T000000", "RRULE:FREQ=DAILY;UNTIL=x;COUNT=2", " folded", ":", "X",
)), max_size=14))  # fmt: skip
def test_calendars_in_any_disorder_raise_nothing_and_name_nobody(lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "c.ics"
        path.write_text("\r\n".join(("BEGIN:VCALENDAR", *lines, "END:VCALENDAR")))
        found, problems = events(path, path.name, UTC)
        assert SECRET not in str(problems) + repr(found)
        assert all(event.ended_us >= event.began_us for event in found)


def test_twenty_thousand_broken_cues_are_told_singly_up_to_a_limit(tmp_path: Path) -> None:
    chance = random.Random(20261122)
    broken = ("00:0x:00.000 --> 00:00:01.000", "00:00:09.000 --> 00:00:01.000", "nothing --> at all")
    cues = [f"{chance.choice(broken)}\n{SECRET}: word {number}." for number in range(20_000)]
    talk = hear(tmp_path, "WEBVTT\n\n" + "\n\n".join(cues))
    assert len(only(talk).turns) == 20_000
    assert len(talk.problems) == 2 * (TOLD_SINGLY + 1)
    assert SECRET not in str(talk.problems)


def test_a_line_too_long_for_speech_is_left_out_and_told_and_what_follows_is_read(tmp_path: Path) -> None:
    text = f"WEBVTT\n\n00:01.000 --> 00:02.000\n{'x' * (3 * LONGEST_LINE)}\n\n00:03.000 --> 00:04.000\nYes.\n"
    talk = hear(tmp_path, text)
    assert turns(talk) == [("", "Yes.")]
    assert [problem.line for problem in talk.problems] == [4]


def test_a_file_longer_than_any_talk_is_read_up_to_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_TEXT > 10_000_000
    monkeypatch.setattr("saidanddone.sources.talk.lines.MOST_TEXT", 200)
    path = tmp_path / "talk.vtt"
    path.write_text(vtt(*(f"{n} {n + 1} Ana: word {n}." for n in range(50))))
    lines = read_lines(path, "talk.vtt")
    assert [problem.line for problem in lines.problems] == [len(lines.texts) + 1]


def test_a_truncated_transcript_keeps_what_is_whole(tmp_path: Path) -> None:
    whole = vtt("1 2 Ana: One.", "3 4 Ben: Two.", "5 6 Ana: Three.")
    for cut in range(len(whole)):
        talk = hear(tmp_path, whole[:cut] or " ", f"{cut}.vtt")
        heard = [text for conversation in talk.conversations for turn in conversation.turns for text in [turn.text]]
        assert "".join(heard) in "One.Two.Three." or cut
        said_properly(talk)


def test_nuls_and_wrong_bytes_leave_the_words(tmp_path: Path) -> None:
    raw = vtt("1 2 Ana: Gr\u00fc\u00dfe.", "3 4 Ben: Yes.").encode("cp1252").replace(b"Yes", b"Y\x00es")
    assert turns(hear(tmp_path, raw)) == [("Ana", "Gr\u00fc\u00dfe."), ("Ben", "Yes.")]
