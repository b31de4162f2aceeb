"""Scores of every turn, as JSON and for research: what is scored, and when it may be told (PRIVACY 3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from saidanddone.errors import UsageError
from saidanddone.listening.conversation import Conversation
from saidanddone.listening.labels import ANSWERS, CONTRACT, LABELS
from saidanddone.listening.listener import Listener, Scores
from saidanddone.sources.conversations import Talk
from saidanddone.sources.messages import table as turns_table
from saidanddone.store import owned
from saidanddone.store.sheet import safe

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["NEEDS_RESEARCH", "is_pseudonymous", "table", "turns", "write"]

NEEDS_RESEARCH: Final = (
    "Scores of single turns can identify people. Say --research if the people agreed to it, "
    "or give a table whose speakers are codes."
)

_WHOLE: Final = re.compile(r"0|-?[1-9][0-9]{0,17}")
"""A number that is written as it would be printed: ``007`` is a name."""


def is_pseudonymous(talks: Sequence[Talk]) -> bool:
    """Whether all of it came from tables of turns whose speakers are codes, not names."""
    return all(talk.format == "table" and turns_table.is_pseudonymous(list(talk.names.values())) for talk in talks)


def table(conversations: Sequence[Conversation], scores: Sequence[Scores], listener: Listener) -> pa.Table:
    """One row a turn: ``conversation_id``, ``turn``, ``p_…`` a label of the contract, ``answers_turn``, ``p_negative``.

    ``conversation_id``, ``turn`` and ``answers_turn`` are the source's own, as int64 where all of them are whole
    numbers; where it has no turns, places counted from 0. Rows stand as they stand in the source.
    """
    import pyarrow as pa

    wide = listener.contract(conversations, scores)
    names = [name for talk in conversations for name in [talk.id] * len(talk.turns)]
    keys = [[turn.key or str(place) for place, turn in enumerate(talk.turns)] for talk in conversations]
    answered = [
        None if target < 0 else theirs[target]
        for theirs, scored in zip(keys, scores, strict=True)
        for target in scored.answers.tolist()
    ]
    flat = [key for theirs in keys for key in theirs]
    whole = all(map(_WHOLE.fullmatch, flat))
    columns = {"conversation_id": _as_given(names, all(map(_WHOLE.fullmatch, names))), "turn": _as_given(flat, whole)}
    for place, label in enumerate(CONTRACT):
        columns[f"p_{label}"] = pa.array(wide[:, place].astype(np.float32))
    columns["answers_turn"] = _as_given(answered, whole)
    columns["p_negative"] = pa.array(wide[:, len(CONTRACT)].astype(np.float32))
    lines = np.array([turn.line for talk in conversations for turn in talk.turns], np.int64)
    one_source = len({talk.source for talk in conversations}) == 1
    return pa.table(columns).take(np.argsort(lines, kind="stable")) if one_source else pa.table(columns)


def turns(
    conversations: Sequence[Conversation],
    scores: Sequence[Scores],
    listener: Listener,
    *,
    me: str | None,
    everybody: bool,
) -> list[dict[str, Any]]:
    """One object a turn, for the contract's JSON.

    Args:
        me: the reader's speaker. everybody: speakers are told. Else only the reader is, and a turn of anybody else has
            no score as a reply: with a line to look it up at, that would review one person's words.
    """
    told = []
    for n, (talk, scored) in enumerate(zip(conversations, scores, strict=True)):
        standing = {label: listener.standing(label, talk.channel) for label in LABELS}
        for place, (turn, row) in enumerate(zip(talk.turns, scored.turns.round(4).tolist(), strict=True)):
            known = everybody or (me is not None and turn.speaker == me)
            found = {
                label: value if known or label not in ANSWERS or label == "commitment" else None
                for label, value in zip(LABELS, row, strict=True)
            }
            answered = int(scored.answers[place])
            told.append(
                {
                    "conversation": n, "turn": place, "line": turn.line,
                    "speaker": (turn.speaker or None) if known else None, "scores": found,
                    "tier": {
                        label: standing[label].tier
                        for label, value in found.items()
                        if value is not None and value >= standing[label].threshold
                    },
                    "answers_turn": answered if answered >= 0 else None,
                }
            )  # fmt: skip
    return told


def _as_given(values: Sequence[str | None], whole: bool) -> pa.Array:
    """Whole numbers as such, so that they join the caller's own column; everything else as text."""
    import pyarrow as pa

    if not whole:
        return pa.array(values, pa.string())
    return pa.array([None if value is None else int(value) for value in values], pa.int64())


def write(scored: pa.Table, path: Path) -> None:
    """Write the scores as Parquet, or as CSV by its ending, for their owner alone.

    Raises:
        UsageError: the system refuses.
    """
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet

    made = pa.BufferOutputStream()
    if path.suffix.lower() == ".csv":
        pyarrow.csv.write_csv(_harmless(scored), made)
    else:
        pyarrow.parquet.write_table(scored, made, compression="zstd")
    try:
        owned.write(path, made.getvalue().to_pybytes())
    except OSError as error:
        reason = error.strerror or "the system refused"
        raise UsageError(f"{path.name} cannot be written ({reason}). Name another place for it.") from None


def _harmless(scored: pa.Table) -> pa.Table:
    """The same with no cell that a spreadsheet would run: names of conversations and turns are whoever's wrote them."""
    import pyarrow as pa

    for place, column in enumerate(scored.schema):
        if pa.types.is_string(column.type):
            cells = [None if cell is None else safe(cell) for cell in scored.column(place).to_pylist()]
            scored = scored.set_column(place, column, pa.array(cells, pa.string()))
    return scored
