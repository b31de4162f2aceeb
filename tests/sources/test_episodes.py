"""Episodes of a pulse: what one did, saw or held back, in kinds and levels that evidence knows (S5, S6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from saidanddone.evidence.act import KINDS
from saidanddone.evidence.people import People
from saidanddone.evidence.response import FOLLOWED, LEVELS, ROLES
from saidanddone.sources.detect import read_path
from saidanddone.survey.asking import ACTS, FOLLOWED_BY, MET, MET_BY

Read = Callable[..., Any]
COLUMNS = "own_kind,own_met,own_by,own_followed,own2_kind,own2_met,seen_kind,seen_met,seen_by,seen_followed,held_back"
HEADER = f"round,team,respondent,{COLUMNS}\n"


def told(got: Any) -> list[tuple[Any, ...]]:
    """Sort, number, kind, level, role and what followed of each, sorted."""
    names = ("told", "number", "kind", "level", "role", "followed")
    return sorted(tuple(row[name] for name in names) for row in got.evidence.episodes.to_pylist())


def test_what_one_did_saw_and_held_back_is_read(reading: Read) -> None:
    got = reading(
        HEADER + "2026-W46,Kite,1,mistake,4,leader,changed,idea,2,problem,ignored,peer,nothing,idea; challenge\n"
    )
    assert (got.row.kind, got.problems) == ("pulse", [])
    assert told(got) == [
        ("held_back", 1, "idea", None, None, "unknown"),
        ("held_back", 2, "challenge", None, None, "unknown"),
        ("own", 1, "mistake", 4, "leader", "changed"),
        ("own", 2, "idea", 2, None, "unknown"),
        ("witnessed", 1, "problem", 2, "peer", "nothing"),
    ]
    assert {row["stage"] for row in got.evidence.episodes.to_pylist()} == {"learner", "contributor", "challenger"}


@pytest.mark.parametrize("said", [*KINDS, *ACTS.values(), "Asked a Question", "help-seeking"])
def test_every_kind_may_be_called_as_the_form_does(reading: Read, said: str) -> None:
    got = reading(HEADER + f'2026-W46,Kite,1,"{said}",,,,,,,,,,\n')
    assert (got.evidence.episodes.num_rows, got.problems) == (1, [])


@pytest.mark.parametrize(
    ("column", "said", "meant"),
    [
        *[("own_met", words, level) for level, words in (*MET.items(), *LEVELS.items())],
        *[("own_by", said, role) for role, words in MET_BY.items() for said in (role, words)],
        *[("own_followed", said, what) for what, words in FOLLOWED_BY.items() for said in (what, words)],
    ],
)
def test_how_it_was_met_may_be_said_in_the_words_of_the_form(reading: Read, column: str, said: str, meant: Any) -> None:
    got = reading(f'round,respondent,own_kind,{column}\n2026-W46,1,idea,"{said}"\n')
    name = {"own_met": "level", "own_by": "role", "own_followed": "followed"}[column]
    assert (got.evidence.episodes.column(name).to_pylist(), got.problems) == ([meant], [])
    assert set(ROLES) == set(MET_BY)
    assert set(FOLLOWED) == set(FOLLOWED_BY)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("tea,4,leader,changed,,,,,,,", "It says what an episode was in a word we do not know; that was set aside."),
        (",4,leader,,,,,,,,", "It says how something was met and not what it was; that episode was not read."),
        ("idea,9,leader,,,,,,,,", "It says how an episode was met in a word we do not know; that was set aside."),
        ("idea,4,Zebediah,,,,,,,,", "It says who met an episode in a word we do not know; that was set aside."),
        ("idea,4,peer,soon,,,,,,,", "It says what came of an episode in a word we do not know; that was set aside."),
        (",,,,,,,,,,idea; Zebediah", "It says what was held back in a word we do not know; that was set aside."),
    ],
)
def test_what_cannot_be_read_is_told_once_and_nothing_of_it_is_quoted(reading: Read, row: str, said: str) -> None:
    got = reading(HEADER + f"2026-W46,Kite,1,{row}\n2026-W46,Kite,2,question,,,,,,,,,,\n")
    assert (got.said, [problem.line for problem in got.problems]) == ([said], [2])
    assert "Zebediah" not in repr((got.problems, got.row, got.evidence.episodes.to_pylist()))


@pytest.mark.parametrize("nothing", ["", "none", "Nothing", "n/a", "no"])
def test_having_held_nothing_back_is_an_answer_and_no_episode(reading: Read, nothing: str) -> None:
    got = reading(HEADER + f"2026-W46,Kite,1,question,,,,,,,,,,{nothing}\n")
    assert (told(got), got.problems) == ([("own", 1, "question", None, None, "unknown")], [])


def test_several_boxes_and_lists_are_several_things_held_back(reading: Read, tmp_path: Any, people: People) -> None:
    ticked = reading("round,respondent,held_back[mistake],held_back[idea],held_back[other]\n2026-W46,1,Y,,x\n")
    assert [row[2] for row in told(ticked)] == ["mistake"]
    pq.write_table(
        pa.table({"round": ["2026-W46"], "respondent": [1], "held_back": [["idea", "mistake"]]}), tmp_path / "p.parquet"
    )
    assert sorted(read_path(tmp_path / "p.parquet", people)[0].episodes.column("kind").to_pylist()) == [
        "idea", "mistake",
    ]  # fmt: skip


def test_two_alike_of_one_respondent_are_two_and_reading_again_adds_none(reading: Read) -> None:
    got = reading(HEADER + "2026-W46,Kite,1,question,4,,,question,4,,,,,\n")
    assert [row[:3] for row in told(got)] == [("own", 1, "question"), ("own", 2, "question")]
