"""Where evidence is summed: one connection of Ibis to an engine, DuckDB in memory unless told otherwise."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from saidanddone.errors import EngineError, UsageError
from saidanddone.evidence.arrow import conform
from saidanddone.evidence.bundle import SCHEMAS, Evidence

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa

__all__ = ["NOT_YET", "Engine", "connect", "duckdb_file", "memory", "open_store", "opened"]

NOT_YET = ("sqlite", "postgres", "postgresql", "spark")
"""Kinds of store that have an address but cannot be opened yet."""


class Engine:
    """Evidence tables under their names, in an engine that can sum them. Use as a context manager, or close it.

    One engine belongs to one thread.
    """

    def __init__(self, connection: Any) -> None:
        """Take over an Ibis connection that has (some of) the evidence tables."""
        self._connection = connection
        self._numbers = itertools.count()

    def table(self, name: str) -> ibis.Table:
        """The evidence table of this name, as an Ibis expression with the columns of its schema, all of them nullable.

        A table the store does not have is an empty one; a column it does not have is empty too.

        Raises:
            UsageError: a column that must be filled is missing.
            EngineError: there is no evidence table of this name, or the engine failed.
        """
        import ibis

        if name not in SCHEMAS:
            raise EngineError(f"There is no evidence table called {name}; there are {', '.join(SCHEMAS)}.")
        with _told(f"Opening the table {name}"):
            if name not in self._connection.list_tables():
                return ibis.memtable(nullable(SCHEMAS[name].empty_table()))
            found: ibis.Table = self._connection.table(name)
        for column in SCHEMAS[name]:
            if column.name not in found.columns and not column.nullable:
                raise UsageError(f"The table {name} of this store has no column {column.name}. Add it, and try again.")
        wanted = ibis.Schema.from_pyarrow(nullable(SCHEMAS[name].empty_table()).schema)
        if found.schema() == wanted:
            return found
        return found.select(
            **{
                column: found[column].cast(kind) if column in found.columns else ibis.null(kind)
                for column, kind in wanted.items()
            }
        )

    def evidence(self) -> Evidence:
        """Everything the store holds, brought into memory; without names, which no store has.

        Raises:
            UsageError: a value does not fit its column, or a column that must be filled is not; names the table.
            EngineError: the engine failed.
        """
        tables = {}
        for name, schema in SCHEMAS.items():
            rows = self.arrow(self.table(name), doing=f"Reading the table {name}")
            try:
                tables[name] = conform(rows, schema)
            except ValueError:
                raise UsageError(
                    f"The table {name} of this store has values that are no evidence, or lacks some it needs. "
                    "Write it with this product, or leave it out."
                ) from None
        return Evidence(**tables)

    def arrow(self, expression: ibis.Table, *, doing: str = "Summing the evidence") -> pa.Table:
        """The rows of an expression. ``doing`` says in an error's sentence what was being done.

        Raises:
            EngineError: the engine failed.
        """
        with _told(doing):
            rows: pa.Table = self._connection.to_pyarrow(expression)
        return rows

    @contextmanager
    def kept(self, expression: ibis.Table, *, doing: str = "Summing the evidence") -> Iterator[ibis.Table]:
        """The expression computed once, as a table that lasts for the ``with`` block; for what several sums share."""
        name = f"saidanddone_{next(self._numbers)}"
        with _told(doing):
            table = self._connection.create_table(name, expression, temp=True)
        try:
            yield table
        finally:
            self._connection.drop_table(name, force=True)

    def replace(self, tables: Mapping[str, pa.Table]) -> None:
        """Put these tables in the place of those of the same names: all of them, or none.

        Raises:
            EngineError: the engine failed; the store is as it was.
        """
        with _told("Writing the evidence"):
            self._connection.raw_sql("BEGIN TRANSACTION")
            try:
                for name, table in tables.items():
                    self._connection.create_table(name, nullable(table), overwrite=True)
            except BaseException:
                self._connection.raw_sql("ROLLBACK")
                raise
            self._connection.raw_sql("COMMIT")

    def close(self) -> None:
        """Let go of the engine. Closing twice is fine."""
        self._connection.disconnect()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return "Engine(...)"


@contextmanager
def _told(doing: str) -> Iterator[None]:
    """Turn what an engine raises into our sentence: its own may quote a row."""
    try:
        yield
    except (EngineError, UsageError):
        raise
    except Exception as error:  # noqa: BLE001  (whatever an engine raises may quote a row)
        raise EngineError(f"{doing} failed in the engine ({type(error).__name__}).") from None


def connect(database: str = ":memory:", *, threads: int | None = None, read_only: bool = False) -> Any:
    """An Ibis connection to DuckDB that fetches nothing from the network and thinks in UTC.

    ``threads`` None leaves the number to DuckDB.
    """
    import ibis

    settings: dict[str, Any] = {"autoinstall_known_extensions": False}
    if threads is not None:
        settings["threads"] = threads
    with _told("Opening the store"):
        return ibis.duckdb.connect(database, read_only=read_only, **settings)  # Ibis sets the time zone to UTC


def memory(evidence: Evidence, *, threads: int | None = None) -> Engine:
    """DuckDB in memory, holding this evidence."""
    connection = connect(threads=threads)
    engine = Engine(connection)
    engine.replace({name: table for name, table in evidence.tables().items() if len(table)})
    return engine


def nullable(table: pa.Table) -> pa.Table:
    """The same rows under a schema that forbids no nulls: Ibis unites only columns that agree on it."""
    import pyarrow as pa

    return table.cast(pa.schema([field.with_nullable(True) for field in table.schema]))


def open_store(where: str, *, threads: int | None = None) -> Engine:
    """The engine of a store: ``duckdb:FILE``, opened for reading where it lies, or the folder of a workspace.

    Raises:
        UsageError: there is no such store, it is of a kind that is not supported yet, or it cannot be opened.
    """
    from saidanddone.store import workspace

    path = duckdb_file(where)
    if path is None:
        return memory(workspace.load(Path(where)), threads=threads)
    if not path.is_file():
        raise UsageError(f"There is no store at duckdb:{path.name}. Check the path.")
    return opened(path, threads=threads, read_only=True)


def opened(path: Path, *, threads: int | None = None, read_only: bool = False) -> Engine:
    """The engine of a DuckDB file, which is made where there is none (unless it is opened only to be read).

    Raises:
        UsageError: it cannot be opened; names the file.
    """
    try:
        return Engine(connect(str(path), threads=threads, read_only=read_only))
    except EngineError:
        raise UsageError(
            f"duckdb:{path.name} cannot be opened. It is no DuckDB file, or another program has it open: close it."
        ) from None


def duckdb_file(where: str) -> Path | None:
    """The file of a ``duckdb:FILE`` address; None when this is a path.

    Raises:
        UsageError: it is the address of a kind of store that is not supported yet, or names no file.
    """
    kind, colon, rest = where.partition(":")
    if colon and kind.lower() in NOT_YET:
        raise UsageError(
            f"Stores of the kind {kind.lower()}: are not supported yet. Use duckdb:FILE or the folder of a workspace."
        )
    if not colon or kind.lower() != "duckdb":
        return None
    if not rest:
        raise UsageError("duckdb: needs the path of a file, as in duckdb:evidence.duckdb.")
    return Path(rest)
