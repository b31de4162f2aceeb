"""A conversation review shows nobody's acts by name and nobody's replies but the reader's (PRIVACY 3, 4)."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Collection

import pytest
from listening.hand import talk

from saidanddone.errors import NotReleased
from saidanddone.evidence.unreleased import Unreleased
from saidanddone.listening.heard import Answer, HeardAct, HeardPromise, Hearing
from saidanddone.listening.hearing import shares
from saidanddone.privacy.release import require_released
from saidanddone.privacy.review import Heard, ReleasedReview, review

PEOPLE = (
    "p-canary0000ana",
    "p-canary0000tom",
    "p-canary0000eva",
    "p-canary0000kim",
    "p-canary0000lou",
    "p-canary0000max",
)
WORDS = "the sesame export is broken"


def answer(turn: int, by: str, level: int, tier: str = "stated_error", judged: int | None = None) -> Answer:
    return Answer(
        turn, by, None, level, 0.7, True, level > 3, level > 3, level > 4, "unknown", 4.0, tier, f"l-x-{turn}", judged
    )


def heard(
    *answerers: str, marks: list[list[int]] | None = None, tier: str = "stated_error", judged: Collection[int] = ()
) -> Unreleased[Heard]:
    """Somebody raises a problem again and again, each time answered by the next of these."""
    said = [(PEOPLE[1] if n % 2 == 0 else answerers[n // 2], WORDS) for n in range(2 * len(answerers))]
    conversation = talk(*said)
    acts = tuple(
        HeardAct(
            f"a-{n}-problem",
            2 * n,
            PEOPLE[1],
            "problem",
            0.9,
            "counted",
            None,
            (answer(2 * n + 1, who, 1 + n % 5, tier, 1 + n % 5 if n in judged else None),),
        )
        for n, who in enumerate(answerers)
    )
    promise = HeardPromise("m-1", 1, answerers[0], PEOPLE[1], (0, 3), None, False, None, 0.6, "proposed")
    hearing = Hearing("monday", "monday.vtt", "meeting", 0, "en", "", len(said), acts, (promise,), shares(conversation))
    return Unreleased(Heard((conversation,), (hearing,), marks))


def shown(what: Unreleased[Heard], me: str | None = None, leaders: frozenset[str] = frozenset()) -> ReleasedReview:
    return review(
        what, me=me, leaders=leaders, fewest=5, standings=(), listener="by hand", problems=(), notes=(), version="0"
    )


@pytest.mark.parametrize("me", [None, PEOPLE[0], PEOPLE[1]])
def test_no_output_holds_a_speaker_or_a_word(me: str | None) -> None:
    out = shown(heard(*PEOPLE[2:], marks=[[0]]), me, frozenset(PEOPLE[:1]))
    everything = json.dumps(out.to_dict()) + repr(out) + str(out.to_arrow().to_pylist())
    assert "canary" not in everything
    assert "sesame" not in everything


def test_of_somebody_elses_answer_only_that_it_came_and_when() -> None:
    (_, act), *_ = shown(heard(*PEOPLE[2:])).acts()
    assert act.met is not None
    assert (act.met.by, act.met.seconds, act.met.look) == ("somebody", 4.0, True)
    rest = (act.met.level, act.met.identify, act.met.validate, act.met.encourage, act.met.place, act.met.followed)
    assert rest == (None,) * 6


def test_the_readers_own_answers_are_reviewed() -> None:
    out = shown(heard(PEOPLE[2], PEOPLE[3]), PEOPLE[2])
    (_, first), (_, second) = out.acts()
    assert first.mine_met is not None
    assert (first.mine_met.by, first.mine_met.level) == ("you", 1)
    assert second.mine_met is None
    assert out.mine == {1: 1, 2: 0, 3: 0, 4: 0, 5: 0}


def test_how_others_answered_is_told_of_five_and_never_of_fewer() -> None:
    four = shown(heard(*PEOPLE[2:6]))
    assert four.others is None
    assert [one.count for one in four.withheld] == [4]
    five = shown(heard(PEOPLE[0], *PEOPLE[2:6]))
    assert five.others == "about half"  # two of five
    again = shown(heard(*PEOPLE[2:6], PEOPLE[2], PEOPLE[2]))
    assert again.others is None  # six answers of four people


def test_a_level_that_is_only_proposed_is_nobodys_figure_until_a_person_gave_it() -> None:
    five = (PEOPLE[0], *PEOPLE[2:6])
    guessed = shown(heard(*five, tier="proposed"), PEOPLE[0])
    assert (guessed.others, guessed.withheld, guessed.unsettled) == (None, (), 5)
    assert guessed.mine == dict.fromkeys(range(1, 6), 0)
    (_, act), *_ = guessed.acts()
    assert act.mine_met is not None
    assert (act.mine_met.level, act.mine_met.tier, act.mine_met.counts) == (1, "proposed", False)
    settled = shown(heard(*five, tier="proposed", judged=range(5)))
    assert settled.others == "about half"
    # Four that a person settled are four people's, whatever else was proposed.
    some = shown(heard(*five, tier="proposed", judged=range(4)))
    assert (some.others, [one.count for one in some.withheld], some.unsettled) == (None, [4], 1)


def test_the_reader_is_not_counted_among_the_others() -> None:
    assert shown(heard(PEOPLE[0], *PEOPLE[2:6]), PEOPLE[0]).others is None


def test_the_share_of_the_quiet_half_is_told_of_five_others_alone() -> None:
    (four,) = shown(heard(*PEOPLE[2:5])).conversations  # the one who raises, and three who answer
    assert four.quiet_share is None
    (six,) = shown(heard(PEOPLE[0], *PEOPLE[2:])).conversations
    assert six.quiet_share is not None
    assert 0 < six.quiet_share < 1


def test_what_share_was_noticed_counts_others_acts_alone() -> None:
    what = heard(*PEOPLE[2:], marks=[[0, 4]])
    assert shown(what).noticed is not None
    noticed = shown(what).noticed
    assert noticed is not None
    assert (noticed.acts, noticed.noticed) == (4, 2)
    own = shown(what, PEOPLE[1]).noticed
    assert own is not None
    assert own.acts == 0


def test_a_review_is_made_by_the_door_alone() -> None:
    out = shown(heard(*PEOPLE[2:]))
    with pytest.raises(NotReleased):
        ReleasedReview((), True, {}, None, None, (), "", (), (), (), "0")
    with pytest.raises(NotReleased):
        type("Review", (ReleasedReview,), {})
    with pytest.raises(NotReleased):
        require_released(object.__new__(ReleasedReview))
    require_released(copy.deepcopy(out))
    assert pickle.loads(pickle.dumps(out)) == out
