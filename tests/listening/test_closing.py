"""Who only says goodbye to the meeting answers nothing that was raised just before (MISSION S3)."""

from __future__ import annotations

import pytest
from listening.hand import Hand, talk

from saidanddone.listening.acts import find_acts
from saidanddone.listening.answers import answered
from saidanddone.listening.closing import is_closing

CLOSINGS = (
    "Alright, thanks everyone, see you next week.", "Okay, that's all for today. Bye everybody!", "Bye.",
    "Cool, have a good one.", "Thanks all, talk to you tomorrow", "Great, let's wrap up here, thanks for coming.",
)  # fmt: skip


@pytest.mark.parametrize("said", CLOSINGS)
def test_a_farewell_is_one_in_any_case_and_spacing(said: str) -> None:
    assert is_closing(said)
    assert is_closing(f"  {said.upper()} ")


@pytest.mark.parametrize(
    "said",
    [
        "", "Thanks.", "Thanks for telling us.", "See you on Monday.", "That's it.", "All right.",
        "Okay, thanks everyone.",
        "I'll help you. Bye.", "Bye, and thanks for raising it.", "That's all wrong.", "See you, I'll bring the fix.",
        "Thanks everyone, see you next week, and Bo will look at the migration.", "bye " * 200,
    ],
)  # fmt: skip
def test_what_says_anything_more_or_could_be_an_answer_is_no_farewell(said: str) -> None:
    assert not is_closing(said)


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("channel", ["meeting", "chat"])
def test_a_farewell_answers_nothing_in_a_meeting_whether_a_listener_links_it_or_not(linked: bool, channel: str) -> None:
    def answers(*after: tuple[str, str]) -> list[int]:
        conversation = talk(("ana", "What if it fails?"), *after, channel=channel)
        listener = Hand({"question": 0.9}, *({} for _ in after), answers={1: 0} if linked else {})
        (scores,) = listener.score([conversation])
        (act,) = find_acts(conversation, scores, listener, {})
        (told,) = answered(conversation, scores, listener, [act], leaders={"bo"}, promised={})
        return [answer.turn for answer in told.answers]

    spoken = channel == "meeting"
    assert answers(("bo", "It will not.")) == ([1] if spoken or linked else [])
    assert answers(("bo", CLOSINGS[0])) == ([1] if linked and not spoken else [])
    assert answers(("bo", CLOSINGS[0]), ("bo", "And I will look at it.")) == ([1] if spoken or linked else [])
