"""Tables of a review: every column with its head and scope, each with a name, the rest folded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from saidanddone.report.markup import Markup, element

__all__ = ["folded", "grid"]

_PLAIN: Final[Mapping[int, str]] = MappingProxyType({})


def grid(
    heads: Sequence[str], rows: Sequence[Sequence[str]], name: str, *, looks: Mapping[int, str] = _PLAIN
) -> Markup:
    """A table that scrolls by itself where it is too wide; nothing where there are no rows.

    Args:
        name: of the table, for whoever does not see it.
        looks: column -> how it stands: ``n`` to the right, ``more`` only where there is room.
    """
    if not rows:
        return Markup("")
    stands = [looks.get(column) for column in range(len(heads))]
    lines = [
        element("tr", *(element("th", head, scope="col", class_=how) for head, how in zip(heads, stands, strict=True)))
    ]
    lines += [
        element("tr", *(element("td", cell, class_=how) for cell, how in zip(row, stands, strict=True))) for row in rows
    ]
    return element("div", element("table", *lines), class_="scroll", tabindex="0", role="region", aria_label=name)


def folded(
    said: str, heads: Sequence[str], rows: Sequence[Sequence[str]], rest: int = 0, *, looks: Mapping[int, str] = _PLAIN
) -> Markup:
    """The same under a line to open; ``rest`` is how many more there are than are listed."""
    if not rows:
        return Markup("")
    more = element("p", f"And {rest:,} more; --json lists them all.", class_="quiet") if rest > 0 else ""
    return element("details", element("summary", said), grid(heads, rows, said, looks=looks), more, class_="rows")
