"""A unit's commitments over time as rows to draw: each in the lane of its outcome, thinned where there are too many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from saidanddone.diagnosis.finding import Mark
from saidanddone.report.words import count_of, number

__all__ = ["LANES", "MARKS_DRAWN", "Lane", "Thinned", "is_told", "lane_of", "only_told", "thinned"]

MARKS_DRAWN: Final = 400
"""At most so many marks are drawn for a unit; more are thinned, and the drawing says so."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One outcome's lane: its name, its mark's shape, and the palette role it is drawn in (filled or not)."""

    name: str
    shape: str
    colour: str
    filled: bool


LANES: Final = {
    "kept": Lane("kept", "circle", "trust", True),
    "moved": Lane("kept, date moved", "circle", "trust", False),
    "late": Lane("late", "triangle-right", "broken", False),
    "broken": Lane("not kept", "triangle-down", "broken", True),
    "told_kept": Lane("kept, as told", "square", "trust", False),
    "told_unkept": Lane("not kept, as told", "square", "broken", False),
    "admitted": Lane("given up openly", "square", "open", False),
    "overdue": Lane("overdue", "triangle-up", "broken", False),
    "dropped": Lane("went quiet", "cross", "broken", True),
    "withdrawn": Lane("called off", "stroke", "open", True),
    "pending": Lane("not due yet", "circle", "open", False),
    "untold": Lane("outcome not told", "triangle-left", "open", False),
    "undated": Lane("no date", "diamond", "open", False),
}
"""Lanes from top to bottom. Told apart by place and shape first, lightness second: greyscale loses nothing."""


@dataclass(frozen=True, slots=True)
class Thinned:
    """Marks to draw, newest last, as (moment µs UTC, lane); ``total`` by lane before thinning; ``said`` in words."""

    marks: tuple[tuple[int, str], ...]
    total: dict[str, int]
    said: str


def is_told(mark: Mark) -> bool:
    """Whether it is known only from what people told in a pulse: it stands in no row, and whose it is nobody knows."""
    return mark.line == 0


def only_told(marks: Sequence[Mark]) -> bool:
    """Whether all that is known of promises is what people told of them."""
    return bool(marks) and all(is_told(mark) for mark in marks)


def lane_of(mark: Mark) -> str:
    """The lane of a commitment: what became of it, as a person would say it."""
    if is_told(mark):
        return "told_kept" if mark.y == 1 else "told_unkept"
    if mark.status in ("withdrawn", "admitted"):
        return mark.status
    if mark.due_us is None and mark.y is None:
        return "undated"
    if mark.y == 1:
        return "moved" if mark.renegotiated else "kept"
    if mark.status == "delivered":
        return "late" if mark.y == 0 and mark.closed_us is not None else "kept" if mark.y is None else "broken"
    return mark.status if mark.status in LANES else "pending"


def thinned(marks: Sequence[Mark], most: int = MARKS_DRAWN) -> Thinned:
    """At most ``most`` marks, evenly through time; the rarer an outcome, the more of it stays.

    Every lane gets an equal part of the room; what a lane does not need goes to the fuller ones. Within a lane every
    k-th mark stays, so the density over time is true.
    """
    lanes: dict[str, list[int]] = {name: [] for name in LANES}
    for mark in marks:
        when = mark.due_us if mark.due_us is not None else mark.made_us
        lanes[lane_of(mark)].append(when)
    total = {name: len(rows) for name, rows in lanes.items() if rows}
    room, left, kept = most, len(total), list[tuple[int, str]]()
    thin: list[str] = []
    for name in sorted(total, key=lambda lane: total[lane]):
        part = max(1, room // left)
        rows = sorted(lanes[name])
        step = -(-len(rows) // part)
        drawn = rows[::step]
        kept += [(when, name) for when in drawn]
        room, left = room - len(drawn), left - 1
        if step > 1:
            thin.append(f"every {_ordinal(step)} of {LANES[name].name}")
    shown = len(kept)
    said = ""
    if thin:
        said = f"Of {count_of(len(marks), 'commitment')}, {number(shown)} are drawn: {', '.join(thin)}."
    return Thinned(tuple(sorted(kept)), total, said)


def _ordinal(n: int) -> str:
    words = {2: "second", 3: "third", 4: "fourth", 5: "fifth"}
    if n in words:
        return words[n]
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n:,}{ending}"
