"""An engine opens what it is given, says in our words what it cannot, and never quotes a row."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from saidanddone.errors import EngineError, UsageError
from saidanddone.evidence import commitment, encounter
from saidanddone.evidence.bundle import SCHEMAS, Evidence
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.tally import View
from saidanddone.store import workspace
from saidanddone.store.database import write_store
from saidanddone.store.engine import memory, open_store
from saidanddone.store.tallies import tallies
from saidanddone.store.walkforward import walkforward

MADE = Commitment(
    id="a", subject="nova", subject_kind="project", made_us=1, due_us=2, outcome="kept", source="a.csv", line=2
)
MET = encounter.Encounter(id="1", at_us=9, invited=("p-a", "p-b"), source="c.ics", line=1)
EVIDENCE = Evidence(commitments=commitment.table([MADE]), encounters=encounter.table([MET]))


def test_memory_gives_back_what_it_was_given() -> None:
    with memory(EVIDENCE) as engine:
        found = engine.evidence()
    assert {name: table.to_pylist() for name, table in found.tables().items()} == {
        name: table.to_pylist() for name, table in EVIDENCE.tables().items()
    }
    assert {name: table.schema for name, table in found.tables().items()} == dict(SCHEMAS)


def test_a_duckdb_file_keeps_evidence_and_gives_the_same_sums(tmp_path: Path) -> None:
    where = f"duckdb:{tmp_path / 'team.duckdb'}"
    assert write_store(where, EVIDENCE).added["commitments"] == 1
    with open_store(where) as stored, memory(EVIDENCE) as held:
        assert stored.evidence().commitments.to_pylist() == EVIDENCE.commitments.to_pylist()
        for engine in (stored, held):
            assert tallies(engine, View(), 9).all_kept[-1] == 1.0
            assert len(walkforward(engine, View(), 9)[0]) == 1


def test_writing_to_a_duckdb_file_matches_rows_as_a_workspace_does(tmp_path: Path) -> None:
    where = f"duckdb:{tmp_path / 'team.duckdb'}"
    write_store(where, EVIDENCE)
    again = write_store(where, EVIDENCE)
    assert (again.added["commitments"], again.already["commitments"], again.already["encounters"]) == (0, 1, 1)
    other = Evidence(commitments=commitment.table([replace(MADE, outcome="broken"), replace(MADE, id="b")]))
    third = write_store(where, other)
    assert (third.added["commitments"], third.changed["commitments"]) == (1, 1)
    with open_store(where) as engine:
        assert engine.evidence().commitments["outcome"].to_pylist() == ["broken", "kept"]


def test_a_workspace_is_a_store_too(tmp_path: Path) -> None:
    workspace.key(tmp_path / "team", fresh=bytes(32))
    workspace.write(tmp_path / "team", EVIDENCE, keep_names=False)
    with open_store(str(tmp_path / "team")) as engine:
        assert engine.evidence().counts() == EVIDENCE.counts()


def test_a_store_without_some_tables_or_optional_columns_has_them_empty(tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "own.duckdb") as own:
        few = commitment.table([MADE]).select([field.name for field in commitment.SCHEMA if not field.nullable])
        own.register("few", few)
        own.execute("CREATE TABLE commitments AS SELECT * FROM few")
    with open_store(f"duckdb:{tmp_path / 'own.duckdb'}") as engine:
        rows = {name: table.num_rows for name, table in engine.evidence().tables().items()}
        assert rows == {**dict.fromkeys(SCHEMAS, 0), "commitments": 1}
        assert tallies(engine, View(), 9).counts["undated"].tolist() == [1]


def test_a_store_that_lacks_a_needed_column_is_told_by_table_and_column(tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "own.duckdb") as own:
        own.execute("CREATE TABLE commitments AS SELECT 'a' AS id")
    with (
        open_store(f"duckdb:{tmp_path / 'own.duckdb'}") as engine,
        pytest.raises(UsageError, match=r"commitments .* subject"),
    ):
        engine.table("commitments")


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("sqlite:team.db", "sqlite: are not supported yet"),
        ("postgres://ana:secret@host/team", "postgres: are not supported yet"),
        ("Spark:catalogue", "spark: are not supported yet"),
        ("duckdb:", "needs the path of a file"),
        ("duckdb:nowhere.duckdb", r"no store at duckdb:nowhere\.duckdb"),
        ("nowhere", "is not a workspace"),
    ],
)
def test_what_cannot_be_opened_is_a_sentence_without_secrets(where: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as raised:
        open_store(where)
    assert "secret" not in str(raised.value)


def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes.duckdb").write_text("not a database, whatever its name")
    with pytest.raises(UsageError, match=r"duckdb:notes\.duckdb cannot be opened"):
        open_store(f"duckdb:{tmp_path / 'notes.duckdb'}")
    with pytest.raises(UsageError, match=r"duckdb:notes\.duckdb cannot be opened"):
        write_store(f"duckdb:{tmp_path / 'notes.duckdb'}", EVIDENCE)


def test_an_engines_error_says_what_was_being_done_and_quotes_no_row() -> None:
    named = commitment.table([replace(MADE, subject="Ana Secret")])
    with memory(Evidence(commitments=named)) as engine, pytest.raises(EngineError) as raised:
        engine.arrow(
            engine.table("commitments").select(n=engine.table("commitments").subject.cast("int64")), doing="Counting"
        )
    assert str(raised.value).startswith("Counting failed in the engine")
    assert "Secret" not in str(raised.value)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


def test_there_is_no_table_but_those_of_evidence() -> None:
    with memory(Evidence()) as engine, pytest.raises(EngineError, match="no evidence table called names"):
        engine.table("names")


def test_all_tables_are_replaced_or_none() -> None:
    with memory(EVIDENCE) as engine:
        with pytest.raises(EngineError):
            engine.replace(
                {"commitments": SCHEMAS["commitments"].empty_table(), "acts": pa.table({"none": pa.nulls(1)})}
            )
        assert engine.evidence().counts() == EVIDENCE.counts()


def test_an_engine_says_nothing_of_what_it_holds() -> None:
    with memory(EVIDENCE) as engine:
        assert repr(engine) == "Engine(...)"


def test_nothing_is_fetched_and_time_is_utc_wherever_the_machine_stands() -> None:
    with memory(Evidence()) as engine:
        asked = "SELECT current_setting('autoinstall_known_extensions'), current_setting('TimeZone')"
        assert engine._connection.raw_sql(asked).fetchone() == (False, "UTC")


def test_importing_the_store_loads_no_engine() -> None:
    rooms = "engine, settled, seen, walkforward, tallies, workspace, database"
    engines = "sorted({'ibis', 'duckdb', 'pandas'} & set(sys.modules))"
    asked = f"import sys; from saidanddone.store import {rooms}; print({engines})"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
