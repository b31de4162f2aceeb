"""A ledger summed by the engine equals plain loops, and adds up (MISSION T1, T3, T8, T10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store.brute import AGED, SINCE_US, days, ledgers, tallied

from saidanddone.evidence import commitment
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.outcome import DAY_US, STATUSES
from saidanddone.evidence.tally import HALF_LIVES, RHOS, Tallies, View
from saidanddone.store.engine import memory
from saidanddone.store.tallies import COUNTS, tallies
from saidanddone.store.walkforward import walkforward

VIEWS = (
    View(),
    View(by="team"),
    View(grouped=False),
    View(subjects=frozenset({"ana", "bo"})),
    View(subjects=frozenset()),
    View(subject_kinds=("person",)),
    View(directions=("to_team", None)),
    View(directions=("by_team",)),
)


def summed(rows: Sequence[Commitment], on_us: int, view: View | None = None, slower: float = 3.0) -> Tallies:
    with memory(Evidence(commitments=commitment.table(rows)), threads=2) as engine:
        return tallies(engine, view or View(), on_us, slower=slower)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_the_engines_sums_equal_the_reference_in_every_field(data: st.DataObject) -> None:
    rows = data.draw(ledgers(most=40, least=1))
    on_us, view = data.draw(days(rows)), data.draw(st.sampled_from(VIEWS))
    slower = data.draw(st.sampled_from([1.0, 3.0]))
    got, wanted = summed(rows, on_us, view, slower), tallied(rows, view, on_us, slower, HALF_LIVES, RHOS)
    assert tuple(got.counts) == tuple(wanted["counts"])
    for name, field in wanted["counts"].items():
        assert got.counts[name].tolist() == field.tolist(), name
    for name in ("units", "groups"):
        assert getattr(got, name) == wanted[name]
    for name in ("group", "late_n", "first_us", "last_us"):
        assert getattr(got, name).tolist() == wanted[name], name
    for name in (*AGED, "group_kept", "group_total", "all_kept", "all_total", "late_sum", "late_square"):
        np.testing.assert_allclose(getattr(got, name), wanted[name], rtol=1e-9, atol=1e-298, err_msg=name)


def promise(number: int, made: float, due: float, **more: object) -> Commitment:
    row = Commitment(
        id=f"{number}",
        subject="nova",
        subject_kind="project",
        made_us=SINCE_US + round(made * DAY_US),
        due_us=SINCE_US + round(due * DAY_US),
        outcome="kept",
        source="a.csv",
        line=number,
    )
    return replace(row, **more)  # type: ignore[arg-type]


def test_a_verdict_counts_only_once_it_is_known_strictly_before_the_day() -> None:
    rows = [promise(1, 0, 10)]
    assert summed(rows, SINCE_US + 10 * DAY_US).counts["settled"].tolist() == [0]
    assert summed(rows, SINCE_US + 10 * DAY_US + 1).counts["settled"].tolist() == [1]


def test_undated_commitments_are_counted_and_never_judged() -> None:
    got = summed([promise(1, 0, 10, due_us=None), promise(2, 0, 10)], SINCE_US + 90 * DAY_US)
    assert (got.counts["made"][0], got.counts["undated"][0], got.counts["settled"][0]) == (2, 1, 1)
    assert got.total[0, -1].tolist() == [1.0] * len(RHOS)


def test_a_view_without_commitments_has_no_units() -> None:
    got = summed([], SINCE_US)
    assert got.units == got.groups == ()
    assert got.kept.shape == (0, len(HALF_LIVES), len(RHOS))
    assert got.group_kept.shape == (0, len(HALF_LIVES))
    assert got.all_total.tolist() == [0.0] * len(HALF_LIVES)
    assert set(got.counts) == set(COUNTS)


def test_every_commitment_has_exactly_one_status() -> None:
    rows = [
        promise(i, i, 10 + i, outcome=o)
        for i, o in enumerate([None, "admitted", "withdrawn", "dropped", "kept", "overdue"])
    ]
    got = summed(rows, SINCE_US + 14 * DAY_US)
    assert sum(got.counts[status][0] for status in STATUSES) == got.counts["made"][0] == 6


def test_a_person_is_the_maker_of_their_own_commitments_and_a_team_has_as_many_makers_as_made_them() -> None:
    mine = [promise(i, i, 10, subject=f"p-{i % 3}", subject_kind="person", team="red") for i in range(6)]
    ours = [
        promise(9, 1, 10, subject="red", subject_kind="team", team="red", maker="p-7"),
        promise(10, 1, 10, team="red"),
    ]
    got = summed([*mine, *ours], SINCE_US + 20 * DAY_US, View(by="team"))
    assert got.counts["makers"].tolist() == [4]


def test_the_tallies_of_a_day_are_the_walk_forward_sums_of_a_promise_made_that_day() -> None:
    rows = [
        promise(i, i % 7, 8 + i % 5 + i / 10, outcome="broken" if i % 3 else "kept", team=f"t{i % 2}")
        for i in range(30)
    ]
    asked = promise(99, 40, 50, team="t1")
    got = summed(rows, asked.made_us)
    with memory(Evidence(commitments=commitment.table([*rows, asked]))) as engine:
        _, walk = walkforward(engine, View(), SINCE_US + 90 * DAY_US)
    np.testing.assert_allclose(got.kept[0], walk.unit_kept[-1], rtol=1e-9)
    np.testing.assert_allclose(got.total[0], walk.unit_total[-1], rtol=1e-9)
    np.testing.assert_allclose(got.group_total[got.groups.index("t1")], walk.group_total[-1], rtol=1e-9)
    np.testing.assert_allclose(got.all_kept, walk.all_kept[-1], rtol=1e-9)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_tallies_of_two_halves_add_up_to_those_of_the_whole_where_no_occasion_is_torn(data: st.DataObject) -> None:
    rows = [replace(row, occasion=None) for row in data.draw(ledgers(most=30, least=2))]
    on_us = data.draw(days(rows))

    def half(row: Commitment) -> bool:
        first = row.first_due_us if row.first_due_us is not None else row.due_us
        return (0 if first is None else first // DAY_US) % 2 == 0

    parts = [summed([row for row in rows if half(row)], on_us), summed([row for row in rows if not half(row)], on_us)]
    whole = summed(rows, on_us)
    for name in (*AGED, "late_sum"):
        added = np.zeros_like(getattr(whole, name))
        for part in parts:
            for u, unit in enumerate(part.units):
                added[whole.units.index(unit)] += getattr(part, name)[u]
        np.testing.assert_allclose(added, getattr(whole, name), rtol=1e-9, atol=1e-298, err_msg=name)


@pytest.mark.parametrize("days_later", [1.0, 90.0, 1000.0])
def test_sums_of_an_earlier_day_fade_to_those_of_a_later_day_when_nothing_new_happens(days_later: float) -> None:
    rows = [promise(i, i % 7, 8 + i % 5, outcome="broken" if i % 3 else "kept") for i in range(20)]
    early = summed(rows, SINCE_US + 30 * DAY_US)
    late = summed(rows, SINCE_US + round((30 + days_later) * DAY_US))
    fade, slow = (2.0 ** (-days_later / (np.array(HALF_LIVES) * slower)) for slower in (1, 3))
    np.testing.assert_allclose(early.kept * fade[:, None], late.kept, rtol=1e-9, atol=1e-298)
    np.testing.assert_allclose(early.slow_bad * slow[:, None], late.slow_bad, rtol=1e-9, atol=1e-298)
