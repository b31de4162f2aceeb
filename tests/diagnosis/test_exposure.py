"""How much occasion to speak up there was: by the clock and the roster, never by messages (MODEL §2, §6)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from diagnosis.acting import ALICE, BOB, CLEO, DANA, DAY, HOUR, LATER, MONDAY, NINE, ROSTER, meeting, said
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.diagnosis.exposure import Stretch, exposures
from saidanddone.diagnosis.membership import Membership, merged, overlap
from saidanddone.evidence import act, encounter, exposure, people
from saidanddone.evidence.act import Act
from saidanddone.evidence.encounter import Encounter
from saidanddone.evidence.exposure import Exposure
from saidanddone.evidence.people import Person

HEARD = "e-abcdefghijklm"
WEEK = 7 * DAY


def found(
    meetings: list[Encounter],
    acts: list[Act] | None = None,
    stated: list[Exposure] | None = None,
    roster: tuple[Person, ...] = ROSTER,
    on_us: int = LATER,
    half_life_days: float | None = None,
) -> list[Stretch]:
    return exposures(
        encounter.table(meetings), people.table(roster), exposure.table(stated or []), act.table(acts or []), on_us,
        half_life_days,
    )  # fmt: skip


def stated(amount: float, from_us: int = NINE, to_us: int = NINE + DAY, **more: Any) -> Exposure:
    given = {"team": "Kite", "kind": "meeting", "source": "exposure.csv", "line": 2}
    return Exposure(amount=amount, from_us=from_us, to_us=to_us, **{**given, **more})


def amounts(stretches: list[Stretch]) -> list[float]:
    return [pytest.approx(one.amount) for one in stretches]


# --- Meetings ---------------------------------------------------------------------------------------------------------


def test_a_meeting_is_the_hours_of_the_members_who_came_without_their_leaders() -> None:
    (one,) = found([meeting(HEARD)])
    assert one == Stretch("Kite", "meeting", NINE, NINE + HOUR // 2, 1.0), "two members, half an hour"
    guests = meeting(HEARD, attended=(ALICE, BOB, CLEO, DANA, "p-guestguestgue"))
    assert found([guests])[0].amount == one.amount


def test_of_a_team_the_roster_does_not_have_everybody_who_came_counts() -> None:
    assert found([meeting(HEARD, team="Reef")])[0].amount == 1.5
    assert found([meeting(HEARD)], roster=())[0].amount == 1.5


def test_who_joins_the_team_later_has_no_occasion_before() -> None:
    roster = (Person(BOB, "Kite"), Person(CLEO, "Kite", "member", NINE + DAY, None))
    assert found([meeting(HEARD)], roster=roster)[0].amount == 0.5


@pytest.mark.parametrize(
    "more", [{"state": "cancelled"}, {"minutes": None}, {"attended": ()}, {"at_us": LATER + 1}, {"attended": (ALICE,)}]
)
def test_a_meeting_not_held_or_of_unknown_length_or_without_members_is_no_occasion(more: dict[str, Any]) -> None:
    assert found([meeting(HEARD, **more)]) == []


def test_more_said_in_the_same_meeting_is_no_more_occasion() -> None:
    few, many = ([said(f"a{n}", source="t.vtt") for n in range(count)] for count in (1, 30))
    talk = [meeting(HEARD, source="t.vtt")]
    assert found(talk, few) == found(talk, many) == found(talk)


def test_a_list_of_meetings_counts_only_for_teams_of_which_acts_are_known_to_have_happened_there() -> None:
    held = [meeting(), meeting("m2", NINE + DAY), meeting("m3", NINE + DAY, team="Harbour", attended=(DANA, CLEO))]
    assert found(held) == []
    assert amounts(found(held, [said()])) == [1.0, 1.0], "the one in which nobody spoke, too"
    assert found(held, [said(at_us=NINE + 20 * DAY)]) == []


def test_one_meeting_that_two_sources_tell_of_counts_once_and_two_at_one_time_twice() -> None:
    heard = meeting(HEARD, source="t.vtt", minutes=36.0)
    assert amounts(found([meeting(), heard], [said()])) == [1.2]
    apart = meeting(HEARD, source="t.vtt", attended=(ALICE, BOB))
    assert amounts(found([meeting(attended=(CLEO,)), apart], [said(person=CLEO)])) == [0.5, 0.5]


def test_without_a_team_it_is_that_of_two_or_more_who_came() -> None:
    assert [one.team for one in found([meeting(HEARD, team=None, attended=(BOB, CLEO, DANA))])] == ["Kite"]
    assert found([meeting(HEARD, team=None, attended=(BOB, DANA))]) == []


# --- Writing ----------------------------------------------------------------------------------------------------------


def thread(at_us: int, name: str = HEARD, **more: Any) -> Encounter:
    given = {"kind": "thread", "minutes": None, "source": "export.zip/general"}
    return meeting(name, at_us, **{**given, **more})


def test_a_channel_is_weeks_of_all_members_from_its_first_to_its_last_word() -> None:
    (one,) = found([thread(MONDAY), thread(MONDAY + 2 * WEEK)])
    assert one == Stretch("Kite", "writing", MONDAY, MONDAY + 2 * WEEK, 4.0)


def test_more_messages_in_a_channel_are_no_more_occasion() -> None:
    ends = [thread(MONDAY), thread(MONDAY + 2 * WEEK)]
    between = [thread(MONDAY + n * DAY) for n in range(1, 14)]
    assert found([*ends, *between]) == found(ends)


def test_all_files_of_one_export_are_one_channel_and_so_are_exports_that_follow_each_other() -> None:
    two = [thread(MONDAY), thread(MONDAY + 3 * WEEK, source="export.zip/random")]
    assert amounts(found(two)) == [6.0]
    letters = [thread(MONDAY, source="a.eml"), thread(MONDAY + WEEK, source="b.eml")]
    assert amounts(found(letters)) == [2.0]
    gap = [thread(MONDAY, source="a.eml"), thread(MONDAY + 3 * WEEK, source="b.eml")]
    assert found(gap) == [], "whether anybody kept what was written between nobody knows"


def test_a_later_act_in_the_channel_lengthens_it() -> None:
    late = said(source="export.zip/general", at_us=MONDAY + WEEK)
    assert amounts(found([thread(MONDAY)], [late])) == [2.0]


def test_writing_needs_the_roster() -> None:
    ends = [thread(MONDAY), thread(MONDAY + 2 * WEEK)]
    assert found(ends, roster=()) == []
    half = (Person(BOB, "Kite", "member", None, MONDAY + WEEK), Person(ALICE, "Kite", "leader"))
    assert amounts(found(ends, roster=half)) == [1.0]
    promoted = (Person(BOB, "Kite"), Person(BOB, "Kite", "leader", MONDAY + WEEK, None))
    assert amounts(found(ends, roster=promoted)) == [1.0]


def test_comments_that_nobody_listened_to_are_no_occasion() -> None:
    assert found([thread(MONDAY, "t-0123456789abcdef"), thread(MONDAY + WEEK, "t-0123456789abcdee")]) == []


# --- What is stated, and age ------------------------------------------------------------------------------------------


def test_what_is_stated_is_taken_as_it_stands_and_in_place_of_what_is_derived() -> None:
    held = [meeting(HEARD), meeting("e-bbbbbbbbbbbbb", NINE + 10 * DAY), thread(MONDAY), thread(MONDAY + WEEK)]
    told = found(held, [], [stated(7.0, team=" kite ")])
    assert [(one.team, one.channel, one.amount) for one in told] == [
        ("Kite", "meeting", 7.0), ("Kite", "meeting", 1.0), ("Kite", "writing", 2.0),
    ]  # fmt: skip
    half = found(
        [thread(MONDAY), thread(MONDAY + 2 * WEEK - 1)], [], [stated(1.0, MONDAY + WEEK, LATER, kind="writing")]
    )
    assert amounts([one for one in half if one.from_us == MONDAY]) == [pytest.approx(2.0, rel=1e-6)]


def test_only_what_lies_before_the_day_asked_about_counts() -> None:
    assert amounts(found([], [], [stated(8.0)], on_us=NINE + DAY // 4)) == [2.0]
    assert found([], [], [stated(8.0)], on_us=NINE - 1) == []


def test_age_halves_an_amount_every_half_life() -> None:
    at = stated(8.0, NINE, NINE)
    assert amounts(found([], [], [at], on_us=NINE + 60 * DAY, half_life_days=30)) == [2.0]
    long = stated(8.0, NINE, NINE + 60 * DAY)
    parts = [stated(8.0 / 600, NINE + n * DAY // 10, NINE + n * DAY // 10, line=n + 2) for n in range(600)]
    (whole,) = found([], [], [long], on_us=NINE + 60 * DAY, half_life_days=30)
    summed = sum(one.amount for one in found([], [], parts, on_us=NINE + 60 * DAY, half_life_days=30))
    assert whole.amount == pytest.approx(summed, rel=5e-3)


# --- Laws -------------------------------------------------------------------------------------------------------------

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)


@given(SPANS, SPANS)
def test_spans_hold_the_same_time_once(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    def moments(spans: list[tuple[int, int]]) -> set[int]:
        return {at for start, end in spans for at in range(start, end)}

    first, second = merged(one), merged(other)
    assert moments(first) == moments(one)
    assert all(a[1] < b[0] for a, b in pairwise(first))
    assert overlap(first, second) == len(moments(one) & moments(other))


@given(st.lists(st.tuples(st.sampled_from([BOB, CLEO]), st.sampled_from(["leader", "member"]), st.integers(0, 20),
                          st.integers(0, 20)), max_size=6))  # fmt: skip
def test_members_time_is_that_of_each_moment_added_up(stints: list[tuple[str, str, int, int]]) -> None:
    who = Membership(people.table([Person(p, "Kite", role, min(a, b), max(a, b)) for p, role, a, b in stints]))
    counted = sum(who.is_member(person, at, "kite") for person in (BOB, CLEO) for at in range(5, 15))
    assert who.member_time("KITE", (5, 15)) == counted
