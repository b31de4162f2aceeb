"""Moments that no listener heard, named by whoever was there (MISSION S2, S8)."""

from __future__ import annotations

from pathlib import Path

import pytest
from verbs.ears import BOB, DATED, SCRIPT, Ears, meeting

from saidanddone.errors import UsageError
from saidanddone.evidence.bundle import Evidence
from saidanddone.store import workspace
from saidanddone.verbs.listen import Listened, listen


@pytest.fixture
def vtt(tmp_path: Path) -> Path:
    return meeting(tmp_path / DATED)


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    return tmp_path / "ws"


def hear(*files: Path, into: Path, listener: Ears | None = None) -> Listened:
    return listen(*files, into=into, fresh_key=b"k" * 32, listener=listener or Ears())


def kept(ws: Path) -> Evidence:
    return workspace.load(ws)


def kinds(evidence: Evidence) -> list[str]:
    return evidence.acts.column("kind").to_pylist()


def test_a_moment_that_nobody_heard_counts_once_a_person_names_it(vtt: Path, ws: Path) -> None:
    deaf = Ears(heard=0.1)
    found = hear(vtt, into=ws, listener=deaf)
    assert found.unheard(["#4", "9:01"]) == ["#4", "9:01"]
    mistake, again = found.moment("#4", "mistake"), found.moment("3:05", "mistake")
    assert (mistake, mistake.text) == (again, SCRIPT[3][1])
    after = found.settled({mistake.id: True})
    assert [act.kind for _, act in after.review.acts()] == kinds(kept(ws)) == ["mistake"]
    assert kept(ws).responses.num_rows == 1
    assert after.judged == {}  # nothing was proposed, so nothing is said of how often proposals are right
    assert after.unheard(["#4", "9:01"]) == ["9:01"]
    assert hear(vtt, into=ws, listener=deaf).judged == {}
    assert kinds(kept(ws)) == ["mistake"]
    after.settled({mistake.id: False})
    assert kinds(kept(ws)) == []


def test_what_a_person_names_stands_before_what_only_a_listener_counts(vtt: Path, ws: Path) -> None:
    found = hear(vtt, into=ws)
    assert kinds(kept(ws)) == ["question", "problem"]
    found.settled({found.moment("#2", "idea").id: True})
    assert kinds(kept(ws)) == ["question", "idea"]


def test_a_time_means_whoever_is_speaking_then(ws: Path, tmp_path: Path) -> None:
    path = tmp_path / DATED
    path.write_text(
        "WEBVTT\n\n00:00:10.000 --> 00:01:00.000\nAlice Arundel: We lose rows on every export, all week long.\n\n"
        "00:00:20.700 --> 00:00:21.500\nBob Brink: Yes, right.\n\n"
        "00:01:10.000 --> 00:01:12.000\nBob Brink: So that is where we are.\n",
        encoding="utf-8",
    )
    found = hear(path, into=ws)
    said = {mark: found.moment(mark, "problem").text.split()[0] for mark in ("0:00", "0:20", "0:50", "1:05", "1:11")}
    assert said == {"0:00": "We", "0:20": "Yes,", "0:50": "We", "1:05": "Yes,", "1:11": "So"}


@pytest.mark.parametrize(("mark", "kind", "why"), [
    ("yesterday", "idea", "could not be read"), ("#0", "idea", "could not be read"),
    ("\u0660:\u0663\u0660", "idea", "could not be read"), ("#99", "idea", "beyond"),
    ("#4", "dance", "is one of these: question"),
])  # fmt: skip
def test_a_moment_is_somewhere_and_of_some_kind(vtt: Path, ws: Path, mark: str, kind: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        hear(vtt, into=ws).moment(mark, kind)


def test_moments_are_named_in_one_conversation_and_in_english(vtt: Path, ws: Path, tmp_path: Path) -> None:
    other = meeting(
        tmp_path / "other.vtt", [(BOB, "Wie steht es um die Freigabe, und wer hat heute damit zu tun?")] * 9
    )
    assert hear(vtt, into=ws).moments
    assert not hear(vtt, other, into=ws).moments
    with pytest.raises(UsageError, match="one conversation at a time"):
        hear(vtt, other, into=ws).moment("#4", "mistake")
    german = hear(other, into=ws)
    assert not german.moments
    with pytest.raises(UsageError, match="not in English"):
        german.moment("#4", "mistake")
