"""Comments of GitHub and Jira become conversations: an issue or a review thread each, in the writers' own words."""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.evidence.people import People
from saidanddone.sources.conversations import Asked, Talk
from saidanddone.sources.messages import github, jira, markdown

PEOPLE = People(b"k" * 32)
ASKED = Asked(PEOPLE, UTC)
API = "https://api.github.com/repos/kite/tide"


def comment(number: int, who: str, body: str, on: int = 7, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "user": {"login": who, "type": "User"},
        "body": body,
        "issue_url": f"{API}/issues/{on}",
        "created_at": f"2026-01-01T10:{number:02d}:00Z",
        "author_association": "MEMBER",
        **more,
    }


def issue(**more: Any) -> dict[str, Any]:
    return {
        "number": 7,
        "title": "The gauge drops out",
        "body": "It drops out at low tide.",
        "id": 70,
        "user": {"login": "ana", "type": "User"},
        "created_at": "2026-01-01T09:00:00Z",
        "state": "open",
        "repository_url": API,
        "url": f"{API}/issues/7",
        **more,
    }


def read(tmp_path: Path, value: Any, reader: Any = github) -> Talk:
    path = tmp_path / "export.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value, indent=1), encoding="utf-8")
    talk: Talk = reader.read(path, "export.json", ASKED)
    return talk


def texts(talk: Talk) -> dict[str, list[str]]:
    return {one.id: [turn.text for turn in one.turns] for one in talk.conversations}


def test_an_issue_with_its_comments_is_one_conversation_and_its_body_is_the_first_turn(tmp_path: Path) -> None:
    page = [comment(2, "ana", "Thanks"), comment(1, "bo", "I can look at it."), issue()]
    talk = read(tmp_path, page)
    assert texts(talk) == {"kite/tide#7": ["It drops out at low tide.", "I can look at it.", "Thanks"]}
    first = talk.conversations[0]
    assert (first.channel, [turn.key for turn in first.turns]) == ("review", ["70", "1", "2"])
    assert first.turns[1].speaker == PEOPLE.pseudonym("bo")


def test_programs_hidden_and_doubled_comments_are_dropped_and_counted(tmp_path: Path) -> None:
    page = [
        comment(1, "ci[bot]", "Build failed"),
        comment(2, "bo", "Look", user={"login": "x", "type": "Bot"}),
        comment(3, "bo", "Spam", isMinimized=True),
        comment(4, "bo", "```\ncode\n```"),
        comment(5, "bo", "Said."),
        comment(5, "bo", "Said."),
    ]
    talk = read(tmp_path, page)
    assert texts(talk) == {"kite/tide#7": ["Said."]}
    assert talk.dropped == {"bots": 2, "hidden": 1, "without words": 1, "doubles": 1}


def test_who_quotes_a_comment_answers_it(tmp_path: Path) -> None:
    talk = read(
        tmp_path,
        [
            comment(1, "ana", "Shall we move the pier first?"),
            comment(2, "bo", "Lunch?"),
            comment(3, "bo", "> Shall we move the pier first?\n\nNo, the lamps come first."),
        ],
    )
    assert [turn.reply_to for turn in talk.conversations[0].turns] == [None, None, 0]
    assert talk.conversations[0].turns[2].text == "No, the lamps come first."


def test_each_thread_of_a_review_is_a_conversation_of_its_own(tmp_path: Path) -> None:
    pull = {"pull_request_url": f"{API}/pulls/7", "path": "a.py", "issue_url": None}
    talk = read(
        tmp_path,
        [
            comment(1, "bo", "Why a list here?", **pull),
            comment(2, "bo", "And this name?", **pull),
            comment(3, "ana", "It is ordered.", in_reply_to_id=1, **pull),
            comment(4, "bo", "Good.", in_reply_to_id=1, **pull),
        ],
    )
    assert texts(talk) == {
        "kite/tide#7/1": ["Why a list here?", "It is ordered.", "Good."],
        "kite/tide#7/2": ["And this name?"],
    }
    assert [turn.reply_to for turn in talk.conversations[0].turns] == [None, 0, None]


def test_the_command_line_tools_pages_are_read(tmp_path: Path) -> None:
    def written(number: int, body: str, **more: Any) -> dict[str, Any]:
        return {
            "id": f"IC_{number}",
            "author": {"login": "bo"},
            "authorAssociation": "MEMBER",
            "body": body,
            "createdAt": f"2026-01-01T10:0{number}:00Z",
            "url": f"https://github.com/kite/tide/pull/7#issuecomment-{number}",
            **more,
        }

    review = {
        "id": "PRR_1",
        "author": {"login": "ana"},
        "authorAssociation": "OWNER",
        "body": "Looks good.",
        "submittedAt": "2026-01-01T11:00:00Z",
        "state": "APPROVED",
    }
    both = read(tmp_path, {"comments": [written(1, "One."), written(2, "Two.")], "reviews": [review]})
    assert sorted(text for each in texts(both).values() for text in each) == ["Looks good.", "One.", "Two."]
    alone = read(tmp_path, {"comments": [], "reviews": [review]})
    assert [text for each in texts(alone).values() for text in each] == ["Looks good."]
    whole = {
        "number": 7,
        "title": "x",
        "body": "Please.",
        "author": {"login": "ana"},
        "createdAt": "2026-01-01T09:00:00Z",
        "url": "https://github.com/kite/tide/pull/7",
        "comments": [written(1, "One.")],
    }
    assert texts(read(tmp_path, whole)) == {"kite/tide#7": ["Please.", "One."]}


def test_an_answer_of_graphql_is_read_with_its_review_threads(tmp_path: Path) -> None:
    def node(number: int, body: str, **more: Any) -> dict[str, Any]:
        return {
            "id": f"N{number}",
            "author": {"login": "bo"},
            "body": body,
            "createdAt": f"2026-01-01T10:0{number}:00Z",
            **more,
        }

    pull = {
        "number": 7,
        "title": "x",
        "body": "Please look.",
        "author": {"login": "ana"},
        "createdAt": "2026-01-01T09:00:00Z",
        "comments": {"nodes": [node(1, "Will do.")]},
        "reviewThreads": {
            "nodes": [
                {
                    "id": "T1",
                    "comments": {
                        "nodes": [
                            node(2, "Why?", path="a"),
                            node(3, "So.", path="a", author={"login": "ana"}, replyTo={"id": "N2"}),
                        ]
                    },
                }
            ]
        },
    }
    talk = read(tmp_path, {"data": {"repository": {"nameWithOwner": "kite/tide", "pullRequest": pull}}})
    assert texts(talk) == {"kite/tide#7": ["Please look.", "Will do."], "kite/tide#7/T1": ["Why?", "So."]}
    assert talk.conversations[1].turns[1].reply_to == 0


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("### Describe the bug\nIt **drops** out.\n### Version\n_No response_", "It drops out."),
        ("- [ ] I read the rules\n- [x] I searched\n\nIt drops out.", "It drops out."),
        ("<!-- tell us\nmore -->Yes.<br>No.", "Yes.No."),
        ("Use `this` not [that](http://x.org) ![pic](http://x.org/a.png)", "Use this not that"),
        ("```suggestion\nx = 1\n```\nBetter so?", "Better so?"),
        ("Try:\n\n    x = 1\n    y = 2\n\nand see", "Try:\n\nand see"),
        ("- one\n    still one\n- two", "- one\nstill one\n- two"),
        ("On Mon, 5 Jan 2026 at 10:00, Bo wrote:\n> Why?\n\nBecause.\n\n-- \nAna", "Because."),
        ("| a | b |\n|---|---|\nSaid.", "Said."),
        ("a &lt; b", "a < b"),
    ],
)
def test_only_what_is_said_in_a_comment_stays(written: str, said: str) -> None:
    assert markdown.words(written) == said


def test_comments_of_jira_are_read_in_both_of_its_formats(tmp_path: Path) -> None:
    def by(name: str) -> dict[str, Any]:
        return {"accountId": f"id-{name}", "displayName": name, "self": "https://x.org/rest/api/3/user"}

    document = {
        "type": "doc",
        "content": [
            {
                "type": "paragraph",
                "content": [{"type": "text", "text": "Yes, "}, {"type": "mention", "attrs": {"text": "@Ana"}}],
            },
            {"type": "codeBlock", "content": [{"type": "text", "text": "rm"}]},
        ],
    }
    page = {
        "issues": [
            {
                "key": "TIDE-1",
                "fields": {
                    "reporter": by("Ana Ames"),
                    "created": "2026-01-01T09:00:00.000+0000",
                    "description": "h1. Gauge\nIt drops out.",
                    "comment": {
                        "comments": [
                            {
                                "id": "5",
                                "author": by("Bo Birk"),
                                "created": "2026-01-01T10:00:00.000+0000",
                                "body": document,
                            },
                            {
                                "id": "6",
                                "author": {"accountType": "app", "accountId": "r", "displayName": "Robot"},
                                "created": "2026-01-01T10:00:00.000+0000",
                                "body": "beep",
                            },
                        ]
                    },
                },
            }
        ]
    }
    talk = read(tmp_path, page, jira)
    assert texts(talk) == {"TIDE-1": ["It drops out.", "Yes, @Ana"]}
    assert talk.dropped == {"bots": 1}
    assert sorted(talk.names.values()) == ["Ana Ames", "Bo Birk"]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from(["2026-01-01T10:00:00Z", "x[bot]"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "body",
                    "user",
                    "author",
                    "login",
                    "comments",
                    "nodes",
                    "data",
                    "issue",
                    "number",
                    "title",
                    "id",
                    "type",
                    "fields",
                    "comment",
                    "created",
                    "createdAt",
                    "created_at",
                    "reviewThreads",
                    "in_reply_to_id",
                    "content",
                    "text",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(VALUES)
def test_whatever_stands_in_an_export_nothing_is_raised(tmp_path_factory: pytest.TempPathFactory, value: Any) -> None:
    folder = tmp_path_factory.mktemp("export")
    for reader in (github, jira):
        for one in read(folder, [value], reader).conversations:
            assert all(turn.text for turn in one.turns)
            assert all(turn.reply_to is None or turn.reply_to < place for place, turn in enumerate(one.turns))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "reader", "turns"),
    [
        ("github/issues_list_recorded.json", github, 13),
        ("github/perceval_issue_1.json", github, 1),
        ("github/webhook_issue_milestoned.json", github, 1),
        ("jira/rest_jira_comments_issue_page_1.json", jira, 2),
    ],
)
def test_the_real_exports_read_completely(shared: Path, name: str, reader: Any, turns: int) -> None:
    path = shared / "data" / "samples" / name
    assert reader.knows(path, path.read_bytes()[:65536])
    talk = reader.read(path, path.name, ASKED)
    assert sum(len(one.turns) for one in talk.conversations) == turns
    assert not talk.problems
