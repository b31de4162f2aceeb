"""Lines for a terminal as they are written: wrapped to the width, coloured only where asked."""

from __future__ import annotations

import textwrap
from typing import Final

__all__ = ["Sheet"]

_STYLES: Final = {"kept": "34", "broken": "31", "uncertain": "0", "none": "2", "bold": "1", "quiet": "2"}


class Sheet:
    """A terminal page being written."""

    def __init__(self, width: int, colour: bool) -> None:
        self.width, self.colour, self.lines = width, colour, list[str]()

    def styled(self, text: str, style: str) -> str:
        """In a style, where there is colour."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.colour and text.strip() else text

    def say(self, text: str, *, indent: int = 0, hang: int | None = None, style: str | None = None) -> None:
        """A paragraph, wrapped; ``hang`` indents all but its first line."""
        first, rest = " " * indent, " " * (indent if hang is None else hang)
        for line in textwrap.wrap(text, self.width, initial_indent=first, subsequent_indent=rest):
            self.lines.append(self.styled(line, style) if style else line)

    def head(self, text: str) -> None:
        """A heading, after an empty line."""
        self.lines += ["", self.styled(text, "bold")]

    def raw(self, line: str = "") -> None:
        """A line as it is."""
        self.lines.append(line.rstrip())
