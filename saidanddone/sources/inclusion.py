"""Weeks of being included, from a plain table: who was invited, answered and named how often; never shown of anybody.

It says whether those who speak up are left out afterwards (MISSION S4), and is released of many people at once or not
at all (MODEL §5).
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

import numpy as np

from saidanddone.evidence import inclusion
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.inclusion import COUNTS, Inclusion, monday
from saidanddone.evidence.people import People
from saidanddone.sources.header import Field
from saidanddone.sources.rows import Rows, repeated
from saidanddone.sources.sheet import Reading, Sheet

__all__ = ["FIELDS", "MARKS", "read"]

FIELDS = (
    Field("person", "whose week it was (person)", True, ("who", "handle")),
    Field("week", "which week it was (week)", True, ("week of", "monday", "week start")),
    Field("team", also=("group",)),
    Field("invitations", also=("invited", "invites")),
    Field("replies", also=("replies received", "answers")),
    Field("mentions", also=("mentioned",)),
    Field("turns", also=("messages",)),
)
MARKS = COUNTS


def read(sheet: Sheet, people: People, *, dates: str | None, zone: tzinfo) -> Reading:
    """One person's week a row; any day of it will do. A row needs a count, and a person's week stands once."""
    rows = Rows(sheet, people, zone, dates, ("week",))
    who = rows.needed_texts("person", "whose week it was")
    days = rows.needed_times("week", "which week it was")
    counts = {name: rows.numbers(name, 0.0, float("inf")) for name in COUNTS}
    empty = [all(counts[name][row] is None for name in COUNTS) for row in range(len(sheet))]
    rows.tell(np.array(empty, dtype=bool), "The line holds no count; it was not read.",
              f"Fill in one of {', '.join(COUNTS)}.", drop=True)  # fmt: skip
    weeks = [None if day is None else monday(_as_written(day, zone)) for day in days]
    persons = [None if handle is None else rows.person(handle) for handle in who]
    keys = [None if a is None or b is None else f"{a} {b}" for a, b in zip(persons, weeks, strict=True)]
    teams = rows.texts("team")
    rows.tell(repeated(keys), "A line further up is of the same person and week; that one was read, this one not.",
              "Add them up in one line.", drop=True)  # fmt: skip
    found = [
        Inclusion(
            person=persons[row] or "", week_us=weeks[row] or 0, source=sheet.source, line=rows.line(row),
            team=teams[row], **{name: counts[name][row] for name in COUNTS},
        )
        for row in rows.unrepeated([None] * len(sheet))
    ]  # fmt: skip
    return rows.reading(Evidence(inclusion=inclusion.table(found), names=rows.names), len(found))


def _as_written(at_us: int, zone: tzinfo) -> int:
    """The same clock time, in UTC: a Monday is a Monday wherever it was written."""
    offset = datetime.fromtimestamp(at_us // 1_000_000, UTC).astimezone(zone).utcoffset()
    return at_us if offset is None else at_us + round(offset.total_seconds()) * 1_000_000
