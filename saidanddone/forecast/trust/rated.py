"""What ratings say of somebody, on the scale they were given on, held against its line as it stands (T4, T2).

What is asked for is the mean of a subject's own distribution of ratings, μ on 0..1 of the scale. Ratings spread less
than all-or-nothing would: their variance is c·μ(1 − μ), c ≤ 1 from everybody's ratings and the subject's own. So V
ratings say as much of μ as V/c tosses of a coin, and with μ ~ Beta(k·m, k(1 − m)) across subjects,
μ | ratings ~ Beta(k·m + Σ w·v/c, k(1 − m) + Σ w·(1 − v)/c). m and k are on a grid and weighed by what all subjects on
that scale were given; with one subject alone they rest on a stated guess: most ratings high, a few very low. So three
fives are three fives and a guess, no certainty, and 761 ratings at 4.2 rank above them.

The lines are the founding article's: 4.7 on a scale up to 5, 9.1 on one up to 10, on the raw scale. Rescaled, 4.7 of
1 to 5 is .925 of the way and 9.1 of 1 to 10 is .90; so nothing is rescaled, and other scales have a line by
:func:`line_of`.

Source: MODEL §0 and §1; the Beta-binomial with a dispersion factor (McCullagh & Nelder 1989, §4.5). Checked against:
coverage in simulation (``evaluation/check_ratings.py``).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from saidanddone.evidence.tally import Floats
from saidanddone.evidence.unreleased import Unreleased
from saidanddone.forecast.trust.result import Rated
from saidanddone.forecast.trust.voices import Voice
from saidanddone.settings import default

__all__ = ["STRENGTHS", "line_of", "rated"]

STRENGTHS = np.array([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0])
"""k: coin tosses that being like everybody is worth."""
MEANS = np.linspace(0.04, 0.98, 24)
"""m: what everybody's mean may be, on 0..1."""

_GUESS = (4.5, 1.5)
"""Beta of m before any rating: .75 of the scale, 4 of 1 to 5."""
_GUESS_SPREAD = 0.58
"""c before any rating: half of them 5, some 1."""
_GUESS_WORTH = 8.0
"""Ratings that the guess of c is worth, and that everybody's c is worth beside a subject's own."""
_TOO_WIDE = 0.4
"""Of the scale: a wider interval is too early to say (REPORT)."""
_LEAST_SPREAD = 0.1
_NEGLIGIBLE = 1e-4
"""Weights of the grid below this are left out."""
_HALVINGS = 30


def line_of(low: float, high: float) -> float:
    """The rating that trust is held against on a scale, on that scale.

    4.7 of 5 and 9.1 of 10, wherever these begin. They are .94 and .91 of the highest rating; so a scale up to less
    than 5 has .94 of its highest, one up to more than 10 has .91 of it, and between the share falls evenly. A scale
    that begins below 0 has its line .91 of the way.

    >>> [line_of(1, 5), line_of(0, 5), line_of(1, 10), line_of(0, 100), round(line_of(1, 7), 2), line_of(-3, 3)]
    [4.7, 4.7, 9.1, 91.0, 6.5, 2.46]
    """
    if high == 5.0 and low >= 0.0:
        return 4.7
    if high == 10.0 and low >= 0.0:
        return 9.1
    if low < 0.0:
        return round(low + 0.91 * (high - low), 6)
    share = 0.94 - 0.03 * min(max((high - 5.0) / 5.0, 0.0), 1.0)
    return max(round(share * high, 6), low)


def rated(
    found: Sequence[Voice],
    *,
    informs: Collection[int] | None = None,
    decided: float | None = None,
    fewest: float | None = None,
) -> list[Unreleased[Rated]]:
    """What the ratings of each subject on each scale say, in the order of ``found``.

    Args:
        found: from ``voices.voices``. informs: places in ``found`` of those that say what everybody is like; all
            unless given (of those that may not be shown, fewer than three must not inform what is shown).
        decided, fewest: settings ``decided`` (probability) and ``fewest_occasions`` (ratings).
    """
    speak = set(range(len(found))) if informs is None else set(informs)
    decided = default("decided") if decided is None else decided
    fewest = default("fewest_occasions") if fewest is None else fewest
    scales: dict[tuple[float, float], list[int]] = {}
    for place, voice in enumerate(found):
        scales.setdefault((voice.low, voice.high), []).append(place)
    out: dict[int, Rated] = {}
    for places in scales.values():
        heard = [found[place] for place in places if place in speak]
        spread = _spread(heard, _GUESS_SPREAD)
        weight = _log_prior() + sum(_log_likelihood(voice, _spread([voice], spread)) for voice in heard)
        for place in places:
            voice = found[place]
            own = _spread([voice], spread)
            mine = weight if place in speak else weight + _log_likelihood(voice, own)
            out[place] = _one(voice, own, np.exp(mine - mine.max()), decided, fewest)
    return [Unreleased(out[place]) for place in range(len(found))]


def _spread(heard: Sequence[Voice], before: float) -> float:
    """c: variance of these ratings as a share of what all-or-nothing ratings would have, with ``before`` as prior."""
    reference = _GUESS[0] * _GUESS[1] / sum(_GUESS) ** 2
    within, most = _GUESS_WORTH * before * reference, _GUESS_WORTH * reference
    for voice in heard:
        if voice.ratings > 1 and voice.volume > 0.0:
            mean = voice.first / voice.volume
            n = voice.volume
            within += n * max(voice.second / voice.volume - mean**2, 0.0) * voice.ratings / (voice.ratings - 1)
            most += n * mean * (1.0 - mean)
    return min(max(within / most, _LEAST_SPREAD), 1.0)


def _log_prior() -> Floats:
    """Of every k and m, shape (8, 24): each k as likely, m by the guess."""
    by_mean = (_GUESS[0] - 1.0) * np.log(MEANS) + (_GUESS[1] - 1.0) * np.log1p(-MEANS)
    return np.broadcast_to(by_mean, (len(STRENGTHS), len(MEANS)))


def _betas(voice: Voice, spread: float) -> tuple[Floats, Floats]:
    """Beta(a, b) of the subject's mean for every k and m, each of shape (8, 24)."""
    a = STRENGTHS[:, None] * MEANS + voice.first / spread
    b = STRENGTHS[:, None] * (1.0 - MEANS) + (voice.volume - voice.first) / spread
    return a, b


def _log_likelihood(voice: Voice, spread: float) -> Floats:
    """Of the subject's ratings for every k and m, shape (8, 24), up to a constant."""
    from scipy.special import betaln

    a, b = _betas(voice, spread)
    return np.asarray(betaln(a, b) - betaln(STRENGTHS[:, None] * MEANS, STRENGTHS[:, None] * (1.0 - MEANS)))


def _one(voice: Voice, spread: float, weights: Floats, decided: float, fewest: float) -> Rated:
    a, b = (part.ravel() for part in _betas(voice, spread))
    weights = weights.ravel() / weights.sum()
    heavy = weights > _NEGLIGIBLE
    a, b, weights = a[heavy], b[heavy], weights[heavy] / weights[heavy].sum()
    tail = (1.0 - default("interval")) / 2.0
    width = voice.high - voice.low
    low, high = (voice.low + width * _quantile(q, a, b, weights) for q in (tail, 1.0 - tail))
    line = line_of(voice.low, voice.high)
    above = 1.0 - _below((line - voice.low) / width, a, b, weights)
    state = "uncertain"
    if voice.ratings >= fewest and high - low <= _TOO_WIDE * width:
        state = "above" if above >= decided else "below" if above <= 1.0 - decided else "uncertain"
    lives = default("rating_half_life")
    return Rated(
        scale_low=voice.low,
        scale_high=voice.high,
        ratings=voice.ratings,
        raters=None if voice.unknown else len(voice.raters),
        recent=voice.recent,
        last_us=voice.last_us,
        volume=voice.volume,
        mean=voice.low + width * float((a / (a + b)) @ weights),
        low=low,
        high=high,
        cautious=low,
        line=line,
        p_above=above,
        state=state,
        waiting=voice.waiting,
        half_life_days=lives,
        evidence=voice.evidence,
    )


def _below(at: float, a: Floats, b: Floats, weights: Floats) -> float:
    from scipy.special import betainc

    return float(betainc(a, b, min(max(at, 0.0), 1.0)) @ weights)


def _quantile(q: float, a: Floats, b: Floats, weights: Floats) -> float:
    """Where the mixture of Betas has q of its mass below, 0..1."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if _below(middle, a, b, weights) < q else (low, middle)
    return 0.5 * (low + high)
