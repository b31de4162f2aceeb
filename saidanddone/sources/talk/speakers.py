"""Whose a label in a transcript is: written rules, corrections by the user, and what is nobody's."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from saidanddone.evidence.problem import Problem
from saidanddone.evidence.pseudonym import normalise
from saidanddone.sources.conversations import Asked
from saidanddone.sources.labels import grouped, plain, shown
from saidanddone.sources.talk.lines import read_lines
from saidanddone.sources.telling import told

__all__ = ["Naming", "corrections", "is_bot", "is_label", "is_nobody", "name_speakers"]

_NOBODY = frozenset(
    (
        "unknown", "unknown speaker", "unidentified", "unidentified speaker", "speaker unknown", "speaker", "inaudible",
        "unbekannt", "inconnu", "desconocido",
    )
)  # fmt: skip
_BOT = re.compile(
    r"\b(?:note ?-?taker|otter\.?ai|otterpilot|read\.?ai|fireflies(?:\.ai)?|fathom(?: ai)?|tl;?dv|avoma|grain|"
    r"meetgeek|sembly|supernormal|ai companion|meeting notes|chat ?bot|bot)\b",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    (
        "note", "notes", "warning", "question", "answer", "example", "update", "ps", "re", "fwd", "todo", "action",
        "actions", "decision", "so", "and", "but", "http", "https", "www", "mailto", "from", "to", "cc", "bcc",
        "subject", "date", "sent", "time", "agenda", "attendees", "present", "apologies", "topic", "summary", "title",
        "error", "info", "debug", "tip", "hint", "kind", "language", "duration", "chapter", "speakers", "location",
        "when", "where", "what", "why", "who", "how", "yes", "no", "ok", "okay", "well", "source", "version",
    )
)  # fmt: skip
"""Words before a colon that are no person, wherever they stand alone."""
_WITHIN = re.compile(r"[(\[{（【].*|[|｜·•].*")


@dataclass(frozen=True)
class Naming:
    """Labels as they stand -> pseudonyms; with what is shown for each pseudonym and which labels it stands for."""

    of: Mapping[str, str] = field(repr=False)
    names: dict[str, str] = field(repr=False)
    merged: dict[str, list[str]] = field(repr=False)


def is_bot(label: str) -> bool:
    """Whether a label is that of a note-taker or other program, by the names they go under."""
    return bool(_BOT.search(label))


def is_nobody(label: str) -> bool:
    """Whether a label says that it is not known who spoke."""
    return plain(label) in _NOBODY


def is_label(text: str) -> bool:
    """Whether what stands before a colon may be somebody's label: short, of few words, and no sentence.

    >>> is_label("Ana Lopez | Kite"), is_label("Note"), is_label("I said this. And then"), is_label("12")
    (True, False, False, False)
    """
    text = text.strip()
    name = _WITHIN.sub("", text).strip() or text
    words = plain(name).split()
    return (
        0 < len(text) <= 80
        and (text[0].isalnum() or text[0] in "@'")
        and 0 < len(words) <= 6
        and any(map(str.isalpha, name))
        and not re.search(r"[a-zà-ÿ]{4,}\.\s|[!?;\"“”<>=]|,.*,|://", name)
        and " ".join(words) not in _NO_NAME
    )


def corrections(path: Path) -> tuple[dict[str, str], list[Problem]]:
    """What a user's table says labels stand for: columns ``label`` and ``name``; and what could not be read of it.

    A label given twice with two names is given none.
    """
    source = path.name
    lines = read_lines(path, source)
    problems = list(lines.problems)
    mark = next((sign for sign in ",;\t" if sign in (lines.texts[0] if lines.texts else "")), ",")
    rows = csv.reader((text + "\n" for text in lines.texts), delimiter=mark)
    found: dict[str, str] = {}
    broken: list[int] = []
    twice: list[int] = []
    refused: set[str] = set()
    try:
        header = [plain(cell) for cell in next(rows, [])]
        if "label" not in header or "name" not in header:
            problems.append(
                Problem(source, 1, "It has no columns label and name.", "Begin it with a line that says label,name.")
            )
            return {}, problems
        at, to = header.index("label"), header.index("name")
        for row in rows:
            cells = [shown(cell).strip() for cell in row]
            if len(cells) <= max(at, to) or not cells[at] or not cells[to]:
                if any(cells):
                    broken.append(rows.line_num)
                continue
            if normalise(found.setdefault(cells[at], cells[to])) != normalise(cells[to]):
                twice.append(rows.line_num)
                refused.add(cells[at])
    except csv.Error:
        broken.append(rows.line_num)
    problems += told(source, broken, "This line has no label or no name.", "Write the label, then the name.")
    problems += told(source, twice, "This label is given a second name, so it is given none.", "Keep one line of it.")
    return {label: name for label, name in found.items() if label not in refused}, problems


def name_speakers(labels: Iterable[str], asked: Asked) -> Naming:
    """Pseudonyms for the labels of one file.

    In order: what the user says a label stands for; the person a roster lists the label of; the name the written rules
    of :mod:`saidanddone.sources.labels` lead to. Labels that reach one name are one person's.
    """
    distinct = sorted({label for label in labels if label and not is_nobody(label)})
    corrected = {normalise(label): name for label, name in asked.aliases.items()}
    called = {
        label: " ".join(corrected[normalise(label)].split()) for label in distinct if normalise(label) in corrected
    }
    called |= _by_rule([label for label in distinct if label not in called], asked)
    of: dict[str, str] = {}
    names: dict[str, str] = {}
    behind: dict[str, list[str]] = {}
    for label in distinct:
        name = called[label]
        if is_nobody(name) or not name:
            continue
        person = asked.people.pseudonym(name)
        of[label] = person
        names.setdefault(person, name)
        behind.setdefault(person, []).append(label)
    return Naming(of, names, {names[person]: found for person, found in behind.items() if len(found) > 1})


def _by_rule(labels: list[str], asked: Asked) -> dict[str, str]:
    """The name for each label; where a roster lists just one person among labels of one name, as the roster has it."""
    names = grouped(labels)
    listed: dict[str, set[str]] = {}
    for label, name in names.items():
        handle = asked.people.resolve(label)
        if handle != label:
            listed.setdefault(name, set()).add(handle)
    for label, name in names.items():
        handles = listed.get(name, set())
        if len(handles) == 1:
            names[label] = next(iter(handles))
        elif len(handles) > 1:
            names[label] = asked.people.resolve(label)
    return names
