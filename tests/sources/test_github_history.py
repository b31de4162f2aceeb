"""What GitHub's events, webhooks and older exports tell: promises moved, taken over and given up (T3, T5)."""

from __future__ import annotations

from typing import Any

import pytest
from sources import hub
from sources.hub_told import Read, Told, at, end_of


@pytest.mark.parametrize(
    ("by", "on", "expected"), [("bo", 10, "admitted"), ("ana", 10, "withdrawn"), ("bo", 25, None), ("ana", 25, None)]
)
def test_taken_out_of_its_milestone_in_time_it_is_admitted_or_withdrawn_and_later_it_stands(
    told: Read, by: str, on: int, expected: str | None
) -> None:
    of = hub.issue(milestone=None)
    events = [hub.milestoned(5, of=of), hub.milestoned(on, what="demilestoned", of=of, by=by)]
    promise = told(milestones=[hub.milestone()], events=events).of()
    assert (promise["outcome"], promise["due_us"]) == (expected, end_of(20))


def test_moved_to_a_later_milestone_is_a_renegotiation_at_that_time(told: Read) -> None:
    of = hub.issue(milestone=hub.milestone(2, 30), closed=28)
    events = [hub.milestoned(5, of=of), hub.milestoned(9, what="demilestoned", of=of), hub.milestoned(9, "v2", of=of)]
    got = told(events=events, milestones=[hub.milestone(), hub.milestone(2, 30)])
    promise = got.of()
    assert (promise["made_us"], promise["first_due_us"], promise["due_us"]) == (at(5), end_of(20), end_of(30))
    assert (promise["moved_us"], promise["moved_due_us"], promise["renegotiations"]) == (at(9), end_of(30), 1)
    assert got.outcome() == ("delivered", 1)


def test_a_move_on_the_last_day_gives_no_time_to_call_it_off(told: Read) -> None:
    """What is held against the first day (the move came too late) cannot be withdrawn by the second."""
    of = hub.issue(milestone=hub.milestone(2, 30), closed=25, state_reason="not_planned", closed_by=hub.user("ana"))
    stones = [hub.milestone(), hub.milestone(2, 30)]
    for on, expected in ((9, "withdrawn"), (20, "broken")):
        events = [hub.milestoned(5, of=of), hub.milestoned(on, "v2", of=of)]
        assert told(events=events, milestones=stones).of()["outcome"] == expected


def test_done_in_time_after_it_was_taken_out_of_its_milestone_is_done_in_time(told: Read) -> None:
    for closed, expected in ((15, (None, "system")), (25, ("admitted", "maker"))):
        of = hub.issue(milestone=None, closed=closed)
        events = [hub.milestoned(5, of=of), hub.milestoned(9, what="demilestoned", of=of, by="bo")]
        promise = told(milestones=[hub.milestone()], events=events).of()
        assert (promise["outcome"], promise["outcome_by"]) == expected


def test_a_move_into_a_milestone_of_the_same_day_is_none(told: Read) -> None:
    of = hub.issue(milestone=hub.milestone(2))
    events = [hub.milestoned(5, of=of), hub.milestoned(9, "v2", of=of)]
    got = told(events=events, milestones=[hub.milestone(), hub.milestone(2)])
    assert (got.of()["renegotiations"], got.of()["first_due_us"]) == (0, None)


def test_what_was_moved_before_somebody_took_it_on_is_not_their_renegotiation(told: Read) -> None:
    of = hub.issue(milestone=hub.milestone(2, 30))
    events = [
        hub.milestoned(5, of=of), hub.milestoned(9, "v2", of=of),
        hub.event("assigned", 12, of=of, assignee=hub.user("bo")),
    ]  # fmt: skip
    promise = told(events=events, milestones=[hub.milestone(), hub.milestone(2, 30)]).of()
    assert (promise["made_us"], promise["due_us"], promise["renegotiations"]) == (at(12), end_of(30), 0)


def test_promised_anew_after_its_day_it_is_a_new_promise(told: Read) -> None:
    of = hub.issue(milestone=hub.milestone(2, 40))
    events = [
        hub.milestoned(5, of=of), hub.milestoned(10, what="demilestoned", of=of), hub.milestoned(25, "v2", of=of),
    ]  # fmt: skip
    promise = told(events=events, milestones=[hub.milestone(), hub.milestone(2, 40)]).of()
    assert (promise["made_us"], promise["due_us"], promise["outcome"]) == (at(25), end_of(40), None)


def slipped(told: Read, *, out: int | None, into: int, closed: int = 35) -> Told:
    """Due on day 20 in v1; taken out of it on a day, and put into v2, due on day 40, on that day or another."""
    stones = [hub.milestone(), hub.milestone(2, 40)]
    of = hub.issue(milestone=stones[1], closed=closed)
    left = [] if out is None else [hub.milestoned(out, what="demilestoned", of=of)]
    return told(events=[hub.milestoned(5, of=of), *left, hub.milestoned(into, "v2", of=of)], milestones=stones)


@pytest.mark.parametrize(("out", "into"), [(25, 25), (None, 25), (21, 27)])
def test_a_missed_promise_that_slips_into_the_next_milestone_stays_missed(
    told: Read, out: int | None, into: int
) -> None:
    """T3: a change of milestone is written as leaving one and entering another in the same second."""
    got = slipped(told, out=out, into=into)
    promise = got.of()
    assert (promise["made_us"], promise["first_due_us"], promise["due_us"]) == (at(5), end_of(20), end_of(40))
    assert (promise["moved_us"], promise["renegotiations"]) == (at(into), 1)
    assert got.outcome() == ("delivered", 0)


def test_what_slipped_and_was_called_off_only_then_was_not_kept(told: Read) -> None:
    of = hub.issue(milestone=hub.milestone(2, 40), closed=35, state_reason="not_planned", closed_by=hub.user("ana"))
    events = [hub.milestoned(5, of=of), hub.milestoned(25, what="demilestoned", of=of), hub.milestoned(25, "v2", of=of)]
    assert told(events=events, milestones=[hub.milestone(), hub.milestone(2, 40)]).of()["outcome"] == "broken"


def test_who_took_it_on_after_somebody_elses_miss_has_the_next_day_to_themselves(told: Read) -> None:
    stones = [hub.milestone(), hub.milestone(2, 40)]
    of = hub.issue(milestone=stones[1], closed=35)
    events = [
        hub.milestoned(5, of=of), hub.milestoned(25, what="demilestoned", of=of), hub.milestoned(25, "v2", of=of),
        hub.event("assigned", 26, of=of, assignee=hub.user("bo")),
    ]  # fmt: skip
    got = told(events=events, milestones=stones)
    assert (got.of()["made_us"], got.of()["renegotiations"], got.outcome()) == (at(26), 0, ("delivered", 1))


@pytest.mark.parametrize(
    ("cleared", "again", "first", "y"), [(26, 27, 20, 0), (26, 26, 20, 0), (10, 27, None, 1), (10, 12, 20, 1)]
)
def test_a_milestones_own_date_cleared_after_its_day_and_set_anew_undoes_no_miss(
    told: Read, cleared: int, again: int, first: int | None, y: int
) -> None:
    now = hub.milestone(due=40, updated_at=hub.day(35), state="closed", closed_at=hub.day(35))
    gone = hub.milestone(due=None, updated_at=hub.day(cleared))
    hook = [
        hub.webhook("created", milestone=hub.milestone(updated_at=hub.day(1))),
        hub.webhook("edited", milestone=gone, changes={"due_on": {"from": hub.day(20, "07:00:00Z")}}),
        hub.webhook("edited", milestone=hub.milestone(due=40, updated_at=hub.day(again)),
                    changes={"due_on": {"from": None}}),
    ]  # fmt: skip
    of = hub.issue(milestone=hub.milestone(due=40, updated_at=hub.day(again)), closed=35)
    got = told(hook=hook, milestones=[now], issues=[of], **{"issue-12-events": [hub.milestoned(5)]})
    for name in ("acme/kite#12", "acme/kite milestone 1"):
        assert got.of(name)["first_due_us"] == (None if first is None else end_of(first))
        assert got.outcome(name) == ("delivered", y)


def test_history_is_known_only_where_the_events_of_an_item_are_there(told: Read) -> None:
    got = told(
        issues=[hub.issue(12), hub.issue(13)], more=[hub.issue(14)],
        **{"issue-14-events": [hub.milestoned(5)]},
    )  # fmt: skip
    assert got.of()["renegotiations"] is None
    assert got.of("acme/kite#14")["renegotiations"] == 0
    assert (got.origins["issues.json"], got.origins["more.json"]) == (False, True)
    assert "Of 3 it is unknown whether the due time was moved." in got.rows[1].note


@pytest.mark.parametrize(("changed", "known"), [(1, True), (5, True), (6, False), (26, False), (None, False)])
def test_history_is_known_only_where_the_milestones_own_date_is_known_too(
    told: Read, changed: int | None, known: bool
) -> None:
    """T3: its date may have been moved from the missed day to this one; only what did not change since tells."""
    stone = hub.milestone(due=40, updated_at=None if changed is None else hub.day(changed))
    of = hub.issue(closed=35, milestone=stone)
    got = told(issues=[of], **{"issue-12-events": [hub.milestoned(5)]})
    assert got.of()["renegotiations"] == (0 if known else None)
    lone = hub.issue(closed=35, milestone={**stone, "created_at": stone["updated_at"]})
    got = told(issues=[lone], **{"issue-12-events": [hub.milestoned(5)]})
    assert got.origins["issues.json"] is known


def test_webhooks_of_a_milestone_from_its_creation_on_make_the_history_of_its_issues_known(told: Read) -> None:
    late = hub.milestone(updated_at=hub.day(26))
    files = {"issues": [hub.issue(milestone=late)], "issue-12-events": [hub.milestoned(5)]}
    assert told(**files).of()["renegotiations"] is None
    created = hub.webhook("created", milestone=hub.milestone(updated_at=hub.day(1)))
    got = told(hook=created, **files)
    assert (got.of()["renegotiations"], got.origins["issues.json"]) == (0, True)


def test_a_move_that_was_seen_does_not_make_the_rest_of_the_history_known(told: Read) -> None:
    stones = [hub.milestone(updated_at=hub.day(7)), hub.milestone(2, 30)]
    of = hub.issue(milestone=stones[1], closed=28)
    files = {"issues": [of], "issue-12-events": [hub.milestoned(5), hub.milestoned(9, "v2")]}
    got = told(milestones=stones, **files)
    assert (got.of()["renegotiations"], got.origins["issues.json"]) == (1, False)


@pytest.mark.parametrize(("closed", "updated", "expected"), [(25, 25, 0), (15, 29, 1), (25, 29, 0)])
def test_an_issue_keeps_its_due_day_when_its_milestone_is_renamed(
    told: Read, closed: int, updated: int, expected: int
) -> None:
    """Events carry the old title; without a webhook no export says that it is the same milestone."""
    stone = hub.milestone(title="v1.0")
    of = hub.issue(closed=closed, milestone=stone, updated_at=hub.day(updated))
    got = told(milestones=[stone], issues=[of], events=[hub.milestoned(5, of=of)])
    promise = got.of()
    assert (promise["made_us"], promise["due_us"], promise["renegotiations"]) == (at(5), end_of(20), None)
    assert (got.outcome(), got.problems) == (("delivered", expected), [])


def test_a_former_title_is_not_given_to_a_milestone_the_issue_went_into_by_another(told: Read) -> None:
    stones = [hub.milestone(title="v1.0"), hub.milestone(2, 30)]
    of = hub.issue(milestone=stones[1], closed=28)
    got = told(milestones=stones, events=[hub.milestoned(5, of=of), hub.milestoned(9, "v2", of=of)])
    promise = got.of()
    assert (promise["made_us"], promise["due_us"], promise["renegotiations"]) == (at(9), end_of(30), None)


def test_events_that_do_not_account_for_the_milestone_it_is_in_tell_no_history(told: Read) -> None:
    got = told(issues=[hub.issue()], **{"issue-12-events": [hub.event("assigned", 4, assignee=hub.user("bo"))]})
    assert got.of()["renegotiations"] is None


def test_events_that_begin_with_leaving_a_milestone_tell_no_history(told: Read) -> None:
    of = hub.issue(milestone=hub.milestone(2, 30))
    events = [hub.milestoned(9, what="demilestoned", of=of), hub.milestoned(9, "v2", of=of)]
    got = told(events=events, milestones=[hub.milestone(), hub.milestone(2, 30)])
    assert got.of()["renegotiations"] is None


def test_of_two_things_at_one_moment_leaving_comes_before_entering(told: Read) -> None:
    saved = hub.issue(who=(), updated_at=hub.day(5))
    both = [hub.event(what, 7, assignee=hub.user("bo")) for what in ("assigned", "unassigned")]
    for events in (both, both[::-1]):
        got = told(**{"issues": [saved], "issue-12-events": events})
        assert got.names[got.of()["subject"]] == "bo"


def test_two_exports_of_different_days_show_that_a_milestones_date_was_moved(told: Read) -> None:
    old = hub.issue(updated_at=hub.day(6))
    new = hub.issue(milestone=hub.milestone(due=30, updated_at=hub.day(11)), updated_at=hub.day(12))
    for got in (told(a=[old], b=[new]), told(a=[new], b=[old])):
        promise = got.of()
        assert (promise["first_due_us"], promise["due_us"], promise["moved_us"]) == (end_of(20), end_of(30), at(11))
        assert promise["renegotiations"] == 1


def test_an_edited_milestone_is_a_renegotiation_of_it_and_of_what_is_in_it(told: Read) -> None:
    stone = hub.milestone(due=30, updated_at=hub.day(9))
    edit = hub.webhook("edited", milestone=stone, changes={"due_on": {"from": hub.day(20, "07:00:00Z")}})
    got = told(hook=edit, issues=[hub.issue(milestone=stone)])
    for name in ("acme/kite#12", "acme/kite milestone 1"):
        promise = got.of(name)
        assert (promise["first_due_us"], promise["moved_us"], promise["due_us"]) == (end_of(20), at(9), end_of(30))
        assert (promise["renegotiations"], promise["moved_due_us"]) == (1, end_of(30))


def test_a_milestone_seen_as_it_was_created_has_a_known_history(told: Read) -> None:
    created = hub.webhook("created", milestone=hub.milestone(updated_at=hub.day(1)))
    closed = hub.webhook(
        "closed", milestone=hub.milestone(state="closed", closed_at=hub.day(19), updated_at=hub.day(19))
    )
    name = "acme/kite milestone 1"
    assert told(a=closed, b=created).of(name)["renegotiations"] == 0
    assert told(a=closed).of(name)["renegotiations"] is None
    assert told(a=closed, b=created).outcome(name) == ("delivered", 1)


@pytest.mark.parametrize(("on", "expected"), [(10, "withdrawn"), (25, None)])
def test_a_milestone_deleted_while_open_is_withdrawn_if_its_day_had_not_come(
    told: Read, on: int, expected: str | None
) -> None:
    deleted = hub.webhook("deleted", milestone=hub.milestone(updated_at=hub.day(on)))
    got = told(hook=deleted, issues=[hub.issue(updated_at=hub.day(5))])
    assert got.of("acme/kite milestone 1")["outcome"] == expected
    assert got.of()["outcome"] == expected


def test_a_milestone_that_lost_its_date_in_time_is_withdrawn(told: Read) -> None:
    stone = hub.milestone(due=None, updated_at=hub.day(9))
    edit = hub.webhook("edited", milestone=stone, changes={"due_on": {"from": hub.day(20, "07:00:00Z")}})
    promise = told(edit).of("acme/kite milestone 1")
    assert (promise["outcome"], promise["due_us"]) == ("withdrawn", end_of(20))


@pytest.mark.parametrize(
    ("action", "more", "field", "expected"),
    [
        ("milestoned", {"milestone": hub.milestone()}, "made_us", at(30)),
        ("assigned", {"assignee": hub.user("bo")}, "made_us", at(30)),
        ("reopened", {}, "closed_us", None),
    ],
)
def test_a_webhook_of_an_issue_tells_what_happened_and_when(
    told: Read, action: str, more: dict[str, Any], field: str, expected: int | None
) -> None:
    assert told(hub.webhook(action, issue=hub.issue(), **more)).of()[field] == expected


def test_a_closed_webhook_says_who_closed_it(told: Read) -> None:
    inside = hub.issue(closed=15, state_reason="not_planned")
    assert told(hub.webhook("closed", issue=inside, by="bo")).of()["outcome"] == "admitted"
    assert told(hub.webhook("demilestoned", issue=hub.issue(milestone=None), milestone=hub.milestone())).problems == []
