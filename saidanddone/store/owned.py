"""A file that only its owner can open, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from saidanddone.errors import UsageError

__all__ = ["write"]


def write(path: Path, content: bytes) -> None:
    """Write a result: beside its place first, then put there in one step, readable by its owner alone (0600).

    A result is about people, even about its own reader, so no other account of the machine may open it.

    Raises:
        UsageError: the place is a link. OSError: the system refuses; what stood there before still stands.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(content)  # A pipe, a terminal, /dev/null: nothing that could be put in its place.
        return
    if path.is_symlink():
        # Written through, it would destroy a file nobody named; put in its place, it would break somebody's link.
        raise UsageError(f"{path.name} is a link to another place. Name the file itself.")
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(None, "it is write-protected")
    opened, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(opened, "wb") as draft:
            draft.write(content)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
