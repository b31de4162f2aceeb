"""A DuckDB file that keeps evidence, in tables of the same names and columns as everywhere."""

from __future__ import annotations

from saidanddone.errors import UsageError
from saidanddone.evidence.arrow import conform
from saidanddone.evidence.bundle import SCHEMAS, Evidence
from saidanddone.store.engine import duckdb_file, opened
from saidanddone.store.reconciled import Written, reconcile

__all__ = ["write_store"]


def write_store(where: str, evidence: Evidence) -> Written:
    """Add evidence to ``duckdb:FILE``, which is made where there is none. All of it is written, or nothing is.

    Rows are matched as in a workspace. Names and the pseudonym key are never written here: they stay in the workspace.

    Raises:
        UsageError: it is no such address, or the file cannot be opened or is in use.
        EngineError: the engine failed; the file is as it was.
    """
    path = duckdb_file(where)
    if path is None:
        raise UsageError("Evidence can be written to duckdb:FILE. To keep it in a folder, use --into DIR.")
    with opened(path) as engine:
        held = engine.evidence().tables()
        done = {
            name: reconcile(name, held[name], conform(read, SCHEMAS[name])) for name, read in evidence.tables().items()
        }
        engine.replace({name: one.table for name, one in done.items() if one.table is not None})
    return Written(
        added={name: one.added for name, one in done.items()},
        already={name: one.already for name, one in done.items()},
        changed={name: one.changed for name, one in done.items()},
    )
