"""The structure of a survey as LimeSurvey saves it (``.lss``): the scales of its items, and what its codes stand for.

The wording of its questions is not read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, TypeVar
from xml.etree import ElementTree as ET

from saidanddone.evidence.problem import Problem
from saidanddone.sources.answer_values import Scale, plain
from saidanddone.sources.cells import words
from saidanddone.sources.questions import Asked
from saidanddone.sources.sheet import Sheet
from saidanddone.sources.survey_items import item_key

__all__ = ["EXTENSION", "LARGEST", "NO_STRUCTURE", "Structure", "open_structure", "together"]

EXTENSION: Final = ".lss"
LARGEST: Final = 20_000_000
"""Bytes; a survey of a thousand questions has some two million."""

_POINTS: Final = {"5": 5, "A": 5, "B": 10}
"""Types of question whose answers are numbers from 1."""
_LISTS: Final = frozenset("L!OFH1")
"""Types whose answers stand in a list of codes, in their order."""
_MARKUP: Final = re.compile(r"<[^<>]{0,500}>")


@dataclass(frozen=True)
class Structure:
    """What a survey's own structure tells, by the key of a question or of one of its lines.

    Attributes:
        scales: lowest and highest answer. told: code or words of an answer -> its value. labels: code -> words, of
            questions with a list, such as which team somebody is in.
    """

    source: str
    scales: Mapping[str, Scale] = field(repr=False)
    told: Mapping[str, Mapping[str, float]] = field(repr=False)
    labels: Mapping[str, Mapping[str, str]] = field(repr=False)
    questions: int = 0

    def scaled(self, asked: Asked) -> Asked:
        """The same questions, with the scale of each of which nobody else has said it."""
        items = {
            place: question
            if question.scale is not None
            else replace(question, scale=self.scales.get(item_key(question.item)))
            for place, question in asked.items.items()
        }
        return replace(asked, items=items)

    def labelled(self, sheet: Sheet, asked: Asked, header: Sequence[str]) -> Sheet:
        """The same rows, with the words that codes of a team, a department or a round stand for."""
        columns = dict(sheet.columns)
        for name, place in asked.where.items():
            labels = self.labels.get(item_key(header[place]))
            if labels and name != "respondent":
                said = words(columns[name])
                columns[name] = said.arrow([labels.get(text, text) for text in said.values])
        return replace(sheet, columns=columns)


NO_STRUCTURE: Final = Structure("", {}, {}, {})


def together(structures: Iterable[Structure]) -> Structure:
    """Several as one; what two of them tell differently is told by neither."""
    found = list(structures)
    return Structure(
        "",
        _agreed([one.scales for one in found]),
        _agreed([one.told for one in found]),
        _agreed([one.labels for one in found]),
        sum(one.questions for one in found),
    )


_T = TypeVar("_T")


def _agreed(told: Sequence[Mapping[str, _T]]) -> dict[str, _T]:
    every = {key: [one[key] for one in told if key in one] for one in told for key in one}
    return {key: said[0] for key, said in every.items() if all(one == said[0] for one in said)}


def open_structure(path: Path, source: str) -> Structure | Problem:
    """What a file of a survey's structure tells; files that declare entities are refused unread."""
    try:
        with path.open("rb") as stream:
            text = stream.read(LARGEST + 1)
    except OSError:
        return Problem(source, 0, "The file cannot be opened.", "Check that you may read it.")
    if len(text) > LARGEST or b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\x00" in text:
        return Problem(source, 0, _NONE, _AGAIN)
    try:
        root = ET.fromstring(text)
    except (ET.ParseError, ValueError, LookupError):
        return Problem(source, 0, _NONE, _AGAIN)
    if root.findtext("LimeSurveyDocType") != "Survey":
        return Problem(source, 0, _NONE, _AGAIN)
    return _read(root, source)


_NONE = "This is not the structure of a survey as LimeSurvey saves it; it was passed over."
_AGAIN = "Save it again with Export, Survey structure; answers are read without it too."


def _rows(root: ET.Element, table: str) -> Iterator[dict[str, str]]:
    for row in root.iterfind(f"{table}/rows/row"):
        yield {cell.tag: (cell.text or "").strip() for cell in row}


def _read(root: ET.Element, source: str) -> Structure:
    questions = {row.get("qid", ""): row for row in _rows(root, "questions")}
    lines: dict[str, list[str]] = defaultdict(list)
    for row in _rows(root, "subquestions"):
        lines[row.get("parent_qid", "")].append(row.get("title", ""))
    wording = {row.get("aid", ""): row.get("answer", "") for row in _rows(root, "answer_l10ns")}
    answers: dict[str, dict[str, tuple[float, str]]] = defaultdict(dict)
    for place, row in enumerate(_rows(root, "answers")):
        said = row.get("answer") or wording.get(row.get("aid", ""), "")
        order = row.get("sortorder", "")
        answers[row.get("qid", "")].setdefault(
            row.get("code", ""), (float(order) if order.isdecimal() else float(place), _MARKUP.sub("", said))
        )
    scales: dict[str, Scale] = {}
    told: dict[str, dict[str, float]] = {}
    labels: dict[str, dict[str, str]] = {}
    for qid, row in questions.items():
        title, kind = row.get("title", ""), row.get("type", "")
        keys = [item_key(title), *(item_key(title + line) for line in lines[qid])]
        if kind in _POINTS:
            scales |= dict.fromkeys(keys, (1.0, float(_POINTS[kind])))
        elif kind in _LISTS and len(answers[qid]) > 1:
            listed = [(code, said) for code, (_, said) in sorted(answers[qid].items(), key=lambda one: one[1][0])]
            values = _values([code for code, _ in listed])
            scales |= dict.fromkeys(keys, (min(values), max(values)))
            meant = {
                plain(text): value
                for (code, said), value in zip(listed, values, strict=True)
                for text in (said, code)
                if text
            }
            told |= dict.fromkeys(keys, meant)
            labels |= {key: {code: said for code, said in listed if said} for key in keys}
    return Structure(source, scales, told, labels, len(questions))


def _values(codes: Sequence[str]) -> list[float]:
    """The codes' own numbers where all of them are numbers, else their places from 1."""
    if all(code.isascii() and code.isdecimal() and len(code) < 4 for code in codes) and len({*map(int, codes)}) == len(
        codes
    ):
        return [float(code) for code in codes]
    return [float(place) for place in range(1, len(codes) + 1)]
