"""A small Parquet file cannot unpack into more than there is memory for."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from saidanddone.sources import parquet
from saidanddone.sources.parquet import ParquetBook, open_parquet


def opened(path: Path, table: pa.Table, **how: object) -> ParquetBook:
    pq.write_table(table, path, **how)
    found = open_parquet(path, path.name)
    assert isinstance(found, ParquetBook)
    return found


def test_one_long_value_said_over_and_over_is_too_large_in_a_sentence(tmp_path: Path) -> None:
    codes = pa.array([0] * 2_000_000, pa.int32())
    said = pa.DictionaryArray.from_arrays(codes, pa.array(["a" * 900]))
    book = opened(tmp_path / "bomb.parquet", pa.table({"subject": said}))
    assert book.path.stat().st_size < 1_000_000
    before = pa.total_allocated_bytes()
    sheet = book.take({"subject": 0})
    assert (len(sheet.lines), "too large" in sheet.problems[0].said) == (0, True)
    # Unpacked it is 1.8 GB; what its threads have not given back yet, and other tests, are a few MB.
    assert pa.total_allocated_bytes() - before < 100_000_000


def test_what_the_file_says_of_its_size_is_believed_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = pa.table({"subject": [f"person {n:08}" for n in range(20_000)], "other": ["x" * 500] * 20_000})
    book = opened(tmp_path / "large.parquet", table, use_dictionary=False)
    monkeypatch.setattr(parquet, "_MOST_BYTES", 1_000_000)
    assert len(book.take({"subject": 0}).lines) == 20_000
    assert "too large" in book.take({"subject": 0, "other": 1}).problems[0].said


def test_repeated_and_missing_values_are_read_as_they_are_written(tmp_path: Path) -> None:
    table = pa.table({"subject": ["Ana", None, "Bo", "Ana"], "n": [1, 2, None, 4]})
    sheet = opened(tmp_path / "few.parquet", table, row_group_size=2).take({"subject": 0, "n": 1})
    assert {name: array.to_pylist() for name, array in sheet.columns.items()} == table.to_pydict()
