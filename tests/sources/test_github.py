"""What GitHub's fields mean: whose promise it is, when it was made and due, and what became of it (T5, T10, T11)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sources import hub

from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.outcome import settle
from saidanddone.evidence.people import People
from saidanddone.sources.detect import read_paths
from saidanddone.sources.github.rules import RULES, pressing

Read = Callable[..., Any]


class Told:
    """What the exports of one request gave."""

    def __init__(self, evidence: Any, problems: Any, rows: Any) -> None:
        self.problems, self.rows, self.names = problems, rows, evidence.names
        self.origins = {row["source"]: row["history"] for row in evidence.origins.to_pylist()}
        self.promises = {row["id"]: row for row in evidence.commitments.to_pylist()}

    def of(self, name: str = "acme/kite#12") -> dict[str, Any]:
        return dict(self.promises[name])

    def outcome(self, name: str = "acme/kite#12", on: int = 60) -> tuple[str, int | None]:
        told = settle(Commitment(**self.of(name)), at(on))
        return told.status, told.y


def at(number: int, time: str = "10:00:00Z") -> int:
    extra = max(0, number - 60)
    written = hub.day(min(number, 60), time)
    return round(datetime.fromisoformat(written).timestamp() * 1_000_000) + extra * 86_400_000_000


def end_of(number: int) -> int:
    return at(number, "00:00:00Z") + 86_400_000_000 - 1


@pytest.fixture
def told(tmp_path: Path, people: People) -> Read:
    """The exports given as ``name=content``, read together; without a name, ``issues.json``."""

    def read(*content: Any, tz: str = "UTC", **files: Any) -> Told:
        folder = tmp_path / f"export-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        for name, held in ({"issues": list(content)} if content else {} | files).items():
            (folder / f"{name}.json").write_text(json.dumps(held), encoding="utf-8")
        for name, held in files.items():
            (folder / f"{name}.json").write_text(json.dumps(held), encoding="utf-8")
        return Told(*read_paths(sorted(folder.iterdir()), people, tz=tz))

    return read


def test_a_dated_milestone_is_a_promise_of_the_repository_by_its_creator(told: Read, people: People) -> None:
    promise = told(hub.milestone()).of("acme/kite milestone 1")
    assert (promise["subject"], promise["subject_kind"], promise["team"]) == ("acme/kite", "project", "acme/kite")
    assert promise["maker"] == people.pseudonym("ana")
    assert (promise["made_us"], promise["due_us"], promise["due_is_date"]) == (at(1), end_of(20), True)


def test_an_assigned_issue_is_each_assignees_promise_due_with_its_milestone(told: Read, people: People) -> None:
    got = told(hub.issue(who=("bo", "cy")))
    bo, cy = sorted(
        (one for one in got.promises.values() if one["subject_kind"] == "person"), key=lambda one: one["id"]
    )
    assert {bo["subject"], cy["subject"]} == {people.pseudonym("bo"), people.pseudonym("cy")}
    assert bo["id"] == "acme/kite#12"
    assert cy["id"].startswith("acme/kite#12~")
    assert bo["due_us"] == cy["due_us"] == end_of(20)
    assert bo["to"] == people.pseudonym("ana")
    assert set(got.names.values()) == {"ana", "bo", "cy"}


def test_what_is_in_one_milestone_shares_its_fate_under_a_keyed_name(told: Read) -> None:
    got = told(hub.issue(12), hub.issue(13), hub.issue(14, milestone=hub.milestone(2)))
    assert got.of()["occasion"] == got.of("acme/kite#13")["occasion"] == got.of("acme/kite milestone 1")["occasion"]
    assert got.of()["occasion"] != got.of("acme/kite#14")["occasion"]
    assert "kite" not in got.of()["occasion"]


@pytest.mark.parametrize(("zone", "hour"), [("UTC", "23:59:59Z"), ("America/Los_Angeles", "23:59:59-07:00")])
def test_a_due_date_is_a_day_to_its_end_in_the_asked_zone(told: Read, zone: str, hour: str) -> None:
    assert told(hub.issue(), tz=zone).of()["due_us"] == at(20, hour) + 999_999


def test_an_issue_in_a_dated_milestone_with_nobody_assigned_is_the_repositorys(told: Read, people: People) -> None:
    for content in (hub.issue(who=()), hub.issue(who=(), assignees=[hub.BOT], assignee=hub.BOT)):
        promise = told(content).of()
        assert (promise["subject"], promise["subject_kind"], promise["maker"]) == ("acme/kite", "project", None)
        assert promise["to"] == people.pseudonym("ana")


def test_an_assigned_issue_without_a_dated_milestone_is_undated(told: Read) -> None:
    """T5: a promise without a due time is found and counted."""
    for stone in (None, hub.milestone(due=None)):
        got = told(hub.issue(milestone=stone))
        assert (got.of()["due_us"], got.of()["formal"], got.of()["made_us"]) == (None, False, at(3))
        assert "1 without a due time" in got.rows[0].note
    assert told(hub.issue()).of()["formal"] is True


def test_an_issue_nobody_took_on_and_a_pull_request_are_understood_and_promise_nothing(told: Read) -> None:
    got = told(hub.issue(who=(), milestone=None), hub.issue(13, pull_request={"url": "u"}, milestone=None))
    (row,) = got.rows
    assert (got.promises, got.problems, row.rows, row.unread, row.understood) == ({}, [], 0, 0, 2)
    assert row.note.split(". ") == [
        "1 issue with neither an assignee nor a dated milestone: nothing promised", "1 pull request: no promises.",
    ]  # fmt: skip


def test_a_bot_is_nobodys_maker_and_nobodys_receiver(told: Read) -> None:
    got = told(hub.issue(user=hub.BOT, milestone=hub.milestone(creator=hub.BOT)))
    assert (got.of()["to"], got.of("acme/kite milestone 1")["maker"]) == (None, None)


@pytest.mark.parametrize(
    ("closed", "expected"), [(15, ("delivered", 1)), (25, ("delivered", 0)), (None, ("dropped", 0))]
)
def test_dates_say_what_became_of_it(told: Read, closed: int | None, expected: tuple[str, int]) -> None:
    assert told(hub.issue(closed=closed)).outcome() == expected


def test_of_several_closings_the_last_counts_and_what_was_reopened_is_open(told: Read) -> None:
    events = [hub.event("closed", 10, of=hub.issue(closed=25)), hub.event("reopened", 15, of=hub.issue(closed=25))]
    assert told(issues=[hub.issue(closed=25)], events=events).of()["closed_us"] == at(25)
    reopened = hub.issue(state="open", state_reason="reopened", closed_at=None)
    assert told(reopened).of()["closed_us"] is None


def test_events_that_came_after_the_issue_was_saved_are_believed(told: Read) -> None:
    saved = hub.issue(updated_at=hub.day(5))
    later = [hub.event("closed", 18), hub.event("unassigned", 6, assignee=hub.user("bo"))]
    got = told(**{"issues": [saved], "issue-12-events": [*later, hub.event("assigned", 7, assignee=hub.user("cy"))]})
    assert (got.of()["closed_us"], got.names[got.of()["subject"]]) == (at(18), "cy")


@pytest.mark.parametrize(
    ("reason", "closer", "closed", "expected"),
    [
        ("not_planned", "bo", 15, ("admitted", "maker")),
        ("not_planned", "ana", 15, ("withdrawn", "receiver")),
        ("not_planned", "cy", 15, ("withdrawn", "system")),
        ("not_planned", None, 15, ("withdrawn", None)),
        ("not_planned", "ana", 25, ("broken", "system")),
        ("not_planned", "bo", 25, ("admitted", "maker")),
        ("duplicate", "bo", 15, ("withdrawn", "system")),
        ("duplicate", "cy", 25, ("withdrawn", "system")),
        ("NOT_PLANNED", "bo", 15, ("admitted", "maker")),
    ],
)
def test_closed_without_being_done_is_withdrawn_or_admitted_by_who_closed_it(
    told: Read, reason: str, closer: str | None, closed: int, expected: tuple[str, str | None]
) -> None:
    """T11: to admit in time is an outcome of its own; after the day it is no longer a withdrawal."""
    by = None if closer is None else hub.user(closer)
    promise = told(hub.issue(closed=closed, state_reason=reason, closed_by=by)).of()
    assert (promise["outcome"], promise["outcome_by"], promise["closed_us"]) == (*expected, None)


def test_who_closed_it_is_also_told_by_its_events(told: Read) -> None:
    of = hub.issue(closed=15, state_reason="not_planned")
    assert told(events=[hub.event("closed", 15, of=of, by="bo")]).of()["outcome"] == "admitted"


@pytest.mark.parametrize(("closer", "expected"), [("ana", "withdrawn"), ("bo", "admitted"), (None, "withdrawn")])
def test_an_older_closing_never_says_who_closed_it_in_the_end(told: Read, closer: str | None, expected: str) -> None:
    """What its assignee closed as not planned was reopened; a closing after the events were saved is the one."""
    by = None if closer is None else hub.user(closer)
    older = [hub.event("closed", 7, by="bo", state_reason="not_planned"), hub.event("reopened", 8, by="bo")]
    of = hub.issue(closed=10, state_reason="not_planned", closed_by=by)
    assert told(issues=[of], **{"issue-12-events": [hub.milestoned(5), *older]}).of()["outcome"] == expected
    unsaid = hub.issue(closed=10, state_reason=None, closed_by=by)
    assert told(issues=[unsaid], **{"issue-12-events": [hub.milestoned(5), *older]}).of()["outcome"] is None


def test_a_closing_event_a_few_seconds_off_is_that_closing(told: Read) -> None:
    of = hub.issue(closed=15, state_reason="not_planned")
    near = hub.event("closed", 15, of=of, by="bo", created_at=hub.day(15, "10:00:02Z"))
    assert told(events=[near]).of()["outcome"] == "admitted"


def test_made_when_it_was_milestoned_and_assigned_where_events_tell(told: Read) -> None:
    of = hub.issue()
    moved_in = hub.milestoned(5, of=of)
    assert told(hub.issue()).of()["made_us"] == at(3)
    assert told(events=[moved_in]).of()["made_us"] == at(5)
    taken = hub.event("assigned", 8, of=of, assignee=hub.user("bo"))
    assert told(events=[moved_in, taken]).of()["made_us"] == at(8)
    undated = hub.issue(milestone=None)
    assert told(events=[hub.event("assigned", 8, of=undated, assignee=hub.user("bo"))]).of()["made_us"] == at(8)


def test_assigned_only_after_it_was_closed_is_no_promise(told: Read) -> None:
    of = hub.issue(closed=15, updated_at=hub.day(19))
    got = told(events=[hub.event("assigned", 18, of=of, assignee=hub.user("bo"))])
    assert "acme/kite#12" not in got.promises


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


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["priority: critical"], True), (["P0"], True), (["p1"], True), (["Urgent"], True), (["blocker"], True),
        (["hotfix"], True), (["release-blocker", "bug"], True), (["priority/critical-urgent"], True),
        (["priority: 1"], True), (["sev1"], True), (["priority: high"], False), (["P2"], False), (["P3", "bug"], False),
        (["priority/backlog"], False), (["severity: minor"], False), (["non-urgent", "priority: low"], False),
        (["P2", "hotfix"], True), (["bug"], None), ([], None), (["help wanted"], None), (["critical path"], True),
        (["blocked"], None), (["php"], None), (["p"], False),
    ],
)  # fmt: skip
def test_labels_say_whether_it_was_under_pressure(labels: list[str], expected: bool | None) -> None:
    """T10."""
    assert pressing(labels) is expected


def test_pressure_is_unknown_where_an_export_has_no_labels(told: Read) -> None:
    assert told(hub.issue(labels=[{"name": "P0"}])).of()["pressure"] is True
    bare = {name: value for name, value in hub.issue().items() if name != "labels"}
    assert told(bare).of()["pressure"] is None


def test_pressure_is_by_the_labels_when_it_was_made_where_events_tell(told: Read) -> None:
    """T10: a label set or removed only afterwards says nothing of how it was promised."""
    urgent = {"name": "urgent"}
    for labels, what, on, expected in (
        ([urgent], "labeled", 29, None), ([urgent], "labeled", 4, True), ([], "unlabeled", 29, True),
        ([], "unlabeled", 4, None),
    ):  # fmt: skip
        of = hub.issue(labels=labels)
        got = told(events=[hub.milestoned(5, of=of), hub.event(what, on, of=of, label=urgent)])
        assert got.of()["pressure"] is expected


def test_due_before_it_was_made_is_told_and_read_as_it_stands(told: Read) -> None:
    got = told(hub.issue(created_at=hub.day(25)))
    assert [problem.said for problem in got.problems] == ["It is due before it was made; a forecast leaves it out."]
    assert got.of()["due_us"] == end_of(20)


def test_closed_at_a_time_nobody_wrote_down_counts_for_nothing(told: Read) -> None:
    got = told(hub.issue(closed=15, closed_at=None))
    assert (got.of()["outcome"], got.outcome()) == ("unknown", ("pending", None))
    assert got.problems[0].remedy == "Add closedAt to --json."


def test_every_rule_is_one_sentence_or_a_few_and_has_a_name_of_its_own() -> None:
    assert len({name for name, _ in RULES}) == len(RULES)
    assert all(said[0].isupper() and said.endswith(".") for _, said in RULES)
