"""The page of the words: its owner's alone, every turn with its place, nobody's name but 'you', nothing that runs."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from report.reading import Page
from report.reviewed import ME, Said, reviewed, spoken

from saidanddone.report.review import page, transcript
from saidanddone.verbs.listen import Words

ONE = Words("monday.vtt", "canary title", 0, 0, 3, 4.0, False, "the sesame export")


def test_it_says_on_top_that_it_is_for_its_owner_alone() -> None:
    found = Page(transcript.render([ONE]))
    assert [block.text for block in found.blocks if block.name in ("h1", "p")][:2] == [
        "The words, for you alone",
        transcript.YOURS,
    ]


def test_every_turn_has_its_text_its_place_and_you_or_nobody() -> None:
    words = [ONE, replace(ONE, turn=1, line=9, clock=None, mine=True), replace(ONE, conversation=1, source="b.vtt")]
    found = Page(transcript.render(words))
    assert {"c0t0", "c0t1", "c1t0"} <= found.ids
    turns = [block.text for block in found.blocks if ".turn" in block.around]
    assert turns[0] == "0:04, line 3the sesame export"
    assert turns[1] == "line 9, youthe sesame export"
    assert [block.text for block in found.blocks if block.name == "h2"] == ["1. monday.vtt", "2. b.vtt"]


def test_every_link_of_the_review_finds_its_turn() -> None:
    talks = [spoken(Said(level=None), Said(by=ME)), spoken(Said(level=None), source="b.vtt")]
    words = [
        Words(talk.source, talk.id, n, place, turn.line, turn.start, turn.speaker == ME, turn.text)
        for n, (talk, _) in enumerate(talks)
        for place, turn in enumerate(talk.turns)
    ]
    ids = Page(transcript.render(words)).ids
    links = re.findall(r'href="words\.html#([^"]+)"', page.render(reviewed(*talks, me=ME), words="words.html"))
    assert len(links) == 3
    assert set(links) <= ids


@given(st.text(max_size=200))
def test_whatever_was_said_stays_text(text: str) -> None:
    html = transcript.render([replace(ONE, text=f"<script>alert(1)</script>{text}<img src=x>")])
    assert "<script" not in html
    assert "<img" not in html
    html.encode("utf-8")
    Page(html)


def test_it_asks_not_to_be_found_and_runs_nothing() -> None:
    html = transcript.render([ONE])
    assert '<meta name="robots" content="noindex">' in html
    assert "default-src 'none'" in html
    assert "<script" not in html
    assert "http" not in html.replace("http-equiv", "")


def test_a_name_of_a_conversation_stays_out_and_nothing_at_all_is_said_to_be_nothing() -> None:
    assert "canary" not in transcript.render([ONE])
    assert "Nothing was said in what was read." in transcript.render([])
