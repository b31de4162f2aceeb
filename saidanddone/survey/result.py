"""What the survey estimator returns: unreleased, and of whole teams alone (contract ``survey.estimate``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from saidanddone.evidence.unreleased import Unreleased

__all__ = ["Estimate", "Floats", "Indices", "Linked", "Posterior", "SurveyEstimate"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Indices:
    """The classical indices of reliability and agreement, as the R packages psych and multilevel give them.

    Attributes:
        alpha, omega: of all items over respondents who answered every one; None where they cannot be told.
        icc1, icc2: of respondents' mean answers, by teams; None with fewer than two teams.
        rwgj, awgj: team -> index, of teams of two or more who answered every item; None where it is undefined. With
            several waves the key is "wave: team".
        pseudo_icc1, pseudo_rwgj: mean and 95 % quantile of the same over teams made up at random from the same people,
            so that agreement is held against what chance gives. None where they cannot be told.
    """

    alpha: float | None
    omega: float | None
    icc1: float | None
    icc2: float | None
    rwgj: Mapping[str, float | None] = field(repr=False)
    awgj: Mapping[str, float | None] = field(repr=False)
    pseudo_icc1: tuple[float, float] | None
    pseudo_rwgj: tuple[float, float] | None

    def to_dict(self) -> dict[str, Any]:
        """Field names and plain values."""
        return {
            "alpha": self.alpha, "omega": self.omega, "icc1": self.icc1, "icc2": self.icc2,
            "rwgj": dict(self.rwgj), "awgj": dict(self.awgj),
            "pseudo_icc1": None if self.pseudo_icc1 is None else list(self.pseudo_icc1),
            "pseudo_rwgj": None if self.pseudo_rwgj is None else list(self.pseudo_rwgj),
        }  # fmt: skip


@dataclass(frozen=True)
class Linked:
    """What a survey says of each team on a scale that behaviour can be laid beside (MODEL §3, Linking).

    u = (team's θ − organisation's mean)/√ICC: standard normal over teams.

    Attributes:
        u: (U,) values, evenly spaced. likelihood: (J, U) of each team's answers given u, the organisation's mean and
            ICC integrated with what the other teams say of them; each row's largest is 1.
        score: (J, U) expected mean answer of one respondent given u, on the answer scale. spread: (J, U) standard
            deviation of one respondent's mean answer given u.
    """

    u: Floats = field(repr=False)
    likelihood: Floats = field(repr=False)
    score: Floats = field(repr=False)
    spread: Floats = field(repr=False)


@dataclass(frozen=True)
class Posterior:
    """Every team's mean answer as a distribution: (P,) values in ascending order, shared, and (J, P) weights.

    Attributes:
        teams: their names, in the rows' order. values: on the answer scale. weights: each row sums to 1.
        icc: (C,) grid of the intraclass correlation; icc_weights: its posterior.
        link: works out :attr:`linked`.
    """

    teams: tuple[str, ...]
    values: Floats = field(repr=False)
    weights: Floats = field(repr=False)
    icc: Floats = field(repr=False)
    icc_weights: Floats = field(repr=False)
    link: Callable[[], Linked] = field(repr=False)

    @cached_property
    def linked(self) -> Linked:
        """The same evidence on the scale of behaviour; worked out when it is first asked for."""
        return self.link()

    @cached_property
    def _cdf(self) -> Floats:
        return np.asarray(np.cumsum(self.weights, axis=1) - 0.5 * self.weights, dtype=np.float64)

    def mean(self) -> Floats:
        """(J,) posterior means, on the answer scale."""
        return np.asarray(self.weights @ self.values, dtype=np.float64)

    def quantile(self, q: float) -> Floats:
        """(J,) values below which lies ``q`` (0..1) of each team's posterior."""
        return np.array([np.interp(q, cdf, self.values) for cdf in self._cdf])

    def at_most(self, value: float) -> Floats:
        """(J,) probability that a team's mean answer is at most ``value``."""
        return np.array([np.interp(value, self.values, cdf, left=0.0, right=1.0) for cdf in self._cdf])


@dataclass(frozen=True)
class SurveyEstimate:
    """What a survey says of each team. ``repr`` tells nobody's figure.

    Attributes:
        teams: columns team, n (respondents), mean, low, high (posterior mean and 90 % interval, on the answer scale);
            with several waves also wave.
        posterior: :class:`Posterior`, rows as in ``teams``. index: works out :attr:`indices`.
    """

    teams: pa.Table = field(repr=False)
    posterior: Posterior = field(repr=False)
    index: Callable[[], Indices] = field(repr=False)

    @cached_property
    def indices(self) -> Indices:
        """The classical indices; worked out when they are first asked for."""
        return self.index()


@dataclass(frozen=True, repr=False)
class Estimate(Unreleased[SurveyEstimate]):
    """A :class:`SurveyEstimate`, unreleased: a researcher may read it here; report and command line refuse it."""

    def __repr__(self) -> str:
        return f"Estimate({self.research_only.teams.num_rows} teams, unreleased: see .teams, .indices, .posterior)"

    @property
    def teams(self) -> pa.Table:
        """Columns team, n, mean, low, high: as in :class:`SurveyEstimate`."""
        return self.research_only.teams

    @property
    def indices(self) -> Indices:
        """The classical indices."""
        return self.research_only.indices

    @property
    def posterior(self) -> Posterior:
        """Every team's distribution."""
        return self.research_only.posterior

    def to_arrow(self) -> pa.Table:
        """The table ``teams``."""
        return self.research_only.teams

    def to_dict(self) -> dict[str, Any]:
        """``{"schema": "survey/1", "teams": [...], "indices": {...}}``."""
        return {
            "schema": "survey/1",
            "teams": self.research_only.teams.to_pylist(),
            "indices": self.research_only.indices.to_dict(),
        }
