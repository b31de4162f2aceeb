"""Teams: content, metadata content and classic Stream; what each can tell and what it cannot."""

from __future__ import annotations

import json
from pathlib import Path

from sources.talking import each, hear, only, turns, us

CONTENT = (
    "WEBVTT\n\n-0:0:2.500 --> 0:0:1.0\n<v Ana Ruiz>Morning.</v>\n\n"
    "0:0:1.200 --> 0:0:3.5\n<v Ben Ode>The gasket is &lt; 2 mm, I\nmeasured it.</v>\n\n"
    "0:0:4.0 --> 0:0:6.0\n<v Ana Ruiz>Fine.</v><v Ben Ode>Good.</v>\n"
)


def metadata(*cues: tuple[str, str, str]) -> str:
    blocks = ["WEBVTT"]
    for number, (moment, name, words) in enumerate(cues):
        told = {"startDateTime": moment, "endDateTime": moment, "speakerName": name, "spokenText": words}
        blocks.append(f"00:00:{10 + number}.000 --> 00:00:{10 + number}.900\n{json.dumps(told)}")
    return "\n\n".join(blocks)


def test_content_has_its_speakers_and_a_beginning_before_the_recording(tmp_path: Path) -> None:
    talk = hear(tmp_path, CONTENT)
    assert talk.format == "teams"
    assert turns(talk) == [
        ("Ana Ruiz", "Morning."),
        ("Ben Ode", "The gasket is < 2 mm, I measured it."),
        ("Ana Ruiz", "Fine."),
        ("Ben Ode", "Good."),
    ]
    assert each(talk, lambda turn: turn.start) == [-2.5, 1.2, 4.0, 4.0]
    assert not talk.problems


def test_a_beginning_before_the_recording_is_before_its_day(tmp_path: Path) -> None:
    talk = hear(tmp_path, CONTENT, "2026-03-05 14.00 planning.vtt")
    assert each(talk, lambda turn: turn.at_us)[0] == us(2026, 3, 5, 13, 59, 57) + 500_000


def test_metadata_content_is_dated_by_itself(tmp_path: Path) -> None:
    talk = hear(tmp_path, metadata(
        ("2026-03-05T09:00:10.0461639+01:00", "Ana Ruiz", "Who has the key?"),
        ("2026-03-05T09:00:11+01:00", "Ben", "Me."),
    ))  # fmt: skip
    assert turns(talk) == [("Ana Ruiz", "Who has the key?"), ("Ben", "Me.")]
    assert only(talk).dated_by == "source"
    assert only(talk).began_us == us(2026, 3, 5, 8, 0, 0) + 46_163
    assert each(talk, lambda turn: turn.at_us)[1] == us(2026, 3, 5, 8, 0, 11)


def test_a_broken_object_is_told_by_its_line_and_the_rest_is_read(tmp_path: Path) -> None:
    text = metadata(("2026-03-05T09:00:10Z", "Ana", "One."), ("2026-03-05T09:00:11Z", "Ben", "Two."))
    talk = hear(tmp_path, text.replace('"spokenText": "One."}', '"spokenText": "One.'))
    assert turns(talk) == [("Ben", "Two.")]
    assert [problem.line for problem in talk.problems] == [3]


def test_metadata_without_attribution_has_turns_without_speakers(tmp_path: Path) -> None:
    talk = hear(tmp_path, metadata(("2026-03-05T09:00:10Z", "", "Who has the key?")))
    assert turns(talk) == [("", "Who has the key?")]


def test_stream_has_no_speakers_and_says_what_cannot_be_told(tmp_path: Path) -> None:
    guid = "0a1b2c3d-0000-4000-8000-00000000000{}"
    text = f'WEBVTT\n\nNOTE duration:"00:00:09"\n\nNOTE language:en-us\n\nNOTE Confidence: 0.6\n\n{guid.format(1)}\n'
    text += f"00:00:03.300 --> 00:00:04.870\nThe seal is\n\nNOTE Confidence: 0.9\n\n{guid.format(2)}\n"
    text += "00:00:05.100 --> 00:00:06.620\nbroken.\n"
    talk = hear(tmp_path, text)
    assert talk.format == "teams"
    assert turns(talk) == [("", "The seal is broken.")]
    assert only(talk).turns[0].key == guid.format(1)
    assert only(talk).people == frozenset()
    assert any("does not say who spoke" in note for note in talk.notes)
    assert not talk.problems


def test_the_answer_that_refuses_speakers_is_told_with_its_remedy(tmp_path: Path) -> None:
    told = {"error": {"code": "Forbidden", "innerError": {"code": "SpeakerAttributionNotAllowed"}}}
    talk = hear(tmp_path, json.dumps(told), "content.vtt")
    assert not talk.conversations
    assert "refuses the transcript with its speakers" in talk.problems[0].said
    assert "admin center" in talk.problems[0].remedy


def test_an_unattributed_transcript_is_read_without_its_speakers(tmp_path: Path) -> None:
    talk = hear(tmp_path, "0:0:1.0 --> 0:0:2.0\nWho has the key?\n\n0:0:3.0 --> 0:0:4.0\nMe.\n", "content.txt")
    assert turns(talk) == [("", "Who has the key?"), ("", "Me.")]
