"""Tables of turns keep the caller's ids and labels, one turn a row, whatever their format."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.evidence.people import People
from saidanddone.sources.conversations import Asked, Talk, open_talk
from saidanddone.sources.messages import table
from saidanddone.sources.messages.table import is_pseudonymous

ASKED = Asked(People(b"k" * 32), UTC)
ROWS: list[dict[str, Any]] = [
    {
        "conversation_id": "b",
        "turn": 10,
        "speaker": "S2",
        "text": 'Ten, "said" so',
        "reply_to": 2,
        "start": 2.5,
        "end": 3.0,
    },
    {"conversation_id": "a", "turn": 0, "speaker": None, "text": "Zero", "reply_to": None, "start": None, "end": None},
    {
        "conversation_id": "b",
        "turn": 2,
        "speaker": "S1",
        "text": "Two\nlines",
        "reply_to": None,
        "start": 0.0,
        "end": 4.0,
    },
]


def csv_of(rows: list[dict[str, Any]]) -> str:
    def cell(value: Any) -> str:
        return '"' + str("" if value is None else value).replace('"', '""') + '"'

    return "\n".join([",".join(rows[0]), *(",".join(map(cell, row.values())) for row in rows)]) + "\n"


def read(path: Path) -> Talk:
    (talk,) = open_talk([path], ASKED)
    assert talk.format == "table"
    return talk


def written(folder: Path, kind: str, rows: list[dict[str, Any]]) -> Path:
    path = folder / f"turns.{kind}"
    if kind == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    elif kind == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    elif kind == "tsv":
        path.write_text(csv_of(rows).replace('","', '"\t"').replace(",", "\t", len(rows[0]) - 1), encoding="utf-8")
    else:
        path.write_text(csv_of(rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["csv", "tsv", "parquet", "jsonl"])
def test_every_format_of_a_table_reads_alike(tmp_path: Path, kind: str) -> None:
    talk = read(written(tmp_path, kind, ROWS))
    assert [one.id for one in talk.conversations] == ["b", "a"]
    first, second = talk.conversations
    assert [(turn.key, turn.speaker, turn.reply_to) for turn in first.turns] == [("2", "S1", None), ("10", "S2", 0)]
    assert [turn.text.replace("\n", " ") for turn in first.turns] == ["Two lines", 'Ten, "said" so']
    assert (first.overlaps, second.overlaps, first.channel) == (True, False, "meeting")
    assert (second.turns[0].speaker, second.turns[0].start) == ("", None)
    lines = sorted((turn.line, turn.key) for one in talk.conversations for turn in one.turns)
    assert [key for _, key in lines] == ["10", "0", "2"]  # the order of the rows is kept
    assert not talk.problems


def test_duplicates_gaps_and_answers_to_nothing_are_told_and_kept(tmp_path: Path) -> None:
    rows = [
        {"conversation_id": 1, "turn": 5, "speaker": 3, "text": "a", "reply_to": 99.0},
        {"conversation_id": 1, "turn": 5, "speaker": 3, "text": "b", "reply_to": None},
        {"conversation_id": 1, "turn": 9, "speaker": 4, "text": None, "reply_to": 5.0},
        {"conversation_id": None, "turn": 1, "speaker": 4, "text": "lost", "reply_to": None},
    ]
    talk = read(written(tmp_path, "parquet", rows))
    assert [(turn.key, turn.speaker, turn.text, turn.reply_to) for turn in talk.conversations[0].turns] == [
        ("5", "3", "a", None),
        ("5", "3", "b", None),
        ("9", "4", "", 1),
    ]
    assert sorted(problem.line for problem in talk.problems) == [1, 2, 4]


def test_times_and_channels_are_read(tmp_path: Path) -> None:
    rows = [
        {
            "conversation_id": "a",
            "turn": n,
            "speaker": "A",
            "text": "x",
            "at": f"2026-01-01T10:0{n}:00Z",
            "channel": "Chat",
        }
        for n in range(3)
    ]
    conversation = read(written(tmp_path, "csv", rows)).conversations[0]
    assert (conversation.channel, conversation.dated_by) == ("chat", "source")
    assert conversation.began_us == conversation.turns[0].at_us == 1_767_261_600_000_000
    strange = read(written(tmp_path, "jsonl", [rows[0] | {"channel": "pigeon"}]))
    assert strange.conversations[0].channel == "meeting"
    assert len(strange.problems) == 1


@pytest.mark.parametrize(
    ("name", "asked", "began", "by"),
    [
        ("turns.csv", replace(ASKED, on=date(2026, 9, 7), at=9 * 3600), datetime(2026, 9, 7, 9, tzinfo=UTC), "you"),
        ("2026-09-07 weekly.csv", ASKED, datetime(2026, 9, 7, tzinfo=UTC), "file name"),
    ],
)
def test_a_table_of_one_meeting_is_dated_as_a_recording_is(
    tmp_path: Path, name: str, asked: Asked, began: datetime, by: str
) -> None:
    (tmp_path / name).write_text(csv_of([row for row in ROWS if row["conversation_id"] == "b"]), encoding="utf-8")
    (talk,) = open_talk([tmp_path / name], asked)
    (only,) = talk.conversations
    assert (only.began_us, only.dated_by) == (began.timestamp() * 1e6, by)
    assert [turn.at_us for turn in only.turns] == [(began.timestamp() + turn.start) * 1e6 for turn in only.turns]


def test_one_day_is_not_taken_for_that_of_several_conversations(tmp_path: Path) -> None:
    (talk,) = open_talk([written(tmp_path, "csv", ROWS)], replace(ASKED, on=date(2026, 9, 7)))
    assert [one.began_us for one in talk.conversations] == [None, None]
    assert any("several conversations" in note for note in talk.notes)


def test_a_long_turn_is_read_whole(tmp_path: Path) -> None:
    rows = [{"conversation_id": "a", "turn": 0, "speaker": "A", "text": "long " * 4_000}]
    for kind in ("csv", "parquet", "jsonl"):
        assert read(written(tmp_path, kind, rows)).conversations[0].turns[0].text == "long " * 4_000


def test_other_tables_are_not_taken_for_turns(tmp_path: Path) -> None:
    for name, content in {
        "a.csv": "subject,made_at,due_at\nx,1,2\n",
        "b.csv": "turn,text\n1,x\n",
        "c.jsonl": '{"a": 1}\n',
    }.items():
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        assert not table.knows(path, content.encode())


CODES = [
    "A",
    "b",
    "7",
    "1234",
    "S12",
    "P-07",
    "fe016",
    "Speaker 2",
    "speaker_A",
    "agent",
    "u8499ca01",
    "PM",
    "U0BMYT2FL",
    "3f2b9c1d4e5f",
    "123e4567-e89b-12d3-a456-426614174000",
    "p-abcdefgh234567a"[:15],
    "",
    "participant 3",
]
NAMES = [
    "Ana",
    "bo",
    "ana.ames",
    "Ana Ames",
    "bob7",
    "jo12",
    "Li",
    "@cy",
    "cy@example.org",
    "Dr. No",
    "deadbeef",
    "Uwe123456a",
    "wolfgang1",
    "Ana (Kite)",
    "Адам",
    "Max",
]


@pytest.mark.parametrize("label", CODES)
def test_codes_are_pseudonymous(label: str) -> None:
    assert is_pseudonymous([label])


@pytest.mark.parametrize("label", NAMES)
def test_one_name_makes_a_table_one_with_names(label: str) -> None:
    assert not is_pseudonymous(["A", "B", label])


CELLS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["1", "2", "a", "nan"])
)
FIELDS = ["conversation_id", "turn", "speaker", "text", "reply_to", "start", "end", "at", "channel"]


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(FIELDS, CELLS)), min_size=1, max_size=10), st.binary(max_size=30))
def test_whatever_stands_in_a_table_each_row_is_a_turn_or_told(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]], noise: bytes
) -> None:
    path = tmp_path_factory.mktemp("turns") / "turns.jsonl"
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path.write_bytes(lines + noise.replace(b"\n", b""))
    talk = table.read(path, path.name, ASKED)
    turns = [turn for one in talk.conversations for turn in one.turns]
    lost = sum("does not say which" in problem.said for problem in talk.problems)
    assert len(turns) + lost == len(rows)
    assert all(
        turn.reply_to is None or 0 <= turn.reply_to < len(one.turns) for one in talk.conversations for turn in one.turns
    )


@pytest.mark.shared
def test_the_real_tables_give_a_turn_for_every_row(shared: Path) -> None:
    path = shared / "data" / "conversations" / "mrda.parquet"
    told = pq.read_table(path, columns=["conversation_id", "reply_to"])
    talk = table.read(path, path.name, ASKED)
    turns = [turn for one in talk.conversations for turn in one.turns]
    assert len(turns) == told.num_rows
    assert len(talk.conversations) == len(set(told["conversation_id"].to_pylist()))
    assert sum(turn.reply_to is not None for turn in turns) == told.num_rows - told["reply_to"].null_count
    assert is_pseudonymous(talk.labels)
