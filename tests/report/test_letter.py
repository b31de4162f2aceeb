"""The words of a message about a missed or endangered promise: plain, whole, and nothing made up (T11, REPORT)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.report.letter import Letter, write

MADE, DUE, LATER = date(2026, 11, 2), date(2026, 12, 4), date(2026, 12, 18)
PLAN = Letter("Send the hiring plan", on=date(2026, 12, 1), made=MADE, first_due=DUE, due=DUE, new_date=LATER)
WORDS = st.text(st.characters(categories=["L", "Nd", "Zs"]), max_size=40)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def said(**changes: Any) -> str:
    return " ".join(write(replace(PLAN, **changes)))


def test_before_the_day_it_says_that_it_will_not_be_done_by_then() -> None:
    assert said().startswith(
        "On Monday 2 November I said I would send the hiring plan by Friday 4 December. "
        "I can see now that it will not be done by then."
    )


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (DUE, "That is today, and it will not be done."),
        (DUE + timedelta(1), "That was yesterday, and it is not done."),
        (DUE + timedelta(12), "That was twelve days ago, and it is not done."),
    ],
)
def test_on_the_day_and_after_it_says_that_it_is_not_done(on: date, words: str) -> None:
    assert words in said(on=on)
    assert "I can see now" not in said(on=on)


def test_a_new_date_is_named_and_the_receiver_asked_whether_it_will_do() -> None:
    told = said()
    assert "I can have it done by Friday 18 December." in told
    assert "Does that still work for you, or shall we let it go?" in told


@pytest.mark.parametrize("on", [date(2026, 12, 1), DUE, date(2027, 1, 9)])
def test_without_a_new_date_it_asks_to_be_let_off_and_says_plainly_that_it_will_not_happen(on: date) -> None:
    told = said(new_date=None, on=on)
    assert "I will not do it" in told
    assert "I am asking you to let me off." in told
    assert "I can have it done" not in told


@pytest.mark.parametrize(("moves", "words"), [(1, "the second time"), (2, "moved it twice"), (3, "the fourth time")])
def test_a_second_move_is_said_openly(moves: int, words: str) -> None:
    told = said(moves=moves, due=date(2026, 12, 11))
    assert words in told
    assert "by Friday 4 December" in told  # as first promised
    assert "to Friday 11 December" in told


def test_a_first_move_says_nothing_of_another_time() -> None:
    assert "time I come to you" not in said()


def test_a_reason_is_given_in_the_senders_words_and_left_out_when_there_is_none() -> None:
    assert "The reason: finance decides in April." in said(why="finance decides in April.")
    assert "That is because finance decides in April." in said(why="Because finance decides in April")
    assert "reason" not in said()


def test_a_reason_that_cannot_be_told_is_said_to_be_one() -> None:
    told = said(private=True, why="my health")
    assert "I cannot tell you why." in told
    assert "health" not in told


def test_whom_it_costs_is_named_or_asked_for() -> None:
    assert "I know what this costs, and whom: Ada, a week." in said(costs="Ada, a week")
    assert "please tell me" not in said(costs="Ada, a week")
    assert said().endswith("If it costs you something I do not see, please tell me.")


def test_short_notice_is_called_that_and_only_before_the_day() -> None:
    assert "short notice" in said(short_notice=True)
    assert "short notice" not in said()


@pytest.mark.parametrize("new_date", [None, LATER])
def test_what_had_no_date_is_not_said_to_have_missed_one(new_date: date | None) -> None:
    told = said(due=None, first_due=None, new_date=new_date)
    assert "I gave no day for it" in told
    assert "December" not in told.replace("Friday 18 December", "")


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("I'll send notes to the team", "I said I would send notes to the team by"),
        ("Review the budget", "I said I would review the budget by"),
        ("Budget review", 'I promised this, by Friday 4 December: "Budget review".'),
        ("the hiring plan", 'I promised this, by Friday 4 December: "the hiring plan".'),
        ("Send the notes by Friday", "I said I would send the notes by Friday; that meant Friday 4 December."),
    ],
)
def test_a_promise_that_is_no_sentence_is_quoted_rather_than_bent(what: str, words: str) -> None:
    assert words in said(what=what)


def test_a_day_of_another_year_carries_its_year() -> None:
    assert "by Friday 15 January 2027" in said(new_date=date(2027, 1, 15))


def test_what_moves_a_cursor_or_breaks_a_line_does_not_reach_the_message() -> None:
    told = said(what="Send\x1b[31m the\nplan", why="a\tb\x07", costs="c\u202ed")
    assert told.isprintable()


@given(
    letter=st.builds(
        Letter, WORDS, DAYS, made=st.none() | DAYS, first_due=st.none() | DAYS, due=st.none() | DAYS,
        moves=st.integers(0, 12), new_date=st.none() | DAYS, why=WORDS, private=st.booleans(), costs=WORDS,
        short_notice=st.booleans(),
    )
)  # fmt: skip
def test_whatever_was_told_it_is_a_short_whole_message_without_a_hole_an_excuse_or_a_date_of_its_own(
    letter: Letter,
) -> None:
    lines = write(letter)
    bare = write(replace(letter, what="send it", why="", costs=""))
    assert 4 <= len(lines) <= 7
    assert all(line[0].isupper() and line.strip() == line and line[-1] in ".?" for line in lines)
    own = " ".join(bare)
    assert not re.search(r"[\[\]{}<>…]|None|  ", own)
    assert not re.search(r"\b(sorry|apolog\w+|unfortunately|forgive|regret|ashamed|fault)\b", own, re.IGNORECASE)
    told = {day for day in (letter.made, letter.first_due, letter.due, letter.new_date) if day is not None}
    named = re.findall(
        r"(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December)", own
    )
    assert {(int(day), month) for day, month in named} <= {(day.day, day.strftime("%B")) for day in told}
    if letter.why.strip() and not letter.private:
        assert " ".join(letter.why.split())[:5].strip().casefold() in " ".join(lines).casefold()
