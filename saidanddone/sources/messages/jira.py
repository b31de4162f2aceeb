"""Comments of Jira as conversations: one an issue, its description first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from typing import Any, Final

from saidanddone.evidence.problem import Problem
from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.sources.conversations import Asked, Talk
from saidanddone.sources.document import Item, at, open_document
from saidanddone.sources.jira.history import Unreadable, moment, said, someone
from saidanddone.sources.jira.threads import is_comment
from saidanddone.sources.messages import jira_text
from saidanddone.sources.messages.accounts import Accounts
from saidanddone.sources.telling import told

__all__ = ["knows", "read"]

_ISSUE: Final = re.compile(r"/issue/([^/?#]{1,100})/comment/")


@dataclass(frozen=True, slots=True)
class _Post:
    issue: str
    id: str
    account: str = field(repr=False)
    name: str = field(repr=False)
    at_us: int | None
    body: Any = field(repr=False)
    line: int
    opens: bool = False
    bad_time: bool = False


def knows(path: Path, head: bytes) -> bool:
    """Whether a file is a page of Jira's REST interface that holds what people wrote."""
    if path.is_dir() or head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"[", b"{"):
        return False
    return b'"displayName"' in head and (b'"body"' in head or b'"description"' in head) and b"/rest/api/" in head


def read(path: Path, source: str, asked: Asked) -> Talk:
    """The conversations of an export. A comment's ``key`` is its id; its ``line`` that of the object it stands in."""
    document = open_document(path, source)
    if isinstance(document, Problem):
        return Talk(source, "jira", (), problems=(document,))
    dropped: Counter[str] = Counter()
    accounts = Accounts(asked)
    by_issue: dict[str, list[tuple[_Post, str]]] = {}
    met: set[tuple[str, str]] = set()
    bad: list[int] = []
    for item in document.items:
        for post in _posts(item, source, asked.tz):
            words = jira_text.words(post.body)
            if not post.account:
                dropped["bots"] += 1
            elif (post.issue, post.id) in met and post.id:
                dropped["doubles"] += 1
            elif not words:
                dropped.update(() if post.opens else ("without words",))
            else:
                met.add((post.issue, post.id))
                accounts.met(post.account, post.name)
                by_issue.setdefault(post.issue, []).append((post, words))
            bad += [post.line] if post.bad_time else []
    named = accounts.named(post.account for each in by_issue.values() for post, _ in each)
    conversations = []
    for issue, written in by_issue.items():
        written.sort(key=lambda one: (not one[0].opens, one[0].at_us is None, one[0].at_us or 0))
        dated = [post.at_us for post, _ in written if post.at_us is not None]
        began = min(dated) if dated else None
        turns = [
            Turn(
                named.who(post.account), words, post.line,
                None if post.at_us is None or began is None else (post.at_us - began) / 1e6,
                at_us=post.at_us, key=post.id,
            )
            for post, words in written
        ]  # fmt: skip
        people = frozenset(turn.speaker for turn in turns)
        dated_by = "source" if began is not None else ""
        conversations.append(Conversation(issue, source, "review", turns, began, dated_by, people=people))
    problems = [*document.problems, *told(source, bad, "A time in it cannot be read.", "Export it again.")]
    if not conversations and not problems and not dropped:
        problems = [Problem(source, 0, "Nobody wrote anything in it.", "Export the issues with fields=*all.")]
    return Talk(source, "jira", conversations, named.names, named.merged, problems, dict(dropped), document.notes)


def _posts(item: Item, source: str, zone: tzinfo) -> Iterator[_Post]:
    value = item.value
    fields = value.get("fields")
    if isinstance(fields, Mapping):
        key = said(value, "key") or said(value, "id") or source
        yield _post(key, fields, at(fields, "reporter") or at(fields, "creator"), "description", item.line, zone, True)
        inside = at(fields, "comment", "comments")
        for one in inside if isinstance(inside, list) else ():
            if isinstance(one, Mapping):
                yield _post(key, one, one.get("author"), "body", item.line, zone, False)
    elif is_comment(value):
        found = _ISSUE.search(said(value, "self") or "")
        yield _post(found[1] if found else source, value, value.get("author"), "body", item.line, zone, False)


def _post(
    issue: str, value: Mapping[str, Any], writer: Any, body: str, line: int, zone: tzinfo, opens: bool
) -> _Post:  # fmt: skip
    who = someone(writer)
    account = next(iter(who.ids), "") or who.name or ""
    bad = False
    at_us = None
    try:
        at_us = moment(value, "created", zone=zone)
    except Unreadable:
        bad = True
    own = "description" if opens else said(value, "id") or ""
    return _Post(issue, own, account, who.name or "", at_us, value.get(body), line, opens, bad)
