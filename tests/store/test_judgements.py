"""Verdicts of a workspace: kept for their owner alone, the newer word standing, damage told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.errors import UsageError
from saidanddone.store.judgements import FILE, Judgements, load, write

names = st.text("abcdefgh-", min_size=1, max_size=6)
verdicts = st.dictionaries(names, st.booleans(), max_size=6)


def test_where_nothing_was_judged_there_is_nothing(tmp_path: Path) -> None:
    assert load(tmp_path) == Judgements()


def test_what_is_written_is_read_again_and_is_its_owners_alone(tmp_path: Path) -> None:
    told = Judgements({"a-x-idea": True, "p-y-3": False}, {"a-x-idea": "idea", "p-y-3": "commitment"})
    write(tmp_path, told)
    assert load(tmp_path) == told
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    before = (tmp_path / FILE).read_bytes()
    write(tmp_path, load(tmp_path))
    assert (tmp_path / FILE).read_bytes() == before


@given(verdicts, verdicts)
def test_the_newer_word_stands_and_counts_once(first: dict[str, bool], then: dict[str, bool]) -> None:
    labels = dict.fromkeys({**first, **then}, "idea")
    told = Judgements(first, labels).with_(then, labels)
    assert told.verdicts == {**first, **then}
    right, judged = told.record().get("idea", (0, 0))
    assert judged == len(told.verdicts)
    assert right == sum(told.verdicts.values())


def test_a_verdict_without_a_label_is_no_measure_of_any() -> None:
    assert Judgements({"a-x-idea": True}).record() == {}


@pytest.mark.parametrize(
    "content",
    [
        "", "[]", "{", '{"judged": []}', '{"judged": {"a": true}}', '{"judged": {"a": {"right": 1, "as": "idea"}}}',
        '{"judged": {"a": {"right": true}}}', "\x00\xff", "[" * 100_000,
    ],
)  # fmt: skip
def test_a_damaged_file_is_told_and_nothing_of_it_quoted(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="latin-1")
    with pytest.raises(UsageError, match=r"judgements\.json of this workspace is damaged"):
        load(tmp_path)


def test_it_holds_ids_and_kinds_and_no_time(tmp_path: Path) -> None:
    write(tmp_path, Judgements({"a-x-idea": True}, {"a-x-idea": "idea"}))
    assert json.loads((tmp_path / FILE).read_text("utf-8")) == {
        "schema": "judgements/1",
        "judged": {"a-x-idea": {"right": True, "as": "idea"}},
    }


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        write(tmp_path / "gone", Judgements({"a": True}))


def test_a_level_is_kept_and_says_whether_the_one_that_was_heard_was_right(tmp_path: Path) -> None:
    told = Judgements().with_({}, {"l-x-y": "level_2", "l-x-z": "level_3"}, {"l-x-y": 2, "l-x-z": 4})
    assert told.verdicts == {"l-x-y": True, "l-x-z": False}
    assert told.record() == {"level_2": (1, 1), "level_3": (0, 1)}
    write(tmp_path, told)
    assert load(tmp_path) == told
    later = told.with_({}, {}, {"l-x-z": 3})
    assert (later.levels["l-x-z"], later.record()["level_3"]) == (3, (1, 1))


@pytest.mark.parametrize("level", ["-1", "6", "true", "2.5", '"3"', "null"])
def test_a_level_that_is_none_is_damage(tmp_path: Path, level: str) -> None:
    row = f'{{"right": true, "as": "level_2", "level": {level}}}'
    (tmp_path / FILE).write_text(f'{{"judged": {{"l-x-y": {row}}}}}', encoding="utf-8")
    with pytest.raises(UsageError, match="damaged"):
        load(tmp_path)


def test_a_file_of_before_there_were_levels_still_loads(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"judged": {"a-x-idea": {"right": true, "as": "idea"}}}', encoding="utf-8")
    assert load(tmp_path) == Judgements({"a-x-idea": True}, {"a-x-idea": "idea"})
