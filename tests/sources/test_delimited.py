"""A delimited file is cut into the same cells whatever has happened to it, or it is said why not."""

from __future__ import annotations

import csv
import gzip
import io
import random
import zipfile
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saidanddone.evidence.problem import Problem
from saidanddone.sources.delimited import Delimited, _records, open_delimited
from saidanddone.sources.quoting import quoted_cells
from saidanddone.sources.sheet import LONGEST_CELL

Read = Callable[..., Any]

HEAD = "subject,made_at,due_at,note\n"
ROW = "Ana,2026-09-01,2026-09-07,fine\n"


def opened(path: Path) -> Delimited:
    book = open_delimited(path, path.name)
    assert isinstance(book, Delimited)
    return book


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
def test_names_come_out_the_same_in_every_encoding(reading: Read, encoding: str) -> None:
    text = HEAD + "José Núñez,2026-09-01,2026-09-07,fine\n"
    assert list(reading(text.encode(encoding)).evidence.names.values()) == ["José Núñez"]


def test_an_assumed_encoding_is_told(reading: Read) -> None:
    text = HEAD + "José,2026-09-01,2026-09-07,fine\n"
    assert "Windows-1252" in reading(text.encode("cp1252")).row.note
    assert reading(text.encode()).row.note == ""


def test_one_broken_byte_does_not_turn_utf_8_into_something_else(reading: Read) -> None:
    got = reading((HEAD + "José Núñez,2026-09-01,2026-09-07,é").encode() + b"\xe9\n")
    assert list(got.evidence.names.values()) == ["José Núñez"]
    assert "not valid UTF-8" in got.row.note


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_of_four_separators_parts_the_cells(reading: Read, mark: str) -> None:
    got = reading((HEAD + ROW).replace(",", mark))
    assert (got.row.rows, got.row.unread, got.problems) == (1, 0, [])
    assert got.row.format == ("tsv" if mark == "\t" else "csv")


def test_the_line_excel_writes_above_the_header_names_the_separator(reading: Read) -> None:
    got = reading("sep=;\n" + (HEAD + ROW).replace(",", ";"))
    assert (got.row.rows, got.promises[0]["line"]) == (1, 3)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_numbered_as_an_editor_shows_them(reading: Read, end: str) -> None:
    rows = [HEAD, ROW, "\n", ",,,\n", 'Ana,2026-09-02,2026-09-07,"two\nlines"\n', ROW.replace("01", "03")]
    got = reading("".join(rows).replace("\n", end))
    assert [promise["line"] for promise in got.promises] == [2, 5, 7]


def test_missing_cells_are_empty_and_extra_ones_are_told(reading: Read) -> None:
    got = reading(
        "subject,made_at,due_at,outcome\nAna,2026-09-01\nAna,2026-09-02,2026-09-09,kept,more\nAna,2026-09-03,,,,\n"
    )
    assert [promise["due_us"] is None for promise in got.promises] == [True, False, True]
    assert [(problem.line, problem.said) for problem in got.problems] == [
        (3, "This line has more cells than the header; the extra ones were ignored.")
    ]


def test_nul_bytes_are_passed_over(reading: Read) -> None:
    got = reading(HEAD + "A\x00na,2026-09-01\x00,2026-09-07,\x00\n" + ROW * 3)
    assert (got.row.rows, set(got.evidence.names.values())) == (4, {"Ana"})


def test_a_million_characters_where_nothing_is_needed_do_no_harm(reading: Read) -> None:
    got = reading(HEAD + ROW.replace("fine", "x" * 1_000_000) + ROW)
    assert (got.row.rows, got.problems) == (2, [])


@pytest.mark.parametrize("cell", ["x" * 1_000_000, '"' + "x\n" * 500_000 + '"', "x" * (LONGEST_CELL + 1)])
def test_a_million_characters_where_a_name_belongs_cost_their_line(reading: Read, cell: str) -> None:
    got = reading(HEAD + ROW + ROW.replace("Ana", cell) + ROW)
    assert (got.row.rows, got.row.unread) == (2, 1)
    assert [problem.line for problem in got.problems] == [3]
    assert "longer than 1,000 characters" in got.said[0]


def test_a_quotation_mark_that_never_closes_costs_its_own_line(reading: Read) -> None:
    got = reading(HEAD + ROW + 'Bo,2026-09-01,2026-09-07,"open, and on\n' + ROW * 3)
    assert (got.row.rows, got.row.unread) == (4, 1)
    assert [(problem.line, problem.said) for problem in got.problems] == [
        (3, "A quotation mark opens here and never closes.")
    ]


def test_a_line_that_still_has_all_its_cells_is_read_despite_its_quotation_mark(reading: Read) -> None:
    got = reading(HEAD + 'Bo,2026-09-01,2026-09-07,"open\n' + ROW)
    assert (got.row.rows, got.row.unread, len(got.problems)) == (2, 0, 1)


def test_a_stray_quotation_mark_does_not_swallow_lines_up_to_the_next_quoted_cell(reading: Read) -> None:
    got = reading(HEAD + 'Bo,2026-09-01,2026-09-07,"5 inch\n' + ROW * 4 + 'Cy,2026-09-01,2026-09-07,"good"\n')
    assert got.row.rows == 6


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\ufeff", "# only a remark\n", ",,,\n"])
def test_a_file_without_anything_in_it_gets_one_sentence(reading: Read, text: str) -> None:
    got = reading(text)
    assert (got.row.rows, len(got.problems)) == (0, 1)


def test_a_header_without_rows_gets_one_sentence(reading: Read) -> None:
    assert reading(HEAD).said == ["The file has a header but no rows."]


def archive() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("ledger.csv", HEAD + ROW)
    return kept.getvalue()


def workbook() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (archive(), "This is a zip archive, not a table."),
        (workbook(), "This is an Excel workbook, not a table of text."),
        (gzip.compress((HEAD + ROW).encode()), "This is a gzip archive, not a table."),
        (b"%PDF-1.7\n" + b"x" * 99, "This is a PDF, not a table."),
        (b"SQLite format 3\x00" + bytes(100), "This is a SQLite database, not a table."),
        (random.Random(1).randbytes(5_000), "This is a binary file, not a table."),
        (bytes(5_000), "This is a binary file, not a table."),
        (b"PAR1" + bytes(500), "It begins like Parquet but cannot be read as such: it may be cut short or damaged."),
    ],
    ids=["zip", "workbook", "gzip", "pdf", "sqlite", "noise", "zeros", "half a Parquet file"],
)
def test_what_is_no_table_is_named_for_what_it_is(reading: Read, content: bytes, said: str) -> None:
    got = reading(content)
    assert (got.said, got.row.rows) == ([said], 0)
    assert got.problems[0].remedy


def test_a_zip_says_to_unpack_it(reading: Read) -> None:
    assert reading(archive()).problems[0].remedy == "Unpack it and pass the CSV inside."


CELLS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n\t", exclude_characters="\ufeff"
    ),
    max_size=12,
)


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12), st.sampled_from([",", ";", "\t", "|"])
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_pythons_csv_writes_is_read_back(tmp_path: Path, rows: list[list[str]], mark: str) -> None:
    path = tmp_path / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=mark)
        writer.writerow(["one", "two", "three"])
        writer.writerows(rows)
    sheet = opened(path).take({"a": 0, "b": 1, "c": 2})
    found = list(zip(*(sheet.columns[name].to_pylist() for name in "abc"), strict=True))
    assert [[cell.strip() for cell in row] for row in found] == [
        [cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)
    ]
    assert sheet.problems == ()


@given(
    st.binary(max_size=400), st.sampled_from([b"", HEAD.encode(), b"\xef\xbb\xbf", b"\xff\xfe", b"\xff\xfe\x00\x00"])
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_whatever_raise(tmp_path: Path, noise: bytes, head: bytes) -> None:
    path = tmp_path / "noise.csv"
    path.write_bytes(head + noise)
    book = open_delimited(path, path.name)
    if isinstance(book, Problem):
        assert book.said
        return
    sheet = book.take({"x": 0})
    assert len(sheet.columns["x"]) == len(sheet.lines)


def kindly(text: str, delimiter: str, width: int) -> list[tuple[int, list[str]]]:
    """Every row cut by the patient way alone, which the quick one must agree with."""
    lines = iter(text.splitlines())
    ahead: deque[str] = deque()
    rows, number = [], 0
    while ahead or (line := next(lines, None)) is not None:
        line = ahead.popleft() if ahead else line
        number += 1
        cells, used = quoted_cells(line, lines, ahead, delimiter)
        literal = line.split(delimiter)
        if cells is not None or len(literal) == width:
            rows.append((number, cells if cells is not None else literal))
        number += used
    return rows


@given(st.text(alphabet='a", \n', max_size=60))
def test_rows_cut_quickly_are_those_cut_patiently(text: str) -> None:
    found = _records(iter(text.splitlines()), 1, ",", 3, [])
    quick = [(number, [cell.strip(" ") for cell in cells] or [""]) for number, cells in found]
    assert quick == [(number, [cell.strip(" ") for cell in cells]) for number, cells in kindly(text, ",", 3)]
