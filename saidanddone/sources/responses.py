"""Responses to acts of vulnerability from a plain table: who met which act, how, and what followed (MISSION S3, S8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

import numpy as np

from saidanddone.evidence import response
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.people import People
from saidanddone.evidence.response import FOLLOWED, ROLES, UNREAD, Response
from saidanddone.sources import cells
from saidanddone.sources.cells import YES_NO
from saidanddone.sources.header import Field
from saidanddone.sources.identity import content_id
from saidanddone.sources.rows import Rows
from saidanddone.sources.sheet import Reading, Sheet

__all__ = ["FIELDS", "FOLLOWED_WORDS", "LEVEL_WORDS", "ROLE_WORDS", "SHOWN_LEVELS", "read"]

FIELDS = (
    Field("act_id", "which act was met (act_id)", True, ("act",)),
    Field("level", "how it was met (level)", True),
    Field("id", also=("response id",)),
    Field("responder", also=("who", "person")),
    Field("role", also=("responder role",)),
    Field("at", also=("when", "date", "time")),
    Field("look"),
    Field("identify"),
    Field("validate"),
    Field("encourage"),
    Field("followed", also=("what followed",)),
    Field("confidence"),
)

LEVEL_WORDS: Mapping[str, str] = {
    **{str(level): str(level) for level in range(1, 6)},
    "punished": "1",
    **dict.fromkeys(("ignored", "brushed_aside", "ignored_or_brushed_aside"), "2"),
    **dict.fromkeys(("acknowledged", "answered", "declined_with_reason"), "3"),
    "validated": "4",
    "encouraged": "5",
}
"""What a cell of ``level`` may say -> 1 to 5. A reasoned no is 3 (S3)."""

SHOWN_LEVELS = ("1 (punished)", "2 (ignored)", "3 (acknowledged)", "4 (validated)", "5 (encouraged)")
FOLLOWED_WORDS: Mapping[str, str] = {word: word for word in FOLLOWED}
ROLE_WORDS: Mapping[str, str] = {**{role: role for role in ROLES}, "lead": "leader"}


def read(sheet: Sheet, people: People, *, dates: str | None, zone: tzinfo) -> Reading:
    """One response a row. A row needs the act's id and a level; anything else not understood is set aside.

    A row whose level or act cannot be read still says that somebody answered. It is kept without a level, so that
    its act is not taken for one that was passed over.
    """
    rows = Rows(sheet, people, zone, dates, ("at",))
    acts, levels = rows.texts("act_id"), cells.choices(sheet.columns["level"], LEVEL_WORDS).values.to_pylist()
    nameless = np.array([act is None for act in acts], dtype=bool)
    unread = np.array([level is None for level in levels], dtype=bool)
    rows.tell(nameless, "The line does not say which act was met.", "Fill in the column act_id.")
    rows.tell(unread & ~nameless, "The column level holds no word we know; somebody answered, and how is not known.",
              f"Use one of {', '.join(SHOWN_LEVELS)}.")  # fmt: skip
    at = rows.times("at", end=True)  # a day without a time counts from its end: it was answered by then
    roles, followed = rows.choices("role", ROLE_WORDS), rows.choices("followed", FOLLOWED_WORDS)
    look, identify = rows.choices("look", YES_NO), rows.choices("identify", YES_NO)
    validate, encourage = rows.choices("validate", YES_NO), rows.choices("encourage", YES_NO)
    ids, responders = rows.texts("id"), rows.persons("responder")
    sure = rows.numbers("confidence", 0.0, 1.0)
    found = [
        Response(
            id=ids[row] or rows.made_id(content_id("r", acts[row], responders[row], roles[row], at[row])),
            act_id=acts[row] or "",
            level=int(levels[row] or UNREAD),
            source=sheet.source,
            line=rows.line(row),
            responder=responders[row],
            role=roles[row],
            at_us=at[row],
            look=rows.flag(look[row]),
            identify=rows.flag(identify[row]),
            validate=rows.flag(validate[row]),
            encourage=rows.flag(encourage[row]),
            followed=followed[row] or "unknown",
            confidence=sure[row],
        )
        for row in rows.unrepeated(ids)
    ]
    lines = {one.line for one in found}
    answered = {one.act_id for one in found}
    for row, act in enumerate(acts):  # of a line that was set aside it still stands that its act was answered
        if act is not None and act not in answered and rows.line(row) not in lines:
            name = rows.made_id(content_id("r", act, None, None, None))
            found.append(Response(id=name, act_id=act, level=UNREAD, source=sheet.source, line=rows.line(row)))
            answered.add(act)
    read_whole = sum(one.level != UNREAD and one.act_id != "" for one in found)
    return rows.reading(Evidence(responses=response.table(found), names=rows.names), read_whole)
