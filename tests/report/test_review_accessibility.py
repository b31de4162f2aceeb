"""The review for whoever does not see it, or sees it otherwise: headings, landmarks, labels, tables (WCAG 2.2 AA)."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from report.reading import Page
from report.reviewed import ME, Said, meeting, reviewed, spoken, threads

from saidanddone.report.review import page, transcript
from saidanddone.verbs.listen import Words

PAGES: dict[str, Callable[[], str]] = {
    "meeting": lambda: page.render(meeting(), words="words.html"),
    "stranger": lambda: page.render(meeting(me=None, marks=None)),
    "three": lambda: page.render(
        reviewed(*(spoken(Said(by=ME), Said(level=None), source=f"{n}.vtt") for n in range(3)), me=ME)
    ),
    "threads": lambda: page.render(threads(40)),
    "nothing": lambda: page.render(reviewed()),
    "words": lambda: transcript.render([Words("monday.vtt", "", 0, 0, 3, 4.0, True, "the sesame export")]),
}


@pytest.fixture(params=PAGES, scope="module")
def html(request: pytest.FixtureRequest) -> str:
    return PAGES[request.param]()


@pytest.fixture(scope="module")
def found(html: str) -> Page:
    return Page(html)


def test_the_language_and_the_title_are_said(found: Page) -> None:
    assert next(told for tag, told in found.tags if tag == "html")["lang"] == "en"
    assert [tag for tag, _ in found.tags].count("title") == 1


def test_there_is_one_header_one_main_and_one_footer_in_that_order(found: Page) -> None:
    assert [tag for tag, _ in found.tags if tag in ("header", "main", "footer")] == ["header", "main", "footer"]


def test_there_is_one_first_heading_and_no_level_is_left_out(found: Page) -> None:
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_no_two_places_share_a_name_and_every_inner_link_leads_somewhere(html: str, found: Page) -> None:
    ids = [told["id"] for _, told in found.tags if "id" in told]
    assert len(ids) == len(set(ids))
    inner = [told["href"][1:] for tag, told in found.tags if tag == "a" and told["href"].startswith("#")]
    assert set(inner) <= set(ids)
    assert "<script" not in html


def test_every_picture_says_in_words_what_it_shows_and_its_drawing_is_left_out_of_the_reading(found: Page) -> None:
    pictures = [told for _, told in found.tags if told.get("role") == "img"]
    assert all(told["aria-label"].startswith("Timeline of ") for told in pictures)
    drawings = [told for tag, told in found.tags if tag == "svg"]
    assert len(drawings) == 2 * len(pictures)
    assert all(told.get("aria-hidden") == "true" for told in drawings)


def test_every_column_has_a_head_with_its_scope(found: Page) -> None:
    heads = [told for tag, told in found.tags if tag == "th"]
    assert all(told.get("scope") == "col" for told in heads)


def test_what_scrolls_can_be_reached_by_keyboard_and_has_a_name(found: Page) -> None:
    scrolled = [told for _, told in found.tags if "scroll" in told.get("class", "").split()]
    assert all(told["tabindex"] == "0" and told["role"] == "region" and told["aria-label"] for told in scrolled)


def test_a_link_has_words_of_its_own(html: str) -> None:
    assert all(words.strip() for words in re.findall(r"<a [^>]*>([^<]*)</a>", html))


def test_a_list_of_terms_has_terms_and_their_meanings_alone(html: str) -> None:
    for inside in re.findall(r"<dl>(.*?)</dl>", html, re.DOTALL):
        assert re.fullmatch(r"(<div><dt>.*?</dt>(<dd>.*?</dd>)+</div>)+", inside, re.DOTALL)
