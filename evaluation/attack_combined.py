"""What a forecast that uses answers gives back of them, when the same forecast without them is taken away from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from attack_release import LOW, auc
from numpy.typing import NDArray
from release_worlds import SCALE, as_answered, given
from safety_coverage import ON_US
from safety_worlds import usual

from saidanddone.forecast.safety.forecast import forecasts
from saidanddone.forecast.safety.prepared import Prepared, prepared
from saidanddone.forecast.safety.rows import Answers
from saidanddone.privacy.pulse import rounds_told
from saidanddone.simulation.speaking import Design, Talk, talk
from saidanddone.survey.banded import BETWEEN, MEAN, WITHIN, U, band_likelihood, levels_of_others

__all__ = ["Combined", "combined"]

Floats = NDArray[np.float64]
PEOPLE = 8
TRIED = np.linspace(1.5, 5.0, 12)
"""Means an attacker tries one after another; what lies between two is told by how the forecasts lie."""


@dataclass(frozen=True)
class Combined:
    """Leavers of as many teams, attacked through the forecasts of a round with them and of one without.

    Attributes:
        teams: how many. moved: of how many the forecast told more than what is told beside it: it differed, in any bit,
            between two sets of answers of which the same is told.
        recovered: correlation, over teams, of the mean answer that an attacker works out of a forecast that uses the
            mean itself with the true one. naive: AUC, low against not, of the leavers' answers worked out so.
    """

    teams: int
    moved: int
    recovered: float
    naive: float


def combined(teams: int, seed: int, *, naive: bool = True) -> Combined:
    """Teams of eight who all answer, those who stay as before.

    Args:
        naive: also what a forecast gives back that knows of no door; else those figures are nan.
    """
    rng = np.random.default_rng(seed)
    talked = talk(usual(), Design(teams=teams, acts=12.0), rng)
    seen = talked, prepared(talked.responses, talked.silences)
    answers, others = given(rng, teams, PEOPLE), given(rng, 40 * teams, PEOPLE)
    moved = 0
    with_all, without = ([_told(row[first:]) for row in answers] for first in (0, 1))
    for first, told in ((0, with_all), (1, without)):
        # Other people's answers of which the same is told, wherever there are any.
        like = {}
        for row in others:
            like.setdefault(_told(row[first:]), row)
        instead = [like.get(one, row)[first:] for one, row in zip(told, answers, strict=True)]
        one = _forecast(seen, _by_band(told))
        two = _forecast(seen, _by_band([_told(row) for row in instead]))
        moved += int((one != two).any(axis=1).sum())
    if not naive:
        return Combined(teams, moved, float("nan"), float("nan"))
    found = []
    for first in (0, 1):
        exact = _forecast(seen, _by_mean(answers[:, first:].mean(axis=1), PEOPLE - first))
        found.append(_worked_out(seen, exact, PEOPLE - first))
    low = answers[:, 0] <= LOW
    guess = PEOPLE * found[0] - (PEOPLE - 1) * found[1]
    return Combined(teams, moved, float(np.corrcoef(found[0], answers.mean(axis=1))[0, 1]), auc(-guess, low))


def _told(means: Floats) -> tuple[int, int]:
    """Band and number of respondents as the door tells them."""
    one = rounds_told([as_answered(means, 0, frozenset(map(str, range(len(means)))))])[0]
    assert one is not None
    return one.band, one.respondents


def _by_band(told: list[tuple[int, int]]) -> Floats:
    levels = levels_of_others(told)
    return np.stack([band_likelihood(one, row) for one, row in zip(told, levels, strict=True)])


def _by_mean(means: Floats, respondents: int) -> Floats:
    """The likelihood of a mean answer itself, as a forecast would use it that knew of no door."""
    share = (means - SCALE[0]) / (SCALE[1] - SCALE[0])
    apart = (share[:, None] - MEAN - BETWEEN * U) / (WITHIN / np.sqrt(respondents))
    found = np.exp(-0.5 * apart**2)
    return np.asarray(found / found.max(axis=1, keepdims=True))


_Seen = tuple[Talk, Prepared]


def _forecast(seen: _Seen, likelihood: Floats) -> Floats:
    """(T, 4) Voice and the chance that it is above the line, with all their digits."""
    talked, ready = seen
    told = forecasts(talked.responses, talked.silences, answers=Answers(U, likelihood), on_us=ON_US, ready=ready)
    opened = [told[name].research_only for name in talked.responses.teams]
    return np.array([[one.voice.mean, one.voice.low, one.voice.high, one.p_above] for one in opened], dtype=np.float64)


def _worked_out(seen: _Seen, exact: Floats, respondents: int) -> Floats:
    """Each team's mean answer: the one tried that would give the forecast seen."""
    tried = np.stack([_forecast(seen, _by_mean(np.full(len(exact), mean), respondents))[:, 0] for mean in TRIED])
    return np.array([np.interp(one[0], *_rising(column)) for one, column in zip(exact, tried.T, strict=True)])


def _rising(column: Floats) -> tuple[Floats, Floats]:
    order = np.argsort(column, kind="stable")
    return column[order], TRIED[order]
