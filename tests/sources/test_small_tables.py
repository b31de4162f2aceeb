"""Acts, responses, encounters, pressure and moments from plain tables (MISSION S2, S3, S6, S8, T7, T10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from saidanddone.evidence.act import KINDS, STAGE_OF
from saidanddone.evidence.people import People
from saidanddone.sources.detect import read_path

Read = Callable[..., Any]


def us(*parts: int) -> int:
    return (datetime(*parts, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_act_is_on_its_rung(reading: Read, kind: str) -> None:
    (act,) = reading(f"at,kind,person\n2026-09-02 10:15,{kind},Bob\n").evidence.acts.to_pylist()
    assert (act["kind"], act["stage"], act["at_us"], act["reporter"]) == (
        kind,
        STAGE_OF[kind],
        us(2026, 9, 2, 10, 15),
        "own",
    )


@pytest.mark.parametrize("written", ["help seeking", "Help-Seeking", "HELP_SEEKING"])
def test_a_kind_may_be_written_with_spaces_or_hyphens(reading: Read, written: str) -> None:
    assert reading(f"at,kind\n2026-09-02,{written}\n").evidence.acts.column("kind").to_pylist() == ["help_seeking"]


def test_an_act_of_a_kind_we_do_not_know_is_told(reading: Read) -> None:
    got = reading("at,kind,confidence\n2026-09-02,shouting,\n2026-09-02,question,1.5\n,question,\nsoon,idea,\n")
    assert (got.row.kind, got.row.rows, got.row.unread) == ("acts", 1, 3)
    assert [(problem.line, problem.said) for problem in got.problems] == [
        (4, "The line does not say when it happened."),
        (5, "The line does not say when it happened in a way that can be read."),
        (2, "The column kind holds no word we know; the line was not read."),
        (3, "The column confidence holds no usable number; it was set aside."),
    ]


def test_two_acts_with_one_id_are_told_and_two_that_say_the_same_are_both_kept(reading: Read) -> None:
    got = reading("id,at,kind\na,2026-09-02,idea\na,2026-09-03,idea\n,2026-09-04,idea\n,2026-09-04,idea\n")
    assert (got.row.rows, got.row.unread, len(set(got.evidence.acts.column("id").to_pylist()))) == (3, 1, 3)
    assert [problem.line for problem in got.problems] == [3]


def test_whether_an_act_was_answered_is_yes_or_no_or_not_said(reading: Read) -> None:
    got = reading("at,kind,answered\n2026-09-02,idea,yes\n2026-09-03,idea,0\n2026-09-04,idea,\n")
    assert got.evidence.acts.column("answered").to_pylist() == [True, False, None]


def test_an_answer_on_a_day_was_given_by_its_end(reading: Read) -> None:
    """So that it does not come before an act of the same day."""
    got = reading("act_id,level,at\na1,4,2026-09-02\na2,4,2026-09-02 10:20\n")
    assert got.evidence.responses.column("at_us").to_pylist() == [us(2026, 9, 3) - 1, us(2026, 9, 2, 10, 20)]


@pytest.mark.parametrize(
    ("written", "level"),
    [("1", 1), ("punished", 1), ("ignored", 2), ("brushed aside", 2), ("3.0", 3), ("declined with reason", 3),
     ("Validated", 4), ("encouraged", 5)],
)  # fmt: skip
def test_a_level_is_a_number_or_its_word(reading: Read, written: str, level: int) -> None:
    """S3: a reasoned no is acknowledged, level 3."""
    (response,) = reading(f"act_id,level\na1,{written}\n").evidence.responses.to_pylist()
    assert (response["level"], response["act_id"], response["followed"]) == (level, "a1", "unknown")


@pytest.mark.parametrize("level", ["0", "6", "", "good", "2.5"])
def test_a_response_without_a_level_we_know_is_told(reading: Read, level: str) -> None:
    got = reading(f"act_id,level,role\na1,{level},leader\n,4,leader\n")
    assert (got.row.rows, sorted(problem.line for problem in got.problems)) == (0, [2, 3])


def test_a_response_that_cannot_be_read_still_says_that_somebody_answered(reading: Read) -> None:
    """S3: else its act would look passed over."""
    kept = reading("act_id,level,role\na1,good,leader\n,4,leader\n").evidence.responses.to_pylist()
    assert [(one["act_id"], one["level"]) for one in kept] == [("a1", 0), ("", 4)]


def test_the_four_steps_are_yes_or_no_or_not_said(reading: Read) -> None:
    (response,) = reading(
        "act_id,level,look,identify,validate,encourage\na1,4,yes,0,,maybe\n"
    ).evidence.responses.to_pylist()
    assert [response[step] for step in ("look", "identify", "validate", "encourage")] == [True, False, None, None]


def test_an_encounter_knows_who_was_invited_and_who_came(reading: Read, people: People) -> None:
    text = "at,invited,attended,minutes,kind,state\n2026-09-07 09:00,Ana; Bo ;Ana;,Bo,30,1:1,canceled\n"
    got = reading(text)
    (met,) = got.evidence.encounters.to_pylist()
    ana, bo = people.pseudonym("Ana"), people.pseudonym("Bo")
    assert (met["invited"], met["attended"], met["minutes"]) == ([ana, bo], [bo], 30.0)
    assert (met["kind"], met["state"]) == ("one_to_one", "cancelled")
    assert got.evidence.names == {ana: "Ana", bo: "Bo"}


def test_a_list_of_people_in_parquet_is_a_list(tmp_path: Path, people: People) -> None:
    table = pa.table({"at": pa.array([datetime(2026, 9, 7, 9)]), "invited": pa.array([["Ana", "Bo"]])})  # noqa: DTZ001
    pq.write_table(table, tmp_path / "met.parquet")
    evidence, _, _ = read_path(tmp_path / "met.parquet", people)
    assert evidence.encounters.column("invited").to_pylist() == [[people.pseudonym("Ana"), people.pseudonym("Bo")]]


def test_a_name_with_a_comma_stays_one_name_where_semicolons_part(reading: Read, people: People) -> None:
    (met,) = reading('at,invited\n2026-09-07,"Ames, Alice; Birk, Bob"\n').evidence.encounters.to_pylist()
    assert met["invited"] == [people.pseudonym("Ames, Alice"), people.pseudonym("Birk, Bob")]


def test_both_days_of_a_stretch_of_pressure_are_in_it(reading: Read) -> None:
    (stretch,) = reading("from,to,team\n2026-09-14,2026-09-25,\n").evidence.pressure.to_pylist()
    assert (stretch["from_us"], stretch["to_us"], stretch["team"]) == (us(2026, 9, 14), us(2026, 9, 26) - 1, None)


def test_pressure_that_ends_before_it_begins_is_told(reading: Read) -> None:
    got = reading("from,to\n2026-09-25,2026-09-14\n2026-09-14,2026-09-14\n")
    assert (got.row.rows, got.said) == (1, ["The pressure ends before it begins; the line was not read."])


def test_a_moment_is_an_act_and_its_response(reading: Read) -> None:
    got = reading(
        "at,kind,team,public,uncaught,reporter,who_responded,level,followed,began\n"
        "2026-09-02,problem,Kite,yes,,own,leader,validated,changed,2026-08-20\n"
    )
    (act,), (response,) = got.evidence.acts.to_pylist(), got.evidence.responses.to_pylist()
    assert (act["stage"], act["public"], act["uncaught"], act["began_us"]) == (
        "challenger",
        True,
        None,
        us(2026, 8, 20),
    )
    assert (response["act_id"], response["role"], response["level"], response["followed"]) == (
        act["id"], "leader", 4, "changed",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "level", "met"),
    [
        ("nobody", "", 2),
        ("nobody", "ignored", 2),
        ("", "", None),
        ("peer", "", 0),
        ("", "4", 4),
        ("lead", "1", 1),
    ],
)
def test_nobody_is_an_answer_and_silence_in_the_table_is_not(
    reading: Read, who: str, level: str, met: int | None
) -> None:
    got = reading(f"at,kind,who_responded,level\n2026-09-02,mistake,{who},{level}\n")
    assert got.evidence.responses.column("level").to_pylist() == ([] if met is None else [met])
    assert (got.row.kind, got.row.rows, got.problems) == ("moments", 1, [])


def test_a_moment_whose_level_cannot_be_read_was_answered(reading: Read) -> None:
    got = reading("at,kind,who_responded,level\n2026-09-02,mistake,,good\n")
    assert (got.evidence.responses.column("level").to_pylist(), len(got.problems)) == ([0], 1)


def test_nobody_cannot_have_encouraged(reading: Read) -> None:
    got = reading("at,kind,who_responded,level\n2026-09-02,mistake,nobody,encouraged\n")
    assert (got.evidence.acts.num_rows, len(got.problems)) == (1, 1)
    assert got.evidence.responses.column("level").to_pylist() == [0]  # no level, and no silence either


@pytest.mark.parametrize(
    ("text", "table"),
    [("at,kind\n2026-09-02,idea\n2026-09-02,idea\n", "acts"), ("act_id,level\na,4\na,4\n", "responses"),
     ("at,invited\n2026-09-02,Ana\n", "encounters"), ("at,kind,level\n2026-09-02,idea,4\n", "responses")],
)  # fmt: skip
def test_reading_again_makes_the_same_ids(reading: Read, text: str, table: str) -> None:
    first, again = (getattr(reading(text).evidence, table).column("id").to_pylist() for _ in range(2))
    assert first == again
    assert len(set(first)) == len(first)
