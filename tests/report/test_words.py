"""The table of certainty at its borders, and numbers, dates and spans as people say them (REPORT)."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.report.words import (
    certainty,
    day,
    is_wide,
    known,
    month,
    percent,
    plain,
    rate,
    share,
    span,
    too_early,
)

UNIT = st.floats(0, 1)


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (1.0, ("almost certainly", True)),
        (0.95, ("almost certainly", True)),
        (0.9499, ("probably", True)),
        (0.80, ("probably", True)),
        (0.7999, ("more likely than not", True)),
        (0.60, ("more likely than not", True)),
        (0.5999, ("could go either way", True)),
        (0.40, ("could go either way", True)),
        (0.3999, ("more likely than not", False)),
        (0.2001, ("more likely than not", False)),
        (0.20, ("probably", False)),
        (0.0501, ("probably", False)),
        (0.05, ("almost certainly", False)),
        (0.0, ("almost certainly", False)),
    ],
)
def test_certainty_holds_at_its_borders(p: float, said: tuple[str, bool]) -> None:
    assert certainty(p) == said


@given(UNIT)
def test_certainty_of_the_opposite_is_the_same_word_on_the_other_side(p: float) -> None:
    word, side = certainty(p)
    other, other_side = certainty(1 - p)
    if word != "could go either way" and abs(p - 0.6) > 1e-6:
        assert (other, other_side) == (word, not side)


@pytest.mark.parametrize(
    ("low", "high", "early"),
    [(0.5, 0.9, False), (0.3, 0.7, False), (0.3, 0.7001, True), (0.0, 1.0, True), (None, 0.5, True),
     (0.2, math.nan, True)],
)  # fmt: skip
def test_an_interval_wider_than_four_tenths_is_too_early_to_say(
    low: float | None, high: float | None, early: bool
) -> None:
    assert too_early(low, high) is early


def test_about_is_said_only_when_the_interval_is_wide() -> None:
    assert rate(0.857, 0.80, 0.90) == "86%"
    assert rate(0.857, 0.80, 0.9001) == "about 86%"
    assert is_wide(None, None)


@given(st.one_of(UNIT, st.sampled_from([None, math.nan, math.inf, -math.inf])))
def test_a_forecast_is_never_said_to_be_impossible_or_certain(p: float | None) -> None:
    said = percent(p)
    assert said == "unknown" if known(p) is None else 1 <= int(said.removesuffix("%")) <= 99


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_counted_share_is_all_or_nothing_only_when_it_is(part: int, whole: int) -> None:
    said = share(min(part, whole) / whole)
    assert (said == "0%") == (part == 0)
    assert (said == "100%") == (part >= whole)


def test_a_date_is_written_as_people_write_it_in_the_readers_zone() -> None:
    late_in_utc = int(datetime(2026, 3, 14, 23, 30, tzinfo=UTC).timestamp() * 1e6)
    assert day(late_in_utc) == "14 March 2026"
    assert day(late_in_utc, ZoneInfo("Europe/Berlin")) == "15 March 2026"
    assert day(None) == day(2**62) == "unknown"


def test_a_month_carries_its_year_only_when_needed() -> None:
    march = int(datetime(2026, 3, 14, tzinfo=UTC).timestamp() * 1e6)
    november = int(datetime(2026, 11, 22, tzinfo=UTC).timestamp() * 1e6)
    april_after = int(datetime(2027, 4, 2, tzinfo=UTC).timestamp() * 1e6)
    assert month(march, november) == "March"
    assert month(march, april_after) == "March 2026"


@given(st.floats(0, 1e5), st.floats(0, 1e5))
def test_a_longer_time_is_never_said_in_a_shorter_unit(one: float, other: float) -> None:
    units = ["less", "day", "week", "month", "year"]

    def unit(days: float) -> int:
        said = span(days)
        return next(i for i, name in reversed(list(enumerate(units))) if name in said and (name != "day" or i == 1))

    shorter, longer = sorted((one, other))
    assert min(1, unit(shorter)) <= unit(longer)
    if shorter >= 1:
        assert unit(shorter) <= unit(longer)


def test_a_span_that_is_not_known_says_so() -> None:
    assert span(None) == span(math.nan) == "an unknown time"


@given(st.text())
def test_a_label_cannot_move_a_cursor_or_turn_the_reading_direction(text: str) -> None:
    shown = plain(text)
    assert shown.strip()
    assert not {"\x1b", "\n", "\r", "\x07", "\x9b", "\u202e", "\u2066"} & set(shown)
