"""One letter out of its bytes: who wrote when, in answer to what, and the text; or why no person wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parseaddr, parsedate_to_datetime
from typing import Final

from saidanddone.sources.dates import FIRST_YEAR, LAST_YEAR
from saidanddone.sources.messages.mail_html import text_of_html
from saidanddone.sources.messages.mail_text import own_words
from saidanddone.sources.messages.mail_words import AUTOMATIC, bare_subject
from saidanddone.sources.messages.mbox import Raw

__all__ = ["Letter", "letter"]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_WANTED: Final = frozenset(
    ("from", "to", "cc", "date", "subject", "message-id", "in-reply-to", "references", "auto-submitted", "precedence",
     "x-autoreply", "x-autorespond", "x-autoresponse", "return-path", "list-id", "list-post", "list-unsubscribe",
     "x-failed-recipients", "x-github-reason", "content-class")
)  # fmt: skip
_IDS: Final = re.compile(r"<([^<>\s]{1,250})>")
_PIPERMAIL: Final = re.compile(r"(\S{1,200}) at (\S{1,200})(?:\s+\((.{0,300})\))?\s*", re.DOTALL)
_SENT: Final = re.compile(r"([A-Z][a-z]{2}) +(\d{1,2}) +(\d\d?):(\d\d)(?::(\d\d))? .*?(\d{4})")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PROGRAM: Final = re.compile(
    r"(?:mailer-daemon|postmaster|no-?_?\.?reply|do-?_?not-?_?reply|donotreply|noreply|notifications?|bounces?|root|"
    r"(?:.+[-+.])?bounces?|calendar-notification)(?:[-+.][^@]*)?@|.*(?:[-.+_])(?:no-?reply|bounces?)@",
    re.IGNORECASE,
)
_MOST_REFERENCES: Final = 100
_MOST_PEOPLE: Final = 20
_MOST_PARTS: Final = 200
_NESTED: Final = 60
_LOOKED_AT: Final = 1 << 18
_LONGEST_HEADER: Final = 20_000


@dataclass(frozen=True, slots=True)
class Letter:
    """What one letter says.

    Attributes:
        key: its Message-ID without brackets; empty for none. parents: what it answers, the nearest first.
        topic: its subject without prefixes; answers: whether a reply's prefix stood there. at_us: µs UTC or None.
        account, name: of the writer; empty where the letter does not say. to: (account, name) of who else got it.
    """

    line: int
    key: str
    parents: tuple[str, ...] = field(repr=False)
    topic: str = field(repr=False)
    answers: bool
    at_us: int | None
    account: str = field(repr=False)
    name: str = field(repr=False)
    to: tuple[tuple[str, str], ...] = field(repr=False)
    text: str = field(repr=False)


def letter(raw: Raw, zone: tzinfo) -> Letter | str:
    """The letter, or the reason why it is no speech, as counted in ``Talk.dropped``."""
    content = raw.content.lstrip(b"\r\n")
    if content.count(b"boundary") > _NESTED:  # letters within letters within letters cost their depth for each line
        content = content[:_LOOKED_AT]
    try:
        message = message_from_bytes(content)
        return _letter(raw, message, list(_parts(message)), zone)
    except (RecursionError, ValueError, TypeError, LookupError, AttributeError, IndexError, AssertionError):
        return "damaged"


def _letter(raw: Raw, message: Message, parts: list[Message], zone: tzinfo) -> Letter | str:
    """The same of a letter that could be taken apart; its headers may be hostile still."""
    headers = _headers(message)
    if not headers.keys() & {"from", "date", "subject", "message-id", "to"}:
        return "damaged"
    reason = _no_person(message, headers, parts)
    if reason:
        return reason
    words = own_words(_body(parts))
    if not words:
        return "without words"
    account, name = _writer(headers.get("from", ""))
    parents = [*_ids(headers.get("in-reply-to", ""))[:1], *reversed(_ids(headers.get("references", "")))]
    topic, answers = bare_subject(_words(headers.get("subject", "")))
    key = next(iter(_ids(headers.get("message-id", ""))), "")
    to = () if "list-id" in headers else tuple(_others(headers))
    return Letter(
        raw.line, key, tuple(one for one in dict.fromkeys(parents) if one != key)[:_MOST_REFERENCES],
        topic, answers, _when(headers.get("date", ""), raw.separator, zone), account, name, to, words,
    )  # fmt: skip


def _headers(message: Message) -> dict[str, str]:
    """The headers that are needed, the first of each name, as text whatever bytes stood there."""
    found: dict[str, str] = {}
    for name, value in message.raw_items():
        lower = name.casefold()
        if lower in _WANTED and lower not in found:
            found[lower] = _text(str(value)[:_LONGEST_HEADER].encode("utf-8", "surrogateescape"), "")
    return found


def _text(raw: bytes, charset: str) -> str:
    """Bytes as text: as they say, else as UTF-8, else as Windows has them."""
    for name in (charset, "utf-8"):
        try:
            if name:
                return raw.decode(name)
        except (LookupError, ValueError, UnicodeError):
            continue
    return raw.decode("cp1252", "replace")


def _words(header: str) -> str:
    """A header with its encoded words put into letters."""
    if "=?" not in header:
        return " ".join(header.split())
    try:
        parts = decode_header(header)
    except Exception:  # noqa: BLE001 - Python's decoder raises whatever its parts raise; the header is then as it stands
        return " ".join(header.split())
    said = "".join(part if isinstance(part, str) else _text(part, charset or "") for part, charset in parts)
    return " ".join(said.encode("utf-8", "replace").decode("utf-8").split())


def _ids(header: str) -> list[str]:
    found = _IDS.findall(header)
    return found or [one for one in header.split()[:1] if "@" in one and len(one) <= 250]


def _writer(header: str) -> tuple[str, str]:
    """Account and name of who wrote. Behind a list that hides addresses, the name is the account."""
    obscured = _PIPERMAIL.fullmatch(header.strip())
    if obscured:
        name, address = _words(obscured[3] or ""), f"{obscured[1]}@{obscured[2]}"
    else:
        called, address = parseaddr(header)
        name = _words(called)
    name = name.strip("'\" ")
    if " via " in name:
        name = name.split(" via ")[0].strip("'\" ")
        return name.casefold(), name
    address = address.strip().casefold()
    if "@" not in address:
        address = ""
    return address or name.casefold(), "" if "@" in name else name


def _others(headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Who else got it, unless it went to so many that nobody in particular was meant."""
    found = getaddresses([headers.get("to", ""), headers.get("cc", "")])
    if len(found) <= _MOST_PEOPLE:
        yield from ((address.casefold(), _words(name).strip("'\" ")) for name, address in found if "@" in address)


def _when(header: str, separator: bytes, zone: tzinfo) -> int | None:
    """When it was written: by its date, else by the line above it (UTC, as mail programs write it)."""
    found: datetime | None = None
    try:
        found = parsedate_to_datetime(header) if header else None
    except (ValueError, TypeError, OverflowError, IndexError):
        found = None
    sent = None if found else _SENT.search(separator[:1_000].decode("latin-1"))
    try:
        if sent and sent[1] in _MONTHS:
            month = _MONTHS.index(sent[1]) + 1
            clock = int(sent[3]), int(sent[4]), int(sent[5] or 0)
            found = datetime(int(sent[6]), month, int(sent[2]), *clock, tzinfo=UTC)
        if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
            return None
        found = found.replace(tzinfo=zone) if found.tzinfo is None else found
        return (found - _EPOCH) // timedelta(microseconds=1)
    except (ValueError, OverflowError):
        return None


def _no_person(message: Message, headers: Mapping[str, str], parts: list[Message]) -> str:
    """Why no person wrote it; empty where one did."""
    submitted = headers.get("auto-submitted", "no").strip().casefold()
    sender = parseaddr(headers.get("from", ""))[1]
    kind = message.get_content_type()
    if any(part.get_content_type() == "text/calendar" for part in parts) or "calendar" in headers.get(
        "content-class", ""
    ):
        return "invitations"
    if (
        not submitted.startswith("no")
        or headers.get("precedence", "").strip().casefold() == "auto_reply"
        or headers.keys() & {"x-autoreply", "x-autorespond", "x-autoresponse", "x-failed-recipients"}
        or headers.get("return-path", "").strip() == "<>"
        or kind in ("multipart/report", "message/delivery-status")
        or _PROGRAM.match(sender)
        or AUTOMATIC.match(_words(headers.get("subject", "")))
    ):
        return "automatic"
    if "list-unsubscribe" in headers and not headers.keys() & {"list-id", "list-post", "in-reply-to"}:
        return "mass mail"
    return ""


def _parts(message: Message) -> Iterator[Message]:
    """The parts that are the letter's own: neither attached nor forwarded whole."""
    waiting = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        if part.get_content_maintype() == "message" and part is not message:
            continue
        inside = part.get_payload()
        if isinstance(inside, list):
            waiting += reversed([one for one in inside if isinstance(one, Message)])
        elif (part.get_content_disposition() or "inline") != "attachment" or part.get_content_type() == "text/calendar":
            yield part


def _body(parts: list[Message]) -> str:
    """The plain text where there is any, else what the HTML says."""
    plain = [part for part in parts if part.get_content_type() == "text/plain"]
    written = "\n".join(_payload(part) for part in plain)
    if written.strip():
        return written
    return "\n".join(text_of_html(_payload(part)) for part in parts if part.get_content_type() == "text/html")


def _payload(part: Message) -> str:
    try:
        raw = part.get_payload(decode=True)
        charset = part.get_content_charset() or ""
        flowed = str(part.get_param("format") or "").casefold() == "flowed"
    except (ValueError, TypeError, LookupError, AttributeError, IndexError, UnicodeError):
        return ""
    written = _text(raw, charset) if isinstance(raw, bytes) else ""
    return _unwrapped(written) if flowed else written


def _unwrapped(written: str) -> str:
    """Lines that a mail program broke softly, whole again (RFC 3676)."""
    lines: list[str] = []
    soft = False
    for line in written.replace("\r\n", "\n").split("\n"):
        quoted, sign = line.startswith(">"), line == "-- "
        if soft and lines and not quoted and not sign:
            lines[-1] += line
        else:
            lines.append(line)
        soft = line.endswith(" ") and not sign and not quoted
    return "\n".join(lines)
