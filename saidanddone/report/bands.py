"""A forecast as a band of characters: interval, middle and line on one scale, readable without colour."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

from saidanddone.forecast.trust.result import TrustForecast
from saidanddone.report.sentences import NOTHING_YET, look
from saidanddone.report.tokens import STATES
from saidanddone.report.words import known

__all__ = [
    "PLAIN",
    "PRETTY",
    "Signs",
    "cell",
    "drawn_band",
    "empty_band",
    "plain_band",
    "scale",
    "shown_width",
    "trust_band",
]


@dataclass(frozen=True, slots=True)
class Signs:
    """What a band is drawn with. ``plain`` picks the sign of the middle that any terminal has."""

    track: str
    interval: str
    line: str
    nothing: str
    rule: str
    more: str
    plain: bool


PRETTY: Final = Signs(track="─", interval="▒", line="│", nothing="·", rule="─", more="…", plain=False)
PLAIN: Final = Signs(track="-", interval="=", line="|", nothing=".", rule="-", more="~", plain=True)
"""For terminals that know ASCII only."""


def _at(p: float, width: int) -> int:
    return min(width - 1, max(0, round(p * (width - 1))))


def trust_band(trust: TrustForecast, width: int, signs: Signs = PRETTY) -> str:
    """The trust band, ``width`` characters from 0 to 100 %; empty but for its line when nothing is known.

    The middle's sign tells the state by shape: ``●`` reliably kept, ``◆`` reliably not, ``○`` not settled (T9).
    """
    state = STATES[look(trust)]
    mean, low, high = known(trust.mean), known(trust.low), known(trust.high)
    if look(trust) == "none" or mean is None:
        return empty_band(width, signs, trust.line)
    return drawn_band(low, mean, high, trust.line, width, signs, state.plain_sign if signs.plain else state.sign)


def plain_band(low: float, middle: float, high: float, line: float, width: int, signs: Signs = PRETTY) -> str:
    """A band of three figures that take no side, each 0..1."""
    state = STATES["uncertain"]
    return drawn_band(low, middle, high, line, width, signs, state.plain_sign if signs.plain else state.sign)


def drawn_band(
    low: float | None, mean: float, high: float | None, line: float, width: int, signs: Signs, middle: str
) -> str:
    """A band from its figures, each 0..1, with the sign of its middle."""
    cells = [signs.track] * width
    if low is not None and high is not None:
        for i in range(_at(low, width), _at(high, width) + 1):
            cells[i] = signs.interval
    cells[_at(line, width)] = signs.line
    cells[_at(mean, width)] = middle
    return "".join(cells)


def empty_band(width: int, signs: Signs = PRETTY, line: float | None = None) -> str:
    """A band with nothing in it but, where there is room, the words for that: no evidence is not zero."""
    words = f" {NOTHING_YET} "
    cells = list(words.center(width, signs.nothing) if width >= len(words) + 8 else signs.nothing * width)
    if line is not None:
        cells[_at(line, width)] = signs.line
    return "".join(cells)


def scale(width: int) -> str:
    """The scale over a band: 0 at its left end, 50 in its middle, 100 % at its right end.

    >>> scale(24)
    '0          50       100%'
    """
    middle = _at(0.5, width)
    left = "0".ljust(middle - 1) + "50"
    return left + "100%".rjust(width - len(left))


def shown_width(text: str) -> int:
    """How many columns a terminal gives a text: two for a wide sign, none for one that combines."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def cell(text: str, width: int, *, right: bool = False, signs: Signs = PRETTY) -> str:
    """A text in exactly ``width`` columns, cut with a sign of more to come where it is too long.

    >>> cell("Atlas", 7), cell("86%", 5, right=True), cell("A long label", 6)
    ('Atlas  ', '  86%', 'A lon…')
    """
    if shown_width(text) > width:
        kept, used = "", 0
        for sign in text:
            used += shown_width(sign)
            if used > width - 1:
                break
            kept += sign
        text = kept + signs.more
    pad = " " * (width - shown_width(text))
    return pad + text if right else text + pad
