"""The chat of a meeting as Zoom saves it: one message a clock and name; reactions and bots are no speech.

Two forms are read: that of the cloud, whose clock is the recording's (``00:05:15``, tab, ``Name:``, tab, words), and
those saved on one's own machine, whose clock is that of the wall (``14:03:22 From Name to Everyone:``). What was sent
to one person alone is read only if asked for: whoever saved the file has it, the team has not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date
from pathlib import Path

from saidanddone.evidence.problem import Problem
from saidanddone.sources import dates
from saidanddone.sources.conversations import Asked, Talk
from saidanddone.sources.dates import Moment
from saidanddone.sources.messages.threads import within_thread
from saidanddone.sources.talk.dating import Dating, date_recording
from saidanddone.sources.talk.lines import decoded, read_lines
from saidanddone.sources.talk.speakers import is_bot
from saidanddone.sources.talk.turns import Piece, talk_of
from saidanddone.sources.telling import told

__all__ = ["knows", "read"]

_CLOUD = re.compile(r"(\d{1,3}):(\d\d):(\d\d)\t([^\t]{1,200}?):?\t(.*)", re.ASCII)
_SAVED = re.compile(
    r"(?:(\d{4}-\d\d-\d\d)[ T])?(\d{1,2}):(\d\d):(\d\d)\s+From\s+(\S.{0,200}?)(?:\s+to\s+(\S.{0,200}?))?"
    r"\s*:(?:\s+(.*))?",
    re.ASCII,
)
_REACTED = re.compile(
    r"Reacted to \".*|Reacted to [^\n]{1,100} with [\"“]?\S{1,16}[\"”]?|Removed an? .{1,60} reaction (?:from|to) .*",
    re.DOTALL,
)
_REPLYING = re.compile(r"Replying to \"(.*)\"[ \t]*(?:\n|$)|Replying to \"(.*?)\"\s*", 0)
_REPLYING_LONG = re.compile(r"Replying to \"(.{0,400}?)(?:\.\.\.|…)\"\s*", re.DOTALL)
_PRIVATE = re.compile(r"\((?:direct message|privately)\)|^(?:me|you)\b", re.IGNORECASE)
_KEYED = 24
"""Characters of a message's beginning by which a quote finds it; Zoom quotes about 20."""
_HEADING = 600
"""Characters of a line in which names must stand, if they stand there."""
_DAY_S = 86_400
_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class _Message:
    """One message as it stands: when by its clock, who, to whom if not to everyone, its lines' text, and where."""

    clock: float
    day: date | None
    name: str = field(repr=False)
    to: str = field(repr=False)
    text: str = field(repr=False)
    line: int
    line_to: int
    saved: bool


def knows(_path: Path, head: bytes) -> bool:
    """Whether at least one of the first lines, and of those that begin with a clock nearly all, are messages."""
    lines = decoded(head).lstrip("\ufeff").splitlines()[:400]
    clocked = [line for line in lines if re.match(r"(?:\d{4}-\d\d-\d\d )?\d{1,3}:\d\d:\d\d\s", line)]
    messages = sum(bool(_CLOUD.match(line) or _SAVED.fullmatch(line[:_HEADING])) for line in clocked)
    return "-->" not in "".join(lines[:20]) and 0 < messages >= 0.8 * len(clocked)


def read(path: Path, source: str, asked: Asked) -> Talk:
    """A chat as one conversation; a reply is in the thread of the message whose beginning it quotes.

    Zoom quotes a thread's first message in every reply, so which one of the thread is meant is told by rule.
    """
    lines = read_lines(path, source)
    dropped: Counter[str] = Counter()
    problems = list(lines.problems)
    messages = list(_messages(lines.texts, source, problems))
    told_notes = list(lines.notes)
    saved = bool(messages) and messages[0].saved
    dating, messages = _dated(messages, path, asked) if saved else (date_recording(path, asked), messages)
    pieces: list[Piece] = []
    there: list[str] = []
    quoted = _Quoted()
    lost = 0
    for message in messages:
        if is_bot(message.name):
            dropped["bots"] += 1
            continue
        there.append(message.name)
        if not asked.private and _PRIVATE.search(message.to):
            dropped["private messages"] += 1
        elif _REACTED.fullmatch(message.text):
            dropped["reactions"] += 1
        else:
            quote, text = _reply(message.text)
            answered = quoted.find(quote) if quote else None
            lost += bool(quote) and answered is None
            if not text:
                dropped["empty"] += 1
                continue
            quoted.add(text, len(pieces))
            start = message.clock
            pieces.append(Piece(message.name, text, message.line, message.line_to, start, None, None, answered))
    if lost:
        replies = "1 reply quotes" if lost == 1 else f"{lost:,} replies quote"
        told_notes.append(f"{replies} a message that is not in the file; whom they answer is not known.")
    return talk_of(
        "zoom chat", source, _meant(pieces), asked, dating, channel="chat", join=False, replies=True, there=there,
        problems=problems, notes=told_notes, dropped=dropped,
    )  # fmt: skip


def _meant(pieces: Sequence[Piece]) -> list[Piece]:
    """The same, each reply leading to the message of its thread that it answers (:func:`within_thread`)."""
    threads: dict[int, list[int]] = {}
    root: dict[int, int] = {}
    for place, piece in enumerate(pieces):
        if piece.reply_to is not None:
            first = root[place] = root.get(piece.reply_to, piece.reply_to)
            threads.setdefault(first, [first]).append(place)
    found = list(pieces)
    for places in threads.values():
        labels = [pieces[place].label for place in places]
        for at, answered in enumerate(within_thread(labels, labels, [pieces[place].text for place in places])):
            if at and pieces[places[at]].reply_to == places[0]:  # a reply quoted is meant itself
                to = None if answered is None else places[answered]
                found[places[at]] = replace(pieces[places[at]], reply_to=to)
    return found


def _messages(texts: Sequence[str], source: str, problems: list[Problem]) -> Iterator[_Message]:
    """Messages in order; what stands before the first is a problem."""
    now: _Message | None = None
    more: list[str] = []
    before: list[int] = []
    for number, line in enumerate(texts, 1):
        begun = _begun(line, number)
        if begun is not None:
            if now is not None:
                yield _closed(now, more)
            now, more = begun, []
        elif now is not None:
            more.append(line)
        elif line.strip():
            before.append(number)
    if now is not None:
        yield _closed(now, more)
    problems += told(source, before, "This stands before the first message and was not read.", "Save the chat again.")


def _closed(message: _Message, more: Sequence[str]) -> _Message:
    while more and not more[-1].strip():
        more = more[:-1]
    text = "\n".join((message.text, *(line.strip() for line in more))).strip()
    return replace(message, text=text, line_to=message.line + len(more))


def _begun(line: str, number: int) -> _Message | None:
    line = line.lstrip("\ufeff")
    if found := _CLOUD.match(line):
        hours, minutes, seconds = map(int, found.groups()[:3])
        if minutes < 60 and seconds < 60:
            clock = float(hours * 3600 + minutes * 60 + seconds)
            return _Message(clock, None, found[4].strip(), "", found[5], number, number, False)
    if found := _SAVED.fullmatch(line[:_HEADING]):
        hours, minutes, seconds = map(int, found.groups()[1:4])
        if hours < 24 and minutes < 60 and seconds < 60:
            moment = dates.parse(found[1], None, UTC) if found[1] else None
            day = date.fromisoformat(found[1]) if isinstance(moment, Moment) else None
            clock = float(hours * 3600 + minutes * 60 + seconds)
            return _Message(
                clock,
                day,
                found[5].strip(),
                (found[6] or "").strip(),
                (found[7] or "") + line[_HEADING:],
                number,
                number,
                True,
            )
    return None


def _dated(messages: list[_Message], path: Path, asked: Asked) -> tuple[Dating, list[_Message]]:
    """When the first message was sent, and the messages with their clock counted from it, over midnight too."""
    first = messages[0]
    began = first.clock
    if first.day is not None:
        moment = date_recording(path, replace(asked, on=first.day, at=None, calendar=()), clock=began)
        dating = Dating(moment.began_us, "source")
    else:
        dating = date_recording(path, asked, clock=began)
    shifted: list[_Message] = []
    days, before = 0, began
    for message in messages:
        if message.day is not None and first.day is not None:
            days = (message.day - first.day).days
        elif before - message.clock > _DAY_S / 2:
            days += 1
        before = message.clock
        shifted.append(replace(message, clock=message.clock + days * _DAY_S - began))
    return dating, shifted


def _reply(text: str) -> tuple[str, str]:
    """The quoted beginning of what a message replies to (empty if it is no reply), and the message itself."""
    if not text.startswith('Replying to "'):
        return "", text
    found = _REPLYING_LONG.match(text)
    first = text.split("\n", 1)[0]
    if found and "\n" not in found[1]:
        return found[1].strip(), text[found.end() :].strip()
    if whole := _REPLYING.match(first):
        return (whole[1] or whole[2] or "").strip(), (first[whole.end() :] + text[len(first) :]).strip()
    return (found[1].strip(), text[found.end() :].strip()) if found else ("", text)


class _Quoted:
    """Messages so far by how they begin; the latest that begins so is the one quoted."""

    def __init__(self) -> None:
        self._latest: dict[str, int] = {}

    @staticmethod
    def _form(text: str) -> str:
        return " ".join(text[: 4 * _KEYED].split()).casefold()

    def add(self, text: str, place: int) -> None:
        form = self._form(text)
        for length in range(1, min(len(form), _KEYED) + 1):
            self._latest[form[:length]] = place

    def find(self, quote: str) -> int | None:
        return self._latest.get(self._form(quote)[:_KEYED].rstrip())
