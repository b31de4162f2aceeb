"""A survey's responses as Qualtrics exports them: with two rows of headings below the first, or, as of old, with one.

Of what the program itself writes beside the answers, the response's id, whether it is finished and real, and the day it
ended are looked at while reading; addresses, coordinates, names, references and times are not even taken from the file.
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
from saidanddone.sources.sheet import Reading, Sheet
from saidanddone.sources.survey_items import item_key

__all__ = ["LONGEST", "knows", "questions", "read"]

LONGEST = 100_000
"""Characters a cell may hold: below its heading stands the whole wording of a question, which is dropped."""

_OWN = {
    "responseid": "id", "status": "status", "finished": "finished", "progress": "progress", "enddate": "submitted",
    "startdate": "", "recordeddate": "", "ipaddress": "", "durationinseconds": "", "recipientlastname": "",
    "recipientfirstname": "", "recipientemail": "", "externalreference": "", "externaldatareference": "",
    "locationlatitude": "", "locationlongitude": "", "locationaccuracy": "", "distributionchannel": "",
    "userlanguage": "", "responseset": "", "name": "", "emailaddress": "", "duration(inseconds)": "",
    "participantname": "", "participantemail": "", "parentunit": "",
}  # fmt: skip
_MARKS = ("responseid", "startdate", "enddate", "recordeddate", "finished", "progress", "distributionchannel",
          "userlanguage", "ipaddress", "recipientemail")  # fmt: skip
_OF_OLD = ("id", "", "", "", "", "", "status", "", "submitted", "finished")
"""V1 to V10 of the old form, in their order."""

_RESPONSE = re.compile(r"[A-Z]{1,3}_[A-Za-z0-9]{8,}", re.ASCII)
_IMPORT = '{"ImportId"'
_REAL = frozenset(("0", "0.0"))
_ADDRESS = re.compile(r"\bip\b", re.IGNORECASE)
_UNFINISHED = frozenset(("0", "0.0", "false", "no", "falsch", "nein", "faux", "non", "falso"))


def knows(header: Sequence[str]) -> bool:
    """Whether these are the columns of such an export."""
    keys = {item_key(heading) for heading in header}
    return sum(mark in keys for mark in _MARKS) >= 4 or _is_old(keys)


def _is_old(keys: set[str]) -> bool:
    return all(f"v{number}" in keys for number in range(1, 11))


def questions(header: Sequence[str], named: Mapping[str, Item], people: People) -> tuple[Asked, Mapping[str, int]]:
    """What its columns ask, and the places of those of the program's own that are looked at."""
    keys = [item_key(heading) for heading in header]
    old = {f"v{number}": use for number, use in enumerate(_OF_OLD, start=1)} if _is_old(set(keys)) else {}
    known = {**_OWN, **old}
    own: dict[str, int] = {}
    for place, key in enumerate(keys):
        if known.get(key):
            own.setdefault(known[key], place)
    apart = {place for place, key in enumerate(keys) if key in known}
    return asked(header, named, people, apart=apart), own


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
    """Responses that are finished and real; previews, tests and unfinished ones are counted and left out."""
    first = _headings(sheet)
    sheet = sheet.only(np.arange(len(sheet)) >= first)
    real = np.array([_is_real(text) for text in _texts(sheet, "status")], dtype=bool)
    ready = np.array(
        [_is_ready(end, far) for end, far in zip(_texts(sheet, "finished"), _texts(sheet, "progress"), strict=True)],
        dtype=bool,
    )
    kept = real & ready
    calls: list[Calls] = [
        None if text is None else ("qualtrics", text)
        for text, keep in zip(_texts(sheet, "id"), kept, strict=True)
        if keep
    ]
    reading = read_wide(
        sheet.only(kept), asked_, people, stem=stem, dates=dates, zone=zone,
        calls=calls if "id" in sheet.columns else None, told=told,
    )  # fmt: skip
    notes = []
    if tried := int((~real).sum()):
        was = "response was a preview, a test or no answer of somebody asked" if tried == 1 else (
            "responses were previews, tests or no answers of somebody asked")  # fmt: skip
        notes.append(f"{tried:,} {was}, and left out.")
    if unready := int((real & ~ready).sum()):
        notes.append(f"{unready:,} {'response was' if unready == 1 else 'responses were'} not finished and left out.")
    return replace(reading, understood=reading.understood + tried + unready, notes=(*notes, *reading.notes))


def _texts(sheet: Sheet, name: str) -> list[str | None]:
    if name not in sheet.columns:
        return [None] * len(sheet)
    found: list[str | None] = cells.words(sheet.columns[name]).arrow().to_pylist()
    return found


def _headings(sheet: Sheet) -> int:
    """How many rows below the first are still headings."""
    head = [[str(column[row].as_py() or "") for column in sheet.columns.values()] for row in range(min(3, len(sheet)))]
    for row, said in enumerate(head):
        if any(text.lstrip().startswith(_IMPORT) for text in said):
            return row + 1
    ids = [text for text in _texts(sheet, "id")[:1] if text is not None]
    return int(bool(ids) and _RESPONSE.fullmatch(ids[0]) is None)


def _is_real(status: str | None) -> bool:
    return status is None or status in _REAL or bool(_ADDRESS.search(status.replace("-", " ")))


def _is_ready(finished: str | None, progress: str | None) -> bool:
    if finished is not None:
        return finished.casefold() not in _UNFINISHED
    return progress is None or progress.removesuffix(".0") == "100"
