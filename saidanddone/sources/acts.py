"""Acts of vulnerability from a plain table: who asked, admitted, proposed or challenged, and when (MISSION S2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

from saidanddone.evidence import act
from saidanddone.evidence.act import KINDS, REPORTERS, STAGES, Act
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.people import People
from saidanddone.sources.cells import YES_NO
from saidanddone.sources.header import Field
from saidanddone.sources.identity import content_id
from saidanddone.sources.rows import Rows
from saidanddone.sources.sheet import Reading, Sheet

__all__ = ["FIELDS", "KIND_WORDS", "REPORTER_WORDS", "read"]

FIELDS = (
    Field("at", "when it happened (at)", True, ("when", "date", "time", "happened at", "happened on")),
    Field("kind", "what kind of act it was (kind)", True),
    Field("id", also=("act id",)),
    Field("person", also=("who",)),
    Field("team", also=("group",)),
    Field("stage"),
    Field("began", also=("began at", "began on", "known since")),
    Field("public", also=("in public",)),
    Field("uncaught"),
    Field("answered"),
    Field("reporter"),
    Field("exposure_ref", also=("exposure",)),
    Field("confidence"),
)

KIND_WORDS: Mapping[str, str] = {kind: kind for kind in KINDS}
REPORTER_WORDS: Mapping[str, str] = {reporter: reporter for reporter in REPORTERS}
_STAGE_WORDS = {stage: stage for stage in STAGES}


def read(sheet: Sheet, people: People, *, dates: str | None, zone: tzinfo) -> Reading:
    """One act a row. A row needs a time and a kind we know; anything else that is not understood is set aside."""
    rows = Rows(sheet, people, zone, dates, ("at", "began"))
    at = rows.needed_times("at", "when it happened")
    kinds = rows.needed_choices("kind", KIND_WORDS, KINDS)
    began = rows.times("began")
    stages = rows.choices("stage", _STAGE_WORDS)
    public, uncaught = rows.choices("public", YES_NO), rows.choices("uncaught", YES_NO)
    answered, reporters = rows.choices("answered", YES_NO), rows.choices("reporter", REPORTER_WORDS)
    ids, persons, teams, refs = rows.texts("id"), rows.persons("person"), rows.texts("team"), rows.texts("exposure_ref")
    sure = rows.numbers("confidence", 0.0, 1.0)
    found = [
        Act(
            id=ids[row] or rows.made_id(content_id("a", persons[row], teams[row], at[row], kinds[row])),
            at_us=at[row] or 0,
            kind=kinds[row] or "",
            source=sheet.source,
            line=rows.line(row),
            stage=stages[row] or "",
            person=persons[row],
            team=teams[row],
            began_us=began[row],
            public=rows.flag(public[row]),
            uncaught=rows.flag(uncaught[row]),
            answered=rows.flag(answered[row]),
            reporter=reporters[row] or "own",
            exposure_ref=refs[row],
            confidence=sure[row],
        )
        for row in rows.unrepeated(ids)
    ]
    return rows.reading(Evidence(acts=act.table(found), names=rows.names), len(found))
