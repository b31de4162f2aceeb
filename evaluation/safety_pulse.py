"""Pulses of teams that never were, whose safety is known: answers, episodes and what was held back (MODEL §3).

Answers are drawn from the link as it is assumed, or from another on purpose; what a team's answers tell is worked out
here for one composite with known means, which is what the survey's own sums come to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pyarrow as pa
from safety_coverage import ON_US
from safety_worlds import Covered, covered

from saidanddone.evidence.act import STAGES
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Floats
from saidanddone.forecast.safety import bank as known
from saidanddone.forecast.safety.bank import BIASES
from saidanddone.forecast.safety.forecast import forecasts
from saidanddone.forecast.safety.held_back import SPOKE, TEAM_SD
from saidanddone.forecast.safety.linking import R
from saidanddone.forecast.safety.prepared import Prepared, prepared
from saidanddone.forecast.safety.rows import Answers, HeldBack, Ints, Responses, Truths
from saidanddone.simulation.speaking import Talk, World
from saidanddone.survey.bands import band_of
from saidanddone.survey.episodes import FEWEST_TELLERS, SHARES
from saidanddone.survey.estimating import estimate

__all__ = ["CLUSTERS", "Asked", "Pulsed", "U", "answered", "episodes", "held_back", "of_voice", "voice"]

U: Final = np.linspace(-5.0, 5.0, 201)
ICC: Final = 0.2
"""Share of the variance of people's answers that lies between teams."""
ITEM_SD: Final = 0.75
"""Of people's answers to an item, on a scale of one to five, but for what is the item's own."""
CUTS: Final = (-1.5, 1.1)
"""Where bands part, in standard deviations of teams: 3.0 and 4.0 of five where teams are 3.6 on average, SD .37."""
CLUSTERS: Final = ("each", "respondent", "round")
"""What reports of one round share: nothing, those of one respondent, or all of a team's."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A pulse.

    Attributes:
        people: who answer, in each team. answers: whether their answers are used. rounds: how many. occasions: expected
            to be told of, by each in each round; 0 for none. r: how far answers tell of safety; None for one of the
            model's own by chance. shift: answers are four items of one to five, with so much
            added to every one of them, and the survey's own sums say what they tell; None: one composite, whose sums
            are worked out here.
        spoke, gamma, team_sd: what is held back, as in ``forecast.safety.held_back``; None for gamma: by chance.
            person_sd: how far people of one team differ in what they call holding back. meetings: of a round.
        mood_sd: by how much one respondent's reports of a round are better or worse than another's. banded: of a
            round's reports the band alone is used (``survey.episodes``). mix: shares of the acts that each responder of
            a team meets, the leader first.
    """

    people: int
    answers: bool = True
    rounds: int = 6
    occasions: float = 0.0
    r: float | None = None
    shift: float | None = None
    spoke: tuple[float, float] = SPOKE
    gamma: float | None = None
    team_sd: float = TEAM_SD
    person_sd: float = 0.0
    meetings: int = 3
    mood_sd: float = 0.0
    banded: bool = False
    mix: tuple[float, ...] = (1.0,)


def answered(world: World, seen: Talk, asked: Asked, rng: np.random.Generator) -> Answers:
    """What each team's answers say of u: all of it from twenty respondents, the band from five, nothing below."""
    r = float(rng.choice(R)) if asked.r is None else asked.r
    z = (seen.safety - world.mean) / world.spread
    u = r * z + np.sqrt(1.0 - r**2) * rng.standard_normal(len(z))
    if asked.shift is not None:
        return _surveyed(u, asked.people, asked.shift, rng)
    error = np.sqrt((1.0 - ICC) / (ICC * asked.people))
    composite = u + error * rng.standard_normal(len(z))
    if asked.people < 5:
        likelihood = np.ones((len(z), len(U)))
    elif asked.people >= 20:
        likelihood = np.exp(-0.5 * ((U - composite[:, None]) / error) ** 2)
    else:
        from scipy.special import ndtr

        ends = np.array([-np.inf, *CUTS, np.inf])
        band = np.searchsorted(ends[1:-1], composite)[:, None]
        likelihood = ndtr((ends[band + 1] - U) / error) - ndtr((ends[band] - U) / error)
    return Answers(U, likelihood / likelihood.max(axis=1, keepdims=True))


def _surveyed(u: Floats, people: int, shift: float, rng: np.random.Generator) -> Answers:
    """Four items of one to five, answered by so many of each team, and what the survey's own sums say of u."""
    meant = (
        3.3
        + shift
        + ITEM_SD * np.sqrt(ICC) * u[:, None]
        + ITEM_SD * np.sqrt(1.0 - ICC) * rng.standard_normal((len(u), people))
    )
    given = meant[:, :, None] + 0.7 * rng.standard_normal((*meant.shape, 4))
    value = np.clip(np.rint(given), 1.0, 5.0)
    team, who, item = (where.ravel() for where in np.indices(value.shape))
    table = pa.table({
        "respondent": [f"{t:03d}-{n}" for t, n in zip(team, who, strict=True)], "team": [f"{t:03d}" for t in team],
        "item": [f"item {k}" for k in item], "answer": value.ravel(),
    })  # fmt: skip
    linked = estimate(table, (1, 5)).posterior.linked
    return Answers(linked.u, linked.likelihood)


@dataclass(frozen=True)
class Told:
    """Occasions of the rounds: (n,) team, respondent (of a round), round and whether it was taken."""

    team: Ints
    respondent: Ints
    round: Ints
    made: Ints


def held_back(world: World, seen: Talk, asked: Asked, rng: np.random.Generator) -> tuple[HeldBack, Told]:
    """Occasions that people tell of, and whether they took them."""
    T = len(seen.safety)
    gamma = asked.gamma
    if gamma is None:
        gamma = float(rng.choice(known.GAMMAS, p=np.asarray(known.GAMMA_WEIGHTS)))
    common = asked.spoke[0] + asked.spoke[1] * rng.standard_normal()
    own = asked.team_sd * rng.standard_normal(T)
    person = asked.person_sd * rng.standard_normal((T, asked.people))
    many = rng.poisson(asked.occasions, (T, asked.people, asked.rounds))
    team, who, number = (np.repeat(where.ravel(), many.ravel()) for where in np.indices(many.shape))
    log_odds = common + own[team] + person[team, who] + gamma * (seen.safety - world.mean)[team]
    made = (rng.random(len(team)) < 1.0 / (1.0 + np.exp(-log_odds))).astype(np.int64)
    told = Told(team, (number * T + team) * asked.people + who, number, made)
    sums = [np.bincount(team, weights=kept, minlength=T).astype(float) for kept in (made, 1 - made)]
    return HeldBack(sums[0], sums[1]), told


def episodes(
    world: World, seen: Talk, asked: Asked, told: Told, rng: np.random.Generator, cluster: str = "round"
) -> Responses:
    """The evidence with what people tell of the acts they made: whose answer it was is not known, but for its role."""
    kept = told.made == 1
    team, respondent, number = told.team[kept], told.respondent[kept], told.round[kept]
    n, (T, people) = len(team), seen.responders.shape
    rates = np.exp(world.log_rate[0])
    stage = rng.choice(len(STAGES), n, p=rates / rates.sum())
    who = rng.choice(people, n, p=np.asarray(asked.mix))
    meeting = rng.integers(0, asked.meetings, n)
    meant = world.meeting_sd * rng.standard_normal((T, asked.rounds, asked.meetings))
    mood = asked.mood_sd * rng.standard_normal(asked.rounds * T * asked.people)
    at = seen.safety[team] + world.b + seen.responders[team, who] + meant[team, number, meeting] + mood[respondent]
    reached = 1.0 / (1.0 + np.exp(-world.alpha * ((at - world.delta[stage])[:, None] - world.kappa)))
    level = 1 + (rng.random((n, 1)) < reached).sum(axis=1)
    kept = np.ones(n, dtype=bool)
    if asked.banded:
        level, kept = _banded(level, 2 * (number * T + team) + (who == 0))
    codes = {"each": np.arange(n), "respondent": respondent, "round": number * T + team}[cluster]
    rows = seen.responses
    first = int(rows.cluster.max(initial=-1)) + 1
    closed = ON_US - (asked.rounds - number) * 14 * DAY_US
    more: Mapping[str, Ints] = {
        "team": team, "cluster": first + codes, "responder": np.full(n, -1), "role": np.where(who == 0, 1, 0),
        "stage": stage, "level": level, "weight": np.ones(n), "witnessed": np.zeros(n, bool), "at_us": closed,
        "channel": np.full(n, rows.channels.index("pulse")),
    }  # fmt: skip
    banded = np.concatenate([np.zeros(len(rows), bool), np.full(n, asked.banded)])
    whole = {name: np.concatenate([getattr(rows, name), one]) for name, one in more.items()}
    return replace(rows, **whole, banded=banded).of(np.concatenate([np.ones(len(rows), bool), kept]))


def _banded(level: Ints, group: Ints) -> tuple[Ints, Truths]:
    """Levels that stand for the band of a round's reports, of leaders and of others; and those of five or more."""
    out, kept = np.empty_like(level), np.zeros(len(level), dtype=bool)
    for one in np.unique(group):
        at = np.flatnonzero(group == one)
        share = SHARES[band_of(float(np.mean(level[at] >= 4)), 0.0, 1.0)]
        due = np.floor(np.arange(len(at) + 1) * share + 0.5)
        well = np.diff(due) > 0
        out[at] = np.where(well, 4, np.where((~well).cumsum() % 2 == 1, 3, 2))
        kept[at] = len(at) >= FEWEST_TELLERS
    return out, kept


@dataclass(frozen=True)
class Pulsed:
    """Voice of n teams beside the truth: (n, 3) mean, low and high at the true b, NaN where nothing is said."""

    voice: Floats = field(repr=False)
    truth: Floats = field(repr=False)

    def covered(self) -> Covered:
        """How the intervals did."""
        kept = ~np.isnan(self.voice[:, 0])
        return covered(self.truth[kept], *self.voice[kept].T)


def voice(
    ready: Prepared, seen: Talk, responses: Responses, b: float, answers: Answers | None, held: HeldBack | None
) -> Floats:
    """(T, 3) the product's own Voice at b."""
    told = forecasts(responses, seen.silences, answers=answers, held=held, on_us=ON_US, ready=ready)
    at = BIASES.index(b)
    rows = [one.research_only.voice_at for one in told.values()]
    return np.array([(np.nan,) * 3 if not row else (row[at].mean, row[at].low, row[at].high) for row in rows])


def of_voice(
    world: World, seen: Talk, asked: Asked, rng: np.random.Generator, *, cluster: str = "round",
    ready: Prepared | None = None,
) -> Floats:  # fmt: skip
    """Voice of a world's teams with a pulse beside their talk; ``ready``: of the talk alone."""
    answers = answered(world, seen, asked, rng) if asked.answers else None
    rows, held = seen.responses, None
    if asked.occasions:
        held, told = held_back(world, seen, asked, rng)
        rows, ready = episodes(world, seen, asked, told, rng, cluster), None
    if ready is None:
        ready = prepared(rows, seen.silences)
    return voice(ready, seen, rows, world.b, answers, held)
