"""GitHub's exports, all of a request read together, since events complete issues and webhooks complete milestones."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import Any, Final

from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.commitment import Commitment, table
from saidanddone.evidence.people import People
from saidanddone.evidence.problem import Problem
from saidanddone.sources.document import Document, at, text
from saidanddone.sources.github import history, seen
from saidanddone.sources.github.history import Issue, Key, Milestone
from saidanddone.sources.github.pieces import Piece, knows, pieces, what
from saidanddone.sources.github.promises import Maker
from saidanddone.sources.github.seen import Happening, IssueSeen, MilestoneSeen, Place, Unreadable
from saidanddone.sources.github.wrong import PROBLEMS, READ_ALL_THE_SAME
from saidanddone.sources.sheet import Reading
from saidanddone.sources.telling import told

__all__ = ["knows", "read"]

_NUMBERED: Final = re.compile(r"issue[-_ #]?(\d{1,9})(?!\d)", re.IGNORECASE)


@dataclass
class _File:
    """One export while it is read: what its items were, and what could not be read of it."""

    document: Document
    counts: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    events: list[Key] = field(default_factory=list)
    met: set[tuple[str | None, str, str]] = field(default_factory=set)
    unnamed: bool = False

    @property
    def number(self) -> int | None:
        """The issue its name speaks of."""
        found = _NUMBERED.search(self.document.source)
        return int(found[1]) if found else None


@dataclass
class _Gathered:
    """Everything that all exports saw; a builder, used once."""

    files: list[_File]
    issues: list[IssueSeen] = field(default_factory=list)
    milestones: list[MilestoneSeen] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)

    def take(self, file: _File) -> None:
        """Every piece of a file."""
        for item in file.document.items:
            place = Place(file.document.source, item.line)
            for piece in pieces(item):
                try:
                    self._take(piece, place, file)
                except Unreadable:
                    file.wrong["time"].append(place.line)

    def _take(self, piece: Piece, place: Place, file: _File) -> None:
        if piece.kind in ("schema", "error", "strange"):
            file.wrong[piece.kind].append(place.line)
        elif piece.kind == "webhook":
            self._webhook(piece.value, place, file)
        elif piece.kind == "event":
            self._event(piece, place, file)
        elif piece.kind == "issue":
            value = piece.value
            if piece.within is not None and "milestone" not in value:
                value = {**value, "milestone": {name: part for name, part in piece.within.items() if name != "issues"}}
            self._issue(value, piece.repo, place, file, own=True)
            file.counts["issue"] += 1
        elif piece.kind == "milestone":
            repo = self._repo(piece.value, piece.repo, file)
            self.milestones.append(seen.milestone(piece.value, repo, place, own=True))
            file.counts["milestone"] += 1
        else:
            file.counts[piece.kind] += 1

    def _issue(
        self, value: Mapping[str, Any], repo: str | None, place: Place, file: _File, *, own: bool
    ) -> IssueSeen | None:
        number = seen.number_of(value)
        if number is None:
            file.wrong["number"].append(place.line)
            return None
        found = seen.issue(value, self._repo(value, repo, file), number, place, own=own)
        self.issues.append(found)
        if found.milestone is not None:
            self.milestones.append(found.milestone)
        return found

    def _event(self, piece: Piece, place: Place, file: _File) -> None:
        value, said = piece.value, what(piece.value)
        inside = at(value, "issue")
        if isinstance(inside, Mapping) and (inside.get("pull_request") or "/pull/" in str(inside.get("html_url"))):
            file.counts["event of a pull request"] += 1
            return
        repo = seen.repository(inside) or seen.repository(value) or piece.repo
        number = self._number_within(inside, repo, place, file) if isinstance(inside, Mapping) else None
        number = number or piece.number or file.number
        at_us = seen.moment(value, "created_at")
        event = None if at_us is None else seen.happening(value, said, repo or "", number or 0, at_us)
        if event is None or (number is None and event.what in ("labeled", "unlabeled")):
            file.counts["other"] += 1
            return
        if number is None:
            file.wrong["whose"].append(place.line)
            return
        event = replace(event, repo=repo or self._repo({}, None, file))
        self.happenings.append(event)
        file.events.append((event.repo.casefold(), number))

    def _number_within(self, inside: Mapping[str, Any], repo: str | None, place: Place, file: _File) -> int | None:
        """The number of an event's issue; the issue itself is taken once, however many events hold it as it stands."""
        mark = (repo, str(inside.get("number")), str(inside.get("updated_at")))
        if mark not in file.met:
            file.met.add(mark)
            self._issue(inside, repo, place, file, own=False)
        return seen.number_of(inside)

    def _webhook(self, value: Mapping[str, Any], place: Place, file: _File) -> None:
        repo = self._repo(value, None, file)
        inside, stone = at(value, "issue"), at(value, "milestone")
        if isinstance(stone, Mapping):
            self.milestones.append(self._stone(value, stone, repo, place))
        if not isinstance(inside, Mapping):
            file.counts["milestone"] += 1
            return
        if inside.get("pull_request"):
            file.counts["pull request"] += 1
            return
        found = self._issue(inside, repo, place, file, own=True)
        if found is None:
            return
        file.counts["issue"] += 1
        told_of = {**value, "state_reason": inside.get("state_reason")}
        at_us = found.updated_us
        event = None if at_us is None else seen.happening(told_of, value["action"], repo, found.number, at_us)
        if event is not None:
            self.happenings.append(event)

    def _stone(self, value: Mapping[str, Any], stone: Mapping[str, Any], repo: str, place: Place) -> MilestoneSeen:
        own = not isinstance(value.get("issue"), Mapping)
        found = seen.milestone(stone, repo, place, own=own)
        changed = at(value, "changes")
        edited = own and value["action"] == "edited" and isinstance(at(changed, "due_on"), Mapping)
        return replace(
            found,
            edited=edited,
            was_due=seen.day(at(changed, "due_on", "from")) if edited else None,
            was_called=text(changed, "title", "from"),
            deleted=own and value["action"] == "deleted",
        )

    def _repo(self, value: Mapping[str, Any], around: str | None, file: _File) -> str:
        found = seen.repository(value) or around
        if found is None:
            file.unnamed = True
            return re.sub(r"\.(?:json|jsonl|ndjson)\b", "", file.document.source, flags=re.IGNORECASE)
        return found


def read(documents: Sequence[Document], people: People, *, zone: tzinfo) -> list[Reading]:
    """Commitments of issues and milestones, one reading a document, in order; see ``rules.RULES``."""
    gathered = _Gathered([_File(document) for document in documents])
    for file in gathered.files:
        gathered.take(file)
    stones = history.milestones(gathered.milestones)
    called = history.titles(gathered.milestones, stones)
    issues = history.issues(gathered.issues, gathered.happenings, stones, called)
    files = {file.document.source: file for file in gathered.files}
    there = {(issue.repo.casefold(), issue.number) for issue in issues}
    for file in gathered.files:
        file.counts["event"] = sum(key in there for key in file.events)
        file.counts["event of none"] = len(file.events) - file.counts["event"]
    maker = Maker(people, zone)
    made = [*_of_milestones(stones, maker, files), *_of_issues(issues, maker, files)]
    by_source: dict[str, list[Commitment]] = defaultdict(list)
    for one in sorted(made, key=lambda one: (one.line, one.id)):
        by_source[one.source].append(one)
    return [_reading(file, by_source[file.document.source], maker) for file in gathered.files]


def _of_milestones(stones: Mapping[Key, Milestone], maker: Maker, files: Mapping[str, _File]) -> Iterable[Commitment]:
    for key in sorted(stones, key=str):
        stone = stones[key]
        file = files[stone.place.source]
        one = maker.of_milestone(stone)
        if one is not None:
            _check(one, file)
            file.counts["milestone read"] += stone.own
            yield one
        elif stone.created_us is not None or not any(due.due for due in stone.dues):
            file.counts["undated milestone"] += stone.own
        elif stone.own:
            file.wrong["created"].append(stone.place.line)
        else:
            file.counts["unmade milestone"] += 1


def _of_issues(issues: Sequence[Issue], maker: Maker, files: Mapping[str, _File]) -> Iterable[Commitment]:
    for issue in issues:
        file = files[issue.place.source]
        if issue.created_us is None and not issue.told:
            file.wrong["created"].append(issue.place.line)
            continue
        ones = list(maker.of_issue(issue))
        file.counts["issue read" if ones else "taken late" if issue.assignees else "nobody's"] += 1
        for one in ones:
            _check(one, file)
            yield one


def _check(one: Commitment, file: _File) -> None:
    first = one.first_due_us if one.first_due_us is not None else one.due_us
    if first is not None and first < one.made_us:
        file.wrong["order"].append(one.line)
    if one.outcome == "unknown":
        file.wrong["closed"].append(one.line)


def _reading(file: _File, made: Sequence[Commitment], maker: Maker) -> Reading:
    source = file.document.source
    problems: list[Problem] = [*file.document.problems]
    for name, (said, remedy) in PROBLEMS.items():
        problems += told(source, sorted(set(file.wrong[name])), said, remedy)
    met = {person for one in made for person in (one.subject, one.maker, one.to)}
    unread = sum(len(lines) for name, lines in file.wrong.items() if name not in READ_ALL_THE_SAME)
    dated = [one for one in made if one.due_us is not None]
    counts = file.counts
    met_names = {pseudonym: login for pseudonym, login in maker.names.items() if pseudonym in met}
    idle = (
        "nobody's", "taken late", "undated milestone", "pull request", "event of a pull request", "event of none",
        "other",
    )  # fmt: skip
    return Reading(
        Evidence(commitments=table(made), names=met_names),
        tuple(problems),
        rows=len(made),
        unread=unread + file.document.unread,
        notes=tuple(_notes(file, made)),
        history=all(one.id not in maker.unsure for one in dated) if dated else None,
        understood=sum(counts[name] for name in idle),
    )


def _notes(file: _File, made: Sequence[Commitment]) -> Iterable[str]:
    counts = file.counts
    undated = sum(one.due_us is None for one in made)
    unknown = sum(one.due_us is not None and one.renegotiations is None for one in made)
    unassigned = counts["nobody's"]
    if undated:
        yield f"{undated:,} without a due time, kept as undated."
    if unassigned:
        yield f"{_of(unassigned, 'issue')} with neither an assignee nor a dated milestone: nothing promised."
    if counts["taken late"]:
        yield f"{_of(counts['taken late'], 'issue')} taken on only after being closed: nothing promised."
    if counts["undated milestone"]:
        yield f"{_of(counts['undated milestone'], 'milestone')} without a due date: nothing promised."
    if counts["pull request"]:
        yield f"{_of(counts['pull request'], 'pull request')}: no promises."
    if counts["event"]:
        yield f"{_of(counts['event'], 'event')}, read into the issues they are about."
    if counts["event of none"]:
        yield f"{_of(counts['event of none'], 'event')} of issues that are not among these exports."
    if counts["event of a pull request"]:
        yield f"{_of(counts['event of a pull request'], 'event')} of pull requests: no promises."
    if counts["other"]:
        yield f"{_of(counts['other'], 'item')} saying nothing of a promise."
    if unknown:
        yield f"Of {unknown:,} it is unknown whether the due time was moved."
    done = ("issue read", "milestone read", "nobody's", "taken late", "undated milestone")
    again = counts["issue"] + counts["milestone"] - sum(counts[name] for name in done) - len(file.wrong["created"])
    if again > 0:
        yield f"{_of(again, 'item')} told elsewhere too, read together and counted once."
    if counts["unmade milestone"]:
        yield "Its milestones do not say when they were made; save the milestones as well."
    if file.unnamed:
        yield "It does not say of which repository it is and goes by the file's name; url in --json tells."


def _of(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
