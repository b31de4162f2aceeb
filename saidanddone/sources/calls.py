"""Turns that only call somebody by name: the word is passed, and nothing has been asked or said yet (MISSION S2)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

from saidanddone.sources.labels import grouped

__all__ = ["names_in", "only_calls"]

_ALONG: Final = frozenset(
    (
        "ok", "okay", "yes", "yeah", "alright", "right", "so", "and", "then", "next", "now", "hi", "hey", "hello",
        "thanks", "thank", "you", "well", "go", "ahead", "please", "or", "maybe",
    )
)  # fmt: skip
"""What is said along with a name where the word is passed."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_FIGURE: Final = re.compile(r"\d")
_SHORTEST: Final = 2
_LONGEST: Final = 60
"""Letters of a name, and characters of a call."""


def names_in(labels: Iterable[str]) -> frozenset[str]:
    """The names that labels are made of, each by itself and in lower case; nothing of what stands beside a name.

    >>> sorted(names_in(["Ana Lopez | Kite", "Ben (guest)"]))
    ['ana', 'ben', 'lopez']
    """
    found = (name for label in {*labels} for name in _WORD.findall(grouped([label])[label].casefold()))
    return frozenset(name for name in found if len(name) >= _SHORTEST) - _ALONG


def only_calls(text: str, names: Collection[str]) -> bool:
    """Whether nothing is said but a name, and what one says along with it to pass the word.

    Args:
        names: of whoever was there, as of :func:`names_in`.

    >>> only_calls("Okay, thank you. Ben?", {"ben"}), only_calls("Ben, why?", {"ben"}), only_calls("Okay?", {"ben"})
    (True, False, False)
    """
    if len(text) > _LONGEST or _FIGURE.search(text):
        return False
    words = _WORD.findall(text.casefold())
    return any(word in names for word in words) and all(word in names or word in _ALONG for word in words)
