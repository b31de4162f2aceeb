"""Dates are read as people write them, and never guessed."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.errors import UsageError
from saidanddone.sources import dates
from saidanddone.sources.dates import UNDECIDED, Moment
from saidanddone.sources.sheet import Sheet
from saidanddone.sources.times import localise, order_of, read_times, whole_days

BERLIN = ZoneInfo("Europe/Berlin")


def micros(*parts: int, zone: object = UTC) -> int:
    moment = datetime(*parts, tzinfo=zone)  # type: ignore[arg-type,misc]
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-07 14:30",
        "2026-09-07T14:30",
        "2026-09-07T14:30:00Z",
        "2026-09-07T14:30:00.000000+00:00",
        "2026-09-07 16:30 +02:00",
        "2026-09-07 16:30:00+0200",
        "2026-09-07T09:30-05",
        "20260907T143000Z",
        "2026/9/7 14:30",
        "7 Sep 2026 14:30",
        "7 September 2026, 2:30 PM",
        "Sep 7, 2026 2:30 pm",
        "September 7th, 2026 at 2:30 p.m.",
        "Mon, 7 Sep 2026 14:30 UTC",
        "07/Sep/26 2:30 PM",
        "07-Sep-2026 14:30:00",
        "2026-Sep-07 14:30",
        "07.09.2026 14:30",
        "7.9.26 14:30",
        "9/7/2026\u202f2:30 PM",
        "1788791400",
        "1788791400000",
        "1788791400000000",
        "1788791400.0",
        "  2026-09-07 14:30  ",
    ],
)
def test_one_moment_in_many_spellings(text: str) -> None:
    assert dates.parse(text, "mdy", UTC) == Moment(micros(2026, 9, 7, 14, 30), micros(2026, 9, 7, 14, 30), False)


@pytest.mark.parametrize(
    "text",
    ["2026-09-07", "2026/09/07", "2026.9.7", "20260907", "7 Sep 2026", "7. September 2026", "Sept 7, 2026",
     "07.09.2026", "07/Sep/26", "Monday, 7 September 2026", "7th of September 2026", "7/9/26", "7-9-2026"],
)  # fmt: skip
def test_a_day_without_a_time_is_that_whole_day(text: str) -> None:
    assert dates.parse(text, "dmy", UTC) == Moment(micros(2026, 9, 7), micros(2026, 9, 8) - 1, True)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2026-02-30", "31/2/26", "31.13.2026", "2026-13-01", "25:00", "2026-09-07 25:00", "2026-09-07 14:60",
     "7 Foo 2026", "0/0/00", "32/1/26", "1/32/26", "13/13/26", "99999999999999999999", "12", "2026", "2026-09",
     "9/7/2026 13:04 PM", "1066-10-14", "9999-12-31", "0001-01-01", "2026-09-07 14:30 CEST", "2026-09-07 14:30 +99:99",
     "५/६/२०२६", "x" * 10_000, "123456789", "=2026-09-07"],
)  # fmt: skip
def test_what_is_no_date_is_no_date(text: str) -> None:
    assert dates.parse(text, None, UTC) is None


@pytest.mark.parametrize("text", ["7/9/26", "07/09/2026", "9-7-2026 3:04 PM", "1/2/03"])
def test_a_date_that_can_be_read_two_ways_is_not_guessed(text: str) -> None:
    assert dates.parse(text, None, UTC) is UNDECIDED


@pytest.mark.parametrize(("text", "day"), [("13/9/26", 13), ("9/13/26", 13), ("9/9/26", 9)])
def test_a_date_that_can_be_read_one_way_needs_no_deciding(text: str, day: int) -> None:
    assert dates.parse(text, None, UTC) == dates.bare(date(2026, 9, day), UTC)


def test_an_order_once_given_is_held_even_where_it_does_not_fit() -> None:
    assert dates.parse("9/13/26", "dmy", UTC) is None
    assert dates.parse("13/9/26", "mdy", UTC) is None


def test_the_order_comes_from_the_lines_that_leave_no_choice() -> None:
    assert order_of(["7/9/26", "13/9/26 10:00", "2026-09-07"]) == ("dmy", False)
    assert order_of(["7/9/26", "9/13/26"]) == ("mdy", False)
    assert order_of(["7/9/26", "13.9.26", "13 Sep 26"]) == (None, False)
    assert order_of(["13/9/26", "9/13/26"]) == (None, True)


def test_a_day_is_as_long_as_the_clock_says() -> None:
    spring, autumn = dates.bare(date(2026, 3, 29), BERLIN), dates.bare(date(2026, 10, 25), BERLIN)
    hour = 3_600_000_000
    assert spring.end_us + 1 - spring.start_us == 23 * hour
    assert autumn.end_us + 1 - autumn.start_us == 25 * hour


def test_a_time_that_occurs_twice_is_the_earlier() -> None:
    found = dates.parse("2026-10-25 02:30", None, BERLIN)
    assert found == Moment(micros(2026, 10, 25, 0, 30), micros(2026, 10, 25, 0, 30), False)


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1)),  # noqa: DTZ001
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]),
)
def test_every_wall_clock_time_is_what_zoneinfo_says(local: datetime, name: str) -> None:
    zone = dates.zone(name)
    expected = (local.replace(tzinfo=zone).astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(
        microseconds=1
    )
    assert dates.parse(local.isoformat(), None, zone) == Moment(expected, expected, False)
    wall = calendar.timegm(local.timetuple()) * 1_000_000 + local.microsecond
    assert localise(np.array([wall, wall]), zone).tolist() == [expected, expected]


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_spelling_of_a_day_is_that_day(day: date) -> None:
    expected = dates.bare(day, UTC)
    for pattern in ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d %b %Y", "%B %d, %Y", "%d-%b-%Y", "%Y%m%d", "%a, %d %b %Y"):
        assert dates.parse(day.strftime(pattern), None, UTC) == expected
    assert dates.parse(day.strftime("%d/%m/%Y"), "dmy", UTC) == expected
    assert dates.parse(day.strftime("%m/%d/%Y"), "mdy", UTC) == expected


@given(st.text(max_size=70), st.sampled_from([None, "dmy", "mdy"]))
def test_no_text_whatever_raises(text: str, order: str | None) -> None:
    dates.parse(text, order, BERLIN)
    dates.leaning(text)


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Europe", "/etc/localtime", "CEST+99", "\x00"])
def test_a_zone_that_does_not_exist_gets_a_sentence(name: str) -> None:
    with pytest.raises(UsageError, match="no time zone of that name"):
        dates.zone(name)


@pytest.mark.parametrize(
    "text",
    ["05/Dez/26", "05/déc./26", "5 décembre 2026", "05/dic/26", "5. Dezember 2026", "05/dez/26", "5 dicembre 2026",
     "DÉC 5, 2026", "05-Dec-26"],
)  # fmt: skip
def test_months_are_read_in_the_languages_trackers_write_them_in(text: str) -> None:
    assert dates.parse(text, None, UTC) == dates.bare(date(2026, 12, 5), UTC)


def test_no_month_of_one_language_is_another_month_of_another() -> None:
    names = [name for name in dates._MONTHS if name.startswith(("mar", "mai", "set", "jul", "juin", "ago", "abr"))]
    assert {name: dates._MONTHS[name] for name in names if len(name) == 3} == {
        "mar": 3, "mai": 5, "set": 9, "jul": 7, "ago": 8, "abr": 4,
    }  # fmt: skip


DAYS = ("05/Jun/26", "2026-10-25", "2026-03-29", "7/9/26", "13/9/26", "12-12-2024", "07.09.2026", "Sunday", "20260907")
TIMES = ("0:00", "00:30", "2:30", "12:00 AM", "12:59 pm", "11:20 PM", "13:00 AM", "0:10 AM", "24:00", "9:60", "23:59")


@pytest.mark.parametrize("order", [None, "dmy", "mdy"])
@pytest.mark.parametrize("zone", [UTC, BERLIN], ids=["UTC", "Berlin"])
def test_many_times_of_one_day_are_read_as_each_alone_would_be(order: str | None, zone: tzinfo) -> None:
    texts = [f"{day} {time}" for day in DAYS for time in TIMES]
    sheet = Sheet("times.csv", {"at": pa.array(texts)}, np.arange(len(texts), dtype=np.int32))
    (times, _) = read_times(sheet, ("at",), zone, order)
    decided = order or "dmy"  # 13/9/26 is among them
    for place, text in enumerate(texts):
        alone = dates.parse(text, decided, zone)
        if alone is None:
            assert times["at"].bad[place], text
        else:
            assert isinstance(alone, Moment)
            assert (times["at"].start_us[place], bool(times["at"].is_date[place])) == (alone.start_us, False), text


@given(st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.integers(0, 1439), st.sampled_from([UTC, BERLIN]))
def test_a_field_that_is_a_day_is_the_whole_day_in_the_zone(day: date, minute: int, zone: tzinfo) -> None:
    text = f"{day.isoformat()} {minute // 60:02}:{minute % 60:02}"
    sheet = Sheet("times.csv", {"due": pa.array([text, None, "soon"])}, np.arange(3, dtype=np.int32))
    days = whole_days(read_times(sheet, ("due",), zone, None)[0]["due"], zone)
    assert Moment(*(int(part[0]) for part in (days.start_us, days.end_us)), True) == dates.bare(day, zone)
    assert (list(days.is_date), list(days.empty), list(days.bad)) == (
        [True, False, False], [False, True, False], [False, False, True],
    )  # fmt: skip
