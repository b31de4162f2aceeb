"""Everything one read brought back: a table a kind, and the names that must not travel with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pyarrow as pa

from saidanddone.evidence import (
    act,
    answer,
    commitment,
    encounter,
    episode,
    exposure,
    inclusion,
    item,
    origin,
    people,
    pressure,
    rating,
    response,
)

__all__ = ["ABOUT", "SCHEMAS", "Evidence", "merge"]

SCHEMAS: Mapping[str, pa.Schema] = {
    "commitments": commitment.SCHEMA,
    "acts": act.SCHEMA,
    "responses": response.SCHEMA,
    "encounters": encounter.SCHEMA,
    "exposure": exposure.SCHEMA,
    "inclusion": inclusion.SCHEMA,
    "answers": answer.SCHEMA,
    "episodes": episode.SCHEMA,
    "items": item.SCHEMA,
    "ratings": rating.SCHEMA,
    "pressure": pressure.SCHEMA,
    "people": people.SCHEMA,
    "origins": origin.SCHEMA,
}
"""Evidence tables by name."""

ABOUT = ("origins",)
"""Tables that are no evidence but tell about it; they are kept with it and not counted."""


def _none(name: str) -> pa.Table:
    return SCHEMAS[name].empty_table()


@dataclass(frozen=True)
class Evidence:
    """One or more sources, read. Tables follow :data:`SCHEMAS`.

    Attributes:
        names: pseudonym -> handle, in memory only. Never printed; written only by the store, only on request.
    """

    commitments: pa.Table = field(default_factory=lambda: _none("commitments"), repr=False)
    acts: pa.Table = field(default_factory=lambda: _none("acts"), repr=False)
    responses: pa.Table = field(default_factory=lambda: _none("responses"), repr=False)
    encounters: pa.Table = field(default_factory=lambda: _none("encounters"), repr=False)
    exposure: pa.Table = field(default_factory=lambda: _none("exposure"), repr=False)
    inclusion: pa.Table = field(default_factory=lambda: _none("inclusion"), repr=False)
    answers: pa.Table = field(default_factory=lambda: _none("answers"), repr=False)
    episodes: pa.Table = field(default_factory=lambda: _none("episodes"), repr=False)
    items: pa.Table = field(default_factory=lambda: _none("items"), repr=False)
    ratings: pa.Table = field(default_factory=lambda: _none("ratings"), repr=False)
    pressure: pa.Table = field(default_factory=lambda: _none("pressure"), repr=False)
    people: pa.Table = field(default_factory=lambda: _none("people"), repr=False)
    origins: pa.Table = field(default_factory=lambda: _none("origins"), repr=False)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)

    def tables(self) -> dict[str, pa.Table]:
        """Every table by name, empty ones included."""
        return {name: getattr(self, name) for name in SCHEMAS}

    def counts(self) -> dict[str, int]:
        """Rows by table, those of :data:`ABOUT` left out."""
        return {name: table.num_rows for name, table in self.tables().items() if name not in ABOUT}


def merge(parts: list[Evidence]) -> Evidence:
    """All parts as one, rows in the parts' order. Duplicates are the store's business."""
    if not parts:
        return Evidence()
    tables = {name: pa.concat_tables([part.tables()[name] for part in parts]) for name in SCHEMAS}
    names: dict[str, str] = {}
    for part in parts:
        names.update(part.names)
    return replace(Evidence(), names=names, **tables)
