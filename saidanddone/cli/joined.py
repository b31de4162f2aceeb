"""Whom a roster joins, as ``read`` prints it: by name only where a preview was asked for, else by number alone."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from saidanddone.verbs.joining import Joined, Joins

__all__ = ["counted", "previewed"]

_GAP: Final = 2
_WIDEST: Final = 36


def counted(joins: Joins, width: int) -> list[str]:
    """How many handles were joined by rule, and how many are on no row; nobody is named."""
    said = joins.told() or "Every handle is on the roster."
    return textwrap.wrap(f"{said} --preview shows which.", width)


def previewed(joins: Joins, width: int) -> list[str]:
    """Every handle by name: joined to whom and by which rule, ambiguous, unmatched; whom nothing led to; what to do."""
    from saidanddone.verbs.joining import rule_in_words

    joined = [row for row in joins.rows if row.match.name is not None]
    lines = [f"Joined to people on the roster ({len(joined):,}):"]
    lines += _table(
        ("handle", "in", "rows", "is", "because"),
        [(*_met(row), row.match.name or "", rule_in_words(row.match)) for row in joined],
        width,
    )
    lines += _part(
        joins.ambiguous,
        "Could be more than one person, so not joined",
        ("handle", "in", "rows", "might be"),
        lambda row: ", ".join(row.match.candidates),
        width,
    )
    nameless = sum(row.met.label is None for row in joins.unmatched)
    lines += _part(
        [row for row in joins.unmatched if row.met.label is not None],
        "On no row of the roster",
        ("handle", "in", "rows", "perhaps"),
        lambda row: "; ".join(row.match.candidates),
        width,
    )
    if nameless:
        said = (
            f"{nameless:,} more are on no row of it, as far as can be told: their names were not kept. Preview the "
            "exports themselves, or read them again with --names."
        )
        lines += ["", *textwrap.wrap(said, width)]
    if joins.never_met:
        lines += ["", f"On the roster, and not met ({len(joins.never_met):,}):"]
        lines += list(_wrapped("; ".join(joins.never_met), width))
    lines += ["", *_what_to_do(joins, width)]
    return lines


def _what_to_do(joins: Joins, width: int) -> Iterator[str]:
    yield "To change this, add rows to the roster (name,handle,source):"
    if by_rule := next((row for row in joins.by_rule if row.met.label is not None), None):
        label = by_rule.met.label or ""
        yield from _wrapped(f"{_row(label, label)}  keeps this one apart, as somebody else", width)
    if unclear := next((row for row in (*joins.ambiguous, *joins.unmatched) if row.met.label is not None), None):
        label = unclear.met.label or ""
        name = next(iter(unclear.match.candidates), "Their Name")
        yield from _wrapped(f"{_row(name, label, unclear.met.format)}  says whose this one is", width)
    yield from _wrapped(
        "A handle written there wins over every rule. A source beside it (a format such as jira, or a file's name) "
        "makes it hold there only.",
        width,
    )


def _row(*cells: str) -> str:
    return ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' if set(cell) & set(',";') else cell for cell in cells)


def _met(row: Joined) -> tuple[str, str, str]:
    return row.met.label or "(name not kept)", row.met.source, f"{row.met.rows:,}"


def _part(
    rows: Sequence[Joined], title: str, head: Sequence[str], last: Callable[[Joined], str], width: int
) -> list[str]:
    if not rows:
        return []
    cells: list[tuple[str, ...]] = [(*_met(row), last(row)) for row in rows]
    if not any(cell[-1] for cell in cells):
        head, cells = head[:-1], [cell[:-1] for cell in cells]
    return ["", f"{title} ({len(rows):,}):", *_table(head, cells, width)]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], width: int) -> list[str]:
    """Rows under a head. Names are shown whole: where a row is wider than the screen, its last cell goes below it."""
    from saidanddone.report.words import plain

    shown = [[plain(cell) for cell in row] for row in rows]
    if not shown:
        return ["  nobody"]
    firsts = [min(_WIDEST, max(len(row[place]) for row in (head, *shown))) for place in range(len(head) - 1)]
    right = [name == "rows" for name in head]

    def line(row: Sequence[str]) -> Iterator[str]:
        cells = [
            f"{cell:>{w}}" if to_right else f"{cell:{w}}" for cell, w, to_right in zip(row, firsts, right, strict=False)
        ]
        gap = " " * _GAP
        if len(gap.join(("", *cells, row[-1])).rstrip()) <= width:
            yield gap.join(("", *cells, row[-1])).rstrip()
        elif len(gap.join(("", *cells)).rstrip()) <= width:
            yield gap.join(("", *cells)).rstrip()
            yield from _wrapped(row[-1], width, "      ")
        else:
            yield from _wrapped(row[0], width)
            yield from _wrapped(gap.join(cell for cell in row[1:] if cell), width, "      ")

    return [text for row in (head, *shown) for text in line(row)]


def _wrapped(said: str, width: int, indent: str = "  ") -> Iterator[str]:
    from saidanddone.report.words import plain

    yield from textwrap.wrap(plain(said), width, initial_indent=indent, subsequent_indent=indent)
