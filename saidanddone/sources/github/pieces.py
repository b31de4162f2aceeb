"""What an item of an export is (an issue, a milestone, an event, a webhook …), taken out of what it came wrapped in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from saidanddone.sources.document import Item, at, text
from saidanddone.sources.github.seen import field_of, nodes, number_of, repository

__all__ = ["KINDS", "Piece", "knows", "pieces", "what"]

KINDS: Final = ("issue", "pull request", "milestone", "event", "webhook", "schema", "error", "other", "strange")
"""What a piece may be: ``other`` is GitHub's and of no use here, ``strange`` is not GitHub's."""

_PATH: Final = re.compile(r"/repos/([^/?#\s]{1,100})/([^/?#\s]{1,100})(?:/issues/(\d{1,9}))?(?=[/?#]|$)")
_MILESTONE: Final = frozenset(
    ("due_on", "dueOn", "open_issues", "openIssues", "closed_issues", "closedIssues", "creator")
)
_ISSUE: Final = frozenset(
    ("number", "title", "state", "assignee", "assignees", "labels", "milestone", "user", "author", "created_at",
     "createdAt", "closed_at", "closedAt", "updated_at", "updatedAt", "repository_url", "state_reason", "stateReason")
)  # fmt: skip
_PULL: Final = ("pull_request", "headRefName", "isDraft", "merged_at", "mergedAt")
_OTHERS: Final = ("key", "fields", "webhookEvent")
"""Marks of another tracker's exports."""
_LEAST_MARKS: Final = 3
_REFUSED: Final = 400
_DEPTH: Final = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing an item holds.

    Attributes:
        kind: one of :data:`KINDS`. value: the thing. repo: ``owner/name``, where its wrapping tells it.
        number: of the issue it is about, where its wrapping tells it. within: the milestone that holds it.
    """

    kind: str
    value: Mapping[str, Any] = field(repr=False)
    repo: str | None = None
    number: int | None = None
    within: Mapping[str, Any] | None = field(default=None, repr=False)


def knows(item: Item) -> bool:
    """Whether an item is GitHub's."""
    return any(piece.kind != "strange" for piece in pieces(item))


def pieces(item: Item) -> Iterator[Piece]:
    """Everything an item holds, each with what its wrapping says of it."""
    start = _called(Piece("", item.value), text(item.page, "path")) if item.page else Piece("", item.value)
    repo = repository({"repository": at(item.page, "repository")}) if item.page else None
    return _unwrapped(replace(start, repo=start.repo or repo), _DEPTH)


def _unwrapped(piece: Piece, depth: int) -> Iterator[Piece]:
    value = piece.value
    if depth == 0:
        yield replace(piece, kind="strange")
        return
    sent = at(value, "request", "payload")
    if isinstance(sent, Mapping):
        yield from _unwrapped(replace(piece, value=sent), depth - 1)
    elif "response" in value and ("path" in value or "status" in value):
        yield from _answered(piece, depth)
    elif isinstance(value.get("data"), Mapping):
        yield from _graph(replace(piece, value=value["data"]), depth)
    else:
        kind = _kind(value)
        if kind == "issue" and "timelineItems" in value:
            yield from _with_timeline(piece)
        elif kind == "milestone" and "issues" in value:
            yield replace(piece, kind=kind)
            yield from _each(value["issues"], replace(piece, within=value), depth)
        elif kind == "other" and "timelineItems" in value:
            yield from _with_timeline(piece)
        else:
            yield replace(piece, kind=kind)


def _kind(value: Mapping[str, Any]) -> str:
    if "$schema" in value:
        return "schema"
    if isinstance(value.get("action"), str) and _is_webhook(value):
        return "webhook" if any(isinstance(value.get(name), Mapping) for name in ("issue", "milestone")) else "other"
    if any(name in value for name in _OTHERS):
        return "strange"
    if _what(value) is not None:
        return "event"
    if "documentation_url" in value and "message" in value:
        return "error"
    if _is_pull(value):
        return "pull request"
    if value.keys() & _MILESTONE and value.keys() & {"number", "title"}:
        return "milestone"
    if len(value.keys() & _ISSUE) >= _LEAST_MARKS:
        return "issue"
    if "timelineItems" in value or (repository(value) is not None and "id" in value):
        return "other"
    return "strange"


def what(value: Mapping[str, Any]) -> str:
    """What an event says happened: ``MilestonedEvent`` and ``milestoned`` are the same."""
    return (_what(value) or "").casefold()


def _what(value: Mapping[str, Any]) -> str | None:
    if isinstance(value.get("event"), str) and ("actor" in value or "created_at" in value or "url" in value):
        return str(value["event"])
    for name in ("__typename", "eventType"):
        kind = value.get(name)
        if isinstance(kind, str) and kind.endswith("Event"):
            return kind.removesuffix("Event")
    return None


def _is_webhook(value: Mapping[str, Any]) -> bool:
    return any(isinstance(value.get(name), Mapping) for name in ("sender", "repository", "organization"))


def _is_pull(value: Mapping[str, Any]) -> bool:
    if value.get("__typename") == "PullRequest" or any(value.get(name) is not None for name in _PULL):
        return True
    return any("/pull/" in (text(value, name) or "") for name in ("url", "html_url")) and "number" in value


def _answered(piece: Piece, depth: int) -> Iterator[Piece]:
    """A recorded call of the API, with its answer."""
    value = piece.value
    answer, status = value["response"], value.get("status")
    if isinstance(status, int) and status >= _REFUSED:
        yield replace(piece, kind="error")
        return
    yield from _each(answer if isinstance(answer, list) else [answer], _called(piece, text(value, "path")), depth)


def _called(piece: Piece, path: str | None) -> Piece:
    found = _PATH.search(path or "")
    if not found:
        return piece
    return replace(piece, repo=f"{found[1]}/{found[2]}", number=int(found[3]) if found[3] else piece.number)


def _graph(piece: Piece, depth: int) -> Iterator[Piece]:
    """An answer of the GraphQL API: issues, milestones and timelines wherever they stand in it."""
    found = False
    for name, inside in piece.value.items():
        if not isinstance(inside, Mapping):
            continue
        here = replace(piece, value=inside)
        if name == "repository":
            named = text(inside, "nameWithOwner")
            here = replace(here, repo=named or repository(inside) or piece.repo)
        if name in ("issue", "milestone", "node"):
            found = True
            yield from _unwrapped(here, depth - 1)
        elif name in ("issues", "milestones", "search", "nodes", "pullRequests"):
            found = True
            yield from _each(inside, here, depth)
        elif name in ("repository", "organization", "user", "viewer"):
            found = True
            yield from _graph(here, depth - 1) if depth else iter(())
    if isinstance(piece.value.get("nodes"), list):
        found = True
        yield from _each(piece.value, piece, depth)
    if not found:
        yield replace(piece, kind="other")


def _each(many: Any, wrapping: Piece, depth: int) -> Iterator[Piece]:
    for one in nodes(many):
        if isinstance(one, Mapping):
            yield from _unwrapped(replace(wrapping, value=one), depth - 1)


def _with_timeline(piece: Piece) -> Iterator[Piece]:
    """An issue of GraphQL, and what happened to it."""
    value = piece.value
    number = number_of(value) or piece.number
    if len(value.keys() & _ISSUE) >= _LEAST_MARKS:
        yield replace(piece, kind="issue")
    for one in nodes(field_of(value, "timelineItems")):
        if isinstance(one, Mapping) and _what(one) is not None:
            yield Piece("event", one, piece.repo or repository(value), number)
