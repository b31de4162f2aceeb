"""A comment of Jira as its writer's own words, written as wiki markup or as Atlassian's document format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from saidanddone.sources.messages.prose import LONGEST_TEXT, clean

__all__ = ["words"]

_SHOWN: Final = frozenset(("codeBlock", "blockquote", "heading", "mediaSingle", "mediaGroup", "media", "table", "rule"))
_LINES: Final = frozenset(("paragraph", "listItem", "hardBreak", "panel", "taskItem", "decisionItem"))
_BLOCK: Final = re.compile(r"\{(code|noformat|quote)(?::[^{}\n]{0,200})?\}.*?(?:\{\1\}|\Z)", re.DOTALL)
_LINE: Final = re.compile(r"^[^\S\n]*(?:bq\.|h[1-6]\.|\|\|).*$|^-{4,}[^\S\n]*$", re.MULTILINE)
_MACRO: Final = re.compile(r"\{(?:color|panel|anchor|toc|[*_])(?:[:#][^{}\n]{0,200})?\}")
_PERSON: Final = re.compile(r"\[~(?:accountid:)?[^\[\]\n]{1,200}\]")
_LINK: Final = re.compile(r"\[([^\[\]|\n]{1,500})\|[^\[\]\n]{1,2000}\]")
_IMAGE: Final = re.compile(r"!(?=\S)[^!\n|]{1,200}\.(?:png|jpe?g|gif|webp)(?:\|[^!\n]{0,200})?!", re.IGNORECASE)
_BOLD: Final = re.compile(r"(?<!\w)\*(?=\S)([^*\n]{1,500})\*(?!\w)")
_DEEPEST: Final = 60


def words(body: Any) -> str:
    """What a description or comment says; empty where it says nothing.

    >>> words("{quote}Can it wait?{quote}\\nNo, see [the plan|http://x.org].")
    'No, see the plan.'
    """
    if isinstance(body, Mapping):
        return clean("".join(_told(body, _DEEPEST))[:LONGEST_TEXT])
    if not isinstance(body, str):
        return ""
    text = _LINE.sub("", _BLOCK.sub("\n", body[:LONGEST_TEXT].replace("\r\n", "\n")))
    text = _BOLD.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub("", _MACRO.sub("", text))))
    return clean(_PERSON.sub("@someone", text))


def _told(node: Mapping[str, Any], depth: int) -> Iterator[str]:
    kind = str(node.get("type"))
    if kind in _SHOWN or not depth:
        return
    if kind == "text":
        marks = node.get("marks")
        coded = isinstance(marks, list) and any(isinstance(one, Mapping) and one.get("type") == "code" for one in marks)
        said = node.get("text")
        yield said if isinstance(said, str) and not (coded and len(said) > 60) else ""
    elif kind in ("mention", "emoji", "inlineCard"):
        attributes = node.get("attrs")
        said = attributes.get("text") if isinstance(attributes, Mapping) else None
        yield said if isinstance(said, str) else ""
    inside = node.get("content")
    for one in inside if isinstance(inside, list) else ():
        if isinstance(one, Mapping):
            yield from _told(one, depth - 1)
    if kind in _LINES:
        yield "\n"
