"""A zip archive read member by member, in memory and within limits: nothing in it is believed, nothing is unpacked.

What an archive says of itself is read before any of its contents, and compared with what stands at each place: an
archive that contradicts itself, hides something or would unpack to more than the limits is refused in one sentence.
No member is ever written anywhere, so a name can do no harm; names that would, elsewhere, are refused all the same.
"""

from __future__ import annotations

import io
import os
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, Final

from saidanddone import settings
from saidanddone.evidence.problem import Problem
from saidanddone.sources.archived import Entry, Wrong, entries

__all__ = ["Archive", "Limits", "Member", "Refused", "is_zip", "open_archive"]

_PIECE: Final = 1 << 16
_MEGA: Final = 1_000_000
_SMALL: Final = 1_000_000
"""Bytes: a member that unpacks to no more may be packed as tightly as it likes."""
_NESTED: Final = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
_NESTED_NAMES: Final = (".zip", ".gz", ".tgz", ".7z", ".rar", ".bz2", ".xz", ".zst", ".tar", ".jar")
_AGAIN: Final = "Export it again, and pass the archive as it came."
_FOLDER: Final = "If you trust it, unpack it yourself and pass the folder."


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold.

    Attributes:
        members: how many. unpacked: bytes of all of them together. member: bytes of one that is read at once.
        ratio: bytes unpacked for each byte packed, of a member that unpacks to more than a megabyte, and of them all.
    """

    members: int
    unpacked: int
    member: int
    ratio: int

    @classmethod
    def default(cls) -> Limits:
        """Those of the settings."""
        return cls(
            int(settings.default("archive_members")),
            int(settings.default("archive_unpacked") * _MEGA),
            int(settings.default("archive_member") * _MEGA),
            int(settings.default("archive_ratio")),
        )


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive.

    Attributes:
        name: its path in the archive, parted by ``/``. size: bytes, as the archive says; reading stops there.
    """

    name: str
    size: int
    packed: int = field(repr=False)
    method: int = field(repr=False)
    crc: int = field(repr=False)
    begins: int = field(repr=False)


class Refused(ValueError):
    """A member cannot be read; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.said)
        self.problem = problem


@dataclass(frozen=True)
class Archive:
    """A zip archive that has been looked over.

    Attributes:
        source: the file's name, without its folder. members: its files, in the archive's order; folders are left out.
        nested: how many archives within were left out: they are never opened.
    """

    source: str
    members: tuple[Member, ...] = field(repr=False)
    path: Path = field(repr=False)
    limits: Limits = field(repr=False)
    nested: int = 0

    def read(self, member: Member) -> bytes | Problem:
        """All of a member, in memory; a problem where it is larger than the limit, damaged or not as said."""
        if member.size > self.limits.member:
            said = f"A file in it unpacks to more than {self.limits.member // _MEGA:,} MB."
            return Problem(self.source, 0, said, _FOLDER)
        try:
            return b"".join(self.pieces(member))
        except Refused as refused:
            return refused.problem

    def stream(self, member: Member) -> BinaryIO:
        """A member as a stream, for what is read line by line. Reading from it raises :class:`Refused`."""
        return io.BufferedReader(_Stream(self.pieces(member)), _PIECE)

    def pieces(self, member: Member) -> Iterator[bytes]:
        """A member in pieces of at most 64 kB; never more than it said it would be.

        Raises:
            Refused: it is damaged, longer or shorter than it said, or an archive itself.
        """
        crc = given = 0
        try:
            for piece in self._unpacked(member):
                if not given and piece.startswith(_NESTED):
                    raise self._refused("A file in it is an archive itself.", _FOLDER)
                given += len(piece)
                if given > member.size:
                    raise self._refused("A file in it is larger than the archive says.", _AGAIN)
                crc = zlib.crc32(piece, crc)
                yield piece
        except (OSError, zlib.error):
            raise self._refused("A file in it is damaged.", _AGAIN) from None
        if given < member.size:
            raise self._refused("A file in it ends before it should.", _AGAIN)
        if crc != member.crc:
            raise self._refused("A file in it is damaged: its checksum is wrong.", _AGAIN)

    def _unpacked(self, member: Member) -> Iterator[bytes]:
        """The bytes of a member; reading stops one piece behind what it said it would be."""
        left, given = member.packed, 0
        inflate = zlib.decompressobj(-zlib.MAX_WBITS) if member.method else None
        with self.path.open("rb") as stream:
            stream.seek(member.begins)
            while left > 0 and given <= member.size:
                packed = stream.read(min(_PIECE, left))
                if not packed:
                    return
                left -= len(packed)
                if inflate is None:
                    given += len(packed)
                    yield packed
                    continue
                while packed and given <= member.size and not inflate.eof:
                    piece = inflate.decompress(packed, _PIECE)
                    packed = inflate.unconsumed_tail
                    given += len(piece)
                    if piece:
                        yield piece
                if inflate.eof and (left or inflate.unused_data):
                    raise self._refused("A file in it hides something behind its end.", _AGAIN)
            while inflate is not None and not inflate.eof and given <= member.size:
                piece = inflate.decompress(b"", _PIECE)
                if not piece:
                    return
                given += len(piece)
                yield piece

    def _refused(self, said: str, remedy: str) -> Refused:
        return Refused(Problem(self.source, 0, said, remedy))


class _Stream(io.RawIOBase):
    """Pieces as a raw stream."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = next(self._pieces, b"")
        taken = min(len(buffer), len(self._rest))
        buffer[:taken] = self._rest[:taken]
        self._rest = self._rest[taken:]
        return taken


def is_zip(head: bytes) -> bool:
    """Whether a file begins as a zip archive does."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def open_archive(path: Path, source: str, limits: Limits | None = None) -> Archive | Problem:
    """The archive's files, or the one sentence why it is refused. Nothing in it is unpacked yet."""
    limits = limits or Limits.default()
    try:
        if not path.is_file():
            return Problem(source, 0, "This is no file.", "Pass the archive itself.")
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            return _looked_over(stream, path, source, limits, size)
    except Wrong as wrong:
        return Problem(source, 0, wrong.said, wrong.remedy or _AGAIN)
    except (OSError, struct.error):
        return Problem(source, 0, "The archive cannot be read: it may be cut short or damaged.", _AGAIN)


def _looked_over(stream: BinaryIO, path: Path, source: str, limits: Limits, size: int) -> Archive | Problem:
    members: list[Member] = []
    names: set[int] = set()
    taken: list[tuple[int, int]] = []
    total = nested = 0
    for entry in entries(stream, size, limits.members):
        name = entry.name.rstrip("/")
        alike = hash(_folded(name))  # 64 bits: tens of thousands of names of any length take a few megabytes
        if alike in names:
            raise Wrong("Two files in it have the same name, or names that look the same.")
        names.add(alike)
        taken.append((entry.at, entry.ends))
        total += entry.size
        _sized(entry, total, limits, size)
        if entry.name.endswith("/"):
            if entry.size:
                raise Wrong("A folder in it has contents of its own.")
            continue
        if name.casefold().endswith(_NESTED_NAMES):
            nested += 1
            continue
        members.append(Member(name, entry.size, entry.packed, entry.method, entry.crc, entry.begins))
    taken.sort()
    if taken and taken[0][0]:
        raise Wrong("Something stands before the archive in the file.")
    if any(after[0] < before[1] for before, after in pairwise(taken)):
        raise Wrong("Files in it lie over one another.")
    if nested and not members:
        raise Wrong("It holds nothing but other archives, and those are not opened.", _FOLDER)
    if not members:
        return Problem(source, 0, "The archive is empty.", "Export it again.")
    return Archive(source, tuple(members), path, limits, nested)


def _sized(entry: Entry, total: int, limits: Limits, size: int) -> None:
    """Refuse what would unpack to too much."""
    if total > limits.unpacked:
        raise Wrong(f"It unpacks to more than {limits.unpacked // _MEGA:,} MB.", _FOLDER)
    tight = entry.size > _SMALL and entry.size > limits.ratio * entry.packed
    if tight or (total > 10 * _SMALL and total > limits.ratio * size):
        raise Wrong(f"It unpacks to more than {limits.ratio:,} times its size, as no export does.", _FOLDER)


_ALIKE: Final = str.maketrans("аɑеєорсухіїјѕԁԛԝһտαεικνορτυχγωß", "aaeeopcyxiijsdqwhtaeiknoptuxywb")
"""Letters of other scripts that look like Latin ones."""


def _folded(name: str) -> str:
    """The form in which two names that look the same are the same."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold()).translate(_ALIKE)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)) if not plain.isascii() else plain
