"""Where the answers of each row belong: their round and the day it closed, their team and department."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

from saidanddone.evidence.problem import Problem
from saidanddone.sources.rounds import HOW_TO_CLOSE, closing, day_end, round_of
from saidanddone.sources.rows import Rows
from saidanddone.sources.sheet import Sheet

__all__ = ["Placed", "placed"]

_UNDATED_BEFORE = 346_000_000_000_000
"""1980-12-18: a survey that keeps no time of answering writes the first day of that year instead (µs UTC)."""


@dataclass(frozen=True)
class Placed:
    """By row: its round, the end of that round's last day (µs UTC; None where nothing says it), team and department."""

    rounds: Sequence[str] = field(repr=False)
    closed: Sequence[int | None] = field(repr=False)
    teams: Sequence[str | None] = field(repr=False)
    departments: Sequence[str | None] = field(repr=False)
    problems: tuple[Problem, ...] = ()


def placed(sheet: Sheet, rows: Rows, stem: str, zone: tzinfo) -> Placed:
    """One closing a round: the latest day stated in it, else the day or week its name tells, else the last day on
    which a response was handed in, else the day or week the file's name tells (``stem``)."""
    unnamed = round_of(stem)
    rounds = [name[:80] if name else unnamed for name in rows.texts("round")]
    stated = _latest(rounds, rows.times("closed"))
    handed_in = [None if at is None or at < _UNDATED_BEFORE else at for at in rows.times("submitted")]
    last = _latest(rounds, handed_in)
    closings: dict[str, int | None] = {}
    for name in dict.fromkeys(rounds):
        at = stated.get(name)
        named = None if at is not None else closing([name], zone)
        if at is None and named is None:
            at = last.get(name)
        closings[name] = day_end(at, zone) if at is not None else named if named is not None else closing([stem], zone)
    return Placed(
        rounds,
        [closings[name] for name in rounds],
        rows.texts("team"),
        rows.texts("department"),
        _undated(closings, sheet.source),
    )


def _latest(rounds: Sequence[str], times: Sequence[int | None]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for name, at in zip(rounds, times, strict=True):
        if at is not None:
            found[name] = max(at, found.get(name, at))
    return found


def _undated(closings: Mapping[str, int | None], source: str) -> tuple[Problem, ...]:
    without = sum(closed is None for closed in closings.values())
    if not without:
        return ()
    said = (
        "Nothing says when its round closed, so its answers were not read."
        if without == len(closings) == 1
        else f"Nothing says when {without:,} of its {len(closings):,} rounds closed; their answers were not read."
    )
    return (Problem(source, 0, said, HOW_TO_CLOSE),)
