"""Thanks with nothing after them, told only where enough of the conversation came after (MISSION S3)."""

from __future__ import annotations

import pytest
from listening.hand import Hand, talk

from saidanddone.listening.acts import find_acts
from saidanddone.listening.answers import answered

ACT = ("ana", "The totals in the export are wrong since Monday, and nobody knows why.")
THANKS = ("tom", "Thank you, it matters that you say so.")
VALUED = {"level_4": 0.9, "level_3": 0.1}


def followed(*after, kind="problem", promised=None, leaders=(), channel="meeting", gap=10.0, answers=None, rows=None,
             level=VALUED):  # fmt: skip
    """What followed an act that Tom valued, with these turns after it."""
    conversation = talk(ACT, THANKS, *after, channel=channel, gap=gap)
    listener = Hand({kind: 0.9}, level, *(rows or []), answers={1: 0} | (answers or {}), tiers={kind: "counted"})
    (scores,) = listener.score([conversation])
    acts = find_acts(conversation, scores, listener, {})[:1]
    (act,) = answered(
        conversation, scores, listener, acts, leaders=leaders,
        promised=dict.fromkeys(promised or (), acts[0].id),
    )  # fmt: skip
    assert act.met is not None
    return next(answer for answer in act.answers if answer.turn == 1).followed


OTHERS = (("eva", "the next point is the crane"), ("ben", "it is booked"))
TEN = OTHERS * 5


def test_thanks_with_nothing_after_them_are_told_as_such() -> None:
    assert followed(*TEN) == "nothing"


@pytest.mark.parametrize("n", [0, 1, 9])
def test_where_the_talk_ended_too_soon_nobody_can_tell(n: int) -> None:
    assert followed(*TEN[:n]) == "unknown"


def test_one_more_word_to_it_from_whoever_answered_is_something() -> None:
    after = (*TEN[:4], ("tom", "which template was it"), *TEN)
    assert followed(*after, answers={6: 0}) == "unknown"
    assert followed(*after, answers={6: 5}) == "nothing"


def test_a_leaders_word_to_it_is_something_and_a_peers_is_not() -> None:
    after = (*TEN[:4], ("lea", "which template was it"), *TEN)
    assert followed(*after, answers={6: 1}, leaders={"lea"}) == "unknown"
    assert followed(*after, answers={6: 1}) == "nothing"


@pytest.mark.parametrize("label", ["changed", "declined"])
def test_whatever_was_changed_or_turned_down_in_answer_to_it_is_something(label: str) -> None:
    rows = [{}, {}, {label: 0.9}]
    assert followed(*TEN, answers={4: 0}, rows=rows) == "unknown"


def test_a_promise_that_answers_it_is_something_whoever_makes_it() -> None:
    assert followed(*TEN, promised=[7]) == "unknown"
    assert followed(*TEN, promised=[1]) == "changed"


def test_a_promise_of_whoever_answered_is_something_though_nobody_knows_to_what() -> None:
    soon = (*TEN[:4], ("tom", "i will send it on friday"), *TEN)
    assert followed(*soon, rows=[{}, {}, {}, {}, {"commitment": 0.9}]) == "unknown"
    late = (*TEN, *TEN[:4], ("tom", "i will send it on friday"))
    assert followed(*late, rows=[*[{}] * 14, {"commitment": 0.9}]) == "nothing"


def test_whoever_went_on_speaking_is_given_the_benefit_of_the_doubt() -> None:
    assert followed(("tom", "the template is mine"), *TEN) == "unknown"


@pytest.mark.parametrize("kind", ["question", "help_seeking", "personal", "not_knowing"])
def test_where_an_answer_is_all_there_is_to_want_nothing_is_missed(kind: str) -> None:
    assert followed(*TEN, kind=kind) == "unknown"


@pytest.mark.parametrize("said", ["I will not do that.", "Nothing was decided.", "It could be worse.", "We won't."])
def test_a_refusal_is_no_doing(said: str) -> None:
    assert followed(("eva", said), *TEN, answers={2: 0}) == "nothing"


@pytest.mark.parametrize("said", ["Let's move it to the eighth.", "You're right, we'll change it.", "Done."])
def test_where_somebody_speaks_of_doing_it_is_not_said_that_nothing_followed(said: str) -> None:
    assert followed(("eva", said), *TEN, answers={2: 0}) == "unknown"
    assert followed(("eva", "so it seems"), *TEN, answers={2: 0}) == "nothing"


def test_an_answer_that_only_acknowledges_is_not_told_twice() -> None:
    assert followed(*TEN, level={"level_3": 1.0}) == "unknown"


@pytest.mark.parametrize(("hours", "told"), [(20, "unknown"), (25, "nothing")])
def test_in_writing_the_thread_has_to_go_on_for_two_days(hours: int, told: str) -> None:
    assert followed(*OTHERS, channel="chat", gap=hours * 3600.0) == told
