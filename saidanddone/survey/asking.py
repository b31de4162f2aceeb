"""The questions of the last two weeks: what one did, saw or held back, how it was met, what was promised (S5, S6).

The wording is ours, under CC BY 4.0 as that of the items. Asked is the *last* such moment, not the one that mattered
most: the best remembered moments are the best and the worst met, and would tell of no ordinary week. What can be done
is listed once, beside a column for what one did, one for what one saw and one for what one held back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from saidanddone.evidence.act import KINDS
from saidanddone.evidence.item import COUNTS
from saidanddone.evidence.response import FOLLOWED, LEVELS, ROLES
from saidanddone.survey.items import ITEMS, POINTS
from saidanddone.survey.rotation import asked_in, told_in

__all__ = ["ACTS", "FOLLOWED_BY", "MET", "MET_BY", "Column", "Grid", "columns", "counted", "grids", "seconds"]

ACTS: Final[Mapping[str, str]] = {
    "question": "ask a question",
    "help_seeking": "ask for help",
    "not_knowing": "say \u201cI don\u2019t know\u201d",
    "mistake": "own up to a mistake",
    "idea": "offer an idea",
    "problem": "raise a problem",
    "challenge": "speak against a decision",
    "protection": "stand by somebody who was treated badly for speaking up",
    "personal": "tell something personal",
    "introduction": "introduce oneself",
}
"""Kind of act -> its words on a form: those of work first, and every kind of ``evidence.act``."""

MET: Final[Mapping[int, str]] = {
    1: "it was paid for: blame, ridicule, a threat, being left out",
    2: "it was passed over, or brushed aside",
    3: "it was answered, or turned down with a reason",
    4: "it was taken seriously, with thanks or understanding",
    5: "it was welcomed, and more of it was asked for",
}
"""``evidence.response.LEVELS`` as somebody who was there would tick them. A reasoned no is 3 (S3)."""

MET_BY: Final[Mapping[str, str]] = {"leader": "our leader", "peer": "somebody else on the team"}

FOLLOWED_BY: Final[Mapping[str, str]] = {
    "changed": "something changed",
    "declined_with_reason": "a no, with a reason",
    "nothing": "nothing so far",
    "unknown": "I don\u2019t know",
}

if {*ACTS} != {*KINDS} or {*MET} != {*LEVELS} or {*MET_BY} != {*ROLES} or {*FOLLOWED_BY} != {*FOLLOWED}:
    raise AssertionError("All that evidence knows of an act and its answer has its words here, and nothing else.")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answers: its name in a table, its words on a form, and whether several may be ticked."""

    name: str
    words: str
    several: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """One question with its boxes: rows are what can be ticked (what is typed -> its words), columns where it goes."""

    title: str
    hint: str
    rows: Mapping[str, str]
    columns: tuple[Column, ...]


_TOLD: Final[Mapping[str, Column]] = {
    "own": Column("own_kind", "I did this"),
    "seen": Column("seen_kind", "I saw somebody else do this"),
    "held_back": Column("held_back", "I wanted to, and did not", several=True),
}

_WHOSE: Final[Mapping[str, str]] = {"own": "what I did", "seen": "what I saw"}

_HINTS: Final[Mapping[str, str]] = {
    "own": "what you did last: one tick",
    "seen": "what you saw last: one tick, and no name",
    "held_back": "what you held back: as many ticks as there were",
}

_PROMISES: Final = (
    Column(COUNTS[0], "In these two weeks, how many promises of our leader to us came due?"),
    Column(COUNTS[1], "How many of those were kept?"),
)


def grids(number: int) -> tuple[Grid, ...]:
    """What a round asks of the last two weeks, to be ticked. ``number`` counts rounds from 1."""
    told = [one for one in told_in(number) if one in _TOLD]
    met = [one for one in told if one in _WHOSE]

    def each(field: str) -> tuple[Column, ...]:
        return tuple(Column(f"{one}_{field}", _WHOSE[one]) for one in met)

    hint = "; ".join(_HINTS[one] for one in told)
    return (
        Grid("In the last two weeks, in this team", f"{hint[0].upper()}{hint[1:]}. Nothing: leave it empty.", ACTS,
             tuple(_TOLD[one] for one in told)),
        Grid("How was it met?", "", {str(level): words for level, words in MET.items()}, each("met")),
        Grid("Who met it so?", "If several did, whoever came first.", MET_BY, each("by")),
        Grid("What came of it?", "", FOLLOWED_BY, each("followed")),
    )  # fmt: skip


def counted(number: int) -> tuple[Column, ...]:
    """What a round asks for as a number; in some rounds nothing."""
    return _PROMISES if "promises" in told_in(number) else ()


def columns(number: int) -> Iterator[str]:
    """The columns that answers to the questions of the last two weeks are typed into, in a form's order."""
    for grid in grids(number):
        yield from (column.name for column in grid.columns)
    yield from (column.name for column in counted(number))


_WORDS_A_SECOND: Final = 238 / 60
"""Brysbaert (2019), How many words do we read per minute?: 238 words of English a minute, read in silence."""

_SECONDS_A_TICK: Final = 3.0
"""To decide and to tick, or to write a number: assumed."""


def seconds(number: int) -> float:
    """About how long a round's questions take: all words read once, everything ticked. Reckoned, not measured."""
    said = [ITEMS[item].words for item in asked_in(number)] + [*POINTS.values()]
    for grid in grids(number):
        said += [grid.title, grid.hint, *grid.rows.values(), *(column.words for column in grid.columns)]
    said += [column.words for column in counted(number)]
    words = sum(len(text.split()) for text in said)
    return words / _WORDS_A_SECOND + _SECONDS_A_TICK * (len(asked_in(number)) + len([*columns(number)]))
