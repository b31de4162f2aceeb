"""Listening, from files to what may be told: the contract of its JSON and scores, marks, dates and bad input."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from verbs.ears import ALICE, BOB, CHARLIE, DATED, SCRIPT, Ears, chat, coded, meeting, turns_table

from saidanddone.errors import NothingReadable, UsageError
from saidanddone.listening.labels import CONTRACT, LABELS
from saidanddone.verbs import scoring
from saidanddone.verbs.listen import Listened, listen, preview
from saidanddone.verbs.onward import next_steps

COLUMNS = ["conversation_id", "turn", *(f"p_{label}" for label in CONTRACT), "answers_turn", "p_negative"]


@pytest.fixture
def vtt(tmp_path: Path) -> Path:
    return meeting(tmp_path / DATED)


def hear(*files: Path, **more: object) -> Listened:
    return listen(*files, listener=Ears(), **more)  # type: ignore[arg-type]


# --- The contract -----------------------------------------------------------------------------------------------------


def test_the_json_has_the_keys_of_its_schema_and_each_act_response_and_promise_its_place(vtt: Path) -> None:
    told = json.loads(json.dumps(hear(vtt, me=ALICE).to_dict()))
    assert told["schema"] == "listen/1"
    assert {"conversations", "turns", "acts", "responses", "promises", "problems", "notes", "version"} <= told.keys()
    assert [turn["turn"] for turn in told["turns"]] == list(range(len(SCRIPT)))
    assert all(turn["scores"].keys() == set(LABELS) for turn in told["turns"])
    assert [(act["kind"], act["turn"], act["tier"]) for act in told["acts"]] == [
        ("question", 0, "counted"), ("problem", 1, "stated_error"), ("mistake", 3, "proposed"),
        ("idea", 5, "proposed"), ("challenge", 7, "proposed"),
    ]  # fmt: skip
    assert {one["act_id"] for one in told["responses"]} <= {act["id"] for act in told["acts"]}
    (promise,) = told["promises"]
    assert promise["by"] == "you"
    assert promise["answers_id"] == told["acts"][3]["id"]
    assert promise["done"]["turn"] == 9
    assert datetime.fromtimestamp(promise["due_us"] / 1e6, UTC).date() == date(2026, 9, 11)


def test_only_the_readers_own_replies_have_a_level(vtt: Path) -> None:
    told = hear(vtt, me=ALICE).to_dict()
    mine = [one for one in told["responses"] if one["by"] == "you"]
    assert [one["level"] for one in mine] == [4, 3]
    others = [one for one in told["responses"] if one["by"] != "you"]
    assert others
    assert all(one["level"] is None and one["place"] is None for one in others)
    assert told["others"] is None
    assert [one["kind"] for one in told["withheld"]] == ["answers"]
    assert all(one["level"] is None for one in hear(vtt).to_dict()["responses"])


def test_a_turns_json_says_nothing_of_how_somebody_else_replied(vtt: Path) -> None:
    turns = hear(vtt, me=ALICE).to_dict()["turns"]
    assert turns[2]["scores"]["thanks"] > 0.5
    assert turns[4]["scores"]["hostility"] is None
    assert "hostility" not in turns[4]["tier"]
    speakers = [turn["speaker"] for turn in turns]
    assert [place for place, who in enumerate(speakers) if who] == [0, 2, 6, 9]
    assert len({who for who in speakers if who}) == 1


def test_research_tells_speakers_by_pseudonym_and_never_by_name(vtt: Path) -> None:
    told = hear(vtt).to_dict(research=True)
    assert len({turn["speaker"] for turn in told["turns"]}) == 5
    assert all(turn["speaker"].startswith("p-") for turn in told["turns"])
    assert told["turns"][4]["scores"]["hostility"] > 0.5


def test_a_table_with_names_is_told_by_pseudonym_too(tmp_path: Path) -> None:
    rows = [{**row, "speaker": who} for row, (who, _) in zip(coded(), SCRIPT, strict=True)]
    told = json.dumps(hear(turns_table(tmp_path / "t.csv", rows)).to_dict(research=True))
    assert not [part for who, _ in SCRIPT for part in who.split() if part in told]
    assert hear(tmp_path / "t.csv", me=ALICE).review.reader


def test_scores_have_the_contracts_columns_one_row_a_turn_in_the_order_given(tmp_path: Path) -> None:
    rows = [*coded(conversation="b"), *coded(conversation="a")]
    rows = rows[::2] + rows[1::2]
    scored = hear(turns_table(tmp_path / "t.csv", rows)).scores()
    assert scored.column_names == COLUMNS
    assert list(zip(scored["conversation_id"].to_pylist(), scored["turn"].to_pylist(), strict=True)) == [
        (row["conversation_id"], row["turn"]) for row in rows
    ]
    asked = scored.filter(pa.compute.greater(scored["p_question"], 0.5))
    assert [(row["conversation_id"], row["turn"]) for row in asked.to_pylist()] == [("b", 0), ("a", 0)]


def test_numbers_come_back_as_numbers_and_words_as_words(tmp_path: Path) -> None:
    whole = hear(turns_table(tmp_path / "n.csv", coded(conversation=7))).scores()
    assert whole["conversation_id"].to_pylist() == [7] * len(SCRIPT)
    assert whole["answers_turn"].to_pylist()[:3] == [None, 0, 1]
    rows = [{**row, "turn": f"u{row['turn']}", "conversation_id": "007"} for row in coded()]
    worded = hear(turns_table(tmp_path / "w.csv", rows)).scores()
    assert set(worded["conversation_id"].to_pylist()) == {"007"}
    assert worded["turn"].to_pylist()[:2] == ["u0", "u1"]
    assert worded["answers_turn"].to_pylist()[:2] == [None, "u0"]


def test_speakers_may_be_numbers_or_missing_in_parquet(tmp_path: Path) -> None:
    rows = [{**row, "speaker": None if row["turn"] == 4 else int(row["speaker"][1:])} for row in coded()]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "t.parquet")
    found = hear(tmp_path / "t.parquet")
    assert found.scores().num_rows == len(SCRIPT)
    assert [turn["speaker"] for turn in found.to_dict()["turns"]][3:6] == ["3", None, "5"]


def test_reply_to_goes_before_what_would_be_inferred(tmp_path: Path) -> None:
    rows = [{**row, "reply_to": 1 if row["turn"] == 6 else ""} for row in coded()]
    scored = hear(turns_table(tmp_path / "t.csv", rows)).scores()
    assert scored["answers_turn"].to_pylist()[6] == 1
    assert scored["answers_turn"].to_pylist()[5] == 4


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_scores_are_written_whole_for_their_owner_alone(tmp_path: Path, ending: str) -> None:
    scored = hear(turns_table(tmp_path / "t.csv", coded())).scores()
    path = tmp_path / f"scores.{ending}"
    scoring.write(scored, path)
    back = pq.read_table(path) if ending == "parquet" else pyarrow.csv.read_csv(path)
    assert back.column_names == COLUMNS
    assert back.num_rows == len(SCRIPT)
    assert path.stat().st_mode & 0o777 == 0o600


def test_scores_of_named_people_need_the_word_research_and_of_codes_do_not(vtt: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can identify people"):
        hear(vtt).scores()
    assert hear(vtt).scores(research=True).num_rows == len(SCRIPT)
    with pytest.raises(UsageError, match="--research"):
        hear(vtt, turns_table(tmp_path / "t.csv", coded())).scores()


def test_without_another_listener_the_default_one_listens(vtt: Path) -> None:
    found = listen(vtt)
    turns = found.to_dict()["turns"]
    assert len(turns) == len(SCRIPT)
    assert all(0 <= turn["scores"]["question"] <= 1 for turn in turns)
    assert found.review.listener.startswith("lean")


# --- Who is who -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("me", ["alice arundel", "Alice", "Arundel, Alice"])
def test_the_reader_may_be_named_as_they_are_called(vtt: Path, me: str) -> None:
    assert sum(hear(vtt, me=me).review.mine.values()) == 1


def test_the_reader_of_a_coded_table_is_a_code(tmp_path: Path) -> None:
    found = hear(turns_table(tmp_path / "t.csv", coded()), me="s1")
    assert sum(found.review.mine.values()) == 1
    assert found.review.conversations[0].my_share is not None


def test_a_reader_who_was_not_there_is_told_so_without_being_named(vtt: Path) -> None:
    with pytest.raises(UsageError, match="Nobody of the name given with --me") as raised:
        hear(vtt, me="Frank Fofana")
    assert "Fofana" not in str(raised.value)


def test_a_first_name_of_two_people_is_not_guessed(tmp_path: Path) -> None:
    two = meeting(tmp_path / "two.vtt", [*SCRIPT, ("Alice Zimmer", "Good night to all of you.")])
    with pytest.raises(UsageError, match="more than one person"):
        hear(two, me="Alice")
    assert hear(two, me="Alice Zimmer").review.reader


def test_the_reader_need_not_speak_in_every_conversation(tmp_path: Path, vtt: Path) -> None:
    other = meeting(tmp_path / "other.vtt", [(who, said) for who, said in SCRIPT if who != ALICE])
    found = hear(vtt, other, me=ALICE)
    assert [one.my_share is None for one in found.review.conversations] == [False, True]


def test_a_roster_says_who_leads(vtt: Path, tmp_path: Path) -> None:
    roster = tmp_path / "people.csv"
    roster.write_text(f"name,team,role\n{ALICE},Apollo,leader\n{BOB},Apollo,member\n", encoding="utf-8")
    told = hear(vtt, roster=roster).to_dict()
    assert [one["by"] for one in told["promises"]] == ["leader"]


def test_how_long_one_leader_took_is_not_told_as_a_leaders(vtt: Path, tmp_path: Path) -> None:
    roster = tmp_path / "people.csv"
    roster.write_text(f"name,team,role\n{ALICE},Apollo,leader\n{BOB},Apollo,member\n", encoding="utf-8")
    told = hear(vtt, roster=roster).to_dict()
    assert {one["by"] for one in told["responses"]} == {"somebody"}


def test_a_preview_shows_which_labels_were_taken_for_one_person(tmp_path: Path) -> None:
    script = [(f"{CHARLIE} (Kite)" if who == CHARLIE and n > 5 else who, said) for n, (who, said) in enumerate(SCRIPT)]
    path = meeting(tmp_path / DATED, script)
    ((source, name, labels),) = preview(path)
    assert (source, name) == (DATED, CHARLIE)
    assert set(labels) == {CHARLIE, f"{CHARLIE} (Kite)"}
    assert CHARLIE not in repr(hear(path))


# --- Marks ------------------------------------------------------------------------------------------------------------


def test_what_share_was_noticed_counts_others_acts_that_count(vtt: Path) -> None:
    told = hear(vtt, me=BOB, marks=["0:02"]).review.noticed
    assert told is not None
    assert (told.marks, told.acts, told.noticed) == (1, 1, 1)
    twice = hear(vtt, me=BOB, marks=["0:02", " 0:02", "#1", "#2"]).review.noticed
    assert twice is not None
    assert (twice.marks, twice.noticed) == (3, 1)
    missed = hear(vtt, me=BOB, marks=["8:00", "#10"]).review.noticed
    assert missed is not None
    assert (missed.acts, missed.noticed) == (1, 0)
    assert hear(vtt).review.noticed is None


def test_nothing_noticed_is_told_as_none_of_them(vtt: Path) -> None:
    told = hear(vtt, marks=[]).review.noticed
    assert told is not None
    assert (told.marks, told.acts, told.noticed) == (0, 2, 0)


@pytest.mark.parametrize("mark", ["noon", "12", "12:3", "#", "#0", "#11", "30:00", "1:00:00", "#1 or so"])
def test_a_mark_that_means_no_moment_is_told(vtt: Path, mark: str) -> None:
    with pytest.raises(UsageError, match="mark") as raised:
        hear(vtt, marks=["0:30", mark])
    assert mark not in str(raised.value).replace("12:30", "").replace("#45", "")


def test_a_clock_with_hours_is_a_moment_too(tmp_path: Path) -> None:
    long = meeting(tmp_path / DATED, gap=1200)
    told = hear(long, marks=["0:20:03", "1:00:00"]).review
    assert [act.noticed for _, act in told.acts()] == [False, True, True, False, False]


def test_without_a_clock_moments_are_turns(tmp_path: Path) -> None:
    table = turns_table(tmp_path / "t.csv", coded())
    with pytest.raises(UsageError, match="#45"):
        hear(table, marks=["0:10"])
    told = hear(table, marks=["#2"]).review.noticed
    assert told is not None
    assert told.noticed == 2


def test_moments_are_marked_in_one_conversation(vtt: Path, tmp_path: Path) -> None:
    other = meeting(tmp_path / "other.vtt", SCRIPT[2:])
    with pytest.raises(UsageError, match="one conversation at a time"):
        hear(vtt, other, marks=["0:10"])


# --- Bad input --------------------------------------------------------------------------------------------------------


def test_what_is_not_there_or_holds_no_conversation_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no file or folder called gone"):
        hear(tmp_path / "gone.vtt")
    with pytest.raises(UsageError, match="Say which conversation"):
        hear()
    for name, content in {
        "empty.vtt": b"",
        "noise.bin": bytes(range(256)) * 9,
        "ledger.csv": b"subject,due_at\n",
    }.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(NothingReadable, match="No conversation could be read"):
            hear(tmp_path / name)
    (tmp_path / "folder").mkdir()
    with pytest.raises(NothingReadable):
        hear(tmp_path / "folder")


def test_a_roster_calendar_or_correction_that_is_not_there_is_told(vtt: Path, tmp_path: Path) -> None:
    for option in ("roster", "calendar", "speakers"):
        with pytest.raises(UsageError, match=f"--{option}"):
            hear(vtt, **{option: tmp_path / "gone.csv"})


def test_a_judgement_needs_a_workspace_and_something_that_was_heard(vtt: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--into"):
        hear(vtt, judged={"a-x-question": True})
    with pytest.raises(UsageError, match="--into"):
        hear(vtt).settled({"a-x-question": True})
    with pytest.raises(UsageError, match="not heard here"):
        hear(vtt, into=tmp_path / "ws", fresh_key=b"k" * 32, judged={"a-x-question": True})


def test_what_to_do_next_is_said_in_options_to_add(vtt: Path, tmp_path: Path) -> None:
    lines = next_steps(hear(vtt), None)
    assert any("--me NAME" in line for line in lines)
    assert any("--into DIR --confirm" in line for line in lines)
    assert not any("--me" in line for line in next_steps(hear(vtt, me=BOB), None))
    undated = meeting(tmp_path / "monday.vtt")
    kept = hear(undated, into=tmp_path / "ws", fresh_key=b"k" * 32)
    assert any("--on DATE" in line for line in next_steps(kept, tmp_path / "ws"))


def test_what_waits_adds_up_to_what_the_review_counts(vtt: Path) -> None:
    found = hear(vtt, me=CHARLIE)
    (line,) = [line for line in next_steps(found, None) if "only proposed" in line and "settle that" in line]
    open_ = found.proposals()
    promised = sum(one.label == "commitment" for one in open_)
    mine = sum(one.mine and one.label != "commitment" for one in open_)
    others = sum(not act.counts and not act.mine for _, act in found.review.acts())
    assert others + mine + promised == len(open_)
    assert line.startswith(f"{len(open_)} are only proposed (")
    assert f"{promised} promise" in line
    assert (f"{mine} of what you said yourself" in line) == bool(mine)


def test_a_chat_is_heard_like_a_meeting(tmp_path: Path) -> None:
    told = hear(chat(tmp_path / "export"), me=ALICE).to_dict()
    assert [act["kind"] for act in told["acts"]] == ["question", "problem", "mistake", "idea", "challenge"]
    assert told["conversations"][0]["channel"] == "chat"


def test_a_day_and_a_time_may_be_texts(tmp_path: Path) -> None:
    file = tmp_path / "talk.vtt"
    file.write_text("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nAna: Is it late?\n", encoding="utf-8")
    as_texts = listen(file, on="2026-10-19", at="09:30").review.conversations[0].began_us
    assert as_texts == listen(file, on=date(2026, 10, 19), at=9 * 3600 + 1800).review.conversations[0].began_us
    for wrong in ({"on": "monday"}, {"on": "2026-10-19", "at": "noon"}):
        with pytest.raises(UsageError):
            listen(file, **wrong)
