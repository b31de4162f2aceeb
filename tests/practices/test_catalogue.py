"""The catalogue: for each finding one thing to do, with words to say and to avoid, of the half it is about (B1-B3)."""

from __future__ import annotations

import re

import pytest

from saidanddone.practices.catalogue import BOTH, DONE, HALVES, PRACTICES, SAID, Practice
from saidanddone.report.advice import KINDS, URGENCY
from saidanddone.report.raising import RAISING, UNSAID

QUALITY_TOOLS = ("thank", "listen", "interest", "what you heard", "glad", "strongest case", "psychological")
QUANTITY_TOOLS = ("promise", "deadline", "by friday", "more often", "more meetings", "small commitments", "on time")
BLAME = (
    "fault",
    "blame",
    "failed",
    "failure",
    "weak",
    "difficult people",
    "toxic",
    "dictator",
    "dysfunction",
    "always",
)


def told(practice: Practice) -> str:
    return f"{practice.do} {practice.say}".lower()


@pytest.mark.parametrize("practice", PRACTICES.values(), ids=lambda practice: practice.id)
def test_every_practice_says_what_to_do_to_say_to_avoid_why_when_not_and_what_should_move(practice: Practice) -> None:
    for part in (practice.do, practice.say, practice.avoid, practice.why, practice.not_when, practice.measure):
        assert part.strip()
        assert part.strip()[0].isupper() or part[0] in "[("
    assert practice.finding.strip()
    assert practice.half in HALVES
    assert practice.do.endswith(".")


def test_no_practice_is_there_twice_and_there_are_enough_of_them() -> None:
    everyone = (*DONE, *SAID, BOTH)
    assert len({one.id for one in everyone}) == len(everyone) == len(PRACTICES) >= 20
    assert {one.half for one in DONE} == {"trust"}
    assert {one.half for one in SAID} == {"safety"}


def test_no_tool_for_quality_is_among_those_for_quantity_nor_the_reverse() -> None:
    """MISSION B3."""
    assert not [(one.id, tool) for one in DONE for tool in QUALITY_TOOLS if tool in told(one)]
    assert not [(one.id, tool) for one in SAID for tool in QUANTITY_TOOLS if tool in told(one)]


def test_what_a_team_is_told_keeps_to_the_same_half() -> None:
    """MISSION B3."""
    for one in SAID:
        said = f"{RAISING[one.id].do} {RAISING[one.id].say}".lower()
        assert not [tool for tool in QUANTITY_TOOLS if tool in said], one.id


def test_nobody_is_blamed_or_called_anything() -> None:
    for one in PRACTICES.values():
        said = f"{one.do} {one.say} {one.why} {one.not_when}".lower()
        assert not [word for word in BLAME if re.search(rf"\b{word}", said)], one.id


def test_a_reasoned_no_is_an_answer_and_never_something_to_mend() -> None:
    """MISSION S3."""
    assert "A no with a reason is an answer" in PRACTICES["answer_all"].why


def test_every_practice_can_be_told_to_a_leader_and_to_a_team() -> None:
    assert set(PRACTICES) == set(RAISING) | set(UNSAID)
    assert set(KINDS) <= set(UNSAID) <= set(PRACTICES)
    assert set(URGENCY) == set(PRACTICES)
    assert all(part.strip() for raised in (*RAISING.values(), *UNSAID.values()) for part in raised)
