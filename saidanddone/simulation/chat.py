"""The channels of the organisation that never was as an export of Slack: its archive, with lists, days and threads.

With what stands in every export beside speech: people who join, a program that reports, reactions, an upload.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, Final

from saidanddone.simulation.conversations import Said, Talks, Thread
from saidanddone.simulation.manners import MANNERS
from saidanddone.simulation.organisation import LEADERS, MEMBERS, WEEKS

__all__ = ["FILE_NAME", "export"]

FILE_NAME: Final = "quayside-slack-export.zip"
_BOT: Final = "U0QUAYBOT"
_REACTIONS: Final = ("+1", "eyes", "white_check_mark", "tada", "ship")
_STAMP: Final = (1980, 1, 1, 0, 0, 0)
"""The same time on every member of the archive, so that the same words are the same bytes."""

_PEOPLE: Final = (
    *((leader.name, leader.handle, leader.team) for leader in LEADERS),
    *((name, handle, team) for name, handle, team in MEMBERS),
)
_ACCOUNTS: Final[Mapping[str, str]] = {
    handle: f"U{place:02}QUAYSIDE" for place, (_, handle, _) in enumerate(_PEOPLE, start=11)
}


def export(talks: Talks, *, seed: int, on: date) -> tuple[bytes, dict[tuple[str, int], tuple[Thread, int]]]:
    """The archive, and (channel, number of the message in it) -> the thread and the place of what was said there.

    Messages are numbered as a reader counts them: in the order of time, what is no speech left out.
    """
    chance = Random(seed * 1_000 + 900)
    files: dict[str, list[dict[str, Any]]] = {"channels.json": [], "users.json": _users()}
    where: dict[tuple[str, int], tuple[Thread, int]] = {}
    for team in MANNERS:
        channel = team.lower()
        there = [_ACCOUNTS[handle] for _, handle, whose in _PEOPLE if whose == team]
        files["channels.json"].append(_channel(channel, there, len(files["channels.json"]), on))
        messages: list[tuple[datetime, dict[str, Any], tuple[Thread, int] | None]] = []
        messages += [(at, value, None) for at, value in _beside_speech(there, on)]
        for thread in talks.threads:
            if thread.team == team:
                messages += _written(thread, chance)
        messages.sort(key=lambda one: (one[0], one[1]["ts"]))
        number = 0
        for at, value, told in messages:
            files.setdefault(f"{channel}/{at:%Y-%m-%d}.json", []).append(value)
            if told is not None:
                number += 1
                where[channel, number] = told
    return _archive(files), where


def _written(thread: Thread, chance: Random) -> list[tuple[datetime, dict[str, Any], tuple[Thread, int]]]:
    """A thread's messages. Each ``ts`` has figures of its own behind the second, as Slack's have."""
    stamps = [f"{int(_when(one).timestamp())}.{chance.randrange(10**5, 10**6):06}" for one in thread.said]
    users = [_ACCOUNTS[one.who] for one in thread.said]
    found = []
    for place, (one, ts, user) in enumerate(zip(thread.said, stamps, users, strict=True)):
        value: dict[str, Any] = {
            "client_msg_id": f"{chance.getrandbits(64):016x}", "type": "message", "user": user, "text": one.text,
            "ts": ts, "team": "T0QUAYSIDE",
        }  # fmt: skip
        if len(stamps) > 1:
            value["thread_ts"] = stamps[0]
            if place:
                value["parent_user_id"] = users[0]
            else:
                answers = [{"user": who, "ts": at} for who, at in zip(users[1:], stamps[1:], strict=True)]
                value |= {"reply_count": len(answers), "reply_users_count": len(set(users[1:])), "replies": answers}
        if chance.random() < 0.2:
            value["reactions"] = [{"name": chance.choice(_REACTIONS), "users": [user], "count": 1}]
        found.append((_when(one), value, (thread, place)))
    return found


def _when(said: Said) -> datetime:
    """When a message was written; every message says so."""
    return said.at or datetime.min.replace(tzinfo=UTC)


def _beside_speech(there: Sequence[str], on: date) -> list[tuple[datetime, dict[str, Any]]]:
    """Who joined on the first day, and a program's word on the first of every month."""
    first = _first(on)
    found = []
    for place, user in enumerate(there):
        at = first + timedelta(minutes=place)
        text = f"<@{user}> has joined the channel"
        found.append((at, {"type": "message", "subtype": "channel_join", "user": user, "text": text, "ts": _ts(at)}))
    for month in range(12):
        at = first + timedelta(days=2 + 30 * month)
        value = {"type": "message", "subtype": "bot_message", "bot_id": _BOT, "username": "harbour-watch",
                 "text": "All services are up.", "ts": _ts(at)}  # fmt: skip
        found.append((at, value))
    return found


def _first(on: date) -> datetime:
    day = on - timedelta(weeks=WEEKS, days=on.weekday())
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC)


def _ts(at: datetime) -> str:
    return f"{int(at.timestamp())}.000100"


def _channel(name: str, there: Sequence[str], number: int, on: date) -> dict[str, Any]:
    return {
        "id": f"C{number:02}QUAYSIDE", "name": name, "created": int(_first(on).timestamp()), "creator": there[0],
        "is_archived": False, "is_general": False, "members": list(there),
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "Everything that need not wait for the meeting.", "creator": there[0], "last_set": 0},
    }  # fmt: skip


def _users() -> list[dict[str, Any]]:
    found = [
        {
            "id": _ACCOUNTS[handle], "team_id": "T0QUAYSIDE", "name": handle, "deleted": False, "is_bot": False,
            "tz": "Etc/UTC", "tz_offset": 0,
            "profile": {"real_name": name, "display_name": name.split()[0].lower(), "title": ""},
        }
        for name, handle, _ in _PEOPLE
    ]  # fmt: skip
    watch = {"id": _BOT, "name": "harbour-watch", "is_bot": True, "profile": {"real_name": "harbour-watch"}}
    return [*found, watch]


def _archive(files: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, json.dumps(content, indent=1, ensure_ascii=False))
    return out.getvalue()
