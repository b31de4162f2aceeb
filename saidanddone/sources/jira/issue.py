"""One issue of Jira's REST interface as a commitment, by the rules of ``rules.RULES`` (MISSION T1, T3, T5, T10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import Any

from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.outcome import settle
from saidanddone.sources.document import at
from saidanddone.sources.jira import rules
from saidanddone.sources.jira.handles import Handles
from saidanddone.sources.jira.history import (
    Change,
    Dated,
    Someone,
    Unreadable,
    came_to_be,
    changelog,
    dated,
    day,
    elsewhere,
    moment,
    said,
    someone,
    stood,
    who_had,
)
from saidanddone.sources.jira.planning import planned

__all__ = ["Seen", "promise", "seen"]


@dataclass(frozen=True, slots=True)
class Seen:
    """One issue as one export tells it; times in microseconds UTC.

    Attributes:
        changes: None where the history is not known. done: by its status. off: see ``rules.called_off``.
        reopened: resolved as done once, in a status that is not. strange: resolved by a word not known here.
        planned: whether it stood in a release or a sprint, None where that was not exported.
        points, estimate: story points and seconds, each None where there are none.
        target: due by its target end. offset: of its times, where it is not that of the zone asked for.
        source, line: where it stands.
    """

    key: str
    id: str | None
    created_us: int
    updated_us: int | None
    resolved_us: int | None
    finished_us: int | None
    dated: Dated
    changes: tuple[Change, ...] | None
    assignee: Someone
    reporter: Someone
    project: str
    done: bool
    off: str | None
    reopened: bool
    strange: bool
    priority: str | None
    planned: bool | None
    points: float | None
    estimate: float | None
    target: bool
    offset: str | None
    source: str
    line: int
    comments: Sequence[Any] = field(default=(), repr=False)

    def people(self) -> list[Someone]:
        """Everybody it names with both a name and an id that are surely one person's."""
        authors = [change.by for change in self.changes or ()]
        return [self.assignee, self.reporter, *authors]


def seen(value: Mapping[str, Any], parts: Mapping[str, str], zone: tzinfo, source: str, line: int) -> Seen | str:
    """An issue, or what of it cannot be read: ``key``, ``created``, ``time`` or ``order``.

    ``parts``: what the instance's own fields hold (``fieldnames.parts``).
    """
    key, fields = said(value, "key"), at(value, "fields")
    if key is None or not rules.KEY.fullmatch(key) or not isinstance(fields, Mapping):
        return "key"
    try:
        created = moment(fields, "created", zone=zone)
        updated = moment(fields, "updated", zone=zone)
        resolved = moment(fields, "resolutiondate", zone=zone)
        due, target = day(fields, "duedate", zone=zone), None
        for name in (name for name, held in parts.items() if held == "target"):
            target = target or day(fields, name, zone=zone)
        finished = moment(fields, "statuscategorychangedate", zone=zone)
    except Unreadable:
        return "time"
    if created is None:
        return "created"
    status, category = said(fields, "status", "name"), at(fields, "status", "statusCategory")
    category_said = said(category, "key") or said(category, "name")
    done = rules.finished(status, category_said)
    off = rules.called_off(
        said(fields, "resolution", "name"), status if done or not rules.knows_category(category_said) else None
    )
    changes = changelog(value, zone)
    if changes and finished is None:
        finished = came_to_be(changes, lambda name: name == status or rules.finished(name, None))
    reopened = off is None and resolved is not None and not done and rules.knows_category(category_said)
    resolved = None if reopened else resolved
    ended = resolved or (finished if done else None)
    closed = None if off else ended
    if closed is not None and closed < created:
        return "order"
    by_target = due is None and target is not None and not any(one.what == "due" for one in changes or ())
    what, day_now = ("target", target) if by_target else ("due", due)
    holder, taken = _holder(someone(fields.get("assignee")), changes or (), ended)
    moves = None if changes is None else [one for one in changes if one.what == what]

    def own(change: Change) -> bool:
        return bool(set(change.by.ids) & set(who_had(changes or (), holder, change.at_us).ids))

    became = dated(created, day_now, moves, ended, taken_us=taken, own=own)
    if became is None:
        changes, became = None, Dated(created, day_now, day_now)
    priority = stood(changes or (), "priority", said(fields, "priority", "name"), became.made_us)
    return Seen(
        key=key, id=said(value, "id"), created_us=created, updated_us=updated, resolved_us=resolved,
        finished_us=finished, dated=became, changes=None if changes is None else tuple(changes),
        assignee=holder, reporter=someone(fields.get("reporter")),
        project=said(fields, "project", "name") or said(fields, "project", "key") or rules.project_of(key),
        done=done, off=off, reopened=reopened,
        strange=closed is not None and not rules.knows_resolution(said(fields, "resolution", "name")),
        priority=priority, planned=planned(fields, parts, changes, became.made_us),
        points=_number(fields, [name for name, held in parts.items() if held == "points"]),
        estimate=_number(fields, ["timeoriginalestimate"]), target=by_target,
        offset=elsewhere(fields, "created", zone=zone), source=source, line=line,
        comments=_listed(at(fields, "comment", "comments")),
    )  # fmt: skip


def _holder(now: Someone, changes: Sequence[Change], ended_us: int | None) -> tuple[Someone, int | None]:
    """Who had it last, or when it was closed; and when they took it on (None: as far as is told, at its creation)."""
    assigned = [one for one in changes if one.what == "assignee"]
    before = [one for one in assigned if ended_us is None or one.at_us <= ended_us]
    after = assigned[len(before) :]
    holder = after[0].before if after else now
    taken = before[-1].at_us if before and (holder.name or holder.ids) else None
    return holder, taken


def promise(seen: Seen, handles: Handles, *, points: bool) -> Commitment:
    """The commitment an issue is. ``points``: whether its size is in story points, else its original estimate."""

    def known(person: Someone) -> str | None:
        return handles.pseudonym(person.name, person.ids)

    assignee, reporter, became = known(seen.assignee), known(seen.reporter), seen.dated
    subject = assignee or seen.project
    maker = None if seen.changes is None else known(who_had(seen.changes, seen.assignee, became.made_us))
    size = seen.points if points else seen.estimate
    history, first = seen.changes is not None, became.first
    promised = Commitment(
        id=seen.key,
        subject=subject,
        subject_kind="project" if assignee is None else "person",
        maker=None if maker == subject else maker,
        team=seen.project,
        to=None if reporter == subject else reporter,
        made_us=became.made_us,
        due_us=None if became.due is None else became.due.end_us,
        due_is_date=became.due is not None,
        first_due_us=first.end_us if history and first is not None else None,
        moved_us=became.moved_us,
        moved_due_us=None if became.moved is None else became.moved.end_us,
        renegotiations=became.changes,
        size=size,
        formal=None if seen.planned is None else seen.planned and first is not None,
        pressure=rules.pressing(seen.priority),
        told_us=seen.updated_us,
        source=seen.source,
        line=seen.line,
    )
    deadline_us = settle(promised, 0).deadline_us
    outcome, outcome_by, closed = _end(seen, assignee, reporter, deadline_us, known)
    return replace(promised, outcome=outcome, outcome_by=outcome_by, closed_us=closed)


def _end(
    seen: Seen, assignee: str | None, reporter: str | None, deadline_us: int | None, known: Any
) -> tuple[str | None, str | None, int | None]:
    """What the export says became of it, who says so, and when it was closed.

    ``deadline_us``: the day it is held against (rule 2 of ``evidence.outcome``). What was called off by others only
    after it had been missed before.
    """
    released = seen.dated.released
    in_time = released is not None and deadline_us is not None and released.at_us <= deadline_us
    ends = [one for one in seen.changes or () if one.what == "end" and one.after]
    ends = ends or [one for one in seen.changes or () if one.what == "status"]
    by = known(ends[-1].by) if seen.off is not None and ends else None
    if seen.off == "declined" and by is not None and seen.changes is not None:
        had = known(who_had(seen.changes, seen.assignee, ends[-1].at_us))
        if by in (had, assignee):
            return "admitted", "maker", None
    if seen.off is None:
        closed = seen.resolved_us or (seen.finished_us if seen.done else None)
        done_in_time = seen.done if closed is None else deadline_us is None or closed <= deadline_us
        if done_in_time or not in_time:
            return ("delivered", "system", None) if seen.done and closed is None else (None, None, closed)
    if seen.off != "moot" and in_time and released is not None:
        by = known(released.by)
        if by is not None and by == assignee:
            return "admitted", "maker", None
    elif seen.off == "declined":
        ended_us = seen.resolved_us or seen.finished_us or (ends[-1].at_us if ends else None)
        if ended_us is not None and deadline_us is not None and ended_us > deadline_us:
            return "broken", "system", None
    return "withdrawn", None if by is None else "receiver" if by == reporter else "system", None


def _number(fields: Mapping[str, Any], names: Sequence[str]) -> float | None:
    for name in names:
        value = fields.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 2**31:
            return float(value)
    return None


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
