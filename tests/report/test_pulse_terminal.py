"""A pulse in a terminal: what was released and no more, in words that stand without colour."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from report.units import ON, diagnosis, finding, stranger

from saidanddone.diagnosis.pulse import Answered, Apart, Pulse
from saidanddone.errors import NotReleased
from saidanddone.evidence.problem import Problem
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.report import pulse_terminal

EVERYBODY = frozenset(f"p{n}" for n in range(30))


PULSE = Pulse(
    latest=(), earlier=(), apart=(), own={"learner": 6}, witnessed=None, held_back={"challenger": 4},
    promises_due=3.0, promises_kept=2.0, used=False, rounds=1,
)  # fmt: skip


def composite(half: str = "safety", respondents: int = 7, mean: float = 3.62, **changes: Any) -> Answered:
    base = Answered(
        half=half, round="r1", closed_us=ON, respondents=respondents, band=1, mean=mean, low=mean - 0.4,
        high=mean + 0.4, scale=(1.0, 5.0), roster=EVERYBODY,
    )  # fmt: skip
    return replace(base, **changes)


def told(*latest: Answered, apart: tuple[Apart, ...] = (), **changes: Any) -> ReleasedDiagnosis:
    """One team's pulse, let out by the real door."""
    unit = replace(
        finding("Harbour", "team", stranger(), ()), pulse=replace(PULSE, latest=latest, apart=apart, **changes)
    )
    return diagnosis(unit)


def shown(whole: ReleasedDiagnosis, **options: Any) -> str:
    return " ".join(pulse_terminal.render(whole, **options).split())


def test_below_twenty_a_band_stands_and_neither_a_mean_nor_how_many_exactly() -> None:
    said = shown(told(composite("trust"), composite("safety")))
    assert "What needs saying gets said □■□ middle at least 5 answered" in said
    assert "3.6" not in said
    assert "7 answered" not in said


def test_from_twenty_with_a_known_roster_the_mean_and_its_interval_stand() -> None:
    said = shown(told(composite("safety", 24)))
    assert "middle 3.6 (3.2–4.1) of 5 24 answered" in said


def test_fewer_than_five_are_told_of_as_withheld_with_the_reason() -> None:
    said = shown(told(composite("safety", 4), promises_due=None, promises_kept=None, own=None, held_back=None))
    assert said.startswith("Of a pulse there is nothing that may be told.")
    assert "Withheld: 1." in said
    assert "middle" not in said


def test_what_people_tell_of_stands_by_kind_and_promises_as_counts() -> None:
    said = shown(told(composite()))
    assert "told in the last year: asking and admitting 6." in said
    assert "held back, told in the last year: problems and challenges 4." in said
    assert "3 came due, 2 of them kept" in said
    assert "saw others do" not in said


def test_where_answers_and_behaviour_part_is_told_as_a_question() -> None:
    part = Apart("safety", "lower", 4.4, 4.1, 4.7, -0.8, 0.02)
    said = shown(told(composite("safety", 24), apart=(part,)))
    assert "people answer worse than what was seen would lead one to expect, by 0.8" in said
    assert "Ask the team" in said


@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_the_terminal_and_ascii_is_ascii(width: int) -> None:
    whole = told(composite("trust", 24), composite("safety"), composite("engagement", 24))
    text = pulse_terminal.render(whole, width=width, ascii_only=True)
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= width


def test_colour_carries_nothing() -> None:
    whole = told(composite())
    coloured = pulse_terminal.render(whole, colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == pulse_terminal.render(whole)


def test_what_was_not_read_is_told_once_a_kind_and_what_was_passed_over_too() -> None:
    doubts = tuple(
        Problem("pulse.csv", line, "An answer is off the scale.", "Use its numbers.") for line in range(2, 9)
    )
    team = replace(finding("Harbour", "team", stranger(), ()), pulse=PULSE)
    said = shown(diagnosis(team, problems=doubts, notes=("pulse.csv: 4 other columns were not read.",)))
    assert said.count("An answer is off the scale.") == 1
    assert "and 4 more: An answer is off the scale." in said
    assert "4 other columns were not read." in said


def test_nothing_is_shown_that_privacy_has_not_released() -> None:
    with pytest.raises(NotReleased):
        pulse_terminal.render("not a diagnosis")  # type: ignore[arg-type]
