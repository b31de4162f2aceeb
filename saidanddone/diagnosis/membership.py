"""Who was on which team, and who led it, at any moment: the roster asked person by person (MISSION T1, S3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from saidanddone.evidence.pseudonym import normalise

__all__ = ["Membership", "merged", "overlap"]

_EVER: Final = -(2**63)
_NEVER: Final = 2**63 - 1

Span = tuple[int, int]
"""From when until before when, microseconds UTC."""


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time as spans in order that neither touch nor overlap.

    >>> merged([(5, 9), (0, 3), (2, 6), (9, 10), (20, 20)])
    [(0, 10)]
    """
    out: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def overlap(one: Iterable[Span], other: Iterable[Span]) -> int:
    """For how long both are the case; each as :func:`merged` gives them.

    >>> overlap([(0, 10), (20, 30)], [(5, 25)])
    10
    """
    others = list(other)
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in others)


@dataclass(frozen=True, slots=True)
class _Stint:
    team: str | None
    leads: bool
    start: int
    end: int


class Membership:
    """A table of people, laid out to be asked about one person or one team at a time. Its ``repr`` names nobody.

    Args:
        people: of ``evidence.people.SCHEMA``.
    """

    def __init__(self, people: pa.Table) -> None:
        self._of: dict[str, list[_Stint]] = {}
        self._on: dict[str, dict[str, tuple[list[Span], list[Span]]]] = {}
        self._spelt: dict[str, str] = {}
        self._known: dict[str, str] = {}
        columns = (people.column(name).to_pylist() for name in ("pseudonym", "team", "role", "from_us", "to_us"))
        for who, team, role, start, end in zip(*columns, strict=True):
            leads = role == "leader"
            since, until = _EVER if start is None else start, _NEVER if end is None else end
            self._of.setdefault(who, []).append(_Stint(None if team is None else self.key(team), leads, since, until))
            if team is not None:
                self._spelt.setdefault(self.key(team), team)
                theirs = self._on.setdefault(self.key(team), {}).setdefault(who, ([], []))
                theirs[leads].append((since, until))
        self._on = {
            team: {who: (merged(as_member), merged(as_leader)) for who, (as_member, as_leader) in theirs.items()}
            for team, theirs in self._on.items()
        }

    def key(self, team: str) -> str:
        """What two spellings of one team's name have in common."""
        found = self._known.get(team)
        if found is None:
            found = self._known[team] = normalise(team)
        return found

    def spelt(self, team: str | None) -> str | None:
        """The team as the roster writes it; as it stands where the roster does not know it."""
        return None if team is None else self._spelt.get(self.key(team), team)

    def lists(self, team: str) -> bool:
        """Whether the roster has anybody on this team at any time."""
        return self.key(team) in self._on

    def leads(self, person: str, at_us: int, team: str | None = None) -> bool | None:
        """Whether they led at that moment: that team, where they have a row in it, else any; None of nobody listed."""
        stints = self._of.get(person)
        if stints is None:
            return None
        now = [stint for stint in stints if stint.start <= at_us < stint.end]
        own = None if team is None else self.key(team)
        here = [stint for stint in now if own is not None and stint.team == own]
        return any(stint.leads for stint in here or now)

    def team_of(self, person: str, at_us: int) -> str | None:
        """The one team they led that moment, else the one they were in; None where there are none or several."""
        now = [stint for stint in self._of.get(person, ()) if stint.start <= at_us < stint.end]
        led = {stint.team for stint in now if stint.team is not None and stint.leads}
        teams = led or {stint.team for stint in now if stint.team is not None}
        return self._spelt[next(iter(teams))] if len(teams) == 1 else None

    def is_member(self, person: str, at_us: int, team: str) -> bool:
        """Whether they were on this team that moment and did not lead it."""
        as_member, as_leader = self._on.get(self.key(team), {}).get(person, ((), ()))
        return _within(as_member, at_us) and not _within(as_leader, at_us)

    def member_time(self, team: str, span: Span) -> int:
        """Microseconds that all who were on a team without leading it spent on it within this span, added up."""
        total = 0
        for as_member, as_leader in self._on.get(self.key(team), {}).values():
            there = [(max(start, span[0]), min(end, span[1])) for start, end in as_member]
            there = [one for one in there if one[0] < one[1]]
            total += sum(end - start for start, end in there) - overlap(there, as_leader)
        return total


def _within(spans: Iterable[Span], at_us: int) -> bool:
    return any(start <= at_us < end for start, end in spans)
