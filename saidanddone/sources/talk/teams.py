"""Transcripts by Microsoft Teams: the content and the metadata content of its interface, and those of classic Stream.

===================  ===============================================================================================
content              ``<v Name>words</v>``; clocks without leading zeros, negative where it began before the recording
metadata content     one JSON object a cue, with the moment itself
Stream               ``NOTE`` blocks, cues named by GUID, no speaker
===================  ===============================================================================================
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from saidanddone.evidence.problem import Problem
from saidanddone.sources import dates
from saidanddone.sources.conversations import Asked, Talk
from saidanddone.sources.dates import Moment
from saidanddone.sources.talk.captions import pieces_of
from saidanddone.sources.talk.cues import Cue, is_cued, plain_text, read_cues
from saidanddone.sources.talk.dating import Dating, date_recording
from saidanddone.sources.talk.lines import decoded, read_lines
from saidanddone.sources.talk.turns import Piece, talk_of
from saidanddone.sources.telling import told

__all__ = ["knows", "read"]

_GUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
_SHAPES = re.compile(
    rf"^[ \t]*{_GUID}(?:/\d+-\d+)?[ \t]*\n[ \t]*-?\d+:\d|\"spokenText\"|^-?\d:\d{{1,2}}:\d{{1,2}}[.,]\d+ +--> +-?\d|"
    r"^NOTE (?:duration|Confidence):",
    re.MULTILINE | re.IGNORECASE,
)
_SECOND = 1_000_000


def knows(_path: Path, head: bytes) -> bool:
    """Whether this is WebVTT in one of the shapes that Teams writes."""
    text = re.sub(r"\r\n?", "\n", decoded(head)).lstrip("\ufeff \n")
    return text.startswith("WEBVTT") and is_cued(text) and bool(_SHAPES.search(text))


def read(path: Path, source: str, asked: Asked) -> Talk:
    """A transcript as one conversation; where its cues tell the moment, that dates it."""
    lines = read_lines(path, source)
    cues, problems = read_cues(lines.texts, source)
    if any(cue.texts[0].lstrip().startswith("{") and '"spokenText"' in "".join(cue.texts) for cue in cues[:50]):
        pieces, unread = _of_metadata(cues, source, asked)
        problems += unread
        sounds = 0
        dating = _dated(pieces) or date_recording(path, asked)
    else:
        pieces, sounds = pieces_of(cues)
        dating = date_recording(path, asked)
    return talk_of(
        "teams", source, pieces, asked, dating, problems=(*lines.problems, *problems), notes=lines.notes,
        dropped={"sounds": sounds},
    )  # fmt: skip


def _of_metadata(cues: Sequence[Cue], source: str, asked: Asked) -> tuple[list[Piece], list[Problem]]:
    pieces: list[Piece] = []
    broken, undated = [], []
    for cue in cues:
        told_ = _object("\n".join(cue.texts))
        words = told_.get("spokenText")
        if not isinstance(words, str):
            broken.append(cue.line)
            continue
        name = told_.get("speakerName")
        moment = _moment(told_.get("startDateTime"), asked)
        if moment is None:
            undated.append(cue.line)
        if text := plain_text(words):
            label = " ".join(name.split())[:200] if isinstance(name, str) else ""
            pieces.append(Piece(label, text, cue.line, cue.line_to, cue.start, cue.end, moment, None, cue.key))
    problems = told(source, broken, "This cue holds no words that can be read.", "Save the transcript again.")
    problems += told(
        source, undated, "The moment of this cue cannot be read; it is dated as the others are.", "Save it again."
    )
    return pieces, problems


def _object(text: str) -> dict[str, Any]:
    """The JSON object of a cue; empty where it is none, or nested beyond sense."""
    try:
        found = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _moment(value: object, asked: Asked) -> int | None:
    if not isinstance(value, str):
        return None
    shortened = re.sub(r"(\.\d{6})\d+", r"\1", value.strip())
    found = dates.parse(shortened, None, asked.tz)
    return found.start_us if isinstance(found, Moment) and not found.is_date else None


def _dated(pieces: Sequence[Piece]) -> Dating | None:
    """When the recording's clock stood at zero, by the first cue that tells its moment."""
    for piece in pieces:
        if piece.at_us is not None:
            return Dating(piece.at_us - round((piece.start or 0.0) * _SECOND), "source")
    return None
