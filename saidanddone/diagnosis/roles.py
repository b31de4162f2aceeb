"""Who promised what to whom: a roster's roles and teams laid over the commitments (MISSION T1; PRIVACY 1).

The rules, in order, for each commitment of a person the roster knows:

1. *Their role that day*: leader or member by the roster row of the commitment's own team, where there is one, else
   leader if they led any team when they made it.
2. *Direction*: a leader's commitment whose direction the source does not state is made **to the team**. Anyone
   else's is a delivery, **by the team**, also where the source calls it a promise to the team: a member's due dates
   never enter the trust axis. ``outward`` stays outward.
3. *Team*: where the source names none, the only team they led (else the only team they were in) that day.

A commitment of somebody the roster does not know keeps its direction, except that it is never *to the team*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.pseudonym import normalise
from saidanddone.evidence.tally import Ints

__all__ = ["leaders", "unified", "with_roles"]

_EVER, _NEVER = np.iinfo(np.int64).min, np.iinfo(np.int64).max
_PERSON_COLUMNS = {
    "commitments": ("subject", "maker", "to"),
    "acts": ("person",),
    "responses": ("responder",),
    "encounters": ("invited", "attended"),
    "ratings": ("subject", "rater"),
    "people": ("pseudonym",),
}


def leaders(people: pa.Table) -> frozenset[str]:
    """Pseudonyms of everybody the roster says leads a team at some time."""
    return frozenset(p for p, role in zip(*_lists(people, "pseudonym", "role"), strict=True) if role == "leader")


def unified(evidence: Evidence, same: Mapping[str, str]) -> Evidence:
    """The evidence with one pseudonym a person: each key of ``same`` replaced by its value, in every table.

    For evidence that was read before a roster said which handles belong to one person.
    """
    same = {old: new for old, new in same.items() if old != new}
    if not same:
        return evidence
    tables = {}
    for name, columns in _PERSON_COLUMNS.items():
        table = getattr(evidence, name)
        for column in columns:
            position = table.schema.get_field_index(column)
            table = table.set_column(position, table.schema.field(column), _replaced(table.column(column), same))
        tables[name] = table
    names = {same.get(pseudonym, pseudonym): handle for pseudonym, handle in evidence.names.items()}
    return replace(evidence, names=names, **tables)


def with_roles(commitments: pa.Table, people: pa.Table) -> pa.Table:
    """The commitments with direction and team as the roster has them, by the rules above.

    Args:
        commitments: of ``evidence.commitment.SCHEMA``. people: of ``evidence.people.SCHEMA``; without rows the
            commitments come back unchanged.
    """
    if people.num_rows == 0 or commitments.num_rows == 0:
        return commitments
    direction = np.asarray(commitments.column("direction").to_numpy(zero_copy_only=False), dtype=object)
    team = np.asarray(commitments.column("team").to_numpy(zero_copy_only=False), dtype=object)
    is_person = pc.equal(commitments.column("subject_kind"), "person").to_numpy(zero_copy_only=False)
    made = commitments.column("made_us").to_numpy()
    spelling = {normalise(name): name for name in people.column("team").to_pylist() if name is not None}
    team = _spelled_as_on_the_roster(commitments.column("team"), team, spelling)
    rows_of = _rows_by_subject(commitments.column("subject"))
    stints: dict[str, list[dict[str, Any]]] = {}
    for row in people.to_pylist():
        stints.setdefault(row["pseudonym"], []).append(row)
    leading = np.zeros(len(made), dtype=bool)
    member = np.zeros(len(made), dtype=bool)
    for pseudonym, theirs in stints.items():
        at = rows_of.get(pseudonym)
        if at is None:
            continue
        at = at[is_person[at]]
        leading[at], team[at] = _that_day(theirs, made[at], team[at])
        member[at] = ~leading[at]
    unstated = np.array([value is None for value in direction], dtype=bool)
    to_team = direction == "to_team"
    direction[leading & unstated] = "to_team"
    direction[member & unstated] = "by_team"
    direction[is_person & ~leading & to_team] = "by_team"
    return _with(_with(commitments, "direction", direction), "team", team)


def _that_day(stints: Sequence[Mapping[str, Any]], made: Ints, team: Any) -> tuple[Any, Any]:
    """For one person's commitments: whether they led when they made each, and its team."""
    n = len(made)
    led_any = np.zeros(n, dtype=bool)
    own_row = np.zeros(n, dtype=bool)
    led_own = np.zeros(n, dtype=bool)
    led_teams: list[set[str]] = [set() for _ in range(n)]
    in_teams: list[set[str]] = [set() for _ in range(n)]
    for stint in stints:
        start = _EVER if stint["from_us"] is None else stint["from_us"]
        end = _NEVER if stint["to_us"] is None else stint["to_us"]
        active = (made >= start) & (made < end)
        if stint["role"] == "leader":
            led_any |= active
        if stint["team"] is None:
            continue
        here = active & (team == stint["team"])
        own_row |= here
        if stint["role"] == "leader":
            led_own |= here
        for i in np.flatnonzero(active & np.array([name is None for name in team], dtype=bool)):
            (led_teams if stint["role"] == "leader" else in_teams)[i].add(stint["team"])
    filled = team.copy()
    for position, (led, within) in enumerate(zip(led_teams, in_teams, strict=True)):
        only = led or within
        if filled[position] is None and len(only) == 1:
            filled[position] = next(iter(only))
    return np.where(own_row, led_own, led_any), filled


def _spelled_as_on_the_roster(column: pa.ChunkedArray, team: Any, spelling: Mapping[str, str]) -> Any:
    """Team names with the roster's spelling where only case or spacing differs."""
    out = team.copy()
    for name in pc.unique(column).to_pylist():
        ours = None if name is None else spelling.get(normalise(name))
        if ours is not None and ours != name:
            out[team == name] = ours
    return out


def _rows_by_subject(subjects: pa.ChunkedArray) -> dict[str, Ints]:
    """Subject -> positions of its rows."""
    coded = pc.dictionary_encode(subjects.combine_chunks())
    codes = coded.indices.to_numpy(zero_copy_only=False)
    order = np.argsort(codes, kind="stable")
    ends = np.cumsum(np.bincount(codes, minlength=len(coded.dictionary)))
    starts = np.concatenate([[0], ends[:-1]])
    return {name: order[start:end] for name, start, end in zip(coded.dictionary.to_pylist(), starts, ends, strict=True)}


def _replaced(column: pa.ChunkedArray, same: Mapping[str, str]) -> pa.ChunkedArray | pa.Array:
    if pa.types.is_list(column.type):
        rows = [None if row is None else [same.get(value, value) for value in row] for row in column.to_pylist()]
        return pa.array(rows, type=column.type)
    coded = pc.dictionary_encode(column.combine_chunks())
    dictionary = pa.array([same.get(value, value) for value in coded.dictionary.to_pylist()], type=column.type)
    return dictionary.take(coded.indices)


def _with(table: pa.Table, name: str, values: Any) -> pa.Table:
    position = table.schema.get_field_index(name)
    field = table.schema.field(name)
    return table.set_column(position, field, pa.array(values, type=field.type, from_pandas=True))


def _lists(table: pa.Table, *names: str) -> list[list[Any]]:
    return [table.column(name).to_pylist() for name in names]
