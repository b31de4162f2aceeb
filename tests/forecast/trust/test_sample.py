"""A seeded sample of subjects: whole records, the same for the same seed, within its budget."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from plain_sums import walked
from simulated import steady

from saidanddone.forecast.trust import panel
from saidanddone.forecast.trust.sample import choose, newest

counts = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=4), st.integers(1, 400), max_size=30)


@given(counts, st.integers(0, 99), st.integers(1, 2000))
def test_a_sample_stays_within_its_budget_or_is_the_smallest_subject(
    commitments: dict[str, int], seed: int, budget: int
) -> None:
    chosen = choose(commitments, seed, budget)
    total = sum(commitments[name] for name in chosen)
    assert chosen <= commitments.keys()
    if total > budget:
        assert len(chosen) == 1
        assert total == min(commitments.values())
    elif commitments:
        # Nobody left out would still have fitted.
        assert all(total + count > budget for name, count in commitments.items() if name not in chosen)


@given(counts, st.integers(0, 99))
def test_the_same_seed_gives_the_same_sample_in_whatever_order_subjects_come(
    commitments: dict[str, int], seed: int
) -> None:
    turned = dict(reversed(commitments.items()))
    assert choose(commitments, seed, 500) == choose(turned, seed, 500)


def test_another_seed_gives_another_sample() -> None:
    commitments = {f"subject {n}": 10 for n in range(100)}
    assert choose(commitments, 1, 200) != choose(commitments, 2, 200)


def test_every_subject_is_as_likely_as_another() -> None:
    commitments = {f"subject {n}": 10 for n in range(20)}
    drawn = [name for seed in range(400) for name in choose(commitments, seed, 100)]
    often = np.array([drawn.count(name) for name in commitments])
    assert often.min() > 140
    assert often.max() < 260


def test_the_newest_rows_still_know_all_that_came_before() -> None:
    rows, _ = steady(np.random.default_rng(0), units=3, alike=6.0, mean=0.7, promises=40.0)
    sums = walked(rows)
    few, short = newest(rows, sums, budget=20)
    assert len(few) == 20
    assert few.made_us.tolist() == rows.made_us[-20:].tolist()
    np.testing.assert_array_equal(short.unit_total, sums.unit_total[-20:])
    assert np.isfinite(panel.walk(few, short).p).all()
    assert newest(rows, sums)[0] is rows
