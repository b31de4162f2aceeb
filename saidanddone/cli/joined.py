"""Whom a roster joins, as ``read`` prints it: by name only where a preview was asked for, else by number alone."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from saidanddone.verbs.joining import Joined, Joins

__all__ = ["counted", "previewed"]

_WIDEST: Final = 36


def counted(joins: Joins, width: int) -> list[str]:
    """How many handles were joined by rule, and how many are on no row; nobody is named."""
    said = joins.told() or "Every handle is on the roster."
    return textwrap.wrap(f"{said} --preview shows which.", width)


def previewed(joins: Joins, width: int) -> list[str]:
    """Every handle by name: joined to whom and by which rule, ambiguous, unmatched; whom nothing led to; what to do."""
    from saidanddone.verbs.joining import rule_in_words

    joined = [row for row in joins.rows if row.match.name is not None]
    named = [row for row in joins.unmatched if row.met.label is not None]
    parts = [
        *_part("Joined to people on the roster", ("is", "because"), joined,
               lambda row: (row.match.name or "", rule_in_words(row.match)), width),
        *_part("Could be more than one person, so not joined", ("might be",), joins.ambiguous,
               lambda row: (", ".join(row.match.candidates),), width),
        *_part("On no row of the roster", ("perhaps",), named, lambda row: ("; ".join(row.match.candidates),), width),
    ]  # fmt: skip
    lines = parts[1:] or ["Nobody is joined to the roster."]
    if nameless := len(joins.unmatched) - len(named):
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
    from saidanddone.verbs.drafting import as_row

    yield "To change this, add rows to the roster (name,handle,source):"
    if by_rule := next((row for row in joins.by_rule if row.met.label is not None), None):
        label = by_rule.met.label or ""
        yield from _wrapped(f"{as_row(label, label)}  keeps this one apart, as somebody else", width)
    if unclear := next((row for row in (*joins.ambiguous, *joins.unmatched) if row.met.label is not None), None):
        label = unclear.met.label or ""
        name = next(iter(unclear.match.candidates), "Their Name")
        yield from _wrapped(f"{as_row(name, label, unclear.met.format)}  says whose this one is", width)
    yield from _wrapped(
        "A handle written there wins over every rule. A source beside it (a format such as jira, or a file's name) "
        "makes it hold there only.",
        width,
    )


def _part(
    title: str, head: Sequence[str], rows: Sequence[Joined], cells: Callable[[Joined], Sequence[str]], width: int
) -> list[str]:
    """Rows under their title, source by source; nothing where there are none."""
    if not rows:
        return []
    lines = ["", f"{title} ({len(rows):,}):"]
    for source in dict.fromkeys(row.met.source for row in rows):
        there = [row for row in rows if row.met.source == source]
        table = [(row.met.label or "(name not kept)", f"{row.met.rows:,}", *cells(row)) for row in there]
        wanted = head if any(any(row[2:]) for row in table) else ()
        lines += list(_wrapped(f"in {source}", width))
        lines += _table(("handle", "rows", *wanted), [row[: 2 + len(wanted)] for row in table], width)
    return lines


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], width: int) -> list[str]:
    """Rows under a head. Names are shown whole: where a row is wider than the screen, it goes on below."""
    from saidanddone.report.words import plain

    shown = [list(head), *([plain(cell) for cell in row] for row in rows)]
    widths = [min(_WIDEST, max(len(row[place]) for row in shown)) for place in range(len(head))]

    def line(row: Sequence[str]) -> Iterator[str]:
        name, count, *others = row
        begin = f"    {name:{widths[0]}}  {count:>{widths[1]}}"
        padded = "  ".join(f"{cell:{wide}}" for cell, wide in zip(others, widths[2:], strict=True))
        if len(f"{begin}  {padded.rstrip()}".rstrip()) <= width:
            yield f"{begin}  {padded}".rstrip()
            return
        if len(begin) <= width:
            yield begin
        else:
            yield from _wrapped(f"{name}  {count}", width, "    ")
        yield from _wrapped("  ".join(others), width, "        ")

    return [text for row in shown for text in line(row)]


def _wrapped(said: str, width: int, indent: str = "  ") -> Iterator[str]:
    from saidanddone.report.words import plain

    yield from textwrap.wrap(plain(said), width, initial_indent=indent, subsequent_indent=indent)
