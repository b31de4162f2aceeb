"""The review as a person meets it: phone, desktop, dark, paper, keyboard; nothing fetched, nothing cut, all legible."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from report.reviewed import ME, Said, meeting, reviewed, spoken, threads
from report.test_page_in_browser import CUT, DRAWN, READ, hexed

from saidanddone.report.review import page, transcript
from saidanddone.report.tokens import contrast
from saidanddone.verbs.listen import Words

pytestmark = pytest.mark.browser

LONG = "an_export_with_a_name_as_long_as_trackers_and_recorders_like_to_make_them_2026_11_22_transcript.vtt"
PAGES: dict[str, Callable[[], str]] = {
    "meeting": lambda: page.render(meeting(), words="words.html"),
    "stranger": lambda: page.render(meeting(me=None, marks=None)),
    "threads": lambda: page.render(threads(60), words="words.html"),
    "long": lambda: page.render(reviewed(spoken(Said(by=ME), Said(level=None), source=LONG), me=ME)),
    "nothing": lambda: page.render(reviewed()),
    "words": lambda: transcript.render(
        [Words("monday.vtt", "", 0, n, 4 * n + 3, 60.0 * n, n % 3 == 0, f"{'word ' * 20}{'x' * 90}") for n in range(30)]
    ),
}
Opened = Callable[..., AbstractContextManager[Any]]


@cache
def rendered(name: str) -> str:
    return PAGES[name]()


@pytest.fixture
def opened(tmp_path: Path, request: pytest.FixtureRequest) -> Opened:
    """Opens a page at a width, and hands back page, requests made and complaints heard."""
    browser = request.getfixturevalue("browser")

    @contextmanager
    def open_at(name: str, width: int, dark: bool = False) -> Iterator[tuple[Any, list[str], list[str]]]:
        for each in (name, "words"):
            (tmp_path / f"{each}.html").write_text(rendered(each), encoding="utf-8")
        file = tmp_path / f"{name}.html"
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light", offline=True
        )
        shown = context.new_page()
        requests: list[str] = []
        complaints: list[str] = []
        shown.on("request", lambda request: requests.append(request.url))
        shown.on("console", lambda message: complaints.append(message.text))
        shown.on("pageerror", lambda error: complaints.append(str(error)))
        shown.goto(file.as_uri())
        try:
            yield shown, [url for url in requests if url != file.as_uri()], complaints
        finally:
            context.close()

    return open_at


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [360, 1100])
def test_nothing_is_fetched_nothing_complains_and_nothing_runs_off_the_side(
    opened: Opened, name: str, width: int
) -> None:
    with opened(name, width) as (shown, fetched, complaints):
        assert [url for url in fetched if not url.startswith("data:")] == []
        assert complaints == []
        assert shown.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_every_text_can_be_read_in_the_light_and_in_the_dark(opened: Opened, name: str, dark: bool) -> None:
    with opened(name, 1100, dark) as (shown, _, _):
        shown.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        told = shown.evaluate(READ)
        assert len(told) > 5
        assert [words for ink, behind, words in told if contrast(hexed(ink), hexed(behind)) < 4.5] == []
        paper = hexed(shown.evaluate("getComputedStyle(document.body).backgroundColor"))
        assert [ink for ink, _ in shown.evaluate(DRAWN) if contrast(hexed(ink), paper) < 4.5] == []


@pytest.mark.parametrize("name", ["meeting", "threads", "long"])
@pytest.mark.parametrize("width", [360, 1100])
def test_no_label_of_the_picture_is_cut_off_or_too_small(opened: Opened, name: str, width: int) -> None:
    with opened(name, width) as (shown, _, _):
        assert shown.evaluate(CUT) == []
        assert min(height for _, height in shown.evaluate(DRAWN) if height) >= 9


OVER = """() => { const all = [...document.querySelectorAll('figure text')].filter(n => n.getClientRects().length)
    .map(n => [n.getBoundingClientRect(), n.textContent]);
  return all.flatMap(([a, s], i) => all.slice(i + 1).filter(([b]) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 2 && b.top < a.bottom - 2).map(([b, t]) => s + ' / ' + t)); }"""


@pytest.mark.parametrize("width", [360, 1100])
@pytest.mark.parametrize("name", ["meeting", "threads"])
def test_no_label_stands_on_another_in_the_readers_own_font(opened: Opened, name: str, width: int) -> None:
    with opened(name, width) as (shown, _, _):
        assert shown.evaluate(OVER) == []


def test_a_place_leads_to_its_words_and_lights_them(opened: Opened) -> None:
    with opened("meeting", 1100) as (shown, _, _):
        shown.locator("#missed dd a").first.click()
        assert shown.url.endswith("words.html#c0t10")
        assert shown.evaluate("document.querySelector(':target').textContent").startswith("10:00, line 43")
        lit = "getComputedStyle(document.querySelector(':target')).backgroundColor"
        assert shown.evaluate(lit) not in ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_turn_that_was_led_to_can_be_read(opened: Opened, dark: bool) -> None:
    with opened("words", 1100, dark) as (shown, _, _):
        shown.goto(shown.url + "#c0t7")
        colours = """() => { const t = document.querySelector(':target'), s = t.querySelector('.at');
            return [getComputedStyle(t).backgroundColor, getComputedStyle(t).color, getComputedStyle(s).color]; }"""
        behind, text, at = map(hexed, shown.evaluate(colours))
        assert min(contrast(text, behind), contrast(at, behind)) >= 4.5


def test_the_keyboard_alone_opens_what_is_folded(opened: Opened) -> None:
    with opened("threads", 1100) as (shown, _, _):
        folded = shown.locator("#overview details .scroll")
        assert not folded.is_visible()
        for _ in range(40):
            shown.keyboard.press("Tab")
            if shown.evaluate("document.activeElement.tagName") == "SUMMARY":
                break
        shown.keyboard.press("Enter")
        assert folded.is_visible()


def test_on_paper_nothing_is_dark_and_the_wide_picture_stands(opened: Opened) -> None:
    with opened("meeting", 360, dark=True) as (shown, _, _):
        shown.emulate_media(media="print")
        assert shown.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert shown.locator("figure .wide").is_visible()
        assert not shown.locator("figure .narrow").is_visible()
