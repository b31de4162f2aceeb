"""What is only proposed, in a review's sentences: how much there is, and what the reader answered (S1, S8)."""

from __future__ import annotations

import pytest
from report.reviewed import ME, OTHERS, Said, reviewed, spoken

from saidanddone.report.review.answer import answer, grounds
from saidanddone.report.review.tally import tallied
from saidanddone.report.review.telling import missed_intro, proposed_replies, proposed_told

MET = Said(by=OTHERS[1])


def test_where_little_counts_and_more_is_proposed_the_sentence_says_so_and_the_numbers_add_up() -> None:
    proposed = [Said(tier="proposed", by=ME), Said("idea", None, tier="proposed"), Said("idea", tier="proposed")]
    tally = tallied(reviewed(spoken(MET, MET, *proposed), me=ME))
    assert answer(tally) == (
        "Two of two times somebody spoke up, an answer came: a good start, not yet a picture; "
        "three proposals are for you to settle."
    )
    assert grounds(tally)[:2] == [
        "Two acts of speaking up in one conversation of 11 turns.", "What is proposed is not counted.",
    ]  # fmt: skip
    assert missed_intro(tally).endswith("somebody answered each. Some are always missed in listening.")
    assert proposed_told(tally).startswith("One of three proposals had no answer")
    assert proposed_replies(tally) == "What you replied to one of three proposals"


def test_what_a_person_has_settled_is_told_before_what_waits() -> None:
    settled = Said(level=1, by=ME)
    told = answer(tallied(reviewed(spoken(settled, *[Said(tier="proposed")] * 3), me=ME)))
    assert told.endswith("your one reply could land as a punishment.")


@pytest.mark.parametrize(
    ("said", "missed", "replies"),
    [
        ([], "", ""),
        ([Said(tier="proposed")], "", ""),
        ([Said(tier="proposed", level=None)], "One proposal without an answer", ""),
        ([Said(tier="proposed", by=ME)], "", "What you replied to the proposal"),
        ([Said(tier="proposed", by=ME)] * 2, "", "What you replied to the two proposals"),
    ],
)
def test_of_what_is_proposed_it_is_told_what_got_no_answer_and_which_the_reader_answered(
    said: list[Said], missed: str, replies: str
) -> None:
    tally = tallied(reviewed(spoken(MET, *said), me=ME))
    assert proposed_told(tally).startswith(missed)
    assert bool(proposed_told(tally)) == bool(missed)
    assert proposed_replies(tally) == replies
