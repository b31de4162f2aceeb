"""The sums at every forecast equal plain loops, and nothing is known before it is known (MISSION T1)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store.brute import SINCE_US, days, ledgers, usable_rows, walk

from saidanddone.evidence import commitment
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import HALF_LIVES, RHOS, Rows, View, WalkForward
from saidanddone.store.engine import memory
from saidanddone.store.walkforward import NOTHING, walkforward

SUMS = ("unit_kept", "unit_total", "group_kept", "group_total", "all_kept", "all_total")
FROM_AN_HOUR_TO_TEN_YEARS = (1 / 24, 0.5, 2.0, 30.0, 365.0, 3650.0, float("inf"))
VIEWS = (
    View(),
    View(by="team"),
    View(grouped=False),
    View(subjects=frozenset({"ana", "bo"})),
    View(subject_kinds=("person",)),
    View(directions=("to_team", None)),
    View(directions=("by_team",)),
)


def walked(
    rows: Sequence[Commitment], on_us: int, view: View | None = None, half_lives: Sequence[float] = HALF_LIVES
) -> tuple[Rows, WalkForward]:
    with memory(Evidence(commitments=commitment.table(rows)), threads=2) as engine:
        return walkforward(engine, view or View(), on_us, half_lives=half_lives)


def agree(got: WalkForward, wanted: dict[str, np.ndarray]) -> None:
    for name in SUMS:
        np.testing.assert_allclose(getattr(got, name), wanted[name], rtol=1e-9, atol=2 * NOTHING, err_msg=name)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_the_sums_equal_brute_force_at_half_lives_from_an_hour_to_ten_years(data: st.DataObject) -> None:
    rows = data.draw(ledgers())
    on_us, view = data.draw(days(rows)), data.draw(st.sampled_from(VIEWS))
    ordered, got = walked(rows, on_us, view, FROM_AN_HOUR_TO_TEN_YEARS)
    kept, excluded = usable_rows(rows, view, on_us)
    assert ordered.excluded == excluded
    assert ordered.made_us.tolist() == [s.row.made_us for s in kept]
    assert ordered.due_us.tolist() == [s.settled.first_due_us for s in kept]
    assert ordered.known_us.tolist() == [s.settled.known_us for s in kept]
    assert ordered.y.tolist() == [s.settled.y for s in kept]
    assert [ordered.units[u] for u in ordered.unit] == [s.unit for s in kept]
    assert [ordered.groups[g] for g in ordered.group] == [s.group for s in kept]
    assert list(ordered.units) == sorted(set(ordered.units))
    fates = [(s.unit, s.occasion) for s in kept]
    assert (
        len(set(zip(ordered.occasion.tolist(), fates, strict=True)))
        == len(set(fates))
        == len(set(ordered.occasion.tolist()))
    )
    np.testing.assert_array_equal(ordered.size, [np.nan if s.row.size is None else s.row.size for s in kept])
    for name in ("formal", "pressure"):
        stated = [getattr(s.row, name) for s in kept]
        assert getattr(ordered, name).tolist() == [-1 if flag is None else int(flag) for flag in stated]
    agree(got, walk(rows, view, on_us, FROM_AN_HOUR_TO_TEN_YEARS, RHOS))


def promise(number: int, made: float, known: float, *, kept: bool = True, subject: str = "nova") -> Commitment:
    return Commitment(
        id=f"{number:05}",
        subject=subject,
        subject_kind="project",
        made_us=SINCE_US + round(made * DAY_US),
        due_us=SINCE_US + round(known * DAY_US),
        known_us=SINCE_US + round(known * DAY_US),
        outcome="kept" if kept else "broken",
        source="a.csv",
        line=number,
    )


def long_ledger() -> list[Commitment]:
    """Twenty years, gaps of years, some on the same day: 175,000 half-lives of an hour, 40 of half a year."""
    chance = random.Random(5)
    rows, day = [], 0.0
    for number in range(120):
        day += chance.choice([0.0, 0.01, 0.3, 5.0, 20.7, 21.0, 41.5, 62.0, 400.0])
        rows.append(promise(number, day, day + chance.choice([0.001, 0.5, 3, 30]), kept=chance.random() < 0.7))
    return rows


def test_the_sums_equal_brute_force_over_spans_of_more_than_a_thousand_half_lives() -> None:
    rows = long_ledger()
    on_us = SINCE_US + 100 * 365 * DAY_US
    half_lives = (1 / 24, 1.0, 7.0, 180.0, 3650.0)
    _, got = walked(rows, on_us, half_lives=half_lives)
    wanted = walk(rows, View(), on_us, half_lives, RHOS)
    agree(got, wanted)
    assert (wanted["unit_total"][:, 0, 0] > 0).sum() > 60  # an hour's half-life is not all zeros
    assert ((wanted["unit_total"] > 0) & (wanted["unit_total"] < 1e-150)).any()  # a carried block is among them


def test_evidence_of_any_age_weighs_what_it_should_and_too_old_is_nothing() -> None:
    ages = (0.1, 499.9, 500.1, 750.0, 995.0, 999.9, 1200.0, 5000.0)
    ledger = [promise(0, 0.0, 1.0, subject="first")]
    for number, (start, age) in enumerate(product((0.0, 3.1, 10.3, 20.0), ages)):  # wherever the block's edge falls
        unit = f"{number:02}"
        ledger.append(promise(2 * number + 1, 1.0 + start, 2.0 + start, subject=unit))
        ledger.append(promise(2 * number + 2, 2.0 + start + age / 24, 1000.0, subject=unit))
    rows, got = walked(ledger, SINCE_US + 3000 * DAY_US, half_lives=(1 / 24,))
    nothing = 0
    for unit in range(1, len(rows.units)):
        old, asked = np.flatnonzero(rows.unit == unit - 1)
        wanted = 2.0 ** (-(rows.made_us[asked] - rows.known_us[old]) / DAY_US * 24)
        nothing += wanted < NOTHING
        assert got.unit_total[asked, 0, 0] == pytest.approx(
            wanted if wanted >= NOTHING else 0.0, rel=1e-9, abs=2 * NOTHING
        )
    assert nothing == 12  # 999.9, 1200 and 5000 half-lives, four times


def test_what_becomes_known_at_the_very_moment_of_a_promise_does_not_count_for_it() -> None:
    rows = [promise(0, 0.0, 10.0), promise(1, 10.0, 20.0), promise(2, 10.0 + 1e-6 / 86400, 20.0)]
    _, got = walked(rows, SINCE_US + 30 * DAY_US)
    assert got.all_total[:, -1].tolist() == [0.0, 0.0, 1.0]


def test_a_verdict_known_on_the_day_asked_about_is_not_used_yet() -> None:
    rows = [promise(0, 0.0, 10.0), promise(1, 1.0, 11.0)]
    found, _ = walked(rows, SINCE_US + 11 * DAY_US)
    assert len(found) == 1
    assert found.excluded == {"no verdict yet": 1}


def test_a_batch_counts_only_commitments_already_made_when_the_outcome_became_known() -> None:
    early = promise(0, 0.0, 5.0)
    later = replace(promise(1, 6.0, 5.0), due_us=early.due_us, known_us=SINCE_US + 7 * DAY_US)
    asked = promise(2, 8.0, 9.0)
    rows, got = walked([early, later, asked], SINCE_US + 30 * DAY_US, half_lives=(float("inf"),))
    assert rows.occasion[0] == rows.occasion[1] != rows.occasion[2]
    assert got.unit_total[2, 0].tolist() == [2.0, 1 + 1 / 1.2, 1 + 1 / 1.5, 1.5]


def test_an_undecided_commitment_of_the_batch_shares_its_fate_too() -> None:
    decided, open_still = promise(0, 0.0, 5.0), replace(promise(1, 0.0, 5.0), outcome="withdrawn", known_us=None)
    _, got = walked([decided, open_still, promise(2, 8.0, 9.0)], SINCE_US + 30 * DAY_US, half_lives=(float("inf"),))
    assert got.unit_total[1, 0].tolist() == [1.0, 1 / 1.2, 1 / 1.5, 0.5]


def test_the_order_of_the_rows_changes_nothing_to_the_last_bit() -> None:
    rows = long_ledger()
    mixed = list(rows)
    random.Random(1).shuffle(mixed)
    on_us = SINCE_US + 100 * 365 * DAY_US
    (one, first), (two, second) = walked(rows, on_us), walked(mixed, on_us)
    assert one.made_us.tobytes() == two.made_us.tobytes()
    for name in SUMS:
        assert getattr(first, name).tobytes() == getattr(second, name).tobytes(), name


def test_nothing_to_walk_is_an_empty_walk() -> None:
    rows, got = walked([], SINCE_US)
    assert len(rows) == 0
    assert rows.units == rows.groups == ()
    assert got.unit_kept.shape == (0, len(HALF_LIVES), len(RHOS))
    assert got.group_total.shape == got.all_kept.shape == (0, len(HALF_LIVES))


def test_a_single_commitment_is_forecast_from_nothing() -> None:
    rows, got = walked([promise(0, 0.0, 1.0)], SINCE_US + 5 * DAY_US)
    assert len(rows) == 1
    assert not got.unit_total.any()
    assert not got.all_total.any()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_whatever_becomes_known_later_moves_no_earlier_sum(data: st.DataObject) -> None:
    rows = data.draw(ledgers(least=3))
    on_us = SINCE_US + 40 * 365 * DAY_US
    before, first = walked(rows, on_us)
    if not len(before):
        return
    cut = int(data.draw(st.sampled_from(before.made_us.tolist())))
    turned = [
        replace(row, outcome="broken" if row.outcome == "kept" else "kept")
        if row.outcome in ("kept", "broken") and row.known_us is not None and row.known_us >= cut
        else row
        for row in rows
    ]
    after, second = walked(turned, on_us)
    upto = before.made_us <= cut
    assert before.made_us.tobytes() == after.made_us.tobytes()
    for name in SUMS:
        assert getattr(first, name)[upto].tobytes() == getattr(second, name)[upto].tobytes(), name
