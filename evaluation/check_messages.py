"""Whether 20,000 malformed messages of each kind raise nothing, and are told in sentences that quote nothing.

Good messages of Slack, mail, GitHub, Jira and tables are broken by a seeded hand: values put in each other's places,
dropped, nested, filled with what no value should hold; bytes changed; files cut. Nothing may raise; no sentence holds
a word of the input.
"""

from __future__ import annotations

import copy
import json
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from random import Random
from typing import Any

from saidanddone.evidence.people import People
from saidanddone.sources.conversations import Asked, Talk
from saidanddone.sources.messages import github, jira, mail, slack, table

MESSAGES, FILES, SEED, SECRET = 20_000, 40, 20261122, "Zebediah"
STRANGE: tuple[Any, ...] = (
    None, True, -1, 1e308, 10**40, "", "\x00", "\ud800", SECRET, "<@U1|>", "&amp;" * 50, "9" * 400, [], {}, [[]],
    {"user": {"user": {}}}, ["x"] * 20, "2026-99-99", "1767261600.000100", "\u202e", "x" * 3_000,
)  # fmt: skip
GOOD: dict[str, dict[str, Any]] = {
    "slack": {
        "type": "message", "subtype": "thread_broadcast", "user": "U1", "ts": "1767261600.000100",
        "thread_ts": "1767261600.000100", "text": f"<@U2> {SECRET} said",
        "replies": [{"user": "U2", "ts": "1767261601.0"}],
        "file": {"initial_comment": {"comment": "x"}}, "user_profile": {"real_name": SECRET}, "room": None,
    },
    "github": {
        "number": 7, "title": SECRET, "id": 3, "user": {"login": SECRET, "type": "User"}, "body": f"> {SECRET}\n\nYes.",
        "url": "https://api.github.com/repos/a/b/issues/7", "created_at": "2026-01-01T10:00:00Z",
        "comments": [{"id": 1, "user": {"login": "x"}, "body": "y", "created_at": "2026-01-01T10:00:00Z"}],
        "reviewThreads": {"nodes": [{"id": "T", "comments": {"nodes": [{"body": "z", "author": {"login": "q"}}]}}]},
    },
    "jira": {
        "key": "A-1", "fields": {
            "reporter": {"accountId": "1", "displayName": SECRET}, "created": "2026-01-01T09:00:00.000+0000",
            "description": {"type": "doc", "content": [{"type": "text", "text": SECRET}]},
            "comment": {"comments": [{"id": "5", "author": {"displayName": SECRET}, "created": "2026", "body": "x"}]},
        },
    },
    "table": {
        "conversation_id": "a", "turn": 1, "speaker": SECRET, "text": f"{SECRET} said", "reply_to": 0, "start": 1.0,
        "end": 2.0, "at": "2026-01-01T10:00:00Z", "channel": "chat",
    },
}  # fmt: skip
LETTER = (
    f"From x Thu Jan  1 10:00:00 2026\nFrom: {SECRET} <z@example.org>\nTo: b@x\nDate: Thu, 01 Jan 2026 10:00:00 +0000\n"
    "Subject: =?utf-8?q?x?=\nMessage-ID: <%d@x>\nIn-Reply-To: <1@x>\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    f"Content-Type: text/plain; charset=utf-8\n\nOn 1 Jan, {SECRET} wrote:\n> x\n{SECRET} said\n--b\n"
    "Content-Type: text/html\n\n<p>x</p>\n--b--\n\n"
)
READERS: dict[str, Callable[[Path, str, Asked], Talk]] = {
    "slack": slack.read, "github": github.read, "jira": jira.read, "table": table.read, "mail": mail.read,
}  # fmt: skip


def broken(value: Any, random: Random) -> Any:
    """The value with something wrong somewhere in it."""
    if isinstance(value, dict) and value and random.random() < 0.8:
        key = random.choice(list(value))
        deed = random.random()
        if deed < 0.15:
            del value[key]
        elif deed < 0.3:
            value[key] = value.get(random.choice(list(value)))
        else:
            value[key] = broken(value[key], random)
        return value
    if isinstance(value, list) and value and random.random() < 0.7:
        value[random.randrange(len(value))] = broken(value[0], random)
        return value
    return copy.deepcopy(random.choice(STRANGE))


def written(kind: str, number: int, random: Random) -> bytes:
    """A file of this many broken messages."""
    if kind == "mail":
        letters = []
        for place in range(number):
            letter = bytearray((LETTER % place).encode())
            for _ in range(random.randrange(6)):
                letter[random.randrange(len(letter))] = random.randrange(256)
            if random.random() < 0.2:
                del letter[random.randrange(len(letter)) :]
            letters.append(bytes(letter))
        return b"".join(letters)
    messages = [broken(copy.deepcopy(GOOD[kind]), random) for _ in range(number)]
    if kind == "table":
        return "\n".join(map(json.dumps, [GOOD[kind], *messages])).encode()
    whole = json.dumps(messages, indent=random.choice((None, 1))).encode()
    return whole if random.random() < 0.9 else whole[: random.randrange(len(whole))]


def main() -> int:
    """Print a row a kind; 1 where something was raised or quoted."""
    asked = Asked(People(b"k" * 32), UTC)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        for kind, read in READERS.items():
            random, began = Random(SEED), time.perf_counter()
            turns = raised = quoted = 0
            for _ in range(FILES):
                path.write_bytes(written(kind, MESSAGES // FILES, random))
                try:
                    talk = read(path, "export", asked)
                except Exception:  # noqa: BLE001 - whatever is raised is what is looked for
                    raised += 1
                    print(traceback.format_exc().splitlines()[-1], file=sys.stderr)
                    traceback.print_exc()
                    continue
                turns += sum(len(one.turns) for one in talk.conversations)
                told = "\n".join([*map(str, talk.problems), *talk.notes, repr(talk), *talk.dropped])
                quoted += SECRET in told
            failed += raised + quoted
            taken = time.perf_counter() - began
            print(f"{kind:8}{MESSAGES:,} messages, {turns:,} turns, {raised} raised, {quoted} quoted, {taken:.1f} s")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
