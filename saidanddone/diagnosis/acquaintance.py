"""Who met whom by a day, laid out to be asked about one team or one person at a time (MISSION T7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Final

import pyarrow as pa

from saidanddone.diagnosis.gatherings import Gathering, Span, gatherings, spans
from saidanddone.diagnosis.membership import Membership
from saidanddone.evidence.outcome import DAY_US

__all__ = ["WINDOW_US", "Acquaintance"]

WINDOW_US: Final = 26 * 7 * DAY_US
"""How far back contact is looked at."""

_WEEK_US: Final = 7 * DAY_US
_OWN_SHARE: Final = 0.8
_LEAST_OWN: Final = 4
_TWO: Final = 2


class Acquaintance:
    """Every gathering that is known, and who was on which team at the time. Its ``repr`` names nobody.

    Args:
        encounters, people: of the schemas in ``evidence``. on_us: µs UTC. me: pseudonym of whoever asks about
            themselves.
    """

    def __init__(self, encounters: pa.Table, people: pa.Table, on_us: int, me: str | None) -> None:
        self.on_us = on_us
        self._me = me
        self._who = Membership(people)
        self._spans = spans(encounters)
        self._on: dict[str, set[str]] = {}
        self._leading: dict[str, set[str]] = {}
        self._since: dict[str, int | None] = {}
        columns = (people.column(name).to_pylist() for name in ("pseudonym", "team", "role", "from_us"))
        for who, team, role, since in zip(*columns, strict=True):
            if team is not None:
                self._on.setdefault(self._who.key(team), set()).add(who)
                if role == "leader":
                    self._leading.setdefault(self._who.key(team), set()).add(who)
            first = self._since.get(who, since)
            self._since[who] = None if first is None or since is None else min(first, since)
        self._of: dict[str, list[Gathering]] = {}
        self._total: Counter[str] = Counter()
        self._each: dict[str, Counter[str]] = {}
        self._alone_with: dict[tuple[str, str], set[str]] = {}
        for one in gatherings(encounters, on_us, on_us - 2 * WINDOW_US):
            for who in one.there | one.invited:
                self._of.setdefault(who, []).append(one)
            self._count(one)

    def _count(self, one: Gathering) -> None:
        for source in one.sources if one.invited else ():
            self._total[source] += 1
            self._each.setdefault(source, Counter()).update(one.invited)
            if one.kind == "one_to_one":
                for who in one.invited:
                    self._alone_with.setdefault((source, who), set()).update(one.invited - {who})

    def teams(self) -> list[str]:
        """The roster's teams, as it writes them."""
        return sorted(self._who.spelt(key) or key for key in self._on)

    def leaders(self) -> list[str]:
        """Whoever leads a team on the day."""
        return sorted({who for team in self.teams() for who in self.leaders_of(team)})

    def leaders_of(self, team: str, at_us: int | None = None) -> list[str]:
        """Whoever leads this very team then; on the day, where no time is given."""
        at = self.on_us if at_us is None else at_us
        theirs = self._leading.get(self._who.key(team), ())
        return sorted(who for who in theirs if self._who.leads(who, at, team))

    def led_by(self, leader: str) -> list[str]:
        """The teams somebody leads on the day."""
        return [team for team in self.teams() if leader in self.leaders_of(team)]

    def members(self, team: str, at_us: int | None = None) -> set[str]:
        """Who is on a team then without leading it; on the day, where no time is given."""
        at = self.on_us if at_us is None else at_us
        return {who for who in self._on.get(self._who.key(team), ()) if self._who.is_member(who, at, team)}

    def with_(self, people: Iterable[str]) -> list[Gathering]:
        """Every gathering that any of these was asked to or came to, in order of time."""
        found = {id(one): one for who in people for one in self._of.get(who, ())}
        return sorted(found.values(), key=lambda one: one.at_us)

    def meetings(self, team: str) -> list[Gathering]:
        """The team's own meetings, in order of time."""
        return [one for one in self.with_(self._on.get(self._who.key(team), ())) if self.is_of(one, team)]

    def is_of(self, one: Gathering, team: str) -> bool:
        """Whether this is a meeting of the team: half of it and half of the meeting, two of its members at least."""
        if one.kind != "meeting":
            return False
        key = self._who.key(team)
        if one.team is not None:
            return self._who.key(one.team) == key
        if len(one.meant & self._on.get(key, set())) < _TWO:
            return False
        members, leading = self.members(team, one.at_us), set(self.leaders_of(team, one.at_us))
        here = one.meant & (members | leading)
        half = 2 * len(here) >= len(members | leading) and 2 * len(here) >= len(one.meant)
        return half and len(one.meant & members) >= _TWO

    def alone(self, leader: str, teams: Collection[str]) -> list[Gathering]:
        """A leader one to one with somebody who was on one of these teams at the time."""
        found = []
        for one in self._of.get(leader, ()):
            others = one.meant - {leader}
            if one.kind == "one_to_one" and len(others) == 1 and leader in one.meant:
                (other,) = others
                if any(self._who.is_member(other, one.at_us, team) for team in teams):
                    found.append(one)
        return found

    def throughout(self, who: str, teams: Iterable[str], since: int) -> bool:
        """Whether somebody was on one of these teams already at a moment."""
        return any(self._who.is_member(who, since, team) for team in teams)

    def weeks_on(self, who: str, window: Span) -> float:
        """For how many weeks of this time somebody stands on the roster, one at least."""
        since = self._since.get(who)
        first = window[0] if since is None else max(window[0], since)
        return max(1.0, (window[1] - first) / _WEEK_US)

    def own(self, person: str) -> frozenset[str]:
        """The sources that are this person's own calendar.

        One in which they stand in four of five encounters and in more than anybody else, or that holds their
        one-to-ones with two people; of whoever asks about themselves, one in which they stand in four of five.
        """
        found = set()
        for source, count in self._total.items():
            each = self._each[source]
            mine = each[person]
            if count >= _LEAST_OWN and mine >= _OWN_SHARE * count:
                others = max((n for who, n in each.items() if who != person), default=0)
                if mine > others or person == self._me:
                    found.add(source)
            if len(self._alone_with.get((source, person), ())) >= _TWO:
                found.add(source)
        return frozenset(found)

    def window(self, met: Sequence[Gathering], own: Iterable[str]) -> Span | None:
        """The time looked at of a unit that met so; None where nothing tells of it.

        Args:
            own: sources that would tell of it, had it met.
        """
        sources = {source for one in met for source in one.sources}.union(own)
        if not met or not sources:
            return None
        first = min(self._spans[source][0] for source in sources)
        last = max(self._spans[source][1] for source in sources)
        window = max(self.on_us - WINDOW_US, first), min(self.on_us, last + _WEEK_US)
        return window if window[0] < window[1] and any(window[0] <= one.at_us <= window[1] for one in met) else None
