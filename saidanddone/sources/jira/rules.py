"""How an issue of Jira becomes a commitment: the rules, and the words they turn on (MISSION T1, T3, T5, T10)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

__all__ = [
    "FINISHED",
    "KEY",
    "PRESSURE_WORDS",
    "RULES",
    "UNASSIGNED",
    "called_off",
    "finished",
    "knows_category",
    "pressing",
    "project_of",
]

RULES: Final[tuple[tuple[str, str], ...]] = (
    ("commitment", "Every issue is one commitment; its key is its id."),
    ("subject", "It is its assignee's; an issue nobody is assigned to is its project's."),
    ("to", "It was made to its reporter, where that is somebody else."),
    ("team", "Its team is its project: the name, or the key where there is no name."),
    ("made", "It was made when it was created; where the history shows that its due date was set only later, then."),
    ("no creation", "Where an export has no time of creation, it was made on its start date, or on the one inferred."),
    ("due", "It is due at the end of its due date, else of its target end, else of the due date Jira inferred."),
    ("undated", "Without any of these it is undated; so is one whose date was set after it had been closed."),
    ("renegotiated", "Every change of its due date counts as one; a date taken away leaves the first one standing."),
    ("history unknown", "An export without a changelog does not say whether a due date was moved; it stays unknown."),
    ("delivered", "It is delivered when it is resolved, else when its status last came to be done."),
    ("delivered, no time", "It is delivered and counts as kept, too, if it is done and nothing says when."),
    ("admitted", "It is admitted if its assignee closed it as one that will not be done, before or after it was due."),
    ("withdrawn", "It is withdrawn if somebody else closed it so by its due day, or the export does not say who did."),
    ("called off late", "It was not kept if it was closed so only after its due day, by anybody but its assignee."),
    ("moot", "It is withdrawn, too, if it is a duplicate, invalid, or cannot be done as asked."),
    ("dropped", "It is dropped if it is still open more than 30 days after it was due, and longer than it was given."),
    ("formal", "It is formal if it has a due date and stands in a release or a sprint."),
    ("pressure", "It is under pressure if its priority is highest, blocker, critical, urgent, P0, P1 or the like."),
    ("size", "Its size is its story points; in an export without any, its original estimate."),
    ("threads", "Comments on one issue on one day (UTC) are one thread of those who wrote; no comment is read."),
)  # fmt: skip
"""What a rule decides, and the rule in one sentence."""

PRESSURE_WORDS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(
        ("highest", "blocker", "blocking", "critical", "urgent", "immediate", "emergency", "showstopper", "p0", "p1",
         "sev0", "sev1", "s0", "s1", "asap"),
        True,
    ),
    **dict.fromkeys(
        ("high", "higher", "major", "important", "medium", "moderate", "normal", "minor", "low", "lower", "lowest",
         "trivial", "p2", "p3", "p4", "p5", "sev2", "sev3", "sev4", "sev5", "s2", "s3", "s4", "none", "undefined",
         "non", "not"),
        False,
    ),
}  # fmt: skip
"""A word of a priority -> whether it presses. Of several words in one priority, one that negates wins."""

_NEGATING = frozenset(("non", "not", "none"))

_DECLINED: Final = frozenset((
    "wontdo", "wontfix", "willnotdo", "willnotfix", "wontimplement", "willnotimplement", "declined", "rejected",
    "abandoned", "cancelled", "canceled", "closedwontdo", "closedwontfix", "notdoing", "wontdone", "dropped",
    "discarded", "descoped", "deferred", "postponed", "later", "remind", "withdrawn", "obsolete", "outdated",
    "wontresolve",
))  # fmt: skip
_MOOT: Final = frozenset((
    "duplicate", "duplicated", "duplicateissue", "invalid", "cannotreproduce", "cantreproduce", "notreproducible",
    "unabletoreproduce", "couldnotreproduce", "incomplete", "insufficientinformation", "needsinfo", "notabug", "nobug",
    "worksforme", "worksasdesigned", "asdesigned", "bydesign", "intendedbehavior", "intendedbehaviour", "notaproblem",
    "notanissue", "notapplicable", "na", "knownerror", "knownissue", "moved", "movedtoanotherproject", "superseded",
    "infeasible", "notvalid", "outofscope", "createdinerror", "spam",
))  # fmt: skip

KEY: Final = re.compile(r"[^\W\d]\w*-[0-9]{1,18}")
"""What an issue's key looks like."""

FINISHED: Final = frozenset((
    "done", "closed", "resolved", "complete", "completed", "released", "finished", "fixed", "deployed", "delivered",
    "shipped", "verified", "accepted", "fertig", "erledigt", "geschlossen", "gelöst", "terminé", "fermé", "résolu",
    "listo", "hecho", "finalizado", "cerrado", "resuelto", "concluído", "itensconcluídos", "fechado", "resolvido",
    "completato", "chiuso", "risolto", "gereed", "gesloten", "opgelost", "klart", "færdig", "ferdig", "valmis",
    "gotowe", "готово", "完了", "完成", "已完成", "완료",
))  # fmt: skip
"""Words for done: of a category, also as Jira translates it, and of a status where no category is told."""

_UNFINISHED: Final = frozenset(("todo", "new", "inprogress", "indeterminate", "nocategory", "undefined"))

UNASSIGNED: Final = frozenset(("unassigned", "nobody", "none"))
"""What stands where nobody is assigned, in lower case."""

_APART = re.compile(r"[\W_]+")


def _plain(word: str) -> str:
    return _APART.sub("", word.replace("’", "").casefold())


def pressing(priority: str | None) -> bool | None:
    """Whether a priority presses; None if it is empty or says nothing we know.

    >>> pressing("Highest"), pressing("P1 - Urgent"), pressing("Medium"), pressing("Non-critical"), pressing("Blue")
    (True, True, False, False, None)
    """
    words = [word for word in _APART.split((priority or "").casefold()) if word]
    said = [PRESSURE_WORDS[word] for word in words if word in PRESSURE_WORDS]
    if not said:
        return None
    return any(said) and not _NEGATING.intersection(words)


def called_off(resolution: str | None, status: str | None) -> str | None:
    """``declined`` (it will not be done), ``moot`` (it could not, or need not, be), or None (it was not called off).

    The status speaks where the resolution is empty or only says that it is over.

    >>> called_off("Won't Do", "Done"), called_off("Duplicate", None), called_off("Done", "Cancelled")
    ('declined', 'moot', 'declined')
    >>> called_off("Fixed", "Closed") is None
    True
    """
    for word in (resolution, status):
        plain = _plain(word or "")
        if plain in _DECLINED:
            return "declined"
        if plain in _MOOT:
            return "moot"
        if plain and plain not in FINISHED and plain != "unresolved":
            return None
    return None


def finished(status: str | None, category: str | None) -> bool:
    """Whether an issue is done by its status's category, or by its status where no category we know is told.

    >>> finished("Rolled out", "Done"), finished("Done", "In Progress"), finished("Closed", None)
    (True, False, True)
    >>> finished("Ausgeliefert", "Fertig"), finished("Closed", "Blue")
    (True, True)
    """
    return _plain((category if knows_category(category) else status) or "") in FINISHED


def knows_category(category: str | None) -> bool:
    """Whether a status's category is a word we know."""
    return _plain(category or "") in FINISHED | _UNFINISHED


def project_of(key: str) -> str:
    """The project's key that an issue's key begins with.

    >>> project_of("KITE-12")
    'KITE'
    """
    return key.rpartition("-")[0] or key
