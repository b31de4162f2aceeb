"""Files of answers: our own pulse, LimeSurvey's and Qualtrics', each known by its columns and by the items told of.

They are read once everything else is, since a table of items may lie anywhere among the evidence and says which of
their columns are items at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo

from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.item import OWN, Item
from saidanddone.evidence.people import People
from saidanddone.evidence.problem import Problem
from saidanddone.sources import limesurvey, qualtrics
from saidanddone.sources.answers import read_long, read_wide
from saidanddone.sources.book import no_rows
from saidanddone.sources.header import Field, match
from saidanddone.sources.questions import WHERE, Asked, asked
from saidanddone.sources.sheet import LONGEST_CELL, Book, Reading, Sheet
from saidanddone.sources.survey_items import HOW_TO_NAME
from saidanddone.sources.survey_structure import NO_STRUCTURE, Structure

__all__ = ["LONG", "SURVEYS", "SurveyFormat", "SurveyRead", "holds_answers", "read_survey"]

LONG = (
    Field("respondent", "who answered, as a number or a code (respondent)", True,
          ("respondent id", "participant", "token")),
    Field("item", "which item was answered (item)", True, ("question", "variable", "code")),
    Field("answer", "the answer (answer)", True, ("value", "response")),
    *(one for one in WHERE if one.name != "respondent"),
)  # fmt: skip
"""Columns of a plain file with one answer a row."""

_ENOUGH_OF_OURS = 2
"""Columns of our own items that mark a file by themselves; one will do beside a column that says where it belongs."""


@dataclass(frozen=True)
class SurveyFormat:
    """A survey program: what its exports are called, how one is known, what its columns ask, and its reader."""

    kind: str
    knows: Callable[[Sequence[str]], bool] = field(repr=False)
    questions: Callable[[Sequence[str], Mapping[str, Item], People], tuple[Asked, Mapping[str, int]]] = field(
        repr=False
    )
    read: Callable[..., Reading] = field(repr=False)
    longest: int = LONGEST_CELL


SURVEYS = (
    SurveyFormat("limesurvey", limesurvey.knows, limesurvey.questions, limesurvey.read),
    SurveyFormat("qualtrics", qualtrics.knows, qualtrics.questions, qualtrics.read, qualtrics.LONGEST),
)
"""Programs whose exports are known by columns of their own."""


@dataclass(frozen=True)
class SurveyRead:
    """One file of answers, read: what it was read as, the names of its columns, and the reading."""

    kind: str
    mapping: Mapping[str, str]
    reading: Reading


def holds_answers(header: Sequence[str]) -> bool:
    """Whether a survey program wrote this, or it has columns of our own pulse; whatever else its columns could be."""
    return any(format_.knows(header) for format_ in SURVEYS) or asked(header, {}).ours >= _ENOUGH_OF_OURS


def read_survey(
    book: Book,
    stem: str,
    people: People,
    named: Mapping[str, Item],
    *,
    dates: str | None,
    zone: tzinfo,
    structure: Structure = NO_STRUCTURE,
) -> SurveyRead | None:
    """The answers in an opened file; None where it is no file of answers.

    Args:
        named: items by key, from the tables of items among the evidence. structure: what the survey's own one tells.
    """
    for format_ in SURVEYS:
        if format_.knows(book.header):
            found, own = format_.questions(book.header, named, people)
            found = structure.scaled(found)
            sheet = structure.labelled(
                book.take({**found.columns(), **own}, longest=format_.longest), found, book.header
            )
            reading = _none(sheet) or format_.read(
                sheet, found, people, stem=stem, dates=dates, zone=zone, told=structure.told
            )
            return SurveyRead(format_.kind, found.mapping, _completed(reading, found, book.source))
    long = match(book.header, LONG)
    if not long.missing:
        sheet = book.take(long.columns)
        reading = _none(sheet) or read_long(sheet, people, named, stem=stem, dates=dates, zone=zone)
        reading = replace(reading, notes=(*long.notes, *reading.notes))
        return SurveyRead("pulse", long.mapping, _teamless(reading, long.columns))
    found = asked(book.header, named, people)
    if not _is_pulse(found, named):
        return None
    sheet = book.take(found.columns())
    reading = _none(sheet) or read_wide(sheet, found, people, stem=stem, dates=dates, zone=zone)
    return SurveyRead("pulse", found.mapping, _completed(reading, found, book.source))


def _is_pulse(found: Asked, named: Mapping[str, Item]) -> bool:
    if not found.any:
        return False
    told = any(question.stated and question.item not in OWN for question in found.items.values())
    guesses = sum(not question.stated for question in found.items.values())
    columns = found.ours + guesses
    return (bool(named) and told) or columns >= (1 if {"round", "respondent"} & {*found.where} else _ENOUGH_OF_OURS)


def _none(sheet: Sheet) -> Reading | None:
    """What is told of a file without rows."""
    if len(sheet):
        return None
    return Reading(Evidence(), sheet.problems or (no_rows(sheet.source),), unread=sheet.unread)


def _completed(reading: Reading, found: Asked, source: str) -> Reading:
    """With what there is to say of columns nobody spoke for."""
    over = found.passed_over
    if not found.any:
        said = "No column of it is known to be an item about trust or safety, so no answer was read"
        told = Problem(source, 0, f"{said} ({over:,} {'column was' if over == 1 else 'columns were'} passed over).",
                       HOW_TO_NAME)  # fmt: skip
        return replace(reading, problems=(*reading.problems, told))
    if over:
        columns = "1 other column was" if over == 1 else f"{over:,} other columns were"
        said = f"{columns} not read; if they are items, a table of items says so."
        reading = replace(reading, notes=(*reading.notes, said))
    return _teamless(reading, found.where)


def _teamless(reading: Reading, where: Mapping[str, int]) -> Reading:
    if "team" in where or not reading.rows:
        return reading
    said = "No column says the team: it is taken to be the only one on the roster; without a roster, one of its own."
    return replace(reading, notes=(*reading.notes, said))
