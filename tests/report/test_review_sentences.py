"""Every sentence of a review at its borders: volume first where little was heard, never surer than it may be (T2)."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.reviewed import LEAD, ME, MISSED, OTHERS, Said, promise, reviewed, spoken

from saidanddone.listening.labels import ACTS, LABELS, REPLIES
from saidanddone.listening.listener import Standing
from saidanddone.report.review.answer import answer, grounds
from saidanddone.report.review.overview import glances
from saidanddone.report.review.practices import PRACTICES, chosen
from saidanddone.report.review.tally import tallied, wilson
from saidanddone.report.review.telling import (
    WAYS_OUT,
    missed_intro,
    noticed_told,
    own_told,
    promises_intro,
    replies_intro,
    reply_told,
    talk_told,
    way_out,
)
from saidanddone.report.review.words import called, clock, of_ten, plural, waited

MET = Said(by=OTHERS[1])


def answer_to(*said: Said, me: str | None = None, **told: object) -> str:
    return answer(tallied(reviewed(spoken(*said, **told), me=me)))  # type: ignore[arg-type]


def of(answered: int, missed: int) -> str:
    return answer_to(*[MET] * answered, *[MISSED] * missed)


# --- The answer -----------------------------------------------------------------------------------------------------

WILL = "Whoever speaks up here will"
CANNOT = "how welcome the answers were cannot be told from here."


@pytest.mark.parametrize(
    ("answered", "missed", "said"),
    [
        (0, 0, "Nobody was heard to speak up here, so how it would be met cannot be told."),
        (1, 0, f"Somebody spoke up once and was answered: a good start, not yet a picture; {CANNOT}"),
        (0, 1, "Somebody spoke up once, and no answer was heard: too little to make a picture."),
        (4, 0, f"Four of four times somebody spoke up, an answer came: a good start, not yet a picture; {CANNOT}"),
        (2, 1, f"Two of three times somebody spoke up, an answer came: too few to make a picture; {CANNOT}"),
        (0, 4, "None of four times somebody spoke up, an answer came: too few to make a picture."),
        (5, 3, f"Too early to say whether speaking up is answered here: five of eight times an answer came; {CANNOT}"),
        (15, 15, "Whether speaking up is answered here could go either way: 15 of 30 times an answer came; " + CANNOT),
        (30, 12, f"{WILL} more likely than not be answered: 30 of 42 times an answer came; {CANNOT}"),
        (30, 2, f"Whoever speaks up here will probably be answered: 30 of 32 times an answer came; {CANNOT}"),
        (60, 0, f"Whoever speaks up here will probably be answered: 60 of 60 times an answer came; {CANNOT}"),
        (2, 30, f"{WILL} probably be left without an answer: two of 32 times an answer came; {CANNOT}"),
        (0, 60, "Whoever speaks up here will probably be left without an answer: none of 60 times an answer came."),
    ],
)  # fmt: skip
def test_the_answer_says_the_count_first_and_its_certainty_in_words(answered: int, missed: int, said: str) -> None:
    assert of(answered, missed) == said


def test_only_links_and_kinds_that_are_certain_make_an_answer_almost_certain() -> None:
    sure = [Said(tier="counted")] * 60
    assert "almost certainly be answered" in answer_to(*sure, channel="chat")
    assert "will probably be answered" in answer_to(*sure, channel="meeting")
    assert "will probably be answered" in answer_to(*sure[1:], MET, channel="chat")
    assert "almost certainly" in answer_to(*[Said(judged=True)] * 60, channel="email")


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ([3], "your one reply acknowledged it."),
        ([1], "your one reply could land as a punishment."),
        ([2], "your one reply could sound like brushing it aside."),
        ([5], "your one reply also said that it was welcome."),
        ([5, 5, 5, 1], "one of your four replies could land as a punishment."),
        ([5, 5, 2, 2], "two of your four replies could sound like brushing it aside."),
        ([3, 3, 4, 5], "two of your four replies also said that it was welcome."),
        ([3, 3, 3, 4], "your four replies acknowledged it, and one said that it was welcome."),
        ([4, 4, 4, 4], "all of your four replies also said that it was welcome."),
        ([3, 3, 3], "your three replies acknowledged it."),
    ],
)
def test_the_hardest_thing_about_the_readers_replies_is_said(levels: list[int], said: str) -> None:
    assert answer_to(*[Said(level=level, by=ME) for level in levels], me=ME).endswith(f"; {said}")


@pytest.mark.parametrize("level", [1, 2])
def test_a_hard_reading_that_is_only_proposed_is_worth_a_second_look_and_no_more(level: int) -> None:
    maybe = Said(level=level, by=ME, met_tier="proposed")
    review = reviewed(spoken(maybe, MET, MET, MET, MET), me=ME)
    assert answer(tallied(review)).endswith(
        "; how your one reply reads is only proposed, and it is worth a second look."
    )
    assert review.mine == dict.fromkeys(range(1, 6), 0)
    assert chosen(tallied(review)) is PRACTICES["settle"]
    surely = reviewed(spoken(maybe, Said(level=level, by=ME), MET, MET, MET), me=ME)
    assert "your one counted reply could" in answer(tallied(surely))
    mild = reviewed(spoken(maybe, Said(level=3, by=ME), MET, MET, MET), me=ME)
    assert "one of your two replies is worth a second look" in answer(tallied(mild))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ([4, 5], "how your two replies read is only proposed."),
        ([2, 1, 4], "how your three replies read is only proposed, and two are worth a second look."),
        ([2, 1], "how your two replies read is only proposed, and all are worth a second look."),
    ],
)
def test_replies_that_are_only_proposed_are_told_as_proposed_and_figure_nowhere(said: list[int], told: str) -> None:
    guessed = [Said(level=level, by=ME, met_tier="proposed") for level in said]
    review = reviewed(spoken(*guessed), me=ME)
    tally = tallied(review)
    assert answer(tally).endswith(f"; {told}")
    assert sum(review.mine.values()) == 0
    assert review.unsettled == len(said)
    assert all(one.hard == 0 for one in glances(tally))
    assert all("(proposed)" in reply_told(one)[0] for one in tally.replies)
    assert chosen(tally) not in (PRACTICES["mend"], PRACTICES["name_the_day"], PRACTICES["identify"])


def test_answers_of_others_that_are_only_proposed_are_no_answer_to_how_welcome_they_were() -> None:
    guessed = [Said(level=4, by=who, met_tier="proposed") for who in OTHERS[1:7]]
    review = reviewed(spoken(*guessed))
    assert review.others is None
    assert review.withheld == ()
    assert answer(tallied(review)).endswith("; how welcome the answers were is only proposed.")
    settled = reviewed(spoken(*[Said(level=4, by=who) for who in OTHERS[1:7]]))
    assert settled.others == "most"


def test_a_reasoned_no_is_never_told_as_a_punishment() -> None:
    """A no with its reason is acknowledged, level 3 (MISSION S3)."""
    no = Said("challenge", 3, ME, followed="declined_with_reason")
    (found,) = tallied(reviewed(spoken(no), me=ME)).replies
    told = " ".join(reply_told(found))
    assert "your reply acknowledged it" in told
    assert "that is a full answer" in told
    assert "punishment" not in told + answer_to(no, me=ME)
    assert "a reading of its words" not in " ".join(replies_intro(tallied(reviewed(spoken(no), me=ME))))


def test_what_could_not_be_listened_to_is_not_guessed() -> None:
    told = answer(tallied(reviewed(spoken(MET, refused="It seems to be German."))))
    assert told == (
        "How speaking up was met cannot be told here: the talk could not be listened to, and we do not guess."
    )
    assert answer(tallied(reviewed())).startswith("There was no conversation")


@pytest.mark.parametrize(("n", "said"), [(1, "one proposal is for you to settle."), (3, "three proposals are for you")])
def test_what_is_only_proposed_is_no_answer(n: int, said: str) -> None:
    proposed = [Said(tier="proposed")] * n
    assert answer_to(*proposed).startswith(f"Nobody was surely heard to speak up here; {said}")
    assert not answer_to(*proposed, Said(tier="proposed", judged=True)).startswith("Nobody")


def test_of_their_own_acts_the_reader_is_told_as_you() -> None:
    twice = Said("not_knowing", None, who=ME)
    assert own_told(tallied(reviewed(spoken(twice, twice), me=ME))).startswith(
        "You spoke up yourself: two times you said that you did not know."
    )


def test_whoever_asks_is_told_so_and_not_that_they_spoke_up() -> None:
    asked, owned = Said("question", None, who=ME), Said("mistake", 3, who=ME)
    assert own_told(tallied(reviewed(spoken(asked, asked), me=ME))).startswith("You asked two questions. All were left")
    told = own_told(tallied(reviewed(spoken(asked, owned), me=ME)))
    assert told.startswith("You spoke up yourself: a mistake admitted. You also asked one question. One of them was")


def test_the_grounds_say_how_much_was_heard_and_by_what() -> None:
    told = " ".join(grounds(tallied(reviewed(spoken(MET, MISSED, Said(tier="proposed"))))))
    assert told.startswith("Two acts of speaking up in one conversation of 7 turns. One more is only proposed")
    assert "errs as the small print says" in told
    assert "misses" not in told
    poor = [Standing(kind, "proposed", 0.5, 0.4, 0.3, 0.5, 0.1, "meetings") for kind in ("problem", "challenge")]
    misses = grounds(tallied(reviewed(spoken(MET, MISSED), standings=poor)))
    assert any("misses most problems and challenges" in one for one in misses)
    certain = grounds(tallied(reviewed(spoken(Said(tier="counted"), channel="chat"))))
    assert "errs" not in " ".join(certain)


@given(k=st.integers(0, 400), missed=st.integers(0, 400))
def test_an_interval_holds_its_share_and_narrows_with_volume(k: int, missed: int) -> None:
    """Same ratio, more volume, surer (T2)."""
    n = k + missed
    low, high = wilson(k, n)
    assert 0 <= low <= high <= 1
    if n:
        assert low - 1e-9 <= k / n <= high + 1e-9
        more_low, more_high = wilson(10 * k, 10 * n)
        assert more_high - more_low < high - low


@given(k=st.integers(0, 400), missed=st.integers(0, 400).filter(bool))
def test_an_interval_ends_where_its_share_would_be_as_far_off_as_one_time_in_ten(k: int, missed: int) -> None:
    """Wilson's definition: at either end, the share is 1.645 standard deviations of that end away."""
    n = k + missed
    for end in wilson(k, n):
        assert abs(k / n - end) == pytest.approx(1.6448536 * math.sqrt(end * (1 - end) / n), abs=1e-6)


# --- Missed, replies, noticed, promises, talk ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ([], "None was heard."),
        ([Said(tier="proposed")], "Nothing was counted that could have been missed."),
        ([MET], "None of what was counted: somebody answered each. Some are always missed in listening."),
        ([MISSED], "No answer was heard to a problem raised. It is not too late."),
        ([MISSED] * 2, "No answer was heard to two problems raised. It is not too late for any of them."),
    ],
)
def test_missed_acts_are_told_as_opportunities(said: list[Said], told: str) -> None:
    assert missed_intro(tallied(reviewed(spoken(*said)))) == told


def test_none_missed_says_how_many_are_only_proposed() -> None:
    said = missed_intro(tallied(reviewed(spoken(MET, Said(tier="proposed")))))
    assert said.endswith("One more is only proposed, and some are always missed in listening.")


@pytest.mark.parametrize("met_tier", ["stated_error", "proposed"])
@pytest.mark.parametrize("tier", ["stated_error", "proposed"])
def test_a_reply_that_may_have_hurt_is_never_a_good_start(tier: str, met_tier: str) -> None:
    hard = Said(level=2, by=ME, tier=tier, met_tier=met_tier)
    assert "a good start" in answer_to(MET, me=ME)
    assert "a good start" not in answer_to(MET, hard, me=ME)
    assert "a good start" not in answer_to(hard, me=ME)


@pytest.mark.parametrize("kind", ACTS)
def test_every_kind_of_act_has_a_way_out_and_a_name(kind: str) -> None:
    (found,) = tallied(reviewed(spoken(Said(kind, None)))).missed
    assert way_out(found) == f"You can still go back to it: {WAYS_OUT[kind]}."
    assert plural(1, kind) == called(kind)
    assert plural(2, kind).startswith("two ")


def test_everything_that_can_be_settled_has_a_name() -> None:
    assert all(called(label) for label in (*LABELS, *REPLIES))


def test_a_reader_who_said_nothing_has_no_replies_to_review() -> None:
    silent = reviewed(spoken(MET, words={OTHERS[0]: 10}), me=ME)
    assert replies_intro(tallied(silent)) == ["You said nothing here, so there is no reply of yours to review."]
    answered_none = reviewed(spoken(MET), me=ME)
    assert replies_intro(tallied(answered_none)) == ["You answered none of what was counted here."]


def test_a_level_that_is_only_proposed_is_told_as_a_question() -> None:
    one = Said(by=ME, met_tier="proposed")
    told = " ".join(replies_intro(tallied(reviewed(spoken(one, one, Said(by=ME)), me=ME))))
    assert "The level of two of them is proposed" in told
    assert "The level is proposed" in " ".join(replies_intro(tallied(reviewed(spoken(one), me=ME))))


def test_nothing_is_said_of_noticing_unless_it_was_asked_and_all_is_said_to_be_all() -> None:
    assert noticed_told(tallied(reviewed(spoken(MET)))) == []
    one = noticed_told(tallied(reviewed(spoken(MET), marks=[[0]])))
    assert one[1] == "The one act of somebody else that we heard was among them."
    none = noticed_told(tallied(reviewed(spoken(), marks=[[]])))
    assert none[1] == "Nothing was counted of others here to compare them with."


@pytest.mark.parametrize(
    ("promises", "said"),
    [
        ([], "No promise was heard."),
        ([promise()], "It has no date."),
        ([promise(1), promise(3)], "None has a date."),
        ([promise(1), promise(3, due_us=10**12)], "One without a date."),
    ],
)
def test_an_undated_promise_is_shown_with_how_to_date_it(promises: list, said: str) -> None:  # type: ignore[type-arg]
    told = " ".join(promises_intro(tallied(reviewed(spoken(MET, MET, promises=promises)))))
    assert said in told
    assert ("by Thursday noon" in told) == bool(promises)


def test_whose_a_promise_is_is_told_of_the_reader_and_of_leaders_alone() -> None:
    three = [promise(1, ME), promise(1, LEAD), promise(1, OTHERS[2])]
    told = promises_intro(tallied(reviewed(spoken(MET, promises=three), me=ME)))[0]
    assert told == "Three promises heard: one by you, one by a leader and one by somebody."


def test_little_said_by_the_quiet_half_asks_for_no_volume() -> None:
    """Never a volume tool for a quality problem (B3)."""
    words = {who: 1 if n < 4 else 100 for n, who in enumerate(OTHERS)}
    told = " ".join(talk_told(tallied(reviewed(spoken(MET, words=words)))))
    assert "Nobody needs to talk more" in told
    even = " ".join(talk_told(tallied(reviewed(spoken(MET, words=dict.fromkeys(OTHERS, 50))))))
    assert "Nobody needs" not in even


# --- One practice ----------------------------------------------------------------------------------------------------

MINE = {level: Said(level=level, by=ME, steps="IVE"[: max(0, level - 2)]) for level in range(1, 6)}


@pytest.mark.parametrize(
    ("said", "marks", "kind"),
    [
        ([MINE[1], MINE[2], MISSED, MET], None, "mend"),
        ([MET] * 4 + [MISSED], None, "go_back"),
        ([MINE[2]] * 2 + [MET] * 3, None, "name_the_day"),
        ([MET] * 4, [[0, 4]], "notice"),
        ([MET] * 4, [[0, 2, 4]], "tell_back"),
        ([MET] * 5 + [MISSED], None, "go_back"),
        ([Said(level=3, by=ME, steps="VE")] * 3, None, "identify"),
        ([Said(level=3, by=ME, steps="IE")] * 3, None, "validate"),
        ([Said(level=4, by=ME, steps="IV")] * 3, None, "encourage"),
        ([Said(level=5, by=ME, steps="IVE")] * 3, None, "tell_back"),
        ([MET] * 2, None, "go_first"),
        ([Said("question")] * 10, None, "go_first_boldly"),
        ([Said("question")] * 10 + [Said("challenge", tier="proposed")], None, "settle"),
        ([Said("question")] * 10 + [Said("idea", tier="proposed")], None, "go_first_boldly"),
        ([Said("question")] * 9, None, "tell_back"),
        ([MET] * 3 + [Said("idea", tier="proposed")] * 4, None, "settle"),
        ([MET] * 3 + [Said("idea", level=1, by=ME, tier="proposed", met_tier="proposed")], None, "settle"),
        ([MET] * 3 + [Said("idea", level=4, by=ME, tier="proposed", met_tier="proposed")], None, "tell_back"),
        ([Said(tier="proposed")] * 9, None, "settle"),
        ([], None, "go_first"),
    ],
)  # fmt: skip
def test_the_practice_follows_from_the_finding(said: list[Said], marks: list[list[int]] | None, kind: str) -> None:
    assert chosen(tallied(reviewed(spoken(*said), me=ME, marks=marks))) is PRACTICES[kind]


@pytest.mark.parametrize("kind", PRACTICES)
def test_a_practice_has_words_to_say_words_to_leave_and_a_when_not(kind: str) -> None:
    practice = PRACTICES[kind]
    assert practice.say.endswith((".", "?"))
    assert practice.avoid.startswith("“")
    assert practice.not_when.startswith("Not ")
    assert "B2" in practice.cites
    assert not any(word in practice.do for word in ("more often", "more meetings", "every meeting"))


# --- Words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.0, "at once"), (0.99, "at once"), (1.0, "after one second"), (89.4, "after 89 seconds"),
        (89.5, "after one minute"), (5369, "after 89 minutes"), (5370, "after one hour"),
        (64_799, "after 18 hours"), (64_800, "after a day"), (172_800, "after two days"), (float("nan"), ""),
        (None, ""),
    ],
)  # fmt: skip
def test_waiting_is_told_as_a_person_does(seconds: float | None, said: str) -> None:
    assert waited(seconds) == said


@pytest.mark.parametrize(
    ("precision", "said"),
    [
        (1.0, "nearly all are right"), (0.95, "nearly all are right"), (0.949, "about nine are right"),
        (0.75, "about eight are right"), (0.05, "about one is right"), (0.049, "hardly one is right"),
    ],
)  # fmt: skip
def test_an_error_is_told_in_tens(precision: float, said: str) -> None:
    assert of_ten(precision) == f"of ten such, {said}"


@pytest.mark.parametrize(("seconds", "said"), [(-1.0, "0:00"), (59.99, "0:59"), (3600.0, "1:00:00"), (None, "")])
def test_a_clock_reads_as_a_player_shows_it(seconds: float | None, said: str) -> None:
    assert clock(seconds) == said
