"""HTML as values: whatever is not markup already is escaped, so that no label or file name can become any."""

from __future__ import annotations

import html
import re
from typing import Final

__all__ = ["Markup", "code_in", "element", "joined_markup", "options_in"]


class Markup(str):
    """Text that is HTML already. Everything else put into an element is escaped."""

    __slots__ = ()


def element(name: str, *inside: str, **attributes: str | None) -> Markup:
    """One element. An attribute's trailing or inner underscore is for Python's sake: ``class_``, ``aria_label``.

    >>> element("p", "a < b", Markup("<br>"), class_="said", id=None)
    '<p class="said">a &lt; b<br></p>'
    """
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{told}>{joined_markup(*inside)}</{name}>")


def joined_markup(*parts: str) -> Markup:
    """Parts one after the other, each escaped unless it is markup."""
    return Markup("".join(part if isinstance(part, Markup) else html.escape(part) for part in parts))


def code_in(text: str) -> Markup:
    """Text with its ``backticked`` parts set as code.

    >>> code_in("type `saidanddone start`")
    'type <code class="whole">saidanddone start</code>'
    """
    return joined_markup(*(_code(part) if i % 2 else part for i, part in enumerate(text.split("`"))))


WHOLE: Final = 24
"""Code of so many characters fits a phone on one line and is not broken, so that no option loses its dashes."""


def _code(part: str) -> Markup:
    return element("code", part, class_="whole" if len(part) <= WHOLE else None)


_OPTION: Final = re.compile(r"(?<!\S)(--[a-z]+(?:-[a-z]+)*)")


def options_in(text: str) -> Markup:
    """Text with its options, and nothing else, set as code.

    >>> options_in("ask with --me NAME")
    'ask with <code class="whole">--me</code> NAME'
    """
    return joined_markup(*(_code(part) if i % 2 else part for i, part in enumerate(_OPTION.split(text))))
