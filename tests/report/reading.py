"""A page read back: the blocks of text with the numbers in them, and where their links lead."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

__all__ = ["Block", "Page", "numbers"]

_VOID = {"meta", "link", "br", "hr", "img"}
_BLOCKS = {"h1", "h2", "p", "dd", "dt", "li", "tr", "figcaption", "summary", "blockquote", "span"}
_WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NUMERAL = re.compile(rf"\d[\d,.]*|\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)


def numbers(text: str) -> list[str]:
    """Every number a text tells, in figures or in words up to twelve, except one, which is an article as well."""
    return [found.rstrip(".,").lower() for found in _NUMERAL.findall(text)]


@dataclass
class Block:
    """One block of text: its element, the marks of everything around it, its card or section, its words, its links."""

    name: str
    around: tuple[str, ...]
    within: int
    text: str = ""
    links: list[str] = field(default_factory=list)
    cells: set[str] = field(default_factory=set)

    @property
    def is_a_title(self) -> bool:
        """A heading, a name, or a table's line of column heads."""
        return self.name in ("h2", "dt") or (self.name == "tr" and self.cells == {"th"})


class Page(HTMLParser):
    """Blocks in order, ids, headings, tables' cells and everything with a role."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.blocks: list[Block] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._boxes: dict[int, int] = {}
        self._open: list[tuple[str, tuple[str, ...], Block | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.tags.append((tag, told))
        if "id" in told:
            self.ids.add(told["id"])
        marks = (
            tag,
            *(f"#{told['id']}" for _ in range("id" in told)),
            *(f".{c}" for c in told.get("class", "").split()),
        )
        block = None
        if tag in _BLOCKS and not self._inside_block():
            box = [i for i, (of, around, _) in enumerate(self._open) if of == "section" or ".card" in around]
            around = tuple(mark for _, around, _ in self._open for mark in around) + marks
            block = Block(tag, around, self._boxes[box[-1]] if box else 0)
            self.blocks.append(block)
        if tag == "a" and (here := self._inside_block()):
            here.links.append(told["href"].removeprefix("#"))
        if tag not in _VOID:
            self._boxes[len(self._open)] = len(self.tags)
            self._open.append((tag, marks, block))

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  (a page is well-formed: test_page holds that)
        self._open.pop()

    def handle_data(self, data: str) -> None:
        here = self._inside_block()
        if here is not None and not {"svg", "style"} & {name for name, _, _ in self._open}:
            here.text += data
            here.cells |= {name for name, _, _ in self._open if name in ("th", "td")}

    def _inside_block(self) -> Block | None:
        return next((block for _, _, block in reversed(self._open) if block is not None), None)
