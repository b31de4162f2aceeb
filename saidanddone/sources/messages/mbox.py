"""A mailbox cut into its messages while it streams by: one message is held at a time, and no attachment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

__all__ = ["LONGEST_MESSAGE", "Raw", "cut"]

LONGEST_MESSAGE: Final = 4 << 20
"""Bytes of one message that are kept; words come first in it, attachments after them."""

_LINE: Final = 1 << 16
_FROM: Final = re.compile(rb"From \S.*\b\d{1,2}:\d\d(?::\d\d)?\b.*\b\d{4}\b|From \S+.*\b\d{4}\b.*\b\d{1,2}:\d\d")
_HEADER: Final = re.compile(rb"[!-9;-~]{1,100}:")
_ESCAPED: Final = re.compile(rb">+From ")
_ENCODED: Final = 2_000
"""Lines of base64 in a row that are kept, 150 kB: no text anybody wrote is longer."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One message as it stands. ``line``: of its first line, 1-based. ``cut``: it was longer than is kept."""

    line: int
    separator: bytes = field(repr=False)
    content: bytes = field(repr=False)
    cut: bool = False


def cut(stream: BinaryIO) -> Iterator[Raw]:
    """The messages of a mailbox, in order; a stream without any ``From `` line is one message.

    A ``From `` line begins a message where it stands at the top or behind an empty line, has a time in it, and a header
    follows: quoted letters that begin a line with *From* do not. Escaped lines (``>From ``) are put right.
    """
    kept: list[bytes] = []
    size = number = encoded = 0
    begins, separator, overlong = 1, b"", False
    held = b""
    blank = whole = True
    for line in _lines(stream):
        number += whole
        if held:
            if _HEADER.match(line):
                if kept or separator:
                    yield Raw(begins, separator, b"".join(kept), overlong)
                begins, separator, kept, size, overlong = number - 1, held, [], 0, False
            else:
                kept.append(held)
                size += len(held)
            held = b""
        if whole and blank and line.startswith(b"From ") and _FROM.match(line[:1_000]):
            held, blank = line, False
            continue
        blank = whole and not line.strip()
        whole = line.endswith(b"\n")
        encoded = encoded + 1 if len(line) > 56 and b" " not in line else 0
        if size >= LONGEST_MESSAGE or encoded > _ENCODED:
            overlong = overlong or size >= LONGEST_MESSAGE
            continue
        kept.append(line[1:] if line.startswith(b">") and _ESCAPED.match(line) else line)
        size += len(line)
    if held:
        kept.append(held)
    if kept or separator:
        yield Raw(begins, separator, b"".join(kept), overlong)


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines with their ends; one longer than 64 kB in pieces."""
    while line := stream.readline(_LINE):
        yield line
