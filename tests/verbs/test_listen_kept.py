"""What listening leaves in a workspace: evidence and verdicts, no word and no name, the same however often read."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from verbs.ears import ALICE, BOB, CHARLIE, DATED, SCRIPT, Ears, chat, coded, meeting, turns_table

from saidanddone.errors import NothingReadable, UsageError
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.pseudonym import pseudonym
from saidanddone.listening.lean import lean
from saidanddone.report import terminal
from saidanddone.report.sentences import grounds
from saidanddone.store import judgements, workspace
from saidanddone.verbs.diagnose import diagnose
from saidanddone.verbs.listen import Listened, listen
from saidanddone.verbs.onward import next_steps
from saidanddone.verbs.read import read

KEY = b"k" * 32
TWO_DAYS_US = 2 * 86_400_000_000


@pytest.fixture
def vtt(tmp_path: Path) -> Path:
    return meeting(tmp_path / DATED)


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    return tmp_path / "ws"


def hear(*files: Path, into: Path, **more: object) -> Listened:
    return listen(*files, into=into, fresh_key=KEY, **{"listener": Ears(), **more})  # type: ignore[arg-type]


def kept(ws: Path) -> Evidence:
    return workspace.load(ws)


def proposed(found: Listened, label: str) -> str:
    return next(one.id for one in found.proposals() if one.label == label)


def kinds(evidence: Evidence) -> list[str]:
    return evidence.acts.column("kind").to_pylist()


# --- What is kept -----------------------------------------------------------------------------------------------------


def test_what_counts_becomes_evidence_and_what_is_proposed_does_not(vtt: Path, ws: Path) -> None:
    hear(vtt, into=ws)
    found = kept(ws)
    assert kinds(found) == ["question", "problem"]
    assert found.acts.column("confidence").to_pylist() == [pytest.approx(0.9, abs=1e-6)] * 2
    assert found.responses.column("level").to_pylist() == [3, 4]
    assert found.encounters.num_rows == 1
    assert found.commitments.num_rows == 0
    at = datetime.fromtimestamp(found.acts.column("at_us")[1].as_py() / 1e6, UTC)
    assert (at.date(), at.hour, at.minute) == (date(2026, 9, 7), 14, 1)


def test_no_word_and_no_name_is_in_any_file_of_the_workspace(vtt: Path, ws: Path, tmp_path: Path) -> None:
    named = [{**row, "speaker": who} for row, (who, _) in zip(coded(), SCRIPT, strict=True)]
    table = turns_table(tmp_path / "t.csv", [{**row, "at": "2026-09-07T10:00:00Z"} for row in named])
    found = hear(vtt, table, chat(tmp_path / "export"), into=ws, me=ALICE)
    found.settled({one.id: True for one in found.proposals()})
    words = set(re.findall(r"[A-Za-z]{5,}", " ".join(f"{who} {said}" for who, said in SCRIPT)))
    words = words - {"release", "export", "problem"} | {"Eve", "Bob", "Dana"}  # where it was, and a kind of act
    files = [path for path in ws.rglob("*") if path.is_file()]
    assert {"judgements.json", "acts.parquet", "responses.parquet", "commitments.parquet"} <= {p.name for p in files}
    assert "names.json" not in {path.name for path in files}
    for path in files:
        assert path.stat().st_mode & 0o077 == 0, path.name
        said = path.read_bytes().decode("latin-1")
        if path.suffix == ".parquet":
            said += json.dumps(pq.read_table(path).to_pylist(), default=str)
        assert not [word for word in words if re.search(rf"\b{word}\b", said)], path.name


def test_listening_again_changes_nothing(vtt: Path, ws: Path, tmp_path: Path) -> None:
    first = hear(vtt, chat(tmp_path / "export"), into=ws)
    first.settled({one.id: True for one in first.proposals()})
    before = {path.name: path.read_bytes() for path in ws.iterdir()}
    again = hear(vtt, tmp_path / "export", into=ws)
    assert again.added is not None
    assert sum(again.added.values()) == 0
    assert again.gone == 0
    assert {path.name: path.read_bytes() for path in ws.iterdir()} == before


def test_an_export_by_another_name_tells_the_same_turns_once(vtt: Path, ws: Path, tmp_path: Path) -> None:
    hear(vtt, into=ws)
    renamed = vtt.rename(tmp_path / f"copy {DATED}")
    again = hear(renamed, into=ws)
    assert again.added is not None
    assert (sum(again.added.values()), again.gone, again.moved) == (0, 0, 5)
    found = kept(ws)
    assert kinds(found) == ["question", "problem"]
    assert set(found.acts.column("source").to_pylist()) == {renamed.name}
    assert (found.responses.num_rows, found.encounters.num_rows) == (2, 1)


def test_one_conversation_given_twice_is_one(ws: Path, tmp_path: Path) -> None:
    hear(chat(tmp_path / "one"), chat(tmp_path / "two"), into=ws)
    assert kinds(kept(ws)) == ["question", "problem"]


def test_two_conversations_that_say_the_same_at_the_same_place_are_two(ws: Path, tmp_path: Path) -> None:
    rows = [*coded(conversation=1), *coded(conversation=2)]
    table = turns_table(tmp_path / "t.csv", [{**row, "at": "2026-09-07T10:00:00Z"} for row in rows])
    found = hear(table, into=ws)
    assert len({act.id for _, act in found.review.acts()}) == len(found.review.acts())
    assert kinds(kept(ws)) == ["question", "problem"] * 2
    monday = meeting(tmp_path / "2026-09-14 weekly.vtt", [(BOB, "Good morning to everybody here."), *SCRIPT[1:]])
    tuesday = meeting(tmp_path / "2026-09-15 weekly.vtt", [(BOB, "Let us get going, it is late."), *SCRIPT[1:]])
    both = hear(monday, tuesday, into=ws).review.acts()
    assert len({act.id for _, act in both}) == len(both)


def test_a_leaders_own_admission_is_kept_as_theirs(ws: Path, tmp_path: Path) -> None:
    roster = tmp_path / "people.csv"
    roster.write_text(f"name,team,role\n{ALICE},Apollo,leader\n", encoding="utf-8")
    script = [(BOB, "Good morning to everybody."), (ALICE, "I broke the import on Tuesday and told nobody about it.")]
    found = hear(meeting(tmp_path / DATED, script), into=ws, roster=roster, me=ALICE)
    after = found.settled({proposed(found, "mistake"): True})
    assert [(act.kind, act.mine) for _, act in after.review.acts()] == [("mistake", True)]
    (row,) = kept(ws).acts.to_pylist()
    assert (row["person"], row["team"]) == (pseudonym(ALICE, KEY), "Apollo")


def test_whether_others_were_there_to_see_it_is_kept(vtt: Path, ws: Path, tmp_path: Path) -> None:
    two = meeting(tmp_path / "2026-09-08 one to one.vtt", [(BOB, "Good to see you again."), *SCRIPT[:3]])
    hear(vtt, two, into=ws)
    rows = kept(ws).acts.to_pylist()
    assert {(row["source"], row["public"]) for row in rows} == {(vtt.name, True), (two.name, False)}
    assert {row["reporter"] for row in rows} == {"observed"}


# --- Dates ------------------------------------------------------------------------------------------------------------


def test_without_a_date_nothing_is_evidence_and_with_one_it_is(ws: Path, tmp_path: Path) -> None:
    undated = meeting(tmp_path / "monday.vtt")
    found = hear(undated, into=ws)
    assert found.undated == 1
    assert kept(ws).acts.num_rows == 0
    assert len(found.review.acts()) == 5
    ids = {act.id for _, act in found.review.acts()}
    dated = hear(undated, into=ws, on=date(2026, 9, 7), at=9 * 3600 + 1800, tz="Europe/Berlin")
    assert dated.undated == 0
    assert {act.id for _, act in dated.review.acts()} == ids
    at = datetime.fromtimestamp(kept(ws).acts.column("at_us")[0].as_py() / 1e6, UTC)
    assert (at.hour, at.minute) == (7, 30)


def test_what_was_settled_before_anybody_said_the_day_stays_settled(ws: Path, tmp_path: Path) -> None:
    undated = meeting(tmp_path / "monday.vtt")
    found = hear(undated, into=ws)
    found.settled({proposed(found, "mistake"): True, proposed(found, "commitment"): True})
    assert kept(ws).commitments.num_rows == 0
    hear(undated, into=ws, on=date(2026, 9, 7), at=36_000)
    assert kinds(kept(ws)) == ["question", "problem", "mistake"]
    assert kept(ws).commitments.num_rows == 1


def test_a_calendar_says_when_it_was(ws: Path, tmp_path: Path) -> None:
    calendar = tmp_path / "team.ics"
    calendar.write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20260901T000000Z\n"
        "DTSTART:20260907T081500Z\nDTEND:20260907T090000Z\nSUMMARY:Release planning\nEND:VEVENT\nEND:VCALENDAR\n",
        encoding="utf-8",
    )
    found = hear(meeting(tmp_path / "release planning.vtt"), into=ws, calendar=calendar)
    assert [one.dated_by for one in found.review.conversations] == ["calendar"]
    at = datetime.fromtimestamp(kept(ws).acts.column("at_us")[0].as_py() / 1e6, UTC)
    assert (at.hour, at.minute) == (8, 15)


# --- Settling ---------------------------------------------------------------------------------------------------------


def test_a_confirmed_act_counts_surely_and_a_rejected_one_is_gone_everywhere(vtt: Path, ws: Path) -> None:
    found = hear(vtt, into=ws, me=ALICE)
    mistake, idea = proposed(found, "mistake"), proposed(found, "idea")
    after = found.settled({mistake: True, idea: False})
    evidence = kept(ws)
    assert kinds(evidence) == ["question", "problem", "mistake"]
    sure = dict(
        zip(evidence.acts.column("id").to_pylist(), evidence.acts.column("confidence").to_pylist(), strict=True)
    )
    assert sure[mistake] == 1
    assert evidence.responses.column("level").to_pylist() == [3, 4, 1]
    told = json.dumps(after.to_dict())
    assert idea not in told
    assert mistake in told
    assert not {mistake, idea} & {one.id for one in after.proposals()}


def test_what_counted_and_is_rejected_is_gone_with_its_response(vtt: Path, ws: Path) -> None:
    found = hear(vtt, into=ws)
    assert {one.label for one in found.counted()} == {"question", "problem"}
    problem = next(one.id for one in found.counted() if one.label == "problem")
    again = hear(vtt, into=ws)
    after = found.settled({problem: False})
    assert kinds(kept(ws)) == ["question"]
    assert kept(ws).responses.num_rows == 1
    # Told against what the workspace held before: what came and went within a run was neither added nor taken away.
    assert (after.gone, after.added) == (0, {"acts": 1, "responses": 1, "encounters": 1, "commitments": 0})
    assert after.judged == {"problem": (0, 1)}
    assert hear(vtt, into=ws).gone == 0
    back = again.settled({problem: True})
    assert (back.gone, sum((back.added or {}).values())) == (0, 0)
    assert again.settled({problem: False}).gone == 2


def test_a_verdict_can_be_taken_back(vtt: Path, ws: Path) -> None:
    found = hear(vtt, into=ws)
    mistake = proposed(found, "mistake")
    after = found.settled({mistake: False}).settled({mistake: True})
    assert "mistake" in kinds(kept(ws))
    assert after.judged == {"mistake": (1, 1)}


def test_verdicts_stay_when_the_listener_changes_its_mind(vtt: Path, ws: Path) -> None:
    found = hear(vtt, into=ws)
    found.settled({proposed(found, "mistake"): True, proposed(found, "idea"): False})
    deaf = hear(vtt, into=ws, listener=Ears(heard=0.1))
    assert [act.kind for _, act in deaf.review.acts()] == ["mistake"]
    assert kinds(kept(ws)) == ["mistake"]


@pytest.mark.parametrize("kind", ["meeting", "chat"])
def test_verdicts_and_evidence_stay_when_the_export_has_grown(ws: Path, tmp_path: Path, kind: str) -> None:
    more = [*SCRIPT, (CHARLIE, "How do we tell the others about it?")]
    write = {
        "meeting": lambda script: meeting(tmp_path / DATED, script),
        "chat": lambda script: chat(tmp_path / "x", script),
    }
    found = hear(write[kind](SCRIPT), into=ws)
    found.settled({proposed(found, "mistake"): True, proposed(found, "idea"): False})
    before = set(kept(ws).acts.column("id").to_pylist())
    grown = hear(write[kind](more), into=ws)
    assert set(kept(ws).acts.column("id").to_pylist()) > before
    assert len(kept(ws).acts) == len(before) + 1
    assert grown.gone == 0
    assert not {"mistake", "idea"} & {one.label for one in grown.proposals()}


def test_a_confirmed_promise_is_a_commitment_and_what_closes_it_is_asked(vtt: Path, ws: Path) -> None:
    found = hear(vtt, into=ws)
    promise = proposed(found, "commitment")
    assert not any(one.label == "done" for one in found.proposals())
    after = found.settled({promise: True})
    made = kept(ws).commitments.to_pylist()
    assert [(row["id"], row["closed_us"]) for row in made] == [(promise, None)]
    assert datetime.fromtimestamp(made[0]["due_us"] / 1e6, UTC).date() == date(2026, 9, 11)
    closed = after.settled({f"d-{promise}": True})
    (row,) = kept(ws).commitments.to_pylist()
    assert row["closed_us"] == row["made_us"] + 180_000_000
    assert closed.proposals() == [one for one in after.proposals() if one.label != "done"]


def test_two_promises_of_one_turn_are_asked_about_each_in_its_words(ws: Path, tmp_path: Path) -> None:
    said = "I'll take Thursday night myself. And I will ask Dana for a second contractor by Monday."
    talk = meeting(tmp_path / DATED, [(BOB, "Who takes the night?"), (ALICE, said), (BOB, "Thank you, that helps.")])
    found = hear(talk, into=ws, listener=lean())
    promised = [one for one in found.proposals() if one.label == "commitment"]
    assert len(promised) == 2
    assert {one.text.strip(" .") for one in promised} == {
        "I'll take Thursday night myself", "I will ask Dana for a second contractor by Monday",
    }  # fmt: skip
    after = found.settled({one.id: True for one in promised})
    assert len({one.text for one in after.owed()}) == len(after.owed()) > 1


def test_what_does_not_close_a_promise_no_longer_seems_to(vtt: Path, ws: Path) -> None:
    found = hear(vtt, into=ws)
    promise = proposed(found, "commitment")
    after = found.settled({promise: True}).settled({f"d-{promise}": False})
    assert not any(one.label == "done" for one in after.proposals())
    assert [one.done for _, one in after.review.promises()] == [None]
    assert kept(ws).commitments.column("closed_us").to_pylist() == [None]


def test_silence_about_a_promise_is_no_miss_and_whoever_knows_is_asked(vtt: Path, ws: Path) -> None:
    found = hear(vtt, into=ws)
    assert found.owed() == []
    promise = proposed(found, "commitment")
    after = found.settled({promise: True})
    assert kept(ws).commitments.column("outcome").to_pylist() == ["unknown"]
    (asked,) = after.owed()
    assert any("whether it was kept" in line for line in next_steps(after, ws))
    assert (asked.label, asked.due_us) == ("kept", kept(ws).commitments.column("due_us")[0].as_py())
    for verdict, outcome in ((True, "kept"), (False, "broken")):
        told = after.settled({asked.id: verdict})
        assert kept(ws).commitments.column("outcome").to_pylist() == [outcome]
        assert told.owed() == []
    assert hear(vtt, into=ws).gone == 0
    assert kept(ws).commitments.column("outcome").to_pylist() == ["broken"]


def test_a_promise_taken_back_leaves_the_ledger(vtt: Path, ws: Path) -> None:
    found = hear(vtt, into=ws)
    promise = proposed(found, "commitment")
    found.settled({promise: True}).settled({promise: False})
    assert kept(ws).commitments.num_rows == 0


def test_a_promise_that_was_confirmed_is_seen_by_its_makers_own_diagnosis(ws: Path, tmp_path: Path) -> None:
    roster = tmp_path / "people.csv"
    roster.write_text(f"name,team,role\n{ALICE},Apollo,leader\n{BOB},Apollo,member\n", encoding="utf-8")
    files = []
    for week in range(7, 14):
        script = [*SCRIPT[:6], (ALICE, f"I will send report number {week} by Friday noon."), *SCRIPT[7:9]]
        files.append(meeting(tmp_path / f"GMT202609{week:02}-140000_Recording.transcript.vtt", script))
    found = hear(*files, into=ws, roster=roster)
    promises = {one.id: True for one in found.proposals() if one.label == "commitment"}
    assert len(promises) == 7
    after = found.settled(promises)
    waiting = diagnose(ws, roster=roster, leader=ALICE, on=date(2026, 10, 1)).released[0]
    assert waiting.trust.volume == 0
    assert {mark.status for mark in waiting.marks} == {"untold"}
    assert "Of seven promises nobody has said what became of them" in grounds(waiting)
    after.settled({one.id: place > 1 for place, one in enumerate(after.owed())})
    told = diagnose(ws, roster=roster, leader=ALICE, on=date(2026, 10, 1))
    (mine,) = [unit for unit in told.released if unit.kind == "leader"]
    assert mine.trust.volume > 0
    own = diagnose(ws, me=ALICE, on=date(2026, 10, 1)).released
    assert [(unit.kind, unit.label) for unit in own] == [("leader", "You"), ("team", "Apollo")]
    bob = diagnose(ws, me=BOB, on=date(2026, 10, 1)).released
    assert not [unit for unit in bob if unit.kind == "leader"]


def test_a_diagnosis_of_what_was_only_heard_says_that_there_is_nothing_to_go_on_yet(vtt: Path, ws: Path) -> None:
    hear(vtt, into=ws)
    told = diagnose(ws)
    assert told.released == ()
    assert told.to_dict()["on"] == "2026-09-07"
    assert "nothing to go on yet" in terminal.render(told)


# --- Verdicts on disk -------------------------------------------------------------------------------------------------


def test_damaged_verdicts_are_told_before_anybody_waits(vtt: Path, ws: Path) -> None:
    hear(vtt, into=ws)
    (ws / judgements.FILE).write_text("[]", encoding="utf-8")
    steps: list[str] = []
    with pytest.raises(UsageError, match=r"judgements\.json of this workspace is damaged"):
        hear(vtt, into=ws, progress=steps.append)
    assert "listening" not in steps


def test_a_folder_of_evidence_with_a_conversation_in_it_tells_it_is_not_listened_to(vtt: Path, tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    folder.mkdir()
    vtt.rename(folder / vtt.name)
    (folder / "plans.csv").write_text(
        "subject,made_at,due_at,closed_at\nTor,2025-01-01,2025-02-01,2025-01-20\n", encoding="utf-8"
    )
    chat(folder / "export")
    told = {row["source"]: row["note"] for row in read(folder).to_dict()["read"]}
    assert "listened to only when you ask" in told[vtt.name]
    assert told["plans.csv"] == ""
    assert diagnose(folder).to_dict()["read"]["acts"] == 0


def test_a_workspace_is_no_conversation(vtt: Path, ws: Path) -> None:
    hear(vtt, into=ws)
    with pytest.raises(NothingReadable, match="No conversation could be read"):
        hear(ws, into=ws)
