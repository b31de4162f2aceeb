"""A rhythm that answers what the record of contact lacks: how often, how long, and at which usual hour (MISSION T7).

What is proposed, and why:

==========  ===========================================================================================
never       none was planned: weekly for a team, every two weeks one to one
gap         the last is more than four weeks ago (of a team three), or that is how far apart they usually are
cancelled   a third or more of at least three planned were called off: the same rhythm at another hour
short       less than fifteen minutes a week: as often as now, and long enough
==========  ===========================================================================================

The hour is the one at which these people usually meet. Where there is none, or where what stands there is called off
too often, it is the working hour most often used otherwise at which nothing known stands in the way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from statistics import median
from typing import Final

from saidanddone.diagnosis.gatherings import MINUTE_US, Gathering
from saidanddone.diagnosis.routine import Cadence
from saidanddone.evidence.outcome import DAY_US

__all__ = ["CANCELLED_SHARE", "LEAST_MINUTES", "LONG_US", "Slots", "reason_of", "rhythm"]

LEAST_MINUTES: Final = 15.0
"""Minutes a week below which contact is too little to know anybody by: five are not enough data (T7)."""

CANCELLED_SHARE: Final = 1 / 3
_LEAST_PLANNED: Final = 3
LONG_US: Final = {"meeting": 21 * DAY_US, "one_to_one": 28 * DAY_US}
"""By kind, how long without is a gap."""

_EVERY: Final = {"meeting": 1, "one_to_one": 2}
_MINUTES: Final = 30
_LONGEST: Final = 120
_HOURS: Final = tuple(range(9, 17))
_NOON: Final = 12
_WEEK: Final = 7
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

Slot = tuple[int, int, int]
"""Weekday (0 Monday), hour and minute."""


def reason_of(kind: str, planned: Sequence[Gathering], from_us: int, to_us: int, minutes_week: float | None) -> str:
    """What these gatherings lack, a key of the module's table; empty where the rhythm is enough.

    Args:
        planned: held or not, in order of time. from_us, to_us: the time looked at. minutes_week: None where not known.
    """
    if not planned:
        return "never"
    held = [one for one in planned if one.held]
    called_off = len(planned) - len(held)
    if len(planned) >= _LEAST_PLANNED and called_off >= CANCELLED_SHARE * len(planned):
        return "cancelled"
    gaps = [later.at_us - earlier.at_us for earlier, later in pairwise(held)]
    since = to_us - (held[-1].at_us if held else from_us)
    if max(since, median(gaps) if gaps else 0) > LONG_US[kind]:
        return "gap"
    if minutes_week is not None and minutes_week < LEAST_MINUTES:
        return "short"
    return ""


def rhythm(kind: str, reason: str, planned: Sequence[Gathering], slots: Slots, with_whom: str | None = None) -> Cadence:
    """The rhythm that answers a reason. The slot it takes is taken for those that follow.

    Args:
        planned: what these people had planned so far. slots: hours that are usual and free, for whoever convenes.
    """
    every = _EVERY[kind]
    between = [later.at_us - earlier.at_us for earlier, later in pairwise(planned)]
    if between:
        every = max(1, min(every, round(median(between) / (_WEEK * DAY_US))))
    lengths = [one.minutes for one in planned if one.minutes]
    usual = min(_LONGEST, 5 * round(median(lengths) / 5)) if lengths else _MINUTES
    minutes = max(usual, round(LEAST_MINUTES) * every)
    weekday, hour, minute = slots.take(planned, minutes, avoid=reason == "cancelled")
    return Cadence(kind, every, minutes, weekday, hour, minute, reason, with_whom)


@dataclass
class Slots:
    """The hours of somebody's week: a builder, used for one plan.

    Attributes:
        known: every gathering of theirs that is known. zone: whose clock. taken: slots given out already.
    """

    known: Iterable[Gathering] = field(repr=False)
    zone: tzinfo
    taken: list[tuple[int, int, int]] = field(default_factory=list)
    _busy: Counter[tuple[int, int]] = field(default_factory=Counter, repr=False)
    _begin: Counter[int] = field(default_factory=Counter, repr=False)

    def __post_init__(self) -> None:
        """Count what stands in each quarter of an hour of the week, and at which hours things begin."""
        for one in self.known:
            weekday, hour, minute = self._slot(one)
            self._begin[hour] += one.held
            first = 60 * hour + minute
            for quarter in range(first // 15, -(-(first + max(15, int(one.minutes or 30))) // 15)):
                self._busy[weekday, quarter] += 1

    def take(self, planned: Sequence[Gathering], minutes: int, *, avoid: bool) -> Slot:
        """The slot these people usually meet at, else a free usual one; ``avoid`` theirs."""
        theirs = Counter(self._slot(one) for one in planned)
        usual = [slot for slot, count in theirs.items() if count > 1 and slot[0] < 5 and self._free(slot, minutes)]
        if usual and not avoid:
            slot = max(usual, key=lambda one: (theirs[one], [-part for part in one]))
        else:
            slot = self._best({(at[0], at[1]) for at in theirs} if avoid else set(), minutes)
        self.taken.append((slot[0], 60 * slot[1] + slot[2], minutes))
        return slot

    def _best(self, avoided: set[tuple[int, int]], minutes: int) -> Slot:
        often = max((self._begin[hour] for hour in _HOURS), default=0)
        slots = [(weekday, hour, minute) for minute in (0, 30) for weekday in range(5) for hour in _HOURS]
        slots = [one for one in slots if one[:2] not in avoided]

        def worse(slot: Slot) -> tuple[bool, int, bool, int, int, int, int]:
            weekday, hour, minute = slot
            first = 60 * hour + minute
            quarters = range(first // 15, -(-(first + minutes) // 15))
            busy = sum(self._busy[weekday, one] for one in quarters)
            return not self._free(slot, minutes), busy, hour == _NOON, often - self._begin[hour], minute, weekday, hour

        return min(slots, key=worse)

    def _free(self, slot: Slot, minutes: int) -> bool:
        begin = 60 * slot[1] + slot[2]
        return all(
            slot[0] != weekday or begin + minutes <= first or first + lasts <= begin
            for weekday, first, lasts in self.taken
        )

    def _slot(self, one: Gathering) -> Slot:
        at = (_EPOCH + timedelta(microseconds=one.at_us)).astimezone(self.zone)
        return at.weekday(), at.hour, at.minute


def minutes_of(held: Iterable[Gathering]) -> float:
    """Minutes these took together, as far as lengths are known."""
    return sum((one.minutes or 0.0 for one in held), 0.0)


def days_of(us: float) -> float:
    """Microseconds as days."""
    return us / (24 * 60 * MINUTE_US)
