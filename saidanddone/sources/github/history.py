"""Everything that was seen of one issue or milestone, as one course: how it stands, and how it came to that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from saidanddone.sources.github.seen import Happening, IssueSeen, MilestoneSeen, Place

__all__ = ["Issue", "Key", "Milestone", "Setting", "issues", "milestones", "titles"]

Key = tuple[str, int | str]
"""A repository in lower case, and the number of an issue or a milestone (or the title, where no number is told)."""


@dataclass(frozen=True, slots=True)
class Setting:
    """From ``at_us`` on it is due on ``due`` (None: on no day). ``by``: who set it so, where that is known.

    ``key``: of the milestone that gives it the day. Where no event tells the time, it happened then at the latest.
    """

    at_us: int
    due: str | None
    by: str | None = field(default=None, repr=False)
    key: Key | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone, from all that was seen of it.

    Attributes:
        dues: every date it had, in order. seen_us: since when its date is known; None: no export says since when.
        closed_us, deleted_us: None while open, or not deleted.
        place: where it stands. own: whether it stands by itself somewhere, not only in issues.
        updated_us: when it was last changed, as far as was seen.
    """

    key: Key
    repo: str
    created_us: int | None
    closed: bool
    closed_us: int | None
    deleted_us: int | None
    creator: str | None = field(repr=False)
    dues: tuple[Setting, ...]
    seen_us: int | None
    own: bool
    place: Place
    updated_us: int | None

    def known_from(self, time_us: int | None) -> bool:
        """Whether every change of its date from a time on was seen.

        It was if it was last changed by that time, since a change of the date is one; or if it was seen by then, too.
        """
        return self.seen_us is not None and time_us is not None and self.seen_us <= time_us

    def due_at(self, time_us: int) -> str | None:
        """Its date at a time; before anything was seen of it, the first that was."""
        before = [setting.due for setting in self.dues if setting.at_us <= time_us]
        return before[-1] if before else self.dues[0].due if self.dues else None


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue, from all that was seen of it and happened to it.

    Attributes:
        course: every due date it had, in order. told: whether its events tell in which milestones it was; else it is
        as seen. known: whether the dates of these milestones are known as well while it was in them.
        assigned_us: assignee -> when they were last assigned, where events tell.
        closed_us: of the last closing. closer: who closed it then. place: where it stands.
        updated_us: when it was last changed, as far as was seen.
    """

    repo: str
    number: int
    created_us: int | None
    closed: bool
    closed_us: int | None
    reason: str | None
    closer: str | None = field(repr=False)
    author: str | None = field(repr=False)
    assignees: tuple[str, ...] = field(repr=False)
    assigned_us: Mapping[str, int] = field(repr=False)
    labels: tuple[str, ...] | None = field(repr=False)
    labelled: tuple[Happening, ...] = field(repr=False)
    course: tuple[Setting, ...]
    told: bool
    known: bool
    place: Place
    updated_us: int | None

    def labels_at(self, time_us: int) -> tuple[str, ...] | None:
        """Its labels at a time: those in the export, with every later setting and removing that events tell undone."""
        if self.labels is None:
            return None
        held = {label.casefold(): label for label in self.labels}
        for event in reversed(self.labelled):
            if event.at_us <= time_us:
                break
            if event.what == "labeled":
                held.pop(str(event.label).casefold(), None)
            else:
                held[str(event.label).casefold()] = str(event.label)
        return tuple(sorted(held.values()))


def milestones(seen: Iterable[MilestoneSeen]) -> dict[Key, Milestone]:
    """Each milestone once."""
    seen = list(seen)
    by_title = {
        (one.repo.casefold(), title): one.number
        for one in sorted(seen, key=lambda one: (one.updated_us or -1, one.number or 0))
        for title in (one.was_called, one.title)
        if one.number is not None and title is not None
    }
    groups: dict[Key, list[MilestoneSeen]] = defaultdict(list)
    for one in seen:
        number = one.number or by_title.get((one.repo.casefold(), one.title or ""))
        if number is not None or one.title is not None:
            groups[one.repo.casefold(), number if number is not None else str(one.title)].append(one)
    return {key: _milestone(key, group) for key, group in groups.items()}


def titles(seen: Iterable[MilestoneSeen], known: Mapping[Key, Milestone]) -> dict[tuple[str, str], Key]:
    """Repository and title -> the milestone so called, now or before."""
    found: dict[tuple[str, str], Key] = {}
    for one in sorted(seen, key=lambda one: (one.updated_us or -1, one.number or 0)):
        for title in (one.was_called, one.title):
            key: Key = (one.repo.casefold(), one.number if one.number is not None else title or "")
            if title is not None and key in known:
                found[one.repo.casefold(), title] = key
    return found


def _milestone(key: Key, seen: Sequence[MilestoneSeen]) -> Milestone:
    now = _newest(seen)
    created = next((one.created_us for one in _by_age(seen) if one.created_us is not None), None)
    deleted = max((one.updated_us for one in seen if one.deleted and one.updated_us is not None), default=None)
    observed = {(one.updated_us, one.due) for one in seen if one.updated_us is not None}
    observed |= {(one.updated_us - 1, one.was_due) for one in seen if one.edited and one.updated_us is not None}
    seen_us = min((time_us for time_us, _ in observed), default=None)
    if not observed:
        observed = {(created or 0, now.due)}
    dues: list[Setting] = []
    for time_us, due in sorted(observed, key=lambda one: (one[0], one[1] or "")):
        if not dues or dues[-1].due != due:
            dues.append(Setting(time_us, due, key=key))
    return Milestone(
        key=key,
        repo=now.repo,
        created_us=created,
        closed=now.closed,
        closed_us=now.closed_us,
        deleted_us=deleted,
        creator=next((one.creator for one in _by_age(seen) if one.creator is not None), None),
        dues=tuple(dues),
        seen_us=seen_us,
        own=any(one.own for one in seen),
        place=now.place,
        updated_us=max((one.updated_us for one in seen if one.updated_us is not None), default=None),
    )


def issues(
    seen: Iterable[IssueSeen],
    happened: Iterable[Happening],
    known: Mapping[Key, Milestone],
    called: Mapping[tuple[str, str], Key],
) -> list[Issue]:
    """Each issue once, in the order of repositories and numbers. ``called``: from :func:`titles`."""
    groups: dict[Key, list[IssueSeen]] = defaultdict(list)
    events: dict[Key, set[Happening]] = defaultdict(set)
    for one in seen:
        groups[one.repo.casefold(), one.number].append(one)
    for event in happened:
        events[event.repo.casefold(), event.number].add(event)
    return [
        _issue(groups[key], sorted(events[key], key=_order), known, called)
        for key in sorted(groups, key=lambda key: (key[0], int(key[1])))
    ]


_LABELLING: Final = ("labeled", "unlabeled")

_FIRST = ("unassigned", "demilestoned", "reopened", "deleted")
"""What comes first of several things at one moment: one milestone is left before the next is entered."""


_SAME_US: Final = 5_000_000
"""An issue's own time of a change and its event's differ by seconds at most, µs."""


def _order(event: Happening) -> tuple[Any, ...]:
    said = (event.title or "", event.who or "", event.actor or "", event.reason or "", event.label or "")
    return event.at_us, event.what not in _FIRST, event.what, *said


def _issue(
    seen: Sequence[IssueSeen],
    events: Sequence[Happening],
    known: Mapping[Key, Milestone],
    called: Mapping[tuple[str, str], Key],
) -> Issue:
    now = _newest(seen)
    ages = _by_age(seen)
    labelled = tuple(event for event in events if event.what in _LABELLING)
    events = [event for event in events if event.what not in _LABELLING]  # they tell nothing of its course
    created = next((one.created_us for one in ages if one.created_us is not None), None)
    later = [event for event in events if now.updated_us is not None and event.at_us > now.updated_us]
    closed, closed_us, reason = _ending(now, events, later)
    held = next((one for one in ages if one.assignees is not None), now)
    entries, told = _entries(now, ages, events, created, called)
    stones = [(at_us, known.get(key)) for at_us, key, _ in entries if key is not None]
    return Issue(
        repo=now.repo,
        number=now.number,
        created_us=created,
        closed=closed,
        closed_us=closed_us,
        reason=reason,
        closer=_closer(ages, events, closed_us) if closed else None,
        author=next((one.author for one in ages if one.author is not None), None),
        assignees=_assignees(held.assignees or (), later),
        assigned_us={event.who: event.at_us for event in events if event.what == "assigned" and event.who is not None},
        labels=next((one.labels for one in ages if one.labels is not None), None),
        labelled=tuple(event for event in labelled if event.label is not None),
        course=tuple(_settings(entries, known)),
        told=told,
        known=told and all(stone is not None and stone.known_from(at_us) for at_us, stone in stones),
        place=now.place,
        updated_us=max((event.at_us for event in later), default=now.updated_us),
    )


def _ending(
    now: IssueSeen, events: Sequence[Happening], later: Sequence[Happening]
) -> tuple[bool, int | None, str | None]:
    """Whether and when it was last closed, and for what reason."""
    last = next((event for event in reversed(later) if event.what in ("closed", "reopened")), None)
    if last is not None and not (now.closed and last in _closings(later, now.closed_us)):
        return last.what == "closed", last.at_us if last.what == "closed" else None, last.reason
    if not now.closed:
        return False, None, None
    closed_us = now.closed_us
    if closed_us is None:
        told = next((event for event in reversed(events) if event.what in ("closed", "reopened")), None)
        closed_us = told.at_us if told is not None and told.what == "closed" else None
    reasons = (event.reason for event in _closings(events, closed_us) if event.reason is not None)
    return True, closed_us, now.reason or next(reasons, None)


def _closings(events: Sequence[Happening], closed_us: int | None) -> list[Happening]:
    """What tells of the closing at that time, the last first; never an older closing, which was undone since."""
    near = [event for event in events if closed_us is not None and abs(event.at_us - closed_us) <= _SAME_US]
    return [event for event in reversed(near) if event.what == "closed"]


def _closer(ages: Sequence[IssueSeen], events: Sequence[Happening], closed_us: int | None) -> str | None:
    actors = (event.actor for event in _closings(events, closed_us) if event.actor is not None)
    actor = next(actors, None)
    if actor is not None:
        return actor
    return next((one.closer for one in ages if one.closer is not None and one.closed_us == closed_us), None)


def _assignees(held: Sequence[str], later: Sequence[Happening]) -> tuple[str, ...]:
    now = {name.casefold(): name for name in held}
    for event in later:
        if event.who is not None and event.what == "assigned":
            now[event.who.casefold()] = event.who
        elif event.who is not None and event.what == "unassigned":
            now.pop(event.who.casefold(), None)
    return tuple(now[name] for name in sorted(now))


def _entries(
    now: IssueSeen,
    ages: Sequence[IssueSeen],
    events: Sequence[Happening],
    created_us: int | None,
    called: Mapping[tuple[str, str], Key],
) -> tuple[list[tuple[int, Key | None, str | None]], bool]:
    """When the issue came into which milestone (or none) and by whom, and whether its events tell so."""
    repo = now.repo.casefold()
    entries: list[tuple[int, Key | None, str | None]] = []
    current: Key | None = None
    told = bool(events)
    seen = [(one, _key_in(one, called)) for one in reversed(ages) if one.milestone_told]
    former = _former_title(events, called, *seen[-1]) if seen else None
    for event in events:
        if event.what == "milestoned":
            found = called.get((repo, event.title or ""))
            told = told and found is not None
            if found is None and former is not None and event.title == former:
                found = seen[-1][1]
            current = found
            entries.append((event.at_us, found, event.actor))
        elif event.what in ("demilestoned", "deleted"):
            told = told and (bool(entries) or event.what == "deleted")  # what it was taken out of must be told, too
            current = None
            entries.append((event.at_us, None, event.actor if event.what == "demilestoned" else None))
    if not entries:
        for one, key in seen:
            if not entries or entries[-1][1] != key:
                first = created_us if not entries and created_us is not None else one.updated_us or created_us
                entries.append((first or 0, key, None))
        told = told and all(key is None for _, key, _ in entries)
    elif seen and seen[-1][1] != current and (seen[-1][0].updated_us or 0) >= entries[-1][0]:
        entries.append((seen[-1][0].updated_us or 0, seen[-1][1], None))
        told = False
    return entries, told


def _former_title(
    events: Sequence[Happening], called: Mapping[tuple[str, str], Key], now: IssueSeen, key: Key | None
) -> str | None:
    """The title by which events tell of the milestone the issue is in now, where it was renamed since.

    Events carry the title of their time. That it is the same milestone is likely, not told.
    """
    moves = [event for event in events if event.what in ("milestoned", "demilestoned", "deleted")]
    if key is None or not moves or moves[-1].what != "milestoned" or (now.updated_us or 0) < moves[-1].at_us:
        return None
    title = moves[-1].title
    return title if (now.repo.casefold(), title or "") not in called else None


def _key_in(one: IssueSeen, called: Mapping[tuple[str, str], Key]) -> Key | None:
    if one.milestone is None:
        return None
    if one.milestone.number is not None:
        return one.repo.casefold(), one.milestone.number
    return called.get((one.repo.casefold(), one.milestone.title or ""))


def _settings(entries: Sequence[tuple[int, Key | None, str | None]], known: Mapping[Key, Milestone]) -> list[Setting]:
    """The dates of the milestones it was in, each while it was in it."""
    found: list[Setting] = []
    for place, (start_us, key, by) in enumerate(entries):
        end_us = entries[place + 1][0] if place + 1 < len(entries) else None
        stone = None if key is None else known.get(key)
        if stone is None:
            found.append(Setting(start_us, None, by))
            continue
        found.append(Setting(start_us, stone.due_at(start_us), by, key))
        within = [one for one in stone.dues if one.at_us > start_us and (end_us is None or one.at_us < end_us)]
        for one in within:
            if one.due != found[-1].due:
                found.append(one)
        if stone.deleted_us is not None and (end_us is None or stone.deleted_us < end_us):
            found.append(Setting(stone.deleted_us, None, None))
    return found


def _by_age(seen: Sequence[Any]) -> list[Any]:
    """The newest first; of equally new ones the one that says most, and then by content, whatever file it stands in."""
    placed = sorted(seen, key=lambda one: one.place)
    return sorted(placed, key=_age, reverse=True)


def _age(one: Any) -> tuple[Any, ...]:
    return one.updated_us if one.updated_us is not None else -1, one.own, *_content(one)


def _content(one: IssueSeen | MilestoneSeen) -> tuple[Any, ...]:
    if isinstance(one, MilestoneSeen):
        return one.edited, one.deleted, one.closed_us or -1, one.due or "", one.title or "", one.creator or ""
    full = sum(part is not None for part in (one.closer, one.author, one.assignees, one.labels, one.milestone))
    lists = ("\0".join(one.assignees or ()), "\0".join(one.labels or ()))
    return full, one.closed, one.closed_us or -1, one.reason or "", one.closer or "", one.author or "", *lists


def _newest(seen: Sequence[Any]) -> Any:
    return _by_age(seen)[0]
