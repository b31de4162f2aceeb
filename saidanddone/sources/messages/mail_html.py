"""The text of a letter that was written as HTML, without what it quotes and what cannot be seen."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

__all__ = ["text_of_html"]

_LONGEST: Final = 400_000
_DEPTH: Final = 400
_BREAKS: Final = frozenset(
    ("br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "hr")
)
_VOID: Final = frozenset(("br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr", "source", "embed"))
_UNSEEN: Final = frozenset(("script", "style", "head", "title", "blockquote", "pre", "code", "template", "svg"))
_MARKS: Final = (
    "gmail_quote", "gmail_signature", "gmail_attr", "moz-cite-prefix", "moz-signature", "yahoo_quoted",
    "protonmail_quote", "zmail_extra", "divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container",
)  # fmt: skip
_REST: Final = ("divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container")
"""Where these begin, all that follows is the older letter."""
_SPACES: Final = re.compile(r"[ \t\r\n\f\v\xa0]+")
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)|<!.*?(?:>|\Z)", re.DOTALL)
_LOOSE: Final = re.compile(r"<(?![^<>]*>)")
"""A sign that opens no tag; Python's parser would look for its end again and again."""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.over = False
        self._open: list[tuple[str, bool]] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.found.append("\n")
        named = " ".join((value or "") for name, value in attrs if name in ("class", "id")).casefold()
        if any(mark in named for mark in _REST):
            self.over = True
        if tag in _VOID:
            return
        style = next((value or "" for name, value in attrs if name == "style"), "").replace(" ", "").casefold()
        hides = tag in _UNSEEN or any(mark in named for mark in _MARKS) or "display:none" in style
        if len(self._open) < _DEPTH:
            self._open.append((tag, hides))
            self._hidden += hides

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS:
            self.found.append("\n")
        for place in range(len(self._open) - 1, max(-1, len(self._open) - 20), -1):
            if self._open[place][0] == tag:
                for _, hides in self._open[place:]:
                    self._hidden -= hides
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        if not self._hidden and not self.over:
            self.found.append(_SPACES.sub(" ", data))


def text_of_html(written: str) -> str:
    """The words that a reader would see, a line a paragraph; of malformed HTML as much as can be made out.

    >>> text_of_html("<p>Yes, by <b>Friday</b>.</p><blockquote>Can you?</blockquote>")
    'Yes, by Friday.'
    """
    words = _Words()
    try:
        words.feed(_LOOSE.sub("&lt;", _COMMENT.sub("", written[:_LONGEST])))
        words.close()
    except (AssertionError, ValueError):  # Python's parser gives up so on some of what is no HTML
        pass
    lines = "".join(words.found).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())
