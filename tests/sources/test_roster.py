"""The roster says who is who; nobody is guessed into a role."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from saidanddone.evidence.people import People
from saidanddone.evidence.problem import Problem
from saidanddone.evidence.pseudonym import pseudonym
from saidanddone.sources.detect import read_path
from saidanddone.sources.roster import Roster, read

KEY = b"k" * 32
HEAD = "name,handle,source,team,role,from,to\n"


def us(*parts: int) -> int:
    return (datetime(*parts, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)  # type: ignore[misc,arg-type]


def roster(folder: Path, text: str) -> tuple[Roster, list[Problem]]:
    path = folder / "roster.csv"
    path.write_text(text, encoding="utf-8")
    return read(path, KEY)


def test_every_handle_of_a_person_leads_to_one_pseudonym(tmp_path: Path) -> None:
    found, problems = roster(tmp_path, HEAD + "Alice Ames,aames,,Kite,leader,,\nAlice Ames,Ally,,Kite,leader,,\n")
    people = People(KEY, found.aliases)
    assert {people.pseudonym(handle) for handle in ("AAmes", "ally ", "alice ames")} == {pseudonym("Alice Ames", KEY)}
    assert (problems, len(found.people)) == ([], 1)
    assert found.names == {pseudonym("Alice Ames", KEY): "Alice Ames"}


def test_a_role_holds_from_its_first_day_through_its_last(tmp_path: Path) -> None:
    found, _ = roster(tmp_path, HEAD + "Bob,,,Kite,lead,2026-01-01,2026-06-30\nBob,,,Harbour,,2026-07-01,\n")
    first, second = found.people
    assert (first.role, first.team, first.from_us, first.to_us) == ("leader", "Kite", us(2026, 1, 1), us(2026, 7, 1))
    assert (second.role, second.team, second.from_us, second.to_us) == ("member", "Harbour", us(2026, 7, 1), None)


def test_a_name_is_all_it_takes(tmp_path: Path) -> None:
    found, problems = roster(tmp_path, "name\nBob\n\nCy\n")
    assert ([person.role for person in found.people], problems) == (["member", "member"], [])


@pytest.mark.parametrize(
    ("row", "people", "said"),
    [
        (",bob,,Kite,leader,,", 0, "The line does not say whose row it is."),
        ("Bob,bob,,Kite,emperor,,", 1, "The column role holds a word we do not know; it was set aside."),
        ("Bob,bob,,Kite,leader,soon,", 1, "The date in the column from cannot be read; it was set aside."),
        ("Bob,bob,,Kite,leader,2026-06-30,2026-01-01", 0,
         "The stretch of time ends before it begins; the line was not read."),
    ],
)  # fmt: skip
def test_what_a_roster_cannot_mean_is_told(tmp_path: Path, row: str, people: int, said: str) -> None:
    found, problems = roster(tmp_path, HEAD + row + "\n")
    assert (len(found.people), [(problem.line, problem.said) for problem in problems]) == (people, [(2, said)])


def test_nobody_becomes_a_leader_by_a_word_we_do_not_know(tmp_path: Path) -> None:
    found, _ = roster(tmp_path, HEAD + "Bob,bob,,Kite,team leader emeritus,,\n")
    assert [person.role for person in found.people] == ["member"]


def test_a_handle_claimed_by_two_stays_with_the_first_and_is_told(tmp_path: Path) -> None:
    found, problems = roster(tmp_path, HEAD + "Alice,boss,,Kite,leader,,\nBob,boss,,Kite,member,,\n")
    assert found.aliases["boss"] == "Alice"
    assert [problem.line for problem in problems] == [3]


def test_a_handle_that_is_somebody_elses_name_stays_with_that_somebody(tmp_path: Path) -> None:
    found, problems = roster(tmp_path, HEAD + "Alice,Bob,,Kite,leader,,\nBob,,,Kite,member,,\n")
    assert found.aliases["bob"] == "Bob"
    assert [problem.line for problem in problems] == [2]


@pytest.mark.parametrize("text", ["", "who,knows\n1,2\n", HEAD, "PK\x03\x04zip"])
def test_a_roster_that_cannot_be_read_is_a_problem_and_no_roster(tmp_path: Path, text: str) -> None:
    found, problems = roster(tmp_path, text)
    assert (found.people, len(problems)) == ((), 1)


def test_no_roster_at_all_is_a_problem_too(tmp_path: Path) -> None:
    assert [problem.said for problem in read(tmp_path / "none.csv", KEY)[1]] == ["There is no such file."]


def test_a_roster_shows_nobody(tmp_path: Path) -> None:
    found, problems = roster(tmp_path, HEAD + "Alice,boss,,Kite,leader,,\nBob,boss,,Kite,king,,\n")
    assert all(name not in f"{found!r}{problems!r}" for name in ("Alice", "Bob", "boss", "king"))


def test_a_roster_among_other_files_is_people(tmp_path: Path) -> None:
    (tmp_path / "who.csv").write_text(HEAD + "Alice,boss,,Kite,leader,,\n", encoding="utf-8")
    evidence, problems, (row,) = read_path(tmp_path / "who.csv", People(KEY))
    assert (row.kind, evidence.people.num_rows, problems) == ("roster", 1, [])
    assert "--roster" in row.note
