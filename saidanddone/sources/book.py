"""Open a file as a table, whatever its extension says."""

from __future__ import annotations

from pathlib import Path

from saidanddone.evidence.problem import Problem
from saidanddone.sources.delimited import open_delimited
from saidanddone.sources.encoding import is_parquet
from saidanddone.sources.header import Match
from saidanddone.sources.sheet import Book

__all__ = ["missing_columns", "no_rows", "open_book"]


def open_book(path: Path, source: str) -> Book | Problem:
    """The file's header and a way to its rows, or why it cannot be opened as a table."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # It could be waited for, or read, without end.
            return Problem(source, 0, "This is a pipe or a device, not a file.", "Save what it gives as a file.")
        if is_parquet(path):
            from saidanddone.sources.parquet import open_parquet

            return open_parquet(path, source)
        return open_delimited(path, source)
    except IsADirectoryError:
        return Problem(source, 0, "This is a folder, not a file.", "Pass a file.")
    except FileNotFoundError:
        return Problem(source, 0, "There is no such file.", "Check the name.")
    except OSError:
        return Problem(
            source, 0, "The file cannot be opened.", "Check that you may read it and that no program holds it."
        )


def missing_columns(source: str, what: str, found: Match) -> Problem:
    """One problem naming every column that a format needs and a file does not have."""
    said = [needed.said for needed in found.missing]
    listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} or {said[-1]}"
    names = ", ".join(needed.name for needed in found.missing)
    return Problem(source, 0, f"It looks like {what} but has no column for {listed}.", f"Add or rename: {names}.")


def no_rows(source: str) -> Problem:
    """The problem of a file that ends with its header."""
    return Problem(source, 0, "The file has a header but no rows.", "Check that the export is complete.")
