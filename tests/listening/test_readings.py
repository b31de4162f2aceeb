"""What was read turn by turn: every line stands its checks, doubt says nothing, and it never moves a measured split."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from corpora import HEADS, corpus_rows, read
from readings import READ, agreement, check, overlaid, readings
from train import TRAINED_ON, parts

ROWS = [
    {"conversation_id": "m", "turn": turn, "text": text} for turn, text in enumerate(("so", "it leaks", None, "no"))
]
WHOLE = check([row["text"] for row in ROWS])


def wrote(folder: Path, line: str, second: str = "") -> Path:
    (folder / "second").mkdir(parents=True, exist_ok=True)
    (folder / "talk.tsv").write_text(line + "\n", encoding="utf-8")
    (folder / "second" / "talk.tsv").write_text(second, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def corpora_folder(request: pytest.FixtureRequest) -> Path:
    return Path(request.getfixturevalue("shared")) / "data" / "conversations"


def test_every_turn_of_a_stretch_says_yes_no_or_nothing_of_every_label(tmp_path: Path) -> None:
    told = overlaid("talk", ROWS, wrote(tmp_path, f"m\t0-3\t{WHOLE}\t1:problem,challenge? 3:challenge"))
    assert sorted(told) == [0, 1, 3]  # a turn without words was not read
    assert all(set(said) == set(READ) for said in told.values())
    assert set(told[0].values()) == {0.0}
    assert (told[1]["problem"], told[1]["idea"]) == (1.0, 0.0)
    assert np.isnan(told[1]["challenge"])
    assert told[3]["challenge"] == 1.0


def test_what_only_one_of_two_readers_marked_is_in_doubt(tmp_path: Path) -> None:
    both = wrote(tmp_path, f"m\t0-3\t{WHOLE}\t1:problem 3:challenge", f"m\t0-3\t{WHOLE}\t1:problem\n")
    told = overlaid("talk", ROWS, both)
    assert told[1]["problem"] == 1.0
    assert np.isnan(told[3]["challenge"])
    assert agreement(["talk"], both) == {"problem": (1, 1, 1, 1.0)}


@pytest.mark.parametrize(
    "line",
    [
        "m\t0-3",
        "m\t0-x\tabc",
        f"m\t0-3\t{WHOLE}\t9:problem",
        f"m\t0-3\t{WHOLE}\t1:boredom",
        f"m\t0-3\t{WHOLE}\tone:idea",
    ],
)
def test_a_line_that_is_written_otherwise_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match=r"talk\.tsv, line 1"):
        readings("talk", wrote(tmp_path, line))


def test_a_corpus_that_was_cut_anew_is_refused(tmp_path: Path) -> None:
    folder = wrote(tmp_path, f"m\t0-3\t{WHOLE}\t1:problem")
    other = [dict(row, text="it leaks badly") if row["turn"] == 1 else row for row in ROWS]
    with pytest.raises(ValueError, match="cut otherwise"):
        overlaid("talk", other, folder)


def test_two_readers_agree_well_on_what_is_measured() -> None:
    for label, (one, other, both, kappa) in agreement(("mrda", "ami")).items():
        assert both <= min(one, other)
        assert kappa > 0.7, label


@pytest.mark.shared
def test_all_of_it_is_of_the_corpora_as_they_are_and_none_of_it_of_a_measured_split_is_trained_on(
    corpora_folder: Path,
) -> None:
    for name in (*TRAINED_ON, "oss_tbdf"):
        rows = corpus_rows(corpora_folder, name)
        assert len(overlaid(name, rows)) > 100 or not readings(name)
    for corpus, use in parts(corpora_folder):
        if corpus.readings is None:
            continue
        seen = ~np.isnan(corpus.readings).all(1)
        if corpus.name in ("mrda", "ami"):
            assert set(corpus.splits[seen & use]) == {"train"}
            assert "dev" in set(corpus.splits[seen])
    assert not readings("goemotions")


@pytest.mark.shared
def test_of_talk_problems_have_a_head_of_their_own_and_of_posts_ideas_are_as_read(corpora_folder: Path) -> None:
    ami, posts = (read(corpora_folder, name) for name in ("ami", "politeness"))
    for corpus, label, head, taken in (
        (ami, "problem", "talk_problem", True),
        (ami, "problem", "problem", False),
        (ami, "idea", "idea", False),
        (posts, "idea", "idea", True),
        (posts, "challenge", "challenge", False),
    ):
        assert corpus.readings is not None
        known, said = corpus.known[:, HEADS.index(head)], corpus.readings[:, READ.index(label)]
        at = ~np.isnan(said)
        assert bool((known[at] == said[at]).all()) == taken
