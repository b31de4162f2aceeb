"""A tracker's issue told by several exports stands as it was changed last; older ones say how it came to that."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saidanddone.evidence.outcome import DAY_US

__all__ = ["SHARED_BY", "STANDING", "as_told_last", "with_values"]

STANDING = ("maker", "team", "to", "direction", "answers_id", "size", "formal", "pressure", "occasion")
"""How a promise stood, whoever tells of it."""

SHARED_BY = "~[0-9a-f]{6}$"
"""What tells apart the promises of several people on one issue."""

_ONE_DAY_US = DAY_US * 5 // 6
"""Two due times less than this apart are one day, told in two zones: a tracker's issues are due on whole days."""


@dataclass
class _Course:
    """How the due time of an issue came to be what it is, account by account: a builder, used once."""

    first: int | None = None
    due: int | None = None
    is_date: bool = False
    moved: tuple[int | None, int | None] = (None, None)
    moves: int = 0
    known: bool = False
    made_us: int | None = None

    def take(self, row: Mapping[str, Any], before: Mapping[str, Any] | None) -> None:
        """The next account; ``before``: the one before it."""
        if row["renegotiations"] is not None or row["moved_us"] is not None:  # it knows its own history
            self.first = row["due_us"] if row["first_due_us"] is None else row["first_due_us"]
            self.due, self.is_date, self.made_us = row["due_us"], row["due_is_date"], row["made_us"]
            self.moved = row["moved_us"], row["moved_due_us"]
            self.moves = row["renegotiations"] or int(row["moved_us"] is not None)
            self.known = True
        elif row["due_us"] is not None:
            if self.first is None or self.due is None:
                self.first = row["due_us"] if row["first_due_us"] is None else row["first_due_us"]
            elif abs(row["due_us"] - self.due) >= _ONE_DAY_US:
                if before is not None and _was_closed(row, before):
                    return  # what is changed after closing changes nothing that was promised
                self.moves += 1
                if self.moved[0] is None:
                    self.moved = row["told_us"], row["due_us"]
            self.due, self.is_date = row["due_us"], row["due_is_date"]


def as_told_last(table: pa.Table, trackers: Collection[str]) -> tuple[pa.Table, Counter[str]]:
    """Each issue of the trackers as the account of it that was changed last (``told_us``) tells it.

    The accounts told last stand for everybody on the issue: who is in none of them has handed it on, and what older
    accounts say of them is dropped. Those who are still on it keep what older accounts know: how the promise stood,
    and when it was first due. A due time that changed from one account to the next was moved then; it is not known
    when in between, and so the move counts as made at the latest possible moment, when the later account was told.
    Accounts that do not say when they were told are left as they are. Which was read first, and how the files are
    called, makes no difference.

    Args:
        table: of the schema of commitments. trackers: the sources that number their issues themselves.

    Returns:
        The table, and how many rows of each source were dropped.
    """
    dropped: Counter[str] = Counter()
    own = pc.and_(pc.is_in(table.column("source"), pa.array(sorted(trackers), pa.string())), _is_told(table))
    places = np.flatnonzero(own.to_numpy())
    if len(places) < 2:
        return table, dropped
    part = table.take(pa.array(places))
    part = part.append_column("issue", pc.replace_substring_regex(part.column("id"), SHARED_BY, ""))
    part = part.append_column("unit", pc.fill_null(part.column("team"), "")).append_column("place", pa.array(places))
    times = part.group_by(["issue", "unit"]).aggregate([("told_us", "min"), ("told_us", "max")])
    again = times.filter(pc.not_equal(times.column("told_us_min"), times.column("told_us_max")))
    if not again.num_rows:
        return table, dropped
    issues: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in part.join(again.select(["issue", "unit"]), ["issue", "unit"], join_type="inner").to_pylist():
        issues[row["issue"], row["unit"]].append(row)
    stays = np.ones(table.num_rows, dtype=bool)
    filled: dict[str, dict[int, Any]] = defaultdict(dict)
    for accounts in issues.values():
        last_us = max(row["told_us"] for row in accounts)
        older: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in sorted((row for row in accounts if row["told_us"] < last_us), key=_age):
            older[row["subject"]].append(row)
            stays[row["place"]] = False
            dropped[row["source"]] += 1
        for row in accounts:
            if row["told_us"] == last_us and row["subject"] in older:
                for name, value in _filled(row, older[row["subject"]]).items():
                    filled[name][row["place"]] = value
    return with_values(table, filled).filter(pa.array(stays)), dropped


def with_values(table: pa.Table, filled: Mapping[str, Mapping[int, Any]]) -> pa.Table:
    """The table with these values of a column put into these rows."""
    for name, values in filled.items():
        mask = np.zeros(table.num_rows, dtype=bool)
        places = sorted(values)
        mask[places] = True
        kind = table.schema.field(name)
        column = table.column(name).combine_chunks()
        new = pc.replace_with_mask(column, pa.array(mask), pa.array([values[at] for at in places], kind.type))
        table = table.set_column(table.schema.get_field_index(name), kind, new)
    return table


def _is_told(table: pa.Table) -> pa.ChunkedArray:
    return table.column("told_us").is_valid()


def _age(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """How old an account is, for comparing; of those told at one moment, never by where they were read."""
    apart = ("place", "source", "line")
    knows = row["renegotiations"] is not None
    return row["told_us"], knows, tuple(str(row[name]) for name in sorted(row) if name not in apart)


def _was_closed(row: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Whether it was closed already when the account before it was told, and has stayed so."""
    if row["closed_us"] is None or before["closed_us"] is None:
        return False
    return bool(row["closed_us"] <= before["told_us"])


def _filled(row: Mapping[str, Any], older: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What older accounts of the same promise, the oldest first, add to the one told last."""
    found: dict[str, Any] = {}
    for name in STANDING:
        if row[name] is None:
            value = next((one[name] for one in reversed(older) if one[name] is not None), None)
            found |= {} if value is None else {name: value}
    if row["renegotiations"] is not None:
        return found
    course = _Course()
    before = None
    for one in (*older, row):
        course.take(one, before)
        before = one
    if course.first is None and course.due is None:
        return found
    if course.due != row["due_us"]:
        found |= {"due_us": course.due, "due_is_date": course.is_date}
    if course.moves:
        found |= {"moved_us": course.moved[0], "moved_due_us": course.moved[1]}
    if course.moves or course.known:
        found |= {"first_due_us": course.first, "renegotiations": course.moves}
    if course.known and course.made_us is not None:
        found |= {"made_us": course.made_us}
    return found
