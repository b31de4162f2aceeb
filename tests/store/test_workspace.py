"""A workspace keeps what was read once, whole, and for its owner's eyes."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from store.brute import ledgers

from saidanddone.errors import UsageError
from saidanddone.evidence import act, commitment, encounter, exposure, inclusion, people, pressure, response
from saidanddone.evidence.bundle import SCHEMAS, Evidence
from saidanddone.evidence.commitment import Commitment
from saidanddone.store import workspace
from saidanddone.store.reconciled import reconcile

KEY = bytes(range(32))
MADE = Commitment(id="a", subject="nova", subject_kind="project", made_us=1, due_us=2, source="a.csv", line=2)


def everything() -> Evidence:
    return Evidence(
        commitments=commitment.table([MADE, replace(MADE, id="b", size=2.5, line=3), replace(MADE, source="b.csv")]),
        acts=act.table([act.Act(id="1", at_us=5, kind="question", source="m.csv", line=2)]),
        responses=response.table([response.Response(id="1", act_id="1", level=4, source="r.csv", line=2)]),
        encounters=encounter.table(
            [encounter.Encounter(id="1", at_us=9, invited=("p-a", "p-b"), source="c.ics", line=1)]
        ),
        exposure=exposure.table(
            [exposure.Exposure(team="red", from_us=1, to_us=9, kind="meeting", amount=2.0, source="x.csv", line=2)]
        ),
        inclusion=inclusion.table([inclusion.Inclusion(person="p-a", week_us=0, replies=3.0, source="i.csv", line=2)]),
        pressure=pressure.table([pressure.Pressure(from_us=1, to_us=9, source="p.csv", line=2)]),
        people=people.table([people.Person("p-a", team="red", role="leader")]),
        names={"p-a": "Ana", "p-b": "Bo"},
    )


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "team"
    workspace.key(made, fresh=KEY)
    return made


def test_what_is_written_is_what_is_loaded(folder: Path) -> None:
    written = workspace.write(folder, everything(), keep_names=True)
    assert written.added == everything().counts()
    assert not any(written.already.values())
    assert not any(written.changed.values())
    loaded = workspace.load(folder)
    assert loaded.names == {"p-a": "Ana", "p-b": "Bo"}
    for name, table in loaded.tables().items():
        assert table.schema == SCHEMAS[name]
        assert str(table.to_pylist()) == str(everything().tables()[name].to_pylist())


def test_writing_the_same_again_changes_not_a_byte(folder: Path) -> None:
    workspace.write(folder, everything(), keep_names=True)
    before = content(folder)
    written = workspace.write(folder, everything(), keep_names=True)
    assert written.already == everything().counts()
    assert not any(written.added.values())
    assert content(folder) == before


def test_a_row_its_source_changed_replaces_the_old_one_in_place(folder: Path) -> None:
    workspace.write(folder, everything(), keep_names=False)
    kept = replace(MADE, outcome="kept", closed_us=2)
    written = workspace.write(folder, Evidence(commitments=commitment.table([kept])), keep_names=False)
    assert (written.added["commitments"], written.already["commitments"], written.changed["commitments"]) == (0, 0, 1)
    rows = workspace.load(folder).commitments
    assert rows["outcome"].to_pylist() == ["kept", None, None]
    assert rows["source"].to_pylist() == ["a.csv", "a.csv", "b.csv"]


def test_a_row_that_only_moved_to_another_line_is_the_same_row_and_is_found_where_it_now_stands(folder: Path) -> None:
    workspace.write(folder, everything(), keep_names=False)
    written = workspace.write(
        folder, Evidence(commitments=commitment.table([replace(MADE, line=40)])), keep_names=False
    )
    assert (written.already["commitments"], written.changed["commitments"]) == (1, 0)
    assert workspace.load(folder).commitments["line"].to_pylist() == [40, 3, 2]


def test_a_row_that_was_only_told_again_later_is_the_same_row_and_keeps_the_later_time(folder: Path) -> None:
    first, later = (replace(MADE, told_us=told_us) for told_us in (3, 5))
    workspace.write(folder, Evidence(commitments=commitment.table([first])), keep_names=False)
    written = workspace.write(folder, Evidence(commitments=commitment.table([later])), keep_names=False)
    assert (written.already["commitments"], written.changed["commitments"]) == (1, 0)
    assert workspace.load(folder).commitments["told_us"].to_pylist() == [5]


@pytest.mark.parametrize(("old", "new", "stands"), [(3, 5, "kept"), (5, 3, None), (None, 3, "kept"), (5, None, "kept")])
def test_an_export_of_the_same_name_read_late_does_not_undo_a_newer_one(
    folder: Path, old: int | None, new: int | None, stands: str | None
) -> None:
    first, second = replace(MADE, told_us=old), replace(MADE, told_us=new, outcome="kept")
    for row in (first, second):
        written = workspace.write(folder, Evidence(commitments=commitment.table([row])), keep_names=False)
    assert workspace.load(folder).commitments["outcome"].to_pylist() == [stands]
    assert (written.changed["commitments"], written.already["commitments"]) == ((0, 1), (1, 0))[stands == "kept"]


def test_of_one_row_given_twice_the_last_one_stands(folder: Path) -> None:
    twice = Evidence(commitments=commitment.table([MADE, replace(MADE, outcome="kept")]))
    written = workspace.write(folder, twice, keep_names=False)
    assert (written.added["commitments"], written.already["commitments"]) == (1, 1)
    assert workspace.load(folder).commitments["outcome"].to_pylist() == ["kept"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(ledgers(most=12), ledgers(most=12))
def test_rows_are_matched_like_entries_of_a_dictionary(first: list[Commitment], second: list[Commitment]) -> None:
    held = reconcile("commitments", SCHEMAS["commitments"].empty_table(), commitment.table(first))
    before = SCHEMAS["commitments"].empty_table() if held.table is None else held.table
    done = reconcile("commitments", before, commitment.table(second))
    wanted = {(row.source, row.id): row for row in [*first, *second]}
    after = before if done.table is None else done.table
    assert after.to_pylist() == commitment.table(wanted.values()).to_pylist()
    was = {(row.source, row.id): row for row in first}
    now = {(row.source, row.id): row for row in second}
    assert done.added == len(now.keys() - was.keys())
    assert done.changed == sum(replace(was[k], line=0) != replace(now[k], line=0) for k in now.keys() & was.keys())
    assert done.added + done.already + done.changed == len(second)


def test_what_is_not_a_number_is_the_same_as_itself() -> None:
    rows = commitment.table([MADE])
    size = commitment.SCHEMA.field("size")
    strange = rows.set_column(rows.column_names.index("size"), size, pa.array([float("nan")]))
    assert reconcile("commitments", strange, strange).already == 1
    assert reconcile("commitments", rows, strange).changed == 1


def test_names_are_kept_only_on_request(folder: Path) -> None:
    workspace.write(folder, everything(), keep_names=False)
    assert not (folder / workspace.NAMES_FILE).exists()
    assert workspace.load(folder).names == {}
    assert not any(b"Ana" in held for held in content(folder).values())


def test_a_name_once_given_stays_and_new_ones_join_it(folder: Path) -> None:
    workspace.write(folder, everything(), keep_names=True)
    workspace.write(folder, Evidence(names={"p-a": "ana", "p-ç": "Çelik"}), keep_names=True)
    assert workspace.load(folder).names == {"p-a": "Ana", "p-b": "Bo", "p-ç": "Çelik"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_its_owner_may_read_a_workspace(folder: Path) -> None:
    before = os.umask(0)
    try:
        workspace.write(folder, everything(), keep_names=True)
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o077 == 0


def test_the_key_is_made_once_and_stays(folder: Path) -> None:
    assert workspace.key(folder, fresh=None) == KEY
    assert workspace.key(folder, fresh=bytes(32)) == KEY
    assert workspace.is_workspace(folder)


def test_a_folder_without_a_key_is_no_workspace(tmp_path: Path) -> None:
    assert not workspace.is_workspace(tmp_path)
    with pytest.raises(UsageError, match="is not a workspace"):
        workspace.key(tmp_path, fresh=None)
    with pytest.raises(UsageError, match="is not a workspace"):
        workspace.load(tmp_path)


def test_a_write_cut_off_in_the_middle_leaves_the_file_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace.write(folder, everything(), keep_names=False)
    before = content(folder)

    def stopped(table: pa.Table, draft: Path, **_: object) -> None:
        draft.write_bytes(b"PAR1 half a fi")
        raise KeyboardInterrupt

    monkeypatch.setattr(pq, "write_table", stopped)
    with pytest.raises(KeyboardInterrupt):
        workspace.write(folder, Evidence(commitments=commitment.table([replace(MADE, id="new")])), keep_names=False)
    assert content(folder) == before


@pytest.mark.parametrize("damage", [b"", b"PAR1", b"PAR1\x00\x00\x00\x00garbagePAR1", b"a,b\n1,2\n"])
def test_a_damaged_table_is_told_by_name(folder: Path, damage: bytes) -> None:
    workspace.write(folder, everything(), keep_names=False)
    (folder / "commitments.parquet").write_bytes(damage)
    with pytest.raises(UsageError, match=r"commitments\.parquet of this workspace is damaged"):
        workspace.load(folder)


def test_a_table_in_the_place_of_which_stands_a_folder_is_told_in_the_systems_words(folder: Path) -> None:
    workspace.write(folder, everything(), keep_names=False)
    (folder / "commitments.parquet").unlink()
    (folder / "commitments.parquet").mkdir()
    with pytest.raises(UsageError, match=r"^commitments\.parquet cannot be used \([^)/]*directory\)\."):
        workspace.load(folder)


def test_arrow_reads_its_own_files_and_none_of_pythons(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Arrow's threads give a file of Python's back late, and then a run ends by SIGABRT (evaluation/check_exits.py).
    workspace.write(folder, everything(), keep_names=False)
    seen = []
    read = pq.read_table

    def watched(source: object, *given: object, **more: object) -> pa.Table:
        seen.append(source)
        return read(source, *given, **more)

    monkeypatch.setattr(pq, "read_table", watched)
    workspace.load(folder)
    assert seen
    assert not [one for one in seen if not isinstance(one, pa.NativeFile) or isinstance(one, pa.PythonFile)]


def test_a_table_that_lacks_what_evidence_needs_is_told_by_name(folder: Path) -> None:
    pq.write_table(pa.table({"id": ["a"]}), folder / "commitments.parquet")
    with pytest.raises(UsageError, match=r"commitments\.parquet of this workspace is damaged or was not made"):
        workspace.load(folder)


def test_a_table_of_an_earlier_version_gets_its_new_columns_empty(folder: Path) -> None:
    pq.write_table(commitment.table([MADE]).drop_columns(["pressure", "told_us"]), folder / "commitments.parquet")
    (row,) = workspace.load(folder).commitments.to_pylist()
    assert (row["pressure"], row["told_us"]) == (None, None)


@pytest.mark.parametrize("damage", [b"", b"xyz", b"\xff" * 64, b"00" * 31])
def test_a_damaged_key_is_told_and_never_replaced(folder: Path, damage: bytes) -> None:
    (folder / workspace.KEY_FILE).write_bytes(damage)
    with pytest.raises(UsageError, match="is damaged"):
        workspace.key(folder, fresh=KEY)
    assert (folder / workspace.KEY_FILE).read_bytes() == damage


@pytest.mark.parametrize("damage", ["", "[]", '{"p-a": 1}', "\x00"])
def test_damaged_names_are_told_without_a_name(folder: Path, damage: str) -> None:
    (folder / workspace.NAMES_FILE).write_text(damage)
    with pytest.raises(UsageError, match=r"names\.json of this workspace is damaged"):
        workspace.write(folder, everything(), keep_names=True)


def test_a_file_where_the_folder_should_be_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    with pytest.raises(UsageError, match="taken cannot be used"):
        workspace.key(tmp_path / "taken", fresh=KEY)


def test_the_names_file_is_plain_json(folder: Path) -> None:
    workspace.write(folder, everything(), keep_names=True)
    assert json.loads((folder / "names.json").read_text(encoding="utf-8")) == {"p-a": "Ana", "p-b": "Bo"}


def test_weeks_of_inclusion_are_told_anew_by_their_source_and_taken_away_for_good(folder: Path) -> None:
    week = inclusion.Inclusion(person="p-a", week_us=0, replies=3.0, source="i.csv", line=2)
    others = [replace(week, person="p-b"), replace(week, week_us=1), replace(week, source="j.csv")]
    workspace.write(folder, Evidence(inclusion=inclusion.table([week, *others])), keep_names=False)
    again = workspace.write(folder, Evidence(inclusion=inclusion.table([replace(week, replies=5.0)])), keep_names=False)
    assert (again.added["inclusion"], again.changed["inclusion"]) == (0, 1)
    workspace.forget_weeks(folder, {("i.csv", "p-b", 0), ("j.csv", "p-a", 1)})
    kept = workspace.load(folder).inclusion
    assert kept.column("replies").to_pylist() == [5.0, 3.0, 3.0]
    before = content(folder)
    workspace.forget_weeks(folder, {("i.csv", "p-b", 0)})
    assert content(folder) == before
