"""Stretches of pressure from a plain table: from when to when it was hard to keep one's word (MISSION T10)."""

from __future__ import annotations

from datetime import tzinfo

import numpy as np

from saidanddone.evidence import pressure
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.people import People
from saidanddone.evidence.pressure import Pressure
from saidanddone.sources.header import Field
from saidanddone.sources.rows import Rows
from saidanddone.sources.sheet import Reading, Sheet

__all__ = ["FIELDS", "read"]

FIELDS = (
    Field("from", "when the pressure began (from)", True, ("start", "since", "began")),
    Field("to", "when it ended (to)", True, ("end", "until", "ended")),
    Field("team", also=("group",)),
)


def read(sheet: Sheet, people: People, *, dates: str | None, zone: tzinfo) -> Reading:
    """One stretch a row, both days included; a row without a team is about everybody."""
    rows = Rows(sheet, people, zone, dates, ("from", "to"))
    begins = rows.needed_times("from", "when the pressure began")
    ends = rows.needed_times("to", "when the pressure ended", end=True)
    backwards = [b is not None and e is not None and e < b for b, e in zip(begins, ends, strict=True)]
    rows.tell(np.array(backwards, dtype=bool), "The pressure ends before it begins; the line was not read.",
              "Check both dates: day and month may be swapped.", drop=True)  # fmt: skip
    teams = rows.texts("team")
    found = [
        Pressure(
            from_us=begins[row] or 0, to_us=ends[row] or 0, source=sheet.source, line=rows.line(row), team=teams[row]
        )
        for row in rows.unrepeated([None] * len(sheet))
    ]
    return rows.reading(Evidence(pressure=pressure.table(found)), len(found))
