"""Conversations out of files: transcripts, chats, mail, comments, tables of turns; one reader a format, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo
from importlib import import_module
from itertools import islice
from pathlib import Path

from saidanddone.evidence.people import People
from saidanddone.evidence.problem import Problem
from saidanddone.listening.conversation import Conversation
from saidanddone.sources.labels import grouped
from saidanddone.sources.spoken_to import marked

__all__ = ["TALK", "Asked", "Event", "Talk", "TalkFormat", "is_talk", "open_talk", "widened"]

_HEAD = 1 << 16
_MOST_FILES = 10_000
_SEE = "docs/how-to/transcripts.md says what is read and how to save it."


@dataclass(frozen=True, slots=True)
class Event:
    """One dated event of a calendar: what it is called, and when it begins and ends.

    Attributes:
        name: its summary. began_us, ended_us: microseconds UTC; of a whole day its first and last.
        day: the day on which it begins, in its own zone. is_day: it has no time of day.
    """

    name: str = field(repr=False)
    began_us: int
    ended_us: int
    day: date
    is_day: bool = False


@dataclass(frozen=True)
class Asked:
    """What the user said beside the file.

    Attributes:
        people: makes pseudonyms of the labels found. tz: zone of times that name none.
        on: the day (with ``at``, seconds after its midnight in ``tz``) of a recording whose clock is relative.
        aliases: label as it stands -> name to take it for, corrections by the user; beside the written rules.
        calendar: dated events, by which a recording without a time is dated (:func:`sources.talk.calendar.events`).
        private: messages to one person alone are read too. unread: what of the calendar could not be read.
    """

    people: People = field(repr=False)
    tz: tzinfo
    on: date | None = None
    at: int | None = None
    aliases: Mapping[str, str] = field(default_factory=dict, repr=False)
    calendar: tuple[Event, ...] = field(default=(), repr=False)
    private: bool = False
    unread: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Talk:
    """What one file held.

    Attributes:
        source, format: the file's name without its folder, and what kind of file it is, in a word (``zoom``); empty
            where no format knows it.
        conversations: one a meeting or thread. names: pseudonym -> the label shown for it, in memory only.
        merged: shown label -> the labels it stands for, where more than one: for the preview.
        problems: what could not be read. dropped: what is no speech, reason -> count (``bots``, ``joins``).
        notes: choices made on the way, in sentences. labels: every label of a speaker as it stands in the file.
    """

    source: str
    format: str
    conversations: Sequence[Conversation] = field(repr=False)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    merged: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)
    problems: Sequence[Problem] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    notes: Sequence[str] = ()
    labels: frozenset[str] = field(default=frozenset(), repr=False)


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


def _in(module: str, kind: str, what: str) -> TalkFormat:
    """The format whose ``knows`` and ``read`` stand in this module of the room; it is loaded when first asked.

    Every reader needs what is above, so this cannot need the readers at its beginning.
    """

    def knows(path: Path, head: bytes) -> bool:
        return bool(import_module(f"saidanddone.sources.{module}").knows(path, head))

    def read(path: Path, source: str, asked: Asked) -> Talk:
        talk: Talk = import_module(f"saidanddone.sources.{module}").read(path, source, asked)
        return talk

    return TalkFormat(kind, what, knows, read)


TALK: tuple[TalkFormat, ...] = (
    # Whole folders and archives, and formats told by their first bytes.
    _in("messages.slack", "slack", "an export of Slack"),
    _in("messages.mail", "mail", "a mailbox or a letter"),
    _in("messages.jira", "jira", "comments of Jira"),
    _in("messages.github", "github", "comments of GitHub"),
    _in("messages.table", "table", "a table of turns"),
    _in("talk.zoom", "zoom", "a transcript by Zoom"),
    _in("talk.teams", "teams", "a transcript by Teams"),
    _in("talk.captions", "captions", "captions, WebVTT or SubRip"),
    _in("talk.zoom_chat", "zoom chat", "a chat saved by Zoom"),
    _in("talk.podcast", "transcript", "a transcript with clocks and names"),
    # Last, because it is told by nothing but names that recur.
    _in("talk.minutes", "minutes", "words noted under names"),
)
"""Tried in this order; the first that knows a file reads it."""


def widened(asked: Asked, *, calendar: Path | None = None, private: bool = False) -> Asked:
    """The same with the events of a calendar file, and with leave to read messages to one person alone."""
    if calendar is None:
        return replace(asked, private=asked.private or private)
    from saidanddone.sources.talk.calendar import events

    found, problems = events(calendar, calendar.name, asked.tz)
    return replace(asked, calendar=found, private=asked.private or private, unread=tuple(problems))


def open_talk(paths: Iterable[Path], asked: Asked) -> list[Talk]:
    """What files and folders hold, one :class:`Talk` a file, in order; of a folder, every file in it, by name.

    A single name with different affiliations (``Chris (Kite)``, ``Chris (Harbour)``) is kept apart within a file, and
    so over all files together: those that could not know it are read again.

    Never raises on what a file holds; a file that no format knows gives a talk without conversations and a problem.
    """
    files = list(_files(paths))
    sources = _named([path for path, _ in files])
    talks = [_open(path, source, asked) for (path, _), source in zip(files, sources, strict=True)]
    apart = _apart(talks, asked)
    for place, talk in enumerate(talks):
        kept = {label: name for label, name in apart.items() if label in talk.labels}
        if kept:
            own = replace(asked, aliases={**kept, **asked.aliases})
            talks[place] = _open(files[place][0], sources[place], own)
    told = [talk for (_, among), talk in zip(files, talks, strict=True) if talk.format or not among]
    unknown = len(talks) - len(told)
    if unknown:
        told.append(_several(unknown))
    if asked.unread:
        told.append(Talk(asked.unread[0].source, "calendar", (), problems=asked.unread))
    return _beside(told)


def is_talk(path: Path) -> bool:
    """Whether a file or folder is a conversation of a known format; it is not read."""
    try:
        head = b""
        if not path.is_dir():
            with path.open("rb") as stream:
                head = stream.read(_HEAD)
        return any(format_.knows(path, head) for format_ in TALK)
    except OSError:
        return False


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Each file, and each folder that is one source; whether it was only found in a folder."""
    for path in paths:
        if not path.is_dir() or any(format_.knows(path, b"") for format_ in TALK):
            yield path, False
            continue
        yield from ((file, True) for file in islice(_below(path), _MOST_FILES))


def _below(folder: Path) -> Iterator[Path]:
    """The files in a folder, by name; a folder in it that is one source is not taken apart, and no link is followed.

    A chat export in a folder stays one: its private messages were named by nobody.
    """
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.is_dir() and not any(format_.knows(path, b"") for format_ in TALK):
            yield from _below(path)
        elif path.is_dir() or path.is_file():
            yield path


def _named(paths: Sequence[Path]) -> list[str]:
    """A file's name; where several share it, with as much of their folders as tells them apart."""
    names = [path.name for path in paths]
    for depth in range(2, 6):
        again = {name for name, number in Counter(names).items() if number > 1}
        if not again:
            break
        names = [
            "/".join(path.parts[-depth:]) if name in again else name for path, name in zip(paths, names, strict=True)
        ]
    return names


def _open(path: Path, source: str, asked: Asked) -> Talk:
    try:
        head = b""
        if not path.is_dir():
            with path.open("rb") as stream:
                head = stream.read(_HEAD)
        for format_ in TALK:
            if format_.knows(path, head):
                talk = format_.read(path, source, asked)
                names = {who: [label] for who, label in talk.names.items()}
                return replace(talk, conversations=marked(talk.conversations, names, talk.labels))
    except OSError:
        return Talk(source, "", (), problems=(Problem(source, 0, "It cannot be opened.", "Check that it is there."),))
    return Talk(source, "", (), problems=(_unknown(source, path, head),))


def _unknown(source: str, path: Path, head: bytes) -> Problem:
    """Why a file is no conversation that is read, as far as its first bytes say."""
    suffix = path.suffix.casefold()
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        return Problem(source, 0, "The file is empty.", "Save it again.")
    if b"SpeakerAttributionNotAllowed" in head:
        return Problem(
            source, 0, "This is an answer of Teams that refuses the transcript with its speakers.",
            "Have it allowed in the Teams admin center (Meeting settings, speaker attribution), and save it again.",
        )  # fmt: skip
    if head.startswith(b"PK\x03\x04") and (suffix == ".docx" or b"word/" in head):
        return Problem(
            source, 0, "This is a Word document, not a transcript that is read.",
            "Download the transcript as .vtt; or save the document as plain text.",
        )  # fmt: skip
    if suffix in (".mp4", ".m4a", ".mp3", ".wav", ".mov", ".webm", ".mkv", ".ogg"):
        return Problem(source, 0, "This is a recording, not its transcript.", "Pass the transcript; sound is not read.")
    if suffix == ".ics" or head.lstrip(b"\xef\xbb\xbf").startswith(b"BEGIN:VCALENDAR"):
        return Problem(source, 0, "This is a calendar, not a conversation.", "Pass it with --calendar.")
    return Problem(source, 0, "This is no transcript, chat or mail that is read.", _SEE)


def _several(number: int) -> Talk:
    files, were = ("1 file", "was") if number == 1 else (f"{number:,} files", "were")
    return Talk("", "", (), notes=(f"In the folders, {files} of no kind that is read {were} passed over.",))


def _apart(talks: Sequence[Talk], asked: Asked) -> dict[str, str]:
    """Labels that must keep more than their name, seen over all files: label -> what to show for it."""
    labels = {label for talk in talks for label in talk.labels} - set(asked.aliases)
    together = grouped(labels)
    alone: dict[str, str] = {}
    for talk in talks:
        alone |= grouped(talk.labels - set(asked.aliases))
    return {label: name for label, name in together.items() if name == " ".join(label.split()) and alone[label] != name}


def _beside(talks: list[Talk]) -> list[Talk]:
    """The same, with a word where a transcript and a chat of one meeting lie side by side."""
    from saidanddone.sources.talk.dating import meeting

    kinds: dict[str, set[str]] = {}
    for talk in talks:
        kinds.setdefault(meeting(talk.source), set()).add(talk.format)
    both = {name for name, found in kinds.items() if "zoom chat" in found and found & {"zoom", "captions", "teams"}}
    said = (
        "The transcript and the chat of this meeting were both read, as two conversations of one meeting: what is "
        "written beside a talk answers the talk only now and then."
    )
    return [
        replace(talk, notes=(*talk.notes, said)) if talk.conversations and meeting(talk.source) in both else talk
        for talk in talks
    ]
