"""A drafted reply looked over: what the checklist finds, what it suggests, and what it never does (S8, B2)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from listening.rehearsing import IDEA, LATE, PAIRS, PROD, STUCK, TIRED, VENT, Pair, Unsure

from saidanddone.listening.conversation import Conversation
from saidanddone.listening.labels import ACTS, LABELS, LEVELS, REPLIES
from saidanddone.listening.listener import Scores
from saidanddone.listening.rehearsal import LONGEST, STEPS, Rehearsal, rehearse
from saidanddone.listening.rehearsal_edits import made
from saidanddone.listening.rehearsal_rules import RULES, broken

PIECES = st.sampled_from(
    [
        *(pair.reply for pair in PAIRS), "Hi Ana,\n\n", "\n\nBest,\nTom", "but", " but ",
        "Thanks, but why didn't you say so",
        ", ", "\n", " ", "…", "🙏", "e.g. the old one", "no", "Noted.", "“You always do”", "(at least)", "\t", "ok",
    ]
)  # fmt: skip
REPLIES_MADE_UP = st.lists(PIECES, min_size=1, max_size=5).map(" ".join).filter(lambda text: text.strip())
CONCERNS = st.sampled_from([PROD, LATE, STUCK, VENT, IDEA, TIRED, "?", "you did it", "FUCK this build"])


def looked(concern: str, reply: str) -> Rehearsal:
    return rehearse(concern, reply, Unsure())


def found(pair: Pair) -> Rehearsal:
    return looked(pair.concern, pair.reply)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.reply[:40])
def test_the_checklist_finds_in_a_reply_what_is_there(pair: Pair) -> None:
    told = found(pair)
    assert "".join(step.name[0] for step in told.steps if step.there) == f"l{pair.has}"
    assert told.broken == pair.broken
    assert told.level in pair.levels
    assert (told.says_no, told.reasoned) == (pair.says_no, pair.reasoned)


def test_there_are_pairs_enough_for_every_step_and_every_rule() -> None:
    assert len(PAIRS) >= 30
    assert {rule.name for rule in RULES} <= {name for pair in PAIRS for name in pair.broken}
    assert {letter for pair in PAIRS for letter in pair.has} == set("ive")


@pytest.mark.parametrize("pair", [one for one in PAIRS if one.has == "ive"], ids=lambda pair: pair.reply[:40])
def test_a_reply_that_has_it_all_is_left_alone(pair: Pair) -> None:
    told = found(pair)
    assert told.missing == ()
    assert told.edits == ()
    assert told.revised == pair.reply


@pytest.mark.parametrize("pair", [one for one in PAIRS if one.reasoned], ids=lambda pair: pair.reply[:40])
def test_a_reasoned_no_is_not_told_off_and_stays_a_no(pair: Pair) -> None:
    told = found(pair)
    assert told.level >= 3
    assert sum(told.levels[:2]) < 0.2
    assert {edit.rule for edit in told.edits} <= {"but", "validate", "identify", "encourage"}
    again = looked(pair.concern, told.revised)
    assert (again.says_no, again.reasoned) == (True, True)


def test_a_no_without_a_reason_is_asked_for_one_and_nothing_is_invented() -> None:
    told = looked(LATE, "No.")
    assert told.edits[0].rule == "reason"
    assert "No. The reason: [why not]." in told.revised


def test_a_greeting_stays_first_and_a_farewell_last() -> None:
    told = looked(VENT, "Hi Ana,\n\nThe technician comes when he comes.\n\nBest,\nTom")
    assert told.revised.startswith("Hi Ana,\n\nThank you")
    assert told.revised.endswith("\n\nBest,\nTom")


@pytest.mark.parametrize(
    ("concern", "said"),
    [
        ("I ran the cleanup on the wrong folder.", "you ran the cleanup on the wrong folder."),
        ("Hey, my laptop was left in the unlocked van, sorry", "your laptop was left in the unlocked van"),
        ("I'm worried about the deadline", "you are worried about the deadline."),
        ("Could we close the north gate on Sundays?", "this is about the north gate."),
        ("Why?", "[what they brought]"),
        ("You never answer my mails", "this is about the mails."),
    ],
)
def test_what_they_brought_is_said_back_in_their_words_or_left_for_the_writer(concern: str, said: str) -> None:
    told = looked(concern, "Fine with me, thank you. What would help?")
    (edit,) = told.edits
    assert edit.rule == "identify"
    assert said in edit.words


def test_what_is_harmless_in_its_sentence_breaks_no_rule() -> None:
    for reply in (
        "You always help, thank you.", "Why did you choose the second one?", "That is not a stupid idea.",
        "That was stupid of me.", "At least two of us should look at it.", "Not now, tomorrow at 9?",
        "I felt like an idiot when I did the same.", "The butter is gone, however it was good.",
    ):  # fmt: skip
        told = looked(IDEA, reply)
        assert told.broken == (), reply


# What the listener adds


class Hears(Unsure):
    """Hears these labels of the concern and of the reply, at .9; a level too."""

    def __init__(self, concern: str = "", *reply: str, where: str = "") -> None:
        self.concern, self.reply, self.where = concern, reply, where

    def score(self, conversations: list[Conversation]) -> list[Scores]:  # type: ignore[override]
        found = super().score(conversations)
        for talk, scores in zip(conversations, found, strict=True):
            if self.concern:
                scores.turns[0, LABELS.index(self.concern)] = 0.9
            for label in self.reply if self.where in talk.turns[1].text else ():
                where = scores.turns if label in LABELS else scores.replies
                where[1, (LABELS if label in LABELS else REPLIES).index(label)] = 0.9
        return found


@pytest.mark.parametrize("kind", ACTS)
def test_the_words_of_an_edit_suit_what_was_brought(kind: str) -> None:
    told = rehearse("Bla bla bla", "Hm.", Hears(kind))
    assert told.kind == kind
    plain = looked("Bla bla bla", "Hm.")
    assert told.edits[0].words != plain.edits[0].words


def test_a_step_that_no_word_tells_may_be_the_listeners_guess_and_says_so() -> None:
    told = rehearse(PROD, "That took some nerve.", Hears("", "validate"))
    (step,) = [one for one in told.steps if one.name == "validate"]
    assert (step.there, step.by) == (True, "listener")
    assert "validate" not in {edit.rule for edit in told.edits}


def test_no_listener_makes_a_threat_valued_or_a_reasoned_no_a_punishment() -> None:
    kind = rehearse(LATE, "Next time go through your manager first.", Hears("", "validate", "level_5"))
    assert kind.level == 1
    hard = rehearse(LATE, "We can't, because the contract has a penalty of 4,000 a day.", Hears("", "level_1"))
    assert hard.level == 3


def test_level_1_takes_an_attack_or_a_listener_who_is_sure_of_it() -> None:
    assert looked(LATE, "That again.").level > 1
    assert rehearse(LATE, "That again.", Hears("", "hostility", "level_1")).level == 1


def test_an_attack_that_no_rule_knows_is_found_by_the_listener_in_its_sentence_and_called_a_guess() -> None:
    hears = Hears("", "hostility", "level_1", where="nap")
    told = rehearse(LATE, "The hall is booked. I hope it was worth the nap. Ask Ines.", hears)
    assert told.broken == ("attack",)
    assert told.reply[told.edits[0].start : told.edits[0].end].strip() == "I hope it was worth the nap."
    assert "guess" in told.edits[0].why
    assert "nap" not in told.revised
    assert rehearse(LATE, told.revised, hears).level > 1


# Laws


@pytest.mark.parametrize(
    ("reply", "left"),
    [
        ("Did you read the docs? It is on page nine.", "It is on page nine."),
        ("Why don't you just google it? Page nine has it.", "Page nine has it."),
        ("Really? We've been over this. Again? March holds.", "March holds."),
        ("No, it's all in the wiki. We hold March.", "No."),
        ("Thanks, but it's all in the wiki. We hold March.", "Thanks."),
        ("The fix works, it's all in the wiki. We hold March.", "The fix works."),
        ("See main.c, it's all in the wiki. We hold March.", "See main.c. We hold March."),
        ("We did that (see the plan.) It's all in the wiki.", "(see the plan.)"),
        ('Legal said "March is fine." It\'s all in the wiki.', '"March is fine."'),
        ("👍 It's all in the wiki. March holds.", "👍 March holds."),
        ("It's all in the wiki. Wow! Great find.", "Wow! Great find."),
        ("Great work! 🎉 It's all in the wiki.", "Great work! 🎉"),
        ("Hi Bo, it's all in the wiki. We hold March.", "Hi Bo, We hold March."),
    ],
)
def test_what_is_left_of_a_sentence_can_stand_alone(reply: str, left: str) -> None:
    shown = looked(LATE, reply)
    (out,) = [edit for edit in shown.edits if edit.rule == "already"]
    assert left in made(reply, [out])
    for stump in ("Did you", "Why", "Again", "Really"):
        assert stump not in made(reply, [out])


@pytest.mark.parametrize(
    "answer",
    [
        "It isn't", "Never", "It doesn't", "Today", "You can", "I will", "It is", "I wouldn't", "We were wrong",
        "It was me", "I need your help", "You did right", "Well done", "On it", "Done", "Tomorrow", "Let me look",
        "You are right",
    ],
)  # fmt: skip
@pytest.mark.parametrize("joint", [", it's all in the wiki. Ask legal.", ". It's all in the wiki."])
def test_an_answer_of_few_words_stays(answer: str, joint: str) -> None:
    assert answer in looked(LATE, f"{answer}{joint}").revised


@pytest.mark.parametrize(
    "reply",
    [
        "Do as I said.", "It is exactly as I said before, you were right.", "Not as I said, but as you did.",
        "This is the same as I said yesterday.", "It works like I told you before, with the key.",
        "Do it as I explained: open the door.",
    ],
)  # fmt: skip
def test_a_comparison_is_no_reminder(reply: str) -> None:
    assert "repeated" not in looked(LATE, reply).broken


@pytest.mark.parametrize(
    ("reply", "left"),
    [
        ("You may be right, but as I said, March was promised.", "You may be right, but March was promised."),
        ("As I already told you, we hold March.", "We hold March."),
        ("We hold March, as I said before. Ask legal.", "We hold March. Ask legal."),
        ("No, as I mentioned. Ask legal.", "No. Ask legal."),
        ("Ask legal. As I said before.", "Ask legal. "),
        ("As I said on Monday, run it with the timeout.", "Run it with the timeout."),
        ("Like I said in the channel, yes, flush it.", "Yes, flush it."),
        ("No (as I said before). Ask legal.", "No. Ask legal."),
        ("As I said, iPhone sales fell.", "iPhone sales fell."),
    ],
)
def test_of_what_was_said_before_only_that_it_was_goes(reply: str, left: str) -> None:
    (out,) = [edit for edit in looked(LATE, reply).edits if edit.rule == "repeated"]
    assert made(reply, [out]) == left


@pytest.mark.parametrize(
    ("reply", "left"),
    [
        ("We've been over this, and the answer is still no because there is no budget before Q3.",
         "The answer is still no because there is no budget before Q3."),
        ("Relax, I'll run it again tonight and post the numbers.", "I'll run it again tonight and post the numbers."),
        ("Let's take it offline, but yes, you can present slides 3 to 9.", "Yes, you can present slides 3 to 9."),
        ("It's really not that hard, just read the docs and rerun the lint step.", "Rerun the lint step."),
        ("This is not the place for that. Bring it to the planning on Thursday.", "Bring it to the planning"),
    ],
)  # fmt: skip
def test_what_a_sentence_goes_on_to_decide_stays(reply: str, left: str) -> None:
    revised = looked(IDEA, reply).revised
    assert left in revised
    for broken_off in ("This is.", "just.", "[what they brought]. We"):
        assert broken_off not in revised


def test_after_a_greeting_on_the_same_line_the_sentence_goes_on() -> None:
    told = looked(LATE, "Hi Ana, it is on page nine.").revised
    assert told.startswith(("Hi Ana, if I hear you right,", "Hi Ana, thank you"))


def test_the_same_words_are_put_in_once() -> None:
    told = looked(PROD, "How could you miss that? We went through those scripts. Why didn't you check?").revised
    assert told == "What made it hard to see or to say earlier? We went through those scripts."


def test_where_nothing_worth_keeping_would_be_left_the_whole_gives_way() -> None:
    told = looked(TIRED, "Hi Ana,\nFine. If you cannot handle it, maybe this team is not for you.\nBest,\nTom")
    assert told.revised == (
        "Hi Ana,\nIf I hear you right, since your father is ill you sleep badly, and you dread the late calls. "
        "Thank you for saying so.\nBest,\nTom"
    )
    twice = looked(LATE, "Hi Ana,\nWe've been over this. It's all in the wiki.\nBest regards,\nTom")
    assert "Thank you for saying so." in twice.revised
    assert "wiki" not in twice.revised


def test_what_is_put_in_never_stands_inside_what_is_taken_out() -> None:
    told = looked("I ran the cleanup script on the live database.", "Hi Ana,\n\n It's all in the handbook.")
    taken, put = sorted(told.edits, key=lambda one: one.end - one.start, reverse=True)
    assert put.start == put.end
    assert not taken.start < put.start < taken.end


@given(CONCERNS, REPLIES_MADE_UP)
@settings(max_examples=150, deadline=None)
def test_edits_never_overlap_and_every_other_word_stays(concern: str, reply: str) -> None:
    told = looked(concern, reply)
    assert len(told.edits) <= 2
    place = 0
    kept = []
    for edit in sorted(told.edits, key=lambda one: (one.start, one.end)):
        assert place <= edit.start <= edit.end <= len(reply)
        kept.append(reply[place : edit.start])
        place = edit.end
    kept.append(reply[place:])
    rest = told.revised
    for part in kept:
        assert part in rest
        rest = rest[rest.index(part) + len(part) :]
    assert told.revised == made(reply, told.edits)
    assert re.search(r"\w", told.revised)


@given(CONCERNS, REPLIES_MADE_UP)
@settings(max_examples=100, deadline=None)
def test_rehearsing_the_revised_reply_never_asks_for_the_same_edit_and_comes_to_an_end(
    concern: str, reply: str
) -> None:
    put_in: set[str] = set()
    for _ in range(60):
        told = looked(concern, reply)
        for edit in told.edits:
            assert edit.start < edit.end or edit.rule not in put_in
            put_in |= {edit.rule} if edit.start == edit.end else set()
        if not told.edits:
            break
        assert told.revised != reply
        reply = told.revised
    else:
        pytest.fail("it never comes to an end")
    assert not broken(reply)


@given(CONCERNS, REPLIES_MADE_UP)
@settings(max_examples=50, deadline=None)
def test_the_levels_are_probabilities_and_the_level_is_within_them(concern: str, reply: str) -> None:
    told = looked(concern, reply)
    assert sum(told.levels) == pytest.approx(1)
    assert min(told.levels) >= 0
    assert told.levels[told.level - 1] == pytest.approx(max(told.levels), abs=0.2)
    assert tuple(step.name for step in told.steps) == STEPS


@given(st.text(min_size=1, max_size=300), st.text(min_size=1, max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_text_whatever_makes_it_stumble(concern: str, reply: str) -> None:
    if concern.strip() and reply.strip():
        looked(concern, reply)


@pytest.mark.parametrize(
    "unit", [" ", "\n", "but ", "thanks, but ", "why didn't you ", "a", "?", "no ", "\u202e", "\x00", "you always ",
    "- ",
             "best\n", "I'm ", "the the ", "oh great ", "at least ", "so "],
    ids=repr,
)  # fmt: skip
def test_long_and_odd_text_is_looked_over_all_the_same(unit: str) -> None:
    text = ("x" + unit * LONGEST)[:LONGEST]
    assert looked(text, text).revised


@pytest.mark.parametrize(("concern", "reply"), [("", "x"), ("x", " \n"), ("x", "y" * (LONGEST + 1))])
def test_nothing_and_too_much_are_refused(concern: str, reply: str) -> None:
    with pytest.raises(ValueError, match="characters each"):
        looked(concern, reply)


def test_its_repr_quotes_nobody() -> None:
    told = looked("The zebra file is lost.", "The zebra again. Why didn't you say so?")
    assert "zebra" not in repr(told)


def test_every_level_has_its_column() -> None:
    assert len(looked(PROD, "x").levels) == len(LEVELS)
