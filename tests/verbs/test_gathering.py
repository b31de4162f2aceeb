"""Evidence from wherever it lies becomes one body, with ids that stay."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from saidanddone.errors import NothingReadable, SaidAndDoneError, UsageError
from saidanddone.evidence.pseudonym import pseudonym
from saidanddone.verbs.gathering import content_key, gather, is_kept, laid_over, raw_files
from saidanddone.verbs.read import read

Write = Callable[[Path, list[dict[str, str]]], Path]


def subjects(found: object) -> set[str]:
    return set(found.evidence.commitments.column("subject").to_pylist())  # type: ignore[attr-defined]


def test_the_same_content_gives_the_same_pseudonyms_wherever_it_lies(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    copy = shutil.copy(ledger, tmp_path / "elsewhere" / "renamed.csv")
    assert subjects(gather([ledger])) == subjects(gather([copy]))


def test_other_content_gives_other_pseudonyms(ledger: Path) -> None:
    before = subjects(gather([ledger]))
    ledger.write_text(ledger.read_text() + "Ivan,2026-01-01,2026-01-02,,Apollo\n", encoding="utf-8")
    assert not before & subjects(gather([ledger]))


def test_the_order_of_files_does_not_show_in_their_key(ledger: Path, roster: Path) -> None:
    assert content_key([ledger, roster]) == content_key([roster, ledger])


def test_a_roster_does_not_change_the_key(ledger: Path, roster: Path) -> None:
    """So the ids of a diagnosis outlive a correction of the roster, also when it lies among the evidence."""
    alone = gather([ledger], roster=roster).people.key
    assert alone == gather([ledger]).people.key
    assert gather([ledger.parent], roster=roster).people.key == alone


def test_a_rosters_handles_are_one_person(ledger: Path, roster: Path) -> None:
    found = gather([ledger], roster=roster)
    alice = pseudonym("Alice Arundel", found.people.key)
    assert alice in subjects(found)
    assert pseudonym("alice@example.org", found.people.key) not in subjects(found)
    assert found.people.pseudonym(" ALICE@example.org ") == alice


def test_a_workspace_that_was_read_without_a_roster_gets_its_handles_joined(
    ledger: Path, roster: Path, tmp_path: Path
) -> None:
    read(ledger, into=tmp_path / "ws")
    found = gather([tmp_path / "ws"], roster=roster)
    assert pseudonym("Alice Arundel", found.people.key) in subjects(found)
    assert pseudonym("alice@example.org", found.people.key) not in subjects(found)


def test_a_workspace_keeps_its_own_key(ledger: Path, tmp_path: Path) -> None:
    read(ledger, into=tmp_path / "ws", fresh_key=b"k" * 32)
    assert gather([tmp_path / "ws"]).people.key == b"k" * 32
    assert is_kept(tmp_path / "ws")
    assert not is_kept(ledger)


def test_workspaces_made_apart_are_not_mixed(ledger: Path, tmp_path: Path) -> None:
    read(ledger, into=tmp_path / "one", fresh_key=b"a" * 32)
    read(ledger, into=tmp_path / "two", fresh_key=b"b" * 32)
    with pytest.raises(UsageError, match="made apart"):
        gather([tmp_path / "one", tmp_path / "two"])


def test_a_file_given_twice_counts_once(ledger: Path) -> None:
    assert gather([ledger, ledger]).evidence.counts() == gather([ledger]).evidence.counts()


def test_a_folder_is_all_its_tables_and_nothing_hidden(ledger: Path, roster: Path, tmp_path: Path) -> None:
    (tmp_path / ".hidden.csv").write_text("x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.csv").write_text("x")
    (tmp_path / "report.html").write_text("x")
    assert raw_files([tmp_path], aside=[roster]) == [ledger]


def test_roles_and_pressure_are_laid_over(ledger: Path, roster: Path, tmp_path: Path, write: Write) -> None:
    stretches = write(tmp_path / "pressure.csv", [{"team": "Apollo", "from": "2025-02-01", "to": "2025-03-01"}])
    told = laid_over(gather([ledger, stretches], roster=roster)).evidence.commitments
    by_direction = told.group_by("direction").aggregate([([], "count_all")]).to_pylist()
    assert {row["direction"]: row["count_all"] for row in by_direction} == {"to_team": 80, "by_team": 24, None: 48}
    assert set(told.column("pressure").to_pylist()) == {True, False}


def test_what_is_not_there_is_said(tmp_path: Path, ledger: Path) -> None:
    with pytest.raises(UsageError, match=r"nothing at missing\.csv"):
        gather([tmp_path / "missing.csv"])
    with pytest.raises(UsageError, match="no roster at"):
        gather([ledger], roster=tmp_path / "missing.csv")
    with pytest.raises(UsageError, match="where the evidence is"):
        gather([])


def test_nothing_readable_tells_the_first_problem(tmp_path: Path) -> None:
    (tmp_path / "noise.csv").write_bytes(b"\x00\x01\x02")
    with pytest.raises(NothingReadable, match=r"noise\.csv"):
        gather([tmp_path / "noise.csv"])


def test_a_roster_without_a_readable_row_is_refused(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("shoe,size\n1,2\n", encoding="utf-8")
    with pytest.raises(UsageError, match="No row of the roster"):
        gather([ledger], roster=tmp_path / "people.csv")


def test_an_address_is_not_shown_with_its_password(tmp_path: Path) -> None:
    with pytest.raises(SaidAndDoneError) as told:
        gather(["postgres://alice:sesame@example.org/db"])
    assert "sesame" not in str(told.value)


def test_nobodys_name_is_in_a_repr(ledger: Path, roster: Path) -> None:
    found = repr(gather([ledger], roster=roster))
    for name in ("Alice", "Bob", "Charlie", "Dana", "p-"):
        assert name not in found


def test_promises_that_two_exports_both_tell_are_counted_once_and_told(tmp_path: Path) -> None:
    header = "subject,made_at,due_at,closed_at\n"
    first = header + "Ana,2026-01-01,2026-01-08,2026-01-07\nAna,2026-02-01,2026-02-08,\n"
    later = header + "Ana,2026-02-01,2026-02-08,2026-02-08\nAna,2026-03-01,2026-03-08,2026-03-09\n"
    (tmp_path / "january.csv").write_text(first, encoding="utf-8")
    (tmp_path / "march.csv").write_text(later, encoding="utf-8")
    found = gather([tmp_path / "march.csv", tmp_path / "january.csv"])
    assert found.evidence.commitments.num_rows == 3
    assert found.evidence.commitments.column("closed_us").null_count == 0
    (told,) = [problem for problem in found.problems if "another source" in problem.said]
    assert (told.source, told.said[:2]) == ("january.csv", "1 ")
