"""What one answer says: a number, the code of an answer, or words of agreement; and nothing of what is no answer."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from saidanddone.sources.cells import tidy

__all__ = ["NO_ANSWER", "SCALE_TOPS", "Scale", "Unread", "plain", "points_of", "scale_of", "value"]

Scale = tuple[float, float]
"""Lowest and highest answer of an item."""

SCALE_TOPS: Final = (4, 5, 6, 7, 10)
"""Highest answers of the scales that are in use; others are not taken for a scale unless somebody says so."""

NO_ANSWER: Final = frozenset(
    ("na", "n a", "not applicable", "no answer", "no response", "not answered", "prefer not to say", "skipped",
     "prefer not to answer", "dont know", "don't know", "i dont know", "i don't know", "."),
)  # fmt: skip
"""What stands where somebody did not answer, in plain form."""

_DEGREES: Final[Mapping[str, int]] = {
    **dict.fromkeys(("strongly", "completely", "totally", "fully", "very"), 3),
    **dict.fromkeys(("", "moderately", "mostly"), 2),
    **dict.fromkeys(("somewhat", "slightly", "rather", "a little"), 1),
}
_WAYS: Final[Mapping[str, int]] = {"agree": 1, "accurate": 1, "disagree": -1, "inaccurate": -1}
_STEPS: Final[Mapping[str, int]] = {
    **{f"{degree} {way}".strip(): sign * size for degree, size in _DEGREES.items() for way, sign in _WAYS.items()},
    **dict.fromkeys(("neither agree nor disagree", "neither", "neutral", "undecided", "neither accurate nor inaccurate",
                     "neither disagree nor agree", "neither agree or disagree"), 0),
}  # fmt: skip
"""Words of agreement -> how far from the middle, -3 to 3."""

_PLACES: Final[Mapping[int, Mapping[int, int]]] = {
    4: {-3: 1, -2: 2, -1: 2, 1: 3, 2: 3, 3: 4},
    5: {-3: 1, -2: 2, -1: 2, 0: 3, 1: 4, 2: 4, 3: 5},
    6: {-3: 1, -2: 2, -1: 3, 1: 4, 2: 5, 3: 6},
    7: {-3: 1, -2: 2, -1: 3, 0: 4, 1: 5, 2: 6, 3: 7},
}
"""Number of points -> step -> which point it is, from 1."""

_OFTEN: Final[Mapping[str, int]] = {
    "never": 1,
    **dict.fromkeys(("rarely", "seldom"), 2),
    **dict.fromkeys(("sometimes", "occasionally"), 3),
    **dict.fromkeys(("often", "usually", "frequently"), 4),
    "always": 5,
}

_NUMBERED: Final = re.compile(r"(\d{1,2})(?: ?[-–—:.)=] ?| ?\()[^\d\s].*", re.ASCII | re.DOTALL)
_BEHIND: Final = re.compile(r"[^\d=+@-].*\((\d{1,2})\)", re.ASCII | re.DOTALL)
_CODED: Final = re.compile(r"[A-Za-z]{1,3}0{0,3}(\d{1,2})", re.ASCII)


class Unread:
    """An answer that is none: neither a number, nor a code, nor words of its scale."""

    __slots__ = ()


UNREAD: Final = Unread()


def value(text: str, scale: Scale | None, told: Mapping[str, float] | None = None) -> float | Unread | None:
    """The answer in one cell; None where there is none, :class:`Unread` where something else stands.

    Args:
        scale: of its item, if it is known; words of agreement mean nothing without. told: plain words or codes whose
            value somebody stated, which go first.

    >>> value("4", (1, 5)), value("2,5", (1, 5)), value("A3", (1, 5)), value("5 (Strongly agree)", (1, 5))
    (4.0, 2.5, 3.0, 5.0)
    >>> value("Strongly agree", (1, 5)), value("Strongly agree", (1, 7)), value("n/a", (1, 5))
    (5.0, 7.0, None)
    """
    text = tidy(text)
    said = plain(text)
    if not text or said in NO_ANSWER:
        return None
    if told and said in told:
        return told[said]
    number = _number(text)
    if number is not None:
        return number
    for shape in (_NUMBERED, _BEHIND, _CODED):
        if found := shape.fullmatch(text[:200]):
            return float(found[1])
    point = None if scale is None else _point(said, scale)
    return UNREAD if point is None else point


def plain(text: str) -> str:
    """Words in the form in which two spellings of one answer are equal."""
    return " ".join(text.replace("’", "'").replace("_", " ").casefold().split())[:80]


def _number(text: str) -> float | None:
    plain = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    if len(plain) > 40 or "_" in plain:
        return None
    try:
        found = float(plain)
    except ValueError:
        return None
    return found if math.isfinite(found) and abs(found) < 1e9 else None


def _point(said: str, scale: Scale) -> float | None:
    low, high = scale
    points = round(high - low) + 1
    if said in _OFTEN and points == len(_OFTEN):
        return float(low + _OFTEN[said] - 1)
    place = _PLACES.get(points, {}).get(_STEPS.get(said, 99))
    return None if place is None else float(low + place - 1)


def points_of(texts: Iterable[str]) -> Scale | None:
    """The scale that words of agreement show by themselves: of seven points where both degrees stand, else of five.

    >>> points_of(["agree", "Strongly agree"]), points_of(["Somewhat agree", "Agree"]), points_of(["4"])
    ((1.0, 5.0), (1.0, 7.0), None)
    """
    said = {plain(tidy(text)) for text in texts}
    steps = {_STEPS[one] for one in said if one in _STEPS}
    if {1, 2} <= steps or {-1, -2} <= steps:
        return (1.0, 7.0)
    return (1.0, 5.0) if steps or said & _OFTEN.keys() else None


def scale_of(values: Collection[float]) -> Scale | None:
    """The scale that answers show by themselves: whole numbers from 1, every one taken, up to a usual highest.

    >>> scale_of([1, 2, 3, 4, 5, 5]), scale_of([1, 2, 4, 5]), scale_of([0, 1, 2, 3, 4])
    ((1.0, 5.0), None, None)
    """
    taken = set(values)
    top = max(taken, default=0)
    return (1.0, float(top)) if top in SCALE_TOPS and taken == set(range(1, int(top) + 1)) else None
