"""What GitHub's fields mean: whose promise it is, when it was made and due, and what became of it (T5, T10, T11)."""

from __future__ import annotations

import pytest
from sources import hub
from sources.hub_told import Read, at, end_of

from saidanddone.evidence.people import People
from saidanddone.sources.github.rules import RULES, pressing


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
