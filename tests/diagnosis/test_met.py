"""One act, one row: which response counts, and when silence is one (MODEL §2, MISSION S3, S6)."""

from __future__ import annotations

from typing import Any

import pytest
from diagnosis.acting import (
    ALICE,
    BOB,
    CLEO,
    DANA,
    DAY,
    HOUR,
    LATER,
    MONDAY,
    NINE,
    ROSTER,
    answer,
    meeting,
    rows,
    said,
    told,
)
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.diagnosis.met import SCHEMA
from saidanddone.evidence.people import Person


def one(*given: Any, **more: Any) -> dict[str, Any]:
    (row,) = rows(*given, **more)
    return row


# --- Which response counts --------------------------------------------------------------------------------------------


def test_a_leaders_answer_counts_before_an_earlier_one_of_a_peer() -> None:
    peer, leader = answer(5, responder=CLEO, at_us=NINE + HOUR // 3), answer(3, at_us=NINE + HOUR)
    row = one([said()], [peer, leader])
    assert (row["state"], row["level"], row["role"], row["responder"]) == ("met", 3, "leader", ALICE)
    assert (row["met_us"], row["response_source"], row["response_line"]) == (NINE + HOUR, "responses.csv", 2)


def test_of_equals_the_first_answer_counts_and_a_known_role_before_an_unknown_one() -> None:
    late, early = answer(2, at_us=NINE + 2 * HOUR), answer(4, at_us=NINE + HOUR)
    stranger = answer(1, responder="p-strangerrrrrr", at_us=NINE + HOUR // 2)
    assert one([said()], [late, early, stranger])["level"] == 4
    row = one([said()], [stranger])
    assert (row["level"], row["role"]) == (1, None)
    assert one([said()], [stranger, answer(5, responder=CLEO, at_us=NINE + HOUR)])["role"] == "peer"


def test_what_a_response_says_of_its_role_wins_over_the_roster() -> None:
    assert one([said()], [answer(4, responder=CLEO, role="leader")])["role"] == "leader"


def test_who_leads_another_team_is_a_leader_where_they_have_no_row_in_this_one() -> None:
    assert one([said()], [answer(4, responder=DANA)])["role"] == "leader"
    both = (*ROSTER, Person(DANA, "Kite", "member"))
    assert one([said()], [answer(4, responder=DANA)], roster=both)["role"] == "peer"


def test_who_comes_to_lead_only_later_answers_as_a_peer() -> None:
    roster = (Person(CLEO, "Kite", "member", None, LATER), Person(CLEO, "Kite", "leader", LATER, None))
    assert one([said()], [answer(4, responder=CLEO)], roster=roster)["role"] == "peer"


def test_nobody_answers_themself() -> None:
    row = one([said()], [answer(5, responder=BOB)])
    assert (row["state"], row["level"]) == ("unseen", None)


@pytest.mark.parametrize(
    ("after", "state"), [(-1, "unseen"), (0, "met"), (2 * DAY, "met"), (2 * DAY + 1, "unseen"), (None, "met")]
)
def test_an_answer_comes_after_the_act_and_within_48_hours(after: int | None, state: str) -> None:
    act = said()
    assert one([act], [answer(4, at_us=None if after is None else act.at_us + after)])["state"] == state


def test_of_an_answer_with_a_day_alone_the_day_has_to_be_in_time() -> None:
    act = said(at_us=MONDAY)
    days = [one([act], [answer(4, at_us=MONDAY + n * DAY - 1)])["state"] for n in (1, 2, 3, 4)]
    assert days == ["met", "met", "met", "unseen"]


def test_nothing_later_than_the_day_asked_about_is_looked_at() -> None:
    act, reply = said(), answer(4)
    assert rows([act], [reply], on_us=act.at_us - 1) == []
    assert one([act], [reply], on_us=reply.at_us - 1)["state"] == "unseen"  # type: ignore[operator]
    assert one([act], [reply], on_us=reply.at_us)["state"] == "met"  # type: ignore[arg-type]


def test_a_response_is_to_the_act_of_its_own_source() -> None:
    here, there = said(source="x.csv"), said(source="y.csv", kind="idea", person=CLEO)
    found = rows([here, there], [answer(4, source="y.csv"), answer(2, source="x.csv")])
    assert [(row["kind"], row["level"]) for row in found] == [("question", 2), ("idea", 4)]


def test_a_response_in_a_file_of_its_own_is_to_the_last_act_of_that_id_before_it() -> None:
    first, second = said(source="x.csv"), said(source="y.csv", at_us=NINE + DAY)
    found = rows([first, second], [answer(4, at_us=NINE + DAY + HOUR)])
    # Within 48 hours and of one person, they are one act; so the second here is somebody else's.
    assert [row["state"] for row in found] == ["met"]
    other = said(source="y.csv", at_us=NINE + DAY, person=CLEO)
    found = rows([first, other], [answer(4, at_us=NINE + DAY + HOUR)])
    assert [row["state"] for row in found] == ["unseen", "met"]
    assert [row["state"] for row in rows([first, other], [answer(4, at_us=None)])] == ["unseen", "unseen"]


# --- One act, told by several -----------------------------------------------------------------------------------------


def test_an_act_that_three_sources_tell_of_is_one_as_it_was_observed() -> None:
    seen = said(reporter="observed", source="t.vtt", team=None, person=None)
    own, witness = said(reporter="own", source="own.csv"), said(reporter="witnessed", source="w.csv", public=True)
    row = one([witness, own, seen], [answer(5, source="w.csv", at_us=None), answer(3, source="own.csv")])
    assert (row["reporter"], row["source"], row["level"]) == ("observed", "t.vtt", 3)
    assert (row["person"], row["team"], row["public"]) == (BOB, "Kite", True), "others fill in what it leaves open"


def test_acts_of_one_id_that_cannot_be_the_same_stay_apart() -> None:
    twin = said(source="y.csv", person=CLEO)
    late = said(source="z.csv", at_us=NINE + 5 * DAY)
    other = said(source="w.csv", kind="idea")
    assert len(rows([said(), twin, late, other])) == 4


def test_a_witness_report_is_a_row_of_its_own() -> None:
    found = rows([said(), said("w1", reporter="witnessed", source="w.csv")])
    assert [row["reporter"] for row in found] == ["own", "witnessed"]


# --- Silence ----------------------------------------------------------------------------------------------------------


def test_no_answer_is_level_two_only_if_a_leader_was_there() -> None:
    act = said(answered=False)
    there = one([act], [], [meeting()])
    assert (there["state"], there["level"], there["role"], there["responder"]) == ("unanswered", 2, None, None)
    assert (there["followed"], there["channel"]) == ("unknown", "meeting")
    for meetings, roster in (
        ([meeting(attended=(BOB, CLEO))], ROSTER),
        ([], ROSTER),
        ([meeting(state="cancelled")], ROSTER),
        ([meeting()], ()),
    ):
        row = one([act], [], meetings, roster)
        assert (row["state"], row["level"]) == ("unseen", None)


def test_a_leader_who_speaks_alone_among_members_is_not_ignored_by_leaders() -> None:
    act = said(person=ALICE, answered=False)
    assert one([act], [], [meeting()])["state"] == "unseen"
    deputy = (*ROSTER, Person(CLEO, "Kite", "leader"))
    assert one([act], [], [meeting()], deputy)["state"] == "unanswered"


def test_a_list_of_acts_alone_says_nothing_of_answers() -> None:
    assert one([said()], [], [meeting()])["state"] == "unseen"
    both = rows([said(), said("a2")], [answer(4, to="a2")], [meeting()])
    assert [row["state"] for row in both] == ["unanswered", "met"]


def test_a_list_that_says_of_some_acts_whether_they_were_answered_leaves_the_others_open() -> None:
    found = rows([said(), said("a2"), said("a3", answered=False)], [answer(4, to="a2")], [meeting()])
    assert [row["state"] for row in found] == ["unseen", "met", "unanswered"]


def test_an_answer_whose_level_nobody_settled_is_no_silence() -> None:
    row = one([said(answered=True)], [], [meeting()])
    assert (row["state"], row["level"]) == ("unsettled", None)


@pytest.mark.parametrize(("settled", "open_", "level"), [(0, 1, None), (1, 2, None), (1, 1, 2), (2, 0, 2), (0, 0, 2)])
def test_silences_have_a_level_once_half_of_the_answers_beside_them_have(
    settled: int, open_: int, level: int | None
) -> None:
    acts = [said("quiet", answered=False), *(said(f"b{n}", answered=True) for n in range(settled + open_))]
    found = rows(acts, [answer(4, to=f"b{n}") for n in range(settled)], [meeting()])
    assert (found[0]["state"], found[0]["level"]) == ("unanswered", level)


def test_answers_in_another_team_or_file_do_not_give_silences_a_level_or_take_it() -> None:
    quiet, open_ = said("quiet", answered=False), said("b", answered=True, team="Harbour")
    assert rows([quiet, open_], [], [meeting()])[0]["level"] == 2
    listed = said("c", source="own.csv")
    acts = [quiet, said("b", answered=True), listed]
    assert rows(acts, [answer(4, to="c", source="own.csv")], [meeting()])[0]["level"] is None


def test_in_writing_an_act_is_open_for_two_days() -> None:
    act, thread = said(answered=False, exposure_ref="m1"), meeting(kind="thread", minutes=None)
    states = [one([act], [], [thread], on_us=act.at_us + after)["state"] for after in (0, 2 * DAY - 1, 2 * DAY)]
    assert states == ["unsettled", "unsettled", "unanswered"]
    assert one([act], [], [thread])["channel"] == "writing"


# --- Where, and whose -------------------------------------------------------------------------------------------------


def test_an_act_is_in_the_encounter_its_source_names() -> None:
    row = one([said(exposure_ref="m2")], [], [meeting(), meeting("m2", NINE + 20 * DAY)])
    assert row["cluster"].endswith("|m2")


def test_in_its_own_source_an_act_is_in_what_was_going_on_or_began_that_day() -> None:
    talk = {"source": "t.vtt"}
    first, second = meeting("m1", NINE, **talk), meeting("m2", NINE + 5 * HOUR, **talk)
    moments = [NINE + HOUR // 4, NINE + 3 * HOUR, NINE + 5 * HOUR, NINE - HOUR, NINE + DAY]
    found = rows([said(f"a{n}", at_us, **talk) for n, at_us in enumerate(moments)], [], [second, first])
    assert [row["cluster"].split("|")[-1] for row in found] == ["m1", "m1", "m2", "m1", str(NINE // DAY + 1)]
    assert [row["channel"] for row in found] == ["meeting"] * 4 + ["table"]


def test_in_another_source_it_takes_the_team_the_time_and_the_person() -> None:
    assert one([said()], [], [meeting()])["channel"] == "meeting"
    for act, met in (
        (said(at_us=NINE + HOUR), meeting()),
        (said(team="Harbour"), meeting()),
        (said(person=DANA), meeting()),
        (said(), meeting(minutes=None)),
    ):
        assert one([act], [], [met])["channel"] == "table"


def test_acts_of_one_meeting_are_one_cluster_and_those_of_two_teams_are_not() -> None:
    talk = {"source": "t.vtt"}
    acts = [said("a1", **talk), said("a2", person=CLEO, **talk), said("a3", person=DANA, team="Harbour", **talk)]
    found = rows(acts, [], [meeting(team=None, **talk)])
    assert found[0]["cluster"] == found[1]["cluster"] != found[2]["cluster"]


def test_a_missing_team_is_that_of_its_person_else_of_its_meeting() -> None:
    assert one([said(team=None)])["team"] == "Kite"
    assert one([said(team=None, person=None, exposure_ref="m1")], [], [meeting()])["team"] == "Kite"
    assert one([said(team=None, person=None)])["team"] is None
    assert one([said(team=" kite ")])["team"] == "Kite", "as the roster writes it"
    both = (*ROSTER, Person(BOB, "Harbour"))
    assert one([said(team=None)], roster=both)["team"] is None, "one of two teams, nobody can tell which"


def test_a_leaders_own_act_is_a_row() -> None:
    row = one([said(person=ALICE, kind="mistake")], [answer(5, responder=BOB)])
    assert (row["person"], row["level"], row["role"]) == (ALICE, 5, "peer")


# --- Laws -------------------------------------------------------------------------------------------------------------

MOMENTS = st.integers(0, 6 * 24).map(lambda n: NINE + n * HOUR)
PEOPLE = st.sampled_from([ALICE, BOB, CLEO, DANA, None])
ACTS = st.lists(
    st.builds(
        said, st.sampled_from(["a1", "a2", "a3"]), MOMENTS, person=PEOPLE, source=st.sampled_from(["x", "y"]),
        reporter=st.sampled_from(["own", "witnessed", "observed"]), answered=st.sampled_from([None, True, False]),
    ),
    unique_by=lambda act: (act.source, act.id), max_size=6,
)  # fmt: skip
ANSWERS = st.lists(
    st.builds(
        answer, st.integers(1, 5), st.sampled_from(["a1", "a2", "a4"]), st.one_of(st.none(), MOMENTS),
        responder=PEOPLE, source=st.sampled_from(["x", "y", "z"]),
    ),
    max_size=8,
)  # fmt: skip


# One act that two sources tell of up to two days apart may be answered up to two days after the later account.
@given(ACTS, ANSWERS, MOMENTS)
def test_every_act_is_one_row_whose_level_fits_its_state(acts: list[Any], answers: list[Any], on_us: int) -> None:
    table = told(acts, answers, [meeting(), meeting("m2", NINE + DAY, source="x")], on_us=on_us)
    assert table.schema.equals(SCHEMA)
    found = table.to_pylist()
    assert {row["id"] for row in found} == {act.id for act in acts if act.at_us <= on_us}
    assert len({(row["source"], row["id"]) for row in found}) == len(found)
    for row in found:
        assert (row["state"] == "met") == (row["response_source"] is not None)
        assert row["level"] in {"met": {1, 2, 3, 4, 5}, "unanswered": {2, None}}.get(row["state"], {None})
        assert row["responder"] is None or row["responder"] != row["person"]
        assert row["met_us"] is None or row["at_us"] <= row["met_us"] <= min(on_us, row["at_us"] + 4 * DAY)


@given(ACTS, ANSWERS, st.randoms())
def test_the_order_of_responses_changes_nothing_but_between_equals(
    acts: list[Any], answers: list[Any], chance: Any
) -> None:
    shuffled = chance.sample(answers, len(answers))
    first, second = (told(acts, each, [meeting()]) for each in (answers, shuffled))
    for name in ("id", "state", "role", "met_us"):
        assert first.column(name).equals(second.column(name))
