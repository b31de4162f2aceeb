"""Which of a person's handles in Jira stands for them: a display name, or an id where the name is not theirs alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from saidanddone.evidence.people import People
from saidanddone.evidence.pseudonym import normalise
from saidanddone.sources.jira.rules import UNASSIGNED

__all__ = ["Handles"]


class Handles:
    """The people of one reading: a builder, told of everybody first and asked afterwards.

    Of a person's handles the first that the roster knows stands for them; else their display name, unless two ids of
    this reading go by it; else their id.

    Attributes:
        names: pseudonym -> handle, of everybody asked about.
    """

    def __init__(self, people: People, met: Iterable[tuple[str | None, str | None]]) -> None:
        self.names: dict[str, str] = {}
        self._people = people
        ids: dict[str, set[str]] = {}
        for name, identity in met:
            if name and identity:
                ids.setdefault(normalise(name), set()).add(identity)
        self._shared = {name for name, several in ids.items() if len(several) > 1}

    def pseudonym(self, name: str | None, ids: Sequence[str | None]) -> str | None:
        """The pseudonym of whoever goes by these; None if they name nobody."""
        handle = self._standing(name, [one for one in ids if one])
        if handle is None:
            return None
        made = self._people.pseudonym(handle)
        self.names.setdefault(made, self._people.resolve(handle))
        return made

    def _standing(self, name: str | None, ids: Sequence[str]) -> str | None:
        name = None if not name or normalise(name) in UNASSIGNED else name
        for handle in (name, *ids):
            if handle and normalise(handle) in self._people.aliases:
                return handle
        if name and not (ids and normalise(name) in self._shared):
            return name
        return ids[0] if ids else None
