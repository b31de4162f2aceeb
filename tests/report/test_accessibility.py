"""The page for whoever does not see it, or sees it otherwise: headings, landmarks, labels, tables, focus, colours."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from report.reading import Page
from report.test_pulse_section import EXACT
from report.test_routine_section import met
from report.units import diagnosis, finding, forecast, marks, stranger

from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.report import page
from saidanddone.report.style import sheet
from saidanddone.report.tokens import DARK, LIGHT, Palette, contrast

PAGES: dict[str, Callable[[], ReleasedDiagnosis]] = {
    "one": lambda: diagnosis(finding()),
    "three": lambda: diagnosis(finding(), finding("Blue", "team"), finding("Cem", "leader", stranger(), ())),
    "many": lambda: diagnosis(*(finding(f"P{i}", "project", rows=marks(9)) for i in range(11))),
    "answers": lambda: diagnosis(met(EXACT)),
    "nothing": lambda: diagnosis(record=None),
}


@pytest.fixture(params=PAGES, scope="module")
def found(request: pytest.FixtureRequest) -> Page:
    return Page(page.render(PAGES[request.param]()))


def test_the_language_and_the_title_are_said(found: Page) -> None:
    assert next(told for tag, told in found.tags if tag == "html")["lang"] == "en"
    assert [tag for tag, _ in found.tags].count("title") == 1


def test_there_is_one_header_one_main_and_one_footer_in_that_order(found: Page) -> None:
    marks = [tag for tag, _ in found.tags if tag in ("header", "main", "footer")]
    assert marks == ["header", "main", "footer"]


def test_there_is_one_first_heading_and_no_level_is_left_out(found: Page) -> None:
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_picture_says_in_words_what_it_shows_and_its_drawing_is_left_out_of_the_reading(found: Page) -> None:
    pictures = [told for _, told in found.tags if told.get("role") == "img"]
    assert pictures
    assert all(len(told["aria-label"]) > 15 for told in pictures)
    assert all(told.get("aria-hidden") == "true" for tag, told in found.tags if tag == "svg")


def test_every_column_and_every_line_of_a_table_has_a_head_with_its_scope(found: Page) -> None:
    heads = [told for tag, told in found.tags if tag == "th"]
    assert all(told.get("scope") in ("col", "row") for told in heads)


def test_what_scrolls_can_be_reached_by_keyboard_and_has_a_name(found: Page) -> None:
    scrolled = [told for _, told in found.tags if "scroll" in told.get("class", "").split()]
    assert all(told["tabindex"] == "0" and told["role"] == "region" and told["aria-label"] for told in scrolled)


def test_a_short_link_says_in_full_where_it_leads() -> None:
    found = Page(page.render(diagnosis(finding())))
    links = [told for tag, told in found.tags if tag == "a" and told["href"] == "#u1-rows" and "aria-label" in told]
    assert {told["aria-label"] for told in links} == {"all 44 rows"}


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_focus_stands_out_from_everything_it_may_stand_on(palette: Palette) -> None:
    assert ":focus-visible{outline:2px solid var(--trust)" in sheet()
    for behind in (palette.paper, palette.card, palette.track):
        assert contrast(palette.trust, behind) >= 3.0


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_a_row_that_was_linked_to_can_still_be_read(palette: Palette) -> None:
    """The row a figure leads to is lit; WCAG AA asks 4.5 of what is written on it."""
    assert "tr:target td{background:var(--trust-soft)}" in sheet()
    assert contrast(palette.ink, palette.trust_soft) >= 4.5


def test_the_page_asks_for_no_motion_and_knows_the_dark() -> None:
    assert "animation" not in sheet()
    assert "transition" not in sheet()
    assert "@media screen and (prefers-color-scheme:dark)" in sheet()
    assert "color-scheme:light dark" in sheet()


def test_the_three_answers_differ_in_their_words_too() -> None:
    """Colour never stands alone (MISSION T9)."""
    broken = forecast(mean=0.2, low=0.1, high=0.3, p_above=0.01)
    labels = set()
    for trust in (stranger(), forecast(), broken):
        found = Page(page.render(diagnosis(finding(trust=trust))))
        labels.add(next(told["aria-label"] for _, told in found.tags if told.get("role") == "img"))
    assert len(labels) == 3
