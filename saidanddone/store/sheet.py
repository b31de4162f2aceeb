"""A CSV file that is changed one row at a time: every byte outside that row stays as its owner left it.

Other columns, comments (lines that begin with ``#``), the order, the separator, the line ends and the encoding are
kept, whether the file was typed by hand, written here, or saved again by a spreadsheet.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from saidanddone.errors import UsageError

__all__ = ["Row", "Sheet", "parse", "safe", "shown"]

_RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "#", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫")
"""A cell that begins so could be run by a spreadsheet as a formula (or be read as a comment); the wide signs too,
which some spreadsheets take for the narrow ones."""

_UNSEEN: Final = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_QUOTES: Final = "'\"‘’“”`´"

_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def safe(cell: str) -> str:
    """A cell no spreadsheet runs: one line, and quoted with ``'`` where it begins like a formula.

    Whatever a spreadsheet may drop from the front does not hide the formula behind it: blanks, unseen signs, quotes.

    >>> safe("=1+1"), safe("a plan"), safe("two\\nlines")
    ("'=1+1", 'a plan', 'two lines')
    """
    line = " ".join(_whole(cell).replace("\x00", "").split())
    return f"'{line}" if _is_risky(line) else line


def _is_risky(cell: str) -> bool:
    for place, sign in enumerate(cell):
        if not (sign in _QUOTES or unicodedata.category(sign) in _UNSEEN):
            return cell.startswith(_RISKY, place)
    return cell.startswith(_RISKY)


def _whole(cell: str) -> str:
    """Bytes that a plain locale could not decode, as they were typed: UTF-8 on every system that has such locales."""
    try:
        return cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:
        return cell.encode("utf-8", "replace").decode()


def shown(cell: str) -> str:
    """A cell as its owner wrote it: the opposite of :func:`safe`."""
    return cell[1:] if cell.startswith("'") and _is_risky(cell[1:]) else cell


@dataclass(frozen=True, slots=True)
class _Style:
    encoding: str = "utf-8"
    bom: bytes = b""
    newline: str = "\n"
    separator: str = ","

    def row(self, cells: Sequence[str], end: str) -> str:
        out = io.StringIO()
        # csv quotes a cell with a line end in it only where its own line end has that sign.
        csv.writer(out, delimiter=self.separator, lineterminator="\r\n").writerow(cells)
        return out.getvalue().removesuffix("\r\n") + end

    def cells(self, raw: str) -> list[str]:
        """One record's cells as they are written, without its line end."""
        line = raw.removesuffix(_line_end(raw))
        try:
            return next(csv.reader(io.StringIO(line, newline=""), delimiter=self.separator), [])
        except csv.Error:
            raise UsageError("A cell of this file is too long to be a note. Shorten it and try again.") from None


@dataclass(frozen=True, slots=True)
class Row:
    """One record: ``raw`` as it stands in the file, its 1-based ``line``, and its cells by column in lower case.

    ``cells`` is None for a comment or an empty line. Cells are as their owner wrote them (see :func:`shown`).
    """

    raw: str = field(repr=False)
    line: int
    cells: Mapping[str, str] | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as it stands. Immutable: :meth:`added` and :meth:`changed` return another.

    Attributes:
        above, top: what stands above the header, and the header itself, as written. header: its column names.
        rows: everything below it, in order.
    """

    above: str = field(repr=False)
    top: str = field(repr=False)
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    style: _Style

    @property
    def entries(self) -> list[tuple[int, Mapping[str, str]]]:
        """Position in ``rows`` and cells of every row that is one."""
        return [(at, row.cells) for at, row in enumerate(self.rows) if row.cells is not None]

    def added(self, cells: Mapping[str, str]) -> Sheet:
        """With one more row at the end; columns the file lacks are added to it."""
        wide = self.with_columns([name for name, cell in cells.items() if cell])
        rows = list(wide.rows)
        end = wide.style.newline
        top = wide.top if _line_end(wide.top) else wide.top + end
        if rows and not _line_end(rows[-1].raw):
            rows[-1] = replace(rows[-1], raw=rows[-1].raw + end)
        line = rows[-1].line + 1 if rows else 2
        raw = wide.style.row([safe(cells.get(name, "")) for name in _keys(wide.header)], end)
        return replace(wide, top=top, rows=(*rows, Row(raw, line, dict(cells))))

    def changed(self, at: int, cells: Mapping[str, str]) -> Sheet:
        """With these cells of the row at position ``at`` replaced; all its other cells stay."""
        wide = self.with_columns([name for name, cell in cells.items() if cell])
        row = wide.rows[at]
        written = _padded(wide.style.cells(row.raw), len(wide.header))
        for position, name in enumerate(_keys(wide.header)):
            if name in cells:
                written[position] = safe(cells[name])
        raw = wide.style.row(written, _line_end(row.raw))
        new = replace(row, raw=raw, cells={**(row.cells or {}), **cells})
        return replace(wide, rows=(*wide.rows[:at], new, *wide.rows[at + 1 :]))

    def remarked(self, remark: str) -> Sheet:
        """With a comment of one line above the header."""
        return replace(self, above=f"{self.above}# {safe(remark)}{self.style.newline}")

    @property
    def remarks(self) -> list[str]:
        """The comments above the header, without their mark."""
        return [line[1:].strip() for line in self.above.splitlines() if line.startswith("#")]

    def with_columns(self, names: Sequence[str]) -> Sheet:
        """With every one of these columns; when one is new, each row is written out to the new width."""
        more = [name for name in names if name not in _keys(self.header)]
        if not more:
            return self
        header = (*self.header, *more)
        rows = [
            row
            if row.cells is None
            else replace(row, raw=self.style.row(_padded(self.style.cells(row.raw), len(header)), _line_end(row.raw)))
            for row in self.rows
        ]
        top = self.style.row(header, self.style.newline)
        return replace(self, top=top, header=header, rows=tuple(rows))

    def to_bytes(self) -> bytes:
        """The whole file in its own encoding; in UTF-8 where that cannot hold what was added."""
        text = self.above + self.top + "".join(row.raw for row in self.rows)
        try:
            return self.style.bom + text.encode(self.style.encoding)
        except UnicodeEncodeError:
            return _BOMS[0][0] + text.encode("utf-8", "replace")


def parse(data: bytes, name: str) -> Sheet:
    """A file's bytes as a sheet.

    Raises:
        UsageError: it is not text, a quote never closes, or it has no header; ``name`` says which file.
    """
    text, style = _decoded(data, name)
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith(("#", "sep=")))
    style = replace(style, separator=max((",", ";", "\t"), key=next(lines, "").count))
    above, top, line = "", "", 1
    header: tuple[str, ...] = ()
    rows: list[Row] = []
    for raw in _records(text, style.separator, name):
        silent = raw.startswith("#") or not raw.strip(" \t\r\n" + style.separator)
        if not header and (silent or raw.startswith("sep=")):
            above += raw
        elif not header:
            top, header = raw, tuple(style.cells(raw))
        else:
            written = _padded([shown(cell) for cell in style.cells(raw)], len(header))
            rows.append(Row(raw, line, None if silent else dict(zip(_keys(header), written, strict=False))))
        line += raw.count("\n") or raw.count("\r")
    if not header:
        raise UsageError(f"{name} has no header row. Delete it, and it is made anew.")
    return Sheet(above, top, header, tuple(rows), style)


def _keys(header: Sequence[str]) -> list[str]:
    return [name.strip().casefold() for name in header]


def _padded(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def _line_end(raw: str) -> str:
    return next((end for end in ("\r\n", "\n", "\r") if raw.endswith(end)), "")


def _records(text: str, separator: str, name: str) -> Iterator[str]:
    """Each record's raw text with its line end; a quoted cell may hold line ends."""
    start, at, quoted, fresh = 0, 0, False, True
    line, opened = 1, 1
    while at < len(text):
        sign = text[at]
        if quoted and sign == '"' and text[at + 1 : at + 2] == '"':
            at += 1
        elif quoted:
            quoted = sign != '"'
        elif sign == '"' and fresh and not text.startswith("#", start):
            quoted, opened = True, line
        ends = sign == "\n" or (sign == "\r" and text[at + 1 : at + 2] != "\n")
        line += ends
        fresh = sign == separator or ends
        at += 1
        if ends and not quoted:
            yield text[start:at]
            start = at
    if quoted:
        raise UsageError(f'{name}:{opened}: a cell opens with " and never closes. Add the closing " or take it out.')
    if start < len(text):
        yield text[start:]


def _decoded(data: bytes, name: str) -> tuple[str, _Style]:
    bom, encoding = next(((bom, encoding) for bom, encoding in _BOMS if data.startswith(bom)), (b"", "utf-8"))
    for attempt in (encoding, "cp1252"):
        try:
            text = data[len(bom) :].decode(attempt)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        first = text.split("\n", 1)[0]
        newline = "\r\n" if first.endswith("\r") else "\n" if "\n" in text or "\r" not in text else "\r"
        return text, _Style(attempt, bom, newline)
    raise UsageError(f"{name} is not a text file I can read. Save it as CSV (UTF-8) and try again.")
