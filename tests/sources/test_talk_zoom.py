"""Zoom: transcripts with numbered cues and labels, and the chat beside them, in both forms it is saved in."""

from __future__ import annotations

from pathlib import Path

from sources.talking import each, hear, only, turns, us, vtt

TALK = vtt(
    "1 3 Ana Ruiz: Shall we begin?",
    "3.2 5 Ben Ode (Kite): Yes. I was late with the",
    "5.1 7 Ben Ode (Kite): valve drawings, and I am sorry.",
    "7.5 9 Cleo | Kite: Note: the pump is fine.",
    "9 10 Ben Ode: Thanks.",
)
CHAT = (
    '00:05:15\tAna Ruiz:\tIs the valve safe at 40 bar?\r\n'
    '00:05:54\tBen Ode (Kite):\tReacted to "Is the valve safe..." with 👍\r\n'
    '00:06:02\tCleo | Kite:\tReplying to "Is the valve safe at..."\n\nNot above 35,\nsays the sheet\r\n'
    '00:06:10\tread.ai meeting notes:\tI am taking notes.\r\n'
    '00:06:20\tBen Ode (Kite):\tReplying to "Not above 35, says..."\n\nThen we wait\r\n'
    '00:06:30\tBen Ode (Kite):\tReplying to "Something older"\n\nyes\r\n'
    '00:06:31\tAna Ruiz:\tReacted to long words without... with "➕"\r\n'
)  # fmt: skip


def test_a_transcript_is_read_with_its_speakers_and_its_sentences_whole(tmp_path: Path) -> None:
    talk = hear(tmp_path, TALK)
    assert talk.format == "zoom"
    assert turns(talk) == [
        ("Ana Ruiz", "Shall we begin?"),
        ("Ben Ode", "Yes. I was late with the valve drawings, and I am sorry."),
        ("Cleo", "Note: the pump is fine."),
        ("Ben Ode", "Thanks."),
    ]
    assert talk.merged == {"Ben Ode": ["Ben Ode", "Ben Ode (Kite)"]}
    assert not talk.problems


def test_a_joined_turn_keeps_its_first_and_last_line_and_its_times(tmp_path: Path) -> None:
    turn = only(hear(tmp_path, TALK)).turns[1]
    lines = TALK.splitlines()
    assert lines[turn.line - 1] == "2"
    assert lines[turn.line_to - 1].endswith("I am sorry.")
    assert (turn.start, turn.end) == (3.2, 7.0)


def test_the_same_file_with_other_line_ends_and_encodings_is_the_same_talk(tmp_path: Path) -> None:
    plain = only(hear(tmp_path, TALK)).turns
    for number, again in enumerate((
        TALK.replace("\n", "\r\n").encode(), TALK.replace("\n", "\r").encode(), TALK.encode("utf-8-sig"),
        TALK.encode("utf-16"),
    )):  # fmt: skip
        assert only(hear(tmp_path, again, f"again {number}.vtt")).turns == plain


def test_zoom_shows_no_interruption(tmp_path: Path) -> None:
    assert only(hear(tmp_path, TALK)).overlaps is False


def test_captions_of_people_talking_at_once_are_put_in_the_order_they_begin(tmp_path: Path) -> None:
    talk = hear(tmp_path, vtt("1 9 Ana: A long word.", "8 10 Ben: And mine.", "7 8 Cleo: Before."))
    assert each(talk, lambda turn: turn.start) == [1.0, 7.0, 8.0]


def test_a_clock_that_begins_again_keeps_the_order_of_the_file_and_says_so(tmp_path: Path) -> None:
    talk = hear(tmp_path, vtt("100 101 Ana: One.", "200 201 Ben: Two.", "1 2 Ana: Three."))
    assert [text for _, text in turns(talk)] == ["One.", "Two.", "Three."]
    assert any("backwards" in note for note in talk.notes)


def test_a_chat_has_its_messages_whole_and_reactions_and_bots_are_counted(tmp_path: Path) -> None:
    talk = hear(tmp_path, CHAT, "chat.txt")
    assert (talk.format, only(talk).channel) == ("zoom chat", "chat")
    assert turns(talk) == [
        ("Ana Ruiz", "Is the valve safe at 40 bar?"),
        ("Cleo", "Not above 35,\nsays the sheet"),
        ("Ben Ode", "Then we wait"),
        ("Ben Ode", "yes"),
    ]
    assert talk.dropped == {"reactions": 2, "bots": 1}


def test_a_reply_leads_to_the_message_whose_beginning_it_quotes(tmp_path: Path) -> None:
    talk = hear(tmp_path, CHAT, "chat.txt")
    assert each(talk, lambda turn: turn.reply_to) == [None, 0, 1, None]
    assert any("1 reply quotes a message that is not in the file" in note for note in talk.notes)


def test_of_two_messages_that_begin_alike_the_later_is_the_one_quoted(tmp_path: Path) -> None:
    same = "00:00:0{}\tAna:\tThe same words again\n"
    talk = hear(
        tmp_path, same.format(1) + same.format(2) + '00:00:03\tBen:\tReplying to "The same words..."\n\nOh', "c.txt"
    )
    assert each(talk, lambda turn: turn.reply_to) == [None, None, 1]


def test_a_chat_with_plain_line_ends_is_the_same_chat(tmp_path: Path) -> None:
    assert turns(hear(tmp_path, CHAT.replace("\r\n", "\n"), "b.txt")) == turns(hear(tmp_path, CHAT, "a.txt"))


def test_the_citations_of_a_chat_are_its_lines(tmp_path: Path) -> None:
    assert each(hear(tmp_path, CHAT, "chat.txt"), lambda turn: (turn.line, turn.line_to)) == [
        (1, 0), (3, 6), (8, 10), (11, 13),
    ]  # fmt: skip


def test_a_chat_saved_at_home_tells_the_time_of_day_and_hides_what_was_private(tmp_path: Path) -> None:
    saved = (
        "14:03:22 From Ana Ruiz to Everyone:\n\tShall I share?\n"
        "14:03:40\t From  Ben Ode : Yes: please\n"
        "14:04:00 From Cleo Hart to Ana Ruiz(Direct Message):\n\tI am lost\n"
    )
    talk = hear(tmp_path, saved, "2026-03-05 chat.txt")
    assert turns(talk) == [("Ana Ruiz", "Shall I share?"), ("Ben Ode", "Yes: please")]
    assert talk.dropped == {"private messages": 1}
    assert each(talk, lambda turn: turn.at_us) == [us(2026, 3, 5, 14, 3, 22), us(2026, 3, 5, 14, 3, 40)]
    assert len(turns(hear(tmp_path, saved, "2026-03-05 chat.txt", private=True))) == 3


def test_a_saved_chat_with_days_needs_no_other_word_and_runs_over_midnight(tmp_path: Path) -> None:
    saved = "2026-03-05 23:59:50 From Ana to Everyone:\n\tLate\n2026-03-06 00:00:10 From Ben to Everyone:\n\tYes\n"
    talk = hear(tmp_path, saved, "chat.txt")
    assert only(talk).dated_by == "source"
    assert each(talk, lambda turn: turn.start) == [0.0, 20.0]
    assert each(talk, lambda turn: turn.at_us)[1] == us(2026, 3, 6, 0, 0, 10)


def test_everybody_in_a_chat_was_there_even_who_only_reacted(tmp_path: Path) -> None:
    chat = '00:00:01\tAna:\tHello\n00:00:02\tDora:\tReacted to "Hello" with 👍\n'
    assert len(only(hear(tmp_path, chat, "chat.txt")).people) == 2
