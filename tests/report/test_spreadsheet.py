"""A table for a spreadsheet runs nothing and keeps its numbers; a longer check stands in ``evaluation``."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.units import diagnosis, finding, forecast

from saidanddone.errors import NotReleased
from saidanddone.report import spreadsheet
from saidanddone.store.sheet import safe, shown

RISKY = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", '"=1', "＝1+1", "＠A1", "\ufeff=1", "\u200b+1")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_one_row_a_released_unit_with_the_columns_of_its_table() -> None:
    out = diagnosis(finding(), finding("Nova", "team"))
    told = rows(spreadsheet.render(out))
    assert [row["id"] for row in told] == out.to_arrow().column("id").to_pylist()
    assert list(told[0]) == out.to_arrow().column_names


@pytest.mark.parametrize("label", RISKY)
def test_no_label_is_run(label: str) -> None:
    (row,) = rows(spreadsheet.render(diagnosis(finding(label, "team"))))
    assert row["label"].startswith("'")


def test_a_figure_below_zero_stays_a_number_and_an_unknown_one_is_empty() -> None:
    out = diagnosis(finding(trust=forecast(mean=-0.25, low=None, high=float("nan"))))
    (row,) = rows(spreadsheet.render(out))
    assert (row["mean"], row["low"], row["high"]) == ("-0.25", "", "")


def test_what_semicolons_would_part_is_guarded_as_well() -> None:
    (row,) = rows(spreadsheet.render(diagnosis(finding("Nova; =1+1, b", "team"))))
    assert row["label"] == "Nova; '=1+1, b"


def test_no_cell_moves_a_cursor_or_turns_the_reading_direction() -> None:
    (row,) = rows(spreadsheet.render(diagnosis(finding("\u202e=1+1 \x1b[31mNova", "team"))))
    assert row["label"] == "'=1+1 [31mNova"


def test_it_takes_nothing_that_is_not_released() -> None:
    with pytest.raises(NotReleased):
        spreadsheet.render({"released": []})  # type: ignore[arg-type]


@given(st.text(max_size=20))
def test_a_cell_made_safe_is_shown_as_it_was_written(cell: str) -> None:
    once = safe(cell)
    assert shown(once) == " ".join(cell.replace("\x00", "").encode("utf-8", "replace").decode().split())
    assert safe(shown(once)) == once
