"""The printed pulse: who sees what comes first and is true, paper and screen say the same, every box can be typed."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from math import comb
from pathlib import Path
from typing import Any

import pypdf
import pytest

from saidanddone.evidence.act import KINDS
from saidanddone.evidence.response import FOLLOWED, LEVELS, ROLES
from saidanddone.privacy.lattice import APART, BANDS_BELOW, FEWEST
from saidanddone.report import form, formpaper
from saidanddone.report.formwords import Form, Scale, costs
from saidanddone.report.words import number
from saidanddone.survey.asking import columns
from saidanddone.survey.bands import BANDS
from saidanddone.survey.reportable import chance
from saidanddone.survey.templates import template

LAST = date(2026, 11, 30)
EDMONDSON = template("edmondson")
WORDED = tuple(f"A statement of ours that stands for number {place}." for place in range(1, 8))

FORMS: dict[str, Form] = {
    **{f"round {n}": Form(n, f"round-{n}", LAST, "Harbour", 6) for n in (1, 2)},
    "nobody's": Form(1, "2026-11-30", LAST),
    "three people": Form(2, "2026-11-30", LAST, "Quay", 3),
    "a hundred": Form(1, "2026-11-30", LAST, None, 100),
    "named scale": Form(1, "2026-11-30", LAST, "Harbour", 8, Scale(EDMONDSON, ("",) * 7)),
    "worded scale": Form(2, "2026-11-30", LAST, "Harbour", 8, Scale(EDMONDSON, WORDED)),
}


@cache
def html(name: str) -> str:
    return form.render(FORMS[name])


@cache
def pdf(name: str, paper: str = "a4") -> bytes:
    return formpaper.render(FORMS[name], paper=paper)


def sides(name: str, paper: str = "a4") -> list[str]:
    return [side.extract_text() for side in pypdf.PdfReader(io.BytesIO(pdf(name, paper))).pages]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


class Page(HTMLParser):
    """What stands on the page, text by text, and its boxes."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.boxes: list[dict[str, Any]] = []
        self.tags: list[tuple[str, dict[str, Any]]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append((tag, told))
        if tag == "input":
            self.boxes.append({**told, "within": any(name == "label" for name, _ in self._open)})
        elif tag not in ("meta", "link"):
            self._open.append((tag, told.get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        within = [tag for tag, _ in self._open]
        classes = {name for _, given in self._open for name in given.split()}
        if data.strip() and not {"head", "style"} & set(within) and not {"said", "screen"} & classes:
            self.texts.append(data)


# --- First: who will see what ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_a_form_first_says_who_will_see_what_and_only_then_asks(name: str) -> None:
    page, (first, *_) = html(name), sides(name)
    for said in (page, first):
        assert 0 < said.index("who will see what") < said.index("How far do you agree?")
    assert page.index("who will see what") < page.index("<form") < page.index("<input")


@pytest.mark.parametrize("name", FORMS)
def test_a_form_says_at_what_number_what_is_told_by_the_rules_of_privacy_itself(name: str) -> None:
    notice = dict(FORMS[name].notice)
    shown = notice["What will be shown, and from how many."]
    assert f"Fewer than {number(FEWEST)} answers: nothing" in shown
    assert f"From {number(FEWEST)} to {BANDS_BELOW - 1}" in shown
    assert f"From {BANDS_BELOW}: rounded averages" in shown
    assert all(band in shown for band in BANDS)
    assert APART == 3, "the form says 'one or two'"
    assert f"one or {number(APART - 1)} people" in shown


def test_a_form_says_that_it_is_voluntary_and_never_for_appraisal_and_who_answers_for_that() -> None:
    notice = dict(FORMS["nobody's"].notice)
    assert "nobody needs a reason" in notice["It is up to you."]
    assert "never for appraisal" in notice["What it is for."]
    assert "answers for that" in notice["What it is for."]


def test_a_form_says_of_paper_what_is_true_of_paper() -> None:
    """No server, no token and no vow of being unknown: somebody reads the sheets (PRIVACY)."""
    for name in FORMS:
        told = " ".join(Page(html(name)).texts).lower()
        assert not re.search(r"anonym|token|server|encrypt|confidential|guarantee|secret", told)
    notice = dict(FORMS["nobody's"].notice)
    seen = notice["Who will see this sheet."]
    assert "types it in" in seen
    assert "handwriting" in seen
    assert "the file" in seen
    assert "whether you hand one in" in notice["What paper does not protect."]


def test_a_team_too_small_for_any_result_is_told_so() -> None:
    assert "can never come together" in FORMS["three people"].small
    assert costs(3)[3] == 0
    assert "You are six" in FORMS["round 1"].small
    assert FORMS["nobody's"].small == ""


@pytest.mark.parametrize("people", range(1, 31))
def test_what_a_small_team_pays_is_the_exact_chance_of_five_answers(people: int) -> None:
    """Against the sum of the chances of fewer: 33, 66 and 94 % for 5, 6 and 8 at 80 % answering (PRIVACY)."""
    fewer = sum(comb(people, n) * 0.8**n * 0.2 ** (people - n) for n in range(min(FEWEST, people + 1)))
    assert chance(people) == pytest.approx(1 - fewer, abs=1e-12)
    assert costs(people)[people] == round(100 * (1 - fewer))


def test_one_more_person_never_lowers_the_chance_of_a_result() -> None:
    chances = [round(chance(people), 12) for people in range(1, 60)]
    assert chances == sorted(chances)
    assert [costs(None)[people] for people in (5, 6, 8)] == [33, 66, 94]


# --- Paper and screen ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_paper_says_everything_that_the_screen_says(name: str) -> None:
    paper = squeezed("".join(sides(name)))
    texts = Page(html(name)).texts
    assert len(texts) > 60
    assert [text for text in texts if squeezed(text) not in paper] == []


@pytest.mark.parametrize(
    ("name", "paper"), [*((name, "a4") for name in FORMS), ("round 1", "letter"), ("named scale", "letter")]
)
def test_a_form_is_one_sheet_with_two_sides_and_the_last_two_weeks_begin_the_second(name: str, paper: str) -> None:
    first, second = sides(name, paper)
    assert "How far do you agree?" in first
    assert "In the last two weeks, in this team" in second
    assert "How to hand it in" in second


def test_the_same_form_is_the_same_bytes() -> None:
    assert formpaper.render(FORMS["round 1"]) == pdf("round 1")
    assert form.render(FORMS["round 1"]) == html("round 1")


def test_the_pdf_is_tagged_titled_and_in_english_and_names_nobody() -> None:
    opened = pypdf.PdfReader(io.BytesIO(pdf("round 1")))
    root: Any = opened.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert opened.metadata is not None
    assert opened.metadata.title == "Said & Done pulse, round round-1"
    assert opened.metadata.author is None


@pytest.mark.parametrize(
    "team", ["<script>alert(1)</script>", '#include("x")', "$x$ *y* \\ @z", "[]{}`", "港口", "a" * 90]
)
def test_a_teams_name_is_shown_and_is_never_a_command(team: str) -> None:
    named = replace(FORMS["round 1"], team=team)
    page = form.render(named)
    assert "<script" not in page
    assert Page(page).texts[0].endswith(team)
    assert len(pypdf.PdfReader(io.BytesIO(formpaper.render(named))).pages) == 2


def test_the_page_has_no_script_no_address_and_no_place_to_send_anything() -> None:
    for name in FORMS:
        tags = Page(html(name)).tags
        assert not [tag for tag, _ in tags if tag in ("script", "iframe", "img", "a", "object")]
        forms = [told for tag, told in tags if tag == "form"]
        assert [told.get("action") for told in forms] == [None]
        assert {told.get("type") for tag, told in tags if tag == "button"} == {"reset"}
        assert "form-action 'none'" in html(name)


# --- What can be ticked is what can be typed -------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_every_box_belongs_to_a_column_of_the_answers_and_carries_what_is_typed(name: str) -> None:
    asked = FORMS[name]
    boxes = Page(html(name)).boxes
    scale = () if asked.scale is None else asked.scale.template.ids()
    assert list(dict.fromkeys(box["name"] for box in boxes)) == [*asked.items, *scale, *columns(asked.number)]
    typed: dict[str, set[str]] = {}
    for box in boxes:
        typed.setdefault(box["name"], set()).add(box.get("value"))
    assert all(typed[item] == {"1", "2", "3", "4", "5"} for item in asked.items)
    assert all(typed[item] == {str(point) for point in range(1, 8)} for item in scale)
    known = {"kind": {*KINDS}, "met": {str(level) for level in LEVELS}, "by": {*ROLES}, "followed": {*FOLLOWED}}
    for column, values in typed.items():
        if column.startswith(("own_", "seen_")):
            assert values == known[column.partition("_")[2]]
    assert typed["held_back"] == {*KINDS}


@pytest.mark.parametrize("name", FORMS)
def test_only_what_was_held_back_can_be_ticked_more_than_once(name: str) -> None:
    kinds = {(box["name"], box["type"]) for box in Page(html(name)).boxes}
    assert {column for column, kind in kinds if kind == "checkbox"} == {"held_back"}


@pytest.mark.parametrize("name", FORMS)
def test_every_box_has_words_for_whoever_hears_the_page(name: str) -> None:
    assert all(box["within"] for box in Page(html(name)).boxes)
    assert html(name).count("<label>") == len(Page(html(name)).boxes)


def test_a_named_scale_takes_the_place_of_our_items_of_its_half_and_has_no_wording_of_ours() -> None:
    asked = FORMS["named scale"]
    assert list(asked.items) == ["kept", "honest", "permission"]
    told = " ".join(Page(html("named scale")).texts)
    assert "Edmondson, A. (1999)" in told
    assert "belongs to its holder" in told
    assert all(f"edmondson_{place}" in told for place in range(1, 8))
    worded = " ".join(Page(html("worded scale")).texts)
    assert all(words in worded for words in WORDED)


def test_the_wordings_licence_stands_on_the_form() -> None:
    assert "CC BY 4.0" in html("round 1")
    assert "CC BY 4.0" in sides("round 1")[-1]


# --- In a browser ----------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("name", ["round 1", "round 2", "worded scale"])
@pytest.mark.parametrize("width", [360, 390, 1280])
def test_nothing_of_the_form_leaves_a_screen(name: str, width: int, browser_page: Any, tmp_path: Path) -> None:
    file = tmp_path / "form.html"
    file.write_text(html(name), encoding="utf-8")
    browser_page.set_viewport_size({"width": width, "height": 800})
    browser_page.goto(file.as_uri())
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= width
    small = browser_page.evaluate(
        "[...document.querySelectorAll('label')].filter(l => l.getBoundingClientRect().height < 24).length"
    )
    assert small == 0


@pytest.mark.browser
def test_a_tick_is_made_taken_back_and_printed_on_two_sides(browser_page: Any, tmp_path: Path) -> None:
    file = tmp_path / "form.html"
    file.write_text(html("round 1"), encoding="utf-8")
    browser_page.goto(file.as_uri())
    box = browser_page.locator("input[name=kept][value='4']")
    box.check()
    browser_page.locator("input[name=kept][value='2']").check()
    assert not box.is_checked()
    browser_page.locator("input[name=held_back]").first.check()
    browser_page.locator("button[type=reset]").click()
    assert browser_page.locator("input:checked").count() == 0
    box.check()
    printed = pypdf.PdfReader(io.BytesIO(browser_page.pdf(format="A4", prefer_css_page_size=True)))
    assert len(printed.pages) <= 3
    assert "Clear all ticks" not in "".join(side.extract_text() for side in printed.pages)
