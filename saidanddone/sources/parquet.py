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
_MOST_BYTES = 1 << 30
_TOO_LARGE = "It is too large to be read at once: unpacked, its columns would not fit beside everything else."
_PARTED = "Export it in parts, such as one a year, and pass them together."


class _TooLarge(ValueError):
    """What is needed of the file would take more than ``_MOST_BYTES`` once it is unpacked."""


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

    def take(self, columns: Mapping[str, int], longest: int = LONGEST_CELL) -> Sheet:
        """The columns at these places of the schema, cells up to ``longest`` characters. Rows are numbered from 1."""
        try:
            arrays, rows = self._arrays(columns)
        except (_TooLarge, MemoryError):
            return Sheet(self.source, {}, np.zeros(0, np.int32), (Problem(self.source, 0, _TOO_LARGE, _PARTED),))
        except (pa.ArrowException, OSError, ValueError):
            return Sheet(self.source, {}, np.zeros(0, np.int32), (Problem(self.source, 0, _DAMAGED, _AGAIN),))
        lines = np.arange(1, rows + 1, dtype=np.int32)
        giant = np.zeros(rows, dtype=bool)
        for array in arrays.values():
            if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
                giant |= pc.fill_null(pc.greater(pc.utf8_length(array), longest), False).to_numpy(zero_copy_only=False)
        if not giant.any():
            return Sheet(self.source, arrays, lines)
        keep = pa.array(~giant)
        problems = told(
            self.source,
            lines[giant],
            f"A cell is longer than {longest:,} characters where a name, an id or a date "
            "belongs; the row was not read.",
            "Shorten it.",
        )
        kept = {name: array.filter(keep) for name, array in arrays.items()}
        return Sheet(self.source, kept, lines[~giant], tuple(problems), int(giant.sum()))

    def _arrays(self, columns: Mapping[str, int]) -> tuple[dict[str, pa.Array], int]:
        needed = sorted({self.header[place] for place in columns.values()})
        with pq.ParquetFile(self.path) as file:
            if _unpacked(file.metadata, set(needed)) > _MOST_BYTES:
                raise _TooLarge
            texts = [name for name in needed if _is_text(file.schema_arrow, name)]
        # One long value said a million times is a few bytes in the file: it stays said once until its size is known.
        with pq.ParquetFile(self.path, read_dictionary=texts) as file:
            table = file.read(columns=needed)
            if sum(_decoded(table.column(name)) for name in table.column_names) > _MOST_BYTES:
                raise _TooLarge
            arrays = {}
            for name, place in columns.items():
                column = table.column(table.schema.get_all_field_indices(self.header[place])[0])
                parts = [
                    part.dictionary_decode() if pa.types.is_dictionary(part.type) else part for part in column.chunks
                ]
                array = pa.concat_arrays(parts) if parts else column.combine_chunks()
                if isinstance(array, pa.ChunkedArray):
                    array = pa.concat_arrays(array.chunks)
                if pa.types.is_dictionary(array.type):
                    array = array.dictionary_decode()
                arrays[name] = array
            return arrays, file.metadata.num_rows


def _is_text(schema: pa.Schema, name: str) -> bool:
    found = schema.get_all_field_indices(name)
    return bool(found) and (pa.types.is_string(schema.field(found[0]).type))


def _unpacked(metadata: pq.FileMetaData, needed: set[str]) -> int:
    """Bytes of the needed columns once unpacked, by what the file says of itself; at least a bit a row and column."""
    size: int = metadata.num_rows * len(needed) // 8
    for group in range(metadata.num_row_groups):
        row_group = metadata.row_group(group)
        chunks = (row_group.column(place) for place in range(row_group.num_columns))
        size += sum(one.total_uncompressed_size for one in chunks if one.path_in_schema.split(".")[0] in needed)
    return size


def _decoded(column: pa.ChunkedArray) -> int:
    """Bytes of a column with each value written out."""
    size = 0
    for part in column.chunks:
        if not pa.types.is_dictionary(part.type):
            size += part.nbytes
            continue
        values = part.dictionary
        if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
            counts = pc.value_counts(part.indices.drop_null())
            lengths = pc.take(pc.cast(pc.binary_length(values), pa.int64()), counts.field("values"))
            size += pc.sum(pc.multiply(lengths, counts.field("counts"))).as_py() or 0
        else:
            size += len(part) * 8
    return size


def open_parquet(path: Path, source: str) -> ParquetBook | Problem:
    """Read the schema."""
    try:
        with pq.ParquetFile(path) as file:
            return ParquetBook(path, source, tuple(file.schema_arrow.names))
    except (pa.ArrowException, OSError, ValueError):
        return Problem(source, 0, _DAMAGED, _AGAIN)
