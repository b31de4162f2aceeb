"""Contact as the record has it: how often, what was called off, who goes without, what rhythm answers it (T7, C2)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from string import ascii_lowercase
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sources import calendars

from saidanddone.diagnosis.contact import routines
from saidanddone.diagnosis.gatherings import gatherings
from saidanddone.diagnosis.routine import Contact, Routine
from saidanddone.evidence.encounter import Encounter, table
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.people import Person
from saidanddone.evidence.people import table as people_table
from saidanddone.verbs.gathering import Gathered, gather

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 11, 23)
HOUR_US = DAY_US // 24
LEAD, BOB, CAT, DAN, EVE = "p-lead", "p-bob", "p-cat", "p-dan", "p-eve"


def us(day: date, hour: int = 0, minute: int = 0, zone: Any = UTC) -> int:
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
    return round(moment.timestamp()) * 1_000_000


ON = us(DAY, 23, 59)
MONDAY = us(date(2026, 6, 1), 9)


def met(
    n: int,
    at_us: int,
    people: Iterable[str],
    *,
    state: str = "held",
    source: str = "a.ics",
    kind: str = "",
    **more: Any,
) -> Encounter:
    asked = tuple(people)
    of = kind or ("one_to_one" if len(asked) == 2 else "meeting")
    return Encounter(
        id=more.pop("id", f"k-{source}-{n}"), at_us=at_us, source=source, line=1, invited=asked, kind=of, state=state,
        minutes=more.pop("minutes", 30.0), **more,
    )  # fmt: skip


def weekly(
    people: Iterable[str], *, first: int = MONDAY, weeks: int = 26, every: int = 1, **more: Any
) -> list[Encounter]:
    asked = tuple(people)
    name = "".join(asked)
    return [
        met(n, first + n * 7 * DAY_US, asked, id=f"k-{more.get('source', 'a.ics')}-{name}-{n}", **more)
        for n in range(0, weeks, every)
    ]


KITE = people_table([Person(LEAD, "Kite", "leader"), *(Person(who, "Kite") for who in (BOB, CAT, DAN, EVE))])


def ask(found: Iterable[Encounter], people: pa.Table = KITE, on: int = ON, **more: Any) -> dict[str, Routine]:
    return routines(table(found), people, on, UTC, **more)


def one(routine: Routine, kind: str) -> Contact:
    return next(contact for contact in routine.contacts if contact.kind == kind)


# --- A year as an export has it -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Gathered:
    folder = tmp_path_factory.mktemp("year")
    calendar, roster = calendars.written(folder)
    return gather([calendar], roster=roster, tz="Europe/Berlin")


@pytest.fixture(scope="module")
def found(gathered: Gathered) -> dict[str, Routine]:
    evidence = gathered.evidence
    return routines(evidence.encounters, evidence.people, us(DAY, 23, 59, BERLIN), BERLIN)


def leader(found: dict[str, Routine]) -> Routine:
    return next(routine for name, routine in found.items() if not name.startswith("team:"))


def test_a_year_of_a_leaders_calendar_is_counted_as_a_plain_count_of_its_days_has_it(found: dict[str, Routine]) -> None:
    since = DAY - timedelta(weeks=26)
    days = [day for day in calendars.tuesdays() if since < day <= DAY]
    off = [day for day in days if day in calendars.HOLIDAYS]
    for routine in found.values():
        meeting = one(routine, "meeting")
        assert (meeting.planned, meeting.cancelled) == (len(days), len(off))
        assert meeting.per_week == pytest.approx((len(days) - len(off)) / 26)
        assert meeting.hours_week == pytest.approx((len(days) - len(off)) * 50 / 60 / 26)
        assert meeting.longest_gap_days == pytest.approx(21)
        assert meeting.last_us == us(max(days), 8, 0, ZoneInfo("America/New_York"))
        assert meeting.attended_share is None
    alone = one(leader(found), "one_to_one")
    pairs = [day for day in calendars.tuesdays(calendars.FIRST + timedelta(days=1), every=14) if since < day <= DAY]
    assert alone.planned == 2 * len(pairs)
    assert alone.cancelled == len([day for day in calendars.called_off() if day <= DAY])


def test_who_goes_without_is_told_the_leader_and_counted_for_the_team(
    gathered: Gathered, found: dict[str, Routine]
) -> None:
    own = leader(found)
    names = {gathered.names[who] for who in own.whom}
    assert names == {"Charlie Cole", "Ines Ito", "Lena Lund", "Pavel Pike"}
    assert (own.people, own.without, own.thin) == (5, 4, 0)
    team = found["team:Kite"]
    assert (team.people, team.without, team.whom) == (5, 4, frozenset())
    assert all(plan.with_whom is None for plan in team.cadence)


def test_a_rhythm_answers_each_lack_and_leaves_alone_what_works(gathered: Gathered, found: dict[str, Routine]) -> None:
    plans = {gathered.names[plan.with_whom or ""]: plan for plan in leader(found).cadence}
    reasons = {name: plan.reason for name, plan in plans.items()}
    assert reasons == {"Charlie Cole": "cancelled", "Ines Ito": "never", "Lena Lund": "never", "Pavel Pike": "never"}
    assert (plans["Charlie Cole"].weekday, plans["Charlie Cole"].hour) != (2, 14)
    slots = {(plan.weekday, plan.hour, plan.minute) for plan in plans.values()}
    assert len(slots) == len(plans)
    assert all(plan.weekday < 5 and 9 <= plan.hour < 17 for plan in plans.values())
    assert all(plan.minutes >= 15 * plan.every_weeks for plan in plans.values())
    # What Bob has works, and what the team has works: neither is proposed anew, and neither hour is given away.
    assert not slots & {(2, 14, 0), (1, 10, 0), (1, 14, 0)}


def test_two_exports_and_a_transcript_of_one_meeting_are_one_meeting(gathered: Gathered) -> None:
    evidence = gathered.evidence
    rows = evidence.encounters.to_pylist()
    copy = [row | {"source": "bob.ics"} for row in rows]
    heard = [
        row | {"id": f"e-{'a' * 12}{ascii_lowercase[n]}", "source": f"{n}.vtt", "invited": [], "declined": None,
               "attended": row["invited"][:3], "at_us": row["at_us"] + 3 * 60_000_000, "minutes": 47.0}
        for n, row in enumerate([row for row in rows if row["kind"] == "meeting"][-80:-60])
    ]  # fmt: skip
    on = us(DAY, 23, 59, BERLIN)
    alone = gatherings(evidence.encounters, on)
    together = gatherings(pa.Table.from_pylist(rows + copy + heard, evidence.encounters.schema), on)
    assert len(together) == len(alone)
    assert {each.at_us for each in together} == {each.at_us for each in alone}


# --- The rules, one at a time ---------------------------------------------------------------------------------------


def test_what_lies_after_the_day_asked_is_a_plan_and_not_held() -> None:
    everything = weekly((LEAD, BOB, CAT, DAN), weeks=40)
    counted = one(ask(everything)["team:Kite"], "meeting")
    assert counted.held == 26
    assert counted.last_us is not None
    assert counted.last_us <= ON
    half = one(ask(everything, on=MONDAY + 13 * 7 * DAY_US - DAY_US)["team:Kite"], "meeting")
    assert half.held == 13


def test_only_half_a_year_is_looked_at() -> None:
    routine = ask(weekly((LEAD, BOB, CAT, DAN), first=MONDAY - 52 * 7 * DAY_US, weeks=78))["team:Kite"]
    assert routine.weeks == pytest.approx(26, abs=0.1)
    assert one(routine, "meeting").held == 26


def test_a_calendar_that_ends_early_is_not_taken_for_people_who_stopped_meeting() -> None:
    routine = ask(weekly((LEAD, BOB, CAT, DAN), weeks=10))["team:Kite"]
    assert routine.to_us == MONDAY + 10 * 7 * DAY_US
    assert one(routine, "meeting").per_week == pytest.approx(1)
    assert routine.cadence == ()


def test_a_team_that_stopped_while_its_leaders_calendar_goes_on_has_a_gap() -> None:
    going_on = weekly((LEAD, "p-out"), weeks=26)
    routine = ask([*weekly((LEAD, BOB, CAT, DAN), weeks=10), *going_on])["team:Kite"]
    assert one(routine, "meeting").held == 10
    assert [plan.reason for plan in routine.cadence] == ["gap"]
    (plan,) = routine.cadence
    assert (plan.weekday, plan.hour, plan.every_weeks, plan.minutes) == (0, 9, 1, 30)


@pytest.mark.parametrize(("share", "reasons"), [(0, []), (4, []), (9, ["cancelled"]), (26, ["cancelled"])])
def test_a_third_called_off_asks_for_another_hour(share: int, reasons: list[str]) -> None:
    plans = weekly((LEAD, BOB, CAT, DAN), weeks=26)
    off = {round(n * 26 / share) for n in range(share)} if share else set()
    states = [
        met(n, each.at_us, each.invited, state="cancelled" if n in off else "held") for n, each in enumerate(plans)
    ]
    routine = ask(states)["team:Kite"]
    assert one(routine, "meeting").cancelled == share
    assert [plan.reason for plan in routine.cadence] == reasons
    assert all((plan.weekday, plan.hour) != (0, 9) for plan in routine.cadence)


def test_whom_another_leader_of_the_team_sees_is_proposed_no_second_one_to_one() -> None:
    two = pa.concat_tables([KITE, people_table([Person("p-other", "Kite", "leader")])])
    everybody = weekly((LEAD, "p-other", BOB, CAT, DAN, EVE), minutes=60.0)
    theirs = [
        *weekly(("p-other", BOB), first=MONDAY + HOUR_US, source="other.ics"),
        *weekly(("p-other", CAT), first=MONDAY + 2 * HOUR_US, source="other.ics"),
    ]
    mine = weekly((LEAD, DAN), first=MONDAY + 3 * HOUR_US)
    routine = ask([*everybody, *theirs, *mine], two, me=LEAD)[LEAD]
    assert routine.whom == {BOB, CAT, EVE}
    assert {plan.with_whom for plan in routine.cadence if plan.kind == "one_to_one"} == {EVE}


def test_five_minutes_a_week_are_not_enough() -> None:
    everybody = weekly((LEAD, BOB, CAT, DAN, EVE), minutes=5.0)
    routine = ask([*everybody, *weekly((LEAD, BOB), first=MONDAY + HOUR_US)], me=LEAD)[LEAD]
    assert (routine.people, routine.thin) == (4, 3)
    team = next(plan for plan in routine.cadence if plan.kind == "meeting")
    assert (team.reason, team.minutes) == ("short", 15)


def test_a_meeting_of_many_is_no_contact_with_each_of_them() -> None:
    crowd = [LEAD, BOB, CAT, DAN, EVE, *(f"p-{n}" for n in range(5))]
    many = [*crowd, *(f"p-{n}" for n in range(5, 9))]
    pair = weekly((LEAD, BOB), first=MONDAY + HOUR_US)
    assert ask([*weekly(crowd, minutes=60.0), *pair], me=LEAD)[LEAD].thin == 0
    assert ask([*weekly(many, minutes=60.0), *pair], me=LEAD)[LEAD].thin == 3


def test_of_a_leader_whose_own_calendar_was_not_read_nobody_is_said_to_go_without() -> None:
    bobs = [*weekly((BOB, LEAD), source="bob.ics"), *weekly((BOB, "p-out"), first=MONDAY + HOUR_US, source="bob.ics")]
    team = weekly((LEAD, BOB, CAT, DAN), first=MONDAY + 2 * HOUR_US, source="bob.ics")
    for encounters in (bobs, [*bobs, *team], [*weekly((BOB, LEAD), source="bob.ics"), *team]):
        routine = ask(encounters)[LEAD]
        assert (routine.without, routine.thin, routine.whom) == (None, None, frozenset())
        assert one(routine, "one_to_one").held == 26
        assert not [plan for plan in routine.cadence if plan.kind == "one_to_one"]


def test_one_to_one_that_either_declined_did_not_happen_and_stays_called_off() -> None:
    both = weekly((LEAD, BOB), declined=(BOB,), state="cancelled")
    routine = ask([*both, *weekly((LEAD, CAT), first=MONDAY + HOUR_US)])[LEAD]
    assert (one(routine, "one_to_one").held, one(routine, "one_to_one").cancelled) == (26, 26)
    assert BOB in routine.whom


def test_whoever_joined_lately_is_not_counted_as_going_without() -> None:
    for days, without in ((10, 2), (40, 3)):
        people = people_table(
            [Person(LEAD, "Kite", "leader"), *(Person(who, "Kite") for who in (BOB, CAT, DAN)),
             Person(EVE, "Kite", from_us=ON - days * DAY_US)]
        )  # fmt: skip
        found = ask([*weekly((LEAD, BOB)), *weekly((LEAD, BOB, CAT, DAN), first=MONDAY + HOUR_US)], people, me=LEAD)
        assert (found[LEAD].people, found[LEAD].without) == (4, without)


def test_who_was_on_the_team_counts_while_they_were() -> None:
    left = MONDAY + 13 * 7 * DAY_US
    people = people_table(
        [Person(LEAD, "Kite", "leader"), Person(BOB, "Kite", to_us=left), Person(CAT, "Kite"), Person(DAN, "Kite")]
    )
    found = ask([*weekly((LEAD, BOB)), *weekly((LEAD, CAT), first=MONDAY + HOUR_US)], people)
    assert one(found[LEAD], "one_to_one").held == 13 + 26
    assert found[LEAD].people == 2


def test_who_came_of_those_asked_is_known_where_somebody_listened_or_kept_a_list_and_who_declined_was_not_asked() -> (
    None
):
    plans = weekly((LEAD, BOB, CAT, DAN), declined=(DAN,))
    heard = [
        Encounter(id=f"e-{'a' * 12}{'abcd'[n]}", at_us=plans[n].at_us + 60_000_000, source=f"{n}.vtt", line=1,
                  attended=(LEAD, BOB), minutes=28.0)
        for n in range(4)
    ]  # fmt: skip
    routine = ask([*plans, *heard])["team:Kite"]
    assert one(routine, "meeting").held == 26
    assert one(routine, "meeting").attended_share == pytest.approx(2 / 3)
    assert one(ask(plans)["team:Kite"], "meeting").attended_share is None


def test_a_meeting_called_off_that_somebody_listened_to_was_held() -> None:
    plan = met(0, MONDAY, (LEAD, BOB, CAT, DAN), state="cancelled")
    heard = Encounter(id=f"e-{'a' * 13}", at_us=MONDAY, source="x.vtt", line=1, attended=(LEAD, BOB), minutes=28.0)
    assert [each.held for each in gatherings(table([plan]), ON)] == [False]
    assert [each.held for each in gatherings(table([plan, heard]), ON)] == [True]


def test_two_meetings_at_one_hour_of_different_people_stay_two() -> None:
    mine, theirs = met(0, MONDAY, (LEAD, BOB)), met(0, MONDAY, (LEAD, CAT), source="cat.ics")
    assert len(gatherings(table([mine, theirs]), ON)) == 2


def test_a_written_conversation_is_no_meeting() -> None:
    assert ask(weekly((LEAD, BOB, CAT, DAN), kind="thread")) == {}


def test_without_a_roster_whoever_asks_is_told_of_themselves_and_nobody_else() -> None:
    nobody = people_table([])
    pairs = [*weekly((LEAD, BOB), weeks=10), *weekly((LEAD, CAT), first=MONDAY + HOUR_US)]
    assert ask(pairs, nobody) == {}
    own = ask(pairs, nobody, me=LEAD)
    assert set(own) == {LEAD}
    assert (own[LEAD].people, own[LEAD].without, own[LEAD].whom) == (None, None, frozenset())
    assert [(plan.with_whom, plan.reason) for plan in own[LEAD].cadence] == [(BOB, "gap")]


def test_what_a_contract_carries_names_nobody() -> None:
    routine = ask([*weekly((LEAD, BOB)), *weekly((LEAD, BOB, CAT, DAN), first=MONDAY + HOUR_US)], me=LEAD)[LEAD]
    assert routine.whom
    written = json.dumps(routine.to_dict()) + repr(routine)
    assert not [who for who in (LEAD, BOB, CAT, DAN, EVE) if who in written]


ENCOUNTERS = st.lists(
    st.builds(
        lambda n, day, people, state, minutes, source: met(
            n, MONDAY + day * DAY_US, sorted(people), state=state, minutes=minutes, source=source
        ),
        st.integers(0, 10**6),
        st.integers(-30, 250),
        st.sets(st.sampled_from([LEAD, BOB, CAT, DAN, EVE, "p-out"]), min_size=2),
        st.sampled_from(["held", "cancelled"]),
        st.none() | st.floats(0, 600),
        st.sampled_from(["a.ics", "b.ics"]),
    ),
    max_size=40,
    unique_by=lambda one: one.id,
)


@settings(max_examples=80, deadline=None)
@given(ENCOUNTERS)
def test_counts_add_up_and_shares_are_shares_whatever_the_record(found: list[Encounter]) -> None:
    told = ask(found, me=BOB)
    for routine in told.values():
        assert routine.from_us < routine.to_us <= ON
        assert routine.people is None or 0 <= (routine.without or 0) <= routine.people
        assert routine.without is None or len(routine.whom) in (0, routine.without)
        for contact in routine.contacts:
            assert contact.planned == contact.held + contact.cancelled
            assert contact.per_week == pytest.approx(contact.held / routine.weeks)
            assert (contact.usual_gap_days or 0) <= (contact.longest_gap_days or 0)
        for plan in routine.cadence:
            assert plan.weekday < 5
            assert plan.minutes >= 15 * plan.every_weeks
    assert ask(list(reversed(found)), me=BOB) == told
    assert ask([*found, *found], me=BOB) == told


@settings(max_examples=40, deadline=None)
@given(ENCOUNTERS, st.integers(0, 25))
def test_one_more_one_to_one_never_leaves_more_people_without(found: list[Encounter], days: int) -> None:
    base = [*found, *weekly((LEAD, BOB)), *weekly((LEAD, CAT), first=MONDAY + HOUR_US)]
    more = met(10**7, ON - days * DAY_US, (LEAD, DAN), source="a.ics")
    before, after = ask(base)[LEAD].without, ask([*base, more])[LEAD].without
    assert before is not None
    assert after is not None
    assert after <= before
