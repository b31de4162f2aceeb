"""A row with more cells than the header is put right only where it can be proved, and else told and left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from saidanddone.sources.jira.wide import mending

Read = Callable[..., Any]

HEADER = (
    "Summary,Issue key,Issue id,Issue Type,Status,Project name,Assignee,Created,Resolved,Due date,Votes,Labels,"
    "Description,Sprint,Story Points,Comment,Status Category"
)  # fmt: skip
ROW = (
    "Buoys,TIDE-1,10001,Task,Done,Tide,Ana,05/Jun/26 9:00 AM,09/Jun/26 8:00 AM,10/Jun/26 12:00 AM,0,sea,"
    "text,S1,3,fine,Done"
)  # fmt: skip
CELLS = ROW.split(",")


def widened(column: str, more: list[str]) -> list[str]:
    """The row with further values behind the one of this column."""
    place = HEADER.split(",").index(column) + 1
    return [*CELLS[:place], *more, *CELLS[place:]]


def test_a_row_as_wide_as_the_header_needs_nothing(reading: Read) -> None:
    assert reading(f"{HEADER}\n{ROW}\n").problems == []


def test_labels_that_were_not_widened_are_put_right_and_told(reading: Read) -> None:
    plain = reading(f"{HEADER}\n{ROW}\n").promises
    got = reading(f"{HEADER}\n{','.join(widened('Summary', ['lamps', 'and lines']))}\n")
    assert got.promises == plain
    assert [(problem.line, problem.said) for problem in got.problems] == [
        (2, "This line has more cells than the header; they fit in one way only, and it was read that way.")
    ]
    assert got.row.unread == 0


def test_where_two_ways_fit_and_say_different_things_the_line_is_left_out(reading: Read) -> None:
    ambiguous = widened("Labels", ["3"])
    ambiguous[HEADER.split(",").index("Story Points")] = "5"
    got = reading(f"{HEADER}\n{','.join(ambiguous)}\n{ROW}\n")
    assert (got.row.rows, got.row.unread) == (1, 1)
    assert [(problem.line, problem.said) for problem in got.problems] == [
        (2, "This line has more cells than the header, and nothing proves which belongs where; it was not read.")
    ]


def test_where_nothing_fits_the_line_is_left_out(reading: Read) -> None:
    broken = widened("Labels", ["shore"])
    broken[7] = "soon"
    assert reading(f"{HEADER}\n{','.join(broken)}\n{ROW}\n").row.unread == 1


def test_blank_cells_behind_a_good_row_are_nothing_to_tell(reading: Read) -> None:
    got = reading(f"{HEADER}\n{ROW},,,\n")
    assert (got.row.rows, got.problems) == (1, [])


def test_a_thousand_cells_too_many_are_not_even_tried(reading: Read) -> None:
    got = reading(f"{HEADER}\n{','.join(widened('Labels', ['sea'] * 1_000))}\n{ROW}\n")
    assert (got.row.rows, got.row.unread) == (1, 1)


READ = [place for place, name in enumerate(HEADER.split(",")) if name not in (
    "Summary", "Issue id", "Votes", "Labels", "Description", "Comment")]  # fmt: skip


@given(
    st.sampled_from(["Summary", "Labels", "Description", "Sprint", "Comment"]),
    st.lists(st.sampled_from(["", "sea", "7", "Done", "TIDE-1", "05/Jun/26 9:00 AM", "Ana"]), min_size=1, max_size=4),
)
def test_whatever_stands_too_much_a_row_is_read_as_it_was_or_not_at_all(column: str, more: list[str]) -> None:
    placed = mending(HEADER.split(","))(widened(column, more))
    if placed is not None:
        assert len(placed) == len(CELLS)
        for place in READ:
            same = placed[place].strip() == CELLS[place].strip()
            assert same or (HEADER.split(",")[place] == "Sprint" and placed[place].strip())
