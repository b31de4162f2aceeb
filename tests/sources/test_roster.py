"""The roster says who is who; nobody is guessed into a role."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from saidanddone.evidence.people import People
from saidanddone.evidence.problem import Problem
from saidanddone.evidence.pseudonym import pseudonym
from saidanddone.sources.detect import read_path
from saidanddone.sources.roster import Roster, read, role
from saidanddone.sources.whose import places

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


def test_handles_that_are_kept_apart_are_still_known_to_be_one_persons(tmp_path: Path) -> None:
    found, _ = roster(tmp_path, HEAD + "Alice Ames,aames,,,,,\nAlice Ames,Ally,jira,,,,\n")
    people = People(KEY, found.handles, apart=True)
    assert people.pseudonym("aames") == pseudonym("aames", KEY)
    assert people.same("AAMES", "ally ")
    assert people.same("Bob", "bob")
    assert not people.same("Bob", "aames")


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


@pytest.mark.parametrize(
    "word", ["leader", "Lead", "team lead", "Team-Leader", "MANAGER", "Head", "engineering manager"]
)
def test_a_plain_word_for_leading_makes_a_leader(word: str) -> None:
    assert role(word) == "leader"


@pytest.mark.parametrize("word", ["member", "Engineer", "senior software engineer", "Student", "staff"])
def test_a_plain_word_for_working_makes_a_member(word: str) -> None:
    assert role(word) == "member"


@pytest.mark.parametrize(
    "word", ["lead engineer", "product manager", "project lead?", "king", "non-leader", "ex manager"]
)
def test_a_word_that_does_not_say_which_is_left_to_the_owner(tmp_path: Path, word: str) -> None:
    found, problems = roster(tmp_path, HEAD + f"Bob,bob,,Kite,{word},,\n")
    assert role(word) is None
    assert [person.role for person in found.people] == ["member"]
    assert [(problem.line, word in str(problem)) for problem in problems] == [(2, False)]


def test_a_handle_beside_a_source_holds_in_that_source_only(tmp_path: Path) -> None:
    found, problems = roster(tmp_path, HEAD + "Alex Ames,alex,jira,,,,\nAlexandra Bo,alex,GitHub,,,,\n")
    assert problems == []
    assert found.who("Alex", places("export.csv", "jira")).name == "Alex Ames"
    assert found.who("alex", places("issues.json", "github")).name == "Alexandra Bo"
    elsewhere = found.who("alex", places("plans.csv", "ledger"))
    assert (elsewhere.name, elsewhere.ambiguous) == (None, True)


def test_a_source_may_be_named_by_its_file(tmp_path: Path) -> None:
    found, _ = roster(tmp_path, HEAD + "Alex Ames,a1,Sprint Plans.csv,,,,\nBo Birk,a1,other,,,,\n")
    assert found.who("a1", places("sprint plans.csv (2)", "ledger")).name == "Alex Ames"
    assert found.who("a1", places("other.parquet", "ledger")).name == "Bo Birk"


def test_what_the_roster_lists_wins_over_every_rule(tmp_path: Path) -> None:
    rows = "Felix Lange,,,,,,\nfelix.lange@example.org,,,,,,\nBo Birk,Lange Felix,,,,,\n"
    found, _ = roster(tmp_path, HEAD + rows + '"Mo Moss","Lange, Felix",,,,,\n')
    assert found.who("felix.lange@example.org").name == "felix.lange@example.org"
    assert found.who("lange, felix").name == "Mo Moss"
    assert found.who("Felix Lange (Kite)").name == "Felix Lange", (
        "the row that keeps an address apart takes nothing else"
    )


def test_a_label_is_joined_where_the_rules_lead_to_one_person_and_says_by_which(tmp_path: Path) -> None:
    found, _ = roster(tmp_path, HEAD + "Felix,,,,,,\nElla Marsh,ella,,,,,\n")
    assert [(found.who(label).name, found.who(label).rules) for label in (
        "felix (geth)", "Marsh, Ella (Student)", "@ella", "ella_marsh@example.org", "ELLA",
    )] == [
        ("Felix", ("brackets",)), ("Ella Marsh", ("brackets", "swapped")), ("Ella Marsh", ("at",)),
        ("Ella Marsh", ("address",)), ("Ella Marsh", ("handle",)),
    ]  # fmt: skip


def test_of_two_of_one_name_neither_is_taken(tmp_path: Path) -> None:
    with_bare, _ = roster(tmp_path, HEAD + "Chris,,,,,,\nChris (Harbour),,,,,,\n")
    assert with_bare.who("Chris | Orbit").candidates == ("Chris", "Chris (Harbour)")
    by_handle, _ = roster(tmp_path, HEAD + "Chris Cole,chris,,,,,\nChris (Harbour),,,,,,\n")
    assert by_handle.who("Chris | Orbit").candidates == ("Chris (Harbour)", "Chris Cole")
    found, _ = roster(tmp_path, HEAD + "Chris (Kite),,,,,,\nChris (Harbour),,,,,,\n")
    for label in ("Chris", "chris | orbit", "@chris"):
        assert (found.who(label).name, found.who(label).ambiguous) == (None, True)
    assert found.who("chris (kite)").name == "Chris (Kite)"


def test_a_first_name_alone_is_a_hint_and_never_joins(tmp_path: Path) -> None:
    found, _ = roster(tmp_path, HEAD + "Felix Lange,,,,,,\nGus Kuiper,,,,,,\n")
    meant = {
        "Felix (Geth)": "Felix Lange",
        "felix@x.org": "Felix Lange",
        "Lange Felix": "Felix Lange",
        "Gus K |Orbit": "Gus Kuiper",
        "buildmaster (Gus Kuiper)": "Gus Kuiper",
    }
    for label, person in meant.items():
        assert (found.who(label).name, found.who(label).candidates) == (None, (person,)), label


def test_somebody_else_named_beside_a_name_keeps_the_label_from_being_joined(tmp_path: Path) -> None:
    found, _ = roster(tmp_path, HEAD + "Ana,,,,,,\nBo,,,,,,\n")
    assert found.who("Ana (Kite)").name == "Ana"
    assert found.who("Ana (Bo)").candidates == ("Ana", "Bo")


def test_a_short_address_is_not_somebodys_handle_elsewhere(tmp_path: Path) -> None:
    found, _ = roster(tmp_path, HEAD + "Sam Sand,sam,,,,,\n")
    assert found.who("sam@customer.example").name is None
    assert found.who("sam.sand@customer.example").name == "Sam Sand"


def test_a_typed_name_may_be_a_handle_of_any_source_but_nobodys_of_two(tmp_path: Path) -> None:
    found, _ = roster(tmp_path, HEAD + "Alex Ames,alex,jira,,,,\nAlexandra Bo,alex,github,,,,\nCy,cyc,jira,,,,\n")
    assert found.who("CYC").name == "Cy"
    assert found.who("alex").candidates == ("Alex Ames", "Alexandra Bo")


def test_several_teams_are_several_rows_and_a_row_twice_is_one(tmp_path: Path) -> None:
    found, problems = roster(tmp_path, HEAD + "Bob,,,Kite,lead,,\nBob,,,Harbour,,,\nBob,,,Kite,leader,,\n")
    assert [(person.team, person.role) for person in found.people] == [("Kite", "leader"), ("Harbour", "member")]
    assert problems == []


def test_a_roster_that_went_through_a_spreadsheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    text = "Name;Handle;Source;Team;Role;From;To\r\nAna;'@ana;jira;Kite;Lead;31.01.2026;\r\nBo;7,12E+05;;;;;\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    found, problems = read(path, KEY)
    assert found.who("@ana", {"jira"}).listed
    assert found.people[0].from_us == us(2026, 1, 31)
    assert [problem.said for problem in problems] == ["A spreadsheet has turned this handle into a rounded number."]


SECRET = "Zebediah"
CELLS = (
    "", " ", SECRET, f"{SECRET} (Kite)", f"{SECRET}, Mo", f"{SECRET}@example.org", "@x", "=1+1", "'=1", "leader",
    "king", "2026-01-01", "31/02/26", "7/9/26", "jira", "\x00", "\ufeff", "\u202e", "((", "|", "\n", '"', '""',
    "x" * 1500, "1E+9", "李 明", "😀", "&", "nan", "a, b, c", "<a@b.c>",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_a_thousand_malformed_rows_raise_nothing_and_name_nobody(tmp_path: Path, seed: int) -> None:
    """Twenty thousand in all."""
    draw = Random(seed)
    mark = draw.choice(",;\t")
    lines = [mark.join(HEAD.strip().split(","))]
    widths = (7, 7, 7, 7, 6, 9, 1, 0)
    lines += [mark.join(draw.choice(CELLS) for _ in range(draw.choice(widths))) for _ in range(1000)]
    path = tmp_path / "roster.csv"
    path.write_bytes("\n".join(lines).encode(draw.choice(("utf-8", "utf-16", "utf-8-sig"))))
    found, problems = read(path, KEY, dates=draw.choice((None, "dmy")))
    assert problems
    for label in CELLS:
        match = found.who(label, {"jira"})
        assert match.name is None or not match.candidates
        assert SECRET not in f"{match!r}{found!r}{problems!r}"


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
