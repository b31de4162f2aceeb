"""What a person says of who answered whom reaches everything that is made of it, whoever else settles meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from verbs.ears import ALICE, BOB, CHARLIE, DATED, GUESSED, Ears, meeting

from saidanddone.errors import UsageError
from saidanddone.evidence.bundle import Evidence
from saidanddone.store import judgements, workspace
from saidanddone.verbs.listen import Listened, listen

KEY = b"k" * 32
PROMISED = (
    (BOB, "The export loses rows in the last batch."),
    (ALICE, "I will send the plan by Friday noon."),
    (CHARLIE, "Noted, let us look at that together."),
    (BOB, "The printer is on the second floor."),
)


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    return tmp_path / "ws"


def hear(*files: Path, into: Path | None = None, me: str | None = ALICE) -> Listened:
    return listen(*files, into=into, fresh_key=KEY, me=me, listener=Ears(tiers=GUESSED))


def kept(ws: Path) -> Evidence:
    return workspace.load(ws)


def named(found: Listened, act: int, answer: int) -> str:
    """The id of one turn as an answer to another, counted from 1."""
    first, second = (found.moment(f"#{n}", "idea").id.split("-")[1] for n in (act, answer))
    return f"l-{first}-{second}"


def test_of_two_who_settle_at_once_neither_loses_what_the_other_said(tmp_path: Path, ws: Path) -> None:
    first = hear(meeting(tmp_path / DATED), into=ws)
    second = hear(meeting(tmp_path / DATED), into=ws)
    mistake, idea = (next(p.id for p in first.proposals() if p.label == label) for label in ("mistake", "idea"))
    first.settled({mistake: True})
    both = second.settled({idea: True})
    assert judgements.load(ws).verdicts == {mistake: True, idea: True}
    assert set(kept(ws).acts.column("kind").to_pylist()) == {"question", "problem", "mistake", "idea"}
    assert both.gone == 0


def test_a_workspace_that_another_is_writing_waits_and_then_says_so(
    tmp_path: Path, ws: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = hear(meeting(tmp_path / DATED), into=ws)
    monkeypatch.setattr("saidanddone.store.owned._LOCK_TRIES", 2)
    lock = ws / f".{judgements.FILE}.lock"
    lock.touch()
    with pytest.raises(UsageError, match="being written by another"):
        found.settled({found.proposals()[0].id: True})
    lock.unlink()
    found.settled({found.proposals()[0].id: True})
    assert not lock.exists()


def test_a_promise_is_made_in_answer_to_nothing_that_it_does_not_answer(tmp_path: Path, ws: Path) -> None:
    found = hear(meeting(tmp_path / DATED, PROMISED), into=ws)
    promise = next(one.id for one in found.proposals() if one.label == "commitment")
    found = found.settled({promise: True})
    (before,) = kept(ws).commitments.to_pylist()
    assert before["to"] is not None
    (told,) = found.to_dict()["promises"]
    assert told["answers_id"] is not None
    after = found.settled({named(found, 1, 2): False})
    (told,) = after.to_dict()["promises"]
    assert told["answers_id"] is None
    (row,) = kept(ws).commitments.to_pylist()
    assert row["to"] is None
    assert "problem raised" not in str(told)


def test_who_was_answered_that_week_follows_what_a_person_says(tmp_path: Path, ws: Path) -> None:
    found = hear(meeting(tmp_path / DATED, PROMISED), into=ws)

    def replies() -> list[float]:
        rows = kept(ws).inclusion.to_pylist()
        return sorted((row["turns"], row["replies"]) for row in rows)

    assert replies() == [(1.0, 1.0), (1.0, 1.0), (2.0, 1.0)]
    found = found.settled({named(found, 1, 2): False})
    assert replies() == [(1.0, 1.0), (1.0, 1.0), (2.0, 0.0)]
    found.settled({named(found, 1, 3): 4})
    assert replies() == [(1.0, 0.0), (1.0, 1.0), (2.0, 1.0)]


def test_an_answer_a_person_names_stands_before_one_that_is_guessed(tmp_path: Path, ws: Path) -> None:
    found = hear(meeting(tmp_path / DATED, PROMISED), into=ws)
    after = found.settled({named(found, 1, 3): 2})
    (row,) = kept(ws).responses.to_pylist()
    assert row["level"] == 2
    problem = next(act for _, act in after.review.acts() if act.kind == "problem")
    assert problem.met is not None
    assert (problem.met.by, problem.met.seconds) == ("somebody", 112.0)  # the later one, and of nobody else the level


def test_the_record_counts_only_levels_that_were_heard(tmp_path: Path, ws: Path) -> None:
    script = ((BOB, "The export loses rows in the last batch."), (BOB, "All of them."), (CHARLIE, "It is warm."))
    found = hear(meeting(tmp_path / DATED, script), into=ws, me=None)
    heard = found.settled({one.id: 4 for one in found.replies()})
    assert (len(found.replies()), heard.judged) == (1, {"level_3": (0, 1)})
    # Named by a person, then thought over: no listener ever said it.
    other = named(found, 1, 3)
    assert heard.settled({other: 2}).settled({other: 3}).judged.get("level_2") is None
    # Said to be none, then rated after all, twice.
    one = found.replies()[0].id
    assert heard.settled({one: False}).settled({one: 4}).settled({one: 5}).judged == {}


def test_what_is_settled_goes_by_the_id_it_was_proposed_with(tmp_path: Path, ws: Path) -> None:
    found = hear(meeting(tmp_path / DATED), into=ws)
    with pytest.raises(UsageError):
        found.settled({5: True})  # type: ignore[dict-item]


def test_only_what_others_said_can_have_been_left_unanswered_by_the_reader(tmp_path: Path, ws: Path) -> None:
    script = ((BOB, "It is warm today."), (ALICE, "The export loses rows in the last batch."))
    assert hear(meeting(tmp_path / DATED, script), into=ws).unanswered() == []
    other = ((ALICE, "It is warm today."), (BOB, "The export loses rows in the last batch."))
    assert len(hear(meeting(tmp_path / "2 of them.vtt", other)).unanswered()) == 1


def test_what_other_files_told_is_not_taken_away(tmp_path: Path, ws: Path) -> None:
    hear(meeting(tmp_path / DATED), into=ws)
    script = ((BOB, "How do we stand with the roof?"), (ALICE, "It stands well."))
    later = meeting(tmp_path / "GMT20260914-140000_Recording.transcript.vtt", script)
    assert hear(later, into=ws).gone == 0


def test_the_same_conversation_given_twice_is_heard_once(tmp_path: Path, ws: Path) -> None:
    path = meeting(tmp_path / DATED)
    copy = tmp_path / "a copy.vtt"
    copy.write_bytes(path.read_bytes())
    once, twice = hear(path, into=ws), hear(path, copy, path, into=ws)
    assert [p.id for p in twice.proposals()] == [p.id for p in once.proposals()]
    assert twice.moments
    assert sum("the same as" in str(problem) for problem in twice.review.problems) == 2
    assert twice.added == {"acts": 0, "responses": 0, "encounters": 0, "commitments": 0}
