"""A page's outermost markup: what it may do, how it looks, what it is called; the same for every page of the house."""

from __future__ import annotations

from typing import Final

from saidanddone.report.markup import Markup, element, joined_markup
from saidanddone.report.style import sheet

__all__ = ["POLICY", "document"]

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""What a page may do: be itself. No script, no connection, no frame, nothing from anywhere."""


def document(title: str, inside: Markup, *, style: str = "") -> str:
    """The whole of a page, to be written as UTF-8; ``style`` is what its sheet adds to the house's."""
    head = joined_markup(
        Markup('<meta charset="utf-8">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup('<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">'),
        Markup('<link rel="icon" href="data:,">'),
        element("title", title),
        element("style", Markup(sheet() + style)),
    )
    return f"<!doctype html>\n{element('html', element('head', head), element('body', inside), lang='en')}\n"
