"""A promise is found with who, what, to whom and by when; what only sounds like one is not (MISSION T5, T11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from listening.hand import Hand

from saidanddone.evidence.commitment import table
from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.heard import HeardAct, HeardPromise
from saidanddone.listening.promises import as_commitment, find_promises, why_undated
from saidanddone.listening.promising import promising, sentences

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MONDAY = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
MONDAY_US = (MONDAY - EPOCH) // timedelta(microseconds=1)


def talk(*said: tuple[str, str], dated: bool = True) -> Conversation:
    turns = tuple(
        Turn(who, text, 10 * (n + 1), at_us=MONDAY_US + n * 60_000_000 if dated else None)
        for n, (who, text) in enumerate(said)
    )
    return Conversation("c", "standup.vtt", "meeting", turns, MONDAY_US if dated else None)


def found(conversation: Conversation, *acts: HeardAct, **answers: int) -> list[HeardPromise]:
    """Promises, where a listener hears a promise and a report of something done in every turn."""
    links = {int(place.removeprefix("t")): to for place, to in answers.items()}
    hand = Hand(*({"commitment": 0.9, "done": 0.9} for _ in conversation.turns), answers=links)
    return find_promises(conversation, hand.score([conversation])[0], hand, acts)


PROMISES = [
    ("I'll send the minutes by Friday.", "I'll send the minutes by Friday"),
    ("Sure, I will look at the logs tonight", "I will look at the logs tonight"),
    ("By Thursday we'll have a second quote.", "we'll have a second quote"),
    ("I'm going to rewrite that page, it confuses people", "I'm going to rewrite that page, it confuses people"),
    ("Once the tests pass I'll merge it.", "I'll merge it"),
    ("As I said, I'll pay for it.", "I'll pay for it"),
    ("will fix, sorry", "will fix, sorry"),
    ("on it!", "on it"),
    ("I can have the list ready by noon", "I can have the list ready by noon"),
    ("You'll have my comments by Wednesday", "You'll have my comments by Wednesday"),
    ("Let me check with legal and report back.", "Let me check with legal and report back"),
    ("I’ll let you know.", "I’ll let you know"),
    ("If it breaks again I'll roll it back.", "I'll roll it back"),
    ("I'll do the slides, ok?", "I'll do the slides"),
    ("I'll be reaching out to each of them.", "I'll be reaching out to each of them"),
    ("I'll write it up because nobody else did", "I'll write it up"),
]

NONE = [
    "I said I'd send it.", "He told me I'll get it.", "they think we'll pay for it", "I was going to call them.",
    "I won't be there.", "I'm not going to chase that.", "I don't think I'll manage.", "I never said that.",
    "If I get to it I'll have a look.", "If I have time I'll do it.", "Maybe I'll try that.",
    "I could take it if you like.", "I might do that on Friday.", "I'd love to help.",
    "I'll be honest, this worries me.", "We'll see.", "I'll bet it's DNS.", "I'll say this much: no.",
    "Let me know by Friday.", "Let me be clear.", "We'll run out of disk.", "I'll need the password.",
    "We'll need a bigger room.", "I'll be out on Friday.", "Will I have to sign that?", "Should I do it?",
    "She'll do it.", "You'll have to ask them.", "> I'll do it tomorrow",
    'He wrote "I\'ll do it tomorrow" and left.', "the thing I'll miss", "otherwise we'll lose them",
    "I can see that.", "I think so too.", "I forgot to send it.", "I sent it on Friday.", "I hope we'll make it.",
    "I'm thinking about it", "I'll never understand that file", "I will go back to…", "I'll be hoping for the best",
]  # fmt: skip


@pytest.mark.parametrize(("text", "what"), PROMISES)
def test_a_promise_is_the_clause_that_makes_it(text: str, what: str) -> None:
    (clause,) = promising(text)
    assert text[clause.start : clause.end] == what


@pytest.mark.parametrize("text", NONE)
def test_what_only_sounds_like_a_promise_is_none(text: str) -> None:
    assert promising(text) == []


def test_two_promises_of_a_turn_keep_each_its_own_deadline() -> None:
    told = talk(("ana", "I'll fix the import by Wednesday, and I'll write the note by Friday. Thanks!"))
    days = [(EPOCH + timedelta(microseconds=p.due_us or 0)).day for p in found(told)]
    assert days == [9, 11]
    assert len({p.id for p in found(told)}) == 2


def test_a_deadline_before_the_clause_belongs_to_it_and_one_of_another_sentence_does_not() -> None:
    text = "The review is on Tuesday. By Friday I'll send the draft."
    (promise,) = found(talk(("ana", text)))
    assert promise.when is not None
    assert text[slice(*promise.when)] == "Friday"
    assert promise.due_is_date
    assert (EPOCH + timedelta(microseconds=promise.due_us or 0)).date() == datetime(2026, 9, 11, tzinfo=UTC).date()


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("We can't this year, because it is all spent, but put it down and I'll back it.", None),
        ("The fair was on 3 May, but by Thursday I'll send the figures.", "Thursday"),
        ("On Thursday, if all goes well, I'll send the figures.", "Thursday"),
        ("On 3 October, 2026, I'll send the figures.", "3 October, 2026"),
        ("Not on Tuesday, the shop is shut, so on Thursday I'll send the figures.", "Thursday"),
    ],
)
def test_of_days_before_a_promise_the_nearest_is_its_own_and_none_that_is_denied(text: str, when: str | None) -> None:
    (promise,) = found(talk(("ana", text)))
    assert (None if promise.when is None else text[slice(*promise.when)]) == when


@pytest.mark.parametrize(
    ("text", "dated", "why"),
    [
        ("I will come by the desk after lunch and show you", True, "start"),
        ("I'll do it soon", True, "none"),
        ("I'll do it by Friday", False, "undated"),
        ("I'll send the figures every Monday", True, "repeats"),
        ("I'll have it by 3/4", True, "order"),
        ("I'll do it by 2027-03-01", False, ""),
    ],
)
def test_an_undated_promise_is_a_state_and_says_why(text: str, dated: bool, why: str) -> None:
    told = talk(("ana", text), dated=dated)
    (promise,) = found(told)
    assert why_undated(told, promise) == why
    assert (promise.due_us is None) == bool(why)
    assert (promise.when is None) == (why == "none")


def test_it_is_made_to_whom_it_answers_or_mentions_else_to_everybody() -> None:
    three = talk(("bo", "who takes the rota?"), ("cy", "no idea"), ("ana", "I'll take it"))
    assert [p.to for p in found(three, t2=0)] == ["bo"]
    assert [p.to for p in found(three)] == [""]
    two = talk(("bo", "hm"), ("ana", "I'll send you the file"), ("ana", "I'll tidy up the folder"))
    assert [p.to for p in found(two)] == ["bo", ""]


@pytest.mark.parametrize(
    ("text", "called", "to"),
    [
        ("Bo, I'll send you the slides.", "Bo, I'll send you the slides.", "bo"),
        ("Good point, Bo. I'll send you the slides.", "Good point, Bo.", "bo"),
        ("Good point, Bo. I'll tidy up the folder.", "Good point, Bo.", ""),
        ("I'll tidy up the folder. Bo, is that fine?", " Bo, is that fine?", ""),
    ],
)
def test_it_is_made_to_whoever_is_spoken_to_by_name(text: str, called: str, to: str) -> None:
    said = talk(("bo", "hm"), ("cy", "hm"), ("ana", text))
    at = text.index(called)
    ana = replace(said.turns[2], spoken_to=((at, at + len(called), "bo"),))
    (promise,) = found(replace(said, turns=(*said.turns[:2], ana)))
    assert promise.to == to


def test_a_promise_in_answer_to_an_act_names_it() -> None:
    told = talk(("bo", "the backup has not run for a week"), ("ana", "I'll look at it today"))
    act = HeardAct("a-1-problem", 0, "bo", "problem", 0.8, "counted")
    assert [p.answers_id for p in found(told, act, t1=0)] == ["a-1-problem"]
    assert [p.answers_id for p in found(told, t1=0)] == [None]


def test_a_later_turn_of_the_same_person_about_the_same_thing_may_close_it() -> None:
    told = talk(
        ("ana", "I'll send the contract to Oslo by Friday"),
        ("bo", "the contract is sent"),
        ("ana", "painted the shed, finally"),
        ("ana", "contract went to Oslo this morning"),
    )
    (promise,) = found(told)
    assert promise.done_turn == 3
    row, closed = as_commitment(promise, told), as_commitment(promise, told, done=True)
    assert row is not None
    assert closed is not None
    assert (row.closed_us, closed.closed_us) == (None, told.turns[3].at_us)


def test_a_promise_becomes_a_row_of_the_ledger() -> None:
    told = talk(("bo", "who?"), ("ana", "I'll publish it by Friday"))
    (promise,) = found(told, t1=0)
    row = as_commitment(promise, told, team="core", direction="to_team")
    assert row is not None
    assert (row.kind, row.subject, row.to, row.team, row.direction) == ("promise", "ana", "bo", "core", "to_team")
    assert (row.source, row.line, row.made_us, row.due_us) == ("standup.vtt", 20, told.turns[1].at_us, promise.due_us)
    assert table([row]).num_rows == 1
    undated = talk(("ana", "I'll publish it by Friday"), dated=False)
    assert as_commitment(found(undated)[0], undated) is None, "nobody knows when it was made"


def test_a_promise_is_looked_for_only_where_one_was_heard_and_a_rejected_one_is_left_out() -> None:
    told = talk(("ana", "I'll do the rota"), ("ana", "I'll do the list"))
    hand = Hand({"commitment": 0.2}, {"commitment": 0.9})
    scores = hand.score([told])[0]
    (promise,) = find_promises(told, scores, hand)
    assert promise.turn == 1
    assert promise.tier == "proposed"
    assert find_promises(told, scores, hand, judged={promise.id: False}) == []
    assert [p.judged for p in find_promises(told, scores, hand, judged={promise.id: True})] == [True]


def test_a_promise_never_shows_who_made_it_or_to_whom() -> None:
    (promise,) = found(talk(("anneliese", "I'll do it"), ("bogdan", "good")), t0=1)
    assert "anneliese" not in repr(promise)
    assert "bogdan" not in repr(promise)


PARTS = """I'll I will we'll I'm going to let me do send it by Friday if and but . ? ! , " > not maybe said on tomorrow
every \n ’ you'll have will"""


@given(st.one_of(st.text(), st.lists(st.sampled_from(PARTS.split(" ")), max_size=25).map(" ".join)))
def test_every_clause_lies_in_its_sentence_and_they_are_in_order(text: str) -> None:
    spans = list(sentences(text))
    last = 0
    for clause in promising(text):
        assert clause.sentence in spans
        assert clause.sentence[0] <= clause.start < clause.end <= clause.sentence[1]
        assert clause.start >= last
        last = clause.end
