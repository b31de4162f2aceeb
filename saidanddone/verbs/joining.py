"""Whose each source's handles are: every handle met, joined to the roster or not, and by which rule (MISSION T1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saidanddone.diagnosis.roles import PERSON_COLUMNS
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.pseudonym import PSEUDONYM, pseudonym
from saidanddone.sources.labels import RULES, written_as
from saidanddone.sources.whose import Match, Roster, places

__all__ = ["Joined", "Joins", "Met", "join", "met"]

_TIMES = ("made_us", "at_us", "week_us", "from_us")


@dataclass(frozen=True, slots=True)
class Met:
    """One handle in one source. Its ``repr`` names nobody.

    Attributes:
        source, format: the source and its kind. pseudonym: of the handle alone, whoever it belongs to.
        label: as it stands there; None where real names were not kept. rows: rows of evidence it stands in.
        team: the team or group most of its own commitments are in. first_us: when it is first seen, µs UTC.
    """

    source: str
    format: str
    pseudonym: str = field(repr=False)
    label: str | None = field(repr=False)
    rows: int
    team: str | None = field(repr=False)
    first_us: int | None


@dataclass(frozen=True, slots=True)
class Joined:
    """A handle in a source, and whose the roster and the rules say it is."""

    met: Met
    match: Match

    @property
    def by_rule(self) -> bool:
        """Whether it belongs to somebody on the roster that does not list it."""
        return self.match.name is not None and not self.match.listed

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as for JSON; they name people."""
        return {
            "label": self.met.label, "source": self.met.source, "format": self.met.format, "rows": self.met.rows,
            "joined_to": self.match.name, "rules": list(self.match.rules), "candidates": list(self.match.candidates),
        }  # fmt: skip


@dataclass(frozen=True)
class Joins:
    """Every handle of the evidence held against a roster. Its ``repr`` names nobody.

    Attributes:
        rows: one a handle and source. never_met: names on the roster that no handle led to.
    """

    rows: tuple[Joined, ...] = field(default=(), repr=False)
    never_met: tuple[str, ...] = field(default=(), repr=False)

    @property
    def by_rule(self) -> tuple[Joined, ...]:
        """Handles joined by a rule, not because the roster lists them."""
        return tuple(row for row in self.rows if row.by_rule)

    @property
    def ambiguous(self) -> tuple[Joined, ...]:
        """Handles that could be several people's, and were not joined."""
        return tuple(row for row in self.rows if row.match.ambiguous)

    @property
    def unmatched(self) -> tuple[Joined, ...]:
        """Handles on no row of the roster."""
        return tuple(row for row in self.rows if row.match.name is None and not row.match.ambiguous)

    def same(self, key: bytes) -> dict[str, dict[str, str]]:
        """Source -> pseudonym of a handle -> pseudonym of the person it belongs to."""
        found: dict[str, dict[str, str]] = {}
        for row in self.rows:
            if row.match.name is not None:
                found.setdefault(row.met.source, {})[row.met.pseudonym] = pseudonym(row.match.name, key)
        return found

    def counts(self) -> dict[str, int]:
        """Distinct handles by what became of them; it names nobody."""
        parts = {"by_rule": self.by_rule, "ambiguous": self.ambiguous, "unmatched": self.unmatched}
        joined = [row for row in self.rows if row.match.listed]
        counted = {
            name: len({row.met.pseudonym for row in rows}) for name, rows in (("listed", joined), *parts.items())
        }
        return {**counted, "never_met": len(self.never_met)}

    def told(self) -> str:
        """The counts in a sentence; empty where every handle is on the roster."""
        counts = self.counts()
        said = []
        if n := counts["by_rule"]:
            said.append(f"{n:,} {'label was' if n == 1 else 'labels were'} joined by rule to people on the roster")
        if n := counts["ambiguous"]:
            said.append(f"{n:,} could be more than one person on {{it}} and {'was' if n == 1 else 'were'} not joined")
        if n := counts["unmatched"]:
            said.append(f"{n:,} {'handle is' if n == 1 else 'handles are'} on no row of {{it}}")
        said = [part.format(it="the roster" if place == 0 else "it") for place, part in enumerate(said)]
        if any(row.met.label is None for row in self.unmatched):
            said.append("as far as can be told without the real names, which were not kept")
        return f"{', '.join(said)}." if said else ""

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as for JSON; they name people."""
        return {
            "joined": [row.to_dict() for row in self.rows if row.match.name is not None],
            "ambiguous": [row.to_dict() for row in self.ambiguous],
            "unmatched": [row.to_dict() for row in self.unmatched],
            "never_met": list(self.never_met),
        }


def rule_in_words(match: Match) -> str:
    """By which rule a label was joined."""
    return "; ".join(RULES[rule] for rule in match.rules)


def met(evidence: Evidence) -> tuple[Met, ...]:
    """Every handle of this evidence by source, with the rows it stands in; in the order of sources and labels."""
    rows: dict[tuple[str, str], int] = {}
    first: dict[tuple[str, str], int] = {}
    for name, columns in PERSON_COLUMNS.items():
        table = getattr(evidence, name)
        if "source" not in table.column_names:
            continue
        when = next(time for time in _TIMES if time in table.column_names)
        counted = (
            _named(table, columns, when).group_by(["source", "who"]).aggregate([([], "count_all"), ("when", "min")])
        )
        for row in counted.to_pylist():
            if PSEUDONYM.fullmatch(row["who"]):
                at = (row["source"], row["who"])
                rows[at] = rows.get(at, 0) + row["count_all"]
                first[at] = min(first.get(at, row["when_min"]), row["when_min"])
    formats = dict(zip(*(evidence.origins.column(name).to_pylist() for name in ("source", "format")), strict=True))
    teams = _teams(evidence.commitments)
    found = [
        Met(
            source,
            formats.get(source, ""),
            who,
            evidence.names.get(who),
            n,
            teams.get((source, who)),
            first[source, who],
        )
        for (source, who), n in rows.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.source, (one.label or "").casefold(), one.pseudonym)))


def _named(table: pa.Table, columns: Iterable[str], when: str) -> pa.Table:
    """``source``, ``who`` and ``when`` of everybody a row names, once a row."""
    parts = []
    for column in columns:
        values = table.column(column).combine_chunks()
        rows = pa.array(np.arange(table.num_rows, dtype=np.int64))
        if pa.types.is_list(values.type):
            rows, values = pc.list_parent_indices(values).cast(pa.int64()), pc.list_flatten(values)
        parts.append(pa.table({"row": rows, "who": values}).filter(pc.is_valid(values)))
    once = pa.concat_tables(parts).group_by(["row", "who"]).aggregate([])
    at = once.column("row")
    return pa.table(
        {"source": table.column("source").take(at), "who": once.column("who"), "when": table.column(when).take(at)}
    )


def _teams(commitments: pa.Table) -> dict[tuple[str, str], str]:
    """(source, pseudonym) -> the team that most of its commitments there are in."""
    keys = ["source", "subject", "team"]
    counted = commitments.filter(pc.is_valid(commitments.column("team"))).group_by(keys).aggregate([([], "count_all")])
    most: dict[tuple[str, str], str] = {}
    for row in sorted(counted.to_pylist(), key=lambda row: (-row["count_all"], row["team"])):
        most.setdefault((row["source"], row["subject"]), row["team"])
    return most


def join(found: Iterable[Met], roster: Roster, key: bytes) -> Joins:
    """Each handle held against the roster.

    Where the label is not known, because real names were not kept, the roster's own handles are turned into pseudonyms
    and so are the labels its names might be written as; what is found that way is joined by the same rules.
    """
    found = tuple(found)
    listed = _listed(roster, key)
    unknown = {one.pseudonym for one in found if one.label is None}
    guessed = _guessed(roster, key, unknown) if unknown else {}
    matched: dict[tuple[str, str | None, frozenset[str]], Match] = {}
    rows = []
    for one in found:
        where = places(one.source, one.format)
        asked = (one.pseudonym, one.label, where)
        if asked not in matched:
            matched[asked] = listed(one.pseudonym, where) or _by_label(one, where, roster, guessed)
        rows.append(Joined(one, matched[asked]))
    owners = {row.match.name for row in rows}
    never = tuple(sorted({name for name in roster.names.values() if name not in owners}))
    return Joins(tuple(rows), never)


def _by_label(one: Met, where: frozenset[str], roster: Roster, guessed: Mapping[str, str]) -> Match:
    label = one.label if one.label is not None else guessed.get(one.pseudonym)
    return Match() if label is None else roster.who(label, where)


def _listed(roster: Roster, key: bytes) -> Callable[[str, frozenset[str]], Match | None]:
    """Looks a pseudonym up among those of the roster's own handles and names."""
    everywhere = {pseudonym(handle, key): handle for handle in roster.aliases}
    only_in = {
        place: {pseudonym(handle, key): handle for handle in handles} for place, handles in roster.within.items()
    }

    def look_up(who: str, where: frozenset[str]) -> Match | None:
        handles = [only_in[place][who] for place in where if who in only_in.get(place, ())]
        handle = next(iter(handles), everywhere.get(who))
        return None if handle is None else roster.who(handle, where)

    return look_up


def _guessed(roster: Roster, key: bytes, unknown: set[str]) -> dict[str, str]:
    """Pseudonym -> a label it could be of, for those whose label is not known."""
    handles = {*roster.aliases, *(handle for theirs in roster.within.values() for handle in theirs)}
    domains = sorted({handle.partition("@")[2] for handle in handles if "@" in handle[1:]})[:20]
    teams: dict[str, set[str]] = {}
    for person in roster.people:
        if person.team is not None:
            teams.setdefault(person.pseudonym, set()).add(person.team)
    found: dict[str, str] = {}
    for theirs, name in roster.names.items():
        for label in written_as(name, sorted(teams.get(theirs, ())), domains):
            if (who := pseudonym(label, key)) in unknown:
                found.setdefault(who, label)
    for handle in handles:
        for label in (handle.removeprefix("@"), f"@{handle}"):
            if (who := pseudonym(label, key)) in unknown:
                found.setdefault(who, label)
    return found
