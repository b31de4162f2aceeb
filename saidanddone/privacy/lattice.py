"""The fixed lattice of a pulse: team, department, organisation; and what figures beside each other give away.

Three questions, each a pure function of numbers that the evidence holds, so that nothing need be remembered:

- *May this round's exact figure stand beside the earlier ones?* (:func:`exact_rounds`) Two exact figures of rosters
  that differ by one person are that person's answer by subtraction.
- *Does a department's figure beside its teams' leave everybody room?* (:func:`room`) A small team that is withheld is
  what is left of its department once the others are taken away.
- *May anything else be cut out?* (:func:`other_cut`) Only where both sides have ten.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from saidanddone.survey.bands import BANDS, CUTS
from saidanddone.survey.reportable import EXACT_FROM, LEAST

__all__ = [
    "APART", "BANDS_BELOW", "BOTH_SIDES", "FEWEST", "Cell", "band_limits", "counted", "exact_rounds", "figure_step",
    "group_step", "other_cut", "room",
]  # fmt: skip

FEWEST: Final = LEAST
"""Respondents below which nothing is told. No setting, no policy and no flag changes it."""

BANDS_BELOW: Final = EXACT_FROM
"""Respondents below which a composite is told by its band alone."""

APART: Final = 3
"""People by which the rosters of two exact figures differ, if they differ at all."""

BOTH_SIDES: Final = 10
"""Respondents on either side of a cut that is none of the lattice's."""

_CLASSES: Final = (5, 10, 20)


def counted(respondents: int) -> int:
    """How many are said to have answered beside a band: at least 5, at least 10, at least 20.

    Whoever knows the roster learns from the number itself that everybody answered, or, when one has left and it went
    down by one, that this one had.

    >>> [counted(n) for n in (5, 9, 10, 19, 20, 64)]
    [5, 5, 10, 10, 20, 20]
    """
    return max(least for least in _CLASSES if least <= respondents)


def other_cut(one: int, other: int) -> bool:
    """Whether a cut that is none of the lattice's may be told: both its sides have ten respondents.

    >>> other_cut(10, 10), other_cut(30, 9), other_cut(30, 0)
    (True, False, False)
    """
    return min(one, other) >= BOTH_SIDES


def exact_rounds(rounds: Sequence[tuple[int, frozenset[str]]]) -> list[bool]:
    """Which rounds of one unit and half may be told exactly: each answer hangs on the rounds before it alone.

    Exact is a round of twenty who answered, whose roster is known, and is that of each earlier exact round or differs
    from it by three people, counting who came and who left; and from which no combination of the earlier ones leaves
    fewer than three people over. Of one roster as many answered as in each earlier exact round, or three more or fewer:
    of one person whom everybody knows to have been away the difference would tell.

    Args:
        rounds: how many answered, and the roster as it stood when the round opened; oldest first. A roster that names
            fewer people than answered does not say who was there, and counts as unknown.

    >>> everybody = frozenset("abcdefghijklmnopqrstuvwx")
    >>> exact_rounds([(22, everybody), (21, everybody - {"a"}), (20, everybody - set("abc")), (22, frozenset())])
    [True, False, True, False]
    >>> exact_rounds([(24, everybody), (23, everybody), (24, everybody), (21, everybody)])
    [True, False, True, True]
    """
    before: dict[frozenset[str], list[int]] = {}
    told = []
    for respondents, roster in rounds:
        may = respondents >= BANDS_BELOW and len(roster) >= respondents and _apart(roster, list(before))
        may = may and all(not 0 < abs(respondents - many) < APART for many in before.get(roster, ()))
        told.append(may)
        if may:
            before.setdefault(roster, []).append(respondents)
    return told


def _apart(roster: frozenset[str], before: Sequence[frozenset[str]]) -> bool:
    """Whether a roster is one of those before, or far enough from each and from what any of them add up to."""
    if roster in before:
        return True
    return all(len(roster ^ one) >= APART for one in before) and not _singles([*before, roster])


def _singles(rosters: Sequence[frozenset[str]]) -> bool:
    """Whether sums and differences of these rosters give a group of fewer than three people alone.

    People in the same rosters stay together in every sum, so that one class of them stands for one unknown; whether a
    class can be had alone is a question of rank, answered exactly in whole numbers.
    """
    classes: dict[tuple[int, ...], int] = {}
    for who in frozenset().union(*rosters):
        where = tuple(int(who in roster) for roster in rosters)
        classes[where] = classes.get(where, 0) + 1
    columns = list(classes)
    matrix = [[column[row] for column in columns] for row in range(len(rosters))]
    rank = _rank(matrix)
    alone = ([int(at == place) for at in range(len(columns))] for place in range(len(columns)))
    sizes = list(classes.values())
    return any(n < APART and _rank([*matrix, unit]) == rank for n, unit in zip(sizes, alone, strict=True))


def _rank(matrix: list[list[int]]) -> int:
    """The rank of a matrix of whole numbers, without rounding (Bareiss)."""
    rows = [list(row) for row in matrix]
    rank, last = 0, 1
    for column in range(len(rows[0]) if rows else 0):
        at = next((r for r in range(rank, len(rows)) if rows[r][column]), None)
        if at is None:
            continue
        rows[rank], rows[at] = rows[at], rows[rank]
        pivot = rows[rank]
        for r in range(rank + 1, len(rows)):
            lead = rows[r][column]
            rows[r] = [(pivot[column] * x - lead * y) // last for x, y in zip(rows[r], pivot, strict=True)]
        last = pivot[column]
        rank += 1
        if rank == len(rows):
            break
    return rank


def figure_step(scale: tuple[float, float]) -> float:
    """What an exact mean is rounded to: a tenth of a point on 1 to 5 and 1 to 7.

    With all its digits a large team's figure would tell what the answers of small ones did to it.

    >>> figure_step((1.0, 5.0)), figure_step((1.0, 7.0)), figure_step((0.0, 100.0))
    (0.1, 0.1, 1.0)
    """
    return float(10.0 ** math.floor(math.log10((scale[1] - scale[0]) / 40.0)))


def group_step(scale: tuple[float, float], respondents: int) -> float:
    """What a department's or organisation's mean is rounded to: what two people could move it by, or more.

    Rosters of groups overlap with those of their teams in every round, exact or not; so that no sum of them is one
    person's answer, no group's figure is fine enough to show one.

    >>> [group_step((1.0, 5.0), n) for n in (20, 40, 80, 400)]
    [0.5, 0.2, 0.1, 0.1]
    """
    least = 2.0 * (scale[1] - scale[0]) / respondents
    finest = figure_step(scale)
    return next(step for step in (finest, 2 * finest, 5 * finest, 10 * finest) if step >= least - 1e-9)


def band_limits(band: int, scale: tuple[float, float]) -> tuple[float, float]:
    """The least and the greatest mean that a band stands for."""
    low, high = scale
    edges = (0.0, *CUTS, 1.0)
    assert len(edges) == len(BANDS) + 1
    return low + edges[band] * (high - low), low + edges[band + 1] * (high - low)


@dataclass(frozen=True)
class Cell:
    """One place of the lattice in one round: how many answered, and between which means its figure is told to lie.

    Attributes:
        low, high: limits of its mean as told, on the answer scale; the scale's ends where nothing is told.
        parts: what it is made of, everybody in exactly one; empty of a team. exact: whether more than a band is told.
    """

    respondents: int
    low: float
    high: float
    parts: tuple[Cell, ...] = ()
    exact: bool = False


def room(whole: Cell, scale: tuple[float, float]) -> bool:
    """Whether figures told beside each other leave everybody in every team every answer, and no team's rest a few.

    Two conditions:

    - the parts of which nothing is told hold nobody, or as many together as a cut needs that is none of the lattice's
      (:func:`other_cut`): ten; beside an exact figure twenty, since what is left over would be one;
    - of every team, sums that all the figures allow include one with any one person at the lowest answer and one with
      any one at the highest. That is stricter than that nobody's answer is certain.

    Limits travel up the tree and down again, which is exact where everybody is in one part.
    """
    return _rests(whole, scale) and _down(whole, _up(whole), (-math.inf, math.inf), scale)


def _told(cell: Cell, scale: tuple[float, float]) -> bool:
    return cell.low > scale[0] + _HAIR or cell.high < scale[1] - _HAIR


_HAIR: Final = 1e-9


def _rests(cell: Cell, scale: tuple[float, float]) -> bool:
    """Whether what remains of every told figure without its told parts is nobody, or enough for a figure like it."""
    if not cell.parts:
        return True
    if _told(cell, scale):
        rest = sum(_untold(part, scale) for part in cell.parts)
        if 0 < rest < (BANDS_BELOW if cell.exact else BOTH_SIDES):
            return False
    return all(_rests(part, scale) for part in cell.parts)


def _untold(cell: Cell, scale: tuple[float, float]) -> int:
    """Respondents in it of whose figure nothing is told."""
    if _told(cell, scale):
        return 0
    return sum(_untold(part, scale) for part in cell.parts) if cell.parts else cell.respondents


def _up(cell: Cell) -> tuple[float, float]:
    """Limits of the sum of its answers, from its own figure and from its parts'."""
    low, high = cell.respondents * cell.low, cell.respondents * cell.high
    if not cell.parts:
        return low, high
    below = [_up(part) for part in cell.parts]
    return max(low, sum(one[0] for one in below)), min(high, sum(one[1] for one in below))


def _down(cell: Cell, own: tuple[float, float], above: tuple[float, float], scale: tuple[float, float]) -> bool:
    low, high = max(own[0], above[0]), min(own[1], above[1])
    if not cell.parts:
        n, (least, most) = cell.respondents, scale
        return n == 0 or (low <= least + (n - 1) * most + _HAIR and high >= most + (n - 1) * least - _HAIR)
    below = [_up(part) for part in cell.parts]
    lows, highs = sum(one[0] for one in below), sum(one[1] for one in below)
    return all(
        _down(part, one, (low - (highs - one[1]), high - (lows - one[0])), scale)
        for part, one in zip(cell.parts, below, strict=True)
    )
