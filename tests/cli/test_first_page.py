"""What ten minutes give: a page marked as memory only, with one thing to do tomorrow, for its owner's eyes."""

from __future__ import annotations

import shlex
import stat
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from saidanddone.report.advice import Advice
from saidanddone.report.lasttime import LastTime, advise, first_of, told
from saidanddone.verbs.start import PAGE

TODAY = date(2026, 11, 22)
TRUST = Advice("keep_going", "you", "do", "say", "why")
ANSWERS = """Fix the stairs
3 months ago
2 weeks later
1
Tell Ada about the budget
2 months ago
a week later
nothing was said

3 weeks ago
the tests were flaky
1
held against
1
never
never
"""


def test_ten_minutes_write_two_files_and_a_page(run, tmp_path: Path) -> None:
    ended = run("start", answers=ANSWERS)
    assert (ended.code, ended.err) == (0, "")
    book = tmp_path / "said-and-done"
    assert sorted(path.name for path in book.iterdir()) == [PAGE, "ledger.csv", "moments.csv"]
    page = (book / PAGE).read_text(encoding="utf-8")
    for said in (ended.out, page):
        assert "From your memory only" in said
        assert "One thing to do tomorrow" in said
        assert "three weeks ago" in said
    assert ended.out.rstrip().splitlines()[-2].endswith(f"said-and-done/{PAGE}".replace("/", str(Path("/"))[0]))
    if sys.platform != "win32":
        assert stat.S_IMODE((book / PAGE).stat().st_mode) == 0o600


def test_the_page_holds_no_word_of_what_was_promised(run, tmp_path: Path) -> None:
    run("start", answers=ANSWERS)
    page = (tmp_path / "said-and-done" / PAGE).read_text(encoding="utf-8")
    assert not [word for word in ("stairs", "Ada", "flaky") if word in page]


def test_answers_may_come_from_a_file(run, tmp_path: Path) -> None:
    (tmp_path / "answers.txt").write_text(ANSWERS, encoding="utf-8")
    assert run("start", "--from", "answers.txt", "--into", "book").code == 0
    assert (tmp_path / "book" / PAGE).is_file()
    assert run("start", "--from", "nothing.txt").code == 2


def test_moments_alone_make_a_page_too(run, tmp_path: Path) -> None:
    ended = run("start", answers="\nyesterday\n\nnobody\n3\n")
    assert ended.code == 0
    assert "Answer what was passed over" in (tmp_path / "said-and-done" / PAGE).read_text(encoding="utf-8")


def test_nothing_told_makes_nothing(run, tmp_path: Path) -> None:
    ended = run("start", answers="stop\n")
    assert ended.code == 0
    assert "One promise is enough" in ended.out
    assert list(tmp_path.iterdir()) == []


def test_the_notebook_is_diagnosed_like_any_other_evidence(run) -> None:
    run("start", answers=ANSWERS)
    run("promise", "Call the bank", "--by", "in 2 weeks")
    ended = run("diagnose", "said-and-done", "--me", "me", "--strict")
    assert ended.code == 0
    assert ended.out.startswith("You")


def moment(kind: str = "problem", **more: object) -> LastTime:
    return LastTime(kind, at=TODAY - timedelta(days=21), **more)  # type: ignore[arg-type]


def test_a_moment_that_was_punished_comes_before_everything_else() -> None:
    told_badly = moment(who="leader", level="punished")
    silent = Advice("name_dropped", "you", "do", "say", "why")
    assert first_of([told_badly, moment(level="ignored")], silent).kind == "mend_moment"
    assert first_of([moment(level="ignored")], silent) is silent
    assert first_of([moment(level="ignored")], TRUST).kind == "answer_moment"


@pytest.mark.parametrize(
    ("moments", "kind"),
    [
        ([moment(who="nobody")], "answer_moment"),
        ([moment(level="validated", followed="nothing")], "close_loop"),
        ([LastTime("problem", never=True), LastTime("mistake", never=True)], "invite_moment"),
        ([LastTime("problem", never=True), moment("mistake", level="validated", followed="changed")], None),
        ([moment(level="acknowledged", followed="declined_with_reason")], None),
        ([], None),
    ],
)
def test_what_a_moment_asks_for(moments: list[LastTime], kind: str | None) -> None:
    found = advise(moments)
    assert (found.kind if found else None) == kind


def test_a_reasoned_no_is_told_as_an_answer_not_as_a_punishment() -> None:
    said = told(moment(who="leader", level="acknowledged", followed="declined_with_reason"), TODAY)
    assert said == "A problem raised early: three weeks ago; it was answered; nothing changed, and they were told why."


def test_no_advice_about_a_moment_prescribes_more_promises() -> None:
    """The right tool: a matter of quality is never met with volume (B3)."""
    for moments in ([moment(level="punished")], [moment(who="nobody")], [LastTime("problem", never=True)] * 2):
        found = advise(moments)
        assert found is not None
        assert "promise" not in found.do + found.say


def test_without_evidence_a_diagnosis_is_of_one_s_own_notebook(run) -> None:
    run("promise", "Call the bank", "--by", "in 2 weeks")
    ended = run("diagnose", "--json", "own.json")
    assert ended.code == 0
    assert "what you promise" in ended.out
    assert "said-and-done" in ended.err
    assert "--me me" in ended.out


def test_the_command_printed_under_a_diagnosis_names_the_rows(run, tmp_path: Path) -> None:
    ledger = tmp_path / "our ledger.csv"
    rows = [f"m{n % 6},2026-01-{n:02d},2026-02-{n:02d},2026-02-01,Atlas" for n in range(1, 25)]
    ledger.write_text("\n".join(["subject,made_at,due_at,closed_at,group", *rows, ""]), encoding="utf-8")
    told = run("diagnose", "our ledger.csv", "--on", "2026-03-31").out
    (command,) = [line for line in told.splitlines() if line.startswith("The rows behind a figure: ")]
    words = shlex.split(command.removeprefix("The rows behind a figure: saidanddone "))
    ended = run(*["project:Atlas" if word == "ID" else word for word in words])
    assert ended.code == 0
    assert "our ledger.csv:25" in ended.out
