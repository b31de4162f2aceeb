"""How often people met, in the report: counts and gaps, who goes without as a number, and a rhythm (T7)."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from report.reading import Page
from report.test_evidence_cited import uncited
from report.units import DAY, ON, diagnosis, finding

from saidanddone.diagnosis.finding import Finding
from saidanddone.diagnosis.routine import Cadence, Contact, Routine
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.report import page, terminal
from saidanddone.report.meeting import SHOWN, meeting_words
from saidanddone.report.routinewords import WHAT_COUNTS
from saidanddone.report.voice import voice_of

TOGETHER = Contact("meeting", 25, 23, 2, 0.92, 0.7, 7.0, 14.0, ON - 3 * DAY, None)
ALONE = Contact("one_to_one", 39, 39, 0, 1.6, 0.8, 14.0, 28.0, ON - 4 * DAY, None)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def plan(n: int) -> Cadence:
    return Cadence("one_to_one", 2, 30, n % 5, 10, 30, "never", f"p-member-{n}")


def met(unit: Finding, **changes: Any) -> Finding:
    """A unit's finding with its routine: six people, three of whom had nobody to one for four weeks."""
    base = Routine(
        from_us=ON - 175 * DAY, to_us=ON, weeks=25.0, contacts=(TOGETHER, ALONE), people=6, without=3, thin=None,
        whom=frozenset(f"p-member-{n}" for n in range(3)), cadence=tuple(plan(n) for n in range(3)),
    )  # fmt: skip
    return replace(unit, routine=replace(base, **changes))


def text_of(html: str) -> str:
    words = re.sub(r"<(?:svg|style)\b.*?</(?:svg|style)>", " ", html, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split())


@pytest.fixture(scope="module")
def own() -> ReleasedDiagnosis:
    return diagnosis(met(finding("Ana Example", "leader")), me="Ana Example")


@pytest.fixture(scope="module")
def team() -> ReleasedDiagnosis:
    return diagnosis(met(finding("Harbour", "team")))


def test_a_leader_reads_it_in_one_line_on_page_one_and_whole_below(own: ReleasedDiagnosis) -> None:
    said = text_of(page.render(own))
    short = "You met your team 0.9 times a week; three of six had no one-to-one with you in the last four weeks."
    assert said.index(short) < said.index("What would change this answer") < said.index("How often you meet")
    whole = said[said.index("How often you meet") :]
    for words in ("23 of 25 held", "two called off (8%)", "the longest was 14 days", "Three of six had no one-to-one"):
        assert words in whole


def test_a_leader_is_told_a_rhythm_and_how_to_write_it_into_a_calendar(own: ReleasedDiagnosis) -> None:
    said = text_of(page.render(own))
    assert "A rhythm that would answer this One to one: every two weeks on Monday at 10:30, 30 minutes" in said
    assert "saidanddone routine CALENDAR.ics with --roster people.csv and --cadence rhythm.ics" in said
    assert "--me NAME --names" in said


def test_a_team_reads_the_same_numbers_in_its_own_words_and_nothing_of_whom(team: ReleasedDiagnosis) -> None:
    html = page.render(team, voice="team")
    said = text_of(html)
    assert "We met 0.9 times a week; three of six had no one-to-one with whoever leads us" in said
    assert "How often we meet" in said
    assert "Our meetings: 23 of 25 held" in said
    assert "One-to-ones with whoever leads us: 39 held" in said
    assert "Usually 14 days from one to the next with the same person" not in said, "of two people, not of the team"
    assert "rhythm" not in said


def test_nobody_who_goes_without_is_named_on_any_page(own: ReleasedDiagnosis, team: ReleasedDiagnosis) -> None:
    for whole in (own, team):
        for voice in ("leader", "team"):
            assert "member-" not in page.render(whole, voice=voice) + terminal.render(whole, voice=voice)


def test_many_proposals_are_told_by_the_first_and_the_rest_counted() -> None:
    whole = diagnosis(met(finding("Ana Example", "leader"), cadence=tuple(plan(n) for n in range(12))))
    said = text_of(page.render(whole))
    assert said.count("every two weeks on") == SHOWN
    assert "And seven more." in said


def test_where_the_rhythm_is_enough_a_leader_is_told_so() -> None:
    whole = diagnosis(met(finding("Ana Example", "leader"), cadence=(), without=0))
    said = text_of(page.render(whole))
    assert "Nothing to propose" in said
    assert "nobody went without a one-to-one" in said
    assert "--cadence" not in said


def test_somebody_elses_page_speaks_of_them_by_name() -> None:
    whole = diagnosis(met(finding("Ana Example", "leader")), met(finding("Harbour", "team")))
    leader, team = whole.released
    voice = voice_of(whole, "team")
    assert meeting_words(leader, voice).startswith("Ana Example met the team 0.9 times a week")
    assert meeting_words(team, voice, named=True).startswith("Harbour met 0.9 times a week")


def test_a_time_without_any_meeting_is_told_as_that() -> None:
    none = replace(TOGETHER, planned=0, held=0, cancelled=0, per_week=0.0, last_us=None)
    whole = diagnosis(met(finding("Harbour", "team"), contacts=(none,), people=None, without=None))
    said = text_of(page.render(whole))
    assert "The team met not once in the time looked at." in said
    assert "Meetings of the team: none in that time." in said


@pytest.mark.parametrize(("held", "said"), [(1, "once"), (2, "twice")])
def test_of_one_or_two_meetings_no_rate_is_told(held: int, said: str) -> None:
    few = replace(TOGETHER, planned=held, held=held, cancelled=0, per_week=float(held))
    whole = diagnosis(met(finding("Harbour", "team"), contacts=(few,), people=None, without=None))
    told = text_of(page.render(whole))
    assert f"The team met {said} in the time looked at." in told
    assert f"Meetings of the team: {held} held." in told
    rest = told[told.index("Meetings of the team") :]
    assert "a week" not in rest
    assert "from one to the next" not in rest


@pytest.mark.parametrize("voice", ["leader", "team"])
def test_every_figure_leads_to_how_it_was_read(own: ReleasedDiagnosis, team: ReleasedDiagnosis, voice: str) -> None:
    for whole in (team,) if voice == "team" else (own, team):
        found = Page(page.render(whole, voice=voice))
        assert uncited(found) == []
        assert {link for block in found.blocks for link in block.links} <= found.ids


def test_the_small_print_says_what_counts_as_a_meeting_only_where_one_is_told(team: ReleasedDiagnosis) -> None:
    assert WHAT_COUNTS in text_of(page.render(team))
    assert WHAT_COUNTS not in text_of(page.render(diagnosis(finding("Harbour", "team"))))


@pytest.mark.parametrize("width", [60, 80])
def test_the_terminal_tells_it_within_its_width(own: ReleasedDiagnosis, width: int) -> None:
    text = terminal.render(own, width=width)
    assert max(map(len, text.splitlines())) <= width
    said = " ".join(text.split())
    assert "How often you meet" in said
    assert "Proposed: one to one: every two weeks on Monday" in said
    assert "You met your team 0.9 times a week" in " ".join(terminal.render(own, width=width, brief=True).split())
