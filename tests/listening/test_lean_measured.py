"""What the listener reached on real talk it was not trained on, held a little below: a change that
loses it is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpora import read
from listening_measures import (
    area,
    average_precision,
    linked,
    mrda_figures,
    negative_pairs,
    over_chance,
    part,
    wide_column,
)
from listening_word_list import by_word_list

from saidanddone.listening.lean import lean

pytestmark = pytest.mark.shared

FLOORS = {
    "tag q": 0.98, "tag fa": 0.88, "tag ft": 0.92, "tag ar": 0.77, "tag no": 0.77, "tag ba": 0.60, "tag cc": 0.35,
    "tag cs": 0.36, "mAP": 0.51, "accuracy": 0.89, "p_question": 0.98, "p_thanks": 0.90, "p_mistake": 0.84,
    "p_dismissal": 0.77, "p_not_knowing": 0.77, "p_validation": 0.60, "p_commitment": 0.34, "p_idea": 0.36,
}  # fmt: skip


@pytest.fixture(scope="module")
def corpora_folder(request: pytest.FixtureRequest) -> Path:
    return Path(request.getfixturevalue("shared")) / "data" / "conversations"


def test_tags_of_meetings_stay_where_they_were(corpora_folder: Path) -> None:
    corpus = read(corpora_folder, "mrda")
    talk, rows = part(corpus, "dev")
    figures = mrda_figures(lean(), talk, rows)
    assert {what: value for what, value in figures.items() if value < FLOORS.get(what, 0.0)} == {}
    _, found, _ = linked(lean(), talk)
    assert found > 0.3


def test_disagreeing_replies_stay_where_they_were(corpora_folder: Path) -> None:
    talk, rows = part(read(corpora_folder, "ami"), "dev")
    y, score = negative_pairs(lean(), talk, rows)
    assert average_precision(y, score) > 4 * y.mean()
    assert area(y, score) > 0.8


def test_hostility_of_a_mailing_list_is_found_twice_as_well_as_by_a_word_list(corpora_folder: Path) -> None:
    corpus = read(corpora_folder, "oss_tbdf")
    y = [("resp.hostility" in row["target"]) for row in corpus.rows]
    score = wide_column(lean(), corpus.conversations, "hostility")
    listed = by_word_list("hostility", [row["text"] or "" for row in corpus.rows])
    base = sum(y) / len(y)
    assert over_chance(average_precision(y, score), base) > 2 * over_chance(average_precision(y, listed), base)
