"""The house's own markup read back as a tree, so that paper is set from the very words a screen shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from saidanddone.report.markup import Markup

__all__ = ["Node", "read_markup", "walked"]


@dataclass(frozen=True, slots=True)
class Node:
    """One element: its name, its attributes, and what is inside it, in order: text and further elements.

    A drawing (``svg``) has nothing inside: it is kept as it was drawn, under the attribute ``source``.
    """

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: tuple[Node | str, ...] = ()

    @property
    def classes(self) -> tuple[str, ...]:
        """The words of its ``class``."""
        return tuple(self.attributes.get("class", "").split())


def read_markup(markup: Markup) -> tuple[Node | str, ...]:
    """What :func:`report.markup.element` wrote, as a tree.

    It reads well-formed markup only, which is all that room writes.

    >>> read_markup(Markup('<p class="quiet">A &lt; <b>B</b></p>'))[0].inside
    ('A < ', Node(name='b', attributes={}, inside=('B',)))

    Raises:
        ValueError: it is not well-formed. TypeError: it is not markup.
    """
    if not isinstance(markup, Markup):
        raise TypeError("Only markup this house wrote itself is read back.")
    drawings = _DRAWING.findall(markup)
    reader = _Reader(drawings)
    reader.feed(_DRAWING.sub("<svg></svg>", markup))
    reader.close()
    if len(reader.open) != 1:
        raise ValueError("Markup ends with an element still open.")
    return tuple(reader.open[0].inside)


def walked(nodes: tuple[Node | str, ...]) -> Iterator[Node]:
    """Every element, outer ones before what is inside them."""
    for node in nodes:
        if isinstance(node, Node):
            yield node
            yield from walked(node.inside)


# A label's own "<svg" is escaped before it gets here, so that only what was drawn can match.
_DRAWING: Final = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


@dataclass
class _Open:
    name: str
    attributes: dict[str, str]
    inside: list[Node | str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Builds the tree from the inside out; ``open[0]`` holds what stands outermost."""

    def __init__(self, drawings: list[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.drawings = iter(drawings)
        self.open = [_Open("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.open.append(_Open(tag, {"source": next(self.drawings)} if tag == "svg" else attributes))

    def handle_endtag(self, tag: str) -> None:
        done = self.open.pop()
        if not self.open or done.name != tag:
            raise ValueError(f"Markup closes <{tag}>, which is not the element that is open.")
        self.open[-1].inside.append(Node(done.name, done.attributes, tuple(done.inside)))

    def handle_data(self, data: str) -> None:
        inside = self.open[-1].inside
        if inside and isinstance(inside[-1], str):
            inside[-1] += data
        else:
            inside.append(data)
