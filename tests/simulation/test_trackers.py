"""One organisation, four exports: what a promise came to is the same wherever it was written down."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.outcome import settle
from saidanddone.evidence.people import People
from saidanddone.simulation import trackers
from saidanddone.simulation.organisation import Organisation, organisation
from saidanddone.sources.detect import read_path

ON = date(2026, 9, 30)
PEOPLE = People(b"k" * 32)
ON_US = int(datetime(2026, 10, 1, tzinfo=UTC).timestamp()) * 1_000_000 - 1


@pytest.fixture(scope="module")
def made() -> Organisation:
    return organisation(seed=4, on=ON)


def _verdicts(table: pa.Table) -> dict[tuple[str, int], tuple[int | None, str]]:
    """Verdict and status of every dated commitment, by whose it was and its number in the organisation's ledger."""
    found = {}
    for row in table.to_pylist():
        told = settle(Commitment(**row), ON_US)
        if told.deadline_us is not None:
            number = int(row["id"].replace("#", "-").rsplit("-", 1)[1].split("~")[0])
            found[row["subject"], number] = (told.y if told.known_us and told.known_us < ON_US else None, told.status)
    return found


@pytest.fixture(scope="module")
def ledger(
    made: Organisation, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, int], tuple[int | None, str]]:
    path, _ = made.write(tmp_path_factory.mktemp("ledger"))
    evidence, problems, _ = read_path(path, People(PEOPLE.key, _names()))
    assert problems == []
    return _verdicts(evidence.commitments)


def _names() -> dict[str, str]:
    """Handle -> the name a tracker prints for it, as a roster would say."""
    return dict(trackers._NAMES)


def test_jiras_pages_with_their_history_tell_what_the_ledger_tells(
    made: Organisation, ledger: dict[tuple[str, int], tuple[int | None, str]], tmp_path: Path
) -> None:
    for number, page in enumerate(trackers.jira_pages(made)):
        (tmp_path / f"page-{number}.json").write_text(json.dumps(page), encoding="utf-8")
    evidence, problems, _ = read_path(tmp_path, People(PEOPLE.key, _names()))
    assert problems == []
    assert _verdicts(evidence.commitments) == ledger
    assert evidence.commitments.column("renegotiations").null_count == 0


def test_jiras_csv_differs_only_where_a_due_date_was_moved(
    made: Organisation, ledger: dict[tuple[str, int], tuple[int | None, str]], tmp_path: Path
) -> None:
    path = tmp_path / "jira.csv"
    path.write_text(trackers.jira_csv(made), encoding="utf-8")
    evidence, problems, _ = read_path(path, People(PEOPLE.key, _names()))
    assert problems == []
    found = _verdicts(evidence.commitments)
    moved = {n for n, row in enumerate(made.ledger, start=1) if row["moved_at"]}
    given_up = {n for n, row in enumerate(made.ledger, start=1) if row["outcome"] == "admitted"}
    assert moved
    assert given_up
    rest = {key for key in ledger if key[1] not in moved | given_up}
    assert {key: found[key] for key in rest} == {key: ledger[key] for key in rest}
    assert {found[key][1] for key in ledger if key[1] in given_up} <= {"withdrawn"}
    assert evidence.commitments.column("renegotiations").null_count == evidence.commitments.num_rows


def test_githubs_milestones_give_the_dates_the_ledger_gave(
    made: Organisation, ledger: dict[tuple[str, int], tuple[int | None, str]], tmp_path: Path
) -> None:
    for name, content in trackers.github_pages(made).items():
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    evidence, problems, _ = read_path(tmp_path, People(PEOPLE.key, _names()))
    assert problems == []
    rows = [row for row in evidence.commitments.to_pylist() if row["subject_kind"] == "person"]
    found = _verdicts(pa.Table.from_pylist(rows, schema=evidence.commitments.schema))
    moved = {n for n, row in enumerate(made.ledger, start=1) if row["moved_at"]}
    rest = {key for key in ledger if key[1] not in moved}
    assert {key: found[key] for key in rest} == {key: ledger[key] for key in rest}


def test_the_same_organisation_is_the_same_export(made: Organisation) -> None:
    again = organisation(seed=4, on=ON)
    assert trackers.jira_csv(made) == trackers.jira_csv(again)
    assert trackers.jira_pages(made) == trackers.jira_pages(again)
    assert trackers.github_pages(made) == trackers.github_pages(again)
    assert trackers.ratings_csv(seed=4, on=ON) == trackers.ratings_csv(seed=4, on=ON)
    assert trackers.ratings_csv(seed=5, on=ON) != trackers.ratings_csv(seed=4, on=ON)
