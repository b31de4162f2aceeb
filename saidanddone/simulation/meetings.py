"""The meetings of the organisation that never was as Zoom would save their transcripts, a file a meeting.

As in Zoom's own files: numbered cues of a few seconds, ``Name: words`` in each, lines ending in CR LF, a clock that
counts from the beginning, and the day in nothing but the file's name. What is longer than a caption is cut where the
caption is full, in the middle of a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Final

from saidanddone.simulation.conversations import Meeting, Said
from saidanddone.simulation.organisation import LEADERS, MEMBERS

__all__ = ["LABELS", "file_name", "transcript"]

_ELSEWHERE: Final = {"lfennick": "Lars Fennick | Quayside", "himaizuka": "Hana Imaizuka (she/her)"}
LABELS: Final[Mapping[str, str]] = {
    **{leader.handle: leader.name for leader in LEADERS},
    **{handle: name for name, handle, _ in MEMBERS},
    **_ELSEWHERE,
}
"""Handle -> the label under which they speak; two say more than their name, as people do."""

_FULL: Final = 74
_A_SECOND: Final = 2.6
"""Words spoken in a second."""

_PAUSE: Final = 0.9
_TURN: Final = 12.0
_THOUGHT: Final = 16.0
_OPENING: Final = 20.0
"""Seconds between one turn and another: people look at a screen, at a list, at each other. A standing meeting of sixty
turns takes a quarter of an hour."""

_BREATH: Final = 0.2


def file_name(meeting: Meeting) -> str:
    """As Zoom names a cloud recording's transcript: the moment it began, in UTC."""
    return f"GMT{meeting.began:%Y%m%d-%H%M%S}_Recording.transcript.vtt"


def transcript(meeting: Meeting) -> tuple[str, list[int]]:
    """The transcript, and the line (1-based) on which each turn begins in it."""
    lines = ["WEBVTT", ""]
    began: list[int] = []
    # No two meetings begin with the same word at the same thousandth of a second.
    clock, number, before = 2.0 + _OPENING * Random(f"{meeting.began.isoformat()}").random(), 0, ""
    for one in meeting.said:
        clock += _PAUSE if one.who == before else _THOUGHT if one.kind or one.level else _TURN
        before = one.who
        began.append(len(lines) + 1)
        for piece in _captions(one):
            number += 1
            until = clock + max(0.8, len(piece.split()) / _A_SECOND)
            lines += [str(number), f"{_clock(clock)} --> {_clock(until)}", f"{LABELS[one.who]}: {piece}", ""]
            clock = until + _BREATH
    return "\r\n".join(lines), began


def _captions(said: Said) -> Iterator[str]:
    """The words in pieces of at most a caption, cut between words and never where a sentence ends."""
    words, start = said.text.split(), 0
    length = 0
    for place, word in enumerate(words):
        if length + len(word) > _FULL and place > start and words[place - 1][-1] not in ".!?":
            yield " ".join(words[start:place])
            start, length = place, 0
        length += len(word) + 1
    yield " ".join(words[start:])


def _clock(seconds: float) -> str:
    whole, thousandth = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{thousandth:03}"
