"""Templates of named scales: how many items, which answers, which reversed, and whom to cite; never their wording.

A published scale's wording is its author's or its publisher's. Who has leave to use it pastes it in; we give the rest,
which is bare fact, so that its answers are read as its authors mean them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["COLUMNS", "TEMPLATES", "WORDS", "Template", "template"]

COLUMNS: Final = ("item", "half", "low", "high", "reversed")
"""Columns of a table of items, as it is read."""

WORDS: Final = "words"
"""A further column, for whoever prints a form: the wording they have leave to use. It is not read with the answers."""


@dataclass(frozen=True, slots=True)
class Template:
    """A named scale.

    Attributes:
        name: as it is asked for. title: as people call it. half: what it asks about. items: how many. low, high: its
            lowest and highest answer. reversed: places, from 1, of items of which the lowest answer is the best.
        citation: whom to cite.
    """

    name: str
    title: str
    half: str
    items: int
    low: int
    high: int
    reversed: frozenset[int]
    citation: str

    def ids(self) -> tuple[str, ...]:
        """Its items' ids: the scale's name and a number, which say nothing of the wording."""
        return tuple(f"{self.name}_{place}" for place in range(1, self.items + 1))

    def rows(self) -> Iterator[dict[str, str]]:
        """Its table of items, a row each: :data:`COLUMNS` and an empty cell for the wording."""
        for place, item in enumerate(self.ids(), start=1):
            yield {
                "item": item,
                "half": self.half,
                "low": str(self.low),
                "high": str(self.high),
                "reversed": "yes" if place in self.reversed else "no",
                WORDS: "",
            }


TEMPLATES: Final[Mapping[str, Template]] = {
    "edmondson": Template(
        name="edmondson",
        title="Team psychological safety (Edmondson, 1999)",
        half="safety",
        items=7,
        low=1,
        high=7,
        reversed=frozenset({1, 3, 5}),
        citation=(
            "Edmondson, A. (1999). Psychological safety and learning behavior in work teams. "
            "Administrative Science Quarterly, 44(2), 350-383. https://doi.org/10.2307/2666999"
        ),
    ),
}
"""Templates by name."""


def template(name: str) -> Template:
    """The template of this name, in any case.

    Raises:
        KeyError: there is none.
    """
    return TEMPLATES[name.strip().casefold()]
