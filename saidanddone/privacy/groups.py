"""What departments and the organisation answered, held against what is told of their teams (PRIVACY, the lattice).

A department's figure passes the rules of a team's and two more: it is rounded to what two people could move it by, and
beside all that is told of its teams it leaves nobody few and everybody every answer (``privacy.lattice.room``). Where
exact is too much its band is tried, and where that is too much it stays behind the door.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from saidanddone.diagnosis.finding import Finding
from saidanddone.diagnosis.pulse import Answered, GroupAnswers
from saidanddone.privacy.lattice import BOTH_SIDES, FEWEST, Cell, band_limits, counted, figure_step, group_step, room
from saidanddone.privacy.pulse import FEW_PULSE, rounds_told
from saidanddone.privacy.release import _DOOR, GroupPulse

__all__ = ["REST", "groups_for_release"]

REST: Final = (
    f"Set beside the figures of its teams it would tell of fewer than {BOTH_SIDES} others, or all but give away what "
    "somebody answered, so it is not told."
)

_Round = tuple[str, str, int]
"""Half, round and when it closed."""


@dataclass(frozen=True)
class _Group:
    """A group with what it answered, what may be told of it by the rules of one unit alone, and its teams, by round.

    By round, because a team that joins a department later was no part of what was told of it before.
    """

    source: GroupAnswers
    figures: Mapping[_Round, tuple[Answered, Answered | None]]
    teams: Mapping[_Round, frozenset[str]]

    def cell(self, at: _Round, parts: tuple[Cell, ...], told: Answered | None) -> Cell:
        """The cell of one round, with its limits as told."""
        one = self.figures[at][0]
        low, high = _limits(told, self.source.kind, one.respondents) if told is not None else one.scale
        return Cell(one.respondents, low, high, parts, told is not None and told.mean is not None)


def groups_for_release(
    groups: Sequence[GroupAnswers], findings: Iterable[Finding] = ()
) -> tuple[tuple[GroupPulse, ...], dict[str, int]]:
    """The pulses of departments and the organisation, as far as they may be told; and how many were not, by reason.

    Args:
        groups: unreleased, of departments and the organisation, and of every team beside them.
        findings: teams' findings as they were before the door, for teams that ``groups`` does not hold.
    """
    teams = _teams(groups, findings)
    departments = [_group(one) for one in groups if one.kind == "department"]
    wholes = [_group(one) for one in groups if one.kind == "organisation"]
    kept: dict[int, list[Answered]] = {}
    held: dict[str, set[int]] = {}
    for at in sorted({at for one in (*departments, *wholes) for at in one.figures}, key=lambda at: (at[2], at)):
        cells = {name: _leaf(team, at) for name, team in teams.items()}
        below: dict[int, tuple[frozenset[str], Cell]] = {}
        for group in (*departments, *wholes):
            if len(group.teams.get(at, ())) < 2:
                continue  # A group of one team is that team.
            within = {} if group.source.kind == "department" else below
            told, cell = _weighed(group, at, cells, list(within.values()))
            if told is not None:
                kept.setdefault(id(group), []).append(told)
            else:
                few = group.figures[at][0].respondents < FEWEST
                held.setdefault(FEW_PULSE if few else REST, set()).add(id(group))
            if cell is not None and group.source.kind == "department":
                below[id(group)] = group.teams[at], cell
    pulses = tuple(
        GroupPulse(one.source.kind, one.source.label, tuple(kept[id(one)]), _door=_DOOR)
        for one in (*departments, *wholes)
        if id(one) in kept
    )
    return pulses, {reason: len(which) for reason, which in held.items()}


def _teams(groups: Sequence[GroupAnswers], findings: Iterable[Finding]) -> dict[str, _Group]:
    """Every team's answers by its name, from the groups or else from its finding."""
    found = {
        one.unit: GroupAnswers("team", one.unit, frozenset({one.unit}), (*one.pulse.earlier, *one.pulse.latest))
        for one in findings
        if one.kind == "team" and one.pulse is not None
    }
    return {name: _group(one) for name, one in (found | {g.label: g for g in groups if g.kind == "team"}).items()}


def _group(source: GroupAnswers) -> _Group:
    step = None if source.kind == "team" else (lambda one: group_step(one.scale, one.respondents))
    told = rounds_told(source.answered, step)
    rounds = [(one.half, one.round, one.closed_us) for one in source.answered]
    members = source.members or (source.teams,) * len(rounds)
    return _Group(
        source,
        dict(zip(rounds, zip(source.answered, told, strict=True), strict=True)),
        dict(zip(rounds, members, strict=True)),
    )


def _leaf(team: _Group, at: _Round) -> Cell:
    """The team's cell of a round; of nobody where nobody of it answered."""
    return team.cell(at, (), team.figures[at][1]) if at in team.figures else Cell(0, 0.0, 0.0)


def _weighed(
    group: _Group, at: _Round, teams: Mapping[str, Cell], below: Sequence[tuple[frozenset[str], Cell]]
) -> tuple[Answered | None, Cell | None]:
    """What may be told of one group's round beside its parts, and its cell; no cell where the parts do not add up."""
    one, told = group.figures[at]
    parts = _parts(one, group.teams[at], teams, below)
    if parts is None:
        return None, None
    for tried in (told, None if told is None or told.mean is None else _band(one)):
        if tried is not None and room(cell := group.cell(at, parts, tried), one.scale):
            return tried, cell
    return None, group.cell(at, parts, None)


def _parts(
    one: Answered, named: frozenset[str], teams: Mapping[str, Cell], below: Sequence[tuple[frozenset[str], Cell]]
) -> tuple[Cell, ...] | None:
    """Departments, teams outside of them, and a rest without a team; None where that does not add up."""
    if not named <= teams.keys():
        return None
    inside: frozenset[str] = frozenset().union(*(names for names, _ in below))
    loose = [cell for name, cell in teams.items() if name in named and name not in inside]
    parts = (*(cell for _, cell in below), *(cell for cell in loose if cell.respondents))
    rest = one.respondents - sum(part.respondents for part in parts)
    if rest < 0:
        return None
    return (*parts, Cell(rest, *one.scale)) if rest else parts


def _band(one: Answered) -> Answered:
    return replace(one, respondents=counted(one.respondents), mean=None, low=None, high=None, roster=frozenset())


def _limits(told: Answered, kind: str, respondents: int) -> tuple[float, float]:
    """Between which means a figure is told to lie: its band, or half a step on either side of what was told."""
    if told.mean is None:
        return band_limits(told.band, told.scale)
    step = figure_step(told.scale) if kind == "team" else group_step(told.scale, respondents)
    low, high = told.scale
    return max(low, told.mean - step / 2.0), min(high, told.mean + step / 2.0)
