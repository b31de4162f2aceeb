"""Where evidence is summed: one connection of Ibis to an engine, DuckDB in memory unless told otherwise."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from saidanddone.errors import EngineError
from saidanddone.evidence.bundle import SCHEMAS, Evidence

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa

__all__ = ["Engine", "memory"]


class Engine:
    """Evidence tables under their names, in an engine that can sum them. Use as a context manager, or close it.

    One engine belongs to one thread.
    """

    def __init__(self, connection: Any) -> None:
        """Take over an Ibis connection that has (some of) the evidence tables."""
        self._connection = connection
        self._numbers = itertools.count()

    def table(self, name: str) -> ibis.Table:
        """The evidence table of this name, as an Ibis expression.

        Raises:
            EngineError: there is no such table here.
        """
        if name not in SCHEMAS:
            raise EngineError(f"There is no evidence table called {name}; there are {', '.join(SCHEMAS)}.")
        with _told(f"Opening the table {name}"):
            found: ibis.Table = self._connection.table(name)
        return found

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
    except EngineError:
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
    with _told("Loading the evidence"):
        for name, table in evidence.tables().items():
            connection.create_table(name, nullable(table))
    return Engine(connection)


def nullable(table: pa.Table) -> pa.Table:
    """The same rows under a schema that forbids no nulls: Ibis unites only columns that agree on it."""
    import pyarrow as pa

    return table.cast(pa.schema([field.with_nullable(True) for field in table.schema]))
