"""What could not be read, told line by line up to a limit and then by number, so that nothing is silently lost."""

from __future__ import annotations

from collections.abc import Iterable

from saidanddone.evidence.problem import Problem

__all__ = ["TOLD_SINGLY", "told"]

TOLD_SINGLY = 20
"""Lines of one kind of problem in one file that are told one by one; the rest are told by their number."""


def told(source: str, lines: Iterable[int], said: str, remedy: str) -> list[Problem]:
    """One problem a line for the first :data:`TOLD_SINGLY` lines, then one for all the rest.

    >>> [str(p) for p in told("ledger.csv", [3], "The due date cannot be read.", "Write it as 2026-09-07.")]
    ['ledger.csv:3: The due date cannot be read. Write it as 2026-09-07.']
    >>> told("ledger.csv", range(2, 30), "The due date cannot be read.", "")[-1].said
    'The due date cannot be read. The same holds for 8 more lines.'
    """
    numbers = sorted(int(line) for line in lines)
    problems = [Problem(source, line, said, remedy) for line in numbers[:TOLD_SINGLY]]
    more = len(numbers) - TOLD_SINGLY
    if more > 0:
        lines_ = "line" if more == 1 else "lines"
        problems.append(Problem(source, 0, f"{said} The same holds for {more:,} more {lines_}.", remedy))
    return problems
