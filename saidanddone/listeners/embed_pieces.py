"""Turns as pieces of words, as the sentence model was taught them: BERT's uncased WordPiece, and nothing to download.

Written here because the package that does it elsewhere brings along a client for a model hub. What comes out is the
same, piece for piece (``docs/decisions/0030``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Final

import numpy as np

__all__ = ["LONGEST", "Pieces", "pieces"]

LONGEST: Final = 128
"""Pieces of one turn that are listened to, its two ends among them; what comes after is left out."""
_WORD: Final = 100
"""Signs of a word beyond which it is unknown as a whole."""
_SIGNS: Final = 4000
"""Signs of one turn that are looked at: far more than :data:`LONGEST` pieces of any real text hold."""
_REMEMBERED: Final = 20_000
_UNKNOWN, _BEGIN, _END = "[UNK]", "[CLS]", "[SEP]"
_WIDE: Final = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip
"""Signs that are words of their own: Chinese characters."""
_PLAIN: Final = re.compile(r"[a-z0-9]+|[!-/:-@\[-`{-~]")


class Pieces:
    """Places of pieces in the model's vocabulary.

    Args:
        known: the vocabulary, in order.
    """

    def __init__(self, known: list[str]) -> None:
        self._place = {piece: place for place, piece in enumerate(known)}
        self._of_word: dict[str, tuple[int, ...]] = {}

    def __call__(self, text: str) -> tuple[int, ...]:
        """Places of the pieces of ``text`` between its two ends, at most :data:`LONGEST`."""
        text = text[:_SIGNS]
        found: list[int] = [self._place[_BEGIN]]
        for word in _words(text):
            found += self._word(word)
            if len(found) >= LONGEST:
                break
        return (*found[: LONGEST - 1], self._place[_END])

    def _word(self, word: str) -> tuple[int, ...]:
        known = self._of_word.get(word)
        if known is None:
            known = self._split(word)
            if len(self._of_word) < _REMEMBERED:
                self._of_word[word] = known
        return known

    def _split(self, word: str) -> tuple[int, ...]:
        """The longest known piece first, then the longest that goes on from there; all or nothing."""
        unknown = (self._place[_UNKNOWN],)
        if len(word) > _WORD:
            return unknown
        found = []
        begin = 0
        while begin < len(word):
            for end in range(len(word), begin, -1):
                place = self._place.get(word[begin:end] if begin == 0 else "##" + word[begin:end])
                if place is not None:
                    break
            else:
                return unknown
            found.append(place)
            begin = end
        return tuple(found)


def _words(text: str) -> list[str]:
    """Lower case without accents, cut at white space and around every mark of punctuation."""
    if text.isascii() and text.isprintable():
        return _PLAIN.findall(text.lower())
    # A zero-width or other unseen sign is no part of a word; white space of every kind is a gap.
    spaced = "".join(_sign(sign) for sign in text)
    bare = "".join(sign for sign in unicodedata.normalize("NFD", spaced) if unicodedata.category(sign) != "Mn")
    low = "".join(sign.lower() for sign in bare)  # one by one: the vocabulary knows no letter of a word's end
    cut = "".join(f" {sign} " if _is_mark(sign) else sign for sign in low)
    return cut.split()


def _sign(sign: str) -> str:
    code = ord(sign)
    if sign in "\t\n\r":
        return " "
    if code in (0, 0xFFFD) or unicodedata.category(sign)[0] == "C":
        return ""
    if sign.isspace():
        return " "
    return f" {sign} " if any(low <= code <= high for low, high in _WIDE) else sign


def _is_mark(sign: str) -> bool:
    code = ord(sign)
    ascii_mark = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    return ascii_mark or unicodedata.category(sign)[0] == "P"


@lru_cache(maxsize=1)
def pieces() -> Pieces:
    """The vocabulary that ships: 30,522 pieces of BERT base uncased (Apache-2.0)."""
    place = files("saidanddone.listeners").joinpath("weights", "pieces.npz")
    with place.open("rb") as file, np.load(file) as weights:
        return Pieces(bytes(weights["pieces"]).decode().split("\n"))
