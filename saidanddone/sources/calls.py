"""Turns that only call somebody by name: the word is passed, and nothing has been asked yet (MISSION S2)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import Final

from saidanddone.sources.labels import grouped, plain

__all__ = ["ALONG", "asks_for", "names_in", "only_calls"]

ALONG: Final = frozenset(
    (
        "ok", "okay", "yes", "yeah", "alright", "right", "so", "and", "then", "next", "now", "hi", "hey", "hello",
        "thanks", "thank", "you", "well", "go", "ahead", "please", "or", "maybe",
    )
)  # fmt: skip
"""What is said along with a name where the word is passed."""

_NO_NAMES: Final = frozenset(
    (
        "why", "how", "what", "who", "whose", "when", "where", "which", "not", "no", "it", "me", "my", "help",
        "question", "questions", "support", "room", "meeting", "speaker", "unknown", "guest", "host", "desk", "user",
        "team", "is", "are", "am", "did", "does", "here", "there", "this", "that", "the", "all", "everybody",
        "everyone", "anybody", "anyone", "somebody", "someone", "us", "any", "to", "for", "of", "at", "in", "on", "up",
    )
)  # fmt: skip
"""Words that stand in labels and ask or say something by themselves."""

_ASKING: Final = frozenset(("will", "can", "may", "do", "an", "could", "would", "should", "shall", "might", "must"))
"""Names, too, of people; with *you* behind them they ask."""

_PART: Final = re.compile(r"[^\s,;:.!?…()\[\]{}\"“”/&<>@#*_-]+")
_STOP: Final = re.compile(r"(?<!\b[DMS]r)(?<!\bM[rs]s)(?<!\bMs)(?<!\bSt)(?<!\bProf)[.!…\n]")
_FIGURE: Final = re.compile(r"\d")
_SHORTEST: Final = 2
_LONGEST: Final = 60
"""Letters of a name, and characters of a call."""


def _words(text: str) -> list[str]:
    """Words as labels are compared: no case, accents or apostrophes; what stands between hyphens each by itself."""
    return [word for part in _PART.findall(text) for word in plain(part).split()]


def names_in(labels: Iterable[str]) -> frozenset[str]:
    """The names that labels are made of, each by itself, as they are compared; nothing of what stands beside a name.

    >>> sorted(names_in(["Ana Lopez | Kite", "Ben (guest)"]))
    ['ana', 'ben', 'lopez']
    """
    found = (name for label in {*labels} for name in _words(grouped([label])[label]))
    return frozenset(name for name in found if len(name) >= _SHORTEST or not name.isascii()) - ALONG - _NO_NAMES


def only_calls(text: str, names: Collection[str]) -> bool:
    """Whether nothing is said but a name, and what one says along with it to pass the word.

    Args:
        names: of whoever was there, as of :func:`names_in`.

    >>> only_calls("Okay, thank you. Ben?", {"ben"}), only_calls("Ben, why?", {"ben"}), only_calls("Okay?", {"ben"})
    (True, False, False)
    """
    if not names or len(text) > _LONGEST or _FIGURE.search(text):
        return False
    words = _words(text)
    called = [word for word in words if word in names]
    if not called or not all(word in names or word in ALONG for word in words):
        return False
    return not any(first in _ASKING and second == "you" for first, second in pairwise(words))


def asks_for(text: str, names: Collection[str]) -> bool:
    """Whether all that is asked is for somebody by name, whatever is said before.

    >>> asks_for("Fine, we ship it. Ben?", {"ben"}), asks_for("Do we ship it? Ben?", {"ben"}), asks_for("Ben", {"ben"})
    (True, False, True)
    """
    if not names:
        return False
    text = text.replace("？", "?")
    if "?" not in text:
        return only_calls(text, names)
    asked = [_STOP.split(one[-2 * _LONGEST :])[-1] for one in text.split("?")[:-1] if one.strip()]
    return bool(asked) and all(only_calls(one, names) for one in asked)
