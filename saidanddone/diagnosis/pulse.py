"""What a team's pulse says, beside what was seen: composites, episodes, and where both part (S10, S12, T12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

__all__ = ["Answered", "Apart", "GroupAnswers", "Pulse"]


@dataclass(frozen=True, slots=True)
class Answered:
    """One composite of one round.

    Attributes:
        half: ``trust``, ``safety`` or ``engagement``. round: its name. closed_us: its last day's end, µs UTC.
        respondents: how many answered it. band: 0 low, 1 middle, 2 high (``survey.bands``).
        mean, low, high: posterior mean and 90 % interval on the answer scale; None where only the band may be told.
        scale: lowest and highest answer.
        roster: pseudonyms of who was on the team when the round opened, as far as a roster tells (the door's business).
    """

    half: str
    round: str
    closed_us: int
    respondents: int
    band: int
    mean: float | None
    low: float | None
    high: float | None
    scale: tuple[float, float]
    roster: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True)
class Apart:
    """Where answers and behaviour part (MODEL §3).

    Attributes:
        half: ``trust`` or ``safety``. direction: ``higher`` where people answer better than what was seen would lead
            one to expect, ``lower`` where worse.
        expected, expected_low, expected_high: mean answer that what was seen would lead one to expect, and its 90 %
            interval, on the answer scale. difference: answered minus expected; None where only a band may be told.
        p: how probable so large a difference is where both tell of the same, 0..1.
    """

    half: str
    direction: str
    expected: float
    expected_low: float
    expected_high: float
    difference: float | None
    p: float


@dataclass(frozen=True, slots=True)
class Pulse:
    """All that answers tell of one team.

    Attributes:
        latest: the composites of the newest round that asked each. earlier: those of rounds before, oldest first.
        apart: where answers and behaviour part by more than chance would (p under .10), if they do.
        own, witnessed, held_back: episodes told in the last year, by rung of ``evidence.act.STAGES``; None where fewer
            than five people told of any. promises_due, promises_kept: of the newest round, by those in the middle;
            None where fewer than five said.
        used: whether the answers have moved the safety forecast here. rounds: how many were read.
    """

    latest: tuple[Answered, ...]
    earlier: tuple[Answered, ...]
    apart: tuple[Apart, ...]
    own: Mapping[str, int] | None
    witnessed: Mapping[str, int] | None
    held_back: Mapping[str, int] | None
    promises_due: float | None
    promises_kept: float | None
    used: bool
    rounds: int

    def to_dict(self) -> dict[str, Any]:
        """Field names and plain values, without rosters: what the contract's JSON adds as ``pulse``."""
        whole = asdict(self)
        for one in (*whole["latest"], *whole["earlier"]):
            del one["roster"]
        return whole


@dataclass(frozen=True, slots=True)
class GroupAnswers:
    """What answers tell of a department or of the whole organisation, unreleased.

    Beside these stands one of kind ``team`` for every team that answered, whether or not it has a finding: the door
    weighs the others against them, and shows no group of whose teams it does not know every one.

    Attributes:
        kind: ``department``, ``organisation`` or ``team``. label: its name; empty for the organisation.
        teams: the teams it is made of, in any round, as they are named in the answers.
        answered: its composites, oldest first; ``roster`` is of everybody in it when the round opened.
        members: the teams it was made of in each of these; empty where that was all of ``teams`` every time.
    """

    kind: str
    label: str
    teams: frozenset[str] = field(repr=False)
    answered: tuple[Answered, ...] = field(repr=False)
    members: tuple[frozenset[str], ...] = field(default=(), repr=False)
