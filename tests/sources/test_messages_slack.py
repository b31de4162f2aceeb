"""Exports of Slack become conversations: threads whole, silence between, programs out, private messages left alone."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.evidence.people import People
from saidanddone.sources.conversations import Asked, Talk, open_talk
from saidanddone.sources.messages import slack
from saidanddone.sources.messages.slack_message import Message, message, time_of

PEOPLE = People(b"k" * 32)
ASKED = Asked(PEOPLE, UTC)
USERS = [
    {"id": "U1", "name": "ana", "real_name": "Ana Ames", "profile": {"display_name": "ana"}},
    {"id": "U2", "name": "bo", "profile": {"real_name": "Bo Birk"}},
    {"id": "U3", "name": "cy", "real_name": "Cy Cole"},
    {"id": "U9", "name": "beep", "real_name": "Beep", "is_bot": True},
]
DAY = 1_767_261_600


def said(seconds: float, user: str, text: str, **more: Any) -> dict[str, Any]:
    return {"type": "message", "user": user, "text": text, "ts": f"{DAY + seconds:.6f}", **more}


Exporting = Callable[..., Talk]


@pytest.fixture
def export(tmp_path: Path) -> Exporting:
    """An export with these files (path -> JSON), as a folder, read."""

    def make(files: Mapping[str, Any], asked: Asked = ASKED, inside: str = "", named: str = "") -> Talk:
        root = tmp_path / "export"
        for name, value in files.items():
            path = root / inside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        return slack.read(root / named if named else root, "export", asked)

    return make


def plain(*messages: dict[str, Any]) -> dict[str, Any]:
    return {
        "users.json": USERS,
        "channels.json": [{"id": "C1", "name": "general"}],
        "general/2026-01-01.json": list(messages),
    }


def texts(talk: Talk) -> list[list[str]]:
    return [[turn.text for turn in one.turns] for one in talk.conversations]


def test_messages_close_together_are_one_conversation_and_silence_parts_them(export: Exporting) -> None:
    talk = export(plain(said(0, "U1", "one"), said(3_600, "U2", "two"), said(3_600 + 4 * 3_600 + 1, "U1", "three")))
    assert texts(talk) == [["one", "two"], ["three"]]
    first = talk.conversations[0]
    assert (first.channel, first.began_us, first.dated_by) == ("chat", DAY * 1_000_000, "source")
    assert [turn.start for turn in first.turns] == [0.0, 3_600.0]
    assert first.turns[1].key == f"{DAY + 3600}.000000"


def test_a_thread_is_one_conversation_wherever_its_replies_stand(export: Exporting) -> None:
    root = f"{DAY}.000000"
    files = plain(
        said(0, "U1", "Can we ship on Friday?", thread_ts=root), said(5, "U3", "Lunch?"),
        said(60, "U2", "I do not think so.", thread_ts=root),
    )  # fmt: skip
    files["general/2026-01-09.json"] = [
        said(8 * 86_400, "U1", "Then Monday.", thread_ts=root),
        said(8 * 86_400 + 5, "U2", "Monday it is.", thread_ts=root, subtype="thread_broadcast"),
    ]
    talk = export(files)
    assert texts(talk) == [
        ["Can we ship on Friday?", "I do not think so.", "Then Monday.", "Monday it is."], ["Lunch?"],
    ]  # fmt: skip
    assert [turn.reply_to for turn in talk.conversations[0].turns] == [None, 0, 1, 2]
    assert talk.conversations[0].id == f"general/{root}"


def test_threads_of_old_exports_are_rebuilt_from_the_roots_list_of_replies(export: Exporting) -> None:
    talk = export(
        plain(
            said(0, "U1", "Root", replies=[{"ts": f"{DAY + 9}.000000"}, {"user": "U2"}, None]), said(5, "U2", "Aside"),
            said(9, "U2", "Answer"),
        )
    )  # fmt: skip
    assert texts(talk) == [["Root", "Answer"], ["Aside"]]


def test_replies_whose_root_is_gone_stay_together_and_answer_nothing_known(export: Exporting) -> None:
    talk = export(plain(*(said(n, "U1", f"reply {n}", thread_ts=f"{DAY - 999}.000000") for n in (1, 2))))
    assert texts(talk) == [["reply 1", "reply 2"]]
    assert [turn.reply_to for turn in talk.conversations[0].turns] == [None, None]


def test_programs_joins_and_notices_are_dropped_and_counted(export: Exporting) -> None:
    talk = export(
        plain(
            said(0, "U1", "joined", subtype="channel_join"), said(1, "U1", "left", subtype="channel_leave"),
            said(2, "", "Build failed", subtype="bot_message", bot_id="B1"), said(3, "U9", "beep"),
            said(4, "USLACKBOT", "Reminder"), said(5, "U1", "set the topic", subtype="channel_topic"),
            said(6, "U1", "", subtype="huddle_thread"), said(7, "U1", "gone", subtype="tombstone"),
            {"type": "message", "user": "U1", "text": "when?"}, {"type": "message", "user": "U1", "ts": f"{DAY}.1"},
            said(9, "U1", "```\nrm -r\n```"), said(10, "U1", "Hello"), said(10, "U1", "Hello", edited={"user": "U1"}),
        )
    )  # fmt: skip
    assert texts(talk) == [["Hello"]]
    assert talk.dropped == {
        "joins": 2, "bots": 3, "notices": 1, "huddles": 1, "deleted": 1, "without a time": 1, "without words": 2,
        "doubles": 1,
    }  # fmt: skip
    assert sum(talk.dropped.values()) + 1 == 13
    assert [problem.line for problem in talk.problems] == [9]


def test_the_text_is_what_was_said(export: Exporting) -> None:
    talk = export(
        plain(
            said(
                0, "U1",
                "<@U2> &amp; <@U7|zed>: <#C1|general>, <!here> see <https://x.org/a|the plan> or "
                "<https://x.org/b> :wave:\n&gt; quoted\nif a &lt; b",
            )
        )
    )  # fmt: skip
    assert texts(talk) == [
        ["@Bo Birk & @zed: #general, @here see the plan or https://x.org/b :wave:\nif a < b"]
    ]  # fmt: skip


def test_two_people_of_one_name_stay_two_and_the_id_tells_them_apart(export: Exporting) -> None:
    files = plain(said(0, "U1", "one"), said(1, "U5", "two"))
    files["users.json"] = [*USERS, {"id": "U5", "real_name": "Ana  AMES"}]
    talk = export(files)
    speakers = [turn.speaker for turn in talk.conversations[0].turns]
    assert speakers == [PEOPLE.pseudonym("U1"), PEOPLE.pseudonym("U5")]
    assert talk.names[speakers[0]] == "Ana Ames (U1)"


def test_a_correction_by_the_user_and_a_roster_join_accounts(export: Exporting) -> None:
    files = plain(said(0, "U1", "one"), said(1, "U2", "two"))
    talk = export(files, Asked(PEOPLE, UTC, aliases={"Bo Birk": "Ana Ames"}))
    assert {turn.speaker for turn in talk.conversations[0].turns} == {PEOPLE.pseudonym("Ana Ames")}
    assert talk.merged == {"Ana Ames": ["U1", "U2"]}
    listed = People(b"k" * 32, {"u2": "Boris Birk"})
    assert export(files, Asked(listed, UTC)).conversations[0].turns[1].speaker == listed.pseudonym("Boris Birk")


def test_somebody_from_elsewhere_has_the_name_the_message_gives(export: Exporting) -> None:
    talk = export(plain(said(0, "W77", "Hello", user_profile={"real_name": "Dee Dole"})))
    assert list(talk.names.values()) == ["Dee Dole"]


PRIVATE = {
    "users.json": USERS,
    "channels.json": [{"id": "C1", "name": "general"}],
    "groups.json": [{"id": "G1", "name": "closed"}],
    "dms.json": [{"id": "D0ABCDEF1", "members": ["U1", "U2"]}],
    "mpims.json": [{"id": "G2", "name": "mpdm-ana--bo--cy-1"}],
    "general/2026-01-01.json": [said(0, "U1", "open")],
    "closed/2026-01-01.json": [said(0, "U1", "closed")],
    "D0ABCDEF1/2026-01-01.json": [said(0, "U1", "to one")],
    "mpdm-ana--bo--cy-1/2026-01-01.json": [said(0, "U1", "to two")],
    "canvas/2026-01-01.json": [said(0, "U1", "listed nowhere")],
}


def test_private_messages_are_read_only_where_somebody_asks_for_them(export: Exporting) -> None:
    talk = export(PRIVATE)
    assert texts(talk) == [["open"]]
    asked, listed = talk.notes
    assert asked.startswith("Left out, because nobody asked for them: 2 direct conversations and 1 private channel.")
    assert listed == "Left out, because no list of the export says that they are open channels: 1 folder."
    assert texts(export(PRIVATE, named="D0ABCDEF1")) == [["to one"]]
    assert texts(export(PRIVATE, named="closed/2026-01-01.json")) == [["closed"]]
    everything = export(PRIVATE, Asked(PEOPLE, UTC, private=True))
    assert sorted(map(str, texts(everything))) == ["['closed']", "['open']", "['to one']", "['to two']"]


def test_an_export_in_a_folder_of_other_things_keeps_its_private_messages_out(
    export: Exporting, tmp_path: Path
) -> None:
    export(PRIVATE, inside="deep/down")
    (tmp_path / "export" / "readme.md").write_text("nothing", encoding="utf-8")
    talks = open_talk([tmp_path / "export"], ASKED)
    assert [text for talk in talks for text in texts(talk)] == [["open"]]


def test_an_enterprise_grids_teams_are_read_by_their_own_lists(export: Exporting) -> None:
    talk = export(
        {
            "org_users.json": USERS,
            "dms.json": [{"id": "D0ABCDEF1"}],
            "teams/kite/channels.json": [{"id": "C1", "name": "general"}],
            "teams/kite/general/2026-01-01.json": [said(0, "U1", "kite")],
            "teams/tide/channels.json": [{"id": "C2", "name": "general"}],
            "teams/tide/groups.json": [{"id": "G1", "name": "closed"}],
            "teams/tide/general/2026-01-01.json": [said(0, "U2", "tide")],
            "teams/tide/closed/2026-01-01.json": [said(0, "U2", "closed")],
            "D0ABCDEF1/2026-01-01.json": [said(0, "U2", "direct")],
        }
    )
    assert texts(talk) == [["kite"], ["tide"]]
    assert len({one.id for one in talk.conversations}) == 2
    assert sorted(talk.names.values()) == ["Ana Ames", "Bo Birk"]


def test_an_archive_with_a_folder_around_everything_reads_as_the_folder_does(export: Exporting, tmp_path: Path) -> None:
    folder = export(plain(said(0, "U1", "one"), said(9, "U2", "two")))
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for file in (tmp_path / "export").rglob("*.json"):
            made.write(file, "Kite export/" + file.relative_to(tmp_path / "export").as_posix())
    assert texts(slack.read(path, "export.zip", ASKED)) == texts(folder)
    assert slack.knows(path, path.read_bytes()[:65536])


def test_a_file_that_breaks_off_gives_what_stands_before(export: Exporting) -> None:
    files = plain(said(0, "U1", "one"))
    files["general/2026-01-01.json"] = json.dumps([said(0, "U1", "one"), said(1, "U2", "two")])[:-40]
    talk = export(files)
    assert texts(talk) == [["one"]]
    assert talk.problems[0].said == "From some place on the file is not valid JSON; what stands before it was read."


def test_times_are_read_to_the_microsecond() -> None:
    assert time_of("1767261600.000200") == 1_767_261_600_000_200
    assert [time_of(one) for one in (None, "", "now", "17672616000000", "-5.0", "1767261600.0000001")] == [None] * 6


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["U1", "U2", "message", "bot_message", "1767261600.000100", "1767261660.000100", "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
KEYS = st.sampled_from(
    ["type", "subtype", "user", "text", "ts", "thread_ts", "replies", "bot_id", "file", "comment", "room", "message",
     "user_profile"]
)  # fmt: skip


@given(st.lists(st.dictionaries(KEYS, VALUES, max_size=8) | VALUES, max_size=12))
def test_whatever_stands_in_an_export_nothing_is_raised_and_nothing_is_lost(
    tmp_path_factory: pytest.TempPathFactory, messages: list[Any]
) -> None:
    root = tmp_path_factory.mktemp("export")
    (root / "users.json").write_text(json.dumps(USERS), encoding="utf-8")
    (root / "2026-01-01.json").write_text(json.dumps(messages), encoding="utf-8")
    talk = slack.read(root / "2026-01-01.json", "2026-01-01.json", ASKED)
    turns = [turn for one in talk.conversations for turn in one.turns]
    objects = sum(isinstance(one, dict) for one in messages)
    assert len(turns) + sum(talk.dropped.values()) == objects
    for one in talk.conversations:
        assert [turn.at_us for turn in one.turns] == sorted(turn.at_us or 0 for turn in one.turns)
        assert all(turn.text for turn in one.turns)


@given(st.dictionaries(KEYS, VALUES, max_size=8))
def test_a_message_is_either_speech_with_a_time_and_words_or_a_reason(value: dict[str, Any]) -> None:
    found = message(value, frozenset(("U9",)))
    if isinstance(found, Message):
        assert found.at_us > 0
        assert found.text.strip()
    else:
        assert found


@pytest.mark.shared
def test_the_real_export_reads_completely(shared: Path) -> None:
    folder = shared / "data" / "samples" / "slack"
    counted = sum(len(json.loads(file.read_text())) for file in (folder / "unzipped").glob("*/*.json"))
    for path in (folder / "slack-export-viewer_testarchive.zip", folder / "unzipped"):
        talk = slack.read(path, path.name, ASKED)
        turns = [turn for one in talk.conversations for turn in one.turns]
        assert (counted, len(turns) + sum(talk.dropped.values())) == (158, 158)
        assert not talk.problems
        assert talk.dropped["joins"] == 8
        assert all(turn.speaker for turn in turns)
