"""What a band alone says of a team: P(band | where it stands among teams), of nothing but bands and about how many.

Answers of the same bands and the same classes of size give the same to the last bit: a forecast that uses small teams'
answers so can be subtracted from one that does not, and gives back the bands alone, which are told anyway (MODEL §3,
Release). So how far people and teams differ is a stated assumption here, and an organisation's mean is learned from
bands: of the other teams, so that no team is held against itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from saidanddone.survey.bands import CUTS
from saidanddone.survey.result import Floats

__all__ = [
    "BETWEEN", "CLASSES", "LEVELS", "MEAN", "MEAN_SD", "WITHIN", "U", "band_likelihood", "class_of", "expected",
    "foretold", "levels_of_others",
]  # fmt: skip

MEAN: Final = 0.64
"""An organisation's mean answer, as a share of the scale: 3.6 of 1 to 5."""

MEAN_SD: Final = 0.09
"""How much organisations differ in it."""

BETWEEN: Final = 0.09
"""How much teams of one organisation differ; with :data:`WITHIN` an ICC of .17, about the mean of its prior."""

WITHIN: Final = 0.20
"""How much one person's mean answer differs from their team's."""

CLASSES: Final = ((5, 7.0), (10, 14.0), (20, 30.0))
"""From so many respondents on -> how many are taken to have answered: no more is told of how many there were."""

U: Final = np.round(0.1 * np.arange(-50.0, 51.0), 1)
"""Where a team may stand among the others, in standard deviations of teams."""

LEVELS: Final = MEAN + MEAN_SD * np.linspace(-3.0, 3.0, 25)
"""What an organisation's mean answer may be, as a share of the scale."""

_PRIOR: Final = np.exp(-0.5 * ((LEVELS - MEAN) / MEAN_SD) ** 2)
_TEAMS: Final = np.exp(-0.5 * U**2) / np.exp(-0.5 * U**2).sum()

Band = tuple[int, int]
"""A band, and how many answered."""


def class_of(respondents: int) -> float | None:
    """How many are taken to have answered; None below five.

    >>> class_of(4), class_of(5), class_of(9), class_of(19)
    (None, 7.0, 7.0, 14.0)
    """
    return next((n for least, n in reversed(CLASSES) if respondents >= least), None)


def expected(u: Floats, levels: Floats) -> Floats:
    """The mean answer, as a share of the scale, of a team at each u (U,), by weights of :data:`LEVELS`."""
    return np.asarray(np.clip(float(levels @ LEVELS) + BETWEEN * u, 0.0, 1.0), dtype=np.float64)


def levels_of_others(told: Sequence[Band | None]) -> Floats:
    """(T, L) weights of :data:`LEVELS` for each team, as the bands of all the others have it; None says nothing."""
    log = np.zeros((len(told), len(LEVELS)))
    for place, one in enumerate(told):
        if one is not None and class_of(one[1]) is not None:
            log[place] = np.log(_p_bands(one[1])[one[0]] @ _TEAMS)
    others = np.log(_PRIOR) + log.sum(axis=0) - log
    weights = np.exp(others - others.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float64)


def band_likelihood(told: Band | None, levels: Floats) -> Floats:
    """(U,) likelihood of a team's band at each u, its largest 1; ones of fewer than five, or of none.

    Args:
        levels: (L,) its row of :func:`levels_of_others`.
    """
    if told is None or class_of(told[1]) is None:
        return np.ones(len(U))
    found = levels @ _p_bands(told[1])[told[0]]
    return np.asarray(found / found.max(), dtype=np.float64)


def foretold(respondents: int, u: Floats, levels: Floats) -> Floats:
    """(3,) how probable each band is, by weights (U,) of where the team stands and (L,) of the organisation's mean.

    Raises:
        ValueError: fewer than five answered.
    """
    return np.asarray(np.einsum("l,blu,u->b", levels, _p_bands(respondents), u), dtype=np.float64)


def _p_bands(respondents: int) -> Floats:
    n = class_of(respondents)
    if n is None:
        raise ValueError("Nothing is said of fewer than five respondents.")
    return _of_class(n)


@lru_cache(maxsize=8)
def _of_class(n: float) -> Floats:
    """(3, L, U) P(band) of a team of this class at each level and u."""
    from scipy.special import ndtr

    at = LEVELS[:, None] + BETWEEN * U
    below = [ndtr((cut - at) * np.sqrt(n) / WITHIN) for cut in CUTS]
    found = np.stack([below[0], below[1] - below[0], 1.0 - below[1]])
    return np.asarray(np.maximum(found, 1e-12), dtype=np.float64)
