"""Which commitment a row is: ids given or made, and one row kept of those that tell of the same commitment."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from saidanddone.evidence.commitment import HEARD_ID
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.problem import Problem
from saidanddone.sources.retold import SHARED_BY, STANDING, as_told_last, with_values
from saidanddone.sources.telling import told

__all__ = ["TRACKERS", "content_id", "drop_overlaps", "drop_repeats", "identify"]

_RANK = {"receiver": 3, "system": 2}
"""Whose word wins; the maker's, and one of unknown origin, count 1, no word but that it is open 0 (MISSION T3)."""

_MOVE = ("first_due_us", "moved_us", "moved_due_us", "renegotiations")
_DUE = ("due_us", "due_is_date")
_MAY_BE_CLOSED = (None, "kept", "broken", "delivered")
"""Outcomes beside which the time it was closed at says no more than when."""

TRACKERS = ("jira", "github")
"""Formats whose issues have a number of their own, the same in every export."""

_NUMBERED = re.compile(r" \(\d+\)$")
"""What tells apart files of one name, by the order they were read in."""


def content_id(prefix: str, *parts: str | float | None) -> str:
    """An id made from what a row says, so that reading the same row again makes the same id.

    Persons go in as pseudonyms, so that the id gives nobody away to those without the workspace's key.
    """
    return f"{prefix}-{hashlib.sha256(repr(parts).encode('utf-8', 'backslashreplace')).hexdigest()[:16]}"


def identify(table: pa.Table, given: pa.Array | None) -> pa.Table:
    """The table with its column ``id``.

    A row without an id gets one from its subject, maker, receiver, team, making and first due time, and its number
    among rows equal in all of these. One id given to several subjects stands for several commitments: the subjects
    after the first carry a mark behind it.
    """
    ids = pa.nulls(table.num_rows, pa.string()) if given is None else given
    if not ids.null_count:
        return table.append_column("id", _told_apart(ids, table))
    unnamed = np.flatnonzero(ids.is_null().to_numpy(zero_copy_only=False))
    keys = [name for name in ("subject", "maker", "to", "team", "made_us") if name in table.column_names]
    part = table.take(pa.array(unnamed))
    due = pc.coalesce(part.column("first_due_us"), part.column("due_us")) if "first_due_us" in table.column_names else (
        part.column("due_us")
    )  # fmt: skip
    seen: Counter[tuple[object, ...]] = Counter()
    made = []
    for row in zip(*(part.column(name).to_pylist() for name in keys), due.to_pylist(), strict=True):
        made.append(content_id("c", *row, seen[row]))
        seen[row] += 1
    filled = pc.replace_with_mask(ids, ids.is_null(), pa.array(made, type=pa.string()))
    return table.append_column("id", _told_apart(filled, table))


def _repeated(ids: pa.Array) -> NDArray[np.int64]:
    """Rows whose id stands more than once, in file order."""
    codes = ids.dictionary_encode().indices.to_numpy()
    rows: NDArray[np.int64] = np.flatnonzero(np.bincount(codes)[codes] > 1) if len(codes) else np.zeros(0, np.int64)
    return rows


def _told_apart(ids: pa.Array, table: pa.Table) -> pa.Array:
    rows = _repeated(ids)
    if not len(rows):
        return ids
    some = pa.array(rows)
    first: dict[str, str] = {}
    renamed = []
    for name, subject in zip(ids.take(some).to_pylist(), table.column("subject").take(some).to_pylist(), strict=True):
        owner = first.setdefault(name, subject)
        renamed.append(name if owner == subject else f"{name}~{content_id('s', subject)[2:8]}")
    mask = np.zeros(len(ids), dtype=bool)
    mask[rows] = True
    return pc.replace_with_mask(ids, pa.array(mask), pa.array(renamed, type=pa.string()))


def drop_repeats(table: pa.Table, source: str) -> tuple[pa.Table, list[Problem]]:
    """One row for each id.

    Of equal rows the first stays. Of rows that differ, the one whose outcome has the better witness stays: the
    receiver, then a system, then the maker (T3); between equals the later line, as a ledger is written downwards.
    """
    ids = table.column("id").combine_chunks() if isinstance(table.column("id"), pa.ChunkedArray) else table.column("id")
    rows = _repeated(ids)
    if not len(rows):
        return table, []
    some = table.take(pa.array(rows)).to_pylist()
    groups: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(some):
        groups[row["id"]].append(place)
    equal: list[int] = []
    outvoted: list[int] = []
    for places in groups.values():
        said: dict[tuple[object, ...], int] = {}
        for place in places:
            content = tuple(value for name, value in some[place].items() if name != "line")
            if said.setdefault(content, place) != place:
                equal.append(place)
        stays = max(said.values(), key=lambda place: (_rank(some[place]), place))
        outvoted += [place for place in said.values() if place != stays]
    dropped = np.zeros(table.num_rows, dtype=bool)
    dropped[rows[equal + outvoted]] = True
    problems = [
        *told(
            source, (some[place]["line"] for place in equal), "The same line stands further up; it was read once.",
            "Remove it.",
        ),
        *told(
            source, (some[place]["line"] for place in outvoted),
            "Another line has the same id and says something else; that one was read, this one not.",
            "Keep one line for each promise. The receiver's word wins, then a system's; else the later line.",
        ),
    ]  # fmt: skip
    return table.filter(pa.array(~dropped)), problems


def drop_overlaps(table: pa.Table, trackers: Collection[str] = ()) -> tuple[pa.Table, list[Problem]]:
    """One row for each promise that several sources tell, whichever of them was read first.

    Two exports of one tracker overlap; counted twice, every promise in both would weigh double. Two rows tell of one
    promise if they have the same id, the same subject and were made at the same moment; where a tracker tells one of
    them, which numbers its issues itself, id and subject are enough, since exports differ in what they know of its
    beginning. Where a tracker's accounts say when they were told, the later one stands, for everybody on the issue
    (:func:`saidanddone.sources.retold.as_told_last`); the rest holds for what is left then.

    The row stays that has the better witness, as in :func:`drop_repeats`; between equals the one that says what became
    of it, then the later closing, then the one that tells of a move, then the one whose source knows of moves, then the
    one that says most, then the source with the later name. What it leaves open the others fill in: when it was
    closed, how the promise stood (whose team, to whom, how big), its due time, and its moves.

    A promise that was heard in talk has no id a ledger could share. It yields to one written down of the same subject,
    made within a day of it and due on the same day: said aloud and kept in a list, it is one promise (MODEL §1).

    Args:
        trackers: the sources that number their promises themselves (:data:`TRACKERS`).
    """
    table, older = as_told_last(table, trackers)
    problems = [
        Problem(
            source, 0, f"{count:,} of its promises are told again as they stood later; each is counted once.",
            "Nothing needs to be done: every issue was read as it was changed last.",
        )
        for source, count in sorted(older.items())
    ]  # fmt: skip
    if pc.count_distinct(table.column("source")).as_py() < 2:
        return table, problems
    table, again = _without_retold(table)
    problems += again
    keys = ["same", "subject", "begun"]
    marked = _marked(table, trackers)
    told_by = marked.group_by(keys).aggregate([("source", "count_distinct")])
    several = told_by.filter(pc.greater(told_by.column("source_count_distinct"), 1)).select(keys)
    if not several.num_rows:
        return table, problems
    groups: dict[tuple[object, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in marked.join(several, keys, join_type="inner").to_pylist():
        groups[tuple(row[key] for key in keys)].append(row)
    dropped = np.zeros(table.num_rows, dtype=bool)
    filled: dict[str, dict[int, Any]] = defaultdict(dict)
    counts: dict[str, int] = defaultdict(int)
    for group in groups.values():
        best, *others = sorted(group, key=_worth, reverse=True)
        for name, value in _filled(best, others).items():
            filled[name][best["place"]] = value
        for row in others:
            if row["source"] != best["source"]:
                dropped[row["place"]] = True
                counts[str(row["source"])] += 1
    problems += [
        Problem(
            source, 0, f"{count:,} of its promises also stand in another source; each is counted once.",
            "Nothing needs to be done: the row that says more of what became of it was taken.",
        )
        for source, count in sorted(counts.items())
    ]  # fmt: skip
    return with_values(table, filled).filter(pa.array(~dropped)), problems


def _without_retold(table: pa.Table) -> tuple[pa.Table, list[Problem]]:
    """Without promises heard in talk that a ledger tells too; each row of a ledger stands for one of them at most."""
    heard = pc.match_substring_regex(table.column("id"), HEARD_ID)
    if not pc.any(heard).as_py() or pc.all(heard).as_py():
        return table, []
    columns = [table.column(name).to_pylist() for name in ("subject", "made_us", "due_us", "source")]
    written: dict[tuple[str, int], list[int]] = defaultdict(list)
    rows = list(zip(*columns, heard.to_pylist(), strict=True))
    for subject, made_us, due_us, _, is_heard in rows:
        if not is_heard and due_us is not None:
            written[subject, due_us // DAY_US].append(made_us)
    kept, counts = [], Counter[str]()
    for subject, made_us, due_us, source, is_heard in rows:
        near = [at for at in written[subject, due_us // DAY_US] if abs(at - made_us) <= DAY_US] if (
            is_heard and due_us is not None) else []  # fmt: skip
        if near:
            written[subject, due_us // DAY_US].remove(near[0])
            counts[source] += 1
        kept.append(not near)
    problems = [
        Problem(
            source, 0, f"{count:,} of the promises heard in it also stand in a ledger; each is counted once.",
            "Nothing needs to be done: the ledger's row was taken.",
        )
        for source, count in sorted(counts.items())
    ]  # fmt: skip
    return table.filter(pa.array(kept)), problems


def _marked(table: pa.Table, trackers: Collection[str]) -> pa.Table:
    """The table with its rows' ``place``, and what makes two rows the ``same``, ``begun`` at the same moment."""
    ids, begun = table.column("id"), table.column("made_us")
    if trackers:
        own = pc.is_in(table.column("source"), pa.array(sorted(trackers), pa.string()))
        ids = pc.if_else(own, pc.replace_substring_regex(ids, SHARED_BY, ""), ids)
        numbered = pc.is_in(ids, pc.unique(ids.filter(own)))
        begun = pc.if_else(numbered, pa.scalar(0, pa.int64()), begun)
    places = pa.array(range(table.num_rows), pa.int64())
    return table.append_column("same", ids).append_column("begun", begun).append_column("place", places)


def _worth(row: dict[str, Any]) -> tuple[Any, ...]:
    """How good an account is, for comparing; never by where it was read."""
    said = sum(value is not None for value in row.values())
    moved = row["moved_us"] is not None
    known = row["renegotiations"] is not None
    closed_us = -1 if row["closed_us"] is None else row["closed_us"]
    name = _NUMBERED.sub("", row["source"])
    told = tuple(str(row[column]) for column in sorted(row) if column not in ("place", "source"))
    return _rank(row), closed_us, moved, known, said, name, told, row["source"]


def _filled(row: dict[str, Any], others: list[dict[str, Any]]) -> dict[str, Any]:
    """What other accounts of the same promise, the best first, add to one that stays."""
    found: dict[str, Any] = {}
    for name in (*STANDING, *(("closed_us",) if row["outcome"] in _MAY_BE_CLOSED else ())):
        if row[name] is None:
            value = next((other[name] for other in others if other[name] is not None), None)
            found |= {} if value is None else {name: value}
    if row["due_us"] is None and row["first_due_us"] is None:
        telling = sorted(others, key=lambda other: (other["due_us"] is None, other["moved_us"] is None))
        dated = next((other for other in telling if other["due_us"] is not None), None)
        return found | ({} if dated is None else {name: dated[name] for name in (*_DUE, *_MOVE)})
    moved = next((other for other in others if other["moved_us"] is not None), None)
    if row["moved_us"] is None and not row["renegotiations"] and moved is not None:
        begun = () if row["renegotiations"] is not None else ("made_us",)
        found |= {name: moved[name] for name in (*_MOVE, *begun)}
        if row["due_us"] == moved["first_due_us"]:  # it was told before the move
            found |= {name: moved[name] for name in _DUE}
    elif row["renegotiations"] is None:
        knows = next((other for other in others if other["renegotiations"] is not None), None)
        if knows is not None and knows["due_us"] == row["due_us"]:
            found |= {name: knows[name] for name in ("renegotiations", "made_us")}
    return found


def _rank(row: dict[str, object]) -> int:
    return 0 if row.get("outcome") in (None, "unknown", "pending") else _RANK.get(str(row.get("outcome_by")), 1)
