"""What ratings say beside a forecast: their mean on the scale they were given on, against its line (MISSION T4)."""

from __future__ import annotations

import math
from typing import Final

from saidanddone.forecast.trust.result import Rated
from saidanddone.report.words import (
    EARLY_WIDTH,
    EITHER_WAY,
    certainty,
    count_of,
    known,
    number,
    sentence_case,
    span,
)
from saidanddone.settings import default

__all__ = ["on_scale", "rated"]

FEW: Final = 10
"""With fewer ratings their number comes before their mean (T2)."""


def on_scale(value: float, one: Rated) -> str:
    """A rating on its own scale, with as many decimals as the scale deserves: one, or none from 20 steps on."""
    places = 0 if one.scale_high - one.scale_low >= 20 else 1
    return f"{math.floor(round(value * 10**places, 6) + 0.5) / 10**places:.{places}f}"


def rated(one: Rated) -> str:
    """What the ratings on one scale say; too few, or too far apart, are refused in words."""
    fewest = int(default("fewest_raters"))
    raters = one.ratings if one.raters is None else one.raters
    newer = f"{sentence_case(count_of(one.waiting, 'newer one'))} wait{'s' if one.waiting == 1 else ''} for others."
    waiting = f" {newer}" if one.waiting else ""
    if raters < fewest:
        return f"Fewer than {number(fewest)} people have rated this, too few to say what they said.{waiting}"
    low, high, mean = known(one.low), known(one.high), known(one.mean)
    volume = _volume(one)
    if mean is None or low is None or high is None:
        return f"{sentence_case(volume)}, and nothing can be said from them yet.{waiting}"
    scale = one.scale_high - one.scale_low
    between = f"{on_scale(low, one)} to {on_scale(high, one)}"
    if high - low > EARLY_WIDTH * scale:
        return f"{sentence_case(volume)}: too early to say, anything from {between} on {_scale(one)}.{waiting}"
    middle = f"{on_scale(mean, one)} {_of(one)}"
    if one.ratings < FEW:
        said = f"{sentence_case(volume)}, a start: {middle} ({between})"
    else:
        said = f"{middle} from {volume} ({between})"
    p = known(one.p_above)
    word, side = (EITHER_WAY, True) if p is None else certainty(p)
    stands = word if word == EITHER_WAY else f"{word} {'at or above it' if side else 'below'}"
    aged = "" if not one.recent else f", {number(one.recent)} of them in the last 90 days"
    fades = known(one.half_life_days)
    old = "" if fades is None else f" A rating loses half its say in {span(fades)}, as is assumed."
    return f"{said}{aged}; the line is {_line(one)}: {stands}.{old}{waiting}"


def _volume(one: Rated) -> str:
    by = "" if one.raters is None or one.raters == one.ratings else f" by {count_of(one.raters, 'person', 'people')}"
    return f"{count_of(one.ratings, 'rating')}{by}"


def _line(one: Rated) -> str:
    places = 0 if one.scale_high - one.scale_low >= 20 and one.line == round(one.line) else 1
    return f"{one.line:.{places}f}"


def _of(one: Rated) -> str:
    return f"of {one.scale_high:g}" if one.scale_low in (0, 1) else f"on {_scale(one)}"


def _scale(one: Rated) -> str:
    return f"a scale from {one.scale_low:g} to {one.scale_high:g}"
