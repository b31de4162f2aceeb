"""The plain files a person keeps by hand, ledger.csv and moments.csv: found, read, and replaced whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from saidanddone.errors import UsageError
from saidanddone.store.owned import locked
from saidanddone.store.sheet import Sheet, parse

__all__ = ["FOLDER", "LEDGER", "ME", "MOMENTS", "Book", "edit", "folder", "read"]

FOLDER: Final = "said-and-done"
"""Where the notebook lies unless its owner says otherwise, below the folder they stand in."""

ME: Final = "me"
"""The notebook's owner, as the subject of their own promises."""


@dataclass(frozen=True, slots=True)
class Book:
    """One of the files: its name, a new one's columns, and those without which a file of that name is not ours."""

    file: str
    columns: tuple[str, ...]
    needed: tuple[str, ...]


LEDGER: Final = Book(
    "ledger.csv",
    (
        "id", "what", "to", "made_at", "due_at", "closed_at", "outcome", "outcome_by", "first_due_at", "moved_at",
        "moved_due_at", "renegotiations", "size", "why", "subject",
    ),
    ("made_at", "due_at"),
)  # fmt: skip
"""What its owner promised. ``what`` and ``why`` are their own words; no reader keeps them."""

MOMENTS: Final = Book(
    "moments.csv",
    ("id", "what", "at", "kind", "public", "uncaught", "reporter", "who_responded", "level", "followed"),
    ("at", "kind"),
)
"""When somebody spoke up, and how it was met: an act and the response to it in one row."""

"""Another writer is waited for during five seconds; one write takes milliseconds."""


def folder(into: Path | None, here: Path) -> Path:
    """The notebook's folder: as asked for, else ``here`` if it holds a ledger.csv, else ``said-and-done`` below it."""
    if into is not None:
        return into
    return here if (here / LEDGER.file).is_file() else here / FOLDER


def read(where: Path, book: Book) -> Sheet:
    """One of the notebook's files in the folder ``where``; without a row where there is none yet.

    Raises:
        UsageError: it cannot be read, or it is some other file of that name.
    """
    path = where / book.file
    try:
        data = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise _unusable(path, error) from None
    if not data.strip():
        return parse((",".join(book.columns) + "\n").encode(), path.name)
    sheet = parse(data, path.name)
    missing = [name for name in book.needed if name not in {column.strip().casefold() for column in sheet.header}]
    if missing:
        raise UsageError(
            f"The {path.name} here has no column {missing[0]}, so it is not one that start or promise wrote; "
            "it was left alone. Name another folder with --into."
        )
    return sheet


def edit(where: Path, book: Book, change: Callable[[Sheet], Sheet]) -> Sheet:
    """Read, change and replace one of the files as one step; returns the sheet as written.

    Raises:
        UsageError: it cannot be read or written; the message says which file and what to do.
    """
    path = Path(os.path.realpath(where / book.file))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with locked(path):
            sheet = change(read(where, book))
            _replace(path, sheet.to_bytes())
            return sheet
    except OSError as error:
        raise _unusable(path, error) from None


def _replace(path: Path, data: bytes) -> None:
    """The draft is made beside it, readable by its owner alone; an existing file keeps its own permissions."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink()


def _unusable(path: Path, error: OSError) -> UsageError:
    if isinstance(error, PermissionError):
        what = f"{path.name} cannot be opened or written. Close it in any other program"
    else:
        what = f"{path.name} cannot be used here ({error.strerror or 'the system refused'})"
    return UsageError(f"{what}, or name another folder with --into.")
