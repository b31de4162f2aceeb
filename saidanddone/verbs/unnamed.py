"""Which team acts are told of that name none: where only one can be meant, that one (MISSION S1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Final

import pyarrow as pa

from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.pseudonym import normalise
from saidanddone.privacy.permissions import Permissions

__all__ = ["OWN_NOTES", "with_teams"]

OWN_NOTES: Final = "your team"
"""What moments are of that name no team, as those of a notebook; of all files of few people together."""


def with_teams(evidence: Evidence, permissions: Permissions, same: Mapping[str, str]) -> Evidence:
    """The evidence with a team for acts that name none, where only one can be meant.

    With a roster of one team, that one. Without any roster a source that never names a team is told as one, as a
    ledger without groups is: a notebook's moments are of its owner's team. It is called by the name of its file only
    where five people spoke up in it: a file may be named after the one whose notes it holds.
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
        whole = {
            source: PurePath(source).stem if len(who) >= permissions.fewest_makers else OWN_NOTES
            for source, who in spoke.items()
        }
        filled_in = [whole.get(source) if name is None else name for name, source in zip(column, sources, strict=True)]
    place = acts.schema.get_field_index("team")
    return replace(evidence, acts=acts.set_column(place, acts.schema.field("team"), pa.array(filled_in, pa.string())))
