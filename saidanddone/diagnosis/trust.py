"""Which of the units a ledger holds can be relied on: forecasts and the rows they rest on become findings (T1)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saidanddone.diagnosis.finding import Finding, Mark
from saidanddone.diagnosis.views import Unit
from saidanddone.evidence.unreleased import Unreleased
from saidanddone.forecast.trust.result import TrustForecast

__all__ = ["COLUMNS", "MOST_MARKS", "findings"]

COLUMNS = (
    "unit", "id", "made_us", "due_us", "closed_us", "status", "y", "renegotiated", "pressure", "source", "line",
)  # fmt: skip
"""Columns ``findings`` needs of the settled commitments; ``due_us`` as the source says now, ``y`` null where open."""

MOST_MARKS = 2_000
"""Commitments a finding carries as marks, its newest; ``Finding.evidence`` names every row, and explain shows them."""


def _marks(rows: pa.Table) -> tuple[Mark, ...]:
    columns = [rows.column(name).to_pylist() for name in COLUMNS[1:]]
    return tuple(Mark(*values) for values in zip(*columns, strict=True))


def findings(
    kind: str,
    units: Mapping[str, Unit],
    forecasts: Mapping[str, Unreleased[TrustForecast]],
    rows: pa.Table,
    leaders: frozenset[str],
) -> tuple[Finding, ...]:
    """One finding for every unit that has a forecast, in the order of ``units``.

    Args:
        kind: what a person's finding is called (``leader`` or ``self``); teams and projects carry their own.
        units: name in the ledger's view -> unit. forecasts: the same names -> forecast.
        rows: the units' settled commitments with at least :data:`COLUMNS`. leaders: pseudonyms that lead.
    """
    ordered = rows.take(pc.sort_indices(rows, [("unit", "ascending"), ("made_us", "ascending"), ("id", "ascending")]))
    names = np.array(ordered.column("unit").to_pylist(), dtype=object)
    cited = pc.binary_join_element_wise(ordered.column("source"), ordered.column("line").cast(pa.string()), ":")
    out = []
    for name, unit in units.items():
        if name not in forecasts:
            continue
        mine = np.flatnonzero(names == name)
        first, last = (int(mine[0]), int(mine[-1]) + 1) if len(mine) else (0, 0)
        out.append(
            Finding(
                id=unit.id,
                kind=kind if unit.kind == "person" else unit.kind,
                unit=unit.name,
                team=unit.team,
                makers=len(unit.makers),
                leaders_only=bool(unit.makers) and unit.makers <= leaders,
                trust=forecasts[name].research_only,
                evidence=tuple(cited.slice(first, last - first).to_pylist()),
                marks=_marks(ordered.slice(max(first, last - MOST_MARKS), min(last - first, MOST_MARKS))),
            )
        )
    return tuple(out)
