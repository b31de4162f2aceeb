"""How often people met, in sentences that each carry their number, and never more than is known (T7)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.diagnosis.routine import Cadence, Contact, Routine
from saidanddone.report.routinewords import proposal, sentences, whom

WEEK_US = 7 * 86_400_000_000
KINDS = st.sampled_from(["leader", "self", "team"])
MEETING = Contact("meeting", 26, 24, 2, 24 / 26, 0.8, 7.0, 14.0, 25 * WEEK_US, 0.5)


def routine(*contacts: Contact, people: int | None = 5, without: int | None = 2, thin: int | None = 0) -> Routine:
    return Routine(0, 26 * WEEK_US, 26.0, contacts, people, without, thin, frozenset({"p-a", "p-b"}))


def test_each_sentence_carries_its_number() -> None:
    said = sentences(routine(MEETING), kind="leader", you=True)
    assert all(re.search(r"\d|\b(one|two|three|four|five|seven|no)\b", one.lower()) for one in said)
    assert "Two of five had no one-to-one with you in the last four weeks." in said
    assert any("24 of 26 held" in one and "two called off (8%)" in one for one in said)
    assert any("50%" in one for one in said)


@given(KINDS, st.booleans(), st.integers(0, 9), st.none() | st.integers(0, 9), st.none() | st.integers(0, 9))
def test_what_is_not_known_is_not_said(
    kind: str, you: bool, people: int, without: int | None, thin: int | None
) -> None:
    nothing = Contact("one_to_one", 3, 3, 0, 0.1, None, None, None, None, None)
    said = " ".join(sentences(routine(nothing, people=people, without=without, thin=thin), kind=kind, you=you))
    assert "None" not in said
    assert "hours" not in said
    assert ("no one-to-one with" in said) == bool(people and without)
    assert ("fifteen" in said) == bool(people and thin)


def test_names_stand_only_where_they_are_given() -> None:
    assert whom(routine(), {}) == ""
    assert (
        whom(routine(), {"p-b": "Bob", "p-a": "Ana", "p-z": "Zoe"})
        == "Without one in the last four weeks: Ana and Bob."
    )
    plan = Cadence("one_to_one", 2, 30, 1, 10, 0, "never", "p-a")
    assert "Ana" in proposal(plan, {"p-a": "Ana"})
    assert "p-a" not in proposal(plan)


@pytest.mark.parametrize("kind", ["meeting", "one_to_one"])
@pytest.mark.parametrize("reason", ["never", "gap", "cancelled", "short"])
def test_each_reason_has_its_words(kind: str, reason: str) -> None:
    said = proposal(Cadence(kind, 1, 45, 4, 9, 5, reason))
    assert "every week on Friday at 9:05, 45 minutes (" in said
    assert reason not in said or reason == "short"


def test_a_name_that_moves_the_cursor_is_made_plain() -> None:
    said = " ".join(sentences(routine(MEETING), kind="leader", label="Ana\x1b[31m\u202e"))
    assert "\x1b" not in said
    assert "\u202e" not in said
