"""How much room others made for each person, week by week: turns they had, and turns that answer them (MISSION S4).

It is kept so that what became of those who spoke up can be seen of many of them together (MODEL §5). Nothing of one
person is ever shown, and no output lists it. Who was named by others is not counted: that would take reading names in
what was said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from saidanddone.evidence.inclusion import Inclusion, monday
from saidanddone.listening.acts import identify_turns
from saidanddone.listening.conversation import Conversation
from saidanddone.listening.kept import moment_of
from saidanddone.listening.listener import Scores

__all__ = ["weeks"]


def weeks(listened: Iterable[tuple[Conversation, Scores]], teams: Mapping[str, str]) -> list[Inclusion]:
    """One row a source, person and week, in the order they first spoke; none of a conversation without a date.

    Args:
        listened: conversations with what was scored of them; a turn that several of them hold counts in the first.
        teams: pseudonym -> team.
    """
    rows: dict[tuple[str, str, int], _Week] = {}
    met: set[str] = set()

    def of(talk: Conversation, turn: int, at_us: int) -> _Week:
        said = talk.turns[turn]
        return rows.setdefault((talk.source, said.speaker, monday(at_us)), _Week(said.line))

    for talk, scores in listened:
        names = identify_turns(talk)
        for turn, answers in enumerate(scores.answers.tolist()):
            at_us, who = moment_of(talk, turn), talk.turns[turn].speaker
            if names[turn] in met or at_us is None:
                continue
            if who:
                of(talk, turn, at_us).turns += 1
            if answers >= 0 and (asked := talk.turns[answers].speaker) and asked != who:
                of(talk, answers, at_us).replies += 1
        met.update(names)
    return [
        Inclusion(
            person=person, week_us=week, source=source, line=row.line, team=teams.get(person),
            replies=float(row.replies), turns=float(row.turns),
        )
        for (source, person, week), row in rows.items()
    ]  # fmt: skip


class _Week:
    __slots__ = ("line", "replies", "turns")

    def __init__(self, line: int) -> None:
        self.line, self.replies, self.turns = line, 0, 0
