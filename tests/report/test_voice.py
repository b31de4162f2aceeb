"""A leader's page and a team's page say the same: the same figures, rows and advice; only the words differ."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from report.reading import Page, numbers
from report.said import FIRST, OPEN, UNSAFE, speaking
from report.said import both as with_both
from report.said import rewarded as safety
from report.units import ON, diagnosis, finding, forecast, mark, marks, stranger

from saidanddone.errors import NotReleased
from saidanddone.forecast.trust.result import Audit, Pressure, Settle, TrustForecast
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.privacy.team import LEADERS_OWN, for_team
from saidanddone.report import page, terminal
from saidanddone.report.advice import KINDS, advise
from saidanddone.report.asking import ASKING
from saidanddone.report.doing import DOING
from saidanddone.report.headline import headline
from saidanddone.report.sentences import claim, for_whose_eyes
from saidanddone.report.voice import Voice, only_shown, voice_of

QUIET = {"made": 30, "settled": 30, "kept": 26, "makers": 2}
GONE = tuple(mark(i, age=60 + i, status="dropped", y=0) for i in range(3))
LATELY = tuple(mark(i, age=3 + i, status="overdue", y=0) for i in range(3))
LATE = {"done_at_all": Audit(0.95, 0.9, 0.98, 0.99, 29, 30)}
NEVER = {"done_at_all": Audit(0.6, 0.5, 0.7, 0.02, 18, 30)}
SHORT = {"mean": 0.6, "low": 0.5, "high": 0.7, "p_above": 0.02, "state": "broken"}
CALM = Pressure(None, None, None, None, None, 0.0, 0.0)

CASES: dict[str, tuple[TrustForecast, tuple[Any, ...]]] = {
    "reliable": (forecast(), marks(44)),
    "name_dropped": (forecast(counts=QUIET | {"dropped": 3}), GONE),
    "date_undated": (forecast(counts=QUIET | {"undated": 9}, undated_share=0.3), marks(9)),
    "speak_of_overdue": (forecast(counts=QUIET | {"overdue": 3}), LATELY),
    "move_in_time": (forecast(counts=QUIET | {"late": 9}, audits=LATE, **SHORT), ()),
    "promise_less": (forecast(counts=QUIET, audits=NEVER, **SHORT), ()),
    "before_pressure": (forecast(counts=QUIET), ()),
    "small_and_often": (forecast(counts=QUIET, occasions=3, settle=Settle("possible", 6, 9.0, 40.0)), ()),
    "begin": (stranger(), ()),
    "ask_receivers": (forecast(counts=QUIET | {"by_maker": 30}, pressure=CALM), ()),
    "keep_going": (forecast(counts=QUIET | {"by_receiver": 30}, pressure=CALM), ()),
    "too early": (forecast(low=0.3, high=0.95), marks(20)),
    "leaning": (forecast(p_above=0.7, state="uncertain"), marks(20)),
}


def both(whole: ReleasedDiagnosis) -> tuple[str, str]:
    return page.render(whole, voice="leader"), page.render(whole, voice="team")


def rows_of(html: str) -> list[str]:
    return re.findall(r'<tr id="u1-r\d+">.*?</tr>', html)


def told(html: str) -> Counter[str]:
    """How often each number is told, apart from words to say and to avoid, and the small print of what was left out."""
    beside = r'<blockquote>.*?</blockquote>|<p class="(?:avoid|quiet hold)">.*?</p>|<footer.*?</footer>|<svg.*?</svg>'
    without = re.sub(beside, "", html)
    return Counter(number for block in Page(without).blocks for number in numbers(block.text))


@pytest.mark.parametrize(
    ("kind", "case"), [*(("team", case) for case in CASES), ("project", "reliable"), ("project", "name_dropped")]
)
def test_both_pages_tell_the_same_numbers_and_list_the_same_rows(kind: str, case: str) -> None:
    trust, rows = CASES[case]
    leaders, teams = both(diagnosis(finding("Blue", kind, trust, rows)))
    assert rows_of(leaders) == rows_of(teams)
    assert told(leaders) == told(teams)
    assert re.findall(r'href="(#.*?)"', leaders) == re.findall(r'href="(#.*?)"', teams)
    assert leaders != teams


@pytest.mark.parametrize("case", CASES)
def test_both_ask_for_the_same_one_thing_with_the_same_evidence(case: str) -> None:
    trust, rows = CASES[case]
    whole = diagnosis(finding("Blue", "team", trust, rows))
    one, other = (advise(whole.released[0], ON, voice_of(whole, voice)) for voice in ("leader", "team"))
    assert (one.kind, one.rows) == (other.kind, other.rows)
    assert one.kind == case or case not in KINDS
    assert one.do != other.do
    assert Counter(numbers(one.do + one.why)) == Counter(numbers(other.do + other.why))


def test_every_advice_can_be_told_to_both() -> None:
    assert set(DOING) == set(ASKING) == set(KINDS)


@pytest.mark.parametrize("case", CASES)
def test_a_team_is_told_nothing_of_itself_and_nobody_is_blamed(case: str) -> None:
    trust, rows = CASES[case]
    said = terminal.render(diagnosis(finding("Blue", "team", trust, rows)), voice="team").lower()
    for word in ("fault", "blame", "failed", "you said you would not", "you kept", "you have kept", "what you promise"):
        assert word not in said


def test_a_team_is_told_what_it_can_rely_on_in_the_first_person_plural() -> None:
    whole = diagnosis(finding("Blue", "team", forecast(counts=QUIET)))
    assert headline(whole, voice_of(whole, "team")) == (
        "We can probably rely on what our leads promise us; whether we can speak up cannot be told yet."
    )
    one = diagnosis(finding("Blue", "team", forecast(counts=QUIET | {"makers": 1})))
    assert claim(one.released[0], voice_of(one, "team")) == "We can probably rely on what our lead promises us"
    assert "For everybody on our team" in for_whose_eyes(one.released[0], voice_of(one, "team"))
    project = diagnosis(finding("Nova", "project"))
    assert claim(project.released[0], voice_of(project, "team")) == "We can probably rely on what Nova commits to"


def test_what_a_team_promised_others_is_not_told_as_promised_to_it() -> None:
    whole = diagnosis(finding("Blue", "team", by_leaders=False))
    said = page.render(whole, voice="team")
    assert "We can probably rely on what Blue commits to" in said
    assert "promise us" not in said
    assert "What Blue commits to can probably be relied on" in page.render(whole)


def test_the_one_leader_a_page_is_for_is_told_you_and_named_in_its_head() -> None:
    whole = diagnosis(finding("Ana Example"), finding("Blue", "team"))
    said = page.render(whole, voice="leader")
    assert "What you promise can probably be relied on" in said
    assert "for Ana Example</span>" in said
    assert "For you and, if you agree, your team; never upward" in said
    assert "<h2>One thing to do tomorrow: you</h2>" in said


def test_of_several_leaders_none_is_told_you() -> None:
    said = page.render(diagnosis(finding("Ana Example"), finding("Cem Example")), voice="leader")
    assert "you promise" not in said
    assert "What Ana Example promises" in said


def test_whom_only_a_policy_lists_is_told_in_the_third_person() -> None:
    whole = diagnosis(finding("Ana Example"), listed={"Ana Example": "consent"})
    assert "What Ana Example promises" in page.render(whole, voice="leader")


def test_several_teams_on_one_page_are_told_by_name() -> None:
    whole = diagnosis(finding("Blue", "team"), finding("Green", "team"))
    assert "What is promised to Blue can probably be relied on" in page.render(whole, voice="team")


def test_a_teams_page_shows_nobodys_own_result_and_counts_what_it_leaves_out() -> None:
    """PRIVACY 1: a leader's forecast goes to that leader and, with consent, to that team."""
    whole = diagnosis(finding("Ana Example"), finding("Cem Example"), finding("Blue", "team"))
    for said in (page.render(whole, voice="team"), " ".join(terminal.render(whole, voice="team").split())):
        assert "Ana" not in said
        assert "Cem" not in said
        assert "two leaders." in said
        assert "A leader who agrees shows the team their own page" in said
    shown = for_team(whole)
    assert [unit.label for unit in shown.released] == ["Blue"]
    assert "Ana" not in repr(shown.to_dict())
    assert [(row.kind, row.reason, row.count) for row in shown.withheld] == [("leader", LEADERS_OWN, 2)]
    assert for_team(shown) is shown


def test_ones_own_and_consented_results_are_left_out_and_public_promises_stay() -> None:
    listed = {"Cem": "consent", "Dee": "public"}
    whole = diagnosis(finding("Ana"), finding("Cem"), finding("Dee"), finding("Bob", "self"), me="Bob", listed=listed)
    shown = only_shown(whole, "team")
    assert [unit.label for unit in shown.released] == ["Dee"]
    assert {(row.kind, row.count) for row in shown.withheld} == {("leader", 1), ("person", 2)}


def test_a_teams_page_with_nothing_left_says_so() -> None:
    said = terminal.render(diagnosis(finding("Ana Example")), voice="team")
    assert said.startswith("Nothing can be shown to a team here: every result had to be withheld.")
    assert "Ana" not in said


def test_what_somebody_remembers_is_on_no_teams_page() -> None:
    from saidanddone.report.lasttime import LastTime

    moment = LastTime("problem", never=True)
    whole = diagnosis(finding("Blue", "team"))
    assert "none that you remember" in page.render(whole, remembered=[moment])
    assert "none that you remember" not in page.render(whole, remembered=[moment], voice="team")
    assert "none that you remember" not in terminal.render(whole, remembered=[moment], voice="team")


def test_there_are_two_pages_and_no_third() -> None:
    with pytest.raises(ValueError, match="leader, team"):
        voice_of(diagnosis(finding()), "boss")
    with pytest.raises(NotReleased):
        for_team({"released": []})  # type: ignore[arg-type]
    assert Voice() == Voice("", None)


SPOKEN = {
    "safe": safety(),
    "unsafe": safety(**UNSAFE),
    "held": safety(**(UNSAFE | {"levels": {1: 10, 3: 20, 4: 10}})),
    "open": safety(**OPEN),
    "first": safety(**FIRST),
}


@pytest.mark.parametrize("spoken", SPOKEN)
@pytest.mark.parametrize("case", ["reliable", "promise_less", "keep_going"])
def test_both_are_told_the_same_figures_of_both_halves_and_the_same_one_thing(case: str, spoken: str) -> None:
    trust, rows = CASES[case]
    whole = diagnosis(with_both(finding("Blue", "team", trust, rows), SPOKEN[spoken], beside=speaking()))
    one, other = (advise(whole.released[0], ON, voice_of(whole, voice)) for voice in ("leader", "team"))
    assert (one.kind, one.half, one.rows) == (other.kind, other.half, other.rows)
    assert one.do != other.do
    assert Counter(numbers(one.do + one.why)) == Counter(numbers(other.do + other.why))
    leaders, teams = (terminal.render(whole, voice=voice).split("One thing to do")[0] for voice in ("leader", "team"))
    assert Counter(numbers(leaders)) == Counter(numbers(teams))
    assert leaders != teams


@pytest.mark.parametrize("spoken", SPOKEN)
def test_a_teams_page_blames_nobody_for_how_speaking_up_is_met(spoken: str) -> None:
    whole = diagnosis(with_both(finding("Blue", "team"), SPOKEN[spoken], beside=speaking()))
    said = terminal.render(whole, voice="team").lower()
    for word in ("fault", "blame", "failed", "dictator", "dysfunction", "coward", "you answered badly"):
        assert word not in said
