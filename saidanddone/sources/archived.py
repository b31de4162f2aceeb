"""What a zip archive says of the files in it, each compared with what stands at its place."""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

__all__ = ["Entry", "Wrong", "entries"]

_END: Final = struct.Struct("<4s4H2LH")
_END64_AT: Final = struct.Struct("<4sLQL")
_END64: Final = struct.Struct("<4sQ2H2L4Q")
_LISTED: Final = struct.Struct("<4s6H3L5H2L")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT: Final = 65_535
_LONGEST_NAME: Final = 1_024
_FULL: Final = 0xFFFFFFFF
_STORED, _DEFLATED = 0, 8
_ENCRYPTED: Final = 0x0001 | 0x0040 | 0x2000
_STREAMED: Final = 0x0008
_UTF8: Final = 0x0800
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_SLASHES: Final = frozenset("∕⁄⧸⧵∖╱╲⟋⟍／＼﹨")
_HIDDEN: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))

_DAMAGED: Final = "The archive is damaged: what it says of itself does not fit."
_CUT: Final = "This is no whole zip archive: its end is missing, as if the download had been cut short."
_TRAVERSAL: Final = "A file in it has a name that leads out of the archive."
_ALIKE: Final = "A file in it has a name with signs that cannot be seen or look like others."


class Wrong(Exception):
    """Why an archive is refused: ``said`` in a sentence, ``remedy`` in another (empty: export it again)."""

    def __init__(self, said: str, remedy: str = "") -> None:
        super().__init__(said)
        self.said = said
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Entry:
    """One file or folder as the archive lists it.

    Attributes:
        at, begins, ends: bytes into the archive where it, its contents begin, and they end at the earliest.
    """

    name: str
    size: int
    packed: int
    method: int
    crc: int
    at: int
    begins: int
    ends: int


def entries(stream: BinaryIO, size: int, most: int) -> Iterator[Entry]:
    """Every entry of the list at the archive's end, in its order; at most ``most``.

    Raises:
        Wrong: the archive contradicts itself, holds more, or something that is not read.
    """
    count, listed_at, listed_ends = _end(stream, size)
    if count > most:
        raise Wrong(
            f"It holds more than {most:,} files.", "Export a shorter time, or unpack it yourself and pass the folder."
        )
    place = listed_at
    for _ in range(count):
        stream.seek(place)
        entry, place = _entry(stream, listed_at, listed_ends)
        yield entry
    if place != listed_ends:
        raise Wrong("It holds files that it does not count.")


def _end(stream: BinaryIO, size: int) -> tuple[int, int, int]:
    """How many entries are listed, where the list begins, and where it ends."""
    tail_at = max(0, size - _END.size - _LONGEST_COMMENT)
    stream.seek(tail_at)
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    while at >= 0:
        if len(tail) - at >= _END.size:
            _, disk, first_disk, here, count, length, begins, comment = _END.unpack_from(tail, at)
            if at + _END.size + comment == len(tail):
                break
        at = tail.rfind(b"PK\x05\x06", 0, at)
    if at < 0:
        raise Wrong(_CUT)
    ends = tail_at + at
    if count == 0xFFFF or _FULL in (length, begins):
        count, length, begins, ends, disk, first_disk, here = _end64(stream, ends)
    if disk or first_disk or here != count:
        raise Wrong("This is one part of an archive that was split.", "Put the parts together and pass the whole.")
    if begins + length != ends:
        if begins + length < ends:
            raise Wrong("Something stands before the archive in the file, or between its parts.")
        raise Wrong(_DAMAGED)
    return count, begins, ends


def _end64(stream: BinaryIO, end: int) -> tuple[int, int, int, int, int, int, int]:
    if end < _END64_AT.size + _END64.size:
        raise Wrong(_DAMAGED)
    stream.seek(end - _END64_AT.size)
    magic, _, at, disks = _END64_AT.unpack(stream.read(_END64_AT.size))
    if magic != b"PK\x06\x07" or disks > 1 or at + _END64.size > end - _END64_AT.size:
        raise Wrong(_DAMAGED)
    stream.seek(at)
    magic, length_of_this, _, _, disk, first_disk, here, count, length, begins = _END64.unpack(stream.read(_END64.size))
    if magic != b"PK\x06\x06" or at + 12 + length_of_this != end - _END64_AT.size:
        raise Wrong(_DAMAGED)
    return count, length, begins, at, disk, first_disk, here


def _entry(stream: BinaryIO, listed_at: int, listed_ends: int) -> tuple[Entry, int]:
    place = stream.tell()
    head = stream.read(_LISTED.size)
    if len(head) < _LISTED.size:
        raise Wrong(_CUT)
    (magic, _, _, flags, method, _, _, crc, packed, size,
     name_length, extra_length, comment_length, disk, _, mode, at) = _LISTED.unpack(head)  # fmt: skip
    if magic != b"PK\x01\x02":
        raise Wrong("It holds fewer files than it says.")
    raw, extra = stream.read(name_length), stream.read(extra_length)
    following = place + _LISTED.size + name_length + extra_length + comment_length
    if following > listed_ends or len(extra) < extra_length:
        raise Wrong(_DAMAGED)
    size, packed, at = _widened(extra, size, packed, at)
    _readable(flags, method, mode, disk)
    name = _name(raw, flags)
    begins = _begins(stream, at, raw, flags, method, (crc, packed, size), listed_at)
    if begins + packed > listed_at:
        raise Wrong("A file in it reaches beyond where the files end.")
    if method == _STORED and size != packed:
        raise Wrong("A file in it is not as large as the archive says.")
    return Entry(name, size, packed, method, crc, at, begins, begins + packed), following


def _widened(extra: bytes, size: int, packed: int, at: int) -> tuple[int, int, int]:
    """Sizes and place where they need eight bytes."""
    if _FULL not in (size, packed, at):
        return size, packed, at
    place = 0
    while place + 4 <= len(extra):
        tag, length = struct.unpack_from("<2H", extra, place)
        if tag == 1:
            wide = iter(struct.unpack_from(f"<{min(length, len(extra) - place - 4) // 8}Q", extra, place + 4))
            found = [next(wide, None) if value == _FULL else value for value in (size, packed, at)]
            if None in found:
                break
            return found[0] or 0, found[1] or 0, found[2] or 0
        place += 4 + length
    raise Wrong(_DAMAGED)


def _readable(flags: int, method: int, mode: int, disk: int) -> None:
    kind = stat.S_IFMT(mode >> 16)
    if flags & _ENCRYPTED or method == 99:
        raise Wrong("It is encrypted.", "Unpack it with its password and pass the folder.")
    if method not in (_STORED, _DEFLATED):
        raise Wrong("It is packed in a way that is not read here.", "Pack it as an ordinary zip archive.")
    if kind == stat.S_IFLNK:
        raise Wrong("It holds a link to another file, which is not followed.", "Pack the files themselves.")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Wrong("It holds a device or a pipe, which is no file.", "Pack the files alone.")
    if disk:
        raise Wrong("This is one part of an archive that was split.", "Put the parts together and pass the whole.")


def _begins(
    stream: BinaryIO, at: int, raw: bytes, flags: int, method: int, told: tuple[int, int, int], listed_at: int
) -> int:
    """Where the contents of a file begin, its own header read and compared with what the list said."""
    if at + _LOCAL.size > listed_at:
        raise Wrong(_DAMAGED)
    stream.seek(at)
    head = stream.read(_LOCAL.size + len(raw))
    magic, _, own_flags, own_method, _, _, crc, packed, size, name_length, extra_length = _LOCAL.unpack_from(head)
    if magic != b"PK\x03\x04":
        raise Wrong("A file in it does not begin where the archive says.")
    if name_length != len(raw) or head[_LOCAL.size :] != raw:
        raise Wrong("A file in it goes by another name at its own place.")
    if own_method != method or own_flags & _ENCRYPTED or (own_flags ^ flags) & _STREAMED:
        raise Wrong("A file in it is packed otherwise than the archive says.")
    streamed = flags & _STREAMED and not (crc or packed or size)
    if not streamed and any(
        own not in (listed & _FULL, _FULL) for own, listed in zip((crc, packed, size), told, strict=True)
    ):
        raise Wrong("A file in it is not as large as the archive says, or not the same.")
    return at + _LOCAL.size + int(name_length) + int(extra_length)


def _name(raw: bytes, flags: int) -> str:
    """A file's name, parted by ``/``; refused where it could be another's, or lead somewhere."""
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        if flags & _UTF8:
            raise Wrong(_ALIKE) from None
        name = raw.decode("cp437")
    if not name.strip() or len(name) > _LONGEST_NAME:
        raise Wrong("A file in it has no name, or one that is too long.")
    if any(unicodedata.category(sign) in _HIDDEN for sign in name) or _SLASHES & set(name):
        raise Wrong(_ALIKE)
    name = name.replace("\\", "/")
    plain = unicodedata.normalize("NFKC", name)
    if name.startswith("/") or _DRIVE.match(plain):
        raise Wrong(_TRAVERSAL)
    parts = name.removesuffix("/").split("/")
    if any(part.strip(" ") in ("", ".", "..") for part in (*parts, *plain.removesuffix("/").split("/"))):
        raise Wrong(_TRAVERSAL)
    return name
