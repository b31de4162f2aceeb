"""Items nobody spoke for: which half and which scale can be told of them, and what to say where neither can."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from saidanddone.evidence.item import Item
from saidanddone.evidence.problem import Problem
from saidanddone.sources.answer_values import Scale, scale_of
from saidanddone.sources.questions import Question
from saidanddone.sources.survey_items import HOW_TO_NAME

__all__ = ["UNSTATED", "Guesses", "guessed"]

UNSTATED = 0
"""The line of an item that nobody stated: what is told of it was taken from its heading and its answers. A stated one
of the same name goes before it."""


@dataclass
class Guesses:
    """Items without a word on them, with the answers they got: a builder, filled while a file is read."""

    items: dict[str, Question] = field(default_factory=dict)
    taken: dict[str, set[float]] = field(default_factory=dict)
    shown: dict[str, Scale] = field(default_factory=dict)

    def add(self, question: Question, shown: Scale | None, values: Iterable[float]) -> None:
        """Take in the answers of one; ``shown``: the scale that words of agreement show."""
        self.items[question.item] = question
        self.taken.setdefault(question.item, set()).update(values)
        if shown is not None:
            self.shown[question.item] = shown


def guessed(found: Guesses, source: str) -> tuple[Sequence[Item], tuple[str, ...], list[Problem]]:
    """The items as evidence, what was taken for granted of them, and what has to be asked.

    A scale that words of agreement or the survey's own structure show is an item's own. Else it is that of all of a
    half's items together, since the answers to one seldom take every number.
    """
    halves = {name: question.half or "other" for name, question in found.items.items() if found.taken[name]}
    scales: dict[str, Scale] = {}
    for half in set(halves.values()):
        bare = [name for name, its in halves.items() if its == half and name not in found.shown]
        together = scale_of(set().union(*(found.taken[name] for name in bare)))
        scales |= {name: found.shown[name] for name, its in halves.items() if its == half and name in found.shown}
        scales |= {} if together is None else dict.fromkeys(bare, together)
    fits = {
        name: scale for name, scale in scales.items() if all(scale[0] <= one <= scale[1] for one in found.taken[name])
    }
    items = [
        Item(item=name, half=halves[name], low=low, high=high, source=source, line=UNSTATED)
        for name, (low, high) in sorted(fits.items())
    ]
    unscaled = len(halves) - len(items)
    kinds = Counter((halves[name], scale) for name, scale in fits.items())
    notes = [_taken_for(count, half, scale) for (half, scale), count in sorted(kinds.items())]
    problems = []
    others = sum(half == "other" for half in halves.values())
    if others:
        problems.append(
            Problem(source, 0, f"{_items(others)} of no half that is known; the answers are kept and inform neither.",
                    HOW_TO_NAME)
        )  # fmt: skip
    if unscaled:
        problems.append(
            Problem(source, 0, f"{_items(unscaled)} on a scale that nobody states and the answers do not show; "
                    "the answers are kept and inform nothing yet.", HOW_TO_NAME)
        )  # fmt: skip
    return items, tuple(notes), problems


def _taken_for(count: int, half: str, scale: Scale) -> str:
    what, verb = ("1 item", "is") if count == 1 else (f"{count:,} items", "are")
    about = "" if half == "other" else f" {verb} taken to ask about {half}, going by the {_name(count)}, and"
    return f"{what}{about} {verb} taken to be answered from {scale[0]:g} to {scale[1]:g}."


def _name(count: int) -> str:
    return "name" if count == 1 else "names"


def _items(count: int) -> str:
    return "1 item is" if count == 1 else f"{count:,} items are"
