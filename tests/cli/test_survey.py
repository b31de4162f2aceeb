"""``saidanddone survey``: a sheet to print, a table to type into, its result; nobody's work is overwritten."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.conftest import Ended

from saidanddone.evidence.item import OWN

Run = Callable[..., Ended]
EPISODE = {
    "own_kind": "problem", "own_met": "4", "own_by": "leader", "own_followed": "changed",
    "seen_kind": "idea", "seen_met": "2", "seen_by": "peer", "seen_followed": "nothing",
    "held_back": "challenge;mistake", "promises_due": "3", "promises_kept": "2",
}  # fmt: skip


def typed_in(path: Path, people: int, team: str = "Harbour", closed: str = "2026-11-30") -> None:
    """The sheets of so many people, typed into a form's own table."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head = next(csv.reader(stream))
    with path.open("a", encoding="utf-8", newline="") as stream:
        for sheet in range(people):
            row = {**EPISODE, "round": closed, "closed": closed, "team": team}
            row |= {item: str(3 + (sheet + place) % 3) for place, item in enumerate(OWN)}
            row |= {name: str(1 + (sheet + place) % 7) for place, name in enumerate(head) if name.startswith("edm")}
            csv.writer(stream, lineterminator="\n").writerow([row.get(name, "") for name in head])


def test_a_form_is_a_sheet_a_page_and_a_table_with_a_header_and_nothing_else(run: Run) -> None:
    ended = run("survey", "--form", "pulse", "--closes", "2026-11-30", "--team", "Harbour")
    assert ended.code == 0
    assert sorted(path.name for path in Path("pulse").iterdir()) == ["answers.csv", "form.html", "form.pdf"]
    assert Path("pulse/form.pdf").read_bytes().startswith(b"%PDF")
    lines = Path("pulse/answers.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("round,closed,team,department,kept,")
    assert "respondent" not in lines[0]
    assert "round 2026-11-30, closed 2026-11-30, team Harbour" in " ".join(ended.out.split())
    assert "saidanddone survey pulse/answers.csv" in ended.out


def test_what_a_small_team_pays_is_told_before_anything_is_printed_out(run: Run) -> None:
    said = " ".join(run("survey", "--form", "pulse", "--people", "6").out.split())
    assert "You are six" in said
    assert "people on the team 5 6 7 8 10 12 chance of a result 33% 66% 85% 94% 99% 100%" in said
    assert "nothing can be shown" in " ".join(run("survey", "--form", "pulse", "--people", "4").out.split())


def test_a_table_somebody_typed_into_is_left_as_it_is_and_a_form_is_made_anew_and_both_are_said(run: Run) -> None:
    run("survey", "--form", "pulse")
    typed_in(Path("pulse/answers.csv"), 2)
    before = Path("pulse/answers.csv").read_bytes()
    Path("pulse/form.html").write_text("older", encoding="utf-8")
    ended = run("survey", "--form", "pulse", "--people", "9")
    assert Path("pulse/answers.csv").read_bytes() == before
    assert "was there, left as it is" in ended.out
    assert "made anew, in place of the one there" in ended.out
    assert "<!doctype html>" in Path("pulse/form.html").read_text(encoding="utf-8")


def test_another_round_needs_a_folder_of_its_own_and_nothing_is_written_before_that_is_known(run: Run) -> None:
    run("survey", "--form", "pulse", "--number", "1")
    before = {path.name: path.read_bytes() for path in Path("pulse").iterdir()}
    ended = run("survey", "--form", "pulse", "--number", "2")
    assert ended.code == 2
    assert "Name a new folder" in ended.err
    assert {path.name: path.read_bytes() for path in Path("pulse").iterdir()} == before


def test_a_named_scale_gives_a_table_of_its_items_and_takes_the_wording_from_it(run: Run) -> None:
    ended = run("survey", "--form", "pulse", "--template", "edmondson")
    rows = list(csv.DictReader(Path("pulse/items.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["reversed"] for row in rows] == ["yes", "no", "yes", "no", "yes", "no", "no"]
    assert {row["words"] for row in rows} == {""}
    assert "wording of 7 items is yours" in " ".join(ended.out.split())
    assert "survey pulse/answers.csv pulse/items.csv" in ended.out

    with Path("pulse/items.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=";")  # as some spreadsheets save it
        writer.writeheader()
        writer.writerows({**row, "words": f"Words they may use, {place}."} for place, row in enumerate(rows))
    again = run("survey", "--form", "pulse", "--template", "edmondson")
    assert "is yours" not in again.out
    assert "Words they may use, 6." in Path("pulse/form.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--form", "pulse", "--template", "nobodys"), "There is no template of that name. Known: edmondson."),
        (("--form", "pulse", "answers.csv"), "--form makes a sheet and reads no answers"),
        (("--form", "pulse", "--closes", "31.31."), "Write it as 2026-12-01"),
        (("--form", "pulse", "--paper", "a5"), "--paper is a4 or letter"),
        (("--form", "no/such/folder"), "The folder cannot be made"),
        (("--form", "taken"), "taken is a file"),
        ((), "Say where the answers are"),
        (("answers.csv", "--people", "6"), "belong to --form FOLDER"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(run: Run, words: tuple[str, ...], said: str) -> None:
    Path("taken").write_text("x", encoding="utf-8")
    ended = run("survey", *words)
    assert ended.code == 2
    assert said in ended.err
    assert not Path("pulse").exists() or not list(Path("pulse").iterdir())


@pytest.mark.parametrize("number", ["1", "2"])
def test_what_is_typed_from_the_sheets_is_read_whole(run: Run, number: str) -> None:
    """Every box of the form has a place in what is read: nothing is set aside, and no row is a problem."""
    run("survey", "--form", "pulse", "--number", number, "--closes", "2026-11-30")
    typed_in(Path("pulse/answers.csv"), 6)
    run("read", "pulse/answers.csv", "--into", "kept", "--json", "read.json")
    told = json.loads(Path("read.json").read_text(encoding="utf-8"))
    assert told["problems"] == []
    asked = 5 + (2 if number == "1" else 0)
    assert told["counts"]["answers"] == 6 * asked
    assert told["counts"]["episodes"] == 6 * (3 if number == "1" else 4)


def test_a_template_nobody_typed_into_is_a_sentence_and_no_result(run: Run) -> None:
    run("survey", "--form", "pulse")
    ended = run("survey", "pulse/answers.csv")
    assert ended.code == 2
    assert "Traceback" not in ended.err
    assert ended.err.strip()


def test_a_round_goes_from_the_printed_form_to_its_result(run: Run) -> None:
    run("survey", "--form", "pulse", "--closes", "2026-11-30")
    typed_in(Path("pulse/answers.csv"), 6)
    ended = run("survey", "pulse/answers.csv", "--on", "2026-12-01")
    assert ended.code == 0
    assert "Harbour" in ended.out
    assert "at least 5 answered" in ended.out
    assert "6 answered" not in ended.out


def test_four_sheets_give_nothing_away(run: Run) -> None:
    run("survey", "--form", "pulse", "--closes", "2026-11-30")
    typed_in(Path("pulse/answers.csv"), 4)
    ended = run("survey", "pulse/answers.csv", "--on", "2026-12-01", "--json", "told.json")
    assert "middle" not in ended.out.partition("Withheld")[0]
    assert "Withheld" in ended.out
    told = json.loads(Path("told.json").read_text(encoding="utf-8"))
    assert [unit.get("pulse") for unit in told["released"]] in ([], [None])
