"""What listening keeps of who answered whom: counts a week, shown nowhere, each turn once (MISSION S4; PRIVACY 4)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from verbs.ears import ALICE, BOB, CHARLIE, DANA, DATED, EVE, SCRIPT, Ears, chat, meeting

from saidanddone.diagnosis.exposure import exposures
from saidanddone.diagnosis.met import met
from saidanddone.evidence.pseudonym import pseudonym
from saidanddone.report import terminal
from saidanddone.store import workspace
from saidanddone.verbs.diagnose import diagnose
from saidanddone.verbs.listen import Listened, listen
from saidanddone.verbs.read import read
from saidanddone.verbs.talk import spoken

KEY = b"k" * 32
EVERYBODY = (ALICE, BOB, CHARLIE, DANA, EVE)


@pytest.fixture
def vtt(tmp_path: Path) -> Path:
    return meeting(tmp_path / DATED)


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    return tmp_path / "ws"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    rows = "".join(f"{who},Apollo,{'leader' if who == ALICE else 'member'}\n" for who in EVERYBODY)
    path.write_text(f"name,team,role\n{rows}", encoding="utf-8")
    return path


def hear(*files: Path, into: Path, **more: Any) -> Listened:
    return listen(*files, into=into, fresh_key=KEY, **{"listener": Ears(), **more})


def weeks(ws: Path) -> dict[tuple[str, str], tuple[float, float]]:
    """Source and week -> turns and replies of everybody."""
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for row in workspace.load(ws).inclusion.to_pylist():
        key = (row["source"], datetime.fromtimestamp(row["week_us"] / 1e6, UTC).date().isoformat())
        turns, replies = found.get(key, (0.0, 0.0))
        found[key] = turns + row["turns"], replies + row["replies"]
    return found


def test_turns_and_answers_by_others_are_kept_a_week(vtt: Path, ws: Path, roster: Path) -> None:
    hear(vtt, into=ws, roster=roster)
    rows = {row["person"]: row for row in workspace.load(ws).inclusion.to_pylist()}
    assert {who: rows[pseudonym(who, KEY)]["turns"] for who in EVERYBODY} == {
        who: float(sum(speaker == who for speaker, _ in SCRIPT)) for who in EVERYBODY
    }
    assert rows[pseudonym(BOB, KEY)]["replies"] >= 1
    assert {(row["team"], row["invitations"], row["mentions"]) for row in rows.values()} == {("Apollo", None, None)}
    assert set(weeks(ws)) == {(vtt.name, "2026-09-07")}


def test_listening_again_or_to_a_copy_counts_no_turn_twice(vtt: Path, ws: Path, tmp_path: Path) -> None:
    hear(vtt, into=ws)
    (once,) = weeks(ws).values()
    hear(vtt, into=ws)
    renamed = vtt.rename(tmp_path / f"copy {DATED}")
    hear(renamed, into=ws)
    assert weeks(ws) == {(renamed.name, "2026-09-07"): once}
    both = hear(chat(tmp_path / "one"), chat(tmp_path / "two"), into=tmp_path / "other")
    assert both.added is not None
    assert sum(turns for turns, _ in weeks(tmp_path / "other").values()) == len(SCRIPT)


def test_a_conversation_said_to_be_of_another_day_is_in_that_week_alone(ws: Path, tmp_path: Path) -> None:
    undated = meeting(tmp_path / "monday.vtt")
    hear(undated, into=ws)
    assert weeks(ws) == {}
    for day in (date(2026, 9, 7), date(2026, 9, 21)):
        hear(undated, into=ws, on=day, at=36_000)
        assert list(weeks(ws)) == [("monday.vtt", day.isoformat())]


def test_two_meetings_of_one_name_in_two_weeks_are_both_kept(ws: Path, tmp_path: Path) -> None:
    first = meeting(tmp_path / "weekly.vtt")
    hear(first, into=ws, on=date(2026, 9, 7), at=36_000)
    meeting(first, [(BOB, "Good morning to everybody here."), *SCRIPT[1:]])
    hear(first, into=ws, on=date(2026, 9, 14), at=36_000)
    assert list(weeks(ws)) == [("weekly.vtt", "2026-09-07"), ("weekly.vtt", "2026-09-14")]


def test_nothing_of_it_is_counted_or_told(vtt: Path, ws: Path, roster: Path) -> None:
    found = hear(vtt, into=ws, roster=roster)
    assert found.added is not None
    assert "inclusion" not in found.added
    assert "inclusion" not in json.dumps(found.to_dict())
    asked = diagnose(ws, roster=roster, me=BOB)
    said = json.dumps(asked.to_dict()) + terminal.render(asked)
    everybody = {row["person"] for row in workspace.load(ws).inclusion.to_pylist()}
    assert len(everybody) == len(EVERYBODY)
    assert not [one for one in everybody - {pseudonym(BOB, KEY)} if one in said]


def test_an_act_knows_its_conversation_and_whether_it_was_answered(vtt: Path, ws: Path, roster: Path) -> None:
    script = [*SCRIPT[:3], (EVE, "How do we stand with the budget?")]
    hear(meeting(vtt, script), into=ws, roster=roster)
    evidence = workspace.load(ws)
    acts = evidence.acts.to_pylist()
    assert [(row["kind"], row["answered"]) for row in acts] == [
        ("question", True), ("problem", True), ("question", None),
    ], "after the last word nobody could have answered"  # fmt: skip
    assert {row["exposure_ref"] for row in acts} == set(evidence.encounters.column("id").to_pylist())


def test_what_was_heard_is_one_row_an_act_and_its_meeting_is_an_occasion(vtt: Path, ws: Path, roster: Path) -> None:
    hear(vtt, into=ws, roster=roster)
    evidence = workspace.load(ws)
    on_us = evidence.acts.column("at_us").to_pylist()[-1] + 30 * 86_400_000_000
    found = met(evidence.acts, evidence.responses, evidence.encounters, evidence.people, on_us)
    assert found.column("state").to_pylist() == ["met", "met"]
    assert set(found.column("channel").to_pylist()) == {"meeting"}
    assert len(set(found.column("cluster").to_pylist())) == 1
    (one,) = exposures(evidence.encounters, evidence.people, evidence.exposure, evidence.acts, on_us)
    minutes = evidence.encounters.column("minutes")[0].as_py()
    assert (one.team, one.channel, one.amount) == ("Apollo", "meeting", pytest.approx(4 * minutes / 60))


def test_silence_in_writing_is_claimed_only_two_days_before_the_export_ends(ws: Path, tmp_path: Path) -> None:
    folder = chat(tmp_path / "export", [(BOB, "How do we stand with the release?")])
    hear(folder, into=ws)
    assert workspace.load(ws).acts.column("answered").to_pylist() == [None]
    later = [{"type": "message", "user": "U00000001", "text": "Good morning.", "ts": "1789048800.000100"}]
    (folder / "release" / "2026-09-10.json").write_text(json.dumps(later), encoding="utf-8")
    hear(folder, into=ws)
    assert workspace.load(ws).acts.column("answered").to_pylist() == [False]


def test_weeks_that_were_read_from_a_table_stay(vtt: Path, ws: Path, tmp_path: Path) -> None:
    table = tmp_path / "included.csv"
    table.write_text("person,week,replies\nBob,2026-09-07,3\n", encoding="utf-8")
    told = read(table, into=ws, fresh_key=KEY)
    assert told.added["inclusion"] == 1
    hear(vtt, into=ws)
    assert "included.csv" in workspace.load(ws).inclusion.column("source").to_pylist()


def test_who_is_spoken_to_by_name_is_who_the_roster_says(tmp_path: Path) -> None:
    """A promise to Alice by name is hers under every label she writes by, and nobody promises to themself."""
    said = [
        "Bob: What is left?", "Alice (home): The slides.", "Charlie: Alice, I'll send you the slides by Friday.",
        "Alice Kite: Good, Bob.",
    ]  # fmt: skip
    cues = [f"00:00:{5 * n:02d}.000 --> 00:00:{5 * n + 4:02d}.000\n{text}\n" for n, text in enumerate(said)]
    (tmp_path / "talk.vtt").write_text("WEBVTT\n\n" + "\n".join(cues), encoding="utf-8")
    (tmp_path / "roster.csv").write_text(
        "name,handle,team,role\nAlice,Alice Kite,Kite,leader\nBob,,Kite,member\nCharlie,,Kite,member\n"
    )
    talks = spoken([tmp_path / "talk.vtt"], roster=tmp_path / "roster.csv", fresh_key=b"k" * 32)
    (conversation,) = talks.conversations
    alice = conversation.turns[1].speaker
    assert conversation.turns[3].speaker == alice
    assert [who for _, _, who in conversation.turns[2].spoken_to] == [alice]
