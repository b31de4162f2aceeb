"""Whoever confirms what was heard in the demonstration: nobody real, so the simulation answers from what is true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from saidanddone.listening.labels import ACTS
from saidanddone.simulation.exports import Exports
from saidanddone.verbs.listen import Listened

__all__ = ["Settled", "settle"]

_ROUNDS: Final = 5
"""What is turned down may uncover another proposal of the same turn; so often is looked again."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What such a person did with what was proposed.

    Attributes:
        acts: acts there were. heard: those that were heard as what they are, and confirmed.
        turned_down: proposals of acts that were wrong. answers: answers whose level was given; as_proposed: those of
            them whose level the listener had read the same. left: answers left open, because they answered something
            else or nothing.
    """

    acts: int
    heard: int
    turned_down: int
    answers: int
    as_proposed: int
    left: int


def settle(found: Listened, exports: Exports) -> tuple[Listened, Settled]:
    """Settle everything proposed as its truth says. Promises stay proposals: the tracker holds them already."""
    turned_down = heard = 0
    for _ in range(_ROUNDS):
        judged = dict(_kinds(found, exports))
        if not judged:
            break
        heard += sum(judged.values())
        turned_down += len(judged) - sum(judged.values())
        found = found.settled(judged)
    levels = dict(_levels(found, exports))
    if levels:
        found = found.settled(levels)
    record = [told for label, told in found.judged.items() if label.startswith("level_")]
    acts = sum(bool(said[place].kind) for said, place in exports.truth.values())
    same = sum(right for right, _ in record)
    return found, Settled(acts, heard, turned_down, len(levels), same, len(found.replies()))


def _kinds(found: Listened, exports: Exports) -> Iterator[tuple[str, bool]]:
    for one in (*found.proposals(), *found.counted()):
        if one.label in ACTS:
            said, place = exports.truth[one.source, one.line]
            yield one.id, said[place].kind == one.label


def _levels(found: Listened, exports: Exports) -> Iterator[tuple[str, int]]:
    """The level of every answer that answers what it is taken to answer."""
    for one in found.replies():
        said, place = exports.truth[one.source, one.line]
        answer = said[place]
        if answer.level is not None and answer.to is not None and said[answer.to].text == one.to:
            yield one.id, answer.level
