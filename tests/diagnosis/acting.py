"""A small team whose acts, answers and meetings the tests of speaking up put together."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from saidanddone.diagnosis.met import met
from saidanddone.evidence import act, encounter, people, response
from saidanddone.evidence.act import Act
from saidanddone.evidence.encounter import Encounter
from saidanddone.evidence.people import Person
from saidanddone.evidence.response import Response

HOUR = 3_600_000_000
DAY = 24 * HOUR
MONDAY = 1_788_739_200_000_000
"""2026-09-07, 00:00 UTC."""
NINE = MONDAY + 9 * HOUR
LATER = MONDAY + 60 * DAY

ALICE, BOB, CLEO, DANA = (f"p-{name:a<13}" for name in ("alice", "bob", "cleo", "dana"))
ROSTER = (
    Person(ALICE, "Kite", "leader"),
    Person(BOB, "Kite"),
    Person(CLEO, "Kite"),
    Person(DANA, "Harbour", "leader"),
)


def said(name: str = "a1", at_us: int = NINE + HOUR // 4, **more: Any) -> Act:
    given = {"kind": "question", "person": BOB, "team": "Kite", "source": "acts.csv", "line": 2}
    return Act(id=name, at_us=at_us, **{**given, **more})


def answer(level: int, to: str = "a1", at_us: int | None = NINE + HOUR // 3, **more: Any) -> Response:
    given = {"responder": ALICE, "source": "responses.csv", "line": 2}
    return Response(id=f"r{level}{to}{at_us}", act_id=to, level=level, at_us=at_us, **{**given, **more})


def meeting(name: str = "m1", at_us: int = NINE, **more: Any) -> Encounter:
    given = {"team": "Kite", "attended": (ALICE, BOB, CLEO), "minutes": 30.0, "source": "encounters.csv", "line": 2}
    return Encounter(id=name, at_us=at_us, **{**given, **more})


def told(
    acts: list[Act],
    responses: list[Response] | None = None,
    meetings: list[Encounter] | None = None,
    roster: tuple[Person, ...] = ROSTER,
    on_us: int = LATER,
) -> pa.Table:
    """What :func:`met` makes of them."""
    return met(
        act.table(acts), response.table(responses or []), encounter.table(meetings or []), people.table(roster), on_us
    )


def rows(*given: Any, **more: Any) -> list[dict[str, Any]]:
    """The same as rows."""
    return list(told(*given, **more).to_pylist())
