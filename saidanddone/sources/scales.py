"""Items nobody spoke for: which half and which scale can be told of them, and what to say where neither can."""

from __future__ import annotations

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

    The scale is that of all of a half's items together, since one item's answers seldom take every number.
    """
    items: list[Item] = []
    notes: list[str] = []
    unscaled = 0
    halves = {name: question.half or "other" for name, question in found.items.items() if found.taken[name]}
    for half in sorted(set(halves.values())):
        names = [name for name, its in halves.items() if its == half]
        shown = {found.shown[name] for name in names if name in found.shown}
        together = shown.pop() if len(shown) == 1 else scale_of(set().union(*(found.taken[name] for name in names)))
        if together is None or any(
            not together[0] <= one <= together[1] for name in names for one in found.taken[name]
        ):
            unscaled += len(names)
            continue
        items += [
            Item(item=name, half=half, low=together[0], high=together[1], source=source, line=UNSTATED)
            for name in sorted(names)
        ]
        about = "are of no half that is known" if half == "other" else f"were taken to ask about {half}, by their names"
        span = f"{together[0]:g} to {together[1]:g}"
        notes.append(
            f"{len(names):,} {'item' if len(names) == 1 else 'items'} {about}, answered from {span} by their answers."
        )
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


def _items(count: int) -> str:
    return "1 item is" if count == 1 else f"{count:,} items are"
