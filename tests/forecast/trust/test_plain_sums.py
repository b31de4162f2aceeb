"""The plain sums that simulations use equal the store's, which are checked against loops elsewhere."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from forecast.trust.drawn import ledgers, the_day_after
from hypothesis import HealthCheck, given, settings
from plain_sums import tallied, walked

from saidanddone.evidence import commitment
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.tally import Rows, View
from saidanddone.store.engine import Engine, memory
from saidanddone.store.tallies import tallies
from saidanddone.store.walkforward import walkforward

FLAG = {-1: None, 0: False, 1: True}


def engine_of(rows: Rows) -> Engine:
    told = [
        Commitment(
            id=f"{row:05}",
            subject=rows.units[rows.unit[row]],
            subject_kind="project",
            maker=rows.units[rows.unit[row]],
            team=rows.groups[rows.group[row]],
            made_us=int(rows.made_us[row]),
            due_us=int(rows.due_us[row]),
            known_us=int(rows.known_us[row]),
            renegotiations=0,
            outcome="kept" if rows.y[row] else "broken",
            size=None if np.isnan(rows.size[row]) else float(rows.size[row]),
            formal=FLAG[int(rows.formal[row])],
            pressure=FLAG[int(rows.pressure[row])],
            source="drawn.csv",
            line=row + 1,
        )
        for row in range(len(rows))
    ]
    return memory(Evidence(commitments=commitment.table(told)), threads=1)


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(ledgers(least=3))
def test_plain_sums_equal_the_stores(rows: Rows) -> None:
    on_us = the_day_after(rows)
    with engine_of(rows) as engine:
        again, by_store = walkforward(engine, View(), on_us)
        day = tallies(engine, View(), on_us)
    for name in ("made_us", "known_us", "y", "size", "formal", "pressure"):
        np.testing.assert_array_equal(getattr(again, name), getattr(rows, name), err_msg=name)
    plain = walked(rows)
    for field in fields(plain):
        np.testing.assert_allclose(
            getattr(plain, field.name), getattr(by_store, field.name), rtol=1e-9, atol=1e-12, err_msg=field.name
        )
    ours = tallied(rows, on_us)
    here = [rows.units.index(name) for name in day.units]
    for name in ("kept", "total", "slow_bad", "calm_kept", "calm_total", "press_kept", "press_total", "group"):
        wanted = getattr(day, name)
        found = getattr(ours, name)[here]
        if name == "group":
            assert [day.groups[g] for g in wanted] == [rows.groups[g] for g in found]
        else:
            np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-12, err_msg=name)
    np.testing.assert_allclose(ours.all_kept, day.all_kept, rtol=1e-9, atol=1e-12)
    for name in ("made", "settled", "kept", "occasions", "occasions_recent", "makers"):
        assert ours.counts[name][here].tolist() == day.counts[name].tolist(), name
    assert ours.first_us[here].tolist() == day.first_us.tolist()
    assert ours.last_us[here].tolist() == day.last_us.tolist()


def test_the_plain_sums_of_a_day_count_strictly_before_it() -> None:
    from simulated import BEGAN_US, ledger

    from saidanddone.evidence.outcome import DAY_US

    rows = ledger([0, 0], [0.0, 1.0], [2.0, 3.0], [1, 0])
    assert tallied(rows, BEGAN_US + 2 * DAY_US).total[0, -1, 0] == 0.0
    assert tallied(rows, BEGAN_US + 2 * DAY_US + 1).total[0, -1, 0] == pytest.approx(1.0)
