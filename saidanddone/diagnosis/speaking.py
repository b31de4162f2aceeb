"""What stands beside the safety forecast: the last time, how late bad news is, leaders going first, slow punishment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

__all__ = ["CLOCKS", "Clock", "Drift", "Lateness", "LeadersFirst", "Speaking"]

CLOCKS: Final = ("problem_early", "mistake_uncaught", "challenge_public")
"""A problem raised early, a mistake admitted that nobody had found, a decision challenged in front of others (S5)."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The last time one of :data:`CLOCKS` happened (S5).

    Attributes:
        last_us: when; None where it never did in what was read. days: since it; None likewise.
        exposure: how much occasion there has been since (or in all), in the unit named; None without exposure.
        surprise: how probable so long a silence is for a team at the safety line with this exposure, 0..1; None
            without exposure.
        state: ``rare`` (surprise under .10) | ``ordinary`` | ``unobserved`` (no exposure is recorded, so that silence
            cannot be told from nobody having looked).
        seen: how many there were; None where that could tell of one person. evidence: ``source:line`` of the last.
        assumed: how many of them count only because nothing says otherwise: when the problem began, whether the
            mistake had been found, or whether others were there is not recorded.
    """

    kind: str
    last_us: int | None
    days: float | None
    exposure: float | None
    unit: str | None
    surprise: float | None
    state: str
    seen: int | None
    evidence: str | None = None
    assumed: int = 0


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late bad news is: from when a problem began to when it was raised (S9), beside good news where there is any.

    Attributes:
        problems: problems and mistakes with a known beginning. days: median (None with fewer than three).
        low, high: its 90 % interval (None with fewer than five: no interval could hold it so surely).
        early: share raised within a week. trend: recent half minus earlier half of the median, days; None with fewer
            than eight.
    """

    problems: int
    days: float | None
    low: float | None
    high: float | None
    early: float | None
    trend: float | None


@dataclass(frozen=True, slots=True)
class LeadersFirst:
    """Leaders' own acts of vulnerability, and what followed in the team (S13).

    Attributes:
        acts: how many, by kind; their questions and ideas are not among them. mistakes_public: own mistakes admitted
            in front of others. last_us: the newest.
        before, after: others' acts a week in the two weeks before and after, over all of leaders' own acts far enough
            apart; ratio, low, high: after over before and its 90 % interval; None with too little.
    """

    acts: Mapping[str, int]
    mistakes_public: int
    last_us: int | None
    before: float | None
    after: float | None
    ratio: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Drift:
    """Whether those who spoke up were included less afterwards than comparable colleagues (S4); aggregate only.

    Attributes:
        state: ``none`` (below the minimum: nothing is said) | ``no_sign`` | ``less`` | ``more``.
        acts, speakers, responders: what it rests on (at least 8, 5 and 2).
        change: mean change in inclusion, speakers minus matched colleagues, in standard deviations of a person's own
            weeks; low, high: 90 % interval; p: of the permutation test, two-sided. None in state ``none``.
    """

    state: str
    acts: int
    speakers: int
    responders: int
    change: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None


@dataclass(frozen=True, slots=True)
class Speaking:
    """All of it for one unit."""

    clocks: tuple[Clock, ...] = ()
    lateness: Lateness | None = None
    leaders: LeadersFirst | None = None
    drift: Drift | None = None

    def to_dict(self) -> dict[str, Any]:
        """The ``speaking`` object beside ``safety`` (schema diagnosis/1)."""
        body = asdict(self)
        body["clocks"] = list(body["clocks"])
        return body
