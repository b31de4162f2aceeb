"""The order of a walk: a verdict counts only strictly after it is known, and a large occasion counts its share."""

from __future__ import annotations

import numpy as np
from forecast.trust.drawn import ledgers
from hypothesis import given
from simulated import ledger

from saidanddone.evidence.tally import Rows
from saidanddone.forecast.trust.stream import ALIKE, stream


@given(ledgers())
def test_every_row_is_forecast_once_and_judged_once_in_order_of_time(rows: Rows) -> None:
    course = stream(rows)
    assert sorted(course.row[course.verdict == 0]) == list(range(len(rows)))
    assert sorted(course.row[course.verdict == 1]) == list(range(len(rows)))
    assert (np.diff(course.days) >= 0).all()
    at = np.where(course.verdict == 1, rows.known_us[course.row], rows.made_us[course.row])
    assert (np.diff(at) >= 0).all()


@given(ledgers())
def test_of_what_happens_at_one_moment_the_forecasts_come_first(rows: Rows) -> None:
    course = stream(rows)
    same = np.diff(course.days) == 0
    assert not (same & (course.verdict[:-1] == 1) & (course.verdict[1:] == 0)).any()


@given(ledgers())
def test_a_forecast_knows_exactly_the_verdicts_known_strictly_before_it(rows: Rows) -> None:
    course = stream(rows)
    for row, known in enumerate(course.known_before.tolist()):
        assert (rows.known_us[course.by_known[:known]] < rows.made_us[row]).all()
        assert (rows.known_us[course.by_known[known:]] >= rows.made_us[row]).all()


@given(ledgers())
def test_a_verdict_counts_its_share_of_an_occasion_as_large_as_was_known_then(rows: Rows) -> None:
    course = stream(rows)
    for row in range(len(rows)):
        together = ((rows.occasion == rows.occasion[row]) & (rows.made_us < rows.known_us[row])).sum()
        assert course.share[row] == 1.0 / (1.0 + (together - 1) * ALIKE)


def test_however_many_fall_due_together_they_count_as_at_most_twenty() -> None:
    n = 100_000
    course = stream(ledger(np.zeros(n), np.zeros(n), np.ones(n), np.ones(n)))
    assert 19.9 < course.share.sum() < 1.0 / ALIKE


def test_nothing_is_a_stream_too() -> None:
    course = stream(ledger([], [], [], []))
    assert len(course.row) == len(course.share) == len(course.known_before) == 0
