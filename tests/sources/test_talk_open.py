"""Files and folders of talk: what each is, what is none, and a transcript and a chat of one meeting."""

from __future__ import annotations

from pathlib import Path

import pytest
from sources.talking import asked, hear, vtt

from saidanddone.sources.conversations import TALK, open_talk

TALK_ = vtt("1 2 Ana: Shall we begin?", "3 4 Ben: Yes.")
CHAT = "00:00:01\tAna:\tHello\r\n00:00:09\tBen:\tHello\r\n"


def test_a_folder_is_read_file_by_file_in_order_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b/talk.vtt", "a/talk.vtt", ".hidden/talk.vtt", "a/.talk.vtt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TALK_)
    assert [talk.source for talk in open_talk([tmp_path], asked())] == ["a/talk.vtt", "b/talk.vtt"]


def test_files_of_no_kind_are_a_problem_if_named_and_a_count_if_found(tmp_path: Path) -> None:
    (tmp_path / "talk.vtt").write_text(TALK_)
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "letter.txt").write_text("Dear Ana")
    named = open_talk([tmp_path / "letter.txt"], asked())[0]
    assert [problem.said for problem in named.problems] == ["This is no transcript, chat or mail that is read."]
    found = open_talk([tmp_path], asked())
    assert [talk.format for talk in found] == ["zoom", ""]
    assert found[1].notes == ("In the folders, 2 files of no kind that is read were passed over.",)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("talk.docx", b"PK\x03\x04....word/document.xml", "This is a Word document, not a transcript that is read."),
        ("talk.mp4", b"\x00\x00\x00 ftypisom", "This is a recording, not its transcript."),
        ("talk.vtt", b"", "The file is empty."),
        ("talk.vtt", b" \r\n", "The file is empty."),
        ("c.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "This is a calendar, not a conversation."),
        ("talk.vtt", b"\x89PNG\r\n", "This is no transcript, chat or mail that is read."),
    ],
)
def test_what_is_no_conversation_is_told_in_a_sentence(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    talk = hear(tmp_path, content, name)
    assert [problem.said for problem in talk.problems] == [said]
    assert not talk.conversations


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    (talk,) = open_talk([tmp_path / "gone.vtt"], asked())
    assert [problem.said for problem in talk.problems] == ["It cannot be opened."]


def test_a_transcript_and_a_chat_of_one_meeting_are_two_conversations_and_say_so(tmp_path: Path) -> None:
    for name, content in (
        ("GMT20260305-140000_Recording.transcript.vtt", TALK_), ("GMT20260305-140000_RecordingnewChat.txt", CHAT),
        ("GMT20260306-140000_Recording.transcript.vtt", TALK_),
    ):  # fmt: skip
        (tmp_path / name).write_text(content)
    talks = open_talk([tmp_path], asked())
    assert [talk.format for talk in talks] == ["zoom", "zoom chat", "zoom"]
    assert [any("two conversations of one meeting" in note for note in talk.notes) for talk in talks] == [
        True, True, False,
    ]  # fmt: skip
    first, chat, _ = (talk.conversations[0] for talk in talks)
    assert first.began_us == chat.began_us
    assert first.people == chat.people


def test_every_format_has_a_word_of_its_own() -> None:
    kinds = [format_.kind for format_ in TALK]
    assert len(set(kinds)) == len(kinds)
    assert {"zoom", "teams", "captions", "zoom chat", "transcript", "minutes"} <= set(kinds)
