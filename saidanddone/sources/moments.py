"""Moments from a plain table, as ``saidanddone start`` writes it: an act of vulnerability and its response in one row.

``who_responded`` is leader, peer or nobody. *Nobody* is an answer too: the act was ignored (level 2). A row that says
neither who responded nor how has an act and no response; one that says that somebody did, and not readably how, has a
response without a level, so that its act is not taken for one that was passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

import numpy as np

from saidanddone.evidence import act, response
from saidanddone.evidence.act import KINDS, Act
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.people import People
from saidanddone.evidence.response import UNREAD, Response
from saidanddone.sources.acts import KIND_WORDS, REPORTER_WORDS
from saidanddone.sources.cells import YES_NO
from saidanddone.sources.header import Field
from saidanddone.sources.identity import content_id
from saidanddone.sources.responses import FOLLOWED_WORDS, LEVEL_WORDS, ROLE_WORDS
from saidanddone.sources.rows import Rows
from saidanddone.sources.sheet import Reading, Sheet

__all__ = ["FIELDS", "read"]

FIELDS = (
    Field("at", "when it happened (at)", True, ("when", "date", "happened at", "happened on")),
    Field("kind", "what kind of moment it was (kind)", True),
    Field("who_responded", also=("responded", "responder role", "response by")),
    Field("level", also=("how met", "how it was met", "response")),
    Field("followed", also=("what followed",)),
    Field("id", also=("moment id",)),
    Field("team", also=("group",)),
    Field("public", also=("in public",)),
    Field("uncaught"),
    Field("reporter"),
    Field("began", also=("began at", "began on", "known since")),
)

_WHO_WORDS: Mapping[str, str] = {**ROLE_WORDS, **dict.fromkeys(("nobody", "no_one", "none"), "nobody")}


def read(sheet: Sheet, people: People, *, dates: str | None, zone: tzinfo) -> Reading:
    """One moment a row: an act and, where it is told, its response. Persons do not occur in it."""
    rows = Rows(sheet, people, zone, dates, ("at", "began"))
    at, kinds = rows.needed_times("at", "when it happened"), rows.needed_choices("kind", KIND_WORDS, KINDS)
    began, teams, ids = rows.times("began"), rows.texts("team"), rows.texts("id")
    public, uncaught = rows.choices("public", YES_NO), rows.choices("uncaught", YES_NO)
    reporters = rows.choices("reporter", REPORTER_WORDS)
    who, levels = rows.choices("who_responded", _WHO_WORDS), rows.choices("level", LEVEL_WORDS)
    followed = rows.choices("followed", FOLLOWED_WORDS)
    torn = np.array(
        [w == "nobody" and level not in (None, "2") for w, level in zip(who, levels, strict=True)], dtype=bool
    )
    rows.tell(torn, "Nobody responded, yet the line says how; the moment was read without a level.",
              "Say who responded, or leave the level empty.")  # fmt: skip
    said = list(zip(rows.texts("who_responded"), rows.texts("level"), strict=True))
    acts, responses = [], []
    for row in rows.unrepeated(ids):
        name = ids[row] or rows.made_id(content_id("m", teams[row], at[row], kinds[row], reporters[row]))
        acts.append(
            Act(
                id=name,
                at_us=at[row] or 0,
                kind=kinds[row] or "",
                source=sheet.source,
                line=rows.line(row),
                team=teams[row],
                began_us=began[row],
                public=rows.flag(public[row]),
                uncaught=rows.flag(uncaught[row]),
                reporter=reporters[row] or "own",
            )
        )
        level = UNREAD if torn[row] else 2 if who[row] == "nobody" else int(levels[row] or UNREAD)
        if level == UNREAD and said[row] == (None, None):
            continue
        responses.append(
            Response(
                id=f"{name}.response",
                act_id=name,
                level=level,
                source=sheet.source,
                line=rows.line(row),
                role=None if who[row] == "nobody" else who[row],
                followed=followed[row] or "unknown",
            )
        )
    evidence = Evidence(acts=act.table(acts), responses=response.table(responses))
    return rows.reading(evidence, len(acts))
