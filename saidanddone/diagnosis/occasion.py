"""In which meeting or thread each act happened, as far as its source or the clock tells (MODEL §2)."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

import pyarrow as pa

from saidanddone.diagnosis.membership import Membership
from saidanddone.evidence.outcome import DAY_US

__all__ = ["ANSWER_US", "Occasion", "Occasions"]

ANSWER_US: Final = 2 * DAY_US
"""An answer comes within so long (MODEL §2); a thread is open for as long after it began."""

_MINUTE_US: Final = 60_000_000


class Occasion:
    """One encounter that was held. Its ``repr`` names nobody."""

    __slots__ = ("at_us", "attended", "end_us", "id", "kind", "minutes", "place", "source", "team")

    def __init__(
        self, place: int, name: str, team: str | None, attended: frozenset[str], at_us: int, minutes: float | None,
        kind: str, source: str,
    ) -> None:  # fmt: skip
        self.place, self.id, self.team, self.attended = place, name, team, attended
        self.at_us, self.minutes, self.kind, self.source = at_us, minutes, kind, source
        lasted = 0 if minutes is None else round(minutes * _MINUTE_US)
        self.end_us = at_us + (max(lasted, ANSWER_US) if kind == "thread" else lasted)


class Occasions:
    """The encounters that were held by a moment, laid out to be asked in which of them something happened.

    Args:
        encounters: of ``evidence.encounter.SCHEMA``. membership: the roster. on_us: later ones are left out.
    """

    def __init__(self, encounters: pa.Table, membership: Membership, on_us: int) -> None:
        self._who = membership
        self.all: list[Occasion] = []
        names = ("id", "team", "attended", "at_us", "minutes", "kind", "state", "source")
        rows = zip(*(encounters.column(name).to_pylist() for name in names), strict=True)
        for place, (name, team, attended, at_us, minutes, kind, state, source) in enumerate(rows):
            if state == "held" and at_us <= on_us:
                spelt = membership.spelt(team)
                self.all.append(Occasion(place, name, spelt, frozenset(attended or ()), at_us, minutes, kind, source))
        self._named: dict[str, list[Occasion]] = {}
        self._days: dict[tuple[str, int], list[Occasion]] = {}
        self._in: dict[str, _Line] = {}
        self._timed: dict[str, _Line] = {}
        for one in sorted(self.all, key=lambda one: (one.at_us, one.place)):
            self._named.setdefault(one.id, []).append(one)
            self._days.setdefault((one.source, one.at_us // DAY_US), []).append(one)
            self._in.setdefault(one.source, _Line()).add(one)
            if one.team is not None and one.kind != "thread" and one.minutes is not None:
                self._timed.setdefault(membership.key(one.team), _Line()).add(one)

    def of(self, source: str, team: str | None, person: str | None, at_us: int, ref: str | None) -> Occasion | None:
        """The one in which an act happened; None where nobody can tell. The first of these that leads to one:

        1. the one its source names (``exposure_ref``);
        2. in its own source and of its team, the one going on then (a thread is open for 48 hours), the latest begun;
        3. in its own source and of its team, the last begun before it on that UTC day, else the first of that day;
        4. in any other source, a meeting of its team going on then that its person attended.
        """
        named = self._named.get(ref, ()) if ref is not None else ()
        for one in sorted(named, key=lambda one: one.source != source):
            return one
        own = None if team is None else self._who.key(team)

        def fits(one: Occasion) -> bool:
            return own is None or one.team is None or self._who.key(one.team) == own

        line = self._in.get(source)
        if line is not None:
            for one in line.going_on(at_us):
                if fits(one):
                    return one
            today = [one for one in self._days.get((source, at_us // DAY_US), ()) if fits(one)]
            if today:
                return next((one for one in reversed(today) if one.at_us <= at_us), today[0])
        for one in self._timed[own].going_on(at_us) if own in self._timed else ():
            if person is None or person in one.attended:
                return one
        return None


class _Line:
    """Occasions by when they began, in that order."""

    def __init__(self) -> None:
        self._began: list[int] = []
        self._ones: list[Occasion] = []
        self._longest = 0

    def add(self, one: Occasion) -> None:
        self._began.append(one.at_us)
        self._ones.append(one)
        self._longest = max(self._longest, one.end_us - one.at_us)

    def going_on(self, at_us: int) -> list[Occasion]:
        """Those going on at a moment, the latest begun first."""
        found = []
        place = bisect_right(self._began, at_us)
        while place and self._began[place - 1] >= at_us - self._longest:
            place -= 1
            if self._ones[place].end_us >= at_us:
                found.append(self._ones[place])
        return found
