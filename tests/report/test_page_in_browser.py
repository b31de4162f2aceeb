"""The page as a person meets it: phone, desktop, dark, paper, keyboard; nothing fetched, nothing complained of."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest
from report.said import quiet, safety, speaking_up
from report.test_pulse_section import BANDED, EXACT
from report.test_routine_section import met
from report.units import diagnosis, finding, forecast, marks, stranger, together

from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.report import page
from saidanddone.report.tokens import contrast

pytestmark = pytest.mark.browser

SHORT = forecast(mean=0.4, low=0.3, high=0.5, cautious=0.3, p_above=0.01, state="broken")
LONG = "A project whose name nobody has ever thought of making any shorter than this" * 2
LONG_NAMED = tuple(
    replace(row, source=f"an_export_with_a_name_as_long_as_trackers_like_to_make_them_2026_11_{row.line % 2}.csv")
    for row in marks(30)
)
PAGES: dict[str, Callable[[], ReleasedDiagnosis]] = {
    "one": lambda: diagnosis(finding()),
    "stranger": lambda: diagnosis(finding(trust=stranger(), rows=()), record=None),
    "three": lambda: diagnosis(finding(), finding("Blue", "team", SHORT), finding("Cem", "leader", stranger(), ())),
    "many": lambda: diagnosis(*(finding(f"{LONG} {i}", "project", rows=marks(9)) for i in range(11))),
    "withheld": lambda: diagnosis(finding("Bob Example", "self"), record=None),
    "nothing": lambda: diagnosis(record=None),
    "files": lambda: diagnosis(finding("Blue", "team", rows=LONG_NAMED)),
    "together": together,
    "both": lambda: diagnosis(speaking_up("Ana Example", "leader")),
    "half": lambda: diagnosis(speaking_up(said=quiet(), earlier=())),
    "answers": lambda: diagnosis(met(EXACT)),
    "answers of two": lambda: diagnosis(BANDED, replace(EXACT, id="team:Kite", unit="Kite")),
    "several": lambda: diagnosis(*(speaking_up(f"Team {n}", said=safety(0.3 + 0.1 * n)) for n in range(5))),
}


@cache
def rendered(name: str) -> str:
    return page.render(PAGES[name](), voice="team" if name == "files" else "leader")


@pytest.fixture
def opened(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[..., AbstractContextManager[Any]]:
    """Opens a diagnosis's page at a width, and hands back page, requests made and complaints heard."""
    browser = request.getfixturevalue("browser")

    @contextmanager
    def open_at(name: str, width: int, dark: bool = False) -> Iterator[tuple[Any, list[str], list[str]]]:
        file = tmp_path / f"{name}.html"
        file.write_text(rendered(name), encoding="utf-8")
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


Opened = Callable[..., AbstractContextManager[Any]]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [360, 1100])
def test_nothing_is_fetched_nothing_complains_and_nothing_runs_off_the_side(
    opened: Opened, name: str, width: int
) -> None:
    with opened(name, width) as (shown, fetched, complaints):
        assert [url for url in fetched if not url.startswith("data:")] == []
        assert complaints == []
        assert shown.evaluate("document.documentElement.scrollWidth") <= width


READ = """() => {
  const lit = (node) => { for (let n = node; n; n = n.parentElement) {
    const c = getComputedStyle(n).backgroundColor; if (!/, 0\\)$|transparent/.test(c)) return c; } return 'none'; };
  return [...document.querySelectorAll('h1,h2,p,dt,dd,td,th,li,summary,.line,.end,.nothing,figcaption')]
    .filter(n => n.getClientRects().length && n.textContent.trim())
    .map(n => [getComputedStyle(n).color, lit(n), n.textContent.slice(0, 40)]); }"""
DRAWN = """() => [...document.querySelectorAll('figure text')].filter(n => n.getClientRects().length)
  .map(n => [getComputedStyle(n).fill, n.getBoundingClientRect().height])"""


def hexed(css: str) -> str:
    """``rgb(1, 2, 3)`` as ``#010203``."""
    return "#" + "".join(f"{int(part):02x}" for part in css[css.index("(") + 1 : -1].split(",")[:3])


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_every_text_can_be_read_in_the_light_and_in_the_dark(opened: Opened, name: str, dark: bool) -> None:
    with opened(name, 1100, dark) as (shown, _, _):
        told = shown.evaluate(READ)
        assert len(told) > 10
        faint = [words for ink, behind, words in told if contrast(hexed(ink), hexed(behind)) < 4.5]
        assert faint == []
        paper = hexed(shown.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor"))
        assert [ink for ink, _ in shown.evaluate(DRAWN) if contrast(hexed(ink), paper) < 4.5] == []


@pytest.mark.parametrize("name", ["three", "both", "several", "answers"])
def test_the_words_of_a_picture_are_large_enough_on_a_phone(opened: Opened, name: str) -> None:
    with opened(name, 360) as (shown, _, _):
        assert min(height for _, height in shown.evaluate(DRAWN) if height) >= 9


def test_a_figures_link_opens_the_rows_it_rests_on(opened: Opened) -> None:
    with opened("one", 1100) as (shown, _, _):
        rows = shown.locator("#u1-rows")
        assert not rows.is_visible()
        shown.locator(".figure a").click()
        assert rows.is_visible()
        assert "ledger.csv:44" in rows.inner_text()


def test_a_clock_leads_to_the_row_of_its_moment_and_names_nobody(opened: Opened) -> None:
    with opened("both", 1100) as (shown, _, _):
        rows = shown.locator("#u1-acts")
        assert not rows.is_visible()
        shown.locator("#clocks a").first.click()
        assert rows.is_visible()
        assert "a problem raised" in rows.inner_text()
        assert "p-" not in rows.inner_text().replace("up-", "").replace("p-Ana Example", "")


def test_the_keyboard_alone_reaches_the_rows(opened: Opened) -> None:
    with opened("one", 1100) as (shown, _, _):
        for _ in range(30):
            shown.keyboard.press("Tab")
            if shown.evaluate("document.activeElement.tagName") == "SUMMARY":
                break
        shown.keyboard.press("Enter")
        assert shown.locator("#u1-rows").is_visible()


@pytest.mark.parametrize("name", ["one", "both", "half", "answers"])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_page_one_prints_on_one_sheet(opened: Opened, paper: str, name: str) -> None:
    """The sentence, both forecasts, the map, what to do and what would change it stand on the first sheet of paper."""
    size = {"A4": (210, 297), "Letter": (215.9, 279.4)}[paper]
    with opened(name, 1100, dark=True) as (shown, _, _):
        shown.emulate_media(media="print")
        assert shown.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        wide, high = ((side - margin) * 96 / 25.4 for side, margin in zip(size, (30, 28), strict=True))
        shown.set_viewport_size({"width": int(wide), "height": int(high)})
        assert shown.evaluate("document.querySelector('#change').getBoundingClientRect().bottom") <= high
        assert shown.evaluate("document.documentElement.scrollWidth") <= int(wide)


CUT = """() => [...document.querySelectorAll('figure text')].filter(n => n.getClientRects().length && n.textContent)
  .filter(n => { const t = n.getBoundingClientRect(), s = n.closest('svg').getBoundingClientRect();
    return t.left < s.left - 1 || t.right > s.right + 1 || t.top < s.top - 1 || t.bottom > s.bottom + 1; })
  .map(n => n.textContent)"""


@pytest.mark.parametrize("name", ["one", "three", "many", "both", "half", "several"])
@pytest.mark.parametrize("width", [360, 1100])
def test_no_label_of_a_picture_is_cut_off_in_the_readers_own_font(opened: Opened, name: str, width: int) -> None:
    with opened(name, width) as (shown, _, _):
        assert shown.evaluate(CUT) == []


def test_paper_shows_what_stands_beside_and_says_where_the_rows_are(opened: Opened) -> None:
    """What is folded away on a screen cannot be opened on paper."""
    with opened("many", 1100) as (shown, _, _):
        beside, rows = shown.locator("details.facts dl").first, shown.locator("#u1-rows")
        assert not beside.is_visible()
        shown.emulate_media(media="print")
        assert beside.is_visible()
        assert beside.bounding_box()["height"] > 50
        assert not rows.is_visible()
        after = "getComputedStyle(document.querySelector('details.rows > summary'), '::after').content"
        assert "see the file" in shown.evaluate(after)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_on_paper_nothing_is_dark_and_each_unit_begins_a_sheet(opened: Opened, paper: str) -> None:
    with opened("three", 1100, dark=True) as (shown, _, _):
        sheets = pypdf.PdfReader(io.BytesIO(shown.pdf(format=paper, print_background=True))).pages
        begins = [sheet.extract_text().strip().splitlines()[0] for sheet in sheets]
        assert [line for line in begins if line.startswith(("Ana Example", "Blue"))] == ["Ana Example", "Blue"]
        shown.emulate_media(media="print")
        assert shown.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert shown.evaluate("getComputedStyle(document.body).color") == "rgb(27, 31, 36)"


def test_a_short_option_is_never_broken_in_two(opened: Opened) -> None:
    with opened("withheld", 360) as (shown, _, _):
        options = shown.locator("li code.whole")
        assert options.count() > 0
        assert options.evaluate_all("nodes => nodes.map(n => n.getClientRects().length)") == [1] * options.count()
