"""How acts were met in whole meetings of our own that are held out: as it is scored, and as the product tells it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from check_hand_read import Answers, HandRead, told_answers
from listening_measures import held_levels

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))

from transcripts import transcripts

from saidanddone.listening.conversation import Conversation
from saidanddone.listening.lean import Lean

__all__ = ["as_linked", "as_told", "levels_as_linked"]

Row = dict[str, Any]


def held() -> tuple[list[Conversation], list[list[Row]]]:
    """The held meetings, and the rows of each."""
    corpus = transcripts()
    rows: dict[str, list[Row]] = {}
    for row in corpus.rows:
        if row["split"] == "held":
            rows.setdefault(row["conversation_id"], []).append(row)
    talk = [one for one in corpus.conversations if one.id in rows]
    return talk, [rows[one.id] for one in talk]


def as_linked() -> tuple[list[Conversation], list[Row]]:
    """The same with the links that stand there told, as a source tells them."""
    talk, rows = held()
    linked = [
        replace(one, turns=[replace(t, reply_to=row["answers"]) for t, row in zip(one.turns, of, strict=True)])
        for one, of in zip(talk, rows, strict=True)
    ]
    return linked, [row for of in rows for row in of]


def levels_as_linked(listener: Lean) -> dict[str, float]:
    """Accuracy, within one and macro-F1 of levels, AP of each step: of answers, given what they answer."""
    told = held_levels(listener, *as_linked())
    wanted = ("levels", "level accuracy", "within one", "macro F1", "identify", "validate", "encourage", "changed",
              "declined")  # fmt: skip
    return {name: told[name] for name in wanted}


def as_told(listener: Lean) -> tuple[Answers, float]:
    """Given the acts, and nothing else, which answer the product tells and at which level; and the share of answered
    acts whose first answer is at level 3, which is what saying 3 of each would reach."""
    found, threes, answered = Answers(), 0, 0
    talk, rows = held()
    for one, of, scores in zip(talk, rows, listener.score(talk), strict=True):
        met = [(row["answers"], row["turn"], row["level"]) for row in of if row["level"] is not None]
        labels = {row["turn"]: frozenset(row["labels"]) for row in of}
        told_answers(HandRead(one.id, "", len(of), "", labels, {}, met, {}, {}), one, scores, listener, found)
        first = _first(met)
        threes, answered = threes + sum(level == 3 for level in first), answered + len(first)
    return found, threes / answered


def _first(met: Sequence[tuple[int, int, int]]) -> list[int]:
    """The level of the first answer to each act."""
    levels: dict[int, int] = {}
    for act, _, level in met:
        levels.setdefault(act, level)
    return list(levels.values())
