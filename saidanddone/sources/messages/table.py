"""A table of turns (CSV, TSV, Parquet, JSON lines): the caller's own ids and labels are kept as they stand.

Columns: ``conversation_id``, ``turn``, ``speaker``, ``text``; where there are, ``start`` and ``end`` (seconds),
``reply_to`` (the ``turn`` of the turn that is answered), ``at`` (a time), ``channel`` (``meeting`` where none is said).
A table of one meeting without ``at`` is dated as a recording is (:mod:`saidanddone.sources.talk.dating`).
Each row becomes one turn, so that what is found can be written beside it: ``Conversation.id`` is its conversation_id,
``Turn.key`` its turn, ``Turn.line`` its line (CSV) or row (Parquet, JSON lines), by which the order of rows is known.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saidanddone.evidence.problem import Problem
from saidanddone.listening.conversation import CHANNELS, Conversation, Turn
from saidanddone.sources.book import missing_columns, open_book
from saidanddone.sources.conversations import Asked, Talk
from saidanddone.sources.delimited import Delimited
from saidanddone.sources.header import Field, match
from saidanddone.sources.messages.codes import is_pseudonymous
from saidanddone.sources.messages.prose import LONGEST_TEXT
from saidanddone.sources.parquet import ParquetBook
from saidanddone.sources.sheet import Sheet
from saidanddone.sources.talk.dating import date_recording
from saidanddone.sources.telling import told
from saidanddone.sources.times import read_times

__all__ = ["FIELDS", "is_pseudonymous", "knows", "read"]

_SEVERAL: Final = (
    "The table holds several conversations, and one day cannot be that of each: say when with a column at, a time each "
    "row."
)

FIELDS: Final = (
    Field("conversation_id", "which conversation", True, ("conversation", "dialogue_id", "meeting_id", "thread_id")),
    Field("turn", "which turn of it", True, ("turn_id", "utterance_id", "turn_index")),
    Field("speaker", "who spoke", False, ("speaker_id", "who")),
    Field("text", "what was said", True, ("utterance", "words")),
    Field("start", "when it begins, in seconds", False, ("start_seconds",)),
    Field("end", "when it ends, in seconds", False, ("end_seconds",)),
    Field("reply_to", "which turn it answers", False, ("reply_to_turn", "answers")),
    Field("at", "when it was said", False, ("said_at", "timestamp")),
    Field("channel", "how people met", False),
)
_EXACT: Final = frozenset(("conversation_id", "turn", "text"))
_NULLS: Final = frozenset(("", "nan", "NaN", "null", "None", "<NA>", "NULL"))
_Column = Sequence[Any]


def knows(path: Path, head: bytes) -> bool:
    """Whether a file is a table of turns: a conversation, a turn and a text, under these names."""
    if path.is_dir():
        return False
    begins = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if begins[:1] == b"{":
        first = _object(begins.split(b"\n", 1)[0])
        return first is not None and first.keys() >= _EXACT
    if begins[:4] != b"PAR1" and not (b"conversation" in head.lower() or b"dialogue" in head.lower()):
        plain = head.replace(b"\x00", b"").lower()  # UTF-16
        if b"_id" not in plain:
            return False
    book = open_book(path, path.name)
    return not isinstance(book, Problem) and not match(book.header, FIELDS).missing


def read(path: Path, source: str, asked: Asked) -> Talk:
    """The conversations of a table, in the order they begin there; turns in order of ``turn`` where all are numbers."""
    with path.open("rb") as stream:
        begins = stream.read(1 << 12).lstrip(b"\xef\xbb\xbf \t\r\n")
    sheet = _lines(path, source) if begins[:1] == b"{" else _sheet(path, source)
    if isinstance(sheet, Problem):
        return Talk(source, "table", (), problems=(sheet,))
    return _dated(_talk(sheet, source, asked), path, asked)


def _dated(talk: Talk, path: Path, asked: Asked) -> Talk:
    """The same, with the day of its one meeting where its rows tell none; a day said for several is told as unused."""
    if any(one.began_us is not None for one in talk.conversations):
        return talk
    if len(talk.conversations) != 1:
        return replace(talk, notes=(*talk.notes, _SEVERAL)) if asked.on is not None and talk.conversations else talk
    (only,) = talk.conversations
    recorded = only.channel == "meeting" and any(turn.start is not None for turn in only.turns)
    if not recorded and asked.on is None:
        return talk
    dating = date_recording(path, asked)
    if dating.began_us is None:
        return replace(talk, notes=(*talk.notes, *dating.notes))
    turns = [replace(turn, at_us=dating.began_us + round((turn.start or 0.0) * 1_000_000)) for turn in only.turns]
    dated = replace(only, turns=turns, began_us=dating.began_us, dated_by=dating.by)
    return replace(talk, conversations=[dated], notes=(*talk.notes, *dating.notes))


def _sheet(path: Path, source: str) -> Sheet | Problem:
    book = open_book(path, source)
    if isinstance(book, Problem):
        return book
    found = match(book.header, FIELDS)
    if found.missing:
        return missing_columns(source, "a table of turns", found)
    if isinstance(book, Delimited | ParquetBook):
        return book.take(found.columns, longest=LONGEST_TEXT)
    return book.take(found.columns)


def _lines(path: Path, source: str) -> Sheet | Problem:
    """A file of one JSON object a line as columns; of each line only what is needed is kept."""
    taken: dict[str, list[str | None]] = {each.name: [] for each in FIELDS}
    numbers: list[int] = []
    broken: list[int] = []
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            value = _object(line.lstrip(b"\xef\xbb\xbf"))
            if value is None:
                broken += [number] if line.strip() else []
                continue
            numbers.append(number)
            for name, column in taken.items():
                column.append(_word(value.get(name)))
    problems = told(source, broken, "This line is no JSON object; it was not read.", "Mend it, or export it again.")
    columns = {name: pa.array(column, pa.string()) for name, column in taken.items() if any(map(_some, column))}
    for name in _EXACT - columns.keys():
        columns[name] = pa.nulls(len(numbers), pa.string())
    return Sheet(source, columns, np.array(numbers, np.int32), tuple(problems), len(broken))


def _some(word: str | None) -> bool:
    return word is not None


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _word(value: Any) -> str | None:
    if isinstance(value, str):
        if value.isascii():
            return value[:LONGEST_TEXT]
        return value[:LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int) and value.bit_length() > 256:
        return None
    return str(value)


def _texts(column: pa.Array | None, length: int) -> list[str | None]:
    """A column as text, whole numbers without a point; None where nothing stands."""
    if column is None:
        return [None] * length
    if pa.types.is_floating(column.type) and pc.all(pc.equal(column, pc.floor(column)), min_count=0).as_py():
        column = pc.cast(column, pa.int64(), safe=False) if _fits(column) else column
    if not pa.types.is_string(column.type):
        try:
            column = pc.cast(column, pa.string())
        except pa.ArrowException:
            return [None if one is None else str(one) for one in column.to_pylist()]
    return list(column.to_pylist())


def _fits(column: pa.Array) -> bool:
    most = pc.max(pc.abs(column)).as_py()
    return most is not None and most < 2**53


def _number(word: str | None) -> float | None:
    if word is None:
        return None
    try:
        found = float(word.replace(",", ".") if word.count(",") == 1 and "." not in word else word)
    except ValueError:
        return None
    return found if np.isfinite(found) else None


def _talk(sheet: Sheet, source: str, asked: Asked) -> Talk:
    length = len(sheet)
    problems = list(sheet.problems)
    get: Callable[[str], list[str | None]] = lambda name: _texts(sheet.columns.get(name), length)  # noqa: E731
    ids, keys, speakers, texts = get("conversation_id"), get("turn"), get("speaker"), get("text")
    starts = [_number(word) for word in get("start")]
    ends = [_number(word) for word in get("end")]
    replies, channels = get("reply_to"), get("channel")
    at_us: list[int | None] = [None] * length
    if "at" in sheet.columns:
        times, of_times = read_times(sheet, ["at"], asked.tz, None)
        read_ = times["at"].read
        at_us = [int(one) if good else None for one, good in zip(times["at"].start_us, read_, strict=True)]
        problems += of_times
        unread = sheet.lines[times["at"].bad | times["at"].undecided]
        problems += told(source, unread, "The time cannot be read.", "Write it as 2026-09-07T14:30:00Z.")
    lines = sheet.lines.tolist()
    rows: dict[str, list[int]] = {}
    lost: list[int] = []
    for row, (id_, key) in enumerate(zip(ids, keys, strict=True)):
        if id_ is None or key is None or not id_.strip() or not key.strip():
            lost.append(lines[row])
        else:
            rows.setdefault(id_, []).append(row)
    strange, doubled, unanswered = [], [], []
    conversations = []
    labels: set[str] = set()
    for id_, mine in rows.items():
        ordered = _ordered(mine, keys)
        anywhere = {keys[row] or "": place for place, row in enumerate(ordered)}
        places: dict[str, int] = {}
        turns: list[Turn] = []
        for place, row in enumerate(ordered):
            key = keys[row] or ""
            answered = None
            reply = replies[row]
            if reply is not None and reply not in _NULLS:
                if reply not in anywhere and reply.endswith(".0"):  # a column with gaps, as many programs write it
                    reply = reply[:-2]
                answered = places.get(reply, anywhere.get(reply))  # of two that share a number the last before it
                if answered is None or answered == place:
                    answered = None
                    unanswered.append(lines[row])
            if key in places:
                doubled.append(lines[row])
            places[key] = place
            speaker = speakers[row] or ""
            labels.add(speaker)
            turns.append(
                Turn(speaker, texts[row] or "", lines[row], starts[row], ends[row], at_us[row], answered, key=key)
            )
        said = {channels[row] for row in mine} - {None}
        kinds = {(word or "").strip().casefold() for word in said} - {""}
        strange += [lines[mine[0]]] if kinds - set(CHANNELS) or len(kinds) > 1 else []
        channel = next((kind for kind in CHANNELS if kind in kinds), "meeting")
        began = _began(turns)
        people = frozenset(turn.speaker for turn in turns) - {""}
        conversations.append(
            Conversation(
                id_, source, channel, turns, began, "source" if began is not None else "", _overlap(turns), people
            )
        )
    problems += _told(source, lost, strange, doubled, unanswered)
    if not rows and not problems:
        problems.append(Problem(source, 0, "The table has a header but no rows.", "Check that the export is complete."))
    labels -= {""}
    return Talk(
        source, "table", conversations, {label: label for label in sorted(labels)}, problems=problems,
        labels=frozenset(labels),
    )  # fmt: skip


def _ordered(rows: list[int], keys: Sequence[str | None]) -> list[int]:
    """Rows by their turn where every turn is a number, else as they stand."""
    numbers = [_number(keys[row]) for row in rows]
    if any(number is None for number in numbers):
        return rows
    return [row for _, row in sorted(zip(numbers, rows, strict=True), key=lambda one: (one[0] or 0.0, one[1]))]


def _began(turns: Iterable[Turn]) -> int | None:
    found = [turn.at_us for turn in turns if turn.at_us is not None]
    return min(found) if found else None


def _overlap(turns: Sequence[Turn]) -> bool:
    """Whether every turn has a beginning and an end, as a source must tell that can show two people at once."""
    return bool(turns) and all(turn.start is not None and turn.end is not None for turn in turns)


def _told(
    source: str, lost: list[int], strange: list[int], doubled: list[int], unanswered: list[int]
) -> Iterable[Problem]:
    yield from told(
        source, lost, "The row does not say which conversation or turn it is; it was not read.", "Fill both in."
    )
    yield from told(
        source, strange, "The conversation does not say one of the channels that are known; meeting was taken, or the "
        "first known.", f"Write one of {', '.join(CHANNELS)} in all its rows.",
    )  # fmt: skip
    yield from told(
        source, doubled, "The turn stands twice in its conversation; both were read.", "Give each turn its own number."
    )
    yield from told(
        source, unanswered, "It answers a turn that is not there, or itself; it was read as answering none.",
        "Write the turn it answers in reply_to, or leave it empty.",
    )  # fmt: skip
