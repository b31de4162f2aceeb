"""Which moment a question is asked of, without a clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from saidanddone.errors import UsageError
from saidanddone.evidence import commitment
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.outcome import DAY_US
from saidanddone.verbs.day import day_of, last_told, moment

NOTHING = commitment.SCHEMA.empty_table()


def promised(**more: Any) -> Commitment:
    return Commitment(id="1", subject="p-a", source="l.csv", line=2, **{"made_us": 5, **more})


def latest(*rows: Commitment) -> int:
    return last_told(commitment.table(rows))


def test_a_day_stands_for_its_last_moment() -> None:
    last = moment(date(1970, 1, 2), NOTHING)
    assert last == 2 * DAY_US - 1
    assert moment("1970-01-02", NOTHING) == last
    assert day_of(date(1970, 1, 2), last) == day_of("1970-01-02", last) == "1970-01-02"


def test_a_time_stands_for_itself_and_keeps_its_own_day() -> None:
    west = timezone(timedelta(hours=-8))
    evening = datetime(1970, 1, 1, 23, 0, tzinfo=west)
    assert moment(evening, NOTHING) == 31 * DAY_US // 24
    assert day_of(evening, moment(evening, NOTHING)) == "1970-01-01"
    assert moment("1970-01-01 01:00", NOTHING) == DAY_US // 24
    assert moment(datetime(1970, 1, 1, 1), NOTHING) == moment(datetime(1970, 1, 1, 1, tzinfo=UTC), NOTHING)  # noqa: DTZ001


@pytest.mark.parametrize("text", ["", "soon", "30/9/2026", "2026-13-01", "2026-09-30 25:00"])
def test_a_text_that_is_no_date_is_refused_without_quoting_it(text: str) -> None:
    with pytest.raises(UsageError, match=r"Write it as 2026-09-30") as told:
        moment(text, NOTHING)
    assert not text or text not in str(told.value)


def test_without_a_day_it_is_the_last_one_the_evidence_speaks_of() -> None:
    rows = commitment.table([promised(made_us=5, closed_us=DAY_US + 7), promised(made_us=9)])
    assert moment(None, rows) == 2 * DAY_US - 1
    assert day_of(None, moment(None, rows)) == "1970-01-02"
    assert moment(None, NOTHING) == DAY_US - 1


def test_a_due_time_yet_to_come_has_not_happened() -> None:
    assert latest(promised(due_us=99)) == 5
    assert latest(promised(due_us=99, outcome="pending")) == 5


def test_a_stated_outcome_without_a_time_of_its_own_happened_when_it_was_due() -> None:
    assert latest(promised(due_us=99, outcome="kept")) == 99
    assert latest(promised(due_us=99, outcome="kept", known_us=50)) == 50
