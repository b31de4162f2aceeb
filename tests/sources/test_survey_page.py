"""The examples of answers on the page on formats are read in full."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents import blocks

from saidanddone.evidence.item import COUNTS, OWN
from saidanddone.evidence.people import People
from saidanddone.sources.detect import read_path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "formats.md"
TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = {
    block.comment.removeprefix("survey:").strip(): block.body
    for block in blocks(TEXT)
    if block.comment.startswith("survey:")
}


@pytest.mark.parametrize(
    ("name", "kind", "rows", "answers", "episodes", "items"),
    [
        ("pulse-2026-W46.csv", "pulse", 3, 19, 5, 0),
        ("climate.csv", "pulse", 3, 3, 0, 0),
        ("results-survey123456.csv", "limesurvey", 1, 3, 0, 0),
        ("Team pulse_November 13, 2026_16.20.csv", "qualtrics", 1, 2, 0, 0),
    ],
)
def test_each_example_is_read(
    tmp_path: Path, people: People, name: str, kind: str, rows: int, answers: int, episodes: int, items: int
) -> None:
    (tmp_path / name).write_text(EXAMPLES[name], encoding="utf-8")
    evidence, _, (row,) = read_path(tmp_path / name, people)
    assert (row.kind, row.rows, row.unread) == (kind, rows, 0)
    assert (evidence.answers.num_rows, evidence.episodes.num_rows) == (answers, episodes)
    assert evidence.items.num_rows == items


def test_there_is_an_example_of_every_kind_and_every_column_of_ours_is_on_the_page() -> None:
    assert len(EXAMPLES) == 4
    assert [column for column in (*OWN, *COUNTS) if f"`{column}`" not in TEXT] == []
