"""What taking teams from their department, filters and extremes give back of what one person answered in a pulse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from attack_release import LOW, Rule, auc, limits, reach_of
from release_worlds import SCALE, Key, World, told, told_groups, told_groups_naively, told_naively

from saidanddone.diagnosis.pulse import Answered
from saidanddone.privacy.lattice import group_step, other_cut

__all__ = ["Cut", "Subtracted", "cut_out", "subtracted", "unanimous"]


@dataclass(frozen=True)
class Subtracted:
    """What taking teams away from their department, and departments from the whole, came to.

    Attributes:
        people: who answered in teams too small to be shown. exact: of how many the answer is found.
        without: AUC, low against not, from what is left over had they not answered; after: from what is left over;
            both of every so-many-th of them. reach: 90 % interval of the difference.
    """

    people: int
    exact: int
    without: float
    after: float
    reach: tuple[float, float]


def subtracted(worlds: Sequence[World], *, naive: bool = False, most: int = 2500, seed: int = 1) -> Subtracted:
    """Answers of teams that are withheld, by what is left of their department and of the whole.

    Args:
        most: of about how many what is told had they not answered is worked out, which takes a release each.
    """
    hidden = [
        (place, team, at, who)
        for place, world in enumerate(worlds)
        for at in range(world.rounds)
        for team in range(len(world.department))
        if 0 < len(world.who(team, at)) < 5
        for who in world.who(team, at).tolist()
    ]
    every = max(1, len(hidden) // most)
    releases: dict[int, _Released] = {}
    exact, rows = 0, []
    for nth, (place, team, at, who) in enumerate(hidden):
        world = worlds[place]
        if place not in releases:
            releases = {place: _Released.of(world, naive)}
        low, high, many = _left_over(world, releases[place], team, at)
        answer = float(world.mean[at, who])
        one_low, one_high = low - (many - 1) * SCALE[1], high - (many - 1) * SCALE[0]
        one_low, one_high = max(SCALE[0], one_low), min(SCALE[1], one_high)
        exact += one_high - one_low < 0.25 - 1e-6 and one_low - 1e-6 <= answer <= one_high + 1e-6
        if nth % every == 0:
            away = world.answered.copy()
            away[at, who] = False
            absent = replace(world, answered=away)
            least, greatest, others = _left_over(absent, _Released.of(absent, naive), team, at)
            mean = -0.5 * (least + greatest) / others if others else -0.5 * sum(SCALE)
            rows.append((-0.5 * (low + high) / many, mean, answer <= LOW, place))
    after, without, label, where = (np.array(column) for column in zip(*rows, strict=True))
    y = label.astype(np.bool_)
    return Subtracted(
        len(hidden), exact, auc(without, y), auc(after, y), reach_of(without, after, y, where.astype(np.int64), seed)
    )


@dataclass(frozen=True)
class _Released:
    """All that is told of one organisation."""

    teams: Mapping[Key, Answered]
    groups: Mapping[tuple[str, int, int], Answered]
    naive: bool

    @classmethod
    def of(cls, world: World, naive: bool) -> _Released:
        if naive:
            return cls(told_naively(world), told_groups_naively(world), naive)
        return cls(told(world), told_groups(world), naive)


def _left_over(world: World, shown: _Released, team: int, at: int) -> tuple[float, float, int]:
    """Limits of the sum of the answers left over in this team's department, or in the whole, and of how many."""
    figures, above, naive = shown.teams, shown.groups, shown.naive
    counts = [len(world.who(one, at)) for one in range(len(world.department))]
    best = None
    for kind, label in (("department", int(world.department[team])), ("organisation", -1)):
        whole = above.get((kind, label, at))
        mine = [one for one, where in enumerate(world.department.tolist()) if label < 0 or where == label]
        n = sum(counts[one] for one in mine)
        hidden = [one for one in mine if counts[one] and (one, at) not in figures]
        many = sum(counts[one] for one in hidden)
        if whole is None or not many:
            continue
        low, high = limits(whole, naive)
        if not naive and whole.mean is not None:
            step = group_step(SCALE, n)
            low, high = whole.mean - step / 2.0, whole.mean + step / 2.0
        low, high = n * low, n * high
        for one in mine:
            if one not in hidden and counts[one]:
                least, most = limits(figures[one, at], naive)
                low, high = low - counts[one] * most, high - counts[one] * least
        low, high = max(low, many * SCALE[0]), min(high, many * SCALE[1])
        if best is None or (high - low) / many < (best[1] - best[0]) / best[2]:
            best = low, high, many
    return best if best is not None else (counts[team] * SCALE[0], counts[team] * SCALE[1], counts[team])


@dataclass(frozen=True)
class Cut:
    """Newcomers cut out of their team's answers: asked of how many, of how many it is told, answers found exactly."""

    people: int
    told: int
    exact: int


def cut_out(worlds: Sequence[World], *, naive: bool = False) -> Cut:
    """Answers of those who came since the round before, by a filter "here before that" beside the team's figure."""
    people = shown = exact = 0
    for world in worlds:
        for at in range(1, world.rounds):
            for team in range(len(world.department)):
                who = world.who(team, at)
                new = [one for one in who.tolist() if world.team[at - 1, one] != team]
                if not new or len(who) < 5:
                    continue
                people += len(new)
                old = len(who) - len(new)
                if old >= 5 if naive else other_cut(old, len(new)):
                    shown += len(new)
                    exact += len(new) == 1  # A sum less a sum, both told, leaves one answer.
    return Cut(people, shown, exact)


def unanimous(rule: Rule, *, naive: bool = False) -> tuple[int, int]:
    """Teams of 5 to 60 in which everybody, or everybody but one, gave one answer: teams, and people found out.

    Found out is everybody of whom the figure or its interval leaves an answer out that they might have given.
    """
    asked = out = 0
    for n in range(5, 61):
        for answer in (*SCALE, 0.5 * sum(SCALE)):
            for but_one in (0.0, 0.25, 1.0):
                means = np.full((1, n), answer)
                means[0, 0] += -but_one if answer == SCALE[1] else but_one
                world = World(np.zeros((1, n), np.int64), np.ones((1, n), np.bool_), means, np.zeros(1, np.int64))
                figure = rule(world).get((0, 0))
                low, high = limits(figure, naive)
                asked += 1
                least, most = SCALE
                closed = n * low - (n - 1) * most > least + 1e-6 or n * high - (n - 1) * least < most - 1e-6
                out += n * (closed or _too_narrow(figure))
    return asked, out


def _too_narrow(figure: Answered | None) -> bool:
    """Whether the interval is narrower than one person alone at the farther end would make it."""
    if figure is None or figure.mean is None or figure.low is None or figure.high is None:
        return False
    farther = max(figure.mean - SCALE[0], SCALE[1] - figure.mean)
    reach = max(figure.high - figure.mean, figure.mean - figure.low)
    return reach < 1.645 * farther / figure.respondents - 1e-9
