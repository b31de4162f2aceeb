"""Rows of Jira's CSV with more cells than its header, put right where only one way of placing them can be true.

A cell with several values (labels, sprints, watchers …) should stand in as many columns of its name. Some exports
write the values and not the columns, and an unquoted separator in a text does the same: everything behind shifts.

A shift can only begin in a column that may hold several values or free text, so the columns between two of those move
together. Each stretch of them fits at a shift if its dates are dates, its numbers numbers, its status category one of
Jira's and its key a key; shifts never shrink from left to right, and at the end nothing but blanks may be left over.
A row is put right only if all ways of placing it that fit say the same wherever something is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC
from functools import lru_cache
from typing import Final

from saidanddone.sources import dates
from saidanddone.sources.cells import tidy
from saidanddone.sources.delimited import Mend
from saidanddone.sources.jira import rules
from saidanddone.sources.jira.columns import FIELDS
from saidanddone.sources.times import NO_DATE

__all__ = ["mending"]

_MOST: Final = 64
"""Cells too many up to which a row is looked at."""

_APART: Final = re.compile(r"[\s_\-./]+")
_SHIFTING: Final = frozenset((
    "summary", "description", "environment", "projectdescription", "labels", "label", "components", "component",
    "sprint", "sprints", "customfield(sprint)", "fixversions", "fixversion", "affectsversions", "affectsversion",
    "versions", "watchers", "watchersid", "attachment", "attachments", "comment", "comments", "logwork", "worklog",
    "subtasks", "linkedissues", "images", "development", "team",
))  # fmt: skip
"""Columns in which a row may come to hold more cells than the header has, as compared names."""

_NUMBERS: Final = frozenset((
    "issueid", "votes", "originalestimate", "remainingestimate", "timespent", "σoriginalestimate",
    "σremainingestimate", "σtimespent", "storypoints", "customfield(storypoints)", "storypointestimate",
    "customfield(storypointestimate)",
))  # fmt: skip
_DATES: Final = re.compile(
    r"(?:customfield\()?(?:created|updated|lastviewed|resolved|resolutiondate|duedate|due|startdate|targetstart|targetend|"
    r"inferredstartdate|inferredduedate|actualstart|actualend|statuscategorychanged|createddate|updateddate)\)?"
)
_NUMBER: Final = re.compile(r"-?\d+(?:[.,]\d+)?")
_ID: Final = re.compile(r"[0-9a-f]{24}|[0-9]+:[0-9a-f-]{36}|[\w.:@-]{3,}")


def mending(header: Sequence[str]) -> Mend:
    """What puts a row with more cells than this header right."""
    names = [_plain(name) for name in header]
    checks = [_check(name) for name in names]
    stretches = _stretches(names)
    width = len(names)

    def mend(cells: list[str]) -> list[str] | None:
        over = len(cells) - width
        blanks = next((n for n, cell in enumerate(reversed(cells)) if cell.strip()), over)
        if blanks >= over and _fits(cells, checks, (0, width), 0):
            return cells[:width]
        if over > _MOST:
            return None
        fits = [[_fits(cells, checks, stretch, shift) for shift in range(over + 1)] for stretch in stretches]
        placed: list[str] = []
        for (begin, end), shifts in zip(stretches, _possible(fits, max(0, over - blanks)), strict=True):
            said = {tuple(_said(names[place], cells[place + shift]) for place in range(begin, end)) for shift in shifts}
            if len(said) != 1:
                return None
            placed += cells[begin + shifts[0] : end + shifts[0]]
        return placed

    return mend


def _plain(name: str) -> str:
    return _APART.sub("", name.replace("\ufeff", "")).casefold()


_READ: Final = frozenset(_plain(name) for field in FIELDS for name in (field.name, *field.also))
_FILLED_OR_NOT: Final = frozenset(
    _plain(name) for field in FIELDS if field.many for name in (field.name, *field.also)
)  # fmt: skip


def _said(name: str, cell: str) -> str:
    """What a cell says to the reader; nothing, where its column is not read."""
    if name not in _READ:
        return ""
    return str(bool(tidy(cell))) if name in _FILLED_OR_NOT else tidy(cell)


def _check(name: str) -> Callable[[str], bool] | None:
    """What a cell of this column must be, where that can be told."""
    if name == "created":
        return lambda cell: bool(cell.strip()) and _is_date(cell)
    if name in ("issuekey", "key"):
        return lambda cell: rules.KEY.fullmatch(cell.strip()) is not None
    if name == "statuscategory":
        return lambda cell: not cell.strip() or rules.knows_category(cell)
    if name in _NUMBERS:
        return lambda cell: not cell.strip() or _NUMBER.fullmatch(cell.strip()) is not None
    if name.endswith("id") and name not in ("issueid", "paid", "valid"):
        return lambda cell: not cell.strip() or _ID.fullmatch(cell.strip()) is not None
    return _is_date if _DATES.fullmatch(name) else None


@lru_cache(maxsize=4096)
def _is_date(cell: str) -> bool:
    text = tidy(cell)
    return not text or text.casefold() in NO_DATE or dates.parse(text, None, UTC) is not None


def _stretches(names: Sequence[str]) -> list[tuple[int, int]]:
    """Columns that move together: a stretch ends with each column in which a shift may begin."""
    repeated = {name for name in names if names.count(name) > 1}
    found, begin = [], 0
    for place, name in enumerate(names):
        if name in _SHIFTING or name in repeated:
            found.append((begin, place + 1))
            begin = place + 1
    return [*found, (begin, len(names))]


def _fits(
    cells: Sequence[str], checks: Sequence[Callable[[str], bool] | None], stretch: tuple[int, int], shift: int
) -> bool:
    return all(
        check is None or check(cells[place + shift])
        for place, check in zip(range(*stretch), checks[slice(*stretch)], strict=True)
    )


def _possible(fits: Sequence[Sequence[bool]], least: int) -> list[list[int]]:
    """For each stretch the shifts at which it can stand, given all others; the first begins at 0, the last ends at
    ``least`` or beyond."""
    over = len(fits[0])
    left: list[list[int]] = []
    lowest = 0
    for number, fit in enumerate(fits):
        left.append([shift for shift in range(lowest, 1 if number == 0 else over) if fit[shift]])
        if not left[-1]:
            return [[] for _ in fits]
        lowest = left[-1][0]
    highest = over - 1
    right: list[list[int]] = []
    for number, shifts in enumerate(reversed(left)):
        right.append([shift for shift in shifts if shift <= highest and (number > 0 or shift >= least)])
        if not right[-1]:
            return [[] for _ in fits]
        highest = right[-1][-1]
    return right[::-1]
