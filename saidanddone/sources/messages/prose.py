"""What somebody says in a written message, without what they only show: code, quoted words, mark-up."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["LONGEST_TEXT", "clean", "quoted_of", "unquoted", "without_code"]

LONGEST_TEXT: Final = 200_000
"""Characters of one message that are looked at; nobody says more at once."""

_FENCE: Final = re.compile(r"[ \t]{0,3}(?:>[ \t]?)*(`{3,}|~{3,})")
_QUOTED: Final = re.compile(r"[ \t]{0,3}>")
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def clean(text: str) -> str:
    """No signs that cannot be seen, no half characters, no empty lines at the ends, none twice in a row."""
    text = text[:LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    lines = [" ".join(line.split()) for line in _UNSEEN.sub("", text).split("\n")]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).strip()


def without_code(lines: list[str]) -> list[str]:
    """The lines outside fenced code; a fence that never closes takes the rest, as it does on the page."""
    kept: list[str] = []
    fence = ""
    for line in lines:
        found = _FENCE.match(line)
        if fence:
            closing = found and found[1].startswith(fence) and not line[found.end() :].strip("`~ \t")
            fence = "" if closing else fence
        elif found and "`" not in line[found.end() :]:
            fence = found[1]
        else:
            kept.append(line)
    return kept


def unquoted(lines: list[str]) -> list[str]:
    """The lines that are not marked as somebody else's words."""
    return [line for line in lines if not _QUOTED.match(line)]


def quoted_of(lines: list[str]) -> list[str]:
    """The words of the lines that are, without their marks; deeper quotes left out."""
    found = []
    for line in lines:
        if _QUOTED.match(line):
            words = line.lstrip(" \t")[1:]
            if not _QUOTED.match(words) and words.strip():
                found.append(" ".join(words.split()))
    return found
