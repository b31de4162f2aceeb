"""Ratings on any scale that is stated, none on one that is not, and no comment read (MISSION T4)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.evidence.people import People
from saidanddone.sources.detect import read_path
from saidanddone.sources.ratings import said, scale

Read = Callable[..., Any]


def one(reading: Read, rating: str, scale: str = "") -> tuple[float, float, float]:
    (row,) = reading(
        f'subject,rating,scale,rated_at\nAna,"{rating}","{scale}",2026-09-01\n', "r.csv"
    ).evidence.ratings.to_pylist()
    return row["raw"], row["scale_low"], row["scale_high"]


@pytest.mark.parametrize(
    ("rating", "scale", "read"),
    [
        ("4", "1-5", (4, 1, 5)), ("4,5", "1 to 5", (4.5, 1, 5)), ("4.7/5", "", (4.7, 1, 5)),
        ("4.7 / 5", "", (4.7, 1, 5)), ("4 out of 5", "", (4, 1, 5)), ("9,1 von 10", "", (9.1, 0, 10)),
        ("9.1 of 10", "1-10", (9.1, 1, 10)), ("9", "0–10", (9, 0, 10)), ("3", "5", (3, 1, 5)), ("0", "5", (0, 0, 5)),
        ("94%", "", (94, 0, 100)), ("94 %", "0-100", (94, 0, 100)), ("★★★★☆", "", (4, 1, 5)),
        ("☆☆☆☆☆", "", (0, 0, 5)), ("4 stars", "5 stars", (4, 1, 5)), ("⭐️⭐️⭐️", "1-5", (3, 1, 5)),
        ("-1", "-3 to 3", (-1, -3, 3)), ("88", "%", (88, 0, 100)), ("0.9", "1", (0.9, 0, 1)),
    ],
)  # fmt: skip
def test_a_rating_is_read_on_the_scale_it_was_given_on(
    reading: Read, rating: str, scale: str, read: tuple[float, float, float]
) -> None:
    assert one(reading, rating, scale) == read


def test_four_point_seven_of_one_to_five_is_not_point_nine_four(reading: Read) -> None:
    """T4: rescaled it is .925 of the way, which is why it is held against its line as it was given."""
    (row,) = reading("subject,rating,scale,rated_at\nAna,4.7,1-5,2026-09-01\n", "r.csv").evidence.ratings.to_pylist()
    assert row["raw"] == 4.7
    assert row["value"] == pytest.approx(0.925)


@pytest.mark.parametrize("ratings", [("4", "5"), ("4.7", "3"), ("9", "10"), ("88", "93")])
def test_a_scale_is_never_guessed(reading: Read, ratings: tuple[str, str]) -> None:
    body = "".join(f"Ana,{rating},2026-09-0{day}\n" for day, rating in enumerate(ratings, 1))
    got = reading(f"subject,rating,rated_at\n{body}", "r.csv")
    assert (got.row.kind, got.row.rows, got.row.unread) == ("ratings", 0, 2)
    (problem,) = got.problems
    assert problem.said == "The file does not say on which scale its ratings were given, and a scale is not guessed."
    assert "1-5" in problem.remedy


def test_rows_with_a_scale_are_read_where_others_have_none(reading: Read) -> None:
    got = reading("subject,rating,rated_at\nAna,4/5,2026-09-01\nAna,4,2026-09-02\nAna,3/5,2026-09-03\n", "r.csv")
    assert (got.row.rows, got.row.unread) == (2, 1)
    assert got.said == ["1 of 3 ratings does not say on which scale, and a scale is not guessed."]


def test_a_scale_that_a_spreadsheet_made_a_date_is_told(reading: Read) -> None:
    got = reading("subject,rating,scale,rated_at\nAna,4,05-Jan,2026-09-01\n", "r.csv")
    assert [(p.line, p.said) for p in got.problems] == [(2, "The scale cannot be read.")]


def test_what_cannot_be_a_rating_is_told_by_line(reading: Read) -> None:
    got = reading(
        "subject,rating,scale,rated_at\nAna,6,1-5,2026-09-01\nAna,great,1-5,2026-09-01\nAna,4,1-5,\n,4,1-5,2026-09-01\n"
        "Ana,4/10,1-5,2026-09-01\nAna,4,5-1,2026-09-01\nAna,4,1-5,2026-09-01\n",
        "r.csv",
    )
    assert got.row.rows == 1
    assert {p.line: p.said for p in got.problems} == {
        2: "The rating lies outside its scale.",
        3: "The rating cannot be read as a figure.",
        4: "The line does not say when the rating was given.",
        5: "The line does not say who or what was rated.",
        6: "The rating names one scale and its column another.",
        7: "The scale cannot be read.",
    }


def test_ratings_without_a_day_are_asked_for_it(reading: Read) -> None:
    got = reading("subject,rating,scale,rater\nAna,4,1-5,Bo\n", "ratings.csv")
    (problem,) = got.problems
    assert problem.said == "It looks like ratings but has no column for when it was given (rated_at)."


def test_comments_are_not_read_and_the_note_says_so(reading: Read, people: People) -> None:
    got = reading(
        "subject,rating,scale,rated_at,rater,comment\nAna,4,1-5,2026-09-01,Bo,She never phoned Dee\n", "r.csv"
    )
    assert "comment" not in got.row.mapping
    assert "phoned" not in f"{got.evidence.tables()!r}{got.evidence.ratings.to_pylist()!r}{got.row!r}"
    assert got.row.note == "Only figures were read; what was written beside them stays in the file."
    assert set(got.evidence.names.values()) == {"Ana", "Bo"}
    (row,) = got.evidence.ratings.to_pylist()
    assert (row["subject"], row["rater"]) == (people.pseudonym("Ana"), people.pseudonym("Bo"))


def test_a_team_keeps_its_name_and_is_known_as_one_by_its_own_row(reading: Read) -> None:
    got = reading(
        "subject,team,subject_kind,rating,rated_at\nKite,kite,,4/5,2026-09-01\nShop,,project,4/5,2026-09-01\n", "r.csv"
    )
    assert [(row["subject"], row["subject_kind"]) for row in got.evidence.ratings.to_pylist()] == [
        ("Kite", "team"), ("Shop", "project"),
    ]  # fmt: skip
    assert got.evidence.names == {}


def test_a_mean_of_many_is_one_row_that_says_of_how_many(reading: Read) -> None:
    got = reading("subject,average,reviews,scale,date\nAna,4.2,761,1-5,2026-09-01\nBo,5,3,1-5,2026-09-01\n", "r.csv")
    assert [(row["raw"], row["count"]) for row in got.evidence.ratings.to_pylist()] == [(4.2, 761), (5.0, 3)]


def test_five_drawn_stars_are_of_five_where_other_rows_show_it(reading: Read) -> None:
    got = reading("subject,stars,date\nAna,★★★★★,2026-09-01\nAna,★★★☆☆,2026-09-02\n", "r.csv")
    assert got.evidence.ratings.column("raw").to_pylist() == [5.0, 3.0]


def test_ratings_are_read_from_parquet_with_numbers_as_numbers(tmp_path: Path, people: People) -> None:
    table = pa.table(
        {"subject": ["Ana"], "rating": [4.5], "out of": [5], "date": pa.array(["2026-09-01"]).cast(pa.date32())}
    )
    pq.write_table(table, tmp_path / "r.parquet")
    evidence, problems, _ = read_path(tmp_path / "r.parquet", people)
    assert problems == []
    assert evidence.ratings.select(["raw", "scale_low", "scale_high"]).to_pylist() == [
        {"raw": 4.5, "scale_low": 1.0, "scale_high": 5.0}
    ]


def test_reading_again_makes_the_same_ids(reading: Read) -> None:
    text = "subject,rating,rated_at\nAna,4/5,2026-09-01\nAna,4/5,2026-09-01\n"
    first, again = (reading(text, "r.csv").evidence.ratings.column("id").to_pylist() for _ in range(2))
    assert first == again
    assert len(set(first)) == 2


@given(st.text(max_size=40))
def test_any_text_is_a_rating_or_is_not_and_never_an_error(text: str) -> None:
    for found in (said(text), scale(text)):
        assert found is None or all(value is None or abs(value) < 1e10 for value in _figures(found))


def _figures(found: Any) -> tuple[float | None, ...]:
    return found if isinstance(found, tuple) else (found.raw, found.low, found.high)
