"""Mailboxes as conversations: one a thread, each letter's own words a turn.

Threads are made of what letters say they answer (In-Reply-To, References), whether the answered letter is here or not;
a letter that says nothing and whose subject begins as a reply's does joins the last thread of its subject within sixty
days (docs/decisions/0026).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.problem import Problem
from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.sources.archive import Refused
from saidanddone.sources.conversations import Asked, Talk
from saidanddone.sources.messages.accounts import Accounts, Named
from saidanddone.sources.messages.letter import Letter, letter
from saidanddone.sources.messages.mbox import cut

__all__ = ["knows", "read", "read_stream"]

_SAME_TOPIC_US: Final = 60 * DAY_US
_HEADER: Final = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{1,60}):", re.MULTILINE)
_MARKS: Final = frozenset((b"from", b"date", b"subject", b"message-id", b"received", b"return-path", b"mime-version"))
_LEAST_MARKS: Final = 3


def knows(path: Path, head: bytes) -> bool:
    """Whether a file is a mailbox (mbox) or a single letter (eml)."""
    if path.is_dir():
        return False
    head = head.lstrip(b"\xef\xbb\xbf\r\n")
    if head.startswith(b"From "):
        _, _, behind = head.partition(b"\n")
        return bool(_HEADER.match(behind)) or behind.startswith(b">From ")
    top = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    first = _HEADER.match(top)
    return first is not None and len({one.lower() for one in _HEADER.findall(top)} & _MARKS) >= _LEAST_MARKS


def read(path: Path, source: str, asked: Asked) -> Talk:
    """The threads of a mailbox. A letter's ``key`` is its Message-ID; its ``line`` where it begins."""
    with path.open("rb") as stream:
        return read_stream(stream, source, asked)


def read_stream(stream: BinaryIO, source: str, asked: Asked) -> Talk:
    """The same of a stream, such as a mailbox in an archive."""
    return _Reading(source, asked).talk(stream)


@dataclass
class _Reading:
    """One mailbox while it is read: a builder, used once."""

    source: str
    asked: Asked = field(repr=False)
    dropped: Counter[str] = field(default_factory=Counter)
    letters: list[Letter] = field(default_factory=list, repr=False)
    problems: list[Problem] = field(default_factory=list)

    def talk(self, stream: BinaryIO) -> Talk:
        accounts = Accounts(self.asked, by_name=True)
        seen: set[str] = set()
        long = 0
        try:
            for raw in cut(stream):
                long += raw.cut
                one = letter(raw, self.asked.tz)
                if isinstance(one, str):
                    self.dropped[one] += 1
                elif one.key and one.key in seen:
                    self.dropped["doubles"] += 1
                else:
                    seen.add(one.key)
                    accounts.met(one.account, one.name)
                    for account, name in one.to:
                        accounts.met(account, name)
                    self.letters.append(one)
        except Refused as refused:
            self.problems.append(refused.problem)
        named = accounts.named(
            who for one in self.letters for who in (one.account, *(account for account, _ in one.to))
        )
        if not self.letters and not self.dropped and not self.problems:
            self.problems.append(Problem(self.source, 0, "It holds no letters.", "Check that the export is complete."))
        notes = [f"Letters longer than 4 MB, of which the end was not read: {long:,}."] if long else []
        undated = sum(one.at_us is None for one in self.letters)
        notes += [f"Letters without a date that can be read: {undated:,}."] if undated else []
        return Talk(
            self.source, "mail", [self._conversation(each, named) for each in self._threads()], named.names,
            named.merged, self.problems, dict(sorted(self.dropped.items())), tuple(notes),
        )  # fmt: skip

    def _threads(self) -> Iterator[list[Letter]]:
        """Letters that belong together, threads by their first letter's place in the file."""
        above: list[int] = []
        of_id: dict[str, int] = {}
        topics: dict[str, tuple[int, int | None]] = {}

        def node(key: str) -> int:
            if key not in of_id:
                of_id[key] = len(above)
                above.append(len(above))
            return of_id[key]

        def top(place: int) -> int:
            while above[place] != place:
                above[place] = above[above[place]]
                place = above[place]
            return place

        own = [node(one.key or f"\n{one.line}") for one in self.letters]
        for mine, one in zip(own, self.letters, strict=True):
            for parent in one.parents:
                above[top(node(parent))] = top(mine)
        for mine, one in zip(own, self.letters, strict=True):
            if not one.topic:
                continue
            there, when = topics.get(one.topic, (mine, None))
            near = one.at_us is None or when is None or abs(one.at_us - when) <= _SAME_TOPIC_US
            if one.answers and not one.parents and near:
                above[top(mine)] = top(there)
            topics[one.topic] = (mine, one.at_us if one.at_us is not None else when)
        threads: dict[int, list[Letter]] = {}
        for mine, one in zip(own, self.letters, strict=True):
            threads.setdefault(top(mine), []).append(one)
        yield from threads.values()

    def _conversation(self, letters: list[Letter], named: Named) -> Conversation:
        ordered = _ordered(letters)
        places = {one.key: place for place, one in enumerate(ordered) if one.key}
        dated = [one.at_us for one in ordered if one.at_us is not None]
        began = min(dated) if dated else None
        turns = []
        for place, one in enumerate(ordered):
            answered = next((places[parent] for parent in one.parents if places.get(parent, place) < place), None)
            turns.append(
                Turn(
                    speaker=named.who(one.account),
                    text=one.text,
                    line=one.line,
                    start=None if one.at_us is None or began is None else (one.at_us - began) / 1e6,
                    at_us=one.at_us,
                    reply_to=answered,
                    key=one.key,
                )
            )
        first = min(letters, key=lambda one: one.line)
        people = {named.who(who) for one in letters for who in (one.account, *(account for account, _ in one.to))}
        return Conversation(
            ordered[0].key or f"line {first.line}", self.source, "email", turns, began,
            "source" if began is not None else "", people=frozenset(people - {""}),
        )  # fmt: skip


def _ordered(letters: list[Letter]) -> list[Letter]:
    """By time, a letter without one behind the one before it in the file; an answer never before what it answers."""
    clock: list[int] = []
    for one in letters:
        clock.append(one.at_us if one.at_us is not None else (clock[-1] if clock else 0))
    by_time = [
        one for _, _, one in sorted(zip(clock, range(len(letters)), letters, strict=True), key=lambda at: at[:2])
    ]
    here = {one.key: one for one in letters if one.key}
    placed: set[int] = set()
    ordered: list[Letter] = []
    for one in by_time:
        chain: list[Letter] = []
        on_it: set[int] = set()
        now: Letter | None = one
        while now is not None and id(now) not in placed and id(now) not in on_it:
            on_it.add(id(now))
            chain.append(now)
            now = next((here[parent] for parent in now.parents if parent in here), None)
        for each in reversed(chain):
            placed.add(id(each))
            ordered.append(each)
    return ordered
