"""Our own record on a ledger, by its contract."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from saidanddone.errors import NothingReadable
from saidanddone.store.database import write_store
from saidanddone.store.workspace import load
from saidanddone.verbs.backtest import backtest
from saidanddone.verbs.read import read

Write = Callable[[Path, Iterable[dict[str, str]]], Path]


def test_the_record_has_the_contracts_shape(settled_company: tuple[Path, Path]) -> None:
    told = json.loads(json.dumps(backtest(settled_company[0]).to_dict()))
    assert told["schema"] == "backtest/1"
    assert told["n"] == 152
    assert told["scored"] == 152 - 15
    assert told["excluded"] == 0
    assert told["panel"].keys() >= {"log_loss", "brier", "ece", "ece_noise95", "auc"}
    assert set(told["baselines"]) == {"population_mean", "raw_ratio", "wilson", "laplace"}
    for member in told["forecasters"]:
        assert member.keys() >= {"name", "log_loss", "weight_final", "weight_mean"}
    assert told["panel"]["log_loss"] < told["baselines"]["population_mean"]["log_loss"]


def test_a_ledger_kept_in_a_workspace_or_a_store_has_the_same_record(ledger: Path, tmp_path: Path) -> None:
    read(ledger, into=tmp_path / "ws", fresh_key=b"k" * 32)
    store = f"duckdb:{tmp_path / 'kept.duckdb'}"
    write_store(store, load(tmp_path / "ws"))
    assert backtest(tmp_path / "ws").to_dict() == backtest(store).to_dict()


def test_what_is_still_open_is_left_out_and_counted(tmp_path: Path, write: Write) -> None:
    """A due time yet to come when the file was written is no broken promise."""
    rows = [
        {"subject": "A", "made_at": f"2025-01-{d:02}", "due_at": f"2025-02-{d:02}", "closed_at": f"2025-02-{d:02}"}
        for d in range(1, 21)
    ]
    rows.append({"subject": "A", "made_at": "2025-02-20", "due_at": "2025-06-01"})
    rows.append({"subject": "A", "made_at": "2025-02-20"})
    rows.append({"subject": "A", "made_at": "2025-02-20", "due_at": "2025-09-01", "closed_at": "2025-02-20"})
    record = backtest(write(tmp_path / "open.csv", rows))
    assert (record.n, record.excluded) == (21, 2)
    assert dict(record.excluded_why) == {"no verdict yet": 1, "no due time": 1}


@pytest.mark.parametrize("outcome", ["1", "0"])
def test_one_kind_of_outcome_leaves_undefined_what_is_undefined(tmp_path: Path, write: Write, outcome: str) -> None:
    rows = [
        {"subject": "A", "made_at": f"2025-01-{d:02}", "due_at": f"2025-02-{d:02}", "outcome": outcome}
        for d in range(1, 21)
    ]
    told = backtest(write(tmp_path / "even.csv", rows)).to_dict()
    assert told["panel"]["auc"] is None
    assert told["panel"]["log_loss"] is not None


def test_a_single_commitment_is_no_obstacle(tmp_path: Path, write: Write) -> None:
    row = {"subject": "A", "made_at": "2025-01-01", "due_at": "2025-02-01", "outcome": "1"}
    record = backtest(write(tmp_path / "one.csv", [row]))
    assert record.n == 1
    json.dumps(record.to_dict(), allow_nan=False)


def test_a_ledger_without_any_verdict_scores_nothing(tmp_path: Path, write: Write) -> None:
    record = backtest(write(tmp_path / "open.csv", [{"subject": "A", "made_at": "2025-01-01", "due_at": "2025-02-01"}]))
    assert (record.n, record.scored, record.panel.log_loss) == (0, 0, None)
    json.dumps(record.to_dict(), allow_nan=False)


def test_bins_of_a_few_people_are_left_out_and_said(tmp_path: Path, write: Write) -> None:
    """With one person in the ledger a calibration bin's share kept is that person's."""
    rows = [
        {"subject": "Dana", "made_at": f"2025-01-{d:02}", "due_at": f"2025-02-{d:02}", "outcome": str(d % 2)}
        for d in range(1, 21)
    ]
    record = backtest(write(tmp_path / "few.csv", rows))
    assert record.calibration == ()
    assert any("somebody's score" in note for note in record.notes)
    projects = [row | {"subject_kind": "project"} for row in rows]
    assert backtest(write(tmp_path / "project.csv", projects)).calibration


def test_nothing_readable_is_said(tmp_path: Path) -> None:
    (tmp_path / "noise.csv").write_bytes(b"\x00")
    with pytest.raises(NothingReadable):
        backtest(tmp_path / "noise.csv")
