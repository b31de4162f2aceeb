"""The page on formats is true: each example is read in full, and no column is left out of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from documents import blocks

from saidanddone.evidence.people import People
from saidanddone.sources.detect import FORMATS, read_path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "formats.md"
TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = {
    block.comment.removeprefix("file:").strip().removesuffix(".csv"): block.body
    for block in blocks(TEXT)
    if block.comment.startswith("file:")
}


def test_there_is_one_example_of_each_format() -> None:
    assert sorted(EXAMPLES) == sorted(format_.kind for format_ in FORMATS)


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.kind)
def test_each_example_is_read_in_full(tmp_path: Path, people: People, format_: Any) -> None:
    path = tmp_path / "example.csv"
    path.write_text(EXAMPLES[format_.kind], encoding="utf-8")
    evidence, problems, (row,) = read_path(path, people)
    assert (row.kind, row.unread, problems) == (format_.kind, 0, [])
    assert row.rows == len(EXAMPLES[format_.kind].splitlines()) - 1
    assert set(row.mapping) >= {field.name for field in format_.fields} - {"id"}
    read = sum(evidence.counts().values())
    assert read >= row.rows or (row.kind, read) == ("roster", row.rows - 1), "two handles of one person are one person"


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.kind)
def test_every_column_of_a_format_is_on_the_page(format_: Any) -> None:
    (section,) = re.findall(rf"^## {format_.kind}\n(.*?)(?=^## )", TEXT, re.MULTILINE | re.DOTALL | re.IGNORECASE)
    assert [field.name for field in format_.fields if not re.search(rf"\b{field.name}\b", section)] == []


def test_every_date_on_the_page_is_read_as_it_says(tmp_path: Path, people: People) -> None:
    (table,) = re.findall(r"^\| written \| read as \|\n\|[ -|]+\n(.*?)\n\n", TEXT, re.MULTILINE | re.DOTALL)
    written = re.findall(r"`([^`]+)`", table)
    path = tmp_path / "dates.csv"
    rows = "".join(f'Ana,2026-09-01,"{text}"\n' for text in written)
    path.write_text("subject,made_at,due_at\n" + rows, encoding="utf-8")
    evidence, problems, _ = read_path(path, people, dates="dmy")
    due = evidence.commitments.column("due_us").to_pylist()
    day = 1_788_739_200_000_000
    assert (len(due), problems, len(written)) == (len(written), [], 15)
    assert all(day <= moment < day + 86_400_000_000 for moment in due)
