"""A survey's responses as LimeSurvey exports them: by its pages, by its remote control, or for R.

Of what the program itself writes beside the answers, the response's id, its seed and the day it was handed in are
looked at while reading; addresses, tokens, names, places, times and where somebody came from are not even taken from
the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo

import numpy as np

from saidanddone.evidence.item import Item
from saidanddone.evidence.people import People
from saidanddone.sources import cells
from saidanddone.sources.answers import Calls, read_wide
from saidanddone.sources.questions import Asked, asked
from saidanddone.sources.rounds import round_of
from saidanddone.sources.sheet import Reading, Sheet
from saidanddone.sources.survey_items import item_key

__all__ = ["knows", "questions", "read"]

_OWN = {
    "id": "id", "responseid": "id", "submitdate": "submitted", "datesubmitted": "submitted", "seed": "seed",
    "lastpage": "", "startlanguage": "", "startdate": "", "datestarted": "", "datestamp": "", "datelastaction": "",
    "ipaddr": "", "ipaddress": "", "refurl": "", "referrerurl": "", "token": "", "accesscode": "", "firstname": "",
    "lastname": "", "email": "", "emailaddress": "", "participantid": "", "totaltime": "", "interviewtime": "",
    "latitude": "", "longitude": "",
}  # fmt: skip
"""What the program writes of itself -> what it is looked at for; nothing else of it is."""

_TIMING = re.compile(r"(?:group|question)time[:.\s]*|totaltime|totaaltijd|.*[:.]\s?time$", re.IGNORECASE)
_UNDATED = "1980-01-01"
"""Handed in to a survey that keeps no times."""

_NOTHING = frozenset(("", "na", "null"))


def knows(header: Sequence[str]) -> bool:
    """Whether these are the columns of such an export.

    >>> knows(["id", "submitdate", "lastpage", "startlanguage", "TRUST1"]), knows(["id", "team", "kept"])
    (True, False)
    """
    keys = {_key(heading) for heading in header}
    return bool(keys & {"id", "responseid"} and keys & {"submitdate", "datesubmitted"}) and bool(
        keys & {"lastpage", "startlanguage", "seed"}
    )


def _key(heading: str) -> str:
    """A column of the program's own by the one name; with its words behind its code where both are exported."""
    return item_key(re.split(r"[.:] +", heading.strip(), maxsplit=1)[0])


def questions(header: Sequence[str], named: Mapping[str, Item], people: People) -> tuple[Asked, Mapping[str, int]]:
    """What its columns ask, and the places of those of the program's own that are looked at."""
    own: dict[str, int] = {}
    apart: set[int] = set()
    for place, heading in enumerate(header):
        key = _key(heading)
        if key in _OWN or _TIMING.match(heading.strip()):
            apart.add(place)
            if _OWN.get(key):
                own.setdefault(_OWN[key], place)
    return asked(header, named, people, apart=apart, nested=True), own


def read(
    sheet: Sheet,
    asked_: Asked,
    people: People,
    *,
    stem: str,
    dates: str | None,
    zone: tzinfo,
    told: Mapping[str, Mapping[str, float]] | None = None,
) -> Reading:
    """Responses that were handed in; the others are counted and left out."""
    done = np.array([one is not None for one in _said(sheet, "submitted")], dtype=bool)
    kept = sheet.only(done)
    rows = zip(*(_said(kept, name) for name in ("id", "seed", "submitted", "round", "team")), strict=True)
    calls = [
        _call(number, seed, handed_in or "", f"{round_ or round_of(stem)} {team}")
        for number, seed, handed_in, round_, team in rows
    ]
    reading = read_wide(kept, asked_, people, stem=stem, dates=dates, zone=zone, calls=calls, told=told)
    left = int((~done).sum())
    notes = (
        (f"{left:,} {'response was' if left == 1 else 'responses were'} not handed in and left out.",) if left else ()
    )
    return replace(reading, understood=reading.understood + left, notes=(*notes, *reading.notes))


def _call(number: str | None, seed: str | None, handed_in: str, belongs: str) -> Calls:
    """What the program calls a response. Its number is one of few and stands in every survey, its seed in this alone;
    without one the moment it was handed in tells it apart, or else the round and the team it belongs to."""
    if number is None:
        return None
    if seed is not None:
        return ("limesurvey", number, seed)
    return ("limesurvey", number, belongs if handed_in.startswith(_UNDATED) else handed_in)


def _said(sheet: Sheet, name: str) -> list[str | None]:
    if name not in sheet.columns:
        return [None] * len(sheet)
    texts: list[str | None] = cells.words(sheet.columns[name]).arrow().to_pylist()
    return [None if text is None or text.casefold() in _NOTHING else text for text in texts]
