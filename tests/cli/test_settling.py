"""``saidanddone listen --confirm``, typed in: what is asked, in which order, and what an answer changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from verbs.ears import ALICE, BOB, DATED, meeting, told

from saidanddone.store import workspace

Run = Callable[..., object]


@pytest.mark.usefixtures("heard")
def test_what_is_proposed_is_settled_through_a_pipe(run: Run, vtt: Path, tmp_path: Path) -> None:
    ws = tmp_path / "ws"
    # In the order of the meeting, for all are as likely: mistake y, idea n, promise y, challenge open; closing y.
    ended = run("listen", vtt, "--into", ws, "--confirm", answers="y\nn\nperhaps\nyes\n\ny\n\n")
    assert (ended.code, ended.err) == (0, "")
    assert "4 to settle" in ended.out
    assert ended.out.count("Please answer y, n or Enter.") == 1  # to "perhaps"
    assert "%)" not in ended.out  # how sure the program felt would read as how often it is right
    assert "broke the import" in " ".join(ended.out.split())
    kept = workspace.load(ws)
    assert kept.acts.column("kind").to_pylist() == ["question", "problem", "mistake"]
    (promise,) = kept.commitments.to_pylist()
    assert promise["closed_us"] is not None
    again = run("listen", vtt, "--into", ws, "--confirm", answers="stop\n")
    assert "1 to settle" in again.out
    assert "0 new rows" in again.out


@pytest.mark.usefixtures("heard")
def test_whoever_knows_is_asked_whether_a_promise_whose_day_has_passed_was_kept(
    run: Run, vtt: Path, tmp_path: Path
) -> None:
    ws = tmp_path / "ws"
    # Mistake and idea left open, promise y, challenge left open, closing n; then it was kept.
    ended = run("listen", vtt, "--into", ws, "--confirm", answers="\n\ny\n\nn\ny\nstop\n")
    assert "Was it kept in time?" in ended.out
    assert [row["outcome"] for row in workspace.load(ws).commitments.to_pylist()] == ["kept"]
    again = run("listen", vtt, "--into", ws, "--confirm", answers="stop\n")
    assert "Was it kept" not in again.out


@pytest.mark.usefixtures("heard")
def test_a_file_of_another_name_takes_the_place_of_what_was_kept_of_it(run: Run, vtt: Path, tmp_path: Path) -> None:
    run("listen", vtt, "--into", tmp_path / "ws")
    told = run("listen", vtt.rename(tmp_path / f"copy {vtt.name}"), "--into", tmp_path / "ws").out
    assert "0 new rows of evidence" in told
    assert "Taken away" not in told
    assert "rows were known from a file of another name" in told


@pytest.mark.usefixtures("heard")
def test_what_counted_can_be_said_to_be_wrong(run: Run, vtt: Path, tmp_path: Path) -> None:
    ws = tmp_path / "ws"
    run("listen", vtt, "--into", ws)
    ended = run("listen", vtt, "--into", ws, "--confirm", answers="\n\n\n\ny\nn\n")
    assert "2 are counted without you" in ended.out
    assert "Taken away: 2, rejected or told as something else now." in ended.out
    assert workspace.load(ws).acts.num_rows == 1


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize("answers", ["", "stop\n", "y\nstop\n", "y\n"])
def test_whoever_stops_keeps_what_was_settled(run: Run, vtt: Path, tmp_path: Path, answers: str) -> None:
    ended = run("listen", vtt, "--into", tmp_path / "ws", "--confirm", answers=answers)
    assert ended.code == 0
    assert workspace.load(tmp_path / "ws").acts.num_rows == (3 if answers.startswith("y") else 2)


@pytest.mark.usefixtures("guessing")
def test_how_an_act_was_met_is_asked_after_the_acts_and_the_readers_own_first(
    run: Run, vtt: Path, tmp_path: Path
) -> None:
    ws = tmp_path / "ws"
    plain = run("listen", vtt, "--into", ws, "--me", ALICE)
    assert "2 answers are only proposed and not kept" in " ".join(plain.out.split())
    assert "(proposed)" in plain.out
    # Four proposals left open, no second look at what counted; then a level after a slip, and one left open.
    ended = run("listen", vtt, "--into", ws, "--me", ALICE, "--confirm", answers="\n\n\n\n\nnine\n5\n\n")
    said = " ".join(ended.out.split())
    assert said.index("4 to settle") < said.index("2 answers came; how is only proposed")
    assert "1 could land as a punishment" in said
    assert said.index("It reads like 4") < said.index("2 of 2")
    assert said.count("It reads like") == 1
    assert workspace.load(ws).responses.column("level").to_pylist() == [5]
    assert "One answer is only proposed and not kept, until you say how it was." in said
    told(run("listen", vtt, "--into", ws, "--me", ALICE).out)


@pytest.mark.usefixtures("guessing")
def test_whoever_stops_among_the_answers_keeps_the_levels_they_gave(run: Run, vtt: Path, tmp_path: Path) -> None:
    ws = tmp_path / "ws"
    assert run("listen", vtt, "--into", ws, "--confirm", answers="\n\n\n\n\n3\nstop\n").code == 0
    assert workspace.load(ws).responses.column("level").to_pylist() == [3]


@pytest.mark.usefixtures("guessing")
def test_an_answer_that_is_none_gives_way_to_the_one_a_person_names(run: Run, vtt: Path, tmp_path: Path) -> None:
    ws = tmp_path / "ws"
    # Four left open, no second look; her reply answers something else: #1 cannot be meant, #5 is; then his level, and
    # no moment that nobody heard.
    answers = "\n\n\n\n\nn\n#1\n#5\n2\n4\n\n"
    ended = run("listen", vtt, "--into", ws, "--me", ALICE, "--confirm", answers=answers)
    said = " ".join(ended.out.split())
    assert (ended.code, ended.err) == (0, "")
    assert "An answer comes after what it answers" in said
    assert said.index("It reads like 4") < said.index("Which turn answers it?") < said.index("2 of 2")
    assert sorted(workspace.load(ws).responses.column("level").to_pylist()) == [2, 4]


@pytest.mark.usefixtures("guessing")
def test_who_answered_what_nobody_seems_to_have_answered_can_be_said(run: Run, vtt: Path, tmp_path: Path) -> None:
    ws = tmp_path / "ws"
    # Nobody answered it at first; asked again next time, whoever was there knows better.
    run("listen", vtt, "--into", ws, "--me", ALICE, "--confirm", answers="\n\n\n\n\nn\n\n\n\n\n")
    assert workspace.load(ws).responses.num_rows == 0
    ended = run("listen", vtt, "--into", ws, "--me", ALICE, "--confirm", answers="\n\n\n\n\n\n\ny\n#5\n3\n")
    assert "Nobody seems to have answered one. Did somebody?" in " ".join(ended.out.split())
    assert workspace.load(ws).responses.column("level").to_pylist() == [3]


@pytest.mark.usefixtures("guessing")
def test_answers_to_plain_questions_are_asked_about_last_and_only_if_wanted(run: Run, tmp_path: Path) -> None:
    script = [(BOB, "The export loses rows in the last batch."), (ALICE, "Noted.")]
    for part in ("first", "second", "third"):
        script += [(BOB, f"How do we stand with the {part} part?"), (ALICE, f"The {part} part stands well.")]
    path = meeting(tmp_path / DATED, script)
    ended = run("listen", path, "--into", tmp_path / "ws", "--confirm", answers="\n2\n\n\n")
    said = " ".join(ended.out.split())
    assert said.index("4 answers came") < said.index("3 more answered plain questions. Go through them too?")
    (tmp_path / "questions").mkdir()
    alone = meeting(tmp_path / "questions" / DATED, script[2:])
    said = " ".join(run("listen", alone, "--into", tmp_path / "w2", "--confirm", answers="\n\n\n").out.split())
    assert "3 answered plain questions. Go through them? y / Enter:" in said
    assert "1 of 3" not in said
    assert "1 of 3" not in said
    assert workspace.load(tmp_path / "ws").responses.column("level").to_pylist() == [2]
    again = run("listen", path, "--into", tmp_path / "ws2", "--confirm", answers="\n2\ny\n3\n4\n3\n")
    assert "3 of 3" in again.out
    assert sorted(workspace.load(tmp_path / "ws2").responses.column("level").to_pylist()) == [2, 3, 3, 4]


@pytest.mark.usefixtures("guessing")
def test_a_moment_that_nobody_heard_is_named_and_then_how_it_was_met(run: Run, tmp_path: Path) -> None:
    ws, deaf = tmp_path / "ws", meeting(tmp_path / DATED, [(BOB, "We lost two days again."), (ALICE, "So be it.")])
    marked = tmp_path / "noticed.txt"
    marked.write_text("#1\n", encoding="utf-8")
    # The marked moment, called a problem after a slip; a second place that is none, and no more; then its level.
    answers = "11\n8\nthere\n\n2\n"
    ended = run("listen", deaf, "--into", ws, "--confirm", "--noticed", marked, answers=answers)
    said = " ".join(ended.out.split())
    assert (ended.code, ended.err) == (0, "")
    assert "You marked #1, and nothing was heard there." in said
    assert "Please answer 1 to 10, or Enter." in said
    assert "one mark could not be read" in said
    assert said.index("Did somebody speak up") < said.index("One answer came")
    kept = workspace.load(ws)
    assert kept.acts.column("kind").to_pylist() == ["problem"]
    assert kept.responses.column("level").to_pylist() == [2]


@pytest.mark.usefixtures("guessing")
def test_whoever_has_named_enough_and_stops_is_asked_how_it_was_met(run: Run, tmp_path: Path) -> None:
    deaf = meeting(tmp_path / DATED, [(BOB, "We lost two days again."), (ALICE, "So be it.")])
    answers = "#1\n\u0668\n8\nstop\n2\n"  # a digit of another script is no answer
    ended = run("listen", deaf, "--into", tmp_path / "ws", "--confirm", answers=answers)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.count("Please answer 1 to 10") == 1
    assert ", #1: what was it?" in " ".join(ended.out.split())
    assert workspace.load(tmp_path / "ws").responses.column("level").to_pylist() == [2]


@pytest.mark.usefixtures("guessing")
def test_a_mark_in_another_language_is_told_and_loses_nothing(run: Run, tmp_path: Path) -> None:
    german = "Das haben wir noch nie so gemacht und wir machen es auch nicht."
    script = [
        (BOB, "We lost two days again, and nobody has said so yet."),
        *[(ALICE, "So it goes with all of it.")] * 40,
    ]
    mixed = meeting(tmp_path / DATED, script + [(BOB, german)] * 20, gap=9)
    marked = tmp_path / "noticed.txt"
    marked.write_text("#1\n#55\n#1 \n", encoding="utf-8")
    ended = run("listen", mixed, "--into", tmp_path / "ws", "--confirm", "--noticed", marked, answers="8\n")
    assert (ended.code, ended.err) == (0, "")
    said = " ".join(ended.out.split())
    assert said.count("and nothing was heard there.") == 2
    assert "That turn is not in English" in said
    assert workspace.load(tmp_path / "ws").acts.column("kind").to_pylist() == ["problem"]
