"""A folder that keeps evidence: one Parquet file a table, the key of its pseudonyms, and names only on request.

Everything in it is written for its owner's eyes alone (where the system knows owners), and every file is replaced as a
whole: whoever stops in the middle of a write has the file as it was. Two writers at once are not foreseen; the last
one wins, table by table.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from saidanddone.errors import UsageError
from saidanddone.evidence.arrow import conform
from saidanddone.evidence.bundle import ABOUT, SCHEMAS, Evidence
from saidanddone.evidence.pseudonym import KEY_BYTES
from saidanddone.store.reconciled import Written, reconcile

__all__ = [
    "KEY_FILE", "NAMES_FILE", "Written", "forget", "forget_weeks", "is_workspace", "key", "load", "write",
]  # fmt: skip

KEY_FILE = "pseudonym.key"
"""Holds the workspace's pseudonym key as hexadecimal text."""

NAMES_FILE = "names.json"
"""Pseudonym -> handle, written only with ``keep_names``."""


def is_workspace(path: Path) -> bool:
    """Whether this folder was made by :func:`key`: whoever has the key's file has a workspace, even an empty one."""
    return (path / KEY_FILE).is_file()


def key(folder: Path, *, fresh: bytes | None) -> bytes:
    """The key of this workspace's pseudonyms; where it has none yet, ``fresh`` becomes it and the folder is made.

    Raises:
        UsageError: there is no key and no ``fresh`` one, the key's file is damaged, or the folder cannot be used.
        ValueError: ``fresh`` is not 32 bytes long.
    """
    path = folder / KEY_FILE
    if path.is_file():
        return _key(path)
    if fresh is None:
        raise _none_here(folder)
    if len(fresh) != KEY_BYTES:
        raise ValueError(f"a pseudonym key is {KEY_BYTES} bytes long")
    _made(folder)
    _replace(path, lambda draft: draft.write_text(fresh.hex() + "\n", encoding="ascii"))
    return fresh


def write(folder: Path, evidence: Evidence, *, keep_names: bool) -> Written:
    """Add evidence to a workspace. Writing the same again changes no byte; a row its source changed replaces the old.

    ``keep_names`` also adds ``evidence.names`` to the owner-only names file, where a name once given stays.

    Raises:
        UsageError: the folder or a file in it cannot be used; names the file.
    """
    _made(folder)
    added, already, changed = {}, {}, {}
    if keep_names:
        _add_names(folder / NAMES_FILE, evidence)
    for name, read in evidence.tables().items():
        path = folder / f"{name}.parquet"
        done = reconcile(name, _table(path, name), conform(read, SCHEMAS[name]))
        if name not in ABOUT:
            added[name], already[name], changed[name] = done.added, done.already, done.changed
        if done.table is not None:
            _replace(path, partial(pq.write_table, done.table, compression="zstd"))
    return Written(added, already, changed)


def forget(folder: Path, ids: Mapping[str, Collection[str]]) -> int:
    """Take rows away for good: what a person says was heard wrongly is gone (PRIVACY 4). Returns how many there were.

    Args:
        ids: table -> the ids of its rows.

    Raises:
        UsageError: a file of the workspace cannot be used.
    """
    gone = 0
    for name, those in ids.items():
        path = folder / f"{name}.parquet"
        held = _table(path, name)
        out = pc.is_in(held.column("id"), pa.array(sorted(those), pa.string()))
        count = pc.sum(out).as_py() or 0
        if count:
            _replace(path, partial(pq.write_table, held.filter(pc.invert(out)), compression="zstd"))
            gone += count
    return gone


def forget_weeks(folder: Path, weeks: Collection[tuple[str, str, int]]) -> None:
    """Take weeks of inclusion away for good, each by its source, person and Monday (µs UTC).

    Raises:
        UsageError: a file of the workspace cannot be used.
    """
    path = folder / "inclusion.parquet"
    held = _table(path, "inclusion")
    keys = zip(*(held.column(name).to_pylist() for name in ("source", "person", "week_us")), strict=True)
    keep = pa.array([key not in weeks for key in keys], pa.bool_())
    if weeks and not pc.all(keep).as_py():
        _replace(path, partial(pq.write_table, held.filter(keep), compression="zstd"))


def load(folder: Path) -> Evidence:
    """Everything a workspace holds; names too, where it was asked to keep them.

    Raises:
        UsageError: it is no workspace, or a file in it cannot be read; names the file.
    """
    if not is_workspace(folder):
        raise _none_here(folder)
    tables = {name: _table(folder / f"{name}.parquet", name) for name in SCHEMAS}
    return Evidence(**tables, names=_names(folder / NAMES_FILE))


def _none_here(folder: Path) -> UsageError:
    return UsageError(f"{folder.resolve().name} is not a workspace. Make one with saidanddone read SOURCE… --into DIR.")


def _key(path: Path) -> bytes:
    with _told(path):
        try:
            found = bytes.fromhex(path.read_text(encoding="ascii").strip())
        except ValueError:
            found = b""
    if len(found) != KEY_BYTES:
        raise UsageError(
            f"{path.name} of this workspace is damaged. Bring it back from a copy; "
            "without it, read the sources into a new workspace."
        )
    return found


def _table(path: Path, name: str) -> pa.Table:
    """The table kept in this file; an empty one where there is no file."""
    if not path.exists():
        return SCHEMAS[name].empty_table()
    with _told(path):
        path.open("rb").close()  # a refusal in the system's words, which Arrow's would bury
        # Not a file of Python's: Arrow's threads would have to let go of it, and those of a short run try
        # after Python has ended, which aborts the process.
        try:
            opened = pa.OSFile(os.fspath(path), "rb")
        except UnicodeError:  # a folder whose name is no text to Arrow
            opened = pa.BufferReader(path.read_bytes())
    with opened:
        try:
            return conform(pq.read_table(opened), SCHEMAS[name])
        except (pa.ArrowException, OSError, ValueError):  # Arrow calls some damage an OSError
            raise UsageError(
                f"{path.name} of this workspace is damaged or was not made by this product. "
                "Bring it back from a copy, or delete it and read its sources again."
            ) from None


def _names(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    with _told(path):
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            found = None
    if not isinstance(found, dict) or not all(isinstance(name, str) for name in found.values()):
        raise UsageError(
            f"{path.name} of this workspace is damaged. Bring it back from a copy, "
            "or delete it and read the sources again with --names."
        )
    return found


def _add_names(path: Path, evidence: Evidence) -> None:
    held = _names(path)
    names = {**evidence.names, **held}
    if names != held:
        text = json.dumps(names, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        _replace(path, lambda draft: draft.write_text(text, encoding="utf-8"))


def _made(folder: Path) -> None:
    with _told(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _replace(path: Path, fill: Callable[[Path], object]) -> None:
    """Fill a draft beside the file, for its owner alone, and put it in the file's place."""
    with _told(path):
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # made readable by its owner alone
        os.close(handle)
        draft = Path(name)
        try:
            fill(draft)
            with draft.open("rb+") as written:
                os.fsync(written.fileno())
            draft.replace(path)
        finally:
            with contextlib.suppress(OSError):
                draft.unlink()


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say in our words that the system refused."""
    try:
        yield
    except OSError as error:
        why = "permission is missing" if isinstance(error, PermissionError) else error.strerror or "the system refused"
        raise UsageError(
            f"{path.name} cannot be used ({why}). Close it in other programs, or choose another folder."
        ) from None
