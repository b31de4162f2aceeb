"""Records to Arrow tables and back to a schema, the same way for every kind of evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

__all__ = ["conform", "empty", "rows_to_table"]


def empty(schema: pa.Schema) -> pa.Table:
    """A table of this schema without rows."""
    return schema.empty_table()


def rows_to_table(rows: Iterable[Any], schema: pa.Schema) -> pa.Table:
    """Frozen records whose attributes are the schema's columns, as a table."""
    kept = list(rows)
    columns = {
        column.name: pa.array([getattr(row, column.name) for row in kept], type=column.type) for column in schema
    }
    return pa.table(columns, schema=schema)


def conform(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with exactly the schema's columns, in its order and types; missing ones become null.

    Raises:
        pyarrow.ArrowInvalid: a value does not fit its column.
        ValueError: a column that must be filled is missing or has nulls.
    """
    columns = []
    for column in schema:
        if column.name in table.column_names:
            values = table.column(column.name).cast(column.type)
        else:
            values = pa.nulls(table.num_rows, column.type)
        if not column.nullable and values.null_count:
            raise ValueError(f"evidence column {column.name} must not be empty")
        columns.append(values)
    return pa.table(columns, schema=schema)
