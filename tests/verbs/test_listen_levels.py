"""How an act was met: only proposed until a person gives the level, and then used everywhere (MISSION S3, S8)."""

from __future__ import annotations

from pathlib import Path

import pytest
from verbs.ears import ALICE, BOB, CHARLIE, DANA, DATED, EVE, GUESSED, SCRIPT, Ears, meeting

from saidanddone.errors import UsageError
from saidanddone.evidence.bundle import Evidence
from saidanddone.listening.heard import Answer
from saidanddone.store import judgements, workspace
from saidanddone.verbs.listen import Listened, Proposal, listen
from saidanddone.verbs.onward import next_steps

KEY = b"k" * 32


@pytest.fixture
def vtt(tmp_path: Path) -> Path:
    return meeting(tmp_path / DATED)


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    return tmp_path / "ws"


def hear(*files: Path, into: Path | None = None, **more: object) -> Listened:
    """Listened to by one whose reading of replies was never measured."""
    return listen(*files, into=into, fresh_key=KEY, **{"listener": Ears(tiers=GUESSED), **more})  # type: ignore[arg-type]


def kept(ws: Path) -> Evidence:
    return workspace.load(ws)


def mine(found: Listened) -> Proposal:
    (one,) = [one for one in found.replies() if one.mine]
    return one


def test_a_level_that_is_only_proposed_is_no_figure_and_no_evidence(vtt: Path, ws: Path) -> None:
    found = hear(vtt, into=ws, me=ALICE)
    assert (sum(found.review.mine.values()), found.review.others, found.review.withheld) == (0, None, ())
    assert found.review.unsettled == 2
    assert (kept(ws).acts.num_rows, kept(ws).responses.num_rows) == (2, 0)
    assert "2 answers are only proposed and not kept; settle them with --confirm." in next_steps(found, ws)
    shown = [act.mine_met for _, act in found.review.acts() if act.counts and act.mine_met]
    assert [(one.level, one.tier, one.counts) for one in shown] == [(4, "proposed", False)]


def test_a_level_a_person_gave_stands_everywhere_and_surely(vtt: Path, ws: Path) -> None:
    found = hear(vtt, into=ws, me=ALICE)
    after = found.settled({mine(found).id: 5})
    assert after.review.mine == {1: 0, 2: 0, 3: 0, 4: 0, 5: 1}
    assert after.review.unsettled == 1
    (row,) = kept(ws).responses.to_pylist()
    assert (row["level"], row["confidence"], row["encourage"]) == (5, 1.0, True)
    (told,) = [one for one in after.to_dict()["responses"] if one["judged"] is not None]
    assert (told["level"], told["judged"], told["counts"], told["probability"]) == (5, 5, True, 1.0)
    assert [one.id for one in after.replies()] == [one.id for one in found.replies() if not one.mine]


def test_a_level_that_was_given_is_kept_and_outlives_what_a_listener_hears(vtt: Path, ws: Path) -> None:
    found = hear(vtt, into=ws, me=ALICE)
    found.settled({mine(found).id: 2})
    again = hear(vtt, into=ws, me=ALICE, listener=Ears(heard=0.6, tiers=GUESSED))
    assert again.review.mine[2] == 1
    held = judgements.load(ws)
    assert held.levels == {mine(found).id: 2}
    assert again.judged == {"level_4": (0, 1)}
    # A second thought is measured against what was heard, not against the first.
    later = again.settled({mine(found).id: 4})
    assert later.review.mine[4] == 1
    assert later.judged == {"level_4": (1, 1)}
    assert kept(ws).responses.column("level").to_pylist() == [4]


def test_steps_that_a_level_rules_out_are_gone(vtt: Path, ws: Path) -> None:
    found = hear(vtt, into=ws, me=ALICE)
    found.settled({mine(found).id: 1})
    (row,) = kept(ws).responses.to_pylist()
    assert (row["look"], row["validate"], row["encourage"]) == (True, False, False)


def test_the_readers_own_replies_are_asked_first_and_nobody_elses_is_graded_by_a_machine(vtt: Path, ws: Path) -> None:
    found = hear(vtt, into=ws, me=ALICE)
    own, other = found.replies()
    assert (own.mine, own.level, own.to, own.text) == (True, 4, SCRIPT[1][1], SCRIPT[2][1])
    assert (other.mine, other.level, other.to, other.text) == (False, None, SCRIPT[0][1], SCRIPT[1][1])
    assert SCRIPT[1][1] not in repr(found.replies())


def test_replies_to_what_is_only_proposed_are_asked_once_that_is_confirmed(vtt: Path, ws: Path) -> None:
    found = hear(vtt, into=ws)
    assert {one.label for one in found.replies()} == {"question", "problem"}
    mistake = next(one.id for one in found.proposals() if one.label == "mistake")
    assert {one.label for one in found.settled({mistake: True}).replies()} == {"question", "problem", "mistake"}


def test_of_a_confirmed_act_the_level_counts_as_far_as_it_was_measured(vtt: Path, ws: Path) -> None:
    found = hear(vtt, into=ws, listener=Ears())
    mistake = next(one.id for one in found.proposals() if one.label == "mistake")
    found.settled({mistake: True})
    assert kept(ws).responses.column("level").to_pylist() == [3, 4, 1]


def test_how_others_answered_is_told_once_enough_of_it_was_settled(tmp_path: Path, ws: Path) -> None:
    script = [("Zoe Zander", "Good morning to everybody here.")]
    for who in (ALICE, BOB, CHARLIE, DANA, EVE):
        script += [("Zoe Zander", f"How do we stand with the part of {len(script)}?"), (who, "Noted, let us go on.")]
    found = hear(meeting(tmp_path / DATED, script), into=ws)
    assert (found.review.others, len(found.replies())) == (None, 5)
    some = found.settled({one.id: 4 for one in found.replies()[:4]})
    assert some.review.others is None
    assert [one.count for one in some.review.withheld] == [4]
    all_ = some.settled({one.id: 3 for one in some.replies()})
    assert all_.review.others == "most"


def test_an_answer_to_something_else_is_none_and_says_nothing_of_levels(vtt: Path, ws: Path) -> None:
    found = hear(vtt, into=ws, me=ALICE)
    after = found.settled({mine(found).id: False})
    problem = next(act for _, act in after.review.acts() if act.kind == "problem")
    assert problem.met is None
    assert [one.label for one in after.unanswered()] == ["problem"]
    assert after.judged == {}
    assert [row["act_id"] for row in kept(ws).responses.to_pylist()] == []
    assert judgements.load(ws).levels == {mine(found).id: 0}
    assert not any(one.mine for one in hear(vtt, into=ws, me=ALICE).replies())
    # A second thought: it was an answer after all.
    again = after.settled({mine(found).id: 4})
    assert again.review.mine[4] == 1
    assert again.unanswered() == []


def test_the_turn_that_answers_can_be_named_and_how(vtt: Path, ws: Path) -> None:
    found = hear(vtt, into=ws, me=ALICE)
    wrong = mine(found)
    other = found.answer(wrong, "#5")
    assert (other.label, other.to, other.text) == ("problem", SCRIPT[1][1], SCRIPT[4][1])
    assert other.id == found.answer(wrong, "4:02").id != wrong.id
    after = found.settled({wrong.id: False, other.id: 2})
    (row,) = kept(ws).responses.to_pylist()
    assert row["level"] == 2
    assert [(one.id, one.judged) for one in named_answers(after)] == [(other.id, 2)]
    assert after.judged == {}  # nothing was proposed there
    open_ = after.settled({other.id: False}).unanswered()
    assert [one.text for one in open_] == [SCRIPT[1][1]]
    assert found.answer(open_[0], "#5").id == other.id


def named_answers(found: Listened) -> list[Answer]:
    """How the problem of the meeting was met, as it is known inside."""
    assert found._heard is not None
    (hearing,) = found._heard.research_only.hearings
    return [answer for act in hearing.acts if act.kind == "problem" for answer in act.answers]


@pytest.mark.parametrize(("mark", "why"), [("#1", "comes after"), ("#8", "comes after"), ("#99", "beyond")])
def test_an_answer_comes_later_and_from_somebody_else(vtt: Path, ws: Path, mark: str, why: str) -> None:
    found = hear(vtt, into=ws, me=ALICE)
    with pytest.raises(UsageError, match=why):
        found.answer(mine(found), mark)
    turns = [name.split("-")[1] for name in (found.moment(f"#{n}", "idea").id for n in (1, 2, 8))]
    for name in (f"l-{turns[1]}-{turns[0]}", f"l-{turns[1]}-{turns[2]}", f"l-{turns[1]}", "l-", "l", "a-b", ""):
        with pytest.raises(UsageError):
            found.settled({name: 3 if name.startswith("l-") else True})


@pytest.mark.parametrize("said", [True, 0, 6, -1])
def test_an_answer_is_settled_with_a_level_and_nothing_else(vtt: Path, ws: Path, said: int) -> None:
    found = hear(vtt, into=ws, me=ALICE)
    with pytest.raises(UsageError, match="1 to 5"):
        found.settled({mine(found).id: said})
    with pytest.raises(UsageError, match="1 to 5"):
        found.settled({found.proposals()[0].id: 3})


def test_a_level_may_be_given_with_the_first_listening(vtt: Path, ws: Path) -> None:
    name = mine(hear(vtt, into=ws, me=ALICE)).id
    assert hear(vtt, into=ws, me=ALICE, judged={name: 3}).review.mine[3] == 1


def test_no_file_of_the_workspace_holds_a_word_of_a_settled_answer(vtt: Path, ws: Path) -> None:
    found = hear(vtt, into=ws, me=ALICE)
    found.settled({one.id: 3 for one in found.replies()})
    for path in ws.iterdir():
        said = path.read_bytes()
        assert b"saying it so early" not in said
        assert b"loses rows" not in said
