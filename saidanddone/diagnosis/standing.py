"""Answers and what was held back as the safety forecast takes them: as finely as they are told (MODEL §3).

A figure that uses a team's answers gives them back by subtraction of one that does not. So of each team the newest
round of the safety half counts, and only as the door would tell it: nothing below five respondents, the band alone
below twenty or where the exact figure stays behind the door, the whole likelihood else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
import pyarrow as pa

from saidanddone.diagnosis.answered import Composite, Polls
from saidanddone.diagnosis.parting import Asked
from saidanddone.diagnosis.pulse import Answered
from saidanddone.evidence.outcome import DAY_US
from saidanddone.forecast.safety.rows import Answers, Floats, HeldBack
from saidanddone.survey.banded import U, band_likelihood, levels_of_others
from saidanddone.survey.episodes import FEWEST_TELLERS

__all__ = ["FRESH_US", "UNTOLD", "Standing", "Told", "held_back"]

FRESH_US: Final = 365 * DAY_US
"""Older answers tell of other days."""

UNTOLD: Final = 2.0
"""What stands for the episodes of fewer than five tellers, beside those of five: nobody is told how many they were."""

Told = Callable[[Sequence[Answered]], Sequence[Answered | None]]
"""A team's composites -> each as it may be told, None where it may not: the door's."""

Key = tuple[int, str, str]


@dataclass(frozen=True)
class Standing:
    """Every team's answers as far as they may be used. Its ``repr`` tells nothing of them.

    Attributes:
        polls: all rounds. told: the door's rule.
    """

    polls: Polls = field(repr=False)
    told: Told = field(repr=False)

    @cached_property
    def may(self) -> Mapping[tuple[int, str, str, str], Answered]:
        """Round's end, its name, half and team -> the composite as it may be told."""
        found = {}
        for team in self.polls.teams:
            for one in self.told(self.polls.of_team(team)):
                if one is not None:
                    found[one.closed_us, one.round, one.half, team] = one
        return found

    @cached_property
    def _levels(self) -> Mapping[tuple[int, str, str, str], Floats]:
        """The organisation's mean by each round's other teams."""
        found = {}
        for one in self.polls.composites:
            teams = sorted(one.counts)
            told = [self.may.get((*_key(one), team)) for team in teams]
            bands = [None if mine is None else (mine.band, mine.respondents) for mine in told]
            for team, levels in zip(teams, levels_of_others(bands), strict=True):
                found[*_key(one), team] = levels
        return found

    def newest(self, team: str, half: str, on_us: int) -> tuple[Composite, Answered] | None:
        """The newest round within a year that asked this half of the team, where it may be used."""
        one = self.polls.newest(team, half, on_us)
        if one is None or one.closed_us <= on_us - FRESH_US:
            return None
        told = self.may.get((*_key(one), team))
        return None if told is None else (one, told)

    def asked(self, team: str, half: str, on_us: int) -> Asked | None:
        """The same, to be held against what behaviour foretells."""
        found = self.newest(team, half, on_us)
        if found is None:
            return None
        one, told = found
        levels = self._levels[*_key(one), team]
        if told.mean is None:
            return Asked(half, told.band, told.respondents, told.scale, levels)
        posterior = self.polls.estimated[_key(one)].posterior
        row = posterior.teams.index(team)
        linked = posterior.linked
        return Asked(
            half, told.band, told.respondents, told.scale, levels, told.mean, linked.score[row], linked.spread[row]
        )

    def likelihood(self, team: str, on_us: int) -> Floats:
        """(U,) of the team's answers about safety; ones where nothing may be used."""
        found = self.newest(team, "safety", on_us)
        if found is None:
            return np.ones(len(U))
        one, told = found
        if told.mean is None:
            return band_likelihood((told.band, told.respondents), self._levels[*_key(one), team])
        posterior = self.polls.estimated[_key(one)].posterior
        linked = posterior.linked
        row = np.interp(U, linked.u, linked.likelihood[posterior.teams.index(team)])
        return np.asarray(row / row.max(), dtype=np.float64)

    def answers(self, teams: Sequence[str], on_us: int) -> Answers | None:
        """What these teams answered, in their order; None where nothing may be used."""
        rows = np.stack([self.likelihood(team, on_us) for team in teams]) if teams else np.ones((0, len(U)))
        return Answers(U, rows) if len(rows) and np.ptp(rows, axis=1).any() else None

    def used(self, team: str, on_us: int) -> bool:
        """Whether the team's answers are in its safety forecast."""
        return bool(np.ptp(self.likelihood(team, on_us)) > 0)


def _key(one: Composite) -> Key:
    return one.closed_us, one.round, one.half


def held_back(episodes: pa.Table, teams: Sequence[str], on_us: int, half_life: float) -> HeldBack | None:
    """Occasions to speak up that people of these teams tell of: taken, and let pass; None where nobody was asked.

    Of each round and team either sort counts exactly where five people or more told of it. Where five told of the one
    and fewer of the other, :data:`UNTOLD` stands for the other, however many there were. A round asked what was held
    back where five people of some team told of it.

    Args:
        episodes: of ``evidence.episode.SCHEMA``, teams as they are shown. on_us: µs UTC. half_life: days.
    """
    names = ("round", "closed_us", "team", "told", "respondent", "source")
    counts: dict[tuple[str, int, str], dict[str, list[tuple[str, str]]]] = {}
    for name, closed_us, team, told, *who in zip(*(episodes.column(one).to_pylist() for one in names), strict=True):
        if team is not None and closed_us <= on_us and told in ("own", "held_back"):
            here = counts.setdefault((name, closed_us, team), {"own": [], "held_back": []})
            here[told].append((who[0], who[1]))
    enough = {key: {sort: len(set(who)) >= FEWEST_TELLERS for sort, who in told.items()}
              for key, told in counts.items()}  # fmt: skip
    # That a round asked is known from what is told of it: one report alone would move every other team's forecast.
    asking = {key[:2] for key, tellers in enough.items() if tellers["held_back"]}
    place = {team: number for number, team in enumerate(teams)}
    made, held = np.zeros(len(teams)), np.zeros(len(teams))
    for key, told in counts.items():
        _, closed_us, team = key
        tellers = enough[key]
        if team not in place or key[:2] not in asking or not any(tellers.values()):
            continue
        weight = 2.0 ** (-((on_us - closed_us) // DAY_US) / half_life)
        made[place[team]] += weight * (len(told["own"]) if tellers["own"] else UNTOLD)
        held[place[team]] += weight * (len(told["held_back"]) if tellers["held_back"] else UNTOLD)
    return HeldBack(made, held) if made.any() or held.any() else None
