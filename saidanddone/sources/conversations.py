"""Conversations out of files: transcripts, chats, mail, comments, tables of turns; one reader a format, in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from pathlib import Path

from saidanddone.evidence.people import People
from saidanddone.evidence.problem import Problem
from saidanddone.listening.conversation import Conversation

__all__ = ["TALK", "Asked", "Talk", "TalkFormat"]


@dataclass(frozen=True)
class Asked:
    """What the user said beside the file.

    Attributes:
        people: makes pseudonyms of the labels found. tz: zone of times that name none.
        on: the day (with ``at``, seconds after its midnight in ``tz``) of a recording whose clock is relative.
        aliases: label as it stands -> name to take it for, corrections by the user; beside the written rules.
    """

    people: People = field(repr=False)
    tz: tzinfo
    on: date | None = None
    at: int | None = None
    aliases: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Talk:
    """What one file held.

    Attributes:
        source, format: the file's name without its folder, and what kind of file it is, in a word (``zoom``).
        conversations: one a meeting or thread. names: pseudonym -> the label shown for it, in memory only.
        merged: shown label -> the labels it stands for, where more than one: for the preview.
        problems: what could not be read. dropped: what is no speech, reason -> count (``bots``, ``joins``).
        notes: choices made on the way, in sentences.
    """

    source: str
    format: str
    conversations: Sequence[Conversation] = field(repr=False)
    names: dict[str, str] = field(default_factory=dict, repr=False)
    merged: dict[str, list[str]] = field(default_factory=dict, repr=False)
    problems: Sequence[Problem] = ()
    dropped: dict[str, int] = field(default_factory=dict)
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class TalkFormat:
    """One format: what it is called, how a file of it is told, and its reader.

    Attributes:
        knows: called with the path and the first 64 kB of the file (bytes; empty for a folder).
        read: called as ``read(path, source, asked)``; returns the talk. It never raises on what a file holds.
    """

    kind: str
    what: str
    knows: Callable[[Path, bytes], bool] = field(repr=False)
    read: Callable[[Path, str, Asked], Talk] = field(repr=False)


TALK: tuple[TalkFormat, ...] = ()
"""Tried in this order; the first that knows a file reads it."""
