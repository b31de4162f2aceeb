"""Whose a label is: written rules, a roster, corrections by the user; doubt never joins."""

from __future__ import annotations

from pathlib import Path

import pytest
from sources.talking import KEY, asked, hear, only, vtt

from saidanddone.evidence.people import People
from saidanddone.sources.conversations import open_talk
from saidanddone.sources.talk.speakers import corrections, is_bot, is_label

TALK = vtt("1 2 Felix (Kite): One.", "3 4 felix | kite: Two.", "5 6 Geth, Felix: Three.", "7 8 Felix: Four.")


def speakers(folder: Path, **said: object) -> list[str]:
    talk = hear(folder, TALK, **said)
    return [talk.names[turn.speaker] for turn in only(talk).turns]


def test_labels_of_one_name_are_one_person_and_the_preview_says_which(tmp_path: Path) -> None:
    talk = hear(tmp_path, TALK)
    assert speakers(tmp_path) == ["Felix", "Felix", "Felix Geth", "Felix"]
    assert talk.merged == {"Felix": ["Felix", "Felix (Kite)", "felix | kite"]}
    assert talk.labels == {"Felix", "Felix (Kite)", "felix | kite", "Geth, Felix"}


def test_a_first_name_is_not_joined_to_a_full_name_unless_the_user_says_so(tmp_path: Path) -> None:
    assert len(set(speakers(tmp_path))) == 2
    assert speakers(tmp_path, aliases={"felix": "Felix Geth"})[3] == "Felix Geth"
    assert speakers(tmp_path, aliases={"felix": "Felix Geth"})[0] == "Felix"


def test_a_correction_can_part_what_the_rules_joined(tmp_path: Path) -> None:
    assert speakers(tmp_path, aliases={"felix | kite": "Felix Ode"})[:2] == ["Felix", "Felix Ode"]


def test_a_roster_that_lists_a_label_says_whose_all_labels_of_its_name_are(tmp_path: Path) -> None:
    people = People(KEY, {"felix (kite)": "felix@example.org"})
    talk = hear(tmp_path, TALK, people=people)
    who = [turn.speaker for turn in only(talk).turns]
    assert who[0] == who[1] == who[3] == people.pseudonym("felix@example.org")


def test_one_name_with_two_affiliations_is_two_people_also_over_two_files(tmp_path: Path) -> None:
    (tmp_path / "a.vtt").write_text(vtt("1 2 Chris (Kite): One.", "3 4 Dora: Yes."))
    (tmp_path / "b.vtt").write_text(vtt("1 2 Chris (Harbour): Two.", "3 4 Dora: No."))
    first, second = open_talk([tmp_path / "a.vtt", tmp_path / "b.vtt"], asked())
    assert sorted(first.names.values()) == ["Chris (Kite)", "Dora"]
    assert sorted(second.names.values()) == ["Chris (Harbour)", "Dora"]
    assert len({*first.names, *second.names}) == 3
    (alone,) = open_talk([tmp_path / "a.vtt"], asked())
    assert sorted(alone.names.values()) == ["Chris", "Dora"]


def test_nobody_known_is_nobody(tmp_path: Path) -> None:
    talk = hear(tmp_path, vtt("1 2 Unknown Speaker: One.", "3 4 Ana: Two."))
    assert [bool(turn.speaker) for turn in only(talk).turns] == [False, True]


def test_names_stand_in_no_repr_and_no_problem(tmp_path: Path) -> None:
    talk = hear(tmp_path, TALK.replace("00:00:03.000", "00:00:99,,") + "\nFelix went\n")
    assert talk.problems
    assert "elix" not in repr(talk) + repr(only(talk)) + repr(talk.problems) + repr(talk.notes)


@pytest.mark.parametrize(
    "label", ["Ana", "Ana Ruiz-Ode | Kite (she/her)", "Dr. Ana Ruiz", "Speaker 1", "Ruiz, Ana", "李雷"]
)
def test_a_label_is_short_and_a_name(label: str) -> None:
    assert is_label(label)


@pytest.mark.parametrize(
    "text", ["", "12", "Note", "I went there. And then I said", "so what do you think we do now", "a?"]
)
def test_what_is_no_name_is_no_label(text: str) -> None:
    assert not is_label(text)


def test_note_takers_are_told_by_their_names() -> None:
    assert all(map(is_bot, ("read.ai meeting notes", "Fireflies.ai Notetaker Ana", "Otter.ai", "Tide Bot")))
    assert not any(map(is_bot, ("Bo Thunberg", "Abbot Ana", "Grainne", "Ottilie")))


def test_corrections_are_read_from_a_table_and_a_label_named_twice_has_no_name(tmp_path: Path) -> None:
    path = tmp_path / "speakers.csv"
    path.write_text("label;name\nfelix;Felix Geth\n;Nobody\nana;Ana Ruiz\nana;Ana Ode\nana;Ana Ruiz\n")
    found, problems = corrections(path)
    assert found == {"felix": "Felix Geth"}
    assert [problem.line for problem in problems] == [3, 5]


def test_a_table_without_the_columns_is_told(tmp_path: Path) -> None:
    path = tmp_path / "speakers.csv"
    path.write_text("who,what\na,b\n")
    assert corrections(path)[1][0].remedy == "Begin it with a line that says label,name."
