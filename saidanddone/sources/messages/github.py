"""Comments and reviews of GitHub as conversations: one an issue or change, one a thread of review.

What people wrote is read, whoever held it: pages of the REST interface, ``gh … --json``, GraphQL, webhooks. A review's
thread is its own conversation; who quotes a comment answers it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from saidanddone.evidence.problem import Problem
from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.sources.conversations import Asked, Talk
from saidanddone.sources.document import Document, Item, open_document
from saidanddone.sources.messages import markdown
from saidanddone.sources.messages.accounts import Accounts, Named
from saidanddone.sources.messages.posts import Post, Wrapping, pages, posts
from saidanddone.sources.telling import told

__all__ = ["knows", "read"]

_MARKS: Final = (
    b'"author_association"', b'"authorAssociation"', b"api.github.com/repos/", b'"includesCreatedEdit"',
    b'"pullRequest"', b'"issue_url"', b'"bodyText"', b'"reviewThreads"',
)  # fmt: skip
_SMALL: Final = 4_000_000
_LEAST_QUOTED: Final = 12
_MOST_COMPARED: Final = 300


def knows(path: Path, head: bytes) -> bool:
    """Whether a file is an export of GitHub that holds what people wrote."""
    if path.is_dir() or head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"[", b"{"):
        return False
    return b'"body' in head and any(mark in head for mark in _MARKS)


def read(path: Path, source: str, asked: Asked) -> Talk:
    """The conversations of an export. A comment's ``key`` is its id; its ``line`` that of the object it stands in."""
    document = open_document(path, source)
    if isinstance(document, Problem):
        alone = _alone(path)  # a page whose comments are none, and whose reviews are some
        if alone is None:
            return Talk(source, "github", (), problems=(document,))
        document = Document(source, (alone,))
    reading = _Reading(source, Accounts(asked))
    for item in pages(document.items):
        for post in posts(item):
            reading.take(post)
    talk_of = reading.conversations()
    problems = [
        *document.problems,
        *told(
            source, reading.bad_times, "A time in it cannot be read; the comment was read without.", "Export it again."
        ),
    ]
    if not talk_of[0] and not reading.dropped and not problems:
        problems = [Problem(source, 0, "Nobody wrote anything in it.", "Export the issues with their comments.")]
    notes = (*document.notes,)
    named = talk_of[1]
    dropped = dict(sorted(reading.dropped.items()))
    return Talk(source, "github", talk_of[0], named.names, named.merged, problems, dropped, notes)


def _alone(path: Path) -> Item | None:
    """A file that is one small object, with whatever it holds."""
    try:
        if path.stat().st_size > _SMALL:
            return None
        value = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return Item(value, 1) if isinstance(value, dict) else None


@dataclass
class _Reading:
    """One export while it is read: a builder, used once."""

    source: str
    accounts: Accounts = field(repr=False)
    dropped: Counter[str] = field(default_factory=Counter)
    bad_times: list[int] = field(default_factory=list)
    _by: dict[Wrapping, list[Post]] = field(default_factory=dict, repr=False)
    _met: set[tuple[object, ...]] = field(default_factory=set, repr=False)

    def take(self, post: Post) -> None:
        """Note a post, once, however often the export holds it."""
        met = (post.where.repo, post.where.number, post.opens, post.id or (post.account, post.at_us, post.body))
        if met in self._met:
            self.dropped["doubles"] += 1
            return
        self._met.add(met)
        if post.unspoken:
            self.dropped[post.unspoken] += 1
            return
        if post.bad_time:
            self.bad_times.append(post.line)
        self.accounts.met(post.account, post.account, post.name)
        self._by.setdefault(post.where, []).append(post)

    def conversations(self) -> tuple[list[Conversation], Named]:
        """All of them, in the order they stand in the export."""
        spoken: dict[Wrapping, list[tuple[Post, str]]] = {}
        for where, written in self._by.items():
            for post in sorted(written, key=lambda one: (not one.opens, one.at_us is None, one.at_us or 0)):
                words = markdown.words(post.body)
                if words:
                    spoken.setdefault(where, []).append((post, words))
                else:
                    self.dropped["without words"] += 1
        named = self.accounts.named(post.account for each in spoken.values() for post, _ in each)
        return [self._conversation(where, each, named) for where, each in spoken.items()], named

    def _conversation(self, where: Wrapping, written: Sequence[tuple[Post, str]], named: Named) -> Conversation:
        dated = [post.at_us for post, _ in written if post.at_us is not None]
        began = min(dated) if dated else None
        places = {post.id: place for place, (post, _) in enumerate(written) if post.id}
        earlier: list[str] = []
        turns = []
        for place, (post, words) in enumerate(written):
            answered = places.get(post.answers) if post.answers else _quoted(post.body, earlier)
            if answered is not None and (answered >= place or written[answered][0].account == post.account):
                answered = None
            earlier.append(" ".join(post.body[:20_000].split()).casefold())
            start = None if post.at_us is None or began is None else (post.at_us - began) / 1e6
            turns.append(
                Turn(named.who(post.account), words, post.line, start, None, post.at_us, answered, key=post.id)
            )
        issue = f"{where.repo}#{where.number}" if where.number is not None else where.repo or self.source
        return Conversation(
            f"{issue}/{where.thread}" if where.thread else issue, self.source, "review", turns, began,
            "source" if began is not None else "", people=frozenset(turn.speaker for turn in turns) - {""},
        )  # fmt: skip


def _quoted(body: str, earlier: Sequence[str]) -> int | None:
    """The place of the latest comment that holds what this one quotes first."""
    if ">" not in body:
        return None
    for line in markdown.quotes(body)[:5]:
        words = line.casefold()
        if len(words) >= _LEAST_QUOTED:
            for place in range(len(earlier) - 1, max(-1, len(earlier) - 1 - _MOST_COMPARED), -1):
                if words in earlier[place]:
                    return place
    return None
