"""Numbers as people say and write them: figures, words, ordinals, a couple of and half an (T5)."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["CARDINAL", "ORDINAL", "YEAR", "amount", "ordinal", "year"]


def _numbered(words: str, numbers: range) -> dict[str, int]:
    return dict(zip(words.split(" "), numbers, strict=True))


_UNITS = _numbered("one two three four five six seven eight nine", range(1, 10))
_TEENS = _numbered(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    range(10, 20),
)
_TENS = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", range(20, 100, 10))
_FIRSTS = _numbered("first second third fourth fifth sixth seventh eighth ninth", range(1, 10))
_TENTHS = {
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
_LOOSE = {"a": 1, "an": 1, "another": 1, "couple": 2, "few": 3, "several": 5, "half": 0.5}
_WORDS = {**_UNITS, **_TEENS, **_TENS, **_FIRSTS, **_TENTHS}


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_TENS_AND = rf"(?:{_any(_TENS)})(?:[ -](?:{_any(_UNITS)}))?"
CARDINAL: Final = rf"(?:{_TENS_AND}|{_any(_TEENS)}|{_any(_UNITS)})"
"""One to ninety-nine in words, as a pattern without groups."""

ORDINAL: Final = rf"(?:(?:twenty|thirty)[ -](?:{_any(_FIRSTS)})|{_any(_TENTHS)}|{_any(_FIRSTS)})"
"""First to thirty-ninth in words, as a pattern without groups."""

YEAR: Final = rf"(?:two thousand(?: and)?(?: {CARDINAL})?|(?:nineteen|twenty) {CARDINAL}|(?:19|20)\d\d)"
"""A year of this century in words, or of this and the last in figures, as a pattern without groups."""

_FIGURES = re.compile(r"\d+(?:\.\d+)?")


def _words(text: str) -> int:
    return sum(_WORDS.get(word, 0) for word in re.split(r"[ -]+", text))


def amount(text: str) -> float:
    """How many: ``2``, ``1.5``, ``twenty two``, ``a couple of``, ``half an``, ``a``."""
    if figures := _FIGURES.search(text):
        return float(figures[0])
    if number := _words(text):
        return float(number)
    return max((float(_LOOSE[w]) for w in text.split() if w in _LOOSE and w not in ("a", "an", "another")), default=1.0)


def ordinal(text: str) -> int:
    """Which: ``12``, ``12th``, ``twelfth``, ``twenty nine``; 0 if it is none."""
    figures = _FIGURES.match(text)
    return int(figures[0]) if figures else _words(text)


def year(text: str) -> int:
    """Which year: ``2031``, ``31``, ``two thousand and thirty one``, ``twenty thirty one``."""
    if figures := _FIGURES.search(text):
        number = int(figures[0])
        return number + 2000 if number < 100 else number
    if text.startswith("two thousand"):
        return 2000 + _words(text.removeprefix("two thousand"))
    century, _, rest = text.partition(" ")
    return (1900 if century == "nineteen" else 2000) + _words(rest)
