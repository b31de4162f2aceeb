"""Where answers and behaviour part: what was seen foretells what people would answer, and how far off that is (§3).

Behaviour says where a team stands among others (z), and that where its answers would stand (u), which correlate by r;
r is not known, so a difference has to be large before it is told. Below twenty respondents nothing but the band is held
against what was expected of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from saidanddone.diagnosis.pulse import Apart
from saidanddone.evidence.tally import Floats
from saidanddone.forecast.quantiles import QUANTILES
from saidanddone.survey.banded import LEVELS, WITHIN, U, class_of, expected, foretold

__all__ = ["ORDINARY_TRUST", "Asked", "P", "apart", "u_of_trust"]

P: Final = 0.10
"""Less probable differences are told."""

ORDINARY_TRUST: Final = (1.2, 1.0)
"""Mean and spread, in logits, of the rate at which leaders keep promises: .77, from .39 to .95. A stated assumption."""

_R: Final = (0.2, 0.4, 0.6, 0.8)
"""How far answers and behaviour tell of the same: as ``forecast.safety.linking`` has it for the other half."""


@dataclass(frozen=True)
class Asked:
    """A team's newest composite of one half, as far as it may be used. Its ``repr`` tells nothing of it.

    Attributes:
        band: its band. respondents: how many answered. scale: of the answers. levels: weights of
            ``survey.banded.LEVELS``, from the other teams' bands.
        mean: of the answers; score, spread: (U,) of one respondent's mean answer; all None but where it may be exact.
    """

    half: str
    band: int
    respondents: int
    scale: tuple[float, float]
    levels: Floats = field(repr=False)
    mean: float | None = field(default=None, repr=False)
    score: Floats | None = field(default=None, repr=False)
    spread: Floats | None = field(default=None, repr=False)


def apart(asked: Asked, u: Floats) -> Apart | None:
    """Where a team's answers lie too far from what its behaviour foretells; None where they do not.

    Args:
        u: (U,) weights of where its answers would lie, from its behaviour alone.
    """
    low, high = asked.scale
    if asked.mean is None or asked.score is None or asked.spread is None:
        n = class_of(asked.respondents)
        if n is None:
            return None
        bands = foretold(asked.respondents, u, asked.levels)
        own = 0.5 * float(bands[asked.band])  # Half of the band itself: of three bands else next to none would part.
        below, above = float(bands[: asked.band].sum()) + own, float(bands[asked.band + 1 :].sum()) + own
        score = low + (high - low) * expected(U, asked.levels)
        doubt = float(asked.levels @ (LEVELS - asked.levels @ LEVELS) ** 2)
        noise = np.full(len(U), (high - low) * np.sqrt(WITHIN**2 / n + doubt))
    else:
        score, noise = asked.score, asked.spread / np.sqrt(asked.respondents)
        below = float(u @ _ndtr((asked.mean - score) / noise))
        above = 1.0 - below
    p = min(1.0, 2.0 * min(below, above))
    if p >= P:
        return None
    middle = float(u @ score)
    least, most = (float(np.clip(x, low, high)) for x in _interval(u, score, noise))
    return Apart(
        half=asked.half,
        direction="higher" if above < below else "lower",
        expected=middle,
        expected_low=least,
        expected_high=most,
        difference=None if asked.mean is None else asked.mean - middle,
        p=p,
    )


def u_of_trust(quantiles: Sequence[float]) -> Floats:
    """(U,) weights of where a team's answers about promises would lie, from what was kept alone; they sum to 1.

    Args:
        quantiles: of the rate kept, at ``forecast.quantiles.QUANTILES``.
    """
    rates = np.clip(np.asarray(quantiles, dtype=np.float64), 1e-4, 1.0 - 1e-4)
    mean, spread = ORDINARY_TRUST
    z = (np.log(rates / (1.0 - rates)) - mean) / spread
    cuts = np.concatenate([[0.0], 0.5 * (np.asarray(QUANTILES[1:]) + np.asarray(QUANTILES[:-1])), [1.0]])
    weights = np.diff(cuts)
    found = np.zeros(len(U))
    for r in _R:
        near = np.exp(-0.5 * (U - r * z[:, None]) ** 2 / (1.0 - r**2))
        found += weights @ (near / near.sum(axis=1, keepdims=True))
    return np.asarray(found / found.sum(), dtype=np.float64)


def _interval(u: Floats, score: Floats, noise: Floats) -> tuple[float, float]:
    """The 90 % interval of a mixture of normals: where its distribution function crosses .05 and .95."""
    at = np.linspace(float((score - 5 * noise).min()), float((score + 5 * noise).max()), 801)
    cdf = u @ _ndtr((at[None, :] - score[:, None]) / noise[:, None])
    low, high = np.interp((0.05, 0.95), cdf, at)
    return float(low), float(high)


def _ndtr(x: Floats) -> Floats:
    from scipy.special import ndtr

    return np.asarray(ndtr(x), dtype=np.float64)
