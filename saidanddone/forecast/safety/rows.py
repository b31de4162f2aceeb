"""What the safety forecast is made of: responses and silences as arrays, one act a row (MODEL §2)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from saidanddone.evidence.act import STAGES

__all__ = ["ROLES", "Answers", "Floats", "HeldBack", "Ints", "Responses", "Silences", "Truths"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]


ROLES = ("peer", "leader")
"""``Responses.role`` as a word."""


@dataclass(frozen=True)
class Responses:
    """How acts were met: n rows, one an act. ``repr`` names nobody.

    Attributes:
        teams: names of the T units. team: (n,) codes into them.
        cluster: (n,) codes; acts of one meeting or thread of one team share theirs.
        responder: (n,) codes, one a person; −1 where nobody knows who. role: (n,) 1 leader, 0 peer, −1 not known.
        stage: (n,) codes into ``evidence.act.STAGES``. level: (n,) 1..5.
        weight: (n,) above 0 to 1: how much of an occasion it is, by age and by how many told of it.
        witnessed: (n,) known from a witness alone. at_us: (n,) when, microseconds UTC.
        channel: (n,) codes into ``channels``. banded: (n,) where a level only stands for the band that a round's
            reports lie in (``survey.episodes``); None where none does.
    """

    teams: tuple[str, ...] = field(repr=False)
    team: Ints = field(repr=False)
    cluster: Ints = field(repr=False)
    responder: Ints = field(repr=False)
    role: Ints = field(repr=False)
    stage: Ints = field(repr=False)
    level: Ints = field(repr=False)
    weight: Floats = field(repr=False)
    witnessed: Truths = field(repr=False)
    at_us: Ints = field(repr=False)
    channel: Ints = field(repr=False)
    channels: tuple[str, ...] = ("meeting", "writing", "table", "pulse")
    banded: Truths | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.level)

    def of(self, rows: Truths | Ints) -> Responses:
        """Only these rows; the units stay."""
        return Responses(
            self.teams, self.team[rows], self.cluster[rows], self.responder[rows], self.role[rows], self.stage[rows],
            self.level[rows], self.weight[rows], self.witnessed[rows], self.at_us[rows], self.channel[rows],
            self.channels, None if self.banded is None else self.banded[rows],
        )  # fmt: skip

    def weighed(self, witness: float) -> Responses:
        """The rows with those of witnesses at so much of their weight, 0..1; what weighs nothing is left out."""
        weight = np.where(self.witnessed, witness * self.weight, self.weight)
        kept = weight > 0
        return replace(self.of(kept), weight=weight[kept])

    def mixes(self) -> tuple[tuple[str, ...], Floats]:
        """Of one unit's rows: its own mix of responders, and its leaders' and its peers' where there are two of each.

        Returns:
            Names (``all``, then :data:`ROLES`) and (K, R + 1) weights of the known responders in order of their codes,
            the last of those nobody knows; each row sums to 1.
        """
        at = self.responder >= 0
        known, own = np.unique(self.responder[at], return_inverse=True)
        whole = np.zeros(len(known) + 1)
        np.add.at(whole, own, self.weight[at])
        whole[-1] = self.weight[~at].sum()
        if whole.sum() <= 0:
            return ("all",), np.eye(len(known) + 1)[-1:]
        mixes, names = [whole / whole.sum()], ["all"]
        weights = [self.weight[at] * (self.role[at] == role) for role in range(len(ROLES))]
        sides = [np.bincount(own, weights=one, minlength=len(known)) for one in weights]
        if all((side > 0).sum() >= 2 for side in sides):
            for role, side in zip(ROLES, sides, strict=True):
                names.append(role)
                mixes.append(np.append(side, 0.0) / side.sum())
        return tuple(names), np.stack(mixes)


@dataclass(frozen=True)
class Silences:
    """How often people spoke where they could have: counts by unit, rung and source, beside the exposure there was.

    Attributes:
        acts: (T, S, 4) acts made, weighted by age. exposure: (T, S) person-hours (``meeting``) or person-weeks
            (``writing``), weighted alike; 0 where none is known, and then the acts there say nothing.
        sources: names of the S sources. heard: (T, S) whether a listener heard what was said there, so that the bank's
            rates hold; where somebody noted acts by hand, how much is noted is their own; None where all was heard.
    """

    acts: Floats = field(repr=False)
    exposure: Floats = field(repr=False)
    sources: tuple[str, ...] = ("meeting", "writing")
    heard: Truths | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.acts.shape != (*self.exposure.shape, len(STAGES)):
            raise ValueError("Silences.acts must be units x sources x stages, Silences.exposure units x sources")


@dataclass(frozen=True)
class Answers:
    """What people answered in a survey, on the scale behaviour is laid beside (MODEL §3). ``repr`` tells nothing of it.

    Attributes:
        u: (U,) how far a team's answers lie from those of the others, in standard deviations of teams: an even grid,
            ascending, around 0.
        likelihood: (T, U) of each unit's answers at each u, at most 1; a row of ones where nothing may be used.
    """

    u: Floats = field(repr=False)
    likelihood: Floats = field(repr=False)

    def __post_init__(self) -> None:
        if self.u.ndim != 1 or len(self.u) < 2 or not np.allclose(np.diff(self.u), self.u[1] - self.u[0], atol=1e-9):
            raise ValueError("Answers.u must be an even grid of two or more values")
        if not self.u[0] < 0.0 < self.u[-1]:
            raise ValueError("Answers.u must ascend, with 0 inside")
        if self.likelihood.ndim != 2 or self.likelihood.shape[1] != len(self.u):
            raise ValueError("Answers.likelihood must be units x values of u")
        if not ((self.likelihood >= 0.0).all() and (self.likelihood.max(axis=1, initial=0.0) > 0.0).all()):
            raise ValueError("Answers.likelihood must be 0 or more, and above 0 somewhere in every row")


@dataclass(frozen=True)
class HeldBack:
    """Occasions to speak up that people of a unit tell of in a pulse: those they took, and those they let pass.

    Attributes:
        made: (T,) acts of their own they tell of. held: (T,) what they thought of and did not say. Both weighted by
            age; none of them is counted beside the exposure of meetings or writing.
    """

    made: Floats = field(repr=False)
    held: Floats = field(repr=False)

    def __post_init__(self) -> None:
        if self.made.shape != self.held.shape or self.made.ndim != 1:
            raise ValueError("HeldBack.made and HeldBack.held must be one number a unit")
        if not ((self.made >= 0.0).all() and (self.held >= 0.0).all()):
            raise ValueError("HeldBack.made and HeldBack.held must be 0 or more")
