"""Transcripts by Zoom: WebVTT with numbered cues, ``Name: words``; also as other tools save them again."""

from __future__ import annotations

import re
from pathlib import Path

from saidanddone.sources.conversations import Asked, Talk
from saidanddone.sources.talk.captions import pieces_of
from saidanddone.sources.talk.cues import read_cues
from saidanddone.sources.talk.dating import date_recording
from saidanddone.sources.talk.lines import decoded, read_lines
from saidanddone.sources.talk.turns import talk_of

__all__ = ["knows", "read"]

_NUMBERED = re.compile(r"^\d+[ \t]*\n\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}[ \t]*\n(.*)\n", re.MULTILINE)
_LABELLED = re.compile(r"[^\s<{\[][^:<>\n]{0,100}: \S")
_MOSTLY = 0.8


def knows(_path: Path, head: bytes) -> bool:
    """Whether nearly every cue is numbered and begins with a label and a colon."""
    text = re.sub(r"\r\n?", "\n", decoded(head)).lstrip("\ufeff")
    if not text.startswith("WEBVTT"):
        return False
    words = _NUMBERED.findall(text + "\n")
    return bool(words) and sum(bool(_LABELLED.match(line)) for line in words) >= _MOSTLY * len(words)


def read(path: Path, source: str, asked: Asked) -> Talk:
    """A transcript as one conversation.

    Cues of people talking at once are laid one behind the other by Zoom (2 of 36,471 measured overlap), so it can show
    no interruption.
    """
    lines = read_lines(path, source)
    cues, problems = read_cues(lines.texts, source)
    pieces, sounds = pieces_of(cues, every=True)
    return talk_of(
        "zoom", source, pieces, asked, date_recording(path, asked), problems=(*lines.problems, *problems),
        notes=lines.notes, dropped={"sounds": sounds},
    )  # fmt: skip
