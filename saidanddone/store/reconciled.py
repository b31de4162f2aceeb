"""What a store holds and what was read now, as one table: each row of evidence once, the newest word of its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from saidanddone.evidence.bundle import SCHEMAS
from saidanddone.evidence.tally import Ints

__all__ = ["IDENTITY", "Reconciled", "Written", "reconcile"]

IDENTITY: Mapping[str, tuple[str, ...]] = {
    "commitments": ("source", "id"),
    "acts": ("source", "id"),
    "responses": ("source", "id"),
    "encounters": ("source", "id"),
    "exposure": ("source", "team", "person", "from_us", "to_us", "kind"),
    "inclusion": ("source", "person", "week_us"),
    "answers": ("item", "respondent"),
    "episodes": ("told", "number", "respondent"),
    "items": ("source", "item"),
    "ratings": ("source", "id"),
    "pressure": ("source", "team", "from_us", "to_us"),
    "people": tuple(SCHEMAS["people"].names),
    "origins": ("source",),
}
"""The columns by which two rows are the same row. A pulse's token is another one in every round, and the same in every
export of that round, so a full export takes the place of a partial one whatever the files are called."""

_UNORDERED: Mapping[str, tuple[str, ...]] = {
    "answers": ("round", "respondent", "item"),
    "episodes": ("round", "respondent", "told", "number"),
}
"""Tables whose order must tell nothing of when a row came: what is written stands in the order of these columns."""

_TELLING = ("line", "told_us")
"""Where and when it was told: a row that differs in these alone says the same."""


@dataclass(frozen=True)
class Written:
    """What a write did, in rows by table: ``added``, ``already`` there unchanged, and ``changed`` by their source."""

    added: Mapping[str, int] = field(default_factory=dict)
    already: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Reconciled:
    """One table after a write. ``table`` None: nothing to write.

    ``already`` counts rows read again with the same content, on whichever line they now stand.
    """

    table: pa.Table | None = field(repr=False)
    added: int
    already: int
    changed: int


def reconcile(name: str, held: pa.Table, read: pa.Table) -> Reconciled:
    """What table ``name`` becomes: held rows in their order, changed ones in place, new ones after them.

    Answers and episodes of a pulse stand in the order of their tokens instead: new ones would tell who came later.

    A row no longer in its source stays: evidence that was seen was seen. What a source told earlier (``told_us``) than
    what is held does not replace it, and counts as ``already`` there: an old export may be read after a newer one. Of
    two rows of one identity in ``read`` the last one stands, and the others count as ``already`` there.
    """
    identity = _identity(pa.concat_tables([held, read]), IDENTITY[name])
    of_held, of_read = identity[: len(held)], identity[len(held) :]
    last = np.full(identity.max(initial=-1) + 1, -1, dtype=np.int64)
    last[of_read] = np.arange(len(read))
    standing = np.unique(last[last >= 0])
    repeated = len(read) - len(standing)

    where = np.full(len(last), -1, dtype=np.int64)
    where[of_held] = np.arange(len(held))
    place = where[of_read[standing]]
    new, met = standing[place < 0], standing[place >= 0]
    place = place[place >= 0]
    before, after = held.take(pa.array(place)), read.take(pa.array(met))
    changed = ~np.logical_and.reduce(
        [np.ones(len(met), dtype=bool), *(_same(before[c], after[c]) for c in held.column_names if c not in _TELLING)]
    )
    telling = [~_same(before[c], after[c]) for c in _TELLING if c in held.column_names]
    moved = np.logical_or.reduce([np.zeros(len(met), dtype=bool), *telling])
    if "told_us" in held.column_names:
        newer = ~_earlier(after["told_us"], before["told_us"])
        changed, moved = changed & newer, moved & newer

    result = Reconciled(None, len(new), int((~changed).sum()) + repeated, int(changed.sum()))
    if not len(new) and not (changed | moved).any():
        return result
    rows = np.arange(len(held))
    rows[place[changed | moved]] = len(held) + met[changed | moved]
    table = pa.concat_tables([held, read]).take(pa.array(np.concatenate([rows, len(held) + new])))
    if name in _UNORDERED:
        table = table.sort_by([(column, "ascending") for column in _UNORDERED[name]])
    return Reconciled(table, result.added, result.already, result.changed)


def _identity(table: pa.Table, columns: tuple[str, ...]) -> Ints:
    """A whole number a row, equal where all of these columns are."""
    identity = np.zeros(len(table), dtype=np.int64)
    for column in columns:
        encoded = table[column].combine_chunks().dictionary_encode(null_encoding="encode")
        codes = encoded.indices.to_numpy().astype(np.int64)
        _, identity = np.unique(identity * (len(encoded.dictionary) + 1) + codes, return_inverse=True)
    return identity.astype(np.int64)


def _earlier(one: pa.ChunkedArray, other: pa.ChunkedArray) -> NDArray[np.bool_]:
    """Row by row: both are there, and the one is before the other."""
    earlier: NDArray[np.bool_] = pc.fill_null(pc.less(one, other), False).to_numpy().astype(bool)
    return earlier


def _same(one: pa.ChunkedArray, other: pa.ChunkedArray) -> NDArray[np.bool_]:
    """Row by row: equal, or both empty, or both not a number."""
    if pa.types.is_nested(one.type):
        return np.array([a == b for a, b in zip(one.to_pylist(), other.to_pylist(), strict=True)], dtype=bool)
    same = pc.or_(pc.fill_null(pc.equal(one, other), False), pc.and_(one.is_null(), other.is_null()))
    if pa.types.is_floating(one.type):
        same = pc.or_(same, pc.fill_null(pc.and_(pc.is_nan(one), pc.is_nan(other)), False))
    return np.asarray(same.to_numpy(), dtype=bool)
