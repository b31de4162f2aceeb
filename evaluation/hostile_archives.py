"""Zip archives that mean harm, each made by code: bombs, lies, names that lead elsewhere. Nothing of them is stored."""

from __future__ import annotations

import os
import stat
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

__all__ = ["HOSTILE", "Part", "archive", "slack_export"]

MEGA = 1_000_000
_WORDS = b'[{"type": "message", "user": "U1", "text": "Shall I look at it?", "ts": "1767261600.000100"}]'


@dataclass(frozen=True)
class Part:
    """One member: what is packed, and every field of its two headers that may lie (None: as it is)."""

    name: bytes
    content: bytes = field(default=_WORDS, repr=False)
    method: int = 8
    flags: int = 0
    mode: int = stat.S_IFREG | 0o644
    size: int | None = None
    packed: int | None = None
    crc: int | None = None
    raw: bytes | None = field(default=None, repr=False)
    own_name: bytes | None = None
    own_size: int | None = None
    own_method: int | None = None
    extra: bytes = b""
    at: int | None = None
    disk: int = 0


def _packed(part: Part) -> bytes:
    if part.raw is not None:
        return part.raw
    if part.method == 8:
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        return deflate.compress(part.content) + deflate.flush()
    return part.content


def archive(
    parts: Sequence[Part],
    *,
    before: bytes = b"",
    after: bytes = b"",
    count: int | None = None,
    listed_at: int | None = None,
    length: int | None = None,
    comment: bytes = b"",
    disk: int = 0,
) -> bytes:
    """A zip archive of these parts; what is said of it as a whole may lie too."""
    body, listed = bytearray(before), bytearray()
    for part in parts:
        raw = _packed(part)
        crc = zlib.crc32(part.content) if part.crc is None else part.crc
        size = len(part.content) if part.size is None else part.size
        packed = len(raw) if part.packed is None else part.packed
        own_name = part.name if part.own_name is None else part.own_name
        own_size = size if part.own_size is None else part.own_size
        own_method = part.method if part.own_method is None else part.own_method
        at = len(body) if part.at is None else part.at
        wide = 0xFFFFFFFF
        body += struct.pack(
            "<4s5H3L2H", b"PK\x03\x04", 20, part.flags, own_method, 0, 33, crc, min(packed, wide), min(own_size, wide),
            len(own_name), 0,
        )  # fmt: skip
        body += own_name + raw
        listed += struct.pack(
            "<4s6H3L5H2L", b"PK\x01\x02", 0x0314, 20, part.flags, part.method, 0, 33, crc, min(packed, wide),
            min(size, wide), len(part.name), len(part.extra), 0, part.disk, 0, part.mode << 16, min(at, wide),
        )  # fmt: skip
        listed += part.name + part.extra
    number = len(parts) if count is None else count
    end = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", disk, disk, number & 0xFFFF, number & 0xFFFF,
        len(listed) if length is None else length, len(body) if listed_at is None else listed_at, len(comment),
    )  # fmt: skip
    return bytes(body + listed + end + comment + after)


def _day(**lies: object) -> Part:
    return replace(Part(b"general/2026-01-01.json"), **lies)  # type: ignore[arg-type]


def _plain(*parts: Part, **lies: object) -> bytes:
    lists = Part(b"users.json", b"[]"), Part(b"channels.json", b'[{"id": "C1", "name": "general"}]')
    return archive([*lists, *(parts or (_day(),))], **lies)  # type: ignore[arg-type]


def _zeros(megabytes: int) -> bytes:
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = bytes(MEGA)
    return b"".join([*(deflate.compress(piece) for _ in range(megabytes)), deflate.flush()])


def _overlapping(number: int) -> bytes:
    """Files stored one in another: the contents of each are the headers and contents of all that follow."""
    names = [b"general/%04d.json" % place for place in range(number)]
    inner, parts = _local(names[-1], _WORDS), [Part(names[-1], method=0)]
    for name in reversed(names[:-1]):
        parts.append(Part(name, inner, method=0))
        inner = _local(name, inner)
    places, listed = [0], bytearray()
    for _ in names[1:]:
        places.append(places[-1] + 30 + len(names[0]))
    for part, at in zip(reversed(parts), places, strict=True):
        size = len(part.content)
        listed += struct.pack(
            "<4s6H3L5H2L", b"PK\x01\x02", 0x0314, 20, 0, 0, 0, 33, zlib.crc32(part.content), size, size,
            len(part.name), 0, 0, 0, 0, part.mode << 16, at,
        )  # fmt: skip
        listed += part.name
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, number, number, len(listed), len(inner), 0)
    return bytes(inner + listed + end)


def _local(name: bytes, content: bytes) -> bytes:
    size = len(content)
    head = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 33, zlib.crc32(content), size, size, len(name), 0)
    return head + name + content


def _wide(size: int, packed: int, at: int) -> bytes:
    return struct.pack("<2H3Q", 1, 24, size, packed, at)


def _zip64_end(count: int, length: int) -> bytes:
    """An archive whose eight-byte end claims this many members."""
    return _with_wide_end(_plain(), count, length)


def _with_wide_end(whole: bytes, count: int, length: int | None = None) -> bytes:
    end = whole.rfind(b"PK\x05\x06")
    short, begins = struct.unpack_from("<2L", whole, end + 12)
    length = short if length is None else length
    wide = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, length, begins)
    pointer = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    return (
        whole[:end]
        + wide
        + pointer
        + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, *[0xFFFFFFFF] * 2, 0)
    )


def _flood(number: int, *, counted: bool = False) -> bytes:
    whole = _plain(*(Part(b"general/%d" % place, b"", method=0) for place in range(number)))
    return _with_wide_end(whole, number + 2) if counted else whole


def _cut(whole: bytes, share: float) -> bytes:
    return whole[: int(len(whole) * share)]


def _quine() -> bytes:
    """An archive that holds itself, as far as its own bytes go: opening what is in it never ends."""
    inner = _plain()
    for _ in range(3):
        inner = archive([Part(b"r/r.zip", inner, method=0)])
    return inner


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a bomb of one file": lambda: _plain(_day(raw=_zeros(200), size=200 * MEGA, content=b"")),
    "a bomb of many files": lambda: _plain(
        *(_day(name=b"general/%d.json" % n, raw=_zeros(9), size=9 * MEGA, content=b"") for n in range(60))
    ),
    "a bomb that says it is small": lambda: _plain(_day(raw=_zeros(50), size=100, content=b"")),
    "a bomb that says it is small in its own header alone": lambda: _plain(
        _day(raw=_zeros(50), size=50 * MEGA, own_size=100, content=b"")
    ),
    "files that lie over one another": lambda: _overlapping(300),
    "one file under two names at one place": lambda: _plain(_day(), _day(name=b"general/2026-01-02.json", at=0)),
    "archives in archives": lambda: archive(
        [Part(b"%d.zip" % n, archive([Part(b"0.zip", _plain())])) for n in range(16)]
    ),
    "an archive under another name": lambda: _plain(_day(content=_plain())),
    "an archive that holds itself": _quine,
    "a name that climbs": lambda: _plain(_day(name=b"../../etc/cron.d/x.json")),
    "a name that climbs inside": lambda: _plain(_day(name=b"general/../../x.json")),
    "a name that climbs with backslashes": lambda: _plain(_day(name=b"..\\..\\x.json")),
    "an absolute name": lambda: _plain(_day(name=b"/etc/passwd")),
    "a drive": lambda: _plain(_day(name=b"C:\\Windows\\x.json")),
    "a share": lambda: _plain(_day(name=b"\\\\server\\share\\x.json")),
    "a name with a zero in it": lambda: _plain(_day(name=b"general/2026-01-01.json\x00.txt")),
    "a name with a line end": lambda: _plain(_day(name=b"general/2026\r\n.json")),
    "a name with an escape": lambda: _plain(_day(name=b"general/\x1b[2J.json")),
    "a name that turns the reading direction": lambda: _plain(_day(name="general/\u202enosj.exe".encode())),
    "a slash that is none": lambda: _plain(_day(name="general∕x.json".encode())),
    "wide dots that climb": lambda: _plain(_day(name="general/．．/x.json".encode())),
    "a name that is no text": lambda: _plain(_day(name=b"general/\xff\xfe.json", flags=0x0800)),
    "an empty name": lambda: _plain(_day(name=b"")),
    "a name of ten thousand letters": lambda: _plain(_day(name=b"a" * 10_000)),
    "two files of one name": lambda: _plain(_day(), _day(content=b"[]")),
    "two names that differ in case": lambda: _plain(_day(), _day(name=b"General/2026-01-01.JSON")),
    "two names that look the same": lambda: _plain(_day(), _day(name="gеneral/2026-01-01.json".encode())),
    "two names of one spelling": lambda: _plain(_day(name="é.json".encode()), _day(name="é.json".encode())),
    "a link": lambda: _plain(_day(content=b"/etc/passwd", mode=stat.S_IFLNK | 0o777)),
    "a device": lambda: _plain(_day(content=b"", mode=stat.S_IFCHR | 0o666)),
    "a pipe": lambda: _plain(_day(content=b"", mode=stat.S_IFIFO | 0o666)),
    "encrypted": lambda: _plain(_day(flags=0x0001)),
    "strongly encrypted": lambda: _plain(_day(flags=0x0041)),
    "encrypted by another method": lambda: _plain(_day(method=99)),
    "packed with LZMA": lambda: _plain(_day(method=14)),
    "packed by no known method": lambda: _plain(_day(method=77)),
    "a wrong checksum": lambda: _plain(_day(crc=0x12345678)),
    "contents that are no packed data": lambda: _plain(_day(raw=b"\xff" * 64)),
    "shorter than it says": lambda: _plain(_day(size=len(_WORDS) + 50)),
    "longer than it says": lambda: _plain(_day(size=10)),
    "something hidden behind the packed data": lambda: _plain(_day(raw=_packed(_day()) + b"hidden" * 9)),
    "another name at its own place": lambda: _plain(_day(own_name=b"general/2026-01-09.json")),
    "another way of packing at its own place": lambda: _plain(_day(own_method=0)),
    "a place that is none": lambda: _plain(_day(at=7)),
    "a place far behind the end": lambda: _plain(_day(at=4_000_000_000)),
    "larger than what is left": lambda: _plain(_day(packed=MEGA)),
    "eight bytes that claim an exabyte": lambda: _plain(
        _day(size=0xFFFFFFFF, packed=0xFFFFFFFF, extra=_wide(1 << 60, 1 << 60, 0))
    ),
    "eight bytes that are missing": lambda: _plain(_day(size=0xFFFFFFFF, extra=b"\x01\x00\x00\x00")),
    "eight bytes that claim a trillion files": lambda: _zip64_end(1 << 40, 1 << 40),
    "eight bytes that claim a long list": lambda: _zip64_end(3, 1 << 40),
    "more files than any export": lambda: _flood(65_600),
    "more files than any export, all counted": lambda: _flood(65_600, counted=True),
    "sixty thousand files": lambda: _flood(60_000),
    "fewer files than it says": lambda: _plain(count=9),
    "more files than it says": lambda: _plain(count=1),
    "something before it": lambda: b"PK\x03\x04" * 50 + _plain(),
    "something before it that is counted": lambda: _plain(before=b"PK\x03\x04" * 50),
    "something behind it": lambda: _plain(after=b"x" * 500),
    "cut in the middle": lambda: _cut(_plain(), 0.5),
    "cut at its end": lambda: _plain()[:-5],
    "cut after four bytes": lambda: b"PK\x03\x04",
    "a list that begins behind the end": lambda: _plain(listed_at=1 << 30),
    "a list longer than the file": lambda: _plain(length=1 << 31),
    "a part of a split archive": lambda: _plain(disk=3),
    "a file on another disk": lambda: _plain(_day(disk=2)),
    "nothing in it": lambda: archive([]),
    "a folder with contents": lambda: _plain(_day(name=b"general/")),
    "noise behind the first letters": lambda: b"PK\x03\x04" + bytes(range(256)) * 400,
    "a comment that hides another end": lambda: _plain(comment=struct.pack("<4s4H2LH", b"PK\x05\x06", *[0] * 7)),
}
"""What is wrong with each -> how it is made."""


def slack_export(megabytes: int) -> Iterator[tuple[str, bytes]]:
    """The files of an ordinary export of about this size, unpacked: a channel a folder, a day a file."""
    yield "users.json", b'[{"id": "U1", "real_name": "Ana Ames"}, {"id": "U2", "real_name": "Bo Birk"}]'
    yield "channels.json", b"[%s]" % b", ".join(b'{"id": "C%d", "name": "team-%d"}' % (n, n) for n in range(20))
    day = 0
    made = 0
    while made < megabytes * MEGA:
        channel, number = day % 20, day // 20
        ts = 1_600_000_000 + number * 86_400
        messages = []
        for place in range(400):
            told = os.urandom(24).hex()
            messages.append(
                f'{{"client_msg_id": "{told}", "type": "message", "user": "U{place % 2 + 1}", "text": "Shall we look '
                f'at {told[:9]} before {told[9:17]}?", "ts": "{ts + place * 30}.{place:06d}", "blocks": [{{"type": '
                f'"rich_text", "block_id": "{told[:4]}", "elements": [{{"type": "text", "text": "{told}"}}]}}]}}'
            )
        content = ("[" + ",\n".join(messages) + "]").encode()
        date = f"{2020 + number // 336}-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}"
        yield f"team-{channel}/{date}.json", content
        made += len(content)
        day += 1


def write_slack(path: Path, megabytes: int) -> int:
    """Such an export as an archive; how many messages it holds."""
    import zipfile

    messages = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in slack_export(megabytes):
            made.writestr(name, content)
            messages += content.count(b'"type": "message"')
    return messages
