"""The plain ledger, rule by rule (MISSION T1, T5, T11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from saidanddone.evidence.commitment import SCHEMA, Commitment
from saidanddone.evidence.outcome import settle
from saidanddone.evidence.people import People
from saidanddone.sources.detect import read_path
from saidanddone.sources.ledger import made_after

Read = Callable[..., Any]

HEAD = "id,subject,made_at,due_at,closed_at,outcome\n"
UNDECIDED = (
    "2 lines have dates that could be day-first or month-first, as 7/9/26 could, and nothing in the file decides it."
)


def us(*parts: int) -> int:
    return (datetime(*parts, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)  # type: ignore[misc,arg-type]


def test_a_full_row_is_read_in_full(reading: Read, people: People) -> None:
    got = reading(
        "id,subject,subject_kind,group,to,direction,made_at,due_at,closed_at,outcome,outcome_by,known_at,first_due_at,"
        "moved_at,moved_due_at,renegotiations,size,formal,pressure,kind,maker,occasion,answers\n"
        "p1,Alice,person,Kite,team,to_team,2026-09-01,2026-09-30,2026-09-29,kept,receiver,2026-09-30,2026-09-18,"
        '2026-09-10,2026-09-30,1,"2,5",yes,no,promise,Bob,Retro,c4\n'
    )
    assert got.problems == []
    (promise,) = got.promises
    occasion = promise.pop("occasion")
    assert promise == {
        "id": "p1", "subject": people.pseudonym("Alice"), "subject_kind": "person", "maker": people.pseudonym("Bob"),
        "team": "Kite", "to": "team", "direction": "to_team", "kind": "promise", "made_us": us(2026, 9, 1),
        "due_us": us(2026, 10, 1) - 1, "due_is_date": True, "first_due_us": us(2026, 9, 19) - 1,
        "moved_us": us(2026, 9, 10), "moved_due_us": us(2026, 10, 1) - 1, "closed_us": us(2026, 9, 29),
        "outcome": "kept", "outcome_by": "receiver", "known_us": us(2026, 10, 1) - 1, "renegotiations": 1,
        "answers_id": "c4", "size": 2.5, "formal": True, "pressure": False, "told_us": None, "source": "ledger.csv",
        "line": 2,
    }  # fmt: skip
    assert "Retro" not in occasion
    assert len(occasion) == 15
    Commitment(**got.promises[0])


def test_three_columns_are_enough(reading: Read) -> None:
    got = reading("subject,made_at,due_at\nAna,2026-09-01,2026-09-07\n")
    assert got.evidence.commitments.schema == SCHEMA
    (promise,) = got.promises
    assert (promise["subject_kind"], promise["kind"], promise["outcome"], promise["renegotiations"]) == (
        "person", "promise", None, None,
    )  # fmt: skip


@pytest.mark.parametrize("undated", ["", "NaN", "n/a", "TBD", "-", "NaT", " "])
def test_a_promise_without_a_due_time_is_kept_as_undated(reading: Read, undated: str) -> None:
    """T5: a promise without a due time is found and shown."""
    got = reading(HEAD + f"1,Ana,2026-09-01,{undated},,\n")
    assert (got.row.rows, got.promises[0]["due_us"], got.problems) == (1, None, [])
    assert "1 without a due time" in got.row.note


@pytest.mark.parametrize(
    ("written", "outcome"),
    [("1", "kept"), ("0", "broken"), ("1.0", "kept"), ("true", "kept"), ("FALSE", "broken"), ("Yes", "kept"),
     ("no", "broken"), ("Kept", "kept"), ("broken", "broken"), ("missed", "broken"), ("not kept", "broken"),
     ("pending", "pending"), ("Overdue", "overdue"), ("delivered", "delivered"), ("admitted", "admitted"),
     ("withdrawn", "withdrawn"), ("dropped", "dropped"), ("", None), ("NaN", None), ("nan", None), ("null", None)],
)  # fmt: skip
def test_an_outcome_may_be_said_in_many_words(reading: Read, written: str, outcome: str | None) -> None:
    got = reading(HEAD + f"1,Ana,2026-09-01,2026-09-07,,{written}\n2,Ana,2026-09-01,2026-09-07,,admitted\n")
    assert (got.promises[0]["outcome"], got.problems) == (outcome, [])


def test_an_outcome_that_is_no_word_we_know_is_set_aside_and_told(reading: Read) -> None:
    got = reading(HEAD + "1,Ana,2026-09-01,2026-09-07,2026-09-06,splendid\n")
    assert (got.row.rows, got.promises[0]["outcome"], got.promises[0]["closed_us"]) == (1, None, us(2026, 9, 6))
    assert got.said == ["The outcome is not a word we know, so it was set aside and the dates speak."]


def test_a_status_column_of_other_words_is_not_taken_for_the_outcome(reading: Read) -> None:
    got = reading("subject,made_at,due_at,status\nAna,2026-09-01,2026-09-07,red\nAna,2026-09-02,2026-09-07,green\n")
    assert [promise["outcome"] for promise in got.promises] == [None, None]
    assert (got.problems, "dates speak" in got.row.note) == ([], True)


def test_a_bare_due_date_is_due_at_that_days_end_in_the_asked_zone(reading: Read) -> None:
    got = reading("subject,made_at,due_at\nAna,2026-09-01,2026-09-07\n", tz="America/New_York")
    assert got.promises[0]["due_us"] == us(2026, 9, 8, 4) - 1
    assert got.promises[0]["made_us"] == us(2026, 9, 1, 4)


@pytest.mark.parametrize("closed", ["2026-09-07", "2026-09-07 23:59:59", "2026-09-01"])
def test_what_is_closed_on_the_day_it_is_due_is_kept(reading: Read, closed: str) -> None:
    got = reading(HEAD + f"1,Ana,2026-09-01 17:00,2026-09-07,{closed},\n")
    assert got.problems == []
    assert settle(Commitment(**got.promises[0]), us(2026, 12, 1)).y == 1


def test_what_is_closed_on_the_day_it_was_made_was_closed_after_it_was_made(reading: Read) -> None:
    (promise,) = reading(HEAD + "1,Ana,2026-09-01 17:00,2026-09-07,2026-09-01,\n").promises
    assert promise["closed_us"] == promise["made_us"]


def test_times_of_several_zones_in_one_file_are_each_what_they_say(reading: Read) -> None:
    got = reading(
        "subject,made_at,due_at\n"
        "Ana,2026-09-01T10:00+02:00,2026-09-07T10:00Z\n"
        "Ana,2026-09-01 10:00 -0500,2026-09-07 10:00\n",
        tz="Asia/Kathmandu",
    )
    assert [(promise["made_us"], promise["due_us"]) for promise in got.promises] == [
        (us(2026, 9, 1, 8), us(2026, 9, 7, 10)),
        (us(2026, 9, 1, 15), us(2026, 9, 7, 4, 15)),
    ]


def test_a_date_that_could_be_two_is_asked_for_and_the_others_are_read(reading: Read) -> None:
    got = reading(HEAD + "1,Ana,7/9/26,9/10/26,,\n2,Ana,2026-09-01,7 Sep 2026,,\n3,Ana,8/9/26,,,\n")
    assert ([promise["id"] for promise in got.promises], got.row.unread) == (["2"], 2)
    assert [(problem.line, problem.said, problem.remedy) for problem in got.problems] == [
        (
            0,
            UNDECIDED,
            "Say which with --dates dmy or --dates mdy; the lines were not read.",
        )
    ]


@pytest.mark.parametrize(("dates", "made"), [("dmy", us(2026, 9, 7)), ("mdy", us(2026, 7, 9))])
def test_the_asker_may_say_how_dates_are_written(reading: Read, dates: str, made: int) -> None:
    got = reading(HEAD + "1,Ana,7/9/26,12/12/26,,\n", dates=dates)
    assert (got.promises[0]["made_us"], got.problems) == (made, [])


@pytest.mark.parametrize(("other", "made"), [("13/9/26", us(2026, 9, 7)), ("9/13/26", us(2026, 7, 9))])
def test_one_date_of_the_file_that_leaves_no_choice_decides_for_all_columns(
    reading: Read, other: str, made: int
) -> None:
    got = reading(HEAD + f"1,Ana,7/9/26,12/12/26,,\n2,Ana,2026-09-01,2026-10-01,{other},\n")
    assert (got.promises[0]["made_us"], got.row.unread) == (made, 0)


def test_a_file_that_contradicts_itself_is_told_so(reading: Read) -> None:
    got = reading(HEAD + "1,Ana,13/9/26,30/9/26,,\n2,Ana,9/13/26,9/30/26,,\n3,Ana,7/9/26,7/9/26,,\n")
    assert ([promise["id"] for promise in got.promises], got.row.unread) == (["1", "2"], 1)
    assert got.said[0] == "Some dates can only be day-first and others only month-first."


def test_due_before_made_is_told_and_read_as_it_stands(reading: Read) -> None:
    got = reading(HEAD + "1,Ana,2026-09-07,2026-09-01,,1\n")
    assert (got.row.rows, got.said) == (1, ["It is due before it was made; a forecast leaves it out."])
    promise = Commitment(**got.promises[0])
    known = settle(promise, us(2026, 12, 1)).known_us
    assert known is not None
    assert known <= promise.made_us


def test_due_on_the_day_it_was_made_is_not_due_before_it_was_made(reading: Read) -> None:
    assert reading(HEAD + "1,Ana,2026-09-07 16:00,2026-09-07,,\n").problems == []


@pytest.mark.parametrize(("outcome", "rows"), [("kept", 1), ("", 0)])
def test_closed_before_made_is_told_and_only_a_stated_outcome_saves_the_line(
    reading: Read, outcome: str, rows: int
) -> None:
    got = reading(HEAD + f"1,Ana,2026-09-07,2026-09-30,2026-09-01,{outcome}\n")
    assert (got.row.rows, len(got.problems), "closed before it was made" in got.said[0]) == (rows, 1, True)
    assert all(promise["closed_us"] is None for promise in got.promises)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1,,2026-09-01,2026-09-07,,", "The line does not say whose promise it is."),
        ("1,Ana,,2026-09-07,,", "The line does not say when it was made."),
        ("1,Ana,yesterday,2026-09-07,,", "The day it was made cannot be read; the line was not read."),
        ("1,Ana,2026-09-01,soon,,", "The day it is due cannot be read; the line was not read."),
        ("1,Ana,2026-09-01,2026-09-07,late,", "The day it was closed cannot be read; the line was not read."),
    ],
)
def test_a_line_that_cannot_be_read_is_told_and_the_others_are_read(reading: Read, row: str, said: str) -> None:
    got = reading(HEAD + f"0,Ana,2026-09-01,2026-09-07,,\n{row}\n2,Ana,2026-09-01,2026-09-07,,\n")
    assert (got.row.rows, got.row.unread) == (2, 1)
    assert [(problem.line, problem.said) for problem in got.problems] == [(3, said)]


def test_a_closing_date_that_cannot_be_read_leaves_a_stated_outcome_standing(reading: Read) -> None:
    got = reading(HEAD + "1,Ana,2026-09-01,2026-09-07,late,broken\n")
    assert (got.promises[0]["outcome"], got.promises[0]["closed_us"], len(got.problems)) == ("broken", None, 1)


def test_future_dates_are_read_and_told_against_the_day_asked_about(reading: Read) -> None:
    got = reading(HEAD + "1,Ana,2026-09-01,2026-09-07,,\n2,Ana,2031-01-01,2031-02-01,,\n")
    assert (got.row.rows, got.problems) == (2, [])
    told = made_after(got.evidence.commitments, us(2026, 11, 22))
    assert [(problem.source, problem.line) for problem in told] == [("ledger.csv", 3)]


def test_details_that_are_not_understood_are_set_aside_and_told(reading: Read) -> None:
    got = reading(
        "subject,made_at,due_at,size,renegotiations,formal,direction,outcome_by,kind,subject_kind\n"
        "Ana,2026-09-01,2026-09-07,0,-1,perhaps,sideways,gossip,threat,robot\n"
        "Ana,2026-09-02,2026-09-07,inf,1.5,,,,,\n"
    )
    first, second = got.promises
    assert [first[name] for name in ("size", "renegotiations", "formal", "direction", "outcome_by")] == [None] * 5
    assert (first["kind"], first["subject_kind"], second["size"], second["renegotiations"]) == (
        "promise", "person", None, None,
    )  # fmt: skip
    assert len(got.problems) == 9


def test_no_person_keeps_a_name_and_no_team_loses_one(reading: Read, people: People) -> None:
    got = reading(
        "subject,subject_kind,group,maker,to,made_at,due_at\n"
        "Ana,person,Kite,,Kite,2026-09-01,2026-09-07\n"
        "Kite,team,Kite,Bob,Dee,2026-09-01,2026-09-07\n"
        "Atlas,project,,Ana,the team,2026-09-01,2026-09-07\n"
    )
    ana, bob, dee = (people.pseudonym(name) for name in ("Ana", "Bob", "Dee"))
    assert [(promise["subject"], promise["maker"], promise["to"], promise["team"]) for promise in got.promises] == [
        (ana, None, "Kite", "Kite"), ("Kite", bob, dee, "Kite"), ("Atlas", ana, "the team", None),
    ]  # fmt: skip
    assert got.evidence.names == {ana: "Ana", bob: "Bob", dee: "Dee"}


def test_handles_of_one_person_become_one_pseudonym(tmp_path: Path) -> None:
    people = People(b"k" * 32, {"aames": "Alice Ames"})
    path = tmp_path / "ledger.csv"
    path.write_text("subject,made_at,due_at\nAAmes,2026-09-01,2026-09-07\nalice  ames,2026-09-02,2026-09-07\n")
    evidence, _, _ = read_path(path, people)
    assert set(evidence.commitments.column("subject").to_pylist()) == {people.pseudonym("Alice Ames")}


def test_many_lines_with_one_fault_are_told_up_to_twenty_and_then_counted(reading: Read) -> None:
    got = reading(HEAD + "".join(f"{number},Ana,2026-09-01,soon,,\n" for number in range(75)))
    assert (len(got.problems), got.problems[-1].line, got.row.unread) == (21, 0, 75)
    assert got.problems[-1].said.endswith("The same holds for 55 more lines.")


@pytest.mark.parametrize("rows", [["1,Ana,2026-09-01,2026-09-07,,1"], ["1,A,2026-09-01,2026-09-07,,0"] * 1])
def test_one_subject_with_one_commitment_is_a_ledger(reading: Read, rows: list[str]) -> None:
    assert reading(HEAD + "\n".join(rows)).row.rows == 1


@pytest.mark.parametrize("outcome", ["1", "0"])
def test_all_kept_and_all_broken_are_read_like_any_other(reading: Read, outcome: str) -> None:
    got = reading(HEAD + "".join(f"{number},Ana,2026-09-01,2026-09-07,,{outcome}\n" for number in range(30)))
    assert {promise["outcome"] for promise in got.promises} == {"kept" if outcome == "1" else "broken"}


def parquet(folder: Path, **columns: pa.Array) -> Path:
    path = folder / "ledger.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def test_in_parquet_days_are_days_and_timestamps_are_times(tmp_path: Path, people: People) -> None:
    moment = datetime(2026, 9, 7)  # noqa: DTZ001
    path = parquet(
        tmp_path,
        subject=pa.array(["Ana", "Ana"]).dictionary_encode(),
        made_at=pa.array([datetime(2026, 9, 1, 9), None], pa.timestamp("ns")),  # noqa: DTZ001
        due_at=pa.array([moment.date()] * 2, pa.date32()),
        closed_at=pa.array([moment] * 2, pa.timestamp("ms")),
        known_at=pa.array([us(2026, 9, 8)] * 2, pa.timestamp("us", "UTC")),
        outcome=pa.array([1.0, float("nan")]),
        commitment_id=pa.array([7.0, 8.0]),
    )
    evidence, problems, (row,) = read_path(path, people, tz="Europe/Berlin")
    (promise,) = evidence.commitments.to_pylist()
    assert (promise["id"], promise["line"], promise["outcome"], promise["due_is_date"]) == ("7", 1, "kept", True)
    assert (promise["made_us"], promise["due_us"], promise["closed_us"], promise["known_us"]) == (
        us(2026, 9, 1, 7), us(2026, 9, 7, 22) - 1, us(2026, 9, 6, 22), us(2026, 9, 8),
    )  # fmt: skip
    assert [(problem.line, problem.said) for problem in problems] == [(2, "The line does not say when it was made.")]
    assert (row.format, row.rows, row.unread) == ("parquet", 1, 1)


@pytest.mark.parametrize(
    "odd",
    [pa.array([[1], [2]]), pa.array([b"\xff", b"x"]), pa.array([True, False]), pa.array([{"a": 1}, None]), pa.nulls(2),
     pa.array([timedelta(1), None]), pa.array([1e300, -1.0]), pa.array([253402300800000000, -1], pa.timestamp("us"))],
)  # fmt: skip
@pytest.mark.parametrize("where", ["subject", "made_at", "due_at", "outcome", "id", "size", "to", "group", "formal"])
def test_a_parquet_column_of_an_odd_type_raises_nothing(
    tmp_path: Path, people: People, odd: pa.Array, where: str
) -> None:
    good = {
        "subject": pa.array(["A", "B"]),
        "made_at": pa.array(["2026-09-01"] * 2),
        "due_at": pa.array(["2026-09-02"] * 2),
    }
    evidence, _, (row,) = read_path(parquet(tmp_path, **{**good, where: odd}), people)
    assert row.rows + row.unread == 2
    assert evidence.commitments.num_rows == row.rows


def test_silence_is_unknown_in_a_file_that_states_verdicts_and_overdue_where_dates_speak(reading: Read) -> None:
    header = "id,subject,made_at,due_at,closed_at,outcome\n"
    silent, told, closed = (
        "a,Ana,2026-01-01,2026-01-08,,",
        "b,Ana,2026-01-02,2026-01-09,,1",
        ",Ana,2026-01-03,2026-01-10,",
    )
    stated = reading(f"{header}{silent}\n{told}\nc{closed}2026-01-10,\n").evidence.commitments
    assert stated.column("outcome").to_pylist() == ["unknown", "kept", None]
    dated = reading(f"{header}{silent}\nb,Ana,2026-01-02,2026-01-09,,admitted\n").evidence.commitments
    assert dated.column("outcome").to_pylist() == [None, "admitted"]


def test_times_with_and_without_a_zone_in_one_file_are_told(reading: Read) -> None:
    header = "subject,made_at,due_at\n"
    assert "zone" in reading(f"{header}Ana,2026-01-01T10:00Z,2026-01-08 10:00\n").row.note
    assert "zone" not in reading(f"{header}Ana,2026-01-01 10:00,2026-01-08 10:00\n").row.note
