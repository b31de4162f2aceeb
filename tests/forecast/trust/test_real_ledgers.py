"""The panel on the real ledgers: better than everybody's mean by the bars, never worse than Laplace (issue 1 of 5).

Flights, for its size, is scored by ``make evaluate`` with the slices.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from real_ledgers import commitments, record_of

from saidanddone.forecast.trust.result import Record

BARS = {"openstack_specs": 0.975, "sprints_pseudotime": 0.902, "jira_due": 0.855}
"""Mean log loss over the population mean's, at most."""

pytestmark = pytest.mark.shared


@cache
def walked(ledgers: Path, name: str) -> Record:
    return record_of(commitments(name, ledgers))


@pytest.fixture(params=sorted(BARS))
def ledger(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def record(ledger: str, shared: Path) -> Record:
    return walked(shared / "data" / "ledgers", ledger)


def loss(record: Record, baseline: str) -> float:
    found = record.baselines[baseline].log_loss
    assert found is not None
    return found


def test_the_panel_beats_everybodys_mean_by_the_bar(record: Record, ledger: str) -> None:
    assert record.panel.log_loss is not None
    assert record.panel.log_loss <= BARS[ledger] * loss(record, "population_mean")


def test_the_panel_is_never_worse_than_laplace_nor_than_any_other_baseline(record: Record) -> None:
    assert record.panel.log_loss is not None
    for name in record.baselines:
        assert record.panel.log_loss <= loss(record, name), name


def test_the_panel_is_at_most_two_hundredths_worse_than_the_best_of_its_members(record: Record) -> None:
    assert record.panel.log_loss is not None
    best = min(member.log_loss for member in record.forecasters if member.log_loss is not None)
    assert record.panel.log_loss <= best + 0.02


def test_the_panel_is_calibrated_to_five_hundredths_or_to_what_chance_gives(record: Record) -> None:
    assert record.panel.ece is not None
    assert record.panel.ece_noise95 is not None
    assert record.panel.ece <= max(0.05, record.panel.ece_noise95)


def test_no_single_forecaster_is_best_everywhere(shared: Path) -> None:
    """Why there is a panel at all (MODEL §1)."""
    best = set()
    for name in BARS:
        members = walked(shared / "data" / "ledgers", name).forecasters
        best.add(min(members, key=lambda member: member.log_loss or 9.0).name)
    assert len(best) > 1


def test_each_ledger_is_read_whole(record: Record, ledger: str) -> None:
    assert (record.n, record.excluded) == {"openstack_specs": (834, 0), "sprints_pseudotime": (2823, 0)}.get(
        ledger, (64_747, 0)
    )
    assert record.sample is None
