"""A file that only its owner can open, written whole or not at all, by one at a time."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from saidanddone.errors import UsageError

__all__ = ["locked", "write"]

_LOCK_TRIES: Final = 100
_LOCK_WAIT_S: Final = 0.05


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


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Nobody else who asks for this reads, changes and writes the file meanwhile.

    Raises:
        UsageError: another has it for seconds. OSError: the folder refuses.
    """
    lock = path.with_name(f".{path.name}.lock")
    for attempt in range(1, _LOCK_TRIES + 1):
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            break
        except (FileExistsError, PermissionError) as taken:
            # Windows answers so while another's lock is just going away; elsewhere it is the folder that refuses.
            if isinstance(taken, PermissionError) and os.name != "nt":
                raise
            if attempt == _LOCK_TRIES:
                raise UsageError(
                    f"{path.name} is being written by another saidanddone. "
                    f"If none is running, delete {lock.name} beside it."
                ) from None
            time.sleep(_LOCK_WAIT_S)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            lock.unlink()
