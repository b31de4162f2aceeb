"""What an issue's changelog tells: when its due date was set and moved, who had it then, and who ended it (T1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Final

from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.outcome import settle
from saidanddone.sources import dates
from saidanddone.sources.dates import Moment
from saidanddone.sources.document import at, text
from saidanddone.sources.jira.fieldnames import part
from saidanddone.sources.sheet import LONGEST_CELL

__all__ = [
    "CUT_AT",
    "Change",
    "Dated",
    "Someone",
    "Unreadable",
    "came_to_be",
    "changelog",
    "dated",
    "day",
    "elsewhere",
    "moment",
    "said",
    "someone",
    "stood",
    "who_had",
]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIELDS: Final = {
    "duedate": "due", "due date": "due", "assignee": "assignee", "status": "status", "resolution": "end",
    "priority": "priority", "fix version": "version", "fix version/s": "version", "fixversions": "version",
}  # fmt: skip
_OFFSET: Final = re.compile(r"T.*([+-])(\d\d):?(\d\d)$")
_DATES: Final = ("due", "target")


CUT_AT: Final = (40, 100)
"""Changes that Jira's search gives of one issue at most, by edition; with exactly so many, there may be more."""


class Unreadable(ValueError):
    """A time stands there that cannot be read."""


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as Jira writes them: the name shown, and the ids, the surest first. Nobody has neither."""

    name: str | None = field(default=None, repr=False)
    ids: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one field that matters.

    Attributes:
        what: ``due``, ``target``, ``assignee``, ``status``, ``end`` (resolution), ``priority``, ``sprint`` or
            ``version`` (one that was added, or taken away).
    """

    at_us: int
    what: str
    before: Any = field(repr=False)
    after: Any = field(repr=False)
    by: Someone = field(repr=False)


@dataclass(frozen=True, slots=True)
class Dated:
    """What became of a due date; times in microseconds UTC.

    Attributes:
        made_us: when it was first set and held. first, due: as it was then, and as it stands in the end.
        moved_us, moved: when it first changed since, and to what.
        changes: how often it changed; None where that is not known. released: what took it away, if it stayed away.
    """

    made_us: int
    first: Moment | None
    due: Moment | None
    moved_us: int | None = None
    moved: Moment | None = None
    changes: int | None = None
    released: Change | None = None


def said(value: Any, *path: str) -> str | None:
    """The text that stands there, unless it is longer than any name or date."""
    found = text(value, *path)
    return found if found is not None and len(found) <= LONGEST_CELL else None


def moment(value: Any, *path: str, zone: tzinfo) -> int | None:
    """A time in microseconds UTC; None where there is none.

    Raises:
        Unreadable: something else stands there.
    """
    found = _found(at(value, *path), zone)
    return None if found is None else found.start_us


def elsewhere(value: Any, *path: str, zone: tzinfo) -> str | None:
    """The offset that a time carries, such as ``+0200``, where it is not that of ``zone`` at that time."""
    found, at_us = _OFFSET.search(said(value, *path) or ""), moment(value, *path, zone=zone)
    if found is None or at_us is None:
        return None
    hours, minutes = int(found[1] + found[2]), int(found[1] + found[3])
    there = (_EPOCH + timedelta(microseconds=at_us)).astimezone(zone).utcoffset()
    return None if there == timedelta(hours=hours, minutes=minutes) else "".join(found.groups())


def day(value: Any, *path: str, zone: tzinfo) -> Moment | None:
    """A whole day; None where there is none.

    Raises:
        Unreadable: something else stands there.
    """
    found = _found(at(value, *path), zone)
    if found is None or found.is_date:
        return found
    local = (_EPOCH + timedelta(microseconds=found.start_us)).astimezone(zone)
    return dates.bare(local.date(), zone)


def _found(written: Any, zone: tzinfo) -> Moment | None:
    """The moment or day that is written there; None where nothing is."""
    if written is None or written == "":
        return None
    found = dates.parse(said(written) or "", None, zone)
    if not isinstance(found, Moment):
        raise Unreadable
    return found


def someone(value: Any) -> Someone:
    """A person; nobody, where there is none or an app stands there."""
    if not isinstance(value, Mapping):
        name = said(value)
        return Someone(name, ())
    if value.get("accountType") == "app":
        return Someone()
    ids = [said(value, name) for name in ("accountId", "key", "name", "emailAddress")]
    return Someone(said(value, "displayName"), tuple(dict.fromkeys(one for one in ids if one)))


def changelog(issue: Mapping[str, Any], zone: tzinfo) -> list[Change] | None:
    """An issue's changes, oldest first; None where it has no changelog, not all of it, or one that cannot be read."""
    told = at(issue, "changelog")
    histories = at(told, "histories") if at(told, "histories") is not None else at(told, "values")
    if not isinstance(histories, list):
        return None
    total = at(told, "total")
    missing = isinstance(total, int) and total > len(histories)
    if missing or (len(histories) in CUT_AT and at(told, "isLast") is not True):
        return None
    changes: list[Change] = []
    try:
        for history in histories:
            changed = at(history, "items")
            if not isinstance(changed, list):
                return None
            at_us = moment(history, "created", zone=zone)
            if at_us is None:
                return None
            by = someone(at(history, "author"))
            changes += [found for item in changed if (found := _change(item, at_us, by, zone)) is not None]
    except Unreadable:
        return None
    return sorted(changes, key=lambda change: change.at_us)


def _change(item: Any, at_us: int, by: Someone, zone: tzinfo) -> Change | None:
    name = (said(item, "field") or "").casefold()
    what = _FIELDS.get(name) or (held if (held := part(name)) in ("target", "sprint") else None)
    if what is None:
        return None
    if what in _DATES:
        before, after = (
            day(item, name, zone=zone) if at(item, name) else day(item, f"{name}String", zone=zone)
            for name in ("from", "to")
        )
        return Change(at_us, what, before, after, by)
    if what == "assignee":
        had, has = (
            Someone(said(item, f"{name}String"), tuple(filter(None, (said(item, name),)))) for name in ("from", "to")
        )
        return Change(at_us, what, had, has, by)
    was, is_ = (said(item, f"{name}String") or said(item, name) for name in ("from", "to"))
    return Change(at_us, what, was, is_, by)


def dated(
    created_us: int,
    now: Moment | None,
    changes: Sequence[Change] | None,
    closed_us: int | None,
    *,
    taken_us: int | None = None,
    own: Callable[[Change], bool] = lambda _: False,
) -> Dated | None:
    """What became of a due date that stands at ``now``; None where the changes do not lead to it.

    A date set only later was promised then. What changed after ``closed_us`` changes nothing that was promised, and a
    date that was first set only then promises nothing. Cleared and set again is one move, unless it was cleared by its
    day and set again only after it: then the first promise is past and this is a new one.

    Args:
        taken_us: when whoever has it took it on (None: from the beginning); what moved before is not their move.
        own: whether a change was made by whoever had it then; who clears their own date does not make it past.
    """
    if changes is None:
        return Dated(created_us, now, now)
    value = changes[0].before if changes else now
    if (changes[-1].after if changes else value) != now:
        return None
    first, made_us, released = value, created_us, None
    moves: list[Change] = []
    for change in changes:
        if change.after == value or (closed_us is not None and change.at_us > closed_us):
            continue
        value, due = change.after, moves[-1].after if moves else first
        if value is None:
            released = released or change
            continue
        lapsed = first is not None and released is not None and _lapsed(made_us, first, moves, released, change)
        if due is None or (lapsed and released is not None and not own(released)):
            first, made_us, moves = value, change.at_us, []
        elif value != due:
            moves.append(change)
        released = None
    made_us = made_us if taken_us is None else max(made_us, taken_us)
    before, since = [one for one in moves if one.at_us <= made_us], [one for one in moves if one.at_us > made_us]
    first, due = before[-1].after if before else first, moves[-1].after if moves else first
    if not since:
        return Dated(made_us, first, due, changes=0, released=released)
    return Dated(made_us, first, due, since[0].at_us, since[0].after, len(since), released)


def _lapsed(made_us: int, first: Moment, moves: Sequence[Change], released: Change, again: Change) -> bool:
    """Whether a date was taken away by the day it was held against, and set again only after it."""
    moved = None if not moves else moves[0].after.end_us
    promised = Commitment(
        id="", subject="", source="", line=1, made_us=made_us, due_us=(moves[-1].after if moves else first).end_us,
        first_due_us=first.end_us, moved_us=moves[0].at_us if moves else None, moved_due_us=moved,
    )  # fmt: skip
    deadline_us = settle(promised, 0).deadline_us
    return deadline_us is not None and released.at_us <= deadline_us < again.at_us


def came_to_be(changes: Sequence[Change], done: Callable[[str | None], bool]) -> int | None:
    """When an issue that is done last came to be so: where the last stretch of statuses that are ``done`` began."""
    since = None
    for change in reversed([one for one in changes if one.what == "status"]):
        since = change.at_us
        if not done(change.before):
            break
    return since


def stood(changes: Sequence[Change], what: str, now: Any, at_us: int) -> Any:
    """What stood in a field at a time, given what stands there now."""
    mine = [change for change in changes if change.what == what]
    before = [change.after for change in mine if change.at_us <= at_us]
    return before[-1] if before else mine[0].before if mine else now


def who_had(changes: Sequence[Change], now: Someone, at_us: int) -> Someone:
    """Who an issue was assigned to at a time, given who has it now."""
    found: Someone = stood(changes, "assignee", now, at_us)
    return found
