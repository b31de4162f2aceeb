"""A comment in Markdown as its writer's own words; without code, quotes, templates and what cannot be seen."""

from __future__ import annotations

import html
import re
from typing import Final

from saidanddone.sources.messages.mail_text import own_words
from saidanddone.sources.messages.prose import LONGEST_TEXT, clean, quoted_of, unquoted, without_code

__all__ = ["quotes", "words"]

_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_IMAGE: Final = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\n]{0,2000}\)")
_LINK: Final = re.compile(r"\[([^\[\]\n]{1,500})\]\([^()\n]{0,2000}\)")
_TAG: Final = re.compile(r"</?[A-Za-z][^<>\n]{0,500}>")
_SUMMARY: Final = re.compile(r"<summary>[^<\n]{0,300}</summary>", re.IGNORECASE)
_HEADING: Final = re.compile(r"\s{0,3}#{1,6}(?:\s|$)|\s*\*\*[^*\n]{1,120}\*\*\s*:?\s*$|\s*(?:[-=*_]\s*){3,}$")
_UNDERLINE: Final = re.compile(r"[=-]{3,}\s*$")
_BOX: Final = re.compile(r"\s*[-*+]\s+\[[ xX]\]\s")
_NOTHING: Final = re.compile(r"\s*(?:_no response_|n/?a|\*no response\*)\s*", re.IGNORECASE)
_INDENTED: Final = re.compile(r"(?: {4}|\t)\s*\S")
_LISTED: Final = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s")
_TABLE: Final = re.compile(r"\s*\|.*\|\s*$")
_REPLIED: Final = re.compile(
    r"^(?:On|Am|Le|El|Il|Op) .{1,200}:[^\S\n]*$|^-{2,} ?$|^[^\S\n]*(?:From|Von|De): ", re.MULTILINE
)
_FORMAT: Final = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,500})\1")


def words(body: str) -> str:
    """What a comment says; empty where it only shows something.

    >>> words("<!-- template -->\\n### Steps\\n> Does it work?\\n\\nYes, see [the log](http://x.org).\\n```\\nok\\n```")
    'Yes, see the log.'
    """
    text = _COMMENT.sub("", body[:LONGEST_TEXT].replace("\r\n", "\n"))
    lines = without_code(text.split("\n"))
    if _REPLIED.search("\n".join(lines)):  # answered by mail: what a mail program adds goes as it does from mail
        lines = own_words("\n".join(lines)).split("\n")
    lines = _prose(unquoted(lines))
    text = _TAG.sub("", _SUMMARY.sub("", "\n".join(lines)))
    text = _FORMAT.sub(r"\2", _LINK.sub(r"\1", _IMAGE.sub("", text)))
    return clean(html.unescape(text.replace("`", "")))


def quotes(body: str) -> list[str]:
    """The lines a comment quotes, to find what it answers."""
    return quoted_of(without_code(_COMMENT.sub("", body[:LONGEST_TEXT].replace("\r\n", "\n")).split("\n")))


def _prose(lines: list[str]) -> list[str]:
    """Without headings, checklists, tables, and code that is set in by four spaces."""
    kept: list[str] = []
    listed = shown = False
    for place, line in enumerate(lines):
        blank = not line.strip()
        before = lines[place - 1].strip() if place else ""
        shown = (bool(_INDENTED.match(line)) and not listed and (shown or not before)) or (shown and blank)
        if not blank:
            listed = bool(_LISTED.match(line)) or (listed and line[:1] in " \t")
        if shown and not blank:
            continue
        following = lines[place + 1] if place + 1 < len(lines) else ""
        heading = _HEADING.match(line) or (not blank and len(line) < 100 and _UNDERLINE.match(following))
        if heading or _BOX.match(line) or _NOTHING.fullmatch(line) or _TABLE.match(line):
            kept.append("")
        else:
            kept.append(line)
    return kept
