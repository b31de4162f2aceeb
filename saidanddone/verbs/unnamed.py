"""Which team acts are told of that name none: where only one can be meant, that one (MISSION S1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Final

import pyarrow as pa

from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.pseudonym import normalise
from saidanddone.privacy.permissions import Permissions

__all__ = ["OWN_NOTES", "with_teams"]

_SAME_PEOPLE: Final = 0.5
"""From this share of their people in common on, two files are of one team; of a meeting of all, few are any one's."""

_NO_NAME: Final = "0123456789 _-.,()[]"
_SHORTEST: Final = 4
"""What ends no name, and letters that the beginning of several files' names must share to be one."""

OWN_NOTES: Final = "your team"
"""What moments are of that name no team, as those of a notebook; of all files of few people together."""


def with_teams(evidence: Evidence, permissions: Permissions, same: Mapping[str, str]) -> Evidence:
    """The evidence with a team for acts that name none, where only one can be meant.

    With a roster of one team, that one. Without any roster a source that never names a team is told as one, as a
    ledger without groups is: a notebook's moments are of its owner's team. It is called by the name of its file only
    where five people spoke up in it: a file may be named after the one whose notes it holds. Files in which mostly the
    same people spoke up are one team's, or every meeting would be a team of its own (decision 0035).
    """
    acts = evidence.acts
    column = acts.column("team").to_pylist()
    if None not in column:
        return evidence
    if permissions.roster:
        listed = {name for name in evidence.people.column("team").to_pylist() if name is not None}
        one = next(iter(listed)) if len({normalise(name) for name in listed}) == 1 else None
        people = acts.column("person").to_pylist()
        filled_in = [one if name is None and who is None else name for name, who in zip(column, people, strict=True)]
    else:
        sources = acts.column("source").to_pylist()
        naming = {source for source, name in zip(sources, column, strict=True) if name is not None}
        spoke: dict[str, set[str]] = {source: set() for source in set(sources) - naming}
        for source, who in zip(sources, acts.column("person").to_pylist(), strict=True):
            if source in spoke and who is not None:
                spoke[source].add(same.get(who, who))
        large = {source: who for source, who in spoke.items() if len(who) >= permissions.fewest_makers}
        whole = dict.fromkeys(spoke, OWN_NOTES) | _named(large, _begins(acts))
        filled_in = [whole.get(source) if name is None else name for name, source in zip(column, sources, strict=True)]
    place = acts.schema.get_field_index("team")
    return replace(evidence, acts=acts.set_column(place, acts.schema.field("team"), pa.array(filled_in, pa.string())))


def _begins(acts: pa.Table) -> dict[str, int]:
    """When the first act of each source was."""
    firsts: dict[str, int] = {}
    for source, at_us in zip(*(acts.column(name).to_pylist() for name in ("source", "at_us")), strict=True):
        firsts[source] = min(at_us, firsts.get(source, at_us))
    return firsts


def _named(spoke: Mapping[str, set[str]], begins: Mapping[str, int]) -> dict[str, str]:
    """A team's name for each source: of those that share their people, by what their names begin with alike.

    Args:
        spoke: source -> who spoke up in it. begins: source -> when; the first gives the name where nothing is alike,
            so that it stays the same when more is read.
    """
    teams: list[tuple[set[str], list[str]]] = []
    for source in sorted(spoke, key=lambda one: (begins[one], one)):
        who = spoke[source]
        met = max(teams, key=lambda team: _alike(team[0], who), default=None)
        if met is None or _alike(met[0], who) < _SAME_PEOPLE:
            teams.append((set(who), [source]))
        else:
            met[1].append(source)
            met[0].clear()
            met[0].update(who)  # people come and go: the newest meeting is who they are
    names: dict[str, str] = {}
    for _, sources in teams:
        stems = [PurePath(source).stem for source in sources]
        alike = _begin_alike(stems).rstrip(_NO_NAME)
        name = stems[0] if len(stems) == 1 else alike if len(alike) >= _SHORTEST else f"{stems[0]} and others"
        if name in names.values():
            name = stems[0] if len(stems) == 1 else f"{stems[0]} and others"
        names |= dict.fromkeys(sources, name)
    return names


def _alike(these: set[str], those: set[str]) -> float:
    """What share of all of them are in both."""
    return len(these & those) / len(these | those)


def _begin_alike(names: Sequence[str]) -> str:
    """The letters that all of them begin with."""
    for place, letters in enumerate(zip(*names, strict=False)):
        if len({*letters}) > 1:
            return names[0][:place]
    return min(names, key=len)
