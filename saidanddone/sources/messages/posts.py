"""What people wrote on issues and changes, out of whatever page of GitHub it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from saidanddone.sources.document import Item, at, text
from saidanddone.sources.github.seen import Unreadable, field_of, is_bot, moment, nodes, number_of, repository

__all__ = ["Post", "Wrapping", "pages", "posts"]

_HELD: Final = (
    "data", "repository", "organization", "user", "viewer", "issue", "pullRequest", "pull_request", "issues",
    "pullRequests", "search", "node", "nodes", "edges", "comment", "review", "comments", "reviews", "reviewThreads",
    "review_comments", "reviewComments", "threads", "timeline", "timelineItems", "timeline_items", "response", "items",
    "discussion", "discussions", "replies", "answer", "payload", "request",
)  # fmt: skip
"""Names under which posts, or what holds them, may stand."""
_ADDRESS: Final = re.compile(r"/([^/\s]{1,100})/([^/\s]{1,100})/(?:issues|pull|pulls|discussions)/(\d{1,9})(?=[/#?]|$)")
_DEPTH: Final = 12


@dataclass(frozen=True, slots=True)
class Wrapping:
    """Where something stands: ``repo`` (``owner/name``), ``number`` of the issue, ``thread`` of a review."""

    repo: str = ""
    number: int | None = None
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One body of text.

    Attributes:
        where: the issue, and the review thread it is in. id: GitHub's, as text. account: the login; empty for a ghost.
        at_us: µs UTC; None where it is not told. opens: it is the issue's own. answers: id of the one it answers.
        unspoken: why it is no speech (``bots``, ``hidden``), else empty. bad_time: a time stood there and was none.
    """

    where: Wrapping
    id: str
    account: str = field(repr=False)
    name: str = field(repr=False)
    at_us: int | None
    body: str = field(repr=False)
    opens: bool
    answers: str
    unspoken: str
    line: int
    bad_time: bool = False


def posts(item: Item) -> Iterator[Post]:
    """Every post an item holds, the issue's own first."""
    around = Wrapping()
    if item.page:
        around = _within(around, item.page, "")
    yield from _found(item.value, item.under, around, item.line, _DEPTH)


def _found(value: Any, under: str, around: Wrapping, line: int, depth: int) -> Iterator[Post]:
    if not depth:
        return
    if isinstance(value, list):
        for one in value:
            yield from _found(one, under, around, line, depth - 1)
        return
    if not isinstance(value, Mapping):
        return
    here = _within(around, value, under)
    own = _post(value, here, line)
    if own is not None:
        yield own
    for name in _HELD:
        inside = value.get(name)
        if isinstance(inside, Mapping | list) and not (name == "pull_request" and "number" not in inside):
            within = here
            if under in ("reviewThreads", "threads") and name == "comments":
                within = replace(here, thread=here.thread or text(value, "id") or "")
            elif name in ("reviewThreads", "threads", "reviews"):
                within = replace(here, thread="")
            yield from _found(inside, under if name in ("nodes", "edges", "node") else name, within, line, depth - 1)


def _within(around: Wrapping, value: Mapping[str, Any], under: str) -> Wrapping:
    """What an object says of where it stands, over what is around it."""
    repo, number = repository(value) or text(value, "nameWithOwner") or around.repo, around.number
    if "title" in value and number_of(value) is not None:
        number = number_of(value)
    for name in ("issue_url", "pull_request_url", "html_url", "url"):
        found = _ADDRESS.search(text({"": field_of(value, name)}, "") or "")
        if found:
            return replace(around, repo=f"{found[1]}/{found[2]}", number=int(found[3]))
    thread = around.thread
    if under in ("reviewThreads", "threads") and "comments" in value:
        thread = text(value, "id") or ""
    return Wrapping(repo, number, thread)


def _post(value: Mapping[str, Any], here: Wrapping, line: int) -> Post | None:
    """The object as a post; None where it is none."""
    body = value.get("body", value.get("bodyText"))
    writer = next((value[name] for name in ("user", "author", "actor") if isinstance(value.get(name), Mapping)), None)
    times = [name for name in ("submitted_at", "created_at", "submittedAt", "createdAt") if name in value]
    if not ("body" in value or "bodyText" in value) or not (times or writer is not None):
        return None
    bad = False
    at_us = None
    for name in times:
        try:
            at_us = moment(value, name)
        except Unreadable:
            bad = True
        if at_us is not None:
            break
    opens = "title" in value and number_of(value) is not None
    answers = text({"": field_of(value, "in_reply_to_id")}, "") or text(at(value, "replyTo"), "id") or ""
    review = "path" in value or "diff_hunk" in value or "diffHunk" in value or bool(answers)
    own = text(value, "id") or ""
    thread = here.thread or ((answers or own or f"line {line}") if review else "")
    hidden = field_of(value, "is_minimized") is True
    said = body if isinstance(body, str) else ""
    if opens and not said.strip():
        said = text(value, "title") or ""
    unspoken = "bots" if is_bot(writer) else "hidden" if hidden else ""
    return Post(
        replace(here, thread=thread), own, text(writer, "login") or "", text(writer, "name") or "", at_us, said, opens,
        answers, unspoken, line, bad,
    )  # fmt: skip


def pages(items: Iterable[Item]) -> Iterator[Item]:
    """The same items, with what else their pages hold behind the first of each (reviews beside comments)."""
    told: set[tuple[int, ...]] = set()
    for item in items:
        yield item
        beside = {name: one for name, one in item.page.items() if name in _HELD and nodes(one)}
        same = tuple(id(one) for one in beside.values())  # one page's parts, of which each item holds the same objects
        if beside and same not in told:
            told.add(same)
            yield Item(beside, item.line, "", item.page)
