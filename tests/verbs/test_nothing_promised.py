"""What was understood and promises nothing is no error to read, and a sentence to whoever asks more of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sources import hub

from saidanddone.errors import NothingReadable
from saidanddone.verbs.backtest import backtest
from saidanddone.verbs.diagnose import diagnose
from saidanddone.verbs.explain import explain
from saidanddone.verbs.gathering import NOTHING_PROMISED
from saidanddone.verbs.read import read


@pytest.fixture
def idle(tmp_path: Path) -> Path:
    """An export of issues nobody took on."""
    path = tmp_path / "issues.json"
    path.write_text(json.dumps([hub.issue(number, who=(), milestone=None) for number in (1, 2)]), encoding="utf-8")
    return path


def test_reading_it_is_no_error_and_says_what_it_was(idle: Path) -> None:
    found = read(idle)
    assert [(row.rows, row.understood, row.unread) for row in found.told] == [(0, 2, 0)]
    assert found.problems == ()


def test_asking_for_a_forecast_says_in_a_sentence_that_nothing_was_promised(idle: Path) -> None:
    for ask in (lambda: diagnose(idle), lambda: backtest(idle), lambda: explain("team:Kite", idle)):
        with pytest.raises(NothingReadable) as refused:
            ask()
        assert str(refused.value) == NOTHING_PROMISED


def test_beside_something_promised_it_changes_nothing(idle: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.csv"
    ledger.write_text("subject,made_at,due_at\nKite,2026-09-01,2026-09-07\n", encoding="utf-8")
    both = diagnose(ledger, idle, on="2026-11-22").to_dict()
    alone = diagnose(ledger, on="2026-11-22").to_dict()
    assert (both["released"], both["withheld"]) == (alone["released"], alone["withheld"])


def test_a_file_of_which_nothing_could_be_understood_is_still_an_error(tmp_path: Path) -> None:
    path = tmp_path / "schema.json"
    path.write_text(json.dumps({"$schema": "http://json-schema.org/draft-07/schema", "title": "milestone"}))
    with pytest.raises(NothingReadable, match="JSON Schema"):
        read(path)
