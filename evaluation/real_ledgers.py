"""The real ledgers and slices of them, walked forward with everything a backtest does (shared data only)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.people import People
from saidanddone.evidence.tally import Rows, View, WalkForward
from saidanddone.forecast.trust import panel, score
from saidanddone.forecast.trust.result import Record
from saidanddone.settings import default
from saidanddone.sources.detect import read_path
from saidanddone.store.engine import memory
from saidanddone.store.walkforward import walkforward

__all__ = ["LEDGERS", "commitments", "record_of", "slices", "summed"]

SHARED = Path(os.environ.get("SAIDANDDONE_SHARED") or Path(__file__).resolve().parents[2] / "shared")
LEDGERS = SHARED / "data" / "ledgers"
FEWEST = 1500
"""Commitments a slice must have to be shown."""


def commitments(name: str, ledgers: Path = LEDGERS) -> pa.Table:
    """The commitments of one ledger, as ``read`` would read them; pseudonyms by a key of zeros."""
    evidence, _, _ = read_path(ledgers / f"{name}.parquet", People(key=bytes(32)))
    return evidence.commitments


def summed(table: pa.Table) -> tuple[Rows, WalkForward]:
    """Every usable commitment, and the sums its forecast may use; all verdicts known."""
    on_us = 1 + max(pc.max(table.column(name)).as_py() or 0 for name in ("made_us", "due_us", "known_us"))
    with memory(Evidence(commitments=table), threads=2) as engine:
        return walkforward(engine, View(), on_us)


def record_of(table: pa.Table) -> Record:
    """The panel's record on a ledger, whole."""
    rows, walked = summed(table)
    return score.record(panel.walk(rows, walked), walked, seed=int(default("seed")))


def slices() -> Iterator[tuple[str, pa.Table]]:
    """Parts of the real ledgers that differ from the whole in size, in who is the subject, or in how alike they are."""
    jira = commitments("jira_due")
    for group in sorted(pc.unique(jira.column("team")).to_pylist()):
        part = jira.filter(pc.field("team") == group)
        if len(part) >= FEWEST:
            yield f"jira, {group} only", part
    names = sorted(pc.unique(jira.column("subject")).to_pylist())
    yield "jira, every seventh project", jira.filter(pc.field("subject").isin(names[::7]))
    sprints = commitments("sprints_pseudotime")
    boards = sorted(pc.unique(sprints.column("subject")).to_pylist())
    yield "sprints, every third board", sprints.filter(pc.field("subject").isin(boards[::3]))
    openstack = commitments("openstack_specs")
    yield "openstack, as one project", _with_subject(openstack, pa.scalar("nova"))
    flights = commitments("flights_nyc13")
    flights = flights.take(pc.sort_indices(flights, [("made_us", "ascending"), ("id", "ascending")]))
    yield "flights, every thirtieth", flights.take(pa.array(range(0, len(flights), 30)))
    by_carrier = flights.slice(100_000, 15_000)
    yield "flights, 15,000 by carrier", _with_subject(by_carrier, by_carrier.column("team"))


def _with_subject(table: pa.Table, subject: pa.Scalar | pa.ChunkedArray) -> pa.Table:
    """The same commitments under another subject, all in one group."""
    column = pa.repeat(subject, len(table)) if isinstance(subject, pa.Scalar) else subject
    place = {name: table.schema.get_field_index(name) for name in ("subject", "team")}
    table = table.set_column(place["subject"], table.schema.field("subject"), column)
    return table.set_column(place["team"], table.schema.field("team"), pa.nulls(len(table), pa.string()))
