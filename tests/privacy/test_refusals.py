"""Each refusal on its own line: its sentence and its count are told in terminal, page and JSON (PRIVACY 1)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from privacy.door_cases import diagnosis, finding, group, many

from saidanddone.diagnosis.views import Unit
from saidanddone.privacy import rules
from saidanddone.privacy.door import WHOLE, release
from saidanddone.privacy.permissions import Permissions
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.report import page, terminal

BOB, DANA, LEADER = "p-bob0000000000", "p-dana000000000", "p-alice00000000"


def people(*names: str) -> list[Unit]:
    return [Unit(name, "person", name, "Apollo", frozenset({name}), 0, 3) for name in names]


def project(makers: frozenset[str], **more: object) -> Unit:
    return Unit("project:Nova", "project", "Nova", "Nova", makers, **{"unknown": 0, "commitments": 30} | more)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Case:
    """Units that a rule refuses, the permissions it refuses them under, and what it says."""

    says: str
    kind: str
    units: Sequence[Unit]
    permissions: Permissions = field(default_factory=Permissions)


ROSTER = Permissions(roster=True, leaders=frozenset({LEADER}))
LISTED = Permissions(consenting={DANA: "public"})
ABOVE = Permissions(roster=True, leaders=ROSTER.leaders, above=True)
FIVE = {"fewest": 5}
CASES = {
    "no roster": Case(rules.NO_ROSTER, "person", people("p-1", "p-2", "p-3")),
    "a member": Case(rules.MEMBER, "person", people("p-1", "p-2"), ROSTER),
    "unknown makers": Case(rules.UNKNOWN_MAKERS, "project", [project(frozenset(), unknown=30)]),
    "too few": Case(rules.TOO_FEW.format(**FIVE), "team", [group("team", "Apollo", many(4))], ROSTER),
    "mostly one": Case(rules.MOSTLY_ONE, "project", [project(many(6), largest=0.9)]),
    "mostly unknown": Case(rules.MOSTLY_UNKNOWN, "project", [project(many(6), unknown=28, unknown_share=0.9)]),
    "subtraction": Case(
        rules.SUBTRACTION.format(**FIVE), "project", [project(many(4) | {DANA})], LISTED
    ),
    "a whole source": Case(f"{WHOLE} {rules.TOO_FEW.format(**FIVE)}", "project", [project(many(2), whole=True)]),
    "upward": Case(
        rules.UPWARD.format(**FIVE), "person", people(LEADER), ABOVE
    ),
    "upward, a team": Case(
        rules.UPWARD.format(**FIVE), "team", [group("team", "Apollo", many(9))], ABOVE
    ),
    "too few leaders": Case(
        rules.TOO_FEW_LEADERS.format(**FIVE), "distribution", [], ABOVE
    ),
}  # fmt: skip


def refused(case: Case) -> ReleasedDiagnosis:
    """The case beside something that may be shown, wherever anything may."""
    shown = Unit("project:Open", "project", "Open", "Open", many(8), 0, 40)
    found = [finding(unit.id, unit.kind, unit.name) for unit in (*case.units, shown)]
    return release(diagnosis(*found), permissions=case.permissions, units=[*case.units, shown])


def as_text(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", markup)).split())


@pytest.mark.parametrize("name", CASES)
def test_a_refusal_is_told_with_its_sentence_and_its_count_wherever_a_result_is(name: str) -> None:
    case = CASES[name]
    out = refused(case)
    counted = [row for row in out.withheld if row.reason == case.says and row.kind == case.kind]
    assert [row.count for row in counted] == [max(1, len(case.units))]
    told = {"kind": case.kind, "reason": case.says, "count": max(1, len(case.units))}
    assert told in json.loads(json.dumps(out.to_dict()))["withheld"]
    said = " ".join(case.says.split())
    assert said in " ".join(terminal.render(out).split())
    assert said in as_text(page.render(out))


@pytest.mark.parametrize("name", CASES)
def test_what_is_refused_is_in_no_result(name: str) -> None:
    out = refused(CASES[name])
    assert not {unit.id for unit in CASES[name].units} & {unit.id for unit in out.released}
    assert [unit.id for unit in out.released] == ([] if CASES[name].permissions.above else ["project:Open"])


def test_no_sentence_of_a_refusal_has_room_for_a_name() -> None:
    sentences = [getattr(rules, name) for name in rules.__all__ if name.isupper() and name != "MOST_OF_ONE"]
    assert len(sentences) >= 9
    assert {place for said in sentences for place in re.findall(r"\{(\w*)\}", said)} <= {"fewest"}


def test_every_rule_has_a_case_here() -> None:
    said = {case.says for case in CASES.values()}
    sentences = {getattr(rules, name) for name in rules.__all__ if name.isupper() and name != "MOST_OF_ONE"}
    elsewhere = {rules.TOO_FEW_RATERS, rules.FEW_ANSWERED}  # tests/verbs/test_ratings.py, tests/privacy/test_safety.py
    assert {one.format(**FIVE) for one in sentences} - said == {one.format(**FIVE) for one in elsewhere}


def test_one_makers_share_may_be_large_and_not_nearly_all() -> None:
    for share, may in ((0.5, True), (rules.MOST_OF_ONE, True), (0.81, False)):
        assert (rules.nobody_alone(project(many(6), largest=share), Permissions()) is None) == may
        assert (rules.mostly_known(project(many(6), unknown_share=share), Permissions()) is None) == may


def test_public_promises_and_leaders_alone_need_no_company() -> None:
    public = Permissions(public_units=frozenset({"Nova"}))
    assert rules.why_withheld(project(many(1), largest=1.0), public) is None
    led = group("team", "Apollo", frozenset({LEADER}))
    assert rules.why_withheld(led, ROSTER) is None


def test_a_leaders_deliveries_are_no_promise_of_leaders_only() -> None:
    delivered = project(frozenset({LEADER}), delivering=frozenset({LEADER}))
    assert rules.why_withheld(delivered, ROSTER) == rules.TOO_FEW.format(**FIVE)


def test_a_member_without_a_verdict_is_hidden_by_nobody_who_is_shown() -> None:
    """Shares without a date are counted over all that was promised: theirs would be what is left."""
    led = project(frozenset({LEADER}), unsettled=frozenset({BOB}))
    assert rules.why_withheld(led, ROSTER) is not None
    listed = Permissions(consenting=dict.fromkeys(many(5), "consent"))
    assert rules.nobody_by_subtraction(project(many(5)), listed) is None
    assert rules.nobody_by_subtraction(project(many(5), unsettled=frozenset({BOB})), listed) is not None


def test_whoever_asks_is_shown_by_name_too() -> None:
    unit = project(many(4) | {BOB})
    assert rules.nobody_by_subtraction(unit, Permissions()) is None
    assert rules.nobody_by_subtraction(unit, Permissions(me=BOB)) is not None
    assert rules.nobody_by_subtraction(project(many(5) | {BOB}), Permissions(me=BOB)) is None
