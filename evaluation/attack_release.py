"""An attacker's ways from what a pulse tells to what somebody answered who left: by rosters and by rounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from release_worlds import SCALE, Key, World, told, told_groups, told_groups_naively, told_of

from saidanddone.diagnosis.pulse import Answered
from saidanddone.privacy.lattice import band_limits, counted, figure_step

__all__ = ["LOW", "Attacked", "Leaver", "Rule", "attacked", "auc", "leavers", "limits", "reach_of"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Rule = Callable[..., Mapping[Key, Answered]]

LOW = 2.75
"""A mean answer up to this is a low one: about the lowest fifth."""


@dataclass(frozen=True)
class Leaver:
    """Somebody who answered with a team and was not on it the round after."""

    world: int
    who: int
    team: int
    at: int


@dataclass(frozen=True)
class Attacked:
    """What one attack came to.

    Attributes:
        people: who was attacked. exact: of how many the answer is the only one that all figures allow, and is found.
            aside: of how many it is certain, rightly, that it was low, or that it was not.
        without: AUC (low against not) from what is told of their round had they not answered. before: from what is
            told of their round. after: with the attack beside it. reach: 90 % interval of after less before.
        alone: the same before and after where nobody else had left and nobody come; and of how many.
    """

    people: int
    exact: int
    aside: int
    without: float
    before: float
    after: float
    reach: tuple[float, float]
    alone: tuple[float, float, int]


def leavers(worlds: Sequence[World]) -> list[Leaver]:
    """Everybody who answered and was not on that team the round after."""
    found = []
    for place, world in enumerate(worlds):
        for at in range(world.rounds - 1):
            gone = (world.team[at] >= 0) & (world.team[at + 1] != world.team[at]) & world.answered[at]
            found += [Leaver(place, who, int(world.team[at, who]), at) for who in np.flatnonzero(gone).tolist()]
    return found


def limits(figure: Answered | None, naive: bool = False) -> tuple[float, float]:
    """Between which means a figure is told to lie."""
    if figure is None:
        return SCALE
    if figure.mean is None:
        return band_limits(figure.band, SCALE)
    half = 1e-9 if naive else figure_step(SCALE) / 2.0
    return figure.mean - half, figure.mean + half


def attacked(
    worlds: Sequence[World], rule: Rule, *, naive: bool = False, refiltered: bool = False, seed: int = 1
) -> Attacked:
    """Leavers' answers by difference of two rounds, or of one round asked for twice.

    The attacker knows every roster, who answered (worse than it can be: nobody can see that), how answers go together
    in such organisations, and the true answers of half of the leavers to learn from.

    Args:
        rule: what is told of a world. naive: figures are told with all digits. refiltered: the second figure is not the
            next round's but this one's again, asked for with a roster without the leaver.
    """
    people = leavers(worlds)
    first = [rule(world) for world in worlds]
    above = [told_groups_naively(world) if naive else told_groups(world) for world in worlds]
    before, after, apart, label, only, exact, aside = [], [], [], [], [], 0, 0
    for one in people:
        world, figures = worlds[one.world], first[one.world]
        answer = float(world.mean[one.at, one.who])
        here = figures.get((one.team, one.at))
        alone = _alone(rule, world, one)
        if refiltered:
            then, staying, came = _refiltered(rule, world, one, naive), len(world.who(one.team, one.at)) - 1, 0
            others = 0
        else:
            then = figures.get((one.team, one.at + 1))
            now, later = set(world.who(one.team, one.at).tolist()), set(world.who(one.team, one.at + 1).tolist())
            staying, came, others = len(now & later), len(later - now), len(now - later) - 1
        # Where history is frozen the second figure is the first again, and bounds nobody by difference.
        bounding = None if refiltered and not naive else then
        low, high = _answer_within(here, bounding, staying, came, others, naive)
        right = low - 1e-6 <= answer <= high + 1e-6
        exact += right and high - low < 0.25 - 1e-6
        aside += right and (high <= LOW or low > LOW)
        roster = len(world.roster(one.team, one.at))
        before.append(_seen(here, roster))
        apart.append(_seen(alone, roster))
        beside = _beside(here, then, staying, came, others, roster)
        whole = np.zeros(8) if refiltered else _groups_beside(world, above[one.world], one)
        after.append(np.concatenate([_seen(here, roster), beside, whole]))
        label.append(answer <= LOW)
        only.append(others == 0 and came == 0)
    y, folds = np.array(label), np.array([one.world % 2 for one in people])
    scores = [_learned(np.array(rows), y, folds) for rows in (apart, before, after)]
    areas = [auc(score, y) for score in scores]
    reach = reach_of(scores[1], scores[2], y, np.array([one.world for one in people]), seed)
    at = np.flatnonzero(only)
    alone = auc(scores[1][at], y[at]), auc(scores[2][at], y[at]), len(at)
    return Attacked(len(people), int(exact), int(aside), areas[0], areas[1], areas[2], reach, alone)


def _alone(rule: Rule, world: World, one: Leaver) -> Answered | None:
    """What would have been told of that round had this one not answered."""
    if rule is told:
        return told_of(world, one.team, without=(one.who, one.at)).get((one.team, one.at))
    return rule(world, without=(one.who, one.at)).get((one.team, one.at))


def _refiltered(rule: Rule, world: World, one: Leaver, naive: bool) -> Answered | None:
    """The same round asked for again, with the leaver taken off the roster, as today's roster has it."""
    if naive:
        return _alone(rule, world, one)
    rosters = {(one.team, at): world.roster(one.team, at) - {str(one.who)} for at in range(world.rounds)}
    return told_of(world, one.team, rosters=rosters).get((one.team, one.at))


def _answer_within(
    here: Answered | None, then: Answered | None, staying: int, came: int, others: int, naive: bool
) -> tuple[float, float]:
    """Between which answers the leaver's lies for certain, if everybody who stayed answered as before."""
    (low, high), (low_then, high_then) = limits(here, naive), limits(then, naive)
    n, m = staying + others + 1, staying + came
    least, most = SCALE
    stay_low, stay_high = (
        max(m * low_then - came * most, staying * least),
        min(m * high_then - came * least, staying * most),
    )
    return max(least, n * low - stay_high - others * most), min(most, n * high - stay_low - others * least)


def _code(figure: Answered | None) -> int:
    """A figure as one of 13 things that can be seen."""
    if figure is None:
        return 0
    return 1 + figure.band + 3 * (5, 10, 20).index(counted(figure.respondents)) + 0 * (figure.mean is None)


def _seen(figure: Answered | None, roster: int) -> Floats:
    row = np.zeros(10 + 30)
    row[_code(figure)] = 1.0
    if figure is not None and figure.mean is not None:
        row[10:13] = 1.0, figure.mean - 3.5, (figure.mean - 3.5) * 5.0 / figure.respondents
    row[13 + min(roster // 4, 7)] = 1.0
    if figure is not None:
        # A band tells more of one person the smaller the team.
        row[21 + 6 * min((roster - 5) // 5 if roster > 5 else 0, 2) + figure.band] = 1.0
    return row


def _beside(here: Answered | None, then: Answered | None, staying: int, came: int, others: int, roster: int) -> Floats:
    """What the second figure adds: each pair of things seen, and the difference of sums where both are numbers."""
    row = np.zeros(100 + 12)
    row[10 * _code(here) + _code(then)] = 1.0
    if here is None or then is None:
        return row
    low, high = _answer_within(here, then, staying, came, others, naive=False)
    row[100:103] = low - 1.0, 5.0 - high, float(others + came == 0)
    step = then.band - here.band
    row[103:106] = step / (1.0 + others + came), step / roster, float(others + came <= 1) * step
    if here.mean is not None and then.mean is not None:
        guess = here.respondents * here.mean - then.respondents * then.mean + 3.5 * (came - others)
        spread = 1.0 + others + came
        row[106:110] = 1.0, np.clip(guess - 3.5, -4, 4) / spread, np.clip(guess - 3.5, -4, 4) / spread**2, np.clip(
            guess - 3.5, -20, 20) / 10.0  # fmt: skip
    return row


def _groups_beside(world: World, above: Mapping[tuple[str, int, int], Answered], one: Leaver) -> Floats:
    """What the figures of the department and of the whole add, round after round: what is left of their sums."""
    row = np.zeros(8)
    for place, label in enumerate((int(world.department[one.team]), -1)):
        kind = "department" if label >= 0 else "organisation"
        pair = [above.get((kind, label, at)) for at in (one.at, one.at + 1)]
        if pair[0] is None or pair[1] is None:
            continue
        row[4 * place] = pair[1].band - pair[0].band
        if pair[0].mean is None or pair[1].mean is None:
            continue
        inside = np.flatnonzero(world.department == label) if label >= 0 else np.arange(len(world.department))
        now, then = (np.isin(world.team[at], inside) & world.answered[at] for at in (one.at, one.at + 1))
        went, came = int((now & ~then).sum()), int((then & ~now).sum())
        if went + came == 0:
            continue
        sums = now.sum() * pair[0].mean - then.sum() * pair[1].mean - 3.5 * (went - 1 - came)
        row[4 * place + 1 : 4 * place + 4] = (
            1.0, np.clip(sums - 3.5, -4, 4) / (went + came), np.clip(sums - 3.5, -20, 20) / 10.0 / (went + came)
        )  # fmt: skip
    return row


def _learned(rows: Floats, y: Bools, folds: NDArray[np.int64]) -> Floats:
    """Each one's score from what was learned on the other half of the organisations (ridge logistic regression)."""
    rows = np.column_stack([np.ones(len(rows)), rows[:, rows.std(axis=0) > 0]])
    score = np.zeros(len(y))
    for fold in (0, 1):
        at = folds != fold
        score[folds == fold] = rows[folds == fold] @ _fitted(rows[at], y[at].astype(np.float64))
    return score


def _fitted(rows: Floats, y: Floats) -> Floats:
    weights = np.zeros(rows.shape[1])
    ridge = 3.0 * np.eye(rows.shape[1])
    ridge[0, 0] = 1e-6
    for _ in range(25):
        p = 1.0 / (1.0 + np.exp(-np.clip(rows @ weights, -30, 30)))
        step = np.linalg.solve((rows * (p * (1 - p))[:, None]).T @ rows + ridge, rows.T @ (y - p) - ridge @ weights)
        weights = weights + step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def auc(score: Floats, y: Bools) -> float:
    """How often a low answer is scored above one that is not; half where they tie."""
    _, place, times = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(times) - 0.5 * (times - 1))[place]
    low = int(y.sum())
    return float((rank[y].sum() - low * (low + 1) / 2.0) / (low * (len(y) - low)))


def reach_of(before: Floats, after: Floats, y: Bools, world: NDArray[np.int64], seed: int) -> tuple[float, float]:
    """90 % interval of the difference, whole organisations drawn again 300 times."""
    rng = np.random.default_rng(seed)
    count = int(world.max()) + 1
    places = [np.flatnonzero(world == one) for one in range(count)]
    drawn = []
    for _ in range(300):
        at = np.concatenate([places[one] for one in rng.integers(0, count, count)])
        drawn.append(auc(after[at], y[at]) - auc(before[at], y[at]))
    low, high = np.quantile(drawn, (0.05, 0.95))
    return float(low), float(high)
