"""Pages of Jira's REST interface, all of a request read together: issues, names of fields, and comments.

One page may hold what another needs: the list of fields names an instance's own ones, an issue says whose key a
comment's number is, and an issue on two pages is one issue, read as it stood last.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import Any, Final

from saidanddone.evidence import commitment, encounter
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.encounter import Encounter
from saidanddone.evidence.people import People
from saidanddone.sources.document import Document, Item, at
from saidanddone.sources.jira import threads
from saidanddone.sources.jira.fieldnames import is_field, parts
from saidanddone.sources.jira.handles import Handles
from saidanddone.sources.jira.history import Unreadable, said
from saidanddone.sources.jira.issue import Seen, promise, seen
from saidanddone.sources.sheet import Reading
from saidanddone.sources.telling import told

__all__ = ["knows", "read"]

_PROBLEMS: Final[Mapping[str, tuple[str, str]]] = {
    "key": ("This issue has no key, or one that is no key; it was not read.", "Save it with its key and its fields."),
    "created": ("This issue does not say when it was created; it was not read.", "Save it with the field created."),
    "time": ("A time in it cannot be read; it was not read.", "Jira writes 2026-09-07T14:30:00.000+0000."),
    "order": ("It was closed before it was created; it was not read.", "Check both times."),
    "due": ("It is due before it was made; a forecast leaves it out.", "Nothing needs to be done if that is so."),
    "error": (
        "This is an answer of Jira that says it could not give the data.",
        "Check that you are logged in and that the query is right, and save it again.",
    ),
    "changelog": (
        "This changelog does not say whose it is, or its issue is not here; it was not read.",
        "Save the issues beside it, or save them with expand=changelog.",
    ),
    "strange": ("This is nothing of Jira that this reads.", "Save the issues themselves, with expand=changelog."),
}  # fmt: skip
"""What can be wrong with an item: what is said of it, and what to do."""


_LOG: Final = re.compile(r"/issue/([^/?#]{1,100})/changelog")


def knows(item: Item) -> bool:
    """Whether an item is one of Jira's."""
    return _what(item.value) != "strange"


def _what(value: Mapping[str, Any]) -> str:
    if isinstance(value.get("fields"), Mapping) and ("key" in value or "self" in value):
        return "issue"
    if is_field(value):
        return "field"
    if isinstance(value.get("errorMessages"), list):
        return "error"
    if "items" in value and "author" in value and "created" in value:
        return "changelog"
    return "comment" if threads.is_comment(value) else "strange"


@dataclass
class _Page:
    """One export while it is read."""

    document: Document
    issues: list[Seen] = field(default_factory=list)
    comments: list[threads.Comment] = field(default_factory=list)
    wrong: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    understood: Counter[str] = field(default_factory=Counter)
    alone: int = 0
    """Comments that are items of their own."""

    def take(self, fields: Mapping[str, str], logs: Mapping[str, Mapping[str, Any]], zone: tzinfo) -> None:
        """Every item of the export.

        Args:
            fields: what the instance's own fields hold. logs: an issue's key or id -> its changelog saved on its own.
        """
        source = self.document.source
        for item in self.document.items:
            what = _what(item.value)
            if what == "issue":
                names = {**fields, **parts(item.page)}
                found = seen(_with_log(item.value, logs), names, zone, source, item.line)
                if isinstance(found, str):
                    self.wrong[found].append(item.line)
                    continue
                self.issues.append(found)
                for value in found.comments:
                    self._comment(value, found.key, zone, item.line)
            elif what == "comment":
                before = len(self.comments)
                self._comment(item.value, None, zone, item.line)
                self.alone += len(self.comments) - before
            elif what == "field":
                self.understood["field"] += 1
            elif what == "changelog" and _whose(item) in logs:
                self.understood["change"] += 1
            else:
                self.wrong[what].append(item.line)

    def _comment(self, value: Any, issue: str | None, zone: tzinfo, line: int) -> None:
        try:
            found = threads.comment(value, issue, zone, self.document.source, line)
        except Unreadable:
            self.wrong["time"].append(line)
            return
        if found is None:
            self.understood["comment"] += 1
        else:
            self.comments.append(found)


def read(documents: Sequence[Document], people: People, *, zone: tzinfo) -> list[Reading]:
    """One reading for each export, in their order."""
    pages = [_Page(document) for document in documents]
    fields: dict[str, str] = {}
    for document in documents:
        for item in document.items:
            fields.update(parts(item.value))
    logs = _logs(documents)
    for page in pages:
        page.take(fields, logs, zone)
    stand = _standing(pages)
    told_of = {
        name: (one.key, one.project) for page in pages for one in page.issues for name in (one.key, one.id or one.key)
    }
    handles = Handles(people, [(person.name, person.ids[0]) for person in _people(pages) if person.ids])
    met = threads.threads((one for page in pages for one in page.comments), told_of, handles)
    saved = sum(len(page.issues) for page in pages)
    return [_reading(page, stand, met, handles, saved, zone) for page in pages]


def _logs(documents: Sequence[Document]) -> Mapping[str, Mapping[str, Any]]:
    """An issue's key or id -> its changelog, put together from pages saved on their own; for issues that are here."""
    items = [item for document in documents for item in document.items]
    here = {said(item.value, name) for item in items if _what(item.value) == "issue" for name in ("key", "id")}
    logs: dict[str, dict[str, Any]] = {}
    for item in items:
        whose = _whose(item) if _what(item.value) == "changelog" else None
        if whose is None or whose not in here:
            continue
        log = logs.setdefault(whose, {"by_id": {}, "total": 0})
        log["by_id"].setdefault(said(item.value, "id") or len(log["by_id"]), item.value)
        total = at(item.page, "total")
        log["total"] = max(log["total"], total if isinstance(total, int) else 0)
    return {
        whose: {"histories": list(log["by_id"].values()), "total": log["total"], "isLast": True}
        for whose, log in logs.items()
    }


def _whose(item: Item) -> str | None:
    """The key or id of the issue whose changelog a page is, by its address."""
    found = _LOG.search(said(item.page, "self") or said(item.value, "self") or "")
    return found[1] if found else None


def _with_log(issue: Mapping[str, Any], logs: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    log = logs.get(said(issue, "key") or "") or logs.get(said(issue, "id") or "")
    return issue if log is None else {**issue, "changelog": log}


def _people(pages: Sequence[_Page]) -> Iterator[Any]:
    for page in pages:
        for issue in page.issues:
            yield from issue.people()
        for comment in page.comments:
            yield comment.author


def _standing(pages: Sequence[_Page]) -> set[int]:
    """Which issues stand, by ``id()``: of those with one key and one time of creation the one updated last."""
    last: dict[tuple[str, int], Seen] = {}
    for page in pages:
        for one in page.issues:
            before = last.get((one.key, one.created_us))
            if before is None or _age(one) >= _age(before):
                last[one.key, one.created_us] = one
    return {id(one) for one in last.values()}


def _age(one: Seen) -> tuple[int, bool]:
    return (0 if one.updated_us is None else one.updated_us, one.changes is not None)


def _reading(
    page: _Page, stand: set[int], met: Sequence[Encounter], handles: Handles, saved: int, zone: tzinfo
) -> Reading:
    source = page.document.source
    issues = [one for one in page.issues if id(one) in stand]
    points = any(one.points is not None for one in issues)
    promises = _told_apart([promise(one, handles, points=points) for one in issues])
    here = [one for one in met if one.source == source]
    page.wrong["due"] += [one.line for one in promises if one.due_us is not None and one.due_us < one.made_us]
    used = {name for one in promises for name in (one.subject, one.maker, one.to)}
    used.update(name for one in here for name in one.attended)
    problems = [*page.document.problems]
    for what, lines in page.wrong.items():
        problems += told(source, lines, *_PROBLEMS[what])
    unread = sum(len(lines) for what, lines in page.wrong.items() if what != "due")
    return Reading(
        Evidence(
            commitments=commitment.table(promises),
            encounters=encounter.table(here),
            names={name: handle for name, handle in handles.names.items() if name in used},
        ),
        tuple(problems),
        len(promises) + page.alone,
        unread + page.document.unread,
        tuple(_notes(page, issues, promises, len(here), saved, zone)),
        history=all(one.changes is not None for one in issues) if issues else None,
        understood=sum(page.understood.values()) + len(page.issues) - len(issues),
    )


def _told_apart(promises: Sequence[Commitment]) -> list[Commitment]:
    """The promises with an id each: one key on two instances is two issues."""
    times: Counter[str] = Counter()
    found = []
    for one in promises:
        times[one.id] += 1
        found.append(one if times[one.id] == 1 else replace(one, id=f"{one.id}~{times[one.id]}"))
    return found


def _notes(
    page: _Page, issues: Sequence[Seen], promises: Sequence[Commitment], met: int, saved: int, zone: tzinfo
) -> Iterator[str]:
    unknown = sum(one.changes is None for one in issues)
    if issues and not unknown:
        yield "The changelog tells of every moved due date."
    for count, what in (
        (unknown, "Without a whole changelog, so that nobody knows whether due dates were moved"),
        (sum(bool(one.renegotiations) for one in promises), "Due dates moved after they were set"),
        (sum(one.target for one in issues), "Due at the target end, because no due date is set"),
        (sum(one.due_us is None for one in promises), "Without a due date, kept as undated"),
        (sum(one.strange for one in issues), "Resolutions of a word not known here, taken for done"),
        (sum(one.reopened for one in issues), "Resolved as done in a status that is not done, and so open again"),
        (sum(one.outcome == "delivered" for one in promises), "Done at a time not told, and so counted as kept"),
        (sum(one.outcome == "broken" for one in promises), "Called off only after the due day, and so not kept"),
        (sum(one.outcome == "withdrawn" for one in promises), "Called off by others or nobody known, and so withdrawn"),
        (sum(one.subject_kind == "project" for one in promises), "Assigned to nobody, and so the project's"),
        (len(page.issues) - len(issues), "Also on another page, and read there as it stood last"),
        (page.understood["field"], "Names of fields, which help to read the issues beside them"),
        (page.understood["change"], "Changes of issues that stand beside them"),
        (page.understood["comment"], "Comments by nobody or by an app"),
        (len(page.comments), "Comments read for who wrote when, and not for what"),
        (met, "Threads made of them"),
    ):  # fmt: skip
        if count:
            yield f"{what}: {count:,}."
    offsets = sorted({one.offset for one in issues if one.offset is not None and one.dated.due is not None})
    if offsets:
        yield f"Times carry {' and '.join(offsets[:3])}, but due days end in {zone}: pass --tz if they end elsewhere."
    totals = [total for item in page.document.items if isinstance(total := at(item.page, "total"), int)]
    if page.issues and totals and max(totals) > saved and at(page.document.items[0].page, "startAt") == 0:
        yield f"Jira has {max(totals):,} issues for this query; the others stand on pages that are not here."
