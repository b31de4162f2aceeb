"""Occasion to speak up from a plain table: hours of meetings, weeks of a channel, never messages (MODEL §2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

import numpy as np

from saidanddone.evidence import exposure
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.exposure import KINDS, Exposure
from saidanddone.evidence.people import People
from saidanddone.sources.header import Field
from saidanddone.sources.rows import Rows, repeated
from saidanddone.sources.sheet import Reading, Sheet

__all__ = ["FIELDS", "KIND_WORDS", "read"]

FIELDS = (
    Field("team", "whose occasion it was (team)", True, ("group",)),
    Field("from", "from when (from)", True, ("start", "since", "began")),
    Field("to", "until when (to)", True, ("end", "until", "ended")),
    Field("amount", "how much it was, in person-hours or person-weeks (amount)", True,
          ("person hours", "person weeks", "exposure")),
    Field("kind", "whether it was a meeting or writing (kind)", True, ("channel",)),
    Field("person", also=("who",)),
)  # fmt: skip

KIND_WORDS: Mapping[str, str] = {
    **{kind: kind for kind in KINDS},
    **dict.fromkeys(("meetings", "talk", "person_hours"), "meeting"),
    **dict.fromkeys(("written", "chat", "thread", "threads", "person_weeks"), "writing"),
}


def read(sheet: Sheet, people: People, *, dates: str | None, zone: tzinfo) -> Reading:
    """One stretch a row, both days included. All of it but the person has to be said: nothing of it can be guessed."""
    rows = Rows(sheet, people, zone, dates, ("from", "to"))
    teams = rows.needed_texts("team", "whose occasion it was")
    begins, ends = rows.needed_times("from", "from when it was"), rows.needed_times("to", "until when it was", end=True)
    backwards = [b is not None and e is not None and e < b for b, e in zip(begins, ends, strict=True)]
    rows.tell(np.array(backwards, dtype=bool), "It ends before it begins; the line was not read.",
              "Check both dates: day and month may be swapped.", drop=True)  # fmt: skip
    kinds, amounts = rows.needed_choices("kind", KIND_WORDS, KINDS), rows.numbers("amount", 0.0, float("inf"))
    rows.tell(np.array([amount is None or not np.isfinite(amount) for amount in amounts], dtype=bool),
              "The line does not say how much occasion there was; it was not read.",
              "Fill in the column amount: person-hours of meetings, person-weeks of writing.", drop=True)  # fmt: skip
    persons = rows.persons("person")
    rows.tell(repeated(list(zip(teams, persons, begins, ends, kinds, strict=True))),
              "A line further up is of the same team, time and kind; that one was read, this one not.",
              "Add them up in one line.", drop=True)  # fmt: skip
    found = [
        Exposure(
            team=teams[row] or "", from_us=begins[row] or 0, to_us=ends[row] or 0, kind=kinds[row] or "",
            amount=amounts[row] or 0.0, person=persons[row], source=sheet.source, line=rows.line(row),
        )
        for row in rows.unrepeated([None] * len(sheet))
    ]  # fmt: skip
    return rows.reading(Evidence(exposure=exposure.table(found), names=rows.names), len(found))
