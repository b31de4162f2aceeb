"""Cut a row with quotation marks into cells, also over several lines, also when the marks are wrong."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

__all__ = ["LONGEST_QUOTE", "quoted_cells"]

LONGEST_QUOTE = 2_000_000
"""Characters after which a quotation mark is taken never to close."""


def quoted_cells(line: str, lines: Iterator[str], ahead: deque[str], delimiter: str) -> tuple[list[str] | None, int]:
    """The cells of a row that begins with ``line`` and may go on in ``ahead`` and then ``lines``.

    Within one line marks are read kindly: text after a closing mark belongs to the cell. A cell that runs over
    several lines must be closed by a mark with nothing but spaces before the next separator or line end: otherwise
    a stray mark would swallow every row up to the next quoted cell.

    Returns:
        The cells and how many further lines they used; or None and 0 if a mark never closes. ``ahead`` is a queue of
        lines already looked at: lines are taken from it first, and put back when they turn out not to belong.
    """
    cells: list[str] = []
    consumed: list[str] = []
    open_cell: list[str] | None = None
    length = 0
    text = line
    while True:
        open_cell, fits = _scan(text, cells, open_cell, delimiter)
        if fits and open_cell is None:
            return cells, len(consumed)
        length += len(text) + 1
        if not fits or length > LONGEST_QUOTE:
            break
        following = ahead.popleft() if ahead else next(lines, None)
        if following is None:
            break
        consumed.append(following)
        text = following
    ahead.extendleft(reversed(consumed))
    return None, 0


def _scan(text: str, cells: list[str], open_cell: list[str] | None, delimiter: str) -> tuple[list[str] | None, bool]:
    """Add the cells of one line; what is open at its end, and whether a cell from an earlier line was closed well."""
    place = 0
    if open_cell is not None:
        end = _closing(text, 0)
        if end < 0:
            open_cell.append(text)
            return open_cell, True
        after = _past_spaces(text, end + 1)
        if after < len(text) and text[after] != delimiter:
            return None, False
        open_cell.append(text[:end])
        cells.append("\n".join(open_cell).replace('""', '"'))
        if after == len(text):
            return None, True
        place = after + 1
    while True:
        begin = _past_spaces(text, place)
        if begin < len(text) and text[begin] == '"':
            end = _closing(text, begin + 1)
            if end < 0:
                return [text[begin + 1 :]], True
            cut = text.find(delimiter, end + 1)
            stop = cut if cut >= 0 else len(text)
            cells.append(text[begin + 1 : end].replace('""', '"') + text[end + 1 : stop])
        else:
            cut = text.find(delimiter, place)
            cells.append(text[place : cut if cut >= 0 else len(text)])
        if cut < 0:
            return None, True
        place = cut + 1


def _closing(text: str, start: int) -> int:
    """Where the mark that closes a quoted cell stands, from ``start`` on; −1 if nowhere. Doubled marks do not."""
    place = text.find('"', start)
    while place >= 0 and text[place + 1 : place + 2] == '"':
        place = text.find('"', place + 2)
    return place


def _past_spaces(text: str, place: int) -> int:
    while place < len(text) and text[place] == " ":
        place += 1
    return place
