"""Pulses that the tests of answers put together: teams with answers, rounds, and a roster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from saidanddone.diagnosis.answered import Polls, composites
from saidanddone.diagnosis.standing import Standing
from saidanddone.evidence import answer, item, people
from saidanddone.evidence.answer import Answer
from saidanddone.evidence.item import Item
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.people import Person
from saidanddone.privacy.lattice import exact_rounds
from saidanddone.privacy.pulse import rounds_told
from saidanddone.survey.estimating import estimate

CLOSED = 1_790_000_000_000_000
ON = CLOSED + DAY_US
SAFETY = ("concerns", "mistakes")


def team(
    name: str | None, given: Sequence[Sequence[float]], *, items: Sequence[str] = SAFETY, **more: Any
) -> list[Answer]:
    """One row of answers a respondent."""
    whole = {"round": "r1", "closed_us": CLOSED, "source": "pulse.csv", "team": name, **more}
    return [
        Answer(item=what, value=value, respondent=f"{name}{n}", **whole)
        for n, one in enumerate(given)
        for what, value in zip(items, one, strict=False)
    ]


def counts(name: str, due: Sequence[float], kept: Sequence[float], **more: Any) -> list[Answer]:
    """What respondents counted of promises."""
    return team(name, list(zip(due, kept, strict=True)), items=item.COUNTS, **more)


def roster(teams: Mapping[str, int]) -> pa.Table:
    """So many members a team."""
    return people.table(Person(f"p-{name}-{n}", name) for name, many in teams.items() for n in range(many))


def polls(answers: Sequence[Answer], items: Sequence[Item] = (), who: pa.Table | None = None, on_us: int = ON) -> Polls:
    """Everything that was answered by a day."""
    table = answer.table(answers)
    listed = people.table([]) if who is None else who
    return Polls(composites(table, item.table(items), on_us), listed, exact_rounds, estimate, table)


def standing(*given: Any, **more: Any) -> Standing:
    """The same as far as it may be used."""
    return Standing(polls(*given, **more), rounds_told)
