"""A year of talk on the teams that never were: who spoke up about what, how it was met, and everything in between.

What is true of every turn stands beside it (:class:`Said`), so that what a listener hears can be held against it. How
a team meets what is said is stated in :mod:`saidanddone.simulation.manners`. The same seed and day give the same words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Final, TypeVar

from saidanddone.simulation import plain_talk, replies, voices
from saidanddone.simulation.manners import MANNERS, Manner
from saidanddone.simulation.organisation import LEADERS, MEMBERS, WEEKS

__all__ = ["MET_WELL", "Meeting", "Said", "Talks", "Thread", "talks"]

_One = TypeVar("_One")

MET_WELL: Final = 4
"""From this level on an act was met well (MODEL §2)."""


@dataclass(frozen=True, slots=True)
class Said:
    """One turn or message, and what is true of it.

    Attributes:
        who: handle of whoever said it. text: the words.
        kind: of an act of vulnerability, its kind; empty for anything else.
        to: place of the act it answers, among the turns of its meeting or thread. level: 1..5, how it meets that act.
        at: of a message, when it was written.
    """

    who: str
    text: str = field(repr=False)
    kind: str = ""
    to: int | None = None
    level: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """One weekly meeting of a team: when its recording began, and what was said."""

    team: str
    began: datetime
    said: tuple[Said, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Thread:
    """What was written under one message of a team's channel, that message first."""

    team: str
    said: tuple[Said, ...] = field(repr=False)


@dataclass(frozen=True)
class Talks:
    """Everything said and written, in the order of time."""

    meetings: tuple[Meeting, ...] = field(repr=False)
    threads: tuple[Thread, ...] = field(repr=False)

    def met_well(self, team: str) -> float:
        """The share of a team's answered acts whose first answer, a leader's before a colleague's, is 4 or 5."""
        leaders = {leader.handle for leader in LEADERS}
        levels = []
        every: tuple[Meeting | Thread, ...] = (*self.meetings, *self.threads)
        for talk in every:
            answers: dict[int, list[tuple[bool, int]]] = {}
            for one in talk.said if talk.team == team else ():
                if one.to is not None and one.level is not None:
                    answers.setdefault(one.to, []).append((one.who not in leaders, one.level))
            levels += [min(found, key=lambda answer: answer[0])[1] for found in answers.values()]
        return sum(level >= MET_WELL for level in levels) / len(levels)


_AWAY: Final = 0.1
_CANCELLED: Final = 0.04
_FEWEST: Final = 3


def talks(*, seed: int, on: date) -> Talks:
    """What was said on every team in the year up to a day; nothing of it lies after that day.

    >>> a = talks(seed=1, on=date(2026, 4, 30))
    >>> a == talks(seed=1, on=date(2026, 4, 30)), a == talks(seed=2, on=date(2026, 4, 30))
    (True, False)
    """
    meetings: list[Meeting] = []
    threads: list[Thread] = []
    for place, (team, manner) in enumerate(MANNERS.items()):
        room = _Room(team, manner, Random(seed * 1_000 + 500 + place))
        for week in range(WEEKS):
            monday = _monday(on) - timedelta(weeks=WEEKS - week)
            met = room.meeting(monday, week)
            meetings += [] if met is None else [met]
            threads += room.channel(monday, week)
    return Talks(
        tuple(sorted(meetings, key=lambda one: (one.began, one.team))),
        tuple(sorted(threads, key=lambda one: (_at(one.said[0]), one.team))),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _at(said: Said) -> datetime:
    """When a message was written; every message says so."""
    return said.at or datetime.min.replace(tzinfo=UTC)


def _holiday(day: date) -> bool:
    return (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 1)


class _Room:
    """A team while its year is drawn: everybody's chance, and which wordings were used of late."""

    def __init__(self, team: str, manner: Manner, chance: Random) -> None:
        self.team, self.manner, self.chance = team, manner, chance
        self.members = [handle for _, handle, where in MEMBERS if where == team]
        self.first = {handle: name.split()[0] for name, handle, _ in MEMBERS}
        self.first |= {leader.handle: leader.name.split()[0] for leader in LEADERS}
        self.decks: dict[int, list[int]] = {}

    def meeting(self, monday: date, week: int) -> Meeting | None:
        """This week's meeting; None if it was cancelled or hardly anybody came."""
        day = monday + timedelta(days=self.manner.day)
        skipped, seconds = self.chance.random() < _CANCELLED, self.chance.randrange(5, 55)
        there = [handle for handle in self.members if self.chance.random() >= _AWAY]
        if skipped or _holiday(day) or len(there) < _FEWEST:
            return None
        leaders = self._leaders(week)
        began = datetime(day.year, day.month, day.day, self.manner.hour, 0, seconds, tzinfo=UTC)
        return Meeting(self.team, began, tuple(_Minutes(self, leaders, there).held(week)))

    def channel(self, monday: date, week: int) -> list[Thread]:
        """What is written in this week: notices, and acts with what came under them."""
        found = []
        for _ in range(self.number(self.manner.posts)):
            when = self._moment(monday)
            if not _holiday(when.date()):
                found.append(Thread(self.team, tuple(self._thread(week, when))))
        for _ in range(self.chance.randrange(3, 7)):
            when, who = self._moment(monday), self.chance.choice([*self.members, *self._leaders(week)])
            if not _holiday(when.date()):
                said = Said(who, self.filled(self.drawn(plain_talk.NOTICES), self.slots(who)), at=when)
                found.append(Thread(self.team, (said,)))
        return found

    def _thread(self, week: int, when: datetime) -> list[Said]:
        actor = self.chance.choice(self.members)
        exchange = self.exchange(actor, self._leaders(week), self.members, week)
        if self.chance.random() < self.manner.silent:
            exchange = exchange[:1]
        found = []
        for one in exchange:
            found.append(Said(one.who, one.text, one.kind, one.to, one.level, when))
            when += timedelta(minutes=self.chance.randrange(4, 90), seconds=self.chance.randrange(60))
        return found

    def exchange(self, actor: str, leaders: Sequence[str], there: Sequence[str], week: int) -> list[Said]:
        """An act and how it is met: its own turn first, places counted from it."""
        chance, manner = self.chance, self.manner
        weights = [0.0 if week > manner.last.get(kind, WEEKS) else manner.mix[kind] for kind in voices.ACTS]
        kind = chance.choices(list(voices.ACTS), weights)[0]
        slots = self.slots(actor, others=there)
        others = [handle for handle in there if handle != actor and self.first[handle] != slots["peer"]]
        found = [Said(actor, self.filled(self.drawn(voices.ACTS[kind]), slots), kind)]
        led = chance.random() < manner.led or not others
        if led:
            hard = manner.hard if manner.hard and kind in ("problem", "challenge") else manner.leader
            found.append(self._reply(chance.choice(leaders), replies.BY_LEADER[kind], hard, slots))
        else:
            found.append(self._reply(chance.choice(others), replies.BY_PEER[kind], manner.peer, slots))
        level = found[1].level or 0
        if chance.random() < 0.7:
            found.append(Said(actor, self.filled(self.drawn(replies.AFTER[level]), slots)))
        if led and others and chance.random() < 0.25:
            found.append(self._reply(chance.choice(others), replies.BY_PEER[kind], manner.peer, slots))
        return found

    def _reply(
        self, who: str, worded: Mapping[int, Sequence[str]], weights: Sequence[float], slots: Mapping[str, str]
    ) -> Said:
        level = self.chance.choices(range(1, 6), weights)[0]
        return Said(who, self.filled(self.drawn(worded[level]), slots), to=0, level=level)

    def slots(self, who: str, others: Sequence[str] = ()) -> dict[str, str]:
        """A thing, a customer and a colleague other than ``who`` to speak of."""
        colleagues = [handle for handle in (others or self.members) if handle != who] or self.members
        thing, customer = self.drawn(voices.THINGS[self.team]), self.drawn(voices.CUSTOMERS)
        return {
            "thing": thing, "Thing": thing[0].upper() + thing[1:], "who": customer,
            "Who": customer[0].upper() + customer[1:], "peer": self.first[self.chance.choice(colleagues)],
        }  # fmt: skip

    def filled(self, words: str, slots: Mapping[str, str]) -> str:
        """A wording with its slots filled; days and numbers are new every time."""
        day, number = self.chance.choice(voices.DAYS), self.chance.choice(voices.NUMBERS)
        return words.format(**slots, day=day, n=number)

    def drawn(self, among: Sequence[_One]) -> _One:
        """One of these, none again before each was had."""
        deck = self.decks.setdefault(id(among), [])
        if not deck:
            deck += self.chance.sample(range(len(among)), len(among))
        return among[deck.pop()]

    def _leaders(self, week: int) -> list[str]:
        return [one.handle for one in LEADERS if one.team == self.team and WEEKS - week <= one.since_weeks]

    def number(self, mean: float) -> int:
        """A whole number about a mean."""
        return int(mean * (0.5 + self.chance.random()) + self.chance.random())

    def _moment(self, monday: date) -> datetime:
        day = monday + timedelta(days=self.chance.randrange(5))
        at = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
        return at + timedelta(seconds=self.chance.randrange(9 * 3600))


class _Minutes:
    """One meeting while it is drawn: a builder, used once."""

    def __init__(self, room: _Room, leaders: Sequence[str], there: Sequence[str]) -> None:
        self.room, self.leaders, self.there = room, leaders, there
        self.chair = leaders[0] if len(leaders) == 1 else room.chance.choice(leaders)
        self.said: list[Said] = []

    def held(self, week: int) -> list[Said]:
        """Everything said, from the greeting to the last farewell."""
        room, chance = self.room, self.room.chance
        self._opened()
        if chance.random() < room.manner.own:
            self._plain(self.chair, voices.OWN_MISTAKES, kind="mistake")
            self._plain(chance.choice(self.there), plain_talk.NODS)
        asked = chance.sample(self.there, len(self.there))
        acts = [chance.randrange(len(asked) + 1) for _ in range(room.number(room.manner.acts))]
        for place, member in enumerate(asked):
            self._round(member)
            for _ in range(acts.count(place)):
                self._exchange(member if chance.random() < 0.6 else chance.choice(self.there), week)
        for _ in range(chance.randrange(2, 4)):
            self._plain(self.chair, plain_talk.PLANS)
            self._plain(chance.choice(self.there), plain_talk.NODS)
        for _ in range(acts.count(len(asked))):
            self._exchange(chance.choice(self.there), week)
        for _ in range(chance.randrange(room.manner.talk + 1)):
            self._plain(chance.choice(self.leaders), plain_talk.PROMISES)
            self._plain(chance.choice(self.there), plain_talk.NODS)
        self._plain(self.chair, plain_talk.CLOSERS)
        for member in chance.sample(self.there, min(4, len(self.there))):
            self._plain(member, plain_talk.FAREWELLS)
        return self.said

    def _opened(self) -> None:
        chance = self.room.chance
        self._plain(self.chair, plain_talk.OPENERS)
        for member in chance.sample(self.there, min(2, len(self.there))):
            self._plain(member, plain_talk.GREETINGS)
        if chance.random() < 0.6:
            lines = self.room.drawn(plain_talk.SMALL_TALK)
            first, second = chance.sample([*self.there, *self.leaders], 2)
            for place, line in enumerate(lines):
                self.said.append(Said((first, second)[place % 2], line))

    def _round(self, member: str) -> None:
        """Somebody is called on and tells what they worked on."""
        chance, room = self.room.chance, self.room
        slots = room.slots(member, others=self.there)
        called = room.filled(room.drawn(plain_talk.CALLS), {**slots, "name": room.first[member]})
        self.said.append(Said(self.chair, called))
        told = room.filled(room.drawn(plain_talk.STATUS), slots)
        self.said.append(Said(member, told))
        for _ in range(chance.randrange(3)):
            self.said.append(Said(member, room.filled(room.drawn(plain_talk.DETAILS), slots)))
        if chance.random() < room.manner.asides:
            self._aside(member, slots)
        self._plain(self.chair, plain_talk.NODS)

    def _aside(self, asked: str, slots: Mapping[str, str]) -> None:
        """A short question to somebody, and how they meet it."""
        chance, room = self.room.chance, self.room
        there = (*self.there, *self.leaders)
        curious = [handle for handle in there if handle != asked and room.first[handle] != slots["peer"]]
        start, who = len(self.said), chance.choice(curious)
        self.said.append(Said(who, room.filled(room.drawn(plain_talk.ASIDES), slots), "question"))
        level = chance.choices(range(1, 6), room.manner.peer)[0]
        words = room.filled(room.drawn(plain_talk.ANSWERS[level]), slots)
        self.said.append(Said(asked, words, to=start, level=level))

    def _exchange(self, actor: str, week: int) -> None:
        start = len(self.said)
        for one in self.room.exchange(actor, self.leaders, self.there, week):
            to = None if one.to is None else start + one.to
            self.said.append(Said(one.who, one.text, one.kind, to, one.level))

    def _plain(self, who: str, worded: Sequence[str], kind: str = "") -> None:
        room = self.room
        self.said.append(Said(who, room.filled(room.drawn(worded), room.slots(who)), kind))
