"""Exports of Slack: threads rebuilt, channels cut where nobody spoke for hours, programs and notices left out.

What a conversation is, and why: docs/decisions/0026. Direct messages and private channels are read only where the user
names their folder (PRIVACY: listening is opt-in per source).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from saidanddone import settings
from saidanddone.evidence.problem import Problem
from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.sources.archive import is_zip, open_archive
from saidanddone.sources.conversations import Asked, Talk
from saidanddone.sources.document import at, text
from saidanddone.sources.messages.accounts import Accounts, Named
from saidanddone.sources.messages.slack_export import LISTS, Channel, Export, loaded, open_export
from saidanddone.sources.messages.slack_message import Message, message
from saidanddone.sources.messages.slack_text import spoken
from saidanddone.sources.messages.threads import within_thread
from saidanddone.sources.telling import told

__all__ = ["knows", "read"]

_BOT: Final = "USLACKBOT"
_HOUR_US: Final = 3_600_000_000
_LISTED: Final = (*LISTS, "users.json", "org_users.json")


def knows(path: Path, head: bytes) -> bool:
    """Whether this is an export of Slack: its folder, its archive, or a channel or day of one.

    An archive that is refused is known too, so that it is refused in a sentence and by nobody else opened.
    """
    if path.is_dir():
        return _is_folder(path)
    if is_zip(head):
        if b"[Content_Types].xml" in head or b"word/" in head:
            return False
        archive = open_archive(path, path.name)
        return isinstance(archive, Problem) or any(member.name.rsplit("/")[-1] in _LISTED for member in archive.members)
    begins = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return begins == b"[" and b'"ts"' in head and (b'"text"' in head or b'"user"' in head) and b'"type"' in head


def _is_folder(path: Path) -> bool:
    try:
        if any((path / name).is_file() for name in _LISTED):
            return True
        if (path / "teams").is_dir():
            return True
        days = any(True for _ in path.glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].json"))
        return days and any((path.resolve().parent / name).is_file() for name in _LISTED)
    except OSError:
        return False


def read(path: Path, source: str, asked: Asked) -> Talk:
    """The conversations of an export. A message's ``key`` is its ``ts``; its ``line`` its number in its channel."""
    export = open_export(path, source)
    if export is None:
        problem = Problem(source, 0, "This is no export of Slack.", "Pass the archive as Slack gave it.")
        return Talk(source, "slack", (), problems=(problem,))
    if isinstance(export, Problem):
        return Talk(source, "slack", (), problems=(export,))
    return _Reading(source, asked, export).talk()


@dataclass
class _Reading:
    """One export while it is read: a builder, used once."""

    source: str
    asked: Asked = field(repr=False)
    export: Export = field(repr=False)
    dropped: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)

    def talk(self) -> Talk:
        self.accounts = Accounts(self.asked)
        self.bots = frozenset((_BOT, *self._users()))
        self.problems += self.export.problems
        said: dict[Channel, list[Message]] = {}
        for channel in self.export.channels:
            if channel.kind == "channel" or channel.named or (self.asked.private and channel.kind != "unlisted"):
                said[channel] = self._messages(channel)
            else:
                self.left[channel.kind] += 1
        named = self.accounts.named(one.user for messages in said.values() for one in messages)
        conversations = [
            one for channel, messages in said.items() for one in self._conversations(channel, messages, named)
        ]
        if not said and not self.left:
            self.problems.append(Problem(self.source, 0, "It holds no messages.", "Check that the export is complete."))
        return Talk(
            self.source, "slack", conversations, named.names, named.merged, self.problems,
            dict(sorted(self.dropped.items())), tuple(self._notes()),
        )  # fmt: skip

    def _users(self) -> Iterator[str]:
        """Note everybody's names; the ids of programs."""
        for user in self.export.users:
            account = text(user, "id")
            self.accounts.met(
                account,
                text(user, "real_name") or text(user, "profile", "real_name"),
                text(user, "profile", "display_name"),
                text(user, "name"),
                text(user, "profile", "email"),
            )
            if account and (at(user, "is_bot") is True or at(user, "is_workflow_bot") is True):
                yield account

    def _messages(self, channel: Channel) -> list[Message]:
        """Everything said in a channel, in order, each message once, as it stood last."""
        by_ts: dict[tuple[str, str], Message] = {}
        for name in channel.days:
            raw = self.export.load(name)
            where = f"{self.source}/{name}" if name != self.source else name
            if isinstance(raw, Problem):
                self.problems.append(Problem(where, 0, raw.said, raw.remedy))
                continue
            found = loaded(raw)
            if not found.whole:
                said = "From some place on the file is not valid JSON; what stands before it was read."
                self.problems.append(Problem(where, 0, said, "Export it again."))
            for _ in range(min(found.strange, 1)):
                said = f"{found.strange:,} entries of it are no messages; they were not read."
                self.problems.append(Problem(where, 0, said, "Export it again."))
            untimed = []
            for number, value in enumerate(found.items, 1):
                one = message(value, self.bots)
                if isinstance(one, str):
                    self.dropped[one] += 1
                    if one == "without a time":
                        untimed.append(number)
                    continue
                self._met(value, one.user)
                words = spoken(one.text, self.accounts.label)
                if not words:
                    self.dropped["without words"] += 1
                    continue
                if (one.ts, one.user) in by_ts:
                    self.dropped["doubles"] += 1
                by_ts[one.ts, one.user] = Message(one.at_us, one.ts, one.user, words, one.thread, one.answers)
            self.problems += told(where, untimed, "This message does not say when it was sent.", "Export it again.")
        return sorted(by_ts.values(), key=lambda one: (one.at_us, one.ts, one.user))

    def _met(self, value: Mapping[str, Any], user: str) -> None:
        """Note who spoke; of people from elsewhere the message alone says the name."""
        if self.accounts.label(user) == user:
            profile = value.get("user_profile")
            self.accounts.met(
                user, text(profile, "real_name"), text(profile, "display_name"), text(profile, "name"),
                text(value, "username"),
            )  # fmt: skip

    def _conversations(self, channel: Channel, said: Sequence[Message], named: Named) -> Iterator[Conversation]:
        """Each thread, and each stretch of the channel between two silences, by their beginnings."""
        numbers = {(one.ts, one.user): number for number, one in enumerate(said, 1)}
        here = {one.ts for one in said}
        hung = {answer: one.ts for one in said for answer in one.answers if answer != one.ts}
        threads: dict[str, list[Message]] = {}
        for one in said:
            root = one.thread or hung.get(one.ts, "")
            if root and root != one.ts:
                threads.setdefault(root, []).append(one)
        stretches: list[list[Message]] = []
        silence = int(settings.default("chat_silence") * _HOUR_US)
        last = None
        for one in said:
            if one.ts in threads:
                threads[one.ts] = [one, *(each for each in threads[one.ts] if each is not one)]
            elif not any(root in threads for root in (one.thread, hung.get(one.ts, "")) if root and root != one.ts):
                if last is None or one.at_us - last > silence:
                    stretches.append([])
                stretches[-1].append(one)
                last = one.at_us
        together = [*((root, each) for root, each in threads.items()), *((each[0].ts, each) for each in stretches)]
        rooted = {root for root in threads if root in here}
        for first, messages in sorted(together, key=lambda one: (one[1][0].at_us, one[0])):
            yield self._conversation(channel, first, messages, named, numbers, hangs=first in rooted)

    def _conversation(
        self, channel: Channel, first: str, messages: Sequence[Message], named: Named,
        numbers: Mapping[tuple[str, str], int], *, hangs: bool,
    ) -> Conversation:  # fmt: skip
        began = min(one.at_us for one in messages)
        users = [one.user for one in messages]
        labels = [named.names.get(named.who(user), "") for user in users]
        answered = within_thread(users, labels, [one.text for one in messages]) if hangs else [None] * len(messages)
        turns = [
            Turn(
                speaker=named.who(one.user),
                text=one.text,
                line=numbers[one.ts, one.user],
                start=(one.at_us - began) / 1e6,
                at_us=one.at_us,
                reply_to=answered[place],
                key=one.ts,
            )
            for place, one in enumerate(messages)
        ]
        folder = _nameless(channel.folder)
        where = f"{folder}/{first}".strip("/")
        within = f"{self.source}/{folder}".rstrip("/")
        present = frozenset(turn.speaker for turn in turns) - {""}
        return Conversation(where, within, "chat", turns, began, "source", people=present)

    def _notes(self) -> Iterator[str]:
        private = {kind: count for kind, count in sorted(self.left.items()) if kind != "unlisted"}
        if private:
            listed = " and ".join(_counted(count, kind) for kind, count in private.items())
            yield f"Left out, because nobody asked for them: {listed}. Pass the folder of one, or --private for all."
        if self.left["unlisted"]:
            listed = _counted(self.left["unlisted"], "folder")
            yield f"Left out, because no list of the export says that they are open channels: {listed}."


def _nameless(folder: str) -> str:
    """A channel's folder; that of a direct conversation of several is called after everybody in it, so a hash of it."""
    above, slash, called = folder.rpartition("/")
    if not called.startswith("mpdm-"):
        return folder
    return f"{above}{slash}mpdm-{hashlib.blake2b(called.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}"


def _counted(count: int, kind: str) -> str:
    name = {"direct": "direct conversation"}.get(kind, kind)
    return f"{count:,} {name}{'' if count == 1 else 's'}"
