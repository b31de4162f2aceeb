"""Reading into a workspace: what was read is told, and reading again changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from saidanddone.errors import NothingReadable, UsageError
from saidanddone.verbs.read import read


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_reading_again_changes_nothing(ledger: Path, tmp_path: Path) -> None:
    first = read(ledger, into=tmp_path / "ws")
    before = contents(tmp_path / "ws")
    second = read(ledger, into=tmp_path / "ws")
    assert first.added["commitments"] == 152
    assert second.added["commitments"] == 0
    assert second.already["commitments"] == 152
    assert contents(tmp_path / "ws") == before


def test_without_a_folder_it_only_looks(ledger: Path, tmp_path: Path) -> None:
    before = contents(tmp_path)
    found = read(ledger)
    assert found.counts["commitments"] == 152
    assert (found.added, found.already, found.into) == ({}, {}, None)
    assert contents(tmp_path) == before


def test_without_names_only_pseudonyms_exist(ledger: Path, tmp_path: Path) -> None:
    read(ledger, into=tmp_path / "ws")
    kept = b"".join(contents(tmp_path / "ws").values())
    for name in (b"Bob", b"Charlie", b"alice@", b"Dana"):
        assert name not in kept


def test_real_names_are_kept_only_when_asked_for(ledger: Path, tmp_path: Path) -> None:
    found = read(ledger, into=tmp_path / "ws", names=True)
    assert found.names_kept
    holding = [name for name, content in contents(tmp_path / "ws").items() if b"Bob Brink" in content]
    assert len(holding) == 1
    assert (tmp_path / "ws" / holding[0]).stat().st_mode & 0o077 == 0


def test_a_workspace_is_not_read_into_another(ledger: Path, tmp_path: Path) -> None:
    read(ledger, into=tmp_path / "ws")
    with pytest.raises(UsageError, match="read before"):
        read(tmp_path / "ws", into=tmp_path / "other")


def test_nothing_readable_leaves_no_workspace_behind(tmp_path: Path) -> None:
    (tmp_path / "noise.csv").write_bytes(b"\x00\x01")
    with pytest.raises(NothingReadable):
        read(tmp_path / "noise.csv", into=tmp_path / "ws")
    assert not (tmp_path / "ws").exists()


def test_the_result_says_what_was_read_from_what(ledger: Path) -> None:
    found = read(ledger)
    told = found.to_dict()["read"][0]
    assert (told["source"], told["kind"], told["rows"], told["unread"]) == ("plans.csv", "ledger", 152, 0)
    assert told["mapping"]["subject"] == "subject"
    assert found.to_arrow().to_pylist()[0]["rows"] == 152
    assert "Bob" not in repr(found) + str(found.to_dict())
