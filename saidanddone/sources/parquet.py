"""Read the needed columns of a Parquet file, as they are typed there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from saidanddone.evidence.problem import Problem
from saidanddone.sources.sheet import LONGEST_CELL, Sheet
from saidanddone.sources.telling import told

__all__ = ["ParquetBook", "open_parquet"]

_DAMAGED = "It begins like Parquet but cannot be read as such: it may be cut short or damaged."
_AGAIN = "Export it again."


@dataclass(frozen=True)
class ParquetBook:
    """A Parquet file: its schema read, its rows still to come."""

    path: Path = field(repr=False)
    source: str
    header: tuple[str, ...] = field(repr=False)
    notes: tuple[str, ...] = ()

    @property
    def format(self) -> str:
        """``parquet``."""
        return "parquet"

    def take(self, columns: Mapping[str, int]) -> Sheet:
        """The columns at these places of the schema. A row is numbered by its place, from 1."""
        try:
            arrays, rows = self._arrays(columns)
        except (pa.ArrowException, OSError, ValueError):
            return Sheet(self.source, {}, np.zeros(0, np.int32), (Problem(self.source, 0, _DAMAGED, _AGAIN),))
        lines = np.arange(1, rows + 1, dtype=np.int32)
        giant = np.zeros(rows, dtype=bool)
        for array in arrays.values():
            if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
                giant |= pc.fill_null(pc.greater(pc.utf8_length(array), LONGEST_CELL), False).to_numpy(
                    zero_copy_only=False
                )
        if not giant.any():
            return Sheet(self.source, arrays, lines)
        keep = pa.array(~giant)
        problems = told(
            self.source,
            lines[giant],
            f"A cell is longer than {LONGEST_CELL:,} characters where a name, an id or a date "
            "belongs; the row was not read.",
            "Shorten it.",
        )
        kept = {name: array.filter(keep) for name, array in arrays.items()}
        return Sheet(self.source, kept, lines[~giant], tuple(problems), int(giant.sum()))

    def _arrays(self, columns: Mapping[str, int]) -> tuple[dict[str, pa.Array], int]:
        with pq.ParquetFile(self.path) as file:
            table = file.read(columns=sorted({self.header[place] for place in columns.values()}))
            arrays = {}
            for name, place in columns.items():
                column = table.column(table.schema.get_all_field_indices(self.header[place])[0])
                array = column.combine_chunks()
                if isinstance(array, pa.ChunkedArray):
                    array = pa.concat_arrays(array.chunks)
                if pa.types.is_dictionary(array.type):
                    array = array.dictionary_decode()
                arrays[name] = array
            return arrays, file.metadata.num_rows


def open_parquet(path: Path, source: str) -> ParquetBook | Problem:
    """Read the schema."""
    try:
        with pq.ParquetFile(path) as file:
            return ParquetBook(path, source, tuple(file.schema_arrow.names))
    except (pa.ArrowException, OSError, ValueError):
        return Problem(source, 0, _DAMAGED, _AGAIN)
