"""Which commitments are seen as whose: a ledger, with its view and units, for each kind of result (PRIVACY 1).

Each kind is a ledger of its own, so that no kind's evidence moves another's forecast:

========  ===========================================================================================  ==========
kind      its commitments                                                                              by
========  ===========================================================================================  ==========
leader    what the roster's leaders promised to their teams                                            subject
self      everything the person who asks promised, unless they lead (then they are in ``leader``)      subject
leader    everything promised by people a policy lists: consenting subjects, makers of public promises subject
team      what leaders promised to each team                                                           team
team,     everything promised in the name of a team, or of a project that no people promised within    subject
project
team      what a pulse told of promises to teams without a ledger (``diagnosis.promised``)             team
project   everything promised within a group that is not one of the roster's teams, by people and in   team
          its own name; where the source has no groups and there is no roster, within the whole source
========  ===========================================================================================  ==========
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saidanddone.diagnosis.roles import made_leading
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.pseudonym import normalise
from saidanddone.evidence.tally import View

__all__ = ["FADED", "HALF_LIFE_DAYS", "Ledger", "Unit", "ledgers", "people_in"]

HALF_LIFE_DAYS = 365.0
"""Days in which a verdict loses half its weight when it is judged whose a figure is: a forecast's figure ages too."""

FADED = 1 / 16
"""Who weighs less than this part of the unit's newest verdict (one of four years before it) is behind no figure."""


_NOBODY: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Unit:
    """Whose figure it would be, and who stands behind it. Its ``repr`` names nobody.

    Attributes:
        id: a person's pseudonym, or ``team:``/``project:`` and the unit's name. kind: person | team | project.
        name: pseudonym of a person, name of a team or project. team: the team it belongs to, where there is one.
        makers: pseudonyms of those whose verdicts make up its figure, as far as they have not faded
            (:data:`FADED`); while there is no verdict, of all who promised.
        unknown: commitments whose maker is not known.
        commitments: how many there are.
        whole: a source without groups, all of it taken as one project.
        unsettled: pseudonyms of those who promised as well, but have no verdict in it that weighs.
        delivering: pseudonyms of those who have something in it that they did not promise as leaders: deliveries
            (``by_team``), and what they made while they did not lead.
        largest: share of it that is one maker's, 0..1; unknown_share: that nobody known made. Each the worst of three:
            of its verdicts, of its verdicts with half the weight every :data:`HALF_LIFE_DAYS`, of all it holds.
        same: pseudonym -> one that stands for everybody who may be the same person, where that is not their own.
        unpromised: nothing was promised in it: it is known by what was said alone.
    """

    id: str = field(repr=False)
    kind: str
    name: str = field(repr=False)
    team: str | None = field(repr=False)
    makers: frozenset[str] = field(repr=False)
    unknown: int
    commitments: int
    whole: bool = False
    unsettled: frozenset[str] = field(default=frozenset(), repr=False)
    delivering: frozenset[str] = field(default=frozenset(), repr=False)
    largest: float = 0.0
    unknown_share: float = 0.0
    same: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)
    unpromised: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """The commitments of one kind of unit, and how to see them.

    Attributes:
        name: which row of the module's table: ``leaders`` self listed teams in_their_name projects.
        view: the column that names the unit. commitments: of ``evidence.commitment.SCHEMA``.
        units: name as it stands in the view's column -> unit. kind: what a person's finding is called.
    """

    name: str
    kind: str
    view: View
    commitments: pa.Table = field(repr=False)
    units: dict[str, Unit] = field(repr=False)


def people_in(commitments: pa.Table) -> frozenset[str]:
    """Pseudonyms of every person who is the subject of a commitment."""
    persons = commitments.filter(pc.field("subject_kind") == "person")
    return frozenset(pc.unique(persons.column("subject")).to_pylist())


def ledgers(
    commitments: pa.Table,
    on_us: int,
    *,
    leaders: frozenset[str] = frozenset(),
    me: str | None = None,
    listed: Iterable[str] = (),
    teams: Iterable[str] = (),
    roster: bool = False,
    people: pa.Table | None = None,
    same: Mapping[str, str] = _NOBODY,
) -> list[Ledger]:
    """The ledgers this evidence can be seen as, the most personal first; those without commitments are left out.

    Args:
        commitments: roles and pressure already applied. on_us: the day asked about, µs UTC.
        leaders, me, listed: pseudonyms, see the module's table.
        teams: the roster's teams. roster: whether there is one.
        people: of ``evidence.people.SCHEMA``, to tell what leaders made while they led; without it, all of it.
        same: pseudonym -> one that stands for all that may be the same person's; each its own where it is not here.
    """
    person = pc.field("subject_kind") == "person"
    to_team = (pc.field("direction") == "to_team") & _is(leaders, "subject")
    named = frozenset(listed) - leaders - {me}
    led = commitments.filter(person & to_team)
    persons = commitments.filter(person)
    groups = set(pc.unique(persons.column("team")).to_pylist())
    within = _grouped(persons, led, teams, roster)
    within, apart = _with_their_own(within, commitments.filter(pc.field("subject_kind") != "person"), groups)
    told = _Whose(on_us, people, same)
    projects = _ledger(told, "projects", "project", "team", within)
    whole = {name: replace(unit, whole=name not in groups) for name, unit in projects.units.items()}
    found = [
        _ledger(told, "leaders", "leader", "subject", led),
        _ledger(told, "self", "self", "subject", commitments.filter(person & _is({me} - leaders - {None}, "subject"))),
        _ledger(told, "listed", "leader", "subject", commitments.filter(person & _is(named, "subject"))),
        _ledger(told, "teams", "team", "team", led.filter(pc.field("team").is_valid())),
        _ledger(told, "in_their_name", "project", "subject", apart),
        replace(projects, units=whole),
    ]
    return _without_twins([ledger for ledger in found if ledger.commitments.num_rows])


def _grouped(persons: pa.Table, led: pa.Table, teams: Iterable[str], roster: bool) -> pa.Table:
    """People's commitments by project: groups that are not teams; whole sources where there are no groups at all."""
    if not roster and persons.num_rows and persons.column("team").null_count:
        persons = _with_whole_sources(persons)
    promised_to = pc.unique(led.column("team")).to_pylist()
    are_teams = {normalise(name) for name in (*teams, *promised_to) if name is not None}
    groups = pc.unique(persons.column("team")).to_pylist()
    names = [name for name in groups if name is not None and normalise(name) not in are_teams]
    return persons.filter(_is(names, "team"))


def _with_their_own(within: pa.Table, apart: pa.Table, groups: set[str | None]) -> tuple[pa.Table, pa.Table]:
    """Commitments by project with those made in the project's own name, and those in a name that is none of theirs.

    A project's figure is from all made in its name (MODEL §1): what a tracker leaves unassigned is the project's own,
    beside what its people took on.
    """
    if not within.num_rows or not apart.num_rows:
        return within, apart
    names = [name for name in pc.unique(within.column("team")).to_pylist() if name in groups]
    spelled = {normalise(name): name for name in sorted(names, reverse=True)} | {name: name for name in names}
    coded = pc.dictionary_encode(apart.column("subject").combine_chunks())
    meant = [spelled.get(name) or spelled.get(normalise(name)) for name in coded.dictionary.to_pylist()]
    group = pa.array(meant, type=pa.string()).take(coded.indices)
    theirs = pc.and_(pc.is_valid(group), pc.equal(apart.column("subject_kind"), "project"))
    position = apart.schema.get_field_index("team")
    joined = apart.set_column(position, apart.schema.field("team"), group).filter(theirs)
    return pa.concat_tables([within, joined]), apart.filter(pc.invert(theirs))


def _with_whole_sources(persons: pa.Table) -> pa.Table:
    """Team filled with the source's stem for sources in which no commitment has one."""
    counted = persons.group_by("source").aggregate([("team", "count")])
    bare = {row["source"]: PurePath(row["source"]).stem for row in counted.to_pylist() if row["team_count"] == 0}
    coded = pc.dictionary_encode(persons.column("source").combine_chunks())
    stems = pa.array([bare.get(name) for name in coded.dictionary.to_pylist()], type=pa.string())
    position = persons.schema.get_field_index("team")
    team = pc.coalesce(persons.column("team"), stems.take(coded.indices))
    return persons.set_column(position, persons.schema.field("team"), team)


@dataclass(frozen=True)
class _Whose:
    """What makers are judged by: the day asked about, the roster, and which pseudonyms may be one person's."""

    on_us: int
    people: pa.Table | None = field(repr=False)
    same: Mapping[str, str] = field(repr=False)


def _ledger(told: _Whose, name: str, kind: str, by: str, commitments: pa.Table) -> Ledger:
    view = View(by=by, grouped=by == "subject")
    return Ledger(name, kind, view, commitments, _units(commitments, by, kind, told))


def _decided(commitments: pa.Table, on_us: int) -> pa.ChunkedArray:
    """When each verdict became known that surely counts on this day (rules 2-4 of ``evidence.outcome``), else null."""
    due = pc.max_element_wise(*(commitments.column(name) for name in ("first_due_us", "moved_due_us", "due_us")))
    stated = pc.is_in(commitments.column("outcome"), pa.array(["kept", "broken"]))
    known = commitments.column("known_us")
    known = pc.if_else(pc.and_(stated, pc.is_valid(known)), known, pc.max_element_wise(due, known))
    dated = pc.is_valid(pc.coalesce(commitments.column("first_due_us"), commitments.column("due_us")))
    open_ended = pc.fill_null(pc.equal(commitments.column("outcome"), "withdrawn"), False)
    in_time = pc.and_(pc.less(known, on_us), pc.greater(known, commitments.column("made_us")))
    counts = pc.and_(pc.and_(dated, pc.invert(open_ended)), pc.fill_null(in_time, False))
    return pc.if_else(counts, known, pa.scalar(None, pa.int64()))


def _units(commitments: pa.Table, by: str, kind: str, whose: _Whose) -> dict[str, Unit]:
    """Every unit of a ledger with its makers; a person is the maker of their own commitments."""
    if commitments.num_rows == 0:
        return {}
    own = pc.if_else(pc.equal(commitments.column("subject_kind"), "person"), commitments.column("subject"), None)
    maker = pc.coalesce(own, commitments.column("maker"))
    delivery = pc.fill_null(pc.equal(commitments.column("direction"), "by_team"), False)
    if whose.people is not None:
        delivery = pc.or_(delivery, pc.invert(made_leading(commitments, maker, whose.people)))
    known = _decided(commitments, whose.on_us)
    age = (whose.on_us - pc.fill_null(known, whose.on_us).to_numpy()) / DAY_US
    columns = {
        "unit": commitments.column(by),
        "kind": commitments.column("subject_kind"),
        "maker": maker,
        "team": commitments.column("team"),
        "counts": pc.is_valid(known),
        "delivery": delivery,
    }
    weighed = pa.table(columns | {"weight": pa.array(np.exp2(-age / HALF_LIFE_DAYS))})
    summed = weighed.group_by(list(columns)).aggregate([([], "count_all"), ("weight", "sum"), ("weight", "max")])
    seen: dict[str, _Told] = {}
    for row in summed.to_pylist():
        unit, n = seen.setdefault(row["unit"], _Told()), row["count_all"]
        person = None if row["maker"] is None else whose.same.get(row["maker"], row["maker"])
        unit.commitments += n
        unit.kinds.add(row["kind"])
        unit.teams[row["team"]] += n
        unit.all[person] += n
        if row["counts"]:
            unit.verdicts[person] += n
            unit.weights[person] = unit.weights.get(person, 0.0) + row["weight_sum"]
            unit.newest = max(unit.newest, row["weight_max"])
        if row["maker"] is None:
            unit.unknown += n
            continue
        unit.promised.add(row["maker"])
        if row["counts"]:
            unit.settled.add(row["maker"])
        if row["delivery"]:
            unit.delivering.add(row["maker"])
    return {name: told.unit(name, by, kind, whose.same) for name, told in sorted(seen.items())}


@dataclass(slots=True)
class _Told:
    """What is told of one unit, as its rows are gone through; shares by person, whatever they are called."""

    kinds: set[str] = field(default_factory=set)
    teams: Counter[str | None] = field(default_factory=Counter)
    all: Counter[str | None] = field(default_factory=Counter)
    verdicts: Counter[str | None] = field(default_factory=Counter)
    weights: dict[str | None, float] = field(default_factory=dict)
    newest: float = 0.0
    promised: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
    delivering: set[str] = field(default_factory=set)
    unknown: int = 0
    commitments: int = 0

    def unit(self, name: str, by: str, kind: str, same: Mapping[str, str]) -> Unit:
        """As a unit of that name."""
        what = kind if by == "team" else min(self.kinds)
        most = sorted(self.teams, key=lambda t: (-self.teams[t], t is None, str(t)))
        weighing = {who for who, weight in self.weights.items() if weight >= FADED * self.newest}
        makers = frozenset(one for one in self.settled if same.get(one, one) in weighing)
        if not self.verdicts:
            makers = frozenset(self.promised)
        shares = [_shares(counted) for counted in (self.all, self.verdicts, self.weights)]
        return Unit(
            id=name if what == "person" else f"{what}:{name}",
            kind=what,
            name=name,
            team=name if by == "team" else most[0],
            makers=makers,
            unknown=self.unknown,
            commitments=self.commitments,
            unsettled=frozenset(self.promised - makers),
            delivering=frozenset(self.delivering),
            largest=max(largest for largest, _ in shares),
            unknown_share=max(unknown for _, unknown in shares),
            same={one: same[one] for one in sorted(self.promised) if same.get(one, one) != one},
        )


def _shares(counted: Mapping[str | None, float]) -> tuple[float, float]:
    """The largest share of one maker, and the share that nobody known made."""
    of = sum(counted.values())
    if of <= 0:
        return 0.0, 0.0
    return max((n for who, n in counted.items() if who is not None), default=0) / of, counted.get(None, 0) / of


def _without_twins(found: list[Ledger]) -> list[Ledger]:
    """The same ledgers with no id used twice: a later unit of the same kind and name is numbered."""
    taken: set[str] = set()
    told = []
    for ledger in found:
        units = {}
        for name, unit in ledger.units.items():
            unit_id = next(i for i in (unit.id, *(f"{unit.id}#{n}" for n in range(2, 9))) if i not in taken)
            taken.add(unit_id)
            units[name] = replace(unit, id=unit_id)
        told.append(replace(ledger, units=units))
    return told


def _is(values: Iterable[Any], column: str) -> Any:
    return pc.field(column).isin(pa.array(sorted(values), type=pa.string()))
