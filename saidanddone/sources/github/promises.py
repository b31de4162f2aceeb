"""Issues and milestones become commitments, by the rules that are written down (``rules.RULES``; MISSION T5, T11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo
from typing import Any

from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.outcome import settle
from saidanddone.evidence.people import People
from saidanddone.sources.dates import bare
from saidanddone.sources.github.history import Issue, Key, Milestone, Setting
from saidanddone.sources.github.rules import pressing
from saidanddone.sources.identity import content_id

__all__ = ["Maker"]


@dataclass(frozen=True, slots=True)
class _Promised:
    """A promise as it was dated: when it was made, and every day it was due on. ``released``: it lost its day then."""

    made_us: int
    first: str
    moves: tuple[Setting, ...]
    key: Key | None
    released: Setting | None = None

    @property
    def due(self) -> str:
        """The day it is due on in the end."""
        return str(self.moves[-1].due) if self.moves else self.first


@dataclass
class Maker:
    """Makes commitments of issues and milestones, and remembers whose names stand behind its pseudonyms.

    Attributes:
        names: pseudonym -> login. unsure: ids of commitments whose due time may have been moved unseen.
    """

    people: People
    zone: tzinfo
    names: dict[str, str] = field(default_factory=dict, repr=False)
    unsure: set[str] = field(default_factory=set)

    def of_milestone(self, stone: Milestone) -> Commitment | None:
        """The repository's promise; None where the milestone has no date or nobody can say when it was made."""
        made = stone.created_us
        promised = None if made is None else self._promised(stone.dues, since_us=made)
        if promised is None:
            return None
        released = None if stone.closed else stone.deleted_us
        released = released if released is not None else promised.released.at_us if promised.released else None
        known = stone.known_from(made)
        dated = self._dated(promised, promised.made_us, known=known)
        withdrawn = not stone.closed and released is not None and released <= _deadline(dated)
        name = f"{stone.repo} milestone {stone.key[1]}"
        self.unsure |= set() if known else {name}
        return Commitment(
            id=name,
            subject=stone.repo,
            subject_kind="project",
            maker=self._pseudonym(stone.creator),
            team=stone.repo,
            closed_us=stone.closed_us,
            outcome="withdrawn" if withdrawn else "unknown" if stone.closed and stone.closed_us is None else None,
            outcome_by="system",
            formal=True,
            occasion=self._occasion(stone.key),
            told_us=stone.updated_us,
            source=stone.place.source,
            line=stone.place.line,
            **dated,
        )

    def of_issue(self, issue: Issue) -> Iterator[Commitment]:
        """Each assignee's promise; the repository's, where nobody is assigned and the milestone has a date."""
        before_closing = [one for one in issue.course if issue.closed_us is None or one.at_us <= issue.closed_us]
        makers = [(who, self._pseudonym(who)) for who in issue.assignees]
        makers = list({pseudonym: (who, pseudonym) for who, pseudonym in makers}.values())  # several logins of one
        name = f"{issue.repo}#{issue.number}"
        for place, (who, pseudonym) in enumerate(sorted(makers, key=lambda one: str(one[1]))):
            promised = self._promised(before_closing, taken_us=issue.assigned_us.get(who))
            made = self._made(issue, promised, who)
            if made is None or (issue.closed_us is not None and made > issue.closed_us):
                continue
            numbered = name if place == 0 else f"{name}~{content_id('s', pseudonym)[2:8]}"
            self.unsure |= set() if issue.known else {numbered}
            yield Commitment(
                id=numbered,
                subject=str(pseudonym),
                **self._common(issue, promised, made, who),
            )
        if not makers:
            promised = self._promised(before_closing)
            made = self._made(issue, promised, None)
            if promised is not None and made is not None:
                self.unsure |= set() if issue.known else {name}
                yield Commitment(
                    id=name, subject=issue.repo, subject_kind="project", **self._common(issue, promised, made, None)
                )

    def _promised(
        self, course: Sequence[Setting], *, since_us: int | None = None, taken_us: int | None = None
    ) -> _Promised | None:
        """The last promise of a course of dates.

        ``since_us``: when it was made, for what has its date from the beginning; else it is made when it gets one.
        ``taken_us``: when somebody took it on, where that is told.
        """
        promised: _Promised | None = None
        for setting in course:
            if setting.due is None:
                if promised is not None and promised.released is None:
                    promised = replace(promised, released=setting)
                continue
            if promised is None or self._is_past(promised, setting.at_us, taken_us):
                first = since_us is not None and setting is course[0]
                made_us = since_us if first and since_us is not None else setting.at_us
                promised = _Promised(made_us, setting.due, (), setting.key)
                continue
            moves = promised.moves if setting.due == promised.due else (*promised.moves, setting)
            promised = replace(promised, moves=moves, key=setting.key, released=None)
        return promised

    def _is_past(self, promised: _Promised, now_us: int, taken_us: int | None) -> bool:
        """Whether it lost its day while it could still be kept, and had none when that day was over.

        What lost its day only after missing it is no new promise with its next day (T3): that is a move, too late.
        """
        if promised.released is None:
            return False
        made_us = promised.made_us if taken_us is None else max(promised.made_us, taken_us)
        deadline_us = _deadline(self._dated(promised, made_us, known=False))
        return promised.released.at_us <= deadline_us < now_us

    def _made(self, issue: Issue, promised: _Promised | None, who: str | None) -> int | None:
        """When it was put into its milestone and assigned, where events tell; else when it was created."""
        told = [] if promised is None else [promised.made_us]
        if who is not None and who in issue.assigned_us:
            told.append(issue.assigned_us[who])
        return max(told, default=issue.created_us)

    def _common(self, issue: Issue, promised: _Promised | None, made_us: int, who: str | None) -> dict[str, Any]:
        dated = {"made_us": made_us, "renegotiations": 0 if issue.known else None}
        if promised is not None:
            dated = self._dated(promised, made_us, known=issue.known)
        deadline_us = None if promised is None else _deadline(dated)
        released = None if promised is None else promised.released
        outcome, by, closed_us = self._outcome(issue, deadline_us, released, who)
        author = self._pseudonym(issue.author)
        labels = issue.labels_at(made_us)
        return {
            "team": issue.repo,
            "to": None if author == self._pseudonym(who) else author,
            "closed_us": closed_us,
            "outcome": outcome,
            "outcome_by": by,
            "formal": promised is not None,
            "pressure": None if labels is None else pressing(labels),
            "occasion": self._occasion(promised.key) if promised is not None and promised.key is not None else None,
            "told_us": issue.updated_us,
            "source": issue.place.source,
            "line": issue.place.line,
            **dated,
        }

    def _outcome(
        self, issue: Issue, deadline_us: int | None, released: Setting | None, who: str | None
    ) -> tuple[str | None, str | None, int | None]:
        """What the fields state, who says so, and when it was done. ``released``: when it lost its day, and by whom."""
        in_time = released is not None and deadline_us is not None and released.at_us <= deadline_us
        if issue.closed and issue.reason == "duplicate":
            return "withdrawn", self._says(issue, issue.closer, who), None
        if issue.closed and issue.reason == "not_planned" and self._same(issue.closer, who):
            return "admitted", "maker", None
        if issue.closed and issue.reason != "not_planned":
            done_in_time = deadline_us is None or issue.closed_us is None or issue.closed_us <= deadline_us
            if done_in_time or not in_time:
                return None if issue.closed_us is not None else "unknown", "system", issue.closed_us
        if in_time and released is not None:
            if self._same(released.by, who):
                return "admitted", "maker", None
            return "withdrawn", self._says(issue, released.by, who), None
        if issue.closed:
            if deadline_us is not None and issue.closed_us is not None and issue.closed_us > deadline_us:
                return "broken", None if issue.closer is None else "system", None
            return "withdrawn", self._says(issue, issue.closer, who), None
        return None, "system", None

    def _says(self, issue: Issue, actor: str | None, who: str | None) -> str | None:
        """Whose word it is that something was withdrawn; None where the export does not say who did it."""
        if actor is None:
            return None
        receiver = self._same(actor, issue.author) and not self._same(actor, who)
        return "receiver" if receiver else "system"

    def _same(self, one: str | None, other: str | None) -> bool:
        if one is None or other is None:
            return False
        return self.people.same(one, other)

    def _dated(self, promised: _Promised, made_us: int, *, known: bool) -> dict[str, Any]:
        """The times of a dated promise; ``known``: whether every move of its due time was seen."""
        before = [move for move in promised.moves if move.at_us <= made_us]  # somebody else's, who had it until then
        moves = promised.moves[len(before) :]
        first = str(before[-1].due) if before else promised.first
        return {
            "made_us": made_us,
            "due_us": self._end(promised.due),
            "due_is_date": True,
            "first_due_us": self._end(first) if moves else None,
            "moved_us": moves[0].at_us if moves else None,
            "moved_due_us": self._end(str(moves[0].due)) if moves else None,
            "renegotiations": len(moves) if moves or known else None,
        }

    def _end(self, day: str) -> int:
        return bare(date.fromisoformat(day), self.zone).end_us

    def _pseudonym(self, login: str | None) -> str | None:
        if login is None:
            return None
        pseudonym = self.people.pseudonym(login)
        self.names.setdefault(pseudonym, self.people.resolve(login))
        return pseudonym

    def _occasion(self, key: Key) -> str:
        return "o" + self.people.pseudonym(f"{key[0]} milestone {key[1]}")[1:]


def _deadline(dated: Mapping[str, Any]) -> int:
    """The day it is held against (rule 2 of ``evidence.outcome``): after one move in good time the new one."""
    deadline = settle(Commitment(id="", subject="", source="", line=1, **dated), 0).deadline_us
    return int(dated["due_us"]) if deadline is None else deadline
