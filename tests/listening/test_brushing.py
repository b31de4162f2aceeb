"""Answers told by rule: what sets an act aside, and what only looks as if it did (MISSION S3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from listening.hand import Hand, talk

from saidanddone.listening.acts import find_acts
from saidanddone.listening.answers import answered
from saidanddone.listening.brushing import bounded, bounds
from saidanddone.listening.rehearsal_rules import at_most

ACTS = {
    "problem": "The totals in the export are wrong since Monday.",
    "challenge": "I don't think we should pour before the forecast is in.",
    "mistake": "I sent the old price list to everybody, that was my error.",
    "idea": "We could let the night crew order for themselves.",
    "question": "Is the crane booked?",
    "help_seeking": "I need a hand with the last two rows.",
    "personal": "My father has been in hospital all week.",
}

PUNISHED = [
    ("mistake", "You've been told about that before, it's in the policy, and once more and that's a disciplinary.", 1),
    ("challenge", "Thanks. Do it once more in front of the client and I am writing you up.", 1),
    ("mistake", "Thank you. If it happens again you can look for another kitchen.", 1),
    ("challenge", "Good to know. Do that again and you are off the team.", 1),
    ("mistake", "Thanks. How hard is it to read the label?", 3),
    ("mistake", "You have been warned about this before. Thanks for telling me.", 3),
    ("mistake", "Thank you, with respect, I would have expected someone at your level to read it.", 1),
    ("mistake", "Thanks for telling me. Perhaps next time we could let Jonas handle the important ones.", 1),
    ("challenge", "Good that you say it. Are you sure you are still on board?", 1),
    ("idea", "Lovely idea. I'll remember that at your review.", 1),
    ("mistake", "Thank you. How many times do we have to go over this?", 3),
]

NOT_PUNISHED = [
    ("mistake", "This is not a disciplinary, I am glad you said it."),
    ("problem", "It's a warning in the compiler, thank you for seeing it."),
    ("mistake", "Thank you. Next time we can let the script do the import, what do you think?"),
    ("idea", "I like it. Somebody at your desk could try it on Monday."),
    ("challenge", "> Are you still on board?\nThank you for asking that so openly."),
    ("mistake", "Thanks for telling me. I was stupid too, I never wrote it down."),
    *(
        ("mistake", words)
        for words in (
            "Thanks, I'll remember that.",
            "Thank you for your review, I see it now.",
            "Good point, that's why we keep logs.",
            "I'm so glad we hired you.",
            "Great. Are you on board to lead the next one?",
            "Are you still with us? You're on mute.",
            "If you don't like it, we can put it back, just say so.",
            "I found the line in your file, thank you.",
            "It's not for you to worry about, we all missed it.",
            "Can you explain this to the board with me? It's good.",
            "Thanks. Next time go through your checklist with me, shall we?",
            "We need somebody with your experience on it.",
            "People like you make this easy.",
            "Good to know. Whether you are up to date, I can check.",
            "Could we have more tests? It would be more positive cases than negative ones.",
            "Last chance for cake, and thank you.",
            "Thank you. I'm looking at your review.",
            "I see, thanks. It is ready for your next review.",
            "I'd never do it again either, thanks for saying so.",
        )
    ),
]

SET_ASIDE = [
    ("problem", "Noted."),
    ("problem", "Okay, duly noted."),
    ("challenge", "Whatever."),
    ("problem", "Right. Fine."),
    ("mistake", "Ok"),
    ("personal", "Sure, okay."),
    ("idea", "Let's take that offline."),
    ("challenge", "Yeah, let’s just park that one for now."),
    ("question", "We can circle back to this later."),
    ("help_seeking", "Another time, maybe."),
    ("problem", "Moving on."),
    ("idea", "Okay, next topic."),
    ("mistake", "Thanks. Next item, the canteen: who has looked at the three offers that came in?"),
    ("challenge", "Thank you for sharing that. Moving on to the agenda for the week."),
    ("problem", "Thanks, let's discuss that some other time."),
]

NEAR_MISSES = [
    ("problem", "Noted, I'll raise it with finance today."),
    ("problem", "Okay, which rows are wrong?"),
    ("challenge", "Right, the forecast is not in; then we wait."),
    ("challenge", "Fine by me, if Mira agrees."),
    ("idea", "Sure."),
    ("idea", "Noted."),
    ("question", "Okay."),
    ("help_seeking", "Sure."),
    ("problem", "Let's take that offline on Thursday at ten."),
    ("idea", "Let's park that until Ana is back from leave."),
    ("challenge", "Let's circle back tomorrow, once the forecast is here."),
    ("idea", "I like it. Next topic."),
    ("problem", "Thanks for raising that."),
    ("problem", "Later today I will rerun the export and send you what I find."),
    ("problem", "Let's move on that today."),
]


def met(kind: str, *said: tuple[str, str], answers: dict[int, int] | None = None, **row: float):
    """How the first turn, an act of this kind, was met; the answers are heard as engaging unless said."""
    heard = {"level_4": 0.9, "level_3": 0.1} | row
    rows = [{kind: 0.9}, *[heard] * (len(said) - 1)]
    listener = Hand(*rows, answers=answers or {1: 0}, tiers={kind: "stated_error"})
    conversation = talk(*said)
    (scores,) = listener.score([conversation])
    (act,) = find_acts(conversation, scores, listener, {})
    (told,) = answered(conversation, scores, listener, [act], leaders=(), promised={})
    assert told.met is not None
    return told.met


@pytest.mark.parametrize(("kind", "words"), SET_ASIDE)
def test_what_sets_an_act_aside_is_two_at_most_however_it_was_heard(kind: str, words: str) -> None:
    answer = met(kind, ("ana", ACTS[kind]), ("tom", words))
    assert answer.level == 2
    assert (answer.validate, answer.encourage, answer.followed) == (False, False, "unknown")


@pytest.mark.parametrize(("kind", "words", "most"), PUNISHED)
def test_a_hint_at_consequences_or_a_question_of_loyalty_is_no_reward_however_warm_the_rest(
    kind: str, words: str, most: int
) -> None:
    answer = met(kind, ("ana", ACTS[kind]), ("tom", words))
    assert answer.level == most
    assert (answer.validate, answer.encourage) == (False, False) or most == 3
    assert met(kind, ("ana", ACTS[kind]), ("tom", words), answers={1: -1}).level == most


@pytest.mark.parametrize(("kind", "words"), NOT_PUNISHED)
def test_what_only_looks_like_a_punishment_is_left_to_the_listener(kind: str, words: str) -> None:
    assert met(kind, ("ana", ACTS[kind]), ("tom", words)).level == 4


@pytest.mark.parametrize(("kind", "words"), NEAR_MISSES)
def test_a_word_that_says_something_is_left_to_the_listener(kind: str, words: str) -> None:
    assert met(kind, ("ana", ACTS[kind]), ("tom", words)).level == 4


@pytest.mark.parametrize(
    "words",
    [
        "No worries.",
        "It happens, we'll put it right.",
        "No problem!",
        "Oh, don't worry about it.",
        "We've all done it.",
    ],
)
def test_a_mistake_forgiven_is_no_punishment(words: str) -> None:
    assert met("mistake", ("ana", ACTS["mistake"]), ("tom", words), level_1=0.9, level_4=0.0).level >= 3


@pytest.mark.parametrize("words", ["No problem? We lost the client.", "It happens to you, and it always does."])
def test_forgiveness_that_is_taken_back_is_left_to_the_listener(words: str) -> None:
    assert met("mistake", ("ana", ACTS["mistake"]), ("tom", words), level_1=0.9, level_4=0.0).level == 1


def test_an_attack_is_one_though_it_begins_kindly() -> None:
    said = ("ana", ACTS["mistake"]), ("tom", "No worries, you fool.")
    assert met("mistake", *said, level_1=0.9, level_4=0.0, hostility=0.95).level == 1


def test_whoever_goes_on_has_not_set_it_aside() -> None:
    said = ("ana", ACTS["problem"]), ("tom", "Noted."), ("tom", "I will raise it with finance.")
    assert met("problem", *said).level == 4
    ended = ("ana", ACTS["problem"]), ("tom", "Noted."), ("eva", "I will raise it with finance.")
    assert met("problem", *ended).level == 2


def test_whoever_comes_back_to_it_has_not_set_it_aside() -> None:
    said = ("ana", ACTS["problem"]), ("tom", "Okay."), ("eva", "Since Monday?"), ("tom", "Let us look at the totals.")
    assert met("problem", *said, answers={1: 0, 3: 0}).level == 4
    assert met("problem", *said, answers={1: 0}).level == 2


def test_a_nod_while_somebody_speaks_is_no_brush_off() -> None:
    nodded = ("ana", ACTS["problem"]), ("tom", "Okay."), ("ana", "It began with the new template.")
    assert met("problem", *nodded).level == 4
    noted = ("ana", ACTS["problem"]), ("tom", "Duly noted."), ("ana", "It began with the new template.")
    assert met("problem", *noted).level == 2
    aside = *nodded, ("tom", "Let's park that.")
    assert met("problem", *aside, answers={1: 0, 3: 0}).level == 2


def test_a_bare_yes_answers_a_problem_that_asks() -> None:
    assert met("problem", ("ana", "The totals are wrong. Can you look?"), ("tom", "Sure.")).level == 4


def test_whoever_spoke_next_and_changed_the_topic_did_not_take_it_up() -> None:
    conversation = talk(("ana", ACTS["problem"]), ("tom", "Moving on."))
    listener = Hand({"problem": 0.9}, {})
    (scores,) = listener.score([conversation])
    acts = find_acts(conversation, scores, listener, {})
    (told,) = answered(conversation, scores, listener, acts, leaders=(), promised={})
    assert told.met is not None
    assert told.met.level == 2


@given(st.lists(st.floats(0, 1), min_size=5, max_size=5), st.integers(1, 5), st.integers(0, 4))
def test_bounding_moves_probability_and_loses_none(levels: list[float], least: int, more: int) -> None:
    most = min(5, least + more)
    told = bounded(levels, least, most)
    assert sum(told) == pytest.approx(sum(levels))
    assert not any(told[: least - 1])
    assert not any(told[most:])


@given(st.text(st.sampled_from("ok noted, let's park that.\n?!")))
def test_any_text_has_bounds(text: str) -> None:
    assert bounds("problem", text) in {(1, 2), (1, 5)}


@pytest.mark.parametrize("piece", ["ok ", "let's ", "thanks for ", "… ", "next ", "let's park that ", "move on "])
def test_a_very_long_answer_costs_no_more_than_its_beginning(piece: str) -> None:
    assert bounds("problem", piece * 200_000)[0] == 1


@pytest.mark.parametrize("kind", ["mistake", "personal", "problem", "introduction", "protection"])
def test_sympathy_refuses_nothing(kind: str) -> None:
    assert bounds(kind, "Oh no!") == (1, 5)


@pytest.mark.parametrize("kind", ["idea", "problem", "challenge", "help_seeking"])
@pytest.mark.parametrize("text", ["No.", "Nope.", "Because I said so.", "Sorry, no."])
def test_a_bare_no_to_what_can_be_refused_sets_it_aside(kind: str, text: str) -> None:
    assert bounds(kind, text) == (1, 2)
    assert bounds("question", text) == bounds("mistake", text) == (1, 5)


@pytest.mark.parametrize(
    "reply",
    [
        "You always make my day!", "You never cease to amaze me!", "You should have seen their joy! Thank you!",
        "Thanks for asking! It's in the docs, page 4, let me show you how it works there.",
        "Seriously? That is wonderful news, thank you!", "You genius, where is it?",
        "Fair. What were you thinking of for the smaller hall?", "And in the cold, what are you thinking?",
        "We've signed it off already, but that's a fair point, what did you see there that we did not?",
        "We have decided that you will have the larger room for the party, thank you for asking!",
    ],
)  # fmt: skip
def test_praise_in_words_of_blame_is_left_to_the_listener(reply: str) -> None:
    assert at_most(reply) == 5


@pytest.mark.parametrize(
    "reply",
    [
        "How could you miss that? Thank you.", "We have been over this.", "Good point, let's take it offline.",
        "Jo, we've signed this off already. Could we please not reopen it at every single one of these?",
    ],
)  # fmt: skip
def test_what_asks_for_a_defence_or_puts_off_is_no_welcome(reply: str) -> None:
    assert at_most(reply) == 3
