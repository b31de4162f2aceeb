"""Who is measured: the door's rules one by one, and that there is no other door (PRIVACY 1)."""

from __future__ import annotations

import ast
import copy
import pickle
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from privacy.door_cases import FORECAST, diagnosis, finding, group, many

import saidanddone
from saidanddone.diagnosis.finding import Finding
from saidanddone.diagnosis.views import Unit
from saidanddone.errors import NotReleased
from saidanddone.evidence.unreleased import Unreleased
from saidanddone.privacy import release as release_module
from saidanddone.privacy import rules
from saidanddone.privacy.door import release
from saidanddone.privacy.permissions import Permissions
from saidanddone.privacy.release import Distribution, Released, ReleasedDiagnosis, require_released
from saidanddone.report import page, terminal

ALICE, BOB, CHARLIE, DANA = "p-alice00000000", "p-bob0000000000", "p-charlie000000", "p-dana000000000"
NAMES = {ALICE: "Alice Arundel", BOB: "Bob Brink", CHARLIE: "Charlie Chen", DANA: "Dana Duarte"}


def person(name: str) -> Unit:
    return Unit(name, "person", name, "Apollo", frozenset({name}), 0, 3)


def leader(name: str) -> Finding:
    return finding(name, "leader", name)


def test_a_leader_is_released_because_the_roster_says_so() -> None:
    out = release(
        diagnosis(leader(ALICE)), permissions=Permissions(roster=True, leaders=frozenset({ALICE}), names=NAMES)
    )
    assert [(r.id, r.kind, r.label) for r in out.released] == [(ALICE, "leader", "Alice Arundel")]
    assert "never upward" in out.released[0].audience


def test_a_member_is_never_released() -> None:
    out = release(diagnosis(leader(BOB)), permissions=Permissions(roster=True, leaders=frozenset({ALICE}), names=NAMES))
    assert out.released == ()
    assert [(w.kind, w.reason, w.count) for w in out.withheld] == [("person", rules.MEMBER, 1)]


def test_without_a_roster_it_cannot_tell_who_promised_what_to_whom() -> None:
    out = release(diagnosis(leader(BOB), leader(CHARLIE)), permissions=Permissions(names=NAMES))
    assert out.released == ()
    assert [(w.reason, w.count) for w in out.withheld] == [(rules.NO_ROSTER, 2)]
    assert rules.NO_ROSTER.startswith("I cannot tell who promised what to whom")
    assert all(flag in rules.NO_ROSTER for flag in ("--roster", "--me", "--policy"))


def test_everybody_may_see_their_own_record_and_only_their_own() -> None:
    permissions = Permissions(roster=True, me=BOB, names=NAMES)
    out = release(diagnosis(finding(BOB, "self", BOB), finding(CHARLIE, "self", CHARLIE)), permissions=permissions)
    assert [(r.id, r.label, r.audience) for r in out.released] == [(BOB, "You", "you alone")]


def test_a_leader_who_asks_is_addressed() -> None:
    permissions = Permissions(roster=True, leaders=frozenset({ALICE}), me=ALICE, names=NAMES)
    assert release(diagnosis(leader(ALICE)), permissions=permissions).released[0].label == "You"


@pytest.mark.parametrize(("why", "audience"), [("consent", "consent"), ("public", "everybody")])
def test_a_policy_releases_whom_it_lists(why: str, audience: str) -> None:
    out = release(diagnosis(leader(DANA), leader(BOB)), permissions=Permissions(consenting={DANA: why}, names=NAMES))
    assert [r.label for r in out.released] == ["Dana Duarte"]
    assert audience in out.released[0].audience


def test_a_leader_whose_name_is_not_known_is_told_by_pseudonym() -> None:
    out = release(diagnosis(leader(ALICE)), permissions=Permissions(roster=True, leaders=frozenset({ALICE})))
    assert out.released[0].label == "Leader alice0"


@pytest.mark.parametrize("kind", ["team", "project"])
def test_four_makers_are_too_few_and_five_are_enough(kind: str) -> None:
    units = [group(kind, "Four", many(4)), group(kind, "Five", many(5))]
    found = diagnosis(*(finding(unit.id, kind, unit.name) for unit in units))
    out = release(found, permissions=Permissions(), units=units)
    assert [r.id for r in out.released] == [f"{kind}:Five"]
    assert [(w.kind, w.reason, w.count) for w in out.withheld] == [(kind, rules.TOO_FEW.format(fewest=5), 1)]


def test_a_team_of_leaders_only_needs_no_five() -> None:
    units = [group("team", "Apollo", frozenset({ALICE}))]
    permissions = Permissions(roster=True, leaders=frozenset({ALICE}))
    assert [
        r.label
        for r in release(
            diagnosis(finding("team:Apollo", "team", "Apollo")), permissions=permissions, units=units
        ).released
    ] == ["Apollo"]


def test_a_leader_and_a_member_are_not_leaders_only() -> None:
    units = [group("team", "Apollo", frozenset({ALICE, BOB}))]
    permissions = Permissions(roster=True, leaders=frozenset({ALICE}))
    assert (
        release(diagnosis(finding("team:Apollo", "team", "Apollo")), permissions=permissions, units=units).released
        == ()
    )


def test_a_leader_with_commitments_of_nobody_known_is_not_leaders_only() -> None:
    unit = group("team", "Apollo", frozenset({ALICE}), unknown=3)
    assert rules.enough_makers(unit, Permissions(roster=True, leaders=frozenset({ALICE}))) is not None


def test_a_unit_of_unknown_makers_is_withheld_unless_its_promises_are_public() -> None:
    units = [group("project", "Water board", frozenset(), 12), group("project", "Apollo", frozenset(), 12)]
    found = diagnosis(*(finding(unit.id, "project", unit.name) for unit in units))
    out = release(found, permissions=Permissions(public_units=frozenset({"Water board"})), units=units)
    assert [(r.label, r.audience) for r in out.released] == [("Water board", "everybody: these are public promises")]
    assert [(w.reason, w.count) for w in out.withheld] == [(rules.UNKNOWN_MAKERS, 1)]


def test_a_project_is_withheld_when_those_shown_by_name_would_give_the_others_away() -> None:
    """Six made it, two are shown by name: subtracting them leaves four."""
    unit = group("project", "Apollo", many(4) | {ALICE, DANA})
    permissions = Permissions(roster=True, leaders=frozenset({ALICE}), consenting={DANA: "consent"})
    assert rules.nobody_by_subtraction(unit, permissions) == rules.SUBTRACTION.format(fewest=5)
    assert rules.nobody_by_subtraction(replace(unit, makers=unit.makers | many(5)), permissions) is None
    assert rules.nobody_by_subtraction(unit, Permissions(roster=True)) is None


def test_a_finding_without_its_unit_is_judged_by_its_own_count() -> None:
    found = diagnosis(finding("project:A", "project", "A", makers=4), finding("project:B", "project", "B", makers=5))
    assert [r.id for r in release(found, permissions=Permissions()).released] == ["project:B"]
    led = diagnosis(finding("team:A", "team", "A", makers=1, leaders_only=True))
    assert release(led, permissions=Permissions()).released == ()
    assert len(release(led, permissions=Permissions(roster=True, leaders=frozenset({ALICE}))).released) == 1


def test_what_nobody_forecast_is_counted_all_the_same() -> None:
    out = release(
        diagnosis(), permissions=Permissions(), units=[person(BOB), person(CHARLIE), group("project", "A", many(2))]
    )
    assert [(w.kind, w.count) for w in out.withheld] == [("person", 2), ("project", 1)]


def test_marks_of_a_project_do_not_carry_ids_that_its_source_made_up() -> None:
    unit = group("project", "Apollo", many(5))
    out = release(diagnosis(finding(unit.id, "project", "Apollo")), permissions=Permissions(), units=[unit])
    mark, before = out.released[0].marks[0], finding(unit.id, "project", "Apollo").marks[0]
    assert mark == replace(before, id="ledger.csv:2")


def test_problems_pass_the_door_unchanged() -> None:
    found = diagnosis()
    assert release(found, permissions=Permissions()).problems == found.research_only.problems


@given(
    makers=st.frozensets(st.sampled_from([*NAMES, *many(6)]), min_size=1),
    leaders=st.frozensets(st.sampled_from(list(NAMES))),
    listed=st.frozensets(st.sampled_from(list(NAMES))),
    kind=st.sampled_from(["team", "project"]),
)
def test_no_released_figure_leaves_fewer_than_five_people_who_are_not_shown_by_name(
    makers: frozenset[str], leaders: frozenset[str], listed: frozenset[str], kind: str
) -> None:
    unit = group(kind, "Apollo", makers)
    permissions = Permissions(roster=True, leaders=leaders, consenting=dict.fromkeys(listed, "consent"))
    out = release(diagnosis(finding(unit.id, kind, "Apollo")), permissions=permissions, units=[unit])
    others = makers - leaders - listed
    assert bool(out.released) <= (not others or len(others) >= 5)
    assert bool(out.released) <= (makers <= leaders or len(makers) >= 5)


@given(
    asked=st.sampled_from(list(NAMES)),
    leaders=st.frozensets(st.sampled_from(list(NAMES))),
    listed=st.frozensets(st.sampled_from(list(NAMES))),
    me=st.sampled_from([None, *NAMES]),
    roster=st.booleans(),
)
def test_nobody_is_released_or_named_without_one_of_the_three_permissions(
    asked: str, leaders: frozenset[str], listed: frozenset[str], me: str | None, roster: bool
) -> None:
    permissions = Permissions(roster, leaders, me, dict.fromkeys(listed, "public"), frozenset(), NAMES)
    out = release(diagnosis(leader(asked)), permissions=permissions)
    allowed = asked in leaders or asked in listed or asked == me
    assert bool(out.released) == allowed
    everything = repr(out) + str(out.to_dict()) + str(out.to_arrow().to_pylist()) + repr(permissions)
    for pseudonym, name in NAMES.items():
        if not (allowed and pseudonym == asked):
            assert name not in everything
            assert pseudonym not in everything


# --- There is one door ----------------------------------------------------------------------------------------------


def test_a_released_result_is_made_nowhere_else() -> None:
    with pytest.raises(NotReleased, match="Only privacy"):
        Released("p-x", "leader", "X", "all", FORECAST, (), ())
    with pytest.raises(NotReleased, match="Only privacy"):
        ReleasedDiagnosis(0, (), (), (), None, {}, (), "0", 0)
    with pytest.raises(NotReleased, match="Only privacy"):
        Released("p-x", "leader", "X", "all", FORECAST, (), (), _door=object())


def test_a_released_result_cannot_be_changed_into_another() -> None:
    out = release(diagnosis(leader(ALICE)), permissions=Permissions(me=ALICE))
    with pytest.raises(NotReleased):
        replace(out.released[0], label="Bob Brink")
    with pytest.raises(NotReleased):
        replace(out, released=())
    with pytest.raises(AttributeError):
        out.released = ()  # type: ignore[misc]


def test_nothing_else_can_pass_for_a_released_result() -> None:
    out = release(diagnosis(leader(ALICE)), permissions=Permissions(me=ALICE))
    for kind in (Released, ReleasedDiagnosis, Distribution):
        with pytest.raises(NotReleased, match="privacy alone"):
            type("Mine", (kind,), {})
        with pytest.raises(NotReleased, match="privacy has released"):
            require_released(object.__new__(kind))
        with pytest.raises(NotReleased):
            copy.copy(object.__new__(kind))
    with pytest.raises(NotReleased, match="privacy has released"):
        terminal.render(object.__new__(ReleasedDiagnosis))
    with pytest.raises(NotReleased, match="privacy has released"):
        page.render(out.to_dict())  # type: ignore[arg-type]
    with pytest.raises(NotReleased, match="Only what privacy"):
        release_module._kept(dict, ())


def test_a_pickle_is_opened_through_the_door_and_gives_no_more_than_went_in() -> None:
    out = release(diagnosis(leader(ALICE)), permissions=Permissions(me=ALICE))
    assert b"_DOOR" not in pickle.dumps(out)
    again = pickle.loads(pickle.dumps(out))
    assert again == out
    assert again is not out
    require_released(again)
    with pytest.raises(NotReleased):
        pickle.dumps(object.__new__(Released))


def test_an_unopened_forecast_or_an_unreleased_unit_is_let_into_no_result() -> None:
    out = release(diagnosis(leader(ALICE)), permissions=Permissions(me=ALICE))
    one = out.released[0]
    with pytest.raises(NotReleased, match="forecast opened"):
        replace(one, trust=Unreleased(FORECAST), _door=release_module._DOOR)
    with pytest.raises(NotReleased, match="privacy has released"):
        replace(out, released=(leader(BOB),), _door=release_module._DOOR)


@pytest.mark.skipif(not hasattr(copy, "replace"), reason="copy.replace is of Python 3.13")
def test_a_released_result_is_not_changed_by_copying() -> None:
    out = release(diagnosis(leader(ALICE)), permissions=Permissions(me=ALICE))
    with pytest.raises(NotReleased):
        copy.replace(out, released=())  # type: ignore[attr-defined]


def test_a_released_result_does_not_carry_the_key_to_the_door() -> None:
    from saidanddone.privacy.release import _DOOR

    out = release(diagnosis(leader(ALICE)), permissions=Permissions(me=ALICE))
    for thing in (out, *out.released):
        assert not any(getattr(thing, name, None) is _DOOR for name in (*thing.__slots__, "_door"))


def test_a_released_result_can_be_copied_and_kept() -> None:
    out = release(diagnosis(leader(ALICE)), permissions=Permissions(me=ALICE))
    assert copy.deepcopy(out) == out
    assert pickle.loads(pickle.dumps(out)) == out


def test_outputs_refuse_what_has_not_passed() -> None:
    for thing in (diagnosis(), diagnosis().research_only, FORECAST, {"released": []}):
        with pytest.raises(NotReleased, match="privacy has released"):
            require_released(thing)


def test_only_the_privacy_room_touches_the_key_of_the_door() -> None:
    package = Path(saidanddone.__file__).parent
    touching = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            words = (getattr(node, name, None) for name in ("id", "attr", "arg", "value", "name"))
            if any(isinstance(word, str) and word in ("_DOOR", "_door") for word in words):
                touching.add(path.relative_to(package).parts[0])
    assert touching == {"privacy"}


def test_only_privacy_and_research_look_inside_an_unreleased_result() -> None:
    """Report and command line never open one; the verbs only carry it from the forecasts to the door."""
    package = Path(saidanddone.__file__).parent
    for room in ("report", "cli"):
        for path in (package / room).rglob("*.py"):
            assert "research_only" not in path.read_text(encoding="utf-8"), path.name


def test_arrow_rows_are_one_a_released_unit() -> None:
    permissions = Permissions(roster=True, leaders=frozenset({ALICE}), names=NAMES)
    table = release(diagnosis(leader(ALICE), leader(BOB)), permissions=permissions).to_arrow()
    assert table.column("label").to_pylist() == ["Alice Arundel"]
    assert table.column("mean").to_pylist() == [0.7]
    assert release(diagnosis(), permissions=permissions).to_arrow().schema == table.schema


def test_a_file_without_groups_is_no_project_kept_from_the_one_who_made_all_of_it() -> None:
    alone = replace(group("project", "ledger", frozenset({BOB})), whole=True)
    asked = release(diagnosis(), permissions=Permissions(me=BOB), units=[alone])
    assert asked.withheld == ()
    strangers = release(diagnosis(), permissions=Permissions(), units=[alone])
    assert [(row.kind, row.count) for row in strangers.withheld] == [("project", 1)]
    assert strangers.withheld[0].reason.startswith("That is everything in a file without teams or projects")
    mixed = replace(alone, makers=frozenset({BOB, CHARLIE}))
    assert len(release(diagnosis(), permissions=Permissions(me=BOB), units=[mixed]).withheld) == 1
    named = replace(alone, whole=False)
    assert len(release(diagnosis(), permissions=Permissions(me=BOB), units=[named]).withheld) == 1
