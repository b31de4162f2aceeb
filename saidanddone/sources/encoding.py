"""What a file is by its first bytes, and in which encoding its text is written."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from saidanddone.evidence.problem import Problem

__all__ = ["Encoding", "is_parquet", "recognise"]

_CHUNK = 1 << 20
_LOOKED_AT = 1 << 16
_UNPACK = "Unpack it and pass the CSV inside."
_AS_CSV = "Save it as CSV and pass that."

_NOT_TEXT = (
    (b"PK\x03\x04", "This is a zip archive, not a table.", _UNPACK),
    (b"PK\x05\x06", "This is an empty zip archive, not a table.", _AS_CSV),
    (b"\x1f\x8b", "This is a gzip archive, not a table.", _UNPACK),
    (b"BZh", "This is a bzip2 archive, not a table.", _UNPACK),
    (b"\xfd7zXZ\x00", "This is an xz archive, not a table.", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "This is a Zstandard archive, not a table.", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "This is a 7-Zip archive, not a table.", _UNPACK),
    (b"Rar!", "This is a RAR archive, not a table.", _UNPACK),
    (b"%PDF", "This is a PDF, not a table.", "Export the table behind it as CSV and pass that."),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an old Office file, not a table.", _AS_CSV),
    (b"SQLite format 3\x00", "This is a SQLite database, not a table.", "Export the table you mean as CSV."),
    (b"\x89PNG", "This is a picture, not a table.", _AS_CSV),
    (b"\xff\xd8\xff", "This is a picture, not a table.", _AS_CSV),
    (b"GIF8", "This is a picture, not a table.", _AS_CSV),
    (b"\x7fELF", "This is a program, not a table.", _AS_CSV),
    (b"ARROW1", "This is an Arrow file, not a table this reads.", "Save it as Parquet or CSV and pass that."),
)

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte-order marks; UTF-32 first, because its little-endian mark begins with that of UTF-16."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode a file.

    Attributes:
        name: for ``open``; always with ``errors="replace"``.
        note: what a person should know about the choice; empty when there was nothing to choose.
    """

    name: str
    note: str = ""


def is_parquet(path: Path) -> bool:
    """Whether the file begins as Parquet does."""
    with path.open("rb") as stream:
        return stream.read(4) == b"PAR1"


def _control_share(head: bytes) -> float:
    control = sum(head.count(bytes((b,))) for b in (*range(9), *range(14, 27), *range(28, 32)))
    return control / len(head) if control >= 4 else 0.0


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain Latin text is zero."""
    half = len(head) // 2
    if half < 8:
        return None
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.05 else None


def _narrow(path: Path) -> Encoding:
    """UTF-8 if all of it is, else whichever of UTF-8 and Windows-1252 fits more of its characters."""
    broken = whole = 0
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    undefined = False
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            if not chunk.isascii():
                undefined = undefined or any(bytes((b,)) in chunk for b in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
            text = decoder.decode(chunk)
            if not text.isascii():
                bad = text.count("�")
                broken += bad
                whole += len(text) - len(text.encode("ascii", "ignore")) - bad
    broken += len(decoder.decode(b"", final=True))
    if not broken:
        return Encoding("utf-8")
    if whole > broken:
        return Encoding("utf-8", "Some characters are not valid UTF-8 and were read as �; save it again as UTF-8.")
    return Encoding(
        "latin-1" if undefined else "cp1252",
        "It is not UTF-8 and was read as Windows-1252; save it as UTF-8 if accents look wrong.",
    )


def recognise(path: Path, source: str) -> Encoding | Problem:
    """How to decode a text file, or why it is not one. The extension is not believed."""
    with path.open("rb") as stream:
        head = stream.read(_LOOKED_AT)
    if not head:
        return Problem(source, 0, "The file is empty.", "Export it again; a ledger needs subject, made_at and due_at.")
    for magic, said, remedy in _NOT_TEXT:
        if head.startswith(magic):
            if magic.startswith(b"PK") and (b"[Content_Types].xml" in head or b"xl/" in head):
                return Problem(source, 0, "This is an Excel workbook, not a table of text.", _AS_CSV)
            return Problem(source, 0, said, remedy)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return _narrow_marked(path) if name == "utf-8-sig" else Encoding(name)
    if wide := _wide(head):
        return Encoding(wide)
    if _control_share(head) > 0.05:
        return Problem(
            source, 0, "This is a binary file, not a table.", "Export the table as CSV or Parquet and pass that."
        )
    return _narrow(path)


def _narrow_marked(path: Path) -> Encoding:
    """A file marked as UTF-8 is read as such even where it breaks its word."""
    found = _narrow(path)
    if not found.note:
        return Encoding("utf-8-sig")
    return Encoding("utf-8-sig", "Some characters are not valid UTF-8 and were read as �; save it again as UTF-8.")
