"""The rules as one expression say what the reference says, commitment by commitment (MISSION T3, T5, T11)."""

from __future__ import annotations

from dataclasses import asdict

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store.brute import days, ledgers

from saidanddone.evidence import commitment
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.outcome import DAY_US, settle
from saidanddone.store.engine import memory
from saidanddone.store.settled import settled

FIELDS = (
    "status",
    "first_due_us",
    "deadline_us",
    "y",
    "known_us",
    "y_first",
    "done",
    "timing",
    "late_days",
    "renegotiated",
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_the_expression_equals_the_reference_for_every_commitment_and_field(data: st.DataObject) -> None:
    rows = data.draw(ledgers(most=60, least=30))
    on_us = data.draw(days(rows))
    with memory(Evidence(commitments=commitment.table(rows)), threads=1) as engine:
        found = engine.arrow(settled(engine.table("commitments"), on_us).order_by("line")).to_pylist()
    for row, got in zip(rows, found, strict=True):
        assert {name: got[name] for name in FIELDS} == asdict(settle(row, on_us)), row


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_commitments_share_an_occasion_by_name_or_by_the_utc_day_they_were_first_due(data: st.DataObject) -> None:
    rows = data.draw(ledgers(most=40, least=20))
    with memory(Evidence(commitments=commitment.table(rows)), threads=1) as engine:
        keys = engine.arrow(settled(engine.table("commitments"), 0).order_by("line"))["occasion_key"].to_pylist()
    due = [row.first_due_us if row.first_due_us is not None else row.due_us for row in rows]
    said = [
        None if d is None else (row.occasion, None if row.occasion else d // DAY_US)
        for row, d in zip(rows, due, strict=True)
    ]
    assert [key is None for key in keys] == [what is None for what in said]
    assert len(set(zip(keys, said, strict=True))) == len(set(keys)) == len(set(said))


def test_what_is_settled_keeps_every_column_of_the_commitment() -> None:
    with memory(Evidence()) as engine:
        columns = settled(engine.table("commitments"), 0).columns
    assert set(columns) == set(commitment.SCHEMA.names) | set(FIELDS) | {"occasion_key"}
