"""Whole meetings of our own: labelled like real talk is, held ones never trained on, and they choose no words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from corpora import Corpus, ours
from readings import READ, kappa
from stage import Recipe, staged
from transcripts import TRANSCRIPTS, second_readings, transcripts

HELD = "== meeting-1 | a bakery\nAda | - | the oven is on\nBen | problem | and the flour is not here\n"
TRAINED = "== meeting-2 | a bakery\nAda | idea | we could try the zyrghal oven\nBen | agreement | yes\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "held-1.txt").write_text(HELD, encoding="utf-8")
    (tmp_path / "meetings-01.txt").write_text(TRAINED, encoding="utf-8")
    (tmp_path / "second.tsv").write_text("meeting-1\t1:idea? 2:problem,challenge\n", encoding="utf-8")
    return tmp_path


def test_what_only_one_of_two_readers_marked_or_one_doubted_counts_neither_way(folder: Path) -> None:
    corpus = transcripts(folder)
    assert corpus.readings is not None
    told = {label: corpus.readings[:, READ.index(label)].tolist() for label in ("idea", "problem", "challenge")}
    assert told["problem"] == [0.0, 1.0, 0.0, 0.0]
    assert np.isnan(told["idea"][0])
    assert told["idea"][1:] == [0.0, 1.0, 0.0]
    assert np.isnan(told["challenge"][1])


def test_held_meetings_are_a_split_of_their_own_and_nothing_is_known_to_the_first_pass(folder: Path) -> None:
    corpus = transcripts(folder)
    assert corpus.splits.tolist() == ["held", "held", "train", "train"]
    assert np.isnan(corpus.known).all()


def test_they_choose_no_word_and_no_group_of_words(folder: Path) -> None:
    examples = ours()
    n = sum(len(one.turns) for one in examples.conversations[:200])
    few = Corpus("ours", examples.conversations[:200], examples.known[:n], examples.rows[:n])
    corpus = transcripts(folder)
    alone = staged([(few, np.ones(len(few.rows), bool))], Recipe())
    beside = staged([(few, np.ones(len(few.rows), bool)), (corpus, corpus.splits == "train")], Recipe())
    assert beside.words == alone.words
    for name in alone.groups:
        assert np.array_equal(beside.groups[name].ids, alone.groups[name].ids)
    for name, silent in alone.wordless.items():
        assert np.array_equal(beside.wordless[name], silent)
    assert (beside.X[: len(few.rows) - 1] != alone.X[: len(few.rows) - 1]).nnz == 0
    assert len(beside.rows) == len(few.rows) + 4


def test_every_meeting_is_written_once_and_mostly_of_plain_turns() -> None:
    corpus = transcripts()
    texts = {split: {row["text"] for row in corpus.rows if row["split"] == split} for split in ("train", "held")}
    long = {text for text in texts["held"] if len(text.split()) > 8}
    assert len(long) > 500
    assert not long & texts["train"]
    assert sum(not row["labels"] for row in corpus.rows) > len(corpus.rows) / 2
    held = {row["conversation_id"] for row in corpus.rows if row["split"] == "held"}
    assert set(second_readings()) == held


def test_writers_and_readers_agree_well_on_what_is_measured() -> None:
    corpus, second = transcripts(), second_readings()
    for label in READ:
        pairs = []
        for row in corpus.rows:
            marks = second.get(row["conversation_id"], {}).get(row["turn"], frozenset())
            if row["split"] == "held" and f"{label}?" not in marks:
                pairs.append((label in row["labels"], label in marks))
        assert kappa(pairs)[3] > 0.7, label


def test_the_folder_holds_nothing_else() -> None:
    assert {path.suffix for path in TRANSCRIPTS.iterdir()} == {".txt", ".tsv"}
