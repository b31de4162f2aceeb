"""Encounters from a plain table: who was meant to meet, who came, for how long (MISSION T7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

from saidanddone.evidence import encounter
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.encounter import KINDS, STATES, Encounter
from saidanddone.evidence.people import People
from saidanddone.sources.header import Field
from saidanddone.sources.identity import content_id
from saidanddone.sources.rows import Rows
from saidanddone.sources.sheet import Reading, Sheet

__all__ = ["FIELDS", "read"]

FIELDS = (
    Field("at", "when it was (at)", True, ("when", "date", "time", "start", "started at")),
    Field("invited", also=("invitees",)),
    Field("attended", also=("attendees", "present")),
    Field("id", also=("meeting id", "encounter id")),
    Field("team", also=("group",)),
    Field("minutes", also=("duration minutes", "length minutes")),
    Field("kind"),
    Field("state", also=("status", "held")),
)

_KIND_WORDS: Mapping[str, str] = {
    **{kind: kind for kind in KINDS},
    **dict.fromkeys(("1_1", "1:1", "one_on_one"), "one_to_one"),
}
_STATE_WORDS: Mapping[str, str] = {
    **{state: state for state in STATES},
    **dict.fromkeys(("yes", "true", "1", "done"), "held"),
    **dict.fromkeys(("canceled", "no", "false", "0"), "cancelled"),
}


def read(sheet: Sheet, people: People, *, dates: str | None, zone: tzinfo) -> Reading:
    """One encounter a row; people in a cell are parted by semicolons. A row needs a time."""
    rows = Rows(sheet, people, zone, dates, ("at",))
    at = rows.needed_times("at", "when it was")
    invited, attended = rows.several_persons("invited"), rows.several_persons("attended")
    kinds, states = rows.choices("kind", _KIND_WORDS), rows.choices("state", _STATE_WORDS)
    ids, teams, minutes = rows.texts("id"), rows.texts("team"), rows.numbers("minutes", 0.0, float("inf"))
    found = [
        Encounter(
            id=ids[row] or rows.made_id(content_id("e", teams[row], at[row], kinds[row], *sorted(invited[row]))),
            at_us=at[row] or 0,
            source=sheet.source,
            line=rows.line(row),
            team=teams[row],
            invited=invited[row],
            attended=attended[row],
            minutes=minutes[row],
            kind=kinds[row] or "meeting",
            state=states[row] or "held",
        )
        for row in rows.unrepeated(ids)
    ]
    return rows.reading(Evidence(encounters=encounter.table(found), names=rows.names), len(found))
