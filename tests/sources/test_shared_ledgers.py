"""The real ledgers are read whole, from Parquet and from CSV alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from saidanddone.evidence.people import People
from saidanddone.sources.detect import read_path

pytestmark = pytest.mark.shared

LEDGERS = {
    "flights_nyc13": 336_776,
    "jira_due": 64_747,
    "openstack_specs": 834,
    "political_nz": 225,
    "sprints_pseudotime": 2_823,
}


@pytest.mark.parametrize(("name", "n"), LEDGERS.items())
def test_every_row_of_a_real_ledger_is_read(shared: Path, people: People, name: str, n: int) -> None:
    path = shared / "data" / "ledgers" / f"{name}.parquet"
    evidence, problems, (row,) = read_path(path, people)
    raw = pq.read_table(path)
    found = evidence.commitments
    assert (row.kind, row.rows, row.unread, problems) == ("ledger", n, 0, [])
    assert len(set(found.column("subject").to_pylist())) == len(raw.column("subject").unique())
    for ours, theirs in (
        ("made_us", "made_at"),
        ("due_us", "due_at"),
        ("closed_us", "closed_at"),
        ("known_us", "known_at"),
    ):
        assert found.column(ours).equals(raw.column(theirs).cast(pa.int64()))
    kept = np.array([outcome == "kept" for outcome in found.column("outcome").to_pylist()])
    assert np.array_equal(kept, raw.column("outcome").to_numpy() == 1)
    assert found.column("id").to_pylist() == raw.column("commitment_id").to_pylist()
    assert set(evidence.names.values()) == set(raw.column("subject").to_pylist())


@pytest.mark.parametrize("name", ["openstack_specs", "political_nz", "sprints_pseudotime", "jira_due"])
def test_the_same_ledger_as_csv_is_the_same_evidence(shared: Path, people: People, tmp_path: Path, name: str) -> None:
    parquet = shared / "data" / "ledgers" / f"{name}.parquet"
    raw = pq.read_table(parquet)
    pyarrow.csv.write_csv(raw, tmp_path / f"{name}.csv")
    from_parquet, _, _ = read_path(parquet, people)
    from_csv, problems, _ = read_path(tmp_path / f"{name}.csv", people)
    assert problems == []
    beside = ["source", "line"]
    assert from_csv.commitments.drop_columns(beside).equals(from_parquet.commitments.drop_columns(beside))
