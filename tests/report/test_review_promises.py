"""Promises as a review tells them: to whom without a name, by when, and why a named time is no day (T5)."""

from __future__ import annotations

from dataclasses import replace

from report.reviewed import LEAD, ME, OTHERS, Said, promise, reviewed, spoken

from saidanddone.privacy.review import ReleasedReview
from saidanddone.report.review import page, terminal
from saidanddone.report.review.tally import tallied
from saidanddone.report.review.telling import by_when, promises_intro, whose

MET = Said(by=OTHERS[1])


def heard_at(text: str, when: tuple[int, int] | None, *, dated: bool = False) -> ReleasedReview:
    """One promise in a meeting, in a turn of these words, whose day is known or not."""
    conversation, hearing = spoken(MET, began_us=None)
    turns = list(conversation.turns)
    turns[1] = replace(turns[1], text=text, at_us=10**15 if dated else None)
    hearing = replace(hearing, promises=(replace(promise(1), when=when),))
    return reviewed((replace(conversation, turns=tuple(turns)), hearing))


def told_of(text: str, when: tuple[int, int] | None, *, dated: bool = False) -> str:
    """The sentences above the promises."""
    return " ".join(promises_intro(tallied(heard_at(text, when, dated=dated))))


def test_a_time_that_cannot_be_placed_is_not_told_as_none() -> None:
    told = told_of("I will send it by Friday.", (15, 24))
    assert "It names a time; say the recording's day with `--on` to place it." in told
    assert "no date" not in told
    assert "To date one" not in told
    assert "It has no date." in told_of("I will send it.", None)


def test_a_day_that_can_be_read_two_ways_says_so() -> None:
    told = told_of("I will send it by 3/4.", (15, 21), dated=True)
    assert "It names a time; it can be read as two days" in told


def test_to_whom_a_promise_was_made_is_told_without_a_name() -> None:
    def told(by: str, to: str) -> str:
        shown = reviewed(spoken(MET, promises=[replace(promise(1, by), to=to)]), me=ME)
        ((_, one),) = shown.promises()
        assert one.to_dict()["to"] in ("you", "leader", "somebody", "everybody")
        return whose(one)

    assert [told(LEAD, ME), told(ME, LEAD)] == ["a leader to you", "you to a leader"]
    assert told(OTHERS[1], OTHERS[2]) == "somebody to somebody else"
    assert told(OTHERS[1], "") == "somebody to everybody there"


def test_page_and_terminal_say_why_a_promise_has_no_day() -> None:
    shown = heard_at("I will send it by Friday.", (15, 24))
    assert "undated (its day is not known)" in page.render(shown)
    assert "undated (its day is not known)" in terminal.render(shown, width=1_000)
    assert "--on to place it" in terminal.render(shown, width=1_000)
    ((_, one),) = shown.promises()
    assert (one.undated_why, by_when(one)) == ("undated", "undated (its day is not known)")
