"""Answers that match no act, or cannot be read, never turn into silence, and are told (MISSION S3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from saidanddone.diagnosis.met import met
from saidanddone.evidence.bundle import Evidence
from saidanddone.verbs.gathering import gather
from saidanddone.verbs.orphans import orphans, unused
from saidanddone.verbs.read import read

WEEKS = ("2026-08-03", "2026-08-10", "2026-08-17", "2026-08-24", "2026-08-31", "2026-09-07")
ON_US = 1_789_430_399_999_999  # the end of 2026-09-14

ROSTER = "name,team,role\nAna,Heron,leader\nBo,Heron,member\nCy,Heron,member\n"
ACTS = "id,at,kind,person,team\n" + "".join(f"n{n},{day} 10:05,idea,Bo,Heron\n" for n, day in enumerate(WEEKS, 1))
MET = "id,at,team,minutes,attended\n" + "".join(f"m{n},{day} 10:00,Heron,50,Ana;Bo;Cy\n" for n, day in enumerate(WEEKS))
HEAD = "act_id,level,responder,at\n"


def answers(*rows: tuple[str, str, int]) -> str:
    """A list of answers by Ana; each row the act as it is named, the level as it is written, the week."""
    return HEAD + "".join(f"{act},{level},Ana,{WEEKS[week - 1]} 10:06\n" for act, level, week in rows)


def written(folder: Path, responses: str | None, encounters: str = MET) -> Path:
    folder.mkdir()
    files = {"roster.csv": ROSTER, "acts.csv": ACTS, "encounters.csv": encounters, "responses.csv": responses}
    for name, text in files.items():
        if text is not None:
            (folder / name).write_text(text)
    return folder


def gathered(folder: Path) -> Evidence:
    return gather([folder]).evidence


def states(evidence: Evidence) -> list[tuple[str, int | None]]:
    table = met(evidence.acts, evidence.responses, evidence.encounters, evidence.people, ON_US)
    return list(zip(table.column("state").to_pylist(), table.column("level").to_pylist(), strict=True))


EVERY = (("n1", "4", 1), ("n2", "4", 2), ("n3", "3", 3), ("n4", "4", 4), ("n5", "5", 5))
HOW = [("met", 4), ("met", 4), ("met", 3), ("met", 4), ("met", 5), ("unanswered", 2)]


def test_an_act_named_in_another_case_is_the_same_act(tmp_path: Path) -> None:
    loud = answers(*((act.upper(), level, week) for act, level, week in EVERY))
    found = gathered(written(tmp_path / "a", loud))
    assert states(found) == HOW
    assert orphans(found) == ()


def test_while_an_answer_is_to_no_act_we_know_no_silence_has_a_level(tmp_path: Path) -> None:
    given = (("x1", "4", 1), *EVERY[1:3], ("n04", "4", 4), EVERY[4])
    found = gathered(written(tmp_path / "a", answers(*given)))
    open_ = ("unsettled", None)
    assert states(found) == [open_, ("met", 4), ("met", 3), open_, ("met", 5), open_]
    (problem,) = orphans(found)
    assert (problem.source, problem.line) == ("responses.csv", 2)
    assert problem.said.startswith("2 responses are to acts that were not read")
    assert "acts.csv" in problem.remedy
    assert not any(act in str(problem) for act in ("x1", "n04"))


def test_answers_none_of_which_is_to_an_act_we_know_leave_every_act_open(tmp_path: Path) -> None:
    given = tuple((f"other{act}", level, week) for act, level, week in EVERY)
    found = gathered(written(tmp_path / "a", answers(*given)))
    assert set(states(found)) == {("unsettled", None)}


@pytest.mark.parametrize("level", ["0", "6", "good", "4.5", ""])
def test_an_answer_whose_level_cannot_be_read_is_no_silence(tmp_path: Path, level: str) -> None:
    given = ((EVERY[0][0], level, 1), *EVERY[1:])
    folder = written(tmp_path / "a", answers(*given))
    assert states(gathered(folder)) == [("unsettled", None), *HOW[1:]]
    read(folder, into=tmp_path / "kept")
    assert states(gathered(tmp_path / "kept")) == [("unsettled", None), *HOW[1:]]


def test_an_answer_that_names_no_act_leaves_every_silence_open(tmp_path: Path) -> None:
    given = (("", "4", 1), *EVERY[1:])
    found = gathered(written(tmp_path / "a", answers(*given)))
    assert states(found) == [("unsettled", None), *HOW[1:5], ("unsettled", None)]
    assert orphans(found) == ()  # the line was told when it was read


def test_an_answer_set_aside_for_an_id_given_twice_is_no_silence(tmp_path: Path) -> None:
    lines = answers(*EVERY).splitlines()
    text = "\n".join(["id," + lines[0], *(f"r{min(n, 4)},{line}" for n, line in enumerate(lines[1:], 1))]) + "\n"
    assert states(gathered(written(tmp_path / "a", text))) == [*HOW[:4], ("unsettled", None), HOW[5]]


def test_answers_read_into_a_workspace_later_than_their_acts_are_no_orphans(tmp_path: Path) -> None:
    folder, kept = written(tmp_path / "a", answers(*EVERY)), tmp_path / "kept"
    read(folder / "acts.csv", folder / "encounters.csv", folder / "roster.csv", into=kept)
    assert read(folder / "responses.csv", into=kept).problems == ()
    assert states(gathered(kept)) == HOW
    alone = read(folder / "responses.csv").problems
    assert [problem.remedy for problem in alone] == ["Give the list of acts as well."]


def test_what_counts_for_nothing_is_told_once_by_its_number(tmp_path: Path) -> None:
    early = f"n2,4,Ana,{WEEKS[0]} 10:06\nn3,4,Bo,{WEEKS[2]} 10:06\n"
    found = gathered(written(tmp_path / "a", answers(EVERY[0]) + early))
    assert [(one.line, one.said.split(",")[0]) for one in unused(found, ON_US)] == [
        (3, "1 response is dated before the act or more than 48 hours after it"),
        (4, "1 response is by whoever spoke up"),
    ]
    day_us = 86_400_000_000
    (later,) = [one for one in unused(found, ON_US - 9 * day_us) if one.source == "acts.csv"]
    assert (later.line, later.said) == (7, "1 act is after the day asked about, and not counted yet.")


def test_a_list_of_acts_without_any_answer_is_told(tmp_path: Path) -> None:
    found = gathered(written(tmp_path / "a", None))
    (problem,) = unused(found, ON_US)
    assert "responses.csv" in problem.remedy
    assert unused(gathered(written(tmp_path / "b", answers(*EVERY))), ON_US) == ()


def test_encounters_without_a_team_are_told(tmp_path: Path) -> None:
    found = gathered(written(tmp_path / "a", answers(*EVERY), MET.replace("Heron", "")))
    assert [one.said for one in unused(found, ON_US)] == [
        "6 encounters name no team, so no act can be said to have happened there."
    ]
