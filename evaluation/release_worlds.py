"""Simulated organisations whose pulse is told by the door's own rules: who was where, who answered what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from saidanddone.diagnosis.pulse import Answered, GroupAnswers
from saidanddone.privacy.groups import groups_for_release
from saidanddone.privacy.pulse import rounds_told
from saidanddone.survey.bands import band_of

__all__ = [
    "SCALE",
    "World",
    "as_answered",
    "given",
    "simulated",
    "told",
    "told_groups",
    "told_groups_naively",
    "told_naively",
]

SCALE = (1.0, 5.0)
SHARES = (0.07, 0.13, 0.20, 0.38, 0.22)
"""How often each answer of 1 to 5 is given."""

ITEMS = 4
ALIKE = 0.4
"""Correlation of one person's answers; TEAM_SD: how much teams differ, in standard deviations of one answer."""
TEAM_SD = 0.35

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Key = tuple[int, int]
"""Team and round."""


@dataclass(frozen=True)
class World:
    """One organisation over a few rounds.

    Attributes:
        team: (rounds, people) the team each is on, -1 where they are not there. answered: (rounds, people) whether
            they answered. mean: (rounds, people) their mean answer, in quarters of a point. department: of each team.
    """

    team: Ints
    answered: NDArray[np.bool_]
    mean: Floats
    department: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def rounds(self) -> int:
        """How many there were."""
        return len(self.team)

    def who(self, team: int, at: int, *, without: int | None = None) -> Ints:
        """Who of a team answered that round."""
        mine = np.flatnonzero((self.team[at] == team) & self.answered[at])
        return mine if without is None else mine[mine != without]

    def roster(self, team: int, at: int) -> frozenset[str]:
        """Who was on a team in a round."""
        return frozenset(map(str, np.flatnonzero(self.team[at] == team).tolist()))


def simulated(
    rng: np.random.Generator, *, answering: float, stability: float, rounds: int = 3, turnover: float = 0.06,
    moving: float = 0.02,
) -> World:  # fmt: skip
    """An organisation of two to five departments of two to six teams of 3 to 30.

    Args:
        answering: share that answers a round. stability: correlation of what somebody has in mind from one round to
            the next; 1 where everybody answers as before. turnover: share that leaves, and that comes, from one round
            to the next; moving: share that goes to another team.
    """
    parts = [int(rng.integers(2, 7)) for _ in range(int(rng.integers(2, 6)))]
    department = np.repeat(np.arange(len(parts)), parts)
    teams = len(department)
    sizes = np.clip(np.round(np.exp(rng.normal(2.1, 0.6, teams))), 3, 30).astype(np.int64)
    now = np.repeat(np.arange(teams), sizes)
    places = [now]
    for _ in range(rounds - 1):
        now = now.copy()
        here = np.flatnonzero(now >= 0)
        gone = here[rng.random(len(here)) < turnover]
        moved = here[rng.random(len(here)) < moving]
        now[moved] = rng.integers(0, teams, len(moved))
        came = rng.integers(0, teams, int((rng.random(len(gone)) < 0.9).sum()))
        now[gone] = -1
        now = np.concatenate([now, came])
        places.append(now)
    people = len(now)
    team = np.stack([np.concatenate([one, np.full(people - len(one), -1)]) for one in places])
    offset = TEAM_SD * rng.standard_normal(teams)
    person = rng.standard_normal((people, 1))
    mind = np.sqrt(ALIKE) * person + np.sqrt(1.0 - ALIKE) * rng.standard_normal((people, ITEMS))
    cuts = _cuts()
    means = []
    for at in range(rounds):
        if at:
            mind = stability * mind + np.sqrt(1.0 - stability**2) * rng.standard_normal(mind.shape)
        given = 1 + np.searchsorted(cuts, mind + offset[np.maximum(team[at], 0)][:, None])
        means.append(given.mean(axis=1))
    came_to = rng.random((rounds, people)) < answering
    return World(team, came_to & (team >= 0), np.stack(means), department)


def given(rng: np.random.Generator, teams: int, people: int) -> Floats:
    """(teams, people) mean answers of one round, of teams that differ as :func:`simulated` has it."""
    offset = TEAM_SD * rng.standard_normal((teams, 1, 1))
    mind = np.sqrt(ALIKE) * rng.standard_normal((teams, people, 1))
    mind = mind + np.sqrt(1.0 - ALIKE) * rng.standard_normal((teams, people, ITEMS)) + offset
    return np.asarray((1 + np.searchsorted(_cuts(), mind)).mean(axis=2), dtype=np.float64)


@cache
def _cuts() -> Floats:
    """Where answers part on a standard normal widened by teams."""
    draws = np.sort(np.random.default_rng(0).standard_normal(200_000)) * np.sqrt(1.0 + TEAM_SD**2)
    return np.quantile(draws, np.cumsum(SHARES)[:-1])


def as_answered(means: Floats, at: int, roster: frozenset[str]) -> Answered:
    """A composite as the diagnosis hands it to the door: its mean as it is, which shrinks towards nobody, and as wide
    an interval as the answers say, of no width where all are alike."""
    mean = float(means.mean())
    reach = 1.645 * float(means.std(ddof=1)) / float(np.sqrt(len(means))) if len(means) > 1 else 0.0
    return Answered(
        "safety", f"round {at}", at, len(means), band_of(mean, *SCALE), mean, mean - reach, mean + reach, SCALE, roster
    )


def told(world: World, *, without: Key | None = None, rosters: Mapping[Key, frozenset[str]] | None = None
         ) -> dict[Key, Answered]:  # fmt: skip
    """What the door tells of every team and round; nothing where it is withheld.

    Args:
        without: a person whose answer of a round is left out, and that round. rosters: instead of the true ones.
    """
    found: dict[Key, Answered] = {}
    for team in range(len(world.department)):
        found |= told_of(world, team, without=without, rosters=rosters)
    return found


def told_of(
    world: World, team: int, *, without: Key | None = None, rosters: Mapping[Key, frozenset[str]] | None = None
) -> dict[Key, Answered]:
    """What the door tells of one team."""
    at, rows = _answers(world, team, without, rosters)
    return {(team, when): one for when, one in zip(at, rounds_told(rows), strict=True) if one is not None}


def _answers(
    world: World, team: int, without: Key | None = None, rosters: Mapping[Key, frozenset[str]] | None = None
) -> tuple[list[int], list[Answered]]:
    at, rows = [], []
    for when in range(world.rounds):
        who = world.who(team, when, without=without[0] if without is not None and without[1] == when else None)
        if len(who):
            at.append(when)
            roster = world.roster(team, when) if rosters is None else rosters[team, when]
            rows.append(as_answered(world.mean[when, who], when, roster))
    return at, rows


def told_groups(world: World) -> dict[tuple[str, int, int], Answered]:
    """What the door tells of every department and of the whole: kind, department (-1 for the whole) and round."""
    teams = len(world.department)
    groups = [
        GroupAnswers("team", str(team), frozenset({str(team)}), tuple(_answers(world, team)[1]))
        for team in range(teams)
    ]
    groups += [
        _group(world, "department", str(place), np.flatnonzero(world.department == place))
        for place in range(int(world.department.max()) + 1)
    ]
    groups.append(_group(world, "organisation", "-1", np.arange(teams)))
    pulses, _ = groups_for_release(groups)
    return {(one.kind, int(one.label), row.closed_us): row for one in pulses for row in one.answered}


def _group(world: World, kind: str, label: str, teams: Ints) -> GroupAnswers:
    rows = []
    for at in range(world.rounds):
        there = np.isin(world.team[at], teams)
        who = np.flatnonzero(there & world.answered[at])
        if len(who):
            roster = frozenset(map(str, np.flatnonzero(there).tolist()))
            rows.append(as_answered(world.mean[at, who], at, roster))
    return GroupAnswers(kind, label, frozenset(map(str, teams.tolist())), tuple(rows))


def told_naively(world: World, *, without: Key | None = None) -> dict[Key, Answered]:
    """What a tool tells that knows one rule, five respondents: exact means and numbers, of today's answers."""
    found = {}
    for team in range(len(world.department)):
        at, rows = _answers(world, team, without)
        found |= {(team, when): one for when, one in zip(at, rows, strict=True) if one.respondents >= 5}
    return found


def told_groups_naively(world: World) -> dict[tuple[str, int, int], Answered]:
    """Exact means of departments and the whole, from five respondents on."""
    found = {}
    for at in range(world.rounds):
        teams = world.team[at]
        departments = np.where(teams >= 0, world.department[np.maximum(teams, 0)], -2)
        for label in range(-1, int(world.department.max()) + 1):
            who = np.flatnonzero(world.answered[at] & ((departments == label) if label >= 0 else teams >= 0))
            if len(who) >= 5:
                kind = "department" if label >= 0 else "organisation"
                found[kind, label, at] = as_answered(world.mean[at, who], at, frozenset())
    return found
