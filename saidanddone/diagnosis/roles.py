"""Who promised what to whom: a roster's roles and teams laid over the commitments (MISSION T1; PRIVACY 1).

The rules, in order, for each commitment of a person the roster knows:

1. *Their role that day*: leader or member by the roster row of the commitment's own team, where there is one, else
   leader if they led any team when they made it.
2. *Team*: where the source names none, the only team they led (else the only team they were in) that day.
3. *Direction*, of a leader's commitment: what the source states stands. Where it states nothing, the commitment is made
   **to the team**, unless it was made to somebody outside it, and so **outward**:

   - to another team or unit;
   - to a person whom the roster does not list in that team at any time, if it lists anybody in it but the leader: a
     roster of leaders alone does not say who is outside.

   Where the team is not known, every team they led that day is theirs.
4. *Direction*, of anyone else's: a delivery, **by the team**, also where the source calls it a promise to the team: a
   member's due dates never enter the trust axis. ``outward`` stays outward.

A commitment of somebody the roster does not know keeps its direction, except that it is never *to the team*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.pseudonym import PSEUDONYM, normalise
from saidanddone.evidence.tally import Ints

__all__ = [
    "PERSON_COLUMNS",
    "ROSTER_RULES",
    "WHOLE_TEAM",
    "directions_told",
    "leaders",
    "led_at",
    "made_leading",
    "unified",
    "with_roles",
    "with_units",
]

_EVER, _NEVER = np.iinfo(np.int64).min, np.iinfo(np.int64).max
_NO_SOURCE: Mapping[str, Mapping[str, str]] = {}

ROSTER_RULES: Final = (
    ("joined", ("A label is a person's where the roster lists it, or where the rules for labels lead to exactly one "
     "person; read --preview shows them.")),
    ("role", ("Who leads is whom the roster calls a leader on the day the commitment was made: of its team, where it "
     "has one.")),
    ("to the team", ("A leader's commitment is to the team, unless it was made to somebody outside it, or its source "
     "says otherwise.")),
    ("outward", ("It is outward if it was made to another unit, or to a person the roster never lists in the team, "
     "where it lists anybody there but the leader.")),
    ("by the team", "Anyone else's is a delivery by the team, and never enters a leader's forecast."),
)  # fmt: skip
"""How a roster was laid over a figure's rows: what each rule is about, and the rule in words."""

WHOLE_TEAM = frozenset(("team", "the team", "us", "all", "everyone", "everybody"))
"""What a source may write for everybody in the team a commitment was made in."""

PERSON_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "commitments": ("subject", "maker", "to"),
    "acts": ("person",),
    "responses": ("responder",),
    "encounters": ("invited", "attended", "declined"),
    "exposure": ("person",),
    "inclusion": ("person",),
    "ratings": ("subject", "rater"),
    "people": ("pseudonym",),
}
"""Table -> its columns that hold pseudonyms of people."""


def leaders(people: pa.Table, on_us: int | None = None) -> frozenset[str]:
    """Pseudonyms of everybody the roster says leads a team, or has led one, by this moment (µs UTC; None: ever).

    Who will lead some day is a member until then. Who led before stays among them, for what they promised as leaders.
    """
    listed = zip(*_lists(people, "pseudonym", "role", "from_us"), strict=True)
    return frozenset(
        who for who, role, start in listed if role == "leader" and (on_us is None or start is None or start <= on_us)
    )


def led_at(
    people: pa.Table, persons: pa.ChunkedArray, at_us: Ints, teams: pa.ChunkedArray | None = None
) -> NDArray[np.bool_]:
    """Whether each of these people led at that moment: the team named beside it, where they have a row in it, or any.

    Args:
        persons: pseudonyms, null for nobody. at_us: µs UTC. teams: names as on the roster, null where not known.
    """
    out = np.zeros(len(at_us), dtype=bool)
    if teams is None:
        team = np.full(len(at_us), None, dtype=object)
    else:
        spelling = {normalise(name): name for name in people.column("team").to_pylist() if name is not None}
        team = np.asarray(teams.to_numpy(zero_copy_only=False), dtype=object)
        team = _spelled_as_on_the_roster(teams, team, spelling)
    rows_of = _rows_by_subject(pc.fill_null(persons, ""))
    stints: dict[str, list[dict[str, Any]]] = {}
    for row in people.to_pylist():
        stints.setdefault(row["pseudonym"], []).append(row)
    for pseudonym, theirs in stints.items():
        at = rows_of.get(pseudonym)
        if at is not None:
            out[at] = _that_day(theirs, at_us[at], team[at])[0]
    return out


def made_leading(commitments: pa.Table, makers: pa.ChunkedArray, people: pa.Table) -> pa.Array:
    """Whether each commitment's maker led when they made it, by rule 1 of the module; false of nobody known."""
    made = commitments.column("made_us").to_numpy()
    return pa.array(led_at(people, makers, made, commitments.column("team")))


def unified(
    evidence: Evidence, same: Mapping[str, str], within: Mapping[str, Mapping[str, str]] = _NO_SOURCE
) -> Evidence:
    """The evidence with one pseudonym a person: each key of ``same`` replaced by its value, in every table.

    Args:
        within: source -> the same for the rows of that source alone, which win over ``same``.
    """
    same = {old: new for old, new in same.items() if old != new}
    within = {source: {old: new for old, new in theirs.items() if old != new} for source, theirs in within.items()}
    within = {source: theirs for source, theirs in within.items() if theirs}
    if not same and not within:
        return evidence
    tables = {}
    for name, columns in PERSON_COLUMNS.items():
        table = getattr(evidence, name)
        for column in columns:
            position = table.schema.get_field_index(column)
            table = table.set_column(position, table.schema.field(column), _replaced(table, column, same, within))
        tables[name] = table
    names = {same.get(pseudonym, pseudonym): handle for pseudonym, handle in evidence.names.items()}
    return replace(evidence, names=names, **tables)


def with_units(commitments: pa.Table, units: Mapping[str, str]) -> pa.Table:
    """The commitments with ``to`` named where it is a unit that its source took for a person.

    Args:
        units: pseudonym -> the unit's own name.
    """
    coded = pc.dictionary_encode(commitments.column("to").combine_chunks())
    if not any(value in units for value in coded.dictionary.to_pylist()):
        return commitments
    named = pa.array([units.get(value, value) for value in coded.dictionary.to_pylist()], type=pa.string())
    return _with(commitments, "to", named.take(coded.indices).to_pylist())


def directions_told(commitments: pa.Table) -> str:
    """How many of people's commitments go which way, in a sentence that names nobody; empty where there is none."""
    persons = commitments.filter(pc.equal(commitments.column("subject_kind"), "person"))
    counted = persons.group_by("direction").aggregate([([], "count_all")]).to_pylist()
    counts = {row["direction"]: row["count_all"] for row in counted}
    said = {"to_team": "to the team", "by_team": "by the team", "outward": "outward", None: "not known"}
    parts = [f"{counts[way]:,} {words}" for way, words in said.items() if counts.get(way)]
    return f"Commitments by direction: {', '.join(parts)}." if parts else ""


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
    outside = np.zeros(len(made), dtype=bool)
    receiver = np.asarray(commitments.column("to").to_numpy(zero_copy_only=False), dtype=object)
    in_team = _listed_in_team(people)
    for pseudonym, theirs in stints.items():
        at = rows_of.get(pseudonym)
        if at is None:
            continue
        at = at[is_person[at]]
        leading[at], team[at] = _that_day(theirs, made[at], team[at])
        member[at] = ~leading[at]
        for row in at[leading[at] & np.array([value is not None for value in receiver[at]], dtype=bool)]:
            # A tracker's project is rarely called like the roster's team; then it is the teams they led that day.
            listed = team[row] is not None and normalise(team[row]) in in_team
            own = {team[row]} if listed else _led(theirs, made[row]) | {team[row]}
            outside[row] = _is_outside(receiver[row], pseudonym, own, in_team)
    unstated = np.array([value is None for value in direction], dtype=bool)
    to_team = direction == "to_team"
    direction[leading & unstated] = "to_team"
    direction[leading & unstated & outside] = "outward"
    direction[member & unstated] = "by_team"
    direction[is_person & ~leading & to_team] = "by_team"
    return _with(_with(commitments, "direction", direction), "team", team)


def _listed_in_team(people: pa.Table) -> dict[str, set[str]]:
    """Team, normalised -> everybody the roster lists in it at any time."""
    found: dict[str, set[str]] = {}
    for pseudonym, team in zip(*_lists(people, "pseudonym", "team"), strict=True):
        if team is not None:
            found.setdefault(normalise(team), set()).add(pseudonym)
    return found


def _led(stints: Sequence[Mapping[str, Any]], made: int) -> set[str | None]:
    """The teams they led when they made it."""
    return {
        stint["team"]
        for stint in stints
        if stint["role"] == "leader"
        if (stint["from_us"] is None or stint["from_us"] <= made) and (stint["to_us"] is None or made < stint["to_us"])
    }


def _is_outside(to: str, leader: str, teams: set[str | None], in_team: Mapping[str, set[str]]) -> bool:
    """Whether this receiver is surely none of the leader's own (rule 3 of the module)."""
    own = {normalise(team) for team in teams if team is not None}
    if not PSEUDONYM.fullmatch(to):
        return bool(own) and normalise(to) not in own | WHOLE_TEAM
    listed = set[str]().union(*(in_team.get(team, set()) for team in own))
    return to != leader and bool(listed - {leader}) and to not in listed


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


def _replaced(
    table: pa.Table, column: str, same: Mapping[str, str], within: Mapping[str, Mapping[str, str]]
) -> pa.ChunkedArray | pa.Array:
    """A column of pseudonyms, or of lists of them, each replaced as its row's source has it."""
    values = table.column(column).combine_chunks()
    if "source" not in table.column_names:
        return _changed(values, same)
    source = table.column("source").combine_chunks()
    everywhere = pc.unique(source).to_pylist()
    special = [name for name in everywhere if name in within]
    out = _changed(values, same)
    alike: dict[frozenset[tuple[str, str]], list[str]] = {}
    for name in special:
        alike.setdefault(frozenset(within[name].items()), []).append(name)
    for pairs, names in alike.items():
        out = pc.if_else(pc.is_in(source, pa.array(names)), _changed(values, {**same, **dict(pairs)}), out)
    return out


def _changed(values: pa.Array, same: Mapping[str, str]) -> pa.Array:
    if not same:
        return values
    if pa.types.is_list(values.type):
        rows = [None if row is None else [same.get(value, value) for value in row] for row in values.to_pylist()]
        return pa.array(rows, type=values.type)
    coded = pc.dictionary_encode(values)
    dictionary = pa.array([same.get(value, value) for value in coded.dictionary.to_pylist()], type=values.type)
    return dictionary.take(coded.indices)


def _with(table: pa.Table, name: str, values: Any) -> pa.Table:
    position = table.schema.get_field_index(name)
    field = table.schema.field(name)
    return table.set_column(position, field, pa.array(values, type=field.type, from_pandas=True))


def _lists(table: pa.Table, *names: str) -> list[list[Any]]:
    return [table.column(name).to_pylist() for name in names]
