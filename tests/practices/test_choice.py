"""Which practice comes first: the half before the finding, harm before all, never the wrong tool (B3, Q4)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.said import CLOCKS, FIRST, OPEN, UNSAFE, speaking, where
from report.said import quiet as nothing
from report.said import rewarded as safety
from report.units import forecast, stranger

from saidanddone.diagnosis.speaking import Drift, Lateness, LeadersFirst, Speaking
from saidanddone.forecast.safety.result import RoleSafety, SafetyForecast, StageSafety
from saidanddone.forecast.trust.result import TrustForecast
from saidanddone.practices.catalogue import PRACTICES
from saidanddone.practices.choice import choose, half_first

FINE: dict[str, Any] = {"levels": {1: 1, 2: 4, 3: 10, 4: 15, 5: 10}}
PLAIN: dict[str, Any] = UNSAFE | {
    "stages": (), "roles": (), "unsettled": 0, "thanked_only": 0, "levels": {2: 4, 3: 10, 4: 16, 5: 10},
    "followed": {"unknown": 40},
}  # fmt: skip
SHORT: dict[str, Any] = {"mean": 0.6, "low": 0.5, "high": 0.7, "p_above": 0.02, "state": "broken"}
BARE: dict[str, Any] = {"counts": {"made": 30, "settled": 30, "kept": 26, "by_receiver": 9}, "undated_share": 0.0}
CALM = stranger().pressure
STEADY = stranger().consistency


def chosen(spoken: SafetyForecast | None, trust: TrustForecast | None = None, beside: Speaking | None = None) -> str:
    trust = trust or forecast(**BARE, pressure=CALM, consistency=STEADY)
    p = None if trust.state == "none" else trust.p_above
    return choose(trust, spoken, where(p, spoken), beside).id


def roles(leader: tuple[float, float], peer: tuple[float, float]) -> tuple[RoleSafety, ...]:
    return tuple(
        RoleSafety(role, 3, 20, sum(ends) / 2, *ends) for role, ends in (("leader", leader), ("peer", peer))
    )  # fmt: skip


def stages(challenges_met: int, others_met: int) -> tuple[StageSafety, ...]:
    return (
        StageSafety("learner", 12, others_met, 0.7, 0.5, 0.9),
        StageSafety("challenger", 8, challenges_met, 0.4, 0.2, 0.6),
    )


@pytest.mark.parametrize(
    ("changes", "practice"),
    [
        ({"levels": {1: 6, 2: 4, 3: 10, 4: 10, 5: 10}}, "take_back"),
        ({"levels": {1: 6, 4: 34}, "roles": roles((0.6, 0.9), (0.2, 0.5))}, "step_in"),
        ({"roles": roles((0.6, 0.9), (0.2, 0.5))}, "step_in"),
        ({"roles": roles((0.2, 0.5), (0.6, 0.9))}, "answer_differently"),
        ({"unsettled": 60}, "settle_moments"),
        ({"levels": {2: 12, 3: 8, 4: 10, 5: 10}}, "answer_all"),
        ({"stages": stages(1, 11)}, "welcome_challenge"),
        ({"thanked_only": 6, "followed": {"changed": 2, "nothing": 7, "unknown": 31}}, "close_the_loop"),
        ({"levels": {2: 4, 3: 24, 4: 12}}, "value_first"),
        ({}, "value_first"),
        ({"acts": 3, "levels": {4: 2, 3: 1}}, "mark_moments"),
    ],
)
def test_each_finding_of_speaking_up_has_its_practice(changes: dict[str, Any], practice: str) -> None:
    assert chosen(safety(**(PLAIN | changes))) == practice


@pytest.mark.parametrize(
    ("changes", "practice"),
    [
        ({"drift": Drift("less", 14, 6, 3, -0.6, -1.0, -0.2, 0.01)}, "keep_inviting"),
        ({"lateness": Lateness(12, 40.0, 21.0, 66.0, 0.1, None)}, "ask_early"),
        ({"clocks": tuple(replace(clock, state="rare") for clock in CLOCKS)}, "invite"),
        (
            {
                "clocks": tuple(replace(clock, state="rare") for clock in CLOCKS),
                "leaders": LeadersFirst({}, 0, None, None, None, None, None, None),
            },
            "admit_first",
        ),
    ],
)
def test_each_finding_beside_it_has_its_practice(changes: dict[str, Any], practice: str) -> None:
    assert chosen(safety(**PLAIN), beside=speaking(**({"drift": None, "lateness": None} | changes))) == practice


def test_no_moment_at_all_for_the_time_there_was_calls_for_somebody_to_go_first() -> None:
    silent = safety(**(PLAIN | {"acts": 0, "made": 0, "levels": {}, "spoken": None}))
    never = speaking(leaders=LeadersFirst({}, 0, None, None, None, None, None, None))
    assert chosen(silent, beside=never) == "admit_first"
    assert chosen(silent, beside=speaking()) == "invite"


@pytest.mark.parametrize(
    ("changes", "practice"),
    [
        ({"counts": {"made": 9, "dropped": 2}}, "name_dropped"),
        ({"counts": {"made": 9, "undated": 4}, "undated_share": 0.4}, "date_undated"),
        (SHORT | {"audits": {"done_at_all": forecast().audits["done_at_all"]}}, "move_in_time"),
        (SHORT | {"audits": {}}, "promise_less"),
        ({"pressure": forecast().pressure}, "before_pressure"),
        ({"occasions": 2}, "small_and_often"),
        ({"consistency": forecast().consistency}, "steady_hand"),
        ({"counts": {"made": 9, "by_maker": 9}}, "ask_receivers"),
        ({}, "keep_going"),
    ],
)
def test_each_finding_of_trust_has_its_practice(changes: dict[str, Any], practice: str) -> None:
    trust = forecast(**(BARE | {"pressure": CALM, "consistency": STEADY} | changes))
    assert choose(trust, None).id == practice
    assert choose(stranger(), None).id == "begin"
    assert choose(None, None).id == "begin"


def test_with_both_missing_follow_through_comes_first_because_speaking_up_usually_builds_on_it() -> None:
    """MISSION Q4."""
    assert PRACTICES[chosen(safety(**PLAIN), forecast(**(BARE | SHORT)))].half == "trust"


def test_what_is_held_against_people_stops_before_anything_is_built() -> None:
    """MISSION Q4: safety can precede trust, and here it has to."""
    held = safety(**(PLAIN | {"levels": {1: 8, 3: 20, 4: 12}}))
    assert chosen(held, forecast(**(BARE | SHORT))) == "take_back"


def test_one_in_forty_held_against_somebody_does_not_overturn_the_order() -> None:
    assert PRACTICES[chosen(safety(**(PLAIN | FINE)), forecast(**(BARE | SHORT)))].half == "trust"


def test_one_moment_alone_is_enough_of_a_first_few_and_never_where_promises_are_known_to_fall_short() -> None:
    """One afternoon is no pattern: follow-through known to be far below is not overruled by it."""
    one_of = {n: safety(**(PLAIN | {"acts": n, "levels": {1: 1, 4: n - 1}})) for n in (1, 3, 4, 5, 10)}
    for spoken in one_of.values():
        assert PRACTICES[chosen(spoken, forecast(**(BARE | SHORT)))].half == "trust"
    assert [chosen(one_of[n]) == "take_back" for n in (1, 3, 4, 5, 10)] == [True, True, True, False, False]


def test_two_held_against_somebody_come_first_whatever_is_known_of_trust() -> None:
    for n in (2, 3, 20):
        spoken = safety(**(PLAIN | {"acts": n, "levels": {1: 2, 4: n - 2}}))
        assert chosen(spoken, forecast(**(BARE | SHORT))) == "take_back"
    rarely = safety(**(PLAIN | {"acts": 21, "levels": {1: 2, 3: 19}}))
    assert PRACTICES[chosen(rarely, forecast(**(BARE | SHORT)))].half == "trust"


def test_with_both_held_nothing_is_mended() -> None:
    assert chosen(safety(**(FINE | {"unsettled": 0}))) == "keep_both"


def test_people_left_out_after_speaking_up_matter_even_where_both_hold() -> None:
    """MISSION S4: slow punishment."""
    drift = speaking(drift=Drift("less", 14, 6, 3, -0.6, -1.0, -0.2, 0.01))
    assert chosen(safety(**FINE), beside=drift) == "keep_inviting"


def test_a_half_nothing_is_known_of_waits_for_one_that_shows_something_unless_that_one_holds() -> None:
    unsure = forecast(**(BARE | {"p_above": 0.5, "state": "uncertain", "pressure": CALM, "consistency": STEADY}))
    narrow = {"safety": 1.0, "trust": 0.1}
    assert choose(unsure, None, where(0.5, None, narrows=narrow)).half == "trust"
    assert choose(forecast(), None, where(0.94, None, narrows=narrow)).id == "mark_moments"
    assert choose(forecast(), nothing(), where(0.94, nothing())).id == "mark_moments"


def test_among_undecided_halves_the_one_whose_evidence_tells_most_comes_first() -> None:
    unsure, open_half = forecast(**(BARE | {"p_above": 0.5})), safety(**OPEN, roles=(), stages=())
    for first, other in (("trust", "safety"), ("safety", "trust")):
        at = where(0.5, open_half, narrows={first: 0.2, other: 0.1})
        assert choose(unsure, open_half, at).half == first


SHARE = st.floats(0, 1)


@given(
    p_trust=st.one_of(st.none(), SHARE), p_safety=st.one_of(st.none(), SHARE),
    levels=st.tuples(*[st.integers(0, 20)] * 5), unsettled=st.integers(0, 40), first=st.booleans(),
    dropped=st.integers(0, 3), drift=st.sampled_from(["none", "less", "no_sign"]),
)  # fmt: skip
def test_a_finding_about_one_half_never_gets_a_tool_of_the_other(
    p_trust: float | None, p_safety: float | None, levels: tuple[int, ...], unsettled: int, first: bool, dropped: int,
    drift: str,
) -> None:  # fmt: skip
    """MISSION B3: never a quantity tool for a quality problem, nor the reverse."""
    counted = dict(enumerate(levels, start=1))
    spoken = safety(
        **(FIRST if first else {}) | {"levels": counted, "acts": sum(levels), "unsettled": unsettled},
    )  # fmt: skip
    spoken = nothing() if p_safety is None else replace(spoken, p_above=p_safety)
    trust = stranger() if p_trust is None else forecast(p_above=p_trust, counts={"made": 9, "dropped": dropped})
    at = where(p_trust, spoken)
    beside = speaking(drift=Drift(drift, 14, 6, 3))
    practice = choose(trust, spoken, at, beside)
    half = half_first(trust, spoken, at)
    assert practice.half in ({"safety", "both"} if half == "both" else {half})
    if at.sides["safety"] == "below" and at.sides["trust"] == "above":
        assert practice.half == "safety"
    if at.sides["trust"] == "below" and at.sides["safety"] == "above":
        assert practice.half == "trust"


@given(st.integers(0, 12), st.integers(0, 12))
def test_a_difference_between_sorts_of_moments_is_not_made_of_chance(challenges: int, others: int) -> None:
    """Challenges met as often as everything else never call for their own practice."""
    same = safety(**(PLAIN | {"stages": (StageSafety("learner", 12, others, 0.7, 0.5, 0.9),
                                         StageSafety("challenger", 12, challenges, 0.7, 0.5, 0.9))}))  # fmt: skip
    if challenges >= others:
        assert chosen(same) != "welcome_challenge"
