"""What people answered, half by half and round by round: composites of teams, departments and the whole (S10, S12).

A composite is the mean, over respondents, of each one's mean over the items of that half they answered in that round.
Items on another scale than the first are carried over to it, and reversed ones turned round. Nothing here is released:
below twenty respondents no figure is made but the band, so that none can slip out; how many and who decide at the door.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saidanddone.diagnosis.pulse import Answered, GroupAnswers
from saidanddone.evidence.item import COUNTS, OWN, OWN_SCALE
from saidanddone.survey.bands import band_of
from saidanddone.survey.episodes import PERIOD_US
from saidanddone.survey.reportable import EXACT_FROM, LEAST
from saidanddone.survey.result import Estimate, Floats

__all__ = ["HALVES", "OPEN_US", "Composite", "Polls", "composites"]

HALVES: Final = ("trust", "safety", "engagement")
"""Halves a composite is told of; items of none of them are kept and not told."""

OPEN_US: Final = PERIOD_US
"""A round is taken to have opened two weeks before it closed; who was on a team then is its roster."""

_PART: Final = "\0part of a team"
"""Stands among a department's teams where only some of one of them are of it; no team is called so."""

Exact = Callable[[Sequence[tuple[int, frozenset[str]]]], Sequence[bool]]
"""How many answered and the roster of each round, oldest first -> which of them may be told exactly (the door's)."""

Estimating = Callable[[pa.Table, tuple[float, float]], Estimate]
"""``saidanddone.survey.estimating.estimate``."""


@dataclass(frozen=True)
class Composite:
    """One half of one round. Its ``repr`` tells nobody's answer.

    Attributes:
        scale: lowest and highest answer. team, department: (n,) of each respondent, None where not known.
        share: (n,) their mean answer as a share of the scale, 1 the best.
        answers: columns respondent, team, item, answer: one row an answer, turned round and carried over.
    """

    half: str
    round: str
    closed_us: int
    scale: tuple[float, float]
    team: tuple[str | None, ...] = field(repr=False)
    department: tuple[str | None, ...] = field(repr=False)
    share: Floats = field(repr=False)
    answers: pa.Table = field(repr=False)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Team -> how many answered."""
        found: dict[str, int] = {}
        for team in self.team:
            if team is not None:
                found[team] = found.get(team, 0) + 1
        return found

    def on_scale(self, share: float) -> float:
        """A share as an answer."""
        return float(self.scale[0] + share * (self.scale[1] - self.scale[0]))

    def told(self, who: Sequence[int], roster: frozenset[str], figure: tuple[float, float, float] | None
             ) -> Answered:  # fmt: skip
        """The composite of these respondents. figure: mean and its interval, on the scale; None for the band alone."""
        share = float(self.share[list(who)].mean())
        mean, low, high = (None, None, None) if figure is None else figure
        return Answered(
            self.half, self.round, self.closed_us, len(who), band_of(share, 0.0, 1.0), mean, low, high, self.scale,
            roster,
        )  # fmt: skip


def composites(answers: pa.Table, items: pa.Table, on_us: int) -> tuple[Composite, ...]:
    """Every half of every round closed by a moment, oldest first.

    Args:
        answers, items: of the schemas in ``evidence``; answers outside their item's scale are left out. on_us: µs UTC.
    """
    known = _items(items)
    rounds: dict[tuple[int, str, str], list[dict[str, Any]]] = {}
    columns = ("round", "item", "team", "department", "respondent", "value", "closed_us", "source")
    for values in zip(*(answers.column(name).to_pylist() for name in columns), strict=True):
        row = dict(zip(columns, values, strict=True))
        item = known.get(row["item"])
        if item is None or item.half not in HALVES or row["closed_us"] > on_us:
            continue
        if item.low <= row["value"] <= item.high:
            rounds.setdefault((row["closed_us"], row["round"], item.half), []).append(row)
    order = {half: place for place, half in enumerate(HALVES)}
    keys = sorted(rounds, key=lambda key: (key[0], key[1], order[key[2]]))
    return tuple(_composite(key, rounds[key], known) for key in keys)


@dataclass(frozen=True, slots=True)
class _Scaled:
    half: str
    low: float
    high: float
    reversed: bool
    place: int


def _items(items: pa.Table) -> dict[str, _Scaled]:
    """Item -> what is known of it: our own, and what somebody said of theirs, which wins."""
    least, most = OWN_SCALE
    found = {name: _Scaled(half, least, most, False, place) for place, (name, half) in enumerate(OWN.items())}
    names = ("item", "half", "low", "high", "reversed")
    for name, half, low, high, turned in zip(*(items.column(name).to_pylist() for name in names), strict=True):
        found[name] = _Scaled(half, low, high, turned, len(found))
    return found


def _composite(key: tuple[int, str, str], rows: Sequence[Mapping[str, Any]], known: Mapping[str, _Scaled]) -> Composite:
    closed_us, name, half = key
    first = min((known[row["item"]] for row in rows), key=lambda item: item.place)
    low, high = first.low, first.high
    # One person is known by their token in one source; two files of one round may use the same tokens.
    who: dict[tuple[str, str], int] = {}
    team: list[str | None] = []
    department: list[str | None] = []
    sums: list[list[float]] = []
    at, item_names, given = [], [], []
    for row in rows:
        place = who.setdefault((row["source"], row["respondent"]), len(who))
        if place == len(sums):
            sums.append([])
            team.append(row["team"])
            department.append(row["department"])
        item = known[row["item"]]
        share = (row["value"] - item.low) / (item.high - item.low)
        share = 1.0 - share if item.reversed else share
        sums[place].append(share)
        answer = low + share * (high - low)
        same = (item.low, item.high) == (low, high)
        at.append(place)
        item_names.append(row["item"])
        given.append(answer if same else float(round(answer - low)) + low)
    table = pa.table(
        {
            "respondent": pa.array([str(place) for place in at], pa.string()),
            "team": pa.array([team[place] for place in at], pa.string()),
            "item": pa.array(item_names, pa.string()),
            "answer": pa.array(given, pa.float64()),
        }
    )
    share = np.array([float(np.mean(one)) for one in sums])
    return Composite(half, name, closed_us, (low, high), tuple(team), tuple(department), share, table)


@dataclass(frozen=True)
class Polls:
    """All rounds of a pulse. Its ``repr`` tells nothing of anybody.

    Attributes:
        composites: oldest first. people: of ``evidence.people.SCHEMA``. exact: the door's rule for exact figures.
        estimating: what makes exact figures.
    """

    composites: tuple[Composite, ...] = field(repr=False)
    people: pa.Table = field(repr=False)
    exact: Exact = field(repr=False)
    estimating: Estimating = field(repr=False)
    answers: pa.Table | None = field(default=None, repr=False)

    @cached_property
    def teams(self) -> tuple[str, ...]:
        """Every team anybody answered for, sorted."""
        return tuple(sorted({team for one in self.composites for team in one.counts}))

    def roster(self, closed_us: int, teams: Iterable[str] | None) -> frozenset[str]:
        """Who was on these teams, leaders among them, when that round opened; None: on any."""
        there = self._rosters.get(closed_us, {})
        return frozenset().union(*(there.get(team, ()) for team in (there if teams is None else set(teams))))

    @cached_property
    def _rosters(self) -> dict[int, dict[str, set[str]]]:
        """Round's end -> team -> who was on it when the round opened."""
        names = ("pseudonym", "team", "from_us", "to_us")
        rows = list(zip(*(self.people.column(name).to_pylist() for name in names), strict=True))
        found: dict[int, dict[str, set[str]]] = {one.closed_us: {} for one in self.composites}
        for closed_us, teams in found.items():
            opened = closed_us - OPEN_US
            for who, team, start, end in rows:
                if team is not None and (start is None or start <= opened) and (end is None or opened < end):
                    teams.setdefault(team, set()).add(who)
        return found

    @cached_property
    def estimated(self) -> dict[tuple[int, str, str], Estimate]:
        """Of each half and round the estimate of the teams that may be told exactly, from their answers alone.

        The answers of teams that are told by band alone are not in it: they would move the others' figures.
        """
        return {key: self._estimate(one) for key, one in self._keyed().items() if self._large(one)}

    def _keyed(self) -> dict[tuple[int, str, str], Composite]:
        return {(one.closed_us, one.round, one.half): one for one in self.composites}

    @cached_property
    def _exactly(self) -> frozenset[tuple[int, str, str, str]]:
        """Round's end, its name, half and team of every figure that may be told exactly."""
        found = set()
        for team in self.teams:
            for half in HALVES:
                mine = [one for one in self.composites if one.half == half and team in one.counts]
                may = self.exact([(one.counts[team], self.roster(one.closed_us, (team,))) for one in mine])
                for one, yes in zip(mine, may, strict=True):
                    if yes and one.counts[team] >= EXACT_FROM:
                        found.add((one.closed_us, one.round, half, team))
        return frozenset(found)

    def is_exact(self, one: Composite, team: str) -> bool:
        """Whether this team's figure of that half and round may be told exactly."""
        return (one.closed_us, one.round, one.half, team) in self._exactly

    def _large(self, one: Composite) -> list[str]:
        return sorted(team for team in one.counts if self.is_exact(one, team))

    def _estimate(self, one: Composite) -> Estimate:
        mine = one.answers.filter(pc.is_in(one.answers.column("team"), pa.array(self._large(one), pa.string())))
        return self.estimating(mine, one.scale)

    def figure(self, one: Composite, team: str) -> tuple[float, float, float] | None:
        """Mean and 90 % interval of a team that may be told exactly; None for others."""
        if not self.is_exact(one, team):
            return None
        rows = self.estimated[one.closed_us, one.round, one.half].teams.to_pylist()
        mine = next(row for row in rows if row["team"] == team)
        return float(mine["mean"]), float(mine["low"]), float(mine["high"])

    def of_team(self, team: str) -> tuple[Answered, ...]:
        """A team's composites, oldest first."""
        return self._by_team.get(team, ())

    @cached_property
    def _by_team(self) -> dict[str, tuple[Answered, ...]]:
        found: dict[str, list[Answered]] = {}
        for one in self.composites:
            places: dict[str, list[int]] = {}
            for place, team in enumerate(one.team):
                if team is not None:
                    places.setdefault(team, []).append(place)
            for team, who in places.items():
                told = one.told(who, self.roster(one.closed_us, (team,)), self.figure(one, team))
                found.setdefault(team, []).append(told)
        return {team: tuple(told) for team, told in found.items()}

    def newest(self, team: str, half: str, on_us: int) -> Composite | None:
        """The newest round by a moment that asked this half of the team."""
        mine = [one for one in self.composites if one.half == half and team in one.counts and one.closed_us <= on_us]
        return mine[-1] if mine else None

    def groups(self) -> tuple[GroupAnswers, ...]:
        """The organisation, every department and every team beside them; oldest rounds first. Empty without answers."""
        if not self.composites:
            return ()
        departments = sorted({name for one in self.composites for name in one.department if name is not None})
        return (
            self._group("organisation", ""),
            *(self._group("department", name) for name in departments),
            *(GroupAnswers("team", name, frozenset((name,)), self.of_team(name)) for name in self.teams),
        )

    def _group(self, kind: str, label: str) -> GroupAnswers:
        told: list[Answered] = []
        members: list[frozenset[str]] = []
        for one in self.composites:
            mine = [place for place, name in enumerate(one.department) if kind == "organisation" or name == label]
            if not mine:
                continue
            here = frozenset(team for place in mine if (team := one.team[place]) is not None)
            # Some of a team are no team: the door tells of such a department as little as of one with teams it does
            # not know.
            cut = kind == "department" and any(
                team in here and name != label for team, name in zip(one.team, one.department, strict=True)
            )
            members.append(here | {_PART} if cut else here)
            roster = self.roster(one.closed_us, None if kind == "organisation" else here)
            told.append(one.told(mine, roster, _plain(one, mine)))
        return GroupAnswers(kind, label, frozenset().union(*members), tuple(told), tuple(members))

    def promises(self, team: str, on_us: int) -> tuple[float, float] | None:
        """Promises to us that came due in the newest round, and how many of so many were kept; None below five.

        Due: the median over those who said. Kept: the median share of those who had any due, of as many as that; all
        of them only where that share is one. Two medians by themselves could say that all were kept when most say not.
        """
        if self.answers is None:
            return None
        rounds = {key: told for key, told in self._promised.get(team, {}).items() if key[0] <= on_us}
        if not rounds:
            return None
        due, kept = rounds[max(rounds)]
        shares = [min(kept[who] / many, 1.0) for who, many in due.items() if many > 0 and who in kept]
        both = [many for who, many in due.items() if who in kept]
        # Told where nobody at all had any due, and not where one had, "none" would be what everybody said.
        if len(shares) < LEAST:
            return None
        came = float(np.floor(np.median(both)))
        share = float(np.median(shares))
        return came, came if share >= 1.0 else min(float(np.round(came * share)), max(came - 1.0, 0.0))

    @cached_property
    def _promised(self) -> dict[str, dict[tuple[int, str], Counted]]:
        return {} if self.answers is None else promised(self.answers)


Counted = tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]
"""Of one round: respondent -> promises due, and respondent -> promises kept."""


def promised(answers: pa.Table) -> dict[str, dict[tuple[int, str], Counted]]:
    """Team -> round's end and name -> what its respondents counted."""
    found: dict[str, dict[tuple[int, str], Counted]] = {}
    mine = answers.filter(pc.is_in(answers.column("item"), pa.array(COUNTS)))
    names = ("closed_us", "round", "team", "item", "source", "respondent", "value")
    for closed_us, name, team, item, *who, value in zip(*(mine.column(n).to_pylist() for n in names), strict=True):
        if team is not None and value >= 0:
            counts = found.setdefault(team, {}).setdefault((closed_us, name), ({}, {}))
            counts[COUNTS.index(item)][who[0], who[1]] = value
    return found


def _plain(one: Composite, who: Sequence[int]) -> tuple[float, float, float] | None:
    """Mean and 90 % interval of a group from its answers as they are; None below twenty.

    Of people in several teams: what teams share of their answers is left in the spread, so the interval is wide enough.
    """
    n = len(who)
    if n < EXACT_FROM:
        return None
    from scipy.special import stdtrit

    share = one.share[list(who)]
    mean, reach = float(share.mean()), float(stdtrit(n - 1, 0.95) * share.std(ddof=1) / np.sqrt(n))
    return tuple(one.on_scale(float(np.clip(x, 0.0, 1.0))) for x in (mean, mean - reach, mean + reach))  # type: ignore[return-value]
