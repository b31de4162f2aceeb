"""The writer's own words of a letter: quoted and forwarded letters, signatures and footers taken off (MISSION S7).

The rules, in order, each in time proportional to the letter:

1. An announced letter (*On Monday Ana wrote:*, in some twenty languages, over up to three lines): the line goes.
   Where no line behind it is marked as quoted, all behind it is the older letter and goes too, if the announcement has
   a figure or an address in it; else it is prose.
2. A divider (*Original Message*, *Forwarded message*) or three lines of a small header (*From: … Sent: … To: …*): all
   behind it goes.
3. Lines marked with ``>`` go; what stands between them stays, so that a reply written inside a letter is one turn.
4. ``-- `` alone on a line, a telephone's line, a closing (*Best regards*) with at most six short lines behind it, and
   the footer of a list: all behind them goes. A closing that thanks is kept.
"""

from __future__ import annotations

import re
from typing import Final

from saidanddone.sources.messages import mail_words as words
from saidanddone.sources.messages.prose import clean

__all__ = ["own_words"]

_QUOTED: Final = re.compile(r"\s{0,3}(?:>|\|\s)")
_FIGURE: Final = re.compile(r"\d|\S@\S")
_GMAIL: Final = re.compile(r"\d{4}-\d\d-\d\d .{0,200}<\S{1,200}(?:@| at )\S{1,200}>:\s*")
_RULER: Final = re.compile(r"\s*[_=\-*]{20,}\s*")
_MOST_LINES: Final = 5_000
_LONGEST_LINE: Final = 2_000
_SHORT: Final = 80
_BEHIND_CLOSING: Final = 6
_BEHIND_DASHES: Final = 30


def own_words(body: str) -> str:
    """What the writer of this letter wrote, without what they quoted, forwarded or signed with.

    >>> own_words("Yes, by Friday.\\n\\nOn 3 May 2026, Ana wrote:\\n> Can you?\\n-- \\nBo")
    'Yes, by Friday.'
    """
    lines = [line[:_LONGEST_LINE].rstrip("\r") for line in body.split("\n", _MOST_LINES)[:_MOST_LINES]]
    lines = _without_history(lines)
    lines = [line for line in lines if not _QUOTED.match(line)]
    return clean("\n".join(_without_signature(lines)))


def _without_history(lines: list[str]) -> list[str]:
    kept: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        if words.DIVIDER.fullmatch(line) or _is_small_header(lines, place):
            return kept[:-1] if kept and _RULER.fullmatch(kept[-1]) else kept
        length = _announced(lines, place)
        if length:
            following = next((one for one in lines[place + length :] if one.strip()), "")
            if _QUOTED.match(following):
                place += length
                continue
            if _FIGURE.search(" ".join(lines[place : place + length])):
                return kept
        kept.append(line)
        place += 1
    return kept


def _announced(lines: list[str], place: int) -> int:
    """How many lines from here announce a quoted letter; 0 for none."""
    if not lines[place].strip() or _QUOTED.match(lines[place]):
        return 0
    for length in (1, 2, 3):
        if place + length > len(lines) or not lines[place + length - 1].strip():
            return 0
        last = lines[place + length - 1]
        if _QUOTED.match(last):
            return 0
        if length == 1 and _GMAIL.fullmatch(last):
            return 1
        if len(last) <= 300 and words.ATTRIBUTION.search(last):
            return length if length == 1 or _FIGURE.search(lines[place]) else 0
    return 0


def _is_small_header(lines: list[str], place: int) -> bool:
    """Whether three of the four lines from here are fields, the first among them."""
    if not words.FIELD.match(lines[place]):
        return False
    return sum(words.FIELD.match(line) is not None for line in lines[place : place + 5]) >= 3


def _without_signature(lines: list[str]) -> list[str]:
    for place, line in enumerate(lines):
        left = len(lines) - place
        if line.rstrip(" ") == "--" and left <= _BEHIND_DASHES:
            return _without_signature(lines[:place])
        if _RULER.fullmatch(line) and left <= _BEHIND_DASHES and _is_footer(lines[place + 1 : place + 6]):
            return _without_signature(lines[:place])
        if words.SENT_FROM.match(line) and len(line) <= _SHORT and left <= _BEHIND_DASHES:
            return _without_signature(lines[:place])
    filled = [place for place, line in enumerate(lines) if line.strip()]
    for place in reversed(filled[-_BEHIND_CLOSING - 1 :]):
        if words.CLOSING.fullmatch(_closing(lines[place])) and place != filled[0]:
            behind = [lines[one] for one in filled if one > place]
            if all(len(line.strip()) <= _SHORT and not line.rstrip().endswith("?") for line in behind):
                return lines[: place + 1] if words.THANKS.search(lines[place]) else lines[:place]
    return lines


def _closing(line: str) -> str:
    """A line without the name behind its comma: *regards, Ana* closes as *regards* does."""
    said, comma, name = line.partition(",")
    return said if comma and 0 < len(name.split()) <= 2 and len(name) <= 40 else line


def _is_footer(lines: list[str]) -> bool:
    return any(words.FOOTER.search(line) for line in lines)
