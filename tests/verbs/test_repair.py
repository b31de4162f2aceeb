"""A missed or endangered promise put right: found, put into words, and recorded once they were sent (T11, B1)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

import saidanddone
from saidanddone.errors import UsageError
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.outcome import DAY_US, settle
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.store import notebook
from saidanddone.store.promises import NotOne
from saidanddone.verbs.dated import last_day_to_move
from saidanddone.verbs.diagnose import diagnose
from saidanddone.verbs.endangered import MOST_COMPARED, Endangered, endangered, in_brief, in_result
from saidanddone.verbs.gathering import gather
from saidanddone.verbs.owed import Places
from saidanddone.verbs.promise import promise
from saidanddone.verbs.repair import repair
from saidanddone.verbs.start import at_hand, own_notebook

ON = date(2026, 11, 22)
EVENING = datetime(2026, 11, 22, 23, 59, 59, tzinfo=UTC)
EPOCH = date(1970, 1, 1)
BY = date(2026, 12, 18)


def us(day: date) -> int:
    return (day - EPOCH).days * DAY_US


def rows(folder: Path) -> list[dict[str, str]]:
    return [dict(cells) for _, cells in notebook.read(folder, notebook.LEDGER).entries]


def noted(folder: Path, *, due: date | None, made: date = date(2026, 11, 1), what: str = "Send the plan") -> str:
    return promise(what, on=made, by=due, into=folder, chance=Random(what)).id


# The last day on which a move still counts


@given(st.integers(0, 400), st.integers(1, 60))
def test_a_move_on_the_last_day_counts_and_one_a_day_later_does_not(lead: int, by: int) -> None:
    made = date(2026, 3, 2)
    due = made + timedelta(lead)
    row = Commitment(
        id="a", subject="", made_us=us(made), source="", line=1, due_us=us(due) + DAY_US - 1, renegotiations=0
    )
    last = last_day_to_move(row)
    new = us(due + timedelta(by)) + DAY_US - 1

    def deadline(moved: date) -> int | None:
        return settle(
            replace(row, first_due_us=row.due_us, moved_us=us(moved), moved_due_us=new, due_us=new), 0
        ).deadline_us

    if last is None:
        assert deadline(made) == row.due_us
    else:
        assert made <= last < due
        assert deadline(last) == new
        assert deadline(last + timedelta(1)) == row.due_us


def test_no_second_move_and_nothing_without_a_date_has_a_last_day_to_move() -> None:
    moved = Commitment(id="a", subject="", made_us=0, source="", line=1, due_us=9 * DAY_US, moved_us=DAY_US)
    often = Commitment(id="a", subject="", made_us=0, source="", line=1, due_us=9 * DAY_US, renegotiations=1)
    earlier = Commitment(id="a", subject="", made_us=0, source="", line=1, due_us=9 * DAY_US, first_due_us=DAY_US)
    undated = Commitment(id="a", subject="", made_us=0, source="", line=1)
    assert [last_day_to_move(row) for row in (moved, often, earlier, undated)] == [None] * 4


# Only what was sent is written down


@pytest.mark.parametrize("ask", [{"release": True}, {"new_date": BY}])
def test_a_draft_alone_writes_nothing(tmp_path: Path, ask: dict[str, object]) -> None:
    which = noted(tmp_path, due=date(2026, 12, 4))
    before = (tmp_path / "ledger.csv").read_bytes()
    told = repair(which, on=ON, into=tmp_path, why="x", costs="y", **ask)
    assert told.sent is None
    assert told.message
    assert (tmp_path / "ledger.csv").read_bytes() == before


def test_a_new_date_that_was_sent_is_a_move_on_that_day_with_its_reason_and_not_whom_it_costs(tmp_path: Path) -> None:
    which = noted(tmp_path, due=date(2026, 12, 4))
    told = repair(which, on=ON, into=tmp_path, why="finance decides", costs="Ada waits", new_date=BY, sent=True)
    assert told.sent is not None
    assert (told.sent.in_time, told.sent.counts) == (True, BY)
    (row,) = rows(tmp_path)
    assert (row["first_due_at"], row["moved_at"], row["moved_due_at"]) == ("2026-12-04", "2026-11-22", "2026-12-18")
    assert (row["due_at"], row["renegotiations"], row["outcome"]) == ("2026-12-18", "1", "pending")
    assert row["why"] == "finance decides"
    assert "Ada" not in (tmp_path / "ledger.csv").read_text(encoding="utf-8")


def test_a_release_that_was_sent_is_an_admission(tmp_path: Path) -> None:
    which = noted(tmp_path, due=date(2026, 11, 4))
    repair(which, on=ON, into=tmp_path, release=True, sent=True)
    (row,) = rows(tmp_path)
    assert (row["outcome"], row["outcome_by"], row["due_at"]) == ("admitted", "maker", "2026-11-04")


def test_the_second_repair_says_that_it_is_the_second(tmp_path: Path) -> None:
    which = noted(tmp_path, due=date(2026, 12, 4))
    first = repair(which, on=ON, into=tmp_path, new_date=BY, sent=True)
    second = repair(which, on=date(2026, 12, 10), into=tmp_path, new_date=date(2027, 1, 15), sent=True)
    assert not any("second time" in line for line in first.message)
    assert any("second time" in line for line in second.message)
    assert second.sent is not None
    assert second.sent.counts == BY  # only a first move can count


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, "either which new date"),
        ({"release": True, "new_date": BY}, "either which new date"),
        ({"new_date": date(2026, 11, 21)}, "already passed"),
        ({"new_date": date(2026, 12, 4)}, "has already"),
    ],
)
@pytest.mark.parametrize("sent", [True, False])
def test_what_cannot_be_asked_for_is_refused_before_a_word_is_drafted(
    tmp_path: Path, changes: dict[str, object], why: str, sent: bool
) -> None:
    which = noted(tmp_path, due=date(2026, 12, 4))
    with pytest.raises(UsageError, match=why):
        repair(which, on=ON, into=tmp_path, sent=sent, **changes)
    assert rows(tmp_path)[0]["outcome"] == "pending"


def test_no_repr_and_no_error_repeats_what_was_promised(tmp_path: Path) -> None:
    noted(tmp_path, due=date(2026, 12, 4), what="Tell Zebulon about the merger")
    told = repair("zebulon", on=ON, into=tmp_path, release=True, why="Quinlan said so", costs="Yves")
    found = endangered(on=date(2027, 2, 1), into=tmp_path)
    with pytest.raises(NotOne) as unclear:
        repair("nothing like it", on=ON, into=tmp_path, release=True)
    for shown in (repr(told), repr(found), str(unclear.value), repr(unclear.value.candidates)):
        assert not re.search("Zebulon|merger|Quinlan|Yves", shown)


def test_the_verb_stands_at_the_root() -> None:
    assert saidanddone.repair is repair


# What wants a word


def kept_until(folder: Path, *, misses: int, n: int = 24) -> None:
    """A notebook of promises, every ten days and due in eight, the last of them missed."""
    lines = [",".join(notebook.LEDGER.columns)]
    for i in range(n):
        made = date(2026, 11, 10) - timedelta(10 * (n - i))
        closed = made + timedelta(7 if i < n - misses else 9)
        lines.append(f"k{i:03d},Thing {i},,{made},{made + timedelta(8)},{closed},delivered,maker,,,,0,,,me")
    (folder / "ledger.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def asked(folder: Path, on: date = ON) -> tuple[Endangered, dict[str, str]]:
    found = endangered(on=on, into=folder)
    return found, {one.promise.what: one.why for one in found.wanting}


def test_a_promise_near_its_day_is_in_danger_when_the_forecast_is_below_the_line(tmp_path: Path) -> None:
    kept_until(tmp_path, misses=10)
    noted(tmp_path, due=ON + timedelta(5))
    noted(tmp_path, due=ON + timedelta(90), what="Far off")
    found, why = asked(tmp_path)
    assert found.forecast is not None
    assert found.forecast.mean < found.forecast.line
    assert why == {"Send the plan": "below"}


def test_a_promise_near_its_day_is_in_danger_when_the_forecast_has_fallen_since_it_was_made(tmp_path: Path) -> None:
    kept_until(tmp_path, misses=1, n=60)
    noted(tmp_path, made=date(2026, 9, 20), due=ON + timedelta(5))
    found, why = asked(tmp_path)
    (one,) = found.wanting
    assert found.forecast is not None
    assert one.then is not None
    assert found.forecast.mean > found.forecast.line
    assert one.then - found.forecast.mean >= 0.05
    assert why == {"Send the plan": "fallen"}


def test_a_good_record_puts_nothing_on_the_list_and_says_how_much_is_near(tmp_path: Path) -> None:
    kept_until(tmp_path, misses=0)
    noted(tmp_path, due=ON + timedelta(5))
    found, why = asked(tmp_path)
    assert (why, found.soon) == ({}, 1)


def test_what_nobody_looked_at_is_not_called_safe(tmp_path: Path) -> None:
    kept_until(tmp_path, misses=1, n=60)
    for day in range(MOST_COMPARED + 2):
        noted(tmp_path, made=date(2026, 9, 20 + day), due=ON + timedelta(5), what=f"Thing of day {day}")
    found, why = asked(tmp_path)
    assert list(why.values()) == ["fallen"] * MOST_COMPARED
    assert (found.soon, found.unexamined) == (0, 2)
    assert found.to_dict()["unexamined"] == 2


def test_a_record_too_short_to_go_by_endangers_nothing(tmp_path: Path) -> None:
    kept_until(tmp_path, misses=3, n=3)
    noted(tmp_path, due=ON + timedelta(5))
    found, why = asked(tmp_path)
    assert (found.forecast, why, found.soon) == (None, {}, 1)


def test_the_list_begins_with_what_can_still_be_moved_in_time_and_ends_with_what_went_quiet(tmp_path: Path) -> None:
    kept_until(tmp_path, misses=10)
    noted(tmp_path, made=date(2026, 6, 1), due=date(2026, 6, 20), what="Quiet")
    noted(tmp_path, due=ON - timedelta(9), what="Late")
    noted(tmp_path, due=ON - timedelta(2), what="Just late")
    noted(tmp_path, due=ON + timedelta(6), what="Six days off")
    noted(tmp_path, due=ON + timedelta(3), what="Three days off")
    found, _ = asked(tmp_path)
    assert [one.promise.what for one in found.wanting] == [
        "Three days off", "Six days off", "Just late", "Late", "Quiet",
    ]  # fmt: skip


def test_whoever_names_a_later_day_has_spoken_until_that_day_has_passed(tmp_path: Path) -> None:
    which = noted(tmp_path, due=date(2026, 9, 10), made=date(2026, 9, 1))
    assert asked(tmp_path)[1] == {"Send the plan": "dropped"}
    repair(which, on=ON, into=tmp_path, new_date=BY, sent=True)
    assert asked(tmp_path)[1] == {}
    assert asked(tmp_path, BY + timedelta(1))[1] == {"Send the plan": "overdue"}
    assert asked(tmp_path, BY + timedelta(31))[1] == {"Send the plan": "dropped"}


def test_what_was_admitted_or_done_wants_no_word(tmp_path: Path) -> None:
    given_up = noted(tmp_path, due=date(2026, 11, 10))
    noted(tmp_path, due=date(2026, 11, 12), what="Call the bank")
    repair(given_up, on=ON, into=tmp_path, release=True, sent=True)
    saidanddone.kept("bank", on=ON, into=tmp_path)
    assert asked(tmp_path)[1] == {}


def test_in_brief_counts_what_is_overdue_or_due_within_a_week_but_for_the_one_spoken_of(tmp_path: Path) -> None:
    noted(tmp_path, due=ON - timedelta(3), what="Late")
    noted(tmp_path, due=ON + timedelta(7), what="Soon")
    noted(tmp_path, due=ON + timedelta(8), what="Not so soon")
    new = noted(tmp_path, due=ON + timedelta(2), what="New")
    told = in_brief(on=ON, into=tmp_path, besides=new)
    assert (told.late, told.soon) == (1, 1)


# Promises that stand in an export

EXPORT = """id,subject,to,group,made_at,due_at,closed_at
P-1,Nadia,team,Platform,2026-09-01,2026-09-20,2026-09-18
P-2,Nadia,team,Platform,2026-10-01 14:01:07,2026-11-12,
P-3,Ben,team,Platform,2026-10-01,2026-11-12,
P-4,Nadia,team,Platform,2026-10-20T08:00:00.250+02:00,2026-12-11,
P-5,Nadia,team,Platform,2026-06-01,2026-06-30,
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    path.write_text(EXPORT, encoding="utf-8")
    return path


def mine(*places: Path, tz: str = "UTC") -> ReleasedDiagnosis:
    return diagnose(*places, on=EVENING, me="Nadia", tz=tz)


def status(found: ReleasedDiagnosis) -> dict[str, str]:
    (you,) = (one for one in found.released if one.label == "You")
    return {mark.id: mark.status for mark in you.marks}


@pytest.mark.parametrize(("tz", "order"), [("UTC", 1), ("America/New_York", -1), ("Pacific/Auckland", 1)])
def test_read_together_export_and_notebook_are_one_promise_with_its_makers_word(
    tmp_path: Path, export: Path, tz: str, order: int
) -> None:
    """The better witness wins (T3), whichever is read first, in whichever zone."""
    book = tmp_path / "book"
    assert status(mine(export, tz=tz)) == {
        "P-1": "delivered", "P-2": "overdue", "P-4": "pending", "P-5": "dropped",
    }  # fmt: skip
    as_me = {"on": ON, "me": "Nadia", "tz": tz, "into": book, "sent": True}
    repair("p-2", export, release=True, why="the library is not out", said="Finish the login page", **as_me)
    repair("P-4", export, new_date=BY, **as_me)
    repair("P-5", export, new_date=BY, **as_me)
    both = mine(*[export, book / "ledger.csv"][::order], tz=tz)
    assert both.read["commitments"] == 5
    assert status(both) == {"P-1": "delivered", "P-2": "admitted", "P-4": "pending", "P-5": "overdue"}
    (you,) = (one for one in both.released if one.label == "You")
    assert (you.trust.counts["admitted"], you.trust.counts["renegotiated"]) == (1, 2)


def test_what_the_notebook_does_not_know_of_a_promise_is_filled_in_from_the_export(
    tmp_path: Path, export: Path
) -> None:
    book = tmp_path / "book"
    repair("P-2", export, on=ON, me="Nadia", into=book, release=True, sent=True)
    together = gather([export, book / "ledger.csv"]).evidence.commitments
    row = together.filter(pc.field("id") == "P-2").to_pylist()[0]
    assert (row["outcome"], row["team"], row["to"]) == ("admitted", "Platform", "team")


def test_a_move_told_in_the_notebook_still_counts_once_the_export_says_it_is_done(tmp_path: Path, export: Path) -> None:
    book = tmp_path / "book"
    repair("P-4", export, on=ON, me="Nadia", into=book, new_date=BY, sent=True)
    export.write_text(EXPORT.replace("2026-12-11,", "2026-12-11,2026-12-15"), encoding="utf-8")
    later = datetime(2026, 12, 31, tzinfo=UTC)
    alone = diagnose(export, on=later, me="Nadia")
    both = diagnose(export, book / "ledger.csv", on=later, me="Nadia")
    verdicts = [{mark.id: mark.y for mark in found.released[0].marks}["P-4"] for found in (alone, both)]
    assert verdicts == [0, 1]


@pytest.mark.parametrize("which", ["P-3", "P-9"])
def test_anothers_promise_and_one_that_is_not_there_are_refused_in_the_same_words(
    tmp_path: Path, export: Path, which: str
) -> None:
    with pytest.raises(UsageError) as refused:
        repair(which, export, on=ON, me="Nadia", into=tmp_path / "book", release=True, sent=True)
    assert "None of your own promises" in str(refused.value)
    assert "Ben" not in str(refused.value)
    assert not (tmp_path / "book").exists()


def test_in_an_export_nobody_is_looked_for_who_did_not_say_who_they_are(tmp_path: Path, export: Path) -> None:
    with pytest.raises(UsageError, match="--me"):
        repair("P-2", export, on=ON, into=tmp_path / "book", release=True)


def test_a_promise_of_an_export_is_repaired_again_where_it_stands_in_the_notebook(tmp_path: Path, export: Path) -> None:
    book = tmp_path / "book"
    as_me = {"me": "nadia", "into": book, "sent": True}
    repair("P-4", export, on=ON, new_date=BY, said="Ship the login page", **as_me)
    again = repair("P-4", export, on=date(2026, 12, 16), release=True, **as_me)
    assert "ship the login page" in again.message[0]
    assert "second time" in " ".join(again.message)
    (row,) = rows(book)
    assert (row["outcome"], row["subject"], row["also_in"]) == ("admitted", "nadia", "export.csv")


def test_without_words_for_it_a_promise_goes_by_its_id_unless_the_id_was_made(tmp_path: Path, export: Path) -> None:
    as_me = {"on": ON, "me": "Nadia", "into": tmp_path / "book", "release": True}
    assert "I said I would have P-2 done by" in repair("P-2", export, **as_me).message[0]
    export.write_text(re.sub(r"^(id|P-\d),", "", EXPORT, flags=re.MULTILINE), encoding="utf-8")
    made = next(one.promise.id for one in list_of(export, tmp_path).wanting)
    assert made.startswith("c-")
    assert "I said I would do this by" in repair(made, export, **as_me).message[0]


def list_of(export: Path, folder: Path) -> Endangered:
    return endangered(on=ON, places=Places((export,), "Nadia"), into=folder / "book")


def test_the_list_of_an_export_holds_ones_own_alone_in_ones_own_words_where_there_are_any(
    tmp_path: Path, export: Path
) -> None:
    assert [(one.promise.id, one.why) for one in list_of(export, tmp_path).wanting] == [
        ("P-2", "overdue"), ("P-5", "dropped"),
    ]  # fmt: skip
    assert "Ben" not in repr(list_of(export, tmp_path).to_dict())


def test_a_roster_joins_the_name_asked_for_with_the_handle_in_the_export(tmp_path: Path) -> None:
    export, roster, book = tmp_path / "export.csv", tmp_path / "roster.csv", tmp_path / "book"
    export.write_text(EXPORT.replace("Nadia", "nadia-dev"), encoding="utf-8")
    roster.write_text("name,handle,team,role\nNadia,nadia-dev,Platform,leader\n", encoding="utf-8")
    repair("P-2", export, on=ON, me="Nadia", roster=roster, into=book, release=True, sent=True)
    found = diagnose(export, book / "ledger.csv", on=EVENING, me="Nadia", roster=roster)
    assert found.read["commitments"] == 5
    assert status(found)["P-2"] == "admitted"


def test_a_notebook_with_promises_of_an_export_in_it_is_still_its_owners(tmp_path: Path, export: Path) -> None:
    book = tmp_path / "book"
    noted(book, due=date(2026, 12, 4))
    repair("P-2", export, on=ON, me="Nadia", into=book, release=True, sent=True)
    assert own_notebook([book])
    assert [one.what for one in at_hand(book)] == ["Send the plan"]


def test_in_a_result_only_ones_own_promises_are_counted(export: Path) -> None:
    told = in_result(mine(export))
    assert (told.late, told.soon) == (1, 0)
    assert in_result(diagnose(export, on=EVENING)).late == 0
