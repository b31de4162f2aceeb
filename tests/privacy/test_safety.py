"""How people are met, attacked: no member's answers, no member's speaking up, a leader's own to that leader."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from privacy.door_cases import diagnosis, finding, group, many
from verbs.talks import Office, company, members

from saidanddone.diagnosis.finding import ActMark, Behind, Finding, Speakers
from saidanddone.diagnosis.safety import situated
from saidanddone.diagnosis.speaking import CLOCKS, Clock, Drift, Lateness, LeadersFirst, Speaking
from saidanddone.evidence import act, people, response
from saidanddone.evidence.act import Act
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.people import Person
from saidanddone.evidence.response import Response
from saidanddone.forecast.quantiles import QUANTILES
from saidanddone.forecast.safety.result import (
    Estimate,
    SafetyForecast,
    SafetyRecord,
    SafetySettle,
    SourceSafety,
    SpeakingRate,
    StageSafety,
)
from saidanddone.privacy import rules
from saidanddone.privacy.door import release
from saidanddone.privacy.permissions import Permissions
from saidanddone.privacy.release import Released, ReleasedDiagnosis
from saidanddone.privacy.safety import FEW_SPOKE, LEAST_SPEAKERS, _told, everybodys_answers
from saidanddone.privacy.team import for_team
from saidanddone.verbs.speaking import heard

ALICE = "p-alice00000000"
ROSTER = Permissions(roster=True, leaders=frozenset({ALICE}))
STAGES = ("learner", "contributor", "challenger")
DAY = 86_400_000_000
MIDNIGHT = 11_574 * DAY
NOON = MIDNIGHT + DAY // 2


def safety(acts: int = 9) -> SafetyForecast:
    """A forecast with something in every part of it."""
    estimate = Estimate(0.6, 0.4, 0.8)
    return SafetyForecast(
        state="uncertain", spoken=estimate, voice=estimate, voice_at=(), p_above=0.7, line=0.5,
        p_above_at=((0.4, 0.8), (0.5, 0.7), (0.6, 0.5)), quantiles=tuple(QUANTILES), acts=acts, made=acts + 1,
        volume=5.0, occasions=4, recent=2, last_us=NOON, fresh_days=3.0, levels={1: 1, 2: 1, 3: 1, 4: 3, 5: 3},
        followed={"changed": 3, "nothing": 2, "unknown": 4, "declined_with_reason": 0}, thanked_only=1, unanswered=0,
        unsettled=1, unseen=0, stages=tuple(StageSafety(stage, 3, 2, 0.6, 0.3, 0.9) for stage in STAGES), roles=(),
        channels=(SourceSafety("meeting", 5, 0.6, 0.4, 0.8, False), SourceSafety("writing", 4, 0.6, 0.4, 0.8, False)),
        speaking=(SpeakingRate("meeting", "person-hours", 9, 10.0, 0.9, 0.5, 1.3),), counts_used=True,
        witnessed_only=False, witnessed=0, responders=3, leaders_only=True, if_met_well=0.65, if_met_badly=0.5,
        settle=SafetySettle("possible", 9, 7.0), record=SafetyRecord(9, 9, 0.6, 0.2, 0.1, 0.2, 0.7, 0.25),
    )  # fmt: skip


def speaking() -> Speaking:
    return Speaking(
        clocks=tuple(
            Clock(kind, NOON, 3.0, 9.0, "person-hours", 0.4, "ordinary", 2, "acts.csv:2")
            for kind in ("problem_early", "mistake_uncaught", "challenge_public")
        ),
        lateness=Lateness(3, 4.0, None, None, 0.5, None),
        leaders=LeadersFirst({"mistake": 2}, 2, NOON, 1.0, 2.0, 2.0, 0.5, 8.0),
        drift=Drift("less", 8, 5, 2, -0.5, -0.9, -0.1, 0.01),
    )


def said(n: int) -> Speakers:
    return many(n), 0


def behind(n: int = 6, **more: object) -> Behind:
    by_stage = dict.fromkeys(STAGES, said(n))
    return replace(
        Behind(
            speakers=many(n), by_stage=by_stage, by_channel=dict.fromkeys(("meeting", "writing"), said(n)),
            by_clock=dict.fromkeys(CLOCKS, said(n)), by_source={"acts.csv": said(n)}, cited=(("acts.csv", 2),),
            leading=frozenset({ALICE}),
        ),
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def team(who: Behind, **more: object) -> Finding:
    mark = ActMark(NOON, "mistake", "learner", "met", 1, "leader", "nothing", "meeting", "acts.csv", 2)
    one = replace(
        finding("team:Apollo", "team", "Apollo", leaders_only=True), safety=safety(), speaking=speaking(), acts=(mark,),
        behind=who,
    )  # fmt: skip
    return replace(one, situation=situated(one.trust, one.safety), **more)  # type: ignore[arg-type]


def out(one: Finding, permissions: Permissions = ROSTER) -> ReleasedDiagnosis:
    return release(diagnosis(one), permissions=permissions, units=[group("team", "Apollo", frozenset({ALICE}))])


def only(one: Finding, permissions: Permissions = ROSTER) -> Released:
    return out(one, permissions).released[0]


def test_five_who_spoke_up_are_told_by_kind_and_day() -> None:
    shown = only(team(behind(5)))
    assert shown.safety == replace(safety(), last_us=MIDNIGHT)
    assert shown.speaking == replace(
        speaking(), clocks=tuple(replace(one, last_us=MIDNIGHT) for one in speaking().clocks),
        leaders=replace(speaking().leaders, last_us=MIDNIGHT),  # type: ignore[type-var]
    )  # fmt: skip
    assert shown.evidence[-1] == "acts.csv:2"
    assert [one.kind for one in shown.acts] == ["mistake"]
    assert shown.acts[0].at_us % DAY == 0, "a day, no minute of a meeting"


def test_four_who_spoke_up_are_told_together_only() -> None:
    found = out(team(behind(4)))
    shown = found.released[0]
    assert shown.safety is not None
    assert (shown.safety.spoken, shown.safety.voice, shown.safety.levels) == (
        safety().spoken, safety().voice, safety().levels,
    )  # fmt: skip
    apart = (shown.safety.stages, shown.safety.channels, shown.safety.roles, shown.safety.speaking, shown.safety.record)
    assert apart == ((), (), (), (), None)
    assert shown.acts == ()
    assert shown.speaking is not None
    assert [clock.kind for clock in shown.speaking.clocks] == ["challenge_public"]
    assert (shown.speaking.lateness, shown.speaking.drift) == (None, None)
    assert ("safety", FEW_SPOKE.format(fewest=5), 1) in [(w.kind, w.reason, w.count) for w in found.withheld]


def test_a_clock_that_never_stopped_is_nobodys() -> None:
    never = replace(speaking().clocks[0], last_us=None, days=None, seen=0, evidence=None)
    shown = only(team(behind(1), speaking=Speaking(clocks=(never,))))
    assert shown.speaking is not None
    assert shown.speaking.clocks == (never,)


def test_names_of_one_person_are_one_who_spoke_up() -> None:
    five = behind(5)
    alike = dict.fromkeys(sorted(five.speakers)[:2], sorted(five.speakers)[0])
    assert only(team(replace(five, same=alike))).acts == ()


def test_a_rung_of_one_or_two_is_left_out_and_cannot_be_worked_out() -> None:
    who = behind(6, by_stage={"learner": said(6), "contributor": said(5), "challenger": said(1)})
    shown = only(team(who)).safety
    assert shown is not None
    assert [one.stage for one in shown.stages] == ["learner"]


def test_a_rung_that_one_colleague_answered_is_left_out_too() -> None:
    """A leader's own are told beside it: taken away they would leave that one's."""
    parts = dict.fromkeys(STAGES, said(6))
    answers = {"learner": said(5), "contributor": said(4), "challenger": said(1)}
    assert _told(Behind(), parts, answers) == {"learner"}
    assert _told(Behind(), parts, answers | {"challenger": said(0)}) == set(STAGES)


@given(st.dictionaries(st.sampled_from(STAGES), st.frozensets(st.sampled_from("abcdefg"), min_size=1)))
def test_what_is_left_out_beside_a_whole_is_nobodys_or_three_peoples(parts: dict[str, frozenset[str]]) -> None:
    told = _told(Behind(), {name: (who, 0) for name, who in parts.items()}, {})
    rest: set[str] = set()
    for name, who in parts.items():
        if name in told:
            assert len(who) >= LEAST_SPEAKERS
        else:
            rest |= who
    assert not rest or not told or len(rest) >= LEAST_SPEAKERS


def test_answers_of_fewer_than_five_colleagues_are_in_no_teams_figure() -> None:
    for others, largest, may in ((4, 0.3, False), (5, 0.3, True), (5, 0.81, False), (0, 0.0, False)):
        assert everybodys_answers(behind(answering=many(others), largest=largest), ROSTER) is may
    five = many(5)
    asking = replace(ROSTER, me=next(iter(five)))
    assert not everybodys_answers(behind(answering=five), asking), "without whoever asks it would be four others'"
    leading = replace(ROSTER, leaders=frozenset({ALICE, next(iter(five))}))
    assert not everybodys_answers(behind(answering=five), leading), "a leader's own are told beside it"


def test_the_door_drops_a_figure_made_of_a_few_colleagues_answers_and_where_it_led() -> None:
    """Whoever makes a finding by mistake of what may not be told finds the door shut, and no situation tells it."""
    found = out(team(behind(answering=many(3), largest=0.4)))
    shown = found.released[0]
    assert (shown.safety, shown.speaking, shown.acts) == (None, None, ())
    assert shown.situation is not None
    assert (shown.situation.sides["safety"], shown.situation.p) == ("nothing", None)
    assert rules.FEW_ANSWERED.format(fewest=5) in {one.reason for one in found.withheld}


def test_safety_without_anybody_behind_it_is_not_told() -> None:
    assert only(replace(team(behind()), behind=None)).safety is None


def own(who: str, kind: str = "leader", **more: object) -> Finding:
    one = replace(finding(who, kind, who), safety=safety(), speaking=speaking(), behind=behind(2, **more))
    return replace(one, situation=situated(one.trust, one.safety))


def test_whom_a_policy_lists_agreed_to_promises_and_not_to_answers() -> None:
    for why in ("consent", "public"):
        listed = replace(ROSTER, consenting={"p-listed": why})
        shown = release(diagnosis(own("p-listed")), permissions=listed).released[0]
        assert shown.trust.mean is not None
        assert (shown.safety, shown.speaking) == (None, None)


def test_a_leaders_own_answers_are_told_whole_where_the_leader_was_there() -> None:
    heard = release(diagnosis(own(ALICE, all_observed=True)), permissions=ROSTER).released[0]
    assert heard.safety == safety()
    reported = release(diagnosis(own(ALICE)), permissions=ROSTER).released[0]
    assert reported.safety is not None
    assert reported.safety.stages == ()


def test_a_teams_page_holds_the_teams_safety_and_never_a_leaders_own() -> None:
    both = release(
        diagnosis(own(ALICE, all_observed=True), team(behind())), permissions=ROSTER,
        units=[group("team", "Apollo", frozenset({ALICE}))],
    )  # fmt: skip
    page = for_team(both)
    assert [(one.kind, one.safety is not None) for one in page.released] == [("team", True)]


def test_nothing_of_safety_goes_upward() -> None:
    found = out(team(behind()), replace(ROSTER, above=True))
    assert found.released == ()
    assert "voice" not in json.dumps(found.to_dict())


@pytest.mark.parametrize("drift", [Drift("none", 3, 1, 1), Drift("less", 7, 5, 2, -1.0, -2.0, -0.1, 0.01)])
def test_below_the_least_nothing_is_said_of_slow_punishment(drift: Drift) -> None:
    """S4, MODEL §5: and no count either."""
    shown = only(team(behind(), speaking=replace(speaking(), drift=drift)))
    assert shown.speaking is not None
    assert shown.speaking.drift is None


def test_no_repr_names_anybody() -> None:
    one = team(behind(answering=many(6)))
    assert "p-" not in repr(one) + repr(one.behind) + repr(only(team(behind())))


@given(st.integers(0, 2**32))
@settings(max_examples=60)
def test_no_figure_of_answers_minus_others_is_a_few_members(seed: int) -> None:
    """As ``test_differencing`` does for promises: every cut between what one run shows, by the rows each rests on."""
    attack(seed)


def test_the_attack_finds_what_a_door_without_its_rule_would_give_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """This test can fail: with everybody's answers in every figure, a few members' are what is left."""
    monkeypatch.setattr("saidanddone.verbs.speaking.everybodys_answers", lambda *_: True)
    fallen = 0
    for seed in range(40):
        try:
            attack(seed)
        except AssertionError:
            fallen += 1
    assert fallen > 5


def attack(seed: int) -> None:
    """An organisation at random: what is left of answers when figures are taken from one another is five people's."""
    chance = Random(seed)
    people_ = [f"p-{place:02}" for place in range(chance.randrange(4, 14))]
    led = people_[: chance.randrange(0, 3)]
    listed = people.table([Person(who, "Apollo", "leader" if who in led else "member") for who in people_])
    acts, answers = [], []
    for number in range(chance.randrange(5, 80)):
        acts.append(Act(id=f"a{number}", at_us=number, kind="idea", source="acts.csv", line=number, team="Apollo",
                        person=chance.choice(people_), reporter="observed"))  # fmt: skip
        by = chance.choice(people_[: chance.randrange(1, len(people_) + 1)])
        answers.append(Response(id=f"r{number}", act_id=f"a{number}", level=chance.randrange(1, 6), source="r.csv",
                                line=number, responder=by, at_us=number))  # fmt: skip
    permissions = Permissions(
        roster=True, leaders=frozenset(led), me=chance.choice([None, *people_]), fewest_makers=5
    )  # fmt: skip
    evidence = Evidence(acts=act.table(acts), responses=response.table(answers), people=listed)
    told = heard(evidence, 10**6, permissions, {})
    assert told is not None
    used = [{*one.used.tolist()} for one in (*told.teams.values(), *told.people.values())]
    shown = permissions.leaders | {permissions.me}
    for piece in _pieces(used):
        answered = {told.acts.people[told.acts.responder[row]] for row in piece if told.acts.level[row]}
        hidden = answered - shown
        assert not hidden or len(hidden) >= 5


def _pieces(figures: list[set[int]]) -> list[set[int]]:
    """The smallest sets that sums and differences of these figures can tell apart."""
    cells: dict[tuple[bool, ...], set[int]] = {}
    for row in set().union(*figures) if figures else ():
        cells.setdefault(tuple(row in one for one in figures), set()).add(row)
    return list(cells.values())


# --- From the files ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("answers")


def with_colleagues(n: int, level: int) -> Office:
    """A short year in which so many colleagues answer too, each in the same way."""
    office = company(8)
    office.promises = []
    theirs = members("Apollo", 7)
    for turn in range(2 * n):
        answering = theirs[turn % n]
        asking = theirs[6] if n < 7 else theirs[(turn + 1) % n]
        office.say(asking, "Apollo", turn % 8, 45, "question", (level, answering))
    return office


def apollo(office: Office, folder: Path) -> Released:
    return next(one for one in office.ask(folder).released if one.label == "Apollo")


def test_what_four_colleagues_answered_moves_no_figure_of_their_team(folder: Path) -> None:
    """Nobody reading it can learn how any of them answers, however they do."""
    kind, unkind = (apollo(with_colleagues(4, level), folder / f"four{level}").safety for level in (1, 5))
    assert kind is not None
    assert unkind is not None
    assert kind.leaders_only
    assert kind == unkind
    assert kind.acts == 16


def test_what_five_colleagues_answered_is_in_it(folder: Path) -> None:
    safety_ = apollo(with_colleagues(5, 5), folder / "five").safety
    assert safety_ is not None
    assert (safety_.leaders_only, safety_.acts) == (False, 26)


def test_where_only_a_few_colleagues_answered_nothing_is_told_but_why(folder: Path) -> None:
    office = with_colleagues(3, 4)
    led = {name for name, _, _, by, *_ in office.responses if by == "Alice Arundel"}
    gone = {met for name, met, *_ in office.responses if name in led}
    office.responses = [row for row in office.responses if row[0] not in led]
    office.acts = [row for row in office.acts if row[0] not in gone]
    found = office.ask(folder / "few")
    assert "Apollo" not in {one.label for one in found.released}
    assert ("safety", rules.FEW_ANSWERED.format(fewest=5), 1) in [(w.kind, w.reason, w.count) for w in found.withheld]


def test_no_output_names_who_spoke_up_or_answered(folder: Path) -> None:
    office = with_colleagues(5, 4)
    found = office.ask(folder / "named")
    theirs = "".join(json.dumps(one.to_dict()) for one in found.released if one.kind == "team")
    assert not [word for word in ("Apolloson", "Borealisson", "Arundel", "p-") if word in theirs]
    assert "Apolloson" not in json.dumps(found.to_dict()) + repr(found)


def test_above_the_leaders_a_run_of_both_kinds_tells_nothing_of_safety(folder: Path) -> None:
    office = deepcopy(company(8))
    found = office.ask(folder / "above", above=True)
    assert found.released == ()
    assert not [word for word in ("voice", "spoken", "Apollo") if word in json.dumps(found.to_dict())]
