"""Days as people say them: what is meant is found, what could be meant twice is refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.cli.when import in_words, resolve
from saidanddone.errors import UsageError

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-12-01", "2026-12-01"),
        ("2026/12/1", "2026-12-01"),
        ("tomorrow", "2026-11-23"),
        ("by tomorrow", "2026-11-23"),
        ("today", "2026-11-22"),
        ("Friday", "2026-11-27"),
        ("on fri", "2026-11-27"),
        ("this friday", "2026-11-27"),
        ("next sunday", "2026-11-29"),
        ("in 2 weeks", "2026-12-06"),
        ("in two weeks", "2026-12-06"),
        ("in a fortnight", "2026-12-06"),
        ("10 days", "2026-12-02"),
        ("in a month", "2026-12-22"),
        ("1 December", "2026-12-01"),
        ("the 1st of december", "2026-12-01"),
        ("december 1", "2026-12-01"),
        ("Dec 1st, 2027", "2027-12-01"),
        ("3 january", "2027-01-03"),
        ("22 nov", "2026-11-22"),
        ("21 nov", "2027-11-21"),
        ("end of the month", "2026-11-30"),
        ("end of next month", "2026-12-31"),
        ("by the end of december", "2026-12-31"),
        ("end of the year", "2026-12-31"),
        ("31.12.2026", "2026-12-31"),
        ("7.12.2026", "2026-12-07"),
        ("12/31/26", "2026-12-31"),
        ("12/12/2026", "2026-12-12"),
        ("29 february", "2028-02-29"),
    ],
)
def test_a_day_ahead_is_found(said: str, meant: str) -> None:
    assert resolve(said, today=SUNDAY) == date.fromisoformat(meant)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("3 weeks ago", "2026-11-01"),
        ("about three weeks ago", "2026-11-01"),
        ("yesterday", "2026-11-21"),
        ("last week", "2026-11-15"),
        ("last month", "2026-10-22"),
        ("a couple of months ago", "2026-09-22"),
        ("friday", "2026-11-20"),
        ("last friday", "2026-11-20"),
        ("sunday", "2026-11-15"),
        ("september", "2026-09-15"),
        ("in september", "2026-09-15"),
        ("early october", "2026-10-05"),
        ("end of october", "2026-10-31"),
        ("end of november", "2026-11-22"),
        ("december", "2025-12-15"),
        ("23 november", "2025-11-23"),
        ("2026-08-30", "2026-08-30"),
    ],
)
def test_a_day_remembered_is_found(said: str, meant: str) -> None:
    assert resolve(said, today=SUNDAY, look="back") == date.fromisoformat(meant)


def test_a_date_with_two_readings_is_refused_with_both() -> None:
    with pytest.raises(UsageError, match=r"2026-07-09 or 2026-09-07"):
        resolve("7/9/26", today=SUNDAY)


def test_next_friday_is_refused_with_both_fridays() -> None:
    with pytest.raises(UsageError, match=r"2026-11-27 or 2026-12-04"):
        resolve("next friday", today=SUNDAY)


def test_the_weekday_of_today_alone_is_refused() -> None:
    with pytest.raises(UsageError, match=r"2026-11-22 for it, or 2026-11-29"):
        resolve("sunday", today=SUNDAY)


NO_DAY = ("", "soon", "next week", "end of the week", "december", "30 february", "2026-13-01", "3 weeks ago",
          "in 9999 years", "when it is done", "99/99/99", "last friday")  # fmt: skip


@pytest.mark.parametrize("said", NO_DAY)
def test_what_names_no_day_ahead_is_refused_with_a_remedy(said: str) -> None:
    with pytest.raises(UsageError) as refused:
        resolve(said, today=SUNDAY)
    assert str(refused.value).endswith((".", "friday."))


@given(st.text(max_size=40), st.sampled_from(["ahead", "back"]))
def test_no_words_whatever_raise_anything_but_a_usage_error(said: str, look: str) -> None:
    with suppress(UsageError):
        assert isinstance(resolve(said, today=SUNDAY, look=look), date)  # type: ignore[arg-type]


def test_what_was_typed_is_never_repeated_in_a_refusal() -> None:
    with pytest.raises(UsageError) as refused:
        resolve("when Marta is back", today=SUNDAY)
    assert "marta" not in str(refused.value).casefold()


@given(st.dates(date(1990, 1, 1), date(2100, 12, 1)), st.integers(-400, 400))
def test_a_day_in_words_with_its_year_comes_back_as_itself(today: date, days: int) -> None:
    day = today + timedelta(days=days)
    written = in_words(day).split(" ", 1)[1]
    assert resolve(written, today=today) == resolve(written, today=today, look="back") == day
