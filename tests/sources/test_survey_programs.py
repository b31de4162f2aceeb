"""Exports of LimeSurvey and Qualtrics: what is read of them, what is left out, and that it is counted (S10, T12)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from saidanddone.evidence.bundle import merge
from saidanddone.evidence.people import People
from saidanddone.sources.detect import read_path, read_paths
from saidanddone.sources.respondents import counted_once

Read = Callable[..., Any]
LIME = "id,submitdate,lastpage,startlanguage,seed,startdate,datestamp,ipaddr,Team,kept,PULSE[concerns],PULSE_help,why\n"
DONE = (
    "{0},2026-11-13 10:00:0{0},3,en,{0}77,2026-11-13 09:00:00,2026-11-13 10:00:00,203.0.113.{0},Kite,{1},A2,5,words\n"
)
NOVEMBER_13 = 1_794_614_399_999_999

QUALTRICS = "StartDate,EndDate,Status,IPAddress,Progress,Finished,RecordedDate,ResponseId,RecipientEmail,kept,Q9,Team\n"
LABELS = "Anfang,Ende,Typ,IP,Stand,Beendet,Erfasst,Antwort-ID,E-Mail,Is every word kept?,Noch etwas?,Team\n"
IMPORT = ",".join(f'"{{""ImportId"":""{name}""}}"' for name in QUALTRICS.strip().split(",")) + "\n"
ANSWER = (
    "2026-11-12 09:00,2026-11-13 09:05,{1},203.0.113.9,100,{2},2026-11-13 09:05,R_{0}aaaaaaaaaaaaaa,a@b.example,{3},"
    "words,Kite\n"
)


def values(got: Any) -> list[tuple[str, float]]:
    """Item and value of each answer, sorted."""
    return sorted((row["item"], row["value"]) for row in got.evidence.answers.to_pylist())


@pytest.mark.parametrize("mark", [",", ";"])
def test_responses_of_limesurvey_are_read_by_the_codes_of_their_questions(reading: Read, mark: str) -> None:
    got = reading((LIME + DONE.format(1, 4)).replace(",", mark), name="results-survey883163.csv")
    assert (got.row.kind, got.problems) == ("limesurvey", [])
    assert values(got) == [("concerns", 2.0), ("help", 5.0), ("kept", 4.0)]
    assert {(row["team"], row["closed_us"]) for row in got.evidence.answers.to_pylist()} == {("Kite", NOVEMBER_13)}


@pytest.mark.parametrize(
    "header",
    [
        LIME.replace("PULSE[concerns]", "PULSE.concerns.").replace("PULSE_help", "PULSE.help."),
        LIME.replace("kept", "kept. What is said gets done").replace("PULSE[concerns]", "PULSE[concerns]. [Concerns]"),
        LIME.replace("id,", "Response ID,", 1).replace("submitdate", "Date submitted").replace("lastpage", "Last page"),
        '"",' + LIME,
    ],
)
def test_headings_may_be_written_as_any_export_writes_them(reading: Read, header: str) -> None:
    row = DONE.format(1, 4)
    got = reading(header + (f'"1",{row}' if header.startswith('""') else row), name="r.csv")
    assert (got.row.kind, values(got)[-1]) == ("limesurvey", ("kept", 4.0))


def test_what_was_held_back_is_no_answer_to_an_item_of_the_same_name(reading: Read) -> None:
    """heldback[challenge] is a box of another question than the item ``challenge``, and so is heldback[help]."""
    header = "id,submitdate,lastpage,startlanguage,seed,Team,PULSE[kept],heldback[challenge],heldback[help]\n"
    got = reading(header + "1,2026-11-13 10:00:00,3,en,77,Kite,4,Yes,No\n2,2026-11-13 10:00:00,3,en,78,Kite,5,No,Yes\n")
    assert got.problems == []
    assert values(got) == [("kept", 4.0), ("kept", 5.0)]
    assert sorted(row["kind"] for row in got.evidence.episodes.to_pylist()) == ["challenge", "help_seeking"]


@pytest.mark.parametrize("empty", ["", "NA"])
def test_responses_that_were_not_handed_in_are_counted_and_left_out(reading: Read, empty: str) -> None:
    open_ = f"2,{empty},1,en,277,2026-11-13 09:00:00,2026-11-13 10:00:00,203.0.113.2,Kite,1,A1,1,\n"
    got = reading(LIME + DONE.format(1, 4) + open_)
    assert values(got) == [("concerns", 2.0), ("help", 5.0), ("kept", 4.0)]
    assert (got.row.rows, got.row.understood, got.row.unread) == (1, 1, 0)
    assert "1 response was not handed in and left out." in got.row.note


def test_a_survey_that_keeps_no_times_needs_a_date_of_its_round(reading: Read) -> None:
    row = DONE.format(1, 4).replace("2026-11-13 10:00:01", "1980-01-01 00:00:00")
    undated, dated = reading(LIME + row, name="results.csv"), reading(LIME + row, name="results-2026-11-13.csv")
    assert undated.said == ["Nothing says when its round closed, so its answers were not read."]
    assert set(dated.evidence.answers.column("closed_us").to_pylist()) == {NOVEMBER_13}


def test_the_structure_of_a_survey_tells_scales_codes_and_teams(tmp_path: Path, people: People) -> None:
    (tmp_path / "survey.lss").write_text(_structure(), encoding="utf-8")
    (tmp_path / "a.csv").write_text(
        "id,submitdate,lastpage,startlanguage,seed,team,TRUST1,Safety[SQ001]\n"
        "1,2026-11-13 10:00:00,3,en,77,T2,never ever,B2\n",
        encoding="utf-8",
    )
    evidence, problems, rows = read_path(tmp_path, people)
    assert (problems, [row.kind for row in rows]) == ([], ["limesurvey", "structure"])
    assert sorted((row["item"], row["value"], row["team"]) for row in evidence.answers.to_pylist()) == [
        ("safety_sq001", 3.0, "Reef"), ("trust1", 1.0, "Reef"),
    ]  # fmt: skip
    assert [(row["item"], row["low"], row["high"]) for row in evidence.items.to_pylist()] == [
        ("safety_sq001", 1.0, 3.0), ("trust1", 1.0, 2.0),
    ]  # fmt: skip


def _structure() -> str:
    def table(name: str, rows: list[dict[str, str]]) -> str:
        cells = ["".join(f"<{tag}><![CDATA[{text}]]></{tag}>" for tag, text in row.items()) for row in rows]
        return f"<{name}><rows>" + "".join(f"<row>{row}</row>" for row in cells) + f"</rows></{name}>"

    questions = [("1", "L", "team"), ("2", "L", "TRUST1"), ("3", "F", "Safety")]
    answers = [("1", "T1", "Kite"), ("1", "T2", "<b>Reef</b>"), ("2", "X", "Never ever"), ("2", "Y", "Each time"),
               ("3", "B1", "low"), ("3", "B3", "middle"), ("3", "B2", "high")]  # fmt: skip
    return (
        '<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>'
        + table("questions", [{"qid": qid, "type": kind, "title": title} for qid, kind, title in questions])
        + table("subquestions", [{"qid": "9", "parent_qid": "3", "title": "SQ001"}])
        + table("answers", [{"qid": qid, "code": code, "aid": str(place), "sortorder": str(place)}
                            for place, (qid, code, _) in enumerate(answers)])
        + table("answer_l10ns", [{"aid": str(place), "answer": said} for place, (_, _, said) in enumerate(answers)])
        + "</document>"
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<document/>",
        "<a>",
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        "\x00",
        "<?xml version='1.0' encoding='x'?><a/>",
    ],
)
def test_what_is_no_structure_is_passed_over_with_a_sentence(reading: Read, text: str) -> None:
    got = reading(text, name="survey.lss")
    assert [problem.said.partition(";")[0] for problem in got.problems] == [
        "This is not the structure of a survey as LimeSurvey saves it"
    ]


@pytest.mark.parametrize("below", [LABELS + IMPORT, LABELS, ""])
def test_responses_of_qualtrics_are_read_below_their_headings(reading: Read, below: str) -> None:
    got = reading(QUALTRICS + below + ANSWER.format(1, 0, 1, 4), name="Pulse_November 16, 2026_10.00.csv")
    assert (got.row.kind, got.row.rows, values(got), got.problems) == ("qualtrics", 1, [("kept", 4.0)], [])
    assert {(row["round"], row["team"], row["closed_us"]) for row in got.evidence.answers.to_pylist()} == {
        ("Pulse", "Kite", NOVEMBER_13)
    }


def test_a_question_worded_at_length_below_its_heading_does_no_harm(reading: Read) -> None:
    long = LABELS.replace("Is every word kept?", "word " * 900)
    got = reading(QUALTRICS + long + IMPORT + ANSWER.format(1, 0, 1, 4))
    assert (values(got), got.problems) == ([("kept", 4.0)], [])


@pytest.mark.parametrize(
    ("status", "finished", "read"),
    [("0", "1", 1), ("IP Address", "True", 1), ("IP-Adresse", "True", 1), ("1", "1", 0), ("Survey Preview", "True", 0),
     ("8", "1", 0), ("0", "0", 0), ("0", "FALSE", 0)],
)  # fmt: skip
def test_previews_tests_and_unfinished_responses_are_counted_and_left_out(
    reading: Read, status: str, finished: str, read: int
) -> None:
    got = reading(QUALTRICS + LABELS + IMPORT + ANSWER.format(1, status, finished, 4) + ANSWER.format(2, 0, 1, 3))
    assert (got.evidence.answers.num_rows, got.row.rows, got.row.understood) == (1 + read, 1 + read, 1 - read)
    assert ("left out" in got.row.note) is not bool(read)
    assert got.problems == []


def test_the_old_form_is_read_by_the_places_of_its_columns(reading: Read) -> None:
    head = ",".join(f"V{number}" for number in range(1, 11)) + ",kept,concerns,LocationLatitude,team,\n"
    below = ("ResponseID,ResponseSet,Name,ExternalDataReference,EmailAddress,IPAddress,Status,StartDate,EndDate,"
             "Finished,Is every word kept?,Other,LocationLatitude,team,\n")  # fmt: skip
    rows = "".join(f"R_{n}aaaaaaaaaaaa,Set,Zebediah,,z@b.example,203.0.113.4,{status},2026-11-13 09:00:00,"
                   f"2026-11-13 09:05:00,1,{n},2,47.1,Kite,\n" for n, status in ((1, 0), (2, 0), (3, 1)))  # fmt: skip
    got = reading("\ufeff" + head + below + rows)
    assert (got.row.kind, got.row.rows, got.row.understood, got.problems) == ("qualtrics", 2, 1, [])
    assert values(got) == [("concerns", 2.0), ("concerns", 2.0), ("kept", 1.0), ("kept", 2.0)]


@pytest.mark.parametrize(
    ("head", "row", "names"),
    [
        (LIME, lambda n: DONE.format(n, 1 + n % 5), ("results-survey1.csv", "results-survey1 (1).csv")),
        (LIME, lambda n: DONE.format(n, 1 + n % 5), ("early.csv", "late.csv")),
        (QUALTRICS + LABELS + IMPORT, lambda n: ANSWER.format(n, 0, 1, 1 + n % 5), ("late.csv", "early.csv")),
    ],
)
def test_two_exports_of_one_survey_count_nobody_twice_whatever_they_are_called(
    tmp_path: Path, people: People, head: str, row: Callable[[int], str], names: tuple[str, str]
) -> None:
    parts = []
    for name, most in zip(names, (3, 7), strict=True):
        (tmp_path / name).write_text(head + "".join(map(row, range(1, most))), encoding="utf-8")
        parts.append(read_path(tmp_path / name, people)[0])
    for order in (parts, parts[::-1]):
        once = counted_once(merge(order)).answers
        assert len(set(once.column("respondent").to_pylist())) == 6
        assert len(set(once.column("round").to_pylist())) == 1
        assert once.num_rows == parts[1].answers.num_rows


def test_a_survey_of_other_things_is_told_by_the_number_of_its_columns(reading: Read) -> None:
    got = reading("id,submitdate,lastpage,startlanguage,seed,G01Q01,Zebediah\n1,2026-11-13,3,en,77,5,x\n")
    assert (got.row.kind, got.evidence.answers.num_rows) == ("limesurvey", 0)
    assert "(2 columns were passed over)" in got.said[0]
    assert "items" in got.problems[0].remedy
    assert "Zebediah" not in repr((got.problems, got.row))


def test_files_of_both_programs_lie_in_one_folder_with_a_table_of_items(tmp_path: Path, people: People) -> None:
    (tmp_path / "a.csv").write_text(
        LIME.replace("why", "Q9") + DONE.format(1, 4).replace("words", "7"), encoding="utf-8"
    )
    (tmp_path / "b.csv").write_text(QUALTRICS + ANSWER.format(1, 0, 1, 4).replace("words", "6"), encoding="utf-8")
    (tmp_path / "items.csv").write_text("item,half,low,high\nQ9,trust,1,7\n", encoding="utf-8")
    evidence, problems, _ = read_paths([tmp_path], people)
    of_q9 = [row["value"] for row in evidence.answers.to_pylist() if row["item"] == "Q9"]
    assert (sorted(of_q9), problems) == ([6.0, 7.0], [])


@pytest.mark.parametrize("seed", ["seed,", ""])
def test_teams_that_were_asked_in_surveys_of_their_own_are_not_taken_for_each_other(
    tmp_path: Path, people: People, seed: str
) -> None:
    for team in ("Kite", "Reef"):
        rows = "".join(f"{n},1980-01-01 00:00:00,3,en,{f'{team}{n},' if seed else ''}{team},4,2\n" for n in range(1, 6))
        (tmp_path / f"{team}-2026-W46.csv").write_text(
            f"id,submitdate,lastpage,startlanguage,{seed}team,kept,concerns\n{rows}", encoding="utf-8"
        )
    once = counted_once(read_path(tmp_path, people)[0]).answers
    assert (once.num_rows, len(set(once.column("respondent").to_pylist()))) == (20, 10)
