"""Answers of a pulse from plain tables: what is kept, what is told, and what nobody can see in it (S10, S12, T12)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.evidence.bundle import Evidence, merge
from saidanddone.evidence.people import People
from saidanddone.sources.answer_values import SCALE_TOPS, Unread, scale_of, value
from saidanddone.sources.detect import read_path
from saidanddone.sources.respondents import counted_once

Read = Callable[..., Any]
HEADER = "round,closed,team,department,respondent,kept,concerns\n"
NOVEMBER_13 = 1_794_614_399_999_999
"""The last microsecond of 2026-11-13, UTC."""


def answers(evidence: Evidence) -> list[tuple[Any, ...]]:
    """Team, item and value of each, sorted."""
    return sorted((row["team"], row["item"], row["value"]) for row in evidence.answers.to_pylist())


def test_a_respondent_a_row_gives_an_answer_an_item(reading: Read) -> None:
    got = reading(HEADER + "2026-W46,2026-11-13,Kite,Sea,1,4,2\n2026-W46,2026-11-12,Reef,,2,5,\n")
    assert (got.row.kind, got.row.rows, got.problems) == ("pulse", 2, [])
    assert answers(got.evidence) == [("Kite", "concerns", 2.0), ("Kite", "kept", 4.0), ("Reef", "kept", 5.0)]
    assert {row["closed_us"] for row in got.evidence.answers.to_pylist()} == {NOVEMBER_13}
    assert {row["department"] for row in got.evidence.answers.to_pylist()} == {"Sea", None}
    assert got.evidence.names == {}


def test_an_answer_a_row_gives_the_same(reading: Read) -> None:
    wide = reading(HEADER + "2026-W46,2026-11-13,Kite,Sea,1,4,2\n")
    long = reading("respondent,team,item,answer,wave,closed,department\n1,Kite,kept,4,2026-W46,2026-11-13,Sea\n"
                   "1,Kite,Concerns,2,2026-W46,2026-11-13,Sea\n")  # fmt: skip
    assert long.row.kind == "pulse"
    assert long.evidence.answers.equals(wide.evidence.answers)


@pytest.mark.parametrize("form", ["parquet", "tsv"])
def test_a_table_may_be_stored_in_any_way(tmp_path: Path, people: People, form: str) -> None:
    rows = pa.table({"round": ["2026-W46"] * 2, "team": ["Kite"] * 2, "kept": [4.0, None], "concerns": [2, 3]})
    path = tmp_path / f"pulse.{form}"
    if form == "parquet":
        pq.write_table(rows, path)
    else:
        path.write_text("round\tteam\tkept\tconcerns\n2026-W46\tKite\t4\t2\n2026-W46\tKite\t\t3\n", encoding="utf-8")
    evidence, problems, _ = read_path(path, people)
    assert answers(evidence) == [("Kite", "concerns", 2.0), ("Kite", "concerns", 3.0), ("Kite", "kept", 4.0)]
    assert problems == []


@pytest.mark.parametrize(
    ("name", "header", "cell", "closed"),
    [
        ("a.csv", "closed", "2026-11-13", NOVEMBER_13),
        ("a.csv", "closed", "2026-11-13 09:15", NOVEMBER_13),
        ("a.csv", "round", "2026-11-13", NOVEMBER_13),
        ("a.csv", "round", "2026-W46", NOVEMBER_13 + 2 * 86_400_000_000),
        ("pulse-2026-11-13.csv", "round", "autumn", NOVEMBER_13),
        ("pulse 20261113 (2).csv", "round", "", NOVEMBER_13),
    ],
)
def test_a_round_closes_on_one_day_however_that_is_told(
    reading: Read, name: str, header: str, cell: str, closed: int
) -> None:
    got = reading(f"{header},team,kept,concerns\n{cell},Kite,4,2\n", name=name)
    assert set(got.evidence.answers.column("closed_us").to_pylist()) == {closed}


def test_a_round_that_nothing_dates_is_asked_about_and_left_out(reading: Read) -> None:
    got = reading("round,team,kept,concerns\nautumn,Kite,4,2\n2026-W46,Kite,5,5\n", name="pulse.csv")
    assert got.said == ["Nothing says when 1 of its 2 rounds closed; their answers were not read."]
    assert "closed" in got.problems[0].remedy
    assert answers(got.evidence) == [("Kite", "concerns", 5.0), ("Kite", "kept", 5.0)]


@pytest.mark.parametrize("cell", ["6", "0", "-1", "=1+1", "'4'", "@SUM(A1)", "Zebediah", "inf", "1e99", "4_0"])
def test_an_answer_that_is_none_is_told_by_its_line_and_the_others_of_its_row_are_kept(
    reading: Read, cell: str
) -> None:
    got = reading(HEADER + f"2026-W46,2026-11-13,Kite,,1,{cell},2\n")
    assert [problem.line for problem in got.problems] == [2]
    assert answers(got.evidence) == [("Kite", "concerns", 2.0)]
    assert cell not in " ".join(map(str, got.problems)) or cell in "0123456"


@pytest.mark.parametrize(("cell", "figure"), [("Strongly Agree", 5.0), ("somewhat disagree", 2.0), ("neutral", 3.0),
                                              ("4 - agree", 4.0), ("Agree (4)", 4.0), ("A3", 3.0), ("2,5", 2.5),
                                              ("4.0", 4.0)])  # fmt: skip
def test_words_and_codes_of_an_answer_are_its_number(reading: Read, cell: str, figure: float) -> None:
    got = reading(HEADER + f'2026-W46,2026-11-13,Kite,,1,"{cell}",2\n')
    assert (("Kite", "kept", figure) in answers(got.evidence), got.problems) == (True, [])


def test_half_a_row_may_be_empty_and_an_empty_one_is_nobody(reading: Read) -> None:
    got = reading(HEADER + "2026-W46,2026-11-13,Kite,,1,,2\n2026-W46,2026-11-13,Kite,,2,,\n")
    assert (got.evidence.answers.num_rows, got.row.rows, got.row.understood, got.problems) == (1, 1, 1, [])
    assert "1 row holds no answer." in got.row.note


@pytest.mark.parametrize(("due", "kept", "read"), [("3", "2", 2), ("3", "4", 0), ("2.5", "1", 0), ("", "1", 0),
                                                   ("0", "0", 2), ("-1", "", 0)])  # fmt: skip
def test_of_promises_due_only_some_or_all_are_kept(reading: Read, due: str, kept: str, read: int) -> None:
    got = reading(f"round,team,concerns,promises_due,promises_kept\n2026-W46,Kite,3,{due},{kept}\n")
    assert got.evidence.answers.num_rows == 1 + read
    assert len(got.problems) == (0 if read else 1)


def test_items_named_after_a_half_are_taken_for_it_and_their_scale_only_where_answers_show_it(reading: Read) -> None:
    shown = "".join(f"{n},Kite,trust_1,{n}\n" for n in range(1, 8))
    got = reading("respondent,team,item,answer\n" + shown + "1,Kite,safety_1,4\n", name="r-2026-11-13.csv")
    assert [(row["item"], row["half"], row["high"], row["line"]) for row in got.evidence.items.to_pylist()] == [
        ("trust_1", "trust", 7.0, 0)
    ]
    assert "1 item is taken to ask about trust" in got.row.note
    assert [said.partition(";")[0] for said in got.said] == [
        "1 item is on a scale that nobody states and the answers do not show"
    ]
    assert got.evidence.answers.num_rows == 8


def test_items_of_no_known_half_are_counted_and_never_quoted(reading: Read) -> None:
    rows = "".join(f"{n},Kite,Is Zebediah kind?,{n}\n" for n in range(1, 6))
    got = reading("respondent,team,item,answer\n" + rows, name="r-2026-11-13.csv")
    assert got.said == ["1 item is of no half that is known; the answers are kept and inform neither."]
    assert [(row["half"], row["high"]) for row in got.evidence.items.to_pylist()] == [("other", 5.0)]
    assert "Zebediah" not in repr((got.problems, got.row, got.evidence.answers.to_pylist(), got.evidence.items))


def test_the_same_line_twice_counts_once_where_respondents_are_told_apart(reading: Read) -> None:
    row = "2026-W46,2026-11-13,Kite,,1,4,2\n"
    got = reading(HEADER + row + row)
    assert (got.evidence.answers.num_rows, [problem.line for problem in got.problems]) == (2, [3])
    long = reading("respondent,item,answer\n1,kept,4\n1,kept,5\n", name="r-2026-11-13.csv")
    assert (long.evidence.answers.column("value").to_pylist(), len(long.problems)) == ([4.0], 1)


def test_without_respondents_two_rows_that_say_the_same_are_two_people(reading: Read) -> None:
    got = reading("round,team,kept,concerns\n2026-W46,Kite,4,2\n2026-W46,Kite,4,2\n")
    assert (len(set(got.evidence.answers.column("respondent").to_pylist())), got.problems) == (2, [])


def test_respondents_that_go_by_names_are_asked_not_to(reading: Read) -> None:
    got = reading(HEADER + "2026-W46,2026-11-13,Kite,,zebediah@example.org,4,2\n")
    assert "key of this evidence could find out" in got.said[0]
    assert "zebediah" not in repr((got.problems, got.evidence.answers.to_pylist(), got.evidence.names)).lower()


# --- Nobody can be followed from one round to the next, or told by order ---------------------------------------------

ROWS = st.lists(
    st.tuples(st.integers(1, 5), st.integers(1, 5)).map(lambda one: f"2026-W46,Kite,{one[0]},{one[1]}"), min_size=1,
    max_size=8,
)  # fmt: skip


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_a_file_leaves_no_trace(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str], rng: Any
) -> None:
    folder = tmp_path_factory.mktemp("order")
    mixed = rng.sample(rows, len(rows))
    read = []
    for one in (rows, mixed):
        path = folder / "pulse.csv"
        path.write_text("round,team,kept,concerns\n" + "\n".join(one) + "\n", encoding="utf-8")
        read.append(read_path(path, People(b"k" * 32))[0].answers)
    assert read[0].equals(read[1])
    tokens = read[0].column("respondent").to_pylist()
    assert tokens == sorted(tokens)


def test_a_token_is_another_one_in_every_round_and_under_every_key(tmp_path: Path) -> None:
    path = tmp_path / "pulse.csv"
    path.write_text(HEADER + "".join(f"2026-W{week},,Kite,,7,4,2\n" for week in (44, 46)), encoding="utf-8")
    seen = [
        token for key in (b"k", b"j")
        for token in set(read_path(path, People(key * 32))[0].answers.column("respondent").to_pylist())
    ]  # fmt: skip
    assert len(set(seen)) == 4
    assert all(len(token) == 18 for token in seen)


def test_a_full_export_read_after_a_partial_one_counts_nobody_twice(tmp_path: Path, people: People) -> None:
    rows = [f"autumn,2026-11-{day},Kite,{kept},2\n" for day, kept in ((12, 4), (12, 4), (13, 5))]
    parts = []
    for name, some in (("b-partial.csv", rows[:2]), ("a-full.csv", rows)):
        path = tmp_path / name
        path.write_text("round,closed,team,kept,concerns\n" + "".join(some), encoding="utf-8")
        parts.append(read_path(path, people)[0])
    for order in (parts, parts[::-1]):
        once = counted_once(merge(order))
        assert len(set(once.answers.column("respondent").to_pylist())) == 3
        assert set(once.answers.column("closed_us").to_pylist()) == {NOVEMBER_13}


# --- The values ----------------------------------------------------------------------------------------------------


@given(st.text(max_size=40))
def test_any_text_is_a_number_nothing_or_told(text: str) -> None:
    found = value(text, (1.0, 5.0))
    assert found is None or isinstance(found, (float, Unread))


@given(st.sampled_from(SCALE_TOPS), st.data())
def test_a_scale_is_taken_from_answers_only_if_every_point_of_it_is_taken(top: int, data: st.DataObject) -> None:
    points = [float(point) for point in range(1, top + 1)]
    assert scale_of(points) == (1.0, float(top))
    missing = data.draw(st.sampled_from(points[:-1]))
    assert scale_of([point for point in points if point != missing]) is None
