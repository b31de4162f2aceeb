"""Ten minutes from memory: every answer is kept as it is given, whatever it is and whenever it stops."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saidanddone.cli.asking import Stop, from_lines
from saidanddone.cli.interview import Interview
from saidanddone.cli.recalled import due_day
from saidanddone.errors import UsageError
from saidanddone.evidence.people import People
from saidanddone.sources.detect import read_path
from saidanddone.store import notebook
from saidanddone.verbs.start import at_hand, begin, moments

TODAY = date(2026, 11, 22)


def sit(where: Path, *answers: str) -> None:
    """One sitting with these answers, as ``start`` holds it."""
    told = at_hand(begin(where))
    sitting = Interview(from_lines(iter(answers)), where, TODAY)
    try:
        sitting.promises([promise for promise in told if promise.silent], len(told))
        sitting.speaking_up()
    except Stop:
        pass


def rows(where: Path, book: notebook.Book = notebook.LEDGER) -> list[dict[str, str]]:
    return [dict(cells) for _, cells in notebook.read(where, book).entries]


def evidence(where: Path) -> tuple[list[dict], list[dict], list[dict], list]:
    """What the readers make of the notebook: commitments, acts, responses, problems."""
    if not where.exists() or not any(where.iterdir()):
        return [], [], [], []
    found, problems, _ = read_path(where, People(b"k" * 32))
    return found.commitments.to_pylist(), found.acts.to_pylist(), found.responses.to_pylist(), problems


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        (("early october", "2026-10-30", "1"), {"outcome": "kept", "closed_at": ""}),
        (("early october", "2026-10-30", "2", "a week late"), {"outcome": "delivered", "closed_at": "2026-11-06"}),
        (("early october", "2026-10-30", "2", ""), {"outcome": "delivered", "closed_at": "2026-11-22"}),
        (("early october", "2026-10-30", "4"), {"outcome": "admitted", "closed_at": ""}),
        (("early october", "2026-10-30", "nothing was said"), {"outcome": "overdue"}),
        (("early october", "2026-10-30", "6"), {"outcome": "withdrawn"}),
        (("early october", "in 2 weeks", ""), {"outcome": "pending", "due_at": "2026-12-06", "outcome_by": ""}),
        (("early october", "in 2 weeks", "done already"), {"outcome": "delivered", "closed_at": "2026-11-22"}),
        (("early october", "", "1"), {"outcome": "delivered", "due_at": "", "closed_at": ""}),
        (("early october", "no date", "4"), {"outcome": "dropped", "due_at": ""}),
        (
            ("early october", "2026-10-30", "3", "2026-11-10", "2026-10-20", "1"),
            {"outcome": "kept", "first_due_at": "2026-10-30", "due_at": "2026-11-10", "moved_at": "2026-10-20",
             "moved_due_at": "2026-11-10", "renegotiations": "1"},
        ),
        (("early october", "2026-10-30", "3", "a month later", "", ""), {"outcome": "pending", "due_at": "2026-11-30",
                                                                       "moved_at": ""}),
    ],
)  # fmt: skip
def test_what_became_of_a_promise_is_written_in_the_ledger_s_terms(
    tmp_path: Path, answers: tuple[str, ...], outcome: dict[str, str]
) -> None:
    sit(tmp_path, "Fix the stairs", *answers)
    (row,) = rows(tmp_path)
    assert {name: row[name] for name in outcome} == outcome
    commitments, _, _, problems = evidence(tmp_path)
    assert problems == []
    assert [one["outcome"] for one in commitments] == [row["outcome"]]


def test_a_promise_outlives_a_stop_after_every_single_answer(tmp_path: Path) -> None:
    answers = ("Fix the stairs", "early october", "2026-10-30", "3", "2026-11-10", "2026-10-20", "1")
    for many in range(1, len(answers) + 1):
        sit(tmp_path / str(many), *answers[:many])
        (row,) = rows(tmp_path / str(many))
        assert row["what"] == "Fix the stairs"
        assert bool(row["made_at"]) == (many >= 2)
        assert bool(row["due_at"]) == (many >= 3)


def test_another_sitting_goes_on_where_the_last_one_stopped(tmp_path: Path) -> None:
    sit(tmp_path, "Fix the stairs")
    sit(tmp_path, "early october", "2026-10-30")
    sit(tmp_path, "1", "Call the bank", "stop")
    assert [(row["what"], row["outcome"]) for row in rows(tmp_path)] == [
        ("Fix the stairs", "kept"),
        ("Call the bank", ""),
    ]


def test_three_moments_become_acts_and_responses(tmp_path: Path) -> None:
    sit(
        tmp_path, "",
        "3 weeks ago", "the tests were flaky", "1", "4", "1",
        "never",
        "last month", "", "nobody", "3",
    )  # fmt: skip
    _, acts, responses, problems = evidence(tmp_path)
    assert problems == []
    assert [(act["kind"], act["public"], act["reporter"]) for act in acts] == [
        ("problem", None, "witnessed"),
        ("challenge", True, "witnessed"),
    ]
    assert [(met["role"], met["level"], met["followed"]) for met in responses] == [
        ("leader", 4, "changed"),
        (None, 2, "nothing"),
    ]
    assert not any("flaky" in str(cell) for act in acts for cell in act.values())
    told = {moment.kind: moment for moment in moments(tmp_path)}
    assert told["mistake"].never
    assert told["problem"].at == date(2026, 11, 1)


def test_never_is_kept_too_and_is_asked_about_but_once(tmp_path: Path) -> None:
    sit(tmp_path, "", "never", "I don't know", "never")
    sit(tmp_path, "", "", "", "")
    assert len(notebook.read(tmp_path, notebook.MOMENTS).remarks) == 3
    assert [moment.never for moment in moments(tmp_path)] == [True, True, True]


def test_a_moment_interrupted_is_finished_at_the_next_sitting(tmp_path: Path) -> None:
    sit(tmp_path, "", "3 weeks ago", "the tests")
    sit(tmp_path, "", "1", "validated", "changed")
    (row,) = rows(tmp_path, notebook.MOMENTS)
    assert (row["who_responded"], row["level"], row["followed"]) == ("leader", "validated", "changed")


def test_the_owner_s_edits_and_own_columns_survive_another_sitting(tmp_path: Path) -> None:
    sit(tmp_path, "Fix the stairs", "early october", "2026-10-30", "1")
    path = tmp_path / "ledger.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    edited = "\r\n".join([lines[0] + ",mood", lines[1].replace("stairs", "old stairs") + ",fine", ""])
    path.write_bytes(edited.encode())
    sit(tmp_path, "Call the bank", "yesterday", "tomorrow", "")
    assert path.read_bytes().decode().startswith(edited)
    assert rows(tmp_path)[1]["what"] == "Call the bank"


SAID = (
    "", "1", "2", "3", "4", "5", "6", "never", "friday", "3 weeks ago", "in 2 weeks", "a week late", "2026-10-30",
    "early october", "=1+1", "nobody", "end of the month", "7/9/26",
)  # fmt: skip
ANSWERS = st.lists(st.sampled_from(SAID) | st.text(max_size=8), max_size=40)
DUE = ("friday", "in 2 weeks", "a month later", "2026-11-30", "end of the year")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANSWERS)
def test_no_answers_whatever_break_the_interview_or_its_files(tmp_path_factory, answers: list[str]) -> None:
    where = tmp_path_factory.mktemp("book")
    sit(where, *answers)
    sit(where, *answers)
    commitments, _, _, problems = evidence(where)
    told = rows(where)
    assert len(commitments) == sum(bool(row["made_at"]) for row in told)
    assert len([problem for problem in problems if problem.line]) == sum(not row["made_at"] for row in told)


@given(
    st.dates(date(2026, 6, 1), TODAY),
    st.sampled_from(DUE),
)
def test_a_promise_is_never_due_before_it_was_made(made: date, said: str) -> None:
    due = _due(made, said)
    assert due is None or due >= made


def _due(made: date, said: str) -> date | None:
    try:
        return due_day(said, made, TODAY)
    except UsageError:
        return None


def test_a_day_that_cannot_be_is_asked_for_again_and_never_changed(tmp_path: Path, capsys) -> None:
    sit(
        tmp_path, "Fix the stairs", "tomorrow", "2026-10-01", "2026-10-30",
        "3", "20 october", "2026-10-20", "2026-11-10", "2026-09-01", "2026-10-20", "1",
    )  # fmt: skip
    told = " ".join(capsys.readouterr().out.split())
    (row,) = rows(tmp_path)
    assert (row["made_at"], row["first_due_at"], row["due_at"]) == ("2026-10-01", "2026-10-30", "2026-11-10")
    assert (row["moved_at"], row["outcome"]) == ("2026-10-20", "kept")
    assert "That day lies ahead" in told
    assert "If you mean that day, write 2027-10-20" in told
    assert "before the day it was due, Friday 30 October" in told
    assert "before the day it was said, Thursday 1 October" in told


def test_a_day_in_the_notebook_that_cannot_be_read_is_said_so_and_left_alone(tmp_path: Path, capsys) -> None:
    ledger = "id,what,made_at,due_at,outcome,subject\nbcdfg,Fix the stairs,2026-11-01,after the fair,,me\n"
    (tmp_path / "ledger.csv").write_text(ledger, encoding="utf-8")
    sit(tmp_path, "")
    assert "The day it is due cannot be read in ledger.csv" in capsys.readouterr().out
    assert (tmp_path / "ledger.csv").read_text(encoding="utf-8") == ledger
