"""A file written and heard in one step, as the tests of transcripts need it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from saidanddone.evidence.people import People
from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.sources.conversations import Asked, Talk, open_talk

KEY = b"k" * 32
_BEGAN = 1_767_261_600


def asked(**said: Any) -> Asked:
    """What the user said, with nothing beside it unless told."""
    return Asked(said.pop("people", People(KEY)), said.pop("tz", UTC), **said)


def hear(folder: Path, content: str | bytes, name: str = "talk.vtt", **said: Any) -> Talk:
    """The talk in a file of this content and name."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (talk,) = open_talk([path], asked(**said))
    return talk


def hear_slack(folder: Path, *said: tuple[str, str, int]) -> Talk:
    """The talk of an export of Slack with one channel of two people, ``U1`` and ``U2``: who, what, seconds from its
    beginning."""
    messages = [{"type": "message", "user": who, "text": text, "ts": f"{_BEGAN + at}.0"} for who, text, at in said]
    files: dict[str, object] = {
        "users.json": [{"id": "U1", "name": "ana"}, {"id": "U2", "name": "bo"}],
        "channels.json": [{"id": "C1", "name": "general"}],
        "general/2026-01-01.json": messages,
    }
    for name, value in files.items():
        (folder / "export" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "export" / name).write_text(json.dumps(value), encoding="utf-8")
    (talk,) = open_talk([folder / "export"], asked())
    return talk


def only(talk: Talk) -> Conversation:
    """The one conversation of a talk."""
    (conversation,) = talk.conversations
    return conversation


def turns(talk: Talk) -> list[tuple[str, str]]:
    """Who said what, by the names shown."""
    return [(talk.names.get(turn.speaker, ""), turn.text) for turn in only(talk).turns]


def each(talk: Talk, of: Callable[[Turn], Any]) -> list[Any]:
    """One thing of every turn."""
    return [of(turn) for turn in only(talk).turns]


def us(*when: int) -> int:
    """Microseconds UTC of a year, month, day, hour …"""
    return int(datetime(*when, tzinfo=UTC).timestamp()) * 1_000_000  # type: ignore[misc]


def vtt(*cues: str, header: str = "WEBVTT") -> str:
    """WebVTT of cues ``"1.5 3 Name: words"``: seconds of beginning and end, then the text."""
    blocks = [header]
    for number, cue in enumerate(cues, 1):
        start, end, words = cue.split(" ", 2)
        blocks.append(f"{number}\n{clock(float(start))} --> {clock(float(end))}\n{words}")
    return "\n\n".join(blocks) + "\n"


def clock(seconds: float) -> str:
    """``00:01:02.500``."""
    whole, rest = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}.{rest:03d}"
