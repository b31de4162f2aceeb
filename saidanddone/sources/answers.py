"""Answers of a pulse from a table: one respondent a row, or one answer a row (MISSION S10, S12, T12).

Who answered becomes a token that is another one in every round, rows stand in the order of the tokens, and nothing is
kept of when somebody answered. Text is not read: a cell that is no answer of its item is told by its line, and the
row's other answers are kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo

import numpy as np

from saidanddone.evidence import answer, episode, item
from saidanddone.evidence.answer import Answer
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.item import COUNTS, Item
from saidanddone.evidence.people import People
from saidanddone.evidence.problem import Problem
from saidanddone.sources.answer_values import Scale, Unread, points_of, value
from saidanddone.sources.cells import words
from saidanddone.sources.episodes import episodes_told
from saidanddone.sources.placing import Placed, placed
from saidanddone.sources.questions import Asked, Question, half_of, own_question, said_question
from saidanddone.sources.respondents import in_order, numbered, token
from saidanddone.sources.rows import Rows, repeated
from saidanddone.sources.scales import Guesses, guessed
from saidanddone.sources.sheet import Bools, Reading, Sheet
from saidanddone.sources.survey_items import item_id, item_key

__all__ = ["Calls", "read_long", "read_wide"]

_NO_ANSWER_THERE = "An answer is neither a number nor a word of its item's scale; it was set aside."
_OFF = "An answer lies off the scale of its item; it was set aside."
_MEND = "Answer with the numbers of the scale; the row's other answers were read."
_TWICE = "A line further up holds the same respondent's answers of the same round; that one was read, this one not."
_ONCE = "Keep one line a respondent and round."

Calls = tuple[str, ...] | None
"""What a source itself calls the respondent of a row, the same in every export; None where it calls them nothing."""


@dataclass
class _Found:
    """Answers on their way: row, item and value of each, and which cells were none."""

    answers: list[tuple[int, str, float]] = field(default_factory=list)
    guesses: Guesses = field(default_factory=Guesses)
    texts: int = 0


def read_wide(
    sheet: Sheet,
    asked: Asked,
    people: People,
    *,
    stem: str,
    dates: str | None,
    zone: tzinfo,
    calls: Sequence[Calls] | None = None,
    told: Mapping[str, Mapping[str, float]] | None = None,
) -> Reading:
    """One respondent a row. Items that were not asked in a round, or not answered, are empty.

    Args:
        stem: the file's name without its ending, which names the round where nothing else does.
        calls: what the source calls each row's respondent; None to go by the column ``respondent``.
        told: item's key -> plain word or code of an answer -> its value, as a survey's own structure states it.
    """
    rows = Rows(sheet, people, zone, dates, ("closed", "submitted"))
    where = placed(sheet, rows, stem, zone)
    found = _Found()
    unread, off = np.zeros(len(sheet), dtype=bool), np.zeros(len(sheet), dtype=bool)
    for place, question in asked.items.items():
        _column(sheet, f"item {place}", question, (told or {}).get(item_key(question.item)), found, unread, off)
    for name in COUNTS:
        if name in asked.counts:
            _column(sheet, name, Question(name, "other", (0.0, 1_000.0), stated=True), None, found, unread, off)
    rows.tell(unread, _NO_ANSWER_THERE, _MEND)
    rows.tell(off, _OFF, _MEND)
    found.answers = _counted(found.answers, rows, len(sheet))
    episodes = episodes_told(sheet, asked.slots, rows)

    own = rows.texts("respondent")
    by = [None if name is None else (name,) for name in own] if calls is None else list(calls)
    of_row: list[list[tuple[str, float]]] = [[] for _ in range(len(sheet))]
    for row, name, figure in found.answers:
        of_row[row].append((name, figure))
    said = [
        (where.rounds[row], where.teams[row], tuple(of_row[row]), repr(episodes.rows[row])) for row in range(len(sheet))
    ]
    which = numbered(said)
    keys = [_key(where, row, by[row], calls is not None, (*said[row][2:], which[row])) for row in range(len(sheet))]
    filled = np.array([bool(of_row[row] or episodes.rows[row]) for row in range(len(sheet))], dtype=bool)
    called = np.array([one is not None for one in by], dtype=bool)
    rows.tell(repeated(keys) & called & filled, _TWICE, _ONCE, drop=True)
    good = [row for row in rows.unrepeated([None] * len(sheet)) if filled[row] and where.closed[row] is not None]
    tokens = {row: token(people, *keys[row]) for row in good}
    answers = [
        Answer(
            round=where.rounds[row], item=name, team=where.teams[row], department=where.departments[row],
            respondent=tokens[row], value=figure, closed_us=where.closed[row] or 0, source=sheet.source,
        )
        for row in good
        for name, figure in of_row[row]
    ]  # fmt: skip
    told_episodes = [
        one
        for row in good
        for one in episodes.of(
            row, round=where.rounds[row], team=where.teams[row], department=where.departments[row],
            respondent=tokens[row], closed_us=where.closed[row], source=sheet.source,
        )
    ]  # fmt: skip
    items, notes, problems = guessed(found.guesses, sheet.source)
    evidence = Evidence(
        answers=in_order("answers", answer.table(answers)),
        episodes=in_order("episodes", episode.table(told_episodes)),
        items=item.table(items),
    )
    bad = unread | off | episodes.doubted
    empty = int((~filled & ~bad).sum())
    reading = rows.reading(evidence, len(good), (*notes, *_silent(empty), *_texts(found.texts)))
    problems = [*where.problems, *problems, *_by_name(own if calls is None else (), sheet.source)]
    return replace(
        reading, problems=(*reading.problems, *problems), unread=max(reading.unread - empty, 0), understood=empty
    )


def _key(where: Placed, row: int, called: Calls, everywhere: bool, content: tuple[object, ...]) -> tuple[str, ...]:
    """What the token of a row is made of: a source's own call of a response holds in every round and team."""
    if called is not None and everywhere:
        return ("called", *called)
    if called is not None:
        return _respondent(where, row, *called)
    return ("row", where.rounds[row], str(where.teams[row]), *map(str, content))


def _respondent(where: Placed, row: int, *called: str) -> tuple[str, ...]:
    """The same whether a respondent's answers stand in one row or in many."""
    return ("respondent", where.rounds[row], str(where.teams[row]), *called)


def _by_name(called: Sequence[str | None], source: str) -> list[Problem]:
    """Whether respondents are called by what could be a name or an address: then their tokens could be made again."""
    if not any(name is not None and ("@" in name or " " in name) for name in called):
        return []
    return [
        Problem(
            source, 0, "Respondents are called by what could be names or addresses; whoever knows them and holds the "
            "key of this evidence could find out who answered what.",
            "Leave the column respondent out, or write numbers drawn by lot, and delete this file when it was read.",
        )
    ]  # fmt: skip


def _silent(rows: int) -> tuple[str, ...]:
    return () if not rows else (f"{rows:,} {'row holds' if rows == 1 else 'rows hold'} no answer.",)


def _texts(columns: int) -> tuple[str, ...]:
    return (
        ()
        if not columns
        else (f"{columns:,} {'column holds' if columns == 1 else 'columns hold'} words, which were not read.",)
    )


def _question(text: str, people: People, named: Mapping[str, Item]) -> Question:
    """What an item of a long table is: stated, ours, or one nobody spoke for."""
    key = item_key(item_id(text, people))
    if key in named:
        return said_question(named[key])
    return own_question(key) or Question(item_id(text, people), half_of(text))


def _column(
    sheet: Sheet, key: str, question: Question, told: Mapping[str, float] | None, found: _Found,
    unread: Bools, off: Bools,
) -> None:  # fmt: skip
    said = words(sheet.columns[key])
    scale = question.scale or points_of(said.values)
    values = [value(text, scale, told) for text in said.values]
    wrong = [isinstance(one, Unread) for one in values]
    if not question.stated and sum(wrong) * 2 > len(values):
        found.texts += 1
        return
    outside = [isinstance(one, float) and scale is not None and not scale[0] <= one <= scale[1] for one in values]
    if not question.stated:
        outside = [False] * len(values)
        found.guesses.add(question, scale, [one for one in values if isinstance(one, float)])
    unread |= np.array([*wrong, False], dtype=bool)[said.codes]
    off |= np.array([*outside, False], dtype=bool)[said.codes]
    usable = [one if isinstance(one, float) and not outside[place] else None for place, one in enumerate(values)]
    for row, code in enumerate(said.codes):
        if code >= 0 and (figure := usable[code]) is not None:
            found.answers.append((row, question.item, figure))


def _counted(answers: list[tuple[int, str, float]], rows: Rows, n: int) -> list[tuple[int, str, float]]:
    """The same without counts that cannot be: parts of a promise, or more kept than came due."""
    due, kept = COUNTS
    counts: dict[int, dict[str, float]] = {}
    for row, name, figure in answers:
        if name in COUNTS:
            counts.setdefault(row, {})[name] = figure
    wrong = {
        row for row, said in counts.items()
        if any(figure % 1 for figure in said.values()) or (kept in said and said[kept] > said.get(due, -1))
    }  # fmt: skip
    rows.tell(np.array([row in wrong for row in range(n)], dtype=bool),
              "It tells of more promises kept than came due, or not of whole ones; those counts were set aside.",
              f"Fill in {due} and {kept} with whole numbers; of those due, some or all were kept.")  # fmt: skip
    return [one for one in answers if one[0] not in wrong or one[1] not in COUNTS]


def read_long(
    sheet: Sheet, people: People, named: Mapping[str, Item], *, stem: str, dates: str | None, zone: tzinfo
) -> Reading:
    """One answer a row: who answered, which item, and what. Every item is read, whether or not anybody named it."""
    rows = Rows(sheet, people, zone, dates, ("closed",))
    where = placed(sheet, rows, stem, zone)
    who = rows.needed_texts("respondent", "who answered, as a number or a code")
    items = rows.needed_texts("item", "which item was answered")
    answers = rows.texts("answer")
    distinct = {text: _question(text, people, named) for text in dict.fromkeys(items) if text is not None}
    hint = points_of(text for text in dict.fromkeys(answers) if text is not None)
    unread, off = np.zeros(len(sheet), dtype=bool), np.zeros(len(sheet), dtype=bool)
    values: list[float | None] = []
    known: dict[tuple[Scale | None, str], float | Unread | None] = {}
    for row, (name, text) in enumerate(zip(items, answers, strict=True)):
        values.append(None)
        if name is None or text is None:
            continue
        scale = distinct[name].scale or hint
        if (scale, text) not in known:
            known[scale, text] = value(text, scale)
        figure = known[scale, text]
        if isinstance(figure, Unread):
            unread[row] = True
        elif figure is not None and distinct[name].stated and scale is not None and not scale[0] <= figure <= scale[1]:
            off[row] = True
        else:
            values[row] = figure
    rows.tell(unread, _NO_ANSWER_THERE, "Answer with the numbers of the scale.", drop=True)
    rows.tell(off, _OFF, "Answer with the numbers of the scale.", drop=True)
    ids = [None if name is None else distinct[name].item for name in items]
    keys = [
        None if who[row] is None or ids[row] is None or values[row] is None
        else (where.rounds[row], where.teams[row], who[row], ids[row])
        for row in range(len(sheet))
    ]  # fmt: skip
    rows.tell(repeated(keys), "A line further up holds the same respondent's answer to the same item; that one was "
              "read, this one not.", "Keep one line an answer.", drop=True)  # fmt: skip
    good = [row for row in rows.unrepeated([None] * len(sheet)) if where.closed[row] is not None]
    good = [row for row in good if values[row] is not None]
    guesses = Guesses()
    by_item: dict[str, list[float]] = {}
    for row in good:
        by_item.setdefault(items[row] or "", []).append(values[row] or 0.0)
    for name, taken in by_item.items():
        if not distinct[name].stated:
            guesses.add(distinct[name], hint, taken)
    whose = {row: _respondent(where, row, who[row] or "") for row in good}
    tokens = {key: token(people, *key) for key in dict.fromkeys(whose.values())}
    found = [
        Answer(
            round=where.rounds[row], item=ids[row] or "", team=where.teams[row], department=where.departments[row],
            respondent=tokens[whose[row]], value=values[row] or 0.0,
            closed_us=where.closed[row] or 0, source=sheet.source,
        )
        for row in good
    ]  # fmt: skip
    told_items, notes, problems = guessed(guesses, sheet.source)
    evidence = Evidence(answers=in_order("answers", answer.table(found)), items=item.table(told_items))
    empty = int(sum(one is None for one in answers))
    reading = rows.reading(evidence, len(good), (*notes, *_silent(empty)))
    problems = [*where.problems, *problems, *_by_name(who, sheet.source)]
    return replace(
        reading, problems=(*reading.problems, *problems), unread=max(reading.unread - empty, 0), understood=empty
    )
