"""Which turns count as acts, and how each was met: the laws that hold whatever a listener says (MISSION S2, S3, S8)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from listening.hand import Hand, talk

from saidanddone.listening.acts import counted, find_acts, identify_turns
from saidanddone.listening.answers import answered, level_of, may_answer
from saidanddone.listening.judged import AsJudged


def met(conversation, listener, leaders=(), promised=None, judged=None, levels=None):
    (scores,) = listener.score([conversation])
    acts = find_acts(conversation, scores, listener, judged or {})
    return answered(conversation, scores, listener, acts, leaders=leaders, promised=promised or {}, levels=levels)


SIMPLE = talk(("ana", "the export loses rows"), ("tom", "why would that matter"), ("eva", "let us look together"))


def test_a_turn_is_one_act_at_its_highest_rung() -> None:
    listener = Hand({"question": 0.9, "problem": 0.8})
    (act,) = [act for act in met(SIMPLE, listener) if counted(act)]
    assert act.kind == "problem"


def test_what_is_only_proposed_stands_beside_and_counts_once_confirmed() -> None:
    listener = Hand({"question": 0.9, "idea": 0.8})
    acts = met(SIMPLE, listener)
    assert [(act.kind, counted(act)) for act in acts] == [("question", True), ("idea", False)]
    (now,) = [act for act in met(SIMPLE, listener, judged={acts[1].id: True}) if counted(act)]
    assert now.kind == "idea"


def test_what_a_person_rejects_is_gone() -> None:
    listener = Hand({"problem": 0.9})
    (act,) = met(SIMPLE, listener)
    assert met(SIMPLE, listener, judged={act.id: False}) == []


def test_whoever_only_calls_a_name_has_said_nothing_yet_unless_a_person_says_so() -> None:
    called = replace(SIMPLE, turns=(replace(SIMPLE.turns[0], calls=True), *SIMPLE.turns[1:]))
    assert [act.turn for act in met(SIMPLE, Hand({"question": 0.9}))] == [0]
    assert met(called, Hand({"question": 0.9})) == []
    (act,) = met(SIMPLE, Hand({"question": 0.9}))
    assert met(called, Hand({"question": 0.9}), judged={act.id: True})


def test_what_a_person_confirms_stays_though_the_listener_no_longer_hears_it() -> None:
    (act,) = met(SIMPLE, Hand({"problem": 0.9}))
    (still,) = met(SIMPLE, Hand({"problem": 0.1}), judged={act.id: True})
    assert counted(still)


def test_a_turn_keeps_its_id_when_the_export_has_grown() -> None:
    longer = talk(("ana", "the export loses rows"), ("tom", "why would that matter"), ("eva", "let us look together"),
                  ("ana", "thanks"))  # fmt: skip
    assert identify_turns(longer)[:3] == identify_turns(SIMPLE)


def test_two_turns_of_the_same_words_are_two_turns() -> None:
    same = talk(("ana", "why?"), ("tom", "why?"), gap=0.0)
    assert len(set(identify_turns(same))) == 2


def test_nobody_answers_themself() -> None:
    mine = talk(("ana", "is it late?"), ("ana", "no, it is not"))
    (act,) = met(mine, Hand({"question": 0.9}, {}, answers={1: 0}))
    assert act.met is None


def test_a_leaders_answer_counts_before_a_peers_earlier_one() -> None:
    listener = Hand({"problem": 0.9}, {}, {}, answers={1: 0, 2: 0})
    (act,) = met(SIMPLE, listener, leaders={"eva"})
    assert [(answer.by, answer.role) for answer in act.answers] == [("eva", "leader"), ("tom", "peer")]
    (unknown,) = met(SIMPLE, listener)
    assert [(answer.by, answer.role) for answer in unknown.answers] == [("tom", None), ("eva", None)]


def test_in_talk_what_comes_after_more_than_ten_turns_is_no_answer() -> None:
    long = talk(("ana", "is it late?"), *[("eva", "hm")] * 11, ("tom", "yes"))
    (act,) = met(long, Hand({"question": 0.9}, answers={12: 0}))
    assert "tom" not in [answer.by for answer in act.answers]
    shorter = talk(("ana", "is it late?"), *[("eva", "hm")] * 9, ("tom", "yes"))
    (near,) = met(shorter, Hand({"question": 0.9}, answers={10: 0}))
    assert [answer.by for answer in near.answers] == ["tom"]


@pytest.mark.parametrize(("hours", "answered_"), [(47, True), (49, False)])
def test_in_writing_an_answer_comes_within_two_days(hours: int, answered_: bool) -> None:
    thread = talk(("ana", "is it late?"), ("tom", "yes"), channel="chat", gap=hours * 3600.0 * 2)
    # the first turn ends halfway through the gap, so that the answer comes after `hours`
    (act,) = met(thread, Hand({"question": 0.9}, answers={1: 0}))
    assert (act.met is not None) is answered_


def test_of_a_text_whose_day_alone_is_known_no_time_is_told() -> None:
    noon = tuple(replace(turn, start=None, end=None, at_us=1_000_000) for turn in SIMPLE.turns)
    (act,) = met(replace(SIMPLE, turns=noon), Hand({"problem": 0.9}, answers={1: 0}))
    assert act.met is not None
    assert act.met.seconds is None


def test_the_time_to_an_answer_is_from_the_acts_end_and_never_negative() -> None:
    (act,) = met(SIMPLE, Hand({"problem": 0.9}, {}, answers={1: 0}))
    assert act.met is not None
    assert act.met.seconds == 5.0
    overlapping = talk(("ana", "is it late?"), ("tom", "yes"), gap=0.0)
    (at_once,) = met(overlapping, Hand({"question": 0.9}, answers={1: 0}))
    assert at_once.met is not None
    assert at_once.met.seconds == 0.0


@given(st.lists(st.floats(0, 1), min_size=5, max_size=5))
def test_disagreement_alone_is_never_punishment(levels: list[float]) -> None:
    total = sum(levels) or 1.0
    level, _ = level_of([one / total for one in levels], hostile=False, declined=False, punished_from=1.01)
    assert level > 1


@given(st.lists(st.floats(0.01, 1), min_size=5, max_size=5))
def test_a_no_with_its_reason_is_acknowledged_and_nothing_worse(levels: list[float]) -> None:
    total = sum(levels)
    level, _ = level_of([one / total for one in levels], hostile=False, declined=True, punished_from=0.5)
    assert level >= 3


def test_a_reasoned_no_is_no_punishment_though_an_attack_is_only_suspected() -> None:
    rows = ({"challenge": 0.9}, {"level_1": 0.8, "level_3": 0.2, "hostility": 0.7, "declined": 0.9})
    (act,) = met(SIMPLE, Hand(*rows, answers={1: 0}, tiers={"hostility": "proposed"}))
    assert act.met is not None
    assert (act.met.level, act.met.followed) == (3, "declined_with_reason")


def test_an_attack_can_be_punishment() -> None:
    assert level_of([0.5, 0.3, 0.2, 0, 0], hostile=True, declined=False, punished_from=0.9)[0] == 1


def test_live_is_told_step_by_step() -> None:
    rows = ({"mistake": 0.9}, {"level_5": 0.9, "identify": 0.8, "changed": 0.7})
    (act,) = met(SIMPLE, Hand(*rows, answers={1: 0}))
    assert act.met is not None
    steps = act.met.look, act.met.identify, act.met.validate, act.met.encourage
    assert steps == (True, True, True, True)
    assert act.met.followed == "changed"


def test_words_that_say_all_was_settled_neither_value_nor_encourage() -> None:
    cold = replace(SIMPLE.turns[1], text="We've signed this off already. Can we please not reopen it?")
    talk = replace(SIMPLE, turns=[SIMPLE.turns[0], cold, *SIMPLE.turns[2:]])
    rows = ({"problem": 0.9}, {"level_3": 0.9, "validate": 0.9, "encourage": 0.9})
    plain, settled = (met(one, Hand(*rows, answers={1: 0}))[0].met for one in (SIMPLE, talk))
    assert plain is not None
    assert settled is not None
    assert (plain.validate, plain.encourage) == (True, True)
    assert (settled.validate, settled.encourage) == (False, False)


def test_a_promise_made_in_answer_is_something_that_followed() -> None:
    listener = Hand({"problem": 0.9}, {}, answers={1: 0})
    (act,) = met(SIMPLE, listener)
    (kept,) = met(SIMPLE, listener, promised={1: act.id})
    assert act.met is not None
    assert kept.met is not None
    assert (act.met.followed, kept.met.followed) == ("unknown", "changed")


@pytest.mark.parametrize(
    ("right", "judged", "tier"),
    [(19, 19, "proposed"), (18, 20, "stated_error"), (13, 20, "proposed"), (0, 40, "proposed")],
)
def test_what_was_judged_here_moves_a_labels_tier_once_it_is_enough(right: int, judged: int, tier: str) -> None:
    here = AsJudged(Hand(), {"idea": (right, judged), "commitment": (40, 40)})
    assert here.standing("idea", "meeting").tier == tier
    assert here.standing("commitment", "meeting").tier == "proposed"


def test_a_label_that_is_mostly_wrong_here_is_only_proposed() -> None:
    here = AsJudged(Hand(), {"question": (6, 30)})
    assert here.standing("question", "chat").tier == "proposed"
    assert here.standing("problem", "chat").tier == "stated_error"


def test_whoever_answers_a_later_part_of_a_speech_answers_the_act_in_it() -> None:
    speech = talk(("ana", "the export loses rows"), ("ana", "it began in may"), ("tom", "thanks for saying so"))
    listener = Hand({"problem": 0.9}, answers={2: 1})
    (act,) = met(speech, listener)
    assert act.met is not None
    assert act.met.seconds == 5.0  # from the end of the speech
    broken = talk(("ana", "the export loses rows"), ("eva", "hm"), ("ana", "lunch is late"), ("tom", "yes"))
    (unread,) = met(broken, Hand({"problem": 0.9}, answers={3: 2}))
    assert [answer.by for answer in unread.answers] == ["eva"]


def test_whoever_answers_an_earlier_part_of_a_speech_answers_the_act_in_it_once_it_has_been_said() -> None:
    speech = talk(("ana", "it began in may"), ("ana", "who has time for it?"), ("tom", "i have"))
    (act,) = met(speech, Hand({}, {"question": 0.9}, answers={2: 0}))
    assert act.met is not None
    assert act.met.probability > 0  # an answer that was recognised, and not only the next to speak
    before = talk(("ana", "it began in may"), ("tom", "i know"), ("ana", "who has time for it?"))
    (alone,) = met(before, Hand({}, {}, {"question": 0.9}, answers={1: 0}))
    assert alone.met is None


def test_a_no_that_a_person_says_punished_is_no_full_answer() -> None:
    listener = Hand({"problem": 0.9}, {"level_3": 0.9, "declined": 0.9}, answers={1: 0})
    (act,) = met(SIMPLE, listener)
    assert act.met is not None
    assert (act.met.level, act.met.followed) == (3, "declined_with_reason")
    (judged,) = met(SIMPLE, listener, levels={act.met.id: 1})
    assert judged.met is not None
    assert (judged.met.level, judged.met.followed) == (1, "unknown")


def test_a_nod_to_whoever_goes_on_is_no_answer() -> None:
    nod = talk(("ana", "is it late?"), ("tom", "okay"), ("ana", "i mean the crane"))
    (act,) = met(nod, Hand({"question": 0.9}))
    assert act.met is None


@pytest.mark.parametrize(
    ("text", "there"),
    [("I know. I am sorry.", False), ("I know what it does, not why.", True), ("I cannot explain the totals.", True),
     ("I am confused by the export.", True)],
)  # fmt: skip
def test_whoever_only_says_that_they_know_says_nothing_of_not_knowing(text: str, there: bool) -> None:
    assert bool(met(talk(("ana", text), ("tom", "hm")), Hand({"not_knowing": 0.9}))) is there


def test_silence_is_claimed_only_where_nobody_spoke_next() -> None:
    listener = Hand({"question": 0.9})
    (taken,) = met(talk(("ana", "is it late?"), ("tom", "it is fine")), listener)
    assert taken.met is not None
    assert (taken.met.level, taken.met.probability, taken.met.tier) == (3, 0.0, "proposed")
    (last,) = met(talk(("ana", "is it late?")), listener)
    assert last.met is None
    (late,) = met(talk(("ana", "is it late?"), ("tom", "lunch"), gap=120.0), listener)
    assert late.met is None
    beside = talk(("eva", "hm"), ("ana", "is it late?"), ("tom", "hm too"))
    guess = Hand({}, {"question": 0.9}, answers={2: 0})
    assert met(beside, guess)[0].met is not None  # which turn is answered is too often guessed wrongly
    told = replace(beside, turns=(*beside.turns[:2], replace(beside.turns[2], reply_to=0)))
    assert met(told, guess)[0].met is None
    written = talk(("ana", "is it late?"), ("tom", "lunch?"), channel="chat")
    assert met(written, listener)[0].met is None


def test_whoever_spoke_next_can_be_said_to_have_answered_something_else() -> None:
    said = talk(("ana", "is it late?"), ("tom", "lunch"))
    first, second = identify_turns(said)[:2]
    listener = Hand({"question": 0.9})
    assert met(said, listener)[0].met is not None
    assert met(said, listener, levels={f"l-{first}-{second}": 0})[0].met is None


def test_whoever_has_no_name_may_be_answered_by_anybody_after_them() -> None:
    said = talk(("", "is it late?"), ("", "it is"), ("tom", "lunch"))
    assert [may_answer(said, 0, place) for place in range(3)] == [False, True, True]
    assert not may_answer(said, 2, 1)
    assert not may_answer(talk(("ana", "is it late?"), ("ana", "it is")), 0, 1)


def test_a_level_a_person_gave_stands_whatever_is_heard_and_counts() -> None:
    listener = Hand({"problem": 0.9}, {}, answers={1: 0}, tiers={"level_3": "proposed"})
    (act,) = met(SIMPLE, listener)
    assert act.met is not None
    assert (act.met.level, act.met.judged, act.met.counts) == (3, None, False)
    first, second = identify_turns(SIMPLE)[:2]
    assert act.met.id == f"l-{first}-{second}"
    (now,) = met(SIMPLE, listener, levels={act.met.id: 5})
    assert now.met is not None
    assert (now.met.level, now.met.judged, now.met.probability, now.met.counts) == (5, 5, 1.0, True)
    assert (now.met.validate, now.met.encourage) == (True, True)


def test_whoever_spoke_next_can_be_said_to_have_answered_well() -> None:
    (act,) = met(SIMPLE, Hand({"problem": 0.9}))
    assert act.met is not None
    assert not act.met.counts
    (now,) = met(SIMPLE, Hand({"problem": 0.9}), levels={act.met.id: 4})
    assert now.met is not None
    assert (now.met.level, now.met.counts, now.met.validate) == (4, True, True)


def test_of_a_confirmed_act_the_answers_tier_is_that_of_its_level() -> None:
    listener = Hand({"idea": 0.9}, {}, answers={1: 0})
    (act,) = met(SIMPLE, listener)
    (now,) = met(SIMPLE, listener, judged={act.id: True})
    assert act.met is not None
    assert now.met is not None
    assert (act.met.tier, now.met.tier) == ("proposed", "stated_error")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("Hello, I'm Ana, I joined the harbour team on Monday", True), ("Ana?", False), ("Good morning everybody", False)],
)
def test_whoever_introduces_themself_says_who_they_are(text: str, is_one: bool) -> None:
    found = met(talk(("ana", text), ("tom", "welcome")), Hand({"introduction": 0.9}))
    assert bool(found) is is_one


def to(conversation, place, who, part):
    """The same, its turn's sentence of these words spoken to somebody by name."""
    turn = conversation.turns[place]
    begin = turn.text.index(part)
    named = replace(turn, spoken_to=(*turn.spoken_to, (begin, begin + len(part), who)))
    return replace(conversation, turns=(*conversation.turns[:place], named, *conversation.turns[place + 1 :]))


@pytest.mark.parametrize(
    ("reply", "asked", "level"),
    [
        ("Good. Ben, what about the rota?", "Ben, what about the rota?", 3),
        ("Good of you to say so early. Ben, can you take it?", "Ben, can you take it?", 4),
        ("What would help? Ben, can you take it?", "Ben, can you take it?", 5),
        ("Go on. Ben, please wait.", "Ben, please wait.", 5),
    ],
)
def test_a_question_to_somebody_else_invites_nobody_to_say_more(reply: str, asked: str, level: int) -> None:
    listener = Hand({"problem": 0.9}, {"level_5": 0.9, "level_4": 0.05}, answers={1: 0})
    told = talk(("ana", "the pump leaks"), ("tom", reply))
    assert met(told, listener)[0].met.level == 5
    assert met(to(told, 1, "ana", asked), listener)[0].met.level == 5
    (act,) = met(to(told, 1, "ben", asked), listener)
    assert (act.met.level, act.met.encourage) == (level, level == 5)


@pytest.mark.parametrize(
    ("mine", "theirs", "level"),
    [
        ("Not now, Ana. ", "Ben, how was the fair?", 2),
        ("Ana, let's park that. ", "Ben, how was the fair?", 2),
        ("Not now, Ana, on Friday at ten. ", "Ben, how was the fair?", 4),
        ("Okay, Ana. ", "Ben, can you look at the pump?", 3),
        ("Not now, Ana. ", "", 2),
    ],
)
def test_a_name_makes_no_more_of_what_puts_off(mine: str, theirs: str, level: int) -> None:
    listener = Hand({"problem": 0.9}, {"level_4": 0.9, "level_2": 0.05}, answers={1: 0})
    told = to(talk(("ana", "the pump leaks"), ("tom", mine + theirs)), 1, "ana", mine)
    told = to(told, 1, "ben", theirs) if theirs else told
    assert met(told, listener)[0].met.level == level


def test_whoever_was_called_by_name_took_it_up_before_whoever_spoke_next() -> None:
    said = talk(("ana", "Ben, is it late?"), ("tom", "the door"), ("ben", "it is"), ("eva", "Ana, it is not"))
    listener = Hand({"question": 0.9})
    assert met(said, listener)[0].met.by == "tom"
    assert met(to(said, 0, "ben", said.turns[0].text), listener)[0].met.by == "ben"
    assert met(to(said, 3, "ana", said.turns[3].text), listener)[0].met.by == "eva"


def test_a_message_to_somebody_else_by_name_answers_nobody_unless_the_source_says_so() -> None:
    said = talk(("ana", "where are the fonts?"), ("tom", "@ben I will look at yours"), channel="chat")
    listener = Hand({"question": 0.9}, answers={1: 0})
    assert met(said, listener)[0].met.by == "tom"
    named = to(said, 1, "ben", said.turns[1].text)
    assert met(named, listener)[0].met is None
    linked = replace(named, turns=(named.turns[0], replace(named.turns[1], reply_to=0)))
    assert met(linked, listener)[0].met.by == "tom"


def test_a_name_tells_nothing_of_an_act_whose_speaker_is_not_known() -> None:
    said = talk(("", "the pump leaks"), ("tom", "Good. Ben, what happened?"))
    listener = Hand({"problem": 0.9}, {"level_5": 0.9, "level_4": 0.05}, answers={1: 0})
    assert met(to(said, 1, "ben", "Ben, what happened?"), listener)[0].met.level == 5


def test_who_was_called_takes_it_up_soon_and_a_later_call_answers_what_was_said_since() -> None:
    said = talk(("ana", "Ben, is it late?"), ("tom", "okay"), ("ana", "so, well"), ("eva", "Ana, no"))
    listener = Hand({"question": 0.9})
    assert met(to(said, 3, "ana", "Ana, no"), listener)[0].met is None
    late = talk(("ana", "Ben, is it late?"), ("tom", "the door"), ("ben", "it is"), gap=400.0)
    assert met(to(late, 0, "ben", "Ben, is it late?"), listener)[0].met is None


@pytest.mark.parametrize(
    "reply",
    [
        "I wish I'd heard that on Monday, when the board asked me about it and I had nothing to say to them.",
        "Okay. Why am I only hearing this now, two days before the audit starts, and from the client of all people?",
        "Rafael, can we not do this in every meeting?",
    ],
)
def test_a_question_that_reproaches_asks_for_no_more(reply: str) -> None:
    said = talk(("ana", "i broke the import on monday"), ("tom", reply))
    warm = {"level_5": 0.9, "level_3": 0.1}
    (act,) = met(said, Hand({"mistake": 0.9}, warm, answers={1: 0}, tiers={"mistake": "counted"}))
    assert act.answers[0].level <= 3


def test_a_no_that_only_says_that_all_was_said_gives_no_reason() -> None:
    no = {"level_3": 0.8, "level_2": 0.2, "declined": 0.9}
    rebuff, reasoned = ("We have been over this, Ana.", "We cannot, the vendor has no slot before May.")
    for reply, followed in ((rebuff, "unknown"), (reasoned, "declined_with_reason")):
        said = talk(("ana", "i would not ship this"), ("tom", reply))
        (act,) = met(said, Hand({"challenge": 0.9}, no, answers={1: 0}, tiers={"challenge": "counted"}))
        assert act.answers[0].followed == followed


def test_a_level_that_a_person_gave_tells_the_steps_too() -> None:
    said = talk(("ana", "the pump leaks"), ("tom", "what would help?"))
    listener = Hand({"problem": 0.9}, {"level_5": 0.9, "level_4": 0.05, "encourage": 0.9}, answers={1: 0})
    (act,) = met(said, listener)
    (given,) = met(said, listener, levels={act.met.id: 4})
    assert (given.met.level, given.met.validate, given.met.encourage) == (4, True, False)
