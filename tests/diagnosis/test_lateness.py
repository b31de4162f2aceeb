"""How late bad news is (MISSION S9)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.diagnosis import met as met_rows
from saidanddone.diagnosis.lateness import lateness, median_interval
from saidanddone.diagnosis.speaking import Lateness
from saidanddone.evidence.outcome import DAY_US

ON_US = 1_000 * DAY_US
DAYS = st.lists(st.floats(0.0, 300.0), min_size=1, max_size=20)


def act(raised: float, late: float | None, kind: str = "problem") -> dict[str, Any]:
    at_us = int(raised * DAY_US)
    return {
        "id": f"{raised}", "team": "Apollo", "person": "p-a", "kind": kind, "stage": "challenger", "at_us": at_us,
        "began_us": None if late is None else at_us - int(late * DAY_US), "reporter": "own", "state": "unsettled",
        "followed": "unknown", "cluster": "c", "channel": "table", "source": "acts.csv", "line": 2,
    }  # fmt: skip


def told(rows: list[dict[str, Any]]) -> Lateness | None:
    return lateness(pa.Table.from_pylist(rows, met_rows.SCHEMA), ON_US)


def of(days: list[float]) -> Lateness:
    found = told([act(400 + i, late) for i, late in enumerate(days)])
    assert found is not None
    return found


@given(DAYS, st.floats(0.0, 50.0))
def test_raising_everything_later_never_looks_earlier(days: list[float], later: float) -> None:
    one, two = of(days), of([late + later for late in days])
    for name in ("days", "low", "high"):
        if getattr(one, name) is not None:
            assert getattr(two, name) >= getattr(one, name) - 1e-9
    assert one.early is not None
    assert two.early is not None
    assert two.early <= one.early


@given(DAYS)
def test_the_interval_holds_the_median_of_what_was_seen(days: list[float]) -> None:
    found = of(days)
    assert (found.days is None) == (len(days) < 3)
    assert (found.low is None) == (found.high is None) == (len(days) < 5)
    if found.low is not None and found.days is not None and found.high is not None:
        assert found.low - 1e-9 <= found.days <= found.high + 1e-9


def test_the_interval_stands_on_the_order_statistics_of_the_sign_test() -> None:
    # Of ten values the second and the ninth: 2 (1 + 10) / 1024 = .021 outside; the third and eighth leave .109.
    assert median_interval(np.arange(1.0, 11.0)) == (2.0, 9.0)
    assert median_interval(np.arange(1.0, 6.0)) == (1.0, 5.0)
    assert median_interval(np.arange(1.0, 5.0)) == (None, None)


@pytest.mark.parametrize("n", [5, 9, 20])
def test_at_least_nine_intervals_in_ten_hold_the_median(n: int) -> None:
    rng = np.random.default_rng(n)
    held = sum(
        low <= 7.0 <= high
        for low, high in (median_interval(7.0 * np.exp(rng.standard_normal(n))) for _ in range(1_000))
        if low is not None and high is not None
    )
    assert held >= 880


def test_without_a_known_beginning_nothing_is_said() -> None:
    assert told([]) is None
    assert told([act(10, None), act(11, 3.0, kind="idea")]) is None


def test_mistakes_and_problems_count_within_a_week_as_early_and_before_it_began_as_at_once() -> None:
    found = told([act(10, 7.0), act(11, 8.0, kind="mistake"), act(12, -3.0), act(1_001, 0.0)])
    assert found is not None
    assert (found.problems, found.days) == (3, 7.0)
    assert found.early == pytest.approx(2 / 3)


def test_a_steady_team_shows_no_trend_though_its_newest_problems_are_known_only_if_raised_at_once() -> None:
    rng = np.random.default_rng(4)
    began, late = np.sort(rng.uniform(0.0, 1_000.0, 4_000)), rng.exponential(40.0, 4_000)
    rows = [act(b + x, x) for b, x in zip(began.tolist(), late.tolist(), strict=True) if 300.0 <= b + x <= 1_000.0]
    found = told(rows)
    assert found is not None
    assert found.trend == pytest.approx(0.0, abs=4.0)


def test_later_bad_news_of_late_shows_as_a_trend() -> None:
    assert of([1.0] * 4 + [30.0] * 4).trend == 29.0
    assert of([1.0] * 4 + [30.0] * 3).trend is None
