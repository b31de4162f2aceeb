"""What a sentence rests on, as links: to the rows it speaks of, or to all that stand behind a unit's figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from saidanddone.diagnosis.finding import Mark
from saidanddone.privacy.release import Released
from saidanddone.report.captions import rows_behind
from saidanddone.report.markup import Markup, element
from saidanddone.report.words import count_of, joined, plain

__all__ = ["NAMED", "Rows", "named", "ranges"]

NAMED: Final = 3
"""So many rows are named one by one, the newest first; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one unit as a page lists them.

    Attributes:
        unit: whose. place: its number on the page. listed: how many are listed, the newest; 0 for none.
    """

    unit: Released
    place: int
    listed: int

    def name(self, steps: int) -> str:
        """The id of the row that is so many steps older than the newest."""
        return f"u{self.place}-r{rows_behind(self.unit) - steps}"

    @property
    def all_of_it(self) -> str:
        """The id of the list."""
        return f"u{self.place}-rows"

    def cite(self, rows: Sequence[Mark] = (), ratings: Sequence[str] = ()) -> Markup:
        """Links to these rows, or to all where none is singled out; nothing where the page lists no rows at all.

        Args:
            rows: of the unit's own marks. ratings: of the unit's ratings, instead of rows.
        """
        if ratings:
            return _bracketed(_link(count_of(len(ratings), "rating"), f"u{self.place}-ratings"))
        if not self.unit.marks:
            return Markup("")
        if not rows or len(rows) == len(self.unit.marks):
            whole = f"all {count_of(rows_behind(self.unit), 'row')}"
            return _bracketed(element("a", "rows", href=f"#{self.all_of_it}", aria_label=whole))
        steps = {id(mark): step for step, mark in enumerate(reversed(self.unit.marks))}
        newest = sorted(rows, key=lambda mark: steps[id(mark)])
        before, names = named(newest[:NAMED], self.unit.marks)
        parts = [
            _link(name, self.name(step) if step < self.listed else self.all_of_it)
            for name, step in zip(names, (steps[id(mark)] for mark in newest), strict=False)
        ]
        if len(rows) > NAMED:
            parts.append(_link(f"{len(rows) - NAMED:,} more", self.all_of_it))
        between = [", "] * (len(parts) - 2) + [" and "] * (len(parts) > 1)
        told = [piece for pair in zip(parts, [*between, ""], strict=True) for piece in pair]
        return _bracketed(before, *told)


def named(rows: Sequence[Mark], among: Sequence[Mark]) -> tuple[str, list[str]]:
    """How rows are named: by line alone where all of a unit's come from one source, else by source and line."""
    if len({mark.source for mark in among}) == 1:
        return "line " if len(rows) == 1 else "lines ", [str(mark.line) for mark in rows]
    return "", [plain(f"{mark.source}:{mark.line}") for mark in rows]


def ranges(cited: Sequence[str]) -> str:
    """Rows cited as ``source:line``, with runs of lines drawn together.

    >>> ranges(["r.csv:2", "r.csv:3", "r.csv:4", "r.csv:9"])
    'r.csv: 2 to 4, 9'
    """
    lines: dict[str, list[int]] = {}
    for one in cited:
        source, _, line = one.rpartition(":")
        lines.setdefault(source, []).append(int(line) if line.isdigit() else 0)
    return "; ".join(f"{plain(source)}: {', '.join(_runs(sorted(set(found))))}" for source, found in lines.items())


def _runs(lines: list[int]) -> list[str]:
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    told = [[str(run[0])] if len(run) == 1 else [joined([str(run[0]), str(run[-1])], "to")] for run in runs]
    return [part for run in told for part in run]


def _bracketed(*parts: str) -> Markup:
    return element("span", "(", *parts, ")", class_="cite")


def _link(said: str, to: str) -> Markup:
    return element("a", said, href=f"#{to}")
