"""What each message of a thread answers, by a written rule: a thread only says that messages belong together.

Whoever is named with an @ is answered, at their latest word. Somebody's first word in a thread answers what the
thread is about; after that they answer the latest word of somebody else since their own, and go on with what they
answered if there is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

__all__ = ["within_thread"]

_NAMED: Final = re.compile(r"(?<!\w)@\s?([^\W\d_][\w'’-]*)")


def within_thread(speakers: Sequence[str], labels: Sequence[str], texts: Sequence[str]) -> list[int | None]:
    """Place of the message each one answers, None for the first and for who only answers themself.

    Args:
        speakers: of the messages of one thread, its first one included, in order. labels: what each goes by.

    >>> within_thread("ABAC", ["Ada", "Ben", "Ada", "Cem"], ["why?", "see the log", "and then?", "@Ben it is empty"])
    [None, 0, 1, 1]
    """
    found: list[int | None] = []
    for place, (who, text) in enumerate(zip(speakers, texts, strict=True)):
        named = {word.casefold() for word in _NAMED.findall(text)}
        called = [
            at for at in range(place) if speakers[at] != who and labels[at].split() and _first(labels[at]) in named
        ]
        own = max((at for at in range(place) if speakers[at] == who), default=None)
        since = [at for at in range((own if own is not None else -1) + 1, place) if speakers[at] != who]
        if called:
            found.append(called[-1])
        elif own is None:
            found.append(0 if place else None)
        else:
            found.append(since[-1] if since else found[own])
    return found


def _first(label: str) -> str:
    return label.split(maxsplit=1)[0].casefold().lstrip("@")
