"""Turns that only call somebody by name: the word is passed, and nothing has been asked yet (MISSION S2)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from saidanddone.listening.conversation import Conversation
from saidanddone.sources.labels import grouped, plain

__all__ = ["asks_for", "marked", "names_in", "only_calls"]

_ALONG: Final = frozenset(
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
    return frozenset(name for name in found if len(name) >= _SHORTEST or not name.isascii()) - _ALONG - _NO_NAMES


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
    if not called or not all(word in names or word in _ALONG for word in words):
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


def marked(conversations: Sequence[Conversation], labels: Iterable[str]) -> list[Conversation]:
    """The same conversations of one file, their turns marked that ask for nothing but somebody whose label is in it."""
    names = names_in(labels)
    found = []
    for one in conversations:
        calls = {place for place, turn in enumerate(one.turns) if asks_for(turn.text, names)}
        if calls:
            turns = [replace(turn, calls=True) if place in calls else turn for place, turn in enumerate(one.turns)]
            found.append(replace(one, turns=tuple(turns)))
        else:
            found.append(one)
    return found
