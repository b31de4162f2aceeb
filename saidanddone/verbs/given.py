"""What a verb was given, checked for its kind before anything is read: a wrong one is a sentence, and no traceback."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from saidanddone.errors import UsageError

__all__ = ["checked", "options_checked", "places_checked"]

_PATH: Final = (str, os.PathLike), "a path, as text or a pathlib.Path"
_TEXT: Final = (str,), "text"
_NUMBER: Final = (int,), "a whole number"
_KINDS: Final[Mapping[str, tuple[tuple[type, ...], str]]] = MappingProxyType(
    {
        **dict.fromkeys(("roster", "policy", "calendar", "speakers", "into", "store", "draft_roster"), _PATH),
        **dict.fromkeys(("team", "leader", "me", "dates", "tz", "unit"), _TEXT),
        "on": ((date, str), "a date, or text such as 2026-09-30"),
        "at": ((int, float, str), "text such as 14:30, or seconds after midnight"),
        "marks": ((Iterable,), "a list of texts such as 12:30"),
        "judged": ((Mapping,), "a mapping of an id to whether it holds"),
        "seed": _NUMBER,
    }
)
"""Option -> what it may be, and how that is called; None is always none given."""

_SEVERAL: Final = (list, tuple, set, frozenset, dict)


def checked(verb: str, places: Sequence[Any], options: Mapping[str, Any]) -> None:
    """Check places and options at once, see :func:`places_checked` and :func:`options_checked`."""
    places_checked(verb, places)
    options_checked(verb, options)


def places_checked(verb: str, places: Iterable[Any]) -> None:
    """Check that every place of evidence is a path or an address.

    Raises:
        UsageError: one is something else; says which, what it is, and what to give instead.
    """
    for number, place in enumerate(places, start=1):
        if isinstance(place, _PATH[0]) and not isinstance(os.fspath(place), bytes):
            continue
        remedy = (
            f"Give its items one by one: {verb}(*files)." if isinstance(place, _SEVERAL)
            else "What is in memory alone has to be saved as a file first."
        )  # fmt: skip
        raise UsageError(
            f"Place {number} of the evidence given to {verb} is {_called(place)}, not {_PATH[1]}. {remedy}"
        )


def options_checked(verb: str, options: Mapping[str, Any]) -> None:
    """Check that every option that is known here and was given is of its kind.

    Raises:
        UsageError: one is not; says which, what it is, and what to give instead.
    """
    for name, value in options.items():
        kind = _KINDS.get(name)
        if kind is None or value is None:
            continue
        types, words = kind
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise UsageError(f"{name} of {verb} is {_called(value)}. Give {words}.")


def _called(value: Any) -> str:
    """What kind of thing it is, never what is in it.

    >>> _called(["Ana"]), _called(3), _called(None)
    ('a list', 'an int', 'None')
    """
    if value is None:
        return "None"
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
