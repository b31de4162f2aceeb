"""One line each: a promise made, kept, moved or given up, in a notebook its owner can edit (T5, T11)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.errors import UsageError
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.outcome import settle
from saidanddone.evidence.people import People
from saidanddone.sources.detect import read_path
from saidanddone.store import notebook
from saidanddone.store.promises import NotOne, find, new_id, promises
from saidanddone.store.sheet import parse
from saidanddone.verbs.admit import admit
from saidanddone.verbs.kept import kept
from saidanddone.verbs.promise import promise

ON = date(2026, 11, 22)


def one(folder: Path) -> dict[str, str]:
    """The only row of the ledger."""
    ((_, cells),) = notebook.read(folder, notebook.LEDGER).entries
    return dict(cells)


def as_evidence(folder: Path):
    """The ledger as the product reads it: each commitment, with what became of it a year later."""
    evidence, problems, _ = read_path(folder / "ledger.csv", People(b"k" * 32))
    assert problems == []
    return evidence.commitments.to_pylist()


def test_a_promise_is_one_row_with_a_short_id(tmp_path: Path) -> None:
    noted = promise("Fix the stairs", by=date(2026, 12, 1), to="the team", size=2, on=ON, into=tmp_path)
    row = one(tmp_path)
    assert row["id"] == noted.id
    assert len(noted.id) == 5
    assert (row["what"], row["to"], row["made_at"], row["due_at"]) == (
        "Fix the stairs",
        "the team",
        "2026-11-22",
        "2026-12-01",
    )
    assert (row["outcome"], row["subject"], row["size"]) == ("pending", "me", "2")


def test_what_is_written_is_read_back_as_evidence_without_a_word_of_it(tmp_path: Path) -> None:
    promise("Fix the stairs for Ada", by=date(2026, 12, 1), to="Ada", on=ON, into=tmp_path)
    (row,) = as_evidence(tmp_path)
    assert row["renegotiations"] == 0
    assert row["due_is_date"]
    assert not any("stairs" in str(cell) or "Ada" in str(cell) for cell in row.values())


@pytest.mark.parametrize(
    ("what", "by", "size"),
    [("  ", None, None), ("x", date(2026, 11, 1), None), ("x", None, 0), ("x", None, float("nan"))],
)
def test_a_promise_that_cannot_be_is_refused_and_nothing_is_written(
    tmp_path: Path, what: str, by: date | None, size: float | None
) -> None:
    with pytest.raises(UsageError):
        promise(what, by=by, size=size, on=ON, into=tmp_path / "book")
    assert not (tmp_path / "book").exists()


def test_kept_by_a_few_of_its_words_in_any_case(tmp_path: Path) -> None:
    promise("Fix the stairs", by=date(2026, 12, 1), on=ON, into=tmp_path)
    promise("Call the bank", by=date(2026, 12, 2), on=ON, into=tmp_path)
    done = kept("STAIRS", on=date(2026, 11, 30), into=tmp_path)
    assert done.days == -1
    rows = [cells for _, cells in notebook.read(tmp_path, notebook.LEDGER).entries]
    assert [(row["closed_at"], row["outcome"]) for row in rows] == [("2026-11-30", "delivered"), ("", "pending")]


def test_done_late_is_done_and_not_kept_in_time(tmp_path: Path) -> None:
    noted = promise("Fix the stairs", by=date(2026, 12, 1), on=ON, into=tmp_path)
    assert kept(noted.id, on=date(2026, 12, 4), into=tmp_path).days == 3
    assert one(tmp_path)["outcome"] == "delivered"


def test_words_that_fit_several_open_promises_are_refused_with_all_of_them(tmp_path: Path) -> None:
    promise("Fix the stairs", on=ON, into=tmp_path)
    promise("Fix the roof", on=ON, into=tmp_path)
    with pytest.raises(NotOne) as unclear:
        kept("fix", on=ON, into=tmp_path)
    assert len(unclear.value.candidates) == 2
    assert "stairs" not in str(unclear.value)
    assert "stairs" not in repr(unclear.value.candidates)


def test_a_promise_with_an_outcome_is_not_given_another(tmp_path: Path) -> None:
    noted = promise("Fix the stairs", on=ON, into=tmp_path)
    kept(noted.id, on=ON, into=tmp_path)
    for again in (lambda: kept(noted.id, on=ON, into=tmp_path), lambda: admit("stairs", on=ON, into=tmp_path)):
        with pytest.raises(NotOne, match=r"has its outcome already|No promise is open"):
            again()


def test_kept_makes_no_notebook_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(NotOne, match="No promise is open"):
        kept("anything", on=ON, here=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_done_before_it_was_made_is_refused(tmp_path: Path) -> None:
    noted = promise("Fix the stairs", on=ON, into=tmp_path)
    with pytest.raises(UsageError, match="before it was made"):
        kept(noted.id, on=date(2026, 11, 21), into=tmp_path)


def test_given_up_out_loud_is_admitted_and_may_still_be_done(tmp_path: Path) -> None:
    noted = promise("Fix the stairs", by=date(2026, 12, 1), on=ON, into=tmp_path)
    admit(noted.id, why="no wood", on=ON, into=tmp_path)
    assert (one(tmp_path)["outcome"], one(tmp_path)["why"]) == ("admitted", "no wood")
    kept(noted.id, on=date(2026, 12, 9), into=tmp_path)
    assert (one(tmp_path)["outcome"], one(tmp_path)["closed_at"]) == ("admitted", "2026-12-09")


def test_a_move_keeps_the_first_date_for_ever(tmp_path: Path) -> None:
    noted = promise("Fix the stairs", by=date(2026, 12, 1), on=ON, into=tmp_path)
    assert admit(noted.id, new_date=date(2026, 12, 20), on=ON, into=tmp_path).in_time
    assert not admit(noted.id, new_date=date(2027, 1, 10), on=date(2026, 12, 1), into=tmp_path).in_time
    row = one(tmp_path)
    assert (row["first_due_at"], row["moved_at"], row["moved_due_at"]) == ("2026-12-01", "2026-11-22", "2026-12-20")
    assert (row["due_at"], row["renegotiations"]) == ("2027-01-10", "2")


def test_a_promise_without_a_date_is_given_one_which_is_no_move(tmp_path: Path) -> None:
    noted = promise("Fix the stairs", on=ON, into=tmp_path)
    assert admit(noted.id, new_date=date(2026, 12, 20), on=ON, into=tmp_path).in_time is None
    assert (one(tmp_path)["due_at"], one(tmp_path)["first_due_at"], one(tmp_path)["renegotiations"]) == (
        "2026-12-20",
        "",
        "0",
    )


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 60))
def test_what_is_said_of_a_move_is_what_the_rules_make_of_it(tmp_path_factory, lead: int, after: int, on: int) -> None:
    folder = tmp_path_factory.mktemp("book")
    due = date.fromordinal(ON.toordinal() + lead)
    moved = date.fromordinal(ON.toordinal() + after)
    new = date.fromordinal(max(due, moved).toordinal() + on)
    noted = promise("x", by=due, on=ON, into=folder, chance=Random(lead))
    told = admit(noted.id, new_date=new, on=moved, into=folder)
    (row,) = as_evidence(folder)
    settled = settle(Commitment(**row), 2**62)
    assert told.in_time == (settled.deadline_us == row["moved_due_us"])


def test_a_ledger_saved_again_by_a_spreadsheet_is_still_added_to(tmp_path: Path) -> None:
    lines = (
        "id;what;made_at;due_at;closed_at;outcome;subject;;",
        "bcdfg;Fix the stairs;01.11.2026;01.12.2026;;pending;me;;",
        ";;;;;;;;",
        "",
    )
    (tmp_path / "ledger.csv").write_bytes("\r\n".join(lines).encode("utf-8-sig"))
    kept("stairs", on=ON, into=tmp_path)
    promise("Call the bank", by=date(2026, 12, 2), on=ON, into=tmp_path)
    rows = as_evidence(tmp_path)
    assert [row["outcome"] for row in rows] == ["delivered", "pending"]
    assert rows[0]["due_us"] < rows[1]["due_us"]


@given(st.integers(0, 2**32))
def test_an_id_is_no_word_number_or_date_and_never_taken(seed: int) -> None:
    sheet = parse(b"id,what,made_at,due_at\n", "ledger.csv")
    chance = Random(seed)
    for _ in range(3):
        made = new_id(sheet, chance)
        assert made.isalpha()
        assert not set(made) & set("aeiou")
        sheet = sheet.added({"id": made, "what": "x"})
    assert len({found.id for found in promises(sheet)}) == 3
    assert find(sheet, promises(sheet)[1].id.upper()).at == 1


def test_words_need_no_quotes_and_no_order_on_the_command_line(run, tmp_path: Path) -> None:
    assert run("promise", "Fix", "the", "door", "--by", "in 2 weeks").code == 0
    assert run("promise", "Paint", "the", "door", "--by", "in 2 weeks").code == 0
    assert run("kept", "door").code == 2
    assert run("kept", "door", "FIX").out.startswith("Done: Fix the door")
    ended = run("admit")
    assert ended.code == 2
    assert "Paint the door" in ended.err
    assert "Fix the door" not in ended.err


def test_a_move_and_a_giving_up_are_told_for_what_they_are(run) -> None:
    run("promise", "Fix the door", "--by", "in 4 weeks")
    assert "the new date is the one that counts" in run("admit", "door", "--new-date", "in 5 weeks").out
    assert "moved before, so the date that counts is still" in run("admit", "door", "--new-date", "in 6 weeks").out
    assert "stands as admitted" in run("admit", "door", "--why", "no wood").out
    assert "no date" in run("promise", "Call the bank").out


def test_a_date_that_can_be_read_two_ways_is_refused_and_nothing_is_written(run, tmp_path: Path) -> None:
    ended = run("promise", "Fix the door", "--by", "7/9/27")
    assert (ended.code, ended.out) == (2, "")
    assert "2027-07-09 or 2027-09-07" in ended.err
    assert list(tmp_path.iterdir()) == []


def test_what_kept_says_is_what_the_rules_count(run) -> None:
    run("promise", "Moved late", "--by", "2026-11-10", "--made", "2026-11-01")
    late = run("admit", "moved late", "--new-date", "2026-11-20", "--on", "2026-11-10").out
    assert "It was moved late, so the first date still counts, Tuesday 10 November" in late
    said = run("kept", "moved late", "--on", "2026-11-18").out
    assert "The date that counts is Tuesday 10 November" in said
    assert "8 days after it" in said
    assert "Kept" not in said


def test_done_after_giving_it_up_is_not_said_to_be_kept(run) -> None:
    run("promise", "Fix the door", "--by", "2026-11-20", "--made", "2026-11-01")
    run("admit", "door", "--on", "2026-11-05")
    said = run("kept", "door", "--on", "2026-11-06").out
    assert "Done after all; it stands as admitted, so not as kept." in said
    assert "Kept" not in said


@given(st.integers(1, 40), st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=2), st.integers(0, 80))
def test_the_date_kept_counts_from_is_the_deadline_of_the_rules(
    tmp_path_factory, lead: int, moves: list[tuple[int, int]], took: int
) -> None:
    folder = tmp_path_factory.mktemp("book")
    due = date.fromordinal(ON.toordinal() + lead)
    noted = promise("x", by=due, on=ON, into=folder, chance=Random(lead))
    for after, further in moves:
        moved = date.fromordinal(ON.toordinal() + after)
        due = date.fromordinal(max(due, moved).toordinal() + further)
        admit(noted.id, new_date=due, on=moved, into=folder)
    done = kept(noted.id, on=date.fromordinal(ON.toordinal() + took), into=folder)
    (row,) = as_evidence(folder)
    settled = settle(Commitment(**row), 2**62)
    assert done.days is not None
    assert (done.days <= 0) == (settled.y == 1)


@pytest.mark.parametrize("written", ["15.11.2026", "11/15/26", "2026-11-15T00:00", "15 Nov 2026"])
def test_a_date_a_spreadsheet_wrote_its_own_way_is_read(run, tmp_path: Path, written: str) -> None:
    (tmp_path / "ledger.csv").write_text(
        f"id,what,made_at,due_at,closed_at,outcome,subject\nbcdfg,Fix the stairs,2026-11-01,{written},,pending,me\n"
    )
    assert "It was due Sunday 15 November: 3 days late" in run("kept", "stairs", "--on", "2026-11-18").out


def test_the_order_of_day_and_month_is_the_whole_file_s(run, tmp_path: Path) -> None:
    (tmp_path / "ledger.csv").write_text(
        "id,what,made_at,due_at,closed_at,outcome,subject\n"
        "bcdfg,Fix the stairs,9/7/26,10/7/26,,pending,me\nhjklm,Call the bank,9/7/26,9/30/26,,pending,me\n"
    )
    assert "due Wednesday 7 October" in run("kept").err
    assert "It was due Wednesday 7 October: one day late" in run("kept", "stairs", "--on", "2026-10-08").out


@pytest.mark.parametrize("written", ["after the fair", "7/9/26"])
def test_a_date_that_cannot_be_read_is_said_so_and_never_called_none(run, tmp_path: Path, written: str) -> None:
    (tmp_path / "ledger.csv").write_text(
        f"id,what,made_at,due_at,closed_at,outcome,subject\nbcdfg,Fix the stairs,2026-11-01,{written},,pending,me\n"
    )
    listed = run("kept").err
    assert "a date I cannot read" in listed
    assert "no date" not in listed
    moved = run("admit", "stairs", "--new-date", "in 2 weeks")
    assert (moved.code, moved.out) == (2, "")
    assert "cannot be read" in moved.err
    said = run("kept", "stairs", "--on", "2026-11-18").out
    assert "Its date in ledger.csv cannot be read" in said
    assert "no date" not in said


def test_all_the_words_of_one_promise_mean_that_one(run) -> None:
    run("promise", "no date")
    run("promise", "third, no date")
    assert run("kept", "No  Date").out.startswith("Done: no date\n")


def test_whoever_names_a_notebook_is_its_owner(run, tmp_path: Path) -> None:
    run("promise", "Fix the door", "--by", "2026-11-10", "--made", "2026-11-01")
    run("kept", "door", "--on", "2026-11-09")
    own = json.loads(run("diagnose", "--json", "-").out)
    for place in ("said-and-done", Path("said-and-done") / "ledger.csv", tmp_path / "said-and-done"):
        ended = run("diagnose", place, "--json", "-")
        assert "as its owner" in ended.err
        assert json.loads(ended.out)["released"] == own["released"] != []
    assert "--me me" in run("diagnose", "said-and-done").out


def test_a_ledger_of_others_or_a_notebook_among_other_evidence_makes_nobody_an_owner(run, tmp_path: Path) -> None:
    run("promise", "Fix the door", "--by", "2026-11-10", "--made", "2026-11-01")
    others = tmp_path / "others" / "ledger.csv"
    others.parent.mkdir()
    mine = (tmp_path / "said-and-done" / "ledger.csv").read_text(encoding="utf-8")
    others.write_text(mine + mine.splitlines()[1].replace(",me", ",Ada") + "\n", encoding="utf-8")
    ended = run("diagnose", others, "--json", "-")
    assert json.loads(ended.out)["released"] == []
    assert ended.err == ""
    among = run("diagnose", "said-and-done", others, "--json", "-")
    assert json.loads(among.out)["released"] == []
    assert "add --me me" in among.err
