"""One message of Slack: who said it when, in which thread; or why it is no speech."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from saidanddone.sources.document import at, text

__all__ = ["Message", "message", "time_of"]

_TS: Final = re.compile(r"(\d{9,10})(?:\.(\d{1,6}))?")
_SPEECH: Final = frozenset(
    ("", "thread_broadcast", "reply_broadcast", "me_message", "file_share", "file_comment", "message_changed")
)
_JOINS: Final = frozenset(
    ("channel_join", "channel_leave", "group_join", "group_leave", "mpim_join", "mpim_leave", "team_join")
)
_GONE: Final = frozenset(("tombstone", "message_deleted"))
_UPLOADED: Final = re.compile(r"\s*<@[A-Z0-9]+(?:\|[^>]*)?> (?:uploaded|shared|pinned|commented on) ")


@dataclass(frozen=True, slots=True)
class Message:
    """What was said. ``at_us``: µs UTC. ``thread``: ``ts`` of the message it hangs on; empty for none."""

    at_us: int
    ts: str
    user: str
    text: str = field(repr=False)
    thread: str = ""
    answers: tuple[str, ...] = field(default=(), repr=False)


def time_of(ts: str | None) -> int | None:
    """Microseconds UTC of a message's ``ts``; None where it is none.

    >>> time_of("1456427378.000002")
    1456427378000002
    """
    found = _TS.fullmatch(ts or "")
    return int(found[1]) * 1_000_000 + int((found[2] or "").ljust(6, "0")) if found else None


def message(value: Mapping[str, Any], bots: frozenset[str]) -> Message | str:
    """The message, or the reason why it is no speech, as counted in ``Talk.dropped``.

    Args:
        bots: ids of users that are programs.
    """
    kind = text(value, "subtype") or ""
    if kind == "message_changed" and isinstance(value.get("message"), Mapping):
        return message(value["message"], bots) if at(value, "message", "subtype") != kind else "notices"
    if kind in _JOINS:
        return "joins"
    user = text(value, "user") or text(value, "comment", "user") or text(value, "user_profile", "id") or ""
    if kind.startswith("bot_") or value.get("bot_id") or value.get("bot_profile") or user in bots:
        return "bots"
    if kind.startswith(("huddle", "sh_room")) or isinstance(value.get("room"), Mapping):
        return "huddles"
    if kind in _GONE:
        return "deleted"
    if kind not in _SPEECH or (text(value, "type") or "message") != "message":
        return "notices"
    ts = text(value, "ts")
    at_us = time_of(ts)
    if ts is None or at_us is None:
        return "without a time"
    said = value.get("text")
    if _UPLOADED.match(said) if isinstance(said, str) else True:
        said = at(value, "comment", "comment") or at(value, "file", "initial_comment", "comment")
    if not isinstance(said, str) or not said.strip():
        return "without words"
    thread = text(value, "thread_ts") or ""
    replies = value.get("replies")
    answers = tuple(text(one, "ts") or "" for one in replies) if isinstance(replies, list) else ()
    return Message(at_us, ts, user, said, thread if time_of(thread) is not None else "", answers)
