"""What one export saw of an issue, a milestone, or something that happened to one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date
from typing import Any, Final

from saidanddone.sources.dates import FIRST_YEAR, LAST_YEAR, Moment, parse
from saidanddone.sources.document import at, text
from saidanddone.sources.sheet import LONGEST_CELL

__all__ = [
    "Happening", "IssueSeen", "MilestoneSeen", "Place", "Unreadable", "field_of", "happening", "is_bot", "issue",
    "login", "milestone", "moment", "nodes", "number_of", "repository",
]  # fmt: skip

_SNAKE: Final = re.compile(r"_([a-z])")
_API: Final = re.compile(r"/repos/([^/?#\s]{1,100})/([^/?#\s]{1,100})(?:[/?#]|$)")
_WEB: Final = re.compile(r"https?://[^/\s]+/([^/?#\s]{1,100})/([^/?#\s]{1,100})/(?:issues|pull|pulls|milestones?)\b")
_WHAT: Final = (
    "milestoned", "demilestoned", "assigned", "unassigned", "closed", "reopened", "deleted", "transferred", "labeled",
    "unlabeled",
)  # fmt: skip


class Unreadable(ValueError):
    """A time that stands there cannot be read; without it the row would say something else."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: the file's name and the line."""

    source: str
    line: int


@dataclass(frozen=True, slots=True)
class MilestoneSeen:
    """A milestone as it stood at ``updated_us``; times µs UTC, None where not told.

    Attributes:
        due: ``2026-09-07``, or None: no date. closed_us: None while open. own: it stands by itself, not in an issue.
        was_due: where an edit tells it, the date before (None: no date). was_called: the title before.
        deleted: it was deleted at ``updated_us``.
    """

    repo: str
    number: int | None
    title: str | None = field(repr=False)
    due: str | None
    created_us: int | None
    updated_us: int | None
    closed: bool
    closed_us: int | None
    creator: str | None = field(repr=False)
    own: bool
    place: Place
    edited: bool = False
    was_due: str | None = None
    was_called: str | None = field(default=None, repr=False)
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class IssueSeen:
    """An issue as it stood at ``updated_us``. ``assignees`` and ``labels`` None: not told; bots are left out.

    ``milestone``: as it is held in the issue; None: in none. ``milestone_told``: whether the export says. ``own``: it
    stands by itself, not in an event.
    """

    repo: str
    number: int
    created_us: int | None
    updated_us: int | None
    closed_us: int | None
    closed: bool
    reason: str | None
    closer: str | None = field(repr=False)
    author: str | None = field(repr=False)
    assignees: tuple[str, ...] | None = field(repr=False)
    labels: tuple[str, ...] | None = field(repr=False)
    milestone: MilestoneSeen | None
    milestone_told: bool
    own: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened to an issue. ``title``: of the milestone; ``who``: was assigned or unassigned; ``label``: set."""

    repo: str
    number: int
    what: str
    at_us: int
    actor: str | None = field(repr=False)
    title: str | None = field(repr=False)
    who: str | None = field(repr=False)
    reason: str | None
    label: str | None = field(default=None, repr=False)


def field_of(value: Any, name: str) -> Any:
    """A field by its name in the API, or as the command line tool and GraphQL write it (``dueOn`` for ``due_on``)."""
    if not isinstance(value, Mapping):
        return None
    if name in value:
        return value[name]
    return value.get(_SNAKE.sub(lambda found: found[1].upper(), name))


def nodes(value: Any) -> list[Any]:
    """The things of a list, of ``{"nodes": [...]}`` or of ``{"edges": [{"node": ...}]}``."""
    if isinstance(value, list):
        return value
    inside = at(value, "nodes")
    if isinstance(inside, list):
        return inside
    edges = at(value, "edges")
    return [at(edge, "node") for edge in edges] if isinstance(edges, list) else []


def moment(value: Any, name: str) -> int | None:
    """The time that stands there, µs UTC; None where there is none.

    Raises:
        Unreadable: it is no time.
    """
    written = text({"": field_of(value, name)}, "")
    if written is None:
        return None
    found = parse(written, None, UTC)
    if not isinstance(found, Moment):
        raise Unreadable
    return found.start_us


def day(value: Any) -> str | None:
    """The day a due date means: its first ten characters (GitHub keeps midnight somewhere; the day is what was meant).

    Raises:
        Unreadable: it is no date.
    """
    written = text({"": value}, "")
    if written is None:
        return None
    try:
        found = date.fromisoformat(written[:10])
    except ValueError:
        raise Unreadable from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Unreadable
    return found.isoformat()


def login(value: Any) -> str | None:
    """A person's login; None for nobody and for bots."""
    if is_bot(value):
        return None
    found = text(value, "login")
    return found if found is not None and len(found) <= LONGEST_CELL else None


def is_bot(value: Any) -> bool:
    """Whether this account is a machine's: its type, or its login as GitHub's apps have them."""
    name = (text(value, "login") or "").casefold()
    kind = text(value, "type") or text(value, "__typename") or ""
    return (
        name.endswith("[bot]")
        or name.startswith("app/")
        or kind.casefold() == "bot"
        or field_of(value, "is_bot") is True
    )


def number_of(value: Any) -> int | None:
    """The number of an issue or a milestone."""
    found = at(value, "number")
    if isinstance(found, str) and found.isascii() and found.isdigit() and len(found) < 10:
        found = int(found)
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 < found < 2**31 else None


def repository(value: Any) -> str | None:
    """``owner/name`` of the repository something belongs to, from its addresses."""
    named = text(at(value, "repository"), "full_name") or text(at(value, "repository"), "nameWithOwner")
    if named is not None and "/" in named and len(named) <= 200:
        return named
    for name in ("repository_url", "url", "html_url"):
        address = text({"": field_of(value, name)}, "")
        found = address and (_API.search(address) or _WEB.match(address))
        if found:
            return f"{found[1]}/{found[2]}"
    return None


def milestone(value: Mapping[str, Any], repo: str, place: Place, *, own: bool) -> MilestoneSeen:
    """A milestone as the export shows it."""
    closed = (text(value, "state") or "").casefold() == "closed"
    return MilestoneSeen(
        repo=repo,
        number=number_of(value),
        title=text(value, "title"),
        due=day(field_of(value, "due_on")),
        created_us=moment(value, "created_at"),
        updated_us=moment(value, "updated_at"),
        closed=closed,
        closed_us=moment(value, "closed_at") if closed else None,
        creator=login(at(value, "creator")),
        own=own,
        place=place,
    )


def issue(value: Mapping[str, Any], repo: str, number: int, place: Place, *, own: bool) -> IssueSeen:
    """An issue as the export shows it."""
    closed_us = moment(value, "closed_at")
    state = (text(value, "state") or "").casefold()
    closed = state == "closed" or (not state and closed_us is not None)
    held = at(value, "milestone")
    reason = text({"": field_of(value, "state_reason")}, "")
    return IssueSeen(
        repo=repo,
        number=number,
        created_us=moment(value, "created_at"),
        updated_us=moment(value, "updated_at"),
        closed_us=closed_us if closed else None,
        closed=closed,
        reason=reason.casefold() if reason else None,
        closer=login(field_of(value, "closed_by")),
        author=login(at(value, "user")) or login(at(value, "author")),
        assignees=_assignees(value),
        labels=tuple(sorted(_labels(value))) if "labels" in value else None,
        milestone=milestone(held, repo, place, own=False) if isinstance(held, Mapping) else None,
        milestone_told="milestone" in value,
        own=own,
        place=place,
    )


def _assignees(value: Mapping[str, Any]) -> tuple[str, ...] | None:
    if "assignees" not in value and "assignee" not in value:
        return None
    found = [login(one) for one in nodes(value.get("assignees"))] or [login(value.get("assignee"))]
    return tuple(sorted({name for name in found if name is not None}, key=str.casefold))


def _labels(value: Mapping[str, Any]) -> Iterator[str]:
    for one in nodes(value["labels"]):
        name = text(one, "name") if isinstance(one, Mapping) else text({"": one}, "")
        if name is not None:
            yield name


def happening(value: Mapping[str, Any], what: str, repo: str, number: int, at_us: int) -> Happening | None:
    """What happened to an issue; None where it says nothing of a promise."""
    if what not in _WHAT:
        return None
    reason = text({"": field_of(value, "state_reason")}, "")
    return Happening(
        repo=repo,
        number=number,
        what="deleted" if what == "transferred" else what,
        at_us=at_us,
        actor=login(at(value, "actor")) or login(at(value, "sender")),
        title=text(at(value, "milestone"), "title") or text(value, "milestoneTitle"),
        who=login(at(value, "assignee")),
        reason=reason.casefold() if reason else None,
        label=text(at(value, "label"), "name"),
    )
