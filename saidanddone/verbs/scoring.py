"""Scores of every turn, for research: what a table of turns is scored as, and when that may be written (PRIVACY 3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from saidanddone.errors import UsageError
from saidanddone.listening.conversation import Conversation
from saidanddone.listening.labels import CONTRACT
from saidanddone.listening.listener import Listener, Scores
from saidanddone.sources.conversations import Talk
from saidanddone.sources.dates import zone as zone_of
from saidanddone.sources.messages import table as turns_table
from saidanddone.store import owned

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["NEEDS_RESEARCH", "is_pseudonymous", "table", "write", "zone"]

NEEDS_RESEARCH: Final = (
    "Scores of single turns can identify people. Say --research if the people agreed to it, "
    "or give a table whose speakers are codes."
)


def is_pseudonymous(talks: Sequence[Talk]) -> bool:
    """Whether all of it came from tables of turns whose speakers are codes, not names."""
    return all(talk.format == "table" and turns_table.is_pseudonymous(list(talk.names.values())) for talk in talks)


def table(conversations: Sequence[Conversation], scores: Sequence[Scores], listener: Listener) -> pa.Table:
    """One row a turn: ``conversation_id``, ``turn``, ``p_…`` a label of the contract, ``answers_turn``, ``p_negative``.

    ``turn`` and ``answers_turn`` are the source's own numbers where it has them, else places counted from 0.
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
    whole = all(key.lstrip("-").isdigit() for key in flat)

    def numbers(values: Sequence[str | None]) -> pa.Array:
        if whole:
            return pa.array([None if value is None else int(value) for value in values], pa.int64())
        return pa.array(values, pa.string())

    columns = {"conversation_id": pa.array(names, pa.string()), "turn": numbers(flat)}
    for place, label in enumerate(CONTRACT):
        columns[f"p_{label}"] = pa.array(wide[:, place].astype(np.float32))
    columns["answers_turn"] = numbers(answered)
    columns["p_negative"] = pa.array(wide[:, len(CONTRACT)].astype(np.float32))
    lines = np.array([turn.line for talk in conversations for turn in talk.turns], np.int64)
    one_source = len({talk.source for talk in conversations}) == 1
    return pa.table(columns).take(np.argsort(lines, kind="stable")) if one_source else pa.table(columns)


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
        pyarrow.csv.write_csv(scored, made)
    else:
        pyarrow.parquet.write_table(scored, made, compression="zstd")
    try:
        owned.write(path, made.getvalue().to_pybytes())
    except OSError as error:
        reason = error.strerror or "the system refused"
        raise UsageError(f"{path.name} cannot be written ({reason}). Name another place for it.") from None


def zone(name: str) -> tzinfo:
    """The time zone of this name."""
    return zone_of(name)
