"""Comments as threads: who wrote on one issue on one day (UTC). What they wrote is not read (MISSION T7)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any, Final

from saidanddone.evidence.encounter import Encounter
from saidanddone.evidence.outcome import DAY_US
from saidanddone.sources.document import at
from saidanddone.sources.identity import content_id
from saidanddone.sources.jira.handles import Handles
from saidanddone.sources.jira.history import Someone, Unreadable, moment, said, someone

__all__ = ["Comment", "comment", "is_comment", "threads"]

_ISSUE: Final = re.compile(r"/issue/([^/?#]{1,100})/comment/")


@dataclass(frozen=True, slots=True)
class Comment:
    """Who commented on an issue when. ``issue``: its key or id, else the file it stands in."""

    issue: str
    id: str | None
    at_us: int
    author: Someone = field(repr=False)
    source: str
    line: int


def is_comment(value: Mapping[str, Any]) -> bool:
    """Whether an object is a comment of Jira."""
    return isinstance(value.get("author"), Mapping) and "created" in value and ("body" in value or "id" in value)


def comment(value: Any, issue: str | None, zone: tzinfo, source: str, line: int) -> Comment | None:
    """A comment; None if it has no author that is a person.

    Args:
        issue: the key of the issue it is held in; None where it stands on its own and its address says which.

    Raises:
        Unreadable: it does not say when it was written.
    """
    at_us = moment(value, "created", zone=zone)
    if at_us is None:
        raise Unreadable
    author = someone(at(value, "author"))
    if author.name is None and not author.ids:
        return None
    found = _ISSUE.search(said(value, "self") or "")
    return Comment(issue or (found[1] if found else source), said(value, "id"), at_us, author, source, line)


def threads(comments: Iterable[Comment], issues: Mapping[str, tuple[str, str]], handles: Handles) -> list[Encounter]:
    """One encounter for each issue and day, where its first comment stands.

    Args:
        issues: an issue's key or id -> its key and its project, as far as they are known.
    """
    met: set[tuple[str, str]] = set()
    days: dict[tuple[str, int], list[Comment]] = defaultdict(list)
    for one in sorted(comments, key=lambda one: one.at_us):
        issue = issues.get(one.issue, (one.issue, ""))[0]
        if one.id is None or (issue, one.id) not in met:
            met.add((issue, one.id or ""))
            days[issue, one.at_us // DAY_US].append(one)
    return [
        Encounter(
            id=content_id("t", issue, day),
            at_us=written[0].at_us,
            source=written[0].source,
            line=written[0].line,
            team=issues.get(issue, ("", ""))[1] or None,
            attended=tuple(sorted({who for one in written if (who := _who(one.author, handles))})),
            kind="thread",
        )
        for (issue, day), written in days.items()
    ]


def _who(author: Someone, handles: Handles) -> str | None:
    return handles.pseudonym(author.name, author.ids)
