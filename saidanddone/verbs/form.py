"""A pulse on paper: the sheet to print, the same for a browser, and the table that answers are typed into."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from saidanddone.errors import UsageError
from saidanddone.evidence.problem import Problem
from saidanddone.report import form as page
from saidanddone.report import formpaper
from saidanddone.report.formwords import Form, Scale
from saidanddone.sources.encoding import recognise
from saidanddone.survey.asking import columns
from saidanddone.survey.templates import COLUMNS, TEMPLATES, WORDS, Template, template
from saidanddone.verbs.placing import write

__all__ = ["ANSWERS", "HTML", "ITEMS", "PDF", "Printed", "form"]

PDF: Final = "form.pdf"
HTML: Final = "form.html"
ANSWERS: Final = "answers.csv"
ITEMS: Final = "items.csv"

_WHERE: Final = ("round", "closed", "team", "department")
"""Columns of a pulse's answers that are the same in every row of a team's round."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What was made, and where.

    Attributes:
        folder: where. form: what it says. written: files that were not there before. replaced: those that were, and are
            made anew. kept: those that were, and were left as they are, because somebody may have typed into them.
        wording: how many items of a named scale have none yet.
    """

    folder: Path
    form: Form
    written: tuple[str, ...]
    replaced: tuple[str, ...]
    kept: tuple[str, ...]
    wording: int


def form(
    folder: Path,
    *,
    closes: date,
    number: int = 1,
    round: str | None = None,  # noqa: A002  (what people call it)
    people: int | None = None,
    team: str | None = None,
    scale: str | None = None,
    paper: str = "a4",
) -> Printed:
    """Write the form of one round, its table of answers, and with a named scale its table of items.

    A form that is there is made anew. A table that is there is left as it is: somebody may have typed into it. The
    wording of a named scale is taken from the column ``words`` of its table of items, where it has been filled in.

    Args:
        folder: where; made if its parent is there. closes: the last day to hand it in. number: of the round, from 1;
            says what is asked. round: what it is called (default: its last day). people: how many are on the team.
        scale: the name of a template, such as ``edmondson``. paper: ``a4`` or ``letter``.

    Raises:
        UsageError: the folder cannot be made or written; there is no such template; a table there is of other columns.
    """
    if number < 1:
        raise UsageError("Rounds are numbered from 1.")
    if people is not None and people < 1:
        raise UsageError("--people is how many are on the team: at least 1.")
    named = None if scale is None else _template(scale)
    _made(folder)
    words = () if named is None else _words(folder / ITEMS, named)
    asked = Form(
        number=number,
        round=(round or "").strip() or closes.isoformat(),
        closes=closes,
        team=team,
        people=people,
        scale=None if named is None else Scale(named, words),
    )
    head = _header(asked)
    kept = [ANSWERS] if _is_there(folder / ANSWERS, head) else []
    tables = {} if kept else {ANSWERS: _table(head, ())}
    if named is not None:
        if (folder / ITEMS).exists():
            kept.append(ITEMS)
        else:
            tables[ITEMS] = _table((*COLUMNS, WORDS), [list(row.values()) for row in named.rows()])
    pages = {PDF: formpaper.render(asked, paper=paper), HTML: page.render(asked).encode("utf-8")}
    replaced = tuple(name for name in pages if (folder / name).exists())
    for name, content in (pages | tables).items():
        _write(folder / name, content)
    return Printed(
        folder=folder,
        form=asked,
        written=tuple(name for name in (*pages, *tables) if name not in replaced),
        replaced=replaced,
        kept=tuple(kept),
        wording=sum(not text for text in words),
    )


def _template(name: str) -> Template:
    try:
        return template(name)
    except KeyError:
        raise UsageError(f"There is no template of that name. Known: {', '.join(TEMPLATES)}.") from None


def _made(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder.name} is a file. Give --form a folder.")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(f"The folder cannot be made ({error.strerror or 'the system refused'}).") from None


def _header(asked: Form) -> tuple[str, ...]:
    """The columns of the table of answers: in the order in which the sheet is read."""
    scale = () if asked.scale is None else asked.scale.template.ids()
    return (*_WHERE, *asked.items, *scale, *columns(asked.number))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A table as CSV, with the mark by which spreadsheets know that it is UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([head, *rows])
    return f"\ufeff{text.getvalue()}".encode()


def _is_there(path: Path, head: Sequence[str]) -> bool:
    """Whether this round's table of answers is there already; it may have further columns.

    Raises:
        UsageError: a table is there, and it has no place for some of this round's answers.
    """
    if not path.exists():
        return False
    found, _ = _read(path)
    if not set(head) <= set(found):
        raise UsageError(
            f"{path.name} is there already and is of another round: some of this one's questions have no column in it. "
            "Name a new folder with --form, one for each round."
        )
    return True


def _words(path: Path, named: Template) -> tuple[str, ...]:
    """The wording of a scale's items, as somebody with leave to use it has filled it in; empty where they have not.

    Raises:
        UsageError: a table of items is there, and not every item of the scale is in it.
    """
    if not path.exists():
        return ("",) * named.items
    head, rows = _read(path)
    at = {name: place for place, name in enumerate(head)}
    told = {row[at["item"]].strip(): row for row in rows if "item" in at and len(row) > at["item"]}
    if not set(named.ids()) <= set(told):
        raise UsageError(f"{path.name} is there already and is not of this template. Name a new folder with --form.")
    place = at.get(WORDS)
    if place is None:
        return ("",) * named.items
    return tuple(told[item][place].strip() if len(told[item]) > place else "" for item in named.ids())


def _read(path: Path) -> tuple[list[str], list[list[str]]]:
    """The header of a table of ours and its rows, whichever separator a spreadsheet has saved it with."""
    try:
        encoding = recognise(path, path.name)
        if isinstance(encoding, Problem):
            raise UsageError(f"{path.name} is there already and is no table. Name a new folder with --form.")
        text = path.read_text(encoding=encoding.name, errors="replace")
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read ({error.strerror or 'the system refused'}).") from None
    first = text.partition("\n")[0]
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count)))
    return [name.strip() for name in rows[0]] if rows else [], rows[1:]


def _write(path: Path, content: bytes) -> None:
    try:
        write(path, content)
    except OSError as error:
        raise UsageError(f"{path.name} cannot be written ({error.strerror or 'the system refused'}).") from None
