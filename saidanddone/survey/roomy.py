"""Which teams are large enough that what people tell of says nothing of each of them (PRIVACY, What is released).

Whoever tells of nothing held back is no teller. So in a team of five, that what was held back is told at all says that
each of the five held something back. With six or more anybody may be the one who did not.
"""

from __future__ import annotations

import pyarrow as pa

from saidanddone.evidence.pseudonym import normalise
from saidanddone.survey.episodes import FEWEST_TELLERS, PERIOD_US

__all__ = ["with_room"]


def with_room(episodes: pa.Table, answers: pa.Table, people: pa.Table) -> pa.Table:
    """The episodes of those rounds and teams in which more people could have told of any than have to.

    That many answered that round, or stood on the roster when it opened and did not lead.

    Args:
        episodes, answers, people: of the schemas in ``evidence``, teams of all of them as they are shown.
    """
    answered: dict[tuple[str, int, str | None], set[tuple[str, str]]] = {}
    for table in (answers, episodes):
        names = ("round", "closed_us", "team", "source", "respondent")
        for *where, source, who in zip(*(table.column(name).to_pylist() for name in names), strict=True):
            answered.setdefault((where[0], where[1], where[2]), set()).add((source, who))
    names = ("pseudonym", "team", "role", "from_us", "to_us")
    listed = [
        (who, normalise(team), start, end)
        for who, team, role, start, end in zip(*(people.column(name).to_pylist() for name in names), strict=True)
        if team is not None and role != "leader"
    ]

    def members(team: str | None, at_us: int) -> int:
        name = None if team is None else normalise(team)
        return len({
            who for who, where, start, end in listed
            if where == name and (start is None or start <= at_us) and (end is None or at_us < end)
        })  # fmt: skip

    roomy = {
        key: len(who) > FEWEST_TELLERS or members(key[2], key[1] - PERIOD_US) > FEWEST_TELLERS
        for key, who in answered.items()
    }
    rows = zip(*(episodes.column(name).to_pylist() for name in ("round", "closed_us", "team")), strict=True)
    return episodes.filter(pa.array([row[2] is None or roomy[row] for row in rows], pa.bool_()))
