"""Questions that steer a meeting are told from questions that want to know (MISSION S2)."""

from __future__ import annotations

import pytest
from listening.hand import Hand, talk

from saidanddone.listening.acts import find_acts, identify_turns
from saidanddone.listening.routing import only_steers

STEERS = (
    "Anything else?", "Any other business before we close?", "Okay, any questions so far?", "Can you all hear me?",
    "Can everybody see my screen now?", "Is everyone here?", "Are we ready to start?", "Who's next?",
    "Shall we move on?", "Right. Who wants to go first?", "So, does that make sense?", "Am I on mute?",
    "Good morning all. How is everybody?", "Anything else on the rota?", "Are you still there?",
    "Alright, shall we start then?", "Can you hear me? Is everyone on?", "Anything else, Aisha?",
    "Good. Ann-Marie, what about you?", "Anyone else?", "Any other business?",
    "Can you all hear me? Okay. Let's go around. Jonas, do you want to start?", "Would you like to go first, Ben?",
    "That's the shop floor from above, can everybody see the map?", "So Jo, this one is large, do you want to tell it?",
    "Do you want to say where that is at?", "Would you like to take us through the costs?", "Did they?", "They have?",
    "Oh, is it?", "Sorry?", "Really?",
)  # fmt: skip
WANTS_TO_KNOW = (
    "Do we have anybody else for the night shift?", "Are they ready?", "Any thoughts on my proposal?",
    "Do you have any comments on my draft?", "Any thoughts on the budget cuts?",
    "Should we stop?", "Can we stop?", "Should we proceed?", "Do we have any more for the night shift?",
    "The data is wrong and nobody checked. Any thoughts?", "I would rather wait. Any objections?",
    "Why did we stop?", "Anything else that could break?", "Can you hear the noise in the second bearing?",
    "Is everyone here paid the same?", "Who is next in line if she leaves?", "Shall we start over with another vendor?",
    "Any idea why it fails?", "Does that make us liable?", "Are we ready for the audit?", "Anything else.", "",
    "Can you all hear me? And why is the budget gone?", "Are you done with the migration?", "How is the patient?",
    "What is on the agenda of the union?", "Ben, what about the pump?", "What about your deposit?",
    "Who goes with her on the night shift?", "Should we stop the trial?",
    "And did we?", "Is he all right?", "Can I see the cables?", "Do you want to tell them that they are let go?",
    "Did they pay?", "It has a crack, what does that mean?", "Do you want to leave?", "What for?",
)  # fmt: skip


@pytest.mark.parametrize("text", STEERS)
def test_a_question_that_steers_the_meeting_asks_nothing_of_the_matter(text: str) -> None:
    assert only_steers(text)


@pytest.mark.parametrize("text", WANTS_TO_KNOW)
def test_a_question_about_the_matter_is_one(text: str) -> None:
    assert not only_steers(text)


@pytest.mark.parametrize(
    "unit", [" now before we now", " before we a", " about that", ", then", " to start", " so", ". "]
)
def test_what_goes_on_and_on_is_decided_step_by_step(unit: str) -> None:
    for begin in ("Anything else", "So, so, so, can you all hear me", "Shall we start", "Ben, any questions"):
        assert not only_steers((begin + unit * 60)[:390] + " 9?")


def test_who_steers_the_meeting_has_not_spoken_up_unless_a_person_says_so() -> None:
    said = talk(("ada", "Okay. Anything else?"), ("ben", "No, that is all."))
    listener = Hand({"question": 0.97})
    (scores,) = listener.score([said])
    assert find_acts(said, scores, listener, {}) == []
    name = f"a-{identify_turns(said)[0]}-question"
    assert [act.kind for act in find_acts(said, scores, listener, {name: True})] == ["question"]
