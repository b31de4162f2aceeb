"""What of a pulse leaves by the door: nothing of four, bands of five to nineteen, exact figures none of which another
undoes (PRIVACY, What is released)."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from privacy.door_cases import diagnosis
from privacy.door_cases import group as unit_of
from privacy.pulse_cases import SCALE, asked, composite, parted, people, pulse
from privacy.test_safety import safety

from saidanddone.diagnosis.finding import Finding
from saidanddone.diagnosis.pulse import Pulse
from saidanddone.diagnosis.safety import situated
from saidanddone.privacy import lattice
from saidanddone.privacy.door import release
from saidanddone.privacy.permissions import Permissions
from saidanddone.privacy.pulse import FEW_PULSE, for_release, leaves_every_answer, rounds_told
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.survey.bands import band_of

ALICE = "p-alice00000000"
ROSTER = Permissions(roster=True, leaders=frozenset({ALICE}))


def out(*found: Finding, permissions: Permissions = ROSTER) -> ReleasedDiagnosis:
    units = [unit_of("team", one.unit, frozenset({ALICE})) for one in found]
    return release(diagnosis(*found), permissions=permissions, units=units)


def shown(found: Finding) -> Pulse:
    told = out(found).released[0].pulse
    assert told is not None
    return told


# --- How many ------------------------------------------------------------------------------------------------------


def test_four_respondents_are_withheld_and_counted_and_no_permission_lifts_it() -> None:
    everything = Permissions(
        True, frozenset({ALICE}), ALICE, {ALICE: "public"}, frozenset({"Apollo"}), {}, fewest_makers=1
    )
    for permissions in (ROSTER, everything):
        told = out(asked(composite(4)), permissions=permissions)
        assert [one.pulse for one in told.released] == [None]
        assert ("pulse", FEW_PULSE, 1) in [(one.kind, one.reason, one.count) for one in told.withheld]


@pytest.mark.parametrize("n", [5, 9, 10, 19])
def test_below_twenty_a_composite_is_told_by_its_band_alone(n: int) -> None:
    one = shown(asked(composite(n))).latest[0]
    assert (one.band, one.mean, one.low, one.high) == (1, None, None, None)


def test_beside_a_band_the_number_of_respondents_is_a_least_one() -> None:
    """S10: whether everybody answered, or one fewer than before, would be told by the number itself."""
    assert [shown(asked(composite(n))).latest[0].respondents for n in (5, 6, 9, 10, 19)] == [5, 5, 5, 10, 10]


def test_twenty_with_a_known_roster_are_told_to_a_tenth() -> None:
    one = shown(asked(composite(20, 3.5678))).latest[0]
    assert (one.respondents, one.mean, one.low, one.high) == (20, 3.6, 3.2, 4.0)


def test_an_interval_is_rounded_outward() -> None:
    one = shown(asked(composite(40, 3.54))).latest[0]
    assert (one.low, one.mean, one.high) == (3.2, 3.5, 3.9), "of 3.23, 3.54 and 3.83"


@pytest.mark.parametrize("roster", [frozenset(), people(19)])
def test_a_roster_that_does_not_say_who_was_there_allows_the_band_alone(roster: frozenset[str]) -> None:
    one = shown(asked(composite(20, roster=roster))).latest[0]
    assert (one.mean, one.respondents) == (None, 20)


def test_no_roster_passes_the_door() -> None:
    told = out(asked(composite(7), composite(8, at=1), composite(30, half="trust")))
    assert not any(one.roster for one in (*told.released[0].pulse.latest, *told.released[0].pulse.earlier))  # type: ignore[union-attr]
    for said in (repr(told), json.dumps(told.to_dict()), str(told.to_arrow().to_pylist())):
        assert "p-respondent" not in said
    assert b"p-respondent" not in pickle.dumps(told)


# --- One round beside another ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("gone", "came", "exact"), [(0, 0, True), (1, 0, False), (0, 1, False), (1, 1, False),
                                                     (2, 1, True), (3, 0, True), (0, 3, True)])  # fmt: skip
def test_a_roster_may_be_the_same_or_differ_by_three(gone: int, came: int, exact: bool) -> None:
    first = people(30)
    later = (first - people(gone)) | people(came, 100)
    told = shown(asked(composite(25, roster=first), composite(25, roster=later, at=1)))
    assert told.earlier[0].mean is not None
    assert (told.latest[0].mean is not None) == exact


@pytest.mark.parametrize(("missing", "exact"), [(0, True), (1, False), (2, False), (3, True)])
def test_of_one_roster_nobody_known_to_be_away_stands_alone_between_two_rounds(missing: int, exact: bool) -> None:
    """Who was on leave everybody knows: two means of the same people but one would give that one's answers."""
    roster = people(30)
    told = shown(asked(composite(26, roster=roster), composite(26 - missing, roster=roster, at=1)))
    assert (told.latest[0].mean is not None) == exact


def test_a_roster_is_held_against_every_round_told_exactly_and_not_only_the_last() -> None:
    first = people(30)
    away = first - people(4)
    back = first - people(1)
    told = shown(asked(*(composite(24, roster=one, at=at) for at, one in enumerate((first, away, back)))))
    assert [one.mean is not None for one in (*told.earlier, *told.latest)] == [True, True, False]


def test_a_round_told_by_its_band_is_none_that_later_ones_are_held_against() -> None:
    first = people(30)
    told = shown(asked(*(composite(24, roster=first - people(n), at=at) for at, n in enumerate((0, 1, 3)))))
    assert [one.mean is not None for one in (*told.earlier, *told.latest)] == [True, False, True]


def test_no_sum_of_rosters_leaves_one_person_over() -> None:
    """Each pair differs by three and more; two of them together are a third and one more."""
    a, b, c = people(10), people(15, 10), people(1, 40)
    rosters = [a | b | c, a | people(15, 60), b | people(12, 80), people(15, 60) | people(12, 80)]
    assert all(len(x ^ y) >= 3 for x in rosters for y in rosters if x is not y)
    # The first less the second less the third and the fourth: one person, once.
    assert lattice.exact_rounds([(20, one) for one in rosters]) == [True, True, True, False]


@given(
    moves=st.lists(
        st.tuples(st.frozensets(st.integers(0, 27), max_size=4), st.frozensets(st.integers(40, 45), max_size=3)),
        min_size=1, max_size=5,
    ),
    counts=st.lists(st.integers(3, 24), min_size=5, max_size=5),
)  # fmt: skip
def test_what_was_told_of_a_round_is_told_the_same_way_ever_after(
    moves: list[tuple[frozenset[int], frozenset[int]]], counts: list[int]
) -> None:
    """A later round changes nothing of an earlier: the walk needs no memory but the evidence."""
    rounds = [
        composite(n, roster=[f"p-{one}" for one in (set(range(28)) - gone) | came], at=at)
        for at, ((gone, came), n) in enumerate(zip(moves, counts, strict=False))
    ]
    whole = rounds_told(rounds)
    for upto in range(1, len(rounds) + 1):
        assert rounds_told(rounds[:upto]) == whole[:upto]
    assert rounds_told(rounds[::-1]) == whole[::-1], "rounds are walked in the order of time"
    exact = [set(one.roster) for one, told in zip(rounds, whole, strict=True) if told is not None and told.mean]
    assert all(not one ^ other or len(one ^ other) >= 3 for one in exact for other in exact)


def test_each_half_is_walked_by_itself() -> None:
    first, later = people(30), people(29)
    told = shown(asked(composite(25, roster=first, half="trust"), composite(25, roster=later, at=1, half="safety")))
    assert [one.mean is not None for one in told.latest] == [True, True]


def test_what_a_diagnosis_says_exactly_where_it_may_not_is_not_believed() -> None:
    """The door decides by who answered and who was there, whatever figures come with it."""
    told = shown(asked(composite(12, 4.1234)))
    assert "4.12" not in json.dumps(told.to_dict())


# --- Everybody alike ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mean", [5.0, 4.97, 1.0, 1.2])
def test_a_mean_at_the_end_of_the_scale_is_told_by_its_band(mean: float) -> None:
    one = shown(asked(composite(22, mean))).latest[0]
    assert one.mean is None
    assert one.band == band_of(mean, *SCALE)


@given(n=st.integers(5, 300), band=st.integers(0, 2), answer=st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0]))
def test_every_band_leaves_everybody_every_answer(n: int, band: int, answer: float) -> None:
    """Whatever one person answered, others may have answered so that the band is the same."""
    low, high = (n - 1) * SCALE[0] + answer, (n - 1) * SCALE[1] + answer
    sums = [low + k for k in range(int(high - low) + 1)]
    assert any(band_of(total / n, *SCALE) == band for total in sums)


@given(n=st.integers(20, 200), mean=st.floats(1.0, 5.0))
def test_an_exact_figure_leaves_two_people_either_end(n: int, mean: float) -> None:
    if leaves_every_answer(mean, n, SCALE):
        assert n * mean <= (n - 2) * 5.0 + 2 * 1.0 + 1e-6
        assert n * mean >= (n - 2) * 1.0 + 2 * 5.0 - 1e-6


# --- What stands beside ---------------------------------------------------------------------------------------------


def test_where_answers_part_from_what_was_seen_no_difference_stands_beside_a_band() -> None:
    one = shown(asked(composite(9, 4.3), apart=(parted("higher", 3.4321),))).apart[0]
    assert one.difference is None
    assert (one.expected, one.expected_low, one.expected_high, one.p) == (3.5, 3.0, 4.0, 0.05)


@pytest.mark.parametrize(("direction", "mean", "expected"), [("higher", 3.9, 3.4), ("lower", 4.3, 4.4),
                                                             ("lower", 4.3, 3.4)])  # fmt: skip
def test_where_the_band_is_the_one_expected_nothing_parts(direction: str, mean: float, expected: float) -> None:
    """It would tell where in the band the mean lies."""
    assert shown(asked(composite(9, mean), apart=(parted(direction, expected),))).apart == ()


def test_two_means_of_one_band_give_the_same_released_pulse_to_the_last_bit() -> None:
    def said(mean: float, n: int) -> str:
        return json.dumps(out(asked(composite(n, mean), apart=(parted("higher", 2.6, p=mean / 200.0),))).to_dict())

    assert said(3.02, 6) == said(3.98, 9)
    assert said(3.02, 6) != said(4.02, 6)


def test_beside_an_exact_figure_the_difference_is_of_what_is_told() -> None:
    one = shown(asked(composite(24, 4.1234), apart=(parted("higher", 3.4321),))).apart[0]
    assert (one.expected, one.difference) == (3.4, 0.7)


def test_episodes_of_one_rung_are_told_from_three_on() -> None:
    told = shown(asked(composite(9), own={"learner": 4, "challenger": 2, "contributor": 0}, held_back={"learner": 1}))
    assert told.own == {"learner": 4}
    assert told.held_back == {}
    assert told.witnessed is None


def test_promises_are_told_in_whole_numbers() -> None:
    told = shown(asked(composite(9), promises_due=3.5, promises_kept=1.25))
    assert (told.promises_due, told.promises_kept) == (4.0, 1.0)


def test_a_pulse_that_asked_for_episodes_alone_is_told_by_its_counts() -> None:
    told = shown(asked(own={"learner": 7, "challenger": 2}))
    assert (told.latest, told.own) == ((), {"learner": 7})
    assert out(asked(promises_due=3.0)).released[0].pulse is None


def test_of_four_respondents_no_episode_and_no_promise_is_told() -> None:
    told = out(asked(composite(4), own={"learner": 9}, promises_due=3.0, promises_kept=2.0))
    assert told.released[0].pulse is None


def test_a_round_of_four_beside_one_of_six_is_left_out_and_counted() -> None:
    told = out(asked(composite(6), composite(4, at=1)))
    kept = told.released[0].pulse
    assert kept is not None
    assert kept.latest == ()
    assert [one.round for one in kept.earlier] == ["2026-01"]
    assert ("pulse", FEW_PULSE, 1) in [(one.kind, one.reason, one.count) for one in told.withheld]


def test_a_forecast_that_untold_answers_have_moved_is_told_no_more_than_they() -> None:
    """MODEL §3: below five the pulse is in no figure; one that is wrongly in it stays behind with it."""
    base = asked(composite(4), used=True)
    found = replace(base, safety=safety(), situation=situated(base.trust, safety()))
    told = out(found).released[0]
    assert told.safety is None
    assert told.situation == situated(base.trust, None)


def test_somebody_above_is_told_no_pulse_and_no_reason_either() -> None:
    above = replace(ROSTER, above=True)
    assert for_release(asked(composite(40)), above)[0].pulse is None
    told = out(asked(composite(40)), permissions=above)
    assert told.released == ()
    assert not [one for one in told.withheld if one.kind == "pulse"]


def test_how_many_rows_were_read_tells_nobody_how_many_answered() -> None:
    def read(answers: int) -> object:
        found = diagnosis(asked(composite(6))).research_only
        whole = replace(found, read={"commitments": 57, "answers": answers, "episodes": 3})
        from saidanddone.evidence.unreleased import Unreleased

        return release(Unreleased(whole), permissions=ROSTER).read

    assert read(40) == read(48) == {"commitments": 57, "answers": 40, "episodes": 1}


def test_a_pulse_without_answers_is_let_through_as_nothing() -> None:
    assert for_release(replace(asked(), pulse=None), ROSTER) == (replace(asked(), pulse=None), None)
    assert for_release(replace(asked(), pulse=pulse()), ROSTER)[0].pulse is None
