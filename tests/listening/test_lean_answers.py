"""Which turn of talk answers which, and how: on a meeting made up here, and on whole meetings that are held out."""

from __future__ import annotations

import numpy as np
from corpora import Corpus, ours
from listening_answers import as_told, levels_as_linked
from stage import Recipe, staged
from transcripts import transcripts

from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.features import Words, laid_out
from saidanddone.listening.lean import lean
from saidanddone.listening.pairs import answering

SAID = """
ana: Right, shall we start with the harvest rota, Bo has to be at the press by ten.
bo: Ten past will do. The north rows are picked, the trailer is back, and the students come again on Thursday.
cy: And the small crates turned up after all.
ana: Lovely. Cy, how is the cellar?
cy: Tank three is clean. I have to say, I left the valve on tank two open on Friday night, so about forty
    litres went down the drain. That was me, nobody else.
ana: Thanks for telling us straight away, that can't have been easy. What would stop it happening to the next
    one on their own at night?
cy: A list on the door, I think, with the valves on it.
ana: Good, let's do that. Bo, the labels.
bo: The labels are printed, they arrive on Tuesday with the corks.
dee: The shop had a quiet week, mostly the two coach parties and a wedding that wanted the pink.
bo: I don't think we should open on Sundays in November, we lose money on the heating every single time and
    nobody comes.
ana: Not now, Bo. Dee, you were saying about the coach parties.
dee: Yes, so forty people each, and they bought mostly the vinegar.
cy: Everybody always buys the vinegar.
dee: I don't understand how the new till does the refunds, I had to write three of them on paper.
cy: You press the blue key first and then the amount.
dee: The blue key. Thank you.
ana: Then that's the week. The bins go out tonight, and the gate stays shut because of the dog.
bo: The dog sends his regards.
"""
"""A turn a line, what is indented goes on."""
TURNS = [line.split(": ", 1) for line in SAID.strip().replace("\n    ", " ").splitlines()]
MEETING = Conversation("m", "test", "meeting", [Turn(who, said, line) for line, (who, said) in enumerate(TURNS, 1)])


def test_in_a_whole_meeting_answers_to_acts_are_linked_and_routine_is_not() -> None:
    (scores,) = lean().score([MEETING])
    links = scores.answers.tolist()
    assert {answer: links[answer] for answer in (5, 6, 7, 11, 15)} == {5: 4, 6: 5, 7: 6, 11: 10, 15: 14}
    assert [place for place in (0, 1, 2, 8, 13, 17, 18) if links[place] >= 0] == []


def test_answers_of_a_whole_meeting_are_told_apart() -> None:
    (scores,) = lean().score([MEETING])
    levels = scores.replies[:, 1:6]
    assert levels[5, 3:].sum() > 0.9  # thanks, and what would help
    assert levels[7, 3:].sum() > 0.7  # a good idea, and it is done
    assert levels[11, :2].sum() > 0.6  # not now
    assert levels[6].argmax() == 2  # a plain answer


def test_of_what_is_written_words_tell_and_of_talk_what_is_around_them() -> None:
    turns = [Turn("a", "why is it red", 1), Turn("b", "no idea", 2)]
    talks = [
        Conversation("1", "", "meeting", turns), Conversation("2", "", "chat", turns),
        Conversation("3", "", "meeting", turns[:1]),
    ]  # fmt: skip
    layout = laid_out(talks, Words(["red"]))
    logits = np.array([[9.0], [9.0], [-1.0], [1.0], [1.0]], np.float32)
    read = np.array([[1.0], [-1.0], [5.0], [5.0], [-5.0]], np.float32)
    told = answering(logits, read, layout, ("links",), np.array([2.0], np.float32), {"spoken": -1.9, "written": 0.0})
    # The last stands alone: nothing is around it.
    assert told.tolist() == [True, False, False, True, True]


def test_in_training_what_our_meetings_answer_is_known_and_no_listener_is_told() -> None:
    meetings, examples = transcripts(), ours()
    n = sum(len(one.turns) for one in examples.conversations[:50])
    few = Corpus("ours", examples.conversations[:50], examples.known[:n], examples.rows[:n])
    parts = [(few, np.ones(n, bool)), (meetings, meetings.splits == "train")]
    stage = staged(parts, Recipe())
    assert (stage.given[n:] == -1).all()
    assert (stage.answers[:n] == stage.given[:n]).all()
    begin = n
    for one in meetings.conversations[:20]:
        for turn in range(len(one.turns)):
            to = stage.rows[begin + turn]["answers"]
            assert stage.answers[begin + turn] == (-1 if to is None else begin + to)
        begin += len(one.turns)


def test_on_held_meetings_answers_stay_where_they_were() -> None:
    told, threes = as_told(lean())
    assert told.acts > 500
    assert told.right / told.acts > 0.88
    assert told.exact / told.acts > max(0.72, threes)
    assert told.speech / told.acts > 0.85
    levels = levels_as_linked(lean())
    assert levels["level accuracy"] > 0.78
    assert levels["macro F1"] > 0.58
