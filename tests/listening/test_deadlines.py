"""A deadline is the last moment of what was named; what names none, or no single one, gives none (T5)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from check_deadlines import BAR, cases, right
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.listening.deadlines import moment, read, resolve

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WEDNESDAY = datetime(2026, 10, 14, 9, 30, tzinfo=UTC)
DAY_END = (23, 59)


def us(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def due(text: str, at: datetime = WEDNESDAY, **asked: bool) -> tuple[int, ...] | None:
    """Month, day, hour, minute of the deadline."""
    found = resolve(text, us(at), UTC, **asked)
    if found is None:
        return None
    when = EPOCH + timedelta(microseconds=found.due_us)
    assert found.is_date == ((when.hour, when.minute, when.second) == (23, 59, 59))
    return when.month, when.day, when.hour, when.minute


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("You'll have the figures by Friday", (10, 16)),
        ("I'll clean this up by the end of next week", (10, 25)),
        ("we'll be through with it in two weeks", (10, 28)),
        ("it's in before the audit on the 27th", (10, 27)),
        ("I'll call them before Monday", (10, 18)),
        ("COB Thursday at the latest", (10, 15)),
        ("a first cut mid-November", (11, 20)),
        ("we'll have it in Q4", (12, 31)),
        ("I'll do it in three business days", (10, 19)),
        ("give me five working days", (10, 21)),
        ("a week from Friday it will be there", (10, 23)),
        ("it goes out 2026-11-02", (11, 2)),
        ("it's due 11/27", (11, 27)),
        ("I'll bring it this Saturday", (10, 17)),
        ("we talk next Tuesday", (10, 20)),
        ("the coming Tuesday works", (10, 20)),
        ("Tuesday week then", (10, 27)),
        ("I'll answer Thursday or Friday", (10, 16)),
        ("two to three weeks? no: in two to three weeks", (11, 4)),
        ("over the weekend I'll look", (10, 18)),
        ("the week of November 9", (11, 15)),
        ("the last Friday of the month", (10, 30)),
        ("I'll be done on the first Monday of November", (11, 2)),
        ("by the 3rd of next month", (11, 3)),
        ("we'll have the offer out before Christmas", (12, 24)),
        ("next week Monday", (10, 19)),
        ("I'll send it next week by Thursday", (10, 22)),
        ("I'll have it ready for next week by Thursday", (10, 22)),
        ("three days after Halloween", (11, 3)),
        ("the day after tomorrow", (10, 16)),
        ("in a day or two", (10, 16)),
        ("by the end of the day tomorrow", (10, 15)),
        ("on Thursday the twenty second", (10, 22)),
    ],
)
def test_a_named_day_is_due_at_its_end(text: str, day: tuple[int, int]) -> None:
    assert due(text) == (*day, *DAY_END)


@pytest.mark.parametrize(
    ("text", "moment_"),
    [
        ("3pm tomorrow", (10, 15, 15, 0)),
        ("by 4", (10, 14, 16, 0)),
        ("I'll dial in at half past eleven", (10, 14, 11, 30)),
        ("within 48 hours", (10, 16, 9, 30)),
        ("in an hour and a half", (10, 14, 11, 0)),
        ("first thing Monday", (10, 19, 12, 0)),
        ("tomorrow afternoon", (10, 15, 18, 0)),
        ("tomorrow between 2 and 4", (10, 15, 16, 0)),
        ("Friday 14:15", (10, 16, 14, 15)),
        ("Friday at 17:00 CET", (10, 16, 16, 0)),
        ("by noon", (10, 14, 12, 0)),
        ("at 8am", (10, 15, 8, 0)),
    ],
)
def test_a_named_time_is_due_then(text: str, moment_: tuple[int, ...]) -> None:
    assert due(text) == moment_


@pytest.mark.parametrize(
    "text",
    [
        "we may be wrong there", "then they march on", "the second one reads better", "release 4.2 is what broke it",
        "give me a minute", "back in a sec", "some day I'll learn it", "I'll do it soon", "as soon as I can",
        "that takes three days", "it ran for two weeks", "the sun is out", "he sat next to her", "the 14th floor",
        "look at 3 of them", "support is there 24/7", "two to four people", "half of it", "at some point",
        "on page 12", "I owe you one", "it costs 1.5 million", "the first of many", "good morning", "by 5 percent",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_time_is_no_deadline(text: str) -> None:
    assert read(text, us(WEDNESDAY), UTC) == read("nothing here", us(WEDNESDAY), UTC)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("I'll write up every Monday", "repeats"),
        ("I send it on Fridays", "repeats"),
        ("each morning I'll check", "repeats"),
        ("we did that last Friday", "past"),
        ("yesterday", "past"),
        ("two days ago", "past"),
        ("this was due 2026-03-01", "past"),
        ("by 3/4", "order"),
        ("starting next week I'll do the rota", "start"),
        ("after Friday", "start"),
    ],
)
def test_a_time_that_is_no_single_deadline_says_why(text: str, why: str) -> None:
    told = read(text, us(WEDNESDAY), UTC)
    assert (told.deadline, told.why) == (None, why)
    assert told.span is not None


def test_a_named_deadline_stands_beside_a_habit() -> None:
    assert due("I'll have the weekly summary ready by Friday") == (10, 16, *DAY_END)


def test_the_order_of_day_and_month_is_never_guessed() -> None:
    assert due("by 3/12") is None
    assert due("by 3/12", day_first=True) == (12, 3, *DAY_END)
    assert due("by 11/12", day_first=False) == (11, 12, *DAY_END)
    assert due("by 23/11") == (11, 23, *DAY_END)
    assert due("Thursday 3/12") == (12, 3, *DAY_END), "of the two readings only one is a Thursday"


def test_without_the_date_of_the_conversation_only_a_whole_date_is_a_deadline() -> None:
    assert resolve("by 12 November 2026", None, UTC) is not None
    for text in ("by Friday", "tomorrow", "in two weeks", "by 12 November", "by 5pm"):
        told = read(text, None, UTC)
        assert (told.deadline, told.why) == (None, "undated")


def test_a_day_ends_where_it_was_said() -> None:
    auckland = ZoneInfo("Pacific/Auckland")
    found = resolve("by tomorrow", us(datetime(2026, 6, 1, 20, 0, tzinfo=UTC)), auckland)
    assert found is not None
    assert EPOCH + timedelta(microseconds=found.due_us + 1) == datetime(2026, 6, 4, tzinfo=auckland)


def test_what_leads_to_a_deadline_goes_before_what_just_stands_there() -> None:
    assert due("the review is on the 29th and I'll have it by Monday") == (10, 19, *DAY_END)


def test_the_phrase_is_the_one_that_was_named() -> None:
    text = "Sure, I’ll send the two drafts by Friday at noon, promised."
    found = resolve(text, us(WEDNESDAY), UTC)
    assert found is not None
    assert text[found.start : found.end] == "Friday at noon"


def test_what_can_be_read_in_two_ways_is_not_certain() -> None:
    def certain(text: str) -> bool:
        found = resolve(text, us(WEDNESDAY), UTC)
        assert found is not None
        return found.certain

    assert all(map(certain, ("by Friday", "by 3pm", "in two weeks", "EOD", "by next Monday")))
    assert not any(map(certain, ("by next Friday", "at 5", "early next week", "in a few days", "Monday or Tuesday")))


def test_the_moment_named_is_a_date_or_a_time_to_the_minute() -> None:
    now = datetime(2026, 10, 14, 9, 30)  # noqa: DTZ001 (a reference has no zone)
    assert moment("see you on the 20th", now) == date(2026, 10, 20)
    assert moment("see you on the 20th at 8:15 am", now) == datetime(2026, 10, 20, 8, 15)  # noqa: DTZ001
    assert moment("next month", now) is None
    assert moment("either last Monday or next Monday", now) == date(2026, 10, 19)


@pytest.mark.parametrize(
    "text", ["rows 75 to 3 by Friday", "sixty five to 3 by Friday", "at 5 to 0 tomorrow", "80 to 10 tomorrow",
             "by 5 to 0:30", "10:30:60 am", "at 0 to 0", "100 past 7"],
)  # fmt: skip
def test_what_only_looks_like_a_clock_is_none_and_raises_nothing(text: str) -> None:
    at = us(datetime(2026, 9, 7, 9, tzinfo=UTC))
    told = read(f"I will finish {text}.", at, UTC)
    assert told.deadline is None or told.deadline.due_us > at


PARTS = """by on in at the of next last this every week month q2 3 3/4 31 12th second may march sun friday mon tomorrow
pm : - 2026 0 99 24 half past to a couple few hours days ago from after before end early mid eod noon or and easter feb
29 february 30th thousand two twenty sixty 75 80 :60 0:30"""
WORDS = st.sampled_from(PARTS.split())


@given(st.one_of(st.text(), st.lists(WORDS, max_size=14).map(" ".join)), st.datetimes(timezones=st.just(UTC)))
def test_no_text_and_no_day_raises_and_no_deadline_is_before_its_promise(text: str, at: datetime) -> None:
    moment(text, at.replace(tzinfo=None))
    told = read(text, us(at), timezone(timedelta(hours=5, minutes=30)))
    if told.deadline is not None:
        assert told.deadline.due_us >= us(at)
        assert 0 <= told.deadline.start < told.deadline.end <= len(text)


@given(st.integers(0, 3650), st.integers(1, 400))
def test_so_many_days_on_is_so_many_days_on(start: int, count: int) -> None:
    at = datetime(2024, 1, 1, 12, tzinfo=UTC) + timedelta(days=start)
    found = resolve(f"in {count} days", us(at), UTC)
    assert found is not None
    assert (EPOCH + timedelta(microseconds=found.due_us)).date() == at.date() + timedelta(days=count)


@pytest.mark.shared
def test_the_cases_of_a_public_corpus_are_understood(shared: Path) -> None:
    told = list(cases(shared / "data" / "conversations" / "recognizers_datetime.parquet"))
    assert len(told) > 100
    assert sum(right(*case[:3]) for case in told) >= BAR * len(told)
