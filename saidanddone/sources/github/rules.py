"""By which written rules GitHub's fields become commitments and outcomes (MISSION T5, T10, T11)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

__all__ = ["RULES", "pressing"]

RULES: Final[tuple[tuple[str, str], ...]] = (
    ("milestone", "A milestone with a due date is a promise of its repository, made by whoever created it."),
    ("issue", "An issue is a promise of each person assigned to it, due with its milestone."),
    ("nobody assigned", "An issue in a dated milestone with nobody assigned is a promise of the repository."),
    ("undated", "An assigned issue without a dated milestone is kept as undated: counted, never a verdict."),
    (
        "no promise",
        "An issue with neither an assignee nor a dated milestone promises nothing; nor does a pull request.",
    ),
    ("bots", "Bots make no commitments; an issue that only bots are assigned to has nobody assigned."),
    ("made", "Made when put into the milestone and assigned, where events tell; else when the issue was created."),
    ("handed on", "It is the promise of those who are assigned last; who was unassigned has handed it on."),
    ("due", "A due date is a date: its first ten characters, to the end of that day in the zone asked for."),
    (
        "renamed milestone",
        (
            "Events carry a milestone's title of their time; one that no milestone has is taken for the milestone "
            "the issue is in now, and whether the due time was moved is unknown."
        ),
    ),
    ("closed", "The last closing counts; what was reopened is open."),
    (
        "withdrawn",
        (
            "Withdrawn: closed as a duplicate; or by its due day closed as not planned, or taken out of its "
            "milestone; or a milestone deleted, or its date taken away, by its due day."
        ),
    ),
    (
        "admitted",
        (
            "Admitted, not kept: closed as not planned by the one it is assigned to, or by its due day taken out "
            "of its milestone by them."
        ),
    ),
    ("too late", "Closed as not planned only after its due day, by somebody else: not kept."),
    ("moved", "Put into a milestone with another date, or its milestone's date changed: a renegotiation at that time."),
    (
        "anew",
        (
            "What lost its day by that day and got another one only afterwards is promised anew; a day that was "
            "missed stays missed, whatever milestone or date comes next."
        ),
    ),
    ("dropped", "Open long after its due day, without a word in any of these fields: dropped, as with every source."),
    (
        "renegotiation unknown",
        (
            "Whether a due time was moved is known only with the issue's events, and where its milestone's own date "
            "is known since the issue went in."
        ),
    ),
    (
        "milestone's date",
        (
            "A change of a milestone's own date leaves no event; only webhooks, or exports of different "
            "days, tell of it."
        ),
    ),
    ("formal", "Formal if it is in a dated milestone; without events, as it stands in the export."),
    (
        "pressure",
        (
            "Under pressure with a label such as critical, urgent, blocker, hotfix, P0 or P1; not under pressure "
            "with any other label of priority or severity; else unknown."
        ),
    ),
    (
        "pressure when",
        (
            "Pressure is judged by the labels when it was made, where events tell; else as the labels stand in the "
            "export, which does not say when they were set."
        ),
    ),
    ("to", "Promised to whoever opened the issue, if that is somebody else."),
    ("occasion", "What is in one milestone shares its fate."),
)
"""What a rule is about, and the rule, in the order they are told."""

_PRESSING: Final = frozenset(
    ("critical", "urgent", "blocker", "blocking", "showstopper", "hotfix", "emergency", "p0", "p1", "prio0", "prio1",
     "priority0", "priority1", "sev0", "sev1", "severity0", "severity1")
)  # fmt: skip
_RANKED: Final = ("priority", "prio", "severity", "sev", "p")
_OTHER: Final = re.compile(r"(?:p|prio|priority|sev|severity)\d?")
_WORDS: Final = re.compile(r"[a-z]+\d*|\d+")
_NOT: Final = frozenset(("non", "not", "no"))


def pressing(labels: Iterable[str]) -> bool | None:
    """Whether labels say that it was made or due under pressure; None where they say nothing of priority.

    >>> pressing(["bug", "priority/critical-urgent"]), pressing(["P2"]), pressing(["bug"]), pressing(["non-urgent"])
    (True, False, None, False)
    """
    found = [_one(label) for label in labels]
    return True if True in found else False if False in found else None


def _one(label: str) -> bool | None:
    words = _WORDS.findall(label.casefold())
    joined = {f"{word}{figure}" for word, figure in pairwise(words) if word in _RANKED}
    said = {*words, *joined}
    if said & _PRESSING:
        return not said & _NOT
    return False if any(_OTHER.fullmatch(word) for word in words) else None
